"""Draws what Peka hands out: letters and certificates as PDF, lessons as pictures.

By typst, from the templates in ``bot/letters``; data goes in as ``sys_inputs``, so that text stays
text.  All of it happens in one thread of its own, never in a transaction.  The same content gives
the same bytes.  Only pictures of lessons are kept in memory: they hold nothing of anybody.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from importlib import resources
from io import BytesIO
from typing import Any

from babel.dates import format_date

from bot.signs import MISSING, printable
from conversations.papers import Paper, PaperKind
from conversations.text import Catalogue, told
from handlers.channel import Enclosed, Rejected, Sheet
from handlers.facts import Library
from storage import letters
from storage.letters import Letter
from storage.reading import Lookups

PDF, PNG = "application/pdf", "image/png"
POINTS_TO_PIXELS = 144
"""A picture of 360 points becomes 720 pixels: sharp on a phone that is 360 wide."""
KEPT = 64
MARKS = {
    letters.DRAFT: (
        "RANCANGAN",
        "Surat ini belum diajukan. Tidak ada yang berubah karena rancangan ini.",
    ),
    letters.FILED: ("SALINAN PENGAJUAN", "Surat ini sudah diajukan."),
    letters.WITHDRAWN: ("DICABUT", "Surat ini tidak berlaku lagi."),
}
"""What a paper says of its state; one that is valid says nothing."""


@dataclass
class Papers:
    """The drawing board of one process."""

    reader: Lookups
    library: Library
    languages: Mapping[str, Catalogue]
    public_url: str
    """Where ``/surat/<code>`` is; it stands on every letter."""
    _kept: OrderedDict[tuple[str, str], Sheet] = field(default_factory=OrderedDict)
    _compiler: Any = None
    _thread: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(1, thread_name_prefix="papers")
    )

    async def draw(self, enclosed: Enclosed) -> Sheet:
        """Draw a paper; raises Rejected where its contents are gone, or it never was."""
        paper = enclosed.paper
        if paper.kind is PaperKind.LESSON:
            return await self._lesson(paper.key, enclosed.language)
        letter = await self.reader.do(lambda unit: letters.by_code(unit, paper.key))
        if letter is None or letter.fields is None:
            raise Rejected("paper_gone")
        return Sheet(paper.file, PDF, await self.letter(letter))

    async def letter(self, letter: Letter) -> bytes:
        """Draw a letter or a certificate as it stands now."""
        return await self._set(f"{letter.kind}.typ", self._written(letter), "pdf")

    async def picture(self, letter: Letter) -> bytes:
        """Draw the same as a PNG, to be looked at; one page."""
        return await self._set(f"{letter.kind}.typ", self._written(letter), "png")

    async def close(self) -> None:
        """End the thread and let the connections go."""
        self._thread.shutdown(wait=False, cancel_futures=True)
        self.reader.close()

    async def _lesson(self, key: str, language: str) -> Sheet:
        if (key, language) in self._kept:
            return self._kept[key, language]
        lesson = self.library.course.lesson(key)
        catalogue = self.languages.get(language) or self.languages["id"]
        if lesson is None:
            raise Rejected("paper_gone")
        words = {
            "picture": key,
            "of": str(len(self.library.course.lessons)),
            "title": told(lesson.label).into(catalogue),
            "words": told(lesson.picture).into(catalogue),
        }
        drawn = await self._set("pelajaran.typ", words, "png")
        sheet = Sheet(Paper(PaperKind.LESSON, key).file, PNG, drawn)
        self._kept[key, language] = sheet
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return sheet

    def _written(self, letter: Letter) -> dict[str, str]:
        """Put together what a letter says, by the names that the templates use."""
        fields = {name: printable(text) for name, text in (letter.fields or {}).items()}
        mark, remark = MARKS.get(letter.state, ("", ""))
        link = f"{self.public_url}/surat/{letter.code}"
        own = {
            "office": printable(self.library.office.name),
            "address": printable(self.library.office.address),
            "number": letter.number,
            "day": format_date(letter.day, "d MMMM y", locale="id"),
            "code": letter.code,
            "link": link,
            "qr": qr(link),
            "mark": mark,
            "remark": remark,
        }
        missing = any(MISSING in text for text in fields.values())
        return {**fields, **own, "missing": "ya" if missing else ""}

    async def _set(self, template: str, words: Mapping[str, str], form: str) -> bytes:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, self._compile, template, words, form)

    def _compile(self, template: str, words: Mapping[str, str], form: str) -> bytes:
        import typst  # noqa: PLC0415 - 80 MB that only a first paper needs

        folder = resources.files("bot").joinpath("letters")
        if self._compiler is None:
            self._compiler = typst.Compiler(
                root=str(folder),
                font_paths=[str(folder.joinpath("fonts"))],
                ignore_system_fonts=True,
            )
        drawn = self._compiler.compile(
            str(folder.joinpath(template)),
            format=form,
            ppi=POINTS_TO_PIXELS,
            sys_inputs=dict(words),
        )
        return bytes(drawn)


def qr(link: str) -> str:
    """Draw a link as a QR code, as SVG."""
    import segno  # noqa: PLC0415 - only where a letter is drawn

    made = BytesIO()
    segno.make(link, error="m", micro=False).save(made, kind="svg", border=2, scale=4)
    return made.getvalue().decode()
