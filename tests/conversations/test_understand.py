"""What people write, and what is understood by it."""

import time
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.book import BOOK
from conversations.understand import Understanding

WORDS = Path(__file__).resolve().parents[2] / "conversations" / "knowledge" / "words.toml"


@cache
def understanding() -> Understanding:
    return Understanding.from_toml_text(WORDS.read_text(encoding="utf-8"))


def meant(text: str) -> str:
    found = understanding().read(text)
    return found[0].intent if found else ""


SAID = [
    ("pkh sy knp blm cair", "status"),
    ("kapan PKH cair bulan ini?", "status"),
    ("Kenapa saldo PKH dan BPNT saya nol?", "status"),
    ("saldo kosong bu", "status"),
    ("cek bansos", "status"),
    ("mau ngecek bantuan sy", "status"),
    ("assalamualaikum, bansos sy kok blm turun ya pak", "status"),
    ("bpnt durung mlebu", "status"),
    ("uang pkh tahap 4 sudah masuk belum", "status"),
    ("Kenapa pencairan hanya sebagian, sebagian lagi tidak?", ""),
    ("kartu kks sy di pegang bu ketua sdh setahun", "kartu"),
    ("kartu saya dipegang ketua kelompok, boleh gak?", "kartu"),
    ("atm pkh dicekel pendamping", "kartu"),
    ("buku tabungan ditahan agen", "kartu"),
    ("dipotong 50rb tiap cair katanya uang lelah", "kartu"),
    ("disuruh belanja di warung tertentu kalau tidak namanya dihapus", "kartu"),
    ("saya diancam dicoret dari pkh", "kartu"),
    ("saya mau bunuh diri", "darurat"),
    ("saya dipukul suami", "darurat"),
    ("saya takut, diancam suami", "darurat"),
    ("siapa yang mengganti PIN saya, uang saya hilang", "dana_hilang"),
    ("BPJS saya tiba-tiba tidak aktif mau berobat", "pbi_nonaktif"),
    ("kis mati", "pbi_nonaktif"),
    ("kartu saya hilang", "kartu_hilang"),
    ("Kalau KKS hilang apa saya harus daftar ulang dari nol?", "kartu_hilang"),
    ("Bagaimana cara ambil uang jika kartunya tidak ada?", "kartu_hilang"),
    ("lupa pin atm pkh gmn bu", "kartu_hilang"),
    ("atm ketelen mesin", "kartu_hilang"),
    ("Apakah link ini dari Kemensos? pkh3.online", "hoaks"),
    ("ada pesan di grup WA BLT 600rb klik link, hoaks atau asli?", "hoaks"),
    ("arti status SPM / SI / exclude / omspan apa", "arti_status"),
    ("kok statusnya exclude pekerjaan padahal saya buruh", "arti_status"),
    ("saya masih hidup kok dibilang meninggal", "arti_status"),
    ("istri pak rt pns tp dpt pkh, nama sy jgn disebut", "lapor"),
    ("mau lapor bu", "lapor"),
    ("tetangga saya kaya masih dapat bansos", "lapor"),
    ("laporan saya sampai mana?", "kode_laporan"),
    ("BATU-7-KOPI-4-AWAN-2", "kode_laporan"),
    ("batu 7 kopi 4 awan 2", "kode_laporan"),
    ("Kode: batu7kopi4awan2", "kode_laporan"),
    ("kode laporan BATU-7-KOPI-4-AWAN-2", "kode_laporan"),
    ("minta bicara petugas", "petugas"),
    ("english", "bahasa"),
    ("ganti bahasa", "bahasa"),
    ("berhenti", "berhenti"),
    ("STOP", "berhenti"),
    ("mulai", "mulai"),
    ("hapus data saya", "data_saya"),
    ("kode petugas", "kode_keluarga"),
    ("K7Q2-M9TD", "kode_keluarga"),
    ("masuk K7Q2-M9TD", "masuk"),
    ("tugas", "tugas"),
    ("Assalamualaikum wr wb", "salam"),
    ("halo min", "salam"),
    ("p", "salam"),
    ("makasih bu", "terima_kasih"),
    ("matur nuwun", "terima_kasih"),
    ("terima kasih banyak pak", "terima_kasih"),
    ("sy mau keluar dr pkh", ""),
    ("cara keluar dari PKH, saya sudah mampu", ""),
    ("resep soto ayam", ""),
    ("", ""),
    ("🙏🙏🙏", ""),
]


@pytest.mark.parametrize(("text", "flow"), SAID)
def test_a_text_means_its_flow(text: str, flow: str) -> None:
    assert meant(text) == flow


def test_every_flow_that_is_meant_exists() -> None:
    assert {rule.flow for rule in understanding().rules} <= set(BOOK.flows)


def test_what_is_urgent_comes_first() -> None:
    found = understanding().read("pkh sudah cair tapi kartu saya dipegang pendamping")
    assert [one.intent for one in found[:2]] == ["kartu", "status"]
    assert found[0].urgent


def test_arguments_are_handed_on() -> None:
    assert understanding().read("in english")[0].arg == "en"
    assert understanding().read("kode batu 7 kopi 4 awan 2")[0].arg == "BATU-7-KOPI-4-AWAN-2"
    assert understanding().read("arti spm apa bu")[0].arg == "arti spm apa bu"


@given(st.text(max_size=5000))
def test_any_text_is_read_without_harm(text: str) -> None:
    for one in understanding().read(text):
        assert one.intent in BOOK.flows
        assert 0 < one.score <= 1


def test_reading_takes_less_than_a_millisecond() -> None:
    read = understanding().read
    texts = [text for text, _flow in SAID]
    for text in texts:
        read(text)
    begun = time.perf_counter()
    for _ in range(10):
        for text in texts:
            read(text)
    assert (time.perf_counter() - begun) / (10 * len(texts)) < 0.001


def test_a_long_message_of_unknown_words_is_no_burden() -> None:
    begun = time.perf_counter()
    understanding().read(" ".join(f"kalimat{n}panjang" for n in range(2000)))
    assert time.perf_counter() - begun < 0.02
