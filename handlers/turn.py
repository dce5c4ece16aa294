"""A turn, for every channel: translate -> take -> render, in one transaction.

``Turns.deliver`` takes one authentic body; it returns when everything in it is committed (or kept
as poison), and raises :class:`storage.unit.Busy` when the platform should deliver it again.
"""

from __future__ import annotations

import hashlib
import secrets
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import partial

import msgspec
import structlog

from bansos.redaction import redact
from conversations import talks as state
from conversations.changed import replace
from conversations.facts import Facts
from conversations.flow import MENU, OFFICER, Command
from conversations.said import Kind, Meant, Said
from conversations.text import Say, say
from conversations.turn.funnel import steps
from conversations.turn.take import settle, take
from conversations.turn.taken import Book, Need, Taken, offers
from conversations.turn.taken import Reply as Spoken
from conversations.understand.unknown import scrubbed
from conversations.words import forget
from handlers import facts as facts_of
from handlers import spreading  # noqa: F401 - its deadline registers itself
from handlers.accounts import heed_note
from handlers.channel import (
    Channel,
    Delivery,
    Message,
    Note,
    Odd,
    Reply,
    Undecodable,
)
from handlers.cleaned import without_secrets
from handlers.commands import Context, carry_out
from handlers.deadlines import DEADLINES, meet
from handlers.desk import alert
from handlers.facts import Library
from handlers.flood import TOO_MANY, Flood, Pace, passes
from handlers.loaders import load
from handlers.notices import Notice
from handlers.outgoing import Outgoing, last_offers
from handlers.presence import heed
from handlers.reports import note
from handlers.tally import Tally
from storage import audit, cases, evidence, failures, outbox, people, poison, teaching
from storage.people import Known
from storage.unit import Busy, Unit, Writer, ms

log = structlog.get_logger()

FAILURES_UNTIL_POISON = 3
LOADS = 5
COMMANDS = 3
"""Of one turn: consent, a proof, and what was asked for; what comes after is a bug."""
WORDY = frozenset({Kind.TEXT, Kind.PHOTO, Kind.VOICE})
"""Kinds whose words are asked what they mean."""
WINDOWED = "whatsapp"
"""The channel on which news may have to wait until the person writes."""
NOT_READ = say(
    "Maaf, pesan tadi tidak bisa saya baca. Coba tulis dengan kata-kata, atau pilih Menu."
)
IN_A_GROUP = say(
    "Di grup saya tidak membahas hal pribadi. "
    "Silakan tulis langsung ke saya, supaya hanya kita yang tahu."
)


@dataclass(frozen=True, kw_only=True)
class Turns(Outgoing):
    """The desk where every message is handled."""

    writer: Writer
    book: Book
    library: Library
    understand: Callable[[str], tuple[Meant, ...]]
    knows: Callable[[str], bool] = lambda _word: True
    """Tells whether Peka knows a word; what it does not know may be a name."""
    tally: Tally = field(default_factory=Tally)
    flood: Flood | None = None
    """What each chat may still send; None: as much as it likes."""

    ignored: Counter[str] = field(default_factory=Counter)
    """How often each kind was left alone by a stated rule, since the start."""

    async def deliver(self, channel: Channel, raw: bytes, origin: str = "") -> Delivery:
        """Take everything in one body; a message that fails does not hold up other people's."""
        try:
            delivery = channel.read(raw)
        except Exception as fault:  # noqa: BLE001 - what no reader takes must not come for ever
            return await self.unread(channel, raw, fault)
        for odd in delivery.odd:
            await self.odd(channel, odd)
        if delivery.ignored:
            self.ignored.update(f"{channel.name} {kind}" for kind in delivery.ignored)
            log.debug(
                "delivery.ignored", channel=channel.name, kinds=sorted(set(delivery.ignored))
            )
        failed: dict[str, Busy] = {}
        for message in delivery.messages:
            if message.address in failed:
                continue
            try:
                await self.message(channel, message, raw, origin)
            except Busy as again:
                failed[message.address] = again
        await self.news(channel, delivery, raw)
        if failed:
            raise next(iter(failed.values()))
        return delivery

    async def odd(self, channel: Channel, odd: Odd) -> None:
        """Keep an item that cannot be read; tell its sender, once, where one can be made out."""
        fault_code = code()
        await self.keep_poison(channel.account, odd.id, odd.raw, odd.reason, fault_code)

        def tell(unit: Unit) -> None:
            if people.claim(unit, channel.account, odd.id):
                person = people.know(unit, channel.account, odd.address)
                self.queue(unit, channel, person, (Spoken(NOT_READ, offers((MENU, OFFICER))),))

        try:
            if odd.address:
                await self.writer.do(tell, odd.address)
        except Busy:
            raise
        except Exception as again:
            log.error("turn.untold", code=fault_code, exc_info=again)

    async def unread(self, channel: Channel, raw: bytes, fault: Exception) -> Delivery:
        """Keep a body that cannot be read; where it is our reader that broke, say so."""
        key, fault_code = hashlib.sha256(raw).hexdigest()[:32], code()
        reason = str(fault)
        if not isinstance(fault, Undecodable):
            reason = type(fault).__name__
            log.error("read.failed", code=fault_code, exc_info=fault)
        await self.keep_poison(channel.account, key, raw, reason, fault_code)
        return Delivery()

    async def news(self, channel: Channel, delivery: Delivery, raw: bytes) -> None:
        """Note what nobody said: who can be reached, and what became of our messages."""
        for signal in delivery.signals:
            await self.noted(channel, raw, signal.address, partial(heed, signal=signal))
        for note_ in delivery.notes:
            await self.noted(channel, raw, note_.account, partial(self.about_us, note_=note_))
        for report in delivery.reports:
            await self.noted(channel, raw, report.platform_id, partial(note, report=report))

    async def noted(
        self, channel: Channel, raw: bytes, key: str, work: Callable[[Unit], None]
    ) -> None:
        """Note one piece of news; where that fails the body is kept: nobody waits for a reply."""
        try:
            await self.writer.do(work, key)
        except Busy:
            raise
        except Exception as fault:
            fault_code, digest = code(), hashlib.sha256(raw).hexdigest()[:32]
            log.error("news.failed", code=fault_code, exc_info=fault)
            await self.keep_poison(channel.account, digest, raw, "news failed", fault_code)

    async def message(
        self, channel: Channel, message: Message, raw: bytes, origin: str = ""
    ) -> bool:
        """Take one message; False if it was taken before.

        A message that fails three times becomes poison, and its sender is told so.
        """
        try:
            understood = self.understood(message)
            return await self.writer.do(
                lambda unit: self.turn(unit, channel, understood, origin), message.address
            )
        except Busy:
            raise
        except Exception as fault:
            fault_code = code()
            log.error("turn.failed", code=fault_code, exc_info=fault)
            times = await self.writer.do(
                lambda unit: failures.count(unit, message.account, message.id)
            )
            if times < FAILURES_UNTIL_POISON:
                raise Busy(f"a turn failed ({fault_code})") from fault
            await self.give_up(channel, message, raw, fault_code)
            return True

    def understood(self, message: Message) -> Message:
        """Give the message as the turn may see it."""
        said = self.translate(message.said)
        return message if said is message.said else replace(message, said=said)

    def translate(self, said: Said) -> Said:
        """Cut secrets out before anybody sees them, then ask what the words may mean."""
        if not said.text:
            return said
        text, cut = redact(said.text)
        meant = self.understand(text) if said.kind in WORDY else ()
        if not cut and not meant:
            return said
        return replace(said, text=text, secrets=frozenset(str(kind) for kind in cut), meant=meant)

    async def announce(self) -> None:
        """Tell officers of what could not be told in the moment it happened."""
        await self.writer.do(self.announce_due)

    async def fall_due(self) -> None:
        """Do everything that has fallen due by now (``bot/work.py`` does it every few minutes)."""
        for name in DEADLINES:
            while await self.writer.do(partial(self.met, name=name)):
                pass

    def fall_due_now(self, name: str) -> int:
        """Do what has fallen due under one name, from a plain thread; count the pieces."""
        pieces = 1
        while self.writer.do_now(partial(self.met, name=name)):
            pieces += 1
        return pieces

    async def tell(self, work: Callable[[Unit], list[Notice]]) -> None:
        """Tell somebody what no turn caused; where the database cannot, the log has said it."""

        def telling(unit: Unit) -> None:
            for notice in work(unit):
                self.notify(unit, notice)

        with suppress(Busy):
            await self.writer.do(telling)

    # Inside the writer

    def met(self, unit: Unit, name: str) -> bool:
        """Do one piece of what is due, with what is told because of it; True: more is due."""
        piece = meet(unit, self.library, name)
        for notice in piece.notices:
            self.notify(unit, notice)
        return piece.more

    def announce_due(self, unit: Unit) -> None:
        """Write the notices of cases whose time has come."""
        for case, news in cases.to_announce(unit):
            audit.note(unit, "citizen", news, f"case:{case.id}", at=case.opened)
            cases.tell(unit, case)
            for notice in alert(unit, case, "" if news == "new" else news):
                self.notify(unit, notice)

    def about_us(self, unit: Unit, note_: Note) -> None:
        """Act on a word about the office's own account, and tell its administrators."""
        for notice in heed_note(unit, note_):
            self.notify(unit, notice)

    def turn(self, unit: Unit, channel: Channel, message: Message, origin: str) -> bool:
        """The whole turn; whatever fails undoes all of it, and no story stays in memory."""
        try:
            return self.taken(unit, channel, message, origin)
        finally:
            forget()

    def taken(self, unit: Unit, channel: Channel, message: Message, origin: str) -> bool:
        """Claim a message, take it, and keep what comes of it; False if it was taken before."""
        if not people.claim(unit, message.account, message.id):
            return False
        unit.step("claimed")
        seen = said_at(unit, message) if channel.name == WINDOWED else 0
        person = people.know(unit, message.account, message.address, message.aliases, seen=seen)
        person.wrote = message.said.kind is not Kind.FETCHED
        if message.group:
            self.queue(unit, channel, person, (Spoken(IN_A_GROUP),))
            return True
        before = state.read(person.talks)
        if self.flooded(unit, channel, person, before, message):
            return True
        freed = self.freed(unit, channel, person) if person.wrote else 0
        unit.step("known")
        facts = facts_of.basics(unit, person, self.library, channel.name, freed)
        context = Context(unit, person, facts, self.library, origin)
        taken = self.take(context, before, message.said)
        unit.step("taken")
        self.learn(unit, context, before, taken, message.said)
        if taken.fetch is not None:
            media = msgspec.json.encode(taken.fetch)
            evidence.want(unit, person.id, message.account, media, taken.fetch.ref)
        replies = self.render(taken.replies, person.language)
        after = replace(taken.talks, offers=last_offers(replies, taken.talks.offers))
        people.save(unit, person, state.write(after))
        unit.step("saved")
        if taken.erase and message.said.reply_to:
            replies = (Reply("", erase=message.said.reply_to), *replies)
        self.put(unit, channel, person, replies, [spoken.secret for spoken in taken.replies])
        for notice in context.notices:
            self.notify(unit, notice)
        unit.step("queued")
        return True

    def freed(self, unit: Unit, channel: Channel, person: Known) -> int:
        """Let go what waited for somebody to write; how many messages."""
        count = 0
        if channel.name == WINDOWED:
            count = outbox.free(unit, person.account, person.address)
        if person.blocked:
            count += outbox.revive(unit, person.account, person.address)
        return count

    def flooded(
        self, unit: Unit, channel: Channel, person: Known, talks: state.Talks, message: Message
    ) -> bool:
        """Leave a message unanswered that is one of far too many; say so once."""
        said = message.said
        if self.flood is None or not channel.pushes:  # the page has limits of its own
            return False
        if passes(said, talks, officer=person.officer is not None):
            return False
        pace = self.flood.pace(person.id, said_at(unit, message), message.id)
        if pace is Pace.FREE:
            return False
        unit.after.append(lambda: self.ignored.update((f"{channel.name} flood",)))
        if said.secrets and said.reply_to:
            self.put(unit, channel, person, (Reply("", erase=said.reply_to),), [])
        if pace is Pace.FIRST:
            self.queue(unit, channel, person, (Spoken(TOO_MANY),))
        return True

    def today(self) -> date:
        """Tell the day at the office."""
        return self.writer.clock().astimezone(self.library.timezone).date()

    def learn(
        self, unit: Unit, context: Context, before: state.Talks, taken: Taken, said: Said
    ) -> None:
        """Count what happened, and keep words that were not understood, without what names."""
        counts = [
            f"{what}:{where}" for where, what in steps(self.book, before, taken, context.facts)
        ]
        lost = taken.talks.lost > before.lost
        if said.kind is Kind.TEXT and (lost or (said.meant and before.top is None)):
            counts.append("read:none" if lost else "read:understood")
        if lost and said.kind is Kind.TEXT and (words := scrubbed(said.text, self.knows)):
            midnight = datetime.combine(self.today(), time.min, self.library.timezone)
            day = midnight.date().isoformat()
            teaching.keep_unknown(unit, day, ms(midnight), context.person.id, words)
        if counts:
            unit.after.append(lambda: self.tally.count(counts))

    def take(self, context: Context, talks: state.Talks, said: Said) -> Taken:
        """Take the message, loading facts as flows ask for them, and carry out what it ends in.

        That is one command; only where consent or a proof came first, a second one may follow.
        """
        taken = self.loading(context, lambda facts: take(self.book, talks, said, facts))
        if taken.relay is not None:  # help may follow beside it; it never takes its place
            taken = self.handed_over(context, taken, taken.relay)
        for _ in range(COMMANDS):
            if taken.finish is None:
                return taken
            taken = self.carry_out(context, taken, taken.finish.command)
        raise RuntimeError("the commands of one turn do not end")

    def handed_over(self, context: Context, taken: Taken, relay: Command) -> Taken:
        """Hand what was written to the officer, and look at the facts anew."""
        context.unit.step("command")
        carry_out(context, relay)
        context.unit.step("done")
        context.facts = facts_of.again(context.unit, context.person, self.library, context.facts)
        return replace(taken, relay=None)

    def carry_out(self, context: Context, taken: Taken, command: Command) -> Taken:
        """Carry out one command, look at the facts anew, and let the conversation go on."""
        context.unit.step("command")
        outcome = carry_out(context, command)
        context.unit.step("done")
        context.facts = facts_of.again(context.unit, context.person, self.library, context.facts)
        return self.loading(context, lambda facts: settle(self.book, taken, facts, outcome))

    def loading(self, context: Context, step: Callable[[Facts], Taken | Need]) -> Taken:
        """Repeat a pure step until it has all the facts it needs."""
        for _ in range(LOADS):
            taken = step(context.facts)
            if isinstance(taken, Taken):
                return taken
            context.facts = load(
                context.unit, context.person, self.library, context.facts, taken.facts
            )
        raise RuntimeError("a flow asks for facts that no loader fills")

    async def give_up(self, channel: Channel, message: Message, raw: bytes, fault: str) -> None:
        """Keep a message that fails again and again; tell its sender, where that can be done."""
        cleaned = without_secrets(raw)

        def keep(unit: Unit, *, told: bool) -> None:
            if not people.claim(unit, message.account, message.id):
                return
            poison.keep(unit, message.account, message.id, cleaned, "failed three times", fault)
            if told:
                person = people.know(unit, message.account, message.address, message.aliases)
                self.queue(unit, channel, person, (Spoken(_fault(fault)),))

        try:
            await self.writer.do(lambda unit: keep(unit, told=True), message.address)
        except Busy:
            raise
        except Exception as again:
            log.error("turn.untold", code=fault, exc_info=again)
            await self.writer.do(lambda unit: keep(unit, told=False), message.address)

    async def keep_poison(
        self, account: str, key: str, raw: bytes, reason: str, fault: str
    ) -> None:
        """Keep what cannot be read, sealed, for an operator to look at and replay."""
        log.warning("poison.kept", code=fault, account=account, reason=reason[:80])
        cleaned = without_secrets(raw)
        await self.writer.do(
            lambda unit: poison.keep(unit, account, key, cleaned, reason[:200], fault)
        )


def said_at(unit: Unit, message: Message) -> int:
    """Tell when a message was written: WhatsApp delivers for days, its window counts from then."""
    return min(ms(message.at), ms(unit.now)) if message.at else ms(unit.now)


def code() -> str:
    """Draw a short code that a person can read to an operator: four letters and digits."""
    return "".join(secrets.choice("ABCDEFGHJKLMNPQRTUVWXY34679") for _ in range(4))


def _fault(fault: str) -> Say:
    return say(
        "Maaf, ada gangguan di pihak kami ({code}). "
        "Pesan Bapak/Ibu tersimpan dan akan kami periksa. "
        'Coba lagi, atau ketik "menu".',
        code=fault,
    )
