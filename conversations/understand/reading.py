"""The first reading of free text: spelling made even, then phrases by weight.

The words live in ``conversations/knowledge/words.toml``, which a non-programmer can extend; the
file is read by the caller.  Receipt codes are recognised by their form.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

from conversations.codes import receipt_in
from conversations.said import Meant
from conversations.words import plain

LONGEST = 1_000
"""Letters that are looked at: the wish stands at the beginning or the end."""
DOUBLED = re.compile(r"(\w)\1{2,}")
CERTAIN = 1.0


@dataclass(frozen=True, slots=True)
class Rule:
    """Groups of words of which each must be met, for one meaning."""

    intent: str
    groups: tuple[re.Pattern[str], ...]
    score: float
    urgent: bool
    arg: str


@dataclass(frozen=True, slots=True)
class Understanding:
    """What words may mean, ready to be asked."""

    spellings: Mapping[str, str]
    rules: tuple[Rule, ...]

    @classmethod
    def from_toml_text(cls, text: str) -> Understanding:
        """Take the text of ``words.toml``."""
        data = tomllib.loads(text)
        spellings = {
            written: meant
            for meant, several in data["spelling"].items()
            for written in several.split()
        }
        return cls(spellings, tuple(_rule(one) for one in data["rule"]))

    def read(self, text: str) -> tuple[Meant, ...]:
        """List what a text may mean: urgent first, then the most certain."""
        receipt = receipt_in(text)
        if receipt is not None:
            return (Meant("kode_laporan", CERTAIN, arg=receipt),)
        even = self.even(text)
        best: dict[str, Meant] = {}
        for rule in self.rules:
            if rule.intent not in best and all(group.search(even) for group in rule.groups):
                best[rule.intent] = Meant(rule.intent, rule.score, rule.urgent, rule.arg)
        return tuple(sorted(best.values(), key=lambda one: (not one.urgent, -one.score)))

    def even(self, text: str) -> str:
        """Make spelling even: "knp blm cairrr" becomes "kenapa belum cair"."""
        cut = text if len(text) <= LONGEST else text[: LONGEST // 2] + " " + text[-LONGEST // 2 :]
        words = DOUBLED.sub(r"\1", plain(cut)).split()
        return " ".join(self.spellings.get(word, word) for word in words)


def _rule(data: dict[str, object]) -> Rule:
    groups = data["all"]
    several = groups if isinstance(groups, list) else [groups]
    return Rule(
        intent=str(data["intent"]),
        groups=tuple(re.compile(rf"\b(?:{group})\b") for group in several),
        score=float(str(data.get("score", 0.8))),
        urgent=bool(data.get("urgent", False)),
        arg=str(data.get("arg", "")),
    )
