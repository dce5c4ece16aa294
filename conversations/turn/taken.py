"""What a turn comes to: what is said, what is remembered, what the caller is to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from msgspec import Struct

from conversations.changed import replace
from conversations.facts import Facts
from conversations.flow import (
    Command,
    Flow,
    Step,
)
from conversations.papers import Paper
from conversations.said import Media, Said
from conversations.talks import Talks
from conversations.text import Say


class Offer(Struct, frozen=True):
    """A button: its words, what it carries, and a longer explanation for channels with room."""

    label: Say
    tap: str
    more: Say | None = None


class Reply(Struct, frozen=True):
    """One message to be said, before it is put into a language or a channel's form."""

    text: Say
    offers: tuple[Offer, ...] = ()
    secret: bool = False
    """Wipe the stored copy as soon as it has left."""
    paper: Paper | None = None
    """Shown after the text; the buttons stay on the text."""


class Finish(Struct, frozen=True):
    """A flow came to its end and wants a command carried out."""

    flow: Flow
    command: Command


@dataclass(frozen=True, slots=True)
class Relay:
    """The command of a message that goes to an officer as it is ("Bicara petugas")."""

    said: Said


class Taken(Struct, frozen=True):
    """The outcome of a turn so far."""

    talks: Talks
    replies: tuple[Reply, ...] = ()
    finish: Finish | None = None
    relay: Relay | None = None
    erase: bool = False
    """Delete the person's own message where the channel can: it held a secret."""
    fetch: Media | None = None
    """A photo or document that was just accepted as an answer and is to be fetched."""

    def saying(self, *replies: Reply) -> Taken:
        """Say more."""
        return replace(self, replies=(*self.replies, *replies))


@dataclass(frozen=True, slots=True)
class Need:
    """Facts that have to be loaded before the turn can be taken."""

    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """Every flow by name."""

    flows: Mapping[str, Flow]

    def find(self, name: str, facts: Facts) -> Flow | None:
        """Find a flow; one for staff does not exist for anybody else."""
        flow = self.flows.get(name)
        return None if flow and flow.staff and facts.staff is None else flow

    def tidy(self, talks: Talks) -> Talks:
        """Let go of drafts that are not worth one: only some flows are long enough."""
        kept = tuple(one for one in talks.drafts if self._long(one[1].flow))
        return talks if kept == talks.drafts else replace(talks, drafts=kept)

    def tidied(self, taken: Taken) -> Taken:
        """Tidy what is about to be remembered."""
        tidy = self.tidy(taken.talks)
        return taken if tidy is taken.talks else replace(taken, talks=tidy)

    def _long(self, name: str) -> bool:
        flow = self.flows.get(name)
        return flow is not None and flow.waits


def offers(steps: tuple[Step, ...]) -> tuple[Offer, ...]:
    """Turn steps into buttons."""
    return tuple(Offer(step.label, step.tap, step.more) for step in steps)
