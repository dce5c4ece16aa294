import pytest

from bansos.addresses import Gazetteer, gazetteer, split_rt_rw
from bansos.regions import Nothing, One, Several
from tests.bansos.material import OFFICE, regions
from tests.bansos.spelt import Spelt, spellings

COUNT = 2_000
LABUHAN, KELBUNG, KELBUNG_GALIS = "35.26.08.2012", "35.26.08.2006", "35.26.18.2018"


@pytest.fixture(scope="module")
def places() -> Gazetteer:
    return gazetteer(regions())


@pytest.mark.parametrize(
    ("text", "codes", "exact"),
    [
        ("ds labuhan kec sepulu bangkalan", (LABUHAN,), True),
        ("desalabuhan kecsepulu", (LABUHAN,), True),
        ("rumah sy di ds lbhn kec spulu rt02 rw05", (LABUHAN,), True),
        ("klabuhan", (LABUHAN,), False),
        ("desaku kelbung", (KELBUNG, KELBUNG_GALIS), False),
        ("kelbung galis", (KELBUNG_GALIS,), True),
        ("kec ijen desa kalisat", ("35.11.19.2004",), True),
        ("dusun kepodang rt 1 rw 2 tengket arosbaya", ("35.26.05.2002",), True),
        ("dusun pulau, air rami", ("17.06.07.2008",), True),
        ("labuhan kec geger", (LABUHAN,), False),
        ("assalamualaikum kapan pkh cair", (), False),
        ("", (), False),
        ("😀" * 4096, (), False),
    ],
)
def test_a_village_in_free_words(
    places: Gazetteer, text: str, codes: tuple[str, ...], *, exact: bool
) -> None:
    found = places.read(text).found

    match found:
        case One(region):
            assert (region.code,) == codes
            assert found.exact is exact
        case Several(several):
            assert tuple(one.code for one in several) == codes
        case Nothing():
            assert codes == ()


def test_a_kecamatan_or_kabupaten_alone(places: Gazetteer) -> None:
    sepulu, mukomuko = places.read("kec sepulu"), places.read("kab mukomuko")

    assert (sepulu.found, sepulu.district and sepulu.district.code) == (Nothing(), "35.26.08")
    assert (mukomuko.found, mukomuko.regency and mukomuko.regency.code) == (Nothing(), "17.06")
    assert places.read("sepulu").bare
    assert not places.read("desa sepulu").bare


@pytest.mark.parametrize(
    ("text", "rt", "rw"),
    [
        ("rt 02/05 labuhan", "2", "5"),
        ("labuhan RT/RW 002/010", "2", "10"),
        ("rt.3 rw.4", "3", "4"),
        ("rt02rw05", "2", "5"),
        ("rw 7 labuhan", "", "7"),
        ("rt 4 desa labuhan", "4", ""),
        ("erte 1 erwe 2", "1", "2"),
        ("martajasah 12", "", ""),
    ],
)
def test_rt_and_rw_are_split_off(text: str, rt: str, rw: str) -> None:
    assert split_rt_rw(text)[1:] == (rt, rw)


def outcome(places: Gazetteer, spelt: Spelt) -> str:
    """Judge one answer: right (also the right question back), wrong (sure of another), lost."""
    match places.read(spelt.text).found:
        case One(region, exact=True):
            return "right" if region.code == spelt.code else "wrong"
        case One(region):
            return "right" if region.code == spelt.code else "lost"
        case Several(several):
            return "right" if any(one.code == spelt.code for one in several) else "lost"
    return "lost"


def test_two_thousand_spellings_over_the_four_kabupaten(places: Gazetteer) -> None:
    outcomes = [outcome(places, spelt) for spelt in spellings(regions(), OFFICE, COUNT)]

    assert outcomes.count("right") >= 0.97 * COUNT
    assert outcomes.count("wrong") <= 0.005 * COUNT
