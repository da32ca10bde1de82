"""Fixtures that several rooms' tests share."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from tests.factory import make_release

settings.register_profile("gaoxin", deadline=None)  # a busy machine is no fault
settings.load_profile("gaoxin")


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small release that no test may change."""
    return make_release(tmp_path_factory.mktemp("data"))
