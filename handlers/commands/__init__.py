"""What finished conversations do to the store; each module carries out one subject's commands."""

from handlers.commands import (
    around,
    broadcast,
    decisions,
    graduation,
    graduation_desk,
    help,  # noqa: A004 - a subject's name
    lessons,
    office,
    proof,
    recalling,
    report,
    still_paid,
    strangers,
    tasks,
    teaching,
)
from handlers.commands.register import DEEDS, Context, carry_out, does

__all__ = [
    "DEEDS",
    "Context",
    "around",
    "broadcast",
    "carry_out",
    "decisions",
    "does",
    "graduation",
    "graduation_desk",
    "help",
    "lessons",
    "office",
    "proof",
    "recalling",
    "report",
    "still_paid",
    "strangers",
    "tasks",
    "teaching",
]
