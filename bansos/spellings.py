"""Names and how people spell them: typing errors, dropped vowels, sounds written otherwise."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Self

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bansos.place_names import squeeze, words

# A text of at most so many letters may hold so many typing errors.
_ALLOWED: Final = ((3, 0), (5, 1), (9, 2))
_ALLOWED_LONG: Final = 3
_SHORT: Final = 5
_SHORT_ERROR: Final = 1.3
_SOUND: Final = 0.4
_NO_VOWELS: Final = 1.2
_LEAST_CONSONANTS: Final = 3
_PART: Final = 1.0
_LEAST_PART: Final = 4
_MOST: Final = 8
_VOWELS: Final = str.maketrans("", "", "aeiou")
_SOUNDS: Final = (
    (re.compile("oe"), "u"), (re.compile("dj"), "j"), (re.compile("tj"), "c"),
    (re.compile("sj|sy"), "s"), (re.compile("([tdbgkjpc])h"), r"\1"), (re.compile("[vf]"), "p"),
    (re.compile("q|ck"), "k"), (re.compile("x"), "ks"), (re.compile("z"), "s"),
    (re.compile("[yi](?=[aiueo])"), ""), (re.compile("w(?=[aiueo])"), ""),
    (re.compile("[ae]i"), "e"), (re.compile("au|ou"), "o"), (re.compile("^h|h$"), ""),
)  # fmt: skip
_AGAIN: Final = re.compile(r"(.)\1+")


def sound(key: str) -> str:
    """Fold spellings that are read alike: "Tjampor" and "Campor", "Bluto'" and "Blutok"."""
    for old, new in _SOUNDS:
        key = old.sub(new, key)
    return _AGAIN.sub(r"\1", key)


def skeleton(key: str) -> str:
    """Leave the consonants: "lbhn" for "labuhan"."""
    return _AGAIN.sub(r"\1", key.translate(_VOWELS))


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one level; a place may stand under several."""

    codes: Mapping[str, tuple[str, ...]]
    """By squeezed name."""
    sounds: Mapping[str, tuple[str, ...]]
    skeletons: Mapping[str, tuple[str, ...]]
    parts: Mapping[str, tuple[str, ...]]
    """Codes of names of several words, by each of their words."""

    @classmethod
    def build(cls, named: Iterable[tuple[str, str]]) -> Self:
        """Take (code, name) pairs."""
        codes: dict[str, tuple[str, ...]] = {}
        parts: dict[str, tuple[str, ...]] = {}
        for code, name in named:
            spoken = words(name)
            _put(codes, squeeze(spoken), code)
            for word in spoken if len(spoken) > 1 else ():
                _put(parts, squeeze((word,)), code)
        sounds: dict[str, tuple[str, ...]] = {}
        bones: dict[str, tuple[str, ...]] = {}
        for key, found in codes.items():
            for code in found:
                _put(sounds, sound(key), code)
                _put(bones, skeleton(key), code)
        return cls(codes, sounds, bones, parts)

    def near(self, spoken: tuple[str, ...], more: int = 0) -> list[tuple[float, str]]:
        """Return (cost, code) of the names that may be meant, cheapest first; 0: as it is.

        ``more`` typing errors than usual are forgiven, where there are few names.
        """
        key = squeeze(spoken)
        if found := self.codes.get(key):
            return [(0.0, code) for code in found]
        costs: dict[str, float] = {}
        for cost, code in self._alike(key, more):
            costs[code] = min(cost, costs.get(code, cost))
        if len(key) >= _LEAST_PART:
            for code in self.parts.get(key, ()):
                costs[code] = min(_PART, costs.get(code, _PART))
        return sorted((cost, code) for code, cost in costs.items())[:_MOST]

    def _alike(self, key: str, more: int) -> Iterator[tuple[float, str]]:
        for code in self.sounds.get(sound(key), ()):
            yield _SOUND, code
        bones = skeleton(key)
        if len(bones) >= _LEAST_CONSONANTS:
            for code in self.skeletons.get(bones, ()):
                yield _NO_VOWELS, code
        errors = next((most for longest, most in _ALLOWED if len(key) <= longest), _ALLOWED_LONG)
        errors += more if len(key) >= _LEAST_PART else 0
        if not errors:
            return
        found = process.extract(
            key, self.codes.keys(), scorer=OSA.distance, score_cutoff=errors, limit=_MOST
        )
        for name, distance, _ in found:
            for code in self.codes[name]:
                yield distance * (_SHORT_ERROR if len(key) <= _SHORT else 1.0), code


def _put(into: dict[str, tuple[str, ...]], key: str, code: str) -> None:
    before = into.get(key, ())
    if code not in before:
        into[key] = (*before, code)
