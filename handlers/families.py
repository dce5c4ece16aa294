"""The fact ``families``: what the newest visible data says of this chat's families."""

from __future__ import annotations

from conversations.changed import replace
from conversations.facts import Facts, Family, Grade, Linked
from handlers.facts import Library
from storage import audit, guarding, households, tries
from storage.households import LIGHT
from storage.people import Known
from storage.unit import Unit


def load_families(unit: Unit, person: Known, _library: Library, facts: Facts) -> Facts:
    """Load the families of a chat; each look at one is noted."""
    found = households.of_person(unit, person.id)
    for one in found:
        audit.note(unit, f"person:{person.id}", "looked", f"family:{one.family}")
    families = tuple(Family(one.link, Grade(one.grade), one.household) for one in found)
    return replace(facts, families=families)


def load_linked(unit: Unit, person: Known, library: Library, facts: Facts) -> Facts:
    """Load who else sees the families of a chat, as far as it may know."""
    found = guarding.others(unit, person.id)
    linked = (
        Linked(one.link, one.own, library.local(one.since), one.known, one.own_grade == LIGHT)
        for one in found
    )
    return replace(facts, linked=tuple(linked))


PROOF = "proof"


def load_waits(unit: Unit, person: Known, _library: Library, facts: Facts) -> Facts:
    """Tell how many minutes a chat has to wait before its next proof."""
    seconds = tries.seconds_to_wait(unit, PROOF, tries.chat(person.account, person.address))
    return replace(facts, waits=-(-seconds // 60))
