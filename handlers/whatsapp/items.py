"""Read single items of a WhatsApp webhook body.  Pure.

Rules (docs/channels.md): a reaction and a deleted message are nothing to answer; what we cannot
read but a person did (an order, a poll, a kind invented tomorrow) comes as OTHER, so that it is
answered kindly; a known kind with broken content is :class:`Broken`; groups are left alone.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from conversations.changed import replace
from conversations.said import Kind, Media, Said, Spot
from handlers.channel import Message, Presence, Report, Signal
from handlers.pieces import sound
from handlers.whatsapp.errors import outcome

Json = Mapping[str, object]
NAME = re.compile(r"[A-Za-z0-9_]{1,40}")
LONGEST_ID, LONGEST_TEXT, LONGEST_CODE = 256, 4096, 12
DIGEST = "digest:"
"""Begins an id that we had to make up."""
ABOUT_TEMPLATE = "t"
"""Before the number of our row: the message was only the template that announces it."""
IGNORED_TYPES = frozenset({"reaction", "revoke"})
STATES = {
    "sent": "sent",
    "delivered": "delivered",
    "read": "read",
    "played": "read",
    "failed": "failed",
}
WISHES = {"stop": Presence.STOP_EDUCATION, "resume": Presence.RESUME_EDUCATION}
NEW_NUMBER = frozenset(
    {
        "user_changed_number",
        "customer_changed_number",
        "user_identity_changed",
        "customer_identity_changed",
    }
)


class Broken(Exception):
    """An item that is not what its kind promises."""


# Looking into JSON without ever stumbling


def text_in(item: Json, key: str) -> str:
    """A text made storable, or nothing."""
    value = item.get(key)
    return sound(value) if isinstance(value, str) else ""


def name_in(item: Json, key: str) -> str:
    """A name of a kind, safe to count by: what does not look like one is called strange."""
    name = text_in(item, key)
    return name if NAME.fullmatch(name) else "strange"


def object_in(item: Json, key: str) -> Json:
    value = item.get(key)
    return value if isinstance(value, dict) else {}


def list_in(item: Json, key: str) -> list[object]:
    value = item.get(key)
    return value if isinstance(value, list) else []


def number_in(item: Json, key: str) -> float:
    """A finite number that may be written as a text; raises where there is none."""
    try:
        number = float(str(item.get(key)))
    except ValueError:
        raise Broken(f"no number: {key}") from None
    if not math.isfinite(number):
        raise Broken(f"no number: {key}")
    return number


def time_in(item: Json) -> datetime | None:
    try:
        return datetime.fromtimestamp(float(str(item.get("timestamp"))), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def id_in(item: Json) -> str:
    """The platform's id, or a digest of the item so that a redelivery is still known."""
    given = text_in(item, "id")
    return given if 0 < len(given) <= LONGEST_ID else digest(item)


def digest(item: object) -> str:
    canonical = json.dumps(item, sort_keys=True, separators=(",", ":"))
    return DIGEST + hashlib.sha256(canonical.encode()).hexdigest()[:32]


def digits(text: str) -> str:
    """A phone number without plus and blanks, or nothing where it is none."""
    bare = re.sub(r"[+\s().-]", "", text)
    return bare if bare.isascii() and bare.isdigit() else ""


# Who it was


@dataclass(frozen=True, slots=True)
class Correspondent:
    """Whom an item is about: the business-scoped id where given, else the number."""

    address: str
    aliases: tuple[str, ...]
    phone: str


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around the items of one change."""

    account: str
    contacts: tuple[Json, ...]
    senders: frozenset[tuple[str, str]]
    """Everybody named by the items themselves."""

    def person(self, item: Json) -> Correspondent:
        """Put an item together with its contact; raises where nobody is named."""
        contact = self.contact(item)
        number, user_id = named_in(item)
        user_id = user_id or text_in(contact, "user_id")
        number = number or text_in(contact, "wa_id")
        names = tuple(dict.fromkeys(name for name in (user_id, number) if name))
        if not names or max(map(len, names)) > LONGEST_ID:
            raise Broken("no sender")
        return Correspondent(names[0], names[1:], digits(number))

    def contact(self, item: Json) -> Json:
        """Match by id, never by position; a single contact is the single sender's."""
        number, user_id = named_in(item)
        for contact in self.contacts:
            if user_id and text_in(contact, "user_id") == user_id:
                return contact
            if digits(number) and digits(text_in(contact, "wa_id")) == digits(number):
                return contact
        alone = len(self.contacts) == 1 and len(self.senders) <= 1
        return self.contacts[0] if alone else {}


def named_in(item: Json) -> tuple[str, str]:
    """The number and the business-scoped id that an item itself names, each perhaps empty."""
    number = text_in(item, "from") or text_in(item, "wa_id")
    number = number or text_in(object_in(item, "system"), "customer")
    return number, text_in(item, "from_user_id") or text_in(item, "user_id")


# What it was


def read_message(item: Json, around: Around) -> Message | Signal | str:
    """Read one message; a text as answer is the name of what a stated rule leaves alone."""
    kind = text_in(item, "type") or next((key for key in READERS if key in item), "")
    if kind in IGNORED_TYPES:
        return kind
    if "group_id" in item:
        return "group"
    if kind == "system":
        return read_system(item, around)
    who = around.person(item)
    said = READERS.get(kind, _other)(item, who)
    said = replace(
        said, text=said.text[:LONGEST_TEXT], reply_to=id_in(item), forwarded=passed_on(item)
    )
    return Message(
        around.account,
        id_in(item),
        who.address,
        said,
        phone=who.phone,
        at=time_in(item),
        aliases=who.aliases,
    )


def passed_on(item: Json) -> bool:
    """Tell whether the message was forwarded, once or often."""
    context = object_in(item, "context")
    return context.get("forwarded") is True or context.get("frequently_forwarded") is True


def read_system(item: Json, around: Around) -> Signal | str:
    """Read news about an address: another number or another device behind it."""
    system = object_in(item, "system")
    kind = text_in(system, "type")
    if kind not in NEW_NUMBER:
        return f"system:{name_in(system, 'type')}"
    who = around.person(item)
    return Signal(
        around.account, id_in(item), who.address, Presence.NUMBER_CHANGED, aliases=who.aliases
    )


def _text(item: Json, _who: Correspondent) -> Said:
    if not isinstance(object_in(item, "text").get("body"), str):
        raise Broken("text without body")
    return Said(Kind.TEXT, text=text_in(object_in(item, "text"), "body"))


def _button(item: Json, _who: Correspondent) -> Said:
    """Read the button of a template; one that carries only its own label is as if typed."""
    button = object_in(item, "button")
    payload, label = text_in(button, "payload"), text_in(button, "text")
    if label and payload in ("", label):
        return Said(Kind.TEXT, text=label)
    return _tap(payload)


def _interactive(item: Json, _who: Correspondent) -> Said:
    """Read a tap; a form that was filled in, or a kind we do not offer, is OTHER."""
    interactive = object_in(item, "interactive")
    for kind in ("button_reply", "list_reply"):
        if kind in interactive:
            return _tap(text_in(object_in(interactive, kind), "id"))
    return Said(Kind.OTHER)


def _tap(carried: str) -> Said:
    if not carried:
        raise Broken("tap that carries nothing")
    return Said(Kind.TAP, tap=carried)


def _media(kind: Kind, key: str) -> Callable[[Json, Correspondent], Said]:
    def read(item: Json, _who: Correspondent) -> Said:
        media = object_in(item, key)
        ref = text_in(media, "id")
        if not ref:
            raise Broken(f"{key} without id")
        size = media.get("file_size")
        return Said(
            kind,
            text=text_in(media, "caption"),
            media=Media(
                ref,
                size if isinstance(size, int) else None,
                text_in(media, "mime_type"),
                text_in(media, "filename"),
            ),
        )

    return read


def _location(item: Json, _who: Correspondent) -> Said:
    place = object_in(item, "location")
    spot = Spot(number_in(place, "latitude"), number_in(place, "longitude"))
    if not spot.exists:
        raise Broken("no place on earth")
    return Said(Kind.LOCATION, spot=spot)


def _contacts(item: Json, who: Correspondent) -> Said:
    """Take a shared card as a number only if it is one card, and the sender's own number."""
    cards = [card for card in list_in(item, "contacts") if isinstance(card, dict)]
    phones = list_in(cards[0], "phones") if len(cards) == 1 else []
    numbers = {digits(text_in(one, "wa_id")) for one in phones if isinstance(one, dict)}
    own = bool(who.phone) and who.phone in numbers
    return Said(Kind.CONTACT, phone=who.phone) if own else Said(Kind.OTHER)


def _edit(item: Json, _who: Correspondent) -> Said:
    """Read what an earlier message was changed into."""
    message = object_in(object_in(item, "edit"), "message")
    content = object_in(message, text_in(message, "type"))
    return Said(Kind.EDITED, text=text_in(content, "body") or text_in(content, "caption"))


def _other(_item: Json, _who: Correspondent) -> Said:
    return Said(Kind.OTHER)


READERS: dict[str, Callable[[Json, Correspondent], Said]] = {
    "text": _text,
    "interactive": _interactive,
    "button": _button,
    "image": _media(Kind.PHOTO, "image"),
    "document": _media(Kind.DOCUMENT, "document"),
    "audio": _media(Kind.VOICE, "audio"),
    "voice": _media(Kind.VOICE, "voice"),
    "video": _media(Kind.OTHER, "video"),
    "sticker": _media(Kind.OTHER, "sticker"),
    "location": _location,
    "contacts": _contacts,
    "edit": _edit,
}


# What became of our own messages, and what a person wishes


def read_status(item: Json, around: Around) -> Report | str:
    status = text_in(item, "status")
    if status not in STATES:
        return f"status:{name_in(item, 'status')}"
    ours = text_in(item, "biz_opaque_callback_data")
    number = ours.removeprefix(ABOUT_TEMPLATE)
    known = number.isascii() and number.isdigit() and len(number) < len(str(2**63))
    platform_id = text_in(item, "id")
    if not platform_id and not known:
        raise Broken("status of nothing")
    code = _code(item) if status == "failed" else ""
    return Report(
        around.account,
        platform_id,
        STATES[status],
        int(number) if known else None,
        code,
        time_in(item),
        template=known and ours != number,
        refusal=outcome(int(code)) if code.isascii() and code.isdigit() else None,
    )


def _code(item: Json) -> str:
    """Give WhatsApp's number of the reason of a failure, or nothing."""
    errors = [error for error in list_in(item, "errors") if isinstance(error, dict)]
    code = errors[0].get("code", "") if errors else ""
    return str(code)[:LONGEST_CODE] if isinstance(code, int | str) else ""


def read_preference(item: Json, around: Around) -> Signal | str:
    """Read whether a person stops or takes up messages that are not about a case."""
    wish = WISHES.get(text_in(item, "value"))
    if wish is None:
        return f"user_preferences:{name_in(item, 'value')}"
    who = around.person(item)
    return Signal(around.account, digest(item), who.address, wish, aliases=who.aliases)
