"""Engines for SQLite and PostgreSQL with the settings that durability rests on."""

from __future__ import annotations

import sqlite3
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url

BUSY_MILLISECONDS = 12_000
"""How long a writer waits for another process's lock; one of 10 seconds loses nothing."""


def is_sqlite(url: str) -> bool:
    """Tell SQLite from PostgreSQL by the URL."""
    return make_url(url).get_backend_name() == "sqlite"


def writing(url: str, *, connections: int = 1, patience: int = BUSY_MILLISECONDS) -> Engine:
    """Make the engine of the writer: on SQLite every transaction begins IMMEDIATE.

    ``patience``: milliseconds to wait for a lock that somebody else holds.
    """
    engine = _engine(url, connections, patience)
    if is_sqlite(url):
        event.listen(engine, "begin", _begin_immediate)
    return engine


def reading(url: str) -> Engine:
    """Make an engine that cannot write, for pages and look-ups beside the writer."""
    engine = _engine(url, 2, BUSY_MILLISECONDS)
    if is_sqlite(url):
        event.listen(engine, "connect", _query_only)
    else:
        event.listen(engine, "begin", _read_only)
    return engine


def _engine(url: str, connections: int, patience: int) -> Engine:
    made: URL = make_url(url)
    lite = is_sqlite(url)
    options: dict[str, Any] = {"hide_parameters": True, "pool_size": connections}
    if lite:
        seconds = patience / 1000
        options["connect_args"] = {"check_same_thread": False, "timeout": seconds}
    else:
        options["pool_pre_ping"] = True
        if "options" not in made.query:
            options["connect_args"] = {"options": f"-c lock_timeout={patience}"}
    engine = create_engine(made, **options)
    if lite:
        event.listen(engine, "connect", _lite)
    return engine


def _lite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "temp_store=MEMORY",  # a savepoint's undo pages: 3 to 7 writes a turn to a file in /tmp
        "cache_size=-65536",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _query_only(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute("PRAGMA query_only=ON")


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _read_only(connection: Connection) -> None:
    connection.exec_driver_sql("SET TRANSACTION READ ONLY")
