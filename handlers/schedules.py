"""Schedules on their way to the families: as a fact, and as news, piece by piece."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from bansos.schedules import Schedule
from conversations.changed import replace
from conversations.facts import Facts
from conversations.family.schedules import news
from handlers.deadlines import PIECE, Met, falls_due
from handlers.facts import Library
from handlers.notices import Notice
from storage import households, people, schedules
from storage.households import Linked
from storage.people import Known
from storage.unit import Unit

MORNING, EVENING = time(7), time(20)
"""Nobody is woken by a schedule."""


def load_schedules(unit: Unit, person: Known, library: Library, facts: Facts) -> Facts:
    """Load what holds for the families of a chat."""
    today = library.local(unit.now).date()
    found: dict[Schedule, None] = {}
    for one in households.of_person(unit, person.id):
        for schedule in schedules.around(unit, one.household.village):
            if meant(schedule, one) and not schedule.over(today):
                found[schedule] = None
    return replace(facts, schedules=tuple(found))


def meant(schedule: Schedule, one: Linked) -> bool:
    """Tell whether a schedule concerns a linked family."""
    programmes = {benefit.programme for benefit in one.household.benefits}
    return schedule.concerns(one.household.village, programmes)


@falls_due("schedules")
def tell_schedules(unit: Unit, library: Library, now: datetime) -> Met:
    """Tell a few families of the oldest schedule that they have not heard of."""
    untold = schedules.untold(unit)
    if untold is None:
        return Met()
    schedule = untold.schedule
    if schedule.over(library.local(now).date()):
        schedules.told(unit, untold.id, None)
        return Met(more=True)
    found = schedules.families(unit, schedule.area, untold.told_to, PIECE)
    schedules.told(unit, untold.id, found[-1] if len(found) == PIECE else None)
    due = by_day(library.local(now))
    notices = [
        Notice(known, "schedule", news(schedule, library.regions), due=due)
        for family in found
        for known in whom(unit, schedule, family)
    ]
    return Met(notices, more=True)


def whom(unit: Unit, schedule: Schedule, family: int) -> list[Known]:
    """List who hears of it because of this family; with several families, for the first."""
    found = []
    for person in households.linked(unit, family):
        own = [one.family for one in households.of_person(unit, person) if meant(schedule, one)]
        known = people.known_by_id(unit, person) if own and min(own) == family else None
        if known is not None:
            found.append(known)
    return found


def by_day(local: datetime) -> datetime | None:
    """Give the next morning where it is night at the office."""
    if MORNING <= local.time() < EVENING:
        return None
    day = local.date() + timedelta(days=int(local.time() >= EVENING))
    return datetime.combine(day, MORNING, local.tzinfo)
