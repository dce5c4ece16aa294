"""The figures of docs/understanding.md do not get worse, slips of the thumb included."""

import random
import time

import pytest
from rapidfuzz import fuzz, process

from bot import data
from conversations.understand.learning import Weights
from tests.understanding.learn import LEARNT
from tests.understanding.report import Figures, figures, lines_of, reader

ONE = [line for line in lines_of("kept") if len(line[0]) == 1]
TWO = [line for line in lines_of("kept") if len(line[0]) > 1]
OTHERS = [line for line in lines_of("others") if len(line[0]) == 1]
OTHERS_TWO = [line for line in lines_of("others") if len(line[0]) > 1]
ALIKE = 93


@pytest.fixture(scope="module")
def kept() -> Figures:
    return figures(ONE)


@pytest.fixture(scope="module")
def others() -> Figures:
    return figures(OTHERS)


def test_the_sets_are_large_enough() -> None:
    lines = [*ONE, *TWO, *OTHERS, *OTHERS_TWO]
    assert len(lines) >= 800
    assert sum(wanted == {"luar_topik"} for wanted, _text in lines) >= 150
    assert sum(len(wanted) > 1 for wanted, _text in lines) >= 150


def test_another_author_is_understood(others: Figures) -> None:
    assert others.top1 >= 0.7, others.wrong
    assert others.top2 >= 0.8
    assert others.urgent[0] >= 0.85 * others.urgent[1]
    assert others.alarms[0] <= 0.065 * others.alarms[1]


def test_the_first_intent_is_right(kept: Figures) -> None:
    assert kept.top1 >= 0.935, kept.wrong
    assert kept.top2 >= 0.955


def test_no_cry_for_help_is_missed(kept: Figures) -> None:
    assert kept.urgent[0] == kept.urgent[1]


def test_false_alarms_are_few(kept: Figures) -> None:
    assert kept.alarms[0] <= 0.03 * kept.alarms[1]


def test_what_is_none_of_our_business_is_not_answered(kept: Figures) -> None:
    assert kept.answered[0] <= 0.075 * kept.answered[1]


def test_two_wishes_are_both_found() -> None:
    found = figures([*TWO, *OTHERS_TWO])
    assert found.top1 >= 0.93
    assert found.both[0] >= 0.9 * found.both[1]


def slipped(text: str, chance: random.Random) -> str:
    """Let a thumb slip at one letter of ten."""
    said: list[str] = []
    for letter in text:
        if chance.random() >= 0.1:
            said.append(letter)
            continue
        kind = chance.choice(["drop", "double", "near", "vowel", "space"])
        if kind == "double":
            said.append(letter * 2)
        elif kind == "near":
            said.append(chance.choice("asdfghjkl"))
        elif (kind == "vowel" and letter not in "aiueo") or (kind == "space" and letter != " "):
            said.append(letter)
    return "".join(said)


def test_slips_of_the_thumb_cost_little(kept: Figures) -> None:
    chance = random.Random(7)
    found = figures([(wanted, slipped(text, chance)) for wanted, text in ONE])
    assert kept.top1 - found.top1 <= 0.08, found.top1


def test_what_is_kept_aside_was_not_learnt() -> None:
    learnt = {one.lower() for intent in data.knowledge().intents for one in intent.examples}
    for _wanted, text in [*ONE, *OTHERS]:
        if len(text.split()) < 5:
            continue
        near = process.extractOne(text.lower(), learnt, scorer=fuzz.ratio, score_cutoff=ALIKE)
        assert near is None, (text, near)


def test_what_was_learnt_fits_the_files() -> None:
    known = data.knowledge()
    assert Weights.unpacked(LEARNT.read_bytes()).digest == known.digest, (
        "run python -m tests.understanding.learn"
    )


def test_nothing_stands_in_two_places() -> None:
    assert not data.knowledge().collisions()


@pytest.mark.parametrize(
    "text",
    ["", " ", "🙏", "3526084507820003", "سلام عليكم", "a" * 4000, "kartu " * 700, "\n\t.,", "1"],
)
def test_odd_texts_are_read_without_harm(text: str) -> None:
    read = reader().read(text)
    assert read["decision"] in {"answer", "ask", "none"}
    assert read["answer"]


def test_reading_is_quick() -> None:
    read = reader().understanding.read
    for _wanted, text in ONE:
        read(text)
    begun = time.process_time()
    for _wanted, text in ONE:
        read(text)
    assert (time.process_time() - begun) / len(ONE) < 0.002
