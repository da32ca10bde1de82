"""Table `indicators`: the project's own vocabulary of measured things."""

from schemas.claims import UNITS
from schemas.table import Field, Table

INDICATORS = Table(
    name="indicators",
    zh="指标",
    en="Indicators",
    about_zh="本项目的指标词表，使同一事物的目标与后来的事实可以相遇。",
    about_en="The project's own vocabulary, so that a target and a later fact about the same thing can meet.",
    key=("indicator_id",),
    order=("indicator_id",),
    fields=(
        Field(
            name="indicator_id",
            zh="指标代码",
            en="Indicator code",
            about_zh="小写英文代码。",
            about_en="A code in lower-case letters.",
            pattern=r"[a-z][a-z0-9_]*",
        ),
        Field(
            name="name_zh", zh="中文名", en="Chinese name", about_zh="中文名。", about_en="Chinese name.", searched=True
        ),
        Field(
            name="name_en",
            zh="英文名",
            en="English name",
            about_zh="英文名。",
            about_en="English name.",
            searched=True,
        ),
        Field(
            name="unit",
            zh="单位",
            en="Unit",
            about_zh="规范单位。",
            about_en="The canonical unit.",
            choices=UNITS,
            nullable=True,
            facet=True,
        ),
        Field(
            name="description",
            zh="说明",
            en="Description",
            about_zh="度量的是什么。",
            about_en="What is measured.",
            nullable=True,
        ),
    ),
)
