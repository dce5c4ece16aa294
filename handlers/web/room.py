"""What the page's routes share: reading a person's screen, and answering as page or as piece."""

from __future__ import annotations

import secrets
from contextlib import suppress
from dataclasses import dataclass, field

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, PlainTextResponse

from conversations.said import Kind, Said
from conversations.take import Taken, take
from conversations.talks import Talks
from conversations.text import Catalogue, Say
from handlers import facts as facts_of
from handlers.turn import Turns
from handlers.web import texts
from handlers.web.adapter import WebPage
from handlers.web.form import PHOTO_CAP
from handlers.web.guard import Guard, from_script, headers
from handlers.web.look import Bubble, Look, words_of
from storage import outbox, shown
from storage.people import Known
from storage.reading import Reader
from storage.shown import Shown, Somebody
from storage.unit import Busy, Unit

LAST = "X-Peka-Last"
LANGUAGE = "X-Peka-Language"


@dataclass
class Room:
    """Made once by bot/app.py."""

    turns: Turns
    channel: WebPage
    reader: Reader
    guard: Guard
    made_up: bool = False
    """All data is made up: the page says so."""
    open: bool = True
    """False: real data and PEKA_WEB=demo, so nobody talks here."""
    look: Look = field(init=False)

    def __post_init__(self) -> None:
        """Read templates and files."""
        self.look = Look(self.turns.library.timezone)

    def catalogue(self, language: str) -> Catalogue:
        """Give a person's language."""
        return self.turns.languages.get(language) or self.turns.languages["id"]

    def words(self, catalogue: Catalogue) -> dict[str, str]:
        """Speak the page's own words as of today."""
        return words_of(catalogue, self.reader.clock(), self.look.zone)

    # Reading

    async def screen(self, person: str, since: int) -> tuple[Somebody | None, list[Shown]]:
        """Read what the screen of a person shows."""

        def work(unit: Unit) -> tuple[Somebody | None, list[Shown]]:
            found = shown.somebody(unit, self.channel.account, person)
            return found, shown.latest(unit, found.id, since) if found else []

        return await self.reader.do(work) if person else (None, [])

    async def news(self, person: str, cursor: int) -> tuple[Somebody | None, list[Shown]]:
        """Read what came after the cursor, and note that everything up to it was seen."""

        def work(unit: Unit) -> tuple[Somebody | None, list[Shown]]:
            found = shown.somebody(unit, self.channel.account, person)
            return found, shown.after(unit, found.id, cursor) if found else []

        found, rows = await self.reader.do(work)
        if found is not None and found.seen < cursor:
            with suppress(Busy):
                await self.turns.writer.do(lambda unit: outbox.seen(unit, found.id, cursor))
        return found, rows

    async def greeting(self) -> list[Bubble]:
        """Give what a stranger who asks for the menu would read; nothing is kept of it."""

        def work(unit: Unit) -> Taken | None:
            facts = facts_of.basics(unit, _stranger(), self.turns.library, self.channel.name)
            taken = take(self.turns.book, Talks(), Said(Kind.TEXT, "menu"), facts)
            return taken if isinstance(taken, Taken) else None

        taken = await self.reader.do(work)
        replies = self.turns.render(taken.replies, "id") if taken else ()
        return [self.look.spoken(reply, self.reader.clock()) for reply in replies]

    # Answering

    async def page(self, request: Request) -> Response:
        """Show the page with the last messages."""
        person = self.guard.person(request)
        since = self.guard.since(request)
        found, rows = await self.screen(person, since)
        catalogue = self.catalogue(found.language if found else "id")
        bubbles = self.look.bubbles(rows) or ([] if found else await self.greeting())
        html = self.look.whole(
            bubbles, self.words(catalogue), office=self.turns.library.office.name,
            made_up=self.made_up, last=rows[-1].id if rows else since, form_id=fresh_id(),
            today=self.reader.clock().astimezone(self.look.zone).date(), photo_cap=PHOTO_CAP,
            too_big=texts.PHOTO_TOO_BIG.into(catalogue),
        )  # fmt: skip
        answer = HTMLResponse(html, headers=headers())
        self.guard.greet(answer, person)
        return answer

    def piece(
        self, found: Somebody | None, rows: list[Shown], cursor: int, cut: dict[str, str] | None
    ) -> Response:
        """Answer the script with what is new, and with the words that were cut (a PIN …)."""
        last = rows[-1].id if rows else cursor
        catalogue = self.catalogue(found.language if found else "id")
        more = headers({LAST: str(last), LANGUAGE: catalogue.language})
        if not rows and not cut:
            return Response(status_code=204, headers=more)
        words = self.words(catalogue)
        bubbles = self.look.bubbles(rows)
        html = self.look.piece(bubbles, words, last=last, form_id=fresh_id(), cut=cut)
        return HTMLResponse(html, headers=more)

    def refusal(self, request: Request, status: int, text: Say, seconds: float = 0) -> Response:
        """Say in plain words why something was not taken: to the script, or as a page."""
        catalogue = self.catalogue("id")
        more = headers({"Retry-After": str(max(1, round(seconds)))} if seconds else None)
        if from_script(request):
            return PlainTextResponse(text.into(catalogue), status, headers=more)
        page = self.look.plain(
            texts.SORRY.into(catalogue), text.into(catalogue), lang=catalogue.language,
            back=texts.BACK.into(catalogue),
        )  # fmt: skip
        return HTMLResponse(page, status, headers=more)

    def closed(self) -> Response:
        """Say that this page is not open to the public."""
        catalogue = self.catalogue("id")
        page = self.look.plain(
            texts.CLOSED_TITLE.into(catalogue),
            texts.closed(self.turns.library.office.name).into(catalogue),
            lang=catalogue.language,
            small=texts.CLOSED_FOR_OPERATORS.into(catalogue),
        )
        return HTMLResponse(page, 503, headers=headers())


def fresh_id() -> str:
    """Draw the id of a form that no script sends."""
    return secrets.token_hex(8)


def _stranger() -> Known:
    return Known(
        id=0, uuid=b"", account="", address="", language="id", consent_at=None, education=True,
        blocked=False, talks=None, made_at=0, links=0, firm=False, new=True,
    )  # fmt: skip
