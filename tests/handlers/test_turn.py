"""The turn as the doors see it: once, whole, or not at all; and nothing secret left lying."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import structlog

from conversations.book import BOOK
from conversations.changed import replace
from conversations.facts import Facts
from conversations.flow import Ask, Done, Flow, close
from conversations.readers import Words
from conversations.text import say
from conversations.turn.taken import Book, offers
from conversations.turn.taken import Reply as Spoken
from handlers.channel import Delivery, Presence, Report, Signal
from handlers.commands.register import DEEDS, Context
from handlers.loaders import LOADERS
from handlers.notices import Notice
from handlers.turn import FAILURES_UNTIL_POISON
from handlers.written import reply_of
from storage import people, poison
from storage.seal import Sealer
from storage.sql import Sql
from storage.unit import Busy, Unit
from tests.house import (
    ACCOUNT,
    KEY,
    House,
    Log,
    Stub,
    everything,
    listen,
    living,
    make_house,
    prepare,
)

COUNT = Sql(
    """
    INSERT INTO peka_mark (name, value, at) VALUES (:name, '1', 0)
    ON CONFLICT (name) DO UPDATE SET value = peka_mark.value || '1'
    """
)
broken = [False]


@dataclass(frozen=True, slots=True)
class CountMe:
    """Count one more; broken where the test wants it."""

    text: str


@dataclass(frozen=True, slots=True)
class TellBudi:
    """Tell somebody else."""


def count_me(context: Context, command: CountMe) -> Done:
    context.unit.run(COUNT, name=f"count {command.text}")
    if broken[0]:
        raise ZeroDivisionError(f"a bug that knows {command.text}")
    return Done(command)


def tell_budi(context: Context, _command: TellBudi) -> Done:
    budi = people.know(context.unit, ACCOUNT, "budi")
    spoken = Spoken(say("Kabar untuk Budi."), offers(()))
    context.notices.append(Notice(budi, "security", (spoken,)))
    return Done()


FLOWS = (
    Flow("hitung", say("Hitung"), (Ask("apa", say("Hitung apa?"), Words()),),
         done=lambda _facts, answers: CountMe(str(answers["apa"])),
         after=lambda _facts, _result: close(say("Terhitung."))),
    Flow("kabari", say("Kabari"), done=lambda _facts, _answers: TellBudi()),
    Flow("tahu", say("Tahu"), facts=("helped",), after=lambda facts, _result: close(
        say("Tahu: {what}", what=str(facts.helped)))),
)  # fmt: skip
SEAL = Sealer((KEY,))
TEST_BOOK = Book({**BOOK.flows, **{flow.name: flow for flow in FLOWS}})


def kept_as(message: str) -> bytes:
    return SEAL.index("claim", message)


@pytest.fixture(autouse=True)
def _deeds(monkeypatch: pytest.MonkeyPatch) -> None:
    broken[0] = False
    monkeypatch.setitem(DEEDS, CountMe, count_me)
    monkeypatch.setitem(DEEDS, TellBudi, tell_budi)


@pytest.fixture(autouse=True)
def log() -> Iterator[Log]:
    yield listen()
    structlog.reset_defaults()


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    async with living(make_house(prepare(database_url), TEST_BOOK)) as opened:
        yield opened


def counted(house: House) -> list[tuple[str, int]]:
    found = house.rows("SELECT name, value FROM peka_mark WHERE name >= 'count' ORDER BY name")
    return [(name, len(value)) for name, value in found]


async def said(house: House, who: str = "siti") -> list[str]:
    """Everything that was queued for a person, in order."""

    def work(unit: Unit) -> list[str]:
        person = people.know(unit, ACCOUNT, who)
        rows = unit.run(BODIES, person=person.id)
        opened = [unit.seal.open(b, "peka_outbox", "body", bytes(u)) for u, b in rows if b]
        return [reply_of(body).text for body in opened]

    return await house.writer.do(work)


BODIES = Sql("SELECT uuid, body FROM peka_outbox WHERE person_id = :person ORDER BY id")


async def insist(house: House, who: str, id_: str, text: str) -> int:
    """Deliver as a platform does, until 200; tells how often."""
    for times in range(1, 9):
        try:
            await house.hear(who, id_, text)
        except Busy:
            continue
        else:
            return times
    raise AssertionError("never taken")


# Once


async def test_the_same_update_twice_has_one_effect_and_one_reply(house: House) -> None:
    await house.hear("siti", "1", "tap:>hitung")
    for _ in range(3):
        await house.hear("siti", "2", "beras")
    assert counted(house) == [("count beras", 1)]
    assert await said(house) == ["Hitung apa?", "Terhitung."]


async def test_the_same_update_on_two_connections_at_once_has_one_effect(house: House) -> None:
    await house.hear("siti", "1", "tap:>hitung")
    await asyncio.gather(*(house.hear("siti", "2", "beras") for _ in range(12)))
    assert counted(house) == [("count beras", 1)]
    assert len(await said(house)) == 2


async def test_the_same_update_in_two_processes_at_once_has_one_effect(house: House) -> None:
    """Two writers on one database are two processes as far as it can tell."""
    async with living(make_house(house.url, TEST_BOOK)) as other:
        for n in range(8):
            text = f"w{n}"
            await house.hear("siti", f"a{n}", "tap:>hitung")
            await asyncio.gather(house.hear("siti", text, text), other.hear("siti", text, text))
    assert counted(house) == [(f"count w{n}", 1) for n in range(8)]


async def test_the_same_number_on_another_account_is_another_message(house: House) -> None:
    other = Stub(account="stub:2")
    await house.hear("siti", "1", "menu")
    await house.turns.deliver(other, b"siti|1|menu")
    assert house.rows("SELECT COUNT(*) FROM peka_claim") == [(2,)]
    assert house.rows("SELECT COUNT(*) FROM peka_person") == [(2,)]


async def test_peka_forgets_everything_between_two_lines_but_what_is_stored(
    database_url: str,
) -> None:
    prepare(database_url)
    house = make_house(database_url, TEST_BOOK)
    for n, text in enumerate(("tap:>hitung", "tap:>bahasa", "English", "beras")):
        house = make_house(database_url, TEST_BOOK)
        async with living(house):
            await house.hear("siti", str(n), text)
    assert counted(house) == [("count beras", 1)]
    assert house.rows("SELECT language FROM peka_person") == [("en",)]


# A bug of ours


async def test_a_bug_rolls_the_whole_turn_back_and_the_platform_comes_again(
    house: House, log: Log
) -> None:
    await house.hear("siti", "1", "tap:>hitung")
    broken[0] = True
    with pytest.raises(Busy):
        await house.hear("siti", "2", "beras")
    assert counted(house) == []
    assert house.rows("SELECT message FROM peka_claim") == [(kept_as("1"),)]
    assert log.named("turn.failed")
    broken[0] = False
    await house.hear("siti", "2", "beras")
    assert counted(house) == [("count beras", 1)]
    assert await said(house) == ["Hitung apa?", "Terhitung."]


async def test_the_third_time_it_is_poison_and_the_person_is_told_a_code(
    house: House, log: Log
) -> None:
    await house.hear("siti", "1", "tap:>hitung")
    broken[0] = True
    assert await insist(house, "siti", "2", "beras") == FAILURES_UNTIL_POISON
    (kept,) = await house.writer.do(poison.newest)
    assert (kept.message, kept.raw, kept.replayed) == (kept_as("2"), b"siti|2|beras", False)
    told = (await said(house))[-1]
    assert "gangguan" in told
    assert f"({kept.code})" in told
    assert kept.code in {event["code"] for event in log.named("turn.failed")}
    await house.hear("siti", "2", "beras")
    assert len(await said(house)) == 2, "a fourth delivery says nothing more"
    broken[0] = False
    await house.hear("siti", "3", "gula")
    assert counted(house) == [("count gula", 1)], "the talk goes on where it was"


async def test_poison_replayed_after_the_bug_is_gone_has_its_effect_once(house: House) -> None:
    await house.hear("siti", "1", "tap:>hitung")
    broken[0] = True
    await insist(house, "siti", "2", "beras")
    broken[0] = False
    (kept,) = await house.writer.do(poison.newest)
    await house.writer.do(lambda unit: poison.replaying(unit, kept))
    await house.turns.deliver(house.channel, kept.raw)
    await house.turns.deliver(house.channel, kept.raw)
    assert counted(house) == [("count beras", 1)]
    assert (await said(house))[-1] == "Terhitung."
    (kept,) = await house.writer.do(poison.newest)
    assert kept.replayed


async def test_one_persons_bug_holds_up_nobody_else_in_a_batch(house: House) -> None:
    await house.hear("siti", "1", "tap:>hitung")
    broken[0] = True
    batch = b"siti|2|beras\nsiti|3|gula\nbudi|4|menu\nani|5|menu"
    for _ in range(2):
        with pytest.raises(Busy):
            await house.turns.deliver(house.channel, batch)
        assert await said(house, "budi")
        assert await said(house, "ani")
        assert len(await said(house)) == 1, "what comes after it waits for it"
    broken[0] = False
    await house.turns.deliver(house.channel, batch)
    assert len(await said(house, "budi")) == 1
    assert counted(house) == [("count beras", 1)]


async def test_a_person_whose_state_does_not_open_is_poison_and_blocks_nobody(
    house: House, log: Log
) -> None:
    """Not even the apology can be queued; the platform is answered all the same."""
    await house.hear("siti", "1", "menu")

    def spoil(unit: Unit) -> None:
        unit.connection.exec_driver_sql("UPDATE peka_person SET uuid = address").close()

    await house.writer.do(spoil)
    assert await insist(house, "siti", "2", "menu") == FAILURES_UNTIL_POISON
    assert log.named("turn.untold")
    assert house.rows("SELECT message FROM peka_poison") == [(kept_as("2"),)]
    await house.hear("budi", "3", "menu")


async def test_a_reader_that_breaks_makes_poison_and_no_endless_delivery(
    house: House, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(_raw: bytes) -> Delivery:
        raise ZeroDivisionError("3526084507820003")

    monkeypatch.setattr(house.channel, "read", read)
    await house.hear("siti", "1", "menu")
    await house.hear("siti", "1", "menu")
    assert house.rows("SELECT reason FROM peka_poison") == [("ZeroDivisionError",)]
    assert log.named("read.failed")
    assert "3526084507820003" not in log.text


async def test_understanding_that_breaks_is_a_bug_like_any_other(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def understand(_text: str) -> tuple[Any, ...]:
        raise RecursionError

    turns = replace(house.turns, understand=understand)
    monkeypatch.setattr(house, "turns", turns)
    assert await insist(house, "siti", "1", "halo") == FAILURES_UNTIL_POISON
    assert "gangguan" in (await said(house))[-1]


async def test_news_that_breaks_is_kept_and_the_platform_answered(
    house: House, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    signal = Signal(ACCOUNT, "s1", "siti", Presence.BLOCKED)
    report = Report(ACCOUNT, "p1", "delivered")
    monkeypatch.setattr(house.channel, "read", lambda _raw: Delivery((), (signal,), (report,)))

    def fails(*_given: object, **_more: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(people, "block", fails)
    await house.turns.deliver(house.channel, b"news")
    assert house.rows("SELECT reason FROM peka_poison") == [("news failed",)]
    assert house.rows("SELECT platform_id FROM peka_early_report") == [
        (SEAL.index("platform id", "p1"),)
    ]
    assert len(log.named("news.failed")) == 1


async def test_a_flow_that_never_has_its_facts_is_a_bug_and_no_endless_loop(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def load(_unit: object, _who: object, _library: object, facts: Facts) -> Facts:
        asked.append(1)
        return facts

    monkeypatch.setitem(LOADERS, "helped", load)
    assert await insist(house, "siti", "1", "tap:>tahu") == FAILURES_UNTIL_POISON
    assert len(asked) < 30


async def test_a_flow_gets_the_facts_it_declares(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def load(_unit: object, _who: object, _library: object, facts: Facts) -> Facts:
        return replace(facts, helped=True)

    monkeypatch.setitem(LOADERS, "helped", load)
    await house.hear("siti", "1", "tap:>tahu")
    assert await said(house) == ["Tahu: True"]


# Others


async def test_somebody_else_is_told_in_the_same_transaction(house: House) -> None:
    await house.hear("budi", "1", "menu")
    await house.hear("siti", "2", "tap:>kabari")
    assert (await said(house, "budi"))[-1] == "Kabar untuk Budi."
    found = house.rows("SELECT lane, purpose, lease FROM peka_outbox ORDER BY id")
    assert (1, "security", None) in found


async def test_two_who_tell_each_other_at_once_both_succeed(house: House) -> None:
    for n, (who, other) in enumerate((("siti", "budi"), ("budi", "siti")) * 5):
        await house.hear(who, f"x{n}", "menu")
        await house.hear(other, f"y{n}", "menu")
    await asyncio.gather(
        *(
            house.hear(who, f"z{who}{n}", "tap:>kabari")
            for n in range(6)
            for who in ("siti", "ani")
        )
    )
    assert (await said(house, "budi")).count("Kabar untuk Budi.") >= 2


async def test_in_a_group_nothing_personal_is_ever_said(house: House) -> None:
    await house.hear("group7", "1", "cek status 3526084507820003")
    (reply,) = await said(house, "group7")
    assert "grup" in reply
    assert house.rows("SELECT talks FROM peka_person") == [(None,)]


async def test_whoever_blocks_and_comes_back_is_noted_once(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.hear("siti", "1", "menu")

    async def news(id_: str, presence: Presence) -> None:
        signal = Signal(ACCOUNT, id_, "siti", presence)
        monkeypatch.setattr(house.channel, "read", lambda _raw: Delivery(signals=(signal,)))
        await house.turns.deliver(house.channel, b"")

    def blocked() -> bool:
        return house.rows("SELECT blocked_at FROM peka_person") != [(None,)]

    await news("s1", Presence.BLOCKED)
    assert blocked()
    await news("s2", Presence.BACK)
    assert not blocked()
    await news("s1", Presence.BLOCKED)
    assert not blocked(), "an old signal again changes nothing"


# Secrets

SECRETS = ("4811 7399 1203 5577", "482913")
SPOKEN = ("nomor kartu saya 4811 7399 1203 5577 ya", "PIN saya 482913", "kode OTP 482913")
NIK = "3526084507820003"


@pytest.mark.parametrize("broke", [False, True])
async def test_a_secret_is_nowhere_in_the_database_and_in_no_log(
    house: House, log: Log, *, broke: bool
) -> None:
    await house.hear("siti", "1", "tap:>hitung")
    broken[0] = broke
    for n, text in enumerate(SPOKEN):
        await insist(house, "siti", f"s{n}", f"{text}, tolong hitung berasnya")
    found = everything(house.url)
    opened = await house.writer.do(opened_cells)
    for secret in SECRETS:
        for form in (secret, secret.replace(" ", "")):
            assert form.encode() not in found
            assert form.encode() not in opened, "not even sealed"
            assert form not in log.text
    if broke:
        assert house.rows("SELECT COUNT(*) FROM peka_poison")[0][0] > 0


def opened_cells(unit: Unit) -> bytes:
    """What the seals hide: talks, messages and poison."""
    found: list[bytes] = []
    for table, column in (("person", "talks"), ("outbox", "body"), ("poison", "raw")):
        name = f"peka_{table}"
        for uuid, cell in unit.run(Sql(f"SELECT uuid, {column} FROM {name}")):  # noqa: S608 - as above
            if cell:
                found.append(unit.seal.open(cell, name, column, bytes(uuid)))
    assert found
    return b"\0".join(found)


async def test_what_is_personal_is_sealed_and_in_no_log(house: House, log: Log) -> None:
    await house.hear("628123450001", "1", "tap:>hitung")
    broken[0] = True
    await insist(house, "628123450001", "2", f"{NIK} punya Siti Aminah")
    broken[0] = False
    await house.hear("628123450001", "3", "bahasa")
    await house.hear("628123450001", "4", NIK)
    found = everything(house.url)
    for personal in (NIK, "Siti Aminah", "628123450001"):
        assert personal.encode() not in found
        assert personal not in log.text
    assert NIK.encode() in await house.writer.do(opened_cells), "the search would find it"


async def test_a_message_with_a_secret_is_erased_where_the_channel_can(house: House) -> None:
    await house.hear("siti", "1", "menu")
    await house.hear("siti", "2", "PIN saya 482913")
    erased = await house.writer.do(
        lambda unit: [
            reply_of(unit.seal.open(b, "peka_outbox", "body", bytes(u))).erase
            for u, b in unit.run(BODIES, person=1)
        ]
    )
    assert "m1" in erased
