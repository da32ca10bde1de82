"""What targets and facts have in common: a claim, its value and its evidence."""

from __future__ import annotations

from schemas.fields import ARTICLE_ID, QUOTE, QUOTE_END, QUOTE_START, SCOPE, SECTION_ID, ZONE_ID
from schemas.table import Field, Type

UNITS = (
    "CNY",
    "USD",
    "EUR",
    "HKD",
    "JPY",
    "GBP",
    "MOP",
    "TWD",
    "KRW",
    "percent",
    "pp",
    "times",
    "count",
    "m2",
    "m3",
    "tonne",
    "tce",
    "kWh",
    "W",
    "m",
    "year",
    "month",
    "day",
    "rank",
)
OPERATORS = ("=", ">", ">=", "<", "<=", "~", "range")
BASES = ("yoy", "annual_average", "cumulative", "multiple")
REVIEWS = ("unreviewed", "confirmed", "corrected")

WHO: tuple[Field, ...] = (ARTICLE_ID, SECTION_ID, SCOPE, ZONE_ID)

VALUE: tuple[Field, ...] = (
    Field(
        name="indicator",
        zh="指标",
        en="Indicator",
        about_zh="所度量的事物，照印出的字。",
        about_en="The thing measured, as printed.",
        nullable=True,
        searched=True,
    ),
    Field(
        name="indicator_id",
        zh="指标代码",
        en="Indicator code",
        about_zh="本项目指标词表中的代码；对不上时为空。",
        about_en="Its code in the project's vocabulary; empty where none fits.",
        nullable=True,
        references="indicators.indicator_id",
        facet=True,
    ),
    Field(
        name="operator",
        zh="算符",
        en="Operator",
        about_zh="照字面取的比较关系：= > >= < <= ~（约）range（区间）。",
        about_en="The comparison as worded: = > >= < <= ~ (about) range.",
        choices=OPERATORS,
        nullable=True,
        facet=True,
    ),
    Field(
        name="value",
        zh="数值",
        en="Value",
        about_zh="以基本单位表示的数。",
        about_en="The number in its base unit.",
        type=Type.DOUBLE,
        nullable=True,
    ),
    Field(
        name="value_max",
        zh="数值上限",
        en="Upper value",
        about_zh="仅用于区间：上限。",
        about_en="The upper end, for a range only.",
        type=Type.DOUBLE,
        nullable=True,
    ),
    Field(
        name="unit",
        zh="单位",
        en="Unit",
        about_zh="基本单位的代码。",
        about_en="The code of the base unit.",
        choices=UNITS,
        nullable=True,
        facet=True,
    ),
    Field(
        name="counter",
        zh="量词",
        en="Counter",
        about_zh="unit 为 count 时印出的量词。",
        about_en="For counts, the measure word as printed.",
        nullable=True,
    ),
)

BASIS = Field(
    name="basis",
    zh="增长基准",
    en="Basis",
    about_zh="仅用于增长：yoy 同比，annual_average 年均，cumulative 累计，multiple 倍数。",
    about_en="For growth only: yoy, annual_average, cumulative or multiple.",
    choices=BASES,
    nullable=True,
)

EVIDENCE: tuple[Field, ...] = (
    Field(
        name="statement",
        zh="陈述",
        en="Statement",
        about_zh="说出此值的句子。",
        about_en="The sentence or clause that says it.",
        searched=True,
    ),
    QUOTE,
    QUOTE_START,
    QUOTE_END,
    Field(
        name="source_start",
        zh="来源起点",
        en="Source start",
        about_zh="同一处在来源解码文本中的起点（文本与网页来源）。",
        about_en="The same place in the source's decoded text (text and HTML sources).",
        type=Type.INT32,
        nullable=True,
        minimum=0,
        unit="code point",
    ),
    Field(
        name="source_end",
        zh="来源终点",
        en="Source end",
        about_zh="同一处在来源解码文本中的终点（不含）。",
        about_en="Its end in the source's decoded text (exclusive).",
        type=Type.INT32,
        nullable=True,
        minimum=1,
        unit="code point",
    ),
    Field(
        name="page",
        zh="页码",
        en="Page",
        about_zh="分页来源的页码，从 1 起。",
        about_en="The page, for paged sources, from 1.",
        type=Type.INT32,
        nullable=True,
        minimum=1,
    ),
    Field(
        name="page_box",
        zh="页上位置",
        en="Box on the page",
        about_zh="分页来源中引文所在各行在该页上的方框：左、上、右、下，单位为点（1/72 英寸），自页面左上角起。",
        about_en="For paged sources, the box of the quote's lines on the page: left, top, right, bottom in points "
        "(1/72 inch) from its upper left corner.",
        nullable=True,
    ),
    Field(
        name="rule",
        zh="规则",
        en="Rule",
        about_zh="找到此行的规则的名称。",
        about_en="The name of the rule that found the row.",
    ),
    Field(
        name="confidence",
        zh="置信度",
        en="Confidence",
        about_zh="0 到 1；0.9 及以上的行应有百分之九十五是对的。",
        about_en="From 0 to 1; of the rows at 0.9 or more, 95 % should be right.",
        type=Type.DOUBLE,
        minimum=0,
        maximum=1,
    ),
    Field(
        name="review",
        zh="审核",
        en="Review",
        about_zh="unreviewed 未审，confirmed 已确认，corrected 已更正。",
        about_en="unreviewed, confirmed or corrected.",
        choices=REVIEWS,
        facet=True,
    ),
    Field(
        name="extracted",
        zh="更正前",
        en="As extracted",
        about_zh="被更正的行：提取器原来的值，按列名的 JSON。",
        about_en="For a corrected row, what the extractor had said: a JSON object of the replaced values by column.",
        type=Type.JSON,
        nullable=True,
    ),
)


def year(name: str, zh: str, en: str, about_zh: str, about_en: str) -> Field:
    """A calendar year that the text (with the article's date) says."""
    return Field(
        name=name,
        zh=zh,
        en=en,
        about_zh=about_zh,
        about_en=about_en,
        type=Type.INT32,
        nullable=True,
        minimum=1949,
        maximum=2100,
        facet=True,
    )


def kind(*choices: str) -> Field:
    """What sort of claim it is, from `choices`."""
    return Field(
        name="kind",
        zh="种类",
        en="Kind",
        about_zh="amount 数额，growth 增长，rank 位次，ambition 无数字的愿景（仅目标）。",
        about_en="amount, growth, rank or ambition (a target with no number).",
        choices=choices,
        facet=True,
    )


def identifier(name: str, zh: str, en: str, letter: str) -> Field:
    """The claim's own id."""
    return Field(
        name=name,
        zh=zh,
        en=en,
        about_zh="来源与证据不变则编号不变。",
        about_en="Stable while source and evidence stay the same.",
        pattern=rf"{letter}-[0-9a-f]{{16}}",
    )


def printed_time(name: str, zh: str, en: str, example: str) -> Field:
    """The words that say when."""
    return Field(
        name=name,
        zh=zh,
        en=en,
        about_zh=f"照印出的时间：{example}。",
        about_en=f"The time as printed: {example}.",
        nullable=True,
    )
