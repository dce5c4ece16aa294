"""What officers taught: ways of asking beside those that come with Peka."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from conversations.said import Meant
from conversations.words import plain

NEAR = 88.0
"""How alike a text must be to a taught one, word order aside."""
TAUGHT = 0.8
"""As sure as this is what officers taught."""
MOST_LETTERS = 160
Reading = Callable[[str], tuple[Meant, ...]]


@dataclass
class Listening:
    """Understanding, and on top of it what was taught; exchanged whole when more is taught."""

    understand: Reading
    taught: dict[str, str] = field(default_factory=dict)
    """Plain words to intent."""

    def learn(self, examples: Iterable[tuple[str, str]]) -> None:
        """Take (text, intent) pairs in place of those before."""
        self.taught = {plain(text): intent for text, intent in examples}

    def read(self, text: str) -> tuple[Meant, ...]:
        """Name what a text may mean; what is urgent or clear already needs no lesson."""
        meant = self.understand(text)
        if not self.taught or len(text) > MOST_LETTERS:
            return meant
        if any(one.urgent or one.perhaps or one.score >= TAUGHT for one in meant):
            return meant
        near = process.extractOne(
            plain(text), self.taught.keys(), scorer=fuzz.token_sort_ratio, score_cutoff=NEAR
        )
        if near is None:
            return meant
        intent = self.taught[near[0]]
        return (Meant(intent, TAUGHT), *(one for one in meant if one.intent != intent))
