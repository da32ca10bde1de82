"""Datasette as an ASGI application under a prefix, rebuilt when a new release appears.

Datasette is given paths without the prefix and told of it by `base_url`: the one way in which all of its links
come out right. Its redirects forget the prefix, which is put back here.
"""

from __future__ import annotations

import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from datasette.app import Datasette
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from publish.api import problems
from publish.damage import Damaged
from publish.data import NoRelease, Release, Releases
from publish.datasette import plugin
from publish.links import BROWSE, DATABASE
from schemas.derive.datasette import metadata
from schemas.registry import TABLES
from warehouse.places import RELEASE_SQLITE
from warehouse.sqlite import search_table

HERE = Path(__file__).parent

SETTINGS = {
    "base_url": f"{BROWSE}/",
    "default_page_size": 50,
    "max_returned_rows": 1000,
    "sql_time_limit_ms": 2000,
    "facet_time_limit_ms": 300,
    "suggest_facets": False,
    "truncate_cells_html": 300,
    "max_csv_mb": 200,
    "num_sql_threads": 3,
}

ABOUT: dict[str, Any] = {
    "title": "gaoxin 高新",
    "description": "国家高新区开放数据：报刊上说的目标与事实。发布 {0}。 · "
    "Open data on China's national high-tech zones: targets and facts from the press. Release {0}.",
    "license": "CC BY 4.0",
    "license_url": "https://creativecommons.org/licenses/by/4.0/",
    "extra_css_urls": ["/gaoxin-static/site.css"],
    "about": "数据字典 · Codebook",
    "about_url": "/codebook",
}


class _Held:
    """One release's Datasette, and how many requests are in it."""

    def __init__(self, release: Release) -> None:
        self.release = release  # held, so that the folder stays known while requests run
        searches = {name: search_table(table) for name, table in TABLES.items()}
        self.datasette = Datasette(
            immutables=[str(release.folder / RELEASE_SQLITE)],
            metadata=metadata(DATABASE, searches, {**ABOUT, "description": ABOUT["description"].format(release.id)}),
            settings=SETTINGS,
            template_dir=str(HERE / "templates"),
            static_mounts=[("gaoxin-static", str(HERE / "static"))],
            cors=True,
        )
        self.app: ASGIApp = self.datasette.app()
        self.requests = 0
        self.old = False

    def close(self) -> None:
        """Let its threads end once they are idle.

        Datasette has a way to end those that read, but none to end the one that writes its own catalogue: that
        one does what it is given until it meets what only an interpreter's end gives.
        """
        self.datasette.executor.shutdown(wait=False)
        for database in self.datasette.databases.values():
            if getattr(database, "_write_thread", None) is not None:
                database._write_queue.put(SimpleNamespace(fn=_end_thread))


def _end_thread(_: object) -> None:
    raise SystemExit


class Browse:
    """Datasette on the newest release. A request stays with the release that it began with."""

    def __init__(self, releases: Releases) -> None:
        plugin.install()
        self._releases = releases
        self._held: _Held | None = None
        self._lock = threading.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request whose path begins with the prefix."""
        if scope["path"] == BROWSE:
            await RedirectResponse(f"{BROWSE}/", 308)(scope, receive, send)
            return
        try:
            held = self._take()
        except NoRelease:
            await _preparing(scope)(scope, receive, send)
            return
        except Damaged as damaged:
            await problems.response(scope["path"], "damaged-release", str(damaged))(scope, receive, send)
            return
        try:
            await held.app(_without_prefix(scope), receive, _with_prefix(send))
        finally:
            self._give_back(held)

    def _take(self) -> _Held:
        release = self._releases.current()
        release.examination.require(RELEASE_SQLITE)
        with self._lock:
            if self._held is None or self._held.release is not release:
                if self._held is not None:
                    self._held.old = True
                    self._close_when_free(self._held)
                self._held = _Held(release)
            self._held.requests += 1
            return self._held

    def _give_back(self, held: _Held) -> None:
        with self._lock:
            held.requests -= 1
            self._close_when_free(held)

    def _close_when_free(self, held: _Held) -> None:
        if held.old and held.requests == 0:
            held.close()


def _preparing(scope: Scope) -> Response:
    """For people the page that says that data are being prepared, for programs the problem."""
    if "text/html" in Headers(scope=scope).get("accept", ""):
        return RedirectResponse("/", 307)
    return problems.response(scope["path"], "no-release-yet", "There is no release yet.")


def _without_prefix(scope: Scope) -> Scope:
    inner = {**scope, "path": scope["path"].removeprefix(BROWSE), "root_path": ""}
    raw = scope.get("raw_path") or scope["path"].encode()
    return {**inner, "raw_path": raw.partition(b"?")[0].removeprefix(BROWSE.encode())}


def _with_prefix(send: Send) -> Send:
    """Put the prefix back into redirects that forgot it."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=[(name.lower(), value) for name, value in message.get("headers", [])])
            place = headers.get("location", "")
            if place.startswith("/") and not place.startswith(("//", f"{BROWSE}/")):
                headers["location"] = BROWSE + place
            message = {**message, "headers": headers.raw}
        await send(message)

    return sent
