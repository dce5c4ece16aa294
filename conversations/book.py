"""Every flow there is, by name. Names stand in buttons and stored talks: they are for life."""

from __future__ import annotations

from dataclasses import replace

from conversations import (
    advice,
    answers,
    around,
    broadcast,
    decisions,
    graduation,
    graduation_desk,
    hoax,
    meanings,
    officer,
    proof,
    receipt,
    report,
    schedules,
    staff,
    status,
    still_paid,
    tasks,
    urgent,
)
from conversations.flow import Flow
from conversations.take import Book

PARTS = (
    around,
    proof,
    status,
    meanings,
    report,
    receipt,
    officer,
    urgent,
    advice,
    hoax,
    answers,
    schedules,
    graduation,
    still_paid,
    staff,
    tasks,
    graduation_desk,
    broadcast,
    decisions,
)


def widened(flow: Flow) -> Flow:
    """Let a flow that takes care of a held card take care of fear and force as well."""
    if urgent.KARTU.name not in flow.handles:
        return flow
    return replace(flow, handles=(*flow.handles, *urgent.LIKE_CARD))


BOOK = Book({flow.name: widened(flow) for part in PARTS for flow in part.FLOWS})
