"""The Telegram channel, on aiogram's types and its Bot.

aiogram takes seconds to import: only ``bot.app`` imports this module, and only where Telegram is
set up.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import AsyncIterator, Awaitable, Mapping
from contextlib import suppress
from http import HTTPStatus
from typing import TypeVar

import structlog
from aiogram import Bot
from aiogram.client.telegram import PRODUCTION, TelegramAPIServer
from aiogram.types import BotCommand, BufferedInputFile
from aiohttp import ClientResponse, ClientTimeout

from conversations.said import Kind, Media
from handlers.channel import (
    Delivery,
    File,
    Gone,
    Message,
    Rejected,
    Reply,
    Sent,
    Sheet,
    TryLater,
    Unreachable,
)
from handlers.telegram.answers import BACKOFF, FAILURES, Session, verdict
from handlers.telegram.form import Keyboard, form
from handlers.telegram.reading import UpdateReader

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
ASKED_FOR = ["message", "edited_message", "callback_query", "my_chat_member"]
PATH = "/telegram/webhook"
CHUNK = 64 * 1024
FETCHING = ClientTimeout(total=None, sock_connect=10, sock_read=30)
SIGN_SECONDS = 5
"""A typing sign or the answer to a tap is worth no longer wait."""
CONNECTIONS = 128
"""Room for every message, sign and file under way: a message that waited for a connection would
leave in a pause that was asked for meanwhile."""
NO_PREVIEW = json.dumps({"is_disabled": True})
COMMANDS = {
    "": {
        "menu": "Semua yang bisa dibantu",
        "status": "Cek status bantuan",
        "lapor": "Lapor bantuan salah sasaran",
        "data": "Data saya",
        "petugas": "Bicara dengan petugas",
        "bahasa": "Ganti bahasa",
        "berhenti": "Berhenti pesan edukasi",
        "batal": "Batalkan",
        "bantuan": "Cara memakai Peka",
    },
    "en": {
        "menu": "All that Peka can help with",
        "status": "Check aid status",
        "lapor": "Report aid for the wrong family",
        "data": "My data",
        "petugas": "Talk to an officer",
        "bahasa": "Change language",
        "berhenti": "Stop learning messages",
        "batal": "Cancel",
        "bantuan": "How to use Peka",
    },
}
"""The command list of the chat, by language; the empty one is everybody else's."""
T = TypeVar("T")
log = structlog.get_logger(__name__)


class Telegram:
    """One bot; ``account`` is ``telegram:<bot id>``."""

    name = "telegram"
    pushes = True

    def __init__(
        self,
        token: str,
        *,
        secret: str = "",
        api: str = "",
        connections: int = CONNECTIONS,
        timeout: float = 30.0,
    ) -> None:
        """``api``: another base URL of the Bot API; ``timeout``: seconds for one call."""
        server = TelegramAPIServer.from_base(api) if api else PRODUCTION
        self.session = Session(api=server, limit=connections, timeout=timeout)
        self._bot = Bot(token, session=self.session)
        self._secret = secret.encode()
        self.account = f"telegram:{self._bot.id}"
        self._reader = UpdateReader(self.account, self._bot.id)

    def read(self, raw: bytes) -> Delivery:
        """Decode one update, pure; raises Undecodable."""
        return self._reader.read(raw)

    def authentic(self, headers: Mapping[str, str]) -> bool:
        """Compare the header's secret in constant time; without a secret nothing is authentic."""
        given = headers.get(SECRET_HEADER) or headers.get(SECRET_HEADER.lower(), "")
        return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), self._secret) and bool(
            self._secret
        )

    # Sending

    async def send(self, address: str, reply: Reply, row: int) -> Sent:
        """Send one reply; raises TryLater, Unreachable or Rejected.

        A reply too long for one message goes as several; a try after the first of them had left
        says them again, and is marked ``perhaps_sent``.
        """
        if reply.erase:
            return await self._erase(address, reply.erase)
        sent = Sent("")
        for number, (text, keys) in enumerate(form(reply)):
            try:
                sent = await self._say(address, text, keys)
            except TryLater as later:
                later.perhaps_sent = later.perhaps_sent or number > 0
                raise
        return sent

    async def _say(self, address: str, text: str, keys: Keyboard | None) -> Sent:
        """Send one message, and find out what became of it."""
        asked = {"chat_id": address, "text": text, "link_preview_options": NO_PREVIEW}
        if keys is not None:
            asked["reply_markup"] = json.dumps(keys)
        try:
            return Sent(await self.session.say(self._bot, asked))
        except FAILURES as error:
            outcome = verdict(error, address)
        if isinstance(outcome, Sent):
            return outcome
        raise outcome

    async def hand(self, address: str, sheet: Sheet, row: int) -> Sent:
        """Send a picture as a photo, anything else as a document; raises as :meth:`send`."""
        file, chat = BufferedInputFile(sheet.content, sheet.name), _chat(address)
        try:
            if sheet.picture:
                message = await self._bot.send_photo(chat, file)
            else:
                message = await self._bot.send_document(chat, file)
            return Sent(str(message.message_id))
        except FAILURES as error:
            outcome = verdict(error, address)
        if isinstance(outcome, Sent):
            return outcome
        raise outcome

    async def _erase(self, address: str, message_id: str) -> Sent:
        """Delete a message; one that cannot be deleted is let be, an outage is tried again."""
        if message_id.isdecimal():
            with suppress(Unreachable, Rejected):
                await self._ask(self._bot.delete_message(_chat(address), int(message_id)), address)
        return Sent(message_id)

    async def acknowledge(self, message: Message) -> None:
        """Answer a tap, or show that Peka is typing; failures are ignored."""
        with suppress(Exception):
            if message.said.kind is Kind.TAP:
                await self._bot.answer_callback_query(
                    message.receipt, request_timeout=SIGN_SECONDS
                )
            else:
                await self._bot.send_chat_action(
                    _chat(message.address), "typing", request_timeout=SIGN_SECONDS
                )

    # Files

    async def fetch(self, media: Media) -> File:
        """Open a file; raises Gone (``too_big`` or ``gone``) or TryLater.

        The link holds the token: it is made here, used once, and never leaves this method.
        """
        try:
            file = await self._ask(self._bot.get_file(media.ref))
        except (Unreachable, Rejected) as refusal:
            raise _not_fetched(refusal) from None
        if not file.file_path:
            raise Gone("gone")
        answer = await self._open(self.session.api.file_url(self._bot.token, file.file_path))
        size = answer.content_length
        return File(file.file_size if size is None else size, _chunks(answer))

    async def _open(self, url: str) -> ClientResponse:
        """Ask for a file on the API's own host, wherever it may want to send us."""
        http = await self.session.create_session()
        try:
            answer = await http.get(url, allow_redirects=False, timeout=FETCHING)
        except FAILURES as error:
            later = TryLater(BACKOFF, f"network: {type(error).__name__}")
        else:
            if answer.status == HTTPStatus.OK:
                return answer
            answer.close()
            busy = answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR
            if not busy and answer.status != HTTPStatus.TOO_MANY_REQUESTS:
                raise Gone("gone")
            later = TryLater(BACKOFF, f"status {answer.status}")
        raise later

    # Setting up

    async def prepare(self, public_url: str | None) -> None:
        """Learn the bot's name, and set the webhook, or drop it where there is no public URL.

        Raises TryLater (the network) or Rejected (the token, the URL).
        """
        if public_url and not self._secret:
            raise ValueError("a webhook without a secret would let anybody speak for anybody")
        me = await self._ask(self._bot.get_me())
        self._reader.named(me.username or "")
        if public_url:
            await self._ask(
                self._bot.set_webhook(
                    public_url.rstrip("/") + PATH,
                    secret_token=self._secret.decode(),
                    allowed_updates=ASKED_FOR,
                )
            )
        else:
            await self._ask(self._bot.delete_webhook())
        await self._list_commands()

    async def _list_commands(self) -> None:
        """Publish the command list; Peka works without it, so a failure is only logged."""
        for language, commands in COMMANDS.items():
            listed = [BotCommand(command=name, description=of) for name, of in commands.items()]
            try:
                await self._ask(self._bot.set_my_commands(listed, language_code=language or None))
            except (TryLater, Rejected, Unreachable) as failure:
                log.warning("telegram.commands", language=language, reason=failure.reason)

    async def post(
        self, method: str, parameters: Mapping[str, object], patience: float
    ) -> tuple[int, bytes]:
        """Call a method with nothing decoded: status and body; raises TryLater."""
        http = await self.session.create_session()
        url = self.session.api.api_url(self._bot.token, method)
        limit = ClientTimeout(total=patience, sock_connect=10)
        try:
            async with http.post(
                url, json=parameters, timeout=limit, allow_redirects=False
            ) as answer:
                return answer.status, await answer.read()
        except FAILURES as error:
            later = TryLater(BACKOFF, f"network: {type(error).__name__}")
        raise later

    async def close(self) -> None:
        """Let connections go."""
        await self.session.close()

    async def _ask(self, call: Awaitable[T], address: str = "") -> T:
        """Await a call whose answer matters; raises TryLater, Unreachable or Rejected."""
        try:
            return await call
        except FAILURES as error:
            outcome = verdict(error, address)
        if isinstance(outcome, Sent):
            outcome = TryLater(BACKOFF, "unreadable answer")
        raise outcome


def _chat(address: str) -> int | str:
    return int(address) if address.removeprefix("-").isdecimal() else address


def _not_fetched(refusal: Unreachable | Rejected) -> Gone | TryLater:
    """Tell a dead token, which may live again, from a file that is no more."""
    if isinstance(refusal, Rejected) and refusal.account:
        return TryLater(BACKOFF, refusal.reason, lane=True)
    return Gone("too_big" if "too big" in refusal.reason else "gone")


async def _chunks(answer: ClientResponse) -> AsyncIterator[bytes]:
    """Stream a file; a broken connection becomes TryLater."""
    try:
        async for chunk in answer.content.iter_chunked(CHUNK):
            yield chunk
    except FAILURES as error:
        later = TryLater(BACKOFF, f"network: {type(error).__name__}")
    else:
        return
    finally:
        answer.close()
    raise later
