"""Decisions that a system proposed in an officer's name, until another officer decides."""

from __future__ import annotations

import os
from dataclasses import dataclass

from storage.sql import Sql
from storage.unit import Unit, ms

TABLE = "peka_proposal"
OPEN, APPROVED, REFUSED = "open", "approved", "refused"

_PUT = Sql(
    """
    INSERT INTO peka_proposal (uuid, ref, case_id, wanted, text, staff_id, state, made_at)
    VALUES (:uuid, :ref, :case, :wanted, :text, :staff, 'open', :at)
    """
)
_GET = Sql(
    """
    SELECT id, uuid, ref, case_id, wanted, text, staff_id FROM peka_proposal
     WHERE ref = :ref AND state = 'open'
    """,
    lock="FOR UPDATE",
)
_OF_CASE = Sql("SELECT 1 FROM peka_proposal WHERE case_id = :case AND state = 'open' LIMIT 1")
_DECIDE = Sql(
    """
    UPDATE peka_proposal SET state = :state, decided_by = :by, decided_at = :at
     WHERE id = :id AND state = 'open'
    """
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """An open proposal; ``text`` is what the citizen would read."""

    id: int
    ref: str
    case: int
    wanted: str
    text: str
    staff: int


def put(unit: Unit, ref: str, case: int, *, wanted: str, text: str, staff: int) -> None:
    """Keep a proposal."""
    uuid = os.urandom(16)
    sealed = unit.seal.seal(text.encode(), TABLE, "text", uuid)
    unit.run(
        _PUT, uuid=uuid, ref=ref, case=case, wanted=wanted, text=sealed, staff=staff,
        at=ms(unit.now),
    )  # fmt: skip


def get(unit: Unit, ref: str) -> Proposal | None:
    """Find an open proposal."""
    for id_, uuid, found, case, wanted, text, staff in unit.run(_GET, ref=ref):
        opened = unit.seal.open(text, TABLE, "text", bytes(uuid)).decode()
        return Proposal(id_, found, case, wanted, opened, staff)
    return None


def open_for(unit: Unit, case: int) -> bool:
    """Tell whether something is proposed for a case already."""
    return bool(unit.run(_OF_CASE, case=case))


def decide(unit: Unit, proposal: Proposal, state: str, by: int) -> bool:
    """Note a decision, once."""
    return unit.changed(_DECIDE, id=proposal.id, state=state, by=by, at=ms(unit.now)) == 1
