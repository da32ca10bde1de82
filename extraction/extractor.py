"""From a document to the rows of one article."""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence

from extraction.analysis import Analysis, Analyst
from extraction.claim import Claim
from extraction.clean import CleanText
from extraction.dating import infer_year
from extraction.sections import Section
from schemas.values import Document, Reading, Row, Source

RECOGNISED = 0.85
"""The share of confidence that is left to what was recognised in a scan: a digit may be another."""


class Extractor:
    """Reads articles. Built once from the reference tables; `read` is a pure function of its arguments.

    `zones` are rows of table zones, `indicator_terms` maps printed indicators to codes, `indicators` are rows of table
    indicators, `documents` the dated national documents that let a year be inferred, `sectors` the names of
    industries with their sectors, and `divisions` the provinces and cities whose figures are not a zone's.
    """

    def __init__(
        self,
        zones: Sequence[Row],
        indicator_terms: Mapping[str, str] | None = None,
        documents: Sequence[Row] = (),
        indicators: Sequence[Row] = (),
        sectors: Mapping[str, str | None] | None = None,
        divisions: Sequence[Row] = (),
    ) -> None:
        self.analyst = Analyst(zones, indicator_terms or {}, indicators, sectors or {}, divisions)
        self.documents = list(documents)

    def read(self, document: Document, source: Source) -> Reading:
        """The rows of an article. Raises `Rejected` where it is not about national high-tech zones."""
        analysis = self.analyst.analyse(document)
        article = self._article(document, source, analysis)
        return Reading(rows=_Rows(article, document, analysis).tables())

    def _article(self, document: Document, source: Source, analysis: Analysis) -> Row:
        told, sections = document.told, analysis.sections
        sha256 = hashlib.sha256(source.data).hexdigest()
        inferred = None if told.published_on else infer_year(analysis.text.norm, self.documents)
        return {
            "article_id": "a-" + sha256[:16],
            "source_name": source.name,
            "source_uri": source.uri,
            "source_sha256": sha256,
            "media_type": document.media_type,
            "encoding": document.encoding,
            "title": told.title or (sections[0].heading if sections else None),
            "newspaper": told.newspaper,
            "edition": told.edition,
            "published_on": told.published_on,
            "year_inferred": inferred[0] if inferred else None,
            "year_inferred_from": inferred[1] if inferred else None,
            "url": told.url,
            "language": analysis.language,
            "text": analysis.text.text,
        }


class _Rows:
    """The rows that belong to one article's row."""

    def __init__(self, article: Row, document: Document, analysis: Analysis) -> None:
        self.article = article
        self.id = article["article_id"]
        self.analysis = analysis
        self.text = analysis.text.text
        self.places = _Places(analysis.text, document)
        self.trust = RECOGNISED if "recognised" in document.flags else 1.0

    def tables(self) -> dict[str, list[Row]]:
        """Rows by table name. A claim that two rules found alike is one row."""
        rows: dict[str, list[Row]] = {"articles": [self.article], "sections": [], "targets": [], "facts": []}
        rows["sections"] = [self._section(number, section) for number, section in enumerate(self.analysis.sections)]
        seen: set[tuple[str, str, int, str | None]] = set()
        for ordinal, claim in self.analysis.claims:
            key = (claim.type, claim.kind, claim.start, claim.indicator)
            if key not in seen:
                seen.add(key)
                rows[claim.type + "s"].append(self._claim(ordinal, claim))
        rows["industries"] = self._industries()
        return rows

    def _section_id(self, ordinal: int) -> str:
        return f"{self.id}-s{ordinal:03d}"

    def _section(self, ordinal: int, section: Section) -> Row:
        return {
            "section_id": self._section_id(ordinal),
            "article_id": self.id,
            "ordinal": ordinal,
            "scope": section.scope,
            "zone_id": section.zone_id,
            "heading": section.heading,
            "subheading": section.subheading,
            "byline": section.byline,
            "start": section.start,
            "end": section.end,
            "text": self.text[section.start : section.end],
        }

    def _claim(self, ordinal: int, claim: Claim) -> Row:
        quote = self.text[claim.start : claim.end]
        begin, end = self.places.source(claim.start, claim.end)
        page, box = self.places.on_page(claim.start, claim.end)
        year, time = ("horizon_year", "horizon_text") if claim.type == "target" else ("year", "period_text")
        return {
            f"{claim.type}_id": self._claim_id(claim, quote),
            "article_id": self.id,
            "section_id": self._section_id(ordinal),
            "scope": claim.scope,
            "zone_id": claim.zone_id,
            "kind": claim.kind,
            "indicator": claim.indicator,
            "indicator_id": claim.indicator_id,
            "operator": claim.operator,
            "value": claim.value,
            "value_max": claim.value_max,
            "unit": claim.unit,
            "counter": claim.counter,
            year: claim.year,
            time: claim.time_text,
            "basis": claim.basis,
            "statement": self.text[claim.sentence_start : claim.sentence_end].strip(),
            "quote": quote,
            "quote_start": claim.start,
            "quote_end": claim.end,
            "source_start": begin,
            "source_end": end,
            "page": page,
            "page_box": box,
            "rule": claim.rule,
            "confidence": round(claim.confidence * self.trust, 2),
            "review": "unreviewed",
        }

    def _claim_id(self, claim: Claim, quote: str) -> str:
        """Stable while source and evidence stay: the quote, which of its occurrences, and what it is about."""
        occurrence = self.text.count(quote, 0, claim.start)
        identity = "|".join((self.id, quote, str(occurrence), claim.kind, claim.indicator or ""))
        return f"{claim.type[0]}-{hashlib.sha256(identity.encode()).hexdigest()[:16]}"

    def _industries(self) -> list[Row]:
        rows: dict[tuple[int, int], Row] = {}
        for ordinal, industry in self.analysis.industries:
            words = self.text[industry.start : industry.end]
            rows.setdefault(
                (industry.start, industry.end),
                {
                    "article_id": self.id,
                    "section_id": self._section_id(ordinal),
                    "zone_id": self.analysis.sections[ordinal].zone_id,
                    "industry": words,
                    "sector_id": industry.sector_id,
                    "quote": words,
                    "quote_start": industry.start,
                    "quote_end": industry.end,
                },
            )
        return list(rows.values())


class _Places:
    """Where characters of the clean text stand in the source."""

    def __init__(self, text: CleanText, document: Document) -> None:
        self.map = text.places.then(document.places) if document.places is not None else None
        self.text = text
        self.lines = document.lines
        self.starts = [line.start for line in document.lines]

    def source(self, start: int, end: int) -> tuple[int | None, int | None]:
        """The place in the source's decoded text, or nothing for sources that have none."""
        return self.map.span(start, end) if self.map is not None else (None, None)

    def on_page(self, start: int, end: int) -> tuple[int | None, str | None]:
        """The page, for paged sources, and the box there of the lines that hold the stretch's beginning."""
        if not self.lines:
            return None, None
        begin, stop = self.text.places.span(start, end)
        first = max(0, bisect_right(self.starts, begin) - 1)
        page = self.lines[first].page
        held = [line.box for line in self.lines[first : bisect_left(self.starts, stop)] if line.page == page]
        left, top, right, bottom = zip(*held, strict=True)
        return page, f"{min(left):.1f},{min(top):.1f},{max(right):.1f},{max(bottom):.1f}"
