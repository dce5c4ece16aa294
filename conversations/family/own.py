"""What the office's data say of the asker's own families, put before a general answer.

Only families that this chat is linked to, named as their proof allows; everything with its date.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from bansos.programmes import Programme
from bansos.statuses import Stage
from conversations.facts import MEANINGS, Facts, Family
from conversations.family.standing import (
    MOST_LISTED,
    cash,
    counted,
    families,
    head_of,
    in_short,
    shown_as,
    to_do,
)
from conversations.flow import MENU, Closing, Step
from conversations.phrases import packed
from conversations.text import Say, label, lines, paragraphs, say

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
    if mine is None and not facts.read:
        return closing
    steps = after_it(facts, about, closing.steps, told=mine is not None)
    return Closing(packed(mine, *closing.texts), steps)


def after_it(facts: Facts, about: Own, steps: tuple[Step, ...], *, told: bool) -> tuple[Step, ...]:
    """Offer what the statuses mean, in place of looking them up, where they were just told."""
    known = families(facts)
    if about not in {money, to_do_next, account} or len(known) != 1:
        return steps
    shown = shown_as(facts, known[0]) if told else facts.read
    meaning = Step(label("Arti status"), MEANINGS, shown)
    others = tuple(one for one in steps if one.flow not in {"status", MENU.flow})
    return (*others, meaning, MENU)


def money(facts: Facts, family: Family) -> Say | None:
    """Tell where the money of each programme stands; in one line where families are several."""
    stands = in_short(facts, family.household)
    if stands is None:
        return None
    if len(families(facts)) > 1 or facts.read == shown_as(facts, family):
        return lines(head(family), say("{stands}.", stands=stands))
    return lines(head(family), *cash(facts, family.household))


def to_do_next(facts: Facts, family: Family) -> Say | None:
    """Tell what can be done now for each programme."""
    return doing(facts, family, frozenset(Stage))


def account(facts: Facts, family: Family) -> Say | None:
    """Tell what has to be put right before money can come; nothing where all goes its way."""
    return doing(facts, family, frozenset({Stage.REPAIR, Stage.STOPPED, Stage.UNKNOWN}))


def doing(facts: Facts, family: Family, stages: frozenset[Stage]) -> Say | None:
    """Tell what can be done for the programmes that stand so."""
    actions = to_do(facts, family.household, stages)
    return lines(head(family), *actions) if actions else None


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
