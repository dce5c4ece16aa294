"""The first reading of free text: spelling folded, then phrases looked for, urgent ones first."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, Self

from rapidfuzz import process
from rapidfuzz.distance import OSA

from conversations.codes import CODE, NOT_CODE, receipt_in
from conversations.said import Meant
from conversations.words import plain

LONGEST_TEXT = 1200
"""Longer texts are read at both ends: the question often stands at the end of a story."""
MOST_WORDS = 240
SHORTEST_FORGIVEN = 6
"""Letters from which on one slip is forgiven; in short words it makes another ("masak")."""
LONGEST_ARG = 100
STAFF_CODE = re.compile(r"^\s*masuk\s+(\S[\S \-]{4,20})\s*$", re.IGNORECASE)
TASK = re.compile(r"^\W*(?:tugas|buka|task|open)\W+#?([A-Za-z0-9]{6})\W*$", re.IGNORECASE)
BARE_CODE = re.compile(r"^\s*[A-Za-z0-9]{4}[\s\-]?[A-Za-z0-9]{4}\s*$")
ENDINGS = ("nya", "lah", "kah", "pun", "ku", "kan", "ne", "na", "in", "e")
GLUED = re.compile(r"\b(\d+)(rb|rbu|ribu|ewu|ebu|k|jt|juta)\b")
"""A number and what it counts, written as one ("50rb")."""


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
    arg_text: bool = False

    @classmethod
    def of(
        cls,
        entry: Mapping[str, Any],
        same: Mapping[str, str] | None = None,
        groups: Mapping[str, list[str]] | None = None,
    ) -> Self:
        """Take one ``[[rule]]`` of the file; its phrases are folded as a text will be.

        A word that begins with @ stands for a whole ``[group]`` of the file.
        """
        alike = same or {}
        named = groups or {}

        def folded(phrases: Iterable[str]) -> tuple[str, ...]:
            spread = (q for p in phrases for q in (named[p[1:]] if p.startswith("@") else (p,)))
            once = (" ".join(alike.get(word, word) for word in p.split()) for p in spread)
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
            arg_text=entry.get("arg_text", False),
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

    def spoken(self) -> Iterable[str]:
        """Give every word that the rule knows."""
        for phrase in (
            *self.whole,
            *self.only,
            *self.without,
            *(p for g in self.words for p in g),
        ):
            yield from phrase.split()


def both_ends(text: str) -> str:
    """Cut the middle out of a long text."""
    half = LONGEST_TEXT // 2
    return text if len(text) <= LONGEST_TEXT else f"{text[:half]} {text[-half:]}"


def among(phrases: Iterable[str], padded: str) -> bool:
    """Tell whether one of the phrases stands in the text as whole words."""
    return any(f" {phrase} " in padded for phrase in phrases)


@dataclass(frozen=True)
class Understanding:
    """What words may mean; about 20 µs a message."""

    rules: tuple[Rule, ...]
    same: Mapping[str, str] = field(repr=False)
    """Spelling to plain word."""
    phrases: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Several words that are one: "gi ta" -> "belum"."""

    @classmethod
    def from_toml_text(cls, text: str) -> Self:
        """Take the text of ``knowledge/words.toml``."""
        data = tomllib.loads(text)
        same = {one: word for word, spelled in data["same"].items() for one in spelled.split()}
        groups = data.get("group", {})
        rules = tuple(Rule.of(entry, same, groups) for entry in data["rule"])
        return cls(rules, same, data.get("phrase", {}))

    def read(self, text: str) -> tuple[Meant, ...]:
        """Name the flows that a text may ask for: urgent ones first, then the surest."""
        code = self.code(text)
        if code is not None:
            return (code,)
        folded = self.fold(text)
        padded = f" {folded} "
        found: dict[str, Meant] = {}
        for rule in self.within_reach(folded.split()):
            known = found.get(rule.flow)
            if (known is None or known.score < rule.score) and rule.fits(padded):
                arg = text[:LONGEST_ARG] if rule.arg_text else rule.arg
                found[rule.flow] = Meant(rule.flow, rule.score, rule.urgent, arg)
        return tuple(sorted(found.values(), key=lambda one: (not one.urgent, -one.score)))

    def knows(self, word: str) -> bool:
        """Tell whether a plain word means something here."""
        return word in self.known or word in self.same

    def within_reach(self, words: list[str]) -> Iterable[Rule]:
        """Give the rules, in order, that one of the words may begin to fulfil: few of them."""
        places = {place for word in words for place in self.by_first_word.get(word, ())}
        return [self.rules[place] for place in sorted(places)]

    @cached_property
    def by_first_word(self) -> Mapping[str, frozenset[int]]:
        """Every word with which a rule can begin to fit, and the places of those rules."""
        places: dict[str, set[int]] = {}
        for place, rule in enumerate(self.rules):
            for phrase in (*rule.whole, *rule.only, *(rule.words[0] if rule.words else ())):
                places.setdefault(phrase.split()[0], set()).add(place)
        return {word: frozenset(found) for word, found in places.items()}

    def code(self, text: str) -> Meant | None:
        """Recognise a text that is nothing but a code of ours."""
        receipt = receipt_in(text)
        if receipt is not None:
            return Meant("kode_laporan", 1.0, arg=receipt)
        staff = STAFF_CODE.match(text)
        if staff and CODE.fullmatch(NOT_CODE.sub("", staff[1]).upper()):
            return Meant("masuk", 1.0, arg=staff[1])
        if (task := TASK.match(text[:40])) and any(map(str.isdigit, task[1])):
            return Meant("tugas_buka", 1.0, arg=task[1].upper())
        bare = NOT_CODE.sub("", text[:20]).upper()
        if BARE_CODE.match(text) and CODE.fullmatch(bare) and not bare.isdecimal():
            return Meant("kode_keluarga", 0.8, arg=bare)
        return None

    def fold(self, text: str) -> str:
        """Write a text in plain words: "pkh sy knp blm cair" -> "pkh saya kenapa belum cair"."""
        even = GLUED.sub(r"\1 \2", plain(both_ends(text)).replace("'", ""))
        padded = f" {' '.join(even.split()[:MOST_WORDS])} "
        for several, one in self.phrases.items():
            padded = padded.replace(f" {several} ", f" {one} ")
        words: list[str] = []
        for word in padded.split():
            joined = f"di{word}"
            if words and words[-1] == "di" and (joined in self.same or joined in self.known):
                words[-1] = joined
            else:
                words.append(word)
        return " ".join(map(self.word, words))

    @cached_property
    def known(self) -> frozenset[str]:
        """Every word that means something here."""
        return frozenset(self.same) | {word for rule in self.rules for word in rule.spoken()}

    @cached_property
    def forgiving(self) -> tuple[str, ...]:
        """Words long enough to be meant although they are misspelt."""
        return tuple(sorted(one for one in self.known if len(one) >= SHORTEST_FORGIVEN))

    @cached_property
    def word(self) -> Any:  # noqa: ANN401 - a cached function
        """Fold one word; the last thousands are remembered."""
        return lru_cache(maxsize=8192)(self._word)

    def _word(self, word: str) -> str:
        if word in self.same or word in self.known:
            return self.same.get(word, word)
        for ending in ENDINGS:
            stem = word.removesuffix(ending)
            if stem != word and stem in self.known:
                return self.same.get(stem, stem)
        if len(word) < SHORTEST_FORGIVEN:
            return word
        near = process.extractOne(word, self.forgiving, scorer=OSA.distance, score_cutoff=1)
        return self.same.get(near[0], near[0]) if near else word
