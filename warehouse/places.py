"""Where things stand in a data folder. Every path of the store and the releases is made here."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

RELEASE_SQLITE = "gaoxin.sqlite"
RELEASE_DUCKDB = "gaoxin.duckdb"
CHANGES_JSON = "changes.json"
CHANGES_MD = "CHANGES.md"
SUMS = "SHA256SUMS"
BUILDING = ".building"
PRUNED = ".pruned"
"""What ends a folder in `releases` that is no release yet, or no longer one."""


@dataclass(frozen=True, slots=True)
class Places:
    """The parts of one data folder; two data folders never meet."""

    data: Path

    @property
    def lock(self) -> Path:
        """The file that a writer holds locked, and in which it says who it is."""
        return self.data / "lock"

    @property
    def store(self) -> Path:
        """The folder of everything that was read."""
        return self.data / "store"

    @property
    def database(self) -> Path:
        """The store's DuckDB file."""
        return self.store / "gaoxin.duckdb"

    @property
    def rebuilding(self) -> Path:
        """The DuckDB file that a rebuild makes, before it takes the place of `database`."""
        return self.store / "gaoxin.duckdb.rebuilding"

    @property
    def journal(self) -> Path:
        """The file that says of every input what it was."""
        return self.store / "journal.jsonl"

    @property
    def blobs(self) -> Path:
        """The folder of the sources' bytes, by their SHA-256."""
        return self.store / "blobs"

    @property
    def parts(self) -> Path:
        """Files on their way into `blobs`; whatever is here when a writer starts was left by a killed one."""
        return self.store / "parts"

    @property
    def releases(self) -> Path:
        """The folder of the releases, each a folder named by its id."""
        return self.data / "releases"

    @property
    def current(self) -> Path:
        """The symbolic link that names the newest release."""
        return self.data / "current"


def parquet_file(folder: Path, table: str) -> Path:
    """A table's Parquet file in a release folder."""
    return folder / "parquet" / f"{table}.parquet"


def csv_file(folder: Path, table: str) -> Path:
    """A table's CSV file in a release folder."""
    return folder / "csv" / f"{table}.csv"
