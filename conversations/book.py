"""Every flow there is, by name. Names stand in buttons and stored talks: they are for life."""

from __future__ import annotations

from conversations import (
    advice,
    answers,
    around,
    at_desk,
    broadcast_acts,
    broadcast_writing,
    certificate,
    consent,
    course,
    decisions,
    despair,
    following,
    graduation_desk_acts,
    graduation_desk_list,
    graduation_desk_view,
    graduation_pressure,
    graduation_request,
    graduation_stopping,
    held,
    hoax,
    learners,
    lessons,
    meanings,
    officer,
    proof,
    quiet,
    quiz,
    recalling,
    receipt,
    relay,
    report,
    schedules,
    staff,
    status,
    still_paid,
    strangers,
    task_acts,
    task_list,
    task_view,
    teaching,
    urgent,
)
from conversations.changed import replace
from conversations.flow import Flow
from conversations.taken import Book

PARTS = (
    around,
    consent,
    proof,
    status,
    strangers,
    meanings,
    report,
    receipt,
    recalling,
    officer,
    despair,
    quiet,
    following,
    relay,
    held,
    urgent,
    advice,
    hoax,
    course,
    lessons,
    quiz,
    certificate,
    learners,
    answers,
    schedules,
    graduation_pressure,
    graduation_request,
    graduation_stopping,
    still_paid,
    staff,
    task_list,
    task_view,
    task_acts,
    at_desk,
    graduation_desk_list,
    graduation_desk_view,
    graduation_desk_acts,
    broadcast_acts,
    broadcast_writing,
    decisions,
    teaching,
)


NAMES = tuple(flow.name for part in PARTS for flow in part.FLOWS)


def at_work(flow: Flow) -> Flow:
    """Take what an officer writes to many as it is: nothing in it is a cry for help."""
    return replace(flow, handles=NAMES) if flow is broadcast_writing.SIARAN_BARU else flow


BOOK = Book({flow.name: at_work(flow) for part in PARTS for flow in part.FLOWS})
