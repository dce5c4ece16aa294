"""Letting time pass for people who no longer write: what they left open is put away.

At the next message this happens by itself; who never writes again would otherwise leave a receipt
code or half an answer in an open talk for ever.
"""

from __future__ import annotations

from conversations import talks
from conversations.turn.taken import Book
from storage import people
from storage.unit import Unit

PIECE = 100
"""People in one transaction: the writer is held for a few milliseconds."""


def age(unit: Unit, book: Book, after: int) -> int | None:
    """Put away what was left open by the next people after id ``after``; None at the end."""
    ids = people.silent(unit, after, PIECE)
    for person in ids:
        known = people.known_by_id(unit, person)
        before = talks.read(known.talks) if known else None
        if known is None or before is None:
            continue
        aged = book.tidy(before.aged(unit.now))
        if aged != before:
            people.save_talks(unit, known, talks.write(aged))
    return ids[-1] if len(ids) == PIECE else None
