"""Nothing that officers or other systems read is written in a hidden reporter's own turn."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage import codes, staff
from storage.unit import Unit
from tests.house import House, SetClock, living, make_house, prepare

FILING = (
    "mau lapor", "Setuju", "Sudah mampu", "Sepulu", "Labuhan", "Pak Rosid, rumah tingkat",
    "Tidak ada", "Tetangga", "Melihat sendiri", "Lewati", "Lewati", "Kirim",
)  # fmt: skip


async def officer(house: House) -> None:
    def add(unit: Unit) -> None:
        who = staff.add(unit, "Rini", "verifikator", ("35.26",))
        codes.add(unit, codes.STAFF, "K7Q2M9TD", who, None, 600)

    await house.writer.do(add)
    await house.hear("rini", "in", "masuk K7Q2-M9TD")


async def filed(house: House, way: str) -> None:
    lines = [*FILING[:2], way, *FILING[2:]]
    for number, text in enumerate(lines):
        await house.hear("siti", f"s{number}", text)
    assert house.rows("SELECT mode FROM peka_case") == [(way.casefold(),)]


def told(house: House) -> tuple[int, int, int]:
    """Count notices to officers, events, and entries of the log about the case."""
    notices = house.rows("SELECT COUNT(*) FROM peka_outbox WHERE lane = 1")
    events = house.rows("SELECT COUNT(*) FROM peka_event")
    log = house.rows("SELECT COUNT(*) FROM peka_audit WHERE subject = 'case:1'")
    return int(notices[0][0]), int(events[0][0]), int(log[0][0])


@pytest.mark.parametrize("way", ["Rahasia", "Anonim"])
async def test_officers_are_told_by_a_later_transaction(sqlite_url: str, way: str) -> None:
    clock = SetClock()
    async with living(make_house(prepare(sqlite_url), clock=clock)) as house:
        await officer(house)
        await filed(house, way)
        assert told(house) == (0, 0, 0)
        clock.now += timedelta(minutes=9)
        await house.turns.announce()
        assert told(house) == (0, 0, 0), "never within ten minutes"
        clock.now += timedelta(minutes=52)
        await house.turns.announce()
        assert told(house) == (1, 1, 1)
        await house.turns.announce()
        assert told(house) == (1, 1, 1), "once"


async def test_of_an_open_report_officers_hear_at_once(sqlite_url: str) -> None:
    async with living(make_house(prepare(sqlite_url), clock=SetClock())) as house:
        await officer(house)
        lines = [*FILING[:2], "Terbuka", "Siti Aminah", *FILING[2:]]
        for number, text in enumerate(lines):
            await house.hear("siti", f"s{number}", text)
        assert told(house)[:2] == (1, 1)
