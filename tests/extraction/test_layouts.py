"""Pages of several zones, composed from articles: wherever the headlines stand, each number keeps its zone."""

from __future__ import annotations

import random
import re

import pytest

from tests.extraction.measure import NAMES
from tests.extraction.reading import claims, flat, read_text
from tests.extraction.test_wrapping import PROSE

ZONES = {
    "green-lanzhou": "lanzhou",
    "jubilee-nanning": "nanning",
    "feature-xuzhou": "xuzhou",
    "figures-haikou": "haikou",
    "feature-zhongkai": "huizhou-zhongkai",
    "jubilee-baoding": "baoding",
    "cluster-changshu": "changshu",
    "talent-foshan": "foshan",
    "news-changsha": "changsha",
    "feature-dalian": "dalian",
    "feature-weifang": "weifang",
}
"""Articles whose first line is a headline that names their zone."""


CROSSHEADS = ("创新驱动 动能澎湃", "产业集聚强筋骨", "“放管服”改革再提速", "人才引育蓄活水")


def columns(name: str, width: int, indent: str, crossed: bool) -> tuple[str, list[str]]:
    """An article's headline, and its body in lines of `width` characters, with crossheads where it is `crossed`."""
    headline, *paragraphs = PROSE[name].splitlines()
    chance = random.Random(name)
    lines: list[str] = []
    for number, paragraph in enumerate(paragraphs):
        if crossed and number and chance.random() < 0.4:
            lines.append(chance.choice(CROSSHEADS))
        line = indent + paragraph
        lines += [line[at : at + width] for at in range(0, len(line), width)]
    return headline, lines


def heading(name: str, headline: str, style: str) -> list[str]:
    """How a headline is printed: whole, whole with a byline, or a slogan after or under the zone's or the city's name."""
    slogan = headline.rpartition("：")[2]
    city = NAMES[ZONES[name]].removesuffix("高新区")
    if style == "zone":
        return [NAMES[ZONES[name]], slogan]
    if style == "city":
        return [city, slogan]
    zone = f"{city}高新区"
    if style == "two lines":
        whole = f"{zone}：{slogan}"
        return [whole[: len(whole) // 2], whole[len(whole) // 2 :]]
    if style == "series":
        return [zone, slogan, "——高质量发展系列报道之三", "本报记者 王芳"]
    if style == "captioned":
        return [f"{zone}：{slogan}", "本报记者 王芳", "图为园区企业生产车间。　本报记者 李明 摄", "▲俯瞰园区"]
    if style == "of city":
        return [f"{city}：{slogan}", "本报记者 王芳 通讯员 刘洋"]
    return [headline, *(["本报记者 王芳 通讯员 刘洋"] if style == "byline" else [])]


def page(chance: random.Random, where: str, blanks: bool) -> tuple[str, list[str]]:
    """A page of two to four articles and their names, with the headlines `own`, or all `before` or `after` the bodies."""
    names = chance.sample(list(ZONES), chance.randint(2, 4))
    width, indent = chance.choice([14, 17, 20, 24]), chance.choice(["", "　　"])
    style = chance.choice(["headline", "byline", "zone", "city", "of city", "two lines", "series", "captioned"])
    crossed = chance.random() < 0.5
    columned = {name: columns(name, width, indent, crossed) for name in names}
    articles = [(heading(name, head, style), body) for name, (head, body) in columned.items()]
    blank = [""] if blanks else []
    heads, bodies = [line for head, _ in articles for line in head], [line for _, body in articles for line in body]
    if where != "own" and chance.random() < 0.5:
        bodies[len(bodies) // 3 : len(bodies) // 3] = ["第06版 2024年7月1日 星期一"]
    lines = {
        "own": [line for head, body in articles for line in [*head, *blank, *body, *blank]],
        "before": [*heads, *blank, *bodies],
        "after": [*bodies, *blank, *heads],
    }
    return "\n".join(lines[where]), names


@pytest.mark.parametrize("blanks", [True, False], ids=["blank lines", "no blank lines"])
@pytest.mark.parametrize("where", ["own", "before", "after"])
def test_numbers_keep_their_zone(where: str, blanks: bool) -> None:
    total = right = 0
    for seed in range(16):
        text, names = page(random.Random(f"{where} {blanks} {seed}"), where, blanks)
        homes = {name: re.sub(r"\s", "", "".join(PROSE[name].splitlines()[1:])) for name in names}
        reading = read_text(text, title="高新区专版", year=2024)
        assert [section["zone_id"] for section in reading.rows["sections"]] == [ZONES[name] for name in names]
        for row in claims(reading):
            (home, *others) = [name for name, body in homes.items() if flat(row["statement"]) in flat(body)] or [""]
            if home and not others and row["scope"] != "other":
                total += 1
                right += row["zone_id"] == ZONES[home]
    assert total > 400
    assert right >= 0.97 * total


def test_headlines_that_name_the_city_alone() -> None:
    bodies = {
        "宁波": "甬江之滨，宁波高新区用不到全市1%的土地，孕育了55家专精特新企业。该区去年增加值186亿元。",
        "洛阳": "去年，洛阳高新区技术合同成交额达到68亿元。该区智能装备产业规模将达到500亿元。",
        "光谷": "2023年，武汉东湖高新区地区生产总值达2720亿元。全区高企总数突破5600家。",
        "兰州": "地处黄河之滨的高新区，生物医药企业有178家，去年实现产值203亿元。",
    }
    text = "\n\n".join(["高新区竞速“新赛道”", *(f"{city}：向新而行\n{body}" for city, body in bodies.items())])
    rows = claims(read_text(text, title="高新区竞速“新赛道”", year=2024))
    found = {
        zone: {row["quote"] for row in rows if row["zone_id"] == zone} for zone in ("ningbo", "luoyang", "wuhan-donghu")
    }
    assert found["ningbo"] == {"不到全市1%", "55家", "186亿元"}
    assert found["luoyang"] == {"68亿元", "500亿元"}
    assert found["wuhan-donghu"] == {"2720亿元", "突破5600家"}
    assert {row["quote"] for row in rows if row["zone_id"] == "lanzhou"} == {"178家", "203亿元"}


def test_headlines_with_figures_that_blank_lines_set_apart() -> None:
    names = ["news-changsha", "feature-dalian", "green-lanzhou"]
    lines = []
    for name in names:
        _, body = columns(name, 18, "", crossed=False)
        lines += [f"{NAMES[ZONES[name]]}：一季度增长9.1%，稳住了", "", *body, ""]
    rows = read_text("\n".join(lines), title="高新区专版", year=2024).rows
    assert [section["zone_id"] for section in rows["sections"]] == [ZONES[name] for name in names]
