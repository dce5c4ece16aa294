"""What an operator does for officers and with poison, from the command line."""

from __future__ import annotations

from bansos.staff import StaffRole
from bot.app import build
from bot.house import House
from bot.settings import Settings
from handlers import draws
from storage import audit, codes, poison, staff
from storage.unit import Unit

CODE_DAYS = 7


def add_officer(house: House, name: str, role: str, regions: tuple[str, ...]) -> str:
    """Add an officer and give the one-time code; raises ValueError in words for an operator."""
    roles = [one.value for one in StaffRole]
    if role not in roles:
        raise ValueError(f"'{role}' is no role. One of: {', '.join(roles)}.")
    unknown = [code for code in regions if not house.turns.library.regions.known(code)]
    if unknown or not regions:
        raise ValueError(
            f"No such region here: {', '.join(unknown) or '(none)'}. Example: 35.26.08"
        )
    code = draws.one_time()

    def add(unit: Unit) -> None:
        officer = staff.add(unit, name.strip(), role, regions)
        codes.add(unit, codes.STAFF, code, officer, None, CODE_DAYS * 86_400)
        audit.note(unit, "cli", f"added {role}", f"staff:{officer}")

    house.writer.do_now(add)
    return draws.shown(code)


def end_officer(house: House, number: int) -> bool:
    """End an officer's role in every chat; False where nobody of that number is at work."""

    def end(unit: Unit) -> bool:
        ended = staff.end(unit, number)
        if ended:
            audit.note(unit, "cli", "ended", f"staff:{number}")
        return ended

    return house.writer.do_now(end)


async def replay(settings: Settings, number: int) -> bool:
    """Take a poisoned delivery again; False where it or its channel is not there."""
    house: House = build(settings).state.house
    house.writer.start()
    try:
        kept = await house.writer.do(poison.newest)
        found = next((one for one in kept if one.id == number), None)
        channel = house.channels.get(found.account) if found else None
        if found is None or channel is None:
            return False
        await house.writer.do(lambda unit: poison.replaying(unit, found))
        await house.turns.deliver(channel, found.raw)
        return True
    finally:
        for channel in house.channels.values():
            await channel.close()
        house.writer.stop()
