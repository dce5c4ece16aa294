"""A WhatsApp Cloud API of our own, on this machine, that judges what Peka sends.

    async with FakeWhatsApp() as fake:
        whatsapp = WhatsApp(**fake.access)
        siti = fake.person("6281234500001")
        hook = siti.says("halo")              # a signed webhook body: hook.raw, hook.headers
        await whatsapp.send("6281234500001", Reply("Halo!", buttons), row=1)
        assert siti.last.labels == ("Ya", "Tidak")
        siti.taps("Ya")

With ``push_to(url)`` all that people do is posted there, again and again until a 2xx, and
``await siti.hears()`` waits for the answer.

It refuses, with WhatsApp's own codes: a wrong token (190), more or longer buttons, rows and texts
than the API takes (131009), free text more than 24 hours after the person's last message (131047,
by ``clock``), templates that are unknown, paused, disabled or wrongly filled in (132001, 132015,
132016, 132000, 132018), marketing to whoever stopped it (131050), and with ``pair_every`` too many
messages to one person (131056).  ``fails``, ``breaks``, ``hangs``, ``drops`` and ``garbles`` make
the next requests go wrong.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import itertools
import re
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from tests.fakes.whatsapp_hooks import Hook, Json, Webhooks
from tests.fakes.whatsapp_judge import CAPTIONED, FORM, USER_ID, Refusal, judge, judge_upload, need
from tests.fakes.whatsapp_person import FakePerson, Shown
from tests.fakes.whatsapp_templates import FakeTemplate

__all__ = ["FakePerson", "FakeTemplate", "FakeWhatsApp", "Hook", "Refusal", "Shown"]
DAY = 24 * 3600.0
WABA_ID = "102290129340398"
VERSION = re.compile(r"/v\d+\.\d+/")


@dataclass(frozen=True, slots=True)
class _Trouble:
    how: str
    refusal: Refusal
    taken: bool = False
    """The message was taken all the same: only the answer went wrong."""
    retry_after: int = 0


class FakeWhatsApp(Webhooks):
    """The Graph API for one phone number.  ``async with`` starts and stops it."""

    def __init__(
        self,
        *,
        clock: Callable[[], float] = time.time,
        pair_every: float = 0,
        pair_burst: int = 1,
        phone_id: str = "106540352242922",
        strict: bool = True,
    ) -> None:
        """``strict``: at the end, fail for requests that no test may make (``complaints``).

        ``pair_every``: seconds between messages to one person, after a ``pair_burst``.
        """
        super().__init__(phone_id, "made-up-app-secret")
        self.clock = clock
        self.strict = strict
        self.token = "made-up-access-token"
        self.verify_token = "made-up-verify-token"
        self.url = ""
        self.sent: list[Shown] = []
        """Everything that was taken, to anybody, oldest first."""
        self.refused: list[Refusal] = []
        """Everything that was not taken, the closed window and the unknown person included."""
        self.received: set[str] = set()
        self.read_marks: list[str] = []
        self.typing_signs: list[str] = []
        self.templates: dict[tuple[str, str], FakeTemplate] = {}
        """By name and language; approved, the only thing that goes out after a day."""
        self.media_url = ""
        """Where files are said to lie, instead of here: to see what Peka refuses to follow."""
        self.uploads: dict[str, str] = {}
        """Files that Peka handed in: id and name."""
        self._pair = (pair_every, pair_burst)
        self._people: dict[str, FakePerson] = {}
        self._media: dict[str, tuple[bytes, str]] = {}
        self._troubles: dict[str, deque[_Trouble]] = {
            "messages": deque(),
            "media": deque(),
            "templates": deque(),
            "uploads": deque(),
        }
        self._counter = itertools.count(1)
        self._over = asyncio.Event()
        self._runner: web.AppRunner | None = None

    # Life

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=20 * 1024**2)
        app.router.add_post("/{version}/{phone_id}/messages", self._messages)
        app.router.add_post("/{version}/{phone_id}/media", self._upload)
        app.router.add_get("/files/{media_id}", self._file)
        app.router.add_get("/{version}/{waba_id}/message_templates", self._list_templates)
        app.router.add_get("/{version}/{media_id}", self._media_address)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        return self

    async def __aexit__(
        self,
        _kind: type[BaseException] | None,
        error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._over.set()
        await self._stop_posting()
        if self._runner:
            await self._runner.cleanup()
        if self.strict and error is None:
            assert not self.complaints, self.complaints

    @property
    def complaints(self) -> list[str]:
        """What was refused for its form or its token: a mistake of Peka's, whatever the test."""
        return [f"{one.code} {one.details}" for one in self.refused if one.code in FORM]

    @property
    def access(self) -> dict[str, str]:
        """The arguments of ``handlers.whatsapp.adapter.WhatsApp`` for this account."""
        return {
            "phone_id": self.phone_id,
            "token": self.token,
            "app_secret": self.app_secret,
            "verify_token": self.verify_token,
            "api": self.url,
            "waba_id": WABA_ID,
        }

    def person(
        self, phone: str, *, name: str = "Siti", user_id: str = "", hides_phone: bool = False
    ) -> FakePerson:
        """Meet somebody, or meet them again; ``user_id`` like ID.13491208655302741918."""
        if phone not in self._people:
            self._people[phone] = FakePerson(self, phone, name, user_id, hides_phone)
        return self._people[phone]

    # What became of a message

    def reports(self, said: Shown, *states: str, code: int = 0) -> Hook:
        """Tell what became of a message: any states in any order, repeated at will."""
        return self.hook(
            "messages", {"statuses": [self._status(said, one, code) for one in states]}
        )

    def _status(self, said: Shown, state: str, code: int) -> Json:
        status = {
            "id": said.id,
            "status": state,
            "timestamp": str(int(self.clock())),
            "recipient_id": said.payload.get("to", said.payload.get("recipient")),
        }
        if said.row:
            status["biz_opaque_callback_data"] = said.row
        if state == "failed":
            status["errors"] = [{"code": code or 131026, "title": "Message undeliverable"}]
        return status

    # Making things go wrong: the next requests, in the order of these calls

    def works(self, *, times: int = 1, on: str = "messages") -> None:
        """Let requests pass before the next one that goes wrong."""
        self._troubles[on] += [_Trouble("none", Refusal(0, ""), taken=True)] * times

    def fails(
        self,
        code: int,
        status: int = 400,
        *,
        times: int = 1,
        retry_after: int = 0,
        on: str = "messages",
    ) -> None:
        """Answer the next requests ``on`` messages or media with an error of WhatsApp's."""
        refusal = Refusal(code, "as the test wants it", status)
        self._troubles[on] += [_Trouble("error", refusal, retry_after=retry_after)] * times

    def breaks(self, status: int = 500, *, times: int = 1, on: str = "messages") -> None:
        """Answer with a status and a page of no JSON, as a broken server does."""
        trouble = _Trouble("page", Refusal(0, "<html>Sorry, something went wrong</html>", status))
        self._troubles[on] += [trouble] * times

    def hangs(self, *, times: int = 1, taken: bool = False, on: str = "messages") -> None:
        """Never answer; with ``taken`` the message went out all the same."""
        self._troubles[on] += [_Trouble("silence", Refusal(0, ""), taken)] * times

    def drops(self, *, times: int = 1, taken: bool = False, on: str = "messages") -> None:
        """Close the connection instead of answering."""
        self._troubles[on] += [_Trouble("cut", Refusal(0, ""), taken)] * times

    def garbles(self, *, times: int = 1, taken: bool = True, on: str = "messages") -> None:
        """Answer 200 with what is no JSON."""
        self._troubles[on] += [_Trouble("page", Refusal(0, "<html>OK", 200), taken)] * times

    async def _spoil(self, request: web.Request, trouble: _Trouble) -> web.Response:
        if trouble.how == "silence":
            await self._over.wait()
        if trouble.how in ("silence", "cut"):
            if request.transport:
                request.transport.close()
            return web.Response()
        headers = {"Retry-After": str(trouble.retry_after)} if trouble.retry_after else {}
        refusal = trouble.refusal
        if trouble.how == "page":
            return web.Response(text=refusal.details, status=refusal.status, headers=headers)
        return web.json_response(refusal.body(), status=refusal.status, headers=headers)

    # What Peka sends

    async def _messages(self, request: web.Request) -> web.Response:
        troubles = self._troubles["messages"]
        try:
            self._admit(request)
            message = await request.json()
            need(message.get("messaging_product") == "whatsapp", "messaging_product", 100)
            if "status" in message:
                return web.json_response(self._mark(message))
            trouble = troubles.popleft() if troubles else None
            answer = self._take(message) if trouble is None or trouble.taken else {}
            await self._tell()
        except Refusal as refusal:
            self.refused.append(refusal)
            return web.json_response(refusal.body(), status=refusal.status)
        if trouble is None or trouble.how == "none":
            return web.json_response(answer)
        return await self._spoil(request, trouble)

    def _admit(self, request: web.Request) -> None:
        if request.headers.get("Authorization") != f"Bearer {self.token}":
            raise Refusal(190, "Invalid OAuth access token", 401)
        need(VERSION.match(request.path), "no version", 2500)
        phone_id = request.match_info.get("phone_id", self.phone_id)
        need(phone_id == self.phone_id, f"Object with ID '{phone_id}' does not exist", 100)

    def _mark(self, message: Json) -> Json:
        need(message["status"] == "read", "status")
        need(message.get("message_id") in self.received, "message_id")
        self.read_marks.append(message["message_id"])
        if "typing_indicator" in message:
            need(message["typing_indicator"] == {"type": "text"}, "typing_indicator")
            self.typing_signs.append(message["message_id"])
        return {"success": True}

    def _take(self, message: Json) -> Json:
        text, choices = judge(message)
        if message.get("type") == "template":
            content = message["template"]
            kept = self.templates.get((content["name"], content["language"]["code"]))
            text, choices = kept.shown(content) if kept else (text, choices)
        self._held(message)
        person = self._recipient(message)
        self._in_time(person, message)
        number = base64.b64encode(f"out:{person.phone}:{self.count()}".encode()).decode()
        kind, row = message.get("type", "text"), message.get("biz_opaque_callback_data", "")
        said = Shown(f"wamid.{number}", kind, text, choices, row, self.clock(), message)
        person.chat.append(said)
        self.sent.append(said)
        given = message.get("to") or message["recipient"]
        contact = {"input": given, **{k: v for k, v in person.card.items() if k != "profile"}}
        return {
            "messaging_product": "whatsapp",
            "contacts": [contact],
            "messages": [{"id": said.id}],
        }

    def _held(self, message: Json) -> None:
        """A file that is sent by its id must be here, and be of the kind that it is sent as."""
        kind = str(message.get("type"))
        if media_id := message.get(kind, {}).get("id") if kind in CAPTIONED else None:
            content, mime = self._media.get(str(media_id), (b"", "gone"))
            need(content, f"Media {media_id} is not here", 131053)
            need((kind == "image") == mime.startswith("image/"), f"{mime} sent as {kind}")

    def file(self, said: Shown) -> tuple[str, bytes]:
        """Give the file that came with a message: its name, and what is in it."""
        media_id = str(said.payload[said.kind]["id"])
        return self.uploads[media_id], self._media[media_id][0]

    def _recipient(self, message: Json) -> FakePerson:
        if "recipient" in message:
            need(USER_ID.fullmatch(str(message["recipient"])), "recipient is no user id")
        found = [
            one
            for one in self._people.values()
            if message.get("to") == one.phone
            or (one.user_id and message.get("recipient") == one.user_id)
        ]
        need(found, "Message undeliverable", 131026)
        return found[0]

    def approves(self, *templates: FakeTemplate) -> None:
        """Let the account have these templates from now on."""
        for one in templates:
            self.templates[one.name, one.language] = one

    def _in_time(self, person: FakePerson, message: Json) -> None:
        now, (every, burst) = self.clock(), self._pair
        if message.get("type") == "template":
            content = message["template"]
            known = self.templates.get((content["name"], content["language"]["code"]))
            need(known, "Template does not exist in the translation", 132001)
            if known:
                known.judge(content)
                stopped = known.category == "MARKETING" and person.wants_no_marketing
                need(not stopped, "User has stopped to receive marketing messages", 131050)
        elif person.last_seen is None or now - person.last_seen > DAY:
            raise Refusal(131047, "Re-engagement message")
        recent = [said for said in person.chat if every and now - said.at < every * burst]
        need(
            len(recent) < burst, "(Business Account, Consumer Account) pair rate limit hit", 131056
        )

    async def _list_templates(self, request: web.Request) -> web.Response:
        """List the account's templates, two a page, as Graph pages them."""
        try:
            self._admit(request)
            need(request.match_info["waba_id"] == WABA_ID, "no such account", 100)
        except Refusal as refusal:
            self.refused.append(refusal)
            return web.json_response(refusal.body(), status=refusal.status)
        troubles = self._troubles["templates"]
        if troubles:
            return await self._spoil(request, troubles.popleft())
        begin = int(request.query.get("after", "0"))
        found = list(self.templates.values())[begin : begin + 2]
        answer: Json = {"data": [one.listed() for one in found], "paging": {"cursors": {}}}
        if len(self.templates) > begin + 2:
            after = f"{begin + 2}"
            query = {**request.query, "after": after}
            address = str(request.url.with_query(query))
            answer["paging"] = {"cursors": {"before": "0", "after": after}, "next": address}
        return web.json_response(answer)

    # Files

    def keep(self, content: bytes, mime: str) -> str:
        """Keep a file; its id is what a webhook or a send names."""
        media_id = str(10**15 + self.count())
        self._media[media_id] = (content, mime)
        return media_id

    def forget(self, media_id: str) -> None:
        """Let a file expire: its address is still known, the file is gone."""
        self._media[media_id] = (b"", "gone")

    async def _upload(self, request: web.Request) -> web.Response:
        try:
            self._admit(request)
            form: Any = await request.post()
            need(form.get("messaging_product") == "whatsapp", "messaging_product", 100)
            need("file" in form and "type" in form, "file and type", 100)
            file, mime = form["file"], str(form["type"])
            need(file.content_type == mime, "file and type are not of one kind", 100)
            content = file.file.read()
            judge_upload(mime, file.filename, content)
        except Refusal as refusal:
            self.refused.append(refusal)
            return web.json_response(refusal.body(), status=refusal.status)
        troubles = self._troubles["uploads"]
        trouble = troubles.popleft() if troubles else None
        if trouble and trouble.how != "none":
            return await self._spoil(request, trouble)
        media_id = self.keep(content, mime)
        self.uploads[media_id] = file.filename
        return web.json_response({"id": media_id})

    async def _media_address(self, request: web.Request) -> web.Response:
        media_id = request.match_info["media_id"]
        troubles = self._troubles["media"]
        try:
            self._admit(request)
            need(media_id in self._media, f"Object with ID '{media_id}' does not exist", 100)
        except Refusal as refusal:
            return web.json_response(refusal.body(), status=refusal.status)
        trouble = troubles.popleft() if troubles else None
        if trouble and trouble.how != "none":
            return await self._spoil(request, trouble)
        content, mime = self._media[media_id]
        return web.json_response(
            {
                "url": self.media_url or f"{self.url}/files/{media_id}?hash=made-up",
                "mime_type": mime,
                "sha256": hashlib.sha256(content).hexdigest(),
                "file_size": len(content),
                "id": media_id,
                "messaging_product": "whatsapp",
            }
        )

    async def _file(self, request: web.Request) -> web.Response:
        content, mime = self._media.get(request.match_info["media_id"], (b"", "gone"))
        if request.headers.get("Authorization") != f"Bearer {self.token}":
            return web.Response(status=401)
        if mime == "gone":
            return web.Response(status=404)
        return web.Response(body=content, headers={"Content-Type": mime})

    def count(self) -> int:
        return next(self._counter)
