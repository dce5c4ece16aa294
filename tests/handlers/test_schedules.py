"""Who hears of a schedule, and when: by day, the families it concerns, each once."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from bansos.programmes import Period, Programme
from bansos.schedules import Schedule, ScheduleKind
from handlers.admin.answers import Refusal
from handlers.admin.fields import Fields
from handlers.admin.schedules import Schedules
from handlers.schedules import by_day
from tests.talks.stage import library

ZONE = ZoneInfo("Asia/Jakarta")
LABUHAN = "35.26.08.2012"


@pytest.mark.parametrize(
    ("hour", "wanted"),
    [("06:59", "20 07:00"), ("07:00", ""), ("19:59", ""), ("20:00", "21 07:00"),
     ("23:30", "21 07:00")],
)  # fmt: skip
def test_nobody_is_woken(hour: str, wanted: str) -> None:
    local = datetime.fromisoformat(f"2026-11-20 {hour}").replace(tzinfo=ZONE)
    due = by_day(local)
    assert (f"{due:%d %H:%M}" if due else "") == wanted


@pytest.mark.parametrize(
    ("area", "programme", "village", "programmes", "meant"),
    [
        (LABUHAN, None, LABUHAN, (), True),
        ("35.26.08", None, LABUHAN, (), True),
        ("35.26", Programme.PKH, LABUHAN, (Programme.PKH,), True),
        ("35.26", Programme.PKH, LABUHAN, (Programme.SEMBAKO,), False),
        ("35.26.08.2011", None, LABUHAN, (), False),
        ("35.26.0", None, LABUHAN, (), False),
    ],
)
def test_a_schedule_is_for_its_place_and_programme(
    area: str,
    programme: Programme | None,
    village: str,
    programmes: tuple[Programme, ...],
    *,
    meant: bool,
) -> None:
    schedule = Schedule(ScheduleKind.P2K2, area, programme)
    assert schedule.concerns(village, programmes) == meant


def test_what_is_over_is_not_shown() -> None:
    today = date(2026, 11, 20)
    day = Schedule(ScheduleKind.P2K2, LABUHAN, day=date(2026, 11, 19))
    days = Schedule(ScheduleKind.P2K2, LABUHAN, day=date(2026, 11, 19), until=today)
    now = Schedule(ScheduleKind.PAYMENT, "35.26", period=Period(2026, 4))
    before = Schedule(ScheduleKind.PAYMENT, "35.26", period=Period(2026, 3))
    assert [one.over(today) for one in (day, days, now, before)] == [True, False, False, True]


@pytest.mark.parametrize(
    ("place", "taken"),
    [
        ("mulai dari balai desa", True),
        ("Jl. Raya Sepulu No. 12, RT 03/RW 05", True),
        ("balai desa, 08.00–12.00", True),
        ("rumah ketua, bawa KKS dan PIN", False),
        ("WA 0812.3456.7890 dulu", False),
        ("rek 1234567890", False),
        ("transfer Rp50.000 untuk biaya admin", False),
        ("daftar di pkh3.online", False),
    ],
)
def test_a_place_calls_nobody_anywhere_else(place: str, *, taken: bool) -> None:
    data = {"name": "p", "kind": "p2k2", "area": LABUHAN, "day": "2026-11-24", "place": place}
    reader = Schedules(library(), lambda: datetime(2026, 11, 20, tzinfo=ZONE))
    if taken:
        assert reader.read(Fields(data)).schedule.place == place
        return
    with pytest.raises(Refusal) as refused:
        reader.read(Fields(data))
    assert [one.pointer for one in refused.value.errors] == ["#/data/place"]
