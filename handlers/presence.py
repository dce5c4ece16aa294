"""What a platform says about somebody's address: blocked, back, moved, no more education."""

from __future__ import annotations

from handlers.channel import Presence, Signal
from storage import cases, outbox, people
from storage.unit import Unit


def heed(unit: Unit, signal: Signal) -> None:
    """Note what the platform says about an address, once."""
    if not people.claim(unit, signal.account, signal.id):
        return
    for address in (signal.address, *signal.aliases):
        heed_address(unit, signal, address)


def heed_address(unit: Unit, signal: Signal, address: str) -> None:
    """Apply a signal to one of the addresses that it names."""
    if signal.presence in {Presence.BLOCKED, Presence.BACK}:
        blocked = signal.presence is Presence.BLOCKED
        people.block(unit, signal.account, address, blocked=blocked)
        if not blocked:
            outbox.revive(unit, signal.account, address)
    elif signal.presence is Presence.NUMBER_CHANGED:
        for person in people.ids(unit, signal.account, address):
            people.forget_proofs(unit, person)
            cases.forget_person(unit, person)
            outbox.drop(unit, person, "number_changed")
    else:
        wanted = signal.presence is Presence.RESUME_EDUCATION
        for person in people.ids(unit, signal.account, address):
            people.education_of(unit, person, wanted=wanted, by=f"{signal.presence}")
