"""What a text shows of its meaning: its words, the ideas behind them, and its letters as written.

A feature is a short string.  Words tell the most, once they are spelled; ideas tell what a word
that nobody has used here before stands for; letters still tell something where spelling failed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, MutableSequence, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Any, Generic, NamedTuple, TypeVar

from conversations.understand.spelling import REMEMBERED, Speller

_POLITE = (
    "assalamualaikum asalamualaikum wr wb bu pak ibuk bapak kak mas mbak min admin mohon maaf "
    "permisi ijin izin bertanya tanya nanya numpang tolong ya yah dong sih deh nih loh lah kah "
    "selamat pagi siang sore malam halo hallo hai punten misi salam y yg yang nya itu ini "
    "kok kan toh lho nggih mohon sama si ini itu lagi aja saja banget sekali berarti"
)
POLITE = frozenset(_POLITE.split())
"""Words that carry little beside others; alone they are a greeting."""
_JOINTS = (
    "terus sama dan sekalian tapi tetapi juga soalnya lalu kemudian and then also padahal oh "
    "trus katanya karena"
)
JOINTS = frozenset(_JOINTS.split())
"""Words that may join two thoughts."""
LITTLE = POLITE | JOINTS
"""Words that say nothing by themselves."""
NUMBER = "#"
SHORTEST, LONGEST = 2, 4
"""Letters of a piece; what stands at the edge of a word counts as a letter."""
SHARE = {"w": 1.0, "i": 0.5, "c": 1.2}
"""How much words, ideas and letters count in the whole; the first letter of a feature tells."""


Name = TypeVar("Name")


class Seen(NamedTuple, Generic[Name]):
    """What one word shows by itself, whatever stands beside it."""

    plain: str
    written: str
    word: str
    """The plain one; any number is the same."""
    idea: str
    """What it stands for; "" where it says nothing."""
    shown: MutableSequence[Name]
    """The word, its idea and its letters, as far as they count."""
    known: bool
    """The word itself counts."""
    weighty: bool
    """It says something by itself."""
    joins: bool
    """It may join two thoughts."""


@dataclass(frozen=True)
class Features(Generic[Name]):
    """Turns the words of a text into features."""

    speller: Speller
    ideas: Mapping[str, str] = field(repr=False)
    """Word to the idea it stands for."""
    name: Callable[[str], Name | None] = field(repr=False)
    """What a feature is called: itself, or its place in a table; None where it counts nothing."""
    row: Callable[[Iterable[Name]], MutableSequence[Name]] = field(repr=False)
    """What holds several of them."""

    def spelled(self, text: str) -> list[list[Seen[Name]]]:
        """Give the words of a text and what each shows, sentence by sentence."""
        return self.speller.each(text, self.read)

    def of(self, clauses: Iterable[Sequence[Seen[Name]]]) -> MutableSequence[Name]:
        """Give the words, the ideas and the letters of a text, each as often as they stand."""
        found = self.row(())
        for clause in clauses:
            for one in clause:
                found += one.shown
            words = [one.word for one in clause]
            ideas = [one.idea for one in clause if one.idea]
            pairs = [f"w:{one} {two}" for one, two in pairwise(words)]
            pairs += [f"i:{one} {two}" for one, two in pairwise(ideas)]
            found += self.names(pairs)
        return found

    def names(self, features: Iterable[str]) -> MutableSequence[Name]:
        """Name those features that count."""
        return self.row([name for name in map(self.name, features) if name is not None])

    def read(self, word: str) -> tuple[Seen[Name], ...]:
        """Read one written word: as one word, as several, as none."""
        return self.remembered(word) if self.speller.public(word) else self._read(word)

    @cached_property
    def remembered(self) -> Any:  # noqa: ANN401 - a cached function
        """Read one word; the last thousands are remembered."""
        return lru_cache(maxsize=REMEMBERED)(self._read)

    def _read(self, word: str) -> tuple[Seen[Name], ...]:
        return tuple(self.seen(*one) for one in self.speller.read(word))

    def seen(self, plain: str, written: str) -> Seen[Name]:
        """See what one word shows by itself."""
        word = NUMBER if plain.isdecimal() else plain
        idea = self.idea(word)
        shown = [f"w:{word}", *([f"i:{idea}"] if idea else []), *letters_of(written)]
        known = bool(self.names(shown[:1]))
        weighty = len(plain) > 1 and plain not in LITTLE and not plain.isdecimal()
        joins = plain in JOINTS
        return Seen(plain, written, word, idea, self.names(shown), known, weighty, joins)

    def idea(self, word: str) -> str:
        """Give the idea of a word, else its root, else the word; "" where it says nothing."""
        root = self.speller.root(word)
        found = self.ideas.get(word) or self.ideas.get(root, "") or root
        return found or ("" if word in POLITE else word)


def letters_of(word: str) -> Iterable[str]:
    """Give the pieces of two to four letters of a word as it was written."""
    edged = f" {word} "
    return (
        f"c:{edged[at : at + size]}"
        for size in range(SHORTEST, LONGEST + 1)
        for at in range(max(1, len(edged) - size + 1))
        if word
    )
