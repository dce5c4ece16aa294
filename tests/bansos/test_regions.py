import gzip
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bansos.regions import (
    Found,
    Level,
    Nothing,
    One,
    Region,
    Regions,
    Several,
    Zone,
    dotted,
    timezone,
)
from tests.bansos.material import DATA, OFFICE, read, regions

SEPULU, GALIS, LABUHAN = "35.26.08", "35.26.18", "35.26.08.2012"


def codes(found: Found) -> tuple[str, ...]:
    match found:
        case One(region):
            return (region.code,)
        case Several(several):
            return tuple(region.code for region in several)
        case Nothing():
            return ()


@pytest.mark.parametrize(
    ("text", "code", "exact"),
    [
        ("Labuhan", LABUHAN, True),
        ("LABUHAN", LABUHAN, True),
        ("desa labuhan", LABUHAN, True),
        ("ds.labuhan", LABUHAN, True),
        ("kel. Labuhan kec. Sepulu", LABUHAN, True),
        ("labuhan sepulu bangkalan", LABUHAN, True),
        ("rt 02 rw 05 desa labuhan", LABUHAN, True),
        ("lab buhan", LABUHAN, True),
        ("klabuhan", LABUHAN, False),
        ("labuan", LABUHAN, False),
        ("sepulu", "35.26.08.2001", True),
        ("tanagura bart", "35.26.08.2013", False),
        ("lembung", "35.26.08.2014", False),
    ],
)
def test_a_village_inside_its_district(text: str, code: str, *, exact: bool) -> None:
    found = regions().find_village(text, SEPULU)

    assert codes(found) == (code,)
    assert isinstance(found, One)
    assert found.exact is exact


def test_half_a_name_gives_all_that_carry_it() -> None:
    assert codes(regions().find_village("tanagura", SEPULU)) == ("35.26.08.2013", "35.26.08.2015")


@pytest.mark.parametrize("text", ["", "galis", "xyz", "a", "12", "😀" * 4096, "\x00\ud800", "?"])
def test_no_village_of_that_name(text: str) -> None:
    assert regions().find_village(text, SEPULU) == Nothing()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Sepulu", SEPULU),
        ("sepuluh", SEPULU),
        ("kec. sepulu", SEPULU),
        ("kecamatan sepulu bangkalan", SEPULU),
        ("desa labuhan kec sepulu kab bangkalan", SEPULU),
        ("bangkaln", "35.26.01"),
        ("ijen", "35.11.19"),
        ("sempol", "35.11.19"),
        ("kabawetan", "17.08.06"),
        ("Kebawetan", "17.08.06"),
        ("muko-muko", "17.06.02"),
        ("14 koto", "17.06.11"),
        ("XIV KOTO", "17.06.11"),
        ("v koto", "17.06.12"),
        ("tanahmerah", "35.26.13"),
        ("tanjungbumi", "35.26.09"),
        ("air majunto", "17.06.13"),
        ("gegr", "35.26.06"),
    ],
)
def test_a_district(text: str, code: str) -> None:
    assert codes(regions().find_district(text)) == (code,)


def test_a_district_only_in_the_regencies_asked() -> None:
    assert regions().find_district("sepulu", ("35.11",)) == Nothing()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kelbung", ("35.26.08.2006", "35.26.18.2018")),
        ("desa kelbung", ("35.26.08.2006", "35.26.18.2018")),
        ("kelbung galis", ("35.26.18.2018",)),
        ("galis kelbung", ("35.26.18.2018",)),
        ("desa kelbung kec galis", ("35.26.18.2018",)),
        ("kelbung, sepuluh, bangkalan", ("35.26.08.2006",)),
        ("desa klabuhan kecamatan sepuluh", (LABUHAN,)),
        ("pakaan laok", ("35.26.18.2011",)),
        ("labuhan", (LABUHAN,)),
        ("tidak ada", ()),
    ],
)
def test_a_village_anywhere(text: str, expected: tuple[str, ...]) -> None:
    assert codes(regions().find_village_anywhere(text, ("35.26",))) == expected


def test_never_more_than_five_are_offered() -> None:
    found = regions().find_village_anywhere("baru")

    assert isinstance(found, Several)
    assert len(found.regions) == 5


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("muko muko", ("17.06",)),
        ("kab. bangkalan", ("35.26",)),
        ("bandung", ("32.04", "32.73")),
        ("kota bandung", ("32.73",)),
    ],
)
def test_a_regency(text: str, expected: tuple[str, ...]) -> None:
    assert codes(regions().find_regency(text)) == expected


def test_the_tree() -> None:
    country = regions()

    assert country.path(LABUHAN) == ("Labuhan", "Sepulu", "Bangkalan")
    assert country.path(SEPULU) == ("Sepulu", "Bangkalan")
    assert country.path("99.99.99") == ("99.99.99", "99.99")
    assert country.get(LABUHAN) == Region(LABUHAN, "Labuhan")
    assert country.known("35")
    assert not country.known("35.2")
    assert not country.known("99.01.01")
    assert len(country.children("")) == 38
    assert len(country.children("35.26")) == 18
    assert len(country.children(SEPULU)) == 15
    assert country.children(LABUHAN) == ()


def test_what_a_region_knows_of_itself() -> None:
    assert [Region(code, "").level for code in ("35", "35.26", SEPULU, LABUHAN)] == list(Level)
    assert Region(LABUHAN, "").parent == SEPULU
    assert Region("35", "").parent is None
    assert Region("35.26.01.1001", "").is_kelurahan
    assert not Region(LABUHAN, "").is_kelurahan


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("3526082012", LABUHAN),
        (LABUHAN, LABUHAN),
        ("35 26 08", SEPULU),
        ("35", "35"),
        ("352", None),
        ("35260820", None),
        ("", None),
        ("abc", None),
    ],
)
def test_codes_are_read_with_or_without_dots(text: str, code: str | None) -> None:
    assert dotted(text) == code


@pytest.mark.parametrize(
    ("code", "zone", "hours", "city"),
    [
        ("35.26", Zone.WIB, 7, "Asia/Jakarta"),
        ("17.06", Zone.WIB, 7, "Asia/Jakarta"),
        ("61", Zone.WIB, 7, "Asia/Jakarta"),
        ("63", Zone.WITA, 8, "Asia/Makassar"),
        ("73.71", Zone.WITA, 8, "Asia/Makassar"),
        ("91", Zone.WIT, 9, "Asia/Jayapura"),
    ],
)
def test_time_zones(code: str, zone: Zone, hours: int, city: str) -> None:
    assert timezone(code) is zone
    assert (zone.hours, zone.iana) == (hours, city)


def test_every_alias_names_a_known_place() -> None:
    country = regions()

    assert [code for code, _ in country.aliases if not country.known(code)] == []


def test_rows_in_any_order() -> None:
    few = Regions.from_rows([("35.26.08", "Sepulu"), ("35.26", "Bangkalan")], [("35.26.08", "10")])

    assert codes(few.find_district("10", ("35.26",))) == ("35.26.08",)


def test_every_village_of_the_offices_finds_itself() -> None:
    country = regions()
    for regency in OFFICE:
        for district in country.children(regency):
            for village in country.children(district.code):
                assert village.code in codes(country.find_village(village.name, district.code))


def test_the_whole_country_is_there() -> None:
    text = gzip.decompress((DATA / "wilayah.csv.gz").read_bytes()).decode()
    country = Regions.from_csv_text(text, read("wilayah_aliases.toml")).within(OFFICE)

    assert len(country.lines) == 91_599


def test_the_notice_carries_the_digest_of_the_file() -> None:
    digest = hashlib.sha256((DATA / "wilayah.csv.gz").read_bytes()).hexdigest()

    assert digest in read("NOTICE")


@given(st.text(max_size=200))
def test_no_text_can_break_a_search(text: str) -> None:
    country = regions()

    assert len(codes(country.find_village(text, SEPULU))) <= 5
    assert len(codes(country.find_village_anywhere(text))) <= 5
    assert len(codes(country.find_district(text))) <= 5
