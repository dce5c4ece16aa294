"""Calling for help: from a danger, one word leads to a human."""

from __future__ import annotations

from dataclasses import replace

from conversations.answering import Answering
from conversations.flow import OFFICER, Place
from conversations.readers import Wrong
from conversations.said import Kind, Meant, Said
from conversations.sayings import (
    ALMOST,
    OLD_BUTTON,
)
from conversations.taken import Reply, Taken
from conversations.talks import Talk, Talks
from conversations.words import NO, YES, plain

URGENT = frozenset({"mendesak", "kartu_dipegang", "temani"})
"""The flows behind the button of a danger: they lead to a human."""
DANGERS = frozenset({">mendesak.ancaman", ">temani"})
"""Buttons under "are you safe now?": there "tidak" calls for a human."""
_CALLS = (
    "tolong saya|tolong bu|tolong pak|tolong aku|minta tolong|mau|mau bu|mau pak|ya mau|iya mau|"
    "bantu saya|bantu|please|yes please|tidak aman|tdk aman|ga aman|gak aman|belum aman|not safe|"
    "ya tolong|iya tolong|tolong bantu|tolong bantu saya|help me"
)
CALLS = frozenset(_CALLS.split("|"))
"""What people write when they were asked whether they need somebody."""


class Calling(Answering):
    """A turn that leads to a human whoever calls for one."""

    __slots__ = ()

    def called_for(self, meant: tuple[Meant, ...]) -> tuple[Meant, ...]:
        """Put the call for a human before an urgent matter that is in good hands there."""
        human = next((one for one in meant if one.intent == OFFICER.flow), None)
        flow = self.book.find(OFFICER.flow, self.facts)
        if human is None or flow is None:
            return meant
        return (human, *(one for one in meant if one.intent not in {human.intent, *flow.handles}))

    def calling(self, talks: Talks, said: Said, command: str | None) -> Taken | None:
        """Lead a call for help in, or right after, a danger to a human, not to advice."""
        called = command == "bantuan"
        if called and any(talk.flow in URGENT for talk in talks.stack):
            return self.again(Taken(talks), before=ALMOST)
        tap = human_of(talks)
        if not tap:
            return None
        said_so = plain(said.text)
        if talks.top is None:
            # "Apakah aman sekarang?" is the question of a danger; elsewhere "mau?" is.
            wanted = NO if tap in DANGERS else YES
            called = called or command == OFFICER.flow or said_so in CALLS or said_so in wanted
        return self.go(talks, tap) if called else None

    def misread(self, talks: Talks, top: Talk, place: Place, said: Said, wrong: Wrong) -> Taken:
        """Keep the way to a human where a danger was told instead of an answer."""
        taken = super().misread(talks, top, place, said, wrong)
        return self.keeping_help(taken) if said.meant[:1] and said.meant[0].urgent else taken

    @staticmethod
    def keeping_help(taken: Taken) -> Taken:
        """Put the way to a human under the last message too, where a question follows."""
        several = taken.replies[:-1]
        human = next((o for one in several for o in one.offers if to_human(o.tap)), None)
        if human is None or not taken.replies:
            return taken
        last = taken.replies[-1]
        kept = replace(last, offers=(*last.offers, human))
        return replace(taken, replies=(*several, kept))

    def go(self, talks: Talks, tap: str) -> Taken:
        """Follow what a button carries: ``>flow.arg`` starts, ``talk.question.key`` answers."""
        if tap.startswith(">"):
            name, _, arg = tap[1:].partition(".")
            told = talks.told if name in URGENT else ""
            return self.start(replace(talks, told="") if talks.told else talks, name, arg, told)
        number, _, rest = tap.partition(".")
        key, _, choice = rest.partition(".")
        for then in (talks, talks.reopened(number)):
            place, top = self.place(then), then.top
            if place and top and str(top.number) == number and place.key == key:
                return self.answer(then, place, Said(Kind.TAP, tap=choice))
        return self.again(Taken(talks, (Reply(OLD_BUTTON),)))


def to_human(tap: str) -> bool:
    """Tell whether a button leads from a danger to a human."""
    return tap.startswith(">") and tap[1:].partition(".")[0] in URGENT


def human_of(talks: Talks) -> str:
    """Give what the button to a human carries, where the last message was about a danger.

    There it stands first, or last under a question; in between it is one way among others.
    """
    taps = [tap for tap, _label in talks.offers]
    return next((tap for tap in (*taps[:1], *taps[-1:]) if to_human(tap)), "")
