"""Consent, language, education messages, and being forgotten."""

from __future__ import annotations

from conversations.around.around import EraseMe, SetEducation, SetLanguage
from conversations.around.consent import GiveConsent
from conversations.flow import Done
from handlers.commands.register import Context, does
from handlers.commands.stopping import stop_with_asker
from storage import audit, cases, evidence, households, lessons, letters, people
from storage.unit import ms


@does(GiveConsent)
def give_consent(context: Context, command: GiveConsent) -> Done:
    """Note when the person agreed."""
    context.person.consent_at = ms(context.unit.now)
    return Done(command)


@does(SetLanguage)
def set_language(context: Context, command: SetLanguage) -> Done:
    """Speak another language from now on."""
    context.person.language = command.language
    return Done(command)


@does(SetEducation)
def set_education(context: Context, command: SetEducation) -> Done:
    """Send education messages, or no longer."""
    context.person.education = command.wanted
    people.education_of(context.unit, context.person.id, wanted=command.wanted, by="person")
    return Done(command)


@does(EraseMe)
def erase_me(context: Context, command: EraseMe) -> Done:
    """Forget links, consent and the ways back; official records stay, without them."""
    unit, person = context.unit, context.person
    stop_with_asker(context, person.id)
    households.forget(unit, person.id)
    cases.forget_person(unit, person.id)
    evidence.forget(unit, person.id)
    lessons.forget(unit, person.id)
    letters.forget(unit, person.id)
    people.forget(unit, person)
    person.officer = None
    audit.note(unit, f"person:{person.id}", "erased", f"person:{person.id}")
    return Done(command)
