"""The form of the talks: nothing is lost by reading and writing one, and holes are filled."""

from statistics import median

import pytest

from tests.talks import script
from tests.talks.play import casts
from tests.talks.script import Message, Talk, fits, named, spoken
from tests.talks.stage import HERE

TALKS = [script.read(path) for path in sorted(HERE.glob("*.talk"))]
ASKS = ("cek status", "pkh sy knp blm cair", "kapan pkh cair")
TOLD = "data per "
WRONG = ("Contoh:", "data belum bisa dibuka", "Demi keamanan, PIN")


@pytest.mark.parametrize("talk", TALKS, ids=lambda talk: talk.name)
def test_a_talk_is_written_as_it_was_read(talk: Talk) -> None:
    assert talk.text() == talk.path.read_text(encoding="utf-8")
    assert talk.text().startswith("# "), "a talk begins with a sentence that says what it shows"
    assert casts(talk), "nobody can play this talk"


def test_there_are_enough_talks_and_most_of_them_play_everywhere() -> None:
    everywhere = [talk for talk in TALKS if len(set(casts(talk)) - {"campur"}) == 4]
    assert len(TALKS) >= 40
    assert len(everywhere) >= 30


def test_a_status_is_at_most_four_messages_away() -> None:
    steps = [one for talk in TALKS for one in steps_to_status(talk)]
    assert len(steps) >= 9
    assert median(steps) <= 4


def steps_to_status(talk: Talk) -> list[int]:
    """Count what everybody did from the wish to the first answer, where nothing went wrong."""
    found = []
    for person in talk.people:
        own = [deed for deed in talk.deeds if deed.person == person]
        asked = next((n for n, deed in enumerate(own) if deed.what in ASKS), len(own))
        told = next((n for n, deed in enumerate(own) if TOLD in str(deed.of(person))), -1)
        between = str([deed.of(person) for deed in own[asked:told]])
        if told >= asked and not any(word in between for word in WRONG):
            found.append(told - asked + 1)
    return found


def test_a_hole_is_filled_once_and_holds_from_then_on() -> None:
    holes: dict[str, str] = {}
    said = Message("Kodenya: BATU-71-KOPI-45-AWAN-20-MEJA-63. Catat.", ("Menu",))
    assert fits(Message("Kodenya: {kode}. …", ("Menu",)), said, holes)
    assert holes == {"kode": "BATU-71-KOPI-45-AWAN-20-MEJA-63"}
    assert spoken("{kode|kecil}", holes) == "batu 71 kopi 45 awan 20 meja 63"
    other = Message(said.text.replace("63", "64"), ("Menu",))
    assert not fits(Message("Kodenya: {kode}. Catat.", ("Menu",)), other, holes)
    assert not fits(Message("Kodenya: {kode}. Catat.", ()), said, holes)


def test_what_is_drawn_by_lot_gets_a_name() -> None:
    holes = {"tugas": "K7QM2A"}
    said = Message("Tugas K7QM2A dan B4CDEF, pelapor Melati 27, kode K7Q2-M9TD.")
    assert named(said, holes).text == (
        "Tugas {tugas} dan {tugas2}, pelapor {alias}, kode {sekali}."
    )


def test_odd_signs_are_sent_as_they_are() -> None:
    assert spoken(r"a\0b\n\ud83d (3 kali x)", {}) == "a\0b\n\ud83d xxx"
