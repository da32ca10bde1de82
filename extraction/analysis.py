"""What one article says, before it becomes rows: text, sections, claims, industries and refusals."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from extraction.claim import Claim, Refusal
from extraction.claims import SectionReader
from extraction.clean import CleanText, clean, normal
from extraction.companies import companies
from extraction.confidence import confidence
from extraction.elsewhere import Elsewhere
from extraction.gazetteer import Gazetteer, Mention
from extraction.industries import Industries, Industry
from extraction.quantities import quantities
from extraction.refusals import refuse
from extraction.relevance import require_relevance
from extraction.scan import Scan
from extraction.script import as_printed, language
from extraction.sections import Section, Sectioner
from extraction.state import Moment
from extraction.times import times
from extraction.vocabulary import Vocabulary
from extraction.voice import marks
from schemas.values import Document, Row

_SOME_OF_YEAR = re.compile(r"半年(?:答卷|成绩|报|考|经济|数据|账本|盘点)|(?:一|三)季报|首季")
_FIRST_WORDS = 12
_BULLETIN = ("运行", "公报", "统计", "成绩单", "通报", "总结", "简况")


@dataclass(slots=True)
class Analysis:
    """The findings of one article; each claim, industry and refusal is a place in `text`."""

    text: CleanText
    language: str
    sections: list[Section]
    claims: list[tuple[int, Claim]] = field(default_factory=list)
    industries: list[tuple[int, Industry]] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)


class Analyst:
    """Analyses documents. Built once from the reference tables; holds nothing of any article."""

    def __init__(
        self,
        zones: Sequence[Row],
        terms: Mapping[str, str],
        indicators: Sequence[Row],
        sectors: Mapping[str, str | None],
        divisions: Sequence[Row],
    ) -> None:
        self.gazetteer = Gazetteer(zones)
        self.elsewhere = Elsewhere(divisions)
        self.vocabulary = Vocabulary(terms, indicators)
        self.industries = Industries(sectors)

    def analyse(self, document: Document) -> Analysis:
        """Everything that an article says. Raises `Rejected` where no national high-tech zone is its subject."""
        text = clean(document)
        mentions = self.gazetteer.find(text.norm)
        titled = self.gazetteer.find(normal(document.told.title or ""))
        require_relevance(text, mentions, titled)
        year = document.told.published_on.year if document.told.published_on else None
        scan = _scan(text, self.gazetteer.listed(text.norm, mentions), year, self.elsewhere)
        sections = Sectioner(text, mentions, self.gazetteer, document.told.title).sections()
        analysis = Analysis(text, language(text.text), sections)
        for ordinal, section in enumerate(sections):
            opening = _opening(section, scan, year) if ordinal == 0 else None
            reader = SectionReader(text, section, scan, year, opening)
            analysis.claims += [(ordinal, claim) for claim in reader.read()]
            analysis.refusals += reader.rows.refusals
            analysis.industries += [(ordinal, i) for i in self.industries.find(text.norm, section.start, section.end)]
        self._name(analysis)
        return analysis

    def _name(self, analysis: Analysis) -> None:
        """Give each indicator its code, and the characters that the article prints."""
        text = analysis.text
        printed = as_printed(text.text, text.norm) if analysis.language == "zh-Hant" else None
        for _, claim in analysis.claims:
            claim.indicator_id = self.vocabulary.code(claim.indicator, claim.kind, claim.unit)
            claim.confidence = confidence(claim, text.norm)
            if printed:
                claim.indicator = claim.indicator and claim.indicator.translate(printed)
                claim.counter = claim.counter and claim.counter.translate(printed)


def _scan(text: CleanText, mentions: list[Mention], year: int | None, elsewhere: Elsewhere) -> Scan:
    when = times(text.norm, year)
    found = quantities(text.norm)
    refuse(found, text.norm, when)
    others = elsewhere.find(text.norm, mentions)
    return Scan(when, marks(text.norm), mentions, found, others, companies(text.norm))


def _opening(section: Section, scan: Scan, year: int | None) -> Moment | None:
    """A time in the headline holds for a bulletin's figures: 2022年上半年…经济运行情况."""
    head = section.heading or ""
    if year and _SOME_OF_YEAR.search(head):
        return Moment(year, None)  # 半年答卷: of the year in which it is printed
    if not any(word in head for word in _BULLETIN):
        return None
    if not scan.times_in(0, section.start):  # 国民经济运行情况通报: the text begins with its year
        first = scan.times_in(section.start, min(section.end, section.start + _FIRST_WORDS))
        return Moment(first[0].year, first[0].text) if first and first[0].role in ("past", "year") else None
    said = [t for t in scan.times_in(0, section.start) if t.text in head and t.year is not None]
    return Moment(said[0].year, said[0].text) if said else None
