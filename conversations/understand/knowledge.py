"""What Peka knows of how people write: the data files, read and checked together."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Self

from conversations.understand.examples import Intent, Sentence, sentences_of
from conversations.understand.features import POLITE, Features
from conversations.understand.folding import even
from conversations.understand.learning import digest_of
from conversations.understand.rules import Rule
from conversations.understand.spelling import Speller

OFTEN = 2
"""Sentences that must use a word before it counts as spelled right."""


@dataclass(frozen=True)
class Knowledge:
    """Spellings, ideas, phrases and example sentences."""

    same: Mapping[str, str] = field(repr=False)
    phrases: Mapping[str, str] = field(repr=False)
    ideas: Mapping[str, str] = field(repr=False)
    rules: tuple[Rule, ...] = field(repr=False)
    intents: tuple[Intent, ...] = field(repr=False)
    table: str = field(repr=False)
    """The sentences as their file has them: only learning looks at them."""
    digest: str
    used: Mapping[str, int] | None = field(default=None, repr=False)
    """How often the examples use each plain word, if that was counted before."""

    @classmethod
    def of(
        cls,
        words: str,
        ideas: str,
        intents: Sequence[str],
        sentences: str,
        used: Mapping[str, int] | None = None,
    ) -> Self:
        """Take the texts of ``words.toml``, ``concepts.toml``, the intents and the sentences."""
        spelled = tomllib.loads(words)
        same = {one: word for word, also in spelled["same"].items() for one in also.split()}
        return cls(
            same=same,
            phrases=spelled.get("phrase", {}),
            ideas={
                word: idea for idea, also in tomllib.loads(ideas).items() for word in also.split()
            },
            rules=tuple(Rule.of(entry, same) for entry in spelled["rule"]),
            intents=tuple(Intent.all_from(intents)),
            table=sentences,
            digest=digest_of((words, ideas, *intents, sentences)),
            used=used,
        )

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """What people wrote, and what they wanted."""
        return tuple(sentences_of(self.table))

    @cached_property
    def speller(self) -> Speller:
        """What folds a text into words that are known here."""
        weight = Counter(self.counted() if self.used is None else self.used)
        weight.update(self.plain(self.listed()))
        return Speller(self.same, self.phrases, weight)

    def counted(self) -> Counter[str]:
        """Count the plain words of all examples; what one sentence alone uses may be a slip."""
        weight = Counter(
            self.plain(w for one in self.intents for e in one.examples for w in spoken_in(e))
        )
        often = Counter(word for one in self.sentences for word in {*spoken_in(one.text)})
        for one in self.sentences:
            weight.update(self.plain(w for w in spoken_in(one.text) if often[w] >= OFTEN))
        return weight

    def plain(self, words: Iterable[str]) -> Iterable[str]:
        """Give the plain words of spellings."""
        return (plain for word in words for plain in self.same.get(word, word).split())

    def listed(self) -> Iterable[str]:
        """Give the words of the rules, the ideas and the spellings."""
        for rule in self.rules:
            yield from rule.spoken()
        yield from self.ideas
        yield from self.same.values()
        yield from POLITE

    @cached_property
    def features(self) -> Features[str]:
        """What sees features in words, each by its text."""
        return Features(self.speller, self.ideas, str, list)

    def samples(self) -> Iterable[tuple[str, frozenset[str]]]:
        """Give every example with the names of its intents."""
        for intent in self.intents:
            for example in intent.examples:
                yield example, frozenset({intent.name})
        for one in self.sentences:
            yield one.text, one.intents

    def collisions(self) -> list[str]:
        """Name what stands in two places, so that nobody can tell what it means."""
        return [
            *self._unknown_intents(),
            *self._same_sentences(),
            *self._same_spellings(),
        ]

    def _same_sentences(self) -> Iterable[str]:
        seen: dict[str, frozenset[str]] = {}
        for text, intents in self.samples():
            other = seen.setdefault(" ".join(self.speller.words(text)), intents)
            if not other & intents:
                yield f'"{text}" stands under {named(other)} and under {named(intents)}'

    def _unknown_intents(self) -> Iterable[str]:
        known = {intent.name for intent in self.intents}
        for one in self.sentences:
            if strange := one.intents - known:
                yield f'"{one.text}" stands under {named(strange)}, which no file of intents has'

    def _same_spellings(self) -> Iterable[str]:
        for spelled, word in self.same.items():
            if spelled in self.ideas and self.ideas[spelled] != self.ideas.get(word):
                yield f'"{spelled}" is written "{word}", but is an idea by itself'
            if word in self.same:
                yield f'"{spelled}" is written "{word}", which is written "{self.same[word]}"'


def spoken_in(text: str) -> Iterable[str]:
    """Give the words of an example as they stand."""
    return (word for word in even(text).split() if word != "|")


def named(intents: Iterable[str]) -> str:
    """Write several names in one."""
    return "+".join(sorted(intents))
