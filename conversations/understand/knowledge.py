"""What Peka knows of how people write: the data files, read and checked together."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Self

from conversations.understand.examples import Intent, slipped
from conversations.understand.features import POLITE, Features
from conversations.understand.learning import Weights, digest_of, learn
from conversations.understand.rules import Rule
from conversations.understand.spelling import Speller, even


@dataclass(frozen=True)
class Knowledge:
    """Spellings, ideas, phrases and example sentences."""

    same: Mapping[str, str] = field(repr=False)
    phrases: Mapping[str, str] = field(repr=False)
    ideas: Mapping[str, str] = field(repr=False)
    rules: tuple[Rule, ...] = field(repr=False)
    intents: tuple[Intent, ...] = field(repr=False)
    digest: str

    @classmethod
    def of(cls, words: str, ideas: str, intents: Sequence[str]) -> Self:
        """Take the texts of ``words.toml``, ``concepts.toml`` and of every file of intents."""
        spelled = tomllib.loads(words)
        same = {one: word for word, also in spelled["same"].items() for one in also.split()}
        groups = spelled.get("group", {})
        return cls(
            same=same,
            phrases=spelled.get("phrase", {}),
            ideas={
                word: idea for idea, also in tomllib.loads(ideas).items() for word in also.split()
            },
            rules=tuple(Rule.of(entry, same, groups) for entry in spelled["rule"]),
            intents=tuple(Intent.all_from(intents)),
            digest=digest_of((words, ideas, *intents)),
        )

    @cached_property
    def speller(self) -> Speller:
        """What folds a text into words that are known here."""
        weight: Counter[str] = Counter()
        for word in self.spoken():
            for plain in self.same.get(word, word).split():
                weight[plain] += 1
        return Speller(self.same, self.phrases, weight)

    def spoken(self) -> Iterable[str]:
        """Give every word that has a meaning here, as often as it is used."""
        for intent in self.intents:
            for example in intent.examples:
                yield from (word for word in even(example).split() if word != "|")
        for rule in self.rules:
            yield from rule.spoken()
        yield from self.ideas
        yield from self.same.values()
        yield from POLITE

    @cached_property
    def features(self) -> Features:
        """What sees meanings in words."""
        return Features(self.speller, self.ideas)

    def learnt(self) -> Weights:
        """Learn from the examples and a misspelt copy of each; half a minute of work."""
        names = [intent.name for intent in self.intents]
        samples = [
            (self.features.of(self.speller.clauses(text)), place)
            for place, intent in enumerate(self.intents)
            for example in intent.examples
            for text in (example, slipped(example))
        ]
        return learn(self.digest, names, samples)

    def collisions(self) -> list[str]:
        """Name what stands in two places, so that nobody can tell what it means."""
        return [*self._same_sentences(), *self._same_spellings()]

    def _same_sentences(self) -> Iterable[str]:
        seen: dict[str, str] = {}
        for intent in self.intents:
            for example in intent.examples:
                words = " ".join(self.speller.words(example))
                other = seen.setdefault(words, intent.name)
                if other != intent.name:
                    yield f'"{example}" stands under {other} and under {intent.name}'

    def _same_spellings(self) -> Iterable[str]:
        for spelled, word in self.same.items():
            if spelled in self.ideas and self.ideas[spelled] != self.ideas.get(word):
                yield f'"{spelled}" is written "{word}", but is an idea by itself'
            if word in self.same:
                yield f'"{spelled}" is written "{word}", which is written "{self.same[word]}"'
