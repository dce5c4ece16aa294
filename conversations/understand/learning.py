"""Weights for every feature and intent, learnt from our own example sentences.

One against the rest, squared hinge loss, by dual coordinate descent (Hsieh and others, 2008, the
method of liblinear): a few seconds of plain Python for five thousand sentences, and the same
result every time.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import mul
from typing import Self

COST = 1.0
ROUNDS = 25
SCALE = 50
"""Weights are kept as whole numbers, this many to one; smaller ones are let go."""
BIAS = "bias"
BIAS_VALUE = 0.4


@dataclass(frozen=True)
class Weights:
    """What was learnt: for each feature the intents it speaks for or against."""

    digest: str
    """Of the knowledge that it was learnt from."""
    intents: tuple[str, ...]
    rows: Mapping[str, tuple[tuple[int, float], ...]]

    def scores(self, features: Mapping[str, float]) -> list[float]:
        """Tell how far the text lies on the side of each intent; above 0 is inside."""
        found = [0.0] * len(self.intents)
        for place, weight in self.rows.get(BIAS, ()):
            found[place] = weight * BIAS_VALUE
        for feature, value in features.items():
            for place, weight in self.rows.get(feature, ()):
                found[place] += weight * value
        return found

    def reasons(self, features: Mapping[str, float], place: int, most: int = 4) -> list[str]:
        """Name the features that speak most for an intent."""
        told: list[tuple[float, str]] = []
        for feature, value in features.items():
            for one, weight in self.rows.get(feature, ()):
                if one == place and weight * value > 0:
                    told.append((weight * value, feature))
        return [feature for _value, feature in sorted(told, reverse=True)[:most]]

    def packed(self) -> bytes:
        """Write the weights down."""
        rows = {
            feature: [number for place, weight in row for number in (place, round(weight * SCALE))]
            for feature, row in self.rows.items()
        }
        kept = {"digest": self.digest, "intents": self.intents, "rows": rows}
        text = json.dumps(kept, separators=(",", ":"), ensure_ascii=False)
        return gzip.compress(text.encode(), mtime=0)

    @classmethod
    def unpacked(cls, packed: bytes) -> Self:
        """Read weights that were written down."""
        kept = json.loads(gzip.decompress(packed))
        rows = {
            feature: tuple((row[n], row[n + 1] / SCALE) for n in range(0, len(row), 2))
            for feature, row in kept["rows"].items()
        }
        return cls(kept["digest"], tuple(kept["intents"]), rows)


def digest_of(texts: Iterable[str]) -> str:
    """Tell one state of the knowledge files from another."""
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:16]


def learn(
    digest: str, intents: Sequence[str], samples: Sequence[tuple[Mapping[str, float], int]]
) -> Weights:
    """Learn from (features, place of the intent)."""
    names: dict[str, int] = {BIAS: 0}
    for features, _place in samples:
        for feature in features:
            names.setdefault(feature, len(names))
    rows = [
        (
            [0, *(names[feature] for feature in features)],
            [BIAS_VALUE, *features.values()],
        )
        for features, _place in samples
    ]
    norms = [sum(value * value for value in values) + 0.5 / COST for _places, values in rows]
    found: dict[str, list[tuple[int, float]]] = {}
    spelled = list(names)
    for place in range(len(intents)):
        signs = [1.0 if own == place else -1.0 for _features, own in samples]
        for number, weight in enumerate(_against_the_rest(rows, norms, signs, len(names))):
            if abs(weight) * SCALE >= 1:
                whole = round(weight * SCALE) / SCALE
                found.setdefault(spelled[number], []).append((place, whole))
    return Weights(digest, tuple(intents), {name: tuple(row) for name, row in found.items()})


def _against_the_rest(
    rows: Sequence[tuple[list[int], list[float]]],
    norms: Sequence[float],
    signs: Sequence[float],
    features: int,
) -> list[float]:
    """Separate one intent from all others."""
    weights = [0.0] * features
    alphas = [0.0] * len(rows)
    order = list(range(len(rows)))
    for turn in range(ROUNDS):
        order = mixed(order, turn)
        still: list[int] = []
        for one in order:
            places, values = rows[one]
            alpha, sign = alphas[one], signs[one]
            margin = sign * sum(map(mul, map(weights.__getitem__, places), values))
            slope = margin - 1.0 + alpha * 0.5 / COST
            if alpha == 0.0 and slope >= 0.0:
                if slope < FAR:
                    still.append(one)
                continue
            still.append(one)
            new = max(alpha - slope / norms[one], 0.0)
            if step := (new - alpha) * sign:
                alphas[one] = new
                for place, value in zip(places, values, strict=True):
                    weights[place] += step * value
        order = still
    return weights


def mixed(order: list[int], turn: int) -> list[int]:
    """Put them in another order each turn, the same one every time that this is done."""
    return sorted(order, key=lambda one: (one + 1) * (turn * 2 + 1) * 40_503 % 65_521)


FAR = 0.3
"""A sentence so far on the right side is not looked at again."""
