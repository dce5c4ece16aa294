"""What the Bot API answered -> what the sender does next.

An answer that says "taken" in any form is :class:`Sent`; every other one is an exception named
after what follows.  No exception carries the token, a text of ours or the library's own
exception, whose cause may hold them.
"""

from __future__ import annotations

import json
import re
from functools import cached_property
from http import HTTPStatus

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods import Response, SendMessage, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import File, Message, User
from aiohttp import ClientConnectorError, ClientError, ClientTimeout, ConnectionTimeoutError
from yarl import URL

from handlers.channel import Rejected, Sent, TryLater, Unreachable

HELD = (Response[Message], Response[File], Response[User], Response[bool])
"""pydantic forgets a generic class that nobody holds, and takes 5 ms to build it again."""
BACKOFF = 5.0
"""Seconds before the first new try; the sender lets it grow."""
FLOOD = 5.0
"""Seconds to wait when told to wait, but not how long."""
Failure = TryLater | Unreachable | Rejected
FAILURES = (TelegramAPIError, ClientDecodeError, ClientError, OSError, UnicodeDecodeError)
"""All that a call to the Bot API raises, cancellation and bugs aside."""
_NEVER_LEFT = (ClientConnectorError, ConnectionTimeoutError)
_MESSAGE_ID = re.compile(rb'^\s*\{\s*"ok"\s*:\s*true.*?"message_id"\s*:\s*(\d{1,19})', re.DOTALL)
_TAKEN = re.compile(rb'\{"ok": ?true, ?"result": ?\{"message_id": ?(\d{1,19}),')
"""How the answer to a message begins that was taken."""
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_GONE = {
    "chat not found": "chat_not_found",
    "user not found": "chat_not_found",
    "PEER_ID_INVALID": "chat_not_found",
    "not enough rights": "no_rights",
    "have no rights": "no_rights",
    "CHAT_WRITE_FORBIDDEN": "no_rights",
}
_FORBIDDEN = {
    "blocked": "blocked",
    "deactivated": "deactivated",
    "kicked": "kicked",
    "initiate": "never_started",
}
_DESCRIPTION = 120


class Session(AiohttpSession):
    """aiogram's connections, with answers that are no JSON judged by their status."""

    @cached_property
    def patience(self) -> ClientTimeout:
        """How long one call may take."""
        return ClientTimeout(total=self.timeout)

    async def say(self, bot: Bot, asked: dict[str, str]) -> str:
        """Send a message, and give its number; raises as any call of aiogram's.

        The same form goes out as aiogram writes, but no model is made of it, nor of the plain
        yes that nearly every answer is: two thirds of what a message costs.  Every other answer
        aiogram reads.
        """
        http = await self.create_session()
        form = URL.build(query=asked).raw_query_string.encode()
        where = self.api.api_url(bot.token, SendMessage.__api_method__)
        async with http.post(where, data=form, headers=_FORM, timeout=self.patience) as answer:
            status, raw = answer.status, await answer.read()
        if status == HTTPStatus.OK and (taken := _TAKEN.match(raw)):
            return taken[1].decode()
        asked_for = SendMessage(chat_id=asked["chat_id"], text="")
        read = self.check_response(bot, asked_for, status, raw.decode())
        return str(read.result.message_id) if read.result else ""

    def check_response(
        self, bot: Bot, method: TelegramMethod[TelegramType], status_code: int, content: str
    ) -> Response[TelegramType]:
        """Raise by the status where a proxy's page came instead of an answer."""
        if status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise TelegramServerError(method=method, message=str(status_code))
        try:
            return super().check_response(bot, method, status_code, content)
        except ClientDecodeError:
            if status_code == HTTPStatus.OK:
                raise
        plain = json.dumps({"ok": False, "description": _phrase(status_code)})
        return super().check_response(bot, method, status_code, plain)

    async def close(self) -> None:
        """Close without aiogram's pause, which aiohttp has not needed since 3.12."""
        if self._session is not None:
            await self._session.close()


def verdict(error: Exception, address: str = "") -> Sent | Failure:
    """Judge what a call raised; ``address`` is the chat it was for."""
    if isinstance(error, ClientDecodeError):
        return _unread(error.data)
    if isinstance(error, UnicodeDecodeError):
        return _unread(error.object)
    if isinstance(error, TelegramEntityTooLarge):
        return Rejected("too large")
    if isinstance(error, TelegramAPIError) and not isinstance(error, TelegramNetworkError):
        return _refused(error, address)
    wrapped = error.__cause__ if isinstance(error, TelegramNetworkError) else None
    cause = wrapped or error
    reached = not isinstance(cause, _NEVER_LEFT)
    return TryLater(BACKOFF, f"network: {type(cause).__name__}", perhaps_sent=reached)


def _refused(error: TelegramAPIError, address: str) -> Failure:
    """Judge an answer that says no."""
    said = error.message or ""
    if isinstance(error, TelegramRetryAfter):
        return _flood(error.retry_after, address)
    if isinstance(error, TelegramServerError):
        return TryLater(BACKOFF, "server error", perhaps_sent=True)
    if isinstance(error, TelegramUnauthorizedError | TelegramNotFound):
        return Rejected("the bot token is refused", account=True)
    if _phrase(HTTPStatus.TOO_MANY_REQUESTS) in said:
        return _flood(FLOOD, address)
    return _turned_away(error, said)


def _turned_away(error: TelegramAPIError, said: str) -> Failure:
    """Judge a no that is about this chat or this message."""
    if isinstance(error, TelegramForbiddenError):
        return Unreachable(_named(said, _FORBIDDEN) or "forbidden", blocked=True)
    if isinstance(error, TelegramMigrateToChat):
        return Unreachable("migrated", blocked=True)
    if not isinstance(error, TelegramBadRequest):
        return TryLater(BACKOFF, f"unknown answer: {said[:_DESCRIPTION]}")
    gone = _named(said, _GONE)
    return Unreachable(gone) if gone else Rejected(said[:_DESCRIPTION])


def _flood(seconds: float, address: str) -> TryLater:
    """Wait as told: a group has a limit of its own, for a person it is the account's."""
    group = address.startswith("-")
    return TryLater(float(seconds), "retry_after", lane=not group, counts=False)


def _unread(answer: object) -> Sent | TryLater:
    """Judge a 200 that could not be read: "ok" in it means that the message has left."""
    if isinstance(answer, dict):
        return _unread(json.dumps({"ok": answer.get("ok"), "result": answer.get("result")}))
    raw = answer.encode("utf-8", "replace") if isinstance(answer, str) else answer
    found = _MESSAGE_ID.search(raw) if isinstance(raw, bytes) else None
    if found:
        return Sent(found.group(1).decode())
    if isinstance(raw, bytes) and re.match(rb'\s*\{\s*"ok"\s*:\s*true', raw):
        return Sent("")
    return TryLater(BACKOFF, "unreadable answer", perhaps_sent=True)


def _named(said: str, reasons: dict[str, str]) -> str:
    """Find our own name for what a description says, or nothing."""
    return next((name for words, name in reasons.items() if words in said), "")


def _phrase(status: int) -> str:
    return HTTPStatus(status).phrase if status in set(HTTPStatus) else str(status)
