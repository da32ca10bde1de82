"""Errors as `application/problem+json` (RFC 9457): what was wrong, which parameter, what to do."""

from __future__ import annotations

import difflib
import logging
from collections.abc import Iterable
from typing import Any

import orjson
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.responses import Response

from publish.damage import Damaged
from publish.data import NoRelease, ReleaseGone, TooSlow

MEDIA_TYPE = "application/problem+json"
RETRY_SECONDS = 5

KINDS: dict[str, tuple[int, str]] = {
    "unknown-parameter": (422, "The address has a parameter that this route does not know."),
    "bad-parameter": (422, "A parameter has a value that cannot be used."),
    "not-found": (404, "There is nothing at this address."),
    "method-not-allowed": (405, "Data can be read (GET, HEAD), not written."),
    "release-gone": (410, "The release is not kept here any more; start from the newest."),
    "bad-range": (416, "The byte range lies outside the file."),
    "no-release-yet": (503, "The data are being prepared; ask again in a few seconds."),
    "damaged-release": (503, "A file of the release was changed or lost after it was published."),
    "too-slow": (503, "The query took too long; narrow it with filters."),
    "internal-error": (500, "Something went wrong here; it was written to the log."),
}
"""The kinds of problem: code, HTTP status and title. `type` of a problem is the place in /docs that explains it."""

log = logging.getLogger(__name__)


class Fault(BaseModel):
    """One parameter that was wrong."""

    parameter: str
    detail: str


class Problem(BaseModel):
    """An error, after RFC 9457."""

    type: str = Field(description="Where this kind of problem is explained.", examples=["/docs#problem-not-found"])
    title: str = Field(description="The kind of problem, in words.")
    status: int = Field(description="The HTTP status.")
    detail: str = Field(description="What was wrong in this request, and what to do.")
    instance: str = Field(description="The path that was asked for.")
    errors: list[Fault] = Field(default=[], description="The parameters that were wrong.")


class Refused(Exception):
    """Raised by a route: `kind` is one of `KINDS`, `detail` says what was wrong and what to do."""

    def __init__(self, kind: str, detail: str, *, parameter: str | None = None) -> None:
        super().__init__(detail)
        self.kind, self.detail = kind, detail
        self.errors = [Fault(parameter=parameter, detail=detail)] if parameter else []


def response(path: str, kind: str, detail: str, errors: Iterable[Fault] = ()) -> Response:
    """The problem as an answer."""
    status, title = KINDS[kind]
    said = Problem(
        type=f"/docs#problem-{kind}", title=title, status=status, detail=detail, instance=path, errors=list(errors)
    )
    headers = {"Retry-After": str(RETRY_SECONDS)} if status == 503 else {"Allow": "GET, HEAD"} if status == 405 else {}
    body = orjson.dumps(said.model_dump(exclude=set() if said.errors else {"errors"}))
    return Response(body, status, headers, MEDIA_TYPE)


def only(request: Request, known: Iterable[str]) -> None:
    """Raises Refused for the first parameter of the address that is not `known`, with the nearest that is."""
    names = sorted(known)
    for name in request.query_params:
        if name in names:
            continue
        near = difflib.get_close_matches(name, names, 1)
        hint = f"Did you mean {near[0]}?" if near else f"It knows {', '.join(names) or 'no parameters'}."
        raise Refused(
            "unknown-parameter", f"This route does not know the parameter {name[:80]!r}. {hint}", parameter=name
        )


def install(app: FastAPI) -> None:
    """Let every error of `app` leave as a problem."""

    @app.exception_handler(Refused)
    def refused(request: Request, error: Refused) -> Response:
        return response(request.url.path, error.kind, error.detail, error.errors)

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, error: RequestValidationError) -> Response:
        faults = [_fault(found) for found in error.errors()]
        said = "; ".join(f"{fault.parameter}: {fault.detail}" for fault in faults)
        return response(request.url.path, "bad-parameter", said, faults)

    @app.exception_handler(HTTPException)
    def http(request: Request, error: HTTPException) -> Response:
        kind = {404: "not-found", 405: "method-not-allowed"}.get(error.status_code, "internal-error")
        detail = {
            "not-found": f"No route is called {request.url.path}. /v1 lists them all.",
            "method-not-allowed": f"{request.method} is not possible here; use GET.",
        }.get(kind, str(error.detail))
        return response(request.url.path, kind, detail)

    @app.exception_handler(NoRelease)
    def none_yet(request: Request, error: NoRelease) -> Response:
        return response(request.url.path, "no-release-yet", "There is no release yet.")

    @app.exception_handler(ReleaseGone)
    def gone(request: Request, error: ReleaseGone) -> Response:
        return response(request.url.path, "release-gone", f"Release {error} is not kept here; /v1/releases lists all.")

    @app.exception_handler(TooSlow)
    def slow(request: Request, error: TooSlow) -> Response:
        return response(request.url.path, "too-slow", f"{error}. Narrow the list with filters.")

    @app.exception_handler(Damaged)
    def damaged(request: Request, error: Damaged) -> Response:
        return response(request.url.path, "damaged-release", str(error))

    @app.exception_handler(Exception)
    def broken(request: Request, error: Exception) -> Response:
        log.error("GET %s failed", request.url.path, exc_info=error)
        return response(request.url.path, "internal-error", "The request could not be answered.")


def _fault(found: Any) -> Fault:
    place = [str(part) for part in found["loc"][1:]]
    return Fault(
        parameter=place[0] if place else "", detail=f"{found['msg']} (given: {str(found.get('input'))[:80]!r})"
    )


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The problems that a route may answer with, for its OpenAPI description."""
    titles: dict[int, list[str]] = {}
    for status, title in KINDS.values():
        titles.setdefault(status, []).append(title)
    return {status: {"model": Problem, "description": " Or: ".join(titles[status])} for status in statuses}
