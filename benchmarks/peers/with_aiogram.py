"""The report with aiogram: Dispatcher, Router, states, and a storage of its own on SQLModel."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from aiogram import Bot, Dispatcher, Router
from aiogram.client.session.base import BaseSession
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey
from aiogram.methods import TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import Chat, Message, Update
from fastapi import FastAPI, Request, Response

from benchmarks.peers.report import (
    AGAIN,
    CATEGORIES,
    QUESTIONS,
    SOURCES,
    THANKS,
    TOKEN,
    Progress,
    Report,
    database,
    picked,
    session_now,
)

router = Router()


class Form(StatesGroup):
    """The four questions."""

    category = State()
    place = State()
    who = State()
    source = State()


@router.message(Command("lapor"))
async def begin(message: Message, state: FSMContext) -> None:
    """Ask the first question."""
    await state.clear()
    await state.set_state(Form.category)
    await message.answer(QUESTIONS["category"])


@router.message(Form.category)
async def category(message: Message, state: FSMContext) -> None:
    """Read the category."""
    choice = picked(message.text or "", CATEGORIES)
    if choice is None:
        await message.answer(AGAIN)
        return
    await state.update_data(category=choice)
    await state.set_state(Form.place)
    await message.answer(QUESTIONS["place"])


@router.message(Form.place)
async def place(message: Message, state: FSMContext) -> None:
    """Read the place."""
    await state.update_data(place=message.text or "")
    await state.set_state(Form.who)
    await message.answer(QUESTIONS["who"])


@router.message(Form.who)
async def who(message: Message, state: FSMContext) -> None:
    """Read whom it is about."""
    await state.update_data(who=message.text or "")
    await state.set_state(Form.source)
    await message.answer(QUESTIONS["source"])


@router.message(Form.source)
async def source(message: Message, state: FSMContext) -> None:
    """Read how one knows, and keep the report."""
    choice = picked(message.text or "", SOURCES)
    if choice is None:
        await message.answer(AGAIN)
        return
    given = {**await state.get_data(), "source": choice}
    report = Report.model_validate({"chat": message.chat.id, **given})
    session = session_now.get()
    session.add(report)
    await session.flush()
    await state.clear()
    await message.answer(THANKS.format(number=report.id))


class SqlStorage(BaseStorage):
    """States and data in one row a chat, in the session of the update."""

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        """Keep the state."""
        row = await self._row(key)
        row.state = state.state if isinstance(state, State) else state

    async def get_state(self, key: StorageKey) -> str | None:
        """Look the state up."""
        return (await self._row(key)).state

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        """Keep the answers."""
        (await self._row(key)).answers = json.dumps(dict(data))

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        """Look the answers up."""
        found: dict[str, Any] = json.loads((await self._row(key)).answers)
        return found

    async def close(self) -> None:
        """Let nothing go: the engine belongs to the app."""

    async def _row(self, key: StorageKey) -> Progress:
        session = session_now.get()
        row = await session.get(Progress, key.chat_id)
        if row is None:
            row = Progress(chat=key.chat_id)
            session.add(row)
        return row


class Silent(BaseSession):
    """Answers every call at once: what sending costs is not asked here (a favour)."""

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109 - its shape
    ) -> TelegramType:
        """Give the same message whatever was asked."""
        return cast("TelegramType", SENT)

    async def stream_content(
        self,
        url: str,
        headers: dict[str, Any] | None = None,
        timeout: int = 30,  # noqa: ASYNC109 - its shape
        chunk_size: int = 65536,
        raise_for_status: bool = True,  # noqa: FBT001, FBT002 - its shape
    ) -> AsyncGenerator[bytes, None]:
        """Give no file."""
        yield b""

    async def close(self) -> None:
        """Nothing is open."""


SENT = Message(message_id=1, date=datetime.now(UTC), chat=Chat(id=1, type="private"))


def build(home: Path) -> FastAPI:
    """Make the app."""
    bot = Bot(TOKEN, session=Silent())
    dispatcher = Dispatcher(storage=SqlStorage())
    dispatcher.include_router(router)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        engine, app.state.sessions = await database(home)
        yield
        await engine.dispose()

    app = FastAPI(openapi_url=None, lifespan=lifespan)

    @app.post("/telegram/webhook")
    async def webhook(request: Request) -> Response:
        update = Update.model_validate_json(await request.body(), context={"bot": bot})
        async with app.state.sessions() as session:
            session_now.set(session)
            await dispatcher.feed_update(bot, update)
            await session.commit()
        return Response(status_code=200)

    return app
