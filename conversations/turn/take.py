"""One turn, pure: what a person said, what is remembered and known -> what is said back.

``take`` answers with :class:`Taken`, or with :class:`Need` when a flow wants facts that were not
loaded; the caller loads them and calls again with the same arguments.  A finished flow is handed
over as ``Taken.finish``; the caller carries out its command and calls ``settle`` with the result.
"""

from __future__ import annotations

import re
from datetime import timedelta

from conversations.changed import replace
from conversations.danger.alarms import is_cry
from conversations.facts import MEANINGS, Facts
from conversations.flow import OFFICER, Done, Problem
from conversations.helping.topics import URGENT
from conversations.said import CLEAR, Kind, Meant, Said, grave
from conversations.talks import Noted, Talks
from conversations.turn.calling import CALLS
from conversations.turn.cutting_in import CuttingIn
from conversations.turn.sayings import EDITED, ENGLISH, FETCH_FAULTS, IN_ENGLISH, SECRET
from conversations.turn.showing import Missing
from conversations.turn.story import with_words, worth_telling
from conversations.turn.taken import Book, Need, Reply, Taken, offers
from conversations.understand.english import is_english
from conversations.words import at_any_point, plain

SAME_TAP = timedelta(seconds=10)
LOOK = re.compile(r"\b(?:n?ge)?(?:cek|check|lihat|liat)|\bstatus(?: saya| sy)?$")
"""How somebody asks to see the status itself, also a second time."""
STILL_READ = timedelta(minutes=30)
"""For so long a status that was shown need not be told whole once more."""
REMEMBERED = timedelta(hours=1)
"""For so long an answer was "just" given."""
OF_REPORTS = frozenset({"lapor", "keterangan", "lanjut_laporan", "kode_laporan"})
"""Flows whose words are a report's."""
CUT_OUT = re.compile(r"\[[^\]]*dihapus\]")
FEW = 3
WORTH_HEARING = 12
"""Letters left beside a secret that make it worth reading the rest."""


def take(book: Book, talks: Talks, said: Said, facts: Facts) -> Taken | Need:
    """Take one message of one person."""
    try:
        read = just_read(talks, said, facts)
        turn = _Turn(book, replace(facts, read=read) if read else facts)
        taken = turn.take(book.tidy(talks.aged(facts.now)), said)
        return book.tidied(turn.remembering(taken))
    except Missing as missing:
        return Need(missing.names)


def settle(book: Book, taken: Taken, facts: Facts, outcome: Done | Problem) -> Taken | Need:
    """Go on after the command: close the flow and show the talk below, or ask again.

    ``facts`` are to be read anew after the command, because it may have changed them.
    """
    try:
        turn = _Turn(book, facts)
        settled = turn.cared_for(turn.settle(taken, outcome), outcome)
        return book.tidied(turn.remembering(settled))
    except Missing as missing:
        return Need(missing.names)


class _Turn(CuttingIn):
    """A turn that hears: it tells what somebody means from where the talk stands."""

    __slots__ = ()

    def take(self, talks: Talks, said: Said) -> Taken:
        """Take a message, remembering for a while what was answered last."""
        tapped = talks.tapped if said.kind is Kind.TAP else Noted()
        just = talks.at is not None and self.facts.now - talks.at < REMEMBERED
        echo = talks.echo if just and said.kind is not Kind.TAP else ""
        now = replace(talks, at=self.facts.now, tapped=tapped, echo=echo)
        said = self.judged(now, said)
        taken = self.heard(now, said)
        # What was not varied is another answer, so the one before it is no longer the last.
        taken = self.telling(talks, said, taken)
        same = echo and taken.talks.echo == echo
        return replace(taken, talks=replace(taken.talks, echo="")) if same else taken

    def telling(self, talks: Talks, said: Said, taken: Taken) -> Taken:
        """Keep what is told where nothing is asked, or instead of an answer where it is grave."""
        at = talks.top.flow if talks.top else ""
        asked = at and (at in {*OF_REPORTS, OFFICER.flow, *URGENT} or not grave(said))
        theirs = self.facts.staff is None and taken.relay is None and not talks.relay_at
        starts = taken.talks.top.flow if taken.talks.top else ""
        if asked or not theirs or starts in OF_REPORTS or not worth_telling(talks, said):
            return taken
        return replace(taken, talks=with_words(taken.talks, said, self.facts.now))

    def heard(self, now: Talks, said: Said) -> Taken:
        """Cut in with a warning where a secret was sent, then hear the rest."""
        if not said.secrets:
            return self.hear(now, said)
        left = CUT_OUT.sub("", said.text).strip(" .")
        relaying = bool(now.relay_at and now.top is None and left)
        free = self.free(self.place(now)) and len(left) >= WORTH_HEARING
        heard = (said.meant and not only_a_code(said, left)) or relaying or free
        if heard:
            rest = self.hear(now, said)
            return replace(rest, replies=(Reply(SECRET), *rest.replies), erase=True)
        return replace(self.again(Taken(now, (Reply(SECRET),))), erase=True)

    def hear(self, talks: Talks, said: Said) -> Taken:
        """Tell taps from words, and words to an officer from words to Peka."""
        if said.kind is Kind.TAP:
            return self.tapped(talks, said)
        if said.kind is Kind.EDITED:
            return self.again(Taken(talks, (Reply(EDITED),)))
        if said.kind is Kind.FETCHED:
            return self.fetched(talks, said)
        if talks.relay_at and talks.top is None:
            self.know(("helped",))
        said = self.weighed(talks, said)
        if said.kind is not Kind.TEXT or said.forwarded or self.facts.staff is not None:
            return self.told(talks, said)
        talks = self.nearer(talks, said)
        return self.alarmed(talks, said) or self.told(talks, said)

    def alarmed(self, talks: Talks, said: Said) -> Taken | None:
        """Hear what stops everything else: force, a reader over the shoulder, a cry."""
        stopped = self.pressed(talks, said) or self.overlooked(talks, said)
        return stopped or self.cried(talks, said)

    def told(self, talks: Talks, said: Said) -> Taken:
        """Tell a danger from a wish, and words to an officer from words to Peka."""
        about = self.passed_on(talks, said)
        urgent = None if about else next((meant for meant in said.meant if meant.urgent), None)
        if urgent is not None and said.kind is Kind.TEXT and plain(said.text) not in CALLS:
            # A guess does not take the place of what was clear.
            clear = urgent.score >= CLEAR or not talks.told
            talks = replace(talks, told=said.text) if clear else talks
        command = command_in(said) or (None if urgent else cry_in(said))
        relaying = talks.relay_at and talks.top is None
        if relaying and not self.for_peka(talks, said, command):
            return self.relayed(talks, said, urgent)
        if urgent is None and (about := about or self.about_closed(talks, said, command)):
            return self.run(Taken(self.following(talks, about)))
        helped = self.calling(talks, said, command) if said.kind is Kind.TEXT else None
        second = None if helped or urgent else self.second_thoughts(talks, said, command)
        taken = helped or second or self.words(talks, said, command, urgent)
        return self.in_english(taken) if self.strange(talks, said) else taken

    def strange(self, talks: Talks, said: Said) -> bool:
        """Tell whether English was written where Peka speaks Indonesian."""
        told = talks.top is None and self.facts.person.language != "en"
        asked = any(one.intent == "bahasa" and one.arg for one in said.meant)
        return told and not asked and said.kind is Kind.TEXT and is_english(said.text)

    @staticmethod
    def in_english(taken: Taken) -> Taken:
        """Offer English before the rest."""
        return replace(taken, replies=(Reply(IN_ENGLISH, offers((ENGLISH,))), *taken.replies))

    def tapped(self, talks: Talks, said: Said) -> Taken:
        """Drop a second tap within ten seconds silently; go where the tap points."""
        if said.tap and said.tap == talks.tapped.within(SAME_TAP, self.facts.now):
            return Taken(talks)
        return self.go(replace(talks, tapped=Noted(said.tap, self.facts.now)), said.tap)

    def relayed(self, talks: Talks, said: Said, urgent: Meant | None) -> Taken:
        """Hand the message to the officer, as long as the case is open; else hear it alone."""
        self.know(("helped",))
        if not self.facts.helped:
            alone = replace(talks, relay_at=None)
            return self.hear(alone, self.judged(alone, said))
        return self.handed_over(talks, said, urgent)

    def fetched(self, talks: Talks, said: Said) -> Taken:
        """Tell how a file turned out, if it turned out badly; say nothing otherwise."""
        sentence = FETCH_FAULTS.get(said.text)
        if sentence is None:
            return Taken(talks)
        kept = talks.without_file(said.media.ref) if said.media else talks
        return self.again(Taken(kept, (Reply(sentence),)))


def only_a_code(said: Said, left: str) -> bool:
    """Tell whether nothing but a code was sent, with a word or two around it."""
    return "otp" in said.secrets and len(left.split()) < FEW


def command_in(said: Said) -> str | None:
    """Name the word for any point that a text is."""
    return at_any_point(said.text) if said.kind is Kind.TEXT else None


def cry_in(said: Said) -> str | None:
    """Take a cry, where no danger was told, as asking what can be done here."""
    return "bantuan" if said.kind is Kind.TEXT and is_cry(said.text) else None


def just_read(talks: Talks, said: Said, facts: Facts) -> str:
    """Name the family whose status was shown last, unless it is to be looked up once more."""
    under = (tap.partition(".") for tap, _spoken in talks.offers)
    link = next((link for name, _dot, link in under if name == f">{MEANINGS}"), "")
    if not link or said.kind is not Kind.TEXT or LOOK.search(plain(said.text)):
        return ""
    return link if talks.at is not None and facts.now - talks.at < STILL_READ else ""
