"""The one clock. `SOURCE_DATE_EPOCH` stands in for it, so that the same input gives the same bytes."""

from __future__ import annotations

import os
from datetime import UTC, datetime

from warehouse.errors import WarehouseError


def now() -> datetime:
    """This moment in UTC, or the one that the environment's `SOURCE_DATE_EPOCH` (seconds since 1970) names."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH")
    if not fixed:
        return datetime.now(UTC)
    try:
        return datetime.fromtimestamp(int(fixed), UTC)
    except (ValueError, OverflowError, OSError):
        raise WarehouseError(
            f"SOURCE_DATE_EPOCH is {fixed!r}", mend="Set it to whole seconds since 1970, or unset it."
        ) from None
