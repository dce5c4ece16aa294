"""Where somebody lives, out of free words: a village, or the few that may be meant.

"desaku klabuhan kec sepuluh rt 2/5" holds a desa, its kecamatan, an RT and an RW, in any order
and any spelling.  Every run of words is held against the names of all three levels; the cheapest
reading in which they lie in each other wins, and where two readings cost about the same, both are
offered.  Cost grows with words times names: some 0.3 ms for four words in four kabupaten.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final, Self, TypeAlias

from bansos.place_names import words
from bansos.regions import Level, Nothing, One, Region, Regions, Several
from bansos.spellings import Names

VILLAGE, DISTRICT, REGENCY, BELOW = "desa", "kecamatan", "kabupaten", "dusun"
_LENGTHS: Final = {REGENCY: 5, DISTRICT: 8, VILLAGE: 13}
_MARKS: Final = {
    VILLAGE: "desa ds dsa desaku desane desanya deso disa dhisa kel kelurahan klurahan lurah",
    DISTRICT: "kec kecamatan kcmtn kcamatan kecamtan kecmatan kecematan kc camat",
    REGENCY: "kab kabupaten kbupaten kabupten kabupatn kb prov provinsi propinsi",
    BELOW: "dusun dsn dus kampung kampong kp kmp lingkungan jl jln jalan gang gg blok perumahan",
}
_LEVEL_OF: Final = {mark: level for level, marks in _MARKS.items() for mark in marks.split()}
_IDLE_WORDS: Final = """
saya sy sya aku ak aq ku kula engko sengko ambo awak kami rumah rmh rumahku rumahnya tinggal tggl
tnggal alamat alamatku alamatnya almt orang org oreng wong warga wrg asal asli domisili dari dr
di d ke neng ning nang e yang yg itu ini ada kok dan pak bu ibu bapak mbak mas kak min mohon tolong
maaf nya sini situ jawa timur jatim bengkulu madura indonesia kota no nomor namanya nama adalah
ialah masuk wilayah daerah dekat deket sebelah bagian
"""
_IDLE: Final = frozenset(_IDLE_WORDS.split())
_RT_RW: Final = re.compile(
    r"\b(?:r[\s.]?t|erte)[\s./:-]*(?:r[\s.]?w[\s./:-]*)?0*(\d{1,3})"
    r"(?:[\s./,:-]*(?:(?:r[\s.]?w|erwe)[\s.:-]*)?0*(\d{1,3}))?",
    re.IGNORECASE,
)
_RW: Final = re.compile(r"\b(?:r[\s.]?w|erwe)[\s./:-]*0*(\d{1,3})", re.IGNORECASE)
_LONGEST_TEXT: Final = 160
_MOST_WORDS: Final = 14
_LONGEST_NAME: Final = 4
_MOST_OFFERED: Final = 5
# Costs: 1 is about one typing error.
_LEFT_OVER: Final = 0.8
_LEFT_NAME: Final = 1.6
_MOST_LEFT: Final = 3.2
_STRAY: Final = 2.4
_MARK_AGREES: Final = -0.4
_MARK_DIFFERS: Final = 1.6
_BELOW_MARK: Final = 1.2
_TOO_FAR: Final = 4.0
_GAP: Final = 1.0
_SURE_ALONE: Final = 0.5
_SURE_WITH_DISTRICT: Final = 1.2
_WIDE_GAP: Final = 1.6


@dataclass(frozen=True, slots=True)
class Address:
    """What the words say.  ``rt`` and ``rw`` are digits without leading zeros, or empty."""

    found: One | Several | Nothing
    """The village.  One that is not ``exact`` is to be confirmed."""
    district: Region | None = None
    """The kecamatan that was named."""
    regency: Region | None = None
    """The kabupaten, where nothing smaller was found."""
    rt: str = ""
    rw: str = ""
    bare: bool = False
    """The village carries the name of its kecamatan and was not called a desa: ask which."""


@dataclass(frozen=True, slots=True)
class _Run:
    """Some words in a row, and the mark before them ("kec")."""

    start: int
    end: int
    spoken: tuple[str, ...]
    mark: str

    def meets(self, other: Self) -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class _Hit:
    """A run read as a place of one level."""

    run: _Run
    cost: float
    code: str
    spelt: bool = True
    """The name is spelt as in the list."""


@dataclass(frozen=True, slots=True)
class _Words:
    """The words, and what each costs where a reading leaves it over."""

    prices: tuple[float, ...]

    @classmethod
    def of(cls, spoken: tuple[str, ...], hits: Mapping[str, tuple[_Hit, ...]]) -> Self:
        named = {
            at
            for found in hits.values()
            for hit in found
            if hit.spelt
            for at in range(hit.run.start, hit.run.end)
        }
        return cls(tuple(_price(word, named=at in named) for at, word in enumerate(spoken)))

    def left(self, *runs: _Run) -> float:
        """Add up what these runs leave over."""
        covered = {at for run in runs for at in range(run.start, run.end)}
        left = sum(price for at, price in enumerate(self.prices) if at not in covered)
        return min(left, _MOST_LEFT)


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to understand the whole text."""

    village: _Hit
    cost: float
    district: _Hit | None = None
    left: float = 0.0
    """The price of the words left over."""
    doubted: bool = False
    """A kecamatan was named in which there is no such village."""


_Hits: TypeAlias = Mapping[str, tuple[_Hit, ...]]


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The names of the served area, ready to be met in free words."""

    regions: Regions
    names: Mapping[str, Names]
    """By level."""
    inside: dict[str, Names] = field(default_factory=dict, repr=False)
    """By kecamatan, built when first needed."""

    @classmethod
    def of(cls, regions: Regions) -> Self:
        """Take the regions that ``within`` was called on."""
        return cls(
            regions,
            {level: Names.build(regions.named(length)) for level, length in _LENGTHS.items()},
        )

    def read(self, text: str) -> Address:
        """Read free words."""
        rest, rt, rw = split_rt_rw(text[:_LONGEST_TEXT])
        spoken = tuple(_unglued(words(rest)))[:_MOST_WORDS]
        runs = tuple(_runs(spoken))
        hits = {level: tuple(self._hits(runs, level)) for level in _LENGTHS}
        hits[VILLAGE] += tuple(self._inside(runs, hits[DISTRICT]))
        return replace(self._best(_Words.of(spoken, hits), hits), rt=rt, rw=rw)

    def _hits(self, runs: tuple[_Run, ...], level: str) -> Iterator[_Hit]:
        for run in runs:
            shift = _marked(run.mark, level)
            for cost, code in self.names[level].near(run.spoken):
                if cost + shift < _TOO_FAR:
                    yield _Hit(run, cost + shift, code, spelt=not cost)

    def _inside(self, runs: tuple[_Run, ...], districts: tuple[_Hit, ...]) -> Iterator[_Hit]:
        """Look closer where the kecamatan is clear: among twenty names one more error may be."""
        for district in districts:
            if district.cost > _SURE_WITH_DISTRICT:
                continue
            for run in runs:
                if run.meets(district.run):
                    continue
                shift = _marked(run.mark, VILLAGE)
                for cost, code in self._names_in(district.code).near(run.spoken, more=1):
                    yield _Hit(run, cost + shift, code, spelt=not cost)

    def _names_in(self, district: str) -> Names:
        if district not in self.inside:
            villages = self.regions.children(district)
            self.inside[district] = Names.build((one.code, one.name) for one in villages)
        return self.inside[district]

    def _best(self, spoken: _Words, hits: _Hits) -> Address:
        readings = self._readings(spoken, hits)
        if readings:
            return self._decided(readings)
        above = [hit for hit in (*hits[DISTRICT], *hits[REGENCY]) if hit.cost < _STRAY]
        nearest = min(above, key=lambda hit: hit.cost, default=None)
        place = self.regions.get(nearest.code) if nearest else None
        if place is None:
            return Address(Nothing())
        small = place.level is Level.DISTRICT
        return Address(Nothing(), place if small else None, None if small else place)

    def _readings(self, spoken: _Words, hits: _Hits) -> list[_Reading]:
        """Give every village that the words may name, its cheapest reading, cheapest first."""
        best: dict[str, _Reading] = {}
        above = {hit.run for level in (DISTRICT, REGENCY) for hit in hits[level]
                 if hit.run.mark == level and hit.cost < 1}  # fmt: skip
        for village in hits[VILLAGE]:
            if village.run in above:
                continue
            reading = self._around(village, spoken, hits)
            before = best.get(village.code)
            if before is None or reading.cost < before.cost:
                best[village.code] = reading
        return sorted(filter(_likely, best.values()), key=lambda one: one.cost)

    def _around(self, village: _Hit, spoken: _Words, hits: _Hits) -> _Reading:
        """Find the kecamatan and kabupaten that make a village's reading cheapest."""
        above = [
            hit
            for level in (DISTRICT, REGENCY)
            for hit in hits[level]
            if not hit.run.meets(village.run)
        ]
        around = [hit for hit in above if village.code.startswith(hit.code)]
        pairs = [
            (one, two)
            for one in around
            for two in around
            if len(two.code) < len(one.code) and not two.run.meets(one.run)
        ]
        readings = [
            _reading(village, spoken, chosen)
            for chosen in ((), *((one,) for one in around), *pairs)
        ]
        best = min(readings, key=lambda one: one.cost)
        elsewhere = any(
            hit.spelt and hit.run.mark == DISTRICT and not village.code.startswith(hit.code)
            for hit in above
        )
        return replace(best, doubted=elsewhere and best.district is None)

    def _decided(self, readings: list[_Reading]) -> Address:
        first = readings[0]
        near = [one for one in readings if one.cost < first.cost + _GAP]
        places = tuple(
            place for one in near[:_MOST_OFFERED] if (place := self.regions.get(one.village.code))
        )
        if len(places) > 1:
            return Address(Several(places))
        sure = self._sure(first, readings[1:])
        district = self.regions.get(first.district.code) if first.district else None
        return Address(One(places[0], exact=sure), district, bare=self._bare(first))

    def _sure(self, first: _Reading, others: list[_Reading]) -> bool:
        """Tell whether nobody needs to be asked: the name as it is, or close and with its kec."""
        if first.doubted or (first.left and self._namesake(first)):
            return False
        if first.village.spelt and first.village.cost < _SURE_ALONE:
            return True
        if others and others[0].cost < first.cost + _WIDE_GAP:
            return False
        return first.district is not None and first.village.cost <= _SURE_WITH_DISTRICT

    def _bare(self, first: _Reading) -> bool:
        """Tell whether only "sepulu" was said: a kecamatan, or the desa of that name in it."""
        marked = first.village.run.mark == VILLAGE
        return not marked and first.district is None and self._namesake(first)

    def _namesake(self, first: _Reading) -> bool:
        """Tell whether the village is called like its kecamatan."""
        name = self.regions.name(first.village.code)
        return name == self.regions.name(first.village.code[: _LENGTHS[DISTRICT]])


@lru_cache(maxsize=8)
def gazetteer(regions: Regions) -> Gazetteer:
    """Give the gazetteer of these regions; built once, some 10 ms."""
    return Gazetteer.of(regions)


def split_rt_rw(text: str) -> tuple[str, str, str]:
    """Take RT and RW out: (the rest, RT, RW); "rt 02/05", "rt/rw 2/5", "RT.2 RW.5", "rt02rw05"."""
    rt = rw = ""
    if found := _RT_RW.search(text):
        rt, rw = found[1], found[2] or ""
        text = f"{text[: found.start()]} , {text[found.end() :]}"
    if found := _RW.search(text):
        rw = rw or found[1]
        text = f"{text[: found.start()]} , {text[found.end() :]}"
    return text, rt, rw


def _marked(mark: str, level: str) -> float:
    if not mark:
        return 0.0
    if mark == level:
        return _MARK_AGREES
    return _BELOW_MARK if mark == BELOW and level == VILLAGE else _MARK_DIFFERS


def _unglued(spoken: tuple[str, ...]) -> Iterator[str]:
    """Part "kecsepulu" and "ds.labuhan" from their marks; names that begin so stay whole."""
    for word in spoken:
        if word in _LEVEL_OF:
            yield word
            continue
        mark = next((one for one in _GLUED if word.startswith(one)), "")
        if mark and len(word) - len(mark) >= _LONGEST_NAME:
            yield f"{mark}+{word[len(mark) :]}"
        else:
            yield word


_GLUED: Final = ("kecamatan", "kabupaten", "kelurahan", "desa", "kec", "kab")


def _runs(spoken: tuple[str, ...]) -> Iterator[_Run]:
    """Give every run of up to four words without a mark in it, with the mark before it."""
    for start, word in enumerate(spoken):
        level = _LEVEL_OF.get(word)
        if level and level != BELOW:
            continue
        mark = _LEVEL_OF.get(spoken[start - 1], "") if start else ""
        if level:  # "Dusun Pulau" and "Kampung Bogor" are names of desa
            yield from (run for run in _grown(spoken, start, mark, word) if len(run.spoken) > 1)
            continue
        glued, _, rest = word.partition("+")
        if rest:
            yield from _grown(spoken, start, _LEVEL_OF[glued], rest)
        yield from _grown(spoken, start, mark, glued + rest)


def _grown(spoken: tuple[str, ...], start: int, mark: str, first: str) -> Iterator[_Run]:
    run: tuple[str, ...] = (first,)
    for end in range(start + 1, min(len(spoken), start + _LONGEST_NAME) + 1):
        if end > start + 1:
            word = spoken[end - 1]
            if word in _LEVEL_OF:
                return
            run = (*run, word.replace("+", ""))
        if not all(one in _IDLE for one in run):
            yield _Run(start, end, run, mark)


def _reading(village: _Hit, spoken: _Words, above: tuple[_Hit, ...]) -> _Reading:
    left = spoken.left(village.run, *(hit.run for hit in above))
    cost = village.cost + sum(hit.cost for hit in above) + left
    district = next((hit for hit in above if len(hit.code) == _LENGTHS[DISTRICT]), None)
    return _Reading(village, cost, district, left)


def _likely(reading: _Reading) -> bool:
    """Tell whether a reading is worth a question; a stray word near some name is not."""
    held = reading.village.run.mark == VILLAGE or reading.district is not None
    return reading.cost < (_TOO_FAR if held or reading.village.spelt else _STRAY)


def _price(word: str, *, named: bool) -> float:
    if word in _LEVEL_OF or word in _IDLE:
        return 0.0
    return _LEFT_NAME if named else _LEFT_OVER
