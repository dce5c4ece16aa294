"""``case.decision_proposed``: in an officer's name, for another officer to decide in chat."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bansos.cases import CaseKind, CaseState, allowed
from bansos.numbers import without_family_numbers
from bansos.redaction import redact
from bansos.staff import Act
from conversations.flow import Step
from conversations.text import label, say
from conversations.turn.taken import Reply, offers
from handlers import desk, draws
from handlers.admin.answers import Accepted, Refusal, Wrong
from handlers.admin.fields import NOT_BOUND, Fields, invalid
from handlers.admin.kinds import Kind, Office
from handlers.notices import Notice
from storage import cases, people, proposals, staff
from storage.cases import Case
from storage.staff import Officer

NAME: Final = "case.decision_proposed"
EXAMPLE: Final[dict[str, object]] = {
    "type": NAME,
    "data": {
        "case": "K3ABCD",
        "state": "groundcheck",
        "text": "Petugas akan melihat ke lapangan.",
        "staff": 3,
    },
}
LONGEST_TEXT: Final = 400
OWN_WAY: Final = frozenset({CaseKind.GRADUASI})
"""Kinds that move by their own rules only: seven days, a visit, a signature."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """A decision as it was sent."""

    case: str
    state: CaseState
    text: str
    staff: int


def decision_kind() -> Kind:
    """Give the event."""
    return Kind(NAME, EXAMPLE, read, propose)


def read(fields: Fields) -> Proposed:
    """Read one; raises Refusal for what is wrong."""
    ref = fields.text("case", needed=True, longest=12, example="K3ABCD").upper()
    state = fields.one_of("state", tuple(CaseState))
    text = fields.text("text", needed=True, longest=LONGEST_TEXT, example="Sudah diperiksa.")
    number = fields.number("staff")
    if redact(text)[1] or without_family_numbers(text) != text:
        fields.wrong("text", "berisi PIN, nomor kartu, NIK utuh, atau rahasia lain")
    fields.finish(EXAMPLE)
    return Proposed(ref, state or CaseState.SELESAI, text, number)


def propose(office: Office, proposed: Proposed) -> Accepted:
    """Keep it, tell whoever may decide, and the one who is named."""
    unit = office.unit
    officer = staff.get(unit, proposed.staff)
    if not office.may_name(proposed.staff):
        raise _wrong("other_staff", "staff", NOT_BOUND)
    if officer is None:
        raise _wrong("unknown_staff", "staff", "tidak ada petugas aktif dengan nomor ini")
    case = cases.by_ref(unit, proposed.case)
    works = case is not None and desk.desk_of(officer).works(case, desk.before(unit, case))
    if case is None or case.closed is not None or not works:
        raise _wrong(
            "unknown_case", "case", "tidak ada tugas terbuka bernomor ini bagi petugas itu"
        )
    _may_follow(case, proposed)
    if proposals.open_for(unit, case.id):
        raise _no("open_proposal", "Untuk tugas ini sudah ada usulan yang belum diputuskan.")
    deciders = [one for one in _who(office, case, Act.APPROVE) if one[1].id != officer.id]
    if not deciders:
        raise _no("nobody", "Tidak ada petugas lain yang boleh memutuskan tugas ini di chat.")
    ref = draws.reference()
    proposals.put(unit, ref, case.id, wanted=proposed.state, text=proposed.text, staff=officer.id)
    named = [one for one in _who(office, case, Act.WORK_CASES) if one[1].id == officer.id]
    for person, one in (*deciders, *named):
        _notify(office, person, case, ref, own=one.id == officer.id)
    return Accepted(200, {"proposal": ref, "state": "proposed", "approvers": len(deciders)})


def _may_follow(case: Case, proposed: Proposed) -> None:
    kind = CaseKind(case.kind)
    if kind in OWN_WAY:
        raise _no("own_way", "Graduasi hanya berpindah lewat langkahnya sendiri.")
    after = allowed(kind, CaseState(case.state))
    if proposed.state not in after:
        names = ", ".join(sorted(after)) or "–"
        raise _no("cannot_move", f"Dari {case.state} hanya bisa ke: {names}.")


def _who(office: Office, case: Case, act: Act) -> list[tuple[int, Officer]]:
    """List the linked chats of officers who may work on a case and do an act."""
    unit, officers = office.unit, {one.id: one for one in staff.everybody(office.unit)}
    undone = desk.before(unit, case)
    found = []
    for person, number in staff.chats(unit):
        officer = officers.get(number)
        own = desk.desk_of(officer) if officer else None
        if officer and own and own.may(act) and own.works(case, undone):
            found.append((person, officer))
    return found


def _notify(office: Office, person: int, case: Case, ref: str, *, own: bool) -> None:
    known = people.known_by_id(office.unit, person)
    text = (
        say("Atas nama Bapak/Ibu diusulkan keputusan untuk tugas {task}.", task=case.ref)
        if own
        else say("Ada usulan keputusan untuk tugas {task}. Tolong diperiksa.", task=case.ref)
    )
    steps = offers((Step(label("Lihat usulan"), "keputusan", ref),))
    if known is not None:
        office.notify(Notice(known, "task", (Reply(text, steps),)))


def _wrong(name: str, key: str, detail: str) -> Refusal:
    refusal = invalid([Wrong(f"#/data/{key}", detail)], EXAMPLE)
    refusal.name = name
    return refusal


def _no(name: str, detail: str) -> Refusal:
    return Refusal(409, name, "Usulan ini tidak bisa diterima", detail, example=EXAMPLE)
