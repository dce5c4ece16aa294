"""What a finished conversation does to the store: one function for each command.

A command is a frozen dataclass made by a flow; the function that carries it out is registered
here by the command's class and answers with Done or Problem.  All of it happens inside the
turn's own transaction.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from conversations.facts import Facts
from conversations.flow import Command, Done, Problem
from handlers.facts import Library
from handlers.notices import Notice
from storage.people import Known
from storage.unit import Unit

C = TypeVar("C")


@dataclass(slots=True)
class Context:
    """Everything that a command may touch."""

    unit: Unit
    person: Known
    facts: Facts
    library: Library
    origin: str = ""
    """Where the asker comes from, beyond the chat: slows guessing from many chats."""
    notices: list[Notice] = field(default_factory=list)
    """What somebody else is told: rendered and queued with the turn."""


Deed = Callable[[Context, C], Done | Problem]
DEEDS: dict[type, Callable[[Context, Any], Done | Problem]] = {}


def does(command: type[C]) -> Callable[[Deed[C]], Deed[C]]:
    """Register the function that carries out a command."""

    def register(deed: Deed[C]) -> Deed[C]:
        DEEDS[command] = deed
        return deed

    return register


def carry_out(context: Context, command: Command) -> Done | Problem:
    """Carry out one command; an unknown one is a bug and undoes the turn."""
    return DEEDS[type(command)](context, command)
