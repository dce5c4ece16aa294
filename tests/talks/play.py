"""Plays a talk: every message twice, Peka started anew before every line.

On SQLite the second delivery comes at once to the same process, on PostgreSQL to the next one.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from functools import partial

from conversations.changed import replace
from handlers import draws
from handlers.whatsapp.adapter import WhatsApp
from storage import codes, staff
from storage.templates import replace_all
from storage.unit import Unit
from tests.fakes.telegram import FakeTelegram
from tests.fakes.whatsapp import FakeWhatsApp
from tests.fakes.whatsapp_templates import ours
from tests.talks import checks
from tests.talks.office import Webhook
from tests.talks.people import (
    DOUBLE,
    STALE,
    AtTerminal,
    OnPage,
    OnTelegram,
    OnWhatsApp,
    Post,
    Somebody,
    deed,
)
from tests.talks.script import (
    OFFICE,
    Check,
    Deed,
    Heard,
    Later,
    Message,
    Talk,
    fits,
    named,
    spoken,
)
from tests.talks.stage import SEAL, House, World

CHANNELS: dict[str, type[Somebody]] = {
    "telegram": OnTelegram,
    "whatsapp": OnWhatsApp,
    "web": OnPage,
    "terminal": AtTerminal,
}
MIXED = "campur"
LINE_SECONDS = 20
"""Between two lines; a tap repeated within ten seconds would be a double tap."""
CODE_SECONDS = 7 * 86_400


class Differs(AssertionError):
    """What was said is not what stands in the talk."""


def needs(talk: Talk) -> dict[str, frozenset[str]]:
    """Tell what each person of a talk must be able to do."""
    found: dict[str, set[str]] = {name: set() for name in talk.people}
    for one in talk.deeds:
        did = deed(one.what)
        found[one.person].add(did.kind)
        if did.kind == "ketuk" and did.text == STALE:
            found[one.person].add(STALE)
        if did.kind == "ketuk" and one.at_once:
            found[one.person].add(DOUBLE)
    return {name: frozenset(kinds) for name, kinds in found.items()}


def casts(talk: Talk) -> dict[str, dict[str, str]]:
    """List the ways to play a talk: everybody on one channel, and everybody on another one."""
    wanted = needs(talk)
    able = {
        name: [
            channel
            for channel, kind in CHANNELS.items()
            if kinds <= kind.can and talk.may_be_on(channel)
        ]
        for name, kinds in wanted.items()
    }
    found = {
        channel: dict.fromkeys(wanted, channel)
        for channel in CHANNELS
        if all(channel in one for one in able.values())
    }
    if len(wanted) > 1 and all(able.values()):
        mixed = {name: able[name][place % len(able[name])] for place, name in enumerate(wanted)}
        if len(set(mixed.values())) > 1:
            found[MIXED] = mixed
    return found


@dataclass
class Play:
    """One talk under way."""

    talk: Talk
    world: World
    cast: Mapping[str, str]
    update: bool = False
    people: dict[str, Somebody] = field(default_factory=dict)
    holes: dict[str, str] = field(default_factory=dict)
    before: tuple[str, Post] | None = None
    """What was done last, to be delivered once more to the next process."""
    longest: int = 0

    async def run(self) -> None:
        async with AsyncExitStack() as stack:
            used = set(self.cast.values())
            clock = self.world.clock
            if "telegram" in used:
                self.world.telegram = await stack.enter_async_context(FakeTelegram())
            if "whatsapp" in used:
                fake = FakeWhatsApp(clock=lambda: clock().timestamp())
                self.world.whatsapp = await stack.enter_async_context(fake)
            for number, name in enumerate(self.cast, start=1):
                self.people[name] = self.enter(name, number)
            async with self.world.house() as house:
                await self.prelude(house)
            for item in self.talk.items:
                await self.item(item)
            async with self.world.house() as house:
                await self.once_more(house)
                await self.silence(house)

    def enter(self, name: str, number: int) -> Somebody:
        channel = self.cast[name]
        if channel == "telegram" and self.world.telegram:
            return OnTelegram(self.world.telegram, number, name.title())
        if channel == "whatsapp" and self.world.whatsapp:
            return OnWhatsApp(self.world.whatsapp, number, name.title())
        return OnPage(name, number) if channel == "web" else AtTerminal(name)

    # What is there before the first line

    async def prelude(self, house: House) -> None:
        if self.talk.given("templat"):
            await self.templates(house)
        for value in self.talk.given("petugas"):
            await self.officer(house, value)
        for value in self.talk.given("kenal"):
            for name in value.split(","):
                await self.quietly(house, name.strip(), "lapor", "[Setuju]", "batal")
        for value in self.talk.given("terhubung"):
            name, _, numbers = value.partition("=")
            nik, tail = numbers.split()
            await self.quietly(house, name.strip(), "cek status", "[Setuju]", nik, tail, "menu")

    async def templates(self, house: House) -> None:
        """Have WhatsApp approve the office's templates, and Peka hear of them."""
        for channel in house.channels.values():
            if isinstance(channel, WhatsApp) and self.world.whatsapp:
                self.world.whatsapp.approves(*ours())
                found = await channel.templates()
                await house.writer.do(partial(replace_all, found=found))

    async def officer(self, house: House, value: str) -> None:
        """Add an officer; ``rini = Rini Astuti, pendamping, 35.26.08`` (, belum masuk)."""
        name, _, rest = value.partition("=")
        whole, role, *regions = [part.strip() for part in rest.split(",")]
        code = draws.one_time()
        areas = tuple(one for one in regions if one[0].isdigit())

        def add(unit: Unit) -> None:
            officer = staff.add(unit, whole, role, areas)
            codes.add(unit, codes.STAFF, code, officer, None, CODE_SECONDS)

        await house.writer.do(add)
        if "belum masuk" in regions:
            self.holes[f"masuk_{name.strip()}"] = draws.shown(code)
        else:
            await self.quietly(house, name.strip(), f"masuk {code}")

    async def quietly(self, house: House, name: str, *lines: str) -> None:
        for line in lines:
            await (await self.people[name].does(deed(line)))(house)
            await self.world.settled(house)
            await self.people[name].hears(house)
            self.world.clock.later(f"{LINE_SECONDS} detik")

    # Line by line

    async def item(self, item: object) -> None:
        if isinstance(item, Later):
            await self.later(item)
        elif isinstance(item, Deed) and item.person == OFFICE:
            await self.told_by_office(item)
        elif isinstance(item, Check):
            what = spoken(item.what, self.holes)
            checks.check(what, self.world.base, SEAL, self.people)
        elif isinstance(item, Deed):
            await self.deed(item)

    async def later(self, wanted: Later) -> None:
        """Let time pass, and hear what comes by itself."""
        self.world.clock.later(wanted.how)
        async with self.world.house() as house:
            await self.world.settled(house)
            found = await self.everybody(house)
        self.compare(wanted, found)

    async def everybody(self, house: House) -> list[Heard]:
        """Gather what everybody hears now."""
        heard = [(name, await one.hears(house)) for name, one in self.people.items()]
        return [Heard(name, messages) for name, messages in heard if messages]

    async def deed(self, wanted: Deed) -> None:
        """Do it, and do it once more: now, or to the next process."""
        if not wanted.at_once:
            self.world.clock.later(f"{LINE_SECONDS} detik")
        async with self.world.house() as house:
            await self.once_more(house)
            post = await self.people[wanted.person].does(deed(spoken(wanted.what, self.holes)))
            assert await post(house) == 200, f"{wanted.what}: not taken"
            await self.world.settled(house)
            found = await self.everybody(house)
            if self.world.base.lite:
                await self.repeat(house, post, wanted.what)
            else:
                self.before = (wanted.what, post)
        self.compare(wanted, found)

    async def told_by_office(self, wanted: Deed) -> None:
        """Let the office's own system send a message, twice; it reads the answer."""
        self.world.clock.later(f"{LINE_SECONDS} detik")
        message = Webhook.read(wanted.what, self.holes, len(self.people) + self.world.lives)
        async with self.world.house() as house:
            await self.once_more(house)
            heard = await message.sent(house, self.world)
            found = [Heard(OFFICE, [heard]), *await self.everybody(house)]
            stood = self.world.base.print()
            assert await message.sent(house, self.world) == heard, "another answer"
            assert self.world.base.print() == stood, (
                f"{wanted.what}: the second one changed something"
            )
            await self.silence(house, wanted.what)
        self.compare(wanted, found)

    async def once_more(self, house: House) -> None:
        """Deliver the line before once more, now that its process is gone."""
        await self.world.settled(house)
        if self.before is not None:
            await self.repeat(house, self.before[1], self.before[0])
            self.before = None

    async def repeat(self, house: House, post: Post, what: str) -> None:
        stood = self.world.base.print()
        assert await post(house) == 200, f"{what}: the second delivery was not taken"
        await self.world.settled(house)
        assert self.world.base.print() == stood, f"{what}: the second delivery changed something"
        await self.silence(house, what)

    async def silence(self, house: House, what: str = "") -> None:
        for name, one in self.people.items():
            heard = await one.hears(house)
            assert not heard, f"{name} hears again, after {what!r}: {heard}"

    def compare(self, wanted: Deed | Later, found: list[Heard]) -> None:
        self.longest = max(self.longest, *(len(m.text) for one in found for m in one.messages), 0)
        heard = {one.person: one.messages for one in found}
        named_here = [one.person for one in wanted.heard]
        names = list(dict.fromkeys([wanted.person, *named_here, *heard]))
        seen = dict(self.holes)
        if all(self.fit(wanted.of(name), heard.get(name, []), seen) for name in names):
            self.holes = seen
            return
        if not self.update:
            raise Differs(self.difference(wanted, heard, names))
        wanted.heard = [
            Heard(name, self.told(wanted.of(name), heard[name])) for name in names if name in heard
        ]

    def fit(self, wanted: list[Message], found: list[Message], holes: dict[str, str]) -> bool:
        """Compare all that one person hears; the page shows only the last buttons."""
        return len(wanted) == len(found) and all(
            fits(want if have.buttons or have is found[-1] else Message(want.text), have, holes)
            if self.on_page
            else fits(want, have, holes)
            for want, have in zip(wanted, found, strict=True)
        )

    @property
    def on_page(self) -> bool:
        return "web" in self.cast.values()

    def told(self, wanted: list[Message], found: list[Message]) -> list[Message]:
        """Write anew what differs, and leave what holds as its author wrote it."""
        made = []
        for place, message in enumerate(found):
            old = wanted[place] if place < len(wanted) else None
            keep = old is not None and fits(old, message, self.holes)
            made.append(old if keep and old else named(message, self.holes))
        return made

    def difference(
        self, wanted: Deed | Later, heard: dict[str, list[Message]], names: list[str]
    ) -> str:
        """Show the talk as it stands beside what was really said."""
        holes = dict(self.holes)
        told = [Heard(n, [named(one, holes) for one in heard[n]]) for n in names if n in heard]
        lines = difflib.unified_diff(
            wanted.lines(),
            replace(wanted, heard=told).lines(),
            "the talk",
            "what was said",
            lineterm="",
            n=30,
        )
        return "\n".join([f"{self.talk.path.name}, {dict(self.cast)}", *lines])
