"""Families as a turn sees them: look-ups, the light proof, links; on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from storage import households, people
from storage.schema import METADATA
from storage.seal import Sealer
from storage.unit import Unit
from tests.bot.office import KK, LABUHAN, NIK, ROW, Office, office

CHILD = "3526080101120001"
OTHER = ["3526081203120099", "3526084507820099", *ROW[2:]]


@pytest.fixture
def home(database_url: str, tmp_path: Path) -> Iterator[Office]:
    with office(database_url, tmp_path) as opened:
        opened.read(opened.rows(ROW, [KK, CHILD, "Budi Contoh", *ROW[3:8], "Anak"], OTHER))
        yield opened


def somebody(unit: Unit, name: str = "a") -> int:
    return people.know(unit, "web", name).id


@pytest.mark.parametrize(
    ("nik", "tail", "fits"),
    [
        (NIK, KK[-6:], True),
        (CHILD, KK[-6:], True),
        (NIK, "000000", False),
        (NIK, OTHER[0][-6:], False),
        ("3526084507829999", KK[-6:], False),
        (NIK, "", False),
        (NIK, "١٢٣٤٥٦", False),
        ("", "000000", False),
    ],
)
def test_the_light_proof(home: Office, nik: str, tail: str, *, fits: bool) -> None:
    found = home.writer.do_now(lambda unit: households.prove(unit, nik, tail))
    assert (found is not None) is fits


def test_unknown_and_not_yours_take_the_same_steps(home: Office) -> None:
    def steps(nik: str) -> list[str]:
        taken: list[str] = []

        def work(unit: Unit) -> None:
            class Watched(Sealer):
                def open(self, sealed: bytes, table: str, column: str, row: bytes) -> bytes:
                    taken.append("open")
                    return super().open(sealed, table, column, row)

            unit.seal = Watched(unit.seal.secrets)
            unit.cursor = Counting(unit.cursor, taken)
            households.prove(unit, nik, "000000")

        home.writer.do_now(work)
        return taken

    assert steps(NIK) == steps("3526084507829999") == ["query", "query", "open"]


class Counting:
    """A cursor that notes each query."""

    def __init__(self, cursor: object, taken: list[str]) -> None:
        self._cursor = cursor
        self._taken = taken

    def __getattr__(self, name: str) -> object:
        if name == "execute":
            self._taken.append("query")
        return getattr(self._cursor, name)


def test_look_ups_give_family_and_village(home: Office) -> None:
    def work(unit: Unit) -> tuple[households.Residence | None, ...]:
        return (
            households.by_nik(unit, NIK),
            households.by_nik(unit, CHILD),
            households.by_kk(unit, KK),
            households.by_kk(unit, "3526081203120077"),
        )

    mine, childs, by_kk, none = home.writer.do_now(work)
    assert mine == childs == by_kk
    assert mine is not None
    assert mine.village == LABUHAN
    assert none is None


def test_a_household_is_masked(home: Office) -> None:
    found = home.home()
    assert found is not None
    assert NIK not in repr(found)
    assert KK not in repr(found)
    assert found.kk_masked == "35••••••••••••04"


def test_nothing_personal_stands_open_in_the_file(home: Office) -> None:
    with home.writer.engine.connect() as connection:
        for table in ("peka_family", "peka_household", "peka_member", "peka_batch"):
            for row in connection.execute(select(METADATA.tables[table])):
                kept = b" ".join(
                    bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode()
                    for cell in row
                )
                assert NIK.encode() not in kept
                assert KK.encode() not in kept


def test_links_are_made_raised_and_ended(home: Office) -> None:
    def work(unit: Unit) -> None:
        family = households.prove(unit, NIK, KK[-6:])
        assert family is not None
        mine, others = somebody(unit), somebody(unit, "b")
        link = households.link(unit, mine, family, households.LIGHT)
        assert households.link(unit, mine, family, households.LIGHT) == link
        assert households.link(unit, mine, family, households.FIRM) == link
        assert households.link(unit, mine, family, households.LIGHT) == link
        assert households.link_of(unit, link) == households.Link(link, mine, family, "firm")
        second = households.link(unit, others, family, households.LIGHT)
        assert sorted(households.linked(unit, family)) == sorted([mine, others])
        assert [one.grade for one in households.of_person(unit, mine)] == ["firm"]
        assert people.know(unit, "web", "a").firm
        assert households.unlink(unit, second, "not mine")
        assert not households.unlink(unit, second, "not mine")
        assert households.link_of(unit, second) is None
        assert households.linked(unit, family) == [mine]
        households.forget(unit, mine)
        assert households.of_person(unit, mine) == []

    home.writer.do_now(work)


def test_several_families_on_one_chat(home: Office) -> None:
    def work(unit: Unit) -> list[households.Linked]:
        mine = somebody(unit)
        for nik, kk in ((NIK, KK), (OTHER[1], OTHER[0])):
            family = households.prove(unit, nik, kk[-6:])
            assert family is not None
            households.link(unit, mine, family, households.LIGHT)
        return households.of_person(unit, mine)

    found = home.writer.do_now(work)
    assert [len(one.household.members) for one in found] == [2, 1]


def test_a_link_outlives_the_next_list(home: Office) -> None:
    def link(unit: Unit) -> int:
        family = households.prove(unit, NIK, KK[-6:])
        assert family is not None
        mine = somebody(unit)
        households.link(unit, mine, family, households.FIRM)
        return mine

    mine = home.writer.do_now(link)
    home.read(home.rows([*ROW[:6], "Salur", *ROW[7:]], name="next.csv"))
    (found,) = home.writer.do_now(lambda unit: households.of_person(unit, mine))
    assert [one.status for one in found.household.benefits] == ["salur"]
