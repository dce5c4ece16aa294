"""How the page looks: rows of the outbox as bubbles, templates, and the files beside them."""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from importlib import resources
from zoneinfo import ZoneInfo

from babel.dates import format_date
from jinja2 import Environment, PackageLoader
from markupsafe import Markup, escape

from conversations.papers import Paper
from conversations.text import Catalogue
from handlers.channel import Button, Reply
from handlers.web.texts import chrome
from handlers.written import reply_of
from storage.shown import Shown
from storage.unit import moment

FILES: Mapping[str, str] = {
    "htmx.min.js": "text/javascript; charset=utf-8",
    "page.js": "text/javascript; charset=utf-8",
    "page.css": "text/css; charset=utf-8",
    "icon.svg": "image/svg+xml",
}
LINK = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)]")


@dataclass(frozen=True, slots=True)
class Link:
    """A paper as the page shows it."""

    href: str
    paper: Paper

    @property
    def picture(self) -> bool:
        """Shown in the talk; anything else is opened by its name."""
        return self.paper.picture


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message as the page shows it; the greeting of a stranger has no ``row``."""

    text: Markup
    at: datetime
    day: date
    clock: str
    row: int = 0
    buttons: tuple[Button, ...] = ()
    wiped: bool = False
    link: Link | None = None

    @property
    def long(self) -> bool:
        """Some button explains itself: then they are laid out as a list."""
        return any(button.more for button in self.buttons)


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that the page needs, as it is and packed."""

    mime: str
    plain: bytes
    packed: bytes


class Look:
    """Templates and files, read once."""

    def __init__(self, zone: ZoneInfo) -> None:
        """``zone``: the clock that people here live by."""
        self.zone = zone
        folder = resources.files("handlers.web").joinpath("page")
        self.assets = {
            name: _asset(mime, folder.joinpath(name).read_bytes()) for name, mime in FILES.items()
        }
        version = hashlib.sha256(b"".join(one.plain for one in self.assets.values())).hexdigest()
        self.path = f"/berkas/{version[:12]}"
        self.templates = Environment(
            loader=PackageLoader("handlers.web", "page"), autoescape=True, trim_blocks=True,
            lstrip_blocks=True,
        )  # fmt: skip
        self.templates.globals["day_name"] = day_name

    def whole(self, bubbles: Sequence[Bubble], words: Mapping[str, str], **more: object) -> str:
        """Make the page; ``more`` is what page.html names."""
        return self.templates.get_template("page.html").render(
            bubbles=bubbles, t=words, files=self.path, zone=self.zone.key, **more
        )

    def piece(self, bubbles: Sequence[Bubble], words: Mapping[str, str], **more: object) -> str:
        """Make bubbles to be put below those that are there."""
        return self.templates.get_template("bubbles.html").render(bubbles=bubbles, t=words, **more)

    def plain(self, title: str, text: str, **more: object) -> str:
        """Make a page that only says something."""
        return self.templates.get_template("plain.html").render(
            title=title, text=text, files=self.path, **more
        )

    def bubbles(self, rows: Sequence[Shown], way: Callable[[int], str] = str) -> list[Bubble]:
        """Lay rows out; only the last question keeps its buttons.

        News below it does not count, nor does a paper.  ``way``: where the paper of a row is.
        """
        made = [self._bubble(row, way) for row in rows if not _erases(row)]
        asking = next((one.row for one in reversed(made) if one.buttons), 0)
        papers = {one.row for one in made if one.link}
        newer = {row.id for row in rows if row.reply and row.id > asking} - papers
        return [
            one if one.row == asking and not newer else replace(one, buttons=()) for one in made
        ]

    def spoken(self, reply: Reply, at: datetime, row: int = 0) -> Bubble:
        """Lay one reply out."""
        local = at.astimezone(self.zone)
        return Bubble(
            linked(reply.text), at, local.date(), local.strftime("%H.%M"), row, reply.buttons
        )

    def _bubble(self, row: Shown, way: Callable[[int], str]) -> Bubble:
        reply = reply_of(row.body or b'{"t":""}')
        made = self.spoken(reply, moment(row.made_at), row.id)
        if reply.enclosed is not None:
            paper = reply.enclosed.paper
            return replace(made, link=Link(f"{way(row.id)}/{paper.file}", paper))
        if row.body is not None:
            return made
        return Bubble(Markup(), made.at, made.day, made.clock, row.id, wiped=True)


def words_of(catalogue: Catalogue, now: datetime, zone: ZoneInfo) -> dict[str, str]:
    """Speak the page's words, with the names of the days around today."""
    today = now.astimezone(zone).date()
    words = chrome(catalogue)
    return words | {
        "lang": catalogue.language,
        str(today): words["today"],
        str(today - timedelta(days=1)): words["yesterday"],
    }


def day_name(day: date, words: Mapping[str, str]) -> str:
    """Name a day: today, yesterday, or its date."""
    return words.get(str(day)) or format_date(day, "d MMMM y", locale=words["lang"])


def linked(text: str) -> Markup:
    """Escape a text and let its web addresses be followed."""
    made, at = Markup(), 0
    for found in LINK.finditer(text):
        made += escape(text[at : found.start()])
        made += Markup('<a href="{0}" target="_blank" rel="noopener noreferrer">{0}</a>').format(
            found.group()
        )
        at = found.end()
    return made + escape(text[at:])


def _erases(row: Shown) -> bool:
    return row.body is not None and bool(reply_of(row.body).erase)


def _asset(mime: str, plain: bytes) -> Asset:
    return Asset(mime, plain, gzip.compress(plain, 9, mtime=0))
