"""Where people stop: which question a turn opened, and which one it passed.  Pure.

Counted are questions, never people: ``lapor.desa`` was shown 40 times and passed 31 times.
"""

from __future__ import annotations

from collections.abc import Iterator

from conversations.facts import Facts
from conversations.flow import place_of
from conversations.talks import Talk, Talks
from conversations.turn.sayings import CANCELLED
from conversations.turn.taken import Book, Taken

SHOWN, PASSED = "shown", "passed"


def steps(book: Book, before: Talks, taken: Taken, facts: Facts) -> Iterator[tuple[str, str]]:
    """Give (question, shown or passed) of one turn; a question shown once more is not new."""
    after = taken.talks
    if before.stack == after.stack:
        return
    known = {talk.number: talk for talk in (*before.stack, *(one for _at, one in before.drafts))}
    now = {talk.number: talk for talk in (*after.stack, *(one for _at, one in after.drafts))}
    stood = ""
    if top := before.top:
        moved = now.get(top.number)
        ended = moved is None and not any(one.text is CANCELLED for one in taken.replies)
        stood = question(book, top, facts)
        if stood and (ended or (moved and stood.partition(".")[2] in moved.given)):
            yield stood, PASSED
    if (top := after.top) and (there := question(book, top, facts)):
        earlier = known.get(top.number)
        if earlier is not before.top:
            stood = question(book, earlier, facts) if earlier else ""
        if stood != there:
            yield there, SHOWN


def question(book: Book, talk: Talk, facts: Facts) -> str:
    """Name the question at which a talk stands; empty where its flow is gone."""
    flow = book.flows.get(talk.flow)
    if flow is None or facts.lack(flow.facts):
        return ""
    key = place_of(flow, talk.given, facts, view=talk.view, sure=talk.sure).key
    return f"{flow.name}.{key}" if key else ""
