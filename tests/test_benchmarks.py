"""What the benchmark compares is the same work: each contender keeps the report it was told."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from benchmarks.peers import with_aiogram, with_ptb
from benchmarks.rig.texts import TALK, update

KEPT = (
    "SELECT chat, category, place, who, source FROM report",
    (7, "Sudah mampu", TALK[2], TALK[3], "Cerita orang"),
)


@pytest.mark.parametrize("build", [with_aiogram.build, with_ptb.build])
def test_a_textbook_bot_keeps_the_report(build: Callable[[Path], FastAPI], tmp_path: Path) -> None:
    with TestClient(build(tmp_path)) as client:
        for number, text in enumerate(TALK, 1):
            answer = client.post("/telegram/webhook", content=update(7, number, text))
            assert (answer.status_code, answer.content) == (200, b"")
    with sqlite3.connect(tmp_path / "textbook.db") as connection:
        found = connection.execute(KEPT[0]).fetchall()
        mode = connection.execute("PRAGMA journal_mode").fetchone()
    connection.close()
    assert (found, mode) == ([KEPT[1]], ("wal",))
