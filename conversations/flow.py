"""Questions as data: a flow is a tuple of Ask, and the place in it is computed.

Stored are the answers by key and the key of the open question, nothing else.  The place is the
first question that applies and lacks an answer, so a restart, a second delivery, "kembali",
"ubah" and a deploy in mid-talk are all the same computation.  See docs/decisions/0001.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

from msgspec import Struct

from conversations.facts import Facts, Grade
from conversations.papers import Paper
from conversations.readers import NOT_GIVEN, SKIP, Answers, Good, Option, Reader, Value
from conversations.said import Kind, Said
from conversations.text import Say, label, say
from conversations.words import NO, YES

TextOf: TypeAlias = Say | Callable[[Facts, Answers], Say]

SUMMARY = "ringkasan"
CHANGE = "ubah"
RESUME = "lanjut"
FINISH = "selesai"
SEND, EDIT, STOP, BACK = "kirim", "ubah", "batal", "kembali"
GO = YES | {"sudah", "sdh", "udah", "udh", "kirim", "kirimkan", "kirimin", "send", "pas", "cocok"}
"""How people say under the summary that all is right."""
NOT_RIGHT = frozenset({"salah", "keliru", "ada yang salah", "ada yg salah", "edit", "ganti"})


class Condition(Protocol):
    """Says whether a question applies; data, so that the walk can see every path."""

    def holds(self, facts: Facts, answers: Answers) -> bool:
        """Tell whether the condition is met by the answers so far."""


@dataclass(frozen=True, slots=True)
class Is:
    """An earlier answer is one of ``values``."""

    key: str
    values: tuple[Value, ...]

    def holds(self, facts: Facts, answers: Answers) -> bool:
        """Look the answer up; an unanswered question is none of the values."""
        return self.key in answers and answers[self.key] in self.values


@dataclass(frozen=True, slots=True)
class Filled:
    """An earlier question was answered, and not with "Lewati"."""

    key: str

    def holds(self, facts: Facts, answers: Answers) -> bool:
        """Look the answer up."""
        return answers.get(self.key) is not None


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite of another condition."""

    other: Condition

    def holds(self, facts: Facts, answers: Answers) -> bool:
        """Turn the other one round."""
        return not self.other.holds(facts, answers)


@dataclass(frozen=True, slots=True)
class Known:
    """Something about the facts; its name tells two of them apart."""

    name: str
    test: Callable[[Facts], bool] = field(compare=False)

    def holds(self, facts: Facts, answers: Answers) -> bool:
        """Ask the facts."""
        return self.test(facts)


@dataclass(frozen=True, slots=True)
class Both:
    """All of several conditions."""

    conditions: tuple[Condition, ...]

    def holds(self, facts: Facts, answers: Answers) -> bool:
        """Tell whether every one of them holds."""
        return all(one.holds(facts, answers) for one in self.conditions)


@dataclass(frozen=True, slots=True)
class Ask:
    """One question: its key for life, its text, who reads the answer, and when it applies."""

    key: str
    text: TextOf
    reader: Reader
    only: Condition | None = None
    name: Say | None = None
    """The short name of the answer in the summary; without one the answer is not shown there."""
    depends: tuple[str, ...] = ()
    """Keys of earlier questions: when one of them is opened again, so is this one."""
    paper: Callable[[Facts, Answers], Paper | None] | None = None
    """A picture or paper shown with the question; not again after a wrong answer."""
    again: TextOf | None = None
    """Fewer words for the same question, after a wrong answer; without them the same text."""
    once: bool = False
    """Shown whole once; back from something else it stands there in its fewer words."""
    explained: Say | None = None
    """What the question means, for whoever asks that."""
    steps: tuple[Step, ...] = ()
    """Ways to something else that stand under the question, beside its answers."""
    heard: bool = False
    """Answered by what was told elsewhere: "kembali" does not stop here."""
    grave: bool = False
    """Safety, force, consent, deletion: no answer is put into anybody's mouth as an example."""
    passed: str = ""
    """What counts where the question is passed over ("makasih", "sudah"); empty: it cannot be."""


class Command(Protocol):
    """What a finished flow wants done; a frozen dataclass, named as an order.

    ``handlers.commands`` has one function for each kind.
    """


@dataclass(frozen=True, slots=True)
class Done:
    """A command was carried out; ``result`` is what the closing text may tell.

    Without a result the flow's ``after`` is given the command itself.
    """

    result: object = None
    next_flow: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """A command could not be carried out because of one answer: that question is asked again."""

    question: str
    """Key of the question to ask again; empty: the talk ends with the text."""
    text: Say
    clear: tuple[str, ...] = ()
    """Other answers to be given anew (the KK beside the NIK)."""
    keep: Mapping[str, Value] = field(default_factory=dict)
    """What the flow carries along from here (``Flow.carries``)."""


@dataclass(frozen=True, slots=True)
class Step:
    """A button that starts a flow, perhaps with its first answer given."""

    label: Say
    flow: str
    arg: str = ""
    more: Say | None = None

    @property
    def tap(self) -> str:
        """What the button carries: ``>flow`` or ``>flow.arg``, at most 64 bytes."""
        return f">{self.flow}.{self.arg}" if self.arg else f">{self.flow}"


MENU = Step(label("Menu"), "menu")
OFFICER = Step(label("Bicara petugas"), "petugas")


@dataclass(frozen=True, slots=True)
class Then:
    """A flow that follows at once, with answers that are already known."""

    flow: str
    answers: Mapping[str, Value] = field(default_factory=dict)
    idle: bool = False
    """Only where nothing else waits for the floor."""


@dataclass(frozen=True, slots=True)
class Closing:
    """How a flow ends: one or more messages and what can be done next."""

    texts: tuple[Say, ...]
    steps: tuple[Step, ...] = (MENU,)
    secret: bool = False
    """The stored copy of the messages is wiped as soon as they have left."""
    relay: bool | None = None
    """True: from now on what is written goes to an officer; False: no longer."""
    then: Then | None = None
    """The flow that goes on from here."""
    forget: bool = False
    """Drafts and open talks are let go of too."""
    papers: tuple[Paper, ...] = ()
    """Handed out after the last text."""


def close(*texts: Say, steps: tuple[Step, ...] = (MENU,)) -> Closing:
    """Make the usual closing: texts and a way on."""
    return Closing(texts, steps)


@dataclass(frozen=True, slots=True)
class Overheard:
    """How a flow keeps what is told at a question that asks for something else."""

    kept: Callable[[Said, str, Answers, Facts], dict[str, Value]]
    """(what was said, key of the open question, answers) to what is carried; empty: nothing."""
    noted: Callable[[Facts, Answers, Answers], Say]
    """Says, from the answers before and what is now carried, that it was kept."""


@dataclass(frozen=True, slots=True)
class Flow:
    """One conversation: every question in order, and what its answers turn into."""

    name: str
    title: Say
    asks: tuple[Ask, ...] = ()
    done: Callable[[Facts, Answers], Command | None] | None = None
    """Turns the answers into a command; None where nothing is to be carried out."""
    after: Callable[[Facts, object], Closing] = field(default=lambda _facts, _result: close())
    """Makes the closing from the command's result (or, without a command, from the answers)."""
    intro: TextOf | None = None
    summary: bool = False
    lasting: bool = False
    """Left in the middle it waits as a draft, as every flow with a summary does."""
    facts: tuple[str, ...] = ()
    needs: Grade | None = None
    consent: bool = False
    """Something about the person will be kept, so consent comes first."""
    staff: bool = False
    aside: bool = False
    """Starting this one puts everything under way aside (the menu)."""
    handles: tuple[str, ...] = ()
    """Urgent flows that do not cut into this one, because here the matter is in good hands."""
    arg: str = ""
    """The key of the question that a button may answer in advance."""
    carries: tuple[str, ...] = ()
    """Answers without a question of their own, which readers and texts may look at."""
    heard: Callable[[Facts, str], dict[str, Value]] | None = None
    """Reads the words that led to this flow: answers given in advance, and what is carried."""
    at_once: Callable[[Facts, str], Say | None] | None = None
    """Answers the words that led here before anything is asked, consent and proof included."""
    overheard: Overheard | None = None
    """Keeps words that are no answer to the open question, but tell something all the same."""
    anywhere: Callable[[str], tuple[str, Value] | None] | None = None
    """Reads words that answer one question wherever the flow stands: (its key, the answer)."""
    side: bool = False
    """A side question: what it interrupts is simply shown again afterwards."""
    leaf: bool = False
    """Only a look-up, nothing of the person in it: whoever says something else has left it."""
    brief: bool = False
    """Short enough that a long flow below it goes on without a word."""
    send: Say = field(default_factory=lambda: label("Kirim"))
    before_sending: TextOf | None = None
    """The last sentence of the summary, where it must say more than "Sudah benar?"."""
    unsent: Condition | None = None
    """Where it holds at the end, nothing is to be sent: the flow closes without a summary."""

    @property
    def waits(self) -> bool:
        """Left in the middle, it waits as a draft."""
        return self.summary or self.lasting

    def applying(self, facts: Facts, given: Answers) -> tuple[tuple[Ask, ...], Answers]:
        """Walk the questions: those that apply, and the answers that therefore still count."""
        asks: list[Ask] = []
        answers = {key: given[key] for key in self.carries if key in given}
        for ask in self.asks:
            if ask.only is None or ask.only.holds(facts, answers):
                asks.append(ask)
                if ask.key in given:
                    answers[ask.key] = given[ask.key]
        return tuple(asks), answers

    def ask(self, key: str) -> Ask | None:
        """Find a question by its key."""
        return next((one for one in self.asks if one.key == key), None)

    def reopened(self, key: str) -> tuple[str, ...]:
        """Name the questions that open together with ``key``: itself and what depends on it."""
        keys = [key]
        for ask in self.asks:
            if ask.key not in keys and set(keys) & set(ask.depends):
                keys.append(ask.key)
        return tuple(keys)


class Place(Struct, frozen=True):
    """Where a talk stands: an open question, the summary, or (key "") at its end."""

    key: str
    ask: Ask | None
    answers: Answers
    asks: tuple[Ask, ...]

    @property
    def grave(self) -> bool:
        """No answer may stand as an example here; sending or dropping it all is grave too."""
        return self.ask.grave if self.ask else self.key in {SUMMARY, FINISH}

    @property
    def ended(self) -> bool:
        """All is answered and confirmed."""
        return not self.key


def place_of(
    flow: Flow, given: Answers, facts: Facts, *, view: str = "", sure: bool = False
) -> Place:
    """Compute the place from the answers; ``view`` is one of the questions the engine adds."""
    asks, answers = flow.applying(facts, given)
    if view in {RESUME, FINISH}:
        return Place(view, None, answers, asks)
    for ask in asks:
        if ask.key not in answers:
            return Place(ask.key, ask, answers, asks)
    if flow.summary and not sure and not (flow.unsent and flow.unsent.holds(facts, answers)):
        return Place(CHANGE if view == CHANGE else SUMMARY, None, answers, asks)
    return Place("", None, answers, asks)


def text_of(text: TextOf, facts: Facts, answers: Answers) -> Say:
    """Give the text itself, made from facts and answers where it is a function of them."""
    return text if isinstance(text, Say) else text(facts, answers)


def options_at(flow: Flow, place: Place, facts: Facts) -> tuple[Option, ...]:
    """List what can be tapped at this place."""
    if place.key == SUMMARY:
        return (
            Option(SEND, flow.send, GO),
            Option(EDIT, label("Ubah"), NOT_RIGHT),
            Option(STOP, label("Batal")),
        )
    if place.key == FINISH:
        return (Option(SEND, flow.send, GO), Option(STOP, label("Batalkan")))
    if place.key == CHANGE:
        return changeable(place)
    if place.key == RESUME:
        return (Option("ya", label("Lanjutkan"), YES), Option("baru", label("Mulai baru"), NO))
    return place.ask.reader.options(facts, place.answers) if place.ask else ()


def passing(ask: Ask, facts: Facts, answers: Answers) -> Good | None:
    """Give what counts where a question is passed over; None where it has to be answered."""
    if ask.passed:
        return Good(ask.passed)
    if all(one.key != SKIP.key for one in ask.reader.options(facts, answers)):
        return None
    read = ask.reader.read(Said(Kind.TAP, tap=SKIP.key), facts, answers)
    return read if isinstance(read, Good) else None


def changeable(place: Place) -> tuple[Option, ...]:
    """List every answer that the summary shows, in its order, and the way back."""
    named = tuple(Option(ask.key, ask.name) for ask in place.asks if ask.name is not None)
    return (*named, Option(BACK, label("Kembali")))


def summary_lines(place: Place, facts: Facts) -> tuple[Say, ...]:
    """Read the answers back, one line each; what was passed over has nothing to be read."""
    shown = (
        (ask.name, ask.reader.show(place.answers[ask.key], facts))
        for ask in place.asks
        if ask.name is not None and ask.key in place.answers
    )
    return tuple(
        say("{name}: {value}", name=name, value=value)
        for name, value in shown
        if value != NOT_GIVEN
    )
