"""Table `rejections`: what came in and was not published, and why."""

from schemas.table import Field, Table, Type

STAGES = ("read", "relevance", "extract", "validate")

REJECTIONS = Table(
    name="rejections",
    zh="拒收",
    en="Rejections",
    about_zh="来了而未发布的文章与行，及其原因。",
    about_en="What came in and was not published, and why.",
    key=("rejection_id",),
    order=("source_name", "rejection_id"),
    fields=(
        Field(
            name="rejection_id",
            zh="拒收编号",
            en="Rejection",
            about_zh="由来源、环节与原因算出。",
            about_en="Derived from source, stage and reason.",
            pattern=r"r-[0-9a-f]{16}",
        ),
        Field(
            name="source_name",
            zh="来源文件",
            en="Source file",
            about_zh="来源到达时的文件名。",
            about_en="The file name of the source as it arrived.",
            searched=True,
        ),
        Field(
            name="source_sha256",
            zh="来源校验和",
            en="Source SHA-256",
            about_zh="来源字节的 SHA-256；读不到时为空。",
            about_en="SHA-256 of the source's bytes; empty where they could not be read.",
            pattern=r"[0-9a-f]{64}",
            nullable=True,
        ),
        Field(
            name="stage",
            zh="环节",
            en="Stage",
            about_zh="read 读取，relevance 切题，extract 提取，validate 校验。",
            about_en="read, relevance, extract or validate.",
            choices=STAGES,
            facet=True,
        ),
        Field(
            name="table",
            zh="表",
            en="Table",
            about_zh="被拒的行本属哪张表；整篇被拒时为空。",
            about_en="The table that a rejected row was for; empty where a whole article was rejected.",
            nullable=True,
            facet=True,
        ),
        Field(
            name="reason",
            zh="原因",
            en="Reason",
            about_zh="稳定的原因代码。",
            about_en="A stable code.",
            pattern=r"[a-z][a-z0-9_]*",
            facet=True,
        ),
        Field(
            name="detail",
            zh="详情",
            en="Detail",
            about_zh="给人看的说明：是什么，在何处，怎么办。",
            about_en="For people: what, where, and what to do.",
            searched=True,
        ),
        Field(
            name="row",
            zh="行",
            en="Row",
            about_zh="被拒的行（JSON）。",
            about_en="The rejected row, as JSON.",
            type=Type.JSON,
            nullable=True,
        ),
        Field(
            name="at",
            zh="时间",
            en="At",
            about_zh="拒收的时刻。",
            about_en="When it was rejected.",
            type=Type.TIMESTAMP,
        ),
    ),
)
