"""The pages that explain: downloads, the codebook, the API."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from publish.api.problems import KINDS
from publish.site.render import View
from schemas.derive.dictionary import values
from schemas.registry import TABLES
from warehouse.places import RELEASE_DUCKDB, RELEASE_SQLITE


def downloads(view: View) -> Response:
    """Every file of the newest release, and how to use them from here."""
    base = str(view.request.base_url).rstrip("/")
    counts = {name: view.release.count(f"SELECT count(*) FROM {name}") for name in TABLES}
    whole = [(name, view.release.bytes_of(name)) for name in (RELEASE_SQLITE, RELEASE_DUCKDB)]
    return view.page("downloads.html", base=base, counts=counts, whole=whole)


def codebook(view: View) -> Response:
    """What every table and column holds."""
    return view.page("codebook.html", values=values)


def docs(view: View, openapi: dict[str, Any]) -> Response:
    """The description of the API for people; every operation can be tried."""
    return view.page("docs.html", groups=operations(openapi), kinds=KINDS)


def operations(openapi: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """The operations of an OpenAPI description by their first tag, each with its path and parameters."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, methods in openapi["paths"].items():
        said = methods["get"]
        parameters = [
            {**parameter, "kind": _kind(parameter.get("schema", {})), "choices": _choices(parameter.get("schema", {}))}
            for parameter in said.get("parameters", [])
        ]
        shown = {"path": path, "summary": said["summary"], "description": said.get("description", "")}
        groups.setdefault(said["tags"][0], []).append({**shown, "parameters": parameters})
    return groups


def _kind(schema: dict[str, Any]) -> str:
    """The type of a parameter in a word."""
    for inner in (schema.get("items"), *schema.get("anyOf", [])):
        if inner and inner.get("type") != "null":
            return _kind(inner)
    return str(schema.get("format") or schema.get("type") or "string")


def _choices(schema: dict[str, Any]) -> list[str]:
    inner = schema.get("items", schema)
    return [str(choice) for choice in inner.get("enum", [inner["const"]] if "const" in inner else [])]
