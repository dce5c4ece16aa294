"""The routes of the page at ``/``: show it, take what it posts, tell what is new.

``POST /kirim`` answers only when the turn is committed, and carries its replies; the page repeats
a post with the same id until it is answered, so nothing is lost and nothing is done twice.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Awaitable, Callable

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from starlette.requests import ClientDisconnect

from bansos.redaction import redact
from conversations.said import Spot
from handlers.doors import Stalled, TooBig
from handlers.web import texts
from handlers.web.form import Form, Unreadable, read_form, read_small
from handlers.web.guard import HEADERS, from_script, headers, number, origin
from handlers.web.look import Look
from handlers.web.room import Room
from storage.unit import Busy
from storage.vault import NewFile

CLIENT_ID = re.compile(r"[0-9A-Za-z-]{1,64}")
TAP = 64
ROOM_LEFT = 500_000_000
"""Bytes that uploads leave free for the database."""
A_YEAR = "public, max-age=31536000, immutable"


def web_door(room: Room) -> APIRouter:
    """Make the routes of the page."""
    door = APIRouter()

    @door.api_route("/", methods=["GET", "HEAD"])
    async def page(request: Request) -> Response:
        return await room.page(request) if await room.open() else room.closed()

    @door.get("/pesan")
    async def look(request: Request) -> Response:
        return await _look(room, request)

    @door.post("/kirim")
    async def send(request: Request) -> Response:
        return await _taken(room, request, _send)

    @door.post("/bersih")
    async def clear(request: Request) -> Response:
        return await _taken(room, request, _clear)

    @door.get("/kertas/{row}-{tag}/{_name}")
    async def paper(request: Request, row: str, tag: str, _name: str) -> Response:
        return await _paper(room, request, number(row), tag)

    @door.get("/berkas/{_version}/{name}")
    async def file(request: Request, _version: str, name: str) -> Response:
        return _file(room.look, request, name)

    return door


async def _look(room: Room, request: Request) -> Response:
    person = room.guard.person(request)
    if not room.guard.may_look(request):
        return room.refusal(request, 403, texts.FOREIGN)
    if not person or not await room.open():
        return Response(status_code=204, headers=headers())
    if seconds := room.guard.looks.wait(person):
        return room.refusal(request, 429, texts.TOO_FAST, seconds)
    cursor = number(request.query_params.get("after", ""))
    found, rows = await room.news(person, cursor)
    return room.piece(found, rows, cursor, None)


async def _paper(room: Room, request: Request, row: int, tag: str) -> Response:
    """Hand out a paper to the browser that it was made for; to anybody else there is none."""
    person = room.guard.person(request)
    if not await room.open():
        return room.closed()
    if seconds := room.guard.looks.wait(person):
        return room.refusal(request, 429, texts.TOO_FAST, seconds)
    sheet = await room.paper(person, row, tag if tag.isascii() else "")
    if sheet is None:
        return room.refusal(request, 404, texts.PAPER_GONE)
    how = "inline" if sheet.picture else "attachment"
    more = headers({"Content-Disposition": f'{how}; filename="{sheet.name}"'})
    return Response(sheet.content, headers=more, media_type=sheet.mime)


Post = Callable[[Room, Request, str], Awaitable[Response]]


async def _taken(room: Room, request: Request, post: Post) -> Response:
    """Do what a post asks for, or say in plain words why not."""
    person = room.guard.person(request)
    if refused := await _refused(room, request, person):
        return refused
    try:
        return await post(room, request, person)
    except TooBig:
        return room.refusal(request, 413, texts.PHOTO_TOO_BIG)
    except (Unreadable, ClientDisconnect):
        return room.refusal(request, 400, texts.UNREADABLE)
    except Stalled:
        return room.refusal(request, 408, texts.BUSY, 2)
    except Busy:
        return room.refusal(request, 503, texts.BUSY, 2)


async def _send(room: Room, request: Request, person: str) -> Response:
    """Wait for the commit and answer with what is new."""
    form = await read_form(request, lambda form: _draft(room, person, form))
    upload = room.uploads.name(person, form["id"])
    said = message(person, form, upload, scripted=from_script(request))
    before = await room.officer(person)
    await room.turns.deliver(room.channel, said, origin(request))
    moved = room.moved.get((person, form["id"]), "")
    if not moved and await room.officer(person) not in {None, before}:
        moved = await room.move(person, form["id"])
    answer = await _answer(room, request, moved or person, form)
    if moved:
        room.guard.greet(answer, moved)
    return answer


async def _refused(room: Room, request: Request, person: str) -> Response | None:
    if not await room.open():
        return room.closed()
    if not room.guard.from_our_page(request):
        return room.refusal(request, 403, texts.FOREIGN)
    if not person:
        answer = room.refusal(request, 401, texts.NO_COOKIE)
        room.guard.greet(answer, "")
        return answer
    if seconds := room.guard.seconds_to_wait(request, person):
        return room.refusal(request, 429, texts.TOO_FAST, seconds)
    return None


async def _answer(room: Room, request: Request, person: str, form: Form) -> Response:
    """Answer a post that was taken: the script with what is new, a plain form with the page."""
    if not from_script(request):
        return RedirectResponse("/#text", 303, headers=headers())
    cursor = number(form["after"])
    found, rows = await room.news(person, cursor)
    left, kinds = redact(form["text"])
    return room.piece(found, rows, cursor, {"id": form["id"], "text": left} if kinds else None)


async def _clear(room: Room, request: Request, _person: str) -> Response:
    form = await read_small(request)
    answer = RedirectResponse("/", 303, headers=headers())
    room.guard.remember(answer, room.guard.cleared, str(number(form["after"])))
    return answer


def _file(look: Look, request: Request, name: str) -> Response:
    asset = look.assets.get(name)
    if asset is None:
        return Response(status_code=404, headers=HEADERS)
    more = {**HEADERS, "Cache-Control": A_YEAR, "Vary": "Accept-Encoding"}
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(asset.plain, headers=more, media_type=asset.mime)
    more["Content-Encoding"] = "gzip"
    return Response(asset.packed, headers=more, media_type=asset.mime)


def _draft(room: Room, person: str, form: Form) -> NewFile:
    """Begin to keep an upload; the same post again lands on the same file."""
    if room.channel.vault is None or not CLIENT_ID.fullmatch(form["id"]):
        raise Unreadable("no photos here")
    if room.channel.vault.room() < ROOM_LEFT:
        raise Busy("the disk is nearly full")
    return room.channel.vault.draft(room.uploads.name(person, form["id"]), incoming=True)


def message(person: str, form: Form, upload: str, *, scripted: bool) -> bytes:
    """Write a post as the channel reads it; raises Unreadable where it says nothing.

    A form without a script that is gone back to and sent with other words is another message.
    """
    said: dict[str, object] = {"text": form["text"].strip()}
    if form.kept is not None and form.kept.size:
        said["photo"] = {"ref": upload, "size": form.kept.size, "mime": form.mime}
    elif form["tap"]:
        said = {"tap": form["tap"][:TAP]}
    elif form["spot"]:
        said = {"spot": _spot(form["spot"])}
    given = form["id"]
    if not CLIENT_ID.fullmatch(given) or not any(said.values()):
        raise Unreadable("no id of ours, or nothing was said")
    if not scripted:
        given += hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]
    return json.dumps({"person": person, "id": given, **said}).encode()


def _spot(text: str) -> list[float]:
    """Read a place; raises Unreadable where it is none."""
    try:
        latitude, longitude = (float(part) for part in text.split(","))
    except ValueError as fault:
        raise Unreadable("not a place") from fault
    if Spot(latitude, longitude).exists:
        return [latitude, longitude]
    raise Unreadable("no place on earth")
