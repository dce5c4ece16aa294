"""Strangers who were linked in the same minute are told apart by their order."""

from datetime import UTC, datetime

from conversations.changed import replace
from conversations.facts import Linked, Person
from conversations.family.strangers import AskOne
from tests.conversations.samples import facts

AT = datetime(2026, 11, 22, 19, 55, 4, tzinfo=UTC)
ANSWERS = {"hubungan": "1"}


def asked(place: int, second: datetime) -> str:
    two = (Linked(1, 9, AT, known=False), Linked(2, 9, second, known=False))
    who = replace(facts(Person(known=True, consented=True, links=1)), linked=two)
    return str(AskOne(place)(who, ANSWERS))


def test_two_in_one_minute_are_told_apart() -> None:
    assert "urutan" in asked(2, AT.replace(second=40))
    assert asked(1, AT.replace(second=40)) != asked(2, AT.replace(second=40))


def test_two_in_different_minutes_are_told_by_the_time() -> None:
    assert "urutan" not in asked(2, AT.replace(minute=57))
