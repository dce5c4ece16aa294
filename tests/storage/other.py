"""Work that tests have done in a second process."""

import json
import sqlite3
import sys
import time

from storage import people
from storage.unit import Unit
from tests.house import make_writer


def count(unit: Unit) -> None:
    """Read the person, add one, write back: what loses updates where nothing is locked."""
    person = people.know(unit, "stub:1", "siti")
    before = json.loads(person.talks or b"0")
    people.save(unit, person, json.dumps(before + 1).encode())


def count_often(url: str, times: int) -> None:
    writer = make_writer(url).start()
    for _ in range(times):
        writer.do_now(count, "siti")
    writer.stop()


def lock(path: str, seconds: float) -> None:
    """Hold SQLite's write lock; a line says when it is held."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    sys.stdout.write("locked\n")
    sys.stdout.flush()
    time.sleep(seconds)
    connection.rollback()
    connection.close()


if __name__ == "__main__":
    what, where, number = sys.argv[1:]
    if what == "count":
        count_often(where, int(number))
    else:
        lock(where, float(number))
