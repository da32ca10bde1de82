"""Lists of rows and single rows, one pair of routes for each table."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, create_model
from pydantic import Field as Described
from starlette.responses import Response

from publish.api.http import Answer, with_parameter
from publish.api.parameters import list_parameters, query_of
from publish.api.problems import Refused, documented, only
from publish.data import Cell, Releases
from publish.evidence import evidence_of
from publish.links import QUOTED, row_links
from publish.query import BadCursor, Cursor, as_json, one, page
from schemas.derive.models import model_name, row_model
from schemas.table import Table, Type

More = Callable[[dict[str, Any]], Any]
"""Gives, for a row, a further part of the answer."""


class ArticleOfQuote(BaseModel):
    """The article that a quotation is from."""

    article_id: str
    title: str | None
    newspaper: str | None
    published_on: str | None
    url: str | None
    source_name: str
    source_sha256: str


class Evidence(BaseModel):
    """A quotation at its place. Offsets count Unicode code points, half-open."""

    quote: str = Described(description="The exact characters of the article's clean text.")
    sentence: str | None = Described(description="The sentence or clause that says it.")
    prefix: str = Described(description="The characters before the quote.")
    suffix: str = Described(description="The characters after it.")
    start: int = Described(description="Where it begins in articles.text.")
    end: int = Described(description="Where it ends there (exclusive).")
    source_start: int | None = Described(description="Where it begins in the source's decoded text.")
    source_end: int | None = Described(description="Where it ends there (exclusive).")
    page: int | None = Described(description="The page, for paged sources.")
    highlight: str = Described(description="The page that shows the article with these words highlighted.")
    article: ArticleOfQuote


def add_list(router: APIRouter, releases: Releases, table: Table) -> None:
    """The route that lists the rows of `table`."""
    parameters = list_parameters(table.name)
    data = list.__class_getitem__(row_model(table.name, partial=True))
    columns: dict[str, Any] = {
        "release": (str, Described(description="The release that the page is from.")),
        "total": (int, Described(description="How many rows the whole list has.")),
        "next": (str | None, Described(description="The path of the next page; null on the last.")),
        "data": (data, Described(description="The rows.")),
    }
    model = create_model(f"{model_name(table)}List", **columns)

    @router.get(
        f"/{table.name}",
        summary=f"List {table.name}",
        description=f"{table.about_en} {table.about_zh} A page may hold fewer rows than `limit` where texts are long.",
        operation_id=f"list_{table.name}",
        tags=[table.name],
        responses={200: {"model": model}, **documented(410, 422, 503)},
    )
    def rows(request: Request, asked: Annotated[parameters, Query()]) -> Response:  # type: ignore[valid-type]
        only(request, parameters.model_fields)
        query = query_of(table, asked, request)
        given = request.query_params.get("cursor")
        try:
            after = Cursor.read(given) if given is not None else None
            answer = Answer(request, releases.get(after.release) if after else releases.current())
            found = page(answer.release, query, after)
        except BadCursor as error:
            raise Refused("bad-parameter", f"The cursor cannot be used: {error}.", parameter="cursor") from error
        beyond = with_parameter(request, "cursor", str(found.next)) if found.next else None
        data = [as_json(table, row) for row in found.rows]
        return answer.json({"total": found.total, "next": beyond, "data": data}, next=beyond)


def add_one(router: APIRouter, releases: Releases, table: Table, more: tuple[Any, More] | None = None) -> None:
    """The route that gives one row of `table` by its key, a quotation with its evidence.

    `more` is a model and a function that gives what else is said of the row, under the name `files`.
    """
    columns: dict[str, Any] = {
        "release": (str, Described(description="The release that the row is from.")),
        "data": (row_model(table.name), Described(description="The row.")),
        "links": (dict[str, str], Described(description="The row elsewhere, and the rows that it points to.")),
    }
    if table.name in QUOTED:
        columns["evidence"] = (Evidence, Described(description="Where and how the article says it."))
    if more:
        columns["files"] = (more[0], Described(description="The files of the release, empty where it is not kept."))

    @router.get(
        "/".join(["", table.name, *(f"{{{name}}}" for name in table.key)]),
        summary=f"One row of {table.name}",
        description=f"{table.about_en} {table.about_zh}",
        operation_id=f"get_{table.name}",
        tags=[table.name],
        openapi_extra={"parameters": _key_parameters(table)},
        responses={200: {"model": create_model(f"{model_name(table)}Answer", **columns)}, **documented(404, 422, 503)},
    )
    def row(request: Request) -> Response:
        only(request, ())
        answer = Answer(request, releases.current())
        key = [_key_value(table, name, request.path_params[name]) for name in table.key]
        found = one(answer.release, table, key) if None not in key else None
        if found is None:
            said = "/".join(str(request.path_params[name]) for name in table.key)[:200]
            detail = f"Release {answer.release.id} has no row {said!r} in {table.name}; /v1/{table.name} lists all."
            raise Refused("not-found", detail)
        content: dict[str, Any] = {"data": as_json(table, found)}
        if table.name in QUOTED:
            content["evidence"] = evidence_of(answer.release, table, found)
        if more:
            content["files"] = more[1](found)
        return answer.json({**content, "links": row_links(table, found)})


def _key_parameters(table: Table) -> list[dict[str, Any]]:
    kinds = {Type.INT32: "integer"}
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "description": table[name].about_en,
            "schema": {"type": kinds.get(table[name].type, "string"), "title": table[name].en},
        }
        for name in table.key
    ]


def _key_value(table: Table, name: str, text: str) -> Cell:
    """A part of the path as the column holds it, or None where no row can have it."""
    if table[name].type is not Type.INT32:
        return text
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
