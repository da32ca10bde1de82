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
        Field(
            name="sector_id",
            zh="战略性新兴产业门类",
            en="Strategic emerging sector",
            about_zh="《战略性新兴产业分类（2018）》的大类：1 新一代信息技术、2 高端装备制造、3 新材料、4 生物、"
            "5 新能源汽车、6 新能源、7 节能环保、8 数字创意、9 相关服务；不能确定或不属于其中者为空。",
            about_en="The division of the national classification of strategic emerging industries (2018): "
            "1 information technology, 2 high-end equipment, 3 new materials, 4 biology, 5 new-energy vehicles, "
            "6 new energy, 7 energy saving and environment, 8 digital creative, 9 related services; empty where it is "
            "none of them or uncertain.",
            nullable=True,
            facet=True,
        ),
        QUOTE,
        QUOTE_START,
        QUOTE_END,
    ),
)
