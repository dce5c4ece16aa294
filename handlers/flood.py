"""Too many messages from one chat: answered once, kindly, then not until it calms down.

Kept in memory, so every process counts for itself and a restart forgets it; a chat that comes in
through several processes is allowed as much by each.  What may never be lost passes all the same,
however much there is (:func:`passes`), and what is not answered is still claimed, so the platform
hears 200 and nothing of it becomes poison.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from conversations.said import Kind, Said
from conversations.talks import Talks
from conversations.text import say
from conversations.turn.calling import human_of, to_human

BURST = 30
"""Messages of one chat that are answered however fast they come."""
PERIOD_MS = 60_000
"""In this time a chat may send as many again."""
CALM = 10
"""After a flood, so many must be to spare before anything is answered: 20 s of silence."""
REMEMBERED = 20_000

TOO_MANY = say(
    "Pesannya banyak sekali, jadi belum semua saya baca. "
    "Tunggu sebentar, lalu tulis satu hal saja. "
    "Kalau ada bahaya, tulis saja; itu tetap saya baca."
)


class Pace(Enum):
    """What is to happen with a message."""

    FREE = "free"
    FIRST = "first"
    """The first one too many: say so."""
    QUIET = "quiet"


@dataclass(slots=True)
class _Chat:
    left: float
    at: int
    quiet: str = ""
    """The message that was the first one too many; none where all is calm."""


@dataclass(slots=True)
class Flood:
    """How much each chat has to spare; a test of time is one look into a dictionary."""

    burst: int = BURST
    calm: int = CALM
    remembered: int = REMEMBERED
    chats: dict[int, _Chat] = field(default_factory=dict)
    """By the number of the person: no address is kept here."""

    def pace(self, person: int, at: int, message: str) -> Pace:
        """Count one message, written ``at`` (ms since 1970): a backlog is not a flood.

        A turn may be done again because a neighbour failed (``storage.unit``): whoever was to be
        told before is told then, too.
        """
        chat = self.chats.get(person)
        if chat is None:
            if len(self.chats) >= self.remembered:
                self._forget(at)
            chat = self.chats[person] = _Chat(self.burst, at)
        self._refill(chat, at)
        if chat.quiet and chat.left >= self.calm:
            chat.quiet = ""
        if chat.left >= 1:
            chat.left -= 1
            return Pace.QUIET if chat.quiet else Pace.FREE
        chat.quiet = chat.quiet or message
        return Pace.FIRST if chat.quiet == message else Pace.QUIET

    def _refill(self, chat: _Chat, at: int) -> None:
        gone = max(0, at - chat.at)
        chat.left = min(self.burst, chat.left + gone * self.burst / PERIOD_MS)
        chat.at = max(chat.at, at)

    def _forget(self, now: int) -> None:
        """Let go of everybody who was silent for a period; of all where that helps nothing."""
        kept = {key: chat for key, chat in self.chats.items() if now - chat.at < PERIOD_MS}
        self.chats = kept if len(kept) < self.remembered else {}


def passes(said: Said, talks: Talks, *, officer: bool) -> bool:
    """Tell what is never left unanswered, however many messages came before it.

    An officer's word; a danger, and words right after one; a tap that answers what was asked
    last or leads to a human; words to an officer, which nobody answers here anyway; and the word
    of our own fetcher.
    """
    if officer or said.kind is Kind.FETCHED or any(one.urgent for one in said.meant):
        return True
    if said.kind is Kind.TAP:
        return to_human(said.tap) or _answers(said.tap, talks)
    in_danger = bool(human_of(talks))
    return in_danger or (talks.relay_at is not None and talks.top is None)


def _answers(tap: str, talks: Talks) -> bool:
    """Tell whether a button stands under the last message and says more than "go to the menu"."""
    bare = tap.startswith(">") and "." not in tap
    return not bare and any(tap == offered for offered, _label in talks.offers)
