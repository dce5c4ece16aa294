"""Where the aid of a family stands, in words: whole, or in a line where it was just read."""

from __future__ import annotations

from collections.abc import Sequence

from bansos.household import Benefit, Household, mask_name
from bansos.programmes import Programme
from bansos.statuses import Stage, Status
from conversations.facts import Facts, Family, Grade
from conversations.phrases import name_of, quarter
from conversations.readers import short
from conversations.text import Say, lines, mark, say, say_n, sentence, told

MOST_LISTED = 6


def families(facts: Facts) -> tuple[Family, ...]:
    """Give the families of this chat; none before they were loaded."""
    return facts.families or ()


def head_of(family: Family) -> str:
    """Name the head of a family; with initials only where the proof is light."""
    head = family.household.head
    return head if family.grade is Grade.FIRM else mask_name(head)


def place_of(facts: Facts, family: Family) -> Say:
    """Tell a family from another one: where it lives, and the end of its No. KK."""
    names = facts.regions.path(family.household.village)[:2]
    return say(
        "{place}, No. KK …{kk}",
        place=", Kec. ".join(names),
        kk=family.household.kk_masked[-2:],
    )


def cash(facts: Facts, household: Household) -> list[Say]:
    """Tell of the programmes that pay the family."""
    return [one(facts, benefit) for benefit in paying(household)]


def paying(household: Household) -> tuple[Benefit, ...]:
    """Give the newest benefit of each programme that pays the family."""
    latest = household.latest()
    return tuple(one for one in latest if one.programme is not Programme.PBI_JKN)


def one(facts: Facts, benefit: Benefit) -> Say:
    """Tell one programme: period, status, what it means, what to do, who is counted."""
    status = facts.statuses.get(benefit.status)
    programme = name_of(benefit.programme, facts)
    period = quarter(benefit.period) if benefit.period else say("periode belum disebut")
    head = say(
        "{programme}, {period}: {status}.",
        programme=programme,
        period=period,
        status=status_name(benefit, status),
    )
    return lines(
        sentence(head, told(status.meaning)),
        say("Sekarang: {action}", action=told(status.action)),
        counted(facts, benefit),
    )


def status_name(benefit: Benefit, status: Status) -> str:
    """Name a status; one that is new to us as the office wrote it."""
    new = status.stage is Stage.UNKNOWN and benefit.status_raw
    return short(benefit.status_raw, 60) if new else status.name


def counted(facts: Facts, benefit: Benefit) -> Say | None:
    """Name the components that PKH counts."""
    if not benefit.components:
        return None
    names = [name_of(component, facts) for component in sorted(benefit.components)]
    return say("Yang dihitung: {names}.", names=listed(names))


def listed(names: Sequence[Say]) -> Say:
    """Put names behind each other with commas."""
    first, *rest = names
    spoken = first
    for name in rest:
        spoken = say("{before}, {name}", before=spoken, name=name)
    return spoken


def insured(facts: Facts, household: Household) -> list[Say]:
    """Tell how many persons have the insurance, status by status: it is per person."""
    counts: dict[str, int] = {}
    for benefit in household.latest():
        if benefit.programme is Programme.PBI_JKN:
            status = facts.statuses.get(benefit.status)
            counts[status.key] = counts.get(status.key, 0) + 1
    return [insured_as(facts, facts.statuses.get(key), n) for key, n in counts.items()]


def insured_as(facts: Facts, status: Status, n: int) -> Say:
    """Tell what one status of the insurance means for ``n`` persons."""
    return lines(
        sentence(
            say_n(
                "{programme}, {n} orang: {status}.",
                "{programme}, {n} orang: {status}.",
                n,
                programme=name_of(Programme.PBI_JKN, facts),
                status=status.name,
            ),
            told(status.meaning),
        ),
        say("Sekarang: {action}", action=told(status.action)),
    )


def troubled(facts: Facts, household: Household) -> bool:
    """Tell whether some aid stands where the family itself can only ask somebody."""
    stages = {facts.statuses.get(one.status).stage for one in household.latest()}
    return bool(stages & {Stage.REPAIR, Stage.STOPPED, Stage.UNKNOWN})


# Once more, in short


def in_short(facts: Facts, household: Household) -> Say | None:
    """Name the programmes that pay, with their statuses only; None where there are none."""
    stands = [
        say(
            "{programme} {status}",
            programme=name_of(benefit.programme, facts),
            status=status_name(benefit, facts.statuses.get(benefit.status)),
        )
        for benefit in paying(household)
    ]
    return listed(stands) if stands else None


def shown_as(facts: Facts, family: Family) -> str:
    """Name a family and how it stands: what the button under its status carries.

    Where it is still the same, the status need not be told whole once more.
    """
    stands = in_short(facts, family.household)
    return f"{family.link}~{mark(stands)[:8]}" if stands else str(family.link)


def link_in(shown: str) -> str:
    """Give the link out of what the button under a status carries."""
    return shown.partition("~")[0]


def to_do(facts: Facts, household: Household, stages: frozenset[Stage]) -> list[Say]:
    """Say per programme what can be done now, where its status is one of these."""
    found = []
    for benefit in paying(household):
        status = facts.statuses.get(benefit.status)
        if status.stage in stages:
            name, action = name_of(benefit.programme, facts), told(status.action)
            shown = status_name(benefit, status)
            found.append(
                say(
                    "{programme} ({status}): {action}",
                    programme=name,
                    status=shown,
                    action=action,
                )
            )
    return found
