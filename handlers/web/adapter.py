"""The web page's channel: what the page posts becomes a Message; replies are read by cursor.

The page needs no token.  A person is a random 128-bit id in a cookie; replies lie in the outbox
and are shown from there, so a reload, a restart and another process change nothing.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator

from conversations.said import Kind, Media, Said, Spot
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
from storage.reading import Lookups
from storage.seal import Unsealable
from storage.vault import Vault

ACCOUNT = "web"
LONGEST = 4096


class WebPage:
    """The channel behind ``/``; uploaded files wait, sealed, in the vault's ``incoming``."""

    account = ACCOUNT
    name = "web"
    pushes = False

    def __init__(self, vault: Vault | None = None, reader: Lookups | None = None) -> None:
        """Without a vault the page takes no photos; a reader is let go of with the channel."""
        self.vault = vault
        self.reader = reader

    def read(self, raw: bytes) -> Delivery:
        """Decode what the route wrote: ``{"person", "id", "text" | "tap" | "photo" | "spot"}``."""
        try:
            data = json.loads(raw)
            message = _message(data)
        except (ValueError, KeyError, IndexError, TypeError, RecursionError) as fault:
            raise Undecodable(type(fault).__name__) from fault
        return Delivery(messages=(message,))

    async def send(self, address: str, reply: Reply, row: int) -> Sent:
        """Never called: the page reads the outbox."""
        raise Unreachable("the page reads for itself")

    async def hand(self, address: str, sheet: Sheet, row: int) -> Sent:
        """Never called: the page fetches its papers."""
        raise Unreachable("the page reads for itself")

    async def acknowledge(self, message: Message) -> None:
        """Nothing to show: the page shows its own typing sign."""

    async def fetch(self, media: Media) -> File:
        """Open an upload that the route sealed into the vault."""
        if self.vault is None or not self.vault.holds(media.ref, incoming=True):
            raise Gone("the upload is no longer here")
        return File(media.size, _in_threads(self.vault.read(media.ref, incoming=True)))

    async def close(self) -> None:
        """Let the reader's connections go."""
        if self.reader is not None:
            self.reader.close()


async def _in_threads(parts: Iterator[bytes]) -> AsyncIterator[bytes]:
    try:
        while (part := await asyncio.to_thread(next, parts, None)) is not None:
            yield part
    except (Unsealable, FileNotFoundError) as fault:
        raise Gone("the upload is damaged") from fault


def _message(data: dict[str, object]) -> Message:
    return Message(
        account=ACCOUNT,
        id=f"{data['person']}:{data['id']}",
        address=str(data["person"]),
        said=_said(data),
    )


def _said(data: dict[str, object]) -> Said:
    text = str(data.get("text", ""))[:LONGEST]
    if tap := data.get("tap"):
        return Said(Kind.TAP, tap=str(tap))
    if isinstance(photo := data.get("photo"), dict):
        media = Media(
            str(photo["ref"]), int(photo["size"]), str(photo["mime"]), str(photo.get("name", ""))
        )
        return Said(Kind.PHOTO, text, media=media)
    if isinstance(spot := data.get("spot"), list):
        return Said(Kind.LOCATION, spot=Spot(float(spot[0]), float(spot[1])))
    return Said(Kind.TEXT, text)
