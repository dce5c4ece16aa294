"""What falls due by itself: done piece by piece, and told in the same transaction."""

from datetime import datetime

import pytest

from conversations.text import say
from conversations.turn.taken import Reply
from handlers import deadlines
from handlers.deadlines import Met
from handlers.facts import Library
from handlers.notices import Notice
from storage import people
from storage.unit import Unit
from tests.house import ACCOUNT, living, make_house, prepare

NEWS = "SELECT COUNT(*) FROM peka_outbox WHERE lane = 1"


async def test_pieces_follow_until_nothing_is_left(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare(database_url)
    house = make_house(database_url)
    left = [1, 2, 3]

    def three(unit: Unit, _library: Library, now: datetime) -> Met:
        assert now == unit.now
        known = people.know(unit, ACCOUNT, "7")
        left.pop()
        return Met([Notice(known, "case", (Reply(say("Ada kabar.")),))], more=bool(left))

    monkeypatch.setattr(deadlines, "DEADLINES", {"tiga": three})
    monkeypatch.setattr("handlers.turn.DEADLINES", deadlines.DEADLINES)
    async with living(house):
        await house.turns.fall_due()
        assert not left
        assert house.rows(NEWS) == [(3,)]


async def test_a_piece_that_fails_leaves_nothing(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare(database_url)
    house = make_house(database_url)

    def broken(unit: Unit, _library: Library, _now: datetime) -> Met:
        people.know(unit, ACCOUNT, "8")
        raise LookupError("gone")

    monkeypatch.setattr(deadlines, "DEADLINES", {"rusak": broken})
    async with living(house):
        before = house.rows("SELECT COUNT(*) FROM peka_person")
        with pytest.raises(LookupError):
            await house.writer.do(lambda unit: house.turns.met(unit, "rusak"))
        assert house.rows("SELECT COUNT(*) FROM peka_person") == before
