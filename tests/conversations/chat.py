"""One person chatting with Peka, without channel or database.

Everything is forgotten between two lines but what is stored: each line writes and reads the state.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta

from conversations import talks as state
from conversations.facts import Facts
from conversations.flow import Command, Done, Problem
from conversations.said import Kind, Meant, Said
from conversations.take import Book, Need, Reply, Taken, settle, take
from conversations.text import Source

Outcome = Done | Problem
Loader = Callable[[Facts, tuple[str, ...]], Facts]


def all_loaded(_facts: Facts, names: tuple[str, ...]) -> Facts:
    raise AssertionError(f"not loaded and nobody to load: {names}")


@dataclass
class Chat:
    """``desk`` carries out commands, ``load`` loads facts; all that was said is kept."""

    book: Book
    facts: Facts
    desk: Callable[["Chat", Command], Outcome] = lambda _chat, _command: Done()
    load: Loader = all_loaded
    understand: Callable[[str], tuple[Meant, ...]] = lambda _text: ()
    stored: bytes = b""
    commands: list[Command] = field(default_factory=list)
    replies: tuple[Reply, ...] = ()
    taken: Taken | None = None
    lines: list[str] = field(default_factory=list)

    @property
    def talks(self) -> state.Talks:
        return state.read(self.stored)

    @property
    def text(self) -> str:
        return "\n".join(reply.text.into(Source()) for reply in self.replies)

    @property
    def buttons(self) -> list[str]:
        return [offer.label.into(Source()) for reply in self.replies for offer in reply.offers]

    @property
    def open(self) -> str:
        """The flow that has the floor, or nothing."""
        top = self.talks.top
        return top.flow if top else ""

    def say(self, text: str) -> str:
        return self.hear(Said(text=text, meant=self.understand(text)))

    def tap(self, label: str) -> str:
        """Tap the button of that label on the last messages."""
        taps = {o.label.into(Source()): o.tap for reply in self.replies for o in reply.offers}
        return self.hear(Said(Kind.TAP, tap=taps[label]))

    def wait(self, **time: float) -> None:
        self.facts = replace(self.facts, now=self.facts.now + timedelta(**time))

    def hear(self, said: Said) -> str:
        """Take one message as a handler would: facts, command, settling, storing."""
        self.wait(seconds=20)
        taken = self._loaded(lambda: take(self.book, self.talks, said, self.facts))
        if taken.finish is not None:
            self.commands.append(taken.finish.command)
            outcome = self.desk(self, taken.finish.command)
            begun = taken
            taken = self._loaded(lambda: settle(self.book, begun, self.facts, outcome))
            assert taken.finish is None, "a second command in one turn"
        self.taken = replace(taken, talks=replace(taken.talks, offers=offered(taken)))
        self.stored = state.write(self.taken.talks)
        assert state.read(self.stored) == self.taken.talks
        self.replies = taken.replies
        self.facts = replace(self.facts, person=replace(self.facts.person, known=True))
        self._note(said)
        return self.text

    def _loaded(self, attempt: Callable[[], Taken | Need]) -> Taken:
        for _ in range(4):
            outcome = attempt()
            if isinstance(outcome, Taken):
                return outcome
            self.facts = self.load(self.facts, outcome.facts)
        raise AssertionError("facts are never enough")

    def _note(self, said: Said) -> None:
        self.lines.append(f"> {said.text or said.tap or said.kind}")
        for reply in self.replies:
            self.lines.append(reply.text.into(Source()))
            if reply.offers:
                self.lines.append(" ".join(shown(reply)))


def shown(reply: Reply) -> Iterable[str]:
    return (f"[{offer.label.into(Source())}]" for offer in reply.offers)


def offered(taken: Taken) -> tuple[tuple[str, str], ...]:
    """What the last message offers, as a channel notes it."""
    if not taken.replies:
        return taken.talks.offers
    return tuple((one.tap, one.label.into(Source())) for one in taken.replies[-1].offers)
