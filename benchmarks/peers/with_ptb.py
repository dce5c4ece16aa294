"""The report with python-telegram-bot: ConversationHandler and a persistence on SQLModel.

Updates are handled one after the other, as its documentation asks of conversations.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request, Response
from sqlmodel import select
from telegram import Message, Update
from telegram.ext import (
    Application,
    BasePersistence,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    PersistenceInput,
    filters,
)
from telegram.request import BaseRequest

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

CATEGORY, PLACE, WHO, SOURCE = range(4)
Context = ContextTypes.DEFAULT_TYPE


def said(update: Update) -> Message:
    """Give the message that the filters have promised."""
    assert update.message is not None
    return update.message


def answers(context: Context) -> dict[str, str]:
    """Give the answers so far."""
    assert context.user_data is not None
    return context.user_data


async def begin(update: Update, context: Context) -> int:
    """Ask the first question."""
    answers(context).clear()
    await said(update).reply_text(QUESTIONS["category"])
    return CATEGORY


async def category(update: Update, context: Context) -> int:
    """Read the category."""
    choice = picked(said(update).text or "", CATEGORIES)
    if choice is None:
        await said(update).reply_text(AGAIN)
        return CATEGORY
    answers(context)["category"] = choice
    await said(update).reply_text(QUESTIONS["place"])
    return PLACE


async def place(update: Update, context: Context) -> int:
    """Read the place."""
    answers(context)["place"] = said(update).text or ""
    await said(update).reply_text(QUESTIONS["who"])
    return WHO


async def who(update: Update, context: Context) -> int:
    """Read whom it is about."""
    answers(context)["who"] = said(update).text or ""
    await said(update).reply_text(QUESTIONS["source"])
    return SOURCE


async def source(update: Update, context: Context) -> int:
    """Read how one knows, and keep the report."""
    choice = picked(said(update).text or "", SOURCES)
    if choice is None:
        await said(update).reply_text(AGAIN)
        return SOURCE
    given = {**answers(context), "source": choice}
    report = Report.model_validate({"chat": said(update).chat.id, **given})
    session = session_now.get()
    session.add(report)
    await session.flush()
    answers(context).clear()
    await said(update).reply_text(THANKS.format(number=report.id))
    return ConversationHandler.END


class SqlPersistence(BasePersistence[dict[Any, Any], dict[Any, Any], dict[Any, Any]]):
    """Remembers what an update changed until the route writes it, in one commit."""

    def __init__(self) -> None:
        """Persist the answers (user data) and the conversations, nothing else."""
        super().__init__(PersistenceInput(bot_data=False, chat_data=False, callback_data=False))
        self.states: dict[int, int | None] = {}
        self.answers: dict[int, dict[Any, Any]] = {}
        self.stored: list[Progress] = []

    async def write(self) -> None:
        """Write what has changed into the session of the update."""
        session = session_now.get()
        for chat in self.states.keys() | self.answers.keys():
            row = await session.get(Progress, chat)
            if row is None:
                row = Progress(chat=chat)
                session.add(row)
            if chat in self.states:
                state = self.states[chat]
                row.state = None if state is None else str(state)
            if chat in self.answers:
                row.answers = json.dumps(self.answers[chat])
        self.states.clear()
        self.answers.clear()

    async def get_user_data(self) -> dict[int, dict[Any, Any]]:
        """Give the answers of every chat, once at start."""
        return {row.chat: json.loads(row.answers) for row in self.stored}

    async def get_conversations(self, name: str) -> dict[tuple[int | str, ...], object]:
        """Give the state of every chat, once at start."""
        return {
            (row.chat, row.chat): int(row.state) for row in self.stored if row.state is not None
        }

    async def update_user_data(self, user_id: int, data: dict[Any, Any]) -> None:
        """Remember the answers."""
        self.answers[user_id] = dict(data)

    async def update_conversation(
        self,
        name: str,
        key: tuple[int | str, ...],
        new_state: object | None,
    ) -> None:
        """Remember the state."""
        self.states[int(key[0])] = new_state if isinstance(new_state, int) else None

    async def get_bot_data(self) -> dict[Any, Any]:
        """Nothing."""
        return {}

    async def get_chat_data(self) -> dict[int, dict[Any, Any]]:
        """Nothing."""
        return {}

    async def get_callback_data(self) -> None:
        """Nothing."""

    async def update_bot_data(self, data: dict[Any, Any]) -> None:
        """Nothing."""

    async def update_chat_data(self, chat_id: int, data: dict[Any, Any]) -> None:
        """Nothing."""

    async def update_callback_data(self, data: object) -> None:
        """Nothing."""

    async def drop_chat_data(self, chat_id: int) -> None:
        """Nothing."""

    async def drop_user_data(self, user_id: int) -> None:
        """Nothing."""

    async def refresh_user_data(self, user_id: int, user_data: dict[Any, Any]) -> None:
        """Nothing."""

    async def refresh_chat_data(self, chat_id: int, chat_data: dict[Any, Any]) -> None:
        """Nothing."""

    async def refresh_bot_data(self, bot_data: dict[Any, Any]) -> None:
        """Nothing."""

    async def flush(self) -> None:
        """Nothing."""


class Silent(BaseRequest):
    """Answers every call at once: what sending costs is not asked here (a favour)."""

    ME = b'{"ok":true,"result":{"id":1,"is_bot":true,"first_name":"Bot","username":"a_bot"}}'
    SENT = b'{"ok":true,"result":{"message_id":1,"date":1,"chat":{"id":1,"type":"private"}}}'

    @property
    def read_timeout(self) -> float | None:
        """None is needed."""
        return None

    async def initialize(self) -> None:
        """Nothing is opened."""

    async def shutdown(self) -> None:
        """Nothing is open."""

    async def do_request(self, url: str, *_rest: object, **_more: object) -> tuple[int, bytes]:
        """Give the same answer whatever was asked."""
        return 200, self.ME if url.endswith("/getMe") else self.SENT


def application(persistence: SqlPersistence) -> Application[Any, Any, Any, Any, Any, Any]:
    """Put the handlers together."""
    words = filters.TEXT & ~filters.COMMAND
    made = (
        Application.builder()
        .token(TOKEN)
        .updater(None)
        .request(Silent())
        .persistence(persistence)
        .build()
    )
    made.add_handler(
        ConversationHandler(
            name="lapor",
            persistent=True,
            allow_reentry=True,
            entry_points=[CommandHandler("lapor", begin)],
            states={
                CATEGORY: [MessageHandler(words, category)],
                PLACE: [MessageHandler(words, place)],
                WHO: [MessageHandler(words, who)],
                SOURCE: [MessageHandler(words, source)],
            },
            fallbacks=[],
        )
    )
    return made


def build(home: Path) -> FastAPI:
    """Make the app."""
    persistence = SqlPersistence()
    bot_app = application(persistence)
    one_by_one = asyncio.Lock()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        engine, app.state.sessions = await database(home)
        async with app.state.sessions() as session:
            persistence.stored = list((await session.execute(select(Progress))).scalars())
        await bot_app.initialize()
        yield
        await bot_app.shutdown()
        await engine.dispose()

    app = FastAPI(openapi_url=None, lifespan=lifespan)

    @app.post("/telegram/webhook")
    async def webhook(request: Request) -> Response:
        update = Update.de_json(json.loads(await request.body()), bot_app.bot)
        async with one_by_one, app.state.sessions() as session:
            session_now.set(session)
            await bot_app.process_update(update)
            await bot_app.update_persistence()
            await persistence.write()
            await session.commit()
        return Response(status_code=200)

    return app
