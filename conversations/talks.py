"""The state of one person's conversations: what is stored between two messages.

A :class:`Talk` is one flow under way; :class:`Talks` is all that is remembered of a person's
side of the conversation: the stack of open talks (last one has the floor), drafts that wait to be
taken up again, and what the last message offered.  It is kept as one sealed JSON document.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from pydantic_core import from_json, to_json

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


@dataclass(frozen=True, slots=True)
class Talk:
    """One flow under way with one person."""

    number: int
    """Short and never used twice for one person; part of every button."""
    flow: str
    answers: Mapping[str, tuple[int, Value]] = field(default_factory=dict)
    """Question key to (version of the reader that accepted it, value)."""
    view: str = ""
    """One of the engine's own questions (change, resume), else empty."""
    sure: bool = False
    """The summary was confirmed."""
    wrong: int = 0
    """Wrong answers to the open question in a row."""
    was: Mapping[str, tuple[int, Value]] = field(default_factory=dict)
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


@dataclass(frozen=True, slots=True)
class Told:
    """Something that was told where nothing was asked: it goes along to a human."""

    at: datetime
    text: str
    confided: bool = False
    """Perhaps about the very officer who would read an ordinary case."""


@dataclass(frozen=True, slots=True)
class Talks:
    """Everything remembered of a person's side of the conversation."""

    stack: tuple[Talk, ...] = ()
    drafts: tuple[tuple[datetime, Talk], ...] = ()
    last_number: int = 0
    offers: tuple[tuple[str, str], ...] = ()
    """(what a tap would carry, label as it was spoken) of the last message that had any."""
    tapped: str = ""
    tapped_at: datetime | None = None
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
    """What was told since this matter began, of the last hour (``conversations/story.py``)."""
    danger: str = ""
    """What the button to a human carried under the danger that was told last."""
    danger_at: datetime | None = None
    near: str = ""
    """The worst that was told of a despair (``alarms.Degree``), for an hour."""
    near_at: datetime | None = None
    waited: int = 0
    """Words that were said to somebody in danger while nobody had answered."""
    consent_at: datetime | None = None
    """When consent was last asked for with all that belongs to it."""
    last: str = ""
    """The flow whose closing words were said last, so that "terus?" goes on from there."""
    warned: str = ""
    """What the button of the newest notice to one's family carried, until it is followed."""
    warned_at: datetime | None = None

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
        fresh = self.warned_at is not None and now - self.warned_at < WARNED_FOR
        return self.warned if fresh else ""

    def in_danger(self, now: datetime) -> str:
        """Give the button to a human of a danger told in the last hour; empty: none was."""
        fresh = self.danger_at is not None and now - self.danger_at < DANGER_FOR
        return self.danger if fresh else ""

    def nearness(self, now: datetime) -> str:
        """Give the worst that was told of a despair in the last hour; empty: nothing was."""
        fresh = self.near_at is not None and now - self.near_at < DANGER_FOR
        return self.near if fresh else ""

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


def write(talks: Talks) -> bytes:
    """Write the state as JSON; :func:`read` gives it back equal."""
    return to_json(
        {
            "v": 1,
            "stack": [_talk_out(talk) for talk in talks.stack],
            "drafts": [[_time_out(at), _talk_out(talk)] for at, talk in talks.drafts],
            "last": talks.last_number,
            "offers": talks.offers,
            "tapped": [talks.tapped, _time_out(talks.tapped_at)],
            "at": _time_out(talks.at),
            "relay": _time_out(talks.relay_at),
            "lost": talks.lost,
            **({"passed": _time_out(talks.passed)} if talks.passed else {}),
            **({"told": talks.told} if talks.told else {}),
            **({"echo": talks.echo} if talks.echo else {}),
            **({"story": [_told_out(one) for one in talks.story]} if talks.story else {}),
            **({"danger": [talks.danger, _time_out(talks.danger_at)]} if talks.danger else {}),
            **({"near": [talks.near, _time_out(talks.near_at)]} if talks.near else {}),
            **({"waited": talks.waited} if talks.waited else {}),
            **({"consent": _time_out(talks.consent_at)} if talks.consent_at else {}),
            **({"last_said": talks.last} if talks.last else {}),
            **({"warned": [talks.warned, _time_out(talks.warned_at)]} if talks.warned else {}),
        }
    )


def read(stored: bytes | None) -> Talks:
    """Read a stored state; unknown keys of a newer release are let go, missing ones are empty."""
    if not stored:
        return Talks()
    data: dict[str, Any] = from_json(stored)
    tapped, tapped_at = data.get("tapped", ("", None))
    warned, warned_at = data.get("warned", ("", None))
    danger, danger_at = data.get("danger", ("", None))
    near, near_at = data.get("near", ("", None))
    return Talks(
        stack=tuple(_talk_in(one) for one in data.get("stack", ())),
        drafts=tuple((_time(at), _talk_in(one)) for at, one in data.get("drafts", ())),
        last_number=data.get("last", 0),
        offers=tuple((tap, spoken) for tap, spoken in data.get("offers", ())),
        tapped=tapped,
        tapped_at=_time_in(tapped_at),
        at=_time_in(data.get("at")),
        relay_at=_time_in(data.get("relay")),
        passed=_time_in(data.get("passed")),
        lost=data.get("lost", 0),
        told=data.get("told", ""),
        echo=data.get("echo", ""),
        story=tuple(Told(_time(at), text, bool(own)) for at, text, own in data.get("story", ())),
        danger=danger,
        danger_at=_time_in(danger_at),
        near=near,
        near_at=_time_in(near_at),
        waited=data.get("waited", 0),
        consent_at=_time_in(data.get("consent")),
        last=data.get("last_said", ""),
        warned=warned,
        warned_at=_time_in(warned_at),
    )


def _told_out(told: Told) -> tuple[str, str, bool]:
    return told.at.isoformat(), told.text, told.confided


def _talk_out(talk: Talk) -> dict[str, object]:
    out: dict[str, object] = {"n": talk.number, "f": talk.flow, "a": talk.answers}
    for key in ("view", "sure", "wrong", "was", "shown", "asked", "slip"):
        if value := getattr(talk, key):
            out[key] = value
    return out


def _talk_in(data: dict[str, Any]) -> Talk:
    return Talk(
        number=data["n"],
        flow=data["f"],
        answers={key: (version, value) for key, (version, value) in data["a"].items()},
        view=data.get("view", ""),
        sure=data.get("sure", False),
        wrong=data.get("wrong", 0),
        was={key: (version, value) for key, (version, value) in data.get("was", {}).items()},
        shown=data.get("shown", False),
        asked=data.get("asked", ""),
        slip=data.get("slip", ""),
    )


def _time_out(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _time_in(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
