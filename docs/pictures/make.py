# ruff: noqa: INP001 - a script beside its pictures
"""Every picture of README and docs, made anew from what Peka really says.

    .venv/bin/python -m docs.pictures.make

Starts the whole app on a fresh database with the made-up families of ``docs/examples``, lets
people of the stand-ins for Telegram and WhatsApp talk to it, lays out the very JSON that Peka sent
as each messenger would show it, and photographs that.  The web page is photographed as it is.
Needs Debian's chromium; fonts-roboto for the usual look.  Nothing leaves this machine.
"""

from __future__ import annotations

import asyncio
import io
import shutil
import socket
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import jinja2
import uvicorn
from fastapi import FastAPI
from PIL import Image
from playwright.async_api import Browser, Page, ViewportSize, async_playwright

from bot.app import build
from bot.house import House
from bot.imports import import_list
from bot.settings import Settings
from docs.pictures import papers
from storage.sql import Sql
from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram import Person as TelegramPerson
from tests.fakes.whatsapp import FakePerson, FakeWhatsApp

HERE: Final = Path(__file__).parent
FAMILIES: Final = HERE.parent / "examples/penerima.csv"
PHONE: Final = ViewportSize(width=390, height=844)
DESK: Final = ViewportSize(width=1100, height=760)
COLOURS: Final = 255
LARGEST: Final = 200_000
STATUS: Final = (
    "says: pkh sy knp blm cair", "taps: Setuju", "says: 3526 0845 0782 9003", "says: 129004",
)  # fmt: skip
REPORT: Final = (
    "says: mau lapor, tetangga sudah mampu tapi dapat pkh", "taps: Setuju", "taps: Rahasia",
)  # fmt: skip
REST: Final = (
    "taps: Sudah mampu", "says: sepuluh", "says: labuhan",
    "says: Bu Ani, rumah cat hijau dekat musala", "taps: Tidak ada", "taps: Tetangga",
    "taps: Melihat sendiri", "taps: Lewati", "taps: Lewati", "taps: Kirim",
)  # fmt: skip
WEB: Final = "kartu kks sy di pegang bu ketua sdh setahun"
WAITING: Final = Sql("SELECT count(*) FROM peka_outbox WHERE state = 'queued'")


@dataclass
class Bubble:
    """What one side said; of Peka's also the rows of buttons under it."""

    mine: bool
    text: str
    at: str
    keys: list[list[str]] = field(default_factory=list)
    rows: list[dict[str, str]] = field(default_factory=list)
    """What a list offers once it is opened."""
    tapped: str = ""
    quoted: str = ""


@dataclass
class Talk:
    """One person's conversation with the app, as it stands on the phone."""

    look: str
    person: TelegramPerson | FakePerson
    quiet: Callable[[], Awaitable[None]]
    """Waits until everything has been sent."""
    bubbles: list[Bubble] = field(default_factory=list)
    minute: int = 40

    @property
    def at(self) -> str:
        """The time under a bubble."""
        return f"09.{self.minute}"

    async def goes_on(self, deeds: tuple[str, ...]) -> None:
        """Do one thing after the other, and keep what was answered."""
        for deed in deeds:
            how, _, what = deed.partition(": ")
            before = len(self.sent())
            self.minute += 1
            self.does(how, what)
            await self.quiet()
            self.bubbles += [self.read(body) for body in self.sent()[before:]]

    def does(self, how: str, what: str) -> None:
        """Say or tap; a tap leaves a bubble on WhatsApp, and a dark button on Telegram."""
        if how == "says":
            self.person.says(what)
            self.bubbles.append(Bubble(mine=True, text=what, at=self.at))
            return
        self.person.taps(what)
        asked = next(one for one in reversed(self.bubbles) if not one.mine)
        if self.look == "telegram":
            asked.tapped = what
        else:
            quoted = asked.text.partition("\n")[0]
            self.bubbles.append(Bubble(mine=True, text=what, at=self.at, quoted=quoted))

    def sent(self) -> list[dict[str, Any]]:
        """Everything that Peka sent to this person, as it stood in its requests."""
        if isinstance(self.person, FakePerson):
            return [shown.payload for shown in self.person.chat]
        asked = self.person.fake.asked("sendMessage")
        return [body for body in asked if int(body["chat_id"]) == self.person.id]

    def read(self, body: dict[str, Any]) -> Bubble:
        """Take from a request what its messenger would show of it."""
        if self.look == "telegram":
            rows = (body.get("reply_markup") or {}).get("inline_keyboard", [])
            keys = [[key["text"] for key in row] for row in rows]
            return Bubble(mine=False, text=body["text"], at=self.at, keys=keys)
        if body["type"] == "text":
            return Bubble(mine=False, text=body["text"]["body"], at=self.at)
        content, action = body["interactive"], body["interactive"]["action"]
        labels = [one["reply"]["title"] for one in action.get("buttons", [])]
        return Bubble(
            mine=False,
            text=content["body"]["text"],
            at=self.at,
            keys=[[label] for label in labels or [action["button"]]],
            rows=[row for section in action.get("sections", []) for row in section["rows"]],
        )

    def page(self, *, open_list: bool = False) -> str:
        """Lay it out; ``open_list``: somebody has just tapped on the last message's list."""
        last = self.bubbles[-1]
        sheet = {"title": last.keys[0][0], "rows": last.rows} if open_list else None
        under = "bot" if self.look == "telegram" else "akun bisnis"
        source = (HERE / "phone.html").read_text("utf-8")
        template = jinja2.Environment(autoescape=True).from_string(source)
        return template.render(look=self.look, bubbles=self.bubbles, under=under, sheet=sheet)


@dataclass
class Photographer:
    """Takes what stands on a screen, twice as sharp."""

    browser: Browser

    @asynccontextmanager
    async def screen(self, size: ViewportSize = PHONE) -> AsyncIterator[Page]:
        """Open a fresh screen."""
        sharp = 2 if size == PHONE else 1
        context = await self.browser.new_context(
            viewport=size, device_scale_factor=sharp, locale="id-ID"
        )
        yield await context.new_page()
        await context.close()

    async def takes(self, name: str, html: str) -> None:
        """Take a page of ours."""
        async with self.screen() as page:
            await page.set_content(html)
            keep(name, await page.screenshot())

    async def visits(self, name: str, url: str, size: ViewportSize) -> None:
        """Take the web page: its greeting, and a short talk."""
        async with self.screen(size) as page:
            await page.goto(url)
            await page.wait_for_timeout(600)  # bubbles come in softly
            keep(f"{name}-menu", await page.screenshot())
            await page.get_by_label("Tulis pesan").fill(WEB)
            await page.keyboard.press("Enter")
            await page.locator("#log .peka").nth(1).wait_for()
            await page.wait_for_timeout(600)
            keep(f"{name}-talk", await page.screenshot())


def keep(name: str, png: bytes) -> None:
    """Write a picture with few colours: half the size, and nobody sees it."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    small = image.quantize(COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    path = HERE / f"{name}.png"
    small.save(path, optimize=True)
    size = path.stat().st_size
    print(f"{path.name}: {size / 1000:.0f} kB")  # noqa: T201 - what it prints is its result
    if size > LARGEST:
        raise SystemExit(f"{path.name} is larger than {LARGEST // 1000} kB")


def free_port() -> int:
    """Ask the system for a port that nobody uses."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def settings(home: Path, port: int, telegram: FakeTelegram, whatsapp: FakeWhatsApp) -> Settings:
    """Point every channel at this machine."""
    given: dict[str, Any] = {f"whatsapp_{name}": text for name, text in whatsapp.access.items()}
    given |= {
        "telegram_token": telegram.token,
        "telegram_secret": telegram.secret,
        "telegram_api": telegram.url,
        "public_url": f"http://127.0.0.1:{port}",
    }
    return Settings(_env_file=None, home=home, port=port, web="on", **given)


@asynccontextmanager
async def served(app: FastAPI, port: int) -> AsyncIterator[None]:
    """Serve the app until the block ends."""
    server = uvicorn.Server(uvicorn.Config(app, "127.0.0.1", port, log_level="error"))
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn has no event
        await asyncio.sleep(0.05)
    try:
        yield
    finally:
        server.should_exit = True
        await serving


@asynccontextmanager
async def photographer() -> AsyncIterator[Photographer]:
    """Start Debian's Chromium."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        yield Photographer(browser)
        await browser.close()


async def main() -> None:
    """Talk, lay out, photograph."""
    with tempfile.TemporaryDirectory(prefix="peka-pictures-") as home:
        async with (
            FakeTelegram() as telegram,
            FakeWhatsApp() as whatsapp,
            photographer() as camera,
        ):
            port = free_port()
            url = f"http://127.0.0.1:{port}"
            app = build(settings(Path(home), port, telegram, whatsapp))
            async with served(app, port):
                await asyncio.to_thread(import_list, app.state.house, FAMILIES)
                await telegram.until(lambda: bool(telegram.webhook))
                whatsapp.push_to(f"{url}/whatsapp/webhook")
                await messengers(camera, app.state.house, telegram, whatsapp)
                await camera.visits("web-phone", url, PHONE)
                await camera.visits("web-desktop", url, DESK)
    await papers.draw(HERE)


async def messengers(
    camera: Photographer, house: House, telegram: FakeTelegram, whatsapp: FakeWhatsApp
) -> None:
    """Let two people talk, one on each messenger."""

    async def quiet() -> None:
        await telegram.settled()
        await whatsapp.settled()
        while (await house.writer.do(lambda unit: unit.run(WAITING)))[0][0]:  # noqa: ASYNC110 - rows
            await asyncio.sleep(0.05)

    siti = Talk("telegram", telegram.person(7, "Siti"), quiet)
    await siti.goes_on(STATUS)
    await camera.takes("telegram", siti.page())
    neighbour = Talk("whatsapp", whatsapp.person("6281234500001"), quiet)
    await neighbour.goes_on(REPORT)
    await camera.takes("whatsapp-list", neighbour.page(open_list=True))
    await neighbour.goes_on(REST)
    await camera.takes("whatsapp", neighbour.page())


if __name__ == "__main__":
    asyncio.run(main())
