from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bansos.programmes import (
    Component,
    Period,
    Programme,
    read_component,
    read_period,
    read_programme,
)

PERIODS = st.builds(Period, st.integers(2007, 2099), st.integers(1, 4))


@pytest.mark.parametrize(
    ("text", "programme"),
    [
        ("PKH", Programme.PKH),
        (" pkh ", Programme.PKH),
        ("Program Keluarga Harapn", Programme.PKH),
        ("BPNT", Programme.SEMBAKO),
        ("bnpt", Programme.SEMBAKO),
        ("Sembako/BPNT", Programme.SEMBAKO),
        ("PBI-JKN", Programme.PBI_JKN),
        ("KIS", Programme.PBI_JKN),
        ("bpjs gratis", Programme.PBI_JKN),
        ("phk", None),
        ("", None),
        ("PIP", None),
        ("x" * 10_000, None),
    ],
)
def test_a_programme_by_any_of_its_names(text: str, programme: Programme | None) -> None:
    assert read_programme(text) is programme


@pytest.mark.parametrize(
    ("text", "component"),
    [
        ("Ibu Hamil/Nifas", Component.IBU_HAMIL),
        ("anak usia dini", Component.ANAK_USIA_DINI),
        ("SD/MI", Component.SD),
        ("Anak SMP", Component.SMP),
        ("SMA", Component.SMA),
        ("Lanjut Usia", Component.LANSIA),
        ("disabilitas", Component.DISABILITAS_BERAT),
        ("kucing", None),
    ],
)
def test_a_component(text: str, component: Component | None) -> None:
    assert read_component(text) is component


@pytest.mark.parametrize(
    "text",
    [
        "TW4 2026",
        "TW 4 TAHUN 2026",
        "tw-iv 2026",
        "TW IV/2026",
        "T4 2026",
        "2026T4",
        "Q4-2026",
        "tahap 4 tahun 2026",
        "triwulan IV 2026",
        "Oktober-Desember 2026",
        "Oktober–Desember 2026",
        "okt-des 2026",
        "OKT s/d DES 2026",
        "okt 2026 - des 2026",
        "Nopember 2026",
        "oktobr 2026",
        "2026-10",
        "12/2026",
    ],
)
def test_a_period_however_it_is_written(text: str) -> None:
    assert read_period(text) == Period(2026, 4)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026",
        "TW1",
        "tw5 2026",
        "jan-apr 2026",
        "okt 2025-jan 2026",
        "2026-13",
        "2026-00",
        "2001-01",
        "besok",
        "9" * 10_000,
    ],
)
def test_no_period(text: str) -> None:
    assert read_period(text) is None


def test_a_period_is_spoken_by_its_months() -> None:
    assert Period(2026, 4).spoken == "Oktober–Desember 2026"
    assert Period(2026, 4).months == (10, 12)


@pytest.mark.parametrize(("year", "quarter"), [(2026, 0), (2026, 5), (1999, 1)])
def test_there_is_no_such_period(year: int, quarter: int) -> None:
    with pytest.raises(ValueError, match="no such period"):
        Period(year, quarter)


@given(PERIODS)
def test_a_key_and_a_spoken_period_read_back(period: Period) -> None:
    assert read_period(period.key) == period
    assert read_period(period.spoken) == period


@given(PERIODS)
def test_the_next_period_is_the_only_one_between(period: Period) -> None:
    assert period < period.next
    assert (period.next.year * 4 + period.next.quarter) - (period.year * 4 + period.quarter) == 1


@given(st.dates(date(2007, 1, 1), date(2099, 12, 31)))
def test_a_day_lies_in_its_period(day: date) -> None:
    first, last = Period.of(day).months

    assert first <= day.month <= last


@given(st.text(max_size=80))
def test_no_text_can_break_a_reader(text: str) -> None:
    read_period(text)
    read_programme(text)
    read_component(text)
