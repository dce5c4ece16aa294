"""What may be meant, weighed: how sure it is, whether it leads anywhere here, what may cut in."""

from __future__ import annotations

import re

from conversations.changed import replace
from conversations.danger.alarms import judged
from conversations.said import Kind, Meant, Said
from conversations.talks import Talks
from conversations.turn.at_desk import meant_at_desk
from conversations.turn.doubting import Doubting
from conversations.words import ALLOWED, plain, says

LOUD = 0.75
"""How sure a danger must be to cut into an open question."""
UNSUBSCRIBED = "berhenti"
WRITE_NO_MORE = re.compile(r"berhenti|stop|edukasi|langgan|pesan|kirim|unsub")
"""Without such a word "jangan" beside an open question is about the question."""


class Weighing(Doubting):
    """A turn that weighs what may be meant before it is acted on."""

    __slots__ = ()

    def weighed(self, talks: Talks, said: Said) -> Said:
        """Leave out of what may be meant what leads nowhere here, or is too faint to cut in."""
        if self.facts.staff is not None and said.kind is Kind.TEXT:
            said = replace(said, meant=meant_at_desk(said.text, said.meant))
        if said.meant:
            small = talks.top is not None and says(said.text, ALLOWED)
            here = tuple(one for one in said.meant if not small and self.here(one))
            if talks.top and not WRITE_NO_MORE.search(plain(said.text)):
                here = tuple(one for one in here if one.intent != UNSUBSCRIBED)
            meant = self.called_for(self.loud(talks, here))
            return said if meant == said.meant else replace(said, meant=meant)
        return said

    def judged(self, talks: Talks, said: Said) -> Said:
        """Put right what was heard of danger in somebody's own words."""
        if said.kind is not Kind.TEXT or said.forwarded or self.facts.staff is not None:
            return said
        if talks.relay_at and talks.top is None:
            self.know(("helped",))
        meant = judged(said.text, said.meant, self.told_of(talks))
        meant = self.nearest(talks, meant)
        return said if meant == said.meant else replace(said, meant=meant)

    def loud(self, talks: Talks, meant: tuple[Meant, ...]) -> tuple[Meant, ...]:
        """Let only a sure danger cut into what is under way; an officer's words are none.

        Of the others it stays known that they may be one.
        """
        if talks.top is None and not talks.relay_at and self.facts.staff is None:
            return meant
        heard = tuple(one for one in meant if not one.urgent or one.score >= LOUD)
        if talks.top is None or self.facts.staff is not None:
            return heard
        quiet = (one for one in meant if one.urgent and one.score < LOUD)
        return (*heard, *(replace(one, urgent=False, perhaps=True) for one in quiet))

    def here(self, meant: Meant) -> bool:
        """Tell whether a meaning leads anywhere for this person."""
        return self.book.find(meant.intent, self.facts) is not None
