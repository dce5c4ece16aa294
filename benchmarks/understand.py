"""How quick and how right the reading of free text is, beside two ways from the shelf.

The same example sentences, spelled by the same code, are given to plain rapidfuzz (the most alike
sentence wins) and to a linear model of scikit-learn (words and letters, if it is installed; it is
no dependency of Peka). All three read the messages that are kept aside.

    python -m benchmarks.understand            every message, five times
    python -m benchmarks.understand --quick    every eighth, once (under half a minute)
"""

from __future__ import annotations

import argparse
import gc
import json
import statistics
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from rapidfuzz import fuzz, process

from bot import data
from tests.understanding.report import NONE, URGENT, lines_of

RESULT = Path(__file__).resolve().parents[1] / ".cache" / "bench" / "understand.json"
GOAL_P99_US = 2000
Line = tuple[set[str], str]
Reading = Callable[[str], str]


@dataclass(frozen=True)
class Figure:
    """What one way of reading costs (microseconds, megabytes) and how often it is right."""

    name: str
    p50_us: float
    p99_us: float
    megabytes: float
    kept: float
    strangers: float
    urgent: float
    """Of the messages that cry for help, how many it names as one that does."""


def peka() -> Reading:
    """The whole of it: spelling, features, weights, phrases, order."""
    understanding = data.understanding()

    def read(text: str) -> str:
        found = understanding.candidates(text)
        return found[0].key if found else NONE

    return read


def examples() -> tuple[list[str], list[str]]:
    """Give the sentences that are learnt from, in plain words, and their intents."""
    known = data.knowledge()
    keys = {intent.name: intent.key for intent in known.intents}
    pairs = [
        (" ".join(known.speller.words(text)), keys[min(intents)])
        for text, intents in known.samples()
        if len(intents) == 1
    ]
    return [text for text, _key in pairs], [key for _text, key in pairs]


def alike() -> Reading:
    """Plain rapidfuzz over every sentence."""
    texts, keys = examples()
    words = data.knowledge().speller.words

    def read(text: str) -> str:
        near = process.extractOne(" ".join(words(text)), texts, scorer=fuzz.token_sort_ratio)
        return keys[near[2]]

    return read


def linear() -> Reading:
    """A linear model of scikit-learn on words, their neighbours and letters."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_pipeline, make_union
    from sklearn.svm import LinearSVC

    texts, keys = examples()
    words = data.knowledge().speller.words
    model = make_pipeline(
        make_union(
            TfidfVectorizer(ngram_range=(1, 2), token_pattern=r"\w+", sublinear_tf=True),  # noqa: S106 - words
            TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True),
        ),
        LinearSVC(),
    ).fit(texts, keys)
    return lambda text: str(model.predict([" ".join(words(text))])[0])


def share(read: Reading, lines: list[Line]) -> float:
    """Tell how often the first intent is right."""
    return sum(read(text) in wanted for wanted, text in lines) / len(lines)


def measured(name: str, build: Callable[[], Reading], sets: list[list[Line]], runs: int) -> Figure:
    """Build one way, warm it, and time every message."""
    tracemalloc.start()
    read = build()
    everything = [line for lines in sets for line in lines]
    read(everything[0][1])
    gc.collect()
    megabytes = tracemalloc.get_traced_memory()[0] / 1_000_000
    tracemalloc.stop()
    kept, strangers = (share(read, lines) for lines in sets)
    cries = [text for wanted, text in everything if wanted & URGENT]
    heard = sum(read(text) in URGENT for text in cries) / max(1, len(cries))
    spent = sorted(took(read, text) for _ in range(runs) for _wanted, text in everything)
    slow = spent[int(len(spent) * 0.99)]
    return Figure(name, statistics.median(spent), slow, megabytes, kept, strangers, heard)


def took(read: Reading, text: str) -> float:
    """Give the processor time of one message in microseconds, whatever else the machine does."""
    begun = time.process_time_ns()
    read(text)
    return (time.process_time_ns() - begun) / 1000


def main() -> None:
    chosen = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    chosen.add_argument("--quick", action="store_true", help="every eighth message, once")
    quick = chosen.parse_args().quick
    step, runs = (8, 1) if quick else (1, 5)
    strangers = [*lines_of("others"), *lines_of("strangers"), *lines_of("exam")]
    sets = [
        [one for one in some if len(one[0]) == 1][::step] for some in (lines_of("kept"), strangers)
    ]
    ways = [("Peka", peka), ("rapidfuzz over all examples", alike), ("scikit-learn", linear)]
    data.knowledge().speller.words("pemanasan")
    found: list[Figure] = []
    for name, build in ways:
        try:
            found.append(measured(name, build, sets, 1 if build is alike else runs))
        except ModuleNotFoundError:
            print(f"{name}: left out, it is not installed (pip install scikit-learn)")
    print("| | p50 | p99 | memory | kept aside | strangers | cries for help |")
    print("|---|---|---|---|---|---|---|")
    for one in found:
        print(
            f"| {one.name} | {one.p50_us:,.0f} µs | {one.p99_us:,.0f} µs "
            f"| {one.megabytes:,.1f} MB "
            f"| {one.kept:.3f} | {one.strangers:.3f} | {one.urgent:.3f} |"
        )
    print(f"goal: p99 at most {GOAL_P99_US:,} µs")
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps([asdict(one) for one in found], indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
