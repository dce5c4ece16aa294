"""The account's templates: listed at the start, each day, when WhatsApp says so, and by hand."""

from __future__ import annotations

import asyncio
from functools import partial

import structlog

from bot.app import build
from bot.house import House
from bot.settings import Settings
from handlers.accounts import stale
from handlers.channel import OutsideWindow, Rejected, TemplateRefused, TryLater, Unreachable
from handlers.whatsapp.adapter import NoAccount, WhatsApp
from handlers.whatsapp.announce import usable_as
from handlers.whatsapp.catalogue import BY_PURPOSE, Announcement
from storage import templates
from storage.templates import AccountTemplate

log = structlog.get_logger()

LOOK_SECONDS = 60
ROUNDS_A_DAY = 24 * 60
REFUSALS = (TryLater, OutsideWindow, TemplateRefused, Unreachable, Rejected)


async def sync(house: House, channel: WhatsApp) -> list[AccountTemplate]:
    """Take over what the account lists now; raises what the account answers instead."""
    found = await channel.templates()
    await house.writer.do(lambda unit: templates.replace_all(unit, found))
    missing = [name for name, _purpose, state in standing(found) if state != templates.APPROVED]
    log.info("templates.synced", found=len(found), missing=len(missing))
    return found


async def keep_up(house: House, channel: WhatsApp) -> None:
    """Sync now, each day, and soon after WhatsApp says that a template changed."""
    round_ = 0
    while True:
        changed = await house.writer.do(partial(stale, account=channel.account))
        if changed or round_ % ROUNDS_A_DAY == 0:
            await _tried(house, channel)
        round_ += 1
        await asyncio.sleep(LOOK_SECONDS)


async def _tried(house: House, channel: WhatsApp) -> None:
    try:
        await sync(house, channel)
    except NoAccount:
        log.warning("templates.unknown", reason="PEKA_WHATSAPP_WABA_ID is not set")
    except REFUSALS as refusal:
        log.warning("templates.unknown", reason=str(refusal))


def standing(kept: list[AccountTemplate]) -> list[tuple[str, str, str]]:
    """Tell of each of the office's templates and languages: name, purpose, and how it stands."""
    known = {(one.name, one.language[:2]): one for one in kept}
    rows = []
    for purpose, ours in BY_PURPOSE.items():
        for language in ours.texts:
            one = known.get((ours.name, language))
            rows.append((f"{ours.name} {language}", purpose, _how(ours, one)))
    return rows


def _how(ours: Announcement, one: AccountTemplate | None) -> str:
    if one is None:
        return "not submitted"
    if one.state != templates.APPROVED:
        return one.state
    return templates.APPROVED if usable_as(ours, one) else f"not as ours ({one.category})"


def listing(kept: list[AccountTemplate]) -> list[str]:
    """Show the office's own templates, then the others, a line each."""
    own = [f"{purpose}\t{name}\t{how}" for name, purpose, how in standing(kept)]
    names = {ours.name for ours in BY_PURPOSE.values()}
    rest = [
        f"-\t{one.name} {one.language}\t{one.state}, {one.category}, {one.quality}"
        for one in kept
        if one.name not in names
    ]
    return own + rest


async def sync_by_hand(settings: Settings) -> int:
    """Sync for a command; raises ValueError with a sentence for the operator."""
    house: House = build(settings).state.house
    house.writer.start()
    try:
        channel = next((one for one in house.channels.values() if one.name == "whatsapp"), None)
        if isinstance(channel, WhatsApp):
            return len(await sync(house, channel))
    except NoAccount:
        raise ValueError("PEKA_WHATSAPP_WABA_ID is not set.") from None
    except REFUSALS as refusal:
        raise ValueError(f"WhatsApp did not answer with a list: {refusal}.") from None
    finally:
        for one in house.channels.values():
            await one.close()
        house.writer.stop()
    raise ValueError("WhatsApp is not set up.")
