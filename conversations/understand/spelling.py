"""From what thumbs wrote to plain words: "pkh sy knp blm cairrr" -> "pkh saya kenapa belum cair".

Everything here is looked up or computed from the word list; nothing is guessed about grammar but
the affixes that Indonesian puts before and behind a word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from rapidfuzz.distance import OSA

LONGEST_TEXT = 1200
"""Longer texts are read at both ends: the question often stands at the end of a story."""
MOST_WORDS = 140
SHORTEST_FORGIVEN = 4
"""Letters from which on one slip is forgiven; two from TWO_SLIPS on."""
TWO_SLIPS = 8
LONGEST_TWICE = 13
SHORTEST_SPLIT = 6
SHORTEST_STEM = 3
MANY_CONSONANTS = 3
LONGEST_WORD = 24

CUT = re.compile(r"\[[^\]]*dihapus\]")
"""What stands where a secret was cut out."""
LINK = re.compile(
    r"(?:https?://|www\.)\S+|\b[\w-]+\.(?:com|net|org|xyz|id|site|online|info|me|top|ly|link|click|live|store|web)\b\S*"
)
NUMBERS = re.compile(r"\d[\d. -]{13,22}\d")
GLUED = re.compile(r"(\d)(rb|rbu|ribu|ewu|ebu|k|jt|juta|bln|bulan|thn|tahun|hari|x|kali|org)\b")
THOUSANDS = re.compile(r"(?<=\d)[.,](?=\d)")
TWICE = re.compile(r"\b([a-z]{2,})2(?=[a-z]*\b)")
RUN = re.compile(r"([^\W\d])\1{2,}")
DOUBLE = re.compile(r"([a-z])\1")
LAUGH = re.compile(r"^(?:(?:wk)+w?|(?:ha){2,}h?|(?:he){2,}h?|(?:hi){2,}|(?:xi){2,}|h+m+|hm+)$")
BREAK = re.compile(r"[.?!,;:\n\r…]+")
OTHER = re.compile(r"[^\w|]+")
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


def both_ends(text: str) -> str:
    """Cut the middle out of a long text."""
    half = LONGEST_TEXT // 2
    return text if len(text) <= LONGEST_TEXT else f"{text[:half]} {text[-half:]}"


def even(text: str) -> str:
    """Fold letters, links, numbers and repetitions; "|" stands where a sentence breaks."""
    folded = (
        unicodedata.normalize("NFKC", both_ends(text)).casefold().replace("'", "").replace("’", "")
    )
    folded = LINK.sub(" tautan ", CUT.sub(" ", folded))
    folded = THOUSANDS.sub("", NUMBERS.sub(" nomor_panjang ", folded))
    folded = TWICE.sub(r"\1 \1 ", GLUED.sub(r"\1 \2", folded))
    folded = RUN.sub(r"\1", folded)
    return OTHER.sub(" ", BREAK.sub(" | ", folded))


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
        found: list[list[Word]] = [[]]
        for word in self.joined(self.phrased(even(text)).split()[:MOST_WORDS]):
            if word == "|":
                found.append([])
            elif not LAUGH.match(word) and not repeated(found[-1], word):
                plain = self.word(word[:LONGEST_WORD]).split()
                written = (word, *[""] * len(plain))
                found[-1].extend(map(Word, plain, written))
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
        for several, one in self.phrases.items():
            if f" {several} " in padded:
                padded = padded.replace(f" {several} ", f" {one} ")
        return padded

    def joined(self, words: list[str]) -> Iterator[str]:
        """Write together what thumbs tore apart: "di pegang", "ti dak"."""
        place = 0
        while place < len(words):
            word = words[place]
            after = words[place + 1] if place + 1 < len(words) else "|"
            both = word + after
            torn = word not in self and after not in self and "|" not in both
            if (torn or word in {"di", "e"}) and both in self and "|" not in both:
                yield both
                place += 2
            else:
                yield word
                place += 1

    def __contains__(self, word: str) -> bool:
        """Tell whether a spelling is known."""
        return word in self.same or word in self.weight

    @cached_property
    def word(self) -> Any:  # noqa: ANN401 - a cached function
        """Fold one word; the last thousands are remembered."""
        return lru_cache(maxsize=16384)(self._word)

    def plain(self, word: str) -> str:
        """Give the plain word of a known spelling."""
        return self.same.get(word, word)

    def _word(self, word: str) -> str:
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
        best, least = "", (3.0, 0)
        for one in close:
            slips = OSA.distance(word, one, score_cutoff=2)
            longest = max(len(one), len(word))
            if slips > (1 if longest < TWO_SLIPS else 2):
                continue
            if longest < TWO_SLIPS and one[0] != word[0]:
                continue
            cost = (slips + (one[0] != word[0]) / 2, -self.weight.get(self.plain(one), 0))
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

    @cached_property
    def root(self) -> Any:  # noqa: ANN401 - a cached function
        """Find the known root of a word, or nothing; the last thousands are remembered."""
        return lru_cache(maxsize=16384)(self._root)

    def _root(self, word: str) -> str:
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


def repeated(before: Sequence[Word], word: str) -> bool:
    """Tell whether a word only says again what the one before it said."""
    return len(word) > 1 and any(one.written == word for one in before[-1:])


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
