"""Table `conflicts`: the same thing said differently, by two articles or twice in one."""

from schemas.progress import INDICATOR_ID, OF_ZONE, UNIT, number, reference, year
from schemas.table import Field, Table, Type

CONFLICTS = Table(
    name="conflicts",
    zh="说法不一",
    en="Conflicts",
    about_zh="同一高新区、同一指标、同一年份、同一时期的两个事实，数值不同。由 facts 算出，两边都通向原文。",
    about_en="Two facts about the same zone, indicator, year and period with different numbers. Computed from facts; "
    "both lead to their quotes.",
    key=("fact_id", "other_fact_id"),
    order=("zone_id", "indicator_id", "year", "fact_id", "other_fact_id"),
    fields=(
        OF_ZONE,
        INDICATOR_ID,
        year("year", "年份", "Year", "两个事实所指的年份。", "The year that both are for."),
        reference("fact_id", "facts", "事实编号", "Fact"),
        reference("other_fact_id", "facts", "另一事实编号", "Other fact"),
        Field(
            name="kind",
            zh="类型",
            en="Kind",
            about_zh="amount：数量；growth：变化。",
            about_en="amount: a quantity; growth: a change.",
            choices=("amount", "growth"),
            facet=True,
        ),
        UNIT,
        number("value", "数值", "Value", "前一事实的数值。", "The number of the first."),
        number("other_value", "另一数值", "Other value", "后一事实的数值。", "The number of the other."),
        number(
            "difference",
            "相差",
            "Difference",
            "两数之差占较大一方的百分比。",
            "How far they are apart, as a percentage of the larger.",
            "percent",
        ),
        Field(
            name="same_article",
            zh="同一篇文章",
            en="Same article",
            about_zh="两个说法是否出自同一篇文章。",
            about_en="Whether both stand in one article.",
            type=Type.BOOLEAN,
            facet=True,
        ),
    ),
)
