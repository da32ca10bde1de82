"""What goes wrong in the store and its releases, said so that a person can mend it."""

from __future__ import annotations


class WarehouseError(Exception):
    """Something that the store or a release cannot do. `what` happened, `where`, and what to do (`mend`)."""

    def __init__(self, what: str, *, where: object = "", mend: str = "") -> None:
        self.what, self.where, self.mend = what, str(where), mend
        super().__init__(": ".join(part for part in (self.where, what) if part) + (f". {mend}" if mend else ""))


class StoreBusy(WarehouseError):
    """Another process writes to this data folder."""


class Stopped(WarehouseError):
    """A check before the switch stopped the release; the newest release stays as it is."""


def unwritable(path: object, error: OSError) -> WarehouseError:
    """The error for a folder or file that cannot be written, from what the system said of it."""
    return WarehouseError(
        f"cannot be written ({error.strerror or error})",
        where=error.filename or path,
        mend="Give this user the right to write there, make room on the disk, or choose another folder with --data "
        "or GAOXIN_DATA.",
    )
