"""Every flow there is, by name. Names stand in buttons and stored talks: they are for life."""

from __future__ import annotations

from conversations import (
    advice,
    answers,
    around,
    broadcast,
    decisions,
    graduation,
    graduation_desk,
    held,
    hoax,
    lessons,
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
    teaching,
    urgent,
)
from conversations.take import Book

PARTS = (
    around,
    proof,
    status,
    meanings,
    report,
    receipt,
    officer,
    held,
    urgent,
    advice,
    hoax,
    lessons,
    answers,
    schedules,
    graduation,
    still_paid,
    staff,
    tasks,
    graduation_desk,
    broadcast,
    decisions,
    teaching,
)


BOOK = Book({flow.name: flow for part in PARTS for flow in part.FLOWS})
