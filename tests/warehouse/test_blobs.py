from __future__ import annotations

from pathlib import Path

import pytest

from warehouse.blobs import Blobs
from warehouse.errors import WarehouseError
from warehouse.keys import sha256


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    for name in ("blobs", "parts"):
        (tmp_path / name).mkdir()
    return Blobs(tmp_path / "blobs", tmp_path / "parts")


@pytest.mark.parametrize("data", [b"", b"\x00\xff" * 5000, "高新区".encode()])
def test_bytes_come_back_as_they_went_in(blobs: Blobs, data: bytes) -> None:
    digest = sha256(data)
    assert digest not in blobs
    blobs.keep([(digest, data), (digest, data)])
    assert digest in blobs
    assert blobs.read(digest) == data
    assert list(blobs.parts.iterdir()) == []


def test_text_is_kept_compressed(blobs: Blobs) -> None:
    data = ("高新技术产业开发区" * 500).encode()
    blobs.keep([(sha256(data), data)])
    assert blobs.path(sha256(data)).stat().st_size < len(data) / 10


def test_bytes_must_be_those_of_their_sum(blobs: Blobs) -> None:
    with pytest.raises(WarehouseError, match="not those"):
        blobs.keep([(sha256(b"one"), b"other")])
    assert [p for p in blobs.folder.rglob("*") if p.is_file()] == []


@pytest.mark.parametrize("damage", [lambda p: p.write_bytes(b"no zstd"), lambda p: p.unlink()])
def test_damage_is_named(blobs: Blobs, damage: object) -> None:
    digest = sha256(b"bytes")
    blobs.keep([(digest, b"bytes")])
    damage(blobs.path(digest))  # type: ignore[operator]
    with pytest.raises(WarehouseError) as caught:
        blobs.read(digest)
    assert digest in caught.value.where
    assert caught.value.mend


def test_bytes_of_another_content_are_noticed(blobs: Blobs) -> None:
    blobs.keep([(sha256(b"one"), b"one"), (sha256(b"two"), b"two")])
    blobs.path(sha256(b"one")).write_bytes(blobs.path(sha256(b"two")).read_bytes())
    with pytest.raises(WarehouseError, match="damaged"):
        blobs.read(sha256(b"one"))
