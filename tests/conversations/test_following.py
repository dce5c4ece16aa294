"""What follows on what was just read or asked: short answers, codes, goodbyes, doubts."""

from pathlib import Path

import pytest

from bot.data import data_text, understanding
from conversations.around.consent import AGREE, Consent
from conversations.codes import code_of
from conversations.family.status import OTHERS_GOT
from conversations.helping.officer import until_then
from conversations.helping.relay import sounds_over
from conversations.readers import Good, Wrong
from conversations.report.kinds import NEITHER
from conversations.report.kinds_told import exactly, groups_in
from conversations.report.telling import both
from conversations.said import Meant, Said
from conversations.text import Source
from conversations.understand.codes import COUNTED, code_in
from conversations.words import plain
from handlers import draws
from tests.conversations.samples import facts


@pytest.mark.parametrize(
    ("text", "flow"),
    [
        ("V6V7-63FF", "kode_keluarga"),
        ("kodenya v6v7 63ff", "kode_keluarga"),
        ("ini kode dari bu petugas: v6v7-63ff", "kode_keluarga"),
        ("masuk V6V7-63FF", "masuk"),
        ("login v6v7 63ff", "masuk"),
        ("kode masuk: V6V7-63FF", "masuk"),
        ("saya petugas, masuk V6V7-63FF", "masuk"),
        ("tugas k7q3m9", "tugas_buka"),
        ("#K7Q3M9", "tugas_buka"),
        ("batu 7 kopi 4 awan 2", "kode_laporan"),
        ("K7QF-3MNP-4RTX-9WAB", "kode_surat"),
        ("kode surat K7QF 3MNP 4RTX 9WAB", "kode_surat"),
        ("k7qf3mnp4rtx9wab", "kode_surat"),
        ("cair 2025 atau 2026", ""),
        ("uang 3489 baru 6789", ""),
        ("juni 2025 juli 2026", ""),
        ("cair 3 kali 2 bulan 1", ""),
        ("tahap4", ""),
        ("desil4", ""),
        ("bulan 11", ""),
        ("rp200rb", ""),
        ("PKH2026", ""),
        ("3526084507820003", ""),
        ("masuk", ""),
        ("sudah masuk belum pkh saya", ""),
        ("desil 3 bu", ""),
        ("rt 03 rw 05", ""),
        ("rt 03 rw 05 no 12", ""),
        ("jam 7 pagi", ""),
        ("umur 65 th", ""),
        ("cair 3 bln", ""),
        ("kls 4 sdn 2", ""),
        ("saya masuk desil 3", ""),
        ("saya mau masuk pkh 2026", ""),
        ("petugas masuk jam 8 pagi", ""),
        ("kode: *V6V7–63FF*.", "kode_keluarga"),
        ("saya mau masuk v6v7 – 63ff", "masuk"),
    ],
)
def test_a_bare_code_is_known_by_its_form(text: str, flow: str) -> None:
    found = code_in(text)
    assert (found.intent if found else "") == flow


def test_no_sentence_of_the_test_sets_is_read_as_a_code() -> None:
    sets = sorted((Path(__file__).parents[1] / "understanding").glob("*.tsv"))
    lines = [line for one in sets for line in one.read_text("utf-8").splitlines()[1:]]
    assert len(lines) > 2000
    assert [line for line in lines if code_in(line.partition("\t")[2])] == []


def test_every_one_time_code_that_is_drawn_is_known() -> None:
    for _ in range(200):
        code = draws.one_time()
        for text in (code, draws.shown(code).lower(), f"kode: {draws.shown(code)}"):
            assert code_in(text) == Meant("kode_keluarga", 0.8, arg=code)
        assert code_in(f"masuk {draws.shown(code)}") == Meant("masuk", 1.0, arg=code)


def test_every_word_of_a_receipt_is_free_of_the_words_that_are_counted() -> None:
    words = data_text("bansos", "data/receipt_words.txt").split()
    assert words
    assert COUNTED.isdisjoint(words)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("K7Q3-M9TD", "K7Q3M9TD"),
        ("kode: k7q3 m9td", "K7Q3M9TD"),
        ("kodenya K7Q3M9TD", "K7Q3M9TD"),
        ("kodenya apa ya", ""),
        ("", ""),
    ],
)
def test_a_code_is_taken_out_of_what_stands_around_it(text: str, code: str) -> None:
    assert code_of(text) == code


@pytest.mark.parametrize(
    ("text", "over"),
    [
        ("sudah cukup makasih pak", True),
        ("cukup bu", True),
        ("itu saja dulu bu, terima kasih banyak", True),
        ("sekian terima kasih", True),
        ("terima kasih", False),
        ("uangnya sudah cukup untuk sekolah", False),
        ("cukup lama saya menunggu", False),
        ("selesai kapan ya bu", False),
        ("ya", False),
    ],
)
def test_a_goodbye_to_an_officer_is_told_from_a_sentence(text: str, *, over: bool) -> None:
    assert sounds_over(text) is over


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("tetangga sy sdh cair kok sy blm", True),
        ("temen kelompok udah pada cair sy blm", True),
        ("yang lain sudah ambil punya saya belum", True),
        ("tonggoku wis oleh duit, aku durung cair", True),
        ("hp pinjam tetangga bu, mau nanya nasib pkh saya", False),
        ("pkh saya belum cair", False),
    ],
)
def test_somebody_else_s_money_is_heard_of(text: str, *, others: bool) -> None:
    assert bool(OTHERS_GOT.search(plain(text))) is others


@pytest.mark.parametrize(
    "text",
    [
        "bisa anonim?",
        "boleh anonim ya",
        "ini siapa",
        "kamu robot ya",
        "aman ga?",
        "aman ya bu",
        "ini penipuan bukan",
        "gratis ya",
        "harus ya",
        "kalau tidak mau gimana",
        "bayar gak",
        "takut ditipu",
        "nik 3526 0845",
    ],
)
def test_a_question_about_consent_is_neither_yes_nor_no(text: str) -> None:
    read = Consent(AGREE.given).read(Said(text=text), facts(), {})
    assert isinstance(read, Wrong)
    assert read.meant
    assert not read.slip


@pytest.mark.parametrize(
    "text",
    [
        "saya takut sama suami",
        "anak belum makan 2 hari harus gimana",
        "pendamping minta bayaran; kalau gak bayar kartu ditahan",
        "kks diambil pak rt harus gimana",
        "siapa saja yang dapat pkh",
        "desil 2025 saya berapa",
        "bansos 2026 kapan cair",
    ],
)
def test_what_tells_of_a_danger_or_asks_for_help_is_no_doubt_about_consent(text: str) -> None:
    said = Said(text=text, meant=understanding().read(text))
    read = Consent(AGREE.given).read(said, facts(), {})
    assert isinstance(read, Wrong)
    assert not read.meant


@pytest.mark.parametrize(
    ("text", "answer"),
    [("iya boleh", "ya"), ("ya setuju", "ya"), ("tidak", "tidak"), ("buat apa", "rinci")],
)
def test_an_answer_to_consent_stays_one(text: str, answer: str) -> None:
    assert Consent(AGREE.given).read(Said(text=text), facts(), {}) == Good(answer)


@pytest.mark.parametrize(
    ("text", "groups", "exact"),
    [
        ("rumahnya tingkat anaknya polisi", ("pegawai", "mampu"), "keluarga_asn"),
        ("istri pak kades pns", ("pegawai",), ""),
        ("dia pns", ("pegawai",), "asn_tni_polri"),
        ("pensiunan polisi", ("pegawai",), "pensiunan"),
        ("bu ani", (), ""),
        ("bukan pns dan belum meninggal", (), ""),
        ("bukan orang kaya", (), ""),
        ("bukan cuma pns", ("pegawai",), "asn_tni_polri"),
    ],
)
def test_every_kind_that_a_story_tells_of_is_named(
    text: str, groups: tuple[str, ...], exact: str
) -> None:
    assert groups_in(text) == groups
    if groups:
        assert exactly(text) == exact


@pytest.mark.parametrize(
    ("text", "every"),
    [
        ("dua duanya", True),
        ("iya semuanya bu", True),
        ("keduanya", True),
        ("bukan dua duanya", False),
        ("bukan semuanya salah", False),
        ("suaminya yang kaya sudah wafat", False),
        ("semua orang di desa sini juga tahu", False),
    ],
)
def test_both_is_said_in_a_few_words_and_without_a_no(text: str, *, every: bool) -> None:
    assert both(text) is every


@pytest.mark.parametrize(
    ("text", "neither"),
    [
        ("bukan dua duanya", True),
        ("bukan itu bu", True),
        ("bukan semuanya salah", True),
        ("bukan", True),
        ("bukan pns", False),
        ("tidak punya mobil", False),
    ],
)
def test_neither_of_the_kinds_is_told_from_another_kind(text: str, *, neither: bool) -> None:
    assert bool(NEITHER.fullmatch(text)) is neither


def test_help_for_now_comes_with_a_call_for_an_officer_where_there_is_need() -> None:
    told = until_then(facts(), "tolong mau bicara petugas, anak saya di RS kis nya tidak aktif")
    assert told is not None
    assert "surat keterangan" in told.into(Source())
    assert until_then(facts(), "mau bicara petugas soal sekolah anak saya") is None
    assert until_then(facts(), "petugas") is None


def test_who_is_helped_already_is_promised_nobody() -> None:
    asked = "tolong mau bicara petugas, anak saya di RS kis nya tidak aktif"
    assert until_then(facts(helped=True), asked) is None
