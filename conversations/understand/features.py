"""What a text shows of its meaning: its words, the ideas behind them, and its letters as written.

A feature is a short string.  Words tell the most, once they are spelled; ideas tell what a word
that nobody has used here before stands for; letters still tell something where spelling failed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Any

from conversations.understand.spelling import Speller, Word

_POLITE = (
    "assalamualaikum asalamualaikum wr wb bu pak ibuk bapak kak mas mbak min admin mohon maaf "
    "permisi ijin izin bertanya tanya nanya numpang tolong ya yah dong sih deh nih loh lah kah "
    "selamat pagi siang sore malam halo hallo hai punten misi salam y yg yang nya itu ini "
    "kok kan toh lho nggih mohon sama si ini itu lagi aja saja banget sekali berarti"
)
POLITE = frozenset(_POLITE.split())
"""Words that carry little beside others; alone they are a greeting."""
NUMBER = "#"
SHORTEST, LONGEST = 2, 4
"""Letters of a piece; what stands at the edge of a word counts as a letter."""
SHARE = {"w": 1.0, "i": 0.5, "c": 1.2}
"""How much words, ideas and letters count in the whole; the first letter of a feature tells."""


@dataclass(frozen=True)
class Features:
    """Turns the words of a text into features."""

    speller: Speller
    ideas: Mapping[str, str] = field(repr=False)
    """Word to the idea it stands for."""

    def of(self, clauses: Iterable[Sequence[Word]]) -> list[list[str]]:
        """Give the words, the ideas and the letters of a text, each as often as they stand."""
        words: list[str] = []
        ideas: list[str] = []
        letters: list[str] = []
        for clause in clauses:
            plain = [NUMBER if one.plain.isdecimal() else one.plain for one in clause]
            words += [f"w:{one}" for one in plain]
            words += [f"w:{one} {two}" for one, two in pairwise(plain)]
            meant = [idea for idea in map(self.idea, plain) if idea]
            ideas += [f"i:{one}" for one in meant]
            ideas += [f"i:{one} {two}" for one, two in pairwise(meant)]
            for one in clause:
                letters += self.letters(one.written)
        return [words, ideas, letters]

    @cached_property
    def idea(self) -> Any:  # noqa: ANN401 - a cached function
        """Give the idea of a word, else its root, else the word; "" where it says nothing."""
        return lru_cache(maxsize=16384)(self._idea)

    def _idea(self, word: str) -> str:
        root = self.speller.root(word)
        found = self.ideas.get(word) or self.ideas.get(root, "") or root
        return found or ("" if word in POLITE else word)

    @cached_property
    def letters(self) -> Any:  # noqa: ANN401 - a cached function
        """Give the pieces of two to four letters of a word as it was written."""
        return lru_cache(maxsize=16384)(_letters)


def _letters(word: str) -> tuple[str, ...]:
    edged = f" {word} "
    return tuple(
        f"c:{edged[at : at + size]}"
        for size in range(SHORTEST, LONGEST + 1)
        for at in range(max(1, len(edged) - size + 1))
        if word
    )
