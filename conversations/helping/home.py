"""Where the asker lives: known from the family that is linked to the chat, or asked."""

from __future__ import annotations

from conversations.facts import Facts
from conversations.flow import Known
from conversations.text import say

PLACE_UNKNOWN = Known("tempat_belum_tahu", lambda facts: not home(facts))
DISTRICT = 8
"""Signs of a dotted kecamatan code."""


def home(facts: Facts) -> str:
    """Give the village of the one family this chat is linked to: then nobody need ask for it."""
    families = facts.families or ()
    return families[0].household.village if len(families) == 1 else ""


WHICH_DISTRICT = say("Bapak/Ibu di kecamatan apa?")
