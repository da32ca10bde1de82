"""Small readings, stores and releases made by hand, for tests that need something true to look at.

`Article` builds a `Reading` from a Chinese text: say what a row quotes, and it finds the place.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from schemas.derive import schema_version
from schemas.values import Reading, Rejection, Row, Told
from warehouse.keys import article_key, digest
from warehouse.release import Extra, ReleaseSummary, publish
from warehouse.results import Origin, Result
from warehouse.store import Store

AT = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
VERSION = "test-1"

HANGZHOU = (
    "杭州高新区（滨江）坚持“发展高科技、实现产业化”。\n"
    "2023年上半年，全区实现地区生产总值1286.7亿元，同比增长8.1%。\n"
    "到2025年，全区数字经济核心产业增加值将超过6000亿元，基本建成世界一流高科技园区。\n"
    "量子信息与集成电路是这里的主导产业。"
)
NANJING = "江宁高新区将用三年培育100家以上高新技术企业。\n生物医药产业已有企业约600家。"


class Article:
    """One article under construction. Its text is the given sections, with a blank line between."""

    def __init__(self, *sections: tuple[str | None, str], name: str = "article.txt", **columns: Any) -> None:
        self.name = name
        self.text = "\n\n".join(body for _, body in sections)
        self.data = self.text.encode()
        self.sha256 = hashlib.sha256(self.data).hexdigest()
        self.article_id = f"a-{self.sha256[:16]}"
        self.columns = columns
        self.sections: list[Row] = []
        self.rows: dict[str, list[Row]] = {"targets": [], "facts": [], "industries": []}
        start = 0
        for ordinal, (zone, body) in enumerate(sections):
            self.sections.append(
                {
                    "section_id": f"{self.article_id}-s{ordinal:03d}",
                    "article_id": self.article_id,
                    "ordinal": ordinal,
                    "scope": "zone" if zone else "national",
                    "zone_id": zone,
                    "heading": None,
                    "subheading": None,
                    "byline": None,
                    "start": start,
                    "end": start + len(body),
                    "text": body,
                }
            )
            start += len(body) + 2

    def _where(self, quote: str) -> tuple[Row, int]:
        start = self.text.index(quote)
        return next(s for s in self.sections if s["start"] <= start < s["end"]), start

    def _evidence(self, quote: str) -> Row:
        section, start = self._where(quote)
        return {
            "article_id": self.article_id,
            "section_id": section["section_id"],
            "zone_id": section["zone_id"],
            "quote": quote,
            "quote_start": start,
            "quote_end": start + len(quote),
        }

    def _claim(self, key: str, quote: str, columns: Row) -> Row:
        evidence = self._evidence(quote)
        start, end = evidence["quote_start"], evidence["quote_end"]
        first = max((self.text.rfind(mark, 0, start) for mark in "。\n"), default=-1) + 1
        last = self.text.find("。", end)
        return {
            key: f"{key[0]}-{digest(self.article_id, start, end)[:16]}",
            **evidence,
            "scope": "zone" if evidence["zone_id"] else "national",
            "kind": "amount",
            "indicator": None,
            "indicator_id": None,
            "operator": "=",
            "value": None,
            "value_max": None,
            "unit": None,
            "counter": None,
            "basis": None,
            "statement": self.text[first : last + 1 if last >= 0 else None],
            "source_start": start,
            "source_end": end,
            "page": None,
            "rule": "by_hand",
            "confidence": 0.95,
            "review": "unreviewed",
            **columns,
        }

    def target(self, quote: str, **columns: Any) -> Article:
        """Add a target."""
        self.rows["targets"].append(
            self._claim("target_id", quote, {"horizon_year": None, "horizon_text": None, **columns})
        )
        return self

    def fact(self, quote: str, **columns: Any) -> Article:
        """Add a fact."""
        self.rows["facts"].append(self._claim("fact_id", quote, {"year": None, "period_text": None, **columns}))
        return self

    def industry(self, quote: str) -> Article:
        """Add an industry."""
        self.rows["industries"].append({**self._evidence(quote), "industry": quote})
        return self

    def reading(self, *rejections: Rejection) -> Reading:
        """The rows of the article, as an extractor would give them."""
        article: Row = {
            "article_id": self.article_id,
            "source_name": self.name,
            "source_uri": None,
            "source_sha256": self.sha256,
            "media_type": "text/plain",
            "encoding": "utf-8",
            "title": "高新区：向新而行",
            "newspaper": "科技日报",
            "published_on": date(2023, 8, 1),
            "year_inferred": None,
            "year_inferred_from": None,
            "url": None,
            "language": "zh-Hans",
            "text": self.text,
            "extractor_version": VERSION,
            **self.columns,
        }
        rows = {"articles": [article], "sections": [dict(s) for s in self.sections]}
        return Reading(
            rows=rows | {name: [dict(row) for row in found] for name, found in self.rows.items()}, rejections=rejections
        )

    def result(self, identity: str | None = None, *, at: datetime = AT, version: str = VERSION) -> Result:
        """What a flow would put into the store."""
        return Result(
            key=article_key(self.sha256, Told(), "", version, schema_version()),
            identity=identity or f"/in/{self.name}",
            source=Origin(name=self.name, sha256=self.sha256, data=self.data),
            reading=self.reading(),
            at=at,
        )


def seed_article(name: str = "article.txt") -> Article:
    """An article on two zones, with a target, an ambition, facts and industries; among them 超过6000亿元, 2025."""
    return (
        Article(("hangzhou", HANGZHOU), ("nanjing", NANJING), name=name)
        .target(
            "超过6000亿元",
            operator=">",
            value=6e11,
            unit="CNY",
            indicator="数字经济核心产业增加值",
            indicator_id="digital_economy_value_added",
            horizon_year=2025,
            horizon_text="到2025年",
        )
        .target(
            "基本建成世界一流高科技园区", kind="ambition", operator=None, horizon_year=2025, horizon_text="到2025年"
        )
        .target("100家以上", operator=">=", value=100, unit="count", counter="家", indicator="高新技术企业")
        .fact("1286.7亿元", value=1.2867e11, unit="CNY", indicator="地区生产总值", indicator_id="gdp", year=2023)
        .fact(
            "8.1%", kind="growth", value=8.1, unit="percent", indicator="地区生产总值", indicator_id="gdp", basis="yoy"
        )
        .fact("约600家", operator="~", value=600, unit="count", counter="家", indicator="企业")
        .industry("量子信息")
        .industry("集成电路")
    )


def compared() -> Article:
    """An article that says two numbers for what `seed_article` aims at: rows of the derived tables follow."""
    text = "2024年，杭州高新区数字经济核心产业增加值5400亿元。另据统计，这一数字是5390亿元。"
    same: dict[str, Any] = {
        "unit": "CNY",
        "indicator": "数字经济核心产业增加值",
        "indicator_id": "digital_economy_value_added",
        "year": 2024,
        "period_text": "2024年",
    }
    article = Article(("hangzhou", text), name="compared.txt")
    return article.fact("5400亿元", value=5.4e11, **same).fact("5390亿元", value=5.39e11, **same)


def refused(name: str = "poem.txt", identity: str | None = None, at: datetime = AT) -> Result:
    """An input that is no article of ours."""
    data = f"{name}：床前明月光".encode()
    sha256 = hashlib.sha256(data).hexdigest()
    return Result(
        key=article_key(sha256, Told(), "", VERSION, schema_version()),
        identity=identity or f"/in/{name}",
        source=Origin(name=name, sha256=sha256, data=data),
        rejections=(
            Rejection(stage="relevance", reason="no_zone", detail=f"{name} speaks of no national high-tech zone."),
        ),
        at=at,
    )


def _zone(zone_id: str, short_name: str, name_en: str, province: str, province_en: str, code: str, city: str) -> Row:
    return {
        "zone_id": zone_id,
        "official_name": f"{short_name.removesuffix('高新区')}高新技术产业开发区",
        "short_name": short_name,
        "name_en": name_en,
        "aliases": [short_name.removesuffix("高新区") + "国家高新区"],
        "province": province,
        "province_en": province_en,
        "province_code": code[:2],
        "city": city,
        "city_en": zone_id.capitalize(),
        "city_code": code,
        "approved_year": 1991,
        "latitude": 30.2,
        "longitude": 120.2,
        "geo_precision": "city",
        "self_innovation_zone": None,
    }


def reference() -> dict[str, list[Row]]:
    """Two zones and two indicators."""
    indicator = {"unit": "CNY", "description": None}
    return {
        "zones": [
            _zone("nanjing", "南京高新区", "Nanjing High-tech Zone", "江苏省", "Jiangsu", "320100", "南京市"),
            _zone("hangzhou", "杭州高新区", "Hangzhou High-tech Zone", "浙江省", "Zhejiang", "330100", "杭州市"),
        ],
        "indicators": [
            {"indicator_id": "gdp", "name_zh": "地区生产总值", "name_en": "GDP", **indicator},
            {
                "indicator_id": "digital_economy_value_added",
                "name_zh": "数字经济核心产业增加值",
                "name_en": "Value added of the digital economy",
                **indicator,
            },
        ],
    }


def make_release(data: Path, results: Sequence[Result] | None = None, extras: Sequence[Extra] = ()) -> Path:
    """Store `results` (by default one article on two zones and one refused input), publish, give the folder."""
    with Store(data) as store:
        store.put([seed_article().result(), refused()] if results is None else results)
        summary: ReleaseSummary | None = publish(store, data, reference(), extras)
    if summary is None:
        raise AssertionError("nothing differs from the newest release")
    return summary.folder
