"""The headline of a page and what is printed around it: kicker, sub-headline, byline, captions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice, pairwise

from sources.readers.furniture import (
    BYLINE,
    CAPTION,
    RELATED,
    has_edition,
    is_furniture,
    is_information,
    single_date,
)
from sources.readers.html_body import is_around, prose
from sources.readers.html_names import (
    BYLINE_NAMES,
    CAPTION_NAMES,
    INTRO_NAMES,
    SUBTITLE_NAMES,
    TITLE_NAMES,
)
from sources.readers.html_scan import Element, Line
from sources.readers.html_told import same

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_HEADLINES = frozenset({"td", "p", "div", "h1", "h2", "h3"})
_FAR = 40
"""A headline stands at most so many lines before the body."""
_SHORT = 64


def find_heading(lines: Sequence[Line], body: Sequence[int], titles: Sequence[str]) -> int | None:
    """The number of the line that is the headline: what the page's titles repeat, else a heading before the body."""
    first = body[0]
    near = range(max(0, first - _FAR), min(len(lines), first + 3))
    for title in titles:
        wanted = same(title)
        alike = [n for n in near if _repeats(same(lines[n].text), wanted)]
        if alike:
            return max(alike, key=lambda number: (_is_titled(lines[number]), lines[number].link_share < 0.5, number))
    headed = [n for n in near if n < first and _is_titled(lines[n]) and lines[n].link_share < 0.5]
    headed = [n for n in headed if len(lines[n].text) >= 6 and not _is_label(lines[n].text)]
    return headed[-1] if headed else None


def _repeats(line: str, title: str) -> bool:
    """Whether a line is the page's title, or the greater part of it."""
    if len(line) < 4 or not title:
        return False
    return (
        line == title
        or (line in title and len(line) >= 0.5 * len(title))
        or (title in line and len(line) < 1.3 * len(title))
    )


def _is_titled(line: Line) -> bool:
    return any(element.tag in ("h1", "h2", "h3") or element.names & TITLE_NAMES for element in _near(line, 2))


def _near(line: Line, number: int) -> list[Element]:
    """The innermost elements around a line's first word."""
    return list(islice(line.inner.chain(), number))


def kinds_before_body(
    lines: Sequence[Line], heading: int | None, body: Sequence[int], sides: dict[str, str]
) -> dict[int, str]:
    """Which lines before the body belong to the article, and as what. `sides` are the page's own sub-headlines."""
    if heading is None:
        return {}
    weight = max((element.weight for element in lines[body[0]].element.chain()), default=0.0)
    kinds = {heading: "heading"}
    for number in range(heading + 1, body[0]):
        kind = _kind_between(lines[number], weight, lines[heading])
        if kind:
            kinds[number] = kind
    for number in range(heading - 1, max(-1, heading - 4), -1):
        if not _is_kicker(lines[number], lines[heading], sides.get("introtitle")):
            break
        kinds[number] = "subheading"
    return kinds


def _kind_between(line: Line, weight: float, heading: Line) -> str | None:
    """What a line between headline and body is; None for furniture."""
    text = line.text
    if is_around(line, weight) or is_furniture(text) or is_information(text) or _is_label(text) or RELATED.match(text):
        return None
    if line.link_share > 0.5 or text == heading.text:
        return None
    if is_caption(line):
        return "caption"
    if is_byline(line):
        return "byline"
    if line.element is heading.element and line.after_break:
        return "heading"
    if prose(line) and len(text) > _SHORT:
        return "paragraph"
    return "subheading" if len(text) <= _SHORT and _common_depth(line, heading) >= 3 else None


def _is_kicker(line: Line, heading: Line, said: str | None) -> bool:
    """Whether a line before the headline is printed above it as part of it."""
    text = line.text
    if said and same(text) == said:
        return True
    if any(element.names & INTRO_NAMES for element in line.element.chain()):
        return True
    if len(text) > 40 or line.linked or is_furniture(text) or is_information(text) or _is_label(text):
        return False
    if single_date(text) or has_edition(text) or RELATED.match(text):
        return False
    beside = (
        line.element.parent is heading.element.parent or line.within("table") is heading.within("table") is not None
    )
    return beside and line.element.depth == heading.element.depth and heading.element.tag in _HEADLINES


def _common_depth(line: Line, other: Line) -> int:
    """How deep the innermost element is that holds both lines."""
    around = {id(element) for element in other.element.chain()}
    return next((element.depth for element in line.element.chain() if id(element) in around), 0)


def _is_label(text: str) -> bool:
    """Whether a line names a column or a page, or counts something (园区动态, 第03版：园区)."""
    return (
        len(text) < 4
        or bool(re.match(r"^第?\s?[A-Z]?\d{1,3}\s?版", text))
        or bool(single_date(text) and len(text) < 40)
    )


def is_caption(line: Line) -> bool:
    """Whether a line is printed under a picture."""
    if any(e.names & CAPTION_NAMES or e.tag == "figcaption" for e in _near(line, 3)):
        return True
    if len(line.text) > 120:
        return False
    return bool(CAPTION.match(line.text)) or bool(line.after_image and re.search(r"[摄攝图圖][）)]?$", line.text))


def is_byline(line: Line) -> bool:
    """Whether a line names who wrote the article and nothing else."""
    if len(line.text) > 60 or line.text.endswith("。"):
        return False
    return bool(BYLINE.match(line.text)) or any(e.names & BYLINE_NAMES for e in _near(line, 2))


def kind_in_body(line: Line) -> str:
    """What a line of the body is: paragraph, heading, caption or byline."""
    if is_caption(line):
        return "caption"
    if is_byline(line):
        return "byline"
    near = _near(line, 3)
    if any(element.names & SUBTITLE_NAMES for element in near):
        return "subheading"
    if any(element.tag in HEADINGS or element.names & TITLE_NAMES for element in near) and len(line.text) <= _SHORT:
        return "heading"
    return "paragraph"


def are_wrapped(lines: Sequence[Line]) -> bool:
    """Whether the lines of a body were broken by hand at one width: many, alike in length, ending anywhere."""
    broken = [line.text for line in lines if line.after_break]
    if len(broken) < 8:
        return False
    longest = sorted(len(text) for text in broken)[-max(1, len(broken) // 4)]
    full = [text for text, _ in pairwise(broken) if abs(len(text) - longest) <= 2]
    open_ended = [text for text in full if not re.search(r"[。！？：；…”）]$", text)]
    return longest < 60 and len(full) > len(broken) / 2 and len(open_ended) > len(full) / 2
