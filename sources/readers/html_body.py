"""Which lines of a page are the article's body: what holds its prose, without what stands around it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from sources.readers.furniture import RELATED, is_furniture, is_information
from sources.readers.html_names import BODY_NAMES, BODY_TAGS, FURNITURE, FURNITURE_TAGS
from sources.readers.html_scan import Element, Line
from sources.readers.limits import Deadline

_STOP = re.compile(r"[。！？；，、：.;,%％]")
_SIGNS = ("%", "％", "‰")
_SENTENCE_END = re.compile(r"[。！？；…”』」）)]$")
_PROSE = 12
"""A line shorter than this is no prose by itself."""
_DOMINANT = 0.7
"""A container that holds so much of the prose around it is where the body is."""
_COPY = 24
"""A line of this length that is printed twice is a second copy."""


def weigh(lines: Sequence[Line], deadline: Deadline) -> None:
    """Write into every element how much prose it holds."""
    elements: dict[int, Element] = {}
    for line in lines:
        for element in line.element.chain():
            if id(element) in elements:
                break
            elements[id(element)] = element
            element.weight = 0.0
    for line in lines:
        line.element.weight += prose(line)
    for element in sorted(elements.values(), key=lambda e: -e.depth):
        if element.parent is not None:
            element.parent.weight += element.weight
    deadline.check()


def prose(line: Line) -> float:
    """How much a line looks like a sentence of an article; 0 for links, labels and buttons."""
    text = line.text
    if len(text) < _PROSE or line.link_share > 0.5 or is_furniture(text) or is_information(text):
        return 0.0
    stops = len(_STOP.findall(text))
    return min(len(text), 400) / 20 + stops if stops else 0.0


def is_around(line: Line, page_weight: float) -> bool:
    """Whether a line stands in something that is named or tagged as furniture and does not hold the article."""
    return any(
        (element.names & FURNITURE or element.tag in FURNITURE_TAGS) and element.weight < page_weight / 2
        for element in line.element.chain()
    )


def choose(lines: Sequence[Line], deadline: Deadline) -> list[Element]:
    """The elements that hold the body or bodies, in page order; empty where the page has no prose."""
    total = sum(prose(line) for line in lines)
    if not total:
        return []
    densest = _densest(lines)
    named = _named(lines, deadline)
    if named and sum(element.weight for element in named) >= 0.4 * densest.weight:
        return _together(named)
    return [densest]


def _named(lines: Sequence[Line], deadline: Deadline) -> list[Element]:
    """The elements that are named as bodies: the outermost of each, those with prose in them."""
    found: dict[int, Element] = {}
    kinds: dict[str, float] = defaultdict(float)
    for line in lines:
        deadline.check()
        for element in line.element.chain():
            if element.weight and (element.tag in BODY_TAGS or element.names & BODY_NAMES):
                found[id(element)] = element
    outer = [e for e in found.values() if not any(id(around) in found for around in e.chain() if around is not e)]
    for element in outer:
        kinds[_kind(element)] += element.weight
    if not kinds:
        return []
    best = max(kinds, key=lambda kind: kinds[kind])
    return [element for element in outer if _kind(element) == best]


def _together(bodies: list[Element]) -> list[Element]:
    """Several bodies as the element around them, if it holds little else than them and their headlines."""
    chains = [{id(element) for element in body.chain()} for body in bodies]
    around = next(element for element in bodies[0].chain() if all(id(element) in chain for chain in chains))
    alone = around.weight <= 1.2 * sum(element.weight for element in bodies)
    return [around] if len(bodies) > 1 and alone else bodies


def _kind(element: Element) -> str:
    return element.tag if element.tag in BODY_TAGS else ",".join(sorted(element.names & BODY_NAMES))


def _densest(lines: Sequence[Line]) -> Element:
    """The innermost element that holds nearly all prose of what is around it."""
    inner: dict[int, list[Element]] = defaultdict(list)
    known: set[int] = set()
    here = lines[0].element
    for line in lines:
        for element in line.element.chain():
            if id(element) in known:
                break
            known.add(id(element))
            if element.parent is not None:
                inner[id(element.parent)].append(element)
            else:
                here = element
    while True:
        best = max(inner[id(here)], key=lambda element: element.weight, default=None)
        if best is None or best.weight < _DOMINANT * here.weight or best.tag in ("p", "span", "font", "tr"):
            return here
        here = best


def body_lines(lines: Sequence[Line], bodies: Sequence[Element], deadline: Deadline) -> list[int]:
    """The numbers of the lines that make up the body, without furniture, related links and second copies."""
    inside = {id(element) for element in bodies}
    weight = sum(element.weight for element in bodies)
    kept: list[int] = []
    seen: set[str] = set()
    related: Element | None = None
    for number, line in enumerate(lines):
        deadline.check()
        if not any(id(element) in inside for element in line.element.chain()):
            continue
        if RELATED.match(line.text):
            related = line.element.parent or line.element
            continue
        if related is not None and _still_related(line, related):
            continue
        related = None
        if _is_noise(line, weight) or line.text in seen:
            continue
        if len(line.text) >= _COPY:
            seen.add(line.text)
        kept.append(number)
    return kept


def _still_related(line: Line, related: Element) -> bool:
    """Whether a line after the words 相关新闻 is one of those headlines."""
    beside = any(element is related for element in line.element.chain())
    headline = beside and len(line.text) < 60 and not _SENTENCE_END.search(line.text)
    return headline or line.link_share > 0.3


def _is_noise(line: Line, weight: float) -> bool:
    if line.text in _SIGNS and line.within("td") is not None:
        return False  # the unit of a row
    if is_around(line, weight) or is_furniture(line.text) or is_information(line.text):
        return True
    return line.link_share > 0.6 and not (_SENTENCE_END.search(line.text) and len(line.text) > 40)
