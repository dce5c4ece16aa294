"""People on the other side: what they do comes as signed webhook bodies."""

from __future__ import annotations

import asyncio
import base64
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.fakes.whatsapp_hooks import PATIENCE, Hook, Json
from tests.fakes.whatsapp_judge import Choice

if TYPE_CHECKING:
    from tests.fakes.whatsapp import FakeWhatsApp


@dataclass(frozen=True, slots=True)
class Shown:
    """A message of Peka's, as WhatsApp took it for somebody's chat."""

    id: str
    kind: str
    text: str
    choices: tuple[Choice, ...]
    row: str
    """What Peka gave along to know the message again: the number of its outbox row."""
    at: float
    payload: Json = field(repr=False)

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(choice.label for choice in self.choices)


@dataclass(eq=False)
class FakePerson:
    """Somebody with WhatsApp.  Every verb returns the Hook that tells Peka of it.

    ``user_id`` is the business-scoped id, empty before Meta gave them out; ``hides_phone`` is
    somebody with a user name, whose number no business sees.
    """

    fake: FakeWhatsApp
    phone: str
    name: str
    user_id: str = ""
    hides_phone: bool = False
    last_seen: float | None = None
    """When this person last wrote: it opens the window of 24 hours."""
    wants_no_marketing: bool = False
    chat: list[Shown] = field(default_factory=list)
    """What Peka said to this person, oldest first."""
    _heard: int = 0

    # What came

    async def hears(self, count: int = 1, within: float = PATIENCE) -> list[Shown]:
        """Wait for the next ``count`` messages of Peka that were not heard before."""
        until = self._heard + count
        async with asyncio.timeout(within), self.fake.news:
            await self.fake.news.wait_for(lambda: len(self.chat) >= until)
        found, self._heard = self.chat[self._heard : until], until
        return found

    @property
    def last(self) -> Shown:
        return self.chat[-1]

    @property
    def texts(self) -> list[str]:
        return [said.text for said in self.chat]

    # What this person does

    def says(self, text: str) -> Hook:
        return self.sends("text", {"body": text})

    def forwards(self, text: str) -> Hook:
        return self.sends("text", {"body": text}, context={"frequently_forwarded": True})

    def taps(self, label: str) -> Hook:
        """Tap a button or a row of the latest message that has it."""
        said, choice = self._offered(label)
        if said.kind == "template":
            pushed = {"payload": choice.id, "text": choice.label}
            return self.sends("button", pushed, context={"from": "62", "id": said.id})
        kind = "button_reply" if said.payload["interactive"]["type"] == "button" else "list_reply"
        tapped = {"id": choice.id, "title": choice.label}
        if choice.more:
            tapped["description"] = choice.more
        content = {"type": kind, kind: tapped}
        return self.sends("interactive", content, context={"from": "62", "id": said.id})

    def chooses(self, label: str) -> Hook:
        """Tap, or type the number where the choices stand numbered in the text."""
        for line in reversed(self.last.text.splitlines()):
            number, _, rest = line.partition(". ")
            if number.isdigit() and (rest == label or rest.startswith(f"{label} – ")):
                return self.says(number)
        return self.taps(label)

    def sends_photo(self, content: bytes, caption: str = "", mime: str = "image/jpeg") -> Hook:
        return self._sends_file("image", content, {"mime_type": mime}, caption)

    def sends_document(
        self, content: bytes, name: str, caption: str = "", mime: str = "application/pdf"
    ) -> Hook:
        return self._sends_file(
            "document", content, {"mime_type": mime, "filename": name}, caption
        )

    def sends_voice(self, content: bytes) -> Hook:
        described = {"mime_type": "audio/ogg; codecs=opus", "voice": True}
        return self._sends_file("audio", content, described, "")

    def shares_location(self, latitude: float, longitude: float) -> Hook:
        return self.sends("location", {"latitude": latitude, "longitude": longitude})

    def shares_contact(self, phone: str = "", name: str = "") -> Hook:
        """Share a card, one's own where no other is given."""
        number = phone or self.phone
        card = {
            "name": {"formatted_name": name or self.name},
            "phones": [{"phone": f"+{number}", "wa_id": number, "type": "CELL"}],
        }
        return self.sends("contacts", [card])

    def edits(self, wamid: str, text: str) -> Hook:
        message = {"context": {"id": "M0"}, "type": "text", "text": {"body": text}}
        return self.sends("edit", {"original_message_id": wamid, "message": message})

    def deletes(self, wamid: str) -> Hook:
        return self.sends("revoke", {"original_message_id": wamid})

    def reacts(self, wamid: str, emoji: str = "👍") -> Hook:
        return self.sends("reaction", {"message_id": wamid, "emoji": emoji})

    def changes_number(self, phone: str) -> Hook:
        """Move to another number; the news comes under the old one."""
        old, self.phone = self.phone, phone
        words = f"{self.name} changed from {old} to {phone}"
        system = {"body": words, "wa_id": phone, "type": "user_changed_number"}
        item = {**self._item("system"), "from": old, "system": system}
        return self.fake.delivers(self.fake.hook("messages", {"messages": [item]}), self.key)

    def stops_education(self) -> Hook:
        self.wants_no_marketing = True
        return self._prefers("stop")

    def resumes_education(self) -> Hook:
        self.wants_no_marketing = False
        return self._prefers("resume")

    def sends(self, kind: str, content: object, **more: object) -> Hook:
        """Send anything, as ``{"type": kind, kind: content, **more}``."""
        self.last_seen = self.fake.clock()
        item: Json = {**self._named(), **self._item(kind), kind: content, **more}
        self.fake.received.add(item["id"])
        hook = self.fake.hook("messages", {"contacts": [self.card], "messages": [item]})
        return self.fake.delivers(hook, self.key)

    # The forms of it

    @property
    def key(self) -> str:
        return self.user_id or self.phone

    @property
    def card(self) -> Json:
        """How the webhook presents this person beside a message."""
        card: Json = {"profile": {"name": self.name}}
        if not self.hides_phone:
            card["wa_id"] = self.phone
        if self.user_id:
            card["user_id"] = self.user_id
        return card

    def _named(self) -> Json:
        named = {} if self.hides_phone else {"from": self.phone}
        return {**named, "from_user_id": self.user_id} if self.user_id else named

    def _item(self, kind: str) -> Json:
        number = self.fake.count()
        wamid = base64.b64encode(f"in:{self.phone}:{number}".encode()).decode()
        return {"id": f"wamid.{wamid}", "timestamp": str(int(self.fake.clock())), "type": kind}

    def _sends_file(self, kind: str, content: bytes, described: Json, caption: str) -> Hook:
        stored = self.fake.keep(content, str(described["mime_type"]))
        more = {"caption": caption} if caption else {}
        return self.sends(kind, {"id": stored, "sha256": "", **described, **more})

    def _prefers(self, value: str) -> Hook:
        item = {
            **({} if self.hides_phone else {"wa_id": self.phone}),
            **({"user_id": self.user_id} if self.user_id else {}),
            "detail": f"User requested to {value} marketing messages",
            "category": "marketing_messages",
            "value": value,
            "timestamp": int(self.fake.clock()),
        }
        value_part = {"contacts": [self.card], "user_preferences": [item]}
        return self.fake.delivers(self.fake.hook("user_preferences", value_part), self.key)

    def _offered(self, label: str) -> tuple[Shown, Choice]:
        for said in reversed(self.chat):
            for choice in said.choices:
                if choice.label == label:
                    return said, choice
        raise LookupError(f"nobody offered {label!r}, only {[said.labels for said in self.chat]}")
