"""One person chatting with Peka, without channel or database.

Everything is forgotten between two lines but what is stored: each line writes and reads the state.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from conversations import talks as state
from conversations.changed import replace
from conversations.facts import Facts
from conversations.flow import Command, Done, Problem
from conversations.said import Kind, Meant, Said
from conversations.text import Catalogue, Source
from conversations.turn.take import settle, take
from conversations.turn.taken import Book, Need, Reply, Taken

Outcome = Done | Problem
Loader = Callable[[Facts, tuple[str, ...]], Facts]


def all_loaded(_facts: Facts, names: tuple[str, ...]) -> Facts:
    raise AssertionError(f"not loaded and nobody to load: {names}")


@dataclass
class Chat:
    """``desk`` carries out commands, ``load`` loads facts; all that was said is kept.

    What is heard is spoken in the person's language, if ``languages`` has it.
    """

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
    languages: Mapping[str, Catalogue] = field(default_factory=dict)

    @property
    def catalogue(self) -> Catalogue:
        return self.languages.get(self.facts.person.language) or Source()

    @property
    def talks(self) -> state.Talks:
        return state.read(self.stored)

    @property
    def text(self) -> str:
        return "\n".join(reply.text.into(self.catalogue) for reply in self.replies)

    @property
    def buttons(self) -> list[str]:
        return [label for reply in self.replies for label in labels(reply, self.catalogue)]

    @property
    def open(self) -> str:
        """The flow that has the floor, or nothing."""
        top = self.talks.top
        return top.flow if top else ""

    def say(self, text: str) -> str:
        return self.hear(Said(text=text, meant=self.understand(text)))

    def tap(self, label: str) -> str:
        """Tap the button of that label on the last messages."""
        taps = {
            spoken: offer.tap
            for reply in self.replies
            for spoken, offer in zip(labels(reply, self.catalogue), reply.offers, strict=True)
        }
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
        self.taken = replace(taken, talks=replace(taken.talks, offers=self.offered(taken)))
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
            self.lines.append(reply.text.into(self.catalogue))
            if reply.offers:
                self.lines.append(" ".join(f"[{one}]" for one in labels(reply, self.catalogue)))

    def offered(self, taken: Taken) -> tuple[tuple[str, str], ...]:
        """What the last message offers, as a channel notes it."""
        if not taken.replies:
            return taken.talks.offers
        last = taken.replies[-1]
        spoken = labels(last, self.catalogue)
        return tuple((offer.tap, one) for one, offer in zip(spoken, last.offers, strict=True))


def labels(reply: Reply, catalogue: Catalogue) -> list[str]:
    return [offer.label.into(catalogue) for offer in reply.offers]
