"""The state of one person's conversations: what is stored between two messages.

A :class:`Talk` is one flow under way; :class:`Talks` is all that is remembered of a person's
side of the conversation: the stack of open talks (last one has the floor), drafts that wait to be
taken up again, and what the last message offered.  It is kept as one sealed JSON document.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from msgspec import Struct, field, json

from conversations.changed import replace
from conversations.flow import Flow
from conversations.readers import Answers, Value

STACK_LIMIT = 3
DRAFTS_LIMIT = 3
DRAFT_AFTER = timedelta(hours=24)
DRAFT_KEPT = timedelta(days=14)
RELAY_FOR = timedelta(hours=24)
DANGER_FOR = timedelta(hours=1)
"""So long a cry is about the danger that was told, whatever was said in between."""
TOLD_FOR = timedelta(hours=1)
"""So long what was told goes along to a human."""
WARNED_FOR = timedelta(days=7)
"""So long "bukan saya" is about the notice; a request to leave rests as long."""


SHORT = {
    "number": "n", "flow": "f", "answers": "a", "last_number": "last", "relay_at": "relay",
    "last": "last_said", "consent_at": "consent",
}  # fmt: skip
"""Keys of the stored JSON that are not the name of the field."""


class Noted(Struct, frozen=True, array_like=True):
    """Something that was noted, and when: what a button carried, how near a danger was."""

    what: str = ""
    at: datetime | None = None

    def within(self, time: timedelta, now: datetime) -> str:
        """Give it, where that is not longer ago than ``time``; else nothing."""
        return self.what if self.at is not None and now - self.at < time else ""


class Talk(Struct, frozen=True, omit_defaults=True, rename=SHORT):
    """One flow under way with one person."""

    number: int
    """Short and never used twice for one person; part of every button."""
    flow: str
    answers: Mapping[str, tuple[int, Any]] = field(default_factory=lambda: {})  # noqa: PIE807
    """Question key to (version of the reader that accepted it, value)."""
    view: str = ""
    """One of the engine's own questions (change, resume), else empty."""
    sure: bool = False
    """The summary was confirmed."""
    wrong: int = 0
    """Wrong answers to the open question in a row."""
    was: Mapping[str, tuple[int, Any]] = field(default_factory=dict)
    """Answers taken out by "ubah", put back by "kembali"."""
    shown: bool = False
    """A question was shown, so the introduction was read."""
    asked: str = ""
    """The question that was shown whole and not answered yet: again it needs fewer words."""
    slip: str = ""
    """A mark of what was said about the last wrong answer, so that it is not said twice."""

    @property
    def given(self) -> Answers:
        """The answers without their versions."""
        return {key: value for key, (_version, value) in self.answers.items()}

    def answer(self, flow: Flow, key: str, value: Value) -> Talk:
        """Keep an answer, with the version of the reader that read it."""
        ask = flow.ask(key)
        stored = (ask.reader.version if ask else 1, value)
        given = {**self.answers, key: stored}
        return replace(self, answers=given, view="", wrong=0, was={}, asked="")

    def without(self, *keys: str, remember: bool = False) -> Talk:
        """Take answers out, so that their questions are open again."""
        kept = {one: stored for one, stored in self.answers.items() if one not in keys}
        out = {one: stored for one, stored in self.answers.items() if one in keys}
        was = out if remember else {}
        return replace(self, answers=kept, view="", sure=False, wrong=0, was=was, asked="")

    def carrying(self, more: Mapping[str, Value]) -> Talk:
        """Carry something along that is no question's answer."""
        return replace(self, answers={**self.answers, **{k: (1, v) for k, v in more.items()}})

    def without_file(self, ref: str) -> Talk:
        """Take out the answers that are this file."""
        names = {
            key
            for key, (_version, value) in self.answers.items()
            if isinstance(value, dict) and ref in {value.get("ref"), value.get("suara")}
        }
        return self.without(*names) if names else self


class Told(Struct, frozen=True, array_like=True):
    """Something that was told where nothing was asked: it goes along to a human."""

    at: datetime
    text: str
    confided: bool = False
    """Perhaps about the very officer who would read an ordinary case."""


class Talks(Struct, frozen=True, omit_defaults=True, rename=SHORT):
    """Everything remembered of a person's side of the conversation."""

    stack: tuple[Talk, ...] = ()
    drafts: tuple[tuple[datetime, Talk], ...] = ()
    last_number: int = 0
    offers: tuple[tuple[str, str], ...] = ()
    """(what a tap would carry, label as it was spoken) of the last message that had any."""
    tapped: Noted = Noted()
    """The button tapped last, unless words came behind it."""
    at: datetime | None = None
    """When the person last wrote."""
    relay_at: datetime | None = None
    """Since when what is written goes to an officer; None: it does not."""
    passed: datetime | None = None
    """When words were last handed to that officer; None: none were since the talk was opened."""
    lost: int = 0
    """Messages in a row that were not understood."""
    told: str = ""
    """What was just told of a danger: it goes along when a human is called."""
    echo: str = ""
    """A digest of the short answer given last, so that it is not said twice in a row."""

    story: tuple[Told, ...] = ()
    """What was told since this matter began, of the last hour (``turn/story.py``)."""
    danger: Noted = Noted()
    """What the button to a human carried under the danger that was told last."""
    near: Noted = Noted()
    """The worst that was told of a despair (``alarms.Degree``), for an hour."""
    waited: int = 0
    """Words that were said to somebody in danger while nobody had answered."""
    consent_at: datetime | None = None
    """When consent was last asked for with all that belongs to it."""
    last: str = ""
    """The flow whose closing words were said last, so that "terus?" goes on from there."""
    warned: Noted = Noted()
    """What the button of the newest notice to one's family carried, until it is followed."""

    @property
    def top(self) -> Talk | None:
        """The talk that has the floor."""
        return self.stack[-1] if self.stack else None

    def on_top(self, talk: Talk) -> Talks:
        """Replace the talk that has the floor."""
        return replace(self, stack=(*self.stack[:-1], talk))

    def push(self, flow: str, answers: Mapping[str, tuple[int, Value]] | None = None) -> Talks:
        """Open a new talk; beyond the limit the lowest becomes a draft."""
        number = self.last_number % 9999 + 1
        stack = (*self.stack, Talk(number, flow, answers or {}))
        pushed = replace(self, stack=stack[-STACK_LIMIT:], last_number=number)
        return pushed.shelve(stack[:-STACK_LIMIT], self.at) if self.at else pushed

    def pop(self) -> Talks:
        """Drop the talk that has the floor, answers and all."""
        return replace(self, stack=self.stack[:-1])

    def shelve(self, talks: tuple[Talk, ...], at: datetime) -> Talks:
        """Keep talks that were begun as drafts; one draft a flow, the newest three."""
        begun = tuple((at, talk) for talk in talks if talk.answers)
        if not begun:
            return self
        names = {talk.flow for _at, talk in begun}
        others = tuple(one for one in self.drafts if one[1].flow not in names)
        return replace(self, drafts=(*others, *begun)[-DRAFTS_LIMIT:])

    def without_file(self, ref: str) -> Talks:
        """Take a file that could not be had out of every answer."""
        drafts = tuple((at, talk.without_file(ref)) for at, talk in self.drafts)
        stack = tuple(talk.without_file(ref) for talk in self.stack)
        return replace(self, stack=stack, drafts=drafts)

    def draft(self, flow: str) -> Talk | None:
        """Find the draft of a flow."""
        return next((talk for _at, talk in self.drafts if talk.flow == flow), None)

    def reopened(self, number: str) -> Talks:
        """Take up the draft whose button was tapped, where nothing else is open.

        Its question was the last one asked, so an answer that comes a day late still fits it.
        """
        draft = next((talk for _at, talk in self.drafts if str(talk.number) == number), None)
        if draft is None or self.stack:
            return self
        return replace(self.without_draft(draft.flow), stack=(draft,))

    def warning(self, now: datetime) -> str:
        """Give the button of the notice that nothing was said to yet."""
        return self.warned.within(WARNED_FOR, now)

    def in_danger(self, now: datetime) -> str:
        """Give the button to a human of a danger told in the last hour; empty: none was."""
        return self.danger.within(DANGER_FOR, now)

    def nearness(self, now: datetime) -> str:
        """Give the worst that was told of a despair in the last hour; empty: nothing was."""
        return self.near.within(DANGER_FOR, now)

    def without_draft(self, flow: str) -> Talks:
        """Forget the draft of a flow."""
        kept = tuple(one for one in self.drafts if one[1].flow != flow)
        return self if kept == self.drafts else replace(self, drafts=kept)

    def aged(self, now: datetime) -> Talks:
        """Let time pass: open talks of yesterday become drafts, old drafts and relays end."""
        drafts = tuple(one for one in self.drafts if now - one[0] < DRAFT_KEPT)
        relay = self.relay_at if self.relay_at and now - self.relay_at < RELAY_FOR else None
        story = tuple(one for one in self.story if now - one.at < TOLD_FOR)
        same = (drafts, relay, story) == (self.drafts, self.relay_at, self.story)
        aged = self if same else replace(self, drafts=drafts, relay_at=relay, story=story)
        left = self.stack or self.told
        if self.at is None or now - self.at < DRAFT_AFTER or not left:
            return aged
        return replace(aged.shelve(self.stack, self.at), stack=(), offers=(), told="")


def labels_of(talks: Talks) -> list[str]:
    """List the words on the buttons that were shown last."""
    return [spoken for _tap, spoken in talks.offers]


def write(talks: Talks) -> bytes:
    """Write the state as JSON; :func:`read` gives it back equal."""
    return WRITER.encode(talks)


def read(stored: bytes | None) -> Talks:
    """Read a stored state; unknown keys of a newer release are let go, missing ones are empty."""
    return READER.decode(stored) if stored else Talks()


WRITER, READER = json.Encoder(), json.Decoder(Talks)
