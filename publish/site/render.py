"""Pages out of templates: what every page knows, its language, and the headers that every page has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from publish import VERSION
from publish.data import Release
from publish.links import browse_path, page_path
from publish.site.numbers import spoken
from publish.site.words import EN, ZH, Language
from schemas.registry import TABLES
from schemas.values import Row

HERE = Path(__file__).parent

CSP = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""Pages load nothing from other hosts, and no words of an article can become code."""

COMMON_WORDS = " High-tech Industrial Development Zone"
"""What the English names of nearly all zones end with."""

HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-cache",
}


def environment() -> Environment:
    """The templates; everything that they print is escaped, and a name that they miss is an error."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {"TABLES": TABLES, "browse_path": browse_path, "version": VERSION}
    return made


@dataclass(frozen=True)
class View:
    """One request for a page: in which language, of which release."""

    request: Request
    language: Language
    release: Release
    templates: Environment
    shared: Mapping[str, Any]

    def page(self, template: str, **content: Any) -> Response:
        """The page made of `template` and `content`."""
        return html(self.templates, template, self.request, self.language, {**self.shared, **content, "view": self})

    def link(self, table: str, row: Row) -> str:
        """The page of a row, in this language."""
        return page_path(TABLES[table], row, self.language.prefix) or ""

    def value(self, row: Row) -> str | None:
        """The value of a claim, as people read it."""
        return spoken(row, self.language)

    def short(self, zone: Row) -> str:
        """A zone's name where many stand together."""
        name: str = zone["short_name"] if self.language.zh else zone["name_en"].removesuffix(COMMON_WORDS)
        return name

    def zone(self, zone_id: str | None) -> str:
        """The name of a zone; empty where there is none."""
        return self.zone_names.get(zone_id or "", zone_id or "")

    def indicator(self, row: Row) -> str:
        """The indicator of a claim: as printed, or in English by its code."""
        known = self.indicator_names.get(row["indicator_id"] or "")
        return (row["indicator"] if self.language.zh else known or row["indicator"]) or known or ""

    @cached_property
    def zone_names(self) -> dict[str, str]:
        """Names of all zones by their id."""
        return self._names("zones", "zone_id", "short_name", "name_en")

    @cached_property
    def indicator_names(self) -> dict[str, str]:
        """Names of all indicators by their code."""
        return self._names("indicators", "indicator_id", "name_zh", "name_en")

    def _names(self, table: str, key: str, zh: str, en: str) -> dict[str, str]:
        name = zh if self.language.zh else en
        return {row[key]: row[name] for row in self.release.rows(f"SELECT {key}, {name} FROM {table}")}

    def with_parameters(self, **changed: str | None) -> str:
        """The path of this page with some parameters changed, and those that become None left out."""
        given = dict(self.request.query_params)
        kept = {name: value for name, value in {**given, **changed}.items() if value}
        return self.request.url.path + (f"?{urlencode(kept)}" if kept else "")


def html(
    templates: Environment,
    template: str,
    request: Request,
    language: Language,
    content: Mapping[str, Any],
    status: int = 200,
) -> Response:
    """A page with what all pages need: the language `t`, and the same page in the other language."""
    path = request.url.path.removeprefix(EN.prefix) if not language.zh else request.url.path
    query = f"?{request.url.query}" if request.url.query else ""
    switch = {tongue.tag: f"{tongue.path(path or '/')}{query}" for tongue in (ZH, EN)}
    text = templates.get_template(template).render(
        t=language, switch=switch, path=path or "/", request=request, **content
    )
    return HTMLResponse(text, status, HEADERS)


def language_of(path: str) -> Language:
    """The language that a path is in."""
    return EN if path == EN.prefix or path.startswith(f"{EN.prefix}/") else ZH
