"""What people write, and what is understood by it."""

import time
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import data
from conversations.book import BOOK
from conversations.understand import Understanding
from conversations.understand.english import is_english


@cache
def understanding() -> Understanding:
    return data.understanding()


def meant(text: str) -> str:
    found = understanding().read(text)
    return found[0].intent if found else ""


SAID = [
    ("pkh sy knp blm cair", "status"),
    ("kapan PKH cair bulan ini?", "jadwal"),
    ("Kenapa saldo PKH dan BPNT saya nol?", "saldo_kosong"),
    ("saldo kosong bu", "saldo_kosong"),
    ("cek bansos", "status"),
    ("mau ngecek bantuan sy", "status"),
    ("assalamualaikum, bansos sy kok blm turun ya pak", "status"),
    ("bpnt durung mlebu", "status"),
    ("uang pkh tahap 4 sudah masuk belum", "status"),
    ("Kenapa pencairan hanya sebagian, sebagian lagi tidak?", "cair_sebagian"),
    ("kartu kks sy di pegang bu ketua sdh setahun", "kartu"),
    ("kartu saya dipegang ketua kelompok, boleh gak?", "kartu"),
    ("atm pkh dicekel pendamping", "kartu"),
    ("buku tabungan ditahan agen", "kartu"),
    ("dipotong 50rb tiap cair katanya uang lelah", "kartu"),
    ("disuruh belanja di warung tertentu kalau tidak namanya dihapus", "dipaksa_paket"),
    ("saya diancam dicoret dari pkh", "takut"),
    ("saya mau bunuh diri", "putus_asa"),
    ("saya dipukul suami", "kekerasan"),
    ("saya takut, diancam suami", "kekerasan"),
    ("siapa yang mengganti PIN saya, uang saya hilang", "dana_hilang"),
    ("sy sdh terlanjur kasih otp", "sudah_tertipu"),
    ("saya sudah klik linknya dan isi data", "sudah_tertipu"),
    ("disuruh ttd keluar pkh sama pak kades", "dipaksa_keluar"),
    ("kok minta nik, penipuan ya", "peka_asli"),
    ("BPJS saya tiba-tiba tidak aktif mau berobat", "pbi_nonaktif"),
    ("kis mati", "pbi_nonaktif"),
    ("kartu saya hilang", "kartu_hilang"),
    ("Kalau KKS hilang apa saya harus daftar ulang dari nol?", "kartu_hilang"),
    ("Bagaimana cara ambil uang jika kartunya tidak ada?", "kartu_hilang"),
    ("lupa pin atm pkh gmn bu", "pin_lupa"),
    ("atm ketelen mesin", "kks_tertelan"),
    ("Apakah link ini dari Kemensos? pkh3.online", "hoaks"),
    ("ada pesan di grup WA BLT 600rb klik link, hoaks atau asli?", "hoaks"),
    ("arti status SPM / SI / exclude / omspan apa", "arti_status"),
    ("kok statusnya exclude pekerjaan padahal saya buruh", "exclude_pekerjaan"),
    ("saya masih hidup kok dibilang meninggal", "exclude_meninggal"),
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
    ("sy mau keluar dr pkh", "graduasi"),
    ("cara keluar dari PKH, saya sudah mampu", "graduasi"),
    ("resep soto ayam", ""),
    ("", ""),
    ("🙏🙏🙏", ""),
    ("kok tetangga dapat, saya tidak? padahal lebih susah", "kok_tetangga"),
    (
        "Rumah bagus masih dapat bantuan, sedangkan yang ngontrak tidak dapat apa-apa",
        "kok_tetangga",
    ),
    ("Apakah uang bansos PKH hangus jika tidak diambil?", "hangus"),
    ("uang pkh 2 bulan ga diambil hilang ga", "hangus"),
    ("Syarat PKH apa saja?", "syarat"),
    ("apakah saya pasti dapat bansos?", "syarat"),
    ("cara daftar bansos", "usulan"),
    ("ngusulin ibu saya lansia", "usulan"),
    ("mau daptar pkh gmn bu", "usulan"),
    ("Kenapa status desil saya tinggi?", "desil"),
    ("Kenapa penghasilan pas-pasan bisa masuk desil tinggi?", "desil"),
    ("mau sanggah desil", "sanggah"),
    ("dapat SK calon penerima tapi belum punya kartu", "burekol"),
    ("ibu meninggal, PKH-nya bisa diganti bapak?", "ganti_pengurus"),
    ("pindah kabupaten, bantuannya ikut?", "pindah"),
    ("rekening diblokir karena judol padahal saya gak main", "judol"),
    ("bisa dapat lagi gak habis kena judol?", "judol"),
    ("saya buruh bukan pns", "exclude_pekerjaan"),
    ("kalau gak mau ditempel stiker dicoret ya?", "label"),
    ("stiker saya lepas kena hujan gimana", "label"),
    ("sudah mundur 7 bulan kok masih cair terus", "graduasi_masih_cair"),
    ("kalau graduasi KIS sama KIP anak hilang gak?", "graduasi_dampak"),
    ("kalau nanti susah lagi bisa masuk lagi?", "graduasi_kembali"),
    ("minta modal usaha warung, lewat siapa?", "modal_usaha"),
    ("siapa pendamping saya", "pendamping_saya"),
    ("alamat dinsos dimana", "alamat_dinsos"),
    ("kantor buka jam berapa", "alamat_dinsos"),
    ("boleh belanja dimana saja?", "dipaksa_paket"),
    ("kapan pkh cair bulan ini?", "jadwal"),
    ("sudah tidak ada anak sekolah, masih dapat PKH?", "komponen"),
    ("anak ketiga balita kok tidak dihitung", "komponen"),
    ("nama saya dicoret kenapa", "sanggah"),
    ("saya kok ga dapat lagi padahal dulu dapat", "sanggah"),
    ("cuaca hari ini gimana", ""),
    ("harga beras berapa", ""),
    ("pinjam uang bisa ga", ""),
    ("selamat ulang tahun", ""),
    ("jam berapa sekarang", ""),
    ("ayah saya meninggal kemarin", "ganti_pengurus"),
    ("suami meninggal kartu pkh gimana", "ganti_pengurus"),
    ("tetangga sudah meninggal masih dapat bansos", "lapor"),
    ("kis saya mati", "pbi_nonaktif"),
    ("anak sakit ga punya bpjs", "pbi_nonaktif"),
    ("arti exclude meninggal", "arti_status"),
    ("arti spm apa bu", "arti_status"),
    ("pengen mati aja rasanya", "putus_asa"),
    ("capek hidup kaya gini", "putus_asa"),
    ("ga kuat hidup lagi", "putus_asa"),
    ("pingin mati", "putus_asa"),
    ("saya di tampar suami", "kekerasan"),
    ("pendamping ngancam saya", "takut"),
    ("bu ketua minta 50rb tiap cair", "kartu"),
    ("kartu sy dibawa bu ketua trs katanya nanti diambilin", "kartu"),
    ("atm sama buku tabungan dikumpulin di bu ketua", "kartu"),
    ("my husband beats me", "kekerasan"),
    ("someone took my card", "kartu"),
    ("i am scared", "takut"),
    ("when will my PKH be paid", "jadwal"),
    ("how do i apply for aid", "usulan"),
    ("i forgot my pin", "pin_lupa"),
    ("my neighbour gets aid but i do not", "kok_tetangga"),
    ("phk sy blm cair", "maksud_pkh"),
    ("piro cairnya pkh", "jadwal"),
    ("pabilo bantuan cair", "jadwal"),
    ("bila cair pesse pkh", "jadwal"),
    ("la olle pesse apa gi' ta'", "status"),
    ("mau keluar dari pkh", "graduasi"),
    ("kpn pkh turun", "jadwal"),
    ("bu kapan uangnya masuk", "jadwal"),
    ("jadwal pkh", "jadwal"),
    ("assalamualaikum bu mau tny knp pkh sy blm cair y", "status"),
    ("pkh cair tanggal berapa", "jadwal"),
    ("besok cair ya", "jadwal"),
    ("tolong bu", "petugas"),
    ("kartu saya rusak", "kartu_hilang"),
    ("kartu hilang", "kartu_hilang"),
    ("kks hilang apa saya harus daftar ulang dari nol", "kartu_hilang"),
    ("link ini asli gak? daftar bansos online", "hoaks"),
    ("rekening kosong", "saldo_kosong"),
    ("kartu sudah jadi belum", "burekol"),
    ("saya mau mati saja", "putus_asa"),
    ("pingin mati aja bu", "putus_asa"),
    ("capek hidup", "putus_asa"),
    ("sy tdk kuat hidup lg", "putus_asa"),
    ("lebih baik mati drpd begini", "putus_asa"),
    ("rasanya mau bunuh diri", "putus_asa"),
    ("kesel urip bu", "putus_asa"),
    ("i want to die", "putus_asa"),
    ("buat apa hidup kalau begini", "putus_asa"),
    ("suami saya mukul saya, uang pkh diambil", "kekerasan"),
    ("sy dihajar suami semalam", "kekerasan"),
    ("anak saya ditendang bapaknya", "kekerasan"),
    ("ditampar gara2 uang bansos", "kekerasan"),
    ("saya dianiaya", "kekerasan"),
    ("istri saya di pukul orang", "kekerasan"),
    ("saya diancam mau dibunuh kalau lapor", "kekerasan"),
    ("my husband hits me", "kekerasan"),
    ("tetangga saya dipukuli suaminya tiap hari", "kekerasan"),
    ("saya takut bu", "takut"),
    ("sy wedi bu", "takut"),
    ("takut dicoret kalau lapor", "takut"),
    ("bu ketua ngancam", "takut"),
    ("saya di ancam pendamping", "takut"),
    ("ada ancaman dari pak rt", "takut"),
    ("i am afraid", "takut"),
    ("saya takut pulang", "takut"),
    ("dicoret kalau tidak setor kartu", "kartu"),
    ("kalo ga setor kartu katanya nama dicoret", "kartu"),
    ("kertune kulo dicekel bu ketua", "kartu"),
    ("dijaluk 50 ewu ben cair", "kartu"),
    ("kartona engko' epeggang klebun", "kartu"),
    ("kartu saya di bu ketua dari dulu", "kartu"),
    ("atm dikumpulin sama pendamping", "kartu"),
    ("kartu pkh dititipkan ke agen", "kartu"),
    ("tiap cair setor 100 ribu ke ketua", "kartu"),
    ("disuruh bayar 20rb sama bu rt", "kartu"),
    ("uang bansos disunat", "kartu"),
    ("kks sama bukunya disimpan pak kadus", "kartu"),
    ("uang pkh saya ilang", "dana_hilang"),
    ("saldo saya tiba2 berkurang", "dana_hilang"),
    ("uang bantuan diambil orang", "dana_hilang"),
    ("my money is gone", "dana_hilang"),
    ("bpjs sy mati pdhl mau berobat", "pbi_nonaktif"),
    ("dipaksa beli paket sembako di agen", "dipaksa_paket"),
    ("harus belanja di warung bu ketua kalau tidak dicoret", "dipaksa_paket"),
    ("tolong saya", "darurat"),
    ("darurat", "darurat"),
    ("PHK", "maksud_pkh"),
    ("berarti besok ya bu?", "jadwal"),
    ("kpn cairnya", "jadwal"),
    ("when will it be paid", "jadwal"),
    ("bu kapan ya", "jadwal"),
    ("gi' ta' olle pesse", "status"),
    ("dereng nampi duit pkh", "status"),
    ("gi ta cair pkh", "status"),
    ("hello, my PKH has not been paid", "status"),
    ("pengen daftar pkh caranya gmn", "usulan"),
    ("saya belum pernah dapat bantuan", "usulan"),
    ("how to apply for pkh", "usulan"),
    ("siapa yang berhak dapat pkh", "syarat"),
    ("kenapa saya dicoret dari pkh", "sanggah"),
    ("cara sanggah gimana", "sanggah"),
    ("minta nomor pendamping", "pendamping_saya"),
    ("jam buka dinsos", "alamat_dinsos"),
    ("kantor dinas sosial di mana", "alamat_dinsos"),
    ("bantuan modal usaha ada ga", "modal_usaha"),
    ("kapan pertemuan p2k2", "jadwal_p2k2"),
    ("jadwal di desa saya", "jadwal_desa"),
    ("kapan labelisasi", "jadwal_desa"),
    ("hari apa rumah ditempeli stiker", "jadwal_desa"),
    ("kartu tertelan atm", "kks_tertelan"),
    ("kok saldo atm saya kosong", "saldo_kosong"),
    ("cuma cair separuh", "cair_sebagian"),
    ("uang belum saya ambil 3 bulan gimana", "hangus"),
    ("rumah saya ditempel stiker miskin", "label"),
    ("mau mundur dari pkh", "graduasi"),
    ("kalau mundur lalu bangkrut bisa daftar lagi", "graduasi_kembali"),
    ("dasar bot goblok", "kasar"),
    ("harga cabai naik", ""),
    ("film bagus apa", ""),
    ("siapa presiden", ""),
    ("berapa umur kamu", ""),
    ("saya suka nasi goreng", ""),
    ("motor saya rusak", ""),
    ("ikut lomba 17 agustus", ""),
    ("tidak jadi deh", ""),
    ("wkwkwk", ""),
    ("apa kabar", "salam"),
]


@pytest.mark.parametrize(("text", "flow"), SAID)
def test_a_text_means_its_flow(text: str, flow: str) -> None:
    assert meant(text) == flow


URGENT = {
    "putus_asa", "kekerasan", "takut", "darurat", "kartu", "dana_hilang", "pbi_nonaktif",
    "sudah_tertipu", "dipaksa_keluar",
}  # fmt: skip


@pytest.mark.parametrize("text", [text for text, flow in SAID if flow in URGENT])
def test_a_cry_for_help_is_never_missed(text: str) -> None:
    assert understanding().read(text)[0].urgent


def test_few_other_messages_are_taken_for_a_cry() -> None:
    others = [text for text, flow in SAID if flow not in URGENT | {"dipaksa_paket"}]
    alarms = [text for text in others if any(one.urgent for one in understanding().read(text))]
    assert len(alarms) <= len(others) // 20, alarms


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("hello, my PKH has not been paid", True),
        ("when will it be paid", True),
        ("i am scared", True),
        ("pkh sy knp blm cair", False),
        ("halo min, p", False),
        ("ok", False),
        ("", False),
        ("info bansos dong", False),
        ("saya lost contact sama pendamping", False),
    ],
)
def test_english_is_told_from_indonesian(*, text: str, english: bool) -> None:
    assert is_english(text) is english


def test_every_flow_that_is_meant_exists() -> None:
    intents = understanding().knowledge.intents
    assert {intent.flow for intent in intents if intent.flow} <= set(BOOK.flows)
    assert {rule.flow for rule in understanding().knowledge.rules} <= set(BOOK.flows)


def test_what_is_urgent_comes_first() -> None:
    found = understanding().read("kapan pkh cair bulan ini? kartu saya dipegang pendamping")
    assert [one.intent for one in found[:2]] == ["kartu", "jadwal"]
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


def test_no_ordinary_message_is_a_burden() -> None:
    read = understanding().read
    texts = [text for text, _flow in SAID]
    for text in texts:
        read(text)
    begun = time.process_time()
    for _ in range(10):
        for text in texts:
            read(text)
    assert (time.process_time() - begun) / (10 * len(texts)) < 0.02


def test_a_long_message_of_unknown_words_is_no_burden() -> None:
    begun = time.process_time()
    understanding().read(" ".join(f"kalimat{n}panjang" for n in range(2000)))
    assert time.process_time() - begun < 0.5
