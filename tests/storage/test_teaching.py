"""Tallies, words that were not understood, taught examples: on both databases."""

from collections.abc import Iterator

import pytest

from bot.teaching_report import exported
from storage import staff, teaching
from storage.unit import Writer
from tests.house import make_writer, prepare, rows

DAY, MIDNIGHT = "2026-11-03", 1_762_102_800_000


@pytest.fixture
def writer(database_url: str) -> Iterator[Writer]:
    made = make_writer(prepare(database_url))
    made.start()
    yield made
    made.stop()


def officer(writer: Writer, name: str) -> int:
    return writer.do_now(lambda unit: staff.add(unit, name, "admin", ("35.26",)))


def keep(writer: Writer, person: int) -> None:
    writer.do_now(lambda unit: teaching.keep_unknown(unit, DAY, MIDNIGHT, person, "kumaha artos"))


def test_tallies_add_up(writer: Writer) -> None:
    counts = {"read:none": 2, "read:understood": 5, "shown:lapor.desa": 3, "passed:lapor.desa": 1}
    writer.do_now(lambda unit: teaching.add(unit, DAY, counts))
    writer.do_now(lambda unit: teaching.add(unit, DAY, {"read:none": 1}))
    writer.do_now(lambda unit: teaching.add(unit, "2026-11-05", {"read:none": 7}))

    found = writer.do_now(lambda unit: teaching.tallies(unit, DAY, DAY))
    days = writer.do_now(lambda unit: teaching.understood(unit, DAY))

    assert found == counts | {"read:none": 3}
    assert days == {DAY: {"none": 3, "understood": 5}, "2026-11-05": {"none": 7}}


def test_unknown_words_are_sealed_and_tell_only_people_apart(
    writer: Writer, database_url: str
) -> None:
    for person in (1, 1, 2):
        keep(writer, person)

    found = writer.do_now(teaching.unknown)

    assert {one.words for one in found} == {"kumaha artos"}
    assert len({one.asker for one in found}) == 2
    stored = rows(database_url, "SELECT words, at FROM peka_unknown")
    assert all(b"artos" not in bytes(words) and at == MIDNIGHT for words, at in stored)


def test_one_proposes_and_another_agrees(writer: Writer) -> None:
    one, two = officer(writer, "Rini"), officer(writer, "Wati")

    assert writer.do_now(lambda unit: teaching.propose(unit, "kumaha artos", "jadwal", one))
    assert not writer.do_now(lambda unit: teaching.propose(unit, "kumaha artos", "menu", two))
    (waiting,) = writer.do_now(lambda unit: teaching.examples(unit, teaching.PROPOSED))

    def decide(who: int) -> bool:
        return writer.do_now(lambda unit: teaching.decide(unit, waiting.id, who, agreed=True))

    assert [decide(one), decide(two), decide(two)] == [False, True, False]
    agreed = writer.do_now(lambda unit: teaching.examples(unit, teaching.AGREED))
    assert exported(agreed) == '[[intent]]\nkey = "jadwal"\nexamples = ["kumaha artos"]\n'
    assert writer.do_now(teaching.newest) > 0


def test_refused_words_may_be_proposed_again(writer: Writer) -> None:
    one, two = officer(writer, "Rini"), officer(writer, "Wati")
    writer.do_now(lambda unit: teaching.propose(unit, "artos", "menu", one))
    (waiting,) = writer.do_now(lambda unit: teaching.examples(unit, teaching.PROPOSED))
    writer.do_now(lambda unit: teaching.decide(unit, waiting.id, two, agreed=False))

    assert writer.do_now(lambda unit: teaching.propose(unit, "artos", "jadwal", two))
    (again,) = writer.do_now(lambda unit: teaching.examples(unit, teaching.PROPOSED))
    assert (again.intent, again.proposed_by) == ("jadwal", two)
