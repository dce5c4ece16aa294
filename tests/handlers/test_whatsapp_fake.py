"""The fake Cloud API itself: what it refuses, and how it tells Peka of people."""

from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from handlers.channel import Reply
from handlers.whatsapp.adapter import WhatsApp
from tests.fakes.whatsapp import FakeTemplate, FakeWhatsApp
from tests.fakes.whatsapp_judge import Refusal, judge

SITI, BUDI = "6281234500001", "6281234500002"


def text(body: str) -> dict[str, Any]:
    return {"type": "text", "text": {"body": body}}


def pressed(count: int = 1, title: str = "Ya", carried: str = "1") -> dict[str, Any]:
    replies = [{"id": f"{carried}{n}", "title": f"{title}{n}"} for n in range(count)]
    action = {"buttons": [{"type": "reply", "reply": reply} for reply in replies]}
    content = {"type": "button", "body": {"text": "?"}, "action": action}
    return {"type": "interactive", "interactive": content}


def listed(rows: int = 1, **row: str) -> dict[str, Any]:
    all_rows = [{"id": str(n), "title": str(n), **row} for n in range(rows)]
    action = {"button": "Pilih", "sections": [{"rows": all_rows}]}
    content = {"type": "list", "body": {"text": "?"}, "action": action}
    return {"type": "interactive", "interactive": content}


@pytest.mark.parametrize(
    "message",
    [
        text(""),
        text("a" * 4097),
        {**text("a"), "surprise": 1},
        {**text("a"), "recipient": "ID.1"},
        {"type": "text"},
        {"type": "poem", "poem": {}},
        pressed(0),
        pressed(4),
        pressed(title="a" * 20),
        pressed(carried="a" * 256),
        listed(11),
        listed(title="a" * 25),
        listed(description="a" * 73),
        listed(description=""),
        listed(2, id="1"),
    ],
)
def test_what_the_api_would_refuse(message: dict[str, Any]) -> None:
    with pytest.raises(Refusal):
        judge({"messaging_product": "whatsapp", "to": SITI, **message})


@pytest.mark.parametrize(
    "message", [text("a" * 4096), pressed(3), listed(10, title="a" * 24, description="a" * 72)]
)
def test_what_the_api_takes(message: dict[str, Any]) -> None:
    judge({"messaging_product": "whatsapp", "to": SITI, **message})


async def test_a_wrong_request_fails_the_test_that_made_it() -> None:
    with pytest.raises(AssertionError, match="190"):
        async with FakeWhatsApp() as fake, aiohttp.ClientSession() as http:
            await http.post(f"{fake.url}/v26.0/{fake.phone_id}/messages", json={})


BODY = "Ada kabar dari {{1}}. Ketuk Baca."
TEMPLATES = {
    "whole": ({"name": "kabar"}, ["Dinas"], 200),
    "unknown": ({"name": "tidak_ada"}, ["Dinas"], 132001),
    "another language": ({"name": "kabar", "language": {"code": "en"}}, ["Dinas"], 132001),
    "paused": ({"name": "berhenti"}, ["Dinas"], 132015),
    "disabled": ({"name": "mati"}, ["Dinas"], 132016),
    "rejected": ({"name": "ditolak"}, ["Dinas"], 132001),
    "no words": ({"name": "kabar"}, [], 132000),
    "too many words": ({"name": "kabar"}, ["Dinas", "lagi"], 132000),
    "a broken line": ({"name": "kabar"}, ["Dinas\nSosial"], 132018),
}


@pytest.mark.parametrize(("content", "words", "wanted"), TEMPLATES.values(), ids=TEMPLATES)
async def test_templates_are_judged_like_everything_else(
    content: dict[str, Any], words: list[str], wanted: int
) -> None:
    async with FakeWhatsApp() as fake, aiohttp.ClientSession() as http:
        fake.approves(FakeTemplate("kabar", "id", "UTILITY", BODY, buttons=("Baca",)))
        for name, status in (
            ("berhenti", "PAUSED"),
            ("mati", "DISABLED"),
            ("ditolak", "REJECTED"),
        ):
            fake.approves(FakeTemplate(name, "id", "UTILITY", BODY, status=status))
        siti = fake.person(SITI)
        filled = [{"type": "text", "text": word} for word in words]
        components = [{"type": "body", "parameters": filled}]
        template = {"language": {"code": "id"}, "components": components, **content}
        answer = await http.post(
            f"{fake.url}/v26.0/{fake.phone_id}/messages",
            json={
                "messaging_product": "whatsapp",
                "to": SITI,
                "type": "template",
                "template": template,
            },
            headers={"Authorization": f"Bearer {fake.token}"},
        )
        if wanted == 200:
            assert (siti.texts, siti.last.labels) == (
                ["Ada kabar dari Dinas. Ketuk Baca."],
                ("Baca",),
            )
        else:
            assert (await answer.json())["error"]["code"] == wanted


async def test_what_people_do_is_posted_until_it_is_taken_and_the_answer_is_heard() -> None:
    async with FakeWhatsApp() as fake:
        whatsapp = WhatsApp(**fake.access)
        seen: list[str] = []

        async def take(request: web.Request) -> web.Response:
            raw = await request.read()
            assert whatsapp.authentic(request.headers, raw)
            (message,) = whatsapp.read(raw).messages
            seen.append(message.id)
            if len(seen) == 1:
                return web.Response(status=503)
            await whatsapp.send(message.address, Reply(message.said.text.upper()), 1)
            return web.Response()

        app = web.Application()
        app.router.add_post("/whatsapp/webhook", take)
        async with TestServer(app) as server:
            fake.push_to(str(server.make_url("/whatsapp/webhook")))
            siti = fake.person(SITI)
            siti.says("halo")
            (answer,) = await siti.hears()
            await fake.settled()
        assert answer.text == "HALO"
        assert fake.pushed == [503, 200]
        assert seen[0] == seen[1]
        await whatsapp.close()


def test_many_things_may_come_in_one_body() -> None:
    fake = FakeWhatsApp()
    whatsapp = WhatsApp(**{**fake.access, "api": "https://graph.facebook.com"})
    siti, budi = fake.person(SITI), fake.person(BUDI, name="Budi", user_id="ID.222")
    hooks = [siti.says("satu"), budi.says("dua"), siti.says("tiga")]
    for hook in (fake.together(*hooks), fake.in_entries(*hooks)):
        assert whatsapp.authentic(hook.headers, hook.raw)
        messages = whatsapp.read(hook.raw).messages
        assert [(one.address, one.said.text) for one in messages] == [
            (SITI, "satu"),
            ("ID.222", "dua"),
            (SITI, "tiga"),
        ]
    assert len(fake.together(*hooks).body["entry"]) == 1
