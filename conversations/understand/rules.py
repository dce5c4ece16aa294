"""Phrases that people use, as rules of a data file: the first signal of a meaning."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Rule:
    """When a text asks for a flow."""

    flow: str
    score: float
    urgent: bool = False
    words: tuple[tuple[str, ...], ...] = ()
    without: tuple[str, ...] = ()
    whole: frozenset[str] = frozenset()
    only: frozenset[str] = frozenset()
    having: tuple[str, ...] = ()
    arg: str = ""
    key: str = ""
    """The public name, where it is another than that of the flow."""

    @classmethod
    def of(
        cls,
        entry: Mapping[str, Any],
        same: Mapping[str, str] | None = None,
    ) -> Self:
        """Take one ``[[rule]]`` of the file; its phrases are folded as a text will be."""
        alike = same or {}

        def folded(phrases: Iterable[str]) -> tuple[str, ...]:
            once = (" ".join(alike.get(word, word) for word in p.split()) for p in phrases)
            return tuple(dict.fromkeys(once))

        return cls(
            flow=entry["flow"],
            score=entry["score"],
            urgent=entry.get("urgent", False),
            words=tuple(folded(group) for group in entry.get("words", ())),
            without=folded(entry.get("without", ())),
            whole=frozenset(folded(entry.get("whole", ()))),
            only=frozenset(folded(entry.get("only", "").split())),
            having=folded(entry.get("with", ())),
            arg=entry.get("arg", ""),
            key=entry.get("key", ""),
        )

    def fits(self, padded: str) -> bool:
        """Judge a folded text with a space before and behind."""
        if padded[1:-1] in self.whole:
            return True
        if self.only:
            said = padded.split()
            fits = bool(said) and self.only.issuperset(said)
            return fits and (not self.having or among(self.having, padded))
        if not self.words or among(self.without, padded):
            return False
        return all(among(group, padded) for group in self.words)

    def exact(self, padded: str) -> bool:
        """Tell whether the whole text is one of the phrases, or made of such words only."""
        if padded[1:-1] in self.whole:
            return True
        return bool(self.only) and self.fits(padded)

    def spoken(self) -> Iterable[str]:
        """Give every word that the rule knows."""
        for phrase in (
            *self.whole,
            *self.only,
            *self.without,
            *(p for g in self.words for p in g),
        ):
            yield from phrase.split()


def among(phrases: Iterable[str], padded: str) -> bool:
    """Tell whether one of the phrases stands in the text as whole words."""
    return any(f" {phrase} " in padded for phrase in phrases)
