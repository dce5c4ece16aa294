"""What the office's own systems hear: signed, in order, again until it arrives."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import web
from standardwebhooks import Webhook

from bot.events import DAYS, Teller
from storage import cases, events
from storage.unit import Unit, Writer
from tests.bot.admin_house import SECRET
from tests.house import listen, living, make_house, make_writer, prepare


@dataclass
class Clock:
    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Receiver:
    """The other side, on this machine; ``answers`` are used up first, then it says 200."""

    answers: list[int] = field(default_factory=list)
    heard: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    async def take(self, request: web.Request) -> web.Response:
        raw = await request.read()
        self.verify(raw, dict(request.headers))
        self.heard.append((request.headers["webhook-id"], json.loads(raw)))
        status = self.answers.pop(0) if self.answers else 200
        return web.Response(status=status, headers={"Location": "/elsewhere"})

    def verify(self, raw: bytes, headers: dict[str, str]) -> None:
        Webhook(SECRET).verify(raw, headers)

    @property
    def told(self) -> list[tuple[str, str]]:
        return [(one["type"], one["data"].get("state", "")) for _id, one in self.heard]

    @asynccontextmanager
    async def open(self) -> AsyncIterator[str]:
        app = web.Application()
        app.router.add_post("/hook", self.take)
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        try:
            yield f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
        finally:
            await runner.cleanup()


@dataclass
class Stage:
    writer: Writer
    clock: Clock
    teller: Teller
    receiver: Receiver

    async def tell(self, subject: str, state: str) -> None:
        data = {"state": state}
        await self.writer.do(lambda unit: events.tell(unit, "case.moved", subject, data))

    async def states(self) -> list[tuple[str, int]]:
        found = await self.writer.do(events.newest)
        return [(one.state, one.attempts) for one in reversed(found)]


@pytest.fixture
async def stage(database_url: str) -> AsyncIterator[Stage]:
    clock, receiver = Clock(), Receiver()
    writer = make_writer(prepare(database_url), clock).start()
    async with receiver.open() as url:
        teller = Teller(writer, url, SECRET)
        yield Stage(writer, clock, teller, receiver)
        await teller.close()
    writer.stop()


async def test_an_event_is_signed_and_sent_once(stage: Stage) -> None:
    await stage.tell("case:A", "telaah")
    assert await stage.teller.send_due() == 1
    assert await stage.teller.send_due() == 0
    ((key, body),) = stage.receiver.heard
    assert key.startswith("evt_")
    assert body["type"] == "case.moved"
    assert await stage.states() == [("sent", 1)]


@pytest.mark.parametrize("status", [500, 404, 302, 410])
async def test_what_is_not_taken_comes_again_with_the_same_id(stage: Stage, status: int) -> None:
    stage.receiver.answers = [status, status]
    await stage.tell("case:A", "telaah")
    assert await stage.teller.send_due() == 0
    assert await stage.teller.send_due() == 0
    assert len(stage.receiver.heard) == 1, "not before its time"
    stage.clock.now += timedelta(seconds=5)
    await stage.teller.send_due()
    stage.clock.now += timedelta(seconds=29)
    await stage.teller.send_due()
    assert len(stage.receiver.heard) == 2
    stage.clock.now += timedelta(seconds=1)
    assert await stage.teller.send_due() == 1
    assert len({key for key, _body in stage.receiver.heard}) == 1
    assert await stage.states() == [("sent", 3)]


async def test_a_later_event_of_the_same_subject_waits(stage: Stage) -> None:
    stage.receiver.answers = [500]
    await stage.tell("case:A", "telaah")
    await stage.teller.send_due()
    await stage.tell("case:A", "putusan")
    await stage.tell("case:B", "diterima")
    assert await stage.teller.send_due() == 1
    assert stage.receiver.told[-1] == ("case.moved", "diterima")
    stage.clock.now += timedelta(seconds=5)
    assert await stage.teller.send_due() == 1
    assert await stage.teller.send_due() == 1
    assert [state for _type, state in stage.receiver.told] == [
        "telaah", "diterima", "telaah", "putusan",
    ]  # fmt: skip


async def test_nobody_there_is_no_error_and_after_days_it_is_given_up(stage: Stage) -> None:
    log = listen()
    nowhere = Teller(stage.writer, "http://127.0.0.1:9/hook", SECRET)
    await stage.tell("case:A", "telaah")
    await stage.tell("case:A", "putusan")
    for _ in range(3):
        assert await nowhere.send_due() == 0
        stage.clock.now += timedelta(hours=4)
    assert (await stage.states())[0] == ("waiting", 3)
    stage.clock.now += timedelta(days=DAYS)
    await nowhere.send_due()
    assert (await stage.states())[0] == ("dead", 4)
    assert log.named("event.dead")
    await nowhere.close()
    stage.clock.now = datetime.now(UTC)
    first = (await stage.writer.do(events.newest))[-1].id
    assert await stage.writer.do(lambda unit: events.replay(unit, first))
    assert not await stage.writer.do(lambda unit: events.replay(unit, 99))
    await stage.teller.send_due()
    await stage.teller.send_due()
    assert [state for _type, state in stage.receiver.told] == ["telaah", "putusan"]


# What is told of cases


def told(unit: Unit) -> list[tuple[str, str]]:
    return [
        (kind, json.loads(body)["data"]["state"])
        for kind, body in unit.connection.exec_driver_sql(
            "SELECT kind, body FROM peka_event ORDER BY id"
        )
    ]


def opened(unit: Unit, mode: str = "", **more: Any) -> cases.Case:  # noqa: ANN401 - fields
    wanted = cases.Opening("A3BCDE", "lapor", "diterima", b"{}", mode=mode, **more)
    return cases.open_case(unit, wanted)


def now(unit: Unit) -> cases.Case:
    case = cases.by_ref(unit, "A3BCDE")
    assert case is not None
    return case


def test_opening_moving_and_closing_is_told_once_each(database_url: str) -> None:
    def work(unit: Unit) -> list[tuple[str, str]]:
        case = opened(unit, village="35.26.08.2012")
        cases.move(unit, case, "diterima", waiting=True, due=None)
        cases.move(unit, now(unit), "telaah", waiting=False, due=None)
        cases.move(unit, now(unit), "telaah", waiting=True, due=None)
        cases.move(unit, now(unit), "ditolak", waiting=False, due=None, closed=True)
        return told(unit)

    writer = make_writer(prepare(database_url)).start()
    try:
        assert writer.do_now(work) == [
            ("case.opened", "diterima"), ("case.moved", "telaah"), ("case.closed", "ditolak"),
        ]  # fmt: skip
    finally:
        writer.stop()


@pytest.mark.parametrize("mode", ["anonim", "rahasia"])
def test_a_hidden_report_is_told_with_its_announcement(sqlite_url: str, mode: str) -> None:
    def work(unit: Unit) -> None:
        case = opened(unit, mode)
        assert told(unit) == []
        cases.announce(unit, case.id, "new", unit.now)
        for one, _news in cases.to_announce(unit):
            cases.tell(unit, one)
        assert told(unit) == [("case.opened", "diterima")]
        cases.move(unit, now(unit), "telaah", waiting=True, due=None)
        assert len(told(unit)) == 1, "its reporter's own deed waits for the announcement"
        cases.move(unit, now(unit), "telaah", waiting=False, due=None, officer=None)
        cases.tell(unit, now(unit))
        assert told(unit)[-1] == ("case.moved", "telaah")

    writer = make_writer(prepare(sqlite_url)).start()
    try:
        writer.do_now(work)
    finally:
        writer.stop()


def test_a_request_that_ends_within_its_seven_days_is_never_told(sqlite_url: str) -> None:
    def work(unit: Unit) -> None:
        wanted = cases.Opening("A3BCDE", "graduasi", "jeda", b"{}", village="35.26.08.2012")
        case = cases.open_case(unit, wanted)
        cases.move(unit, case, "dibatalkan", waiting=False, due=None, closed=True)
        assert told(unit) == []

    writer = make_writer(prepare(sqlite_url)).start()
    try:
        writer.do_now(work)
    finally:
        writer.stop()


@pytest.mark.parametrize(
    ("kind", "role", "area"),
    [
        ("lapor", "none", "35.26.08.2012"),
        ("lapor", "pendamping", "35.26"),
        ("kartu", "none", "35.26"),
        ("bantuan", "none", "35.26.08.2012"),
    ],
)
def test_what_hides_from_the_field_names_no_village(
    sqlite_url: str, kind: str, role: str, area: str
) -> None:
    def work(unit: Unit) -> object:
        wanted = cases.Opening(
            "A3BCDE", kind, "diterima", b"{}", village="35.26.08.2012", accused_role=role
        )
        cases.open_case(unit, wanted)
        rows = unit.connection.exec_driver_sql("SELECT body FROM peka_event")
        return json.loads(rows.scalar_one())["data"]["area"]

    writer = make_writer(prepare(sqlite_url)).start()
    try:
        assert writer.do_now(work) == area
    finally:
        writer.stop()


async def test_a_case_of_help_from_a_chat_is_told_without_the_person(sqlite_url: str) -> None:
    async with living(make_house(prepare(sqlite_url))) as house:
        for number, text in enumerate(
            ("bicara petugas", "Pertanyaan", "Setuju", "Sepulu", "Labuhan", "Toko pasar tutup?")
        ):
            await house.hear("siti-0812", str(number), text)
        found = house.rows("SELECT kind, body FROM peka_event")
    assert [kind for kind, _body in found] == ["case.opened"]
    assert not [word for word in ("siti", "0812", "pasar") if word in found[0][1]]
