"""Which national high-tech zone a stretch of text names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from schemas.values import Row

_LISTED = re.compile(
    r"(?P<stems>(?:[一-鿿]{2,4}[、和与]){1,9}[一-鿿]{2,4}?)(?:[两二三四五六七八九十\d]+[个家大])?(?:国家级?)?高新区"
)
_STEM = re.compile(r"[^、和与]+")
_HIGH_TECH = re.compile(r"^(.+?)(?:国家级?)?高新(?:技术)?(?:产业)?(?:开发)?区$")


@dataclass(frozen=True, slots=True)
class Mention:
    """A zone named at `start:end` of a text."""

    start: int
    end: int
    zone_id: str


def any_of(words: Iterable[str]) -> str:
    """One regular expression that matches the longest of many words at a place."""
    root: dict[str, dict] = {}  # type: ignore[type-arg]
    for word in words:
        node = root
        for character in word:
            node = node.setdefault(character, {})
        node[""] = {}
    return _branch(root)


def _branch(node: Mapping[str, Mapping]) -> str:  # type: ignore[type-arg]
    options = [re.escape(c) + _branch(below) for c, below in sorted(node.items()) if c]
    if not options:
        return ""
    body = options[0] if len(options) == 1 and "" not in node else "(?:" + "|".join(options) + ")"
    return body + "?" if "" in node else body


class Gazetteer:
    """Finds the names of zones; built once from the rows of table `zones`."""

    def __init__(self, zones: Sequence[Row]) -> None:
        self.zones: dict[str, Row] = {zone["zone_id"]: zone for zone in zones}
        self._names: dict[str, str] = {}
        for zone in zones:
            for name in (zone["official_name"], zone["short_name"], *zone["aliases"]):
                self._add(name, zone)
        self._places: dict[str, set[str]] = {}
        for zone_id in self.zones:
            city, stem = self.city(zone_id), self.stem(zone_id)
            for name in (city, stem, stem.removeprefix(city)):  # 惠州, 惠州仲恺, 仲恺
                self._places.setdefault(name, set()).add(zone_id)
        first = "".join(sorted({re.escape(name[0]) for name in self._names}))
        self._pattern = re.compile(f"(?=[{first}])(?:{any_of(self._names)})(?:（[一-鿿]{{2,4}}）)?")

    def _add(self, name: str, zone: Row) -> None:
        self._names.setdefault(name, zone["zone_id"])
        place = _HIGH_TECH.match(name)
        if place:
            stem = place[1]
            tails = [
                "高新区",
                "国家高新区",
                "国家级高新区",
                "高新技术产业开发区",
                "国家高新技术产业开发区",
                "高新技术开发区",
            ]
            stems = [stem, stem + "市"] if stem + "市" == zone["city"] else [stem]
            for each in stems:
                for tail in tails:
                    self._names.setdefault(each + tail, zone["zone_id"])

    def find(self, norm: str) -> list[Mention]:
        """All mentions in a normalised text, in order; where names overlap, the longest from the left."""
        found = []
        for match in self._pattern.finditer(norm):
            name = match[0]
            zone_id = self._names.get(name) or self._names.get(name.split("（")[0])
            if zone_id is not None:
                found.append(Mention(match.start(), match.end(), zone_id))
        return found

    def listed(self, norm: str, mentions: Sequence[Mention]) -> list[Mention]:
        """The mentions, and those of lists whose zones share one word: 长沙、株洲、湘潭三个高新区."""
        found = {mention.start: mention for mention in mentions}
        for match in _LISTED.finditer(norm):
            stems = [(m.start(), m.end(), self._names.get(f"{m[0]}高新区")) for m in _STEM.finditer(match["stems"])]
            if len(stems) > 1 and all(zone for _, _, zone in stems):
                at = match.start()
                added = [Mention(at + start, at + end, str(zone)) for start, end, zone in stems]
                added[-1] = Mention(added[-1].start, match.end(), added[-1].zone_id)
                found |= {mention.start: mention for mention in added}
        return sorted(found.values(), key=lambda mention: mention.start)

    def of_place(self, place: str) -> frozenset[str]:
        """The zones of a city or a district: 洛阳, 张江."""
        return frozenset(self._places.get(place, ()))

    def spoken_of(self, words: str) -> set[str]:
        """The zones whose places have no other, of those places that the words say twice and more."""
        return {
            next(iter(zones)) for place, zones in self._places.items() if len(zones) == 1 and words.count(place) > 1
        }

    def city(self, zone_id: str) -> str:
        """The short name of the zone's city: 杭州."""
        city = str(self.zones[zone_id]["city"])
        return city.removesuffix("市") if len(city) > 2 else city

    def stem(self, zone_id: str) -> str:
        """What is left of the zone's short name without 高新区: 惠州仲恺."""
        name = str(self.zones[zone_id]["short_name"])
        place = _HIGH_TECH.match(name)
        return place[1] if place else name
