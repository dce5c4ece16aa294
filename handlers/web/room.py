"""What the page's routes share: reading a person's screen, and answering as page or as piece."""

from __future__ import annotations

import hmac
import secrets
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, PlainTextResponse

from conversations.papers import Paper
from conversations.said import Kind, Said
from conversations.talks import Talks
from conversations.text import Catalogue, Say, told
from conversations.turn.take import take
from conversations.turn.taken import Taken
from handlers import facts as facts_of
from handlers.channel import Draw, Enclosed, Rejected, Sheet
from handlers.turn import Turns
from handlers.web import texts
from handlers.web.adapter import WebPage
from handlers.web.form import PHOTO_CAP
from handlers.web.guard import Guard, fresh, from_script, headers
from handlers.web.limits import REMEMBERED
from handlers.web.look import Bubble, Look, words_of
from handlers.written import reply_of
from storage import outbox, people, shown
from storage.people import Known
from storage.reading import Lookups
from storage.shown import Shown, Somebody
from storage.unit import Busy, Unit

LAST = "X-Peka-Last"
LANGUAGE = "X-Peka-Language"


async def _never() -> bool:
    return False


@dataclass
class Uploads:
    """Names of uploads: random, so that a file kept leads back to nobody.

    The same post again lands on the same file while this process remembers; after that it makes
    a second file, which nothing waits for and which is swept.
    """

    names: OrderedDict[tuple[str, str], str] = field(default_factory=OrderedDict)

    def name(self, person: str, post: str) -> str:
        """Give the name of what comes with one post."""
        found = self.names.pop((person, post), "") or secrets.token_hex(16)
        self.names[person, post] = found
        if len(self.names) > REMEMBERED:
            self.names.popitem(last=False)
        return found


@dataclass
class Room:
    """Made once by bot/app.py."""

    turns: Turns
    channel: WebPage
    reader: Lookups
    guard: Guard
    made_up: Callable[[], Awaitable[bool]] = _never
    """Whether all data is made up, now: the page says so."""
    public: bool = True
    """False (PEKA_WEB=demo): nobody talks here as soon as there is real data."""
    draw: Draw | None = None
    """Draws papers; without it there are none to fetch."""
    look: Look = field(init=False)
    uploads: Uploads = field(default_factory=Uploads)
    moved: OrderedDict[tuple[str, str], str] = field(default_factory=OrderedDict)
    """New sessions by the old one and the post that made it an officer's."""
    served: OrderedDict[int, int] = field(default_factory=OrderedDict)
    """The last message that was shown to a person, for as many as have been here lately."""

    def __post_init__(self) -> None:
        """Read templates and files."""
        self.look = Look(self.turns.library.timezone)

    def way(self, person: int) -> Callable[[int], str]:
        """Tell where each paper of a person is: an address that nobody can guess."""
        return lambda row: f"/kertas/{row}-{self.tag(person, row)}"

    def tag(self, person: int, row: int) -> str:
        """Sign the address of one paper for one person."""
        seal = self.turns.writer.seal
        return seal.mac("web paper", f"{person}:{row}".encode()).hex()[:32]

    def alt(self, catalogue: Catalogue) -> Callable[[Paper], str]:
        """Say in words what a picture shows, to who does not see it."""

        def words(paper: Paper) -> str:
            lesson = self.turns.library.course.lesson(paper.key)
            parts = (lesson.label, lesson.picture) if lesson else ()
            return ". ".join(told(part).into(catalogue) for part in parts)

        return words

    async def open(self) -> bool:
        """Tell whether people may talk here now."""
        return self.public or await self.made_up()

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
            await self._seen(found, cursor)
        self._show(found, rows)
        return found, rows

    async def _seen(self, found: Somebody, cursor: int) -> None:
        """Note what was seen: never more than was shown, as far as this process knows."""
        shown_last = self.served.get(found.id)

        def work(unit: Unit) -> None:
            if shown_last is not None or shown.is_theirs(unit, found.id, cursor):
                outbox.seen(unit, found.id, min(cursor, shown_last or cursor))

        with suppress(Busy):
            await self.turns.writer.do(work)

    def _show(self, found: Somebody | None, rows: list[Shown]) -> None:
        if found is None or not rows:
            return
        self.served[found.id] = max(rows[-1].id, self.served.pop(found.id, 0))
        if len(self.served) > REMEMBERED:
            self.served.popitem(last=False)

    async def greeting(self) -> list[Bubble]:
        """Give what a stranger who asks for the menu would read; nothing is kept of it."""

        def work(unit: Unit) -> Taken | None:
            facts = facts_of.basics(unit, _stranger(), self.turns.library, self.channel.name)
            taken = take(self.turns.book, Talks(), Said(Kind.TEXT, "menu"), facts)
            return taken if isinstance(taken, Taken) else None

        taken = await self.reader.do(work)
        replies = self.turns.render(taken.replies, "id") if taken else ()
        return [self.look.spoken(reply, self.reader.clock()) for reply in replies]

    # Who comes in as an officer gets a new session: whoever knows the old one is nobody then.

    async def officer(self, person: str) -> int | None:
        """Tell whose officer's chat this is, if it is one."""
        found = await self.reader.do(
            lambda unit: shown.somebody(unit, self.channel.account, person)
        )
        return found.staff if found else None

    async def move(self, person: str, post: str) -> str:
        """Give a person a new session; the same post again learns of it for a while."""
        new = fresh()
        account = self.channel.account
        await self.turns.writer.do(lambda unit: people.readdress(unit, account, person, new), new)
        self.moved[person, post] = new
        if len(self.moved) > REMEMBERED:
            self.moved.popitem(last=False)
        return new

    async def paper(self, person: str, row: int, tag: str) -> Sheet | None:
        """Draw the paper of one message, for the browser whose message it is and nobody else."""

        def work(unit: Unit) -> Enclosed | None:
            found = shown.somebody(unit, self.channel.account, person)
            if not found or not hmac.compare_digest(self.tag(found.id, row), tag):
                return None
            kept = shown.one(unit, found.id, row)
            return reply_of(kept.body).enclosed if kept and kept.body else None

        enclosed = await self.reader.do(work) if person else None
        if enclosed is None or self.draw is None:
            return None
        try:
            return await self.draw(enclosed)
        except Rejected:
            return None

    # Answering

    async def page(self, request: Request) -> Response:
        """Show the page with the last messages."""
        person = self.guard.person(request)
        since = self.guard.since(request)
        found, rows = await self.screen(person, since)
        self._show(found, rows)
        catalogue = self.catalogue(found.language if found else "id")
        way = self.way(found.id if found else 0)
        bubbles = self.look.bubbles(rows, way) or ([] if found else await self.greeting())
        html = self.look.whole(
            bubbles, self.words(catalogue), office=self.turns.library.office.name,
            made_up=await self.made_up(), last=rows[-1].id if rows else since, form_id=fresh_id(),
            today=self.reader.clock().astimezone(self.look.zone).date(), photo_cap=PHOTO_CAP,
            too_big=texts.PHOTO_TOO_BIG.into(catalogue), alt=self.alt(catalogue),
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
        bubbles = self.look.bubbles(rows, self.way(found.id if found else 0))
        html = self.look.piece(
            bubbles, words, last=last, form_id=fresh_id(), cut=cut, alt=self.alt(catalogue)
        )
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
