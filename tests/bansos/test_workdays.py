from datetime import date, datetime, time, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bansos.workdays import Calendar
from tests.bansos.material import read

CALENDAR = Calendar.from_toml_text(read("holidays.toml"), [date(2026, 12, 24)])
WIB = timezone(timedelta(hours=7))
DAYS = st.dates(date(2026, 1, 1), date(2027, 11, 30))


def at(month: int, day: int, hour: int) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=WIB)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (date(2026, 11, 20), 3, date(2026, 11, 25)),
        (date(2026, 11, 21), 3, date(2026, 11, 25)),
        (date(2026, 11, 23), 1, date(2026, 11, 24)),
        (date(2026, 12, 23), 1, date(2026, 12, 28)),
        (date(2026, 12, 31), 1, date(2027, 1, 4)),
        (date(2026, 11, 21), 0, date(2026, 11, 23)),
        (date(2026, 11, 23), 0, date(2026, 11, 23)),
        (date(2026, 11, 23), 10, date(2026, 12, 7)),
    ],
)
def test_adding_working_days(start: date, days: int, end: date) -> None:
    assert CALENDAR.add_working_days(start, days) == end


@given(DAYS, st.integers(1, 15))
def test_as_many_working_days_lie_between(start: date, days: int) -> None:
    end = CALENDAR.add_working_days(start, days)

    assert CALENDAR.is_working_day(end)
    between = (start + timedelta(later + 1) for later in range((end - start).days))
    assert sum(CALENDAR.is_working_day(day) for day in between) == days


@pytest.mark.parametrize(
    ("moment", "opening"),
    [
        (at(11, 23, 9), at(11, 23, 9)),
        (at(11, 23, 7), at(11, 23, 8)),
        (at(11, 23, 15), at(11, 24, 8)),
        (at(11, 21, 9), at(11, 23, 8)),
        (at(12, 23, 20), at(12, 28, 8)),
    ],
)
def test_when_the_office_opens_next(moment: datetime, opening: datetime) -> None:
    assert CALENDAR.next_opening(moment) == opening
    assert CALENDAR.is_open(moment) is (moment == opening)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (at(11, 20, 10), at(11, 25, 15)),
        (at(11, 20, 20), at(11, 26, 15)),
        (at(11, 22, 10), at(11, 26, 15)),
    ],
)
def test_a_deadline(received: datetime, due: datetime) -> None:
    assert CALENDAR.deadline(received, 3) == due


@pytest.mark.parametrize(
    "settings",
    [
        {"weekdays": frozenset[int]()},
        {"weekdays": frozenset({7})},
        {"opens": time(15), "closes": time(8)},
    ],
)
def test_a_wrong_setting_is_refused(settings: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="an office"):
        Calendar(**settings)


def test_an_endless_holiday_is_refused() -> None:
    first = date(2026, 1, 1)
    closed = Calendar(frozenset(first + timedelta(days=later) for later in range(90)))

    with pytest.raises(ValueError, match="no working day"):
        closed.next_working_day(first)
