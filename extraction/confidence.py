"""How far a claim can be trusted, as a share: of the rows at 0.9 or more, 95 in 100 are right.

Numbers are read without fault where they are read at all; what goes wrong is mostly the name of the measured thing. A
name that the vocabulary knows is nearly always the right one, and a rest of two characters or one with a
particle in it often is none. The shares were measured on pages that the rules had not been written for.
"""

from __future__ import annotations

import re

from extraction.claim import Claim

KNOWN, KNOWN_APART, PRINTED, APART, DOUBTFUL, NAMELESS = 0.96, 0.91, 0.86, 0.8, 0.65, 0.5
RANK, AMBITION, WEAK_AMBITION = 0.9, 0.85, 0.75
WORDS_FOR_DIGITS = 0.1
"""Less where the number is written in words: 七成, 三十家 are sometimes a manner of speaking."""

_LESS = {"growth_compared": 0.15, "growth_multiple": 0.1, "amount_level": 0.1}
"""Less by the sense of a number: a bare 3倍, a 千亿级 and a comparison are often said of something else."""

_PARTICLE = re.compile(r"[了的有是在把让]")
_IN_WORDS = re.compile(r"\d")


def confidence(claim: Claim, norm: str) -> float:
    """The confidence of a claim whose indicator has been looked up in the vocabulary."""
    if claim.kind == "rank":
        return RANK
    if claim.kind == "ambition":
        return AMBITION if claim.strong else WEAK_AMBITION
    worded = claim.unit == "count" and _IN_WORDS.search(norm, claim.start, claim.end) is None
    return _of_name(claim, norm) - (WORDS_FOR_DIGITS if worded else 0.0) - _LESS.get(claim.rule, 0.0)


def _of_name(claim: Claim, norm: str) -> float:
    name = claim.indicator or ""
    if not name:
        return NAMELESS
    printed = norm.find(name, claim.sentence_start, claim.sentence_end) >= 0
    if claim.indicator_id is not None and len(name) <= 2:
        return PRINTED if printed else APART  # 企业, 项目: the vocabulary knows them, but which ones are they?
    if claim.indicator_id is not None:
        return KNOWN if printed else KNOWN_APART
    if len(name) <= 2 or _PARTICLE.search(name):
        return DOUBTFUL
    return PRINTED if printed else APART
