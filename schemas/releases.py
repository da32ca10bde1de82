"""Table `releases`: this release and all before it."""

from schemas.table import Field, Table, Type


def _count(name: str, zh: str, en: str) -> Field:
    return Field(
        name=name,
        zh=zh,
        en=en,
        about_zh=f"{zh}。",
        about_en=f"{en}.",
        type=Type.INT32,
        minimum=0,
        unit="row",
    )


RELEASES = Table(
    name="releases",
    zh="发布",
    en="Releases",
    about_zh="本次发布与此前的全部发布。",
    about_en="This release and all before it.",
    key=("release_id",),
    order=("release_id",),
    fields=(
        Field(
            name="release_id",
            zh="发布编号",
            en="Release",
            about_zh="日期加当日序号。",
            about_en="The date and a number within the day.",
            pattern=r"[0-9]{4}-[0-9]{2}-[0-9]{2}\.[0-9]{3}",
        ),
        Field(
            name="created_at",
            zh="发布时间",
            en="Created at",
            about_zh="发布的时刻。",
            about_en="When it was made.",
            type=Type.TIMESTAMP,
        ),
        Field(
            name="previous_release_id",
            zh="上次发布",
            en="Previous release",
            about_zh="上一次发布的编号。",
            about_en="The release before it.",
            nullable=True,
        ),
        Field(
            name="extractor_version",
            zh="提取器版本",
            en="Extractor version",
            about_zh="读出最新文章的提取器版本。",
            about_en="The version that read the newest articles.",
        ),
        _count("articles", "文章数", "Articles"),
        _count("targets", "目标数", "Targets"),
        _count("facts", "事实数", "Facts"),
        _count("rows_added", "新增行", "Rows added"),
        _count("rows_changed", "变更行", "Rows changed"),
        _count("rows_removed", "移除行", "Rows removed"),
    ),
)
