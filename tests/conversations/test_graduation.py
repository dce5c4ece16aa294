"""Whether somebody pushes, and what a request becomes, by table."""

import pytest

from bansos.cases import CaseState
from bansos.graduation import LeavingReason
from bansos.programmes import Programme
from conversations.book import BOOK
from conversations.facts import Grade, Person
from conversations.graduation.commands import AskToLeave, Withdraw
from conversations.graduation.pressure import PRESSURE
from conversations.readers import Good
from conversations.said import Kind, Said
from tests.conversations.chat import Chat
from tests.conversations.desk import desk, load
from tests.conversations.samples import facts, family, leaving
from tests.conversations.test_understand import understanding

LINKED = Person(known=True, consented=True, links=1, firm=True)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Tidak ada", "tidak"),
        ("tidak ada yang menyuruh", "tidak"),
        ("tidak ada yang menyuruh atau memaksa", "tidak"),
        ("ga ada yg maksa", "tidak"),
        ("tanpa paksaan", "tidak"),
        ("bukan disuruh, saya sendiri", "tidak"),
        ("2", "ada"),
        ("ya", "ada"),
        ("ada yang menyuruh", "ada"),
        ("disuruh bu ketua", "ada"),
        ("bu rt nyuruh", "ada"),
        ("tidak, saya dipaksa", "ada"),
        ("tidak dipaksa tapi diancam", "ada"),
        ("saya takut", "ada"),
    ],
)
def test_words_of_force_count_unless_just_they_are_denied(text: str, wanted: str) -> None:
    read = PRESSURE.read(Said(text=text), facts(), {})
    assert isinstance(read, Good)
    assert read.value == wanted
    assert dict(read.also) in ({}, {"cerita": text} if wanted == "ada" else {})


def going(*lines: str, grade: Grade = Grade.FIRM, **more: object) -> Chat:
    who = facts(LINKED, families=(family(grade=grade),), graduations=(), **more)
    chat = Chat(BOOK, who, desk(), load, understanding().read)
    for line in lines:
        chat.say(line)
    return chat


def test_a_request_goes_out_only_after_the_summary() -> None:
    chat = going("mau keluar dari pkh", "tidak ada", "keduanya", "usaha", "saya", "Siti", "sudah")
    assert not chat.commands
    chat.say("kirim")
    both = (Programme.PKH, Programme.SEMBAKO)
    assert chat.commands == [AskToLeave(1, both, LeavingReason.USAHA, "", "Siti", "")]


@pytest.mark.parametrize(
    "lines",
    [
        ("graduasi", "ada"),
        ("graduasi", "disuruh pak rt"),
        ("graduasi", "tidak ada", "kis"),
        ("graduasi", "tidak ada", "pkh", "usaha", "saya", "Siti", "masih ragu"),
        ("graduasi", "tidak ada", "pkh", "usaha", "saya", "Siti", "sudah", "batal"),
        ("graduasi", "tidak ada", "pkh", "usaha", "saya", "Siti", "sudah", "ubah", "1", "ada"),
        ("saya tidak mau rumah saya ditempeli stiker",),
        ("stiker saya lepas",),
        ("saya menolak dilabeli keluarga miskin",),
    ],
)
def test_nothing_else_makes_a_request(lines: tuple[str, ...]) -> None:
    """Pressure, doubt, a refused label: none of them graduates anybody."""
    assert not [one for one in going(*lines).commands if isinstance(one, AskToLeave)]


def test_who_has_proved_lightly_is_told_that_it_is_a_wish() -> None:
    chat = going("graduasi", "tidak ada", "pkh", grade=Grade.LIGHT)
    assert chat.buttons == ["Catat keinginan", "Punya kode petugas"]
    for line in ("catat", "usaha", "saya", "Siti", "sudah"):
        chat.say(line)
    assert "Tanpa kunjungan itu tidak ada yang diajukan" in chat.text


def test_batal_without_an_open_talk_stops_the_request() -> None:
    who = facts(LINKED, graduations=(leaving("K1"),))
    chat = Chat(BOOK, who, desk(), load, understanding().read)
    chat.say("batal")
    assert chat.commands == [Withdraw("K1")]


def test_batal_in_an_open_talk_says_that_the_request_still_runs() -> None:
    who = facts(LINKED, graduations=(leaving("K1"),))
    chat = Chat(BOOK, who, desk(), load, understanding().read)
    chat.hear(Said(Kind.TAP, tap=">lapor"))
    chat.say("batal")
    assert not chat.commands
    assert chat.buttons == ["Batal keluar", "Menu"]


def test_batal_in_a_talk_with_an_officer_stops_the_request_too() -> None:
    who = facts(LINKED, graduations=(leaving("K1"),), families=(family(),), helped=False)
    chat = Chat(BOOK, who, desk(), load, understanding().read)
    chat.hear(Said(Kind.TAP, tap=">petugas"))
    for line in ("pertanyaan", "kapan petugas datang ke rumah saya"):
        chat.say(line)
    assert chat.talks.relay_at
    chat.facts = facts(LINKED, graduations=(leaving("K1"),), helped=True)
    chat.say("batal")
    assert chat.commands[-1] == Withdraw("K1")


def test_a_request_of_somebody_else_is_not_stopped_by_a_word() -> None:
    who = facts(LINKED, graduations=(leaving("K1", mine=False),))
    chat = Chat(BOOK, who, desk(), load, understanding().read)
    chat.say("batal")
    assert not chat.commands


def test_a_second_request_shows_where_the_first_one_stands() -> None:
    who = facts(LINKED, families=(family(),), graduations=(leaving("K1"),))
    chat = Chat(BOOK, who, desk(), load, understanding().read)
    chat.say("graduasi")
    assert not chat.commands
    assert "Masa jeda" in chat.text
    assert leaving("K1").state is CaseState.JEDA
