"""All published tables, in the order in which people meet them."""

from __future__ import annotations

from schemas.articles import ARTICLES
from schemas.conflicts import CONFLICTS
from schemas.facts import FACTS
from schemas.indicators import INDICATORS
from schemas.industries import INDUSTRIES
from schemas.progress import PROGRESS
from schemas.rejections import REJECTIONS
from schemas.releases import RELEASES
from schemas.sections import SECTIONS
from schemas.table import Table
from schemas.targets import TARGETS
from schemas.zones import ZONES

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        ZONES,
        TARGETS,
        FACTS,
        PROGRESS,
        CONFLICTS,
        ARTICLES,
        SECTIONS,
        INDUSTRIES,
        INDICATORS,
        REJECTIONS,
        RELEASES,
    )
}

DERIVED = ("progress", "conflicts")
"""The tables that are computed from others whenever a release is made."""

EXTRACTED = ("articles", "sections", "targets", "facts", "industries")
"""The tables whose rows come out of one article."""
