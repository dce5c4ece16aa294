# ruff: noqa: INP001 - a script beside its pictures
"""The letters and the pictures of lessons, as they are drawn, with made-up words in them.

    .venv/bin/python -m docs.pictures.papers

Needs no browser.  Look at each: this is how a change of a template is judged.
"""

from __future__ import annotations

import asyncio
import io
import tempfile
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from PIL import Image

from bot.data import languages, library
from bot.papers import Papers
from bot.settings import Settings
from conversations.papers import Paper, PaperKind
from handlers.channel import Enclosed
from storage import schema
from storage.letters import Letter
from storage.reading import Lookups
from storage.seal import Sealer

COLOURS: Final = 64
GAP: Final = 16
LOWER: Final = 620
"""Pixels of height in the documentation: readable, and small."""
HOME: Final = {
    "nama": "SITI AMINAH", "alamat": "Dusun Krajan, RT 002, RW 001",
    "wilayah": "Labuhan, Kec. Sepulu",
}  # fmt: skip
WRITTEN: Final[Mapping[str, tuple[str, str, Mapping[str, str]]]] = {
    "graduasi": ("rancangan", "001/PEKA-GRAD/XI/2026", {
        "nik": "35••••••••••••03", "kk": "35••••••••••••04", "bantuan": "PKH dan Sembako",
        "alasan": "Usaha warung sudah berjalan",
    }),
    "kartu": ("berlaku", "001/PEKA-KARTU/XI/2026", {
        "kepada": "Kepolisian Resor", "pemegang": "ketua kelompok", "sejak": "lebih dari setahun",
    }),
    "sertifikat": ("berlaku", "001/PEKA-SERT/XI/2026", {"nilai": "9 dari 10"}),
}  # fmt: skip


async def draw(folder: Path) -> None:
    """Draw ``letters.png`` and ``lessons.png`` into a folder."""
    with tempfile.TemporaryDirectory(prefix="peka-papers-") as home:
        found = Settings(
            _env_file=None, home=Path(home), office_name="Dinas Sosial Kabupaten Bangkalan"
        )
        schema.upgrade(found.url)
        reader = Lookups(found.url, Sealer(("made up",)))
        papers = Papers(reader, library(found), languages(), "https://peka.example.go.id")
        try:
            written = [await letter(papers, kind) for kind in WRITTEN]
            lessons = [await lesson(papers, str(n + 1), "id") for n in range(10)]
            lessons += [await lesson(papers, "3", "en"), await lesson(papers, "9", "en")]
        finally:
            await papers.close()
    beside(written, LOWER, len(written)).save(folder / "letters.png", optimize=True)
    beside(lessons, 200, 6).save(folder / "lessons.png", optimize=True)


async def letter(papers: Papers, kind: str) -> Image.Image:
    """Draw a letter of a kind as a picture."""
    state, number, more = WRITTEN[kind]
    at = datetime(2026, 11, 22, 3, tzinfo=UTC)
    code = "K7QF-3MNP-4RTX-9WAB"
    made = Letter(1, code, number, kind, state, date(2026, 11, 22), at, {**HOME, **more})
    return Image.open(io.BytesIO(await papers.picture(made)))


async def lesson(papers: Papers, key: str, language: str) -> Image.Image:
    """Draw a lesson."""
    sheet = await papers.draw(Enclosed(Paper(PaperKind.LESSON, key), language))
    return Image.open(io.BytesIO(sheet.content))


def beside(pictures: list[Image.Image], height: int, across: int) -> Image.Image:
    """Lay pictures beside and under each other on grey, all of one height."""
    small = [one.resize((one.width * height // one.height, height)) for one in pictures]
    rows = [small[start : start + across] for start in range(0, len(small), across)]
    width = max(sum(one.width + GAP for one in row) for row in rows) + GAP
    board = Image.new("RGB", (width, (height + GAP) * len(rows) + GAP), "#9aa59f")
    for number, row in enumerate(rows):
        left = GAP
        for one in row:
            board.paste(one.convert("RGB"), (left, GAP + number * (height + GAP)))
            left += one.width + GAP
    return board.quantize(COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)


if __name__ == "__main__":
    asyncio.run(draw(Path(__file__).parent))
