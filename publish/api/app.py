"""The API as one ASGI application."""

from __future__ import annotations

import functools
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import JSONResponse, Response

from publish import VERSION
from publish.api import problems
from publish.api.files import File, add_files, files_by_row, not_modified
from publish.api.http import HeadAsGet, NotModified
from publish.api.rows import More, add_list, add_one
from publish.data import Releases
from schemas.registry import TABLES
from warehouse.places import RELEASE_SQLITE

ABOUT = """Open data on China's national high-tech zones (国家高新区), read out of newspaper articles.

Every target and fact carries the exact characters that say it, with their place in the article. Each answer comes
out of one immutable release, which it names. Lists are paged by `next`; a walk along it meets each row once, also when
a newer release appears meanwhile. Parameters that a route does not know are refused, never ignored.
"""

PREFIXES = ("/v1", "/openapi.json", "/healthz", "/readyz")
"""The paths that the API answers."""


def create_api(releases: Releases) -> FastAPI:
    """The API over `releases`; `HEAD` works wherever `GET` does."""
    app = FastAPI(
        title="gaoxin",
        summary="国家高新区开放数据 · Open data on China's national high-tech zones",
        description=ABOUT,
        version=VERSION,
        license_info={"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"},
        docs_url=None,
        redoc_url=None,
    )
    problems.install(app)
    app.add_exception_handler(NotModified, _unchanged)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET", "HEAD"],
        allow_headers=["*"],
        expose_headers=["ETag", "Link", "Content-Range", "Content-Location", "Repr-Digest", "Gaoxin-Release"],
    )
    app.add_middleware(HeadAsGet)
    router = APIRouter(prefix="/v1")
    add_files(router, releases)  # before the rows, whose paths are wider
    for table in TABLES.values():
        more: tuple[Any, More] | None = None
        if table.name == "releases":
            more = (list[File], lambda row: files_by_row(releases, row))
        add_list(router, releases, table)
        add_one(router, releases, table, more)
    _add_root(router)
    app.include_router(router)
    _add_health(app, releases)
    app.openapi = functools.partial(_openapi, app, app.openapi)  # type: ignore[method-assign]
    return app


def _unchanged(request: Request, error: Exception) -> Response:
    return not_modified(getattr(error, "headers", {}))


def _add_root(router: APIRouter) -> None:
    @router.get("", summary="What there is", tags=["about"])
    def root(request: Request) -> dict[str, str]:
        """The addresses of all lists, of the files and of the description of the API."""
        problems.only(request, ())
        lists = {name: f"/v1/{name}" for name in TABLES}
        return {**lists, "datasets": "/v1/datasets", "openapi": "/openapi.json", "docs": "/docs", "browse": "/data/"}


def _add_health(app: FastAPI, releases: Releases) -> None:
    @app.get("/healthz", summary="Whether the server lives", tags=["about"])
    def health() -> dict[str, str]:
        """Always `ok` while the server answers."""
        return {"status": "ok"}

    @app.get("/readyz", summary="Whether there are data", tags=["about"], responses=problems.documented(503))
    def ready() -> JSONResponse:
        """The release that is served, when it was made, and which of its files are damaged; 503 before the first."""
        release = releases.current()
        release.examination.require(RELEASE_SQLITE)
        said = {"status": "ok", "release": release.id, "created_at": release.about["created_at"]}
        return JSONResponse(said | {"damaged": sorted(release.examination.damaged)})


def _openapi(app: FastAPI, made: Any) -> dict[str, Any]:
    """FastAPI's description, with problems under their own media type."""
    if app.openapi_schema:
        return app.openapi_schema
    schema: dict[str, Any] = made()
    for operations in schema["paths"].values():
        for operation in operations.values():
            for status, response in operation["responses"].items():
                if status[0] in "45" and "application/json" in response.get("content", {}):
                    response["content"] = {problems.MEDIA_TYPE: response["content"]["application/json"]}
    return schema
