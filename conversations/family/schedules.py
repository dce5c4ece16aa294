"""What the office has announced for one's own village: shown when asked, told when published."""

from __future__ import annotations

from datetime import date

from bansos.regions import Regions
from bansos.schedules import Schedule, ScheduleKind
from conversations.facts import Facts
from conversations.family.own import before
from conversations.family.own import money as own_money
from conversations.flow import MENU, OFFICER, Closing, Flow, Step, close
from conversations.phrases import packed, quarter
from conversations.text import Say, label, lines, paragraphs, say, word
from conversations.turn.taken import Reply, offers

CHECK = Step(label("Cek status"), "status")
MINE = Step(label("Jadwal desa saya"), "jadwal_desa")
MAY_CHANGE = say("Jadwal bisa berubah. Kalau ragu, tanyakan ke petugas.")
PROGRAMMES = {"pkh": "PKH", "sembako": "Sembako", "pbi_jkn": "PBI-JKN"}


def line(schedule: Schedule, regions: Regions) -> Say:
    """Say one schedule: what it is, where and when; of a payment only the period."""
    where = regions.name(schedule.area)
    if schedule.kind is ScheduleKind.PAYMENT and schedule.period is not None:
        return say(
            "Periode penyaluran {programme}: {quarter}. Tanggalnya belum pasti.",
            programme=PROGRAMMES[schedule.programme] if schedule.programme else "",
            quarter=quarter(schedule.period),
        )
    head = HEADS[schedule.kind]
    return lines(head, say("{where}, {when}", where=where, when=when(schedule)), place(schedule))


HEADS = {
    ScheduleKind.LABELISASI: say("Labelisasi (stiker dipasang di rumah penerima bantuan):"),
    ScheduleKind.P2K2: say("P2K2 (pertemuan kelompok PKH):"),
}


def when(schedule: Schedule) -> Say:
    """Say the days and the hours."""
    day: Say | date = schedule.day or word("")
    if schedule.until is not None and schedule.until != schedule.day:
        days = say("{day} sampai {until}", day=day, until=schedule.until)
    else:
        days = say("{day}", day=day)
    return (
        say("{days}, pukul {hours}", days=days, hours=schedule.hours) if schedule.hours else days
    )


def place(schedule: Schedule) -> Say | None:
    """Say the place, in the office's own words."""
    return say("Tempat: {place}", place=schedule.place) if schedule.place else None


def as_of(schedules: tuple[Schedule, ...]) -> Say:
    """Say since when this is known."""
    day = max(one.as_of for one in schedules if one.as_of is not None)
    return say("Data per tanggal {day}.", day=day)


def news(schedule: Schedule, regions: Regions) -> tuple[Reply, ...]:
    """Tell a family what was published, or called off, for its place."""
    shown = line(schedule, regions)
    if schedule.ended:
        text = paragraphs(say("Ada perubahan dari Dinas Sosial. Ini dibatalkan:"), shown)
        return (Reply(text, offers((OFFICER, MENU))),)
    head = say("Ada jadwal dari Dinas Sosial untuk keluarga Bapak/Ibu.")
    return (Reply(paragraphs(head, shown, MAY_CHANGE), offers((MINE, OFFICER, MENU))),)


def told(facts: Facts, kinds: frozenset[ScheduleKind], otherwise: Say) -> Closing:
    """Show the schedules of some kinds; where there is none, what is known in general."""
    known = tuple(one for one in facts.schedules or () if one.kind in kinds)
    if not known:
        return close(otherwise, steps=(CHECK, OFFICER, MENU))
    shown = [line(one, facts.regions) for one in known]
    return Closing(packed(*shown, as_of(known), MAY_CHANGE), (OFFICER, MENU))


def village(facts: Facts, _result: object) -> Closing:
    """Show everything that is announced for one's own village."""
    if not facts.person.links:
        return close(
            say(
                "Jadwal desa saya tunjukkan setelah Bapak/Ibu cek status. "
                "Dari situ saya tahu desanya."
            ),
            steps=(CHECK, OFFICER, MENU),
        )
    return told(
        facts,
        frozenset(ScheduleKind),
        say(
            "Belum ada jadwal untuk desa Bapak/Ibu pada saya. "
            "Kalau ada, saya kabari di sini. Bisa juga tanya petugas."
        ),
    )


def money(facts: Facts, _result: object) -> Closing:
    """Say when money comes: how the own family stands, the announced period, never a day.

    Source of the general words: okezone 22 Feb 2026, ayobogor (tahapan cair).
    """
    general = told(
        facts,
        frozenset({ScheduleKind.PAYMENT}),
        say(
            "Tanggalnya belum diketahui; yang menentukan Kemensos. "
            "Uang dikirim bertahap, tidak semua daerah pada hari yang sama."
        ),
    )
    return before(facts, own_money, general)


def meeting(facts: Facts, _result: object) -> Closing:
    """Say when the group meets.

    Source of the general words: potrettangerang.id 14 Mar 2020 (FDS), modul P2K2.
    """
    return told(
        facts,
        frozenset({ScheduleKind.P2K2}),
        say(
            "Pertemuan P2K2 diadakan tiap bulan oleh pendamping. "
            "Hari dan tempatnya belum ada pada saya. "
            "Tanyakan ke ketua kelompok, pendamping, atau petugas."
        ),
    )


FACTS = ("schedules",)
FLOWS = (
    Flow(name="jadwal", title=say("Kapan cair"), facts=(*FACTS, "families"), after=money),
    Flow(name="jadwal_p2k2", title=say("Pertemuan P2K2"), facts=FACTS, after=meeting),
    Flow(name="jadwal_desa", title=say("Jadwal desa"), facts=FACTS, after=village),
)
