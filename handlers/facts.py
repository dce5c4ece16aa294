"""The facts that every turn has, and the library that is the same for everybody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from bansos.broadcasts import Terms
from bansos.lessons import Course
from bansos.regions import Regions
from bansos.statuses import Statuses
from bansos.wording import Wording
from bansos.workdays import Calendar
from conversations import facts as known
from conversations.changed import replace
from conversations.facts import Facts
from conversations.text import Catalogue, Source
from storage.people import Known
from storage.unit import Unit


@dataclass(frozen=True)
class Library:
    """What every turn may look at: read once, in bot/data.py."""

    regions: Regions
    statuses: Statuses
    area: tuple[str, ...]
    timezone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Asia/Jakarta"))
    office: known.Office = field(default_factory=known.Office)
    calendar: Calendar = field(default_factory=Calendar)
    wording: Wording = field(default_factory=lambda: Wording({}))
    course: Course = field(default_factory=Course)
    receipt_words: tuple[str, ...] = ()
    terms: Terms = field(default_factory=Terms)
    """What sending to many is bound to."""
    languages: Mapping[str, Catalogue] = field(default_factory=lambda: {"id": Source()})

    def local(self, at: datetime) -> datetime:
        """Put a time on the office's clock."""
        return at.astimezone(self.timezone)

    def bulk_may_leave(self, now: datetime) -> bool:
        """Tell whether messages to many may leave at this hour of this day."""
        local = self.local(now)
        return self.terms.quiet.over(local, self.calendar) <= local

    def office_at(self, local: datetime) -> known.Office:
        """Tell the office as it is at a time on its own clock."""
        shut, opened = self._offices
        return opened if self.calendar.is_open(local) else shut

    @cached_property
    def _offices(self) -> tuple[known.Office, known.Office]:
        return replace(self.office, open_now=False), replace(self.office, open_now=True)


def basics(unit: Unit, person: Known, library: Library, channel: str, freed: int = 0) -> Facts:
    """Give the facts that every turn has; ``freed``: messages that waited for this person."""
    officer, local = person.officer, library.local(unit.now)
    return Facts(
        now=unit.now,
        today=local.date(),
        person=known.Person(
            language=person.language,
            consented=person.consent_at is not None,
            education=person.education,
            known=not person.new,
            links=person.links,
            firm=person.firm,
        ),
        channel=channel,
        regions=library.regions,
        statuses=library.statuses,
        wording=library.wording,
        course=library.course,
        area=library.area,
        office=library.office_at(local),
        staff=known.Staff(officer.id, officer.name, officer.role, officer.regions)
        if officer
        else None,
        freed=freed,
    )


def again(unit: Unit, person: Known, library: Library, facts: Facts) -> Facts:
    """Give the facts anew after a command may have changed them."""
    return basics(unit, person, library, facts.channel, facts.freed)
