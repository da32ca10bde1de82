"""Old releases, removed only where somebody asks for it."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from warehouse.errors import unwritable
from warehouse.files import remove_tree, sync
from warehouse.lock import WriterLock
from warehouse.places import PRUNED, RELEASE_SQLITE, Places
from warehouse.release import current, finish, releases


@dataclass(frozen=True, slots=True, kw_only=True)
class Pruned:
    """The ids of the releases that were removed and of those that somebody reads and that stayed; the bytes freed."""

    removed: tuple[str, ...]
    in_use: tuple[str, ...]
    bytes: int


def prune(data: Path, keep: int, *, patience: float = 60.0, say: Callable[[str], None] | None = None) -> Pruned:
    """Remove all but the newest `keep` releases (at least one: the current one always stays).

    A release that a reader holds (`publish.data.Release`) stays as well. One that is removed loses its name first, by
    one rename; what a killed run leaves of it is swept by the next writer. Raises WarehouseError where the folder
    cannot be written or another writer does not end.
    """
    places = Places(data)
    removed, in_use, freed = [], [], 0
    with WriterLock(places.lock, patience=patience, **({"say": say} if say else {})):
        try:
            finish(data)
            newest = current(data)
            for folder in releases(data)[: -max(1, keep)]:
                if folder == newest:
                    continue
                with _alone(folder) as alone:
                    if not alone:
                        in_use.append(folder.name)
                        continue
                    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
                    aside = folder.rename(folder.with_name(folder.name + PRUNED))
                sync(places.releases)
                remove_tree(aside)
                removed.append(folder.name)
                freed += size
        except OSError as error:
            raise unwritable(places.releases, error) from error
    return Pruned(removed=tuple(removed), in_use=tuple(in_use), bytes=freed)


@contextmanager
def _alone(folder: Path) -> Iterator[bool]:
    """Whether nobody holds a release. A damaged one without its database is held by nobody."""
    path = folder / RELEASE_SQLITE
    if not path.is_file():
        yield True
        return
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
        else:
            yield True
