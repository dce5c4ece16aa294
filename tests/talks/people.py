"""People on each channel: what they do becomes a delivery, what they see becomes a message."""

from __future__ import annotations

import hashlib
import json
import re
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from handlers.terminal import ACCOUNT, Terminal, shown, typed
from handlers.web.guard import signing
from handlers.written import reply_of
from storage import outbox
from storage import shown as screen
from storage.unit import Unit
from tests.fakes import telegram as tg
from tests.fakes import whatsapp as wa
from tests.talks.script import Message
from tests.talks.stage import SEAL, House

ACTS = (
    "teruskan",
    "foto",
    "dokumen",
    "suara",
    "stiker",
    "lokasi",
    "kontak",
    "ubah",
    "grup",
    "blokir",
    "kembali",
    "nomor baru",
    "video",
    "pesanan",
    "formulir",
    "reaksi",
    "tanpa edukasi",
)
"""What a line in brackets does, beside typing and tapping."""
ACT = re.compile(rf"\(({'|'.join(ACTS)})(?: ([^()]+))?\)(?: (.+))?")
TAP = re.compile(r"\[([^\[\]]+)\](?: \((lama)\))?")
FORM = {"name": "flow", "body": "Sent", "response_json": '{"nik": "3526084507820003"}'}
PHOTO, STALE, DOUBLE = "foto", "lama", "dua kali"
FILES = {"jpg": b"\xff\xd8\xff", "gif": b"GIF89a"}

Post = Callable[[House], Awaitable[int]]
"""Makes one delivery, again and again the same; the status, 200 where it was taken."""


@dataclass(frozen=True)
class Did:
    """A deed, read."""

    kind: str
    """tulis, ketuk, or one of ACT."""
    what: str = ""
    text: str = ""


def deed(text: str) -> Did:
    if found := TAP.fullmatch(text):
        return Did("ketuk", found[1], found[2] or "")
    if found := ACT.fullmatch(text):
        return Did(found[1], found[2] or "", found[3] or "")
    return Did("tulis", text=text)


class Somebody(ABC):
    """One person on one channel."""

    can: frozenset[str] = frozenset({"tulis", "ketuk"})
    address: str
    """As Peka keeps it."""

    @abstractmethod
    async def does(self, did: Did) -> Post:
        """Make the delivery of a deed."""

    @abstractmethod
    async def hears(self, house: House) -> list[Message]:
        """Give what is new on this person's screen."""


def content(name: str) -> bytes:
    """Give the bytes of a file as the talk names it: rumah.jpg, kucing.gif.jpg (a GIF)."""
    return MADE[name.split(".")[1]]() if name.split(".")[1] in MADE else b"%PDF-1.4 made up"


def _picture(kind: str) -> Callable[[], bytes]:
    def draw() -> bytes:
        from io import BytesIO

        from PIL import Image

        made = BytesIO()
        Image.new("RGB", (40, 30), (90, 140, 90)).save(made, kind)
        return made.getvalue()

    return draw


MADE = {"jpg": _picture("JPEG"), "png": _picture("PNG"), "gif": _picture("GIF")}


class OnTelegram(Somebody):
    can = frozenset(
        {"tulis", "teruskan", "ketuk", "foto", "dokumen", "suara", "stiker", "lokasi", "kontak",
         "ubah", "grup", "blokir", "kembali", "lama", "dua kali"}
    )  # fmt: skip
    GROUP = -1001234567890

    def __init__(self, fake: tg.FakeTelegram, number: int, name: str) -> None:
        self.person = fake.person(71_000_000 + number, name)
        self.address = str(self.person.id)
        self.fake = fake
        self.group = fake.room(self.GROUP)
        self.seen = 0
        self.seen_in_group = 0

    async def does(self, did: Did) -> Post:
        update = self.update(did)
        raw = json.dumps(update).encode()

        async def post(house: House) -> int:
            headers = {tg.HEADER: self.fake.secret, "content-type": "application/json"}
            answer = await house.http.post("/telegram/webhook", content=raw, headers=headers)
            return answer.status_code

        return post

    def update(self, did: Did) -> dict[str, Any]:
        me = self.person
        if did.kind == "ketuk":
            having = [one for one in me.room.shown if did.what in one.labels]
            assert having, f"nobody offered {did.what!r}, only {me.last.labels}"
            return me.taps(did.what, having[0 if did.text == STALE else -1])
        acts: dict[str, Callable[[], dict[str, Any]]] = {
            "tulis": lambda: me.says(did.text),
            "teruskan": lambda: me.forwards(did.text),
            "foto": lambda: me.sends_photo(content(did.what), did.text),
            "dokumen": lambda: me.sends_document(content(did.what), did.what, mime(did.what)),
            "suara": me.sends_voice,
            "stiker": me.sends_sticker,
            "lokasi": lambda: me.shares_location(*map(float, did.what.split())),
            "kontak": lambda: self.contact(did),
            "ubah": lambda: me.edits(did.text),
            "grup": lambda: me.says(did.text, group=self.GROUP),
            "blokir": me.blocks,
            "kembali": me.unblocks,
        }
        return acts[did.kind]()

    def contact(self, did: Did) -> dict[str, Any]:
        other = self.fake.person(79_000_000, "Orang Lain") if did.what != "sendiri" else None
        return self.person.shares_contact("+6281234567890", other)

    async def hears(self, house: House) -> list[Message]:
        new = self.person.room.shown[self.seen :]
        group = self.group.shown[self.seen_in_group :]
        self.seen, self.seen_in_group = len(self.person.room.shown), len(self.group.shown)
        return [
            plain(one.text, tuple(one.labels), ": ") if one.text else paper(one.name)
            for one in (*group, *new)
        ]


def mime(name: str) -> str:
    """Tell the type as a phone would, by the name's last ending."""
    kinds = {"jpg": "image/jpeg", "png": "image/png", "gif": "image/gif"}
    return kinds.get(name.rpartition(".")[2], "application/pdf")


def paper(name: str) -> Message:
    """A picture or a PDF, as it stands in a talk."""
    return Message(f"(gambar {name})" if name.endswith(".png") else f"(berkas {name})")


def plain(text: str, labels: tuple[str, ...], mark: str) -> Message:
    """Take off the lines in which a channel explains the buttons."""
    whole, _, last = text.rpartition("\n\n")
    heads = tuple(f"{label}{mark}" for label in labels)
    if whole and heads and all(line.startswith(heads) for line in last.split("\n")):
        return Message(whole, labels)
    return Message(text, labels)


class OnWhatsApp(Somebody):
    can = frozenset(
        {"tulis", "teruskan", "ketuk", "foto", "dokumen", "suara", "stiker", "lokasi", "kontak",
         "ubah", "nomor baru", "video", "pesanan", "formulir", "reaksi", "tanpa edukasi", "lama",
         "dua kali"}
    )  # fmt: skip
    NUMBERED = re.compile(r"(\d+)\. (.+?)(?: – (.+))?")

    def __init__(self, fake: wa.FakeWhatsApp, number: int, name: str) -> None:
        user = "" if number % 2 else f"ID.{910_000 + number}"
        self.person = fake.person(f"628120000{number:04}", name=name, user_id=user)
        self.address = self.person.key
        self.seen = 0
        self.last = ""

    async def does(self, did: Did) -> Post:
        hook = self.hook(did)

        async def post(house: House) -> int:
            answer = await house.http.post(
                "/whatsapp/webhook", content=hook.raw, headers=hook.headers
            )
            return answer.status_code

        if did.kind == "tulis":
            self.last = hook.body["entry"][0]["changes"][0]["value"]["messages"][0]["id"]
        return post

    def hook(self, did: Did) -> wa.Hook:
        me = self.person
        acts: dict[str, Callable[[], wa.Hook]] = {
            "tulis": lambda: me.says(did.text),
            "teruskan": lambda: me.forwards(did.text),
            "ketuk": lambda: self.old(did.what) if did.text == STALE else me.chooses(did.what),
            "foto": lambda: me.sends_photo(content(did.what), did.text),
            "dokumen": lambda: me.sends_document(content(did.what), did.what, mime=mime(did.what)),
            "suara": lambda: me.sends_voice(b"OggS"),
            "stiker": lambda: me.sends("sticker", {"id": "1", "mime_type": "image/webp"}),
            "lokasi": lambda: me.shares_location(*map(float, did.what.split())),
            "kontak": lambda: me.shares_contact("" if did.what == "sendiri" else "6281299999999"),
            "ubah": lambda: me.edits(self.last, did.text),
            "video": lambda: me.sends("video", {"id": "1", "mime_type": "video/mp4"}),
            "pesanan": lambda: me.sends("order", {"catalog_id": "1", "product_items": []}),
            "formulir": lambda: me.sends("interactive", {"type": "nfm_reply", "nfm_reply": FORM}),
            "reaksi": lambda: me.reacts(me.chat[-1].id),
            "tanpa edukasi": me.stops_education,
            "nomor baru": lambda: me.changes_number(f"{me.phone[:-5]}9{me.phone[-4:]}"),
        }
        return acts[did.kind]()

    def old(self, label: str) -> wa.Hook:
        """Tap the first message that ever had this label."""
        me, kept = self.person, self.person.chat
        place = next(n for n, one in enumerate(kept) if label in one.labels)
        me.chat = kept[: place + 1]
        try:
            return me.taps(label)
        finally:
            me.chat = kept

    async def hears(self, house: House) -> list[Message]:
        new = self.person.chat[self.seen :]
        self.seen = len(self.person.chat)
        return [self.message(one) for one in new]

    def message(self, one: wa.Shown) -> Message:
        if one.kind in {"image", "document"}:
            return paper(self.person.fake.file(one)[0])
        if one.labels:
            return Message(one.text, one.labels)
        whole, _, last = one.text.rpartition("\n\n")
        rows = [self.NUMBERED.fullmatch(line) for line in last.split("\n")]
        if whole and all(row and int(row[1]) == n for n, row in enumerate(rows, 1)):
            return Message(whole, tuple(row[2] for row in rows if row))
        return Message(one.text)


@dataclass
class OnPage(Somebody):
    """Somebody at the web page, with its script: posts forms, reads bubbles."""

    name: str
    number: int
    """Everybody has a network of their own."""
    can = frozenset({"tulis", "ketuk", "foto", "lokasi", "lama", "dua kali"})
    cursor: int = 0
    posts: int = 0
    taps: list[tuple[str, str]] = field(default_factory=list)
    """Every button ever seen: label, what it carries."""

    def __post_init__(self) -> None:
        self.address = hashlib.sha256(self.name.encode()).hexdigest()[:32]
        self.cookie = f"{self.address}.{signing(SEAL)(self.address)}"

    @property
    def headers(self) -> dict[str, str]:
        return {
            "cookie": f"peka={self.cookie}",
            "hx-request": "true",
            "sec-fetch-site": "same-origin",
        }

    async def does(self, did: Did) -> Post:
        self.posts += 1
        fields: dict[str, str] = {"id": f"p{self.posts}", "after": str(self.cursor)}
        files: dict[str, Any] = {}
        if did.kind == "ketuk":
            known = self.taps if did.text == STALE else self.taps[::-1]
            fields["tap"] = found_in(dict(known[::-1]), did.what)
        elif did.kind == "lokasi":
            fields["spot"] = did.what.replace(" ", ",")
        else:
            fields["text"] = did.text.encode("utf-8", "replace").decode()
        if did.kind == "foto":
            files["photo"] = (did.what, content(did.what), mime(did.what))

        headers = self.headers

        async def post(house: House) -> int:
            answer = await house.visitor(self.number).post(
                "/kirim", data=fields, files=files or None, headers=headers
            )
            if moved := answer.cookies.get("peka"):
                self.cookie, self.address = moved, moved[:32]
            house.visitor(self.number).cookies.clear()
            return 200 if answer.status_code == 204 else answer.status_code

        return post

    async def hears(self, house: House) -> list[Message]:
        if not self.posts:
            return []
        visitor = house.visitor(self.number)
        answer = await visitor.get(f"/pesan?after={self.cursor}", headers=self.headers)
        if answer.status_code == 204:
            return []
        self.cursor = int(answer.headers["X-Peka-Last"])
        read = Bubbles()
        read.feed(answer.text)
        for _text, buttons in read.found:
            self.taps += buttons
        for href in read.papers:
            answer = await visitor.get(href, headers=self.headers)
            assert answer.status_code == 200, href
            kind = "image/png" if href.endswith(".png") else "application/pdf"
            assert answer.headers["content-type"] == kind
        return [
            Message(text.strip(), tuple(label for label, _tap in buttons))
            for text, buttons in read.found
        ]


def found_in(offered: dict[str, str], label: str) -> str:
    assert label in offered, f"nobody offered {label!r}, only {list(offered)}"
    return offered[label]


class Bubbles(HTMLParser):
    """Reads the bubbles of a piece of the page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, list[tuple[str, str]]]] = []
        self.inside: list[str] = []
        self.papers: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if given.get("class") == "bubble":
            self.found.append(("", []))
        if given.get("class") == "paper":
            self.found[-1] = (paper(given["data-file"]).text, [])
            self.papers.append(given["href"])
        if tag == "button":
            self.found[-1][1].append(("", given["value"]))
        if tag in {"span", "small", "time", "button", "p", "div", "form"}:
            self.inside.append(f"{tag}.{given.get('class', '')}")

    def handle_endtag(self, tag: str) -> None:
        if self.inside and self.inside[-1].startswith(f"{tag}."):
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        if "span.text" in self.inside:
            text, buttons = self.found[-1]
            self.found[-1] = (text + data, buttons)
        elif self.inside[-1:] == ["span."] and "button." in self.inside:
            label, tap = self.found[-1][1][-1]
            self.found[-1][1][-1] = (label + data, tap)


@dataclass
class AtTerminal(Somebody):
    """Somebody at a keyboard: a tap is the number of a choice."""

    name: str
    can = frozenset({"tulis", "ketuk"})
    cursor: int = 0
    choices: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.address = f"orang-{self.name}"

    async def does(self, did: Did) -> Post:
        line = did.text
        if did.kind == "ketuk":
            line = str(self.choices.index(did.what) + 1) if did.what in self.choices else did.what
        message = typed(self.address, line)

        async def post(house: House) -> int:
            terminal = house.channels[ACCOUNT]
            assert isinstance(terminal, Terminal)
            await house.turns.message(terminal, message, b"")
            return 200

        return post

    async def hears(self, house: House) -> list[Message]:
        found = []
        for body in await house.writer.do(self.news):
            reply = reply_of(body)
            if reply.erase:
                continue
            if reply.enclosed:
                found.append(paper(reply.enclosed.paper.file))
                continue
            labels = tuple(button.label for button in reply.buttons)
            lines = shown(reply).split("\n")
            assert lines == [*reply.text.split("\n"), *map(numbered, enumerate(reply.buttons, 1))]
            self.choices = list(labels)
            found.append(Message(reply.text.strip(), labels))
        return found

    def news(self, unit: Unit) -> list[bytes]:
        somebody = screen.somebody(unit, ACCOUNT, self.address)
        rows = screen.after(unit, somebody.id, self.cursor) if somebody else []
        if somebody and rows:
            self.cursor = rows[-1].id
            outbox.seen(unit, somebody.id, self.cursor)
        return [row.body for row in rows if row.body is not None]


def numbered(choice: tuple[int, Any]) -> str:
    place, button = choice
    return f"  {place}. {button.label}" + (f" ({button.more})" if button.more else "")
