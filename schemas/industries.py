"""Table `industries`: what a text names as a zone's own industries."""

from schemas.fields import ARTICLE_ID, QUOTE, QUOTE_END, QUOTE_START, SECTION_ID, ZONE_ID
from schemas.table import Field, Table

INDUSTRIES = Table(
    name="industries",
    zh="产业",
    en="Industries",
    about_zh="文章称为高新区自己的主导、支柱、特色、新兴或目标产业，一个一行。",
    about_en="What a text names as the zone's own leading, pillar, emerging or target industries, one a row.",
    key=("article_id", "quote_start", "quote_end"),
    order=("article_id", "quote_start", "quote_end"),
    fields=(
        ARTICLE_ID,
        SECTION_ID,
        ZONE_ID,
        Field(
            name="industry",
            zh="产业",
            en="Industry",
            about_zh="照印出的产业名。",
            about_en="The industry, as printed.",
            searched=True,
            facet=True,
        ),
        QUOTE,
        QUOTE_START,
        QUOTE_END,
    ),
)
