"""What WhatsApp's API takes, and the error that it answers to anything else."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

KEYS = {
    "messaging_product",
    "recipient_type",
    "to",
    "recipient",
    "type",
    "context",
    "biz_opaque_callback_data",
}
USER_ID = re.compile(r"[A-Z]{2}\.[0-9]{1,128}")
CAPTIONED = {"image", "video", "document"}
KINDS = {"text", "interactive", "template", "audio", *CAPTIONED}
WRONG, MISSING, UNSUPPORTED = 131009, 131008, 131051
UPLOADS = {
    "application/pdf": (b"%PDF-", 100 * 1024**2),
    "image/png": (b"\x89PNG", 5 * 1024**2),
    "image/jpeg": (b"\xff\xd8", 5 * 1024**2),
}
"""What Peka may hand in: how the file begins, and its most bytes."""
FORM = frozenset({100, 190, 2500, WRONG, MISSING, UNSUPPORTED})
"""Refusals of the request's own form or token."""


@dataclass
class Refusal(Exception):
    """An error answer: its code, the words, the HTTP status."""

    code: int
    details: str
    status: int = 400

    def body(self) -> dict[str, Any]:
        error = {
            "message": f"(#{self.code}) {self.details}",
            "type": "OAuthException",
            "code": self.code,
            "error_data": {"messaging_product": "whatsapp", "details": self.details},
            "fbtrace_id": "AfAkE0000000000000000AA",
        }
        return {"error": error}


@dataclass(frozen=True, slots=True)
class Choice:
    """A button or a row of a list."""

    id: str
    label: str
    more: str = ""


def need(holds: object, details: str, code: int = WRONG) -> None:
    if not holds:
        raise Refusal(code, details)


def text_of(value: object, most: int, what: str) -> str:
    """A text that is neither missing nor blank nor too long."""
    need(value is not None, f"{what} is missing", MISSING)
    need(isinstance(value, str) and value.strip(), f"{what} is blank")
    need(len(str(value)) <= most, f"{what} has {len(str(value))} characters, most is {most}")
    return str(value)


def judge(message: dict[str, Any]) -> tuple[str, tuple[Choice, ...]]:
    """Take a message to be sent apart: its text and choices; raises Refusal."""
    kind = message.get("type", "text")
    need(kind in KINDS, f"type {kind}", UNSUPPORTED)
    need(set(message) <= KEYS | {kind}, f"unknown fields {set(message) - KEYS - {kind}}", 100)
    need(message.get("recipient_type", "individual") == "individual", "recipient_type")
    need(("to" in message) != ("recipient" in message), "one of to and recipient", MISSING)
    need(len(str(message.get("biz_opaque_callback_data", ""))) <= 512, "callback data")
    need(isinstance(message.get(kind), dict), f"{kind} is missing", MISSING)
    content: dict[str, Any] = message[kind]
    return JUDGES[str(kind)](content)


def _text(content: dict[str, Any]) -> tuple[str, tuple[Choice, ...]]:
    need(set(content) <= {"body", "preview_url"}, "text has unknown fields", 100)
    return text_of(content.get("body"), 4096, "text.body"), ()


def _interactive(content: dict[str, Any]) -> tuple[str, tuple[Choice, ...]]:
    need(set(content) <= {"type", "header", "body", "footer", "action"}, "unknown fields", 100)
    body = text_of((content.get("body") or {}).get("text"), 1024, "body.text")
    need(isinstance(content.get("action"), dict), "action is missing", MISSING)
    judges = {"button": _buttons, "list": _rows}
    need(content.get("type") in judges, "interactive.type")
    return body, judges[content["type"]](content["action"])


def _buttons(action: dict[str, Any]) -> tuple[Choice, ...]:
    buttons = action.get("buttons") or ()
    need(1 <= len(buttons) <= 3, f"{len(buttons)} buttons, most is 3")
    need(all(set(one) == {"type", "reply"} and one["type"] == "reply" for one in buttons), "kind")
    replies = [one["reply"] for one in buttons]
    found = tuple(
        Choice(text_of(one.get("id"), 256, "id"), text_of(one.get("title"), 20, "title"))
        for one in replies
    )
    _all_differ((one.id for one in found), "button ids")
    _all_differ((one.label for one in found), "button titles")
    return found


def _rows(action: dict[str, Any]) -> tuple[Choice, ...]:
    text_of(action.get("button"), 20, "action.button")
    sections = action.get("sections") or ()
    need(1 <= len(sections) <= 10, f"{len(sections)} sections")
    for section in sections:
        if len(sections) > 1 or "title" in section:
            text_of(section.get("title"), 24, "section.title")
    rows = [row for section in sections for row in section.get("rows", ())]
    need(1 <= len(rows) <= 10, f"{len(rows)} rows, most is 10")
    found = tuple(_row(row) for row in rows)
    _all_differ((one.id for one in found), "row ids")
    return found


def _row(row: dict[str, Any]) -> Choice:
    need(set(row) <= {"id", "title", "description"}, "row has unknown fields", 100)
    more = text_of(row["description"], 72, "row.description") if "description" in row else ""
    return Choice(
        text_of(row.get("id"), 200, "row.id"), text_of(row.get("title"), 24, "row.title"), more
    )


def _template(content: dict[str, Any]) -> tuple[str, tuple[Choice, ...]]:
    need(set(content) <= {"name", "language", "components"}, "template has unknown fields", 100)
    name = text_of(content.get("name"), 512, "template.name")
    language = content.get("language") or {}
    need(set(language) <= {"code", "policy"}, "language has unknown fields", 100)
    need(language.get("policy", "deterministic") == "deterministic", "language.policy", 100)
    text_of(language.get("code"), 15, "language.code")
    return name, ()


def _file(content: dict[str, Any]) -> tuple[str, tuple[Choice, ...]]:
    need(("id" in content) != ("link" in content), "one of id and link", MISSING)
    caption = str(content.get("caption", ""))
    need(len(caption) <= 1024, "caption is too long")
    return caption, ()


def judge_upload(mime: str, name: str, content: bytes) -> None:
    """Judge a file as it is uploaded: a kind that WhatsApp takes, really of that kind, not big."""
    need(mime in UPLOADS, f"Param file must be a file with one of the types, not {mime}", 100)
    start, most = UPLOADS[mime]
    need(content.startswith(start), f"the file is no {mime}", 131053)
    need(1 <= len(content) <= most, "Media file size too big", 131052)
    need(name.strip() and "/" not in name, "the file has no name", 100)


def _all_differ(texts: Iterable[str], what: str) -> None:
    listed = list(texts)
    need(len(set(listed)) == len(listed), f"{what} are not unique")


JUDGES = {
    "text": _text,
    "interactive": _interactive,
    "template": _template,
    **dict.fromkeys(("audio", *CAPTIONED), _file),
}
