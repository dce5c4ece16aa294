"""Leaving a programme: asking, stopping, going on; and the one place where it is filed."""

from __future__ import annotations

import json
from datetime import date

from bansos.cases import CaseKind, CaseState, start_of
from bansos.graduation import STOPPABLE, can_leave, last_day, pause_ends
from bansos.programmes import Programme
from conversations.flow import MENU, OFFICER, Done, Problem, Step
from conversations.graduation.commands import (
    Asked,
    AskToLeave,
    StillWanted,
    Stopped,
    StopRequest,
    Withdraw,
    Withdrawn,
)
from conversations.graduation.standing import spoken_programmes
from conversations.papers import Paper, PaperKind
from conversations.text import label, lines, say
from conversations.turn.taken import Reply, offers
from handlers import draws
from handlers.commands.help import opened
from handlers.commands.proof import FIRM
from handlers.commands.register import Context, does
from handlers.commands.stopping import stop
from handlers.graduations import (
    asked_it,
    asker_of,
    draw_up,
    named,
    others_of,
    programmes_of,
    restate,
)
from handlers.notices import Notice
from storage import audit, cases, events, graduations, households, letters, tries
from storage.cases import Case, Opening
from storage.graduations import Graduation
from storage.households import Linked

ASKING = "graduation"
NOT_THERE = say("Data keluarga itu tidak ada lagi di kantor. Petugas bisa membantu memeriksa.")
THERE_IS_ONE = say(
    "Sudah ada permintaan keluar untuk keluarga ini. Lihat di Cek status, atau tanya petugas."
)
MANY_TODAY = say(
    "Hari ini sudah beberapa kali diminta. Coba lagi besok, atau bicara dengan petugas."
)
TOO_LATE = say(
    "Permintaan itu sudah diajukan atau sudah selesai, jadi tidak bisa saya batalkan. "
    "Bicaralah dengan petugas sekarang; mungkin masih ada jalan."
)


@does(AskToLeave)
def ask_to_leave(context: Context, command: AskToLeave) -> Done | Problem:
    """Open a request: seven days nothing happens, and the whole family hears of it."""
    family = family_of(context, command)
    if family is None:
        return Problem("", NOT_THERE)
    households.hold(context.unit, family.family)
    if graduations.open_of(context.unit, family.family):
        return Problem("", THERE_IS_ONE)
    if tries.seconds_to_wait(context.unit, ASKING, often(context)):
        return Problem("", MANY_TODAY)
    tries.failed(context.unit, ASKING, often(context))
    case = cases.open_case(context.unit, opening(family, command))
    code = draws.receipt(context.library.receipt_words)
    cases.add_reporter(context.unit, case.id, draws.alias(), code, context.person.id)
    which = " dan ".join(context.library.wording.of(one).label for one in command.programmes)
    cases.note(context.unit, case.id, "opened", f"Ingin keluar dari {which}.")
    day = pause(context, case, family, command)
    audit.note(context.unit, f"person:{context.person.id}", "asked to leave", f"case:{case.id}")
    letter = draw_up(
        context.unit, context.library, family, command, person=context.person.id, case=case.id
    )
    others = others_of(context.unit, family.family, context.person.id)
    notice = told_of_it(context, case, command.programmes)
    context.notices += [Notice(one, "security", (notice,)) for one in others]
    firm = family.grade == FIRM
    return Done(
        Asked(code, command.programmes, day, firm, letter.code, letter.number, len(others))
    )


def family_of(context: Context, command: AskToLeave) -> Linked | None:
    """Find the family, if it is this chat's and has what it is to leave."""
    own = households.of_person(context.unit, context.person.id)
    family = next((one for one in own if one.link == command.link), None)
    wanted = set(command.programmes)
    if family is None or not wanted or not wanted <= set(can_leave(family.household)):
        return None
    return family


def often(context: Context) -> tries.Asker:
    """Count the requests of one chat: three a day, so that nobody frightens a family with them."""
    name = f"leaving:{context.person.account}:{context.person.address}"
    return tries.Asker(name, 3, (21_600, 86_400))


def opening(family: Linked, command: AskToLeave) -> Opening:
    """Make the case; why and who asked lie sealed in it."""
    body = {
        "reason": command.reason.value,
        "reason_words": command.reason_words,
        "signer": command.signer,
        "by_member": command.by_member,
    }
    return Opening(
        ref=draws.reference(),
        kind=CaseKind.GRADUASI,
        state=start_of(CaseKind.GRADUASI),
        body=json.dumps(body, ensure_ascii=False).encode("utf-8", "replace"),
        village=family.household.village,
        family=family.family,
    )


def pause(context: Context, case: Case, family: Linked, command: AskToLeave) -> date:
    """Keep the request beside its case, and begin the seven days."""
    today = context.facts.today
    officer = context.person.officer
    graduations.add(
        context.unit,
        case.id,
        family.family,
        tuple(one.value for one in command.programmes),
        firm=family.grade == FIRM,
        asked_by=officer.id if officer else None,
        coded_by=households.issuer(context.unit, family.link),
        last_day=last_day(today),
        until=pause_ends(today, context.library.timezone),
    )
    return last_day(today)


def told_of_it(context: Context, case: Case, programmes: tuple[Programme, ...]) -> Reply:
    """Tell the others of the family at once, with a way to stop it."""
    text = say(
        "Kabar penting: ada permintaan supaya keluarga Bapak/Ibu keluar dari {programmes}. "
        "Selama 7 hari tidak ada yang berubah. Kalau itu keinginan keluarga, "
        'tidak perlu apa-apa. Kalau bukan, pilih "Bukan saya".',
        programmes=spoken_programmes(context.library.wording, programmes),
    )
    return Reply(text, offers((Step(label("Bukan saya"), "bukan_minta", case.ref), MENU)))


# Stopping it


@does(Withdraw)
def withdraw(context: Context, command: Withdraw) -> Done | Problem:
    """Stop one's own request; until it is filed nobody asks why."""
    case = cases.by_ref(context.unit, command.ref)
    request = graduations.of_case(context.unit, case.id) if case else None
    mine = case is not None and asked_it(context.unit, context.person, case.id)
    if case is None or request is None or not mine or case.state not in STOPPABLE:
        return Problem("", TOO_LATE)
    stop(context, case)
    audit.note(context.unit, f"person:{context.person.id}", "withdrew", f"case:{case.id}")
    for other in others_of(context.unit, request.family, context.person.id):
        context.notices.append(Notice(other, "security", (no_longer(context, request),)))
    return Done(Withdrawn(programmes_of(request), command.story))


def no_longer(context: Context, request: Graduation) -> Reply:
    """Tell that a request has ended; not by whom."""
    text = say(
        "Permintaan keluar dari {programmes} sudah dihentikan. Bantuan tidak berubah. "
        "Kalau Bapak/Ibu tidak tahu sebabnya, bicaralah dengan petugas.",
        programmes=named(context.library, request),
    )
    return Reply(text, offers((OFFICER, MENU)))


STOPPED = (
    "Ada permintaan keluar dari bantuan untuk keluarga ini. Anggota lain berkata: bukan keinginan "
    "keluarga. Permintaan itu sudah dihentikan. Tolong tanyakan apakah ada yang memaksa."
)
"""What the officer reads first."""


@does(StopRequest)
def stop_request(context: Context, command: StopRequest) -> Done | Problem:
    """Stop a request that somebody of the family disowns, and let the Dinas look at once."""
    unit, person = context.unit, context.person
    case = cases.by_ref(unit, command.ref)
    request = graduations.of_case(unit, case.id) if case else None
    families = {one.family for one in households.of_person(unit, person.id)}
    if case is None or request is None or request.family not in families:
        return Done(Stopped(stopped=False))
    if case.state not in STOPPABLE or asked_it(unit, person, case.id):
        return Done(Stopped(stopped=False))
    stop(context, case)
    audit.note(unit, f"person:{person.id}", "stopped", f"case:{case.id}")
    asker = asker_of(unit, case.id)
    if asker is not None:
        context.notices.append(Notice(asker, "security", (no_longer(context, request),)))
    body: dict[str, object] = {"graduation": case.ref}
    urgent = opened(context, CaseKind.BUKAN_SAYA, case.village, body, family=request.family)
    code = draws.receipt(context.library.receipt_words)
    cases.add_reporter(unit, urgent.id, draws.alias(), code, person.id)
    cases.note(unit, urgent.id, "opened", STOPPED)
    return Done(Stopped())


@does(StillWanted)
def still_wanted(context: Context, command: StillWanted) -> Done | Problem:
    """Note that the family still wants it after the seven days; nothing is filed by it."""
    case = cases.by_ref(context.unit, command.ref)
    mine = case is not None and asked_it(context.unit, context.person, case.id)
    if case is None or not mine or case.state not in STOPPABLE:
        return Problem("", NOT_RUNNING)
    graduations.confirm(context.unit, case.id)
    cases.note(context.unit, case.id, "added", "Setelah 7 hari: tetap ingin keluar.")
    audit.note(context.unit, f"person:{context.person.id}", "confirmed", f"case:{case.id}")
    return Done(command)


NOT_RUNNING = say("Permintaan itu sudah tidak berjalan.")


# Filing it


def filed(context: Context, case: Case, request: Graduation, officer: int) -> None:
    """File a signed request: the one place where that happens."""
    graduations.filed(context.unit, case.id, officer)
    cases.note(context.unit, case.id, "answered", "Sudah diajukan.", officer)
    cases.move(context.unit, case, CaseState.DIAJUKAN, waiting=False, due=None, officer=officer)
    audit.note(context.unit, f"staff:{officer}", "filed", f"case:{case.id}")
    event = {
        "case": case.ref,
        "state": CaseState.DIAJUKAN.value,
        "programmes": list(request.programmes),
    }
    events.tell(context.unit, "graduation.filed", f"case:{case.ref}", event)
    letter = restate(context.unit, case.id, letters.FILED)
    paper = Paper(PaperKind.LETTER, letter.code) if letter and letter.code else None
    asker = asker_of(context.unit, case.id)
    if asker is not None:
        news = lines(
            say(
                "Permintaan keluar dari {programmes} sudah diajukan.",
                programmes=named(context.library, request),
            ),
            say("Salinan pengajuannya menyusul, nomor {number}.", number=letter.number)
            if letter and paper
            else None,
            say(
                "Yang memutuskan Kemensos; kapan, belum diketahui. "
                "Kalau nanti uangnya masih masuk, beri tahu kami."
            ),
        )
        steps = (Step(label("Masih cair"), "graduasi_masih_cair"), MENU)
        told = Reply(news, offers(steps), paper=paper)
        context.notices.append(Notice(asker, "case", (told,)))
