import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bansos.programmes import Programme
from bansos.statuses import Stage, Status, Statuses
from tests.bansos.material import statuses

EVERY = tuple(statuses().by_key.values())


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("SPM", "spm"),
        ("PROSES SPM TW4 2026", "spm"),
        ("Sukses SPM", "sukses_spm"),
        ("sukes spm", "sukses_spm"),
        ("SP2D", "sp2d"),
        ("SI", "si"),
        ("Standing Instruction (SI)", "si"),
        ("standing instruction", "si"),
        ("OMSPAN", "omspan"),
        ("omspam", "omspan"),
        ("GAGAL OMSPAN", "gagal_omspan"),
        ("EXCLUDE", "exclude"),
        ("eksclude", "exclude"),
        ("Exclude - Pekerjaan", "exclude_pekerjaan"),
        ("EXCLUDE TIDAK LAYAK DAERAH", "exclude_tidak_layak_daerah"),
        ("exclude meningal", "exclude_meninggal"),
        ("TIDAK TRANSAKSI", "tidak_transaksi"),
        ("PROSES BUREKOL", "burekol"),
        ("TIDAK LAYAK GIS", "tidak_layak_gis"),
        ("SK / CALON PENERIMA", "sk"),
        ("OVERLAP SDM KESOS", "overlap_sdm_kesos"),
        ("gagal cek rekening", "gagal_cek_rekening"),
        ("SUDAH SALUR", "salur"),
        ("Top Up", "salur"),
        ("-", "tanpa_keterangan"),
        (" – ", "tanpa_keterangan"),
        ("NON-AKTIF", "nonaktif"),
        ("aktif", "aktif"),
        ("", None),
        ("EXCLUDE PENDIDIKAN", None),
        ("TIDAK LAYAK", None),
        ("belum cair", None),
        ("SPN", None),
        ("😀" * 4096, None),
    ],
)
def test_a_status_as_offices_write_it(text: str, key: str | None) -> None:
    status = statuses().read(text)

    assert (status.key if status else None) == key


def test_active_is_a_status_of_the_health_premium_only() -> None:
    assert statuses().read("AKTIF", Programme.PKH) is None
    assert statuses().read("AKTIF", Programme.PBI_JKN) == statuses().get("aktif")


def test_a_new_status_is_explained_by_an_officer() -> None:
    assert statuses().get("aneh") is statuses().unknown
    assert statuses().unknown.action == "Minta petugas menjelaskan."


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("arti status spm apa bu", "spm"),
        ("kok statusnya exclude pekerjaan padahal saya buruh", "exclude_pekerjaan"),
        ("gagal omspan itu apa", "gagal_omspan"),
        ("arti si apa", "si"),
        ("sk itu apa ya", "sk"),
        ("sembako tidak transaksi itu apa", "tidak_transaksi"),
        ("tanpa keterangan maksudnya apa", "tanpa_keterangan"),
        ("status aktif", "aktif"),
        ("si ibu belum dapat", None),
        ("kapan cair", None),
        ("kapan cair, apa bulan ini", None),
        ("suami saya meninggal", None),
        ("", None),
    ],
)
def test_a_status_inside_a_sentence(text: str, key: str | None) -> None:
    status = statuses().mentioned(text)

    assert (status.key if status else None) == key


@pytest.mark.parametrize("status", EVERY, ids=lambda status: status.key)
def test_texts_are_short_dated_and_promise_nothing(status: Status) -> None:
    for text in (status.meaning, status.action):
        assert all(len(part.split()) <= 12 for part in re.split(r"[.;]", text))
        assert not re.search(r"\d{3}|Rp|hari ini|besok|pasti dapat|\{|!", text)
        assert text.endswith(".")
    assert status.source
    assert re.fullmatch(r"20\d\d(-\d\d-\d\d)?", status.as_of)
    if status.key != "unknown":
        assert statuses().read(status.name) is status


def test_two_statuses_never_share_a_spelling() -> None:
    entry = (
        'name = "SPM"\nstage = "wait"\nmeaning = "."\naction = "."\nsource = "x"\nas_of = "2025"'
    )

    with pytest.raises(ValueError, match="two statuses"):
        Statuses.from_toml_text(f"[one]\n{entry}\n[two]\n{entry}\n")


def test_every_stage_occurs() -> None:
    assert {status.stage for status in EVERY} == set(Stage)


@given(st.text(max_size=300))
def test_no_text_can_break_a_reader(text: str) -> None:
    statuses().read(text)
    statuses().mentioned(text)
