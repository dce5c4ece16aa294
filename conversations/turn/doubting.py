"""Words of somebody else, passed on: judged rather than believed, unless they are a cry."""

from __future__ import annotations

from bansos.hoaxes import judge, only_addresses
from conversations.flow import Place, Then
from conversations.numbers import a_nik
from conversations.readers import Good, Wrong
from conversations.said import Said
from conversations.talks import Talk, Talks
from conversations.turn.hesitating import Hesitating
from conversations.turn.taken import Taken
from conversations.turn.wishes import HOAX

CERTAIN = 1.0
"""A whole text that is nothing but a receipt code; it interrupts even free words."""
HALF = 0.5
"""How sure a danger must be in words that were passed on, to count as the sender's own."""
LIFE = frozenset({"putus_asa", "takut", "kekerasan"})
"""Dangers that no swindler's message is taken for."""


class Doubting(Hesitating):
    """A turn that tells somebody else's words from the person's own."""

    __slots__ = ()

    def passed_on(self, talks: Talks, said: Said) -> Then | None:
        """Take what somebody passes on, or a bare link, as asking whether it is true.

        Only where nothing else is open, and not where it tells of the person's own trouble.
        """
        return None if talks.top or talks.relay_at else self.doubted(said)

    def doubted(self, said: Said) -> Then | None:
        """Take somebody else's words, or a bare link, to be judged, where they are no cry."""
        passed = said.text and (said.forwarded or only_addresses(said.text))
        if not passed or in_trouble(said):
            return None
        flow = self.book.find(HOAX, self.facts)
        ask = flow.ask("pesan") if flow else None
        known = any(one.arg and one.score >= CERTAIN for one in said.meant[:1])
        if ask is None or known or a_nik(said.text, self.facts.today):
            return None
        read = ask.reader.read(said, self.facts, {})
        return Then(HOAX, {"pesan": read.value}) if isinstance(read, Good) else None

    def misread(self, talks: Talks, top: Talk, place: Place, said: Said, wrong: Wrong) -> Taken:
        """Judge what was passed on instead of an answer, and ask again; say what is wrong else."""
        about = None if wrong.meant else self.doubted(said)
        if about is None:
            return super().misread(talks, top, place, said, wrong)
        return self.run(Taken(self.following(talks, about)))


def in_trouble(said: Said) -> bool:
    """Tell whether words, passed on or not, are about a danger to whoever sent them.

    A swindler's message speaks of money and cards as a victim does; it is judged as his.
    """
    grave = [one for one in said.meant if one.urgent and (not said.forwarded or one.score >= HALF)]
    swindle = said.forwarded and judge(said.text).swindle
    return any(not swindle or one.intent in LIFE for one in grave)
