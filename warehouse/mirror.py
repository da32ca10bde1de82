"""Releases on other storage: S3 and what speaks its language, or any file system that pyarrow knows.

A mirror is a place with `releases/<id>/...` and `current.json`. A release is whole there once its SHA256SUMS is,
which is written last; readers begin with `current.json`, one small object that is replaced in one go, and then read
only what never changes. An object that is whole is never written again, and `current.json` never names an older
release than a whole one that is there.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

import pyarrow as pa
from pyarrow import fs

from warehouse import sums
from warehouse.errors import WarehouseError
from warehouse.files import remove_tree
from warehouse.lock import WriterLock
from warehouse.places import BUILDING, SUMS, Places
from warehouse.release import RELEASE_ID, current, finish, releases, switch

CURRENT = "current.json"
BLOCK = 1 << 20  # bytes in memory of a file on its way
SECONDS = {"connect_timeout": 10, "request_timeout": 60}
TRIES = 3

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pushed:
    """What a push did: the releases that are new there, the objects sent and copied there, and the newest release."""

    releases: tuple[str, ...]
    sent: int
    copied: int
    current: str | None


class Mirror:
    """A mirror at `uri`: `s3://bucket/folder` or `file:///folder`. Raises WarehouseError where it cannot be reached.

    S3 is asked as the variables AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION and AWS_ENDPOINT_URL say.
    """

    def __init__(self, uri: str) -> None:
        self.uri = uri
        self.files, self.root = _open(uri)

    def push(self, data: Path, say: Say = lambda _: None) -> Pushed:
        """Copy every whole release of `data` that is not there yet, oldest first, and switch to the newest.

        What a killed push left is carried on with. Raises WarehouseError where a release of the same id says
        something else there.
        """
        new: list[str] = []
        sent = copied = 0
        before: Path | None = None
        with self._reached():
            for folder in releases(data):
                if not self._is_whole(folder):
                    say(f"Sending release {folder.name} ...")
                    counts = self._send(folder, before)
                    sent, copied = sent + counts[0], copied + counts[1]
                    new.append(folder.name)
                before = folder
            return Pushed(releases=tuple(new), sent=sent, copied=copied, current=self._switch())

    def pull(self, data: Path, say: Say = lambda _: None) -> str | None:
        """Fetch the newest release into `data`, where it is built aside, checked and switched to; None if it is there.

        Raises WarehouseError where the mirror is empty or damaged, or where `data` holds a newer release.
        """
        places = Places(data)
        places.releases.mkdir(parents=True, exist_ok=True)
        with WriterLock(places.lock, say=say), self._reached():
            finish(data)
            release_id = self._named()
            if release_id is None:
                raise WarehouseError("there is no release yet", where=self.uri, mend="Push one: gaoxin mirror push")
            here = current(data)
            if here is not None and here.name >= release_id:
                if here.name == release_id:
                    return None
                raise WarehouseError(f"release {here.name} is here, newer than {release_id} there", where=self.uri)
            staging = places.releases / f"{release_id}{BUILDING}"
            try:
                say(f"Fetching release {release_id} ...")
                self._fetch(release_id, staging)
                switch(places, staging, staging.with_name(release_id))
            finally:
                remove_tree(staging)
            return release_id

    def verify(self) -> Iterator[str]:
        """What is missing, extra or other than its sum says, one sentence each; every byte is read."""
        with self._reached():
            for release_id in self._whole():
                stated = self._sums(release_id) or {}
                there = {info.path.removeprefix(f"{self._at(release_id)}/") for info in self._below(release_id)}
                for name in sorted(set(stated) - there):
                    yield f"{release_id}/{name} is missing"
                for name in sorted(there - set(stated) - {SUMS}):
                    yield f"{release_id}/{name} is there and not in {SUMS}"
                for name in sorted(there & set(stated)):
                    if (found := self._sum(self._at(release_id, name))) != stated[name]:
                        yield f"{release_id}/{name} was changed: its SHA-256 is {found}, not {stated[name]}"
            named, whole = self._named(), self._whole()
            if whole and named != whole[-1]:
                yield f"{CURRENT} names {named}, and {whole[-1]} is there"

    # -- what is there -----------------------------------------------------------------------------------------

    def _at(self, release_id: str, name: str = "") -> str:
        return str(PurePosixPath(self.root, "releases", release_id, name))

    def _sums(self, release_id: str) -> dict[str, str] | None:
        """What a release there states; None where it is not whole."""
        text = self._text(self._at(release_id, SUMS))
        return None if text is None else sums.parse(text)

    def _text(self, path: str) -> str | None:
        try:
            with self.files.open_input_stream(path) as stream:
                return bytes(stream.read()).decode()
        except FileNotFoundError:
            return None

    def _is_whole(self, folder: Path) -> bool:
        there = self._sums(folder.name)
        if there is not None and there != sums.read(folder):
            raise WarehouseError(
                f"another release {folder.name} is there already",
                where=self.uri,
                mend="Two data folders may not share a mirror; push to another place.",
            )
        return there is not None

    def _whole(self) -> list[str]:
        """The ids of the whole releases there, oldest first."""
        listed = self.files.get_file_info(fs.FileSelector(f"{self.root}/releases", allow_not_found=True))
        ids = sorted(info.base_name for info in listed if RELEASE_ID.fullmatch(info.base_name))
        marks = self.files.get_file_info([self._at(release_id, SUMS) for release_id in ids])
        return [release_id for release_id, mark in zip(ids, marks, strict=True) if mark.type == fs.FileType.File]

    def _below(self, release_id: str) -> list[fs.FileInfo]:
        found = self.files.get_file_info(fs.FileSelector(self._at(release_id), recursive=True))
        return [info for info in found if info.type == fs.FileType.File]

    def _named(self) -> str | None:
        """The release that `current.json` names."""
        text = self._text(f"{self.root}/{CURRENT}")
        return None if text is None else str(json.loads(text)["release_id"])

    def _sum(self, path: str) -> str:
        with self.files.open_input_stream(path) as stream:
            return _copy(stream, None)

    # -- what is written ---------------------------------------------------------------------------------------

    def _send(self, folder: Path, before: Path | None) -> tuple[int, int]:
        """Send what is missing of a release, its sums last. Returns the numbers of objects sent, and copied there."""
        stated = sums.read(folder)
        older = sums.read(before) if before else {}
        infos = self.files.get_file_info(fs.FileSelector(self._at(folder.name), allow_not_found=True, recursive=True))
        there = {info.path: info.size for info in infos if info.type == fs.FileType.File}
        sent = copied = 0
        for name, stated_sum in stated.items():
            path, source = self._at(folder.name, name), folder / name
            if there.get(path) == source.stat().st_size and self._sum(path) == stated_sum:
                continue  # a killed push sent it
            self.files.create_dir(str(PurePosixPath(path).parent))
            if before is not None and older.get(name) == stated_sum:
                self.files.copy_file(self._at(before.name, name), path)
                copied += 1
                continue
            with source.open("rb") as file, self.files.open_output_stream(path) as stream:
                if _copy(file, stream) != stated_sum:
                    raise WarehouseError("was changed since", where=source, mend="Restore it from a copy.")
            sent += 1
        self._write(self._at(folder.name, SUMS), (folder / SUMS).read_bytes())
        return sent + 1, copied

    def _switch(self) -> str | None:
        """Name the newest whole release, also where another push adds one at this moment."""
        named = self._named()
        while (whole := self._whole()) and whole[-1] != named:
            named = whole[-1]
            said = {"release_id": named, "sums": f"releases/{named}/{SUMS}"}
            self._write(f"{self.root}/{CURRENT}", json.dumps(said).encode() + b"\n")
        return named

    def _write(self, path: str, content: bytes) -> None:
        """Write a small object in one go: S3 shows it once it is complete, a folder once it has its name."""
        part = f"{path}.part" if isinstance(self.files, fs.LocalFileSystem) else path
        with self.files.open_output_stream(part) as stream:
            stream.write(content)
        if part != path:
            self.files.move(part, path)

    def _fetch(self, release_id: str, staging: Path) -> None:
        stated = self._sums(release_id)
        if stated is None:
            raise WarehouseError(f"release {release_id} is not whole", where=self.uri, mend="Push it again.")
        for name, stated_sum in stated.items():
            target = staging / name
            if not target.resolve().is_relative_to(staging.resolve()):
                raise WarehouseError(f"{SUMS} names {name!r}, outside of the release", where=self.uri)
            target.parent.mkdir(parents=True, exist_ok=True)
            with self.files.open_input_stream(self._at(release_id, name)) as stream, target.open("wb") as file:
                found = _copy(stream, file)
            if found != stated_sum:
                raise WarehouseError(
                    f"{release_id}/{name} was changed: its SHA-256 is {found}, not {stated_sum}",
                    where=self.uri,
                    mend="Remove that release there and push it again.",
                )
        sums.write(staging)

    @contextmanager
    def _reached(self) -> Iterator[None]:
        """Say of any failure of the storage where it was and what to do."""
        try:
            yield
        except (OSError, pa.ArrowException) as error:
            raise WarehouseError(
                f"cannot be used ({str(error).splitlines()[0][:300]})",
                where=self.uri,
                mend="See that the bucket exists, that the keys (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY) may write "
                "there, and that AWS_ENDPOINT_URL can be reached.",
            ) from error


def _copy(source: IO[bytes], target: Any | None) -> str:
    """Copy a stream in blocks; returns the SHA-256 of its bytes."""
    total = hashlib.sha256()
    while block := source.read(BLOCK):
        total.update(block)
        if target is not None:
            target.write(block)
    return total.hexdigest()


def _open(uri: str, environment: Mapping[str, str] = os.environ) -> tuple[fs.FileSystem, str]:
    """The file system of a URI, and the path in it."""
    scheme, _, path = uri.partition("://")
    try:
        if scheme == "s3" and path.strip("/"):
            endpoint = environment.get("AWS_ENDPOINT_URL_S3") or environment.get("AWS_ENDPOINT_URL")
            return fs.S3FileSystem(
                region=environment.get("AWS_REGION") or environment.get("AWS_DEFAULT_REGION"),
                endpoint_override=endpoint,
                scheme="http" if endpoint and endpoint.startswith("http://") else "https",
                retry_strategy=fs.AwsStandardS3RetryStrategy(max_attempts=TRIES),
                **SECONDS,
            ), path.strip("/")
        if scheme in ("file", "gs", "abfs", "abfss", "hdfs") and path:
            files, root = fs.FileSystem.from_uri(uri)
            return files, str(root).rstrip("/")
    except (OSError, pa.ArrowException, ValueError) as error:
        raise WarehouseError(f"cannot be used ({error})", where=uri, mend="Name it as s3://BUCKET/FOLDER.") from error
    raise WarehouseError("is no place for a mirror", where=uri, mend="Name it as s3://BUCKET/FOLDER.")
