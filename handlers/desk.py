"""The office's side: who sees which case, when it is due, and whom to tell."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bansos.cases import CaseKind, CaseState, working_days
from bansos.likeness import likely_same
from bansos.staff import (
    AccusedRole,
    Act,
    StaffRole,
    at_the_office,
    hidden_from,
    in_charge,
    may,
    roles_in,
)
from conversations import talks
from conversations.changed import replace
from conversations.facts import Facts, Helping, OwnData, Task
from conversations.flow import Step
from conversations.text import label, say
from conversations.turn.taken import Reply, offers
from handlers.facts import Library
from handlers.notices import Notice
from storage import cases, households, lessons, people, staff
from storage.cases import Case
from storage.people import Known
from storage.unit import Unit, moment

HELP = frozenset(
    {
        CaseKind.BANTUAN,
        CaseKind.KARTU,
        CaseKind.DANA_HILANG,
        CaseKind.PBI_NONAKTIF,
        CaseKind.KELAPARAN,
        CaseKind.ANCAMAN,
        CaseKind.PUTUS_ASA,
    }
)
"""Kinds in which what the citizen writes goes to the officer as it is."""
STRAIGHT = frozenset(
    {
        CaseKind.KARTU,
        CaseKind.DANA_HILANG,
        CaseKind.ANCAMAN,
        CaseKind.PUTUS_ASA,
        CaseKind.BUKAN_SAYA,
    }
)
"""Kinds that go straight to the Dinas: never to the field, whoever is named."""
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
        if not self.may(Act.SEE_CASES) or not self.covers(case) or paused(case):
            return False
        roles = accused(case)
        if case.kind in STRAIGHT and not self.at_the_office(case):
            return False
        return not any(
            hidden_from(self.role, region, role, case.accused_area)
            for region in self.regions
            for role in roles
        )

    def covers(self, case: Case) -> bool:
        """Tell whether a case lies in the area.

        What goes straight to the Dinas may lack one; any other matter without a place, told by
        somebody in need, is the office's too, so that no case is seen by nobody.
        """
        nowhere = not case.village and (case.kind in STRAIGHT or self.at_the_office(case))
        return nowhere or in_charge(self.regions, case.village)

    def at_the_office(self, case: Case) -> bool:
        """Tell whether the officer is of the office itself, as far as a case names its people."""
        roles = accused(case)
        office = next((one for one in roles if one is AccusedRole.PEGAWAI_DINSOS), roles[0])
        return at_the_office(self.role, office)

    def reads(self, case: Case, undone: Iterable[Case]) -> bool:
        """Tell whether a case may be shown: one alike must not tell what an older one hides."""
        alike = [other for other in undone if repeats(case, other)]
        if self.role is StaffRole.AUDITOR and any(map(about_office, alike)):
            return self.covers(case)
        return self.sees(case) and all(map(self.sees, alike))

    def works(self, case: Case, undone: Iterable[Case]) -> bool:
        """Tell whether the officer may act on a case; an auditor only where it is the office."""
        undone = list(undone)
        if not self.may(Act.WORK_CASES) or not self.reads(case, undone):
            return False
        named = [case, *(other for other in undone if repeats(case, other))]
        return self.role is not StaffRole.AUDITOR or any(map(about_office, named))


def paused(case: Case) -> bool:
    """Tell whether a family still has its seven days, in which no officer sees the request."""
    return case.kind == CaseKind.GRADUASI and case.state == CaseState.JEDA


def about_office(case: Case) -> bool:
    """Tell whether a case names the office's own people."""
    return AccusedRole.PEGAWAI_DINSOS in accused(case)


def repeats(case: Case, other: Case) -> bool:
    """Tell whether a case very likely tells of the same as one of its kind and place before it.

    Only what came later is hidden by what came before, and nothing urgent ever is: whoever copies
    the words of a case must not take it from those who read it already.
    """
    later = case.id > other.id and case.kind == other.kind and not case.urgent
    near = case.village != "" and case.village == other.village
    return later and near and likely_same(words(case), words(other))


def accused(case: Case) -> tuple[AccusedRole, ...]:
    """Give the roles that a case names; ``(NONE,)`` where it names none."""
    return roles_in(case.accused_role)


def words(case: Case) -> str:
    """Give the words a case was opened with; empty for a voice note."""
    about = body(case).get("about")
    return str(about.get("text", "")) if isinstance(about, dict) else ""


def desk_of(officer: staff.Officer) -> Desk:
    """Take the desk of an officer."""
    return Desk(officer.id, StaffRole(officer.role), officer.regions)


def visible(unit: Unit, officer: staff.Officer | None, ref: str) -> Case | None:
    """Find a case by its reference, if this officer may see it."""
    case = cases.by_ref(unit, ref)
    if case is None or officer is None:
        return None
    return case if desk_of(officer).reads(case, before(unit, case)) else None


def before(unit: Unit, case: Case) -> list[Case]:
    """List the cases that may hide this one; of most kinds none is even opened."""
    return [] if case.urgent or not case.village else cases.older(unit, case)


def covered_by(case: Case, other: Case) -> bool:
    """Tell whether all who must not see ``case`` do not see ``other`` either."""
    named = set(accused(case)) == set(accused(other))
    alike = named and case.accused_area == other.accused_area
    open_to_all = accused(case) == (AccusedRole.NONE,) and case.kind not in STRAIGHT
    return open_to_all or (alike and (case.kind in STRAIGHT) <= (other.kind in STRAIGHT))


def due(library: Library, kind: CaseKind, state: CaseState, now: datetime) -> datetime | None:
    """Compute until when somebody must have moved a case, on the office's calendar."""
    days = working_days(kind, state)
    return (
        None if days is None else library.calendar.deadline(now.astimezone(library.timezone), days)
    )


def alert(unit: Unit, case: Case, text: str = "", author: int | None = None) -> list[Notice]:
    """Tell every officer who may see a case and work on it; nothing personal is in it.

    ``author`` is the person who wrote: an officer is not told of what they did themselves.
    """
    officers = {officer.id: officer for officer in staff.everybody(unit)}
    undone = before(unit, case)
    notices = []
    for person, officer_id in staff.chats(unit):
        officer = officers.get(officer_id)
        if officer is None or person == author or not desk_of(officer).works(case, undone):
            continue
        known = people.known_by_id(unit, person)
        if known is not None:
            notices.append(Notice(known, "task", (_news(case, text),)))
    return notices


def _news(case: Case, text: str) -> Reply:
    # What was written stands in the task; the request itself has a view of its own.
    where = "graduasi_buka" if case.kind == CaseKind.GRADUASI and not text else "tugas_buka"
    open_it = offers((Step(label("Buka"), where, case.ref),))
    if text:
        return Reply(say("Ada pesan baru untuk tugas {ref}.", ref=case.ref), open_it)
    if case.kind == CaseKind.PUTUS_ASA:
        life = say("Tugas mendesak baru, soal nyawa: {ref}. Tolong dibuka sekarang.", ref=case.ref)
        return Reply(life, open_it)
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
    undone = cases.undone(unit)
    near: dict[str, list[Case]] = {}
    for case in undone:
        near.setdefault(case.village, []).append(case)
    seen = [case for case in undone if desk and desk.reads(case, near[case.village])]
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


def load_helped(unit: Unit, person: Known, _library: Library, facts: Facts) -> Facts:
    """Tell whether a case of help is open for this person, and how it stands."""
    case = open_help(unit, person.id)
    helping = Helping(case.kind, case.urgent, answered(case)) if case else None
    return replace(facts, helped=case is not None, helping=helping)


def answered(case: Case) -> bool:
    """Tell whether an officer has written in a case: only then somebody has it in hand."""
    return case.officer is not None


def open_help(unit: Unit, person: int) -> Case | None:
    """Find the newest open case in which this person is talking with an officer."""
    own = cases.of_person(unit, person)
    return next((one for one in own if one.kind in HELP and one.closed is None), None)


def load_kept(unit: Unit, person: Known, library: Library, facts: Facts) -> Facts:
    """Count what is kept about the asker."""
    since = moment(person.made_at).astimezone(library.timezone).date()
    kept = OwnData(
        links=len(households.of_person(unit, person.id)),
        reports=len(cases.of_person(unit, person.id)),
        drafts=len(talks.read(person.talks).drafts),
        since=since,
        lessons=len(lessons.passed(unit, person.id)),
    )
    return replace(facts, kept=kept)
