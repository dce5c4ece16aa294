"""No pattern costs more than the square of a text's length: one message holds nobody up.

A pattern that holds "anything" twice behind each other is tried at every pair of places.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterable, Iterator
from re import _constants as sre  # type: ignore[attr-defined]  # not in typeshed
from re import _parser as parser  # type: ignore[attr-defined]  # as above; sre_parse warns
from typing import Any

import pytest

import bansos
import conversations
import handlers

HOUSES = (bansos, conversations, handlers)


def patterns(value: object) -> Iterator[re.Pattern[str]]:
    """Find patterns in a value of a module, and in tuples and dicts of such."""
    if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from patterns(one)
    elif isinstance(value, tuple | list):
        for one in value:
            yield from patterns(one)


def named() -> list[tuple[str, re.Pattern[str]]]:
    found = {}
    for house in HOUSES:
        for info in pkgutil.walk_packages(house.__path__, f"{house.__name__}."):
            for name, value in vars(importlib.import_module(info.name)).items():
                for pattern in patterns(value):
                    found[pattern.pattern] = (f"{info.name}.{name}", pattern)
    return list(found.values())


def most_in_a_row(parsed: Iterable[tuple[object, Any]]) -> int:
    """Count the parts without an end that take any sign, along the worst way through."""
    many = 0
    for kind, what in parsed:
        if kind in {sre.MAX_REPEAT, sre.MIN_REPEAT}:
            _least, most, inner = what
            anything = [one for one, _ in inner] == [sre.ANY]
            many += 1 if anything and most == sre.MAXREPEAT else most_in_a_row(inner)
        elif kind is sre.SUBPATTERN:
            many += most_in_a_row(what[-1])
        elif kind is sre.BRANCH:
            many += max(most_in_a_row(one) for one in what[1])
    return many


def test_the_count_is_right() -> None:
    shapes = {"a.*b": 1, "a.*b.*c": 2, "(?:a.*b|c).*d": 2, "a|b.*c|d.*e": 1, "a.{0,9}b.*c": 1}
    found = {shape: most_in_a_row(parser.parse(shape)) for shape in shapes}
    assert found == shapes


@pytest.mark.parametrize(("name", "pattern"), [pytest.param(*one, id=one[0]) for one in named()])
def test_nothing_takes_anything_twice(name: str, pattern: re.Pattern[str]) -> None:
    assert most_in_a_row(parser.parse(pattern.pattern, pattern.flags)) <= 1, name
