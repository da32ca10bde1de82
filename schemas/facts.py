"""Table `facts`: what an article states as already true."""

from schemas.claims import BASIS, EVIDENCE, VALUE, WHO, identifier, kind, printed_time, year
from schemas.table import Table

FACTS = Table(
    name="facts",
    zh="事实",
    en="Facts",
    about_zh="文章陈述为既成的数字。",
    about_en="The figures that an article states as already true.",
    key=("fact_id",),
    order=("article_id", "quote_start", "quote_end", "fact_id"),
    fields=(
        identifier("fact_id", "事实编号", "Fact", "f"),
        *WHO,
        kind("amount", "growth", "rank"),
        *VALUE,
        year(
            "year",
            "年份",
            "Year",
            "数字所属的年份；文中没有说时为空。",
            "The year that the figure is for; empty where the text does not say.",
        ),
        printed_time("period_text", "时期", "Period", "2023年上半年，截至7月底"),
        BASIS,
        *EVIDENCE,
    ),
)
