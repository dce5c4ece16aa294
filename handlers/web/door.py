"""The routes of the page at ``/``: show it, take what it posts, tell what is new.

``POST /kirim`` answers only when the turn is committed, and carries its replies; the page repeats
a post with the same id until it is answered, so nothing is lost and nothing is done twice.
"""

from __future__ import annotations

import hashlib
import json

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from bansos.redaction import redact
from handlers.doors import TooBig
from handlers.web import texts
from handlers.web.form import Form, Unreadable, read_form
from handlers.web.guard import HEADERS, from_script, headers, number, origin
from handlers.web.look import Look
from handlers.web.room import Room
from storage.unit import Busy
from storage.vault import Draft

CLIENT_ID = 64
TAP = 64
ROOM_LEFT = 500_000_000
"""Bytes that uploads leave free for the database."""
A_YEAR = "public, max-age=31536000, immutable"


def web_door(room: Room) -> APIRouter:
    """Make the routes of the page."""
    door = APIRouter()

    @door.api_route("/", methods=["GET", "HEAD"])
    async def page(request: Request) -> Response:
        return await room.page(request) if room.open else room.closed()

    @door.get("/pesan")
    async def look(request: Request) -> Response:
        return await _look(room, request)

    @door.post("/kirim")
    async def send(request: Request) -> Response:
        return await _send(room, request) if room.open else room.closed()

    @door.post("/bersih")
    async def clear(request: Request) -> Response:
        return await _clear(room, request)

    @door.get("/berkas/{_version}/{name}")
    async def file(request: Request, _version: str, name: str) -> Response:
        return _file(room.look, request, name)

    return door


async def _look(room: Room, request: Request) -> Response:
    person = room.guard.person(request)
    if not room.open or not person:
        return Response(status_code=204, headers=headers())
    if seconds := room.guard.looks.wait(person):
        return room.refusal(request, 429, texts.TOO_FAST, seconds)
    cursor = number(request.query_params.get("after", ""))
    found, rows = await room.news(person, cursor)
    return room.piece(found, rows, cursor, None)


async def _send(room: Room, request: Request) -> Response:
    """Refuse, or wait for the commit and answer with what is new."""
    person = room.guard.person(request)
    if refused := _refused(room, request, person):
        return refused
    try:
        form = await read_form(request, lambda form: _draft(room, person, form))
        said = message(person, form, _upload(room, person, form), scripted=from_script(request))
        await room.turns.deliver(room.channel, said, origin(request))
    except TooBig:
        return room.refusal(request, 413, texts.PHOTO_TOO_BIG)
    except Unreadable:
        return room.refusal(request, 400, texts.UNREADABLE)
    except Busy:
        return room.refusal(request, 503, texts.BUSY, 2)
    return await _answer(room, request, person, form)


def _refused(room: Room, request: Request, person: str) -> Response | None:
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


async def _clear(room: Room, request: Request) -> Response:
    if not room.guard.from_our_page(request):
        return room.refusal(request, 403, texts.FOREIGN)
    try:
        form = await read_form(request, lambda form: _draft(room, "", form))
    except (TooBig, Unreadable):
        return room.refusal(request, 400, texts.UNREADABLE)
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


def _draft(room: Room, person: str, form: Form) -> Draft:
    """Begin to keep an upload; the same post again lands on the same file."""
    if room.channel.vault is None or not form["id"]:
        raise Unreadable("no photos here")
    if room.channel.vault.room() < ROOM_LEFT:
        raise Busy("the disk is nearly full")
    return room.channel.vault.draft(_upload(room, person, form), incoming=True)


def _upload(room: Room, person: str, form: Form) -> str:
    """Name an upload: nobody can guess it, and it says nothing."""
    return room.reader.seal.index("upload", f"{person}:{form['id']}").hex()


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
        said = {"spot": form["spot"].split(",")[:2]}
    given = form["id"][:CLIENT_ID]
    if not given or not any(said.values()):
        raise Unreadable("no id, or nothing was said")
    if not scripted:
        given += hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]
    return json.dumps({"person": person, "id": given, **said}).encode()
