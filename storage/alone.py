"""One import at a time: a lock that ends with the process, however the process ends."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sqlalchemy import Connection, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from storage import engines

KEY = 0x50454B42
"""The advisory lock on PostgreSQL."""


class Occupied(Exception):
    """Another import is running."""


@contextmanager
def alone(url: str, *, wait: bool = False) -> Iterator[None]:
    """Hold the lock of imports; raises :class:`Occupied` at once unless ``wait``."""
    with _file(url, wait=wait) if engines.is_sqlite(url) else _advisory(url, wait=wait):
        yield


@contextmanager
def _file(url: str, *, wait: bool) -> Iterator[None]:
    descriptor = os.open(f"{make_url(url).database}.import", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        yield
    except BlockingIOError:
        raise Occupied("another import is running") from None
    finally:
        os.close(descriptor)


@contextmanager
def _advisory(url: str, *, wait: bool) -> Iterator[None]:
    """Hold it on a connection of its own, which is closed whatever happens."""
    engine = engines.reading(url)
    try:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            if not _taken(connection, wait=wait):
                raise Occupied("another import is running")
            try:
                yield
            finally:  # the server would only let go when it notices that the connection is closed
                with suppress(DBAPIError):
                    connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": KEY})
    finally:
        engine.dispose()


def _taken(connection: Connection, *, wait: bool) -> bool:
    if wait:
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": KEY})
        return True
    return bool(connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": KEY}))
