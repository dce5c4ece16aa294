"""The doors over real HTTP: who is refused, what is too big, and every delivery ever recorded."""

import asyncio
import hashlib
import hmac
import json
import logging
import socket
import threading
import tracemalloc
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import structlog
import uvicorn
from fastapi import FastAPI

import bot.house
from bot import app
from bot.settings import Settings
from storage.unit import Busy, Unit
from tests import house as parts
from tests.conftest import DELIVERIES, Replayed
from tests.fakes.telegram import HEADER, FakeTelegram
from tests.fakes.whatsapp import FakeWhatsApp
from tests.house import KEY, Log, count, listen, prepare

TELEGRAM, WHATSAPP = "/telegram/webhook", "/whatsapp/webhook"
RECORDED = sorted(DELIVERIES.glob("*/*.json"))
BIG = 32 * 1024 * 1024


@dataclass
class Open:
    """A Peka that listens, and both platforms."""

    house: bot.house.House
    url: str
    http: httpx.AsyncClient
    telegram: FakeTelegram
    whatsapp: FakeWhatsApp
    log: Log

    async def tell_telegram(self, body: bytes, **headers: str) -> httpx.Response:
        given = {HEADER: self.telegram.secret, **headers}
        return await self.http.post(TELEGRAM, content=body, headers=given)

    async def tell_whatsapp(self, body: bytes) -> httpx.Response:
        return await self.http.post(WHATSAPP, content=body, headers=self.signed(body))

    def signed(self, body: bytes) -> dict[str, str]:
        mac = hmac.new(self.whatsapp.app_secret.encode(), body, hashlib.sha256).hexdigest()
        return {"X-Hub-Signature-256": f"sha256={mac}"}

    def count(self, table: str) -> int:
        return count(self.url, f"peka_{table}")


class Announced(uvicorn.Server):
    """A server that tells when it is there."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()


@asynccontextmanager
async def listening(application: FastAPI) -> AsyncIterator[str]:
    """Serve in a thread of its own, with a loop of its own."""
    config = uvicorn.Config(
        application,
        port=0,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=2,
    )
    server = Announced(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        assert await asyncio.to_thread(server.ready.wait, 30)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        await asyncio.to_thread(thread.join, 30)


async def nothing(*_given: object) -> None:
    """In place of durable work, which no door needs."""


@pytest.fixture
async def peka(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Open]:
    log = listen()
    for name in ("library", "understanding", "languages"):
        value = getattr(parts, name)()
        monkeypatch.setattr(bot.house, name, lambda *_given, it=value: it)
    monkeypatch.setattr(app, "_durable_work", nothing)
    prepare(database_url)
    async with FakeTelegram(strict=False) as telegram, FakeWhatsApp(strict=False) as whatsapp:
        settings = Settings(
            _env_file=None,
            home=tmp_path / "home",
            database_url=database_url,
            secret_key=KEY,
            telegram_token=telegram.token,
            telegram_secret=telegram.secret,
            telegram_api=telegram.url,
            telegram_mode="webhook",
            public_url="http://127.0.0.1:9",
            telegram_rate=1000,
            whatsapp_rate=1000,
            whatsapp_api=whatsapp.url,
            whatsapp_phone_id=whatsapp.phone_id,
            whatsapp_token=whatsapp.token,
            whatsapp_app_secret=whatsapp.app_secret,
            whatsapp_verify_token=whatsapp.verify_token,
        )
        built = app.build(settings)
        async with (
            listening(built) as url,
            httpx.AsyncClient(base_url=url, timeout=60, trust_env=False) as http,
        ):
            await telegram.until(lambda: bool(telegram.webhook))
            telegram.webhook = ""
            yield Open(built.state.house, database_url, http, telegram, whatsapp, log)
    structlog.reset_defaults()


def update(peka: Open, text: str = "menu", who: int = 7) -> bytes:
    return json.dumps(peka.telegram.person(who).says(text)).encode()


# Who is refused


@pytest.mark.parametrize("secret", [None, b"", b"wrong", "rahasia-ü-🔑".encode(), b"\xff\xfe"])
async def test_without_the_secret_telegram_is_refused(peka: Open, secret: bytes | None) -> None:
    headers = {} if secret is None else {HEADER.encode(): secret}
    body = update(peka)
    answer = await peka.http.post(TELEGRAM, content=body, headers=headers)
    assert answer.status_code in {401, 403}
    assert peka.count("claim") == 0
    assert (await peka.tell_telegram(body)).status_code == 200, "and with it, it is not"


@pytest.mark.parametrize(
    "signature",
    [
        None,
        b"",
        b"sha256=",
        b"sha256=" + b"0" * 64,
        "sha256=ü🔑".encode(),
        b"sha256=\xff",
        b"\xfe",
    ],
)
async def test_without_the_signature_whatsapp_is_refused(
    peka: Open, signature: bytes | None
) -> None:
    headers = {} if signature is None else {b"X-Hub-Signature-256": signature}
    body = peka.whatsapp.person("6281234500001").says("menu").raw
    answer = await peka.http.post(WHATSAPP, content=body, headers=headers)
    assert answer.status_code in {401, 403}
    altered = await peka.http.post(WHATSAPP, content=body + b" ", headers=peka.signed(body))
    assert altered.status_code == 403
    assert peka.count("claim") == 0
    assert (await peka.tell_whatsapp(body)).status_code == 200


async def test_the_handshake_answers_only_whom_it_knows(peka: Open) -> None:
    asked = {
        "hub.mode": "subscribe",
        "hub.verify_token": peka.whatsapp.verify_token,
        "hub.challenge": "1158201444",
    }
    answer = await peka.http.get(WHATSAPP, params=asked)
    assert (answer.status_code, answer.text) == (200, "1158201444")
    for wrong in ({"hub.verify_token": "ü"}, {"hub.mode": "x"}, {"hub.verify_token": ""}):
        assert (await peka.http.get(WHATSAPP, params=asked | wrong)).status_code == 403
    assert (await peka.http.get(WHATSAPP)).status_code == 403


# What is too big, too deep, or no JSON


async def pieces(size: int) -> AsyncIterator[bytes]:
    for _ in range(size // 65_536):
        yield b" " * 65_536


@pytest.mark.parametrize("path", [TELEGRAM, WHATSAPP])
@pytest.mark.parametrize("declared", [True, False])
async def test_32_mb_are_refused_and_not_held_in_memory(
    peka: Open, path: str, *, declared: bool
) -> None:
    headers = {HEADER: peka.telegram.secret, "X-Hub-Signature-256": "sha256=00"}
    if declared:
        headers["Content-Length"] = str(BIG)
    tracemalloc.start()
    try:
        answer = await peka.http.post(path, content=pieces(BIG), headers=headers)
        assert answer.status_code == 413
    except httpx.WriteError:
        assert declared, "hung up while it was still being told"
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    print(f"at most {peak:.1f} MB were held")  # noqa: T201 - shown by -s
    assert peak < 10
    assert peka.count("poison") == 0
    assert (await peka.tell_telegram(update(peka))).status_code == 200


async def test_a_stranger_with_32_mb_is_refused_before_they_are_read(peka: Open) -> None:
    headers = {"Content-Length": str(BIG)}
    with_nothing = await _status(peka, headers)
    assert with_nothing in {401, 403, None}


async def _status(peka: Open, headers: dict[str, str]) -> int | None:
    try:
        answer = await peka.http.post(TELEGRAM, content=pieces(BIG), headers=headers)
    except (httpx.WriteError, httpx.ReadError):
        return None
    return answer.status_code


DEEP = {
    "lists": b"[" * 200_000,
    "closed lists": b"[" * 100_000 + b"]" * 100_000,
    "objects": b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
    "in an update": b'{"update_id":1,"message":' + b"[" * 90_000 + b"]" * 90_000 + b"}",
    "in a batch": b'{"object":"whatsapp_business_account","entry":'
    + b"[" * 90_000
    + b"]" * 90_000
    + b"}",
    "no JSON": b"<html>",
    "nothing": b"",
    "no text": b"\xff\xfe\x00",
    "a number": b"7",
    "a huge number": b'{"update_id":' + b"9" * 5000 + b"}",
    "a lone surrogate": b'{"update_id":5,"message":{"text":"\\ud800"}}',
}


@pytest.mark.parametrize("name", DEEP)
async def test_what_nobody_can_read_is_kept_and_answered(peka: Open, name: str) -> None:
    for tell in (peka.tell_telegram, peka.tell_whatsapp):
        assert (await tell(DEEP[name])).status_code == 200
        assert (await tell(DEEP[name])).status_code == 200, "and again"
    assert not peka.log.faults
    assert (await peka.tell_telegram(update(peka))).status_code == 200


async def test_one_bad_item_among_ten_harms_only_itself(peka: Open) -> None:
    hooks = [peka.whatsapp.person(f"62812345000{n:02}").says("menu") for n in range(10)]
    body = peka.whatsapp.together(*hooks).body
    body["entry"][0]["changes"][0]["value"]["messages"][4] = {
        "id": "wamid.x",
        "type": 7,
        "from": [],
    }
    assert (await peka.tell_whatsapp(json.dumps(body).encode())).status_code == 200
    assert peka.count("person") == 9
    assert peka.count("poison") == 1


# When we cannot


async def test_a_busy_writer_asks_to_come_again(
    peka: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: object) -> None:
        raise Busy("as the test wants it")

    body = update(peka)
    monkeypatch.setattr(peka.house.writer, "_put", refuse)
    answer = await peka.tell_telegram(body)
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    hook = peka.whatsapp.person("6281234500001").says("menu")
    assert (await peka.tell_whatsapp(hook.raw)).status_code == 503
    monkeypatch.undo()
    assert (await peka.tell_telegram(body)).status_code == 200
    assert not peka.log.faults


async def test_a_bug_asks_to_come_again_and_then_never_more(
    peka: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_given: object) -> None:
        raise ZeroDivisionError

    body = update(peka)
    monkeypatch.setattr("handlers.turn.people.save", fails)
    found = [(await peka.tell_telegram(body)).status_code for _ in range(4)]
    assert found == [503, 503, 200, 200]
    await peka.telegram.until(lambda: bool(peka.telegram.room(7).shown))
    assert "gangguan" in peka.telegram.room(7).shown[0].text


async def test_a_dead_writer_is_not_ready(peka: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (await peka.http.get("/readyz")).status_code == 200
    ended = threading.Event()
    monkeypatch.setattr("bot.house.signal.raise_signal", lambda _which: ended.set())

    def die(_unit: Unit) -> None:
        raise parts.Crash

    def ask() -> None:
        with pytest.raises(Busy):
            peka.house.writer.do_now(die)

    await asyncio.to_thread(ask)
    assert (await peka.http.get("/readyz")).status_code == 503
    assert (await peka.http.get("/healthz")).status_code == 200
    assert (await peka.tell_telegram(update(peka))).status_code == 503
    assert await asyncio.to_thread(ended.wait, 10), "the process ends itself"


async def test_a_caller_who_hangs_up_in_the_middle_leaves_no_trace(
    peka: Open, caplog: pytest.LogCaptureFixture
) -> None:
    port = httpx.URL(str(peka.http.base_url)).port
    for _ in range(3):
        _reader, writer = await asyncio.open_connection("127.0.0.1", port)
        head = f"POST {TELEGRAM} HTTP/1.1\r\nHost: x\r\n{HEADER}: {peka.telegram.secret}\r\n"
        writer.write(f"{head}Content-Length: 500\r\n\r\n{{".encode())
        await writer.drain()
        writer.close()
        await writer.wait_closed()
    assert (await peka.tell_telegram(update(peka))).status_code == 200
    assert peka.count("poison") == 0
    assert not [one for one in caplog.records if one.levelno >= logging.ERROR]


# Everything ever recorded


def with_own_ids(raw: bytes, number: int, phone_id: str) -> bytes:
    """Many recordings share their ids, and the second of two would be a mere repetition."""
    body = json.loads(raw)
    if not isinstance(body, dict):
        return raw
    if "update_id" in body:
        body["update_id"] = 5_000_000 + number
    for value in _values(body):
        if isinstance(value.get("metadata"), dict):
            value["metadata"]["phone_number_id"] = phone_id
        for name in ("messages", "statuses"):
            for item in value.get(name) or ():
                if isinstance(item, dict) and isinstance(item.get("id"), str):
                    item["id"] += f"-{number}"
    return json.dumps(body).encode()


def _values(body: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for entry in body.get("entry") or ():
        for change in (entry.get("changes") if isinstance(entry, dict) else None) or ():
            if isinstance(change, dict) and isinstance(change.get("value"), dict):
                yield change["value"]


async def test_every_recorded_body_is_taken(
    peka: Open,
    deliveries: Path,
    replayed: Replayed,
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert deliveries == DELIVERIES
    found: dict[str, tuple[int, int]] = {}
    tells: dict[str, Callable[[bytes], Any]] = {
        "telegram": peka.tell_telegram,
        "whatsapp": peka.tell_whatsapp,
    }
    for number, path in enumerate(RECORDED):
        body = with_own_ids(path.read_bytes(), number, peka.whatsapp.phone_id)
        tell = tells[path.parent.name]
        first, second = await tell(body), await tell(body)
        found[f"{path.parent.name}/{path.stem}"] = (first.status_code, second.status_code)
        replayed.one()
    assert {name: codes for name, codes in found.items() if codes != (200, 200)} == {}
    assert len(found) == len(RECORDED)
    assert not peka.log.faults
    assert not [one for one in caplog.records if one.levelno >= logging.ERROR or one.exc_info]
    assert peka.count("person") > 20
    assert peka.count("claim") > 100
    assert peka.count("outbox") > 50
    print(f"{len(found)} recorded, {peka.count('poison')} of them with something unreadable")  # noqa: T201 - shown by -s
