"""Opens what belongs to photos and to the web page, for bot/app.py."""

from __future__ import annotations

import math
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from fastapi import APIRouter

from bot.evidence_care import EvidenceCare
from bot.fetcher import Fetcher
from bot.house import House
from bot.settings import Web
from handlers.web.adapter import WebPage
from handlers.web.door import web_door
from handlers.web.guard import Guard, signing
from handlers.web.room import Room
from storage import batches
from storage.reading import Lookups
from storage.unit import Unit
from storage.vault import Vault

LOOK_SECONDS = 1.0


def open_evidence(house: House) -> tuple[Vault, Callable[[], Awaitable[str]]]:
    """Fetch and look after evidence while the house runs; gives the folder and its check."""
    vault = Vault(house.settings.evidence_folder, house.writer.seal)
    vault.prepare()
    care = EvidenceCare(house.writer, vault)
    fetcher = Fetcher(house.writer, house.turns, house.channels, vault)
    house.tasks += [care.run, fetcher.run]
    return vault, care.check


@dataclass
class MadeUp:
    """Tells whether no office's own data is here now: nothing at all, or only the demo."""

    reader: Lookups
    clock: Callable[[], float] = time.monotonic
    answer: bool = False
    good_until: float = -math.inf

    async def __call__(self) -> bool:
        """Look it up, at most once a second."""
        if self.clock() >= self.good_until:
            self.answer = not await self.reader.do(_real)
            self.good_until = self.clock() + LOOK_SECONDS
        return self.answer


def _real(unit: Unit) -> int:
    return batches.visible(unit, other_than=batches.DEMO)


def open_page(house: House, vault: Vault) -> APIRouter:
    """Take in the web channel and make the page's routes."""
    found = house.settings
    reader = Lookups(found.url, house.writer.seal, house.writer.clock)
    channel = WebPage(vault, reader)
    house.add(channel)
    address = urlsplit(found.public_url)
    sign = signing(house.writer.seal)
    guard = Guard(secure=address.scheme == "https", sign=sign, public_host=address.netloc)
    public = found.web is Web.ON
    room = Room(
        house.turns, channel, reader, guard, MadeUp(reader), public=public, draw=house.papers.draw
    )
    return web_door(room)
