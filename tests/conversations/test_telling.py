"""What a reporter tells where something else was asked: kept, and not taken for a wish."""

from itertools import pairwise

import pytest

from bansos.cases import AccusedRole
from conversations.book import BOOK
from conversations.report.accused import role_in
from conversations.report.kinds_told import kind_in
from conversations.report.report import FileReport
from conversations.report.telling import READ_BACK, Telling, place_in, tells
from conversations.said import Kind, Meant, Said
from conversations.text import Source
from tests.conversations.chat import Chat
from tests.conversations.desk import desk, load
from tests.conversations.samples import facts
from tests.conversations.test_understand import understanding


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("rumahnya tingkat, punya mobil", "kecamatan"),
        ("rumahnya tingkat", "desa"),
        ("anaknya juga kerja di kantor kecamatan", "kecamatan"),
        ("orangnya punya toko di pasar", "kecamatan"),
        ("pkh", "kecamatan"),
        ("dapat pkh dan bpnt", "tahu"),
    ],
)
def test_a_story_is_kept_where_something_else_was_asked(text: str, key: str) -> None:
    assert tells(Said(text=text), key)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("sepuluu", "kecamatan"),
        ("desa sukamaju sana", "kecamatan"),
        ("rumahnya di kelbung", "kecamatan"),
        ("di kampung sebelah", "desa"),
        ("gak tau kecamatannya apa", "kecamatan"),
        ("kenapa harus tahu desanya", "desa"),
        ("ini aman gak ya?", "hubungan"),
        ("zzz", "hubungan"),
    ],
)
def test_a_slip_is_no_story(text: str, key: str) -> None:
    assert not tells(Said(text=text), key)


def test_a_clear_wish_or_somebody_else_s_words_are_no_story() -> None:
    wish = (Meant("status", 0.9),)
    assert not tells(Said(text="mau cek bantuan punya ibu", meant=wish), "desa")
    assert not tells(Said(text="pkh saya belum cair juga", meant=wish), "desa")
    assert not tells(Said(text="klik daftar bansos sekarang", forwarded=True), "cara")
    assert not tells(Said(Kind.VOICE), "hubungan")


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("rumahnya tingkat", "mampu"),
        ("punya mobil dua", "mampu"),
        ("suaminya pns", "pegawai"),
        ("sudah meninggal tapi dulu pns", ""),
        ("bu ani", ""),
    ],
)
def test_the_kind_is_named_only_where_it_is_clear(text: str, group: str) -> None:
    assert kind_in(text) == group


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("bu ani di desa labuhan kec sepulu punya mobil", "35.26.08.2012"),
        ("pak karto kecamatan sepulu sudah meninggal", "35.26.08"),
        ("bu ani tetangga saya di labuhan", ""),
        ("desanya jauh sekali dari sini", ""),
        ("di kec cibinong", ""),
    ],
)
def test_a_place_is_taken_only_where_it_is_called_one(text: str, code: str) -> None:
    assert place_in(text, facts()) == code


def test_the_summary_shows_how_a_long_story_begins_and_ends() -> None:
    story = "awalnya begini\n" + "lalu begitu " * 30 + "\nakhirnya sudah"
    shown = Telling(optional=True).show(story, facts()).into(Source())
    assert shown.startswith("awalnya begini; lalu")
    assert shown.endswith("akhirnya sudah")
    assert len(shown) <= READ_BACK + 3


def test_a_story_told_beside_the_answers_names_who_is_involved() -> None:
    assert role_in({"siapa": "Bu Ani", "cerita": "istrinya pak sekdes"}) is (
        AccusedRole.PERANGKAT_DESA
    )


def reporting(*lines: str) -> Chat:
    chat = Chat(BOOK, facts(), desk(), load, understanding().read)
    for line in ("lapor", "rahasia", "sudah mampu", *lines):
        chat.say(line)
    return chat


def test_all_that_was_told_comes_with_the_report_and_back_does_not_lose_it() -> None:
    chat = reporting("punya toko dan sawah luas", "sepulu", "labuhan", "kembali", "labuhan")
    for line in ("bu ani dekat musala", "tidak ada", "tetangga", "lihat", "lewati", "lewati"):
        chat.say(line)
    assert "Ceritanya: punya toko dan sawah luas" in chat.text
    chat.say("kirim")
    (command,) = chat.commands
    assert isinstance(command, FileReport)
    assert command.about.text == "bu ani dekat musala\n\npunya toko dan sawah luas"


def test_a_programme_alone_starts_nothing_where_a_place_is_asked() -> None:
    chat = reporting("pkh")
    assert [talk.flow for talk in chat.talks.stack] == ["lapor"]
    assert "kecamatan" in chat.text


def test_the_same_slip_is_answered_otherwise_and_then_by_a_human() -> None:
    chat = reporting()
    said = [chat.say("zzz") for _ in range(5)]
    assert len(set(said[:3])) == len(said[:3])
    assert all(one != other for one, other in pairwise(said))
    assert "misalnya" in said[1]
    assert "Bicara petugas" in chat.buttons
