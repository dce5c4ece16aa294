"""Cries, degrees of despair, force and safety: read from the words alone, in doubt the worse."""

from itertools import pairwise

import pytest

from conversations.danger.alarms import Degree, degree, is_cry, judged
from conversations.danger.asked import CARE_FIRST, calmed
from conversations.danger.nearness import TAKEN, together
from conversations.danger.safety import (
    forced,
    made_to,
    reads_along,
    safe_now,
    signed_away,
    unsafe_now,
)
from conversations.danger.waiting import NOW, word
from conversations.said import Meant
from conversations.text import mark
from tests.conversations.samples import facts

CRIES = """
tolong
tulung
jaluk tulung
nyo'on tolong
tolooong
help
sos
cepat tolong
tolong pak cepat
minta tolong bu
tolong saya
tulungi aku
please help me
tolong siapa saja
"""


@pytest.mark.parametrize("text", CRIES.strip().splitlines())
def test_a_cry_is_a_cry_in_every_tongue(text: str) -> None:
    assert is_cry(text)


@pytest.mark.parametrize(
    "text",
    [
        "tolong cek status pkh saya",
        "minta beras",
        "bantuan",
        "petugas",
        "",
        "ya",
        "tolong bu kis mati",
    ],
)
def test_what_says_more_than_a_cry_is_read(text: str) -> None:
    assert not is_cry(text)


@pytest.mark.parametrize(
    ("text", "told", "near"),
    [
        ("rasanya mau mati aja", "", Degree.THOUGHTS),
        ("pengen mati ae", "", Degree.THOUGHTS),
        ("sy udah siapin racun", "", Degree.MEANS),
        ("tali sudah siap", "", Degree.MEANS),
        ("selamat tinggal", "despair", Degree.MEANS),
        ("selamat tinggal", "", Degree.THOUGHTS),
        ("sy minum skrg ya", "despair", Degree.MEANS),
        ("racun nya sdh saya minum", "", Degree.TAKEN),
        ("sudah saya minum", "despair", Degree.TAKEN),
        ("sudah saya minum", "", Degree.THOUGHTS),
        ("obatnya belum saya minum", "despair", Degree.THOUGHTS),
        ("i took a lot of pills", "", Degree.TAKEN),
        ("saya mengiris tangan", "", Degree.TAKEN),
        ("suami saya mau bunuh diri", "", Degree.SOMEBODY),
        ("istri saya udah minum baygon", "", Degree.SOMEBODY_TAKEN),
        ("suami saya meninggal saya mau mati", "", Degree.THOUGHTS),
        ("pengen mati bersama anak anak", "", Degree.THOUGHTS),
        ("racun tikus sudah saya siapkan di depan", "despair", Degree.MEANS),
        ("racun tikus e wes tak cepakno nang ngarep", "", Degree.MEANS),
        ("wes ngombe rong gendul, arep tak campur racune", "despair", Degree.MEANS),
        ("anak2 sdh tdr, sy mau ambil pisau", "despair", Degree.MEANS),
        ("sy mau ambil pisau", "", Degree.THOUGHTS),
        ("ibu2 tetangga ku pengen bunuh diri gmn iki", "", Degree.SOMEBODY),
        ("temenku ngechat mau gantung diri td mlm gk bales", "", Degree.SOMEBODY),
        ("bukan saya, tetangga saya. dia pegang tali", "despair", Degree.SOMEBODY),
        ("istri saya itu, bukan saya. sudah keminum setengah", "despair", Degree.SOMEBODY_TAKEN),
        ("adik sy mau loncat kelas", "", Degree.THOUGHTS),
    ],
)
def test_how_near_it_is(text: str, told: str, near: Degree) -> None:
    assert degree(text, before=told == "despair") is near


ALARM = Meant("putus_asa", 0.8, urgent=True)
CARD = Meant("kartu", 0.7, urgent=True)


@pytest.mark.parametrize("text", ["udah ah capek", "capek nunggu", "cape deh"])
def test_tired_of_writing_is_no_despair(text: str) -> None:
    assert judged(text, (ALARM,)) == ()
    assert judged(text, (ALARM,), told="putus_asa") == (ALARM,)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("udah pergi dia", "takut"),
        ("adik sy mau loncat kelas, pip nya gmn", ""),
        ("loncat kelas itu naik kelas pak, bukan loncat bunuh diri", "putus_asa"),
    ],
)
def test_what_only_sounds_like_despair_is_none(text: str, told: str) -> None:
    assert judged(text, (ALARM,), told) == ()


def test_who_left_the_house_is_despair_where_no_house_was_told_of() -> None:
    assert judged("udah pergi dia", (ALARM,)) == (ALARM,)


@pytest.mark.parametrize(
    "text",
    [
        "anak saya dipukul temen sekolah, KIP nya dicabut pula",
        "bukan KDRT bu, temen sekolahnya",
    ],
)
def test_a_blow_at_school_is_none_at_home(text: str) -> None:
    assert judged(text, (Meant("kekerasan", 0.9, urgent=True),)) == ()


@pytest.mark.parametrize(
    ("text", "told", "first"),
    [
        ("kl sy gak mau apa dicoret", "takut", "dipaksa_keluar"),
        ("saya cuma takut dicoret pak bukan mau mati", "putus_asa", "takut"),
        ("bukan dipukul bu, lapar", "", "darurat"),
        ("sudah 2 hari cuma minum air, malu minta tetangga", "", "darurat"),
    ],
)
def test_another_danger_is_heard_instead(text: str, told: str, first: str) -> None:
    beaten = Meant("kekerasan", 0.9, urgent=True)
    heard = judged(text, (ALARM, beaten), told)
    assert heard[0].intent == first
    assert ALARM not in heard


@pytest.mark.parametrize(
    "text", ["kenapa saya gak mati saja", "saya gak takut mati", "gak dapat apa apa pengen mati"]
)
def test_despair_in_other_words_stays_despair(text: str) -> None:
    assert judged(text, (ALARM,)) == (ALARM,)


@pytest.mark.parametrize(
    "text", ["saya malu kalau ketahuan miskin", "kalau pak kades tanya siapa yg lapor gmn"]
)
def test_fear_of_being_known_is_no_threat(text: str) -> None:
    assert judged(text, (Meant("takut", 0.8, urgent=True),)) == ()


@pytest.mark.parametrize(
    ("text", "told", "first"),
    [
        ("dia pendarahan pak", "pbi_nonaktif", "pbi_nonaktif"),
        ("petugas minta sun", "", "takut"),
        ("cium biar cair", "", "takut"),
        ("pendamping ngajak tidur biar cair", "", "takut"),
        ("tetangga sy nenek tua sakit sendirian", "", "darurat"),
        ("klo gak mau nanti kis nya dicabut", "takut", "dipaksa_keluar"),
        ("racun sdh saya minum", "", "putus_asa"),
    ],
)
def test_the_words_alone_tell_of_a_danger(text: str, told: str, first: str) -> None:
    assert judged(text, (CARD,), told)[0].intent == first


@pytest.mark.parametrize(
    "text", ["istri mau melahirkan pkh nya dapat tambahan gak", "suami stroke pkh kapan cair"]
)
def test_a_birth_or_an_old_illness_is_no_alarm(text: str) -> None:
    assert judged(text, ()) == ()


def test_who_was_beaten_till_blood_stays_with_the_beaten() -> None:
    beaten = Meant("kekerasan", 0.9, urgent=True)
    assert judged("dilempar piring sampai berdarah", (beaten,)) == (beaten,)


def test_a_weaker_danger_takes_the_place_of_a_told_one_only_where_it_is_sure() -> None:
    sure = Meant("kartu", 0.95, urgent=True)
    assert judged("yang itu pak", (CARD,), "pbi_nonaktif") == ()
    assert judged("kartu saya dipegang ketua", (sure,), "pbi_nonaktif") == (sure,)
    worse = Meant("kekerasan", 0.6, urgent=True)
    assert judged("dia marah", (worse,), "pbi_nonaktif") == (worse,)


@pytest.mark.parametrize(
    "text",
    [
        "sebenarnya saya dipaksa tp takut",
        "saya dipaksa pendamping",
        "sebenarnya disuruh bu pendamping biar kuota",
        "klo gak mau nanti kis nya dicabut",
    ],
)
def test_force_is_heard_wherever_it_is_told(text: str) -> None:
    assert forced(text)


@pytest.mark.parametrize(
    "text", ["usaha saya sudah jalan", "tidak ada yang menyuruh", "gak dipaksa siapa siapa", "ya"]
)
def test_no_force_is_none(text: str) -> None:
    assert not forced(text)


def test_a_signature_on_blank_paper_is_heard() -> None:
    assert signed_away("sdh terlanjur tanda tangan kemarin")
    assert signed_away("kosong kertasnya gak saya baca")
    assert not signed_away("saldo kosong")


@pytest.mark.parametrize("text", ["aman", "aman kok", "iya aman bu", "yes it's safe", "safe"])
def test_safe_is_safe(text: str) -> None:
    assert safe_now(text)
    assert not unsafe_now(text)


@pytest.mark.parametrize("text", ["tidak aman", "tidak aman bu", "gak aman", "not safe", "unsafe"])
def test_unsafe_is_unsafe(text: str) -> None:
    assert unsafe_now(text)
    assert not safe_now(text)


@pytest.mark.parametrize(
    "text",
    ["suami saya baca hp ini", "dia baca hp ini", "dia pulang", "suami datang", "he is home"],
)
def test_somebody_reads_along(text: str) -> None:
    assert reads_along(text)


@pytest.mark.parametrize(
    "text", ["anak saya belum pulang sekolah", "petugas datang kapan", "saya baca surat ini"]
)
def test_nobody_reads_along(text: str) -> None:
    assert not reads_along(text)


@pytest.mark.parametrize(
    ("before", "now", "worst"),
    [
        (Degree.TAKEN, Degree.THOUGHTS, Degree.TAKEN),
        (Degree.MEANS, Degree.TAKEN, Degree.TAKEN),
        (Degree.SOMEBODY, Degree.TAKEN, Degree.SOMEBODY_TAKEN),
        (Degree.TAKEN, Degree.SOMEBODY, Degree.SOMEBODY_TAKEN),
        (Degree.MEANS, Degree.SOMEBODY, Degree.SOMEBODY),
    ],
)
def test_the_worst_that_was_told_stays(before: Degree, now: Degree, worst: Degree) -> None:
    assert together(before, now) is worst


@pytest.mark.parametrize("near", sorted(TAKEN))
@pytest.mark.parametrize(
    "text", ["halo", "aku takut", "anak saya gimana", "kapan dijawab", "puskesmas jauh", "ya"]
)
def test_after_poison_every_word_is_about_a_doctor(near: Degree, text: str) -> None:
    last = ""
    for turn in range(4):
        one = word(facts(), "putus_asa", text, (turn, last), near=near)
        last = mark(one)
        assert "IGD" in one.msgid


@pytest.mark.parametrize("kind", [*NOW, "bukan_saya"])
def test_no_word_is_said_twice_in_a_row(kind: str) -> None:
    last, said = "", []
    for turn in range(9):
        one = word(facts(), kind, "kapan dijawab", (turn, last))
        last = mark(one)
        said.append(last)
    assert all(one != other for one, other in pairwise(said))


@pytest.mark.parametrize(
    "text",
    [
        "sy takut bu, sbnernya pak kades yg nyuruh kmrn",
        "ketua kelompok yang memaksa saya keluar dari pkh",
    ],
)
def test_somebody_named_who_pushed_is_heard(text: str) -> None:
    assert made_to(text)


@pytest.mark.parametrize("text", ["petugas nyuruh buka rekening", "pendamping kapan datang"])
def test_who_asks_for_something_else_did_not_push(text: str) -> None:
    assert not made_to(text)


@pytest.mark.parametrize(
    "text", ["wes aman pak, suwun", "makasih", "sudah dikasih tetangga nasi. alhamdulillah"]
)
def test_thanks_and_safety_calm_a_danger(text: str) -> None:
    assert calmed(text)


@pytest.mark.parametrize(
    "text", ["belum aman", "makasih tapi saya mau mati", "terima kasih untuk semuanya", "aman gak"]
)
def test_what_is_not_over_is_not_calmed(text: str) -> None:
    assert not calmed(text)


@pytest.mark.parametrize(
    "text", ["bidan suruh bayar 3jt klo gk bayar gk diurus", "ini udah di rs, disuruh bayar dulu"]
)
def test_paying_for_care_is_about_the_sick(text: str) -> None:
    assert judged(text, (CARD, ALARM), "pbi_nonaktif") == ()
    assert word(facts(), "pbi_nonaktif", text, (0, "")) is CARE_FIRST
