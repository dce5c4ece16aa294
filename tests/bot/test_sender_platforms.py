"""The sender against both platforms: what each of their answers becomes in the outbox."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

import pytest

from handlers.channel import Channel, Limits, Reply, Report
from handlers.telegram.adapter import Telegram
from handlers.whatsapp.adapter import WhatsApp
from handlers.written import body_of
from storage import outbox, people
from storage.seal import Sealer
from storage.unit import Unit
from tests.fakes.telegram import FakeTelegram
from tests.fakes.whatsapp import FakeWhatsApp
from tests.house import KEY, House, listen, living, make_house, prepare, running
from tests.waiting import pass_by, until

LIMITS = Limits(per_second=1_000, person_every=0.001, person_burst=1_000)
PHONE = "6281234500001"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    listen()
    monkeypatch.setattr("bot.sender.SWEEP_SECONDS", 0.02)


@asynccontextmanager
async def sending(url: str, channel: Channel) -> AsyncIterator[House]:
    house = make_house(prepare(url))
    async with living(house):
        house.sender.open(channel, LIMITS)
        try:
            async with running(house.sender):
                yield house
        finally:
            await channel.close()


async def put(house: House, account: str, who: str, text: str) -> None:
    def work(unit: Unit) -> None:
        person = people.know(unit, account, who)
        outbox.put(unit, person.id, account, body_of(Reply(text)))

    await house.writer.do(work, who)


def reported(unit: Unit, report: Report) -> None:
    known = report.account, report.platform_id
    outbox.report(unit, *known, report.state, report.error, report.outbox)


def outcome(house: House) -> list[tuple[object, ...]]:
    return house.rows("SELECT state, attempts, error FROM peka_outbox ORDER BY id")


async def test_garbage_after_200_counts_as_sent(sqlite_url: str) -> None:
    async with FakeTelegram() as fake:
        fake.person(7)
        garbage = b'{"ok":true,"result":{"message_id":77,"date":"garbage"}}'
        fake.answers("sendMessage", garbage)
        channel = Telegram(fake.token, secret=fake.secret, api=fake.url)
        async with sending(sqlite_url, channel) as house:
            await put(house, channel.account, "7", "halo")
            await until(lambda: outcome(house) == [("sent", 0, None)])
            assert house.rows("SELECT platform_id FROM peka_outbox") == [
                (Sealer((KEY,)).index("platform id", "77"),)
            ]
        assert len(fake.asked("sendMessage")) == 1


async def test_telegrams_answers(sqlite_url: str) -> None:
    async with FakeTelegram(strict=False) as fake:
        channel = Telegram(fake.token, secret=fake.secret, api=fake.url)
        async with sending(sqlite_url, channel) as house:
            fake.person(7)
            fake.fails("sendMessage", 429, retry_after=1)
            await put(house, channel.account, "7", "halo")
            await until(lambda: outcome(house)[0][:2] == ("sent", 0))
            assert len(fake.asked("sendMessage")) == 2
            fake.person(8).room.blocked = True
            await put(house, channel.account, "8", "halo")
            await until(lambda: outcome(house)[1] == ("failed", 0, "blocked"))
            blocked = house.rows("SELECT blocked_at FROM peka_person ORDER BY id")
            assert [at is not None for (at,) in blocked] == [False, True]
            fake.fails("sendMessage", 401)
            await put(house, channel.account, "7", "lagi")
            await until(lambda: bool(house.sender.lines[channel.account].stopped))
            await until(lambda: outcome(house)[2][0] == "queued")
            asked = len(fake.asked("sendMessage"))
            await put(house, channel.account, "7", "dan lagi")
            await pass_by()
            assert len(fake.asked("sendMessage")) == asked, "the queue is held"


async def test_whatsapps_answers(sqlite_url: str) -> None:
    async with FakeWhatsApp(strict=False) as fake:
        channel = WhatsApp(**fake.access)
        siti = fake.person(PHONE)
        siti.says("halo")
        async with sending(sqlite_url, channel) as house:
            await put(house, channel.account, PHONE, "1")
            await until(lambda: [row[0] for row in outcome(house)] == ["sent"])
            assert siti.last.row == "1", "the number of our row goes along"
            fake.drops(taken=True)
            await put(house, channel.account, PHONE, "2")
            await until(lambda: "perhaps sent" in str(outcome(house)[1][2]))
            said = fake.reports(siti.last, "delivered")
            for report in channel.read(said.raw).reports:
                await house.writer.do(partial(reported, report=report))
            assert outcome(house)[1][0] == "delivered"
        assert siti.texts == ["1", "2"], "a status ends the retry"
