"""Moving about: starting, ending and leaving talks, one question on or back."""

from __future__ import annotations

from collections.abc import Mapping

from conversations.around.consent import WITHOUT_NIK
from conversations.changed import replace
from conversations.facts import Facts
from conversations.flow import (
    CHANGE,
    FINISH,
    MENU,
    OFFICER,
    RESUME,
    Closing,
    Done,
    Flow,
    Problem,
    Then,
    passing,
)
from conversations.helping.relay import BACK_TO_OFFICER, END_OFFICER, STILL_OPEN
from conversations.readers import Value, Wrong
from conversations.said import Kind, Said
from conversations.talks import DRAFT_AFTER, Noted, Talk, Talks
from conversations.text import mark, paragraphs, word
from conversations.turn.sayings import (
    ASIDE,
    CANCELLED,
    CANCELLED_TALK,
    FIRST_QUESTION,
    GONE,
    NEITHER,
    UNDO_TOO,
)
from conversations.turn.showing import CONSENT, Showing
from conversations.turn.taken import Finish, Reply, Taken, offers

TURNS_OF_THE_WHEEL = 6
"""Talks that may open or end within one turn; more is a bug of a flow."""
PROOFS = frozenset({"izin", "bukti", "kode_keluarga"})
"""What comes first where a flow needs it."""
PROOF, NIK, KK = "bukti", "nik", "kk_tail"
"""The proof by two numbers, and its answers."""
WORDLESS = word("")
"""A paper that follows without words of its own."""
UNDO = "graduasi_batal"
"""What "batal" stops where no talk is open: one's own request that is not filed yet."""


class Moving(Showing):
    """A turn that moves between talks and runs the one that has the floor."""

    __slots__ = ()

    def command(self, talks: Talks, command: str) -> Taken:
        """Carry out a word that works at any point."""
        if command == "batal":
            return self.cancelled(talks)
        if command == "kembali":
            return self.back(talks)
        if command == "selesai" and not talks.relay_at:
            return self.finishing(talks)
        return self.start(talks, command)

    def finishing(self, talks: Talks) -> Taken:
        """End what is open; what could be sent as it stands is not dropped without asking."""
        top, flow, place = talks.top, self.flow(talks.top), self.place(talks)
        if top is None or flow is None or place is None or place.key in {RESUME, CHANGE}:
            return self.cancelled(talks) if top else self.start(talks, "menu")
        rest = self.passed_over(flow, replace(top, view=""))
        if flow.done is None or rest is None:
            return self.cancelled(talks)
        if flow.summary and place.ask is not None:
            return self.run(Taken(talks.on_top(rest)))
        return self.run(Taken(talks.on_top(replace(top, view=FINISH))))

    def passed_over(self, flow: Flow, talk: Talk) -> Talk | None:
        """Pass over every question that is left; None where one of them has to be answered."""
        for _ in flow.asks:
            place = self.place_in(flow, talk)
            if place.ask is None:
                break
            read = passing(place.ask, self.facts, place.answers)
            if read is None:
                return None
            talk = talk.answer(flow, place.key, read.value)
        return talk

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
        if place.key in {CHANGE, FINISH}:
            return self.run(Taken(talks.on_top(replace(top, view=""))))
        given = [ask for ask in place.asks if ask.key in place.answers and not ask.heard]
        asked = [ask.key for ask in given if ask.key != flow.arg]
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
        given = {**heard(flow, self.facts, words), **self.given(flow, arg)}
        given |= self.numbers_in(flow, words)
        brought = self.brought(talks, flow, given)
        if flow.aside:
            put = self.put_aside(Taken(talks))
            begun = self.opened(put.talks, name, given)
            return replace(begun, replies=(*put.replies, *begun.replies))
        same = next((talk for talk in talks.stack if talk.flow == name), None)
        cleared = self.making_way(talks, flow)
        if same and not given:
            return self.run(Taken(replace(cleared, stack=(*cleared.stack, same))))
        return self.opened(cleared, name, {**given, **brought})

    def brought(
        self, talks: Talks, flow: Flow, given: Mapping[str, tuple[int, Value]]
    ) -> dict[str, tuple[int, Value]]:
        """Give what was told before and goes along into a flow; here nothing does."""
        return {}

    def making_way(self, talks: Talks, flow: Flow) -> Talks:
        """Keep of what is open only what is to come back after ``flow``.

        A side question keeps everything, a proof what waits for it; before any other new wish a
        short flow is dropped, and a long one asks once whether it is to go on.
        """
        below: list[Talk] = []
        later: list[Talk] = []
        for talk in talks.stack:
            known = self.flow(talk)
            if known is None or known.name == flow.name or left_by(known, flow):
                continue
            waiting = flow.name in PROOFS and self.prelude(known) in PROOFS
            if flow.side or not flow.asks or waiting or (known.waits and flow.brief):
                below.append(talk)
            elif known.waits and talk.view == RESUME and talk is talks.top:
                later.append(talk)
            elif known.waits and talk.given:
                below.append(replace(talk, view=RESUME))
        kept = tuple(below)
        cleared = talks if kept == talks.stack else replace(talks, stack=kept)
        return cleared.shelve(tuple(later), self.facts.now)

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
        if isinstance(read, Wrong):
            return {}
        more = {key: (1, value) for key, value in read.also.items()}
        return {ask.key: (ask.reader.version, read.value), **more}

    def numbers_in(self, flow: Flow, words: str) -> dict[str, tuple[int, Value]]:
        """Read the numbers of a proof out of the wish that needs it; it hands them on.

        Before consent only the NIK: it waits in the open talk, and is dropped with it.
        """
        proof = self.book.find(PROOF, self.facts)
        if not words or proof is None or PROOF not in {flow.name, self.prelude(flow)}:
            return {}
        found = heard(proof, self.facts, words)
        one = found.keys() if self.facts.person.consented else {NIK}
        return {key: value for key, value in found.items() if key in one}

    def run(self, taken: Taken) -> Taken:
        """Let the talk that has the floor go on: ask, hand over its command, or close it."""
        for _ in range(TURNS_OF_THE_WHEEL):
            top, flow = taken.talks.top, self.flow(taken.talks.top)
            if top is None:
                return taken
            if flow is None:
                taken = replace(taken, talks=taken.talks.pop())
            elif before := self.prelude(flow):
                taken = replace(taken, talks=self.first(taken.talks, before, flow))
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
    def first(talks: Talks, name: str, waiting: Flow) -> Talks:
        """Give the floor to what has to come first; where it was begun below, that goes on.

        Consent speaks of the NIK only before a flow that needs one.
        """
        begun = next((talk for talk in talks.stack if talk.flow == name), None)
        if begun is None:
            told = talks.top.answers if talks.top and name == PROOF else {}
            given = {key: told[key] for key in (NIK, KK) if key in told}
            bare = name == CONSENT and waiting.needs is None and waiting.name not in PROOFS
            pushed = talks.push(name, {WITHOUT_NIK: (1, "ya")} if bare else given)
            return asked_before(pushed) if name == CONSENT else pushed
        rest = tuple(talk for talk in talks.stack if talk is not begun)
        return replace(talks, stack=(*rest, replace(begun, wrong=0)))

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
        same = not flow.staff and top.slip == mark(problem.text)
        asked = replace(
            top.without(*keys).carrying(problem.keep),
            wrong=top.wrong + 1,
            shown=True,
            slip="" if same else mark(problem.text),
        )
        open_again = replace(taken, talks=taken.talks.on_top(asked))
        return self.again(open_again, before=NEITHER if same else problem.text, human=human)

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
            talks = replace(
                talks,
                stack=(),
                drafts=(),
                told="",
                danger=Noted(),
                story=(),
                consent_at=None,
            )
        said_by = taken.talks.top.flow if taken.talks.top and closing.texts else talks.last
        taken = replace(taken, talks=replace(talks, last=said_by))
        if closing.relay is not None:
            since = self.facts.now if closing.relay else None
            kept = replace(taken.talks, relay_at=since, passed=None, story=())
            taken = replace(taken, talks=kept)
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


def asked_before(talks: Talks) -> Talks:
    """Ask for consent in few words where all of it was read within a day."""
    top, last, now = talks.top, talks.consent_at, talks.at
    if top is None or last is None or now is None or now - last >= DRAFT_AFTER:
        return talks
    return talks.on_top(replace(top, asked=CONSENT))


def left_by(leaf: Flow, flow: Flow) -> bool:
    """Tell whether a look-up is over because something else was asked for."""
    return leaf.leaf and flow.name not in PROOFS


def heard(flow: Flow, facts: Facts, words: str) -> dict[str, tuple[int, Value]]:
    """Read the words that led to a flow, where it listens to them."""
    found = flow.heard(facts, words) if flow.heard and words else {}
    versions = {ask.key: ask.reader.version for ask in flow.asks}
    return {key: (versions.get(key, 1), value) for key, value in found.items()}
