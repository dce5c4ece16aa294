"""Read what WhatsApp posts: one body, many items, each standing alone.  Pure."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field

from handlers.channel import Delivery, Message, Note, Odd, Report, Signal, Undecodable
from handlers.whatsapp.account import FIELDS as ACCOUNT_FIELDS
from handlers.whatsapp.account import read_note
from handlers.whatsapp.items import (
    Around,
    Broken,
    Json,
    digest,
    id_in,
    list_in,
    name_in,
    named_in,
    object_in,
    read_message,
    read_preference,
    read_status,
    text_in,
)

OURS = "whatsapp_business_account"
KEPT: dict[str, Callable[[Json, Around], Message | Signal | Report | str]] = {
    "messages": read_message,
    "statuses": read_status,
    "user_preferences": read_preference,
}
FIELDS = {"messages": ("messages", "statuses"), "user_preferences": ("user_preferences",)}
"""Which lists are read of which field; every other field is ignored by its name."""


def decode(raw: bytes, phone_id: str, waba_id: str = "") -> Delivery:
    """Read one authentic body; what is for a number or account other than ours is left alone.

    Without ``waba_id`` every account is ours.
    """
    body = _loaded(raw)
    if body.get("object", OURS) != OURS:
        return Delivery(ignored=("object",))
    post = _Post(phone_id, waba_id)
    try:
        post.read(body)
    except RecursionError:
        raise Undecodable("nested too deeply") from None
    return post.delivery()


def _loaded(raw: bytes) -> Json:
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise Undecodable(f"no JSON: {type(error).__name__}") from None
    if not isinstance(body, dict) or not isinstance(body.get("entry", []), list):
        raise Undecodable("no webhook body")
    return body


@dataclass(slots=True)
class _Post:
    """What was found in one body so far."""

    phone_id: str
    waba_id: str
    messages: list[Message] = field(default_factory=list)
    signals: list[Signal] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    odd: list[Odd] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)

    def delivery(self) -> Delivery:
        return Delivery(
            tuple(self.messages),
            tuple(self.signals),
            tuple(self.reports),
            tuple(self.notes),
            tuple(self.odd),
            tuple(self.ignored),
        )

    def read(self, body: Json) -> None:
        for entry in list_in(body, "entry"):
            if not isinstance(entry, dict) or not isinstance(entry.get("changes", []), list):
                self.keep_odd(entry, [entry], "no entry")
                continue
            for change in list_in(entry, "changes"):
                self.change(change, entry)

    def change(self, change: object, entry: Json) -> None:
        """Read one change, if it is of a field and a number that concern us."""
        if not isinstance(change, dict) or not isinstance(change.get("value"), dict):
            self.keep_odd(change, [{"changes": [change]}], "no change")
            return
        name = text_in(change, "field") or "messages"
        if name in ACCOUNT_FIELDS:
            self.account(name, object_in(change, "value"), entry)
            return
        if name not in FIELDS:
            self.ignored.append(name_in(change, "field"))
            return
        value = object_in(change, "value")
        to = text_in(object_in(value, "metadata"), "phone_number_id")
        if to not in ("", self.phone_id):
            self.ignored.append("other_phone")
            return
        self.value(name, value)

    def account(self, name: str, value: Json, entry: Json) -> None:
        """Read a word about the account, if it is ours."""
        if self.waba_id and text_in(entry, "id") not in ("", self.waba_id):
            self.ignored.append("other_account")
            return
        self.notes.append(read_note(name, value, f"whatsapp:{self.phone_id}", entry))

    def value(self, name: str, value: Json) -> None:
        around = self.around(name, value)
        for key in FIELDS[name]:
            for item in list_in(value, key):
                self.item(name, key, item, value, around)
        if not any(list_in(value, key) for key in FIELDS[name]):
            self.ignored.append("errors" if "errors" in value else "empty")

    def around(self, name: str, value: Json) -> Around:
        contacts = tuple(one for one in list_in(value, "contacts") if isinstance(one, dict))
        items = [one for key in FIELDS[name] for one in list_in(value, key)]
        senders = {named_in(one) for one in items if isinstance(one, dict)}
        return Around(f"whatsapp:{self.phone_id}", contacts, frozenset(senders))

    def item(self, name: str, key: str, item: object, value: Json, around: Around) -> None:
        """Read one item; a broken one is kept as a body of its own that can be played again."""
        try:
            found = KEPT[key](item if isinstance(item, dict) else {}, around)
        except Broken as broken:
            contact = around.contact(item) if isinstance(item, dict) else {}
            rest = {"metadata": object_in(value, "metadata"), "contacts": [contact]}
            change = {"field": name, "value": {**rest, key: [item]}}
            self.keep_odd(item, [{"changes": [change]}], str(broken))
            return
        self.sort(found)

    def sort(self, found: Message | Signal | Report | str) -> None:
        if isinstance(found, Message):
            self.messages.append(found)
        elif isinstance(found, Signal):
            self.signals.append(found)
        elif isinstance(found, Report):
            self.reports.append(found)
        else:
            self.ignored.append(found)

    def keep_odd(self, item: object, entry: list[object], reason: str) -> None:
        whole = json.dumps({"object": OURS, "entry": entry}).encode()
        known = id_in(item) if isinstance(item, dict) else digest(item)
        self.odd.append(Odd(known, whole, reason))
