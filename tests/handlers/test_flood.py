"""Hundreds of messages from one chat: one kind word, then silence; nothing needed is lost."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from conversations.changed import replace
from conversations.said import Kind, Meant, Said
from conversations.talks import Talks
from handlers.flood import BURST, CALM, TOO_MANY, Flood, Pace, passes
from handlers.written import reply_of
from storage import staff
from storage.seal import Sealer
from storage.sql import Sql
from storage.unit import Unit
from tests.house import KEY, House, living, make_house, prepare

LINK = Sql("UPDATE peka_person SET staff_id = :staff")
START = datetime(2026, 11, 3, 3, tzinfo=UTC)
SECOND = 1000


def paces(flood: Flood, times: list[int]) -> list[Pace]:
    return [flood.pace(1, at, f"m{number}") for number, at in enumerate(times)]


def test_a_burst_is_free_then_one_word_then_silence() -> None:
    heard = paces(Flood(), [0] * (BURST + 5))
    assert heard == [Pace.FREE] * BURST + [Pace.FIRST] + [Pace.QUIET] * 4


def test_a_turn_that_is_done_again_still_says_so() -> None:
    flood = Flood()
    paces(flood, [0] * BURST)
    assert [flood.pace(1, 0, one) for one in ("x", "x", "y")] == [
        Pace.FIRST, Pace.FIRST, Pace.QUIET,
    ]  # fmt: skip


def test_who_goes_on_is_not_told_again_and_who_stops_is_heard_again() -> None:
    flood = Flood()
    going_on = paces(flood, [n * SECOND // 4 for n in range(1200)])  # five minutes, four a second
    assert going_on.count(Pace.FIRST) == 1
    assert going_on[-200:] == [Pace.QUIET] * 200
    calm = 300 * SECOND + CALM * 2 * SECOND
    assert flood.pace(1, calm, "later") is Pace.FREE


def test_an_hour_of_messages_that_come_at_once_is_no_flood() -> None:
    written = [n * 60 * SECOND for n in range(60)]
    assert set(paces(Flood(), written)) == {Pace.FREE}


def test_others_are_counted_apart_and_the_silent_are_forgotten() -> None:
    flood = Flood(remembered=3)
    assert {flood.pace(person, 0, "m") for person in (1, 2, 3)} == {Pace.FREE}
    flood.pace(3, 70 * SECOND, "m")
    flood.pace(4, 70 * SECOND, "m")
    assert set(flood.chats) == {3, 4}
    for person in range(5, 50):
        flood.pace(person, 70 * SECOND, "m")
    assert len(flood.chats) <= 3


ASKED = Talks(offers=(("3.yakin.ya", "Ya"), (">menu", "Menu"), (">bukan_saya.4", "Bukan saya")))
AFRAID = Talks(offers=((">mendesak.ancaman", "Bicara petugas"),))
TALKING = Talks(relay_at=START)


@pytest.mark.parametrize(
    ("said", "talks", "officer", "through"),
    [
        (Said(text="halo"), Talks(), False, False),
        (Said(text="halo"), Talks(), True, True),
        (Said(text="tolong", meant=(Meant("mendesak", 0.9, urgent=True),)), Talks(), False, True),
        (Said(Kind.TAP, tap="3.yakin.ya"), ASKED, False, True),
        (Said(Kind.TAP, tap=">bukan_saya.4"), ASKED, False, True),
        (Said(Kind.TAP, tap=">menu"), ASKED, False, False),
        (Said(Kind.TAP, tap="2.yakin.ya"), ASKED, False, False),
        (Said(Kind.TAP, tap=">mendesak.ancaman"), Talks(), False, True),
        (Said(text="sudah saya coba"), TALKING, False, True),
        (Said(text="tolong"), AFRAID, False, True),
        (Said(Kind.FETCHED, text="bad"), Talks(), False, True),
    ],
)
def test_what_is_never_left_unanswered(
    *, said: Said, talks: Talks, officer: bool, through: bool
) -> None:
    assert passes(said, talks, officer=officer) is through


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    made = make_house(prepare(database_url), clock=lambda: START + timedelta(seconds=1))
    made.turns = replace(made.turns, flood=Flood())
    async with living(made) as opened:
        yield opened


def said_to(house: House, address: str) -> list[str]:
    """Everything queued for one chat, in order."""
    seal = Sealer((KEY,))
    rows = house.rows(
        "SELECT o.uuid, o.body, p.uuid, p.address FROM peka_outbox o "
        "JOIN peka_person p ON p.id = o.person_id WHERE o.body IS NOT NULL ORDER BY o.id"
    )
    return [
        reply_of(seal.open(body, "peka_outbox", "body", bytes(uuid))).text
        for uuid, body, whose, kept in rows
        if seal.open(kept, "peka_person", "address", bytes(whose)).decode() == address
    ]


async def test_a_flood_is_claimed_and_answered_once_and_hides_no_danger(house: House) -> None:
    for n in range(BURST + 40):
        await house.hear("ramai", f"r{n}", f"halo {n}")
    before = said_to(house, "ramai")
    assert before.count(TOO_MANY.msgid) == 1
    assert before[-1] == TOO_MANY.msgid
    assert len(before) == BURST + 1
    assert house.rows("SELECT COUNT(*) FROM peka_claim") == [(BURST + 40,)]
    assert house.rows("SELECT COUNT(*) FROM peka_poison") == [(0,)]
    assert house.turns.ignored["telegram flood"] == 40
    await house.hear("ramai", "tolong", "saya diancam mau dibunuh, tolong")
    assert len(said_to(house, "ramai")) > len(before)
    await house.hear("lain", "l1", "halo")
    assert TOO_MANY.msgid not in said_to(house, "lain")
    assert said_to(house, "lain")


async def test_an_officer_is_always_answered(house: House) -> None:
    await house.hear("rini", "0", "halo")

    def hire(unit: Unit) -> None:
        officer = staff.add(unit, "Rini", "pendamping", ("35.26.08",))
        unit.run(LINK, staff=officer)

    await house.writer.do(hire)
    for n in range(BURST * 2):
        await house.hear("rini", f"o{n}", "tugas")
    assert TOO_MANY.msgid not in said_to(house, "rini")
    assert len(said_to(house, "rini")) >= BURST * 2
