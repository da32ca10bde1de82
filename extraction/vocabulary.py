"""From a printed indicator to its code in the project's vocabulary, only where that is certain."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from schemas.values import Row

_BEFORE = re.compile(
    r"^(?:新增|净增|累计|全年|全部|全区|园区|区内|全园|有效期内|有效|现有|国家高新区|规模以上(?=高新技术企业)|其中|各类|实现|完成)+"
)
_AFTER = re.compile(r"(?:数量|总数量|总数|总量|数|总额|存量|金额|规模|水平|拥有量|保有量|额)$")


class Vocabulary:
    """Looks up indicators; `terms` maps each printed form to a code, `indicators` tells each code's unit."""

    def __init__(self, terms: Mapping[str, str], indicators: Sequence[Row] = ()) -> None:
        self.terms = dict(terms)
        self.units = {row["indicator_id"]: row["unit"] for row in indicators}

    def code(self, indicator: str | None, kind: str, unit: str | None) -> str | None:
        """The code of a printed indicator, or None; an amount must have the indicator's own unit."""
        if not indicator:
            return None
        bare = _BEFORE.sub("", indicator)
        for form in (indicator, bare, _AFTER.sub("", bare)):
            found = self.terms.get(form)
            if found is not None:
                return found if self._fits(found, kind, unit) else None
        return None

    def _fits(self, code: str, kind: str, unit: str | None) -> bool:
        own = self.units.get(code)
        return kind != "amount" or own is None or own == unit
