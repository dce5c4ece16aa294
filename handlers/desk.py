"""The office's side: who sees which case, when it is due, and whom to tell."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime

from bansos.cases import CaseKind, CaseState, working_days
from bansos.staff import AccusedRole, Act, StaffRole, hidden_from, in_charge, may
from conversations import talks
from conversations.facts import Facts, Kept, Task
from conversations.flow import Step
from conversations.take import Reply, offers
from conversations.text import label, say
from handlers.facts import Library
from handlers.notices import Notice
from storage import cases, households, people, staff
from storage.cases import Case
from storage.people import Known
from storage.unit import Unit, moment

HELP = frozenset(
    {
        CaseKind.BANTUAN,
        CaseKind.KARTU,
        CaseKind.DANA_HILANG,
        CaseKind.PBI_NONAKTIF,
        CaseKind.ANCAMAN,
    }
)
"""Kinds in which what the citizen writes goes to the officer as it is."""
UNSAFE = "jangan_hubungi"
"""The mode of a case whose citizen must not be written to."""


@dataclass(frozen=True, slots=True)
class Desk:
    """One officer's view."""

    id: int
    role: StaffRole
    regions: tuple[str, ...]

    def may(self, act: Act) -> bool:
        """Tell whether the role allows an act."""
        return may(self.role, act)

    def sees(self, case: Case) -> bool:
        """Tell whether a case lies in the area and is not about the officer's own role there."""
        if not self.may(Act.SEE_CASES) or not in_charge(self.regions, case.village):
            return False
        role = AccusedRole(case.accused_role or AccusedRole.NONE)
        return not any(
            hidden_from(self.role, region, role, case.accused_area) for region in self.regions
        )


def desk_of(officer: people.Officer | staff.Officer) -> Desk:
    """Take the desk of an officer."""
    return Desk(officer.id, StaffRole(officer.role), officer.regions)


def visible(unit: Unit, officer: people.Officer | None, ref: str) -> Case | None:
    """Find a case by its reference, if this officer may see it."""
    case = cases.by_ref(unit, ref)
    return case if case and officer and desk_of(officer).sees(case) else None


def due(library: Library, kind: CaseKind, state: CaseState, now: datetime) -> datetime | None:
    """Compute until when somebody must have moved a case, on the office's calendar."""
    days = working_days(kind, state)
    return (
        None if days is None else library.calendar.deadline(now.astimezone(library.timezone), days)
    )


def alert(unit: Unit, case: Case, text: str = "") -> list[Notice]:
    """Tell every officer who may see a case and work on it; nothing personal is in it."""
    officers = {officer.id: officer for officer in staff.everybody(unit)}
    notices = []
    for person, officer_id in staff.chats(unit):
        officer = officers.get(officer_id)
        known = people.known_by_id(unit, person) if officer and _concerns(officer, case) else None
        if known is not None:
            notices.append(Notice(known, "case", (_news(case, text),)))
    return notices


def _concerns(officer: staff.Officer, case: Case) -> bool:
    """Tell whether an officer is to be told; an auditor only of what is said of the office."""
    desk = desk_of(officer)
    about_office = case.accused_role == AccusedRole.PEGAWAI_DINSOS
    concerned = desk.role is not StaffRole.AUDITOR or about_office
    return concerned and desk.sees(case) and desk.may(Act.WORK_CASES)


def _news(case: Case, text: str) -> Reply:
    open_it = offers((Step(label("Buka"), "tugas_buka", case.ref),))
    if text:
        return Reply(say("Ada pesan baru untuk tugas {ref}.", ref=case.ref), open_it)
    if case.urgent:
        return Reply(
            say("Tugas mendesak baru: {ref}. Tolong dibuka hari ini.", ref=case.ref), open_it
        )
    return Reply(say("Tugas baru: {ref}.", ref=case.ref), open_it)


def body(case: Case) -> dict[str, object]:
    """Open the answers that a case was filed with."""
    opened: dict[str, object] = json.loads(case.body)
    return opened


# Facts


def load_tasks(unit: Unit, person: Known, library: Library, facts: Facts) -> Facts:
    """List the open cases that this officer may see: urgent first, then by their clock."""
    desk = desk_of(person.officer) if person.officer else None
    seen = [case for case in cases.undone(unit) if desk and desk.sees(case)]
    seen.sort(key=lambda case: (not case.urgent, case.due is None, case.due or case.opened))
    return replace(facts, tasks=tuple(_task(case, library) for case in seen))


def _task(case: Case, library: Library) -> Task:
    zone = library.timezone
    return Task(
        ref=case.ref,
        kind=case.kind,
        state=case.state,
        village=case.village,
        category=case.category,
        urgent=case.urgent,
        opened=case.opened.astimezone(zone),
        due=case.due.astimezone(zone) if case.due else None,
        waiting=case.waiting,
    )


def load_helped(unit: Unit, person: Known, library: Library, facts: Facts) -> Facts:  # noqa: ARG001
    """Tell whether a case of help is open for this person."""
    return replace(facts, helped=open_help(unit, person.id) is not None)


def open_help(unit: Unit, person: int) -> Case | None:
    """Find the newest open case in which this person is talking with an officer."""
    own = cases.of_person(unit, person)
    return next((one for one in own if one.kind in HELP and one.closed is None), None)


def load_kept(unit: Unit, person: Known, library: Library, facts: Facts) -> Facts:
    """Count what is kept about the asker."""
    since = moment(person.made_at).astimezone(library.timezone).date()
    kept = Kept(
        links=len(households.of_person(unit, person.id)),
        reports=len(cases.of_person(unit, person.id)),
        drafts=len(talks.read(person.talks).drafts),
        since=since,
    )
    return replace(facts, kept=kept)
