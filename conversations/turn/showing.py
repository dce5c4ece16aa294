"""Showing a question, and knowing where a talk stands."""

from __future__ import annotations

from dataclasses import dataclass, field

from conversations import flow as engine
from conversations.changed import replace
from conversations.danger.told import danger_in
from conversations.facts import Facts, Grade
from conversations.flow import (
    CHANGE,
    FINISH,
    MENU,
    OFFICER,
    RESUME,
    SUMMARY,
    Flow,
    Place,
    Step,
    place_of,
)
from conversations.papers import Paper
from conversations.talks import Talk, Talks
from conversations.text import Say, lines, paragraphs, say
from conversations.turn.sayings import (
    CANCEL,
    NOT_HERE,
    SEND_OR_DROP,
    STILL_STUCK,
    STUCK,
    SUMMARY_FOOT,
    SUMMARY_HEAD,
    WHICH_ANSWER,
)
from conversations.turn.taken import Book, Offer, Reply, Taken, offers

CONSENT = "izin"
PATIENCE = 3
"""Wrong answers to one question before a human is offered."""
MOST_ROWS = 10
"""Buttons that a list holds on WhatsApp."""


class Missing(Exception):
    def __init__(self, names: tuple[str, ...]) -> None:
        self.names = names


@dataclass(frozen=True, slots=True)
class Showing:
    """What every turn needs: the flows, the facts, the open question and its words."""

    book: Book
    facts: Facts
    places: dict[int, tuple[Talk, Place]] = field(default_factory=dict, compare=False)
    """Where each talk of this turn stands, by its identity: it is asked for again and again."""

    def prelude(self, flow: Flow) -> str | None:
        """Name the flow that has to come first: consent, or a proof."""
        person = self.facts.person
        if flow.consent and not person.consented:
            return "izin"
        if flow.needs is Grade.LIGHT and not person.links:
            return "bukti"
        if flow.needs is Grade.FIRM and not person.firm:
            return "kode_keluarga"
        return None

    def again(
        self, taken: Taken, before: Say | None = None, human: tuple[Step, ...] = ()
    ) -> Taken:
        """Show the present question once more, or the way to the menu where there is none."""
        place, top = self.place(taken.talks), taken.talks.top
        flow = self.flow(top)
        if place is None or flow is None or place.ended:
            if before is not None:
                return taken.saying(Reply(before, offers((*human, MENU))))
            if taken.replies and not taken.replies[-1].offers:
                last = replace(taken.replies[-1], offers=offers((MENU,)))
                return replace(taken, replies=(*taken.replies[:-1], last))
            return taken
        return self.shown(taken, flow, place, before=before, human=human)

    def shown(
        self,
        taken: Taken,
        flow: Flow,
        place: Place,
        *,
        before: Say | None = None,
        human: tuple[Step, ...] = (),
    ) -> Taken:
        """Show a question with its options; the first one of a flow with its introduction."""
        top = taken.talks.top
        if top is None:
            return taken
        intro = None if top.shown or place.key == RESUME else flow.intro
        again = before is not None or top.asked == place.key
        whole = paragraphs(
            engine.text_of(intro, self.facts, place.answers) if intro else None,
            self.question(flow, place, again=again),
        )
        taken = replace(taken, talks=self.noting(taken.talks, place, again=again))
        tappable = tuple(
            Offer(option.label, f"{top.number}.{place.key}.{option.key}", option.more)
            for option in engine.options_at(flow, place, self.facts)
        )
        if top.wrong < PATIENCE:
            paper = self.picture(place) if not top.wrong and before is None else None
            words = lines(before, whole)
            ways = offers((*self.beside(place), *human))
            return taken.saying(Reply(words, (*tappable, *ways), paper=paper))
        beside = self.beside(place)
        room = len(tappable) + len(beside) < MOST_ROWS - 1 and place.key not in {SUMMARY, FINISH}
        help_now = offers((*beside, OFFICER, *((CANCEL,) if room else ())))
        calm = before in {STUCK, STILL_STUCK} or danger_in(taken.talks)
        first = before if calm and before else lines(before, STUCK)
        stuck = (Reply(first),) if before else ()
        return taken.saying(*stuck, Reply(whole, (*tappable, *help_now)))

    def noting(self, talks: Talks, place: Place, *, again: bool) -> Talks:
        """Remember that a question was shown, and whether it was whole: then not once more."""
        top = talks.top
        if top is None:
            return talks
        whole = not again and place.ask is not None and place.ask.once
        if whole and top.flow == CONSENT:
            talks = replace(talks, consent_at=self.facts.now)
        return talks.on_top(replace(top, shown=True, asked=place.key if whole else top.asked))

    @staticmethod
    def beside(place: Place) -> tuple[Step, ...]:
        """List the ways to something else that stand under a question."""
        return place.ask.steps if place.ask else ()

    def picture(self, place: Place) -> Paper | None:
        """Give what is shown with a question."""
        ask = place.ask
        return ask.paper(self.facts, place.answers) if ask and ask.paper else None

    def question(self, flow: Flow, place: Place, *, again: bool = False) -> Say:
        """Give the words of the open question; fewer where it is asked again."""
        if place.key == SUMMARY:
            read_back = engine.summary_lines(place, self.facts)
            foot = engine.text_of(flow.before_sending or SUMMARY_FOOT, self.facts, place.answers)
            return lines(SUMMARY_HEAD, *read_back, foot)
        if place.key == CHANGE:
            return WHICH_ANSWER
        if place.key == FINISH:
            return SEND_OR_DROP
        if place.key == RESUME:
            return say("Ada isian yang belum selesai: {title}. Lanjutkan?", title=flow.title)
        if place.ask is None:
            return NOT_HERE
        text = (place.ask.again if again else None) or place.ask.text
        return engine.text_of(text, self.facts, place.answers)

    def know(self, names: tuple[str, ...]) -> None:
        """Insist on facts; the turn begins again once they are loaded."""
        if lacking := self.facts.lack(names):
            raise Missing(lacking)

    def flow(self, talk: Talk | None) -> Flow | None:
        """Give the flow of a talk; it may have gone with a release, or with a role."""
        return self.book.find(talk.flow, self.facts) if talk else None

    def place(self, talks: Talks) -> Place | None:
        """Compute the place of the talk that has the floor."""
        flow, top = self.flow(talks.top), talks.top
        if flow is None or top is None:
            return None
        self.know(flow.facts)
        place = self.place_in(flow, top)
        return None if place.ended else place

    def place_in(self, flow: Flow, talk: Talk) -> Place:
        """Compute the place of one talk, once for as long as nothing is changed in it."""
        known = self.places.get(id(talk))
        if known is not None:  # it is held there, so nothing else can have its identity
            return known[1]
        place = place_of(flow, talk.given, self.facts, view=talk.view, sure=talk.sure)
        self.places[id(talk)] = (talk, place)
        return place
