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
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import log, sqrt
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from conversations.understand.features import SHARE

NOTHING = np.empty(0, np.float32)
MOST_TIMES = 200
LOG = [0.0, *(1 + log(n) for n in range(1, MOST_TIMES + 1))]
"""How much a feature counts that stands so often in a text."""
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

    def scores(self, features: Sequence[Sequence[str]]) -> NDArray[np.float32]:
        """Tell how far the text lies on the side of each intent; above 0 is inside."""
        rows, values = self.vector(features)
        found: NDArray[np.float32] = values @ self.table[rows] * self.step + self.border
        return found

    def knows(self, features: Sequence[Sequence[str]]) -> bool:
        """Tell whether any word of a text was seen in learning."""
        return any(one in self.places for one in features[0])

    def vector(self, features: Sequence[Sequence[str]]) -> tuple[list[int], NDArray[np.float32]]:
        """Give the rows that count and how much; each kind of features is of its own length."""
        rows: list[int] = []
        values: list[NDArray[np.float32]] = [NOTHING]
        for kind in features:
            times: dict[int, int] = {}
            for one in kind:
                row = self.places.get(one)
                if row is not None:
                    times[row] = times.get(row, 0) + 1
            if times:
                often = np.array([LOG[min(n, MOST_TIMES)] for n in times.values()], np.float32)
                heavy = often * self.rarity[list(times)]
                rows += times
                values.append(heavy * np.float32(SHARE[kind[0][0]] / sqrt(heavy @ heavy)))
        return rows, np.concatenate(values)

    def reasons(self, features: Sequence[Sequence[str]], place: int, most: int = 4) -> list[str]:
        """Name the features that speak most for an intent."""
        rows, values = self.vector(features)
        told = values * self.table[rows, place]
        best = [int(one) for one in np.argsort(-told)[:most] if told[one] > 0]
        named = {self.places[one]: one for kind in features for one in kind if one in self.places}
        return [named[rows[one]] for one in best]

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
