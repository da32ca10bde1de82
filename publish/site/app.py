"""The site as one ASGI application: every page in Chinese at its path and in English under /en."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from publish.api.http import HeadAsGet
from publish.api.problems import RETRY_SECONDS
from publish.damage import Damaged
from publish.data import NoRelease, Releases, TooSlow
from publish.site import help as help_pages
from publish.site import lists, pages
from publish.site.render import HERE, View, environment, html, language_of
from publish.site.words import EN, LANGUAGES, Language

Page = Callable[[View], Response]

log = logging.getLogger(__name__)


class Site:
    """The pages over `releases`. `openapi` gives the API's description, `prefect_url` where the runs are shown."""

    def __init__(self, releases: Releases, openapi: Callable[[], dict[str, Any]], prefect_url: str | None) -> None:
        self._releases = releases
        self._openapi = openapi
        self._templates = environment()
        self._shared = {"prefect_url": prefect_url}

    def app(self) -> Starlette:
        """The ASGI application."""
        routes: list[BaseRoute] = [Mount("/static", StaticFiles(directory=HERE / "static"), name="static")]
        for language in LANGUAGES:
            for path, page in self._pages().items():
                routes.append(Route(language.path(path), self._endpoint(page, language)))
        routes.append(Route("/favicon.ico", lambda request: RedirectResponse("/static/icon.svg", 308)))
        routes.append(Route(EN.prefix, lambda request: RedirectResponse(f"{EN.prefix}/", 308)))
        handlers: dict[Any, Any] = {
            NoRelease: self._preparing,
            pages.NotFound: self._not_found,
            HTTPException: self._not_found,
            TooSlow: functools.partial(self._failed, status=503, words="too_slow"),
            Damaged: functools.partial(self._failed, status=503, words="damaged"),
            Exception: functools.partial(self._failed, status=500, words="broken"),
        }
        app = Starlette(routes=routes, exception_handlers=handlers)
        app.add_middleware(HeadAsGet)
        return app

    def _pages(self) -> dict[str, Page]:
        return {
            "/": pages.home,
            "/zones/{zone_id}": pages.zone,
            "/targets/{id}": functools.partial(pages.claim, table="targets"),
            "/facts/{id}": functools.partial(pages.claim, table="facts"),
            "/articles": lists.articles,
            "/articles/{article_id}": pages.article,
            "/search": lists.search,
            "/rejections": lists.rejections,
            "/releases": functools.partial(lists.releases, kept=self._releases),
            "/downloads": help_pages.downloads,
            "/codebook": help_pages.codebook,
            "/docs": lambda view: help_pages.docs(view, self._openapi()),
        }

    def _endpoint(self, page: Page, language: Language) -> Callable[[Request], Response]:
        def endpoint(request: Request) -> Response:
            release = self._releases.current()
            return page(View(request, language, release, self._templates, {**self._shared, "release": release}))

        return endpoint

    def _message(self, request: Request, status: int, words: str, refresh: int | None = None) -> Response:
        content = {**self._shared, "release": None, "words": words, "refresh": refresh, "status": status}
        language = language_of(request.url.path)
        response = html(self._templates, "message.html", request, language, content, status)
        if status == 503:
            response.headers["Retry-After"] = str(RETRY_SECONDS)
        return response

    def _preparing(self, request: Request, error: Exception) -> Response:
        return self._message(request, 503, "preparing", RETRY_SECONDS)

    def _not_found(self, request: Request, error: Exception) -> Response:
        return self._message(request, getattr(error, "status_code", 404), "not_found")

    def _failed(self, request: Request, error: Exception, *, status: int, words: str) -> Response:
        log.error("GET %s failed", request.url.path, exc_info=error)
        return self._message(request, status, words)
