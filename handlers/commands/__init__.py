"""What finished conversations do to the store; each module carries out one subject's commands."""

from handlers.commands import around, help, office, proof, report, tasks  # noqa: A004 - a subject's name
from handlers.commands.register import DEEDS, Context, carry_out, does

__all__ = [
    "DEEDS",
    "Context",
    "around",
    "carry_out",
    "does",
    "help",
    "office",
    "proof",
    "report",
    "tasks",
]
