"""How one file is read, for a person: wires connector, reader and extraction together, and stores nothing."""

from __future__ import annotations

from pathlib import Path

from extraction.analysis import Analyst
from extraction.explain import as_html, as_text
from flows.problem import Problem
from schemas.values import Rejected, Source
from sources.connectors.folder import discover
from sources.readers import read
from sources.reference import divisions, indicator_terms, indicators, sectors, zones


def explained(file: Path, *, html: bool) -> str:
    """The text of `file` with all that was found and refused in it. Raises `Problem` where it cannot be read."""
    if not file.is_file():
        raise Problem("there is no such file", where=file, mend="Name one article.")
    (source,) = discover([file])
    if not isinstance(source, Source):
        raise Problem(source.rejection.detail, where=file, mend="Name a file that can be read.")
    try:
        analysis = Analyst(zones(), indicator_terms(), indicators(), sectors(), divisions()).analyse(read(source))
    except Rejected as rejected:
        reason = rejected.rejection
        raise Problem(
            f"{reason.detail} ({reason.stage}: {reason.reason})", where=file, mend="Nothing of it is published."
        ) from rejected
    return as_html(analysis, source.told.title or source.name) if html else as_text(analysis)
