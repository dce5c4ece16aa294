"""``peka chat``: the same conversations at a keyboard, or through a pipe.

Each ``--person NAME`` is somebody else; what was said to them since they were last here comes
first.  Replies are read from the outbox by cursor, so another process may have made them.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from conversations.text import Catalogue, say
from handlers.channel import Draw, Enclosed, Rejected, Sheet
from handlers.terminal import Terminal, shown, typed
from handlers.turn import Turns
from handlers.written import reply_of
from storage import outbox
from storage import shown as screen
from storage.unit import Busy, Unit, Writer

if TYPE_CHECKING:
    from bot.house import House

LEAVE = frozenset({"/keluar", "/exit", "/quit"})
LOOK_SECONDS = 1.0
TRIES = 3
HELLO = say("Tulis pesan lalu Enter. Pilihan bisa diketik angkanya. /keluar untuk selesai.")
BUSY = say("Maaf, sedang sibuk. Coba kirim lagi.")

Read = Callable[[], str]
"""Gives one typed line with its end; an empty string at the end of all input."""
Write = Callable[[str], None]


async def chat(house: House, person: str = "saya") -> None:
    """Talk until ``/keluar`` or the end of the input; the house must be running."""
    folder = house.settings.home / "papers"
    await Talk(house.turns, house.writer, person, draw=house.papers.draw, folder=folder).run()


def kept(folder: Path, sheet: Sheet) -> Path:
    """Write a paper for its owner only; one that was written before stays as it is."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest = hashlib.sha256(sheet.content).hexdigest()[:8]
    path = folder / f"{digest}-{sheet.name}"
    with (
        suppress(FileExistsError),
        os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file,
    ):
        file.write(sheet.content)
    return path


def written(text: str) -> None:
    """Print at once, also into a pipe."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


@dataclass
class Talk:
    """One person at the keyboard."""

    turns: Turns
    writer: Writer
    person: str
    read: Read = sys.stdin.readline
    write: Write = written
    draw: Draw | None = None
    folder: Path = Path("papers")
    """Where papers are written: they are the copy of whoever sits at the keyboard."""
    cursor: int = -1
    """The last message shown; below zero: none in this talk."""
    printing: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def run(self) -> None:
        """Take line after line, and show what comes by itself in between."""
        self.write(HELLO.into(self.catalogue) + "\n")
        lines: asyncio.Queue[str] = asyncio.Queue()
        loop = asyncio.get_running_loop()
        threading.Thread(target=self.listen, args=(loop, lines), daemon=True).start()
        watching = asyncio.create_task(self.watch())
        try:
            while line := await lines.get():
                if line.strip().casefold() in LEAVE:
                    break
                if line.strip():
                    await self.say(line.rstrip("\r\n"))
        finally:
            async with self.printing:
                watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)

    def listen(self, loop: asyncio.AbstractEventLoop, lines: asyncio.Queue[str]) -> None:
        """Read in a thread that nobody waits for, so that Ctrl-C ends the talk at once."""
        with suppress(RuntimeError):  # the talk is over and its loop closed
            while line := self.read():
                loop.call_soon_threadsafe(lines.put_nowait, line)
            loop.call_soon_threadsafe(lines.put_nowait, "")

    async def say(self, line: str) -> None:
        """Send one line and show the answer; a busy writer is tried again with the same id."""
        channel, message = Terminal(), typed(self.person, line)
        for _ in range(TRIES):
            with suppress(Busy):
                await self.turns.message(channel, message, b"")
                await self.show()
                return
        self.write(BUSY.into(self.catalogue))

    async def watch(self) -> None:
        """Show news as they come."""
        while True:
            with suppress(Busy):
                await self.show()
            await asyncio.sleep(LOOK_SECONDS)

    async def show(self) -> None:
        """Show what is new, and note that it was seen."""
        async with self.printing:
            for body in await self.writer.do(self.news):
                reply = reply_of(body)
                if reply.enclosed is not None:
                    await self.hand(reply.enclosed)
                elif not reply.erase:
                    self.write(shown(reply) + "\n")

    async def hand(self, enclosed: Enclosed) -> None:
        """Write a paper to a file of its own, and say where it is."""
        with suppress(Rejected):
            sheet = await self.draw(enclosed) if self.draw else None
            if sheet is not None:
                path = await asyncio.to_thread(kept, self.folder, sheet)
                self.write(say("Berkas: {path}", path=str(path)).into(self.catalogue) + "\n")

    def news(self, unit: Unit) -> list[bytes]:
        """Read what came after the cursor; it counts as seen when it is printed."""
        found = screen.somebody(unit, Terminal.account, self.person)
        if found is None:
            return []
        if self.cursor < 0:
            self.cursor = found.seen
        rows = screen.after(unit, found.id, self.cursor)
        if rows:
            self.cursor = rows[-1].id
            outbox.seen(unit, found.id, self.cursor)
        return [row.body for row in rows if row.body is not None]

    @property
    def catalogue(self) -> Catalogue:
        """The words of the frame are in Indonesian; the talk itself in the person's language."""
        return self.turns.languages["id"]
