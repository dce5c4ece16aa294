"""How much every feature speaks for every intent, as it was learnt from our example sentences.

The numbers are made by scikit-learn (`make learn`) and only used here: a text becomes the usual
tf-idf vector, one part of length one for its words, its ideas and its letters, and its distance
from the border of each intent is one product of numpy.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import struct
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from conversations.understand.features import SHARE

Seen = Sequence[Sequence[str]]
"""The features of one text: its words, its ideas, its letters."""
LENGTH = struct.Struct(">I")


@dataclass(frozen=True)
class Weights:
    """What was learnt: for each feature how far it moves a text towards each intent."""

    digest: str
    """Of the knowledge that it was learnt from."""
    intents: tuple[str, ...]
    places: Mapping[str, int] = field(repr=False)
    """Feature to its row."""
    rarity: NDArray[np.float32] = field(repr=False)
    """Of each feature: how much it counts for being rare (smoothed idf)."""
    table: NDArray[np.int8] = field(repr=False)
    """Features by intents, in steps of ``step``."""
    step: NDArray[np.float32] = field(repr=False)
    border: NDArray[np.float32] = field(repr=False)
    """Where a text without any feature lies."""
    used: Mapping[str, int] = field(repr=False)
    """How often the examples use each plain word."""

    def scores(self, texts: Sequence[Seen]) -> NDArray[np.float32]:
        """Tell how far each text lies on the side of each intent; above 0 is inside."""
        rows, values, sizes = self.vectors(texts)
        found = np.tile(self.border, (len(texts), 1))
        start = 0
        for place, size in enumerate(sizes):
            some = slice(start, start + size)
            found[place] += values[some] @ self.lines[rows[some]]
            start += size
        return found

    @cached_property
    def lines(self) -> NDArray[np.float32]:
        """Give the table at its own scale."""
        return self.table * self.step

    def knows(self, features: Seen) -> bool:
        """Tell whether any word of a text was seen in learning."""
        return any(one in self.places for one in features[0])

    def vectors(
        self, texts: Sequence[Seen]
    ) -> tuple[NDArray[np.intp], NDArray[np.float32], list[int]]:
        """Give the rows that count and how much, text after text, and how many are of each.

        Each kind of features of a text is of its own fixed length.
        """
        rows: list[int] = []
        times: list[int] = []
        shares: list[float] = []
        lengths: list[int] = []
        sizes: list[int] = []
        for text in texts:
            before = len(rows)
            for kind in text:
                known = Counter(map(self.places.get, kind))
                known.pop(None, 0)
                if known:
                    rows.extend(known)  # type: ignore[arg-type]  # None is out
                    times.extend(known.values())
                    shares.append(SHARE[kind[0][0]])
                    lengths.append(len(known))
            sizes.append(len(rows) - before)
        own = np.array(rows, dtype=np.intp)
        if not rows:
            return own, np.empty(0, np.float32), sizes
        heavy = (1 + np.log(np.array(times, np.float32))) * self.rarity[own]
        starts = np.cumsum([0, *lengths[:-1]])
        norms = np.sqrt(np.add.reduceat(heavy * heavy, starts))
        scale = np.repeat(np.array(shares, np.float32) / norms, lengths)
        return own, (heavy * scale).astype(np.float32, copy=False), sizes

    def reasons(self, features: Seen, place: int, most: int = 4) -> list[str]:
        """Name the features that speak most for an intent."""
        rows, values, _sizes = self.vectors([features])
        told = values * self.table[rows, place]
        best = [int(one) for one in np.argsort(-told)[:most] if told[one] > 0]
        named = {self.places[one]: one for kind in features for one in kind if one in self.places}
        return [named[int(rows[one])] for one in best]

    def packed(self) -> bytes:
        """Write everything down."""
        head: dict[str, Any] = {"digest": self.digest, "intents": self.intents}
        head |= {"features": list(self.places), "used": dict(self.used)}
        told = json.dumps(head, separators=(",", ":"), ensure_ascii=False).encode()
        numbers: tuple[NDArray[Any], ...] = (
            self.table, self.rarity.astype("<f4"), self.step.astype("<f4"),
            self.border.astype("<f4"),
        )  # fmt: skip
        body = b"".join(one.tobytes() for one in numbers)
        return gzip.compress(LENGTH.pack(len(told)) + told + body, mtime=0)

    @classmethod
    def unpacked(cls, packed: bytes) -> Self:
        """Read what was written down."""
        plain = gzip.decompress(packed)
        (length,) = LENGTH.unpack_from(plain)
        head = json.loads(plain[LENGTH.size : LENGTH.size + length])
        intents, places = head["intents"], {name: n for n, name in enumerate(head["features"])}
        at = LENGTH.size + length
        size = len(places) * len(intents)
        table = np.frombuffer(plain, np.int8, size, at).reshape(len(places), len(intents))
        rest = np.frombuffer(plain, "<f4", offset=at + size).astype(np.float32)
        rarity, step, border = np.split(rest, [len(places), len(places) + len(intents)])
        return cls(
            head["digest"], tuple(intents), places, rarity, table, step, border, head["used"]
        )


def digest_of(texts: Iterable[str]) -> str:
    """Tell one state of the knowledge files from another."""
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:16]
