"""Fields that several tables share, declared once."""

from __future__ import annotations

from dataclasses import replace

from schemas.table import Field, Type

SCOPES = ("zone", "national", "other")

ARTICLE_ID = Field(
    name="article_id",
    zh="文章编号",
    en="Article",
    about_zh="由来源文件的字节算出，字节不变则编号不变。",
    about_en="Derived from the bytes of the source; the same bytes always have the same id.",
    pattern=r"a-[0-9a-f]{16}",
    references="articles.article_id",
)
SECTION_ID = Field(
    name="section_id",
    zh="段落编号",
    en="Section",
    about_zh="文章编号加上正文中的次序。",
    about_en="The article's id and the section's place in body order.",
    pattern=r"a-[0-9a-f]{16}-s[0-9]{3}",
    references="sections.section_id",
)
ZONE_ID = Field(
    name="zone_id",
    zh="高新区",
    en="Zone",
    about_zh="所说的国家高新区；说的不是某一个高新区时为空。",
    about_en="The national high-tech zone that is spoken of; empty where it is no single zone.",
    pattern=r"[a-z0-9]+(-[a-z0-9]+)*",
    references="zones.zone_id",
    nullable=True,
    facet=True,
)
SCOPE = Field(
    name="scope",
    zh="范围",
    en="Scope",
    about_zh="zone：一个国家高新区；national：全体国家高新区或国家政策；other：省、市、企业、区内某园。",
    about_en="zone: one national high-tech zone; national: all of them, or the country's policy for them; "
    "other: a province, a city, a company, one park.",
    choices=SCOPES,
    facet=True,
)
QUOTE = Field(
    name="quote",
    zh="原文",
    en="Quote",
    about_zh="文章净文本中承载此值的原字，一字不差。",
    about_en="The exact characters of the article's clean text that carry the value.",
    searched=True,
)
QUOTE_START = Field(
    name="quote_start",
    zh="原文起点",
    en="Quote start",
    about_zh="原文在 articles.text 中的起点，按 Unicode 码位计，从 0 起。",
    about_en="Where the quote begins in articles.text, in Unicode code points from 0.",
    type=Type.INT32,
    minimum=0,
    unit="code point",
)
QUOTE_END = Field(
    name="quote_end",
    zh="原文终点",
    en="Quote end",
    about_zh="原文在 articles.text 中的终点（不含）。",
    about_en="Where the quote ends in articles.text (exclusive).",
    type=Type.INT32,
    minimum=1,
    unit="code point",
)


def key(field: Field) -> Field:
    """The field as its own table holds it: present in every row, pointing nowhere."""
    return replace(field, references=None, nullable=False, facet=False)
