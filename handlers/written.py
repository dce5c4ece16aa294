"""A reply as the outbox keeps it: JSON, written and read back."""

from __future__ import annotations

import json

import msgspec

from conversations.papers import Paper, PaperKind
from handlers.channel import Button, Enclosed, Reply


def body_of(reply: Reply) -> bytes:
    """Write a reply as the outbox keeps it."""
    data: dict[str, object] = {"t": reply.text}
    if reply.buttons:
        data["b"] = [[one.label, one.tap, one.more] for one in reply.buttons]
    if reply.erase:
        data["e"] = reply.erase
    if reply.enclosed:
        paper = reply.enclosed.paper
        data["p"] = [paper.kind, paper.key, reply.enclosed.language]
    if reply.fill:
        data["f"] = reply.fill
    if reply.language != "id":
        data["l"] = reply.language
    try:
        return msgspec.json.encode(data)
    except UnicodeEncodeError:  # half a sign, as only broken clients send it
        return json.dumps(data, ensure_ascii=False).encode("utf-8", "replace")


def reply_of(body: bytes) -> Reply:
    """Read a reply back from the outbox."""
    data = json.loads(body)
    return Reply(
        data["t"],
        tuple(Button(*one) for one in data.get("b", ())),
        data.get("e", ""),
        _enclosed(data.get("p")),
        fill=tuple(data.get("f", ())),
        language=data.get("l", "id"),
    )


def _enclosed(stored: list[str] | None) -> Enclosed | None:
    if not stored:
        return None
    kind, key, language = stored
    return Enclosed(Paper(PaperKind(kind), key), language)
