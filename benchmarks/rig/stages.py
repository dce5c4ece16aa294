"""Where a turn's processor time goes: the same turns without HTTP and without threads.

The steps that the turn calls out (for the crash tests) serve as the marks.
"""

from __future__ import annotations

import itertools
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.rig.lapor import BOOK_OF_ONE
from benchmarks.rig.texts import TALK, update
from bot.app import quiet_collector
from bot.house import build_house
from bot.settings import Settings, Telegram, Web
from handlers.channel import Message
from handlers.telegram.reading import UpdateReader
from handlers.terminal import Terminal
from storage.unit import Unit, _Job

GROUP = 50
NAMES = {
    "claimed": "claim the update id",
    "known": "find the person, open the state",
    "taken": "facts, take() (pure)",
    "command": "facts, take() (pure)",
    "done": "command: open the case (one turn in five)",
    "saved": "render, seal, save the state",
    "queued": "seal, insert the reply",
    "commit": "claim the update id",
    "committed": "a fiftieth of COMMIT",
}


class Stopwatch:
    """Adds up processor time between marks: what else the machine does is not in it."""

    def __init__(self) -> None:
        """Start with nothing."""
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self.last = time.thread_time()

    def mark(self, name: str) -> None:
        """Count the time since the last mark under ``name``."""
        now = time.thread_time()
        self.seconds[name] += now - self.last
        self.last = now


def _unheard(_result: object, _fault: BaseException | None) -> None:
    """Nobody waits."""


def _always() -> bool:
    return True


def stages(home: Path, secret: str, seconds: float) -> dict[str, float]:
    """Give microseconds a turn by stage, in order."""
    off: dict[str, Any] = {"telegram_mode": Telegram.OFF, "web": Web.OFF}
    house = build_house(Settings(home=home, secret_key=secret, **off), book=BOOK_OF_ONE)
    watch, reader = Stopwatch(), UpdateReader("telegram:1", 1)
    house.writer.step = lambda step: watch.mark(NAMES.get(step, step))
    turns, writer, channel = house.turns, house.writer, Terminal()
    quiet_collector()
    persons, count = itertools.count(1_000_000), 0

    def work(message: Message) -> Callable[[Unit], bool]:
        return lambda unit: turns.turn(unit, channel, message, "")

    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        group = [next(persons) for _ in range(GROUP)]
        for number, text in enumerate(TALK, 1):
            bodies = [update(person, number, text) for person in group]
            watch.last = time.thread_time()
            heard = [reader.read(body).messages[0] for body in bodies]
            watch.mark("read the update")
            clean = [turns.understood(one) for one in heard]
            watch.mark("cut secrets, understand")
            jobs = [_Job(work(one), _unheard, _always) for one in clean]
            writer._transaction(jobs)  # noqa: SLF001 - the very heart, without its thread
            assert all(job.result for job in jobs), jobs[0].fault
            count += GROUP
    writer.engine.dispose()
    return {name: total / count * 1e6 for name, total in watch.seconds.items()}
