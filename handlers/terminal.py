"""The terminal: the same conversations as plain text, for trying out and for scripts."""

from __future__ import annotations

import uuid

from conversations.said import Kind, Media, Said
from handlers.channel import (
    Delivery,
    File,
    Gone,
    Message,
    Reply,
    Sent,
    Sheet,
    Undecodable,
    Unreachable,
)

ACCOUNT = "terminal"


class Terminal:
    """One person at a keyboard; replies are read from the outbox."""

    account = ACCOUNT
    name = "terminal"
    pushes = False

    def read(self, raw: bytes) -> Delivery:
        """Nothing comes as bytes: :func:`typed` makes the messages."""
        raise Undecodable("the terminal sends no bodies")

    async def send(self, address: str, reply: Reply, row: int) -> Sent:
        """Never called: the terminal reads the outbox."""
        raise Unreachable("the terminal reads for itself")

    async def hand(self, address: str, sheet: Sheet, row: int) -> Sent:
        """Never called: the terminal draws for itself."""
        raise Unreachable("the terminal reads for itself")

    async def acknowledge(self, message: Message) -> None:
        """Nothing to show."""

    async def fetch(self, media: Media) -> File:
        """No files come from a terminal."""
        raise Gone("no files here")

    async def close(self) -> None:
        """Nothing to close."""


def typed(person: str, line: str) -> Message:
    """Make a message of one typed line; a number or a label is read as in any chat."""
    return Message(ACCOUNT, uuid.uuid4().hex, person, Said(Kind.TEXT, line))


def shown(reply: Reply) -> str:
    """Lay a reply out for a terminal: the text, then its numbered choices."""
    lines = [reply.text] if reply.text else []
    for place, button in enumerate(reply.buttons, start=1):
        lines.append(f"  {place}. {button.label}" + (f" ({button.more})" if button.more else ""))
    return "\n".join(lines)
