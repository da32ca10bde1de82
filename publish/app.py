"""Everything on one ASGI application: the site at /, the API at /v1, Datasette at /data."""

from __future__ import annotations

from pathlib import Path

from starlette.types import ASGIApp, Receive, Scope, Send

from publish.api.app import PREFIXES, create_api
from publish.data import Releases
from publish.datasette.app import Browse
from publish.links import BROWSE
from publish.site.app import Site


class App:
    """Gives each request to the part whose path it has; the site takes what is left."""

    def __init__(self, api: ASGIApp, browse: ASGIApp, site: ASGIApp) -> None:
        self._parts = [*((prefix, api) for prefix in PREFIXES), (BROWSE, browse)]
        self._site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or the server's start and end."""
        if scope["type"] == "lifespan":
            await _lifespan(receive, send)
        else:
            await self._part(scope["path"])(scope, receive, send)

    def _part(self, path: str) -> ASGIApp:
        for prefix, part in self._parts:
            if path == prefix or path.startswith(f"{prefix}/"):
                return part
        return self._site


async def _lifespan(receive: Receive, send: Send) -> None:
    """Nothing is opened at the start: a release is opened by the first request that wants it."""
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return


def create_app(data: Path, *, prefect_url: str | None = None) -> App:
    """The application over the releases in the folder `data`, of which there may be none yet.

    It follows `current` when a new release appears. `prefect_url` is where the pages link to for the runs.
    """
    releases = Releases(data)
    api = create_api(releases)
    return App(api, Browse(releases), Site(releases, api.openapi, prefect_url).app())
