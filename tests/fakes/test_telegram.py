"""The fake Bot API is as strict as it says."""

import asyncio
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from tests.fakes.telegram import HEADER, FakeTelegram
from tests.fakes.telegram_judge import SPEC


async def call(fake: FakeTelegram, method: str, **given: object) -> dict[str, Any]:
    async with aiohttp.ClientSession() as http:
        url = f"{fake.url}/bot{fake.token}/{method}"
        async with http.post(url, json=given) as answer:
            found: dict[str, Any] = await answer.json()
            return found


def keys(*rows: list[dict[str, str]]) -> dict[str, object]:
    return {"inline_keyboard": list(rows)}


KEY = {"text": "Ya", "callback_data": "y"}
REFUSED = [
    {"text": ""},
    {"text": "a" * 4097},
    {"text": "😀" * 2049},
    {"text": "a", "reply_markup": keys()},
    {"text": "a", "reply_markup": keys([])},
    {"text": "a", "reply_markup": keys([KEY] * 9)},
    {"text": "a", "reply_markup": keys([{**KEY, "callback_data": ""}])},
    {"text": "a", "reply_markup": keys([{**KEY, "callback_data": "é" * 33}])},
    {"text": "a", "reply_markup": keys([{"text": "Ya"}])},
    {"text": "a", "reply_markup": keys([{"callback_data": "y"}])},
    {"text": "a", "reply_markup": {"rows": 1}},
    {"text": "a", "reply_markup": [1]},
    {"text": "a", "reply_markup": keys([{**KEY, "text": " "}])},
]


@pytest.mark.parametrize("given", REFUSED)
async def test_a_message_that_telegram_would_refuse_is_refused(given: dict[str, Any]) -> None:
    async with FakeTelegram(strict=False) as fake:
        fake.person(7)
        answer = await call(fake, "sendMessage", chat_id=7, **given)
        assert (answer["ok"], answer["error_code"]) == (False, 400)
        assert fake.complaints


async def test_a_complaint_fails_the_test_at_its_end() -> None:
    fake = FakeTelegram()
    await fake.__aenter__()
    await call(fake, "sendMessage", chat_id=7, text="")
    with pytest.raises(AssertionError, match="text is empty"):
        await fake.__aexit__(None, None, None)


@pytest.mark.skipif(not SPEC.is_dir(), reason="no machine-readable Bot API here")
@pytest.mark.parametrize(
    ("method", "given", "complaint"),
    [
        ("sendMesage", {}, "no such method"),
        ("getMe", {"text": "a"}, "no parameter text"),
        ("deleteMessage", {"chat_id": 7}, "lacks message_id"),
        ("sendMessage", {"chat_id": 7, "text": "a", "message_thread_id": "x"}, "no integer"),
    ],
)
async def test_names_are_those_of_the_published_api(
    method: str, given: dict[str, Any], complaint: str
) -> None:
    async with FakeTelegram(strict=False) as fake:
        fake.person(7)
        fake.answers(method, b"{}")
        await call(fake, method, **given)
        assert complaint in fake.complaints[0]


async def test_updates_are_posted_in_order_with_the_secret_until_they_are_taken() -> None:
    got: list[tuple[str, str]] = []

    async def take(request: web.Request) -> web.Response:
        update = await request.json()
        got.append((request.headers[HEADER], update["message"]["text"]))
        return web.Response(status=503 if len(got) == 1 else 200)

    app = web.Application()
    app.router.add_post("/hook", take)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with FakeTelegram() as fake:
        siti = fake.person(7)
        siti.says("satu")
        fake.push_to(f"http://127.0.0.1:{runner.addresses[0][1]}/hook")
        siti.says("dua")
        await fake.settled()
        assert got == [(fake.secret, "satu"), (fake.secret, "satu"), (fake.secret, "dua")]
        assert [status for _id, status in fake.pushed] == [503, 200, 200]
    await runner.cleanup()


async def test_the_newest_poller_wins() -> None:
    async with FakeTelegram() as fake:
        first = asyncio.ensure_future(call(fake, "getUpdates", timeout=20))
        await fake.until(lambda: bool(fake.calls))
        second = await call(fake, "getUpdates", timeout=0)
        assert second == {"ok": True, "result": []}
        assert (await first)["error_code"] == 409
