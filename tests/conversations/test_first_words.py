"""The first message of a stranger, a call for help after a danger, and English."""

import pytest

from conversations.book import BOOK
from conversations.facts import Person
from conversations.helping.help import OpenHelp
from conversations.report.report import FileReport
from conversations.said import Kind, Said
from tests.conversations.chat import Chat
from tests.conversations.desk import desk, load
from tests.conversations.samples import facts
from tests.conversations.test_understand import understanding


def stranger() -> Chat:
    return Chat(BOOK, facts(Person()), desk(), load, understanding().read)


CRIES = [
    ("saya mau mati saja", "healing119.id"),
    ("suami saya mukul saya, uang pkh diambil", "SAPA 129"),
    ("saya takut bu", "aman menulis"),
    ("saya diancam mau dibunuh kalau lapor", "aman sekarang"),
]


def told_to_human(chat: Chat) -> str:
    call = chat.commands[0]
    assert isinstance(call, FileReport | OpenHelp)
    return call.about.text


@pytest.mark.parametrize(("cry", "said"), CRIES)
def test_a_cry_as_the_first_message_is_heard(cry: str, said: str) -> None:
    chat = stranger()
    assert said in chat.say(cry)
    assert "aman" in chat.text
    assert (chat.buttons[0], chat.buttons[-1]) == ("Bicara petugas", "Menu")


@pytest.mark.parametrize(("cry", "_said"), CRIES)
@pytest.mark.parametrize(
    "call", ["tolong", "Tolong!", "tolong bu", "jaluk tulung", "tidak", "mau"]
)
def test_a_call_after_a_cry_leads_to_a_human(cry: str, _said: str, call: str) -> None:
    chat = stranger()
    chat.say(cry)
    chat.say(call)
    if "mati saja" in cry:
        assert [getattr(one, "kind", "") for one in chat.commands] == ["putus_asa"]
        assert told_to_human(chat) == cry
        return
    assert any(talk.flow == "mendesak" for talk in chat.talks.stack)


def test_a_story_told_before_the_button_goes_along() -> None:
    told = "kartu kks sy dipegang bu ketua sdh setahun"
    chat = Chat(BOOK, facts(), desk(), load, understanding().read)
    chat.say(told)
    assert "Cerita tadi saya sertakan." in chat.tap("Bicara petugas")
    for line in ("ketua kelompok", "setahun", "aman", "sepulu", "kelbung", "dipotong juga"):
        chat.say(line)
    chat.tap("Dinas Sosial saja")
    assert told_to_human(chat) == f"{told}\ndipotong juga"


def test_a_story_of_before_the_menu_does_not_go_along_with_another_matter() -> None:
    chat = Chat(BOOK, facts(), desk(), load, understanding().read)
    chat.say("kartu kks sy dipegang bu ketua sdh setahun")
    chat.tap("Menu")
    chat.hear(Said(Kind.TAP, tap=">mendesak.pbi_nonaktif"))
    chat.say("sepulu")
    assert chat.say("labuhan").startswith("Ceritakan dengan tenang")


def test_a_story_is_kept_for_a_day_and_no_longer() -> None:
    chat = Chat(BOOK, facts(), desk(), load, understanding().read)
    chat.say("kartu kks sy dipegang bu ketua sdh setahun")
    assert chat.talks.told
    chat.wait(hours=25)
    chat.say("halo")
    assert not chat.talks.told


def test_a_story_goes_with_everything_else_that_is_deleted() -> None:
    chat = Chat(BOOK, facts(), desk(), load, understanding().read)
    chat.say("kartu kks sy dipegang bu ketua sdh setahun")
    for line in ("data saya", "hapus data saya", "ya, hapus"):
        chat.say(line)
    assert not chat.talks.told


def test_a_call_inside_the_way_to_a_human_goes_on() -> None:
    chat = stranger()
    for line in ("saya takut bu", "tolong", "setuju"):
        chat.say(line)
    assert "kata yang bisa diketik" not in chat.say("tolong").lower()
    assert chat.text.startswith("Sebentar lagi sampai ke petugas")
    assert chat.open == "mendesak"


@pytest.mark.parametrize("cry", [cry for cry, _said in CRIES if "mati saja" not in cry])
def test_who_is_not_safe_is_asked_nothing_more(cry: str) -> None:
    chat = stranger()
    chat.say(cry)
    assert chat.say("tidak aman").startswith("Baik, saya diam.")
    assert (chat.open, chat.buttons, chat.commands) == ("", [], [])
    chat.say("tolong")
    assert chat.open


def test_what_is_not_understood_after_a_cry_keeps_the_human_near() -> None:
    chat = stranger()
    chat.say("suami saya mukul saya")
    first, second = chat.say("di dapur tadi"), chat.say("di dapur tadi")
    assert first != second
    assert chat.buttons[0] == "Bicara petugas"
    chat.say("makasih")
    chat.say("tulung")
    assert chat.open


def test_the_way_to_a_human_stays_under_an_open_question() -> None:
    chat = Chat(BOOK, facts(), desk(), load, understanding().read)
    for line in ("mau lapor", "sudah mampu", "sepulu", "labuhan", "tetangga dipukuli suaminya"):
        chat.say(line)
    assert chat.open == "lapor"
    assert chat.buttons[-1] == "Bicara petugas"
    chat.say("tolong")
    assert any(talk.flow == "mendesak" for talk in chat.talks.stack)


def test_english_is_offered_at_once_and_understood() -> None:
    chat = stranger()
    chat.say("hello, my PKH has not been paid")
    assert chat.buttons[0] == "English"
    assert chat.open
    chat = stranger()
    assert "Tanggalnya belum diketahui" in chat.say("when will it be paid")
    assert chat.buttons[0] == "English"
    chat.tap("English")
    assert [getattr(one, "language", "") for one in chat.commands] == ["en"]


def test_phk_is_asked_about() -> None:
    chat = stranger()
    assert chat.say("PHK") == "Maksudnya PKH (Program Keluarga Harapan)?"
    assert "NIK" in chat.say("ya")
    chat = stranger()
    chat.say("PHK")
    assert "berhenti kerja" in chat.say("bukan")


def test_a_guess_at_the_date_gets_one_true_line() -> None:
    for said in ("berarti besok ya bu?", "kpn cairnya"):
        chat = Chat(BOOK, facts(), desk(), load, understanding().read)
        assert chat.say(said).startswith("Tanggalnya belum diketahui; yang menentukan Kemensos.")
        assert chat.buttons[0] == "Cek status"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("anak saya belum makan dari kemarin bu", "kantor desa"),
        ("anak anak kelaparan tidak ada beras sama sekali", "kantor desa"),
        ("anak tetangga diikat di kandang dan gak dikasih makan", "129"),
        ("tetangga saya dipukuli suaminya tiap hari", "sudah peduli"),
        ("saya dipukul suami di depan tetangga", "bukan salah"),
    ],
)
def test_a_danger_is_answered_as_what_it_is(words: str, said: str) -> None:
    assert said in stranger().say(words)


def test_hunger_is_an_urgent_case_that_the_field_sees_too() -> None:
    chat = Chat(BOOK, facts(), desk(), load, understanding().read)
    chat.say("anak anak belum makan dua hari")
    for line in ("Bicara petugas", "sepulu", "labuhan", "lewati"):
        chat.say(line)
    (command,) = chat.commands
    assert getattr(command, "kind", "") == "kelaparan"
