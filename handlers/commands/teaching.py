"""Teaching Peka a way of asking: one officer proposes, another one agrees."""

from __future__ import annotations

from bansos.staff import Act
from conversations.desk.teaching import DecideExample, ExampleDecided, Taught, TeachExample
from conversations.flow import Done, Problem
from conversations.text import say
from handlers.commands.register import Context, does
from handlers.desk import desk_of
from storage import audit, teaching


@does(TeachExample)
def teach(context: Context, command: TeachExample) -> Done | Problem:
    """Propose an example."""
    officer = context.person.officer
    if officer is None or not desk_of(officer).may(Act.PROPOSE):
        return Problem("", say("Mengajari Peka tidak dilakukan dari peran ini."))
    if not teaching.propose(context.unit, command.text, command.intent, officer.id):
        return Problem("", say("Kalimat itu sudah pernah diusulkan."))
    audit.note(context.unit, f"staff:{officer.id}", "proposed an example", command.intent)
    return Done(Taught())


@does(DecideExample)
def decide(context: Context, command: DecideExample) -> Done | Problem:
    """Agree to an example of somebody else, or refuse it."""
    officer = context.person.officer
    may = officer is not None and desk_of(officer).may(Act.APPROVE)
    if (
        officer is None
        or not may
        or not teaching.decide(context.unit, command.number, officer.id, agreed=command.agreed)
    ):
        return Problem("", say("Usulan itu sudah diputuskan, atau usulan Bapak/Ibu sendiri."))
    done = "agreed to an example" if command.agreed else "refused an example"
    audit.note(context.unit, f"staff:{officer.id}", done, f"example:{command.number}")
    return Done(ExampleDecided(agreed=command.agreed))
