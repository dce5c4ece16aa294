"""Which village a message names, and what a name is left over of in a hurry."""

import pytest

from conversations.places import name_alone
from conversations.said import Kind, Said


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("labuhan. cepet bu", "labuhan"),
        ("banjar desane, cepet pak", "banjar"),
        ("kamal jg namanya bu", "kamal"),
        ("burneh desanya", "burneh"),
    ],
)
def test_what_is_said_around_a_name_is_left_out(text: str, left: str) -> None:
    alone = name_alone(Said(Kind.TEXT, text=text))
    assert alone is not None
    assert alone.text == left


@pytest.mark.parametrize("text", ["labuhan", "bu", "cepet bu"])
def test_a_bare_name_or_none_is_left_alone(text: str) -> None:
    assert name_alone(Said(Kind.TEXT, text=text)) is None
