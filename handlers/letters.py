"""``GET /surat/<code>``: is this letter real?  Number, kind, date, office and state; never a name.

The same page for a letter and for an unknown code, after the same work.  Whoever tries many
wrong codes has to wait, as with receipt codes; the page is there whatever PEKA_WEB says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from conversations.text import Catalogue, Say, say, word
from handlers.facts import Library
from handlers.web.guard import origin
from handlers.web.limits import Allowance
from handlers.web.open_page import open_page
from storage import letters, tries
from storage.letters import Letter
from storage.unit import Busy, Unit, Writer

PURPOSE = "letter"
KINDS: Mapping[str, Say] = {
    letters.GRADUATION: say("Surat pernyataan graduasi mandiri"),
    letters.CARD: say("Laporan kartu bantuan dipegang orang lain"),
    letters.CERTIFICATE: say("Sertifikat PEKASESAMA"),
}
STATES: Mapping[str, Say] = {
    letters.DRAFT: say("Rancangan. Surat ini belum diajukan."),
    letters.FILED: say("Sudah diajukan ke kantor."),
    letters.VALID: say("Berlaku."),
    letters.WITHDRAWN: say("Dicabut. Surat ini tidak berlaku lagi."),
}
TITLE = say("Periksa surat")
FOUND = say("Surat ini terdaftar.")
NOT_FOUND = say("Surat dengan kode itu tidak ditemukan.")
HOW = say("Samakan nomor, jenis dan tanggal dengan surat di tangan Bapak/Ibu.")
AGAIN = say("Periksa lagi kodenya: huruf dan angka, empat-empat. Atau tanya ke kantor.")
WAIT = say("Terlalu banyak kode yang salah. Coba lagi nanti.")
BUSY = say("Maaf, sedang sibuk. Coba lagi sebentar.")
NAMES: Mapping[str, Say] = {
    "number": say("Nomor"),
    "kind": say("Jenis"),
    "day": say("Tanggal"),
    "office": say("Kantor"),
    "state": say("Keadaan"),
}


@dataclass
class Counter:
    """Where letters are looked up."""

    writer: Writer
    library: Library
    languages: Mapping[str, Catalogue]
    pace: Allowance = field(default_factory=lambda: Allowance(burst=30, per_second=1))

    def __post_init__(self) -> None:
        """Read the template."""
        self.paper = open_page("letter.html")

    async def look(self, request: Request, code: str) -> Response:
        """Answer one look at one code."""
        whence = origin(request)
        if seconds := self.pace.wait(whence):
            return self.page(None, WAIT, 429, seconds)
        try:
            seconds, letter = await self.writer.do(partial(looked_up, code=code, whence=whence))
        except Busy:
            return self.page(None, BUSY, 503, 2)
        if seconds:
            return self.page(None, WAIT, 429, seconds)
        return self.page(letter, headline(letter), 200 if letter else 404)

    def page(
        self, letter: Letter | None, text: Say, status: int, seconds: float = 0
    ) -> HTMLResponse:
        """Say it in Indonesian, and below in English."""
        more = {"Retry-After": str(max(1, round(seconds)))} if seconds else {}
        spoken = [self._spoken(letter, text, self.languages[one]) for one in ("id", "en")]
        return self.paper.show(spoken, status, more)

    def _spoken(self, letter: Letter | None, text: Say, catalogue: Catalogue) -> dict[str, object]:
        rows = self._rows(letter) if letter else {}
        return {
            "lang": catalogue.language,
            "title": TITLE.into(catalogue),
            "text": text.into(catalogue),
            "how": (HOW if letter else AGAIN).into(catalogue),
            "rows": [
                (NAMES[key].into(catalogue), row.into(catalogue)) for key, row in rows.items()
            ],
        }

    def _rows(self, letter: Letter) -> dict[str, Say]:
        return {
            "number": word(letter.number),
            "kind": KINDS[letter.kind],
            "day": say("{day}", day=letter.day),
            "office": word(self.library.office.name),
            "state": STATES[letter.state],
        }


def headline(letter: Letter | None) -> Say:
    """Say first what matters: not there, not valid, not yet filed, or on record."""
    if letter is None:
        return NOT_FOUND
    said_first = {letters.DRAFT, letters.WITHDRAWN}
    return STATES[letter.state] if letter.state in said_first else FOUND


def looked_up(unit: Unit, code: str, whence: str) -> tuple[float, Letter | None]:
    """Look a code up, or say how long its asker has to wait; a wrong one counts."""
    asker = tries.origin(whence)
    if seconds := tries.seconds_to_wait(unit, PURPOSE, asker):
        return seconds, None
    letter = letters.by_code(unit, code)
    # The same statements either way; a good look counts for another asker, who never waits.
    tries.failed(unit, PURPOSE, asker if letter is None else tries.target("found"))
    return 0, letter


def letter_door(counter: Counter) -> APIRouter:
    """Make the route."""
    door = APIRouter()

    @door.api_route("/surat/{code:path}", methods=["GET", "HEAD"])
    async def surat(request: Request, code: str) -> Response:
        return await counter.look(request, code)

    return door
