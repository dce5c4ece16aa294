"""A broadcast to many: how fast, how evenly, and what a kill in the middle costs.

    python -m benchmarks.broadcast                                   small, about two minutes
    python -m benchmarks.broadcast --recipients 100000 --slice 180   as in docs/benchmarks.md

(a) unlimited stub: messages a second with every outcome recorded, between two bare aiogram loops;
(b) at 30 a second: share of the limit, the fullest second, how long replies wait meanwhile;
(c) killed at a third and started again: each recipient once, doubles counted; memory.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import secrets
import shutil
import statistics
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks.rig.botapi import bot_api
from benchmarks.rig.crowd import FIRST
from benchmarks.rig.servers import LOAD_CORE, ROOT
from benchmarks.rig.town import settle

CHAT = re.compile(rb"chat_id\D{0,60}?(\d{6,})", re.DOTALL)
UNLIMITED = 100_000.0
LIMIT = 30.0
RESULT = ROOT / ".cache" / "bench" / "broadcast.json"


class Rig:
    """Where the processes run, and what the platform heard."""

    def __init__(self, folder: Path, recipients: int) -> None:
        """Keep the folder; a key is drawn for this run."""
        self.folder, self.recipients = folder, recipients
        self.secret = secrets.token_hex(32)
        self.heard: Counter[int] = Counter()
        self.api = ""

    def hear(self, body: bytes) -> None:
        """Count a message by its chat."""
        if found := CHAT.search(body):
            self.heard[int(found[1])] += 1

    @property
    def reached(self) -> int:
        """How many recipients heard something."""
        return sum(chat <= FIRST + self.recipients for chat in self.heard)

    def home(self, name: str, *, town: bool = True) -> Path:
        """Make a folder, with a town in it."""
        home = self.folder / name
        home.mkdir()
        if town:
            settle(home, self.recipients, self.secret)
        return home

    async def start(
        self, how: str, home: Path, rate: float, limit: float = 0
    ) -> asyncio.subprocess.Process:
        """Start a process that sends."""
        with (home / "log").open("ab") as log:
            return await asyncio.create_subprocess_exec(
                sys.executable, "-m", "benchmarks.rig.spread", how, str(home), self.api,
                str(rate), str(self.recipients), str(limit), cwd=ROOT, stdout=log, stderr=log,
                env={**os.environ, "BENCH_SECRET_KEY": self.secret},
            )  # fmt: skip

    async def run(self, how: str, home: Path, rate: float, limit: float = 0) -> dict[str, Any]:
        """Let a process send to its end; its figures."""
        process = await self.start(how, home, rate, limit)
        if await process.wait() != 0:
            raise RuntimeError((home / "log").read_text()[-3000:])
        found: dict[str, Any] = json.loads((home / "figures.json").read_text())
        return found


async def unlimited(rig: Rig) -> dict[str, Any]:
    """(a): as fast as it goes, beside a bare loop."""
    rig.heard.clear()
    before = await rig.run("bare", rig.home("before", town=False), UNLIMITED)
    rig.heard.clear()
    home = rig.home("unlimited")
    sent = await rig.run("peka", home, UNLIMITED)
    shutil.rmtree(home)
    reached, doubled = rig.reached, sum(rig.heard.values()) - len(rig.heard)
    after = await rig.run("bare", rig.home("after", town=False), UNLIMITED)
    bare = {name: (before[name] + after[name]) / 2 for name in before}
    n = rig.recipients
    return {
        "bare_per_second": n / bare["seconds"],
        "per_second": n / sent["seconds"],
        "ratio": bare["seconds"] / sent["seconds"],
        "ratio_by_cpu": bare["cpu"] / sent["cpu"],
        "counting_seconds": sent["counted"],
        "outcomes": sent["outcomes"],
        "reached": reached,
        "doubled": doubled,
        "memory": quarters(sent["memory"]),
    }


async def limited(rig: Rig, seconds: float) -> dict[str, Any]:
    """(b): at thirty a second, with people writing."""
    home = rig.home("limited")
    sent = await rig.run("peka", home, LIMIT, seconds)
    shutil.rmtree(home)
    moments = sorted(sent["all"])
    whole = moments[-1] - moments[0]
    waits = sorted(sent["waits"])
    return {
        "seconds": whole,
        "share_of_limit": (len(moments) - 1) / whole / LIMIT,
        "fullest_second": fullest(moments),
        "replies": len(waits),
        "reply_p50_ms": statistics.median(waits) * 1000,
        "reply_p99_ms": waits[int(len(waits) * 0.99)] * 1000,
        "memory": quarters(sent["memory"]),
    }


async def killed(rig: Rig) -> dict[str, Any]:
    """(c): killed when a third has heard it, and started again."""
    rig.heard.clear()
    home = rig.home("killed")
    first = await rig.start("peka", home, UNLIMITED)
    while rig.reached < rig.recipients / 3:
        if first.returncode is not None:
            raise RuntimeError((home / "log").read_text()[-3000:])
        await asyncio.sleep(0.02)
    first.kill()
    await first.wait()
    at = rig.reached
    sent = await rig.run("peka", home, UNLIMITED)
    shutil.rmtree(home)
    return {
        "killed_at": at,
        "reached": rig.reached,
        "missing": rig.recipients - rig.reached,
        "doubled": sum(n - 1 for n in rig.heard.values()),
        "outcomes": sent["outcomes"],
    }


def fullest(moments: list[float]) -> int:
    """Count the messages of the fullest second, wherever it begins."""
    most, begin = 0, 0
    for end, at in enumerate(moments):
        while moments[begin] <= at - 1.0:
            begin += 1
        most = max(most, end - begin + 1)
    return most


def quarters(memory: list[float]) -> list[int]:
    """Give the memory, in MB, at the end of each quarter."""
    return [round(memory[len(memory) * part // 4 - 1]) for part in (1, 2, 3, 4)] if memory else []


async def ask(recipients: int, seconds: float, parts: str) -> dict[str, Any]:
    """Ask the three questions, one after the other."""
    found: dict[str, Any] = {"recipients": recipients}
    with tempfile.TemporaryDirectory(prefix="peka-bench-") as folder:
        rig = Rig(Path(folder), recipients)
        async with bot_api(rig.hear) as (rig.api, _counts):
            if "a" in parts:
                found["unlimited"] = told("a", await unlimited(rig))
            if "b" in parts:
                found["limited"] = told("b", await limited(rig, seconds))
            if "c" in parts:
                found["killed"] = told("c", await killed(rig))
    return found


def told(part: str, figures: dict[str, Any]) -> dict[str, Any]:
    """Print figures as they come."""
    for name, value in figures.items():
        shown = f"{value:.3f}" if isinstance(value, float) else value
        print(f"({part}) {name:18} {shown}", flush=True)
    return figures


def main() -> None:
    """Read what is asked, and keep the answers."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--recipients", type=int, default=5_000)
    parser.add_argument("--slice", type=float, default=20, help="seconds of (b)")
    parser.add_argument("--parts", default="abc")
    given = parser.parse_args()
    if hasattr(os, "sched_setaffinity") and (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(0, {LOAD_CORE})
    found = asyncio.run(ask(given.recipients, given.slice, given.parts))
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
