"""Long texts are cut where one would pause, and never inside one visible sign."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.pieces import pieces, units

FAMILY = "👨‍👩‍👧"
FLAG = "🇮🇩"
ACCENT = "e\u0301"


@pytest.mark.parametrize(
    ("text", "most", "expected"),
    [
        ("halo", 10, ["halo"]),
        ("", 10, []),
        ("  \n ", 10, []),
        ("satu dua\n\ntiga empat", 14, ["satu dua", "tiga empat"]),
        ("satu dua\ntiga empat", 14, ["satu dua", "tiga empat"]),
        ("satu dua tiga", 9, ["satu dua", "tiga"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("abc" + FAMILY, 10, ["abc", FAMILY]),
        ("abc" + FLAG * 2, 9, ["abc" + FLAG, FLAG]),
        ("abc" + ACCENT, 4, ["abc", ACCENT]),
        ("a👍🏽", 4, ["a", "👍🏽"]),
    ],
)
def test_the_cut(text: str, most: int, expected: list[str]) -> None:
    assert pieces(text, most) == expected


def test_half_signs_and_nul_are_made_harmless() -> None:
    assert pieces("a\ud800b\0c", 10) == ["a?bc"]


def test_a_tower_of_marks_is_cut_all_the_same() -> None:
    assert list(map(units, pieces("a" + "\u0301" * 25, 10))) == [10, 10, 6]


@given(st.text(max_size=300), st.integers(2, 40))
def test_nothing_is_lost_but_space_at_the_cuts(text: str, most: int) -> None:
    found = pieces(text, most)
    assert all(0 < units(piece) <= most and piece.strip() for piece in found)
    kept = "".join("".join(found).split())
    assert kept == "".join(text.replace("\0", "").split())
