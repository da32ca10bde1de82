"""From a document to the rows of one article: the order in which everything is done."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence

from extraction.claim import Claim
from extraction.claims import Scan, SectionReader
from extraction.clean import CleanText, clean
from extraction.dating import infer_year
from extraction.gazetteer import Gazetteer, Mention
from extraction.industries import Industry, industries
from extraction.quantities import quantities
from extraction.refusals import refuse
from extraction.relevance import require_relevance
from extraction.script import as_printed, language
from extraction.sections import Section, Sectioner
from extraction.state import Moment
from extraction.times import times
from extraction.vocabulary import Vocabulary
from extraction.voice import marks
from schemas.values import Document, Reading, Row, Source


class Extractor:
    """Reads articles. Built once from the reference tables; `read` is a pure function of its arguments."""

    def __init__(
        self,
        zones: Sequence[Row],
        indicator_terms: Mapping[str, str] | None = None,
        documents: Sequence[Row] = (),
        indicators: Sequence[Row] = (),
    ) -> None:
        self.gazetteer = Gazetteer(zones)
        self.vocabulary = Vocabulary(indicator_terms or {}, indicators)
        self.documents = list(documents)

    def read(self, document: Document, source: Source) -> Reading:
        """The rows of an article. Raises `Rejected` where it is not about national high-tech zones."""
        text = clean(document)
        mentions = self.gazetteer.find(text.norm)
        title = document.told.title
        require_relevance(text, mentions, title)
        year = document.told.published_on.year if document.told.published_on else None
        scan = self._scan(text, mentions, year)
        sections = Sectioner(text, mentions, self.gazetteer, title).sections()
        claims: list[tuple[int, Claim]] = []
        named: list[tuple[int, Industry]] = []
        for ordinal, section in enumerate(sections):
            opening = self._opening(text, section, scan) if ordinal == 0 else None
            reader = SectionReader(text, section, scan, year, opening)
            claims += [(ordinal, claim) for claim in reader.read()]
            named += [(ordinal, industry) for industry in industries(text.norm, section.start, section.end)]
        return self._rows(document, source, text, sections, claims, named)

    def _scan(self, text: CleanText, mentions: list[Mention], year: int | None) -> Scan:
        when = times(text.norm, year)
        found = quantities(text.norm)
        refuse(found, text.norm, when)
        return Scan(when, marks(text.norm), mentions, found)

    def _opening(self, text: CleanText, section: Section, scan: Scan) -> Moment | None:
        """A time in the headline holds for a bulletin's figures: 2022年上半年…经济运行情况."""
        head = section.heading or ""
        if not any(word in head for word in ("运行", "公报", "统计", "成绩单")):
            return None
        said = [t for t in scan.times_in(0, section.start) if t.text in head and t.year is not None]
        return Moment(said[0].year, said[0].text) if said else None

    # -- rows -------------------------------------------------------------------------------------------

    def _rows(
        self,
        document: Document,
        source: Source,
        text: CleanText,
        sections: list[Section],
        claims: list[tuple[int, Claim]],
        named: list[tuple[int, Industry]],
    ) -> Reading:
        sha256 = hashlib.sha256(source.data).hexdigest()
        article_id = "a-" + sha256[:16]
        told = document.told
        inferred = None if told.published_on else infer_year(text.norm, self.documents)
        article: Row = {
            "article_id": article_id,
            "source_name": source.name,
            "source_uri": source.uri,
            "source_sha256": sha256,
            "media_type": document.media_type,
            "encoding": document.encoding,
            "title": told.title or (sections[0].heading if sections else None),
            "newspaper": told.newspaper,
            "published_on": told.published_on,
            "year_inferred": inferred[0] if inferred else None,
            "year_inferred_from": inferred[1] if inferred else None,
            "url": told.url,
            "language": language(text.text),
            "text": text.text,
        }
        rows: dict[str, list[Row]] = {
            "articles": [article],
            "sections": [],
            "targets": [],
            "facts": [],
            "industries": [],
        }
        for ordinal, section in enumerate(sections):
            rows["sections"].append(self._section_row(article_id, ordinal, section, text))
        places = _Places(text, document)
        for _, claim in claims:
            claim.indicator_id = self.vocabulary.code(claim.indicator, claim.kind, claim.unit)
        printed = as_printed(text.text, text.norm) if article["language"] == "zh-Hant" else None
        if printed:
            for _, claim in claims:
                claim.indicator = claim.indicator and claim.indicator.translate(printed)
                claim.counter = claim.counter and claim.counter.translate(printed)
        repeats: Counter[tuple[str, str, int, str | None]] = Counter()
        for ordinal, claim in claims:
            row = self._claim_row(article_id, ordinal, claim, text, places, repeats)
            if row is not None:
                rows[claim.type + "s"].append(row)
        taken: set[tuple[int, int]] = set()
        for ordinal, industry in named:
            if (industry.start, industry.end) not in taken:
                taken.add((industry.start, industry.end))
                rows["industries"].append(self._industry_row(article_id, ordinal, industry, sections[ordinal], text))
        return Reading(rows=rows)

    def _section_row(self, article_id: str, ordinal: int, section: Section, text: CleanText) -> Row:
        return {
            "section_id": f"{article_id}-s{ordinal:03d}",
            "article_id": article_id,
            "ordinal": ordinal,
            "scope": section.scope,
            "zone_id": section.zone_id,
            "heading": section.heading,
            "subheading": section.subheading,
            "byline": section.byline,
            "start": section.start,
            "end": section.end,
            "text": text.text[section.start : section.end],
        }

    def _claim_row(
        self,
        article_id: str,
        ordinal: int,
        claim: Claim,
        text: CleanText,
        places: _Places,
        repeats: Counter[tuple[str, str, int, str | None]],
    ) -> Row | None:
        quote = text.text[claim.start : claim.end]
        key = (claim.type, claim.kind, claim.start, claim.indicator)
        repeats[key] += 1
        if repeats[key] > 1:
            return None
        occurrence = text.text.count(quote, 0, claim.start)
        identity = "|".join((article_id, quote, str(occurrence), claim.kind, claim.indicator or ""))
        letter = claim.type[0]
        begin, end = places.source(claim.start, claim.end)
        row: Row = {
            f"{claim.type}_id": f"{letter}-{hashlib.sha256(identity.encode()).hexdigest()[:16]}",
            "article_id": article_id,
            "section_id": f"{article_id}-s{ordinal:03d}",
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
            "basis": claim.basis,
            "statement": text.text[claim.sentence_start : claim.sentence_end].strip(),
            "quote": quote,
            "quote_start": claim.start,
            "quote_end": claim.end,
            "source_start": begin,
            "source_end": end,
            "page": places.page(claim.start),
            "rule": claim.rule,
            "confidence": round(claim.confidence, 2),
            "review": "unreviewed",
        }
        if claim.type == "target":
            row["horizon_year"], row["horizon_text"] = claim.year, claim.time_text
        else:
            row["year"], row["period_text"] = claim.year, claim.time_text
        return row

    def _industry_row(
        self, article_id: str, ordinal: int, industry: Industry, section: Section, text: CleanText
    ) -> Row:
        return {
            "article_id": article_id,
            "section_id": f"{article_id}-s{ordinal:03d}",
            "zone_id": section.zone_id,
            "industry": text.text[industry.start : industry.end],
            "quote": text.text[industry.start : industry.end],
            "quote_start": industry.start,
            "quote_end": industry.end,
        }


class _Places:
    """Where characters of the clean text stand in the source."""

    def __init__(self, text: CleanText, document: Document) -> None:
        self.map = text.places.then(document.places) if document.places is not None else None
        self.pieces = text.pieces
        self.starts = [p.start for p in text.pieces]

    def source(self, start: int, end: int) -> tuple[int | None, int | None]:
        """The place in the source's decoded text, or nothing for sources that have none."""
        return self.map.span(start, end) if self.map is not None else (None, None)

    def page(self, start: int) -> int | None:
        """The page, for paged sources."""
        from bisect import bisect_right

        at = bisect_right(self.starts, start) - 1
        return self.pieces[at].page if at >= 0 else None
