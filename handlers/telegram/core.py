"""An update that aiogram refuses for one field, cut down to the fields that Peka needs.  Pure.

Telegram adds fields and kinds; one that is unknown or wrong must not silence its sender.  What
is cut here was never read; what is needed and wrong stays wrong.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

Json = Mapping[str, object]

UPDATE = ("update_id", "message", "edited_message", "callback_query", "my_chat_member")
CHAT = ("id", "type", "title", "username", "first_name", "last_name")
USER = ("id", "is_bot", "first_name", "last_name", "username", "language_code")
FILE = ("file_id", "file_unique_id", "file_size", "mime_type", "file_name")
SHAPES: Mapping[str, tuple[str, ...]] = {
    "photo": (*FILE, "width", "height"),
    "voice": (*FILE, "duration"),
    "document": FILE,
    "location": ("latitude", "longitude"),
    "contact": ("phone_number", "first_name", "last_name", "user_id"),
}
"""What is read of each kind of content; every other kind is heard as not understood."""
OTHERS = frozenset(
    {"sticker", "video", "video_note", "audio", "animation", "poll", "dice", "story", "venue",
     "game", "checklist", "paid_media", "rich_message", "live_photo"}
)  # fmt: skip
LETTER = ("message_id", "date", "edit_date", "text", "caption")
UNREADABLE = {"emoji": "\N{GAME DIE}", "value": 1}
"""Stands for a content that aiogram cannot read: a throw of the dice, which is answered kindly."""


def bare(raw: bytes) -> bytes | None:
    """Give the update with nothing but what is needed; None where that changes nothing."""
    try:
        update = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    if not isinstance(update, dict):
        return None
    kept = {key: _PARTS.get(key, _same)(update[key]) for key in UPDATE if key in update}
    return None if kept == update else json.dumps(kept).encode()


def told(update: Json) -> str:
    """Give the private chat that an unreadable update came from, as an address; else nothing."""
    for name in UPDATE[1:4]:
        item = update.get(name)
        item = item if isinstance(item, dict) else {}
        inner = item.get("message")
        chat = item.get("chat") or (inner.get("chat") if isinstance(inner, dict) else None)
        chat = chat if isinstance(chat, dict) else {}
        number = chat.get("id")
        if chat.get("type") == "private" and isinstance(number, int):
            return str(number)
    return ""


def _same(value: object) -> object:
    return value


def _some(value: object, names: tuple[str, ...]) -> object:
    return (
        {name: value[name] for name in names if name in value}
        if isinstance(value, dict)
        else value
    )


def _letter(value: object) -> object:
    if not isinstance(value, dict):
        return value
    kept = {name: value[name] for name in LETTER if name in value}
    kept |= {"chat": _some(value.get("chat"), CHAT), "from": _some(value.get("from"), USER)}
    content = {
        name: _content(value[name], names) for name, names in SHAPES.items() if name in value
    }
    kept |= content
    if not content and "text" not in kept and OTHERS & set(value):
        kept["dice"] = UNREADABLE
    answered = value.get("reply_to_message")
    if isinstance(answered, dict):
        kept["reply_to_message"] = _answered(answered)
    return {name: part for name, part in kept.items() if part is not None}


def _content(value: object, names: tuple[str, ...]) -> object:
    if isinstance(value, list):
        return [_some(one, names) for one in value]
    return _some(value, names)


def _answered(value: Json) -> object:
    kept = {name: value[name] for name in ("message_id", "date") if name in value}
    return {
        **kept, "chat": _some(value.get("chat"), CHAT), "from": _some(value.get("from"), USER),
    }  # fmt: skip


def _tap(value: object) -> object:
    if not isinstance(value, dict):
        return value
    kept = {name: value[name] for name in ("id", "data", "chat_instance") if name in value}
    kept["from"] = _some(value.get("from"), USER)
    shown = value.get("message")
    if isinstance(shown, dict):
        date = shown.get("date", 0)
        kept["message"] = {
            "message_id": shown.get("message_id"), "date": date,
            "chat": _some(shown.get("chat"), CHAT),
        }  # fmt: skip
    return kept


_PARTS = {
    "message": _letter,
    "edited_message": _letter,
    "callback_query": _tap,
    "my_chat_member": _same,
}
