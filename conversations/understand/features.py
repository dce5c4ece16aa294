"""What a text shows of its meaning: words, their roots, the ideas behind them, and who stands by.

A feature is a short string; its weight tells how much it counts before anything is learnt.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import pairwise
from math import sqrt
from typing import Any

from conversations.understand.spelling import Speller

_POLITE = (
    "assalamualaikum asalamualaikum wr wb bu pak ibuk bapak kak mas mbak min admin mohon maaf "
    "permisi ijin izin bertanya tanya nanya numpang tolong ya yah dong sih deh nih loh lah kah "
    "selamat pagi siang sore malam halo hallo hai punten misi salam y yg yang nya itu ini "
    "kok kan toh lho nggih mohon sama si ini itu lagi aja saja banget sekali berarti"
)
POLITE = frozenset(_POLITE.split())
"""Words that carry little beside others; alone they are a greeting."""
SHORTEST_PIECED = 5
PIECE = 4
WINDOW = 3

WORD, ROOT, IDEA, PAIR, NEAR, PIECES = 1.0, 0.7, 0.8, 0.6, 0.5, 0.4
POLITE_WORD = 0.25


@dataclass(frozen=True)
class Features:
    """Turns plain words into weighted features of length one."""

    speller: Speller
    ideas: Mapping[str, str] = field(repr=False)
    """Word to the idea it stands for."""

    @cached_property
    def of_word(self) -> Any:  # noqa: ANN401 - a cached function
        """Give the features of one word by itself, and its idea; remembered."""
        return lru_cache(maxsize=16384)(self._of_word)

    def _of_word(self, word: str) -> tuple[tuple[tuple[str, float], ...], str]:
        if word.isdecimal():
            return ((("w:#", 0.5),), "#")
        if word in POLITE:
            return (((f"w:{word}", POLITE_WORD),), "")
        root = self.speller.root(word)
        idea = self.ideas.get(word) or self.ideas.get(root, "")
        found = [(f"w:{word}", WORD)]
        if root:
            found.append((f"r:{root}", ROOT))
        elif word in self.speller.weight:
            found.append((f"r:{word}", ROOT / 2))
        if idea:
            found.append((f"i:{idea}", IDEA))
        if len(word) >= SHORTEST_PIECED:
            edged = f"<{word}>"
            found += [(f"c:{edged[n : n + PIECE]}", PIECES) for n in range(len(edged) - PIECE + 1)]
        return (tuple(found), idea or root or word)

    def of(self, clauses: Iterable[list[str]]) -> dict[str, float]:
        """Give the features of a text, together of length one."""
        found: dict[str, float] = {}
        for clause in clauses:
            names: list[str] = []
            for word in clause:
                own, name = self.of_word(word)
                if name:
                    names.append(name)
                for feature, weight in own:
                    found[feature] = max(found.get(feature, 0.0), weight)
            for one, two in pairwise(["^", *names, "$"]):
                found[f"b:{one} {two}"] = PAIR
            for place, one in enumerate(names):
                for two in names[place + 2 : place + 2 + WINDOW]:
                    found[f"s:{one} {two}"] = NEAR
        length = sqrt(sum(weight * weight for weight in found.values())) or 1.0
        return {feature: weight / length for feature, weight in found.items()}
