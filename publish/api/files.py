"""Whole tables and the files of releases: byte ranges, entity tags from their SHA-256, 304, media types."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator
from pathlib import Path, PurePosixPath
from typing import Any, Literal

import anyio
from fastapi import APIRouter, Request
from pydantic import BaseModel, Field
from starlette.datastructures import Headers
from starlette.responses import FileResponse, Response, StreamingResponse
from starlette.types import Message, Receive, Scope, Send

from publish.api import problems
from publish.api.http import FOREVER, HEAD, REVALIDATE, Answer, NotModified, matches
from publish.api.problems import Refused, documented, only
from publish.data import Release, ReleaseGone, Releases
from publish.links import file_path
from schemas.registry import TABLES
from schemas.values import Row
from warehouse.places import SUMS, csv_file, parquet_file

MEDIA_TYPES = {
    ".parquet": "application/vnd.apache.parquet",
    ".csv": "text/csv; charset=utf-8; header=present",
    ".sqlite": "application/vnd.sqlite3",
    ".duckdb": "application/vnd.duckdb",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".md": "text/markdown; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
}

FORMATS = {"parquet": parquet_file, "csv": csv_file}
"""The formats of a whole table, and where its file stands."""

BOM = b"\xef\xbb\xbf"


class File(BaseModel):
    """One file of a release."""

    path: str
    bytes: int
    sha256: str | None = Field(description="Null for the list of the sums itself.")
    media_type: str
    url: str


class Dataset(BaseModel):
    """A whole table as files."""

    table: str
    title_zh: str
    title_en: str
    rows: int
    parquet: str
    csv: str


class DatasetList(BaseModel):
    """All tables as files."""

    release: str
    data: list[Dataset]


class ReleaseFile(FileResponse):
    """A file that never changes: its tag is its sum. Byte ranges that lie outside are answered with a problem."""

    def __init__(self, release: Release, path: str, cache: str) -> None:
        release.examination.require(path)
        sha256 = release.files[path]
        headers = {
            "Cache-Control": cache,
            "Gaoxin-Release": release.id,
            "Content-Location": file_path(release.id, path),
        }
        if sha256:
            digest = base64.b64encode(bytes.fromhex(sha256)).decode()
            headers |= {"ETag": f'"{sha256}"', "Repr-Digest": f"sha-256=:{digest}:"}
        super().__init__(
            release.folder / path,
            headers=headers,
            media_type=media_type(path),
            filename=PurePosixPath(path).name,
            stat_result=(release.folder / path).stat(),
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the file, the part of it that is wanted, or 304."""
        if matches(Headers(scope=scope), self.headers["etag"]):
            await not_modified(dict(self.headers))(scope, receive, send)
            return

        refused = False

        async def explained(message: Message) -> None:
            nonlocal refused
            if message["type"] == "http.response.start" and message["status"] in (400, 416):
                refused = True
                detail = f"The file has {self.headers['content-length']} bytes; ask for bytes=first-last within it."
                problem = problems.response(scope["path"], "bad-range", detail)
                problem.headers["Content-Range"] = f"bytes */{self.headers['content-length']}"
                await problem(scope, receive, send)
            elif not refused:
                await send(message)

        await super().__call__({**scope, "method": "HEAD"} if scope.get(HEAD) else scope, receive, explained)


def not_modified(headers: dict[str, str]) -> Response:
    """304 with those of the headers that it may have."""
    kept = {"etag", "cache-control", "gaoxin-release", "content-location", "last-modified"}
    return Response(status_code=304, headers={name: value for name, value in headers.items() if name.lower() in kept})


def media_type(path: str) -> str:
    """The media type of a file by its name."""
    return MEDIA_TYPES.get(PurePosixPath(path).suffix, "text/plain; charset=utf-8" if path == SUMS else "")


def files_of(release: Release) -> list[dict[str, Any]]:
    """What the API says of the files of a release."""
    return [
        File(
            path=path,
            bytes=release.bytes_of(path),
            sha256=sha256,
            media_type=media_type(path),
            url=file_path(release.id, path),
        ).model_dump()
        for path, sha256 in release.files.items()
    ]


def files_by_row(releases: Releases, row: Row) -> list[dict[str, Any]]:
    """The same by the release's row; empty where it is not kept here any more."""
    try:
        return files_of(releases.get(row["release_id"]))
    except ReleaseGone:
        return []


def relative(path: Path, release: Release) -> str:
    """A file of a release by its path in it, with slashes."""
    return path.relative_to(release.folder).as_posix()


def with_bom(release: Release, path: str, request: Request) -> Response:
    """A CSV file that Excel knows to be UTF-8 by the mark before it; no byte ranges."""
    release.examination.require(path)
    etag = f'"{release.files[path]}-bom"'
    headers = {
        "ETag": etag,
        "Cache-Control": REVALIDATE,
        "Accept-Ranges": "none",
        "Content-Length": str(release.bytes_of(path) + len(BOM)),
        "Content-Disposition": f'attachment; filename="{PurePosixPath(path).name}"',
    }
    if matches(request.headers, etag):
        raise NotModified(headers)

    async def parts() -> AsyncIterator[bytes]:
        yield BOM
        if not request.scope.get(HEAD):
            async with await anyio.open_file(release.folder / path, "rb") as file:
                while part := await file.read(1 << 18):
                    yield part

    return StreamingResponse(parts(), headers=headers, media_type=MEDIA_TYPES[".csv"])


def add_files(router: APIRouter, releases: Releases) -> None:
    """The routes of whole tables and of the files of a release."""
    file_responses: dict[int | str, dict[str, Any]] = {
        200: {"description": "The file.", "content": {"application/octet-stream": {}}},
        206: {"description": "The part of the file that `Range` asks for."},
        304: {"description": "The client holds the file already."},
    }

    @router.get("/datasets", summary="All tables as files", tags=["files"], response_model=DatasetList)
    def datasets(request: Request) -> Response:
        only(request, ())
        answer = Answer(request, releases.current())
        return answer.json({"data": [_dataset(answer.release, name) for name in TABLES]})

    @router.get(
        "/datasets/{table}.{kind}",
        summary="A whole table as Parquet or CSV",
        description="Of the newest release. `Content-Location` names the file that never changes; use that one to "
        "come back to the same rows. `bom=1` puts the mark before a CSV by which Excel knows UTF-8.",
        tags=["files"],
        response_class=Response,
        responses={**file_responses, **documented(404, 416, 422, 503)},
    )
    def dataset(request: Request, table: str, kind: str, bom: Literal["0", "1"] = "0") -> Response:
        only(request, ("bom",) if kind == "csv" else ())
        release = releases.current()
        if table not in TABLES or kind not in FORMATS:
            detail = f"No table is called {f'{table}.{kind}'[:100]!r}. /v1/datasets lists all, as parquet and csv."
            raise Refused("not-found", detail)
        path = relative(FORMATS[kind](release.folder, table), release)
        return with_bom(release, path, request) if bom == "1" else ReleaseFile(release, path, REVALIDATE)

    @router.get(
        "/releases/{release_id}/files/{path:path}",
        summary="A file of a release",
        description="One of those that /v1/releases/{release_id} lists. It never changes.",
        tags=["files"],
        response_class=Response,
        responses={**file_responses, **documented(404, 410, 416, 503)},
    )
    def file(request: Request, release_id: str, path: str) -> Response:
        only(request, ())
        release = releases.get(release_id)
        if path not in release.files:
            detail = f"Release {release.id} has no file {path[:200]!r}; /v1/releases/{release.id} lists all."
            raise Refused("not-found", detail)
        return ReleaseFile(release, path, FOREVER)


def _dataset(release: Release, name: str) -> dict[str, Any]:
    table = TABLES[name]
    return Dataset(
        table=name,
        title_zh=table.zh,
        title_en=table.en,
        rows=release.count(f"SELECT count(*) FROM {name}"),
        parquet=f"/v1/datasets/{name}.parquet",
        csv=f"/v1/datasets/{name}.csv",
    ).model_dump()
