"""The HTTP door of the admin webhook, after Standard Webhooks.

A message is taken once: its id is kept 30 days with the answer that was given.  What is wrong is
told as ``application/problem+json`` and not kept, so that it can be mended and sent again.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import secrets
from dataclasses import dataclass
from functools import partial
from typing import Any

import structlog
from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from starlette.requests import ClientDisconnect

from handlers.admin.answers import Accepted, Json, Refusal
from handlers.admin.fields import Fields, invalid
from handlers.admin.kinds import Kind, Kinds, Office
from handlers.admin.reading import HEADERS, genuine, parsed, unsigned
from handlers.doors import COME_AGAIN, Stalled, TooBig, body_of
from handlers.turn import Turns
from storage import admin, audit
from storage.unit import Busy, Unit

log = structlog.get_logger()

CAP = 5_000_000
"""Bytes of a body."""
QUEUED = 202
EXAMPLE: Json = {
    "type": "payments.recorded",
    "timestamp": "2026-11-20T08:00:00+07:00",
    "data": {
        "payments": [
            {
                "nik": "3526084507829003",
                "programme": "PKH",
                "period": "TW4 2026",
                "status": "SI",
            }
        ]
    },
}


@dataclass(frozen=True)
class Intake:
    """Where the office's own systems are heard."""

    turns: Turns
    secret: str
    kinds: Kinds
    names: frozenset[int] = frozenset()
    """The officers in whose names the key may propose; none: in anybody's."""

    async def taken(self, request: Request) -> Response:
        """Take one message and give its answer, or say what is wrong."""
        try:
            return await self._answered(request)
        except Refusal as refusal:
            return refusal.response()
        except Busy:
            return Refusal(
                503, "busy", "Sedang sibuk", "Kirim lagi dengan webhook-id yang sama."
            ).response()

    async def _answered(self, request: Request) -> Response:
        if not all(name in request.headers for name in HEADERS):
            raise unsigned()
        raw = await self._body(request)
        key = genuine(self.secret, raw, request.headers)
        before = await self.turns.writer.do(partial(admin.find, key=key, raw=raw))
        if before is not None:
            return _again(before)
        kind, read = await asyncio.to_thread(self._read, raw)
        done = await self.turns.writer.do(
            lambda unit: self._do(unit, key, raw, kind, read), "admin"
        )
        return _again(done)

    @staticmethod
    async def _body(request: Request) -> bytes:
        try:
            return await body_of(request, CAP)
        except TooBig:
            raise Refusal(
                413, "too_big", "Terlalu besar", "Paling besar 5 MB; bagi menjadi beberapa."
            ) from None
        except Stalled:
            raise Refusal(408, "stalled", "Isi tidak sampai") from None
        except ClientDisconnect:
            raise Refusal(400, "stalled", "Isi tidak sampai") from None

    def _read(self, raw: bytes) -> tuple[Kind, Any]:
        envelope = Fields(parsed(raw), "#")
        name = envelope.text("type", needed=True, example="payments.recorded")
        envelope.value("timestamp")
        data = envelope.value("data")
        if data is None:
            envelope.wrong("data", "wajib diisi")
        if envelope.errors:
            raise invalid(envelope.errors, EXAMPLE)
        envelope.finish(EXAMPLE)
        kind = self.kinds.get(name)
        if kind is None:
            raise Refusal(
                422,
                "unknown_event",
                "Kejadian ini tidak dikenal",
                f"Yang dikenal: {', '.join(self.kinds)}.",
                example=EXAMPLE,
            )
        return kind, kind.read(Fields(data))

    def _do(
        self,
        unit: Unit,
        key: str,
        raw: bytes,
        kind: Kind,
        read: object,
    ) -> admin.Found:
        """Do it, and keep the answer in the same transaction."""
        before = admin.find(unit, key, raw)
        if before is not None:
            return before
        office = Office(unit, self.turns.library, partial(self.turns.notify, unit), self.names)
        answer = kind.do(office, read)
        ref, token = secrets.token_hex(12), secrets.token_urlsafe(24)
        body = json.dumps(_told(answer, ref, token)).encode()
        audit.note(unit, "webhook", kind.name, f"webhook:{ref}")
        made = admin.Answered(kind.name, ref, token, answer.status, body, answer.queued)
        return admin.keep(unit, key, raw, made)

    async def status(self, request: Request, ref: str) -> Response:
        """Tell what became of a queued message, to whoever holds the secret or its token."""
        try:
            found = await self.turns.writer.do(lambda unit: admin.by_ref(unit, ref))
        except Busy:
            return Response(status_code=503, headers=COME_AGAIN)
        if not self._may_see(request, found):
            return unsigned().response()
        if found is None:
            return Refusal(404, "unknown", "Tidak ada", "Jawaban disimpan 30 hari.").response()
        told: dict[str, object] = {"type": found.kind, "state": found.state}
        if found.answer is not None:
            told["result"] = json.loads(found.answer)
        return JSONResponse(told)

    def _may_see(self, request: Request, found: admin.Message | None) -> bool:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.casefold() == "bearer":
            index = self.turns.writer.seal.index("admin token", token)
            return found is not None and hmac.compare_digest(index, found.token_index)
        try:
            genuine(self.secret, b"", request.headers)
        except Refusal:
            return False
        return True


def _told(answer: Accepted, ref: str, token: str) -> dict[str, object]:
    body = dict(answer.body)
    if answer.status == QUEUED:
        body |= {"status_url": f"/admin/status/{ref}", "status_token": token}
    return body


def _again(found: admin.Found) -> Response:
    if not found.same:
        return Refusal(
            409,
            "other_body",
            "webhook-id ini sudah dipakai",
            "Isi yang lain memerlukan webhook-id yang lain.",
        ).response()
    return Response(found.answer, found.status, media_type="application/json")


def admin_door(desk: Intake) -> APIRouter:
    """Make ``POST /admin/webhook`` and ``GET /admin/status/<ref>``."""
    door = APIRouter()

    @door.post("/admin/webhook")
    async def webhook(request: Request) -> Response:
        return await desk.taken(request)

    @door.get("/admin/status/{ref}")
    async def status(request: Request, ref: str) -> Response:
        return await desk.status(request, ref)

    return door
