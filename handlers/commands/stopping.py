"""Ending a request to leave before it is filed: by a word, by the family, or with its asker."""

from __future__ import annotations

from bansos.cases import CaseKind, CaseState
from bansos.graduation import STOPPABLE
from handlers import desk
from handlers.commands.register import Context
from handlers.graduations import no_more_reminder, restate
from storage import audit, cases, graduations, letters
from storage.cases import Case

ENDED = "Permintaan dihentikan; bantuan tidak berubah."
"""Not by whom: whoever asked reads it under the receipt code."""


def stop(context: Context, case: Case) -> None:
    """End a request; the officers who had it on their list hear of it."""
    was = case.state
    cases.note(context.unit, case.id, "closed", ENDED)
    cases.move(context.unit, case, CaseState.DIBATALKAN, waiting=False, due=None, closed=True)
    graduations.end_pause(context.unit, case.id)
    no_more_reminder(context.unit, case.id)
    restate(context.unit, case.id, letters.WITHDRAWN)
    if was != CaseState.JEDA:
        context.notices += desk.alert(context.unit, case, "closed", author=context.person.id)


def stop_with_asker(context: Context, person: int, family: int | None = None) -> None:
    """Stop what a chat asked for, once it is no longer of the family, or wants to be forgotten."""
    for case in cases.of_person(context.unit, person):
        running = case.kind == CaseKind.GRADUASI and case.state in STOPPABLE
        if running and family in {None, case.family}:
            stop(context, case)
            audit.note(context.unit, f"person:{person}", "ended with asker", f"case:{case.id}")
