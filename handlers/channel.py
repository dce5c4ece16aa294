"""What a channel must offer, and the neutral forms between it and the turn.

A channel translates; it decides nothing about what is said.  Raw bytes become a
:class:`Delivery`; a :class:`Reply` becomes whatever the platform shows.  Limits of a platform
(buttons, lengths) stay inside its adapter.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from msgspec import Struct

from conversations.changed import replace
from conversations.papers import Paper
from conversations.said import Media, Said


class Message(Struct, frozen=True):
    """One thing that one person did, ready for the turn."""

    account: str
    """The channel account that received it: ``telegram:<bot id>``, ``whatsapp:<phone id>`` …"""
    id: str
    """Unique within the account and repeated by a redelivery: update_id, wamid, client id."""
    address: str
    """Where replies go and whom they are for: chat id, business-scoped user id …"""
    said: Said
    phone: str = ""
    """E.164 without plus where the platform tells it; never used as the identity."""
    at: datetime | None = None
    group: bool = False
    """Said in a group: nothing personal is ever answered there."""
    aliases: tuple[str, ...] = ()
    """Other addresses the platform names for the same person (WhatsApp: the phone number)."""
    receipt: str = ""
    """What ``acknowledge`` needs beside the address (Telegram: the id of a tap)."""


class Presence(StrEnum):
    """A change in whether somebody can be reached."""

    BLOCKED = "blocked"
    BACK = "back"
    NUMBER_CHANGED = "number_changed"
    """The address belongs to a new number or device: every proof is to be given again."""
    STOP_EDUCATION = "stop_education"
    RESUME_EDUCATION = "resume_education"


@dataclass(frozen=True, slots=True)
class Signal:
    """News about an address that nobody said."""

    account: str
    id: str
    address: str
    presence: Presence
    aliases: tuple[str, ...] = ()
    """Other addresses the platform names for the same person, as in a Message."""


@dataclass(frozen=True, slots=True)
class Report:
    """The platform's word on a message that we sent; repeats and regressions are normal."""

    account: str
    platform_id: str
    state: str
    """sent, delivered, read or failed."""
    outbox: int | None = None
    """Our own row, where the platform hands it back."""
    error: str = ""
    at: datetime | None = None
    template: bool = False
    """About the template that announced the message, not about the message itself."""
    refusal: Refusal | None = field(default=None, compare=False)
    """What a failure means for us: the same as if the request itself had been refused."""


@dataclass(frozen=True, slots=True)
class Note:
    """The platform's word on our own account: a template's state, a limit, a restriction."""

    account: str
    id: str
    kind: str
    """template, quality, category, limit, restriction …: the name of the log line."""
    said: tuple[tuple[str, str], ...]
    """What it says, as names and values; nothing personal."""
    alert: bool = False
    """Somebody at the office should look."""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Odd:
    """One item of a delivery that could not be read; kept sealed as poison."""

    id: str
    raw: bytes
    reason: str
    address: str = ""
    """Who sent it, where that can be read: they are told that it was not understood."""


class Delivery(Struct, frozen=True):
    """Everything that one raw body held; each item stands alone."""

    messages: tuple[Message, ...] = ()
    signals: tuple[Signal, ...] = ()
    reports: tuple[Report, ...] = ()
    notes: tuple[Note, ...] = ()
    odd: tuple[Odd, ...] = ()
    ignored: tuple[str, ...] = ()
    """Kinds that a stated rule leaves unanswered (docs/channels.md)."""


class Undecodable(Exception):
    """The whole body cannot be read; it becomes poison."""


class Button(Struct, frozen=True):
    """One thing to tap, in the person's own language."""

    label: str
    tap: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A paper to hand out, and the language to draw it in; never its bytes."""

    paper: Paper
    language: str = "id"


@dataclass(frozen=True, slots=True)
class Template:
    """A text that the platform has approved, to be sent with a few words filled in."""

    name: str
    language: str
    words: tuple[str, ...] = ()
    """What stands in {{1}}, {{2}} …: short, and nothing personal."""
    taps: tuple[str, ...] = ()
    """What its quick replies carry, in their order."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper, drawn: a PDF or a PNG."""

    name: str
    mime: str
    content: bytes = field(repr=False)

    @property
    def picture(self) -> bool:
        """Shown as a picture, not as a file."""
        return self.mime.startswith("image/")


Draw = Callable[[Enclosed], Awaitable[Sheet]]
"""Draws a paper, outside every transaction; raises Rejected where it is gone."""


class Reply(Struct, frozen=True):
    """One message to send, in the person's own language; JSON in the outbox.

    A text and a paper are two messages of a platform, so two rows: :meth:`rows`.
    """

    text: str
    buttons: tuple[Button, ...] = ()
    erase: str = ""
    """Instead of sending: the platform's id of a message to delete."""
    enclosed: Enclosed | None = None
    """A picture or a PDF; drawn when it is sent."""
    fill: tuple[str, ...] = ()
    """Words for the template that announces it outside the window; nothing personal."""
    template: Template | None = None
    """Instead of the text: only this may go now.  Never in the outbox."""
    language: str = "id"
    """For the few words that a channel adds by itself."""

    def rows(self) -> tuple[Reply, ...]:
        """Part the reply into what a platform sends as one message each: text, then paper."""
        if self.enclosed is None or not self.text:
            return (self,)
        return replace(self, enclosed=None), Reply("", enclosed=self.enclosed)


@dataclass(frozen=True, slots=True)
class Sent:
    """The platform took the message."""

    platform_id: str


@dataclass(frozen=True, slots=True)
class File:
    """A file as the platform hands it out."""

    size: int | None
    chunks: AsyncIterator[bytes]


class TryLater(Exception):
    """Send again after ``seconds``; the attempt does not count where ``counts`` is false."""

    def __init__(
        self,
        seconds: float,
        reason: str,
        *,
        lane: bool = False,
        counts: bool = True,
        perhaps_sent: bool = False,
        bulk: bool = False,
        alone: bool = False,
        growing: bool = False,
    ) -> None:
        """``lane``: the whole account waits, not only this person; ``bulk``: all its bulk.

        ``alone``: only this very message waits, the person's others go on.  ``growing``: each
        time in a row the person waits twice as long.
        """
        super().__init__(reason)
        self.seconds = seconds
        self.reason = reason
        self.lane = lane
        self.counts = counts
        self.perhaps_sent = perhaps_sent
        self.bulk = bulk
        self.alone = alone
        self.growing = growing


class OutsideWindow(Exception):
    """Free text is closed until the person writes; an approved template may go."""


class TemplateRefused(Exception):
    """The platform does not send this template now: ``reason`` names why."""

    def __init__(self, reason: str) -> None:
        """``reason``: missing, paused, disabled or parameters."""
        super().__init__(reason)
        self.reason = reason


class Unreachable(Exception):
    """This person cannot be reached here now (blocked, gone …): ``reason`` names why."""

    def __init__(self, reason: str, *, blocked: bool = False) -> None:
        """``blocked``: the address is dead until the person comes back."""
        super().__init__(reason)
        self.reason = reason
        self.blocked = blocked


class Rejected(Exception):
    """The platform refuses these very bytes; sending them again would be wrong."""

    def __init__(self, reason: str, *, account: bool = False) -> None:
        """``account``: not the message but our own account is refused (token dead)."""
        super().__init__(reason)
        self.reason = reason
        self.account = account


Refusal = TryLater | OutsideWindow | TemplateRefused | Unreachable | Rejected


class Gone(Exception):
    """A file can no longer be fetched."""


class Channel(Protocol):
    """What every channel offers; the web page and the terminal need no sending."""

    account: str
    name: str
    """telegram, whatsapp, web or terminal."""
    pushes: bool
    """True: the sender calls ``send``; False: the replies are read from the outbox."""

    def read(self, raw: bytes) -> Delivery:
        """Decode one authentic body, pure; raises :class:`Undecodable`."""

    async def send(self, address: str, reply: Reply, row: int) -> Sent:
        """Send one reply; raises a :data:`Refusal`."""

    async def hand(self, address: str, sheet: Sheet, row: int) -> Sent:
        """Send one paper; raises as :meth:`send`."""

    async def acknowledge(self, message: Message) -> None:
        """Show that something came in (answer a tap, typing sign); failures are ignored."""

    async def fetch(self, media: Media) -> File:
        """Open a file from the platform's own host; raises Gone or TryLater."""

    async def close(self) -> None:
        """Let connections go."""


@dataclass(frozen=True, slots=True)
class Limits:
    """A platform's pace: messages a second over all, and one person's."""

    per_second: float
    person_every: float
    person_burst: int
