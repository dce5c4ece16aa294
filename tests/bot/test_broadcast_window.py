"""A broadcast to somebody on WhatsApp outside the 24 hours: the template first, then the text."""

from __future__ import annotations

from bansos.broadcasts import Audience, BroadcastState, Purpose
from handlers import broadcasts as acting
from handlers.broadcast_showing import tally
from handlers.broadcasts import NewBroadcast
from storage import broadcasts, staff
from storage.unit import Unit
from tests import town
from tests.bot.test_window import PHONE, World, world

__all__ = ["world"]
TEXT = "Kumpul P2K2 Rabu pukul 9 di balai desa."


async def wrote(world: World) -> None:
    """A schedule for one family, which last wrote thirty hours ago."""
    library = world.house.turns.library
    world.clock.later(hours=30)

    def work(unit: Unit) -> None:
        town.settle(unit)
        town.family(unit, 1, PHONE, account=world.channel.account)
        officer = staff.get(unit, 1)
        assert officer is not None
        draft = NewBroadcast(Purpose.SCHEDULE, {"id": TEXT}, Audience(("35.26.08",)))
        acting.propose(unit, library, draft, officer)

    await world.house.writer.do(work)
    await world.house.turns.fall_due()


async def act(world: World, what: str, who: int) -> None:
    def work(unit: Unit) -> None:
        officer, one = staff.get(unit, who), broadcasts.newest(unit)[0]
        assert officer is not None
        done = acting.act(unit, world.house.turns.library, one.ref, what, officer, sure=True)
        assert isinstance(done, acting.Acted), done

    await world.house.writer.do(work)


async def told(world: World) -> None:
    await act(world, "ajukan", 1)
    await act(world, "setuju", 2)
    await goes_on(world)


async def goes_on(world: World) -> None:
    await world.house.turns.fall_due()
    await world.rest()
    await world.house.turns.fall_due()


def stands(world: World) -> tuple[str, str]:
    """State of the broadcast, and what became of its one recipient."""
    ((state,),) = world.house.rows("SELECT state FROM peka_broadcast")
    ((outcome,),) = world.house.rows("SELECT outcome FROM peka_recipient")
    return state, outcome


async def test_the_template_goes_first_and_the_text_when_the_person_answers(
    world: World,
) -> None:
    await world.approve()
    await wrote(world)
    await told(world)
    (template,) = world.siti.chat
    assert template.kind == "template"
    assert template.text.startswith("Bapak/Ibu, ada jadwal dari Dinas Sosial")
    assert TEXT not in template.text
    assert stands(world) == ("selesai", "diumumkan")
    await world.hears(world.siti.taps("Baca"))
    assert world.siti.texts[1] == f"Pesan dari Dinas Sosial:\n\n{TEXT}"
    assert stands(world) == ("selesai", "terkirim")
    number = next(n for n, one in enumerate(world.fake.sent) if TEXT in str(one))
    await world.reports("read", said=number)
    assert stands(world) == ("selesai", "dibaca")


async def test_without_a_template_it_is_known_before_and_becomes_a_task(world: World) -> None:
    await wrote(world)

    def unreachable(unit: Unit) -> tuple[tuple[str, int], ...]:
        return tally(unit, world.house.turns.library, broadcasts.newest(unit)[0]).unreachable

    assert await world.house.writer.do(unreachable) == (("window_closed", 1),)
    await told(world)
    assert world.siti.chat == []
    assert stands(world) == ("selesai", "tugas")
    assert world.house.rows("SELECT kind FROM peka_case") == [("kunjungan",)]


async def test_a_template_refused_while_sending_pauses_and_loses_nobody(world: World) -> None:
    await world.approve()
    await wrote(world)
    world.fake.fails(132015)
    await told(world)
    assert world.siti.chat == []
    assert stands(world) == (BroadcastState.DIJEDA, "dipilih")
    assert world.house.rows("SELECT reason FROM peka_broadcast") == [("template",)]
    await world.approve()
    await act(world, "lanjut", 2)
    await goes_on(world)
    assert [one.kind for one in world.siti.chat] == ["template"]
    assert stands(world) == ("selesai", "diumumkan")
