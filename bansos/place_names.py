"""Finding a name among a few hundred, however it is typed: typos, spaces, doubled letters."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Self

from rapidfuzz import process
from rapidfuzz.distance import OSA

_WORD: Final = re.compile(r"[^\W_]+(?:['’`\"][^\W_]+)*")
_DOUBLED: Final = re.compile(r"([^\W\d_])\1+")
_ROMAN: Final = re.compile(r"x{0,2}(?:ix|iv|v?i{0,3})")
_ROMAN_VALUES: Final = {"i": 1, "v": 5, "x": 10}
_LONGEST_TEXT: Final = 120
_MOST_WORDS: Final = 12

PREFIXES: Final = frozenset(
    {
        "desa", "ds", "dsa", "kel", "kelurahan", "lurah", "kampung", "kp", "kmp", "dusun", "dsn",
        "nagari", "gampong", "kec", "kecamatan", "kcmtn", "kab", "kabupaten", "kota", "prov",
        "provinsi",
    },
)  # fmt: skip

_PARTIAL_COST: Final = 1.0
_SHORTEST_PARTIAL: Final = 4
# A text of at most so many letters may hold so many typing errors.
_ALLOWED: Final = ((3, 0), (5, 1), (10, 2))
_ALLOWED_LONG: Final = 3


def words(text: str) -> tuple[str, ...]:
    """Return the words in lower case, without punctuation; of a long text only the beginning."""
    found = _WORD.findall(text[:_LONGEST_TEXT].casefold())
    return tuple(found[:_MOST_WORDS])


def squeeze(spoken: Iterable[str]) -> str:
    """Return one key for all spellings: no spaces, accents or doubled letters, "XIV" as "14"."""
    return _DOUBLED.sub(r"\1", "".join(map(_squeezed, spoken)))


def _squeezed(word: str) -> str:
    if _ROMAN.fullmatch(word):
        return str(_roman(word))
    plain = word if word.isascii() else unicodedata.normalize("NFKD", word)
    return _DOUBLED.sub(r"\1", "".join(char for char in plain if char.isalnum()))


def _roman(word: str) -> int:
    values = [_ROMAN_VALUES[char] for char in word]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < following else value for value, following in pairs)


def without_prefixes(spoken: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Give the words as they are, then with one leading "desa", "kec" ... less each time."""
    yield spoken
    while len(spoken) > 1 and spoken[0] in PREFIXES:
        spoken = spoken[1:]
        yield spoken


def between(
    spoken: tuple[str, ...], own: frozenset[str], others: frozenset[str]
) -> tuple[str, ...]:
    """Return the words from the last mark of one level ("desa") to the next of another."""
    starts = [at for at, word in enumerate(spoken[:-1]) if word in own]
    said = spoken[starts[-1] :] if starts else spoken
    end = next((at for at, word in enumerate(said) if at and word in others), len(said))
    return said[:end]


def without_tail(spoken: tuple[str, ...], tails: Collection[str]) -> tuple[str, ...]:
    """Drop squeezed names of the places around from the end: "labuhan sepulu bangkalan"."""
    for at in range(1, len(spoken)):
        if squeeze(spoken[at:]) in tails:
            return without_tail(spoken[:at], tails)
    return spoken


def allowed_errors(key: str) -> int:
    return next((errors for longest, errors in _ALLOWED if len(key) <= longest), _ALLOWED_LONG)


@dataclass(frozen=True, slots=True)
class NameIndex:
    """Names of one kind, ready for search. A region may stand under several names."""

    codes_by_key: Mapping[str, tuple[str, ...]]
    words_by_code: Mapping[str, frozenset[str]]

    @classmethod
    def build(cls, names: Iterable[tuple[str, str]]) -> Self:
        """Take (code, name) pairs; the same code may come more than once."""
        by_key: dict[str, tuple[str, ...]] = {}
        by_code: dict[str, frozenset[str]] = {}
        for code, name in names:
            spoken = words(name)
            key = squeeze(spoken)
            by_key[key] = (*by_key.get(key, ()), code)
            by_code[code] = by_code.get(code, frozenset()) | set(map(_squeezed, spoken))
        return cls(by_key, by_code)

    def search(self, variants: Iterable[tuple[str, ...]]) -> list[tuple[float, str]]:
        """Return (cost, code), cheapest first: 0 the same name, 1 per typing error.

        Of the variants the first that is exactly a name ends the search.
        """
        tried = tuple(variants)
        for spoken in tried:
            codes = self.codes_by_key.get(squeeze(spoken))
            if codes:
                return [(0.0, code) for code in dict.fromkeys(codes)]
        costs: dict[str, float] = {}
        for spoken in tried:
            for cost, code in (*self._near(squeeze(spoken)), *self._partial(spoken)):
                costs[code] = min(cost, costs.get(code, cost))
        return sorted((cost, code) for code, cost in costs.items())

    def _near(self, key: str) -> Iterator[tuple[float, str]]:
        errors = allowed_errors(key)
        if not errors:
            return
        found = process.extract(
            key, self.codes_by_key.keys(), scorer=OSA.distance, score_cutoff=errors, limit=6
        )
        for name, distance, _ in found:
            for code in self.codes_by_key[name]:
                yield float(distance), code

    def _partial(self, spoken: tuple[str, ...]) -> Iterator[tuple[float, str]]:
        """Give the names that hold all the words said: "Tanagura" for "Tanagura Barat"."""
        said = {_squeezed(word) for word in spoken}
        if max(map(len, said), default=0) < _SHORTEST_PARTIAL:
            return
        for code, named in self.words_by_code.items():
            if said <= named:
                yield _PARTIAL_COST, code
