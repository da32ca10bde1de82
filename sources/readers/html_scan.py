"""A scan over a page's source: its lines of text, each with the places of its characters and what it stands in.

Parsers build a tree and lose where each character stood, which is what evidence needs; so the page is walked
once by one regular expression, as a browser would read it: entities, white space, implied ends of tags.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from sources.readers.html_names import BLOCKS, CLOSES, DROPPED, RAW, VOID, is_hidden, name_words
from sources.readers.limits import Deadline, Limits, refuse
from sources.readers.placed import PlacedLine

_TOKEN = re.compile(
    r"<!--(?P<comment>.*?)(?:-->|\Z)"
    r"|<!\[CDATA\[(?P<cdata>.*?)(?:\]\]>|\Z)"
    r"|<[!?][^>]*+(?:>|\Z)"
    r"|<(?P<end>/?)(?P<tag>[A-Za-z][^\s/<>]*+)(?P<attrs>(?:[^<>\"']|\"[^\"]*+\"|'[^']*+')*+)>"
    r"|<(?P<end2>/?)(?P<tag2>[A-Za-z][^\s/<>]*+)(?P<attrs2>[^<>]*+)>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"([^\s=\"'/>]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))|([^\s=\"'/>]+)")
_EVERY = 512
"""The clock is looked at once in so many tags."""


@dataclass(slots=True, eq=False)
class Element:
    """An open tag that text stands in. `weight` is how much prose it holds, filled in by the choice of the body."""

    tag: str
    parent: Element | None
    attributes: dict[str, str]
    depth: int
    names: frozenset[str] = frozenset()
    hidden: bool = False
    weight: float = 0.0
    column: int = 0
    cells: int = 0
    spans: dict[int, int] = field(default_factory=dict)

    def chain(self) -> Iterator[Element]:
        """This element and those around it, from the inside."""
        at: Element | None = self
        while at is not None:
            yield at
            at = at.parent


_WIDEST_CELL = 60  # columns or rows


@dataclass(slots=True, eq=False)
class Line:
    """One line of a page as a browser would show it: `element` holds it, its first word stands in `inner`."""

    placed: PlacedLine
    element: Element
    inner: Element
    linked: int
    after_image: bool = False
    after_break: bool = False
    indented: bool = False
    text: str = field(init=False)

    def __post_init__(self) -> None:
        self.text = self.placed.text

    @property
    def link_share(self) -> float:
        """The share of characters that are links, 0 to 1."""
        return self.linked / len(self.text) if self.text else 0.0

    def within(self, tag: str) -> Element | None:
        """The innermost element of that tag around this line."""
        return next((element for element in self.element.chain() if element.tag == tag), None)


@dataclass(slots=True)
class Page:
    """What a scan found: lines in order, and what stands in the head and in comments."""

    source: str
    lines: list[Line] = field(default_factory=list)
    metas: list[dict[str, str]] = field(default_factory=list)
    links: list[dict[str, str]] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    title: PlacedLine | None = None


class Scanner:
    """Walks a page's source once; `page` holds what it found. Raises Rejected (`too_large`, `too_deep`, `too_slow`)."""

    def __init__(self, source: str, limits: Limits, deadline: Deadline) -> None:
        self.page = Page(source)
        self._limits = limits
        self._deadline = deadline
        self._open = Element("#page", None, {}, 0)
        self._line = PlacedLine()
        self._inner = self._open
        self._linked = 0
        self._image = False
        self._break = False

    def run(self) -> Page:
        """Scan to the end."""
        source, at, tags = self.page.source, 0, 0
        while match := _TOKEN.search(source, at):
            self._text(at, match.start())
            at = match.end()
            tags += 1
            if tags % _EVERY == 0:
                self._deadline.check()
            if tags > self._limits.tags:
                raise refuse("too_large", f"the page has more than {self._limits.tags:,} tags; give a smaller page")
            at = self._token(match, at)
        self._text(at, len(source))
        self._flush()
        return self.page

    def _token(self, match: re.Match[str], at: int) -> int:
        """Take one tag or comment; give the place where text goes on."""
        if (comment := match["comment"]) is not None:
            self._comment(comment.strip())
        elif match["cdata"] is not None:
            self._text(match.start("cdata"), match.end("cdata"))
        elif (tag := match["tag"] or match["tag2"]) is not None:
            if match["attrs"] is None:
                self._deadline.check()
            if match["end"] or match["end2"]:
                self._close(tag.lower())
            else:
                return self._start(tag.lower(), match["attrs"] or match["attrs2"] or "", at)
        return at

    def _comment(self, comment: str) -> None:
        if comment == "enpcontent":
            self._push(Element("enpcontent", self._open, {}, self._open.depth + 1))
        elif comment == "/enpcontent":
            self._close("enpcontent")
        elif comment:
            self.page.comments.append(comment)

    def _start(self, tag: str, written: str, at: int) -> int:
        attributes = _attributes(written) if written else {}
        if tag in RAW:
            return self._raw(tag, at)
        if tag == "meta":
            self.page.metas.append(attributes)
        elif tag == "link":
            self.page.links.append(attributes)
        elif tag == "img":
            self._image = True
        if tag in VOID:
            if tag in BLOCKS:
                self._flush()
                self._break = tag == "br"
            return at
        self._imply_ends(tag)
        self._push(
            Element(
                tag,
                self._open,
                attributes,
                self._open.depth + 1,
                name_words(attributes),
                self._open.hidden or tag in DROPPED or is_hidden(attributes),
            )
        )
        return at

    def _raw(self, tag: str, at: int) -> int:
        """Pass over an element whose inside is no markup; the page's title is kept."""
        end = re.compile(rf"</{tag}\s*>|\Z", re.IGNORECASE).search(self.page.source, at)
        assert end is not None  # \Z always matches
        if tag == "title" and self.page.title is None:
            line = PlacedLine()
            line.add(self.page.source, at, end.start())
            self.page.title = line.trimmed()
        return end.end()

    def _imply_ends(self, tag: str) -> None:
        """Close what a start tag closes without saying so: `<p>` a `<p>`, `<td>` a `<td>` of its own table."""
        closed, stops = CLOSES.get(tag, (frozenset(), frozenset()))
        for element in self._open.chain():
            if element.tag in stops:
                return
            if element.tag in closed:
                self._close(element.tag)
                return

    def _push(self, element: Element) -> None:
        if element.depth > self._limits.depth:
            raise refuse("too_deep", f"tags are nested deeper than {self._limits.depth:,}; give a plainer page")
        if element.tag in BLOCKS:
            self._flush()
        if element.tag in ("tr", "td", "th"):
            _place(element)
        self._open = element

    def _close(self, tag: str) -> None:
        """Close the innermost open `tag`, and all inside it; a cell's content cannot close what is outside it."""
        for element in self._open.chain():
            if element.tag == tag and element.parent is not None:
                if any(inner.tag in BLOCKS for inner in _until(self._open, element)):
                    self._flush()
                self._open = element.parent
                return
            if element.tag in ("td", "th") and tag in ("p", "div", "span", "font"):
                return

    def _text(self, start: int, end: int) -> None:
        if end <= start:
            return
        before = self._line.end
        if self._in("pre"):
            for number, (begin, stop) in enumerate(_rows(self.page.source, start, end)):
                if number:
                    self._flush()
                self._line.add(self.page.source, begin, stop)
            return
        self._line.add(self.page.source, start, end)
        if not before and self._line.end:
            self._inner = self._open
        if self._in("a"):
            self._linked += self._line.end - before

    def _in(self, tag: str) -> bool:
        return any(element.tag == tag for element in self._open.chain())

    def _flush(self) -> None:
        """End the current line."""
        line = self._line.trimmed()
        if line.text:
            linked = min(self._linked, len(line.text))
            indented = self._line.text[:1] in ("\u3000", "\u00a0", "\u2003")
            self.page.lines.append(Line(line, self._open, self._inner, linked, self._image, self._break, indented))
            self._image = False
            self._break = False
        self._line = PlacedLine()
        self._linked = 0


def _place(element: Element) -> None:
    """Count a table's rows, and give a cell its column; cells of rows above may reach into this one."""
    table = next((e for e in element.chain() if e.tag == "table"), None)
    if element.tag == "tr" or table is None:
        if table is not None:
            table.cells += 1
        return
    row = next((e for e in element.chain() if e.tag == "tr"), None)
    if row is None:
        return
    while table.spans.get(row.cells, 0) >= table.cells:
        row.cells += 1
    element.column = row.cells
    row.cells += _span(element, "colspan")
    down = _span(element, "rowspan")
    if down > 1:
        table.spans |= dict.fromkeys(range(element.column, row.cells), table.cells + down - 1)


def _span(element: Element, name: str) -> int:
    """How many columns or rows a cell takes, 1 where that is not said or not believable."""
    said = element.attributes.get(name, "").strip()
    return int(said) if said.isdecimal() and 0 < int(said[:4]) <= _WIDEST_CELL and len(said) < 4 else 1


def _until(inner: Element, outer: Element) -> Iterator[Element]:
    """The elements from `inner` up to and with `outer`."""
    for element in inner.chain():
        yield element
        if element is outer:
            return


def _rows(source: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches of preformatted source between its line feeds."""
    while (stop := source.find("\n", start, end)) >= 0:
        yield start, stop
        start = stop + 1
    yield start, end


def _attributes(written: str) -> dict[str, str]:
    """A tag's attributes by lower-case name; the first of a name counts."""
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(written):
        name = match[1] or match[5]
        found.setdefault(name.lower(), match[2] or match[3] or match[4] or "")
    return found
