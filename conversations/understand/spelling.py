"""From what thumbs wrote to plain words: "pkh sy knp blm cairrr" -> "pkh saya kenapa belum cair".

Everything here is looked up or computed from the word list; nothing is guessed about grammar but
the affixes that Indonesian puts before and behind a word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Any, NamedTuple, Protocol, TypeVar

from rapidfuzz.distance import OSA

from conversations.understand.folding import even

MOST_WORDS = 140
SHORTEST_FORGIVEN = 4
"""Letters from which on one slip is forgiven; two from TWO_SLIPS on."""
TWO_SLIPS = 8
LONGEST_TWICE = 13
SHORTEST_SPLIT = 6
SHORTEST_STEM = 3
MANY_CONSONANTS = 3
LONGEST_WORD = 24
REMEMBERED, LONGEST_REMEMBERED = 8192, 20
"""Words of which is kept what was found; letters of the longest one that we do not know."""
APART = frozenset({"di", "e"})
"""Small words that belong to the next one, though both are known."""

DOUBLE = re.compile(r"([a-z])\1")
LAUGH = re.compile(r"^(?:(?:wk)+w?|(?:ha){2,}h?|(?:he){2,}h?|(?:hi){2,}|(?:xi){2,}|h+m+|hm+)$")
VOWELS = re.compile(r"[aiueo]")
ENDINGS = ("nya", "lah", "kah", "pun", "ku", "mu", "kan", "ne", "na", "nyo", "in", "e", "a")
SUFFIXES = ("", "kan", "an", "i", "in", "nya", "annya", "kannya", "inya")
PREFIXES = (
    ("di", ""), ("ter", ""), ("ke", ""), ("ber", ""), ("se", ""), ("pe", ""), ("me", ""),
    ("mem", ""), ("mem", "p"), ("men", ""), ("men", "t"), ("meng", ""), ("meng", "k"),
    ("meny", "s"), ("pem", ""), ("pem", "p"), ("pen", ""), ("pen", "t"), ("peng", ""),
    ("peng", "k"), ("peny", "s"), ("nge", ""), ("ng", ""), ("ng", "k"), ("ny", "s"), ("m", "p"),
    ("n", "t"), ("e", ""), ("ta", ""), ("", ""),
)  # fmt: skip
SHORTEST_ROOT = 4


class Word(NamedTuple):
    """A plain word and how it was written; of one written word that is two, the first has it."""

    plain: str
    written: str


class Written(Protocol):
    """Anything that knows how it was written."""

    @property
    def written(self) -> str:
        """Its letters as they stood."""


AnyWord = TypeVar("AnyWord", bound=Written)


@dataclass(frozen=True)
class Speller:
    """Knows words and how they are misspelt; a word costs microseconds, a known one less."""

    same: Mapping[str, str] = field(repr=False)
    """Spelling to plain word or words."""
    phrases: Mapping[str, str] = field(repr=False)
    """Several words that are one: "gi ta" -> "belum"."""
    weight: Mapping[str, int] = field(repr=False)
    """Every plain word, and how often the examples use it."""

    def spelled(self, text: str) -> list[list[Word]]:
        """Give the words, sentence by sentence."""
        return self.each(text, self.read)

    def each(self, text: str, read: Callable[[str], tuple[AnyWord, ...]]) -> list[list[AnyWord]]:
        """Give what ``read`` makes of each written word, sentence by sentence."""
        found: list[list[AnyWord]] = [[]]
        for word in self.joined(self.phrased(even(text)).split()[:MOST_WORDS]):
            if word == "|":
                found.append([])
            elif not repeated(found[-1], word):
                found[-1] += read(word)
        return [words for words in found if words]

    def clauses(self, text: str) -> list[list[str]]:
        """Give the plain words, sentence by sentence."""
        return [[word.plain for word in words] for words in self.spelled(text)]

    def words(self, text: str) -> list[str]:
        """Give the plain words of the whole text."""
        return [word for clause in self.clauses(text) for word in clause]

    def phrased(self, folded: str) -> str:
        """Put one word where several mean one."""
        padded = f" {' '.join(folded.split())} "
        for several, one in self.padded:
            if several in padded:
                padded = padded.replace(several, one)
        return padded

    @cached_property
    def padded(self) -> list[tuple[str, str]]:
        """The several words and the one, each with a space before and behind."""
        return [(f" {several} ", f" {one} ") for several, one in self.phrases.items()]

    def joined(self, words: list[str]) -> Iterator[str]:
        """Write together what thumbs tore apart: "di pegang", "ti dak"."""
        known, spent = self.known, False
        for word, after in pairwise([*words, "|"]):
            torn = word in APART or (word not in known and after not in known)
            if spent:
                spent = False
            elif torn and word + after in known:
                spent = True
                yield word + after
            else:
                yield word

    @cached_property
    def known(self) -> frozenset[str]:
        """Every spelling that is known."""
        return frozenset({*self.same, *self.weight})

    def __contains__(self, word: str) -> bool:
        """Tell whether a spelling is known."""
        return word in self.known

    def public(self, word: str) -> bool:
        """Tell whether a word may be remembered: one of ours, or letters only and not many.

        A number, a code or an address is looked at anew each time: nothing of it stays.
        """
        return word in self.known or (word.isalpha() and len(word) <= LONGEST_REMEMBERED)

    def read(self, word: str) -> tuple[Word, ...]:
        """Fold one word into one or several, laughter into none."""
        return self.remembered(word) if self.public(word) else self._read(word)

    @cached_property
    def remembered(self) -> Any:  # noqa: ANN401 - a cached function
        """Fold one word; the last thousands are remembered."""
        return lru_cache(maxsize=REMEMBERED)(self._read)

    def _read(self, word: str) -> tuple[Word, ...]:
        if LAUGH.match(word):
            return ()
        plain = self.word(word[:LONGEST_WORD]).split()
        return tuple(map(Word, plain, (word, *[""] * len(plain))))

    def plain(self, word: str) -> str:
        """Give the plain word of a known spelling."""
        return self.same.get(word, word)

    def word(self, word: str) -> str:
        """Give the plain word that was meant, or the words that were written as one."""
        if word in self or word.isdecimal():
            return self.plain(word)
        once = DOUBLE.sub(r"\1", word)
        if once in self:
            return self.plain(once)
        for ending in ENDINGS:
            stem = word.removesuffix(ending)
            if stem != word and len(stem) >= SHORTEST_STEM and stem in self:
                return self.plain(stem)
        if self.root(word):
            return word
        near = self.nearest(once) or self.vowelless(once)
        if near:
            return self.plain(near)
        parts = self.split(once)
        return " ".join(map(self.plain, parts)) if parts else word

    # Slips of the thumb

    @cached_property
    def by_gap(self) -> Mapping[str, tuple[str, ...]]:
        """Every known word under each form that lacks one letter (two of a long word)."""
        found: dict[str, list[str]] = {}
        for word in (*self.weight, *self.same):
            if len(word) >= SHORTEST_FORGIVEN:
                for gap in gaps(word):
                    found.setdefault(gap, []).append(word)
        return {gap: tuple(words) for gap, words in found.items()}

    def nearest(self, word: str) -> str:
        """Find the known word that was meant, if it is one slip away."""
        if len(word) < SHORTEST_FORGIVEN:
            return ""
        close = {one for gap in gaps(word) for one in self.by_gap.get(gap, ())}
        best, least = "", (3.0, 0, "")
        for one in close:
            slips = OSA.distance(word, one, score_cutoff=2)
            longest = max(len(one), len(word))
            if slips > (1 if longest < TWO_SLIPS else 2):
                continue
            if longest < TWO_SLIPS and one[0] != word[0]:
                continue
            cost = (slips + (one[0] != word[0]) / 2, -self.weight.get(self.plain(one), 0), one)
            if cost < least:
                best, least = one, cost
        return best

    @cached_property
    def by_bones(self) -> Mapping[str, str]:
        """Every known word under its consonants; the most frequent one wins."""
        found: dict[str, str] = {}
        for word in sorted(self.weight, key=lambda one: self.weight[one]):
            bones = VOWELS.sub("", word)
            if len(bones) >= MANY_CONSONANTS:
                found[bones] = word
        return found

    def vowelless(self, word: str) -> str:
        """Find the word whose vowels were left out ("pndmping")."""
        bones = VOWELS.sub("", word)
        if len(word) - len(bones) > len(word) // 4:
            return ""
        return self.by_bones.get(bones, "")

    def split(self, word: str) -> list[str]:
        """Cut apart what was written together: "kartusaya"."""
        if len(word) < SHORTEST_SPLIT or not word.isalpha():
            return []
        best: list[tuple[int, list[str]] | None] = [(0, []), *([None] * len(word))]
        for end in range(2, len(word) + 1):
            for start in range(max(0, end - 14), end - 1):
                before, piece = best[start], word[start:end]
                if before is None or not self.piece(piece):
                    continue
                cost = before[0] + (1 if len(piece) >= SHORTEST_FORGIVEN else 2)
                known = best[end]
                if known is None or cost < known[0]:
                    best[end] = (cost, [*before[1], piece])
        last = best[-1]
        return last[1] if last and len(last[1]) * 3 <= len(word) else []

    def piece(self, piece: str) -> bool:
        """Tell whether a piece may stand in a word that is cut apart."""
        return piece in self if len(piece) >= SHORTEST_FORGIVEN else piece in SMALL_PIECES

    # Affixes

    def root(self, word: str) -> str:
        """Find the known root of a word, or nothing."""
        for suffix in SUFFIXES:
            if suffix and not word.endswith(suffix):
                continue
            body = word[: len(word) - len(suffix)]
            for prefix, instead in PREFIXES:
                if not (prefix or suffix) or not body.startswith(prefix):
                    continue
                root = instead + body[len(prefix) :]
                if len(root) >= SHORTEST_ROOT and root in self.weight:
                    return root
        return ""


def repeated(before: Sequence[AnyWord], word: str) -> bool:
    """Tell whether a word only says again what the one before it said."""
    return len(word) > 1 and bool(before) and before[-1].written == word


_SMALL_PIECES = (
    "di ke dr dari yg sy bu pak kok ga gak tdk blm sdh udh knp kpn ada apa itu ini atm kks pkh "
    "pin kis bpjs rt dan tp mau sya ku uang"
)
SMALL_PIECES = frozenset(_SMALL_PIECES.split())


def gaps(word: str) -> Iterable[str]:
    """Give a word and its forms that lack one letter, of a long word also those that lack two."""
    one = {word[:n] + word[n + 1 :] for n in range(len(word))}
    if not TWO_SLIPS <= len(word) <= LONGEST_TWICE:
        return {word, *one}
    return {word, *one, *(less[:n] + less[n + 1 :] for less in one for n in range(len(less)))}
