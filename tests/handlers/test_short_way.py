"""The short way past the web framework answers as the long one does; signs keep a pace."""

import asyncio

import pytest
from fastapi import APIRouter, FastAPI, Request, Response
from starlette.testclient import TestClient

from conversations.said import Said
from handlers.channel import Delivery, Message
from handlers.doors import SIGNS_A_SECOND, SIGNS_BURST, Front, Signs
from tests.house import Stub


def door() -> APIRouter:
    made = APIRouter()

    @made.post("/hook")
    async def hook(request: Request) -> Response:
        return Response(await request.body(), status_code=202, headers={"X-Door": "yes"})

    return made


def app(*, short: bool) -> FastAPI:
    made = Front()
    made.open(door())
    if not short:
        made.endpoints.clear()
    return made


@pytest.mark.parametrize("method", ["GET", "POST", "PUT"])
@pytest.mark.parametrize("path", ["/hook", "/hook/", "/other"])
def test_both_ways_answer_alike(method: str, path: str) -> None:
    answers = []
    for short in (False, True):
        with TestClient(app(short=short), follow_redirects=False) as client:
            answer = client.request(method, path, content=b"body")
            answers.append((answer.status_code, answer.content, answer.headers.get("x-door")))
    assert answers[0] == answers[1]


class Waving(Stub):
    """Counts its signs."""

    signs = 0

    async def acknowledge(self, message: Message) -> None:
        self.signs += 1
        raise OSError("nobody may hear of it")


async def test_of_a_flood_most_get_no_sign(caplog: pytest.LogCaptureFixture) -> None:
    now, channel = 1_000.0, Waving()
    signs = Signs(lambda: now)
    heard = Delivery(messages=tuple(Message("stub:1", str(n), "7", Said()) for n in range(500)))
    signs.show(channel, heard)
    await asyncio.sleep(0)
    assert SIGNS_BURST <= channel.signs <= SIGNS_BURST + 1
    now += 1
    signs.show(channel, heard)
    await asyncio.sleep(0)
    assert SIGNS_BURST + SIGNS_A_SECOND <= channel.signs <= SIGNS_BURST + SIGNS_A_SECOND + 1
    assert not caplog.records
