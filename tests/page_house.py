"""A small house with a web page, served over real HTTP, for the tests of page and fetcher.

Its book is small too: a menu, a report of four questions, and a word for one's language.
"""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from bansos.regions import Regions
from bansos.statuses import Statuses
from bot.fetcher import Fetcher
from conversations.facts import Facts
from conversations.flow import MENU, Ask, Closing, Flow, Step, close
from conversations.media import Photo
from conversations.readers import Choice, Option, Words
from conversations.text import Source, Translated, label, say
from conversations.turn.taken import Book
from handlers.channel import Enclosed, Rejected, Sheet
from handlers.facts import Library
from handlers.letters import Counter, letter_door
from handlers.turn import Turns
from handlers.web.adapter import WebPage
from handlers.web.door import web_door
from handlers.web.guard import Guard, signing
from handlers.web.limits import Allowance
from handlers.web.room import Room
from storage import schema
from storage.reading import Lookups
from storage.seal import Sealer
from storage.unit import Writer
from storage.vault import Vault

KEY = "0" * 64
ROOT = Path(__file__).parent.parent


def greeting(facts: Facts) -> str:
    return "Ada yang bisa dibantu?" if facts.person.known else "Salam, saya Peka."


MENU_FLOW = Flow(
    name="menu",
    title=say("Menu"),
    aside=True,
    after=lambda facts, _result: close(
        say("{text}\n\nPilih, atau tulis saja.", text=greeting(facts)),
        steps=(
            Step(label("Lapor"), "lapor", more=say("Bantuan yang salah sasaran")),
            Step(label("Jaga kartu"), "kartu", more=say("Supaya KKS dan PIN aman")),
        ),
    ),
)
KARTU = Flow(
    name="kartu",
    title=say("Jaga kartu"),
    after=lambda _facts, _result: close(
        say("Simpan kartu sendiri. Periksa di https://cekbansos.kemensos.go.id, ya."),
        steps=(MENU,),
    ),
)


def _sent(_facts: Facts, result: object) -> Closing:
    assert isinstance(result, dict), "without a command the answers are the result"
    return close(say("Laporan diterima: {what}.", what=str(result["apa"])))


LAPOR = Flow(
    name="lapor",
    title=say("Lapor"),
    asks=(
        Ask(
            "jenis",
            say("Apa yang terjadi?"),
            Choice((Option("kartu", label("Kartu dipegang")), Option("lain", label("Lainnya")))),
            name=say("Jenis"),
        ),
        Ask("apa", say("Ceritakan dengan kata sendiri."), Words(), name=say("Cerita")),
        Ask("foto", say("Ada fotonya?"), Photo(), name=say("Foto")),
    ),
    after=_sent,
    summary=True,
)
BOOK = Book({flow.name: flow for flow in (MENU_FLOW, KARTU, LAPOR)})


def library() -> Library:
    return Library(
        regions=Regions.from_rows(()),
        statuses=Statuses.from_toml_text((ROOT / "bansos/data/statuses.toml").read_text()),
        area=("35.26",),
    )


@dataclass
class House:
    """Everything between a browser and the disk."""

    url: str
    folder: Path
    book: Book = BOOK
    limited: bool = False
    open: bool = True
    fetching: bool = True
    seal: Sealer = field(default_factory=lambda: Sealer((KEY,)))

    def __post_init__(self) -> None:
        schema.upgrade(self.url)
        self.writer = Writer(self.url, self.seal).start()
        self.reader = Lookups(self.url, self.seal)
        self.vault = Vault(self.folder, self.seal)
        self.vault.prepare()
        self.turns = Turns(
            writer=self.writer,
            book=self.book,
            library=library(),
            languages={"id": Source(), "en": Translated("en", {})},
            understand=lambda _text: (),
            post=lambda _rows: None,
            lease="test",
        )
        self.channel = WebPage(self.vault)
        self.fetcher = Fetcher(self.writer, self.turns, {"web": self.channel}, self.vault)
        guard = Guard(secure=False, sign=signing(self.seal))
        if not self.limited:
            guard.posts = guard.posts_of_origin = Allowance(10_000, 10_000)
        self.room = Room(
            self.turns, self.channel, self.reader, guard, made_up=self.made_up, public=False,
            draw=self.draw,
        )  # fmt: skip
        self.app = FastAPI(openapi_url=None)
        self.app.include_router(web_door(self.room))
        self.counter = Counter(self.writer, self.turns.library, self.turns.languages)
        self.app.include_router(letter_door(self.counter))

    async def draw(self, enclosed: Enclosed) -> Sheet:
        """Draw nothing: what it would be of stands in it."""
        if enclosed.paper.key == "gone":
            raise Rejected("paper_gone")
        mime = "image/png" if enclosed.paper.picture else "application/pdf"
        return Sheet(enclosed.paper.file, mime, f"{enclosed}".encode())

    async def made_up(self) -> bool:
        return self.open

    def stop(self) -> None:
        self.writer.stop()
        self.reader.close()


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


@contextmanager
def served(house: House, port: int = 0) -> Iterator[str]:
    """Serve a house on a real port until the block ends; gives its base URL."""
    port = port or free_port()
    config = uvicorn.Config(house.app, "127.0.0.1", port, log_level="error", lifespan="off",
                            timeout_graceful_shutdown=1)  # fmt: skip
    server = uvicorn.Server(config)
    ready = threading.Event()

    async def live() -> None:
        task = asyncio.create_task(house.fetcher.run()) if house.fetching else None
        serving = asyncio.create_task(server.serve())
        while not server.started and not serving.done():
            await asyncio.sleep(0.01)
        ready.set()
        await serving
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    thread = threading.Thread(target=lambda: asyncio.run(live()), daemon=True)
    thread.start()
    assert ready.wait(30)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(30)
        house.stop()
