"""``schedule.published``: shown in chat, and told to the families it concerns."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from bansos.hoaxes import judge
from bansos.programmes import Period, Programme, read_period, read_programme
from bansos.schedules import Schedule, ScheduleKind
from bansos.staff import in_charge
from handlers.admin.answers import Accepted
from handlers.admin.fields import Fields
from handlers.admin.kinds import Kind, Office
from handlers.facts import Library
from storage import schedules

NAME: Final = "schedule.published"
EXAMPLE: Final[dict[str, object]] = {
    "type": NAME,
    "data": {
        "name": "labelisasi-labuhan-2026-11",
        "kind": "labelisasi",
        "area": "35.26.08.2012",
        "day": "2026-11-24",
        "hours": "08.00–12.00",
        "place": "mulai dari balai desa",
    },
}
HOURS: Final = re.compile(r"\d\d\.\d\d(?:[-–]\d\d\.\d\d)?")
AREA: Final = re.compile(r"\d\d\.\d\d(?:\.\d\d(?:\.\d{4})?)?")
LONGEST_NAME, LONGEST_PLACE = 80, 80
ASKS: Final = re.compile(r"\b(?:pin|otp|cvv|sandi|password)\b|\d{3,}[ .-]?\d{3,}", re.IGNORECASE)
"""What asks for a secret, or looks like a number to call or to pay into."""
NO_PLACE: Final = "hanya tempat: tanpa alamat situs, nomor, uang atau kode rahasia"
NO_DAY: Final = "hari pembayaran tidak dijanjikan; kirim period saja"


@dataclass(frozen=True, slots=True)
class Published:
    """A schedule and the office's own name of it."""

    name: str
    schedule: Schedule


def schedule_kind(library: Library, clock: Callable[[], datetime]) -> Kind:
    """Give the event."""
    return Kind(NAME, EXAMPLE, Schedules(library, clock).read, publish)


@dataclass(frozen=True)
class Schedules:
    """Reads schedules for one office."""

    library: Library
    clock: Callable[[], datetime]

    @property
    def today(self) -> date:
        """The day at the office."""
        return self.library.local(self.clock()).date()

    def read(self, fields: Fields) -> Published:
        """Read one; raises Refusal for what is wrong."""
        name = fields.text("name", needed=True, longest=LONGEST_NAME, example="p2k2-labuhan-1")
        kind = fields.one_of("kind", tuple(ScheduleKind)) or ScheduleKind.P2K2
        found = Schedule(
            kind,
            self._area(fields),
            _programme(fields, kind),
            *_days(fields, kind, self.today),
            _hours(fields, kind),
            _place(fields),
            _period(fields, kind),
            ended=fields.yes("cancelled"),
        )
        if kind is ScheduleKind.PAYMENT and found.place:
            fields.wrong("place", "pembayaran tidak punya tempat")
        fields.finish(EXAMPLE)
        return Published(name, found)

    def _area(self, fields: Fields) -> str:
        area = fields.text("area", needed=True, example="35.26.08.2012")
        if not area:
            return ""
        known = AREA.fullmatch(area) and self.library.regions.known(area)
        if not known:
            fields.wrong("area", "kode wilayah Kemendagri tidak dikenal", "35.26.08.2012")
        elif not in_charge(self.library.area, area):
            fields.wrong("area", "di luar wilayah kantor (PEKA_REGION)", self.library.area[0])
        return area


def _programme(fields: Fields, kind: ScheduleKind) -> Programme | None:
    text = fields.text("programme", needed=kind is ScheduleKind.PAYMENT, example="PKH")
    found = read_programme(text) if text else None
    if text and found is None:
        fields.wrong("programme", "program ini belum dikenal", "PKH")
    # P2K2 are the meetings of PKH's groups (domain notes 1.1): for nobody else.
    return Programme.PKH if kind is ScheduleKind.P2K2 and not text else found


def _days(fields: Fields, kind: ScheduleKind, today: date) -> tuple[date | None, date | None]:
    if kind is ScheduleKind.PAYMENT:
        for key in ("day", "until"):
            if fields.value(key) is not None:
                fields.wrong(key, NO_DAY)
        return None, None
    day, until = fields.day("day", needed=True), fields.day("until")
    if day is not None and (until or day) < today:
        fields.wrong("day", "sudah lewat", today.isoformat())
    if day is not None and until is not None and until < day:
        fields.wrong("until", "sebelum hari pertamanya", day.isoformat())
    return day, until


def _hours(fields: Fields, kind: ScheduleKind) -> str:
    hours = fields.text("hours", example="08.00–12.00")
    if hours and kind is ScheduleKind.PAYMENT:
        fields.wrong("hours", NO_DAY)
    elif hours and not HOURS.fullmatch(hours):
        fields.wrong("hours", "tulis seperti contoh", "08.00–12.00")
    return hours.replace("-", "–")


def _place(fields: Fields) -> str:
    """Read where it is: nobody checks it before the families read it, so it is a place only."""
    place = fields.text("place", longest=LONGEST_PLACE)
    if judge(place).signs or ASKS.search(place):
        fields.wrong("place", NO_PLACE, "mulai dari balai desa")
    return place


def _period(fields: Fields, kind: ScheduleKind) -> Period | None:
    wanted = kind is ScheduleKind.PAYMENT
    text = fields.text("period", needed=wanted, example="TW4 2026")
    found = read_period(text) if text else None
    if text and not wanted:
        fields.wrong("period", "hanya untuk pembayaran")
    elif text and found is None:
        fields.wrong("period", "periode tidak terbaca; tulis triwulan dan tahun", "TW4 2026")
    return found


def publish(office: Office, published: Published) -> Accepted:
    """Keep it; the families hear of it piece by piece, by day."""
    new = schedules.publish(office.unit, published.name, published.schedule)
    state = "cancelled" if published.schedule.ended else "published"
    return Accepted(200, {"schedule": published.name, "state": state if new else "unchanged"})
