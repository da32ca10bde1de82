"""Explains a reading to a person: the clean text with every claim and every refused number marked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from extraction.analysis import Analysis
from extraction.claim import Claim
from extraction.clean import Piece

_STYLE = """body{font:17px/1.8 "Noto Serif CJK SC",serif;max-width:46em;margin:2em auto;padding:0 1em}
h2{font-size:1.1em}mark{background:#ffe08a}mark.fact{background:#c9ecd9}s{color:#a33;text-decoration-color:#d88}
sup{font:11px sans-serif;color:#555}ol{font:14px/1.5 sans-serif;color:#333}code{color:#06606a}"""


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked stretch: its number in the list below the paragraph, and what the list says of it."""

    start: int
    end: int
    number: int
    kind: str
    says: str


def marks(analysis: Analysis) -> list[Mark]:
    """Claims and refusals by place; what overlaps an earlier mark is listed with it and not marked again."""
    found = [(c.start, c.end, c.type, _claim(c)) for _, c in analysis.claims]
    found += [(r.start, r.end, "refused", f"refused: {r.reason}") for r in analysis.refusals]
    return [Mark(a, b, n, kind, says) for n, (a, b, kind, says) in enumerate(sorted(set(found)), 1)]


def _claim(claim: Claim) -> str:
    value = "" if claim.value is None else f" {claim.operator or ''} {claim.value:,.15g}"
    if claim.value_max is not None:
        value += f" to {claim.value_max:,.15g}"
    parts = [
        f"{claim.type} {claim.kind}",
        claim.indicator or "",
        f"{value} {claim.unit or ''}{' ' + claim.counter if claim.counter else ''}".strip(),
        str(claim.year) if claim.year else "no year",
        claim.zone_id or claim.scope,
        f"[{claim.rule} {claim.confidence:.2f}]",
    ]
    return " | ".join(part for part in parts if part)


def as_text(analysis: Analysis) -> str:
    """For a terminal: ⟦claims⟧ and ⟨refused numbers⟩ in the text, each explained under its paragraph."""
    signs = {"refused": ("⟨", "⟩")}
    out: list[str] = []
    for piece, inside in _by_piece(analysis):
        words, at = "", piece.start
        for mark in _apart(inside):
            opening, closing = signs.get(mark.kind, ("⟦", "⟧"))
            words += analysis.text.text[at : mark.start] + opening + analysis.text.text[mark.start : mark.end]
            words += f"{closing}{mark.number}"
            at = mark.end
        words += analysis.text.text[at : piece.end]
        out.append(f"## {words}" if piece.kind == "heading" else words)
        out += [f"    {m.number:>4}  {analysis.text.text[m.start : m.end]}  →  {m.says}" for m in inside]
        out.append("")
    return "\n".join(out)


def as_html(analysis: Analysis, title: str) -> str:
    """The same as one page that needs nothing from outside."""
    text, out = analysis.text.text, []
    for piece, inside in _by_piece(analysis):
        words, at = "", piece.start
        for mark in _apart(inside):
            tag = "s" if mark.kind == "refused" else f'mark class="{mark.kind}"'
            words += escape(text[at : mark.start]) + f"<{tag} title={_quoted(mark.says)}>"
            words += escape(text[mark.start : mark.end]) + f"</{tag.split()[0]}><sup>{mark.number}</sup>"
            at = mark.end
        words += escape(text[at : piece.end])
        out.append(f"<h2>{words}</h2>" if piece.kind == "heading" else f"<p>{words}</p>")
        if inside:
            items = (
                f'<li value="{m.number}"><code>{escape(text[m.start : m.end])}</code> {escape(m.says)}' for m in inside
            )
            out.append(f"<ol>{''.join(items)}</ol>")
    head = f'<!doctype html><html lang="zh"><meta charset="utf-8"><title>{escape(title)}</title><style>{_STYLE}</style>'
    return head + "\n".join(out) + "</html>\n"


def _quoted(words: str) -> str:
    return f'"{escape(words)}"'


def _by_piece(analysis: Analysis) -> Iterator[tuple[Piece, list[Mark]]]:
    every = marks(analysis)
    for piece in analysis.text.pieces:
        yield piece, [m for m in every if piece.start <= m.start < piece.end]


def _apart(inside: list[Mark]) -> Iterator[Mark]:
    """The marks that do not overlap one before them."""
    at = -1
    for mark in inside:
        if mark.start >= at:
            yield mark
            at = mark.end
