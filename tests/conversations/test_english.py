"""Peka in English: nothing too long, every label and word understood, no answer lost."""

import pytest

from bot.data import languages, understanding
from conversations.book import BOOK
from conversations.facts import Facts, Grade, Person
from conversations.said import Kind, Media, Said
from conversations.text import LABEL_LIMIT, REPLY_LIMIT, Catalogue
from conversations.turn.taken import Reply
from conversations.words import AT_ANY_POINT, at_any_point, pick
from tests.conversations import test_walk
from tests.conversations.chat import Chat, labels
from tests.conversations.desk import desk, load
from tests.conversations.samples import OFFICER, facts, family
from tests.conversations.test_walk import CITIZENS, OF_BROADCASTS, PLACE_LEFT, STAFF

LANGUAGES = languages()
ENGLISH: Catalogue = LANGUAGES["en"]
KNOWLEDGE = understanding()
CONSENTED = Person(language="en", known=True, consented=True)


def talk(who: Facts | None = None, language: str = "en") -> Chat:
    who = who or facts(Person(language=language, known=True, consented=True))
    return Chat(BOOK, who, desk(), load, KNOWLEDGE.read, languages=LANGUAGES)


def judge(reply: Reply) -> None:
    text = reply.text.into(ENGLISH)
    assert text.strip() or reply.paper, "an empty message"
    assert len(text) <= REPLY_LIMIT, f"{len(text)} characters: {text}"
    assert not PLACE_LEFT.search(OF_BROADCASTS.sub("", text)), text
    spoken = labels(reply, ENGLISH)
    for one in spoken:
        assert 0 < len(one) <= LABEL_LIMIT, one
        # Two cases of one kind in one village look alike; the first is meant.
        assert pick(one, spoken) == spoken.index(one), f"{one!r} is not its button: {spoken}"
        assert pick(one.lower(), spoken) == spoken.index(one), one


@pytest.mark.parametrize("name", BOOK.flows)
def test_every_text_and_label_of_the_walk_fits_and_can_be_typed(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(test_walk, "judge", judge)
    for who in (STAFF if BOOK.flows[name].staff else CITIZENS).values():
        test_walk.walk(name, who)


# In the middle of a talk


def begun() -> Chat:
    """A report with five answers, told in Indonesian."""
    chat = talk(language="id")
    for line in ("mau lapor", "rahasia", "sudah mampu", "sepulu", "labuhan"):
        chat.say(line)
    assert chat.text.startswith("Siapa, dan di mana rumahnya?")
    return chat


@pytest.mark.parametrize("words", ["language", "bahasa", "change language"])
def test_switching_in_the_middle_keeps_the_answers_and_asks_the_same_in_english(
    words: str,
) -> None:
    chat = begun()
    before = dict(chat.talks.stack[-1].given)
    assert chat.say(words) == "Pilih bahasa. / Choose a language."
    chat.tap("English")
    assert chat.replies[0].text.into(ENGLISH) == "Good, we will use English."
    assert "Who is it, and where is the house?" in chat.text
    assert dict(chat.talks.stack[-1].given) == before
    assert chat.open == "lapor"


def test_a_talk_begun_in_indonesian_ends_in_english_with_the_same_report() -> None:
    chat = begun()
    chat.say("language")
    chat.say("english")
    chat.say("Bu Ani, near the prayer house")
    for line in ("nobody", "neighbour", "saw it myself"):
        chat.say(line)
    chat.hear(Said(Kind.PHOTO, media=Media("p", 1000)))
    assert chat.text == "I have the photo. Is there one more? Or choose Skip."
    for line in ("skip", "none"):
        chat.say(line)
    assert chat.text.startswith(
        "Let me read it back:\nWay of reporting: Secret\nAbout: Can manage now\nDistrict: Sepulu"
    )
    assert chat.buttons == ["Send", "Change", "Cancel"]
    chat.say("send")
    filed = chat.commands[-1]
    assert getattr(filed, "relation", "") == "tetangga"
    assert getattr(filed, "way", "") == "rahasia"
    assert chat.text.startswith("Your report is received.")


def test_back_to_indonesian_in_the_middle() -> None:
    chat = begun()
    for line in ("language", "english", "bahasa", "indonesia"):
        chat.say(line)
    assert "Siapa, dan di mana rumahnya?" in chat.text


def test_an_answer_given_in_english_is_read_back_in_indonesian() -> None:
    chat = talk()
    for line in ("report", "anonymous", "has died", "sepulu", "labuhan", "Bu Ani", "nobody"):
        chat.say(line)
    for line in ("relative", "heard it", "skip", "skip", "bahasa", "indonesia"):
        chat.say(line)
    assert "Soal: Sudah meninggal" in chat.text
    assert "Hubungan: Keluarga besar" in chat.text


# Words people type


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("menu", "menu"),
        ("back", "kembali"),
        ("cancel", "batal"),
        ("cancle", "batal"),
        ("help", "bantuan"),
        ("officer", "petugas"),
        ("oficer", "petugas"),
        ("done", "selesai"),
        ("Language", "bahasa"),
        ("my data", "data_saya"),
        ("/start", "menu"),
    ],
)
def test_words_for_any_point(words: str, meant: str) -> None:
    assert at_any_point(words) == meant


def test_every_word_for_any_point_leads_somewhere() -> None:
    flows = set(AT_ANY_POINT.values()) - {"batal", "kembali"}
    assert flows <= set(BOOK.flows)


@pytest.mark.parametrize(
    ("words", "flow"),
    [
        ("my pkh is not paid yet", "status"),
        ("when is PKH paid", "jadwal"),
        ("check status", "status"),
        ("I lost my card", "kartu_hilang"),
        ("forgot my pin", "pin_lupa"),
        ("keep card safe", "jaga_kartu"),
        ("stop", "berhenti"),
        ("resume", "mulai"),
        ("language", "bahasa"),
        ("english", "bahasa"),
        ("my data", "data_saya"),
        ("report", "lapor"),
        ("report code", "kode_laporan"),
        ("family code", "kode_keluarga"),
        ("what does SPM mean", "arti_status"),
        ("is this link a scam", "hoaks"),
        ("false news", "hoaks"),
        ("not my family", "bukan_keluarga"),
        ("thank you very much", "terima_kasih"),
        ("good morning", "salam"),
    ],
)
def test_free_english_is_understood(words: str, flow: str) -> None:
    meant = [one.intent for one in KNOWLEDGE.read(words) if BOOK.find(one.intent, facts())]
    assert meant
    assert meant[0] == flow


@pytest.mark.parametrize(
    ("words", "flow"),
    [
        ("somebody holds my card", "kartu"),
        ("my card is kept by the group leader", "kartu"),
        ("my money was taken", "dana_hilang"),
        ("somebody took my money", "dana_hilang"),
        ("my KIS is not active", "pbi_nonaktif"),
        ("my husband hits me", "kekerasan"),
        ("I want to die", "putus_asa"),
    ],
)
def test_urgent_english_goes_first(words: str, flow: str) -> None:
    meant = KNOWLEDGE.read(words)[0]
    assert meant.intent == flow
    assert meant.urgent


QUOTED = (
    ("bantuan", "menu"),
    ("bantuan", "back"),
    ("bantuan", "cancel"),
    ("bantuan", "officer"),
    ("bantuan", "my data"),
    ("bantuan", "stop"),
    ("bantuan", "resume"),
    ("bantuan", "language"),
)


@pytest.mark.parametrize(("flow", "words"), QUOTED)
def test_the_words_that_help_names_do_what_it_says(flow: str, words: str) -> None:
    chat = talk()
    chat.hear(Said(Kind.TAP, tap=f">{flow}"))
    assert f"\n{words} – " in chat.text
    assert "did not understand" not in chat.say(words)


# Labels typed


def test_an_officer_types_english_labels() -> None:
    chat = talk(facts(CONSENTED, staff=OFFICER, tasks=()))
    chat.say("menu")
    assert chat.buttons[:3] == ["Tasks", "Requests to leave", "Family code"]
    assert chat.say("family code") == "NIK of one family member (16 digits)?"


def test_one_and_many_are_counted_in_english() -> None:
    who = facts(
        Person(language="en", known=True, consented=True, links=1),
        families=(family(1, Grade.FIRM),),
    )
    chat = talk(who)
    chat.say("check status")
    assert "KIS (free BPJS), 1 person: Aktif." in chat.text
    assert "October–December 2026" in chat.text
    assert "data as of 1 November 2026" in chat.text
