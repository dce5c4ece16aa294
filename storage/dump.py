"""Every table of ours as plain lines, and back: the same form for SQLite and PostgreSQL.

What is read is one moment of the database: turns go on meanwhile and are not in it.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import islice
from typing import Any

from alembic import command
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Boolean, Connection, MetaData, Table, func, insert, inspect, select, text

from storage import engines, schema

CHUNK = 500
BYTES = "b64"


class Reading:
    """One moment of a database."""

    def __init__(self, connection: Connection) -> None:
        """``connection``: inside a transaction that sees one moment."""
        self.connection = connection
        self.revision = MigrationContext.configure(connection).get_current_revision()

    def tables(self) -> list[str]:
        """Name the tables, each behind those that it refers to."""
        return [table.name for table in schema.METADATA.sorted_tables if _ours(table.name)]

    def lines(self, name: str) -> Iterator[bytes]:
        """Give the rows of one table, a line of JSON each."""
        table = schema.METADATA.tables[name]
        order = list(table.primary_key.columns)
        stream = self.connection.execution_options(yield_per=CHUNK).execute(
            select(table).order_by(*order)
        )
        for row in stream.mappings():
            yield json.dumps({key: _out(value) for key, value in row.items()}).encode() + b"\n"

    def mark(self, name: str) -> str:
        """Read a mark as it was at this moment; empty where it was never set."""
        marks = schema.METADATA.tables["peka_mark"]
        found = self.connection.scalar(select(marks.c.value).where(marks.c.name == name))
        return str(found or "")


def in_order(names: Iterable[str]) -> list[str]:
    """Put tables behind those that they refer to."""
    order = [table.name for table in schema.METADATA.sorted_tables]
    return sorted(names, key=lambda name: order.index(name) if name in order else len(order))


@contextmanager
def one_moment(url: str) -> Iterator[Reading]:
    """Open a database so that everything that is read is of the same moment."""
    engine = engines.reading(url)
    lite = engines.is_sqlite(url)
    try:
        with engine.connect() as connection, connection.begin():
            if lite:
                connection.exec_driver_sql("BEGIN")
            else:
                connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            try:
                yield Reading(connection)
            finally:
                if lite:
                    with suppress(Exception):
                        connection.exec_driver_sql("ROLLBACK")
    finally:
        engine.dispose()


def known_revision(revision: str) -> bool:
    """Tell whether this release knows a revision."""
    script = ScriptDirectory.from_config(schema.config(None))
    return any(one.revision == revision for one in script.walk_revisions())


def is_empty(url: str) -> bool:
    """Tell whether a database holds nothing of ours: no table, or only empty ones."""
    engine = engines.reading(url)
    try:
        with engine.connect() as connection:
            names = [name for name in inspect(connection).get_table_names() if _ours(name)]
            return not any(
                connection.execute(text(f"SELECT 1 FROM {name} LIMIT 1")).first() for name in names
            )
    finally:
        engine.dispose()


class Loading:
    """Fills an empty database, all in one transaction."""

    def __init__(self, connection: Connection) -> None:
        """``connection``: of :func:`schema.migrating`, at the revision of the lines."""
        self.connection = connection
        self.tables = MetaData()

    def fill(self, name: str, lines: Iterable[bytes]) -> int:
        """Put the rows of one table in, and tell how many."""
        table = Table(name, self.tables, autoload_with=self.connection)
        truths = frozenset(c.name for c in table.columns if isinstance(c.type, Boolean))
        rows, count = (_row(line, truths) for line in lines), 0
        while chunk := list(islice(rows, CHUNK)):
            self.connection.execute(insert(table), chunk)
            count += len(chunk)
        self._go_on_counting(table)
        return count

    def _go_on_counting(self, table: Table) -> None:
        """Let PostgreSQL give ids beyond those that are there."""
        if self.connection.dialect.name != "postgresql" or "id" not in table.columns:
            return
        sequence = self.connection.scalar(
            text("SELECT pg_get_serial_sequence(:table, 'id')"), {"table": table.name}
        )
        highest = self.connection.scalar(select(func.max(table.c.id)))
        if sequence and highest:
            self.connection.execute(
                text("SELECT setval(:sequence, :highest)"),
                {"sequence": sequence, "highest": highest},
            )


@contextmanager
def loading(url: str, revision: str) -> Iterator[Loading]:
    """Make the tables as of a revision, let them be filled, and bring them to this release."""
    with schema.migrating(url) as connection:
        command.upgrade(schema.config(connection), revision)
        for name in inspect(connection).get_table_names():
            if _ours(name) and connection.execute(text(f"SELECT 1 FROM {name} LIMIT 1")).first():
                raise RuntimeError("the database is not empty")
        yield Loading(connection)
        command.upgrade(schema.config(connection), "head")


def _ours(name: str) -> bool:
    return name.startswith(schema.PREFIX)


def _out(value: object) -> object:
    if isinstance(value, bytes | memoryview):
        return {BYTES: base64.b64encode(bytes(value)).decode()}
    return value


def _row(line: bytes, truths: frozenset[str]) -> Mapping[str, object]:
    read: dict[str, Any] = json.loads(line)
    return {name: _in(value, truth=name in truths) for name, value in read.items()}


def _in(value: object, *, truth: bool) -> object:
    if isinstance(value, dict):
        return base64.b64decode(value[BYTES])
    return bool(value) if truth and value is not None else value
