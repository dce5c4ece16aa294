"""Intents and how people put them: the files in ``knowledge/intents``, one example a line.

``(a|b)`` in a line stands for either; of a line with many choices a fixed handful is written out,
in which every choice stands at least once.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Self

CHOICE = re.compile(r"\(([^()]*)\)")
STRIDES = (1, 2, 3, 5, 7, 11)
"""The n-th choice of a line turns this fast, so that choices meet in changing company."""


@dataclass(frozen=True)
class Intent:
    """Something that people want: its name, the flow that serves it, and how they say it."""

    name: str
    key: str
    """The name by which it is reported; several dangers share "darurat"."""
    flow: str
    """Empty for what is none of our business."""
    urgent: bool
    lines: str = field(repr=False)
    """Its patterns as the file has them."""

    @cached_property
    def examples(self) -> tuple[str, ...]:
        """Write its patterns out."""
        spoken = (one for line in self.lines.splitlines() for one in spelled(line))
        return tuple(dict.fromkeys(filter(None, spoken)))

    @classmethod
    def all_from(cls, texts: Iterable[str]) -> Iterator[Self]:
        """Read every intent of every file."""
        for text in texts:
            for name, entry in tomllib.loads(text).items():
                key, urgent = entry.get("key", name), entry.get("urgent", False)
                yield cls(name, key, entry["flow"], urgent, entry["examples"])


@dataclass(frozen=True, slots=True)
class Sentence:
    """What somebody wrote, and the intents that it holds."""

    text: str
    intents: frozenset[str]


def sentences_of(table: str) -> Iterator[Sentence]:
    """Read a table of (intents joined by +, sentence), below a line of headings."""
    for row in table.splitlines()[1:]:
        intents, _tab, text = row.partition("\t")
        if text.strip():
            yield Sentence(text.strip(), frozenset(intents.split("+")))


def spelled(line: str) -> list[str]:
    """Write a line out: "(a|b) c" -> "a c", "b c"."""
    parts = CHOICE.split(line.strip())
    choices = [part.split("|") if place % 2 else [part] for place, part in enumerate(parts)]
    real = [one for one in choices if len(one) > 1]
    most = 1
    for one in real:
        most *= len(one)
    longest = max(map(len, real), default=1)
    return list(
        dict.fromkeys(written(choices, turn) for turn in range(min(most, 2 * longest, 12)))
    )


def written(choices: list[list[str]], turn: int) -> str:
    """Take one of each choice."""
    said: list[str] = []
    moving = 0
    for one in choices:
        step = turn * STRIDES[moving % len(STRIDES)] + (turn // len(one)) * (moving > 0)
        said.append(one[step % len(one)])
        moving += len(one) > 1
    return " ".join("".join(said).split())
