"""The journal: a line of JSON for every input that was ever stored, from which the database can be made again.

It is only ever appended to, and durable before the rows of its inputs are. A line that a killed writer left torn is
cut off by the next.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from schemas.values import Rejection, Told
from warehouse.errors import WarehouseError


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An input as it came: who it is, its bytes' SHA-256, what its sender told, and when it was read.

    `refused` says why there are no bytes, where there are none.
    """

    identity: str
    name: str
    uri: str | None
    sha256: str | None
    told: Told
    at: datetime
    refused: tuple[Rejection, ...] = ()


class Journal:
    """The journal of one store, a file of lines in UTF-8."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def mend(self) -> None:
        """Cut off a torn last line. Only the holder of the writer's lock may call it."""
        if not self.path.exists():
            return
        with self.path.open("r+b") as file:
            data = file.read()
            whole = data.rfind(b"\n") + 1
            if whole < len(data):
                file.truncate(whole)

    def append(self, entries: Iterable[Entry]) -> None:
        """Add entries; durable when this returns."""
        lines = "".join(json.dumps(_plain(entry), ensure_ascii=False) + "\n" for entry in entries)
        with self.path.open("ab") as file:
            file.write(lines.encode("utf-8", "surrogatepass"))
            file.flush()
            os.fsync(file.fileno())

    def read(self) -> Iterator[Entry]:
        """All entries, oldest first. Raises WarehouseError where a line is damaged."""
        if not self.path.exists():
            return
        with self.path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                try:
                    yield _entry(json.loads(line.decode("utf-8", "surrogatepass")))
                except (ValueError, KeyError, TypeError) as error:
                    raise WarehouseError(
                        f"line {number} of the journal is damaged ({error})",
                        where=self.path,
                        mend="Restore the file from a copy of the data folder, or remove the line.",
                    ) from error


def _plain(entry: Entry) -> dict[str, Any]:
    told = {name: value for name, value in asdict(entry.told).items() if value is not None}
    if entry.told.published_on:
        told["published_on"] = entry.told.published_on.isoformat()
    refused = [{"stage": r.stage, "reason": r.reason, "detail": r.detail} for r in entry.refused]
    said = {"identity": entry.identity, "name": entry.name, "uri": entry.uri, "sha256": entry.sha256, "told": told}
    return {**said, "at": entry.at.isoformat(), "refused": refused}


def _entry(said: dict[str, Any]) -> Entry:
    told = dict(said["told"])
    if "published_on" in told:
        told["published_on"] = date.fromisoformat(told["published_on"])
    return Entry(
        identity=said["identity"],
        name=said["name"],
        uri=said["uri"],
        sha256=said["sha256"],
        told=Told(**told),
        at=datetime.fromisoformat(said["at"]),
        refused=tuple(Rejection(**refused) for refused in said["refused"]),
    )
