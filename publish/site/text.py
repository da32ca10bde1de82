"""An article's text cut into pieces, so that a page can show exact characters marked. No character is added or lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from schemas.values import Row


@dataclass(frozen=True, slots=True)
class Span:
    """Marked characters: their place in the text, the name of the mark, where it leads, and what kind it is."""

    start: int
    end: int
    name: str
    href: str = ""
    kind: str = ""


@dataclass(slots=True)
class Piece:
    """Characters that are marked alike.

    `span` is the shortest that covers them; `names` those that begin here, `hidden` those that end here and are
    shown nowhere, because others cover the very same characters.
    """

    text: str
    span: Span | None = None
    sentence: bool = False
    names: tuple[str, ...] = ()
    hidden: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A section of the article with its paragraphs, or (`section` is None) words that belong to no section."""

    section: Row | None
    paragraphs: list[list[Piece]]


def blocks(
    text: str, sections: Sequence[Row], spans: Iterable[Span], sentence: tuple[int, int] | None = None
) -> list[Block]:
    """The whole text in order: every section, and what stands between them, cut into pieces.

    `sections` are rows with `start` and `end`; `sentence` is a stretch to be emphasised.
    """
    ordered = sorted(spans, key=lambda span: (span.start, span.end))
    made: list[Block] = []
    at = 0
    for section in sorted(sections, key=lambda row: (row["start"], row["end"])):
        if section["start"] < at:
            continue
        made.append(Block(None, _paragraphs(text, at, section["start"], ordered, sentence)))
        made.append(Block(section, _paragraphs(text, section["start"], section["end"], ordered, sentence)))
        at = section["end"]
    made.append(Block(None, _paragraphs(text, at, len(text), ordered, sentence)))
    return [block for block in made if block.section or block.paragraphs]


def without_repeats(made: Sequence[Block], title: str | None) -> list[Block]:
    """The blocks without what the page says already, as its title or above a section.

    Left out are unmarked paragraphs outside the sections, for each heading once; one of several lines may stand
    there line by line.
    """
    sections = [block.section for block in made if block.section]
    headings = [section[name] for name in ("heading", "subheading", "byline") for section in sections]
    said = list(dict.fromkeys(_letters(heading) for heading in (title, *headings) if heading))
    kept = [block if block.section else Block(None, list(_unsaid(block.paragraphs, said))) for block in made]
    return [block for block in kept if block.section or block.paragraphs]


def _unsaid(paragraphs: Sequence[list[Piece]], said: list[str]) -> Iterator[list[Piece]]:
    """The paragraphs that are none of the headings `said`, from which those that are met are taken."""
    at = 0
    while at < len(paragraphs):
        words, end = "", at
        while end < len(paragraphs) and not any(piece.span or piece.sentence for piece in paragraphs[end]):
            words += _letters("".join(piece.text for piece in paragraphs[end]))
            end += 1
            if words in said or not any(heading.startswith(words) for heading in said):
                break
        if words in said:
            said.remove(words)
            at = end
        else:
            yield paragraphs[at]
            at += 1


def _letters(text: str) -> str:
    """`text` without blanks and colons, which headings have or not."""
    return "".join(character for character in text if character not in ":：" and not character.isspace())


def _paragraphs(
    text: str, start: int, end: int, spans: Sequence[Span], sentence: tuple[int, int] | None
) -> list[list[Piece]]:
    """The paragraphs between `start` and `end`. A line feed inside marked words ends none."""
    inside = [span for span in spans if span.start < end and span.end > start]
    made, at = [], 0
    for first, last in _lines(text, start, end, inside):
        until = at
        while until < len(inside) and inside[until].start < last:
            until += 1
        if text[first:last].strip():
            made.append(list(_pieces(text, first, last, inside[at:until], sentence)))
        at = until
    return made


def _lines(text: str, start: int, end: int, spans: Sequence[Span]) -> Iterator[tuple[int, int]]:
    first, number, covered = start, 0, 0
    at = text.find("\n", start, end)
    while at >= 0:
        while number < len(spans) and spans[number].start <= at:
            covered = max(covered, spans[number].end)
            number += 1
        if covered <= at:
            yield first, at
            first = at + 1
        at = text.find("\n", at + 1, end)
    yield first, end


def _pieces(
    text: str, start: int, end: int, spans: Sequence[Span], sentence: tuple[int, int] | None
) -> Iterator[Piece]:
    edges = {start, end, *(edge for span in spans for edge in (span.start, span.end)), *(sentence or ())}
    cuts = sorted(edge for edge in edges if start <= edge <= end)
    shown: set[Span] = set()
    made: list[Piece] = []
    for first, last in pairwise(cuts):
        cover = [span for span in spans if span.start <= first and last <= span.end]
        shortest = min(cover, key=lambda span: span.end - span.start, default=None)
        if shortest:
            shown.add(shortest)
        names = tuple(span.name for span in cover if span.start == first or (first == start and span.start < first))
        stressed = sentence is not None and sentence[0] <= first and last <= sentence[1]
        made.append(Piece(text[first:last], shortest, stressed, names))
    for piece, last in zip(made, cuts[1:], strict=False):
        piece.hidden = tuple(span for span in spans if span.end == last and span not in shown)
    yield from made
