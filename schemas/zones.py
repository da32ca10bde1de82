"""Table `zones`: every national high-tech zone, spoken of or not."""

from dataclasses import replace

from schemas.fields import ZONE_ID, key
from schemas.table import Field, Table, Type


def _name(name: str, zh: str, en: str, *, searched: bool = False) -> Field:
    return Field(
        name=name, zh=zh, en=en, about_zh=f"{zh}。", about_en=f"{en}.", searched=searched, facet=name == "province"
    )


def _point(name: str, zh: str, en: str, limit: float) -> Field:
    return Field(
        name=name,
        zh=zh,
        en=en,
        about_zh=f"{zh}，度；精度见 geo_precision。",
        about_en=f"{en} in degrees; see geo_precision.",
        type=Type.DOUBLE,
        nullable=True,
        minimum=-limit,
        maximum=limit,
        unit="degree",
    )


def _count(name: str, zh: str, en: str) -> Field:
    return Field(
        name=name,
        zh=zh,
        en=en,
        about_zh=f"本次发布中关于此高新区的{zh}。",
        about_en=f"{en} about the zone in this release.",
        type=Type.INT32,
        minimum=0,
        unit="row",
    )


ZONES = Table(
    name="zones",
    zh="高新区",
    en="Zones",
    about_zh="全部国家高新区，无论有无文章谈到。",
    about_en="Every national high-tech zone, spoken of or not.",
    key=("zone_id",),
    order=("zone_id",),
    fields=(
        replace(
            key(ZONE_ID),
            about_zh="高新区的固定代码，小写拼音或英文。",
            about_en="The zone's own code, in lower-case letters; it never changes.",
        ),
        _name("official_name", "全称", "Official name", searched=True),
        _name("short_name", "简称", "Short name", searched=True),
        _name("name_en", "英文名", "English name", searched=True),
        Field(
            name="aliases",
            zh="别名",
            en="Aliases",
            about_zh="报刊中的其他写法与旧名。",
            about_en="Other forms in the press, and former names.",
            type=Type.STRINGS,
            searched=True,
        ),
        _name("province", "省份", "Province (Chinese)"),
        _name("province_en", "省份英文名", "Province"),
        _name("province_code", "省份代码", "Province code (GB/T 2260, two digits)"),
        _name("city", "城市", "City (Chinese)"),
        _name("city_en", "城市英文名", "City"),
        _name("city_code", "城市代码", "City code (GB/T 2260, six digits)"),
        Field(
            name="approved_year",
            zh="批准年份",
            en="Approved in",
            about_zh="国务院批准为国家高新区的年份。",
            about_en="The year in which the State Council approved it.",
            type=Type.INT32,
            nullable=True,
            minimum=1988,
            maximum=2100,
        ),
        _point("latitude", "纬度", "Latitude", 90),
        _point("longitude", "经度", "Longitude", 180),
        Field(
            name="geo_precision",
            zh="定位精度",
            en="Precision of the point",
            about_zh="zone：高新区所在县级单位或估计的核心；city：城市驻地。",
            about_en="zone: the county-level unit or an estimate of the core; city: the city's seat.",
            choices=("zone", "city"),
            nullable=True,
        ),
        Field(
            name="self_innovation_zone",
            zh="自主创新示范区",
            en="Self-innovation demonstration zone",
            about_zh="所属的国家自主创新示范区。",
            about_en="The national self-innovation demonstration zone that it belongs to.",
            nullable=True,
        ),
        _count("targets", "目标数", "Targets"),
        _count("facts", "事实数", "Facts"),
        _count("articles", "文章数", "Articles"),
    ),
)
