"""Words in a talk with an officer: whose they are, what is said beside them, and after its end."""

from __future__ import annotations

from datetime import timedelta

from bansos.cases import CaseKind
from conversations.changed import replace
from conversations.danger.alarms import Degree, degree
from conversations.danger.asked import WHEN_ANSWERED
from conversations.danger.kinds import ABOUT
from conversations.danger.quiet import QUIET_HERE
from conversations.danger.safety import reads_along, unsafe_now
from conversations.danger.waiting import due
from conversations.flow import MENU, OFFICER, Then
from conversations.helping.following import FOLLOWING, NOT_OVER
from conversations.helping.relay import DELIVERED, END_OFFICER, IS_IT_OVER, sounds_over
from conversations.helping.topics import TOPICS
from conversations.readers import Good
from conversations.said import CLEAR, SURE, Kind, Meant, Said
from conversations.talks import Talks, labels_of
from conversations.text import say
from conversations.turn.calling import CALLS, human_of
from conversations.turn.doubting import LIFE
from conversations.turn.story import CONFIDED
from conversations.turn.taken import Relay, Reply, Taken, offers
from conversations.turn.weighing import Weighing
from conversations.turn.wishes import COURTESIES, FAINT
from conversations.words import COMMANDS, number_in, pick, plain

SILENCE = timedelta(minutes=10)
"""After so long without a word to the officer the next one is said to have arrived."""
KEPT_BACK = say("Yang ini belum saya sampaikan ke petugas tadi. Bapak/Ibu yang memilih.")


class Relaying(Weighing):
    """A turn that hands words to an officer; help comes beside them."""

    __slots__ = ()

    def for_peka(self, talks: Talks, said: Said, command: str | None) -> bool:
        """Tell whether words in an open talk with an officer are for Peka all the same.

        What was just offered may be typed, and a whole text that is nothing but a command.
        """
        if said.kind is not Kind.TEXT:
            return False
        if command in {"menu", "selesai"} or self.picked_beside(talks, said):
            return True
        if command == "batal" and self.undoable():
            return True
        called = command == "bantuan" or plain(said.text) in CALLS
        if called and human_of(talks):
            return True
        return plain(said.text) in COMMANDS and bool(command or said.meant)

    @staticmethod
    def picked_beside(talks: Talks, said: Said) -> bool:
        """Tell whether an offer was typed; under "cukup?" a bare number is no choice."""
        only_end = [tap for tap, _spoken in talks.offers] == [END_OFFICER.tap]
        if only_end and number_in(said.text) is not None:
            return False
        return pick(said.text, labels_of(talks)) is not None

    def about_closed(self, talks: Talks, said: Said, command: str | None) -> Then | None:
        """Take words right behind the news that a case was closed as being about it."""
        if talks.top or command or said.kind is not Kind.TEXT:
            return None
        taps = (tap for tap, _spoken in talks.offers if tap.startswith(f">{NOT_OVER.flow}."))
        tap = next(taps, "")
        flow = self.book.find(FOLLOWING.flow, self.facts) if tap else None
        ask = flow.ask("isi") if flow else None
        if ask is None:
            return None
        clear = any(one.score >= CLEAR for one in said.meant)
        read = ask.reader.read(said, self.facts, {})
        if clear or pick(said.text, labels_of(talks)) is not None or not isinstance(read, Good):
            return None
        return Then(FOLLOWING.flow, {"ref": tap.partition(".")[2], "isi": read.value})

    def handed_over(self, talks: Talks, said: Said, urgent: Meant | None) -> Taken:
        """Hand the message to the officer; help comes beside it."""
        now = self.facts.now
        passing = replace(talks, relay_at=now, passed=now, offers=())
        if self.facts.helping and self.facts.helping.urgent and overlooked(said.text):
            return Taken(passing, (Reply(QUIET_HERE),), relay=Relay(said))
        too = self.alongside(talks, said, urgent)
        if too is not None and self.in_confidence(too):
            begun = self.start(talks, too.intent, too.arg, said.text)
            told = self.not_again(talks, begun, too, said.text)
            return replace(told, replies=(Reply(KEPT_BACK), *told.replies))
        more = Taken(passing)
        if too is not None:
            more = self.not_again(
                passing, self.start(passing, too.intent, too.arg, said.text), too, said.text
            )
        case = self.facts.helping
        if too is None and case is not None and self.waits(talks, said, urgent):
            more = self.comforted(more, case.kind, said, quiet=self.quiet(talks) or not said.text)
        else:
            signs = self.sign(talks, said, alone=too is None)
            more = replace(more, replies=(*signs, *more.replies))
        return replace(more, relay=Relay(said), fetch=said.media)

    def waits(self, talks: Talks, said: Said, urgent: Meant | None) -> bool:
        """Tell whether a message to an officer gets a word of Peka's own as well."""
        case = self.facts.helping
        if case is None or sounds_over(said.text):
            return False
        return urgent is not None or due(case, said.text, quiet=self.quiet(talks))

    def quiet(self, talks: Talks) -> bool:
        """Tell whether nothing was said of the words to an officer for a while."""
        return talks.passed is None or self.facts.now - talks.passed >= SILENCE

    def alongside(self, talks: Talks, said: Said, urgent: Meant | None) -> Meant | None:
        """Name what is answered beside an officer: a danger, or what the menu has just shown.

        A danger that the open case is about is in good hands there: it gets a word instead.
        """
        case = self.facts.helping
        if urgent is not None:
            return None if case is not None and in_hand(case.kind, urgent) else urgent
        if case is not None and case.urgent and (wished := self.ordinary(talks, said)):
            return wished
        shown = {tap[1:].partition(".")[0] for tap, _spoken in talks.offers} - {OFFICER.flow}
        first = said.meant[:1]
        return next((one for one in first if one.score >= CLEAR and one.intent in shown), None)

    def ordinary(self, talks: Talks, said: Said) -> Meant | None:
        """Name a clear wish of every day inside a danger, which is answered as such.

        Only what needs no question, and never where a death is near.
        """
        near = {self.nearness(talks), degree(said.text, before=True)} != {Degree.THOUGHTS}
        if near or said.kind is not Kind.TEXT or WHEN_ANSWERED.search(plain(said.text)):
            return None
        wishes = (one for one in said.meant if one.intent not in {*COURTESIES, *FAINT, MENU.flow})
        first = next(wishes, None)
        flow = self.book.find(first.intent, self.facts) if first else None
        if first is None or flow is None or first.score < SURE or flow.name == OFFICER.flow:
            return None
        return first if not flow.asks and not first.urgent else None

    def in_confidence(self, meant: Meant) -> bool:
        """Tell whether a story may be about the very officer who would read it.

        An ordinary case did not ask "menyangkut petugas?"; the danger's own way asks, and leaves
        out whoever is meant (design, section 8).
        """
        case = self.facts.helping
        ordinary = case is not None and case.kind == CaseKind.BANTUAN
        return ordinary and meant.urgent and meant.intent in CONFIDED

    def sign(self, talks: Talks, said: Said, *, alone: bool) -> tuple[Reply, ...]:
        """Say that words have reached the officer: the first ones, after a silence, at a goodbye.

        Beside another answer always, lest it look as if only Peka had read them.
        """
        if said.kind is Kind.TEXT and sounds_over(said.text):
            case = self.facts.helping
            ends = case is None or not case.stays
            return (Reply(IS_IT_OVER, offers((END_OFFICER,))) if ends else Reply(DELIVERED),)
        return (Reply(DELIVERED),) if self.quiet(talks) or not alone else ()


def overlooked(text: str) -> bool:
    """Tell whether somebody reads along, or it is not safe to go on."""
    return reads_along(text) or unsafe_now(text)


def in_hand(kind: str, meant: Meant) -> bool:
    """Tell whether a danger is what an open case of this kind is about."""
    topic = TOPICS.get(meant.intent)
    return meant.intent in ABOUT.get(kind, ()) or (topic == kind and meant.intent not in LIFE)
