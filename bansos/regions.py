"""The regions of Indonesia by Kemendagri code, and finding one of them in what people type."""

import re
import tomllib
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, Self

from bansos.place_names import (
    NameIndex,
    between,
    squeeze,
    without_prefixes,
    without_tail,
    words,
)
from bansos.shapes import digits
from bansos.zones import Zone, timezone

__all__ = [
    "Found",
    "Level",
    "Nothing",
    "One",
    "Region",
    "Regions",
    "Several",
    "Zone",
    "dotted",
    "timezone",
]

_PROVINCE_LENGTH: Final = 2
_REGENCY_LENGTH: Final = 5
_DISTRICT_LENGTH: Final = 8
_VILLAGE_LENGTH: Final = 13
_KABUPATEN: Final = "Kabupaten "
_KOTA: Final = "Kota "
_CODE: Final = re.compile(r"(\d\d)(?:(\d\d)(?:(\d\d)(\d{4})?)?)?")
_MOST_OFFERED: Final = 5
# How much nearer than the next the first must be: more where it is itself two errors away.
_GAP: Final = 1.0
_WIDE_GAP: Final = 2.0

_VILLAGE_MARKS: Final = frozenset({"desa", "ds", "dsa", "kel", "kelurahan"})
_DISTRICT_MARKS: Final = frozenset({"kec", "kecamatan"})
_REGENCY_MARKS: Final = frozenset({"kab", "kabupaten", "prov", "provinsi"})


class Level(StrEnum):
    PROVINCE = "province"
    REGENCY = "regency"
    DISTRICT = "district"
    VILLAGE = "village"


_LEVELS: Final = {
    _PROVINCE_LENGTH: Level.PROVINCE,
    _REGENCY_LENGTH: Level.REGENCY,
    _DISTRICT_LENGTH: Level.DISTRICT,
    _VILLAGE_LENGTH: Level.VILLAGE,
}
"""By the length of a dotted code, from the largest to the smallest."""


@dataclass(frozen=True, slots=True)
class Region:
    """A place with its dotted code: "35", "35.26", "35.26.08" or "35.26.08.2012"."""

    code: str
    name: str

    @property
    def level(self) -> Level:
        return _LEVELS[len(self.code)]

    @property
    def parent(self) -> str | None:
        """The code one level up; None for a province."""
        return self.code.rpartition(".")[0] or None

    @property
    def is_kelurahan(self) -> bool:
        """Whether the last part is 1xxx (kelurahan) and not 2xxx (desa)."""
        return self.level is Level.VILLAGE and self.code[9] == "1"


@dataclass(frozen=True, slots=True)
class One:
    """A single clear answer; ``exact`` is False where the spelling differed: ask to confirm."""

    region: Region
    exact: bool


@dataclass(frozen=True, slots=True)
class Several:
    """Two to five possible places, the likeliest first."""

    regions: tuple[Region, ...]


@dataclass(frozen=True, slots=True)
class Nothing:
    """No place of that name here."""


Found = One | Several | Nothing
_Ranked = list[tuple[float, str]]


def dotted(code: str) -> str | None:
    """Return "35.26.08.2012" for "3526082012" and the like; None where it is no code."""
    parts = _CODE.fullmatch(digits(code))
    return ".".join(filter(None, parts.groups())) if parts else None


@dataclass(frozen=True, slots=True, eq=False)
class Regions:
    """The whole code list, and searches in a part of it.

    Held as sorted lines "code,name" (about 8 MB for the country); an index for a search is
    built when first needed and kept. ``served``: the regencies searched unless told otherwise.
    """

    lines: tuple[str, ...]
    aliases: tuple[tuple[str, str], ...] = ()
    served: tuple[str, ...] = ()
    _indexes: dict[tuple[int, tuple[str, ...]], NameIndex] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @classmethod
    def from_csv_text(cls, text: str, aliases_toml: str = "") -> Self:
        """Take the text of ``data/wilayah.csv.gz`` (unpacked) and of ``wilayah_aliases.toml``."""
        aliases = tomllib.loads(aliases_toml).get("alias", [])
        pairs = tuple((alias["code"], name) for alias in aliases for name in alias["names"])
        return cls(tuple(sorted(text.splitlines())), pairs)

    @classmethod
    def from_rows(
        cls, rows: Iterable[tuple[str, str]], aliases: Iterable[tuple[str, str]] = ()
    ) -> Self:
        """Take (dotted code, name) pairs in any order."""
        return cls(tuple(sorted(f"{code},{name}" for code, name in rows)), tuple(aliases))

    def within(self, codes: Iterable[str]) -> Self:
        """Return the same list with the regencies that this office serves, indexes built."""
        served = tuple(sorted(codes))
        return type(self)(self.lines, self.aliases, served)

    def __post_init__(self) -> None:
        if self.served:
            self._index(_DISTRICT_LENGTH, self.served)
            self._index(_VILLAGE_LENGTH, self.served)

    def get(self, code: str) -> Region | None:
        """Return the region of a dotted code, or None."""
        at = bisect_left(self.lines, f"{code},")
        if at == len(self.lines) or not self.lines[at].startswith(f"{code},"):
            return None
        return _region(self.lines[at])

    def known(self, code: str) -> bool:
        return self.get(code) is not None

    def name(self, code: str) -> str:
        """Return the name without "Kabupaten"; the code itself where it is unknown."""
        region = self.get(code)
        return region.name.removeprefix(_KABUPATEN) if region else code

    def path(self, code: str) -> tuple[str, ...]:
        """Return the names from the place up to the regency: "Labuhan", "Sepulu", "Bangkalan"."""
        lengths = [length for length in _LEVELS if _PROVINCE_LENGTH < length <= len(code)]
        return tuple(self.name(code[:length]) for length in reversed(lengths))

    def children(self, code: str) -> tuple[Region, ...]:
        """Return the places one level down, by code; the provinces for ""."""
        length = next((length for length in _LEVELS if length > len(code)), 0)
        return tuple(_region(line) for line in self._below(code, length))

    def named(self, length: int) -> Iterator[tuple[str, str]]:
        """Give (code, name) of the places served whose code has this length, aliases too."""
        if length > _REGENCY_LENGTH:
            yield from self._names(length, self.served)
            return
        yield from ((code, self.name(code).removeprefix(_KOTA)) for code in self.served)
        yield from (pair for pair in self.aliases if pair[0] in self.served)

    def find_regency(self, text: str) -> Found:
        """Find a kabupaten or kota anywhere in the country."""
        return self._choose(
            self._index(_REGENCY_LENGTH, ("",)).search(without_prefixes(words(text)))
        )

    def find_district(self, text: str, regencies: Collection[str] | None = None) -> Found:
        """Find a kecamatan in these regencies (None: those served)."""
        return self._choose(self._districts(words(text), self._scope(regencies)))

    def find_village(self, text: str, district: str) -> Found:
        """Find a desa or kelurahan inside one kecamatan; its name may follow the village's."""
        spoken = words(text)
        tails = tuple(squeeze(words(name)) for name in self.path(district))
        return self._choose(self._villages(spoken, (district,), tails))

    def find_village_anywhere(self, text: str, regencies: Collection[str] | None = None) -> Found:
        """Find a village in these regencies: "Kelbung" gives two, "Kelbung Galis" one."""
        spoken, scope = words(text), self._scope(regencies)
        tails = tuple(squeeze(words(self.name(code))) for code in scope)
        plain = self._villages(spoken, scope, tails)
        if plain and not plain[0][0] and not _DISTRICT_MARKS & set(spoken[1:]):
            return self._choose(plain)
        return self._choose(self._split(without_tail(spoken, tails), scope) or plain)

    def _scope(self, regencies: Collection[str] | None) -> tuple[str, ...]:
        return self.served if regencies is None else tuple(sorted(regencies))

    def _districts(self, spoken: tuple[str, ...], scope: tuple[str, ...]) -> _Ranked:
        tails = tuple(squeeze(words(self.name(code))) for code in scope)
        said = between(spoken, _DISTRICT_MARKS, _REGENCY_MARKS | _VILLAGE_MARKS)
        variants = (*without_prefixes(said), *without_prefixes(without_tail(said, tails)))
        return self._index(_DISTRICT_LENGTH, scope).search(variants)

    def _villages(
        self, spoken: tuple[str, ...], scope: tuple[str, ...], tails: Collection[str]
    ) -> _Ranked:
        said = between(spoken, _VILLAGE_MARKS, _REGENCY_MARKS | _DISTRICT_MARKS)
        variants = (*without_prefixes(said), *without_prefixes(without_tail(said, tails)))
        return self._index(_VILLAGE_LENGTH, scope).search(variants)

    def _split(self, spoken: tuple[str, ...], scope: tuple[str, ...]) -> _Ranked:
        """Read the words as a village and its kecamatan, in either order; the cheapest reading."""
        costs: dict[str, float] = {}
        for at in range(1, len(spoken)):
            for village, district in ((spoken[:at], spoken[at:]), (spoken[at:], spoken[:at])):
                for cost, code in self._pair(village, district, scope):
                    costs[code] = min(cost, costs.get(code, cost))
        return sorted((cost, code) for code, cost in costs.items())

    def _pair(
        self, village: tuple[str, ...], district: tuple[str, ...], scope: tuple[str, ...]
    ) -> Iterator[tuple[float, str]]:
        for district_cost, code in self._districts(district, scope):
            for cost, found in self._villages(village, (code,), ()):
                yield cost + district_cost, found

    def _index(self, length: int, scope: tuple[str, ...]) -> NameIndex:
        index = self._indexes.get((length, scope))
        if index is None:
            index = self._indexes[length, scope] = NameIndex.build(self._names(length, scope))
        return index

    def _names(self, length: int, scope: tuple[str, ...]) -> Iterator[tuple[str, str]]:
        for code in scope:
            for line in self._below(code, length):
                region = _region(line)
                yield region.code, region.name
                if length == _REGENCY_LENGTH:
                    yield region.code, region.name.removeprefix(_KABUPATEN).removeprefix(_KOTA)
            yield from (
                pair
                for pair in self.aliases
                if len(pair[0]) == length and pair[0].startswith(code)
            )

    def _below(self, code: str, length: int) -> Iterator[str]:
        """Give the lines under a code whose own code has this length."""
        start = bisect_left(self.lines, f"{code}.") if code else 0
        end = bisect_left(self.lines, f"{code}/") if code else len(self.lines)
        for line in self.lines[start:end]:
            if line.find(",") == length:
                yield line

    def _choose(self, ranked: _Ranked) -> Found:
        """One where the first is clearly nearer than the second, else the nearest few."""
        if not ranked:
            return Nothing()
        best = ranked[0][0]
        gap = _WIDE_GAP if best >= _WIDE_GAP else _GAP
        near = [code for cost, code in ranked if cost < best + gap]
        regions = tuple(filter(None, map(self.get, near[:_MOST_OFFERED])))
        return One(regions[0], exact=not best) if len(regions) == 1 else Several(regions)


def _region(line: str) -> Region:
    code, _, name = line.partition(",")
    return Region(code, name)
