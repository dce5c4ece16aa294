"""Talking with an officer: opening a case of help, relaying, ending it."""

from __future__ import annotations

import json
from dataclasses import asdict

from bansos.cases import CaseKind, CaseState, is_urgent, start_of, working_days
from bansos.staff import AccusedRole
from conversations.danger.held import holder_name, since_when
from conversations.danger.waiting import worse
from conversations.family.status import Unlink
from conversations.flow import Done, Problem
from conversations.helping.following import FollowedUp, FollowUp
from conversations.helping.help import AddedToHelp, AddToHelp, Held, HelpOpened, OpenHelp
from conversations.helping.relay import EndHelp, StillRead
from conversations.material import Spoken
from conversations.places import village_in
from conversations.said import Kind
from conversations.text import Say, Source, say, say_n
from conversations.turn.taken import Relay
from handlers import desk, draws
from handlers.commands.register import Context, does
from handlers.commands.report import (
    ADDED_BEFORE,
    add,
    keep_evidence,
    may_reopen,
    reopen,
    told,
)
from handlers.commands.stopping import stop_with_asker
from storage import audit, cases, households, lessons, letters, tries
from storage.cases import Case, Opening

HELP = "help"


@does(OpenHelp)
def open_help(context: Context, command: OpenHelp) -> Done | Problem:
    """Open a case that an officer answers in this chat."""
    if command.kind is CaseKind.PUTUS_ASA:
        if known := in_despair(context, command):
            return known
    elif not is_urgent(command.kind) and (problem := too_often(context)):
        return problem
    loud = not tries.seconds_to_wait(context.unit, HELP, *crowd(context))
    tries.failed(context.unit, HELP, patient(context), *crowd(context))
    body: dict[str, object] = {"about": {"text": command.about.text, "voice": command.about.voice}}
    if command.held is not None:
        body["held"] = asdict(command.held)
    case = opened(
        context,
        command.kind,
        command.village,
        body,
        accused=(command.accused, *command.also_accused),
        mode="" if command.safe else desk.UNSAFE,
        loud=loud,
    )
    person = context.person.id if command.safe else None
    if not command.safe:
        cases.forget_person(context.unit, context.person.id)  # nor about anything of before
    code = draws.receipt(context.library.receipt_words)
    cases.add_reporter(context.unit, case.id, draws.alias(), code, person)
    cases.note(context.unit, case.id, "opened", told(command.about), at=case.opened)
    keep_evidence(context, case, command.about, ())
    days = working_days(command.kind, CaseState(case.state)) or 1
    shown = "" if command.safe else code
    letter = letter_about(context, case, command.held)
    lesson = going_on(context) if command.held else ""
    return Done(HelpOpened(case.ref, days, command.safe, shown, command.held, letter, lesson))


def going_on(context: Context) -> str:
    """Give the lesson that somebody in the middle of learning goes on with."""
    passed = lessons.passed(context.unit, context.person.id)
    following = context.library.course.next(passed) if passed else None
    return following.key if following else ""


def letter_about(context: Context, case: Case, held: Held | None) -> str:
    """Issue the letter about a held card, and give its code; empty where none is wanted.

    It names nobody and points to no chat, only to the case: the owner writes the name on it.
    """
    if held is None or not held.letter:
        return ""
    library = context.library
    fields = {
        "kepada": ADDRESSED.get(held.route, ""),
        "pemegang": in_indonesian(holder_name(held, library.wording)),
        "sejak": in_indonesian(since_when(held)),
        "wilayah": ", ".join(library.regions.path(case.village)[:2]),
    }
    day = library.local(context.unit.now).date()
    issued = letters.issue(
        context.unit, kind=letters.CARD, fields=fields, state=letters.VALID, case=case.id, day=day
    )
    return issued.code


ADDRESSED = {"polres": "Kepolisian Resor", "kejari": "Kejaksaan Negeri"}
"""Whom a letter is for, by the owner's choice; else the line stays open."""


def in_indonesian(text: Say) -> str:
    """Speak a text as it stands on a letter."""
    return text.into(Source())


def in_despair(context: Context, command: OpenHelp) -> Done | None:
    """Go on in the open case of somebody in despair: nobody waits there, and one is enough."""
    own = cases.of_person(context.unit, context.person.id)
    case = next((one for one in own if one.kind == command.kind and one.closed is None), None)
    if case is None:
        return None
    if case.waiting:  # told already and not answered yet: told again
        context.notices += desk.alert(context.unit, case, "added", author=context.person.id)
    last = cases.events(context.unit, case.id)[-1:]
    if not last or last[0].text != told(command.about):  # else it was passed on as it was written
        add(context, case, case, command.about, ())
    return Done(HelpOpened(case.ref))


def patient(context: Context) -> tries.Asker:
    """Count the cases of help of one chat: six a day are free, then there is a wait."""
    name = f"{context.person.account}:{context.person.address}"
    return tries.Asker(name, 6, (600, 3600, 21_600))


def too_often(context: Context) -> Problem | None:
    """Ask whoever called many times today to wait a little; never in an urgent matter."""
    seconds = tries.seconds_to_wait(context.unit, HELP, patient(context))
    minutes = -(-seconds // 60)
    return Problem("", said_often(minutes)) if seconds else None


def said_often(minutes: int) -> Say:
    """Ask to come back in so many minutes."""
    return say_n(
        "Hari ini petugas sudah beberapa kali dipanggil dari obrolan ini. "
        "Coba lagi {n} menit lagi, ya. Kalau ada bahaya, tulis saja; itu tetap saya sampaikan.",
        "Hari ini petugas sudah beberapa kali dipanggil dari obrolan ini. "
        "Coba lagi {n} menit lagi, ya. Kalau ada bahaya, tulis saja; itu tetap saya sampaikan.",
        minutes,
    )


def crowd(context: Context) -> tuple[tries.Asker, ...]:
    """Count the cases of one network address: beyond many a day not every one rings.

    Each is opened and stands in the list all the same.
    """
    return (tries.origin(context.origin),) if context.origin else ()


def opened(
    context: Context,
    kind: CaseKind,
    village: str,
    body: dict[str, object],
    *,
    accused: tuple[AccusedRole, ...] = (AccusedRole.NONE,),
    mode: str = "",
    family: int | None = None,
    loud: bool = True,
) -> Case:
    """Open a case of any kind for an officer, and where ``loud`` tell those who may see it."""
    state = start_of(kind)
    case = cases.open_case(
        context.unit,
        Opening(
            ref=draws.reference(),
            kind=kind,
            state=state,
            body=json.dumps(body, ensure_ascii=False).encode("utf-8", "replace"),
            village=village,
            accused_role=",".join(accused),
            accused_area="" if accused == (AccusedRole.NONE,) else village,
            mode=mode,
            urgent=is_urgent(kind),
            due=desk.due(context.library, kind, state, context.unit.now),
            family=family,
        ),
    )
    audit.note(context.unit, "citizen", "opened", f"case:{case.id}")
    if loud:
        context.notices += desk.alert(context.unit, case, author=context.person.id)
    return case


@does(Relay)
def relay(context: Context, command: Relay) -> Done:
    """Hand what was written to the officer."""
    case = desk.open_help(context.unit, context.person.id)
    if case is not None:
        said = command.said
        voice = said.media.ref if said.media and said.kind is Kind.VOICE else ""
        text = said.text or WORDLESS.get(said.kind, "(bukan tulisan)")
        hand_over(context, case, Spoken("" if voice else text, voice))
        located(context, case, said.text)
        if case.waiting and worse(case.kind, said.text):  # whoever has not looked yet, looks now
            context.notices += desk.alert(context.unit, case, author=context.person.id)
        if said.media and not voice:
            keep_evidence(context, case, Spoken(voice=said.media.ref), ())
    return Done()


def located(context: Context, case: Case, text: str) -> None:
    """Put the village that is named afterwards into a matter of life that has none yet."""
    if case.kind != CaseKind.PUTUS_ASA or case.village or not case.waiting:
        return
    library = context.library
    if village := village_in(text, library.regions, library.area):
        cases.place(context.unit, case.id, village)


def hand_over(context: Context, case: Case, words: Spoken) -> None:
    """Note words in an open case; an urgent one that was answered gets its clock anew."""
    unanswered = case.waiting
    add(context, case, case, words, ())
    if case.urgent and not unanswered:
        kind = CaseKind(case.kind)
        soon = desk.due(context.library, kind, start_of(kind), context.unit.now)
        cases.move(context.unit, case, case.state, waiting=True, due=soon)


WORDLESS = {Kind.PHOTO: "(foto)", Kind.DOCUMENT: "(berkas)", Kind.LOCATION: "(lokasi)"}


@does(AddToHelp)
def add_to_help(context: Context, command: AddToHelp) -> Done | Problem:
    """Put what was said beside a call for an officer into the case that is open already."""
    case = desk.open_help(context.unit, context.person.id)
    if case is None:
        return Problem("", say('Percakapan itu sudah ditutup. Tulis "petugas" sekali lagi.'))
    hand_over(context, case, command.words)
    return Done(AddedToHelp())


@does(EndHelp)
def end_help(context: Context, command: EndHelp) -> Done:
    """Close the case: the citizen has heard enough. An urgent or unanswered one stays open."""
    case = desk.open_help(context.unit, context.person.id)
    if case is not None and (case.urgent or not desk.answered(case)):
        cases.note(context.unit, case.id, "ended", "(mengakhiri obrolan; perkara tetap terbuka)")
        return Done(StillRead())
    if case is not None:
        cases.note(context.unit, case.id, "closed", "Diselesaikan oleh warga.")
        state = CaseState.SELESAI
        cases.move(context.unit, case, state, waiting=False, due=None, closed=True)
    return Done(command)


@does(FollowUp)
def follow_up(context: Context, command: FollowUp) -> Done | Problem:
    """Open a closed case again for what its citizen still has to say; a report only once."""
    own = cases.by_ref(context.unit, command.ref)
    mine = {one.person for one in cases.reporters(context.unit, own.id)} if own else set()
    if own is None or context.person.id not in mine or own.kind == CaseKind.GRADUASI:
        return Problem("", say("Nomor itu tidak saya temukan."))
    case = (cases.by_id(context.unit, own.joined_to) if own.joined_to else None) or own
    if case.closed is not None:
        if not may_reopen(context.unit, case):
            return Problem("", ADDED_BEFORE)
        case = reopen(context, case, own)
    add(context, case, own, command.words, ())
    return Done(FollowedUp(CaseKind(case.kind) in desk.HELP, urgent=case.urgent))


# Links that are not right


@does(Unlink)
def unlink(context: Context, command: Unlink) -> Done:
    """Part this chat from a family that is not theirs."""
    link = households.link_of(context.unit, command.link)
    if link is not None and link.person == context.person.id:
        households.unlink(context.unit, link.id, "not mine")
        stop_with_asker(context, link.person, link.family)
        audit.note(context.unit, f"person:{link.person}", "unlinked", f"family:{link.family}")
        context.person.links -= 1
        own = households.of_person(context.unit, context.person.id)
        context.person.firm = any(one.grade == "firm" for one in own)
    return Done(command)
