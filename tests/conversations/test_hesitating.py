"""Second thoughts: what is one, and what is an answer or a story."""

import pytest

from conversations.report.recalling import recalls
from conversations.turn.hesitating import (
    back_again,
    breaks_off,
    doubts,
    goes_on,
    later,
    leaves,
    withdraws,
)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("nanti dulu mau masak", True),
        ("nanti dulu", True),
        ("batal dulu mau masak", True),
        ("sebentar bu", True),
        ("besok saja", True),
        ("ntar lagi jemput anak", True),
        ("besok pagi dia ke kantor desa naik mobil baru", False),
        ("batal", False),
        ("nanti malam dia dapat lagi", False),
        ("tunggu giliran saya", False),
    ],
)
def test_who_goes_on_another_time(text: str, *, wanted: bool) -> None:
    assert later(text) is wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("lapor yg tadi", True),
        ("lanjutkan laporan tadi", True),
        ("mau lanjut lapor yang kemarin", True),
        ("lanjutkan", True),
        ("lanjut", False),
        ("lapor tetangga saya pns", False),
        ("kabar laporan tadi gimana", False),
    ],
)
def test_who_takes_up_again_what_waits(text: str, *, wanted: bool) -> None:
    assert goes_on(text) is wanted


@pytest.mark.parametrize(
    ("text", "back", "doubt"),
    [
        ("gak jadi deh suami marah", True, True),
        ("batalkan yg tadi", True, False),
        ("ga jadi keluar", True, False),
        ("sy nyesel", True, False),
        ("suami marah", False, True),
        ("belum bilang suami", False, True),
        ("suami belum tau", False, True),
        ("batalkan laporan saya", False, False),
        ("kapan pkh cair", False, False),
        ("anak saya sudah kerja", False, False),
    ],
)
def test_who_takes_a_request_back(text: str, *, back: bool, doubt: bool) -> None:
    assert (withdraws(text), doubts(text)) == (back, doubt)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("saya menyesal laporannya dicabut aja", True),
        ("menyesal saya laporannya bisa dicabut gak", True),
        ("gak jadi lapor", True),
        ("batalkan laporan saya", True),
        ("lapor tetangga saya pns", False),
        ("kabar laporan tadi gimana", False),
        ("batalkan yg tadi", False),
    ],
)
def test_who_takes_a_report_back(text: str, *, wanted: bool) -> None:
    assert recalls(text) is wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("berhenti", True),
        ("males ah", True),
        ("udah dulu", True),
        ("udah dulu bu", True),
        ("sudah", False),
        ("kartu tidak boleh dititip", False),
    ],
)
def test_who_leaves_a_quiz(text: str, *, wanted: bool) -> None:
    assert leaves(text) is wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("batal aja lah takut", True),
        ("gak jadi deh bu", True),
        ("batal", False),
        ("batal nikah karena pkh", False),
    ],
)
def test_who_drops_what_was_begun(text: str, *, wanted: bool) -> None:
    assert breaks_off(text) is wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("halo bu tadi hp mati, sampe mana ya", True),
        ("tadi tanya apa bu", True),
        ("rumahnya dekat balai desa", False),
    ],
)
def test_who_is_back(text: str, *, wanted: bool) -> None:
    assert back_again(text) is wanted
