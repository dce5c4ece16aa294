"""Every flow there is, by name. Names stand in buttons and stored talks: they are for life."""

from __future__ import annotations

from conversations import (
    advice,
    around,
    meanings,
    officer,
    proof,
    receipt,
    report,
    staff,
    status,
    tasks,
    urgent,
)
from conversations.take import Book

PARTS = (around, proof, status, meanings, report, receipt, officer, urgent, advice, staff, tasks)

BOOK = Book({flow.name: flow for part in PARTS for flow in part.FLOWS})
