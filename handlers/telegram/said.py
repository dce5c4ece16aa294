"""What one Telegram message holds, as what a person said."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from aiogram.types import Contact, PhotoSize, Venue
from aiogram.types import Location as Place
from aiogram.types import Message as Letter

from conversations.changed import replace
from conversations.said import Kind, Media, Said, Spot

LONGEST = 4096
COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@\w+)?(?:\s+(.*))?\s*", re.DOTALL)
WORDS = {
    "bahasa": "bahasa",
    "bantuan": "bantuan",
    "batal": "batal",
    "berhenti": "berhenti",
    "cancel": "batal",
    "data": "data saya",
    "help": "bantuan",
    "lapor": "lapor",
    "menu": "menu",
    "mulai": "mulai",
    "petugas": "petugas",
    "status": "cek status",
}
"""What a command means in plain words; any other command is read as its own name."""
_PHONE = range(7, 16)


def spoken(text: str) -> str:
    """Turn a command into the words a person would type.

    ``/start`` alone is the menu; what follows it, the payload of a deep link, is taken as typed.
    """
    found = COMMAND.fullmatch(text)
    if found is None:
        return text
    name, rest = found.group(1).lower(), (found.group(2) or "").strip()
    if name == "start":
        return rest or "menu"
    word = WORDS.get(name) or name.replace("_", " ")
    return f"{word} {rest}" if rest else word


def said_in(letter: Letter) -> Said | None:
    """Read what a message holds; None for a service message."""
    for field, reader in _CONTENTS:
        content = getattr(letter, field)
        if content:
            said = reader(letter, content)
            return replace(said, forwarded=True) if passed_on(letter) else said
    return None


def passed_on(letter: Letter) -> bool:
    """Tell whether these are another's words: not one's own, and not the bot's."""
    origin = letter.forward_origin
    if origin is None:
        return False
    author = getattr(origin, "sender_user", None)
    sender = letter.from_user
    own = author is not None and sender is not None and author.id == sender.id
    return not own and not (author is not None and author.is_bot)


def _said(letter: Letter, kind: Kind, media: Media | None = None) -> Said:
    text = letter.caption
    return Said(
        kind,
        text=text[:LONGEST].replace("\0", "") if text else "",
        media=media,
        reply_to=str(letter.message_id),
    )


def _text(letter: Letter, text: str) -> Said:
    return Said(text=text[:LONGEST].replace("\0", ""), reply_to=str(letter.message_id))


def _photo(letter: Letter, sizes: list[PhotoSize]) -> Said:
    largest = max(sizes, key=lambda size: size.width * size.height)
    media = Media(largest.file_id, largest.file_size, "image/jpeg")
    return _said(letter, Kind.PHOTO, media)


def _file(kind: Kind) -> Callable[[Letter, Any], Said]:
    """Make the reader of a kind that comes as one file; not every file has a type or a name."""

    def read(letter: Letter, file: Any) -> Said:  # noqa: ANN401 - nine classes of one shape
        mime = getattr(file, "mime_type", None) or ""
        name = getattr(file, "file_name", None) or ""
        return _said(letter, kind, Media(file.file_id, file.file_size, mime, name))

    return read


def _other(letter: Letter, _content: object) -> Said:
    return _said(letter, Kind.OTHER)


def _location(letter: Letter, place: Place) -> Said:
    spot = Spot(place.latitude, place.longitude)
    if not spot.exists:
        return _said(letter, Kind.OTHER)
    return Said(Kind.LOCATION, spot=spot, reply_to=str(letter.message_id))


def _venue(letter: Letter, venue: Venue) -> Said:
    return _location(letter, venue.location)


def _contact(letter: Letter, contact: Contact) -> Said:
    """Read the sender's own number; anybody else's is not kept."""
    own = letter.from_user is not None and contact.user_id == letter.from_user.id
    phone = re.sub(r"[^0-9]", "", contact.phone_number)
    phone = "62" + phone[1:] if phone.startswith("0") else phone
    if not own or len(phone) not in _PHONE:
        return _said(letter, Kind.OTHER)
    return Said(Kind.CONTACT, phone=phone, reply_to=str(letter.message_id))


_CONTENTS: tuple[tuple[str, Callable[[Letter, Any], Said]], ...] = (
    ("text", _text),
    ("photo", _photo),
    ("voice", _file(Kind.VOICE)),
    ("location", _location),
    ("venue", _venue),
    ("contact", _contact),
    ("animation", _file(Kind.OTHER)),  # before document: an animation is repeated there
    ("document", _file(Kind.DOCUMENT)),
    ("sticker", _file(Kind.OTHER)),
    ("video", _file(Kind.OTHER)),
    ("video_note", _file(Kind.OTHER)),
    ("audio", _file(Kind.OTHER)),
    ("live_photo", _file(Kind.OTHER)),
    ("rich_message", _other),
    ("poll", _other),
    ("dice", _other),
    ("game", _other),
    ("story", _other),
    ("checklist", _other),
    ("paid_media", _other),
)
"""Everything a person can say, the most frequent first."""
