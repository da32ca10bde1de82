"""The sources' bytes, kept under their SHA-256, compressed with zstd; never changed and never deleted."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa

from warehouse.errors import WarehouseError
from warehouse.files import sync_all, write_all
from warehouse.keys import sha256

SUFFIX = ".zst"


class Blobs:
    """A folder of contents by SHA-256: `blobs/ab/abcd....zst`. New files are made in `parts` and renamed."""

    def __init__(self, folder: Path, parts: Path) -> None:
        self.folder, self.parts = folder, parts

    def path(self, digest: str) -> Path:
        """Where the content of that SHA-256 stands, or would stand."""
        return self.folder / digest[:2] / f"{digest}{SUFFIX}"

    def __contains__(self, digest: str) -> bool:
        return self.path(digest).exists()

    def clear_parts(self) -> None:
        """Remove what a killed writer left half-written. Only the holder of the writer's lock may call it."""
        for left in self.parts.iterdir():
            left.unlink()

    def keep(self, contents: Iterable[tuple[str, bytes]]) -> None:
        """Keep contents, given as SHA-256 and bytes; durable when this returns. Known ones cost a look.

        Raises WarehouseError where bytes do not have the SHA-256 that they are said to have.
        """
        codec = pa.Codec("zstd")
        fresh: dict[Path, bytes] = {}
        for digest, data in contents:
            path = self.path(digest)
            if path in fresh or path.exists():
                continue
            if sha256(data) != digest:
                raise WarehouseError("a source's bytes are not those of its SHA-256", where=digest)
            fresh[path] = codec.compress(data, asbytes=True)
        if not fresh:
            return
        write_all((self.parts / path.name, data) for path, data in fresh.items())
        folders = {path.parent for path in fresh}
        for folder in folders:
            folder.mkdir(exist_ok=True)
        for path in fresh:
            (self.parts / path.name).rename(path)
        sync_all([*folders, self.folder])

    def read(self, digest: str) -> bytes:
        """The bytes of that SHA-256. Raises WarehouseError where they are missing or damaged."""
        path = self.path(digest)
        try:
            with pa.input_stream(str(path), compression="zstd") as stream:
                data: bytes = stream.read()
        except OSError as error:
            raise WarehouseError(
                f"a source's bytes cannot be read ({error})",
                where=path,
                mend="Restore the file from a copy of the data folder.",
            ) from error
        if sha256(data) != digest:
            raise WarehouseError(
                "a source's bytes were damaged", where=path, mend="Restore the file from a copy of the data folder."
            )
        return data
