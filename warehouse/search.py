"""Full-text search that finds Chinese words of any length with SQLite's own tokenizer.

The index and the query are rewritten in the same way: each Chinese character stands apart, so that a word
becomes a phrase of its characters, and a bar stands wherever something other than a letter touches Chinese, so
that no phrase reaches across it. Case and width do not count (Ｆ, ｆ and F are one).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

TOKENIZER = "unicode61 tokenchars '|'"
"""The `tokenize` option of every search table; it keeps the bar as a word of its own."""

_HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WIDE = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]+")
_HAN_RUNS = re.compile(f"([{_HAN}]+)")
_WORD = re.compile(r"[^\W_]+")
_QUOTED = re.compile(r'"([^"]*)"|(\S+)')


def set_apart(text: str) -> str:
    """`text` as the search index holds it: words, single Chinese characters and bars, with blanks between.

    >>> set_apart("“十四五”末，GDP超6000亿元")
    '| 十 四 五 | 末 | GDP 超 6000 亿 元'
    """
    text = _WIDE.sub(lambda wide: unicodedata.normalize("NFKC", wide[0]), text)
    parts = _HAN_RUNS.split(text)  # what is not Chinese, Chinese, what is not ...
    last = len(parts) - 1
    apart = [
        " ".join(part) if place % 2 else _between(part, place > 0, place < last) for place, part in enumerate(parts)
    ]
    return " ".join(filter(None, apart))


@lru_cache(4096)
def _between(text: str, after_han: bool, before_han: bool) -> str:
    """What stands between Chinese: its words, and a bar where something other than a letter touches Chinese."""
    words = _WORD.findall(text)
    if not words:
        return "|" if text and (after_han or before_han) else ""
    first = "| " if after_han and not text[0].isalnum() else ""
    last = " |" if before_han and not text[-1].isalnum() else ""
    return f"{first}{' '.join(words)}{last}"


def query(text: str) -> str:
    """What a person typed, as an FTS5 MATCH expression: every word, or phrase in double quotes, must be there.

    No operator of FTS5 gets through, so no text is an error; one without a single word matches nothing.

    >>> query("杭州 6000亿元")
    '"杭 州" "6000 亿 元"'
    """
    words = (set_apart(phrase or word).strip("| ") for phrase, word in _QUOTED.findall(text))
    return " ".join(f'"{word}"' for word in words if word) or '""'
