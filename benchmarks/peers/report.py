"""What both textbook peers share: the questions, two SQLModel tables, one durable database."""

from __future__ import annotations

import sqlite3
from contextvars import ContextVar
from pathlib import Path

from sqlalchemy import event
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlmodel import Field, SQLModel

TOKEN = "4839574812:AAFD39kkdpWt3ywyRZergyOLMaJhac60qcK"  # noqa: S105 - made up
CATEGORIES = ("Sudah mampu", "Pegawai atau aparat", "Sudah meninggal", "Hal lain")
SOURCES = ("Lihat sendiri", "Cerita orang", "Ada dokumen")
QUESTIONS = {
    "category": "Apa masalahnya?\n"
    + "\n".join(f"{n}. {one}" for n, one in enumerate(CATEGORIES, 1)),
    "place": "Di desa mana?",
    "who": "Siapa orangnya, dan apa yang terjadi?",
    "source": "Dari mana Bapak/Ibu tahu?\n"
    + "\n".join(f"{n}. {one}" for n, one in enumerate(SOURCES, 1)),
}
AGAIN = "Maaf, saya belum mengerti. Pilih salah satu, atau ketik angkanya."
THANKS = "Terima kasih. Laporan sudah dicatat dengan nomor {number}."


class Report(SQLModel, table=True):
    """A report that was made."""

    id: int | None = Field(default=None, primary_key=True)
    chat: int = Field(index=True)
    category: str
    place: str
    who: str
    source: str


class Progress(SQLModel, table=True):
    """Where one chat stands."""

    chat: int = Field(primary_key=True)
    state: str | None = None
    answers: str = "{}"
    """JSON."""


session_now: ContextVar[AsyncSession] = ContextVar("session_now")
"""The session of the update that is being handled; its route commits once."""


def picked(text: str, labels: tuple[str, ...]) -> str | None:
    """Read a choice by its number or its label."""
    if text.isdecimal() and 1 <= int(text) <= len(labels):
        return labels[int(text) - 1]
    return next((one for one in labels if one.casefold() == text.casefold()), None)


async def database(home: Path) -> tuple[AsyncEngine, async_sessionmaker[AsyncSession]]:
    """Open the database: WAL, FULL, one connection (more only wait for each other's lock)."""
    engine = create_async_engine(
        f"sqlite+aiosqlite:///{home / 'textbook.db'}",
        pool_size=1,
        max_overflow=0,
        pool_timeout=120,
    )
    event.listen(engine.sync_engine, "connect", _durable)
    async with engine.begin() as connection:
        await connection.run_sync(SQLModel.metadata.create_all)
    return engine, async_sessionmaker(engine, expire_on_commit=False)


def _durable(connection: sqlite3.Connection, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=12000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
