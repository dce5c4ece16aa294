"""From the deed to the office's own system: filed, finished, opened, moved and closed, signed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from standardwebhooks import Webhook

from bot.events import Teller
from conversations.desk.commands import CloseCase
from conversations.flow import Command, Done, Problem
from conversations.graduation.desk import FileRequest
from handlers import facts as facts_of
from handlers.commands import Context, carry_out
from storage import people, staff, waiting
from storage.staff import Officer
from storage.unit import Unit, Writer
from tests.bot.admin_house import SECRET
from tests.bot.test_events import Receiver
from tests.handlers.test_graduation import Office, base, office, templates, visit
from tests.handlers.test_spreading import Town, town
from tests.house import ACCOUNT, House, living, make_house, prepare

__all__ = ["base", "office", "templates", "town"]
FIVE = timedelta(seconds=5)


class Later(Receiver):
    """A receiver that lives at the time of the test: it reckons the signature itself."""

    def verify(self, raw: bytes, headers: dict[str, str]) -> None:
        when = datetime.fromtimestamp(int(headers["webhook-timestamp"]), UTC)
        own = Webhook(SECRET).sign(headers["webhook-id"], when, raw.decode())
        assert headers["webhook-signature"] == own

    def of(self, subject: str) -> list[tuple[str, str]]:
        """What was heard of one case or broadcast: (type, state), in order, repeats too."""
        return [
            (one["type"], one["data"].get("state", ""))
            for _id, one in self.heard
            if subject in one["data"].values()
        ]


@dataclass
class Line:
    """The way out of a house, to a receiver on this machine."""

    teller: Teller
    receiver: Later

    async def tells(self, most: int = 12) -> int:
        """Let everything leave that may leave now; how many arrived."""
        total = 0
        for _ in range(most):
            arrived = await self.teller.send_due()
            total += arrived
            if not arrived:
                break
        return total


@asynccontextmanager
async def line_from(writer: Writer, *answers: int) -> AsyncIterator[Line]:
    receiver = Later(list(answers))
    async with receiver.open() as url:
        teller = Teller(writer, url, SECRET)
        try:
            yield Line(teller, receiver)
        finally:
            await teller.close()


# A graduation that an officer files


async def test_a_filed_graduation_arrives_signed_in_order_after_a_refusal(office: Office) -> None:
    async with line_from(office.writer, 503) as line:
        ref = office.ask()
        assert await line.tells() == 0, "within the seven days nobody hears of it"
        office.later(days=8)
        assert await line.tells() == 0
        assert line.receiver.of(ref) == [("case.opened", "kunjungan")], "and it was refused"
        office.run("rini", visit(ref))
        assert isinstance(office.run("rini", FileRequest(ref)), Problem)
        assert isinstance(office.run("ratna", FileRequest(ref)), Done)
        assert await line.tells() == 0, "what is later of the same case waits"
        office.clock.now += FIVE
        assert await line.tells() == 4
        assert line.receiver.of(ref) == [
            ("case.opened", "kunjungan"),
            ("case.opened", "kunjungan"),
            ("case.moved", "tanda_tangan"),
            ("case.moved", "diajukan"),
            ("graduation.filed", "diajukan"),
        ]
        keys = [key for key, _body in line.receiver.heard]
        assert keys[0] == keys[1], "the same again by the same id"
        assert len(set(keys)) == 4
        assert line.receiver.heard[-1][1]["data"] == {
            "case": ref, "state": "diajukan", "programmes": ["pkh"],
        }  # fmt: skip
        assert await line.tells() == 0


# A broadcast that comes to its end


async def test_a_finished_broadcast_arrives_once_and_again_when_its_ends_change(
    town: Town,
) -> None:
    for n in range(1, 4):
        await town.family(n, f"c{n}")
    async with line_from(town.house.writer, 500) as line:
        await town.approved()
        await town.spread()
        assert await line.tells() == 0
        assert not line.receiver.heard, "not before its end"
        await town.sends()
        await town.spread()
        assert await line.tells() == 0, "refused"
        ((row,), *_others) = town.house.rows("SELECT id FROM peka_outbox WHERE lane = 2")
        await town.do(lambda unit: waiting.end(unit, row, f"m{row}", "undeliverable"))
        await town.spread()
        ref = (await town.broadcast()).ref
        await line.tells()
        assert [kind for kind, _ in line.receiver.of(ref)] == ["broadcast.finished"], "it waits"
        town.now += FIVE
        assert await line.tells() == 2
        (first, same, changed) = [
            (key, one["data"])
            for key, one in line.receiver.heard
            if one["type"] == "broadcast.finished"
        ]
        assert first == same
        assert first[1] == {
            "broadcast": ref, "purpose": "education", "outcomes": {"terkirim": 3},
        }  # fmt: skip
        assert changed[1]["outcomes"] == {"terkirim": 2, "tugas": 1}
        await town.spread()
        assert await line.tells() == 0


# A case from a chat, closed by an officer


async def test_a_case_from_a_chat_arrives_opened_and_closed(database_url: str) -> None:
    said = ("bicara petugas", "Pertanyaan", "Setuju", "Sepulu", "Labuhan", "Toko pasar tutup?")
    house = make_house(prepare(database_url))
    async with living(house), line_from(house.writer, 404) as line:
        for number, text in enumerate(said):
            await house.hear("siti-0812", str(number), text)
        ((ref,),) = house.rows("SELECT ref FROM peka_case")
        assert await line.tells() == 0
        closed = await house.writer.do(
            lambda unit: by_officer(house, unit, CloseCase(ref, "selesai", "Pasar buka."))
        )
        assert isinstance(closed, Done), closed
        assert await line.tells() == 0
        five_seconds_later(house)
        assert await line.tells() == 2
        kinds = [kind for kind, _state in line.receiver.of(ref)]
        assert kinds == ["case.opened", "case.opened", "case.closed"]
        assert not [word for word in ("siti", "0812", "asar") if word in str(line.receiver)]


def by_officer(house: House, unit: Unit, command: Command) -> Done | Problem:
    """Carry a command out as a verifikator of the kabupaten."""
    person = people.know(unit, ACCOUNT, "meja")
    areas = ("35.26",)
    id_ = staff.add(unit, "Rini", "verifikator", areas)
    person.officer = Officer(id_, "Rini", "verifikator", areas)
    library = house.turns.library
    known = facts_of.basics(unit, person, library, "telegram")
    return carry_out(Context(unit, person, known, library), command)


def five_seconds_later(house: House) -> None:
    clock = house.writer.clock
    house.writer.clock = lambda: clock() + FIVE
