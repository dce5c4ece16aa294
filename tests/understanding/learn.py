"""Learn from the example sentences and keep the result: `make learn`."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.svm import LinearSVC

from bot import data
from conversations.understand.knowledge import Knowledge
from conversations.understand.learning import Floats, Weights

LEARNT = Path(data.__file__).parents[1] / "conversations" / "knowledge" / "learnt.gz"
COST = 1.0
PATTERN = 0.3
"""How much a sentence counts that was written out from a pattern; one of a person counts 1."""
FEWEST_LETTERS = 2
"""Texts that must show a piece of letters or a pair of words before it is a feature."""
FINEST = 127


def learnt(known: Knowledge) -> Weights:
    """Separate every intent from all others, by a line (support vectors, squared hinge)."""
    names = [intent.name for intent in known.intents]
    samples = list(known.samples())
    people = len(known.sentences)
    counts = np.array([PATTERN] * (len(samples) - people) + [1.0] * people)
    told = [known.features.of(known.features.spelled(text)) for text, _wanted in samples]
    seen = Counter(one for features in told for one in {*features})
    kept = sorted(one for one, times in seen.items() if times >= fewest(one))
    places = {one: n for n, one in enumerate(kept)}
    rarity = np.array([np.log((1 + len(told)) / (1 + seen[one])) + 1 for one in kept], np.float32)
    bare = np.zeros(0, np.float32)
    frame = Weights(
        known.digest, tuple(names), places, rarity, np.zeros((0, 0), np.int8), bare, bare, {}
    )
    shown = matrix(frame, told)
    lines, border = np.zeros((len(kept), len(names))), np.zeros(len(names), np.float32)
    for place, name in enumerate(names):
        inside = np.array([name in intents for _text, intents in samples])
        model = LinearSVC(C=COST, random_state=0).fit(shown, inside, sample_weight=counts)
        lines[:, place], border[place] = model.coef_[0], model.intercept_[0]
    step = (np.abs(lines).max(axis=0) / FINEST).astype(np.float32)
    table = np.rint(lines / step).astype(np.int8)
    return Weights(
        known.digest, tuple(names), places, rarity, table, step, border, known.counted()
    )


def fewest(feature: str) -> int:
    """Tell how many texts must show a feature: a single word may be seen once."""
    return 1 if feature[0] != "c" and " " not in feature else FEWEST_LETTERS


def matrix(frame: Weights, told: Sequence[Sequence[str]]) -> csr_matrix:
    """Put every text into one row."""
    columns: list[NDArray[np.int64]] = []
    values: list[Floats] = []
    for text in told:
        rows, (counted,) = frame.vectors([[frame.places[f] for f in text if f in frame.places]])
        columns.append(rows[counted > 0])
        values.append(counted[counted > 0])
    ends = np.cumsum([0, *map(len, columns)])
    return csr_matrix(
        (np.concatenate(values), np.concatenate(columns).astype(np.int32), ends.astype(np.int32)),
        shape=(len(told), len(frame.places)),
    )


def main() -> None:
    known = data.knowledge()
    for complaint in known.collisions():
        print(complaint)  # noqa: T201 - a command: what it prints is its result
    LEARNT.write_bytes(learnt(known).packed())


if __name__ == "__main__":
    main()
