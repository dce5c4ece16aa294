"""Opens what belongs to photos and to the web page, for bot/app.py."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from fastapi import APIRouter

from bot.demo import KIND as DEMO
from bot.evidence_care import EvidenceCare
from bot.fetcher import Fetcher
from bot.house import House
from bot.settings import Web
from handlers.web.adapter import WebPage
from handlers.web.door import web_door
from handlers.web.guard import Guard
from handlers.web.room import Room
from storage import batches
from storage.reading import Reader
from storage.vault import Vault


def open_evidence(house: House) -> tuple[Vault, Callable[[], Awaitable[str]]]:
    """Fetch and look after evidence while the house runs; gives the folder and its check."""
    vault = Vault(house.settings.evidence_folder, house.writer.seal)
    vault.prepare()
    care = EvidenceCare(house.writer, vault)
    fetcher = Fetcher(house.writer, house.turns, house.channels, vault)
    house.tasks += [care.run, fetcher.run]
    return vault, care.check


def all_made_up(house: House) -> bool:
    """Tell whether no office's own data is here: nothing at all, or only the demo."""
    reader = Reader(house.settings.url, house.writer.seal)
    try:
        return not reader.do_now(lambda unit: batches.visible(unit, other_than=DEMO))
    finally:
        reader.close()


def open_page(house: House, vault: Vault, *, made_up: bool) -> APIRouter:
    """Take in the web channel and make the page's routes; ``made_up``: there is no real data."""
    found = house.settings
    reader = Reader(found.url, house.writer.seal, house.writer.clock)
    channel = WebPage(vault, reader)
    house.add(channel)
    public = urlsplit(found.public_url)
    guard = Guard(secure=public.scheme == "https", public_host=public.netloc)
    allowed = made_up or found.web is Web.ON
    return web_door(Room(house.turns, channel, reader, guard, made_up=made_up, open=allowed))
