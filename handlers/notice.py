"""``GET /privasi``: what is kept about people and what they may ask, in plain words.

The text is docs/privacy-notice.md; the office's own name, address and data protection officer
stand in its brackets.  The page is there whatever PEKA_WEB says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from importlib import resources

from fastapi import APIRouter, Response
from markupsafe import Markup, escape

from conversations.facts import Office
from handlers.web.open_page import open_page

LANGUAGES = {"Bahasa Indonesia": ("id", "Data pribadi Bapak/Ibu"), "English": ("en", "Your data")}
BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
CODE = re.compile(r"`(.+?)`")
ITEM = re.compile(r"^- ", re.MULTILINE)


def brackets(office: Office) -> Mapping[str, str]:
    """Give what stands in each place in brackets."""
    desk = ", ".join(one for one in (office.name, office.address) if one)
    return {
        "[nama Dinas Sosial, alamat]": desk,
        "[nama, cara menghubungi]": office.privacy_officer or "tanyakan di meja layanan kantor",
        "[name and address of the Dinas Sosial]": desk,
        "[name, how to reach]": office.privacy_officer or "ask at the desk of the office",
    }


def parts(text: str, office: Office) -> Iterator[Mapping[str, object]]:
    """Cut the notice at its languages, each as a title and its body in HTML."""
    for place, words in brackets(office).items():
        text = text.replace(place, words)
    for section in text.split("## ")[1:]:
        name, _, body = section.partition("\n")
        lang, title = LANGUAGES[name.strip()]
        yield {"lang": lang, "title": title, "body": html(body)}


def html(body: str) -> Markup:
    """Set paragraphs and lists, bold and code: all the marks that the notice has."""
    made = Markup()
    for block in re.split(r"\n\s*\n", body.strip()):
        if block.startswith("- "):
            items = (Markup("<li>{}</li>").format(inline(one)) for one in ITEM.split(block)[1:])
            made += Markup("<ul>{}</ul>").format(Markup().join(items))
        else:
            made += Markup("<p>{}</p>").format(inline(block))
    return made


def inline(text: str) -> Markup:
    """Escape a text, then set its bold words and what is to be typed."""
    safe = str(escape(" ".join(text.split())))
    set_bold = BOLD.sub(r"<strong>\1</strong>", safe)
    return Markup(CODE.sub(r"<code>\1</code>", set_bold))  # noqa: S704 - escaped above


def notice_door(office: Office) -> APIRouter:
    """Make the route; the text is set once."""
    text = resources.files("handlers.web").joinpath("page/notice.md").read_text("utf-8")
    page, shown = open_page("notice.html"), list(parts(text, office))
    door = APIRouter()

    @door.api_route("/privasi", methods=["GET", "HEAD"])
    async def privasi() -> Response:
        return page.show(shown)

    return door
