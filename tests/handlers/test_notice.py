"""The privacy notice: what docs say is what is shown, with the office in its brackets."""

from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from conversations.facts import Office
from handlers.notice import notice_door, parts

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "handlers/web/page/notice.md").read_text("utf-8")


def test_the_page_and_the_documentation_say_the_same() -> None:
    assert (ROOT / "docs/privacy-notice.md").read_text("utf-8").endswith(TEXT)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_the_page_is_there_for_everybody(method: str) -> None:
    app = FastAPI()
    app.include_router(notice_door(Office(name="Dinas <Sosial>", address="Jalan 1")))
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://peka") as client:
        answer = await client.request(method, "/privasi")
    assert answer.status_code == httpx.codes.OK
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    if method == "GET":
        assert "Dinas &lt;Sosial&gt;, Jalan 1" in answer.text
        assert "<code>data saya</code>" in answer.text
        assert answer.text.count("<section") == 2
        assert "tanyakan di meja layanan kantor" in answer.text


def test_no_bracket_and_no_mark_is_left() -> None:
    for part in parts(TEXT, Office(privacy_officer="Ibu Tini, 0812")):
        body = str(part["body"])
        assert not set("[]*`") & set(body)
        assert "Ibu Tini, 0812" in body
