"""Files of a release that are no longer what its sums say: found beside the serving, and then served to nobody."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from warehouse import sums
from warehouse.places import RELEASE_SQLITE, SUMS

log = logging.getLogger(__name__)


class Damaged(Exception):
    """A file of a release was changed or lost after it was published."""

    def __init__(self, release_id: str, why: str) -> None:
        super().__init__(
            f"Of release {release_id}, {why}. It is not served, since nobody could tell what it says; whoever runs "
            "this server restores the folder from a copy, or removes it and publishes again."
        )


class Examination:
    """Takes the sums of all files of a release folder once, in a thread of its own; the database comes first."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._found: dict[str, str] = {}
        self._thread = threading.Thread(target=self._examine, name=f"sums of {folder.name}", daemon=True)
        self._thread.start()

    def wait(self) -> None:
        """Return once every file was looked at."""
        self._thread.join()

    @property
    def damaged(self) -> dict[str, str]:
        """What is wrong with files so far, by their path, each as a clause."""
        return dict(self._found)

    def require(self, path: str) -> None:
        """Raises Damaged where the file is known to be damaged."""
        if why := self._found.get(path):
            raise Damaged(self._folder.name, why)

    def _examine(self) -> None:
        try:
            stated = sums.read(self._folder)
        except (OSError, ValueError) as error:
            self._note(SUMS, f"{SUMS} cannot be read ({error})")
            return
        for path in sorted(stated, key=lambda path: (path != RELEASE_SQLITE, path)):
            try:
                whole = sums.sum_of(self._folder / path) == stated[path]
            except OSError as error:
                if not self._folder.exists():
                    return  # pruned meanwhile
                self._note(path, f"{path} cannot be read ({error.strerror})")
                continue
            if not whole:
                self._note(path, f"{path} was changed since")

    def _note(self, path: str, why: str) -> None:
        self._found[path] = why
        log.error("release %s: %s; `gaoxin verify %s` says more", self._folder.name, why, self._folder.name)
