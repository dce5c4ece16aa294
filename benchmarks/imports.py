"""How long an import of 200,000 rows takes, and how long turns wait meanwhile.

Three rows are bad.  Another process takes a turn every 20 ms on the same database all the while:
first alone, then beside the import.  ``PEKA_BENCH_ROWS`` sets another number of rows, and
``PEKA_TEST_DATABASE_URL`` a database (empty!) other than SQLite.
"""

from __future__ import annotations

import csv
import gc
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from storage import people
from storage.seal import Sealer
from storage.unit import Unit, Writer
from tests.bot.office import HEADER, Office, made, office

ROWS = int(os.environ.get("PEKA_BENCH_ROWS", "200000"))
ALONE_SECONDS = 5


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = os.environ.get("PEKA_TEST_DATABASE_URL") or f"sqlite:///{folder}/peka.db"
        path = written(Path(folder) / "list.csv")
        print(f"{ROWS} rows, {path.stat().st_size / 1e6:.0f} MB, {url.partition(':')[0]}")
        with office(url, Path(folder)) as home:
            print("turns alone:        ", chat(url, ALONE_SECONDS).communicate()[0].strip())
            talking = chat(url, 0)
            import_one(home, path)
            talking.terminate()
            print("turns beside import:", talking.communicate()[0].strip())


def written(path: Path) -> Path:
    bad = {ROWS // 4: (1, "35260812"), ROWS // 2: (3, "32.01.01.2001"), ROWS - 1: (4, "Apa")}
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for number in range(ROWS):
            row = made(number)
            if number in bad:
                at, cell = bad[number]
                row[at] = cell
            writer.writerow(row)
    return path


def import_one(home: Office, path: Path) -> None:
    gc.freeze()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.monotonic()
    outcome, findings = home.read(path)
    seconds = time.monotonic() - began
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
    print(f"import: {seconds:.1f} s, {ROWS / seconds:.0f} rows/s, memory +{grown} MB, {outcome}")
    for line in findings.first:
        print(f"  {line}")


def chat(url: str, seconds: int) -> subprocess.Popen[str]:
    """Start a process that takes turns, for so long or until it is ended."""
    command = [sys.executable, "-m", "benchmarks.imports", url, str(seconds)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def talk(url: str, seconds: int) -> None:
    import signal

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    writer, took = Writer(url, Sealer(("k" * 64,))).start(), list[float]()
    until = time.monotonic() + (seconds or 3600)
    try:
        while time.monotonic() < until:
            began = time.perf_counter()
            writer.do_now(turn)
            took.append(time.perf_counter() - began)
            time.sleep(0.02)
    finally:
        writer.stop()
        ordered = [one * 1000 for one in sorted(took)]
        at = {name: ordered[int(len(ordered) * part)] for name, part in PARTS.items()}
        told = ", ".join(f"{name} {value:.1f} ms" for name, value in at.items())
        print(f"{len(ordered)} turns, {told}, longest {ordered[-1]:.1f} ms")


PARTS = {"median": 0.5, "p90": 0.9, "p99": 0.99}


def turn(unit: Unit) -> None:
    people.claim(unit, "web", str(time.time_ns()))
    known = people.know(unit, "web", str(time.time_ns() % 50))
    people.save(unit, known, b"x" * 500)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        talk(sys.argv[1], int(sys.argv[2]))
    else:
        main()
