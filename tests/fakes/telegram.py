"""A Bot API server on this machine, with people in it.

It stands in for Telegram in every test and benchmark::

    async with FakeTelegram() as fake:
        channel = Telegram(fake.token, secret=fake.secret, api=fake.url)
        siti = fake.person(7, "Siti")
        siti.says("halo")  # makes an update (and returns it as Telegram would post it)
        ...                # Peka reads it by webhook or getUpdates, and answers
        (menu,) = await siti.hears()
        siti.taps("Lapor")

- Updates wait for ``getUpdates``; once a webhook is set (``setWebhook``, or ``push_to``), they are
  posted there with the secret header, in order within a chat, again and again until a 2xx.
- Everything that comes in is judged (``telegram_judge``): a call that Telegram would refuse is
  answered 400 and kept in ``complaints``, which fail the test at the end unless ``strict=False``.
- ``fails``, ``answers``, ``hangs`` and ``drops`` order the next calls of a method to go wrong;
  the method ``file`` is the download of a file.
- ``until`` waits for anything, ``settled`` for all updates to be taken.
- ``calls`` lists all that Peka asked, with the parameters.
"""

import asyncio
import itertools
import json
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from io import BytesIO
from types import TracebackType
from typing import Any, Self, TypeVar

import aiohttp
import telegram
from aiohttp import web
from PIL import Image

from tests.fakes.telegram_judge import Given, Refused, decoded, judge, spec_complaints

TOKEN = "4839574812:AAFD39kkdpWt3ywyRZergyOLMaJhac60qcK"
SECRET = "only_the_fake_knows_this"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
AGAIN = 0.02
"""Seconds until an update that was not taken is posted again; Telegram waits longer."""
PATIENCE = 10.0


@dataclass
class Shown:
    """A message of the bot, as it stands in somebody's chat."""

    id: int
    text: str
    buttons: list[list[tuple[str, str]]]
    """Rows of (label, what it carries)."""
    raw: dict[str, Any]
    name: str = ""
    """What a file is called; a photo has no name in Telegram, here it keeps the one it came by."""
    content: bytes = b""

    @property
    def labels(self) -> list[str]:
        return [label for row in self.buttons for label, _data in row]

    def carried_by(self, label: str) -> str:
        for row in self.buttons:
            for name, data in row:
                if name == label:
                    return data
        raise LookupError(f"no button {label!r} in {self.labels}")


@dataclass
class Room:
    """One chat: what the bot said there, and which messages were deleted."""

    id: int
    shown: list[Shown] = field(default_factory=list)
    deleted: list[int] = field(default_factory=list)
    known: set[int] = field(default_factory=set)
    blocked: bool = False


@dataclass(frozen=True)
class Call:
    """One thing that Peka asked of the Bot API."""

    method: str
    given: dict[str, Any]


@dataclass(frozen=True)
class Trouble:
    """How the next call of a method is to go wrong."""

    status: int = 200
    body: bytes = b""
    hang: bool = False
    drop: bool = False


T = TypeVar("T")


class Person:
    """Somebody who talks to the bot; every act returns the update it made."""

    def __init__(self, fake: "FakeTelegram", id: int, name: str) -> None:  # noqa: A002 - Telegram's word
        self.fake = fake
        self.id = id
        self.user = telegram.User(id=id, first_name=name, is_bot=False, language_code="id")
        self.room = fake.room(id)
        self._heard = 0

    # What a person does

    def says(self, text: str, *, group: int = 0, **more: object) -> dict[str, Any]:
        return self.sends(text=text, group=group, **more)

    def forwards(self, text: str) -> dict[str, Any]:
        """Pass on the words of somebody who hides their account."""
        origin = telegram.MessageOriginHiddenUser(datetime.now(UTC), "Grup RT")
        return self.sends(text=text, forward_origin=origin)

    def taps(self, label: str, shown: Shown | None = None, *, data: str = "") -> dict[str, Any]:
        """Tap a button by its label, of the last message that has it unless one is named."""
        if shown is None:
            shown = next(one for one in reversed(self.room.shown) if label in one.labels)
        query = telegram.CallbackQuery(
            id=str(self.fake.next_id()),
            from_user=self.user,
            chat_instance="1",
            message=telegram.Message.de_json(shown.raw, None),
            data=data or shown.carried_by(label),
        )
        self.fake.queries.add(query.id)
        return self.fake.happens(callback_query=query)

    def sends_photo(self, content: bytes = b"photo", caption: str = "") -> dict[str, Any]:
        small = self._file(telegram.PhotoSize, content[:1], width=90, height=90)
        large = self._file(telegram.PhotoSize, content, width=1280, height=1280)
        return self.sends(photo=(small, large), caption=caption or None)

    def sends_document(
        self, content: bytes, name: str = "berkas.pdf", mime: str = "application/pdf"
    ) -> dict[str, Any]:
        file = self._file(telegram.Document, content, file_name=name, mime_type=mime)
        return self.sends(document=file)

    def sends_voice(self, content: bytes = b"OggS") -> dict[str, Any]:
        file = self._file(telegram.Voice, content, duration=3, mime_type="audio/ogg")
        return self.sends(voice=file)

    def sends_sticker(self) -> dict[str, Any]:
        shape = {"width": 512, "height": 512, "is_animated": False, "is_video": False}
        return self.sends(sticker=self._file(telegram.Sticker, b"webp", type="regular", **shape))

    def shares_location(self, latitude: float, longitude: float) -> dict[str, Any]:
        return self.sends(location=telegram.Location(longitude, latitude))

    def shares_contact(self, phone: str, of: "Person | None" = None) -> dict[str, Any]:
        whose = of or self
        card = telegram.Contact(phone, whose.user.first_name, user_id=whose.id)
        return self.sends(contact=card)

    def edits(self, text: str, message_id: int = 0) -> dict[str, Any]:
        """Change a message, the last one unless it is named."""
        changed = self._message(text=text, message_id=message_id or max(self.room.known))
        return self.fake.happens(edited_message=changed)

    def blocks(self) -> dict[str, Any]:
        """Block the bot: from now on it gets 403 here."""
        self.room.blocked = True
        return self._member(telegram.ChatMemberBanned(self.fake.me, until_date=_never()))

    def unblocks(self) -> dict[str, Any]:
        self.room.blocked = False
        return self._member(telegram.ChatMemberMember(self.fake.me))

    def sends(self, **content: Any) -> dict[str, Any]:  # noqa: ANN401 - PTB's own parameters
        """Send a message of any kind, in the words of PTB's ``Message``."""
        return self.fake.happens(message=self._message(**content))

    # What a person sees

    async def hears(self, count: int = 1, within: float = PATIENCE) -> list[Shown]:
        """Wait for the next ``count`` messages of the bot that were not heard before."""
        until = self._heard + count
        await self.fake.until(lambda: len(self.room.shown) >= until, within)
        found = self.room.shown[self._heard : until]
        self._heard = until
        return found

    @property
    def last(self) -> Shown:
        return self.room.shown[-1]

    def _message(self, *, group: int = 0, message_id: int = 0, **content: Any) -> telegram.Message:  # noqa: ANN401 - PTB's
        chat = telegram.Chat(self.id, "private", first_name=self.user.first_name)
        if group:
            chat = telegram.Chat(group, "supergroup", title="Warga")
        number = message_id or self.fake.next_id()
        self.fake.room(chat.id).known.add(number)
        content.setdefault("from_user", self.user)
        return telegram.Message(number, datetime.now(UTC), chat, **content)

    def _member(self, now: telegram.ChatMember) -> dict[str, Any]:
        chat = telegram.Chat(self.id, "private", first_name=self.user.first_name)
        before = telegram.ChatMemberMember(self.fake.me)
        change = telegram.ChatMemberUpdated(chat, self.user, datetime.now(UTC), before, now)
        return self.fake.happens(my_chat_member=change)

    def _file(self, kind: Callable[..., T], content: bytes, **more: object) -> T:
        name = f"file-{self.fake.next_id()}"
        self.fake.files[name] = content
        return kind(file_id=name, file_unique_id=f"u{name}", file_size=len(content), **more)


class FakeTelegram:
    """The server; see the module's words for how to use it."""

    def __init__(
        self,
        *,
        token: str = TOKEN,
        secret: str = SECRET,
        username: str = "PekaBot",
        strict: bool = True,
    ) -> None:
        self.token, self.secret, self.strict = token, secret, strict
        bot_id = int(token.partition(":")[0])
        self.me = telegram.User(bot_id, "Peka", is_bot=True, username=username)
        self.url = ""
        self.rooms: dict[int, Room] = {}
        self.calls: list[Call] = []
        self.complaints: list[str] = []
        self.files: dict[str, bytes] = {}
        self.queries: set[str] = set()
        self.webhook = ""
        self.webhook_secret = ""
        self.pushed: list[tuple[int, int]] = []
        """Every post to the webhook: update id and status."""
        self.news = asyncio.Condition()
        self._ids = itertools.count(1000)
        self._pending: list[dict[str, Any]] = []
        self._trouble: dict[str, list[Trouble]] = defaultdict(list)
        self._posting: dict[int, asyncio.Task[None]] = {}
        self._telling: set[asyncio.Task[None]] = set()
        self._polling = 0
        self._runner: web.AppRunner | None = None
        self._http: aiohttp.ClientSession | None = None
        self._over = asyncio.Event()

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_post("/bot{token}/{method}", self._called)
        app.router.add_get("/file/bot{token}/{path:.+}", self._download)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self._http = aiohttp.ClientSession()
        self._push()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        async with self.news:
            self.news.notify_all()
        for task in self._posting.values():
            task.cancel()
        await asyncio.gather(*self._posting.values(), *self._telling, return_exceptions=True)
        if self._http and self._runner:
            await self._http.close()
            await self._runner.cleanup()
        if self.strict and error is None:
            assert not self.complaints, self.complaints

    # Setting the scene

    def person(self, id: int, name: str = "Siti") -> Person:  # noqa: A002 - Telegram's word
        return Person(self, id, name)

    def room(self, chat_id: int) -> Room:
        return self.rooms.setdefault(chat_id, Room(chat_id))

    def asked(self, method: str) -> list[dict[str, Any]]:
        """The parameters of every call of one method."""
        return [call.given for call in self.calls if call.method == method]

    async def until(self, true: Callable[[], bool], within: float = PATIENCE) -> None:
        """Wait until something is true; looked at whenever anything happens here."""
        async with asyncio.timeout(within), self.news:
            await self.news.wait_for(true)

    def fails(
        self,
        method: str,
        status: int,
        description: str = "",
        *,
        retry_after: int | None = None,
        migrate_to: int | None = None,
        times: int = 1,
    ) -> None:
        """Let the next calls be answered with an error, as the Bot API words it."""
        told = {"retry_after": retry_after, "migrate_to_chat_id": migrate_to}
        body: dict[str, Any] = {
            "ok": False,
            "error_code": status,
            "description": description or HTTPStatus(status).phrase,
        }
        if parameters := {name: value for name, value in told.items() if value is not None}:
            body["parameters"] = parameters
        self.answers(method, json.dumps(body).encode(), status, times=times)

    def answers(self, method: str, body: bytes, status: int = 200, *, times: int = 1) -> None:
        """Let the next calls be answered with these very bytes."""
        self._trouble[method] += [Trouble(status, body)] * times

    def hangs(self, method: str, *, times: int = 1) -> None:
        """Never answer the next calls."""
        self._trouble[method] += [Trouble(hang=True)] * times

    def drops(self, method: str, *, times: int = 1) -> None:
        """Take the next calls and cut the connection without an answer."""
        self._trouble[method] += [Trouble(drop=True)] * times

    def next_id(self) -> int:
        return next(self._ids)

    # Updates

    def happens(self, **event: Any) -> dict[str, Any]:  # noqa: ANN401 - PTB's own parameters
        """Make an update of PTB's objects, and send it on its way."""
        update: dict[str, Any] = telegram.Update(self.next_id(), **event).to_dict()
        self.delivers(update)
        return update

    def delivers(self, update: dict[str, Any]) -> None:
        """Send any update on its way, also one that was delivered before."""
        self._pending.append(update)
        self._push()

    def push_to(self, url: str, secret: str | None = None) -> None:
        """Post updates there from now on, as after ``setWebhook``."""
        self.webhook = url
        self.webhook_secret = self.secret if secret is None else secret
        self._push()

    async def settled(self, within: float = PATIENCE) -> None:
        """Wait until every update was taken."""
        await self.until(lambda: not self._pending, within)

    def _push(self) -> None:
        """Start posting for every chat that has updates and nobody at it."""
        if self._http is None:
            return
        if not self.webhook:
            task = asyncio.ensure_future(self._tell())
            self._telling.add(task)
            task.add_done_callback(self._telling.discard)
            return
        for update in self._pending:
            key = _chat_of(update)
            if key not in self._posting or self._posting[key].done():
                self._posting[key] = asyncio.ensure_future(self._post_all(key))

    async def _tell(self) -> None:
        async with self.news:
            self.news.notify_all()

    async def _post_all(self, key: int) -> None:
        """Post one chat's updates in order, each until it is taken."""
        while self.webhook:
            update = next((one for one in self._pending if _chat_of(one) == key), None)
            if update is None:
                return
            if await self._post(update):
                self._pending.remove(update)
                await self._tell()
            else:
                await asyncio.sleep(AGAIN)

    async def _post(self, update: dict[str, Any]) -> bool:
        assert self._http is not None
        headers = {HEADER: self.webhook_secret} if self.webhook_secret else {}
        try:
            async with self._http.post(self.webhook, json=update, headers=headers) as answer:
                status = answer.status
        except aiohttp.ClientError:
            status = 0
        self.pushed.append((update["update_id"], status))
        return 200 <= status < 300

    # Calls

    async def _called(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        if request.match_info["token"] != self.token:
            return _no(401, "Unauthorized")
        given = await _given(request)
        self.calls.append(Call(method, given))
        await self._tell()
        try:
            self.complaints += spec_complaints(method, given)
            judge(method, given)
        except Refused as refusal:
            self.complaints.append(f"{method}: {refusal}")
            return _no(400, f"Bad Request: {refusal}")
        return await self._answered(method, given, request)

    async def _answered(
        self, method: str, given: Given, request: web.Request
    ) -> web.StreamResponse:
        """Answer a call whose form is right."""
        trouble = await self._in_trouble(method, request)
        if trouble is not None:
            return trouble
        act = self._acts().get(method)
        return await act(given) if act else _no(404, "Not Found: method not found")

    async def _in_trouble(self, method: str, request: web.Request) -> web.StreamResponse | None:
        if not self._trouble[method]:
            return None
        trouble = self._trouble[method].pop(0)
        if trouble.hang:
            await self._over.wait()
        if (trouble.drop or trouble.hang) and request.transport is not None:
            request.transport.close()
        return web.Response(
            body=trouble.body, status=trouble.status, content_type="application/json"
        )

    def _acts(self) -> dict[str, Callable[[Given], Awaitable[web.Response]]]:
        return {
            "answerCallbackQuery": self._answer_query,
            "deleteMessage": self._delete,
            "deleteWebhook": self._drop_webhook,
            "getFile": self._get_file,
            "getMe": self._get_me,
            "getUpdates": self._get_updates,
            "sendChatAction": self._in_chat,
            "sendDocument": self._send,
            "sendMessage": self._send,
            "sendPhoto": self._send,
            "setMyCommands": _fine,
            "setWebhook": self._set_webhook,
        }

    async def _get_me(self, _given: Given) -> web.Response:
        return _yes(
            {**self.me.to_dict(), "can_join_groups": True, "supports_inline_queries": False}
        )

    async def _send(self, given: Given) -> web.Response:
        room = self.rooms.get(int(given["chat_id"]))
        if room is None:
            return _no(400, "Bad Request: chat not found")
        if room.blocked:
            return _no(403, "Forbidden: bot was blocked by the user")
        answer = self._written(room, given)
        rows = (given.get("reply_markup") or {}).get("inline_keyboard", [])
        buttons = [[(key["text"], key["callback_data"]) for key in row] for row in rows]
        room.known.add(answer["message_id"])
        file = _file_of(given)
        said = Shown(
            answer["message_id"],
            answer.get("text", ""),
            buttons,
            answer,
            *((file.filename, file.file.read()) if file else ()),
        )
        room.shown.append(said)
        await self._tell()
        return _yes(answer)

    def _written(self, room: Room, given: Given) -> dict[str, Any]:
        """The message that Telegram would answer with; PTB must read it whole."""
        kind = "supergroup" if room.id < 0 else "private"
        chat = {"id": room.id, "type": kind, **({"title": "Warga"} if room.id < 0 else {})}
        answer: dict[str, Any] = {
            "message_id": self.next_id(),
            "from": self.me.to_dict(),
            "chat": chat,
            "date": int(datetime.now(UTC).timestamp()),
            **self._content(given),
        }
        if given.get("reply_markup"):
            answer["reply_markup"] = given["reply_markup"]
        read = telegram.Message.de_json(answer, None).to_dict()
        self.complaints += [
            f"sendMessage: {k} read otherwise" for k in answer if answer[k] != read[k]
        ]
        return answer

    def _content(self, given: Given) -> dict[str, Any]:
        """What is in the message: a text, a photo in one size, or a document."""
        if "text" in given:
            return {"text": given["text"].strip()}
        file = _file_of(given)
        assert file is not None
        content = file.file.read()
        file.file.seek(0)
        number = f"f{self.next_id()}"
        described = {"file_id": number, "file_unique_id": f"u{number}", "file_size": len(content)}
        if "photo" in given:
            with Image.open(BytesIO(content)) as picture:
                width, height = picture.size
            return {"photo": [{**described, "width": width, "height": height}]}
        kind = {"file_name": file.filename, "mime_type": file.content_type}
        return {"document": {**described, **kind}}

    async def _delete(self, given: Given) -> web.Response:
        room = self.rooms.get(int(given["chat_id"]))
        number = int(given["message_id"])
        if room is None or number not in room.known or number in room.deleted:
            return _no(400, "Bad Request: message to delete not found")
        room.deleted.append(number)
        await self._tell()
        return _yes(result=True)

    async def _in_chat(self, given: Given) -> web.Response:
        room = self.rooms.get(int(given["chat_id"]))
        return _yes(result=True) if room else _no(400, "Bad Request: chat not found")

    async def _answer_query(self, given: Given) -> web.Response:
        if given["callback_query_id"] not in self.queries:
            return _no(400, "Bad Request: query is too old and response timeout expired")
        self.queries.remove(given["callback_query_id"])
        return _yes(result=True)

    async def _set_webhook(self, given: Given) -> web.Response:
        self.push_to(given["url"], given.get("secret_token", ""))
        return _yes(result=True)

    async def _drop_webhook(self, _given: Given) -> web.Response:
        self.webhook = ""
        return _yes(result=True)

    async def _get_updates(self, given: Given) -> web.Response:
        """Confirm what is before the offset, then wait for more; the newest poller wins."""
        if self.webhook:
            return _no(409, "Conflict: can't use getUpdates method while webhook is active")
        self._polling += 1
        mine = self._polling
        offset = int(given.get("offset", 0))
        self._pending = [one for one in self._pending if one.get("update_id", offset) >= offset]
        await self._tell()

        def awake() -> bool:
            return bool(self._pending) or self._over.is_set() or self._polling != mine

        try:
            async with asyncio.timeout(float(given.get("timeout", 0))), self.news:
                await self.news.wait_for(awake)
        except TimeoutError:
            return _yes([])
        if self._polling != mine:
            return _no(409, "Conflict: terminated by other getUpdates request")
        return _yes(self._pending[: int(given.get("limit", 100))])

    # Files

    async def _get_file(self, given: Given) -> web.Response:
        name = given["file_id"]
        if name not in self.files:
            return _no(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
        described = {"file_id": name, "file_unique_id": f"u{name}", "file_path": f"photos/{name}"}
        return _yes({**described, "file_size": len(self.files[name])})

    async def _download(self, request: web.Request) -> web.StreamResponse:
        self.calls.append(Call("file", {"path": request.match_info["path"]}))
        trouble = await self._in_trouble("file", request)
        if trouble is not None:
            return trouble
        content = self.files.get(request.match_info["path"].rpartition("/")[2])
        if content is None or request.match_info["token"] != self.token:
            return _no(404, "Not Found")
        return web.Response(body=content, content_type="application/octet-stream")


async def _fine(_given: Given) -> web.Response:
    return _yes(result=True)


async def _given(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        found: dict[str, Any] = await request.json()
        return found
    return decoded(dict(await request.post()))


def _file_of(given: Given) -> web.FileField | None:
    return next((one for one in given.values() if isinstance(one, web.FileField)), None)


def _yes(result: object) -> web.Response:
    return web.json_response({"ok": True, "result": result})


def _no(status: int, description: str) -> web.Response:
    body = {"ok": False, "error_code": status, "description": description}
    return web.json_response(body, status=status)


def _chat_of(update: dict[str, Any]) -> int:
    """The queue of an update: its chat, and another one for taps, as Telegram has it."""
    for name in ("message", "edited_message", "my_chat_member"):
        if isinstance(update.get(name), dict):
            return int(update[name]["chat"]["id"])
    tap = update.get("callback_query")
    return int(tap["from"]["id"]) + (3 << 33) if isinstance(tap, dict) else 0


def _never() -> datetime:
    return datetime.fromtimestamp(0, UTC)
