"""The tables that follow from others: computed when a release is made, and never stored.

Their size follows the number of claims, and not its square: many say the same thing in many articles.
"""

from __future__ import annotations

PROGRESS = """
    WITH aimed AS (
        SELECT t.*, coalesce(year(a.published_on), a.year_inferred) AS said_in
        FROM release.targets t JOIN release.articles a USING (article_id)
        WHERE t.scope = 'zone' AND t.kind = 'amount' AND t.value > 0 AND t.value_max IS NULL
          AND t.indicator_id IS NOT NULL AND t.horizon_year IS NOT NULL
          AND NOT regexp_matches(t.indicator, '^(新增|净增)|(增加|减少|净增)[数额]$') AND ({only})),
    reached AS (
        SELECT * FROM release.facts
        WHERE scope = 'zone' AND kind = 'amount' AND value IS NOT NULL AND value_max IS NULL
          AND indicator_id IS NOT NULL AND year IS NOT NULL
          AND NOT regexp_matches(coalesce(period_text, ''), '[季月]|半年')
          AND NOT regexp_matches(indicator, '^(新增|净增)|(增加|减少|净增)[数额]$') AND ({only})
        QUALIFY row_number() OVER (
            PARTITION BY zone_id, indicator_id, unit, year
            ORDER BY confidence DESC, article_id DESC, quote_start, fact_id) = 1),
    paired AS (
        SELECT t.zone_id, t.indicator_id, t.target_id, f.fact_id, t.unit, t.value AS target_value, t.horizon_year,
            f.value AS fact_value, f.year AS fact_year,
            CASE WHEN t.said_in IS NULL THEN NULL WHEN f.year <= t.said_in THEN 'base' ELSE 'later' END AS stage
        FROM aimed t JOIN reached f USING (zone_id, indicator_id, unit)
        QUALIFY stage = 'later' OR row_number() OVER (PARTITION BY t.target_id, stage ORDER BY f.year DESC) = 1)
    SELECT *, target_value - fact_value AS distance, round(100 * fact_value / target_value, 2) AS share_reached,
        horizon_year - fact_year AS years_left
    FROM paired
"""
"""Each target beside the last fact from before it was stated, and one fact of each later year; what was added is no
level. Where the year of the statement is not known, beside the last fact of all."""

CONFLICTS = """
    WITH said AS (
        SELECT *, CASE WHEN regexp_matches(coalesce(period_text, ''), '[季月]|半年') THEN period_text END AS part
        FROM release.facts
        WHERE scope = 'zone' AND kind IN ('amount', 'growth') AND operator = '=' AND value_max IS NULL
          AND unit <> 'pp' AND indicator_id IS NOT NULL AND year IS NOT NULL AND zone_id IS NOT NULL AND ({only})
        QUALIFY row_number() OVER (
            PARTITION BY zone_id, indicator_id, indicator, year, kind, unit, basis, part, value ORDER BY fact_id) = 1),
    beside AS (
        SELECT *, lead(fact_id) OVER w AS other_fact_id, lead(value) OVER w AS other_value,
            lead(article_id) OVER w AS other_article
        FROM said
        WINDOW w AS (PARTITION BY zone_id, indicator_id, indicator, year, kind, unit, basis, part ORDER BY value))
    SELECT zone_id, indicator_id, year, fact_id, other_fact_id, kind, unit, value, other_value,
        round(100 * (other_value - value) / greatest(abs(value), abs(other_value)), 2) AS difference,
        article_id = other_article AS same_article
    FROM beside WHERE other_fact_id IS NOT NULL
"""
"""Facts that are told apart by nothing but their numbers, each beside the next larger; 超过 contradicts nobody."""

DERIVED = {"progress": PROGRESS, "conflicts": CONFLICTS}
"""The query of each derived table, over the tables of the release in the making; `{only}` stands for a condition on
`zone_id`, since what one zone says makes no row of another."""
