"""What decides whether the page is open, and whose word on an address counts."""

import httpx
import pytest
from fastapi import FastAPI, Request

from bot.page import MadeUp
from bot.serving import configured
from storage import batches, schema
from storage.reading import Lookups
from storage.seal import Sealer
from storage.unit import Unit, Writer

SEAL = Sealer(("k" * 64,))


async def test_real_data_is_noticed_within_a_second_and_not_looked_for_each_time(
    sqlite_url: str,
) -> None:
    def bring(kind: str) -> None:
        def work(unit: Unit) -> None:
            batches.show(unit, batches.start(unit, kind, "d", "2026-01-01"), 1, 0)

        writer.do_now(work)

    schema.upgrade(sqlite_url)
    writer, reader, now = Writer(sqlite_url, SEAL).start(), Lookups(sqlite_url, SEAL), [0.0]
    try:
        made_up = MadeUp(reader, lambda: now[0])
        assert await made_up()
        bring(batches.DEMO)
        now[0] = 1.0
        assert await made_up()
        bring(batches.RECIPIENTS)
        assert await made_up()
        now[0] = 2.0
        assert not await made_up()
    finally:
        writer.stop()
        reader.close()


@pytest.mark.parametrize(("behind_proxy", "origin"), [(False, "127.0.0.1"), (True, "203.0.113.9")])
async def test_only_the_last_word_of_a_web_server_of_ours_counts(
    monkeypatch: pytest.MonkeyPatch, *, behind_proxy: bool, origin: str
) -> None:
    monkeypatch.delenv("FORWARDED_ALLOW_IPS", raising=False)
    app = FastAPI()

    @app.get("/")
    def who(request: Request) -> str:
        return request.client.host if request.client else ""

    config = configured(app, "127.0.0.1", 1, behind_proxy=behind_proxy)
    config.load()
    transport = httpx.ASGITransport(config.loaded_app)
    async with httpx.AsyncClient(transport=transport, base_url="http://peka") as client:
        headers = {"X-Forwarded-For": "10.1.1.1, 203.0.113.9"}
        assert (await client.get("/", headers=headers)).json() == origin
