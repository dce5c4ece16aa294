"""Every flow there is, by name. Names stand in buttons and stored talks: they are for life."""

from __future__ import annotations

from conversations.around import advice, answers, around, consent, hoax
from conversations.broadcast import acts as broadcast_acts
from conversations.broadcast import writing as broadcast_writing
from conversations.changed import replace
from conversations.danger import despair, held, quiet, urgent
from conversations.desk import acts as task_acts
from conversations.desk import decisions, staff, teaching
from conversations.desk import listing as task_list
from conversations.desk import view as task_view
from conversations.family import meanings, proof, schedules, status, strangers
from conversations.flow import Flow
from conversations.graduation import desk_acts as graduation_desk_acts
from conversations.graduation import desk_list as graduation_desk_list
from conversations.graduation import desk_view as graduation_desk_view
from conversations.graduation import pressure as graduation_pressure
from conversations.graduation import request as graduation_request
from conversations.graduation import still_paid
from conversations.graduation import stopping as graduation_stopping
from conversations.helping import following, officer, relay
from conversations.pekasesama import certificate, course, learners, lessons, quiz
from conversations.report import recalling, receipt, report
from conversations.turn import at_desk
from conversations.turn.taken import Book

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
