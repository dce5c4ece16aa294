"""Bodies that arrive in pieces, or stop arriving."""

import asyncio

import pytest
from fastapi import Request

from handlers import doors
from handlers.doors import Stalled, TooBig, body_of


def request(*pieces: bytes) -> Request:
    left = list(pieces)

    async def receive() -> dict[str, object]:
        if not left:
            await asyncio.Event().wait()
        piece = left.pop(0)
        return {"type": "http.request", "body": piece, "more_body": piece != b"."}

    return Request({"type": "http", "method": "POST", "headers": []}, receive)


async def test_a_body_is_read_whole_or_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doors, "SILENCE_SECONDS", 0.01)
    assert await body_of(request(b"ab", b"c", b"."), 4) == b"abc."
    with pytest.raises(TooBig):
        await body_of(request(b"ab", b"c", b"."), 3)
    with pytest.raises(Stalled):
        await body_of(request(b"ab", b"c"), 100)
