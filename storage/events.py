"""Events for the office's own systems: written with the deed, sent later, in order per subject."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from storage.sql import Sql
from storage.unit import Unit, moment, ms

WAITING, SENT, DEAD = "waiting", "sent", "dead"
OPENED, MOVED, CLOSED = "case.opened", "case.moved", "case.closed"

_PUT = Sql(
    """
    INSERT INTO peka_event (ref, kind, subject, body, state, attempts, due_at, error, made_at)
    VALUES (:ref, :kind, :subject, :body, 'waiting', 0, :at, '', :at)
    """
)
_LAST = Sql("SELECT body FROM peka_event WHERE subject = :subject ORDER BY id DESC LIMIT 1")
_DUE = Sql(
    """
    SELECT e.id, e.ref, e.kind, e.subject, e.body, e.attempts, e.made_at FROM peka_event e
     WHERE e.state = 'waiting' AND e.due_at <= :now
       AND NOT EXISTS (SELECT 1 FROM peka_event p
                        WHERE p.subject = e.subject AND p.state = 'waiting' AND p.id < e.id)
     ORDER BY e.due_at, e.id LIMIT :most
    """
)
_DONE = Sql(
    """
    UPDATE peka_event SET state = :state, attempts = attempts + 1, error = :error, done_at = :at
     WHERE id = :id AND state = 'waiting'
    """
)
_LATER = Sql(
    """
    UPDATE peka_event SET attempts = attempts + 1, error = :error, due_at = :due
     WHERE id = :id AND state = 'waiting'
    """
)
_LIST = Sql(
    """
    SELECT id, kind, subject, state, attempts, error, made_at FROM peka_event
     ORDER BY id DESC LIMIT :most
    """
)
_REPLAY = Sql(
    """
    UPDATE peka_event SET state = 'waiting', attempts = 0, error = '', due_at = :now,
           made_at = :now, done_at = NULL WHERE id = :id AND state <> 'waiting'
    """
)


@dataclass(frozen=True, slots=True)
class Event:
    """An event that may leave now."""

    id: int
    ref: str
    kind: str
    subject: str
    body: str
    attempts: int
    made: datetime


@dataclass(frozen=True, slots=True)
class Listed:
    """An event as an operator sees it."""

    id: int
    kind: str
    subject: str
    state: str
    attempts: int
    error: str
    made: datetime


def tell(unit: Unit, kind: str, subject: str, data: Mapping[str, object]) -> None:
    """Write an event with the deed; ``data`` holds nothing personal, ``subject`` no person."""
    body = {"type": kind, "timestamp": unit.now.isoformat(timespec="seconds"), "data": dict(data)}
    unit.run(
        _PUT,
        ref=f"evt_{secrets.token_hex(12)}",
        kind=kind,
        subject=subject,
        body=json.dumps(body, ensure_ascii=False),
        at=ms(unit.now),
    )


def case_now(unit: Unit, ref: str, data: Mapping[str, object], *, closed: bool) -> None:
    """Tell where a case stands, if that is not what was last told of it."""
    subject = f"case:{ref}"
    last = next((json.loads(body)["data"] for (body,) in unit.run(_LAST, subject=subject)), None)
    if last is None:
        tell(unit, OPENED, subject, data)
        if closed:
            tell(unit, CLOSED, subject, data)
    elif last.get("state") != data["state"]:
        tell(unit, CLOSED if closed else MOVED, subject, data)


def due(unit: Unit, most: int) -> list[Event]:
    """List what may leave now: of each subject only the oldest that is still to leave."""
    return [
        Event(id_, ref, kind, subject, body, attempts, moment(made))
        for id_, ref, kind, subject, body, attempts, made in unit.run(
            _DUE, now=ms(unit.now), most=most
        )
    ]


def done(unit: Unit, event: int, state: str = SENT, error: str = "") -> None:
    """Note that an event has arrived, or is given up."""
    unit.run(_DONE, id=event, state=state, error=error, at=ms(unit.now))


def later(unit: Unit, event: int, error: str, at: datetime) -> None:
    """Note that an event did not arrive, and when to try again."""
    unit.run(_LATER, id=event, error=error, due=ms(at))


def newest(unit: Unit, most: int = 100) -> list[Listed]:
    """List events, newest first."""
    return [
        Listed(id_, kind, subject, state, attempts, error, moment(made))
        for id_, kind, subject, state, attempts, error, made in unit.run(_LIST, most=most)
    ]


def replay(unit: Unit, event: int) -> bool:
    """Let one leave once more; False where there is none that has left or was given up."""
    return unit.changed(_REPLAY, id=event, now=ms(unit.now)) == 1
