"""The tables that follow from others: computed when a release is made, and never stored."""

from __future__ import annotations

PROGRESS = """
    WITH aimed AS (
        SELECT t.*, coalesce(year(a.published_on), a.year_inferred) AS said_in
        FROM release.targets t JOIN release.articles a USING (article_id)
        WHERE t.scope = 'zone' AND t.kind = 'amount' AND t.value > 0 AND t.value_max IS NULL
          AND t.indicator_id IS NOT NULL AND t.horizon_year IS NOT NULL)
    SELECT t.zone_id, t.indicator_id, t.target_id, f.fact_id, t.unit,
        t.value AS target_value, t.horizon_year, f.value AS fact_value, f.year AS fact_year,
        CASE WHEN t.said_in IS NULL THEN NULL WHEN f.year <= t.said_in THEN 'base' ELSE 'later' END AS stage,
        t.value - f.value AS distance,
        round(100 * f.value / t.value, 2) AS share_reached,
        t.horizon_year - f.year AS years_left
    FROM aimed t JOIN release.facts f
      ON f.zone_id = t.zone_id AND f.indicator_id = t.indicator_id AND f.unit = t.unit
    WHERE f.scope = 'zone' AND f.kind = 'amount' AND f.value IS NOT NULL AND f.value_max IS NULL
      AND f.year IS NOT NULL AND NOT regexp_matches(coalesce(f.period_text, ''), '[季月]|半年')
      AND NOT regexp_matches(concat(t.indicator, ' ', f.indicator), '(^| )(新增|净增)|(增加|减少|净增)[数额]')
"""
"""A target beside each fact of a whole year, or of a day, about the same thing; what was added is no level."""

CONFLICTS = """
    WITH said AS (
        SELECT *, CASE WHEN regexp_matches(coalesce(period_text, ''), '[季月]|半年') THEN period_text END AS part
        FROM release.facts
        WHERE scope = 'zone' AND kind IN ('amount', 'growth') AND operator = '=' AND value_max IS NULL
          AND unit <> 'pp'
          AND indicator_id IS NOT NULL AND year IS NOT NULL AND zone_id IS NOT NULL)
    SELECT f.zone_id, f.indicator_id, f.year, f.fact_id, o.fact_id AS other_fact_id, f.kind, f.unit, f.value,
        o.value AS other_value,
        round(100 * abs(f.value - o.value) / greatest(abs(f.value), abs(o.value)), 2) AS difference,
        f.article_id = o.article_id AS same_article
    FROM said f JOIN said o
      ON o.zone_id = f.zone_id AND o.indicator_id = f.indicator_id AND o.year = f.year AND o.kind = f.kind
     AND o.unit = f.unit AND o.part IS NOT DISTINCT FROM f.part AND o.basis IS NOT DISTINCT FROM f.basis
     AND o.indicator IS NOT DISTINCT FROM f.indicator
     AND f.fact_id < o.fact_id AND o.value <> f.value
"""
"""Facts that are told apart by nothing but their numbers; 超过 and 约 contradict nobody."""

DERIVED = {"progress": PROGRESS, "conflicts": CONFLICTS}
"""The query of each derived table, over the tables of the release in the making."""
