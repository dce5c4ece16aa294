"""The programmes, what counts in them, and the quarters in which they are paid."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Final, Self, TypeVar

from rapidfuzz.distance import OSA


class Programme(StrEnum):
    """PKH and Sembako are paid to a family; the PBI-JKN premium is per person."""

    PKH = "pkh"
    SEMBAKO = "sembako"
    PBI_JKN = "pbi_jkn"


class Component(StrEnum):
    """What PKH counts in a family (Permensos 1/2018); at most four persons are counted."""

    IBU_HAMIL = "ibu_hamil"
    ANAK_USIA_DINI = "anak_usia_dini"
    SD = "sd"
    SMP = "smp"
    SMA = "sma"
    LANSIA = "lansia"
    DISABILITAS_BERAT = "disabilitas_berat"
    KORBAN_HAM_BERAT = "korban_ham_berat"


# Names as people and offices write them, without spaces and marks. "phk" (layoff) is no name of
# PKH: whoever writes it must be asked.
_PROGRAMMES: Final = {
    Programme.PKH: "pkh pkhh programkeluargaharapan keluargaharapan bantuanpkh bansospkh",
    Programme.SEMBAKO: (
        "sembako bpnt bnpt bpmt bntp bptn bansossembako programsembako bantuansembako "
        "sembakobpnt bpntsembako bantuanpangannontunai bantuanpangan kartusembako"
    ),
    Programme.PBI_JKN: (
        "pbijkn pbi pbijk pbikis kis kispbi jknkis pbijknkis bpjsgratis bpjspbi pbibpjs "
        "kartuindonesiasehat bpjskis jkn penerimabantuaniuran"
    ),
}
_COMPONENTS: Final = {
    Component.IBU_HAMIL: "ibuhamil bumil hamil ibuhamilnifas nifas ibunifas ibuhamildannifas",
    Component.ANAK_USIA_DINI: "anakusiadini usiadini aud balita paud anakbalita anakusia06",
    Component.SD: "sd mi sdmi anaksd anaksdmi sekolahdasar sderajatsd sdsederajat",
    Component.SMP: "smp mts smpmts anaksmp anaksmpmts smpsederajat",
    Component.SMA: "sma smk ma smama smasmk smasmkma anaksma anaksmama smasederajat slta",
    Component.LANSIA: "lansia lanjutusia lanjutusia60 lansia60 lansia70 jompo",
    Component.DISABILITAS_BERAT: (
        "disabilitasberat disabilitas difabel penyandangdisabilitas cacat"
    ),
    Component.KORBAN_HAM_BERAT: "korbanhamberat pelanggaranhamberat hamberat korbanpelanggaranham",
}
_Key = TypeVar("_Key", bound=StrEnum)


def _by_name(names: dict[_Key, str]) -> dict[str, _Key]:
    return {name: key for key, spelled in names.items() for name in spelled.split()}


_PROGRAMME_BY_NAME: Final = _by_name(_PROGRAMMES)
_COMPONENT_BY_NAME: Final = _by_name(_COMPONENTS)
_SHORTEST_WITH_ERROR: Final = 6


@lru_cache(maxsize=256)
def read_programme(text: str) -> Programme | None:
    """Return the programme of that name; one typing error is forgiven in names of 6 letters."""
    return _near(_plain(text), _PROGRAMME_BY_NAME)


@lru_cache(maxsize=256)
def read_component(text: str) -> Component | None:
    return _near(_plain(text), _COMPONENT_BY_NAME)


def _plain(text: str) -> str:
    return "".join(char for char in text[:60].casefold() if char.isalnum())


def _near(said: str, names: dict[str, _Key]) -> _Key | None:
    if said in names or len(said) < _SHORTEST_WITH_ERROR:
        return names.get(said)
    near = {key for name, key in names.items() if OSA.distance(said, name, score_cutoff=1) <= 1}
    return near.pop() if len(near) == 1 else None


_MONTHS: Final = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
_QUARTERS: Final = 4
_MONTHS_A_QUARTER: Final = 3
_FIRST_YEAR: Final = 2007  # PKH began
_MONTH_STARTS: Final = {name[:3].lower(): number for number, name in enumerate(_MONTHS, 1)} | {
    "agt": 8, "ags": 8, "mrt": 3, "may": 5, "aug": 8, "oct": 10, "dec": 12, "peb": 2, "nop": 11,
}  # fmt: skip
_YEAR: Final = re.compile(r"(?<!\d)20\d\d(?!\d)")
_QUARTER: Final = re.compile(
    r"(?<![a-z])(?:tw|t|q|tahap|thp|triwulan|tri ?wulan|kuartal|kw)[ .\-]{0,2}"
    r"(?P<number>[1-4]|iv|i{1,3})(?![\da-z])"
)
_ROMAN: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_MONTH_WORD: Final = re.compile(r"[a-z]{3,9}")
_MONTH_NUMBER: Final = re.compile(
    r"(?P<year>20\d\d)[-/. ](?P<month>\d{1,2})|(?P<month2>\d{1,2})[-/. ](?P<year2>20\d\d)"
)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A calendar quarter: T1 January-March ... T4 October-December. Older comes first.

    A stage (tahap) of news before 2025 may mean two months and does not map to a quarter.
    """

    year: int
    quarter: int

    def __post_init__(self) -> None:
        if not 1 <= self.quarter <= _QUARTERS or self.year < _FIRST_YEAR:
            raise ValueError(f"no such period: {self.year} quarter {self.quarter}")

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.year, (day.month - 1) // _MONTHS_A_QUARTER + 1)

    @property
    def key(self) -> str:
        """For keeping: "2026T4"; ``read_period`` reads it back."""
        return f"{self.year}T{self.quarter}"

    @property
    def months(self) -> tuple[int, int]:
        """First and last month, 1-12."""
        first = (self.quarter - 1) * _MONTHS_A_QUARTER + 1
        return first, first + _MONTHS_A_QUARTER - 1

    @property
    def spoken(self) -> str:
        """In Indonesian: "Oktober–Desember 2026"."""
        first, last = self.months
        return f"{_MONTHS[first - 1]}–{_MONTHS[last - 1]} {self.year}"

    @property
    def next(self) -> Self:
        later = self.year * _QUARTERS + self.quarter
        return type(self)(later // _QUARTERS, later % _QUARTERS + 1)


@lru_cache(maxsize=1024)
def read_period(text: str) -> Period | None:
    """Read "TW1 2026", "Oktober-Desember 2026", "okt-des 2026", "2026T4", "2026-10" and so on.

    Months must lie in one quarter; without a four-digit year there is no period.
    """
    said = text[:60].casefold()
    years = set(_YEAR.findall(re.sub(r"(?<=\d)t(?=\d)", " t", said)))
    if len(years) != 1:
        return None
    quarters = _quarters(re.sub(r"(?<=\d)(?=[tq])", " ", said))
    year = int(years.pop())
    return Period(year, quarters.pop()) if len(quarters) == 1 and year >= _FIRST_YEAR else None


def _quarters(said: str) -> set[int]:
    """Return every quarter that the text names, however it does."""
    named = _QUARTER.search(said)
    if named:
        number = named["number"]
        return {_ROMAN.get(number) or int(number)}
    months = {_month(word) for word in _MONTH_WORD.findall(said)} - {0}
    numbered = None if months else _MONTH_NUMBER.fullmatch(said.strip())
    if numbered:
        months = {int(numbered["month"] or numbered["month2"])}
    return {(month - 1) // _MONTHS_A_QUARTER + 1 for month in months if 1 <= month <= len(_MONTHS)}


def _month(word: str) -> int:
    """Return the month, or 0: a longer word must be its name, one error allowed."""
    number = _MONTH_STARTS.get(word[:3], 0)
    name = _MONTHS[number - 1].casefold()
    short = len(word) <= _MONTHS_A_QUARTER + 1
    return number if number and (short or OSA.distance(word, name) <= 1) else 0
