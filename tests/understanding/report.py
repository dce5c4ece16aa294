"""How well people are understood: `python -m tests.understanding.report [kept|others|tuned]`.

`kept.tsv` was written before the example sentences, in other people's voices, and is not looked at
line by line while tuning; nor is `others.tsv`, a third of what another author wrote who had not
seen the project. `tuned.tsv` is what was tuned on. `a+b` means that both are wished for.
"""

import sys
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from bot.settings import Settings
from bot.understood import TextReader, reader_of
from conversations.understand import Understanding

HERE = Path(__file__).parent
URGENT = frozenset({"darurat", "kartu_dipegang", "pungli", "dana_hilang", "pbi_nonaktif"})
CHEAP = frozenset({"dipaksa_paket"})
"""May raise the alarm or not: it depends on who forces whom."""
NONE = "luar_topik"


@dataclass
class Figures:
    """What came of a set of messages."""

    lines: int = 0
    first: int = 0
    second: int = 0
    urgent: list[int] = field(default_factory=lambda: [0, 0])
    alarms: list[int] = field(default_factory=lambda: [0, 0])
    answered: list[int] = field(default_factory=lambda: [0, 0])
    both: list[int] = field(default_factory=lambda: [0, 0])
    wrong: Counter[tuple[str, str]] = field(default_factory=Counter)
    each: dict[str, list[int]] = field(default_factory=dict)

    @property
    def top1(self) -> float:
        return self.first / self.lines

    @property
    def top2(self) -> float:
        return self.second / self.lines

    def add(self, wanted: set[str], found: list[str], decision: str, *, urgent: bool) -> None:
        self.lines += 1
        right = found[0] in wanted
        self.first += right
        self.second += bool(set(found[:2]) & wanted)
        for one in wanted:
            counted = self.each.setdefault(one, [0, 0])
            counted[0] += right
            counted[1] += 1
        if not right:
            self.wrong[("+".join(sorted(wanted)), found[0])] += 1
        if wanted & URGENT:
            count(self.urgent, hit=urgent)
        elif not wanted & CHEAP:
            count(self.alarms, hit=urgent)
        if wanted == {NONE}:
            count(self.answered, hit=decision == "answer")
        if len(wanted) > 1:
            count(self.both, hit=wanted <= set(found[:3]))


def count(pair: list[int], *, hit: bool) -> None:
    pair[0] += hit
    pair[1] += 1


def lines_of(name: str) -> list[tuple[set[str], str]]:
    """Read (wanted intents, text) of a set."""
    rows = (HERE / f"{name}.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return [(set(row.split("\t")[0].split("+")), row.split("\t")[1]) for row in rows]


@cache
def reader() -> TextReader:
    return reader_of(Settings())


def figures(lines: list[tuple[set[str], str]]) -> Figures:
    """Read every line."""
    found = Figures()
    for wanted, text in lines:
        candidates = reader().found(text)
        keys = [one.key for one in candidates] or [NONE]
        urgent = any(one.meant.urgent or one.meant.perhaps for one in candidates)
        found.add(wanted, keys, Understanding.decision(candidates), urgent=urgent)
    return found


def main() -> None:
    name = sys.argv[1] if len(sys.argv) > 1 else "kept"
    lines = lines_of(name)
    for title, some in (
        ("one wish", [one for one in lines if len(one[0]) == 1]),
        ("two wishes", [one for one in lines if len(one[0]) > 1]),
    ):
        if some:
            show(title, figures(some))


def show(title: str, found: Figures) -> None:
    say = sys.stdout.write
    say(f"\n{title}: {found.lines} messages\n")
    say(f"first intent right {found.top1:.3f}, among two {found.top2:.3f}\n")
    for name, (hit, of) in (
        ("urgent ones heard", found.urgent),
        ("false alarms", found.alarms),
        ("false answers on none", found.answered),
        ("both among the first three", found.both),
    ):
        if of:
            say(f"{name}: {hit} of {of} ({hit / of:.3f})\n")
    say("each intent: " + ", ".join(f"{k} {a}/{b}" for k, (a, b) in sorted(found.each.items())))
    say("\nmistaken (wanted -> read):\n")
    for (wanted, read), times in found.wrong.most_common():
        say(f"  {times:2} {wanted} -> {read}\n")


if __name__ == "__main__":
    main()
