"""Phrases that people use, as rules of a data file: the first signal of a meaning."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Rule:
    """When a text asks for a flow."""

    flow: str
    score: float
    urgent: bool = False
    words: tuple[tuple[str, ...], ...] = ()
    """Of each group one must stand in the text; a space before and behind, as in ``without``."""
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

        def padded(phrases: Iterable[str]) -> tuple[str, ...]:
            return tuple(f" {phrase} " for phrase in folded(phrases))

        return cls(
            flow=entry["flow"],
            score=entry["score"],
            urgent=entry.get("urgent", False),
            words=tuple(padded(group) for group in entry.get("words", ())),
            without=padded(entry.get("without", ())),
            whole=frozenset(folded(entry.get("whole", ()))),
            only=frozenset(folded(entry.get("only", "").split())),
            having=padded(entry.get("with", ())),
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
    """Tell whether one of the phrases, each padded as the text is, stands in it."""
    return any(phrase in padded for phrase in phrases)


NOWHERE: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Rules:
    """All rules, by the words that a text must have to fulfil them."""

    rules: Sequence[Rule] = field(repr=False)

    def fitting(self, padded: str) -> list[Rule]:
        """Give the rules that a text fulfils, the surest of each flow."""
        words = padded.split()
        if not words:
            return []
        first, last = (self.by_only.get(word, NOWHERE) for word in (words[0], words[-1]))
        places = self.by_whole.get(padded[1:-1], NOWHERE) | (first & last)
        places = places.union(*[self.by_word[word] for word in words if word in self.by_word])
        found: dict[str, Rule] = {}
        for place in sorted(places):
            rule = self.rules[place]
            known = found.get(rule.flow)
            if (known is None or known.score < rule.score) and rule.fits(padded):
                found[rule.flow] = rule
        return list(found.values())

    @cached_property
    def by_word(self) -> Mapping[str, frozenset[int]]:
        """The longest word of each phrase of a rule, and the places of those rules."""
        return placed(
            (max(phrase.split(), key=len), place)
            for place, rule in enumerate(self.rules)
            for some in rule.words[:1]
            for phrase in some
        )

    @cached_property
    def by_only(self) -> Mapping[str, frozenset[int]]:
        """Every word of which alone a text may be made that fulfils a rule, and their places."""
        return placed((w, n) for n, rule in enumerate(self.rules) for w in rule.only)

    @cached_property
    def by_whole(self) -> Mapping[str, frozenset[int]]:
        """Every whole text that fulfils a rule, and the places of those rules."""
        return placed((w, n) for n, rule in enumerate(self.rules) for w in rule.whole)


def placed(words: Iterable[tuple[str, int]]) -> Mapping[str, frozenset[int]]:
    """Give every word and the places at which it stands."""
    places: dict[str, frozenset[int]] = {}
    for word, place in words:
        places[word] = places.get(word, NOWHERE) | {place}
    return places
