import pytest

from bansos.hoaxes import Sign, judge, only_addresses

FAKE, OTHER, SHORT = Sign.FAKE_ADDRESS, Sign.OTHER_ADDRESS, Sign.SHORT_ADDRESS


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("Apakah link ini dari Kemensos? pkh3.online", (FAKE,)),
        ("https://cekbansos.kemensos.go.id/", (Sign.OFFICIAL,)),
        ("cek di cekbansos.kemensos.go.id ya bu", (Sign.OFFICIAL,)),
        ("https://kemensos.go.id.daftar-blt.xyz/klik", (FAKE,)),
        ("http://kemensos.go.id@jahat.top", (OTHER,)),
        ("kemensos-go.id", (FAKE,)),
        ("https://kemens\u043es.go.id", (FAKE,)),
        ("daftar di https://bit.ly/3xYz", (SHORT,)),
        ("https : //daftar-bantuan.club", (OTHER,)),
        ("hubungi wa.me/6281234567890", (Sign.PRIVATE_NUMBER,)),
        ("WA admin 0812-3456-7890", (Sign.PRIVATE_NUMBER,)),
        ("lapor ke 08877-171-171", ()),
        ("Kirim kode OTP ke admin", (Sign.CODE,)),
        ("jangan pernah kirim PIN atau OTP ke siapa pun.", ()),
        ("transfer 50rb dulu untuk biaya admin", (Sign.MONEY,)),
        ("bagikan ke 10 grup WA agar aktif", (Sign.SPREAD,)),
        ("unduh file Bansos.apk ini", (Sign.PROGRAM,)),
        ("kirim foto KTP dan no rekening", (Sign.PAPERS,)),
        ("kapan pkh cair bulan ini?", ()),
        ("ibu dr. Siti, jl. Mawar no.3, Rp200.000 per bulan", ()),
        ("surel saya budi@gmail.com", ()),
        ("", ()),
        ("a" * 5000, ()),
    ],
)
def test_signs(text: str, signs: tuple[Sign, ...]) -> None:
    assert judge(text).signs == signs


def test_a_whole_chain_letter() -> None:
    verdict = judge(
        "SELAMAT! Anda dpt BLT 600rb. Klik https://blt-kemensos.site/daftar isi NIK dan no "
        "rekening, masukkan kode OTP, lalu bagikan ke 15 grup WA. Hub 0857 1234 5678"
    )

    assert verdict.swindle
    assert verdict.hosts == ("blt-kemensos.site",)
    assert verdict.signs == (
        FAKE, Sign.CODE, Sign.SPREAD, Sign.PAPERS, Sign.PRIVATE_NUMBER
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("s.id/bansosku", True),
        ("https://pkh3.online/daftar https://wa.me/62812", True),
        ("cekbansos.kemensos.go.id", True),
        ("lihat s.id/bansosku", False),
        ("3526084507820003", False),
        ("siti@contoh.com", False),
        ("1.500.000", False),
        ("", False),
    ],
)
def test_a_text_that_is_nothing_but_links(*, text: str, bare: bool) -> None:
    assert only_addresses(text) is bare
