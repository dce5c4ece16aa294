import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bansos.numbers import SecretKind, find_secrets, redact

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
        "4000123412341234",
    ],
)
def test_everything_else_stays(text: str) -> None:
    assert redact(text) == (text, frozenset())


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
def test_no_text_is_slow(text: str) -> None:
    start = time.perf_counter()
    redact(text)

    assert time.perf_counter() - start < 1


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
