"""The year of an article that bears no date, from what it calls recent."""

from __future__ import annotations

import re
from collections.abc import Sequence

from schemas.values import Row

_RECENT = re.compile(
    r"(?:日前|近日|近期|最近|不久前|刚刚|[今昨]日)[^。]{0,30}?(?:印发|出台|发布|公布|下发|通过)[了的]?[^。《]{0,10}《([^》]{4,60})》"
)


def infer_year(norm: str, documents: Sequence[Row]) -> tuple[int, str] | None:
    """The year, and the words with the fact that it rests on; None where nothing tells.

    An article that calls the issue of a national document recent was written in the year of that issue.
    `documents` are rows with title, number and issued_on.
    """
    issued = {_level(str(d["title"])): d for d in documents}
    for match in _RECENT.finditer(norm):
        document = issued.get(_level(match[1]))
        if document is not None:
            when = document["issued_on"]
            words = re.sub(r"\s", "", match[0])
            return int(str(when)[:4]), f"“{words}”：{document['number']}，{when}"
    return None


def _level(title: str) -> str:
    return re.sub(r"[\s“”‘’《》]", "", title)
