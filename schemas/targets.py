"""Table `targets`: what a zone aims at or is committed to."""

from schemas.claims import BASIS, EVIDENCE, VALUE, WHO, identifier, kind, printed_time, year
from schemas.table import Table

TARGETS = Table(
    name="targets",
    zh="目标",
    en="Targets",
    about_zh="文章说出的目标：写作时尚未实现，而主体以之为目的或作出承诺。",
    about_en="What the subject of an article aims at or is committed to, and is not yet true when it is written.",
    key=("target_id",),
    order=("article_id", "quote_start", "quote_end", "target_id"),
    fields=(
        identifier("target_id", "目标编号", "Target", "t"),
        *WHO,
        kind("amount", "growth", "rank", "ambition"),
        *VALUE,
        year(
            "horizon_year",
            "目标年份",
            "Horizon year",
            "目标所指的年份；文中没有说时为空。",
            "The calendar year of the horizon; empty where the text does not say.",
        ),
        printed_time("horizon_text", "目标时间", "Horizon", "到2025年，“十四五”末"),
        BASIS,
        *EVIDENCE,
    ),
)
