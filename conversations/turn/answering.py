"""Reading an answer to the open question, and what follows from it."""

from __future__ import annotations

from conversations import flow as engine
from conversations.changed import replace
from conversations.danger.told import danger_in, nearly_there
from conversations.family.proof_numbers import ProofNik
from conversations.flow import (
    BACK,
    CHANGE,
    EDIT,
    FINISH,
    MENU,
    OFFICER,
    RESUME,
    SEND,
    STOP,
    SUMMARY,
    Flow,
    Place,
    Step,
)
from conversations.helping.topics import HELD
from conversations.numbers import KkTail, Nik, a_nik
from conversations.places import District, Village, is_speech
from conversations.readers import (
    NOT_WORDS,
    PICK,
    PICK_ONE,
    WRITE,
    Choice,
    Good,
    Or,
    Reader,
    Value,
    Words,
    Wrong,
    clean,
)
from conversations.report.telling import WHERE
from conversations.report.who import Story
from conversations.said import CLEAR, SURE, Kind, Said, grave
from conversations.talks import Talk, Talks
from conversations.text import Say, lines, mark, say
from conversations.turn.asked_back import NOT_CLEAR, asks_meaning
from conversations.turn.further import THIS_FIRST, asks_on
from conversations.turn.moving import PROOFS, Moving
from conversations.turn.odd import aside
from conversations.turn.sayings import (
    AGREE_FIRST,
    ALMOST,
    ASIDE,
    ENOUGH,
    GO_ON,
    HERE_STILL,
    PLACE_LATER,
    STILL_STUCK,
    STUCK,
    TOLD_TOO,
)
from conversations.turn.showing import CONSENT, PATIENCE
from conversations.turn.taken import Offer, Reply, Taken, offers
from conversations.understand.entities import PROGRAMMES
from conversations.words import pick, plain


class Answering(Moving):
    """A turn that reads answers."""

    __slots__ = ()

    def noted(self, talks: Talks, place: Place, said: Said) -> Talks:
        """Keep free words as the answer without going on."""
        top, flow = talks.top, self.flow(talks.top)
        if top is None or flow is None or place.ask is None:
            return talks
        read = place.ask.reader.read(said, self.facts, place.answers)
        if isinstance(read, Wrong):
            return talks
        return talks.on_top(top.answer(flow, place.key, read.value))

    def free(self, place: Place | None) -> bool:
        """Tell whether the open question takes any words."""
        return place is not None and place.ask is not None and is_free(place.ask.reader)

    def answer(self, talks: Talks, place: Place, said: Said) -> Taken:
        """Read an answer to the open question, the engine's own questions included."""
        top = talks.top
        flow = self.flow(top)
        if top is None or flow is None:
            return self.again(Taken(talks))
        options = engine.options_at(flow, place, self.facts)
        if place.key == CHANGE and (named := self.named(talks, top, flow, place, said)):
            return named
        reader = place.ask.reader if place.ask else Choice(options)
        read = reader.read(said, self.facts, place.answers)
        if self.unclear(place, said, read):
            return self.explaining(talks, place)
        if isinstance(read, Wrong):
            return self.misread(talks, top, place, said, read)
        if place.ask is None:
            return self.engine_s_own(talks, top, flow, place.key, str(read.value))
        kept = self.kept(talks, top, flow, place, read)
        return replace(kept, fetch=said.media) if said.media else kept

    def unclear(self, place: Place, said: Said, read: Good | Wrong) -> bool:
        """Tell whether somebody asks what the question means; a reader may answer it itself."""
        if said.kind is not Kind.TEXT or not asks_meaning(said.text):
            return False
        return self.free(place) or (isinstance(read, Wrong) and not read.meant)

    def explaining(self, talks: Talks, place: Place) -> Taken:
        """Say what the open question means, and ask it again."""
        told, top = place.ask.explained if place.ask else None, talks.top
        if top is None or (told and top.slip == mark(told)):
            told = None  # in other words it is explained by a human
        human = () if told or place.key in {SUMMARY, FINISH} or self.facts.staff else (OFFICER,)
        marked = talks.on_top(replace(top, slip=mark(told))) if top and told else talks
        return self.again(Taken(marked), before=told or NOT_CLEAR, human=human)

    def engine_s_own(self, talks: Talks, top: Talk, flow: Flow, key: str, choice: str) -> Taken:
        """Follow the answer to a question that the engine adds."""
        if key == SUMMARY:
            return self.confirmed(talks, top, choice)
        if key == FINISH:
            kept = replace(top, view="", wrong=0)
            rest = None if choice == STOP else self.passed_over(flow, kept)
            again = choice != STOP and rest is None
            return (
                self.run(Taken(talks.on_top(kept)))
                if again
                else (self.confirmed(talks, rest or kept, choice))
            )
        if key == CHANGE:
            if choice == BACK:
                return self.back(talks)
            opened = top.without(*flow.reopened(choice), remember=True)
            return self.run(Taken(talks.on_top(opened)))
        fresh = replace(top, view="") if choice == "ya" else Talk(top.number, top.flow)
        return self.run(Taken(talks.on_top(fresh)))

    def kept(self, talks: Talks, top: Talk, flow: Flow, place: Place, read: Good) -> Taken:
        """Keep a good answer and go on."""
        answered = top.answer(flow, place.key, read.value)
        for key, value in read.also.items():
            answered = answered.answer(flow, key, value)
        talks = talks.on_top(answered)
        return self.run(Taken(replace(talks, lost=0) if talks.lost else talks))

    def named(self, talks: Talks, top: Talk, flow: Flow, place: Place, said: Said) -> Taken | None:
        """Take a value typed under "ubah" ("anonim"), where it fits one answer only."""
        if said.kind is not Kind.TEXT or pick(said.text, self.spoken(place)) is not None:
            return None
        fits = {
            ask.key: read.value
            for ask in place.asks
            if ask.name is not None and isinstance(ask.reader, Choice)
            if isinstance(read := ask.reader.read(said, self.facts, place.answers), Good)
        }
        if len(fits) != 1:
            return None
        ((key, value),) = fits.items()
        changed = top.without(*flow.reopened(key)).answer(flow, key, value)
        return self.run(Taken(talks.on_top(changed)))

    def spoken(self, place: Place) -> list[str]:
        """List the names of the answers that can be changed."""
        return [option.label.msgid for option in engine.changeable(place)]

    def confirmed(self, talks: Talks, top: Talk, choice: str) -> Taken:
        """Follow the choice under the summary."""
        if choice == EDIT:
            return self.run(Taken(talks.on_top(replace(top, view=CHANGE, wrong=0))))
        if choice == STOP:
            return self.cancelled(talks)
        return self.run(Taken(talks.on_top(replace(top, sure=choice == SEND, wrong=0))))

    def misread(self, talks: Talks, top: Talk, place: Place, said: Said, wrong: Wrong) -> Taken:
        """Say what is wrong and ask again; a clear wish for something else interrupts instead."""
        if other := self.no_slip(talks, top, place, said, wrong):
            return other
        wrong = beside(said, unread(place, said, wrong))
        answered = wrong.meant and not wrong.slip
        told = {} if answered else self.overheard(top, place, said)
        flow = self.flow(top)
        least = SURE if flow and flow.leaf else CLEAR
        small = a_programme(said.text) or (said.meant and said.meant[0].intent == NOTHING)
        wish = said.meant[0] if said.meant and not told and not small else None
        if wish and wish.intent == GREETING and wish.score >= CLEAR and not grave(said):
            return self.again(Taken(talks), before=HERE_STILL)
        if wish and wish.perhaps:
            wish = None
        if wish and not wrong.meant and wish.intent != top.flow and wish.score >= least:
            return self.start(talks, wish.intent, wish.arg, said.text)
        if told and not wrong.options:
            noted = self.noted_down(top, place, told)
            return self.again(Taken(talks.on_top(top.carrying(told))), before=noted)
        slipped = talks.on_top(top.carrying(told))
        return self.slipped(adding_to_story(slipped, said), place, wrong)

    def no_slip(
        self, talks: Talks, top: Talk, place: Place, said: Said, wrong: Wrong
    ) -> Taken | None:
        """Take what is no answer, and no mistake either: a number, a cry, "terus?"."""
        if self.rather_proof(top, said):
            return self.start(talks, "bukti", said.text)
        if told := self.told_for_place(talks, place, said, wrong):
            return told
        if place.ask is not None and asks_on(said.text) and not wrong.meant:
            return self.again(Taken(talks), before=THIS_FIRST)
        return None

    def slipped(self, talks: Talks, place: Place, wrong: Wrong) -> Taken:
        """Offer what may have been meant, or say what is wrong and ask again; not for ever."""
        top = talks.top
        if top is None:
            return Taken(talks)
        if wrong.options:
            taps = tuple(
                Offer(one.label, f"{top.number}.{place.key}.{one.key}", one.more)
                for one in wrong.options
            )
            return Taken(talks, (Reply(wrong.text, taps),))
        wrong = self.no_example(self.flow(top), wrong, place)
        slips = top.wrong + 1 if wrong.slip else top.wrong
        danger = danger_in(talks)
        if slips > ENDURANCE and top.slip == mark(wrong.text) and danger is None:
            return self.let_be(Taken(talks))
        if slips > ENDURANCE and (later := self.place_later(talks, place)):
            return later
        said_so = self.noticed(top, place, wrong)
        if danger is not None and said_so in {STUCK, STILL_STUCK}:
            said_so = self.still_needed(top, nearly_there(self.facts, danger))
        slipped = replace(top, wrong=slips, slip=mark(wrong.text))
        return self.again(Taken(talks.on_top(slipped)), before=said_so)

    @staticmethod
    def still_needed(top: Talk, whole: Say) -> Say:
        """Say once more that nothing told is lost; not twice in a row in the same words."""
        if top.wrong % TWO == 0:
            return whole
        return AGREE_FIRST if top.flow == CONSENT else ALMOST

    def place_later(self, talks: Talks, place: Place | None) -> Taken | None:
        """Go on to the officer without the place of somebody in need, who can be asked for it."""
        top, flow = talks.top, self.flow(talks.top)
        if top is None or flow is None or place is None or place.key not in WHERE:
            return None
        if top is not danger_in(talks) or top.flow == HELD:  # a letter names the place
            return None
        on = self.kept(talks, top, flow, place, Good("", {"desa": ""}))
        return replace(on, replies=(Reply(PLACE_LATER), *on.replies))

    def told_for_place(self, talks: Talks, place: Place, said: Said, wrong: Wrong) -> Taken | None:
        """Take what somebody in need says or asks at the question for a place to the officer.

        Nobody has to name a kecamatan while a child is ill: the officer reads, and asks for it.
        """
        top, flow = talks.top, self.flow(talks.top)
        speaks = said.kind is Kind.TEXT and not wrong.options and is_speech(said.text)
        if not speaks or top is None or flow is None or flow.ask("isi") is None:
            return None
        asked = any(ask.key == "isi" for ask in place.asks)
        key = "isi" if asked or "cerita" not in flow.carries else "cerita"
        before = str(top.given.get(key) or "")
        told = "\n".join(one for one in (before, clean(said.text)) if one)
        noted = talks.on_top(top.answer(flow, key, told[:MOST_TOLD]))
        on = self.place_later(noted, place)
        return replace(on, replies=(Reply(TOLD_TOO), *on.replies[1:])) if on else None

    def let_be(self, taken: Taken) -> Taken:
        """Press no further: what was begun waits, and a human can read the words as they are."""
        top = taken.talks.top
        aside = self.put_aside(taken)
        kept = top is not None and aside.talks.draft(top.flow) is not None
        steps = (OFFICER, *((Step(GO_ON, top.flow),) if top and kept else ()), MENU)
        words = lines(ENOUGH, ASIDE if kept else None)
        return replace(aside, replies=(Reply(words, offers(steps)),))

    def rather_proof(self, top: Talk, said: Said) -> bool:
        """Tell whether a NIK was sent to a short side question: it is for one's own status."""
        flow = self.flow(top)
        short = flow is not None and flow.brief and flow.name not in PROOFS
        return short and said.kind is Kind.TEXT and a_nik(said.text, self.facts.today)

    def overheard(self, top: Talk, place: Place, said: Said) -> dict[str, Value]:
        """Give what the open flow keeps of words that are no answer."""
        flow = self.flow(top)
        if flow is None or flow.overheard is None or place.key == RESUME:
            return {}
        return flow.overheard.kept(said, place.key, place.answers, self.facts)

    def noted_down(self, top: Talk, place: Place, told: dict[str, Value]) -> Say:
        """Say that what was told beside the question is kept."""
        flow = self.flow(top)
        kept = flow.overheard if flow else None
        return kept.noted(self.facts, place.answers, told) if kept else STUCK

    def noticed(self, top: Talk, place: Place, wrong: Wrong) -> Say:
        """Say what is wrong: another way the second time; from the third on there is a human."""
        example = self.by_number(self.flow(top), place) if wrong.text == PICK_ONE else None
        other = wrong.second or example
        if other is None or not top.wrong or top.slip != mark(wrong.text):
            return wrong.text
        if top.wrong + 1 < PATIENCE:
            return other
        if top.wrong >= PATIENCE:
            return STILL_STUCK
        return self.numbers_only(self.flow(top), place) if example else STUCK

    def no_example(self, flow: Flow | None, wrong: Wrong, place: Place) -> Wrong:
        """Say what is wrong without pointing at any answer, where one may do harm."""
        if not place.grave or PICK_ONE not in {wrong.text, wrong.second}:
            return wrong
        if wrong.text != PICK_ONE:
            return replace(wrong, second=PICK)
        return replace(wrong, text=PICK, second=self.numbers_only(flow, place))

    def numbers_only(self, flow: Flow | None, place: Place) -> Say:
        """Say between which numbers to choose."""
        options = engine.options_at(flow, place, self.facts) if flow else ()
        if len(options) == TWO:
            return say("Cukup ketik angkanya: 1 atau 2.")
        return say("Cukup ketik angkanya saja, dari 1 sampai {n}.", n=len(options))

    def by_number(self, flow: Flow | None, place: Place) -> Say | None:
        """Give the first choice as an example of typing its number."""
        options = engine.options_at(flow, place, self.facts) if flow else ()
        if not options:
            return None
        first = options[0].label
        return say('Belum pas juga, maaf. Misalnya ketik 1 untuk "{label}".', label=first)


def adding_to_story(talks: Talks, said: Said) -> Talks:
    """Put what is told before consent under the story that waits there for an officer."""
    danger, top = danger_in(talks), talks.top
    spoken = clean(said.text) if said.kind is Kind.TEXT else ""
    before = str(danger.given.get("cerita") or "") if danger else ""
    few = len(spoken.split()) < FEWEST_TOLD or spoken in before
    if few or danger is None or top is None or top.flow != CONSENT or not before:
        return talks
    told = danger.carrying({"cerita": f"{before}\n{spoken}"[:MOST_TOLD]})
    return replace(talks, stack=tuple(told if one is danger else one for one in talks.stack))


FEWEST_TOLD = 3
"""Words of what is a story, and not a slip."""
GREETING, NOTHING = "salam", "tidak_ada"
"""Small words that are no wish beside an open question."""
ENDURANCE = PATIENCE + 1
"""Wrong answers in a row, after which the same slip once more ends the asking."""
TWO = 2
MOST_TOLD = 1000
"""Letters of a story that goes to an officer."""
TYPED = (Choice, District, Village, Nik, ProofNik, KkTail)
"""Readers that know nothing of voice notes and pictures."""


def unread(place: Place, said: Said, wrong: Wrong) -> Wrong:
    """Say of a voice note or a picture that it is one, where only words or a tap are read."""
    reader = place.ask.reader if place.ask else None
    reader = reader.inner if isinstance(reader, Or) else reader
    if said.kind in {Kind.TEXT, Kind.TAP} or not (reader is None or isinstance(reader, TYPED)):
        return wrong
    return Wrong(NOT_WORDS.get(said.kind, WRITE), meant=wrong.meant)


def beside(said: Said, wrong: Wrong) -> Wrong:
    """Answer what is no answer to a choice, but has one of its own ("kamu siapa?")."""
    own = aside(said) if wrong.text == PICK_ONE else None
    return wrong if own is None else Wrong(own, second=wrong.text, meant=wrong.meant)


def a_programme(text: str) -> bool:
    """Tell whether a text only names a programme: beside an open question that is no wish."""
    return plain(text) in PROGRAMMES


def is_free(reader: Reader) -> bool:
    """Tell whether a reader takes any words."""
    return isinstance(reader, Words | Story)
