"""Articles made by rule, as many as wanted, each with the claims that it makes: a corpus with ground truth.

They are plain in their language, since they measure cost and not skill: a rule that misses one of these claims is
broken. Article number n is the same at every run, on every machine.

`python -m benchmarks.corpus FOLDER COUNT` writes the articles to a folder and what they say to `truth.jsonl` beside it.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path

from sources.reference import zones

SENTENCES = (
    "{year}年，{zone}实现地区生产总值[{a}.{b}亿元|facts|=|{a}.{b}e8|CNY]，同比[增长{c}.{d}%|facts|=|{c}.{d}|percent]。",
    "截至{year}年底，{zone}拥有高新技术企业[{a}家|facts|=|{a}|count]，科技型中小企业[超过{e}家|facts|>|{e}|count]。",
    "到{later}年，{zone}规模以上工业总产值将[超过{e}亿元|targets|>|{e}e8|CNY]，"
    "研发投入强度达到[{c}.{d}%|targets|=|{c}.{d}|percent]。",
    "{zone}坚持创新驱动，围绕新一代信息技术、生物医药、高端装备等主导产业，持续优化营商环境。",
    "{year}年，全区实际使用外资[{c}.{d}亿美元|facts|=|{c}.{d}e8|USD]，进出口总额[约{a}亿元|facts|~|{a}e8|CNY]。",
    "到{later}年，全区营业收入力争[突破{e}亿元|targets|>|{e}e8|CNY]，新增上市公司[{c}{d}家|targets|=|{c}{d}|count]。",
    "{year}年，全区完成固定资产投资[{a}.{c}亿元|facts|=|{a}.{c}e8|CNY]，[增长{b}%|facts|=|{b}|percent]，"
    "税收收入[{a}.{d}亿元|facts|=|{a}.{d}e8|CNY]。",
    "{year}年，全区专利授权量[{e}件|facts|=|{e}|count]，技术合同成交额[{b}{c}亿元|facts|=|{b}{c}e8|CNY]。",
    "未来，{zone}将进一步深化改革，完善科技服务体系，让更多成果在这里落地生根。",
)
"""What an article is made of. A claim stands in brackets: quote, table, operator, value, unit."""

PARAGRAPHS = 5
TOGETHER = 4  # sentences in a paragraph

_CLAIM = re.compile(r"\[([^|\]]+)\|(\w+)\|([^|]+)\|([^|]+)\|(\w+)\]")


@dataclass(frozen=True, slots=True)
class Said:
    """One claim that an article makes: its table, the place of its quote, and what follows from it."""

    table: str
    start: int
    quote: str
    zone_id: str
    operator: str
    value: float
    unit: str
    year: int


@dataclass(frozen=True, slots=True)
class Made:
    """An article that was made: its number, its text, and all that it claims in the order of the text."""

    number: int
    text: str
    said: tuple[Said, ...]


class Corpus:
    """Makes articles, about 800 characters and 33 claims each."""

    def __init__(self) -> None:
        self._zones = [(str(zone["zone_id"]), str(zone["short_name"])) for zone in zones()]

    def __call__(self, count: int, first: int = 0) -> Iterator[Made]:
        """Yield the articles `first`, `first + 1`, ... `count` of them."""
        for number in range(first, first + count):
            yield self.make(number)

    def make(self, number: int) -> Made:
        """Make one article."""
        chance = random.Random(number)
        zone_id, zone = chance.choice(self._zones)
        text, said = f"{zone}：向新而行", list[Said]()
        for _ in range(PARAGRAPHS):
            text += "\n"
            for template in chance.sample(SENTENCES, TOGETHER):
                text += _sentence(template, chance, zone_id, zone, len(text), said)
        return Made(number, text, tuple(said))


def _sentence(template: str, chance: random.Random, zone_id: str, zone: str, at: int, said: list[Said]) -> str:
    """One sentence, that begins at `at`; its claims are added to `said`."""
    year, later = chance.randint(2015, 2023), chance.choice((2025, 2030, 2035))
    values = {name: chance.randint(2, 9) for name in "bcd"} | {name: chance.randint(100, 9999) for name in "ae"}
    filled = template.format(zone=zone, year=year, later=later, **values)
    parts, end = [], 0
    for claim in _CLAIM.finditer(filled):
        quote, table, operator, value, unit = claim.groups()
        parts += [filled[end : claim.start()], quote]
        start = at + sum(map(len, parts)) - len(quote)
        when = later if table == "targets" else year
        said.append(Said(table, start, quote, zone_id, operator, float(Decimal(value)), unit, when))
        end = claim.end()
    return "".join([*parts, filled[end:]])


def write(folder: Path, made: Iterator[Made]) -> list[Made]:
    """Write articles as `<number>.txt` into `folder`, and return them."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for article in made:
        (folder / f"{article.number:07d}.txt").write_text(article.text, encoding="utf-8")
        written.append(article)
    return written


def agreement(made: Sequence[Made], rows: Sequence[dict[str, object]]) -> tuple[int, int, int]:
    """How many claims were made, how many of them are among the published `rows`, and how many rows are no claim.

    A row is a claim when table, place, value, operator, unit, zone and year agree. A row has `source_name` of its
    article and `table` beside the published columns.
    """
    wanted = {(f"{article.number:07d}.txt", *_said(said)) for article in made for said in article.said}
    found = {_row(row) for row in rows}
    return len(wanted), len(wanted & found), len(found - wanted)


def _said(said: Said) -> tuple[object, ...]:
    ends = said.start + len(said.quote)
    return (said.table, said.start, ends, said.zone_id, said.operator, said.value, said.unit, said.year)


def _row(row: dict[str, object]) -> tuple[object, ...]:
    year = row["horizon_year"] if row["table"] == "targets" else row["year"]
    names = ("source_name", "table", "quote_start", "quote_end", "zone_id", "operator", "value", "unit")
    return (*(row[name] for name in names), year)


if __name__ == "__main__":
    target, wanted_count = Path(sys.argv[1]), int(sys.argv[2])
    with target.with_name("truth.jsonl").open("w", encoding="utf-8") as truth:
        for one in write(target, Corpus()(wanted_count)):
            truth.write(json.dumps(asdict(one), ensure_ascii=False) + "\n")
