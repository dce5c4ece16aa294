"""Evidence: photos and documents, first wanted, then fetched, kept twice (sealed and clean)."""

from __future__ import annotations

import os
from dataclasses import dataclass

from storage.people import TABLE as PERSON
from storage.sql import Sql
from storage.unit import Unit, ms

TABLE = "peka_evidence"
NOTHING = b""
"""Instead of a reference that nothing needs any more: it would lead back to the sender."""

_WANT = Sql(
    """
    INSERT INTO peka_evidence (uuid, person_id, account, ref_index, media, state, reason, sha256,
                               size, attempts, due_at, made_at)
    VALUES (:uuid, :person, :account, :index, :media, 'waiting', '', '', 0, 0, :at, :at)
    """
)
_ATTACH = Sql(
    """
    UPDATE peka_evidence SET case_id = :case,
           person_id = CASE WHEN state = 'kept' THEN NULL ELSE person_id END,
           ref_index = CASE WHEN state = 'waiting' THEN ref_index ELSE :nothing END
     WHERE person_id = :person AND ref_index = :index AND case_id IS NULL
    """
)
_HIDE = Sql(
    """
    UPDATE peka_evidence SET person_id = NULL, made_at = made_at - made_at % 86400000,
           due_at = due_at - due_at % 86400000
     WHERE case_id = :case
    """
)
"""Of the moment only the day stays: somebody was here at that moment."""
_DUE = Sql(
    """
    SELECT e.id, e.uuid, e.account, e.media, e.attempts, e.person_id, p.uuid, p.address
      FROM peka_evidence e LEFT JOIN peka_person p ON p.id = e.person_id
     WHERE e.state = 'waiting' AND e.due_at <= :now ORDER BY e.due_at LIMIT :most
    """,
    lock="FOR UPDATE OF e SKIP LOCKED",
)
_LEASE = Sql("UPDATE peka_evidence SET due_at = :until, attempts = attempts + 1 WHERE id = :id")
_KEPT = Sql(
    """
    UPDATE peka_evidence SET state = 'kept', sha256 = :sha, size = :size, due_at = made_at,
           person_id = CASE WHEN case_id IS NULL THEN person_id ELSE NULL END,
           media = :nothing,
           ref_index = CASE WHEN case_id IS NULL THEN ref_index ELSE :nothing END
     WHERE id = :id AND state = 'waiting'
    """
)
_LATER = Sql("UPDATE peka_evidence SET due_at = :due WHERE id = :id AND state = 'waiting'")
_WAITED_FOR = Sql(
    "SELECT 1 FROM peka_evidence WHERE ref_index = :index AND state = 'waiting' LIMIT 1"
)
_UUIDS = Sql(
    """
    SELECT id, uuid FROM peka_evidence
     WHERE id > :after AND state <> 'failed' ORDER BY id LIMIT :most
    """
)
_ABANDONED = Sql(
    "DELETE FROM peka_evidence WHERE case_id IS NULL AND made_at < :before RETURNING uuid"
)
_LET_GO = Sql(
    """
    UPDATE peka_evidence SET made_at = 0, person_id = NULL
     WHERE person_id = :person AND case_id IS NULL
    """
)
_FAILED = Sql(
    """
    UPDATE peka_evidence SET state = 'failed', reason = :reason, media = :nothing,
           ref_index = CASE WHEN case_id IS NULL THEN ref_index ELSE :nothing END
     WHERE id = :id AND state = 'waiting'
    """
)
_OF_CASE = Sql(
    "SELECT id, state, reason, sha256, size FROM peka_evidence WHERE case_id = :case ORDER BY id"
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file that is still to be fetched."""

    id: int
    uuid: bytes
    account: str
    media: bytes
    """The platform's reference, JSON, opened."""
    attempts: int
    address: str
    """Whom to tell if it fails; empty where that is no longer known."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of evidence as a case lists it."""

    id: int
    state: str
    reason: str
    sha256: str
    size: int


def want(unit: Unit, person: int, account: str, media: bytes, ref: str) -> None:
    """Note a file to be fetched, in the turn that accepted it."""
    uuid, at = os.urandom(16), ms(unit.now)
    unit.run(
        _WANT, uuid=uuid, person=person, account=account, index=unit.seal.index("media", ref),
        media=unit.seal.seal(media, TABLE, "media", uuid), at=at,
    )  # fmt: skip


def attach(unit: Unit, person: int, case: int, refs: list[str], *, hide: bool = False) -> None:
    """Put what was sent into a case; ``hide`` drops the way back to the sender at once."""
    for ref in refs:
        index = unit.seal.index("media", ref)
        unit.run(_ATTACH, case=case, person=person, index=index, nothing=NOTHING)
    if hide:
        unit.run(_HIDE, case=case)


def take_due(unit: Unit, most: int = 8, lease_seconds: int = 120) -> list[Wanted]:
    """Take files to fetch; they come again if nobody says how it went."""
    now = ms(unit.now)
    taken = []
    for id_, uuid, account, media, attempts, _person, own, address in unit.run(
        _DUE, now=now, most=most
    ):
        unit.run(_LEASE, id=id_, until=now + lease_seconds * 1000)
        opened = unit.seal.open(media, TABLE, "media", bytes(uuid))
        whom = unit.seal.open(address, PERSON, "address", bytes(own)).decode() if address else ""
        taken.append(Wanted(id_, bytes(uuid), account, opened, attempts, whom))
    return taken


def kept(unit: Unit, id_: int, sha256: str, size: int) -> None:
    """The files lie on disk; once they belong to a case, the way back to the sender is dropped."""
    unit.run(_KEPT, id=id_, sha=sha256, size=size, nothing=NOTHING)


def failed(unit: Unit, id_: int, reason: str) -> None:
    """The file cannot be had or used; ``reason`` is a key that the person is told about."""
    unit.run(_FAILED, id=id_, reason=reason, nothing=NOTHING)


def later(unit: Unit, id_: int, due: int) -> None:
    """Try again at ``due``."""
    unit.run(_LATER, id=id_, due=due)


def waited_for(unit: Unit, ref: str) -> bool:
    """Tell whether a file with this reference is still to be fetched."""
    return bool(unit.run(_WAITED_FOR, index=unit.seal.index("media", ref)))


def uuids(unit: Unit, after: int, most: int = 1_000) -> list[tuple[int, bytes]]:
    """List (row, uuid) of evidence whose files are kept or about to be, page by page."""
    return [(id_, bytes(uuid)) for id_, uuid in unit.run(_UUIDS, after=after, most=most)]


def forget(unit: Unit, person: int) -> None:
    """Let go of what a person sent and put into no case: the next sweep removes it."""
    unit.run(_LET_GO, person=person)


def abandon(unit: Unit, before: int) -> list[bytes]:
    """Forget what was never put into a case; gives the uuids, whose files are to go."""
    return [bytes(uuid) for (uuid,) in unit.run(_ABANDONED, before=before)]


def of_case(unit: Unit, case: int) -> list[Piece]:
    """List the evidence of a case."""
    return [Piece(*row) for row in unit.run(_OF_CASE, case=case)]
