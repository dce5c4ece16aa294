"""``peka learn``: how much was understood, where people stop, what was taught."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from storage import teaching

if TYPE_CHECKING:
    from bot.house import House


def report(house: House, days: int) -> dict[str, object]:
    """Read the tallies of so many days.

    ``understanding``: a list of {day, understood, none}; ``funnel``: a list of {question, shown,
    passed}, the questions at which most people stop first.
    """
    today = house.turns.today()
    since, until = (today - timedelta(days=days)).isoformat(), today.isoformat()
    by_day = house.writer.do_now(lambda unit: teaching.understood(unit, since))
    counts = house.writer.do_now(lambda unit: teaching.tallies(unit, since, until))
    shown = {name.removeprefix("shown:"): n for name, n in counts.items() if "shown:" in name}
    funnel = [
        {"question": name, "shown": n, "passed": min(n, counts.get(f"passed:{name}", 0))}
        for name, n in shown.items()
    ]
    return {
        "since": since,
        "until": until,
        "understanding": [
            {"day": day, "understood": found.get("understood", 0), "none": found.get("none", 0)}
            for day, found in by_day.items()
        ],
        "funnel": sorted(funnel, key=_stopped),
    }


def _stopped(row: dict[str, object]) -> tuple[int, str]:
    return -_left(row), str(row["question"])


def _left(row: dict[str, object]) -> int:
    return int(str(row["shown"])) - int(str(row["passed"]))


def _line(row: dict[str, object]) -> str:
    return f"{row['question']}\t{row['shown']}\t{row['passed']}\t{_left(row)}"


def _rows(found: object) -> list[dict[str, object]]:
    return found if isinstance(found, list) else []


def readable(found: dict[str, object]) -> str:
    """Say a report in lines."""
    days, funnel = found["understanding"], found["funnel"]
    lines = [
        f"{found['since']} .. {found['until']}",
        "",
        "day\tunderstood\tnot understood",
        *(f"{one['day']}\t{one['understood']}\t{one['none']}" for one in _rows(days)),
        "",
        "question\tshown\tpassed\tstopped",
        *(
            f"{one['question']}\t{one['shown']}\t{one['passed']}\t{_left(one)}"
            for one in _rows(funnel)
        ),
    ]
    return "\n".join(lines)


def exported(examples: Sequence[teaching.Example]) -> str:
    """Write what was taught as TOML: the examples under the name of what they mean."""
    by_intent: dict[str, list[str]] = {}
    for one in examples:
        by_intent.setdefault(one.intent, []).append(one.text)
    parts = (
        f"[[intent]]\nkey = {json.dumps(intent)}\n"
        f"examples = {json.dumps(sorted(texts), ensure_ascii=False)}\n"
        for intent, texts in sorted(by_intent.items())
    )
    return "\n".join(parts)
