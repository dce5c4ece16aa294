"""Every flow there is, by name. Names stand in buttons and stored talks: they are for life."""

from __future__ import annotations

from conversations import around, proof, status
from conversations.take import Book

BOOK = Book({flow.name: flow for flow in (*around.FLOWS, *proof.FLOWS, *status.FLOWS)})
