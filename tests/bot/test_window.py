"""The sender outside WhatsApp's window, and each refusal with its own action."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest

from handlers.channel import Limits, Reply
from handlers.whatsapp.adapter import WhatsApp
from handlers.whatsapp.catalogue import ANNOUNCEMENTS
from handlers.written import body_of
from storage import outbox, people, templates
from storage.sql import Sql
from storage.templates import AccountTemplate
from storage.unit import Unit
from tests.fakes.whatsapp import FakePerson, FakeWhatsApp
from tests.fakes.whatsapp_hooks import Hook
from tests.fakes.whatsapp_templates import ours
from tests.house import House, Log, SetClock, listen, living, make_house, prepare, running
from tests.waiting import until

LIMITS = Limits(per_second=1_000, person_every=0.001, person_burst=1_000)
PHONE = "6281234500001"
FAIL = Sql("UPDATE peka_outbox SET state = 'failed' WHERE id = :id")


@dataclass
class World:
    """One person on WhatsApp, Peka with its sender at work, and a clock that stands still."""

    house: House
    fake: FakeWhatsApp
    channel: WhatsApp
    clock: SetClock
    siti: FakePerson
    log: Log

    async def hears(self, hook: Hook) -> None:
        await self.house.turns.deliver(self.channel, hook.raw)
        await self.rest()

    async def put(
        self,
        text: str,
        purpose: str = "case",
        *,
        lane: int = outbox.NOTICE,
        fill: tuple[str, ...] = (),
    ) -> int:
        def work(unit: Unit) -> int:
            person = people.know(unit, self.channel.account, PHONE)
            body = body_of(Reply(text, fill=fill))
            return outbox.put(
                unit, person.id, self.channel.account, body, lane=lane, purpose=purpose
            )

        number = await self.house.writer.do(work, PHONE)
        await self.rest()
        return number

    async def rest(self) -> None:
        """Let everything go that may go now."""
        line = self.house.sender.lines[self.channel.account]
        for _ in range(8):
            await self.house.sender.sweep_line(self.channel.account, line)
            await asyncio.sleep(0.01)
            await until(lambda: not (self.house.sender.tasks or line.ready or line.landing))

    def row(self, number: int) -> tuple[Any, ...]:
        sql = "SELECT state, error, attempts FROM peka_outbox WHERE id = :id"
        return self.house.rows(sql, id=number)[0]

    def due_in(self, number: int) -> float:
        sql = "SELECT due_at FROM peka_outbox WHERE id = :id"
        return float(self.house.rows(sql, id=number)[0][0] / 1000 - self.clock().timestamp())

    def education(self) -> tuple[Any, ...]:
        return self.house.rows("SELECT education, education_by FROM peka_person")[0]

    async def approve(self, *languages: str, **change: str) -> None:
        """Have Meta approve the office's templates, as the account is known to be here."""
        self.fake.approves(*ours(*languages))
        kept = [
            AccountTemplate(
                one.name,
                language,
                change.get("category", one.category),
                change.get("state", "approved"),
                wording.body,
                tuple(str(place + 1) for place in range(one.parameters)),
            )
            for one in ANNOUNCEMENTS
            for language, wording in one.texts.items()
            if language in (languages or one.texts)
        ]
        await self.house.writer.do(lambda unit: templates.replace_all(unit, kept))

    async def reports(self, state: str, code: int = 0, said: int = -1) -> None:
        await self.hears(self.fake.reports(self.fake.sent[said], state, code=code))


@pytest.fixture
async def world(database_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    monkeypatch.setattr("bot.sender.SWEEP_SECONDS", 600)
    async with peka(database_url) as found:
        yield found


@asynccontextmanager
async def peka(url: str) -> AsyncIterator[World]:
    clock, log = SetClock(), listen()
    async with FakeWhatsApp(clock=lambda: clock().timestamp()) as fake:
        channel = WhatsApp(**fake.access)
        house = make_house(prepare(url), clock=clock)
        async with living(house):
            house.sender.open(channel, LIMITS)
            made = World(house, fake, channel, clock, fake.person(PHONE), log)
            try:
                async with running(house.sender):
                    await made.hears(made.siti.says("halo"))
                    made.siti.chat.clear()
                    yield made
            finally:
                await channel.close()


# Outside the window


async def test_a_notice_outside_the_window_becomes_its_template_then_the_text(
    world: World,
) -> None:
    await world.approve()
    world.clock.later(hours=24)
    number = await world.put("Laporan Bapak/Ibu sudah diperiksa.")
    (template,) = world.siti.chat
    assert template.kind == "template"
    assert template.text.startswith("Bapak/Ibu, ada kabar dari Dinas Sosial tentang")
    assert template.labels == ("Baca",)
    assert world.row(number) == ("waiting", "announced", 0)
    await world.reports("delivered")
    await world.reports("read")
    assert world.row(number) == ("waiting", "announced", 0)
    await world.hears(world.siti.taps("Baca"))
    assert world.siti.texts[1] == "Laporan Bapak/Ibu sudah diperiksa."
    assert world.row(number) == ("sent", None, 0)
    await world.reports("read", said=-3)
    assert world.row(number) == ("sent", None, 0), "what is said of the template is past"


async def test_without_a_template_it_waits_and_any_word_releases_it(world: World) -> None:
    world.clock.later(hours=30)
    first = await world.put("Kabar satu.")
    second = await world.put("Kabar dua.", purpose="info")
    assert world.siti.chat == []
    assert world.row(first) == world.row(second) == ("waiting", "window_closed", 0)
    await world.hears(world.siti.says("makasih"))
    assert world.siti.texts[:2] == ["Kabar satu.", "Kabar dua."]


async def test_one_announcement_a_day_and_purpose(world: World) -> None:
    await world.approve()
    world.clock.later(hours=30)
    await world.put("Kabar satu.")
    second = await world.put("Kabar dua.")
    await world.put("Ada yang terhubung.", purpose="security")
    assert [one.kind for one in world.siti.chat] == ["template", "template"]
    assert world.row(second) == ("waiting", "window_closed", 0)
    world.clock.later(hours=25)
    await world.put("Kabar tiga.")
    assert len(world.siti.chat) == 3
    await world.hears(world.siti.says("halo"))
    assert {"Kabar satu.", "Kabar dua.", "Kabar tiga.", "Ada yang terhubung."} <= set(
        world.siti.texts
    )


async def test_words_of_the_notice_stand_in_the_template(world: World) -> None:
    await world.approve("id")
    world.clock.later(hours=30)
    await world.put("Rabu di balai desa.", purpose="schedule", fill=("pertemuan\nP2K2  Rabu",))
    assert ": pertemuan P2K2 Rabu." in world.siti.last.text
    await world.put("Yang lain.", purpose="reminder")
    assert ": ada hal yang menunggu jawaban Bapak/Ibu." in world.siti.last.text


USELESS: dict[str, dict[str, str]] = {
    "not approved yet": {"state": "pending"},
    "paused": {"state": "paused"},
    "classed as marketing": {"category": "marketing"},
}


@pytest.mark.parametrize("change", USELESS.values(), ids=USELESS)
async def test_a_template_that_may_not_be_used_is_not_tried(
    world: World, change: dict[str, str]
) -> None:
    await world.approve(**change)
    world.clock.later(hours=30)
    number = await world.put("Kabar.")
    assert world.fake.sent[-1].kind != "template"
    assert world.row(number) == ("waiting", "window_closed", 0)


async def test_whoever_wants_no_education_gets_none_by_template_either(world: World) -> None:
    await world.approve()
    await world.hears(world.siti.says("berhenti"))
    assert world.education() == (0, "person") or world.education() == (False, "person")
    world.siti.chat.clear()
    world.clock.later(hours=30)
    number = await world.put("Pelajaran.", purpose="education")
    assert world.siti.chat == []
    assert world.row(number) == ("failed", "opted_out", 0)
    await world.put("Kabar laporan.")
    assert [one.kind for one in world.siti.chat] == ["template"]


async def test_the_way_out_in_the_template_is_the_same_word(world: World) -> None:
    await world.approve()
    world.clock.later(hours=30)
    await world.put("Pelajaran satu.", purpose="education")
    assert world.siti.last.labels == ("Baca", "Berhenti")
    await world.hears(world.siti.taps("Berhenti"))
    assert not world.education()[0]
    assert world.siti.last.text.startswith("Baik. Pesan edukasi tidak dikirim lagi.")
    assert "Pelajaran satu." not in world.siti.texts


# Refused at once: each code its own action


async def test_131047_is_planned_anew_as_a_template(world: World) -> None:
    await world.approve()
    world.fake.fails(131047)
    number = await world.put("Kabar.")
    assert [one.kind for one in world.siti.chat] == ["template"]
    assert world.row(number) == ("waiting", "announced", 0)


async def test_131047_without_a_template_waits(world: World) -> None:
    world.fake.fails(131047)
    number = await world.put("Kabar.")
    assert world.row(number) == ("waiting", "window_closed", 0)
    await world.hears(world.siti.says("halo"))
    assert "Kabar." in world.siti.texts


async def test_131049_waits_a_day_and_holds_up_nothing_else(world: World) -> None:
    world.fake.fails(131049)
    number = await world.put("Pelajaran.", purpose="education", lane=outbox.BULK)
    assert world.row(number) == ("queued", "131049", 0)
    assert world.due_in(number) >= 86_400
    await world.put("Kabar laporan.")
    await world.hears(world.siti.says("menu"))
    assert world.siti.texts[0] == "Kabar laporan."
    assert len(world.siti.texts) == 2
    world.clock.later(hours=23, minutes=59)
    await world.hears(world.siti.says("menu"))
    assert "Pelajaran." not in world.siti.texts
    world.clock.later(minutes=2)
    await world.rest()
    assert world.siti.last.text == "Pelajaran."


async def test_131050_ends_education_with_its_source_and_service_goes_on(world: World) -> None:
    world.fake.fails(131050)
    number = await world.put("Pelajaran.", purpose="education")
    assert world.row(number) == ("failed", "opted_out", 0)
    wanted, source = world.education()
    assert (bool(wanted), source) == (False, "whatsapp refused a message")
    await world.put("Kabar laporan.")
    assert world.siti.texts == ["Kabar laporan."]


async def test_131026_cannot_be_delivered(world: World) -> None:
    world.fake.fails(131026)
    assert world.row(await world.put("Kabar.")) == ("failed", "undeliverable", 0)


async def test_131056_pauses_this_person_longer_each_time(world: World) -> None:
    line = world.house.sender.lines[world.channel.account]
    waits: list[float] = []
    for _ in range(3):
        world.fake.fails(131056)
        line.shares.clear()
        number = await world.put(f"Kabar {len(waits)}.")
        waits.append(world.due_in(number))
        assert world.row(number) == ("queued", "131056", 0)
        assert line.paused_for == 0
        await world.house.writer.do(partial(_drop, number=number))
    assert [round(one) for one in waits] == [6, 12, 24]


def _drop(unit: Unit, number: int) -> None:
    unit.run(FAIL, id=number)


@pytest.mark.parametrize("code", [130429, 80007, 4])
async def test_a_throttled_number_slows_as_a_whole(world: World, code: int) -> None:
    world.fake.fails(code)
    number = await world.put("Kabar.")
    assert world.row(number) == ("queued", str(code), 0)
    assert world.house.sender.lines[world.channel.account].paused_for > 0


async def test_131048_stops_bulk_and_tells_somebody(world: World) -> None:
    world.fake.fails(131048)
    number = await world.put("Pelajaran.", purpose="education", lane=outbox.BULK)
    more = await world.put("Pelajaran dua.", purpose="education", lane=outbox.BULK)
    assert world.row(number) == ("queued", "131048", 0)
    assert world.row(more) == ("queued", None, 0)
    assert [one["reason"] for one in world.log.named("bulk.held")] == ["131048"]
    await world.put("Kabar laporan.")
    assert world.siti.texts == ["Kabar laporan."], "service goes on"
    world.clock.later(hours=1, minutes=1)
    world.house.sender.lines[world.channel.account].bulk_until = 0
    await world.rest()
    assert set(world.siti.texts) == {"Kabar laporan.", "Pelajaran.", "Pelajaran dua."}


@pytest.mark.parametrize(
    ("code", "reason"),
    [(132001, "missing"), (132015, "paused"), (132016, "disabled"), (132000, "parameters")],
)
async def test_a_template_that_is_refused_is_noted_and_the_message_waits(
    world: World, code: int, reason: str
) -> None:
    await world.approve("id")
    world.clock.later(hours=30)
    world.fake.fails(code)
    number = await world.put("Kabar.")
    assert world.row(number) == ("waiting", f"template_{reason}", 0)
    kept = await world.house.writer.do(templates.everything)
    assert [one.state for one in kept if one.name == "peka_kabar"] == [reason]
    assert len(world.log.named("template.refused")) == 1
    second = await world.put("Kabar dua.")
    assert world.row(second) == ("waiting", "window_closed", 0), "it is not tried again"
    await world.hears(world.siti.says("halo"))
    assert world.siti.texts[:2] == ["Kabar.", "Kabar dua."]


@pytest.mark.parametrize("code", [131053, 131052])
async def test_trouble_with_media_passes(world: World, code: int) -> None:
    world.fake.fails(code)
    number = await world.put("Kabar.")
    assert world.row(number) == ("queued", str(code), 1)


@pytest.mark.parametrize("code", [190, 0])
async def test_a_dead_token_stops_the_line_once_and_says_so_once(world: World, code: int) -> None:
    world.fake.fails(code, 401)
    number = await world.put("Kabar.")
    await world.put("Kabar dua.")
    assert world.row(number)[0] == "queued"
    assert world.house.sender.lines[world.channel.account].stopped == str(code)
    assert len(world.log.named("account.refused")) == 1


# Refused later, by a status


LATER: dict[int, tuple[str, str, int]] = {
    131049: ("queued", "131049", 86_400),
    131053: ("queued", "131053", 30),
    131026: ("failed", "undeliverable", 0),
    132015: ("waiting", "template_paused", 0),
    999: ("failed", "999", 0),
}


@pytest.mark.parametrize("code", LATER)
async def test_a_failed_status_has_the_same_consequence(world: World, code: int) -> None:
    state, why, seconds = LATER[code]
    number = await world.put("Kabar.")
    for _ in range(2):  # told twice
        await world.reports("failed", code)
    assert world.row(number)[:2] == (state, why)
    assert world.row(number)[2] == (1 if state == "queued" else 0)
    if seconds:
        assert world.due_in(number) == seconds
        await world.reports("sent")
        assert world.row(number)[0] == "queued", "an old word does not stop the new try"
        world.clock.later(seconds=seconds / 2)
        await world.hears(world.siti.says("menu"))  # the window stays open
        assert world.siti.texts.count("Kabar.") == 1
        world.clock.later(seconds=seconds / 2)
        await world.rest()
        assert world.row(number)[0] == "sent"
        assert world.siti.texts.count("Kabar.") == 2


@pytest.mark.parametrize(("code", "seconds"), [(130429, 5), (80007, 60), (4, 60)])
async def test_told_later_that_it_was_too_fast_the_whole_number_slows(
    world: World, code: int, seconds: int
) -> None:
    line = world.house.sender.lines[world.channel.account]
    number = await world.put("Kabar.")
    for _ in range(2):  # told twice
        await world.reports("failed", code)
    assert world.row(number) == ("queued", str(code), 0), "the attempt does not count"
    assert world.due_in(number) == seconds
    assert seconds - 2 < line.paused_for <= seconds
    assert len(world.log.named("account.slowed")) == 1
    line.paused_until = line.pace.free_at = 0.0  # as a process that has just been started
    await world.house.sender.sweep_line(world.channel.account, line)
    assert line.paused_for > seconds - 2, "a restart does not forget it"
    world.clock.later(seconds=seconds)
    line.paused_until = line.pace.free_at = 0.0
    await world.rest()
    assert world.siti.texts.count("Kabar.") == 2
    assert line.paused_for == 0


async def test_told_later_of_a_message_to_many_only_those_slow(world: World) -> None:
    line = world.house.sender.lines[world.channel.account]
    number = await world.put("Pelajaran.", purpose="education", lane=outbox.BULK)
    await world.reports("failed", 130429)
    more = await world.put("Pelajaran dua.", purpose="education", lane=outbox.BULK)
    assert (world.row(number), world.row(more)[0]) == (("queued", "130429", 0), "queued")
    assert line.paused_for == 0
    await world.put("Kabar laporan.")
    assert world.siti.texts[-1] == "Kabar laporan.", "service goes on"
    world.clock.later(seconds=5)
    line.bulk_until = 0.0
    await world.rest()
    assert sorted(world.siti.texts[-2:]) == ["Pelajaran dua.", "Pelajaran."]


async def test_a_late_131047_becomes_a_template(world: World) -> None:
    await world.approve()
    number = await world.put("Kabar.")
    await world.reports("failed", 131047)
    await world.rest()
    assert [one.kind for one in world.siti.chat] == ["text", "template"]
    assert world.row(number)[:2] == ("waiting", "announced")
    await world.hears(world.siti.taps("Baca"))
    assert world.siti.texts[2] == "Kabar."


async def test_a_late_131050_ends_education(world: World) -> None:
    number = await world.put("Pelajaran.", purpose="education")
    await world.reports("failed", 131050)
    assert world.row(number)[:2] == ("failed", "opted_out")
    assert world.education()[1] == "whatsapp 131050"


async def test_a_template_that_does_not_arrive_leaves_the_message_waiting(world: World) -> None:
    await world.approve()
    world.clock.later(hours=30)
    number = await world.put("Kabar.")
    await world.reports("failed", 131049)
    assert world.row(number)[:2] == ("waiting", "131049")
    await world.hears(world.siti.says("halo"))
    assert "Kabar." in world.siti.texts


async def test_statuses_in_any_order_only_move_forward(world: World) -> None:
    number = await world.put("Kabar.")
    for state, wanted in (
        ("read", "read"), ("delivered", "read"), ("sent", "read"), ("failed", "read"),
    ):  # fmt: skip
        await world.reports(state, 131026 if state == "failed" else 0)
        assert world.row(number)[0] == wanted


async def test_a_template_perhaps_sent_is_settled_by_its_status(world: World) -> None:
    await world.approve()
    world.clock.later(hours=30)
    world.fake.drops(taken=True)
    number = await world.put("Kabar.")
    assert world.row(number)[0] == "queued"
    await world.reports("sent")
    assert world.row(number)[:2] == ("waiting", "announced")
    world.clock.later(minutes=5)
    await world.rest()
    assert len(world.siti.chat) == 1, "the template is not sent twice"
