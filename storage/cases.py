"""Cases: reports, questions to an officer, urgent matters; their events and their reporters."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bansos.cases import HIDDEN, CaseKind, CaseState, told_area
from bansos.staff import roles_in
from storage import events as told
from storage.sql import Insert, Sql
from storage.unit import Unit, moment, ms

CASE, EVENT, REPORTER = "peka_case", "peka_case_event", "peka_reporter"

_COLUMNS = """c.id, c.uuid, c.ref, c.kind, c.state, c.category, c.village, c.accused_role,
    c.accused_area, c.mode, c.urgent, c.body, c.opened_at, c.due_at, c.closed_at, c.waiting,
    c.officer_id, c.joined_to, c.family_id"""
_OPEN = Insert(
    """
    INSERT INTO peka_case (uuid, ref, kind, state, category, village, accused_role, accused_area,
                           mode, urgent, body, joined_to, family_id, waiting, news,
                           opened_at, due_at)
    VALUES (:uuid, :ref, :kind, :state, :category, :village, :role, :area, :mode, :urgent, :body,
            :joined, :family, :waiting, '', :at, :due)
    """
)
_GET = Sql(f"SELECT {_COLUMNS} FROM peka_case c WHERE c.ref = :ref", lock="FOR UPDATE OF c")
_GET_ID = Sql(f"SELECT {_COLUMNS} FROM peka_case c WHERE c.id = :id", lock="FOR UPDATE OF c")
_BY_RECEIPT = Sql(
    f"""
    SELECT {_COLUMNS} FROM peka_case c JOIN peka_reporter r ON r.case_id = c.id
     WHERE r.receipt_index = :receipt
    """,
)
_BY_PERSON = Sql(
    f"""
    SELECT {_COLUMNS} FROM peka_case c JOIN peka_reporter r ON r.case_id = c.id
     WHERE r.person_index = :person ORDER BY c.id DESC
    """
)
_LIKE = Sql(
    f"""
    SELECT {_COLUMNS} FROM peka_case c
     WHERE c.kind = :kind AND c.village = :village AND c.category = :category
       AND c.closed_at IS NULL AND c.joined_to IS NULL ORDER BY c.id DESC LIMIT 50
    """
)
_UNDONE = Sql(
    f"SELECT {_COLUMNS} FROM peka_case c "
    "WHERE c.closed_at IS NULL AND c.joined_to IS NULL ORDER BY c.id"
)
_OF_FAMILY = Sql(
    f"""
    SELECT {_COLUMNS} FROM peka_case c
     WHERE c.kind = :kind AND c.family_id = :family AND c.closed_at IS NULL ORDER BY c.id
    """
)
_OLDER = Sql(
    f"""
    SELECT {_COLUMNS} FROM peka_case c
     WHERE c.village = :village AND c.kind = :kind AND c.id < :id
       AND c.closed_at IS NULL AND c.joined_to IS NULL ORDER BY c.id
    """
)
_ANNOUNCE = Sql("UPDATE peka_case SET news = :news, news_at = :at WHERE id = :case")
_PLACE = Sql("UPDATE peka_case SET village = :village WHERE id = :case AND village = ''")
_TO_ANNOUNCE = Sql(
    "SELECT id, news FROM peka_case WHERE news <> '' AND news_at <= :now ORDER BY news_at LIMIT 20"
)
_ANNOUNCED = Sql("UPDATE peka_case SET news = '', news_at = NULL WHERE id = :case")
_JOINED = Sql("SELECT id FROM peka_case WHERE id = :id OR joined_to = :id")
_MOVE = Sql(
    """
    UPDATE peka_case SET state = :state, waiting = :waiting, due_at = :due, closed_at = :closed,
           officer_id = COALESCE(:officer, officer_id) WHERE id = :id
    """
)
_EVENT = Sql(
    """
    INSERT INTO peka_case_event (uuid, case_id, at, kind, staff_id, text)
    VALUES (:uuid, :case, :at, :kind, :staff, :text)
    """
)
_EVENTS = Sql(
    "SELECT uuid, at, kind, staff_id, text FROM peka_case_event WHERE case_id = :case ORDER BY id"
)
_REPORTER = Sql(
    """
    INSERT INTO peka_reporter (uuid, case_id, alias, receipt_index, person, person_index)
    VALUES (:uuid, :case, :alias, :receipt, :person, :index)
    """
)
_REPORTERS = Sql(
    """
    SELECT r.uuid, r.alias, r.person, r.case_id
      FROM peka_reporter r JOIN peka_case c ON c.id = r.case_id
     WHERE c.id = :case OR c.joined_to = :case ORDER BY r.id
    """
)
_FORGET = Sql(
    "UPDATE peka_reporter SET person = NULL, person_index = NULL WHERE person_index = :person"
)


@dataclass(frozen=True, slots=True)
class Opening:
    """A case about to be opened."""

    ref: str
    kind: str
    state: str
    body: bytes
    """JSON; sealed by :func:`open_case`."""
    category: str = ""
    village: str = ""
    accused_role: str = ""
    accused_area: str = ""
    mode: str = ""
    urgent: bool = False
    due: datetime | None = None
    joined_to: int | None = None
    """The older case that this one very likely repeats."""
    family: int | None = None
    at: datetime | None = None
    """When it counts as opened; for an anonymous report only the day."""


@dataclass(frozen=True, slots=True)
class Case:
    """A case as it is kept, opened."""

    id: int
    uuid: bytes
    ref: str
    kind: str
    state: str
    category: str
    village: str
    accused_role: str
    accused_area: str
    mode: str
    urgent: bool
    body: bytes
    opened: datetime
    due: datetime | None
    closed: datetime | None
    waiting: bool
    officer: int | None
    joined_to: int | None
    family: int | None


@dataclass(frozen=True, slots=True)
class CaseEvent:
    """Something that happened in a case."""

    at: datetime
    kind: str
    staff: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Reporter:
    """Who is behind a case: the alias, and the way back where there is one."""

    case: int
    alias: str
    person: int | None


def announce(unit: Unit, case: int, news: str, at: datetime) -> None:
    """Note that officers are to be told of a case, not before ``at``."""
    unit.run(_ANNOUNCE, case=case, news=news, at=ms(at))


def place(unit: Unit, case: int, village: str) -> None:
    """Note where help is needed, in a case that was opened without a place."""
    unit.run(_PLACE, case=case, village=village)


def to_announce(unit: Unit) -> list[tuple[Case, str]]:
    """Take the cases of which officers are to be told now, and what: new or added."""
    taken = []
    for id_, news in unit.run(_TO_ANNOUNCE, now=ms(unit.now)):
        unit.run(_ANNOUNCED, case=id_)
        case = by_id(unit, id_)
        if case is not None:
            taken.append((case, news))
    return taken


def open_case(unit: Unit, opening: Opening) -> Case:
    """Open a case and give it back as it is kept."""
    uuid, at = os.urandom(16), ms(opening.at or unit.now)
    number = unit.add(
        _OPEN, uuid=uuid, ref=opening.ref, kind=opening.kind, state=opening.state,
        category=opening.category, village=opening.village, role=opening.accused_role,
        area=opening.accused_area, mode=opening.mode, urgent=opening.urgent,
        body=unit.seal.seal(opening.body, CASE, "body", uuid), joined=opening.joined_to,
        family=opening.family, waiting=True, at=at, due=ms(opening.due) if opening.due else None,
    )  # fmt: skip
    found = by_id(unit, number)
    if found is None:
        raise LookupError("a case that was just opened")
    if found.mode not in HIDDEN:
        tell(unit, found)
    return found


def tell(unit: Unit, case: Case) -> None:
    """Tell the office's own systems where a case stands; of one that was joined, nothing.

    Nor of a family's request to leave, as long as its seven days last.
    """
    if case.joined_to is not None or case.state == CaseState.JEDA:
        return
    kind, (accused, *_others) = CaseKind(case.kind), roles_in(case.accused_role)
    data = {
        "case": case.ref,
        "kind": case.kind,
        "state": case.state,
        "area": told_area(kind, accused, case.village),
        "urgent": case.urgent,
        "opened": case.opened.date().isoformat(),
    }
    told.case_now(unit, case.ref, data, closed=case.closed is not None)


def like(unit: Unit, kind: str, village: str, category: str) -> list[Case]:
    """List open cases that a new one may repeat: same kind, village and category."""
    rows = unit.run(_LIKE, kind=kind, village=village, category=category)
    return [_case(unit, row) for row in rows]


def by_ref(unit: Unit, ref: str) -> Case | None:
    """Find a case by its short reference."""
    return next((_case(unit, row) for row in unit.run(_GET, ref=ref)), None)


def by_id(unit: Unit, id_: int) -> Case | None:
    """Find a case by its id."""
    return next((_case(unit, row) for row in unit.run(_GET_ID, id=id_)), None)


def by_receipt(unit: Unit, code: str) -> Case | None:
    """Find a case by a receipt code, as it was given out."""
    index = unit.seal.index("receipt", code)
    return next((_case(unit, row) for row in unit.run(_BY_RECEIPT, receipt=index)), None)


def of_person(unit: Unit, person: int) -> list[Case]:
    """List the cases whose way back leads to this person, newest first."""
    index = unit.seal.index("reporter", str(person))
    return [_case(unit, row) for row in unit.run(_BY_PERSON, person=index)]


def undone(unit: Unit) -> list[Case]:
    """List every open case that was not joined to another; the caller filters by role and area."""
    return [_case(unit, row) for row in unit.run(_UNDONE)]


def of_family(unit: Unit, kind: str, family: int) -> list[Case]:
    """List the open cases of one kind about one family, the oldest first."""
    return [_case(unit, row) for row in unit.run(_OF_FAMILY, kind=kind, family=family)]


def older(unit: Unit, case: Case) -> list[Case]:
    """List the open cases of one's kind and village that were opened before it."""
    rows = unit.run(_OLDER, village=case.village, kind=case.kind, id=case.id)
    return [_case(unit, row) for row in rows]


def move(
    unit: Unit,
    case: Case,
    state: str,
    *,
    waiting: bool,
    due: datetime | None,
    closed: bool = False,
    officer: int | None = None,
) -> None:
    """Move a case, and with it all that were joined to it."""
    for (id_,) in unit.run(_JOINED, id=case.id):
        unit.run(
            _MOVE, id=id_, state=state, waiting=waiting, due=ms(due) if due else None,
            closed=ms(unit.now) if closed else None, officer=officer,
        )  # fmt: skip
    if case.state == CaseState.JEDA and closed:
        return  # ended within its seven days: nobody outside the family ever hears of it
    # What the reporter of a hidden report does is told by the announcement, later.
    if (state != case.state or closed) and (officer is not None or case.mode not in HIDDEN):
        tell(unit, replace(case, state=state, closed=unit.now if closed else None))


def note(
    unit: Unit,
    case: int,
    kind: str,
    text: str,
    staff: int | None = None,
    at: datetime | None = None,
) -> None:
    """Add an event; the text is sealed. ``at`` is coarser than now for an anonymous reporter."""
    uuid = os.urandom(16)
    sealed = unit.seal.seal(text.encode("utf-8", "replace"), EVENT, "text", uuid)
    unit.run(
        _EVENT, uuid=uuid, case=case, at=ms(at or unit.now), kind=kind, staff=staff, text=sealed
    )


def events(unit: Unit, case: int) -> list[CaseEvent]:
    """List what happened, oldest first."""
    return [
        CaseEvent(
            moment(at), kind, staff, unit.seal.open(text, EVENT, "text", bytes(uuid)).decode()
        )
        for uuid, at, kind, staff, text in unit.run(_EVENTS, case=case)
    ]


def add_reporter(unit: Unit, case: int, alias: str, receipt: str, person: int | None) -> None:
    """Keep who is behind a case: for an anonymous one only the code's index."""
    uuid = os.urandom(16)
    sealed = unit.seal.seal(str(person).encode(), REPORTER, "person", uuid) if person else None
    index = unit.seal.index("reporter", str(person)) if person else None
    receipts = unit.seal.index("receipt", receipt)
    unit.run(
        _REPORTER, uuid=uuid, case=case, alias=alias, receipt=receipts, person=sealed, index=index
    )


def reporters(unit: Unit, case: int) -> list[Reporter]:
    """List everybody behind a case and those joined to it."""
    return [
        Reporter(
            id_, alias,
            int(unit.seal.open(person, REPORTER, "person", bytes(uuid))) if person else None,
        )
        for uuid, alias, person, id_ in unit.run(_REPORTERS, case=case)
    ]  # fmt: skip


def forget_person(unit: Unit, person: int) -> None:
    """Cut the way back to somebody who wants to be forgotten; the cases stay."""
    unit.run(_FORGET, person=unit.seal.index("reporter", str(person)))


def _case(unit: Unit, row: tuple[Any, ...]) -> Case:
    (id_, uuid, ref, kind, state, category, village, role, area, mode, urgent, body, opened, due,
     closed, waiting, officer, joined, family) = row  # fmt: skip
    own = bytes(uuid)
    return Case(
        id_, own, ref, kind, state, category, village, role, area, mode, bool(urgent),
        unit.seal.open(body, CASE, "body", own), moment(opened),
        moment(due) if due else None, moment(closed) if closed else None,
        bool(waiting), officer, joined, family,
    )  # fmt: skip
