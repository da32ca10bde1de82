"""Table `progress`: a target, and a fact about the same thing of the same zone, side by side."""

from __future__ import annotations

from dataclasses import replace

from schemas.claims import UNITS
from schemas.fields import ZONE_ID
from schemas.table import Field, Table, Type

STAGES = ("base", "later")

_INDICATOR = Field(
    name="indicator_id",
    zh="指标代码",
    en="Indicator code",
    about_zh="目标与事实共有的指标代码。",
    about_en="The code that target and fact share.",
    references="indicators.indicator_id",
    facet=True,
)
UNIT = Field(
    name="unit",
    zh="单位",
    en="Unit",
    about_zh="两者共有的基本单位。",
    about_en="The base unit that both have.",
    choices=UNITS,
    facet=True,
)


def reference(name: str, table: str, zh: str, en: str) -> Field:
    """A column that leads to a claim, and so to its quote."""
    about_zh, about_en = f"指向 {table} 的一行，由此可见原文。", f"A row of {table}, whose quote says it."
    letter = table[0]
    pattern = rf"{letter}-[0-9a-f]{{16}}"
    return Field(
        name=name,
        zh=zh,
        en=en,
        about_zh=about_zh,
        about_en=about_en,
        references=f"{table}.{table[:-1]}_id",
        pattern=pattern,
    )


def number(name: str, zh: str, en: str, about_zh: str, about_en: str, unit: str | None = None) -> Field:
    """A computed number."""
    return Field(name=name, zh=zh, en=en, about_zh=about_zh, about_en=about_en, type=Type.DOUBLE, unit=unit)


def year(name: str, zh: str, en: str, about_zh: str, about_en: str) -> Field:
    """A calendar year."""
    return Field(
        name=name, zh=zh, en=en, about_zh=about_zh, about_en=about_en, type=Type.INT32, minimum=1978, maximum=2100
    )


INDICATOR_ID = _INDICATOR
OF_ZONE = replace(ZONE_ID, nullable=False)

PROGRESS = Table(
    name="progress",
    zh="目标与结果",
    en="Promise and outcome",
    about_zh="同一高新区、同一指标、同一单位的目标与事实并列。由 targets 与 facts 算出；每个数都通向它的原文。",
    about_en="A target and a fact of the same zone, indicator and unit, side by side. Computed from targets and facts; "
    "each number leads to its quote.",
    key=("target_id", "fact_id"),
    order=("zone_id", "indicator_id", "target_id", "fact_year", "fact_id"),
    fields=(
        OF_ZONE,
        INDICATOR_ID,
        reference("target_id", "targets", "目标编号", "Target"),
        reference("fact_id", "facts", "事实编号", "Fact"),
        UNIT,
        number("target_value", "目标值", "Target value", "目标的数值。", "The number that is aimed at."),
        year("horizon_year", "目标年份", "Horizon year", "目标所指的年份。", "The year of the horizon."),
        number("fact_value", "事实值", "Fact value", "事实的数值。", "The number that was reached."),
        year("fact_year", "事实年份", "Fact year", "事实所指的年份。", "The year that the fact is for."),
        Field(
            name="stage",
            zh="阶段",
            en="Stage",
            about_zh="base：目标提出的年份或更早的事实（起点）；later：其后的事实；提出年份不详时为空。",
            about_en="base: a fact of the year in which the target was stated, or before (where it started); later: "
            "one of a later year; empty where that year is not known.",
            choices=STAGES,
            nullable=True,
            facet=True,
        ),
        number(
            "distance",
            "差距",
            "Distance",
            "目标值减事实值，以基本单位计；负数表示已超过。",
            "Target less fact, in the base unit; negative where it was exceeded.",
        ),
        number(
            "share_reached",
            "达到比例",
            "Share reached",
            "事实值占目标值的百分比。",
            "The fact as a percentage of the target.",
            "percent",
        ),
        Field(
            name="years_left",
            zh="余下年数",
            en="Years left",
            about_zh="目标年份减事实年份；负数表示目标年份已过。",
            about_en="Horizon less the fact's year; negative where the horizon has passed.",
            type=Type.INT32,
            unit="year",
        ),
    ),
)
