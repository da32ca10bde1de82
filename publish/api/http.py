"""HTTP around the answers: entity tags bound to the release, 304, HEAD, JSON."""

from __future__ import annotations

import hashlib
from typing import Any
from urllib.parse import urlencode

import orjson
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from publish import VERSION
from publish.data import Release
from schemas.derive import schema_version

HEAD = "gaoxin.head"
"""Set in the scope of a request that was HEAD before it became GET."""

REVALIDATE = "public, no-cache"
FOREVER = "public, max-age=31536000, immutable"

_CODE = f"{VERSION} {schema_version()}"


class NotModified(Exception):
    """The client holds this very answer already; carries the headers of the 304."""

    def __init__(self, headers: dict[str, str]) -> None:
        super().__init__()
        self.headers = headers


class Answer:
    """The answer to one request out of one release, which its entity tag names.

    Made before any work is done: raises NotModified where the client holds the answer already.
    """

    def __init__(self, request: Request, release: Release) -> None:
        asked = f"{release.id} {_CODE} {request.url.path}?{request.url.query}"
        self.release = release
        self.headers = {
            "ETag": f'"{hashlib.sha256(asked.encode()).hexdigest()[:32]}"',
            "Cache-Control": REVALIDATE,
            "Gaoxin-Release": release.id,
        }
        if matches(request.headers, self.headers["ETag"]):
            raise NotModified(self.headers)

    def json(self, content: dict[str, Any], **links: str | None) -> Response:
        """`content` with the release before it; `links` go into the Link header by their relation."""
        given = [f'<{path}>; rel="{relation}"' for relation, path in links.items() if path]
        headers = {**self.headers, **({"Link": ", ".join(given)} if given else {})}
        body = orjson.dumps({"release": self.release.id, **content})
        return Response(body, headers=headers, media_type="application/json")


def matches(headers: Headers, tag: str) -> bool:
    """Whether `If-None-Match` holds `tag`, compared weakly as RFC 9110 wants it."""
    stated = headers.get("if-none-match", "")
    return stated.strip() == "*" or tag in {part.strip().removeprefix("W/") for part in stated.split(",")}


def with_parameter(request: Request, name: str, value: str) -> str:
    """The path of the request with one parameter changed."""
    others = [(key, held) for key, held in request.query_params.multi_items() if key != name]
    return f"{request.url.path}?{urlencode([*others, (name, value)])}"


class HeadAsGet:
    """Answers HEAD as GET without the body, on every route."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return

        async def send_head(message: Message) -> None:
            if message["type"] != "http.response.body":
                await send(message)
            elif not message.get("more_body"):
                await send({"type": "http.response.body", "body": b""})

        await self._app({**scope, "method": "GET", HEAD: True}, receive, send_head)
