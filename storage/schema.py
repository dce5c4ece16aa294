"""The schema: brought up to date by Alembic, on SQLite and PostgreSQL alike."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine
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
    engine = engines.writing(url)
    try:
        with engine.begin() as connection:
            if not engines.is_sqlite(url):
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({POSTGRES_LOCK})")
            command.upgrade(config(connection), "head")
    finally:
        engine.dispose()


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
