"""Who else sees a family, whose word ends a link, and the lock; on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from storage import guarding, households, people
from storage.guarding import Verdict
from storage.unit import Unit
from tests.bot.office import KK, NIK, ROW, Office, office

LIGHT, FIRM = households.LIGHT, households.FIRM


@pytest.fixture
def home(database_url: str, tmp_path: Path) -> Iterator[Office]:
    with office(database_url, tmp_path) as opened:
        opened.read(opened.rows(ROW))
        yield opened


def linked(unit: Unit, grades: dict[str, str]) -> dict[str, int]:
    """Link these chats in this order; their links by name."""
    family = households.prove(unit, NIK, KK[-6:])
    assert family is not None
    return {
        name: households.link(unit, people.know(unit, "web", name).id, family, grade)
        for name, grade in grades.items()
    }


STAYS, ENDS, BOTH = Verdict


@pytest.mark.parametrize(
    ("grades", "who", "days", "verdict"),
    [
        ({"ibu": LIGHT, "asing": LIGHT}, "ibu", 0, BOTH),
        ({"ibu": LIGHT, "asing": LIGHT}, "asing", 0, BOTH),
        ({"ibu": LIGHT, "asing": LIGHT}, "ibu", 400, BOTH),
        ({"ibu": LIGHT, "asing": FIRM}, "ibu", 13, BOTH),
        ({"ibu": LIGHT, "asing": FIRM}, "ibu", 14, STAYS),
        ({"ibu": LIGHT, "asing": FIRM}, "asing", 0, ENDS),
        ({"ibu": FIRM, "asing": LIGHT}, "asing", 0, STAYS),
        ({"ibu": FIRM, "asing": FIRM}, "ibu", 30, ENDS),
        ({"ibu": FIRM, "asing": FIRM}, "asing", 0, STAYS),
        ({"asing": LIGHT, "ibu": FIRM}, "ibu", 30, ENDS),
    ],
)
def test_what_a_word_does_to_a_link(
    home: Office, grades: dict[str, str], who: str, days: int, verdict: Verdict
) -> None:
    def work(unit: Unit) -> Verdict:
        linked(unit, grades)
        (other,) = guarding.others(unit, people.know(unit, "web", who).id)
        return replace(other, now=unit.now + timedelta(days=days)).verdict

    assert home.writer.do_now(work) is verdict


def test_a_lock_shuts_out_all_but_those_who_are_linked(home: Office) -> None:
    def work(unit: Unit) -> tuple[list[bool], list[bool], bool, bool]:
        linked(unit, {"ibu": LIGHT})
        family = households.prove(unit, NIK, KK[-6:])
        assert family is not None
        who = [people.know(unit, "web", name).id for name in ("ibu", "asing")]
        before = [guarding.opens(unit, family, one) for one in who]
        guarding.lock(unit, family)
        guarding.lock(unit, family)
        after = [guarding.opens(unit, family, one) for one in who]
        return before, after, guarding.unlock(unit, family), guarding.unlock(unit, family)

    before, after, lifted, again = home.writer.do_now(work)
    assert (before, after) == ([True, True], [True, False])
    assert lifted
    assert not again


def test_of_no_family_the_same_is_looked_up(home: Office) -> None:
    def steps(unit: Unit, *, shut: bool) -> int:
        family = households.prove(unit, NIK, KK[-6:])
        if shut and family is not None:
            guarding.lock(unit, family)
        stranger = people.know(unit, "web", "asing").id
        counting = Counting(unit.cursor)
        unit.cursor = counting
        assert not guarding.opens(unit, family if shut else None, stranger)
        return counting.queries

    assert home.writer.do_now(lambda unit: steps(unit, shut=True)) == home.writer.do_now(
        lambda unit: steps(unit, shut=False)
    )


def test_whoever_is_known_stays_known_until_one_of_them_is_forgotten(home: Office) -> None:
    def known(unit: Unit) -> list[bool]:
        return [one.known for one in guarding.others(unit, people.know(unit, "web", "ibu").id)]

    def work(unit: Unit) -> list[list[bool]]:
        links = linked(unit, {"ibu": LIGHT, "anak": LIGHT, "orang": LIGHT})
        ibu = people.know(unit, "web", "ibu").id
        guarding.know(unit, ibu, links["anak"])
        guarding.know(unit, ibu, links["anak"])
        seen = [known(unit)]
        households.forget(unit, people.know(unit, "web", "anak").id)
        return [*seen, known(unit)]

    assert home.writer.do_now(work) == [[True, False], [False]]


class Counting:
    """A cursor that counts its queries."""

    def __init__(self, cursor: object) -> None:
        self._cursor = cursor
        self.queries = 0

    def __getattr__(self, name: str) -> object:
        self.queries += name == "execute"
        return getattr(self._cursor, name)
