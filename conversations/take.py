"""One turn, pure: what a person said, what is remembered and known -> what is said back.

``take`` answers with :class:`Taken`, or with :class:`Need` when a flow wants facts that were not
loaded; the caller loads them and calls again with the same arguments.  A finished flow is handed
over as ``Taken.finish``; the caller carries out its command and calls ``settle`` with the result.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from bansos.hoaxes import judge, only_addresses
from conversations import flow as engine
from conversations.facts import Facts, Grade
from conversations.flow import (
    BACK,
    CHANGE,
    EDIT,
    MENU,
    OFFICER,
    RESUME,
    SEND,
    STOP,
    SUMMARY,
    Closing,
    Command,
    Done,
    Flow,
    Place,
    Problem,
    Step,
    Then,
    place_of,
)
from conversations.numbers import a_nik
from conversations.officer import (
    BACK_TO_OFFICER,
    END_OFFICER,
    FOLLOWING,
    NOT_OVER,
    STILL_OPEN,
)
from conversations.papers import Paper
from conversations.readers import Choice, Good, Reader, Value, Words, Wrong
from conversations.report import Story
from conversations.said import Kind, Meant, Media, Said
from conversations.sayings import (
    ALMOST,
    ASIDE,
    CANCEL,
    CANCELLED,
    CANCELLED_TALK,
    EDITED,
    ENGLISH,
    FETCH_FAULTS,
    FIRST_QUESTION,
    GONE,
    IN_ENGLISH,
    LOST,
    NOT_HERE,
    NOT_UNDERSTOOD,
    NOT_YET,
    OLD_BUTTON,
    SECRET,
    SEND_AGAIN,
    STILL_HERE,
    STUCK,
    SUMMARY_FOOT,
    SUMMARY_HEAD,
    UNDO_TOO,
    WHICH_ANSWER,
    WHICH_WISH,
    to_a_stranger,
)
from conversations.talks import Talk, Talks
from conversations.text import LABEL_LIMIT, Say, lines, paragraphs, say, word
from conversations.understand.english import is_english
from conversations.words import NO, YES, at_any_point, pick, plain

SAME_TAP = timedelta(seconds=10)
PATIENCE = 3
"""Wrong answers to one question before a human is offered."""
TURNS_OF_THE_WHEEL = 6
"""Talks that may open or end within one turn; more is a bug of a flow."""
CLEAR = 0.7
"""How sure a meaning must be to interrupt an open question."""
SURE = 0.62
"""How sure a meaning must be to be answered; below it is asked which was meant."""
MOST_ASKED = 2
LEAST_ASKED = 0.3
LOUD = 0.9
"""How sure a danger must be to cut into an open question."""
CERTAIN = 1.0
"""A whole text that is nothing but a receipt code; it interrupts even free words."""
PROOFS = frozenset({"izin", "bukti", "kode_keluarga"})
"""What comes first where a flow needs it."""
HALF = 0.5
"""How sure a danger must be in words that were passed on, to count as the sender's own."""
HOAX = "hoaks"
LIFE = frozenset({"putus_asa", "takut", "kekerasan"})
"""Dangers that no swindler's message is taken for."""
COMMANDS = frozenset(
    {
        "cek status", "check status", "lapor", "report", "kode laporan", "report code",
        "jaga kartu", "data saya", "my data", "bahasa", "ganti bahasa", "language",
        "bantuan", "help", "petugas", "bicara petugas", "tugas", "tasks", "keluar petugas",
    }
)  # fmt: skip
"""Whole texts that are nothing but a command, also in an open talk with an officer."""
WORDLESS = word("")
"""A paper that follows without words of its own."""
AT_WORK = frozenset({"tugas", "tasks", "my tasks", "tugas saya"})
"""Whole texts by which staff leave what they are writing."""
CUT_OUT = re.compile(r"\[[^\]]*dihapus\]")
WORTH_HEARING = 12
"""Letters left beside a secret that make it worth reading the rest."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A button: its words, what it carries, and a longer explanation for channels with room."""

    label: Say
    tap: str
    more: Say | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """One message to be said, before it is put into a language or a channel's form."""

    text: Say
    offers: tuple[Offer, ...] = ()
    secret: bool = False
    """Wipe the stored copy as soon as it has left."""
    paper: Paper | None = None
    """Shown after the text; the buttons stay on the text."""


@dataclass(frozen=True, slots=True)
class Finish:
    """A flow came to its end and wants a command carried out."""

    flow: Flow
    command: Command


@dataclass(frozen=True, slots=True)
class Relay:
    """The command of a message that goes to an officer as it is ("Bicara petugas")."""

    said: Said


@dataclass(frozen=True, slots=True)
class Taken:
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


UNDO = "graduasi_batal"
"""What "batal" stops where no talk is open: one's own request that is not filed yet."""
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


class _Missing(Exception):  # noqa: N818 - control flow inside this module, never seen outside
    def __init__(self, names: tuple[str, ...]) -> None:
        self.names = names


def take(book: Book, talks: Talks, said: Said, facts: Facts) -> Taken | Need:
    """Take one message of one person."""
    try:
        turn = _Turn(book, facts)
        taken = turn.take(book.tidy(talks.aged(facts.now)), said)
        return book.tidied(taken)
    except _Missing as missing:
        return Need(missing.names)


def settle(book: Book, taken: Taken, facts: Facts, outcome: Done | Problem) -> Taken | Need:
    """Go on after the command: close the flow and show the talk below, or ask again.

    ``facts`` are to be read anew after the command, because it may have changed them.
    """
    try:
        settled = _Turn(book, facts).settle(taken, outcome)
        return book.tidied(settled)
    except _Missing as missing:
        return Need(missing.names)


@dataclass(frozen=True, slots=True)
class _Turn:
    book: Book
    facts: Facts

    # What came in

    def take(self, talks: Talks, said: Said) -> Taken:
        """Cut in with a warning where a secret was sent, then hear the rest."""
        tapped = talks.tapped if said.kind is Kind.TAP else ""
        now = replace(talks, at=self.facts.now, tapped=tapped)
        if not said.secrets:
            return self.hear(now, said)
        left = CUT_OUT.sub("", said.text).strip(" .")
        heard = said.meant or (self.free(self.place(now)) and len(left) >= WORTH_HEARING)
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
        if said.meant:
            said = replace(said, meant=tuple(one for one in said.meant if self.here(one)))
            said = replace(said, meant=self.called_for(self.loud(talks, said.meant)))
        about = self.passed_on(talks, said)
        urgent = None if about else next((meant for meant in said.meant if meant.urgent), None)
        if urgent is not None and said.kind is Kind.TEXT and plain(said.text) not in CALLS:
            # A guess does not take the place of what was clear.
            clear = urgent.score >= CLEAR or not talks.told
            talks = replace(talks, told=said.text) if clear else talks
        command = at_any_point(said.text) if said.kind is Kind.TEXT else None
        through = urgent is not None or self.for_peka(talks, said, command)
        if talks.relay_at and talks.top is None and not through:
            return self.relayed(talks, said)
        if urgent is None and (about := about or self.about_closed(talks, said, command)):
            return self.run(Taken(self.following(talks, about)))
        helped = self.calling(talks, said, command) if said.kind is Kind.TEXT else None
        taken = helped or self.words(talks, said, command, urgent)
        return self.in_english(taken) if self.strange(talks, said) else taken

    def loud(self, talks: Talks, meant: tuple[Meant, ...]) -> tuple[Meant, ...]:
        """Let only a sure danger cut into what is under way; an officer's words are none."""
        if talks.top is None and not talks.relay_at and self.facts.staff is None:
            return meant
        return tuple(one for one in meant if not one.urgent or one.score >= LOUD)

    def called_for(self, meant: tuple[Meant, ...]) -> tuple[Meant, ...]:
        """Put the call for a human before an urgent matter that is in good hands there."""
        human = next((one for one in meant if one.intent == OFFICER.flow), None)
        flow = self.book.find(OFFICER.flow, self.facts)
        if human is None or flow is None:
            return meant
        return (human, *(one for one in meant if one.intent not in {human.intent, *flow.handles}))

    def for_peka(self, talks: Talks, said: Said, command: str | None) -> bool:
        """Tell whether words in an open talk with an officer are for Peka all the same.

        What was just offered may be typed, and a whole text that is nothing but a command.
        """
        if said.kind is not Kind.TEXT:
            return False
        if command in {"menu", "selesai"} or pick(said.text, labels_of(talks)) is not None:
            return True
        if command == "batal" and self.undoable():
            return True
        if plain(said.text) in COMMANDS and (command or said.meant):
            return True
        shown = {tap[1:].partition(".")[0] for tap, _spoken in talks.offers}
        return any(one.score >= CLEAR and one.intent in shown for one in said.meant[:1])

    def passed_on(self, talks: Talks, said: Said) -> Then | None:
        """Take what somebody passes on, or a bare link, as asking whether it is true.

        Only where nothing else is open, and not where it tells of the person's own trouble.
        """
        passed = said.text and (said.forwarded or only_addresses(said.text))
        if not passed or talks.top or talks.relay_at or in_trouble(said):
            return None
        flow = self.book.find(HOAX, self.facts)
        ask = flow.ask("pesan") if flow else None
        known = any(one.arg and one.score >= CERTAIN for one in said.meant[:1])
        if ask is None or known or a_nik(said.text, self.facts.today):
            return None
        read = ask.reader.read(said, self.facts, {})
        return Then(HOAX, {"pesan": read.value}) if isinstance(read, Good) else None

    def about_closed(self, talks: Talks, said: Said, command: str | None) -> Then | None:
        """Take words right behind the news that a case was closed as being about it."""
        taps = (tap for tap, _spoken in talks.offers if tap.startswith(f">{NOT_OVER.flow}."))
        tap = next(taps, "")
        flow = self.book.find(FOLLOWING.flow, self.facts)
        ask = flow.ask("isi") if flow else None
        if not tap or ask is None or talks.top or command or said.kind is not Kind.TEXT:
            return None
        clear = any(one.score >= CLEAR for one in said.meant)
        read = ask.reader.read(said, self.facts, {})
        if clear or pick(said.text, labels_of(talks)) is not None or not isinstance(read, Good):
            return None
        return Then(FOLLOWING.flow, {"ref": tap.partition(".")[2], "isi": read.value})

    def strange(self, talks: Talks, said: Said) -> bool:
        """Tell whether English was written where Peka speaks Indonesian."""
        told = talks.top is None and self.facts.person.language != "en"
        asked = any(one.intent == "bahasa" and one.arg for one in said.meant)
        return told and not asked and said.kind is Kind.TEXT and is_english(said.text)

    @staticmethod
    def in_english(taken: Taken) -> Taken:
        """Offer English before the rest."""
        return replace(taken, replies=(Reply(IN_ENGLISH, offers((ENGLISH,))), *taken.replies))

    def here(self, meant: Meant) -> bool:
        """Tell whether a meaning leads anywhere for this person."""
        return self.book.find(meant.intent, self.facts) is not None

    def words(self, talks: Talks, said: Said, command: str | None, urgent: Meant | None) -> Taken:
        """Read typed words: an offered label, a word for any point, an answer, or a new wish."""
        chosen = pick(said.text, labels_of(talks))
        if chosen is not None and said.kind is Kind.TEXT:
            return self.go(talks, talks.offers[chosen][0])
        place = self.place(talks)
        if command and not self.meant_as_option(place, said):
            return self.command(talks, command)
        proposed = self.proposed(talks, place) if plain(said.text) in YES else ""
        if proposed:
            return self.go(talks, proposed)
        mid = self.mid_flow(talks, place, said)
        if mid is not None:
            return mid
        cut = self.cut_in(talks, place, said, urgent)
        if cut is not None:
            return cut
        return self.wish(talks, said) if place is None else self.answer(talks, place, said)

    def mid_flow(self, talks: Talks, place: Place | None, said: Said) -> Taken | None:
        """Take words that answer one question of the open flow wherever it stands."""
        top, flow = talks.top, self.flow(talks.top)
        if top is None or flow is None or place is None or flow.anywhere is None:
            return None
        found = flow.anywhere(said.text) if said.kind is Kind.TEXT else None
        if found is None or found[0] == place.key:
            return None
        key, value = found
        view = "" if place.key in {RESUME, CHANGE} else top.view
        changed = top.without(*flow.reopened(key)).answer(flow, key, value)
        noted = Reply(
            say("Baik, saya catat: {answer}.", answer=shown_as(flow, key, value, self.facts))
        )
        return self.run(Taken(talks.on_top(replace(changed, view=view)), (noted,)))

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
            called = called or said_so in CALLS or said_so in wanted
        return self.go(talks, tap) if called else None

    def cut_in(
        self, talks: Talks, place: Place | None, said: Said, urgent: Meant | None
    ) -> Taken | None:
        """Let a danger go before the open question; free words are kept as the answer as well."""
        sure = next((one for one in said.meant[:1] if self.sure(said, one)), None)
        wanted = urgent or (sure if self.free(place) else None)
        flow = self.flow(talks.top)
        if wanted is None or (flow and wanted.intent in {flow.name, *flow.handles}):
            return None
        if urgent and place is not None and self.free(place):
            talks = self.noted(talks, place, said)
        started = self.start(talks, wanted.intent, wanted.arg, said.text)
        return self.keeping_help(started) if urgent else started

    def sure(self, said: Said, meant: Meant) -> bool:
        """Tell whether a whole text can be nothing but a wish: no answer in free words.

        Of staff the word for their tasks is one: nobody's answer to a family is "tugas".
        """
        at_work = self.facts.staff is not None and plain(said.text) in AT_WORK
        return meant.score >= CERTAIN or (at_work and meant.intent == "tugas")

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

    def noted(self, talks: Talks, place: Place, said: Said) -> Talks:
        """Keep free words as the answer without going on."""
        top, flow = talks.top, self.flow(talks.top)
        if top is None or flow is None or place.ask is None:
            return talks
        read = place.ask.reader.read(said, self.facts, place.answers)
        if isinstance(read, Wrong):
            return talks
        return talks.on_top(top.answer(flow, place.key, read.value))

    def meant_as_option(self, place: Place | None, said: Said) -> bool:
        """Tell whether a word for any point is, here, the name of one of the options."""
        if place is None or place.ask is None:
            return False
        options = place.ask.reader.options(self.facts, place.answers)
        return any(plain(said.text) in option.also for option in options)

    def proposed(self, talks: Talks, place: Place | None) -> str:
        """Name the one thing that was asked back ("Maksudnya Sepulu?"), so that "ya" takes it."""
        if place is None or place.ask is None or talks.top is None or len(talks.offers) != 1:
            return ""
        tap = talks.offers[0][0]
        head = f"{talks.top.number}.{place.key}."
        own = [one.key for one in place.ask.reader.options(self.facts, place.answers)]
        return tap if tap.startswith(head) and tap.removeprefix(head) not in own else ""

    def free(self, place: Place | None) -> bool:
        """Tell whether the open question takes any words."""
        return place is not None and place.ask is not None and is_free(place.ask.reader)

    def tapped(self, talks: Talks, said: Said) -> Taken:
        """Drop a second tap within ten seconds silently; go where the tap points."""
        again = said.tap == talks.tapped and talks.tapped_at is not None
        if again and self.facts.now - (talks.tapped_at or self.facts.now) < SAME_TAP:
            return Taken(talks)
        return self.go(replace(talks, tapped=said.tap, tapped_at=self.facts.now), said.tap)

    def go(self, talks: Talks, tap: str) -> Taken:
        """Follow what a button carries: ``>flow.arg`` starts, ``talk.question.key`` answers."""
        if tap.startswith(">"):
            name, _, arg = tap[1:].partition(".")
            told = talks.told if name in URGENT else ""
            return self.start(replace(talks, told="") if talks.told else talks, name, arg, told)
        number, _, rest = tap.partition(".")
        key, _, choice = rest.partition(".")
        place = self.place(talks)
        top = talks.top
        if place is None or top is None or str(top.number) != number or place.key != key:
            return self.again(Taken(talks, (Reply(OLD_BUTTON),)))
        return self.answer(talks, place, Said(Kind.TAP, tap=choice))

    def fetched(self, talks: Talks, said: Said) -> Taken:
        """Tell how a file turned out, if it turned out badly; say nothing otherwise."""
        sentence = FETCH_FAULTS.get(said.text)
        if sentence is None:
            return Taken(talks)
        kept = talks.without_file(said.media.ref) if said.media else talks
        return self.again(Taken(kept, (Reply(sentence),)))

    def relayed(self, talks: Talks, said: Said) -> Taken:
        """Hand the message to the officer, as long as the case is open."""
        self.know(("helped",))
        if self.facts.helped:
            return Taken(
                replace(talks, relay_at=self.facts.now, offers=()),
                relay=Relay(said),
                fetch=said.media,
            )
        return self.hear(replace(talks, relay_at=None), said)

    def command(self, talks: Talks, command: str) -> Taken:
        """Carry out a word that works at any point."""
        if command == "batal":
            return self.cancelled(talks)
        if command == "kembali":
            return self.back(talks)
        if command == "selesai" and not talks.relay_at:
            return self.cancelled(talks) if talks.top else self.start(talks, "menu")
        return self.start(talks, command)

    def wish(self, talks: Talks, said: Said) -> Taken:
        """Start what a free text asks for, or say honestly that it was not understood."""
        if asked := self.which(talks, said):
            return asked
        if said.meant and (said.meant[0].urgent or said.meant[0].score >= SURE):
            first = said.meant[0]
            started = self.start(replace(talks, lost=0), first.intent, first.arg, said.text)
            return with_note(started, SEND_AGAIN) if said.media else started
        if said.kind is Kind.TEXT and a_nik(said.text, self.facts.today):
            return self.start(talks, "bukti", said.text)
        if tap := human_of(talks):
            human = Offer(OFFICER.label, tap)
            return Taken(talks, (Reply(STILL_HERE, (human, *offers((MENU,)))),))
        if not self.facts.person.known:
            return self.stranger(talks, said)
        text = NOT_UNDERSTOOD.get(said.kind, LOST[talks.lost % len(LOST)])
        steps = (MENU, OFFICER)
        return Taken(replace(talks, lost=talks.lost + 1), (Reply(text, offers(steps)),))

    def which(self, talks: Talks, said: Said) -> Taken | None:
        """Ask which of two or three things was meant, where none of them is sure."""
        if not said.meant or said.meant[0].urgent:
            return None
        if not LEAST_ASKED <= said.meant[0].score < SURE:
            return None
        flows = [self.flow_named(one.intent) for one in said.meant[:MOST_ASKED]]
        short = [one for one in flows if one and len(one.title.msgid) <= LABEL_LIMIT]
        steps = [*(Step(one.title, one.name) for one in short), OFFICER]
        return Taken(talks, (Reply(WHICH_WISH, offers(tuple(steps))),))

    def flow_named(self, name: str) -> Flow | None:
        """Find a flow that this person may start."""
        return self.book.find(name, self.facts)

    def stranger(self, talks: Talks, said: Said) -> Taken:
        """Answer honestly first, then say who is speaking; nothing said is greeted."""
        if not plain(said.text) and said.kind not in NOT_UNDERSTOOD:
            return self.start(talks, "menu")
        text = to_a_stranger(self.facts, NOT_UNDERSTOOD.get(said.kind, NOT_YET))
        steps = offers((OFFICER, MENU))
        return Taken(replace(talks, lost=talks.lost + 1), (Reply(text, steps),))

    # Answers

    def answer(self, talks: Talks, place: Place, said: Said) -> Taken:
        """Read an answer to the open question, the engine's own questions included."""
        top = talks.top
        flow = self.flow(top)
        if top is None or flow is None:
            return self.wish(talks, said)
        options = engine.options_at(flow, place, self.facts)
        if place.key == CHANGE and (named := self.named(talks, top, flow, place, said)):
            return named
        reader = place.ask.reader if place.ask else Choice(options)
        read = reader.read(said, self.facts, place.answers)
        if isinstance(read, Wrong):
            return self.misread(talks, top, place, said, read)
        if place.ask is None:
            return self.engine_s_own(talks, top, flow, place.key, str(read.value))
        kept = self.kept(talks, top, flow, place, read)
        return replace(kept, fetch=said.media) if said.media else kept

    def engine_s_own(self, talks: Talks, top: Talk, flow: Flow, key: str, choice: str) -> Taken:
        """Follow the answer to a question that the engine adds."""
        if key == SUMMARY:
            return self.confirmed(talks, top, choice)
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
        wish = said.meant[0] if said.meant else None
        if wish and not wrong.meant and wish.intent != top.flow and wish.score >= CLEAR:
            return self.start(talks, wish.intent, wish.arg, said.text)
        if wrong.options:
            taps = tuple(
                Offer(one.label, f"{top.number}.{place.key}.{one.key}", one.more)
                for one in wrong.options
            )
            return Taken(talks, (Reply(wrong.text, taps),))
        patient = talks.on_top(replace(top, wrong=top.wrong + 1))
        return self.again(Taken(patient), before=wrong.text)

    # Moving about

    def cancelled(self, talks: Talks) -> Taken:
        """Drop the talk that has the floor; what is below it is shown again."""
        if talks.top is None:
            return self.start(talks, UNDO if self.undoable() else "menu")
        below = self.popped(talks)
        if below.top is None and talks.top.flow != UNDO and self.undoable():
            return self.run(Taken(below, (Reply(CANCELLED_TALK, offers((UNDO_TOO, MENU))),)))
        offered = () if below.top else offers((MENU,))
        return self.run(Taken(below, (Reply(CANCELLED, offered),)))

    def undoable(self) -> bool:
        """Tell whether there is something that was asked for and can still be stopped."""
        flow = self.book.find(UNDO, self.facts)
        if flow is None or flow.done is None:
            return False
        self.know(flow.facts)
        return flow.done(self.facts, {}) is not None

    def popped(self, talks: Talks) -> Talks:
        """Drop the talk that has the floor, and those below that cannot go on without it."""
        gone = {talks.top.flow if talks.top else ""}
        below = talks.pop()
        while (flow := self.flow(below.top)) is not None and self.prelude(flow) in gone:
            gone.add(flow.name)
            below = below.pop()
        return below

    def back(self, talks: Talks) -> Taken:
        """Go one question back, or out of "ubah" with the old answer kept."""
        top, place, flow = talks.top, self.place(talks), self.flow(talks.top)
        if top is None or place is None or flow is None:
            return self.start(talks, "menu")
        if top.was:
            restored = replace(top, answers={**top.answers, **top.was}, was={}, wrong=0)
            return self.run(Taken(talks.on_top(restored)))
        if place.key == CHANGE:
            return self.run(Taken(talks.on_top(replace(top, view=""))))
        asked = [ask.key for ask in place.asks if ask.key in place.answers and ask.key != flow.arg]
        if not asked:
            return self.again(Taken(talks, (Reply(FIRST_QUESTION),)))
        return self.run(Taken(talks.on_top(top.without(*flow.reopened(asked[-1])))))

    def start(self, talks: Talks, name: str, arg: str = "", words: str = "") -> Taken:
        """Start a flow, or take it up where it is open or lies as a draft."""
        if name in {"batal", "kembali"}:
            return self.command(talks, name)
        flow = self.book.find(name, self.facts)
        if flow is None:
            return self.again(Taken(talks, (Reply(GONE, offers((MENU,))),)))
        given = {**heard(flow, words), **self.given(flow, arg)}
        if flow.aside:
            put = self.put_aside(Taken(talks))
            return self.run(replace(put, talks=put.talks.push(name, given)))
        same = next((talk for talk in talks.stack if talk.flow == name), None)
        cleared = self.making_way(talks, flow)
        if same and not given:
            return self.run(Taken(replace(cleared, stack=(*cleared.stack, same))))
        return self.opened(cleared, name, given)

    def making_way(self, talks: Talks, flow: Flow) -> Talks:
        """Keep of what is open only what is to come back after ``flow``.

        A side question keeps everything, a proof what waits for it; before any other new wish a
        short flow is dropped, and a long one asks once whether it is to go on.
        """
        below: list[Talk] = []
        later: list[Talk] = []
        for talk in talks.stack:
            known = self.flow(talk)
            if known is None or known.name == flow.name:
                continue
            waiting = flow.name in PROOFS and self.prelude(known) in PROOFS
            if flow.side or not flow.asks or waiting or (known.waits and flow.brief):
                below.append(talk)
            elif known.waits and talk.view == RESUME and talk is talks.top:
                later.append(talk)
            elif known.waits and talk.given:
                below.append(replace(talk, view=RESUME))
        return replace(talks, stack=tuple(below)).shelve(tuple(later), self.facts.now)

    def opened(self, talks: Talks, name: str, given: Mapping[str, tuple[int, Value]]) -> Taken:
        """Open a flow afresh, or ask whether its draft is to be taken up."""
        draft = talks.draft(name)
        fresh = talks.without_draft(name)
        if draft is None or given:
            return self.run(Taken(fresh.push(name, given)))
        resumed = fresh.push(name, draft.answers)
        top = resumed.stack[-1]
        return self.run(Taken(resumed.on_top(replace(top, view=RESUME))))

    def put_aside(self, taken: Taken) -> Taken:
        """Clear the floor; what is long enough waits as a draft, and that is said."""
        talks = taken.talks
        shelved = self.book.tidy(talks.shelve(talks.stack, self.facts.now))
        kept = {talk.flow for _at, talk in shelved.drafts} & {one.flow for one in talks.stack}
        cleared = replace(taken, talks=replace(shelved, stack=()))
        return cleared.saying(Reply(ASIDE)) if kept else cleared

    def given(self, flow: Flow, arg: str) -> dict[str, tuple[int, Value]]:
        """Read a button's argument as the answer to the question that the flow names for it."""
        ask = flow.ask(flow.arg) if arg and flow.arg else None
        if ask is None:
            return {}
        self.know(flow.facts)
        read = ask.reader.read(Said(Kind.TAP, text=arg, tap=arg), self.facts, {})
        return {ask.key: (ask.reader.version, read.value)} if isinstance(read, Good) else {}

    def run(self, taken: Taken) -> Taken:
        """Let the talk that has the floor go on: ask, hand over its command, or close it."""
        for _ in range(TURNS_OF_THE_WHEEL):
            top, flow = taken.talks.top, self.flow(taken.talks.top)
            if top is None:
                return taken
            if flow is None:
                taken = replace(taken, talks=taken.talks.pop())
            elif before := self.prelude(flow):
                taken = replace(taken, talks=self.first(taken.talks, before))
            else:
                self.know(flow.facts)
                place = self.place_in(flow, top)
                if not place.ended:
                    return self.shown(taken, flow, place)
                command = flow.done(self.facts, place.answers) if flow.done else None
                if command is not None:
                    return replace(taken, finish=Finish(flow, command))
                taken = self.closed(taken, flow.after(self.facts, place.answers))
        return taken

    @staticmethod
    def first(talks: Talks, name: str) -> Talks:
        """Give the floor to what has to come first; where it was begun below, that goes on."""
        begun = next((talk for talk in talks.stack if talk.flow == name), None)
        if begun is None:
            return talks.push(name)
        rest = tuple(talk for talk in talks.stack if talk is not begun)
        return replace(talks, stack=(*rest, replace(begun, wrong=0)))

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

    def settle(self, taken: Taken, outcome: Done | Problem) -> Taken:
        """Close a flow whose command was carried out, or reopen the question at fault."""
        if taken.finish is None:
            return taken
        flow = taken.finish.flow
        cleared = replace(taken, finish=None)
        if isinstance(outcome, Problem):
            return self.reopened(cleared, flow, outcome)
        result = taken.finish.command if outcome.result is None else outcome.result
        closed = self.closed(cleared, flow.after(self.facts, result))
        if outcome.next_flow:
            then = self.following(closed.talks, Then(outcome.next_flow))
            closed = replace(closed, talks=then)
        return self.one_command(self.run(closed))

    def one_command(self, taken: Taken) -> Taken:
        """Ask the last question once more where a second command would follow in this turn."""
        top, flow = taken.talks.top, self.flow(taken.talks.top)
        if taken.finish is None or top is None or flow is None:
            return taken
        last = self.place_in(flow, top).asks[-1].key
        return self.run(replace(taken, finish=None, talks=taken.talks.on_top(top.without(last))))

    def reopened(self, taken: Taken, flow: Flow, problem: Problem) -> Taken:
        """Ask the question at fault again; end the talk where the fault lies in none of them."""
        top = taken.talks.top
        # Somebody whose numbers do not fit needs a person, not another example.
        human = () if flow.staff else (OFFICER,)
        if top is None or flow.ask(problem.question) is None:
            ended = replace(taken, talks=self.popped(taken.talks))
            return self.again(ended, before=problem.text, human=human)
        keys = {key for one in (problem.question, *problem.clear) for key in flow.reopened(one)}
        asked = replace(top.without(*keys).carrying(problem.keep), wrong=top.wrong + 1, shown=True)
        open_again = replace(taken, talks=taken.talks.on_top(asked))
        return self.again(open_again, before=problem.text, human=human)

    def following(self, talks: Talks, then: Then) -> Talks:
        """Give the floor to the flow that the end of another one asked for."""
        flow = self.book.find(then.flow, self.facts)
        if flow is None:
            return talks
        versions = {ask.key: ask.reader.version for ask in flow.asks}
        given = {key: (versions.get(key, 1), value) for key, value in then.answers.items()}
        rest = tuple(talk for talk in talks.stack if talk.flow != then.flow)
        return replace(talks, stack=rest).without_draft(then.flow).push(then.flow, given)

    def wanted(self, below: Talks, then: Then | None) -> Then | None:
        """Give what is to follow; what follows only where nothing waits gives way to the rest."""
        busy = below.top is not None and then is not None and below.top.flow != then.flow
        return None if then and then.idle and busy else then

    def beside_officer(self, talks: Talks, closing: Closing) -> Closing:
        """Say in the menu that the talk with the officer goes on, and show the ways to it."""
        if not talks.relay_at or talks.top is None or talks.top.flow != MENU.flow:
            return closing
        self.know(("helped",))
        if not self.facts.helped:
            return closing
        others = tuple(step for step in closing.steps if step.flow != OFFICER.flow)
        *before, last = closing.texts
        return replace(
            closing,
            texts=(*before, paragraphs(last, STILL_OPEN)),
            steps=(BACK_TO_OFFICER, END_OFFICER, *others),
        )

    def closed(self, taken: Taken, closing: Closing) -> Taken:
        """End the talk that has the floor with its closing words."""
        closing = self.beside_officer(taken.talks, closing)
        then = self.wanted(taken.talks.pop(), closing.then)
        talks = taken.talks.pop() if then else self.popped(taken.talks)
        if closing.forget:
            talks = replace(talks, stack=(), drafts=(), told="")
        taken = replace(taken, talks=talks)
        if closing.relay is not None:
            since = self.facts.now if closing.relay else None
            taken = replace(taken, talks=replace(taken.talks, relay_at=since))
        if then is not None:
            taken = replace(taken, talks=self.following(taken.talks, then))
        below = {MENU.flow, *(talk.flow for talk in taken.talks.stack)}
        busy = taken.talks.top is not None and not closing.relay  # a relay clears the floor
        # Above an open question the way to it, or away from it, is one button too many.
        steps = tuple(step for step in closing.steps if not busy or step.flow not in below)
        said = [Reply(text, (), closing.secret) for text in closing.texts]
        if said:
            said[-1] = replace(said[-1], offers=offers(steps))
        said += [Reply(WORDLESS, paper=paper) for paper in closing.papers]
        taken = taken.saying(*said)
        return self.put_aside(taken) if closing.relay else taken

    # Showing

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
        whole = paragraphs(
            engine.text_of(intro, self.facts, place.answers) if intro else None,
            self.question(flow, place),
        )
        if not top.shown:
            taken = replace(taken, talks=taken.talks.on_top(replace(top, shown=True)))
        tappable = tuple(
            Offer(option.label, f"{top.number}.{place.key}.{option.key}", option.more)
            for option in engine.options_at(flow, place, self.facts)
        )
        if top.wrong < PATIENCE:
            paper = self.picture(place) if not top.wrong and before is None else None
            words = lines(before, whole)
            ways = offers((*self.beside(place), *human))
            return taken.saying(Reply(words, (*tappable, *ways), paper=paper))
        help_now = offers((*self.beside(place), *((OFFICER,) if tappable else (OFFICER, CANCEL))))
        stuck = (Reply(lines(before, STUCK)),) if before else ()
        return taken.saying(*stuck, Reply(whole, (*tappable, *help_now)))

    @staticmethod
    def beside(place: Place) -> tuple[Step, ...]:
        """List the ways to something else that stand under a question."""
        return place.ask.steps if place.ask else ()

    def picture(self, place: Place) -> Paper | None:
        """Give what is shown with a question."""
        ask = place.ask
        return ask.paper(self.facts, place.answers) if ask and ask.paper else None

    def question(self, flow: Flow, place: Place) -> Say:
        """Give the words of the open question."""
        if place.key == SUMMARY:
            read_back = engine.summary_lines(place, self.facts)
            foot = engine.text_of(flow.before_sending or SUMMARY_FOOT, self.facts, place.answers)
            return lines(SUMMARY_HEAD, *read_back, foot)
        if place.key == CHANGE:
            return WHICH_ANSWER
        if place.key == RESUME:
            return say("Ada isian yang belum selesai: {title}. Lanjutkan?", title=flow.title)
        return engine.text_of(place.ask.text, self.facts, place.answers) if place.ask else NOT_HERE

    # Knowing

    def know(self, names: tuple[str, ...]) -> None:
        """Insist on facts; the turn begins again once they are loaded."""
        if lacking := self.facts.lack(names):
            raise _Missing(lacking)

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
        """Compute the place of one talk."""
        return place_of(flow, talk.given, self.facts, view=talk.view, sure=talk.sure)


def in_trouble(said: Said) -> bool:
    """Tell whether words, passed on or not, are about a danger to whoever sent them.

    A swindler's message speaks of money and cards as a victim does; it is judged as his.
    """
    grave = [one for one in said.meant if one.urgent and (not said.forwarded or one.score >= HALF)]
    swindle = said.forwarded and judge(said.text).swindle
    return any(not swindle or one.intent in LIFE for one in grave)


def is_free(reader: Reader) -> bool:
    """Tell whether a reader takes any words."""
    return isinstance(reader, Words | Story)


def shown_as(flow: Flow, key: str, value: Value, facts: Facts) -> Say:
    """Speak an answer as its reader shows it."""
    ask = flow.ask(key)
    return ask.reader.show(value, facts) if ask else say("{value}", value=str(value))


def heard(flow: Flow, words: str) -> dict[str, tuple[int, Value]]:
    """Read the words that led to a flow, where it listens to them."""
    found = flow.heard(words) if flow.heard and words else {}
    versions = {ask.key: ask.reader.version for ask in flow.asks}
    return {key: (versions.get(key, 1), value) for key, value in found.items()}


def with_note(taken: Taken, note: Say) -> Taken:
    """Say something before the rest."""
    return replace(taken, replies=(Reply(note), *taken.replies))


def to_human(tap: str) -> bool:
    """Tell whether a button leads from a danger to a human."""
    return tap.startswith(">") and tap[1:].partition(".")[0] in URGENT


def human_of(talks: Talks) -> str:
    """Give what the button to a human carries, where the last message was about a danger."""
    return next((tap for tap, _label in talks.offers if to_human(tap)), "")


def labels_of(talks: Talks) -> list[str]:
    """List the words on the buttons that were shown last."""
    return [spoken for _tap, spoken in talks.offers]


def offers(steps: tuple[Step, ...]) -> tuple[Offer, ...]:
    """Turn steps into buttons."""
    return tuple(Offer(step.label, step.tap, step.more) for step in steps)


__all__ = [
    "Book",
    "Finish",
    "Need",
    "Offer",
    "Relay",
    "Reply",
    "Taken",
    "offers",
    "settle",
    "take",
]
