"""What the office's data say of the asker's own families, put before a general answer.

Only families that this chat is linked to, named as their proof allows; everything with its date.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from bansos.programmes import Programme
from conversations.facts import Facts, Family
from conversations.flow import Closing
from conversations.phrases import name_of, packed
from conversations.status import MOST_LISTED, cash, counted, families, head_of, listed, status_name
from conversations.text import Say, lines, paragraphs, say

Own: TypeAlias = Callable[[Facts, Family], "Say | None"]
"""Says one thing about one family, or nothing where its data hold none."""


def own(facts: Facts, about: Own) -> Say | None:
    """Say one thing about each family of the asker; None where none is linked."""
    found = (about(facts, family) for family in families(facts)[:MOST_LISTED])
    said = [one for one in found if one is not None]
    return paragraphs(*said) if said else None


def before(facts: Facts, about: Own, closing: Closing) -> Closing:
    """Put the family's own data before what is told to everybody."""
    mine = own(facts, about)
    if mine is None:
        return closing
    return Closing(packed(mine, *closing.texts), closing.steps)


def money(facts: Facts, family: Family) -> Say | None:
    """Tell where the money of each programme stands; in one line where families are several."""
    if not cash(facts, family.household):
        return None
    if len(families(facts)) > 1:
        return in_short(facts, family)
    return lines(head(family), *cash(facts, family.household))


def in_short(facts: Facts, family: Family) -> Say:
    """Name programmes and statuses only."""
    stands = [
        say(
            "{programme} {status}",
            programme=name_of(benefit.programme, facts),
            status=status_name(benefit, facts.statuses.get(benefit.status)),
        )
        for benefit in family.household.latest()
        if benefit.programme is not Programme.PBI_JKN
    ]
    return lines(head(family), say("{stands}.", stands=listed(stands)))


def components(facts: Facts, family: Family) -> Say | None:
    """Name those whom PKH counts in this family."""
    latest = family.household.latest()
    pkh = next((one for one in latest if one.programme is Programme.PKH), None)
    names = counted(facts, pkh) if pkh else None
    return lines(head(family), names) if names else None


def desil(_facts: Facts, family: Family) -> Say:
    """Repeat the desil that the office's list holds; nothing is computed."""
    household = family.household
    if household.desil is None:
        return say(
            "Desil keluarga {head} belum ada di data kantor (data per {day}).",
            head=head_of(family),
            day=household.as_of,
        )
    return say(
        "Desil keluarga {head} di data kantor: {desil} (data per {day}).",
        head=head_of(family),
        desil=household.desil,
        day=household.as_of,
    )


def head(family: Family) -> Say:
    """Name the family and the day of its data."""
    return say(
        "Keluarga {head}, data per {day}:", head=head_of(family), day=family.household.as_of
    )
