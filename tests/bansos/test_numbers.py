from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bansos.numbers import Fault, FaultKind, Kk, Nik, Sex, digits, mask, read_kk, read_nik

TODAY = date(2026, 11, 21)
SITI = "3526084507820003"
FAMILY = "3526081203120004"


@pytest.mark.parametrize(
    "text",
    [
        SITI,
        "3526 0845 0782 0003",
        "3526.0845.0782.0003",
        "3526-0845-0782-0003",
        " 3526084507820003\n",
        "NIK saya 3526 0845 0782 0003 bu",
        "nik:3526084507820003",
        "٣٥٢٦٠٨٤٥٠٧٨٢٠٠٠٣",
        "３５２６０８４５０７８２０００３",
        "3526\x00084507820003",
        "3526084507820003\ud800",
        "\u200b3526084507820003\u202c",
        "NIK ３５２６０８４５０７８２０００３",
    ],
)
def test_a_nik_however_it_is_typed(text: str) -> None:
    nik = read_nik(text, TODAY)

    assert isinstance(nik, Nik)
    assert nik.value == SITI
    assert nik.birth_date == date(1982, 7, 5)
    assert nik.other_birth_date is None
    assert nik.sex is Sex.FEMALE
    assert (nik.region, nik.district, nik.serial) == ("352608", "35.26.08", "0003")
    assert nik.masked == "35••••••••••••03"
    assert SITI not in repr(nik)


@pytest.mark.parametrize(
    ("text", "kind", "count"),
    [
        ("", FaultKind.EMPTY, 0),
        (" .-\x00", FaultKind.EMPTY, 0),
        ("😀" * 4096, FaultKind.NOT_DIGITS, 0),
        ("saya tidak hafal", FaultKind.NOT_DIGITS, 0),
        ("anak 3 orang", FaultKind.NOT_DIGITS, 1),
        ("35260845078200", FaultKind.TOO_SHORT, 14),
        ("nik saya 35260845078200", FaultKind.TOO_SHORT, 14),
        ("120004", FaultKind.TOO_SHORT, 6),
        ("35260845078200034", FaultKind.TOO_LONG, 17),
        ("9" * 100_000, FaultKind.TOO_LONG, 100_000),
        (f"{SITI} {FAMILY}", FaultKind.TOO_LONG, 32),
        ("352708123456789", FaultKind.IS_PKH_NUMBER, 15),
        ("999999999999999", FaultKind.TOO_SHORT, 15),
        ("3526088107820003", FaultKind.BAD_DAY, 16),
        ("3526080007820003", FaultKind.BAD_DAY, 16),
        ("3526084007820003", FaultKind.BAD_DAY, 16),
        ("3526083207820003", FaultKind.BAD_DAY, 16),
        ("3526083102820003", FaultKind.BAD_DATE, 16),
        ("3526080113820003", FaultKind.BAD_DATE, 16),
        ("3526082902010003", FaultKind.BAD_DATE, 16),
        ("3526084507820000", FaultKind.SERIAL_ZERO, 16),
        ("6013011234567898", FaultKind.IS_CARD, 16),
        ("KK 3526081203120004", FaultKind.IS_KK, 16),
        ("pin saya 123456", FaultKind.IS_PIN, 0),
        ("kode otp 1234", FaultKind.IS_PIN, 0),
    ],
)
def test_a_refused_nik_says_why(text: str, kind: FaultKind, count: int) -> None:
    assert read_nik(text, TODAY) == Fault(kind, count)


@pytest.mark.parametrize(
    ("born", "birth_date", "other"),
    [
        ("211126", date(2026, 11, 21), date(1926, 11, 21)),
        ("221126", date(1926, 11, 22), None),
        ("010120", date(2020, 1, 1), date(1920, 1, 1)),
        ("010105", date(2005, 1, 1), None),
        ("311206", date(2006, 12, 31), date(1906, 12, 31)),
        ("290200", date(2000, 2, 29), None),
        ("290228", date(1928, 2, 29), None),
        ("010127", date(1927, 1, 1), None),
    ],
)
def test_the_century_is_the_newest_that_is_not_in_the_future(
    born: str,
    birth_date: date,
    other: date | None,
) -> None:
    nik = read_nik(f"352608{born}0001", TODAY)

    assert isinstance(nik, Nik)
    assert (nik.birth_date, nik.other_birth_date) == (birth_date, other)


@pytest.mark.parametrize(
    "text",
    [
        f"nik {SITI} kk {FAMILY}",
        f"KK {FAMILY}, NIK {SITI}",
        f"kk: {FAMILY}\nnik: {SITI}",
        f"No KK = 3526 0812 0312 0004 / NIK = {SITI}",
    ],
)
def test_both_numbers_in_one_message(text: str) -> None:
    nik, kk = read_nik(text, TODAY), read_kk(text, TODAY)

    assert isinstance(nik, Nik)
    assert isinstance(kk, Kk)
    assert (nik.value, kk.value) == (SITI, FAMILY)


def test_a_nik_beside_a_pin_is_still_a_nik() -> None:
    assert isinstance(read_nik(f"nik {SITI} pin 123456", TODAY), Nik)


def test_an_unknown_region_is_no_fault() -> None:
    assert isinstance(read_nik("9926084507820003", TODAY), Nik)


def test_a_family_card_number_tells_when_it_was_recorded() -> None:
    kk = read_kk("No KK 3526 0812 0312 0004", TODAY)

    assert isinstance(kk, Kk)
    assert kk.recorded == date(2012, 3, 12)
    assert kk.last_six == "120004"
    assert not kk.doubtful
    assert FAMILY not in repr(kk)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (SITI, FaultKind.IS_NIK),
        ("nik 3526081203120004", FaultKind.IS_NIK),
        ("3526088107820003", FaultKind.BAD_DAY),
        ("3526081203120000", FaultKind.SERIAL_ZERO),
        ("", FaultKind.EMPTY),
    ],
)
def test_a_refused_family_card_number(text: str, kind: FaultKind) -> None:
    fault = read_kk(text, TODAY)

    assert isinstance(fault, Fault)
    assert fault.kind is kind


def test_an_old_recording_date_is_only_doubtful() -> None:
    kk = read_kk("3526081203800004", TODAY)

    assert isinstance(kk, Kk)
    assert kk.doubtful


@pytest.mark.parametrize(("number", "shown"), [("120004", "12••04"), ("12", "••••"), ("", "••••")])
def test_masks(number: str, shown: str) -> None:
    assert mask(number) == shown


@given(
    born=st.dates(TODAY - timedelta(days=120 * 365), TODAY),
    serial=st.integers(1, 9999),
    woman=st.booleans(),
)
def test_a_built_nik_reads_back(born: date, serial: int, *, woman: bool) -> None:
    day = born.day + 40 * woman
    nik = read_nik(f"352608{day:02}{born:%m%y}{serial:04}", TODAY)

    assert isinstance(nik, Nik)
    assert born in {nik.birth_date, nik.other_birth_date}
    assert nik.sex is (Sex.FEMALE if woman else Sex.MALE)


@given(st.text(max_size=300))
def test_no_text_can_break_a_reader(text: str) -> None:
    assert isinstance(read_nik(text, TODAY), Nik | Fault)
    assert isinstance(read_kk(text, TODAY), Kk | Fault)


@given(st.text(alphabet="0123456789 .-٣３\x00\ud800", max_size=40))
def test_digits_leaves_nothing_but_digits(text: str) -> None:
    plain = digits(text)

    assert plain == "" or (plain.isascii() and plain.isdecimal())


@given(st.text(alphabet="0123456789", min_size=16, max_size=16))
def test_no_day_above_seventy_one_is_taken(number: str) -> None:
    nik = read_nik(number, TODAY)

    if isinstance(nik, Nik):
        assert 1 <= int(number[6:8]) <= 71
        assert nik.birth_date <= TODAY
