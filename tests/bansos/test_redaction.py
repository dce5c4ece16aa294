import time
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bansos import redaction
from bansos.numbers import SecretKind, Span, find_secrets, redact

CARD = "6013011234567898"


@pytest.mark.parametrize(
    ("text", "clean", "kind"),
    [
        ("pin saya 123456", "pin saya [PIN dihapus]", "pin"),
        ("pin: 123456", "pin: [PIN dihapus]", "pin"),
        ("PIN=123456", "PIN=[PIN dihapus]", "pin"),
        ("pin123456", "pin[PIN dihapus]", "pin"),
        ("pinnya 1 2 3 4 5 6 bu", "pinnya [PIN dihapus] bu", "pin"),
        ("p.i.n 123456", "p.i.n [PIN dihapus]", "pin"),
        ("pin atm kks saya adalah 123456", "pin atm kks saya adalah [PIN dihapus]", "pin"),
        ("lupa pin, pin lama 123456", "lupa pin, pin lama [PIN dihapus]", "pin"),
        (
            "pin lama 123456 diganti jadi 654321",
            "pin lama [PIN dihapus] diganti jadi [PIN dihapus]",
            "pin",
        ),
        ("pin 123456 654321", "pin [PIN dihapus] [PIN dihapus]", "pin"),
        ("pin ١٢٣٤٥٦", "pin [PIN dihapus]", "pin"),
        ("pin saya satu dua tiga empat lima enam", "pin saya [PIN dihapus]", "pin"),
        ("123456 itu pin saya", "[PIN dihapus] itu pin saya", "pin"),
        ("123456 pinnya", "[PIN dihapus] pinnya", "pin"),
        ("kata sandi 445566", "kata sandi [PIN dihapus]", "pin"),
        ("otp 1234", "otp [OTP dihapus]", "otp"),
        ("kode OTP anda adalah 123-456", "kode OTP anda adalah [OTP dihapus]", "otp"),
        ("kode verifikasi wa 998877", "kode verifikasi wa [OTP dihapus]", "otp"),
        ("cvv 123", "cvv [CVV dihapus]", "cvv"),
        ("CVV2: 123", "CVV2: [CVV dihapus]", "cvv"),
        (f"kartu saya {CARD}", "kartu saya [nomor kartu dihapus]", "card"),
        ("6013 0112 3456 7898", "[nomor kartu dihapus]", "card"),
        ("6013-0112-3456-7898 hilang", "[nomor kartu dihapus] hilang", "card"),
        ("٦٠١٣٠١١٢٣٤٥٦٧٨٩٨", "[nomor kartu dihapus]", "card"),
        ("no kartu atm 4999888877776666", "no kartu atm [nomor kartu dihapus]", "card"),
        ("nama ibu kandung: Siti Aminah", "nama ibu kandung: [nama ibu dihapus]", "mother"),
        (
            "nama gadis ibu kandung saya Siti, nik menyusul",
            "nama gadis ibu kandung saya [nama ibu dihapus], nik menyusul",
            "mother",
        ),
        (
            "Nama Ibu Kandung = SITI dan alamat Labuhan",
            "Nama Ibu Kandung = [nama ibu dihapus] dan alamat Labuhan",
            "mother",
        ),
    ],
)
def test_a_secret_is_replaced(text: str, clean: str, kind: str) -> None:
    assert redact(text) == (clean, frozenset({SecretKind(kind)}))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "lupa pin",
        "lupa pin atm pkh gmn bu",
        "pin saya salah 3 kali",
        "lupa pin, saldo 600000",
        "lupa pin sejak 12/03/2024",
        "pin diganti 12-03-2024",
        "pinjam 500000 di bank",
        "pintu rumah 1234",
        "siapa yang mengganti PIN saya, uang saya hilang 600000",
        "3526084507820003",
        "NIK 3526 0845 0782 0003 KK 3526 0812 0312 0004",
        "pin? nik saya 3526084507820003",
        "pin saya 3526 0845 0782 0003",
        "BATU-7-KOPI-4-AWAN-2",
        "kode laporan BATU-7-KOPI-4-AWAN-2",
        "kode petugas 483920",
        "tanggal 12 03 2024, Rp600.000",
        "hp saya 0812 3456 7890",
        "081234567890 1234",
        "ibu kandung saya sudah meninggal",
        "nama ibu kandung di KK salah",
        "nama ibu saya Siti Aminah, sudah lansia",
        "nama ibu kandung siapa yang dipakai?",
        "4000123412341235",
    ],
)
def test_everything_else_stays(text: str) -> None:
    assert redact(text) == (text, frozenset())


SPELLINGS = [
    ("PIN saya 482913", "482913"),
    ("pin: 482913", "482913"),
    ("PIN482913", "482913"),
    ("pin482913", "482913"),
    ("pinnya482913", "482913"),
    ("P I N 482913", "482913"),
    ("p.i.n. 482913", "482913"),
    ("P-I-N 482913", "482913"),
    ("pin 4 8 2 9 1 3", "482913"),
    ("pin 4-8-2-9-1-3", "482913"),
    ("pin 48 29 13", "482913"),
    ("pin 4,8,2,9,1,3", "4,8,2,9,1,3"),
    ("pin 4/8/2/9/1/3", "4/8/2/9/1/3"),
    ("pin 4_8_2_9_1_3", "4_8_2_9_1_3"),
    ("pin 4  8  2  9  1  3", "8  2  9"),
    ("pin\xa0\xa0482913", "482913"),
    ("pin \u0664\u0668\u0662\u0669\u0661\u0663", "\u0664\u0668\u0662\u0669\u0661\u0663"),
    (
        "\uff30\uff29\uff2e \uff14\uff18\uff12\uff19\uff11\uff13",
        "\uff14\uff18\uff12\uff19\uff11\uff13",
    ),
    ("\u0440in 482913", "482913"),
    ("p\u200bin 482913", "482913"),
    ("pin 4\u200b82913", "82913"),
    (
        "pin 4\ufe0f\u20e38\ufe0f\u20e32\ufe0f\u20e39\ufe0f\u20e31\ufe0f\u20e33\ufe0f\u20e3",
        "4\ufe0f\u20e38\ufe0f\u20e3",
    ),
    ("pin \u2463\u2467\u2461\u2468\u2460\u2462", "\u2463\u2467\u2461"),
    ("pim 482913", "482913"),
    ("phin 482913", "482913"),
    ("pinku yg baru 482913", "482913"),
    ("pin kartu merah putih 482913", "482913"),
    ("pin e 482913", "482913"),
    ("pin'e 482913", "482913"),
    ("PIN ATM BRI atas nama saya 482913", "482913"),
    ("482913 itu pinnya", "482913"),
    ("482913 pin saya", "482913"),
    ("482913 (pin)", "482913"),
    ("nomor rahasia ATM 482913", "482913"),
    ("kode atm 482913", "482913"),
    ("sandi atm saya 482913", "482913"),
    ("password brimo Rahasia77", "Rahasia77"),
    ("kata sandi: kucing123", "kucing123"),
    ("pin empat delapan dua sembilan satu tiga", "empat delapan dua"),
    ("pin empatdelapanduasembilansatutiga", "empatdelapan"),
    ("pin 4delapan2sembilan13", "4delapan2"),
    ("pin tanggal lahir anak 120812", "120812"),
    ("pin nya tgl lahir 12-08-1990", "12-08-1990"),
    ("pin: 12 08 90", "12 08 90"),
    ("pin satu dua tiga empat", "satu dua tiga"),
    ("PIN=482913", "482913"),
    ("pin\n482913", "482913"),
    ("pin ->482913", "482913"),
    ("pin.....482913", "482913"),
    ("pin adalah sebagai berikut 482913", "482913"),
    ("OTP 482913", "482913"),
    ("kode otp dari BRI: 482 913", "482 913"),
    ("kode sms 482913", "482913"),
    ("kode verifikasi 482913", "482913"),
    ("kode whatsapp 482-913", "482-913"),
    ("kode aktivasi 482913", "482913"),
    ("token 482913", "482913"),
    ("JANGAN BERIKAN kode ini kepada siapapun: 482913", "482913"),
    ("482913 adalah kode OTP anda", "482913"),
    ("482913 adalah kode verifikasi Anda", "482913"),
    ("Kode rahasia anda 482913", "482913"),
    ("kode masuk brimo 482913", "482913"),
    ("6013013500010002", "6013013500010002"),
    ("kartu 6013 0135 0001 0002", "6013 0135 0001 0002"),
    ("no kartu 6013-0135-0001-0009", "6013-0135"),
    ("KKS 6013/0135/0001/0009", "6013/0135"),
    ("nomor kks saya 5221 8412 3456 7890", "5221 8412"),
    ("kartu ATM 1234567890123456", "1234567890123456"),
    ("4000 0566 5566 5556", "4000 0566 5566 5556"),
    ("no rekening 123401012345501", "123401012345501"),
    (
        "kartunya enam nol satu tiga nol satu tiga lima nol nol nol satu nol nol nol dua",
        "enam nol satu",
    ),
    ("6013 0135 0001 0002 exp 05/28 cvv 123", "123"),
    ("cvv123", "123"),
    ("tiga angka belakang kartu 123", "123"),
    ("CVV: 1 2 3", "1 2 3"),
    ("6013 0135\n0001 0002", "0135\n0001"),
    ("nama ibu kandung saya Sulastri", "Sulastri"),
    ("nama gadis ibu: Sulastri", "Sulastri"),
    ("ibu kandung Sulastri", "Sulastri"),
    ("ibu kandung saya namanya Sulastri", "Sulastri"),
    ("nama ibu: Sulastri", "Sulastri"),
    ("nama ibu kandung\nSulastri", "Sulastri"),
    ("Sulastri nama ibu kandung saya", "Sulastri"),
    ("ibu kandungku Sulastri", "Sulastri"),
    ("nama emak kandung Sulastri", "Sulastri"),
    ("nama ibu kndung sulastri", "sulastri"),
    ("nama ibu kandung = SULASTRI BINTI KARTO", "SULASTRI"),
    ("mother maiden name Sulastri", "Sulastri"),
    ("nama ibu kandung (KTP) Sulastri", "Sulastri"),
    ("nm ibu kandung sulastri", "sulastri"),
    ("pinku yang baru sekarang 482913", "482913"),
    ("nomor rahasia ATM 553311 ya bu", "553311"),
    ("JANGAN BERIKAN kode ini 123456", "123456"),
    ("kata sandi: rahasiaku", "rahasiaku"),
    ("PIN\u200b: 48\u200d29\u206013", "29"),
]


@pytest.mark.parametrize(("text", "secret"), SPELLINGS)
def test_no_spelling_gets_through(text: str, secret: str) -> None:
    clean, kinds = redact(text)

    assert secret not in clean
    assert kinds


NO_SECRETS = [
    "BATU-71-KOPI-45-AWAN-20-MEJA-63",
    "kode laporan saya BATU-71-KOPI-45-AWAN-20-MEJA-63",
    "kode laporan BATU-71-KOPI-45-AWAN-20-MEJA-63 pin saya hilang",
    "kode keluarga K7Q2-M9TD",
    "kode keluarga k7q2 m9td",
    "masuk K7Q2M9TD",
    "masuk K7Q2-M9TD",
    "kode petugas 123456",
    "kode petugas 123456, pin saya hilang",
    "pin hilang, kode petugas 123456",
    "kode dari petugas K7Q2-M9TD",
    "kode pos 69171",
    "lupa pin, kode pos 69171",
    "lupa pin",
    "lupa pin atm",
    "pin saya hilang",
    "PIN ATM saya terblokir",
    "pin salah 3x",
    "pin kks saya keblokir sejak 2023",
    "sejak 2024 pin saya salah terus",
    "tahun 2024 pin saya diganti orang",
    "RT 02 RW 05 pin saya hilang",
    "rt 002/005 lupa pin",
    "RT 001 RW 002 Dusun Krajan",
    "jl. pinang 1234",
    "pinggir jalan 4567",
    "pinjaman 482913 rupiah",
    "Rp600.000",
    "bantuan Rp600.000 pin saya tidak bisa",
    "pin tidak bisa, saldo 600.000",
    "pin tidak bisa, dana 613250 belum cair",
    "saldo saya 613250",
    "uang 1.200.000 hilang setelah pin diganti",
    "3526084507820003 pin saya lupa",
    "NIK 3526084507820003 KK 3526081203120004",
    "nik: 3526 0845 0782 0003, lupa pin atm",
    "kk saya 3526.0812.0312.0004",
    "kartu keluarga 3526081203120004",
    "no kartu keluarga saya 3526 0812 0312 0004",
    "kartu saya rusak, nik 3526084507820003",
    "KK 081203120004",
    "hp 081234567890 pin saya lupa",
    "0812-3456-7890 pin saya hilang",
    "wa saya +62 812 3456 7890",
    "nomor wa 081234567890",
    "12-08-1990",
    "lahir 12/08/1990",
    "tanggal lahir 12 08 1990, pin lupa",
    "2026-11-21 pin saya hilang",
    "jam 10.30 pin tidak bisa",
    "token listrik 1234 5678 9012 3456 7890",
    "sandi saya lupa",
    "kata sandi: lupa",
    "password lupa bu",
    "petugas minta pin saya, apa boleh?",
    "jangan kasih kode ya bu?",
    "kode apa yang diminta?",
    "rekening saya diblokir",
    "rekening BRI sejak 2022",
    "rekening diblokir, hp 081234567890",
    "kartu merah putih saya hilang",
    "kartu KKS terbelah dua, tiga hari lalu",
    "enam anak, dua kartu, satu rumah",
    "ibu kandung saya sakit",
    "ibu kandung saya sudah meninggal tahun 2020",
    "ibu kandung lumpuh sejak lahir",
    "IBU KANDUNG SAYA SAKIT DI RUMAH",
    "petugas tanya nama ibu kandung saya",
    "Tolong ubah nama ibu kandung saya.",
    "nama ibu kandung salah tulis",
    "nama ibu saya Siti Aminah",
    "Kandungan ibu Siti 7 bulan",
    "gadis itu anak saya",
    "desil 4, PKH 2024",
    "data per tanggal 12 November 2026",
    "laporan 12345",
    "antrian 482913",
    "id pelanggan 512345678901",
    "terima kasih 🙏 RT 05 nomor 1234",
    "１２-０８-１９９０",
    "saya anak ke 4 dari 6 saudara",
    "1234 5678",
    "482913",
]


@pytest.mark.parametrize("text", NO_SECRETS)
def test_what_is_no_secret_stays(text: str) -> None:
    assert redact(text) == (text, frozenset())


def test_invisible_characters_are_cut_out_with_the_code() -> None:
    assert redact("bu pin 4\u200b82913\u200b ya 🙏")[0] == "bu pin [PIN dihapus] ya 🙏"
    assert redact("pin 4️⃣8️⃣2️⃣9️⃣1️⃣3️⃣ bu")[0] == "pin [PIN dihapus] bu"


def _seconds(text: str) -> float:
    """Processor time: a pattern that tries everything would take minutes."""
    start = time.process_time()
    redact(text)
    return time.process_time() - start


@pytest.mark.parametrize("scrap", [
    "pin ", "pin saya ", "pin1", "pin 1 ", "4,8,", "4 8 ", "482913 ", "482913 pin ", "jangan ",
    "jangan kode ", "kode sms ", "password ", "sandi a", "satu", "kartu satu ", "rek 1 ", "token ",
    "nama ibu kandung (", "Satu nama ", "ibu kandung ", "kandung Siti ", "\u200b", "４",
    "pin\u200b",     "3 angka di belakang ", "pin tgl lahir ", "no kartu ", "adalah pin ", "itu ",
])  # fmt: skip
def test_the_longest_message_is_not_slow(scrap: str) -> None:
    text = (scrap * 4096)[:4089] + " pin 12"
    assert min(_seconds(text) for _ in range(3)) < 2


def test_several_secrets_in_one_message() -> None:
    clean, kinds = redact(f"kartu {CARD} pin 123456 cvv 321")

    assert clean == "kartu [nomor kartu dihapus] pin [PIN dihapus] cvv [CVV dihapus]"
    assert kinds == {SecretKind.CARD, SecretKind.PIN, SecretKind.CVV}


def test_a_card_between_other_numbers_is_found() -> None:
    clean, _ = redact(f"3526084507820003 {CARD} 123456")

    assert clean == "3526084507820003 [nomor kartu dihapus] 123456"


@pytest.mark.parametrize(
    "text",
    [
        "😀" * 4096,
        "1" * 100_000,
        "1 " * 50_000,
        "pin " * 25_000,
        "pin 1234 " * 11_000,
        "pin 1 " * 15_000,
        "12-34-" * 15_000 + "pin",
        "nama ibu kandung " * 5_000,
        "nama" + " " * 100_000,
        "pin" + " " * 100_000 + "1",
        "kode " * 20_000,
        "no kartu " * 10_000 + "1" * 16,
    ],
)
def test_no_text_hangs(text: str) -> None:
    """A pattern that tries everything would take minutes of processor time, not milliseconds."""
    start = time.process_time()
    redact(text)

    assert time.process_time() - start < 10


SCRAPS = st.sampled_from(
    ["pin", "otp", " ", "123456", "12", CARD, ":", "saya", "-", "nama ibu kandung", "Siti", "cvv"],
)


@given(st.lists(SCRAPS, max_size=12).map(" ".join) | st.lists(SCRAPS, max_size=12).map("".join))
def test_redacting_twice_changes_nothing(text: str) -> None:
    once, _ = redact(text)

    assert redact(once) == (once, frozenset())


@given(st.text(max_size=200))
def test_spans_are_in_order_and_apart(text: str) -> None:
    spans = find_secrets(text)

    assert all(one.end <= two.start for one, two in pairwise(spans))


HOSTILE = (
    "pin 1234 ", "15200 pin ", "1234 4token ", "1234 pin 1234nama ibu kandung rp 1234 pin ",
    ".sandi cvv cvv cvv : pin cvv : otp pin cvv otp atm nomor (cvv cvv _é12 ",
    "sandi: tahun 1234 pin ", "kks 5200820000000007 1234 pin ", "nama ibu kandung Siti ", "12-",
)  # fmt: skip


@pytest.mark.parametrize("unit", HOSTILE)
def test_the_work_grows_with_the_length_and_no_faster(
    unit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counted: how often a text is read over, and how many places are looked at each time."""
    seen: list[int] = []
    candidates = redaction._candidates

    def counting(text: str) -> Iterator[Span]:
        seen.append(0)
        for span in candidates(text):
            seen[-1] += 1
            yield span

    monkeypatch.setattr(redaction, "_candidates", counting)

    def work(times: int) -> tuple[int, int]:
        seen.clear()
        redact(unit * times)
        return len(seen), max(seen)

    (passes, spans), (passes_10, spans_10) = work(20), work(200)
    assert passes_10 <= max(passes, 4)
    assert spans_10 <= 10 * spans + 10


def test_a_text_made_to_be_read_over_for_ever_loses_its_digits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(redaction, "find_secrets", lambda _text: (Span(0, 0, SecretKind.PIN),))

    assert not any(one.isdigit() for one in redact("pin 1234")[0])
