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
from functools import cached_property
from typing import Any, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from conversations.understand.features import SHARE

MOST_TIMES = 4096
"""A feature stands less often in a text than this."""
LEAST = np.float32(1e-9)
"""For what is empty: a length of nothing is not divided by."""
PLACES = "q"
"""The kind of numbers that places are: whole ones of 64 bits."""
Floats: TypeAlias = NDArray[np.floating[Any]]
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

    def scores(self, texts: Sequence[Sequence[int]]) -> Floats:
        """Tell how far a text and its pieces lie on the side of each intent; above 0 is inside."""
        rows, values = self.vectors(texts)
        lines = self.table.take(rows, axis=0).astype(np.float32)
        return (values @ lines) * self.step + self.border

    def vectors(self, texts: Sequence[Sequence[int]]) -> tuple[NDArray[np.int64], Floats]:
        """Give the rows of a whole text, and how much each counts in it and in its pieces.

        ``texts`` are the places of the features of the whole, then of pieces, which have none
        beside.  Each kind of features of a text is of its own fixed length.  Of a row that stands
        several times one place has the value; the others have 0.
        """
        rows, *others = [np.asarray(text, PLACES) for text in texts]
        size, many = len(rows), len(texts)
        column = np.empty(len(self.rarity), PLACES)
        column[rows] = np.arange(size)
        seen = np.concatenate([column[own] + size * at for at, own in enumerate((rows, *others))])
        times = np.bincount(seen, minlength=many * size).reshape(many, size)
        often, rare = TIMES.take(times, mode="clip"), self.rare.take(rows, axis=0)
        lengths = np.sqrt(np.maximum((often * often) @ (rare * rare), LEAST))
        return rows, often * ((SHARES / lengths) @ rare.T)

    @cached_property
    def rare(self) -> NDArray[np.float32]:
        """Give the rarity of each feature in the column of its kind (features by kinds)."""
        first = np.array([feature[0] for feature in self.places])
        by_kind: NDArray[np.float32] = (first[:, None] == [*SHARE]) * self.rarity[:, None]
        return by_kind

    def reasons(self, rows: Sequence[int], intent: int, most: int = 4) -> list[str]:
        """Name the features that speak most for an intent."""
        own, (values,) = self.vectors([rows])
        told = values * self.table[own, intent]
        best = [int(one) for one in np.argsort(-told)[:most] if told[one] > 0]
        names = list(self.places)
        return [names[own[one]] for one in best]

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


TIMES = np.zeros(MOST_TIMES, np.float32)
TIMES[1:] = 1 + np.log(np.arange(1, MOST_TIMES))
"""How much it counts that a feature stands so many times."""
SHARES = np.array([*SHARE.values()], np.float32)


def digest_of(texts: Iterable[str]) -> str:
    """Tell one state of the knowledge files from another."""
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:16]
