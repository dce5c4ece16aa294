"""The facts that a flow may declare, each with the function that loads it."""

from __future__ import annotations

from collections.abc import Callable

from conversations.facts import Facts
from handlers.commands.lessons import load_learned, load_quiz
from handlers.desk import load_helped, load_kept, load_tasks
from handlers.facts import Library
from handlers.families import load_families, load_linked, load_waits
from handlers.graduations import load_graduations, load_pausing
from handlers.schedules import load_schedules
from handlers.teaching import load_asked, load_proposed
from storage.people import Known
from storage.unit import Unit

Loader = Callable[[Unit, Known, Library, Facts], Facts]
LOADERS: dict[str, Loader] = {
    "asked": load_asked,
    "families": load_families,
    "graduations": load_graduations,
    "helped": load_helped,
    "kept": load_kept,
    "linked": load_linked,
    "schedules": load_schedules,
    "learned": load_learned,
    "quiz": load_quiz,
    "pausing": load_pausing,
    "proposed": load_proposed,
    "tasks": load_tasks,
    "waits": load_waits,
}


def load(
    unit: Unit, person: Known, library: Library, facts: Facts, names: tuple[str, ...]
) -> Facts:
    """Add the facts that a flow declared."""
    for name in names:
        facts = LOADERS[name](unit, person, library, facts)
    return facts
