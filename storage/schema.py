"""The schema: brought up to date by Alembic, on SQLite and PostgreSQL alike."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, event
from sqlmodel import SQLModel

from storage import engines
from storage import tables as _every_table  # noqa: F401 - imported for its tables

METADATA = SQLModel.metadata
PREFIX = "peka_"
POSTGRES_LOCK = 0x50454B41
"""Advisory lock: several processes may start at once, one migrates."""


def is_ours(_thing: object, name: str | None, kind: str, *_rest: object) -> bool:
    """See only our own tables: DBOS and others may live in the same database."""
    return kind != "table" or bool(name and name.startswith(PREFIX))


def upgrade(url: str) -> None:
    """Bring the database to the newest revision; nothing happens where it is there already."""
    with migrating(url) as connection:
        command.upgrade(config(connection), "head")


@contextmanager
def migrating(url: str) -> Iterator[Connection]:
    """Open the one transaction of a migration; nobody else migrates meanwhile.

    SQLite changes a table by making it anew; its references are therefore not enforced on the
    way, but looked over as a whole before the end.
    """
    engine = engines.writing(url)
    try:
        if engines.is_sqlite(url):
            event.listen(engine, "connect", _without_references)
        with engine.begin() as connection:
            if not engines.is_sqlite(url):
                connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({POSTGRES_LOCK})")
            yield connection
            if engines.is_sqlite(url):
                _look_over(connection)
    finally:
        engine.dispose()


def _without_references(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute("PRAGMA foreign_keys=OFF")


def _look_over(connection: Connection) -> None:
    if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall():
        raise RuntimeError(f"{len(broken)} rows would refer to nothing; nothing was changed")


def is_current(engine: Engine) -> bool:
    """Tell whether the database stands at the newest revision."""
    with engine.connect() as connection:
        at = MigrationContext.configure(connection).get_current_revision()
    return at == ScriptDirectory.from_config(config(None)).get_current_head()


def config(connection: Connection | None) -> Config:
    """Make Alembic's configuration without a file."""
    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    made.attributes["connection"] = connection
    return made
