"""What has been measured so far: the names that later numbers take where they have no words of their own."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from extraction.phrases import MEASURE_HEAD, items

HEADLESS = frozenset(
    "累计 总计 年度任务 任务 年度目标 全年目标 目标 这一数字 这个数字 该数字 这一数据 这个数据 这一指标 增速 增幅 降幅 同比 涨幅 累计数 数量 总数 "
    "总量 存量 增长率 总量和增速 总量、增速 增速和总量".split()
)
_NEW = re.compile(r"^(?:新增|净增|新认定|新引进|新签约|新开工|再添|在建|续建)")
SHARE_NAME = re.compile(r"占(?:比|.{0,12}比重)$")
_OF_PLAN = re.compile(r"完成.{2,8}比例$")
OUTPUT = re.compile(r"^(?:年?产值|总产值|规模|总规模|营收|营业收入|产业规模)$")


@dataclass(slots=True)
class Memory:
    """The things measured so far: the last lists of indicators, for what has no words of its own."""

    last: list[str] = field(default_factory=list)
    recent: list[str] = field(default_factory=list)
    form: str = ""
    rank: str = ""
    whole: str = ""
    counted: str = ""
    summed: str = ""
    topic: str = ""
    seen: bool = False

    def remember(self, names: list[str], form: str) -> None:
        """Keep the indicators of one list, the newest last, and what form of number it was."""
        self.form, self.seen = form, True
        named = list(dict.fromkeys(n for n in names if n and not _OF_PLAN.search(n)))
        if named:
            self.last = named
            if form == "count":
                self.counted = named[-1]
            if form == "money":
                self.summed = named[-1]
            self.recent = [*(n for n in self.recent[-6:] if n not in named), *named]

    def inherit(self, wanted: int) -> list[str]:
        """The last `wanted` things measured; empty names where there are none."""
        if not self.last:
            return [""] * wanted
        if len(self.last) == wanted:
            return list(self.last)
        if wanted > 1 and len(self.last) == 1:
            each = items(self.last[0], wanted)
            if each:
                return each
        if wanted > 1 and len(self.recent) >= wanted:
            return self.recent[-wanted:]
        return ["、".join(self.last) if len(self.last) <= 3 else self.last[-1]] * wanted

    def with_head(self, head: str, wanted: int) -> list[str]:
        """The last things measured, with a head that had no thing of its own (总投资, 占比)."""
        tail = "" if head in HEADLESS else head
        if self.topic and OUTPUT.search(tail):
            return [self.topic + tail] * wanted
        if OUTPUT.search(tail) and self.last and SHARE_NAME.search(self.last[-1]) and wanted == 1:
            return [head]  # 出口占比高达87%，产值达到148亿元: not the output of the exports
        if OUTPUT.search(tail) and wanted == 1:
            same = [name for name in self.recent if name.endswith(tail.removeprefix("年")) and name != tail]
            if same:
                return same[-1:]  # 氢能产业年产值突破百亿元、建成加氢站15座；到2030年产值达到500亿元
        named = [_NEW.sub("", name) for name in self.inherit(wanted)]
        if tail:
            named = [SHARE_NAME.sub("", name) for name in named]
        if OUTPUT.search(tail):
            named = [MEASURE_HEAD.sub("", name).removesuffix("总") for name in named]
        return [(name if tail and name.endswith(tail) else name + tail) if name else head for name in named]

    def begin(self, anew: bool = False) -> None:
        """A new sentence: what is a share of what, and what all of it speaks of, are said anew; `anew` of another zone."""
        if anew:
            self.last, self.recent = [], []
        self.whole = self.topic = self.summed = self.rank = ""
        self.seen = False
