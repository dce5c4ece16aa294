"""Requests to leave a programme, as officers move them: by role and area, never by one alone."""

from __future__ import annotations

from bansos.cases import CaseKind, CaseState
from bansos.graduation import (
    Decision,
    Hands,
    LeavingReason,
    Visit,
    Watch,
    after_decision,
    after_visit,
    after_watch,
)
from bansos.numbers import without_family_numbers
from bansos.programmes import Period, read_period
from bansos.staff import AccusedRole, Act
from conversations.changed import replace
from conversations.flow import MENU, Done, Problem, Step
from conversations.graduation.desk import (
    FileRequest,
    HandOutLetter,
    LetterFound,
    Moved,
    NoteDecision,
    NoteVisit,
    NoteWatch,
    OpenRequest,
    RequestView,
)
from conversations.phrases import quarter
from conversations.text import Say, label, lines, say, sentence
from conversations.turn.taken import Reply, offers
from handlers import desk
from handlers.commands.graduation import filed, no_longer
from handlers.commands.help import opened
from handlers.commands.register import Context, does
from handlers.commands.tasks import NOT_HERE, officer_id, working
from handlers.graduations import (
    asker_of,
    letter_of,
    named,
    no_more_reminder,
    programmes_of,
    restate,
)
from handlers.notices import Notice
from storage import audit, cases, graduations, households, letters, staff
from storage.cases import Case
from storage.graduations import Graduation

VISITS = frozenset({Act.SCHEDULE_VISITS, Act.DECIDE_CASES})
"""Who visits: the field staff of the programmes, and the reviewing unit; not the village's own."""
OWN_REQUEST = say("Permintaan ini dibuat dari obrolan Bapak/Ibu. Petugas lain yang berkunjung.")
OWN_CODE = say(
    "Kode untuk keluarga ini dibuat oleh Bapak/Ibu. Petugas lain yang berkunjung, "
    "supaya dilihat dua orang."
)
NOT_YOU = say(
    "Yang meminta atau berkunjung tidak boleh mengajukan. "
    "Petugas lain yang mengajukan, supaya dilihat dua orang."
)
NOT_NOW = say("Langkah itu belum atau tidak lagi bisa dilakukan. Buka lagi permintaannya.")
NOT_YOUR_ROLE = say("Langkah itu bukan untuk peran Bapak/Ibu. Tanyakan ke admin kantor.")


@does(HandOutLetter)
def hand_out_letter(context: Context, command: HandOutLetter) -> Done | Problem:
    """Give an officer of the area the letter, to be printed for the visit; the look is noted."""
    case, officer = working(context, command.ref), officer_id(context)
    letter = letter_of(context.unit, case.id) if case else None
    if case is None or letter is None or not letter.code:
        return Problem("", NOT_HERE)
    audit.note(context.unit, f"staff:{officer}", "took the letter", f"case:{case.id}")
    return Done(LetterFound(letter.code, letter.number))


@does(OpenRequest)
def open_request(context: Context, command: OpenRequest) -> Done | Problem:
    """Show a request to an officer of its area; the look is noted."""
    officer = context.person.officer
    case = desk.visible(context.unit, officer, command.ref)
    request = graduations.of_case(context.unit, case.id) if case else None
    if case is None or officer is None or request is None:
        return Problem("", NOT_HERE)
    audit.note(context.unit, f"staff:{officer.id}", "looked", f"case:{case.id}")
    return Done(view(context, case, request))


def view(context: Context, case: Case, request: Graduation) -> RequestView:
    """Make what an officer of the area may see."""
    head, kk = family_of(context, request)
    asked = desk.body(case)
    return RequestView(
        ref=case.ref,
        state=CaseState(case.state),
        village=case.village,
        head=head,
        kk_masked=kk,
        programmes=programmes_of(request),
        reason=LeavingReason(str(asked.get("reason", LeavingReason.LAIN))),
        reason_words=str(asked.get("reason_words", "")),
        signer=str(asked.get("signer", "")),
        by_member=str(asked.get("by_member", "")),
        firm=request.firm,
        last_day=request.last_day,
        confirmed=request.confirmed is not None,
        visitor=name_of_officer(context, request.visited_by),
        filer=name_of_officer(context, request.filed_by),
        effective=request.effective,
        watched=request.watched,
        quiet=request.quiet,
        acts=acts(context, case, request),
        elsewhere=elsewhere(context, case, request),
    )


def elsewhere(context: Context, case: Case, request: Graduation) -> Say | None:
    """Say why another officer has to visit, where it is time for the visit."""
    why = visiting(context, request) if case.state == CaseState.KUNJUNGAN else None
    return None if why == NOT_YOUR_ROLE else why


def family_of(context: Context, request: Graduation) -> tuple[str, str]:
    """Name the family to who may see families; that look is noted too."""
    officer = context.person.officer
    if officer is None or not desk.desk_of(officer).may(Act.SEE_FAMILIES):
        return "", ""
    home = households.household(context.unit, request.family)
    audit.note(context.unit, f"staff:{officer.id}", "looked", f"family:{request.family}")
    return (home.head, home.kk_masked) if home else ("", "")


def name_of_officer(context: Context, id_: int | None) -> str:
    """Name an officer who has touched the request."""
    found = staff.get(context.unit, id_) if id_ is not None else None
    return found.name if found else ""


def acts(context: Context, case: Case, request: Graduation) -> tuple[str, ...]:
    """List what the one who looks may do now, by flow."""
    if working(context, case.ref) is None:
        return ()
    state = CaseState(case.state)
    may = {
        "graduasi_kunjungan": state is CaseState.KUNJUNGAN and not visiting(context, request),
        "graduasi_ajukan": state is CaseState.TANDA_TANGAN and not filing(context, request),
        "graduasi_hasil": state is CaseState.DIAJUKAN and decides(context),
        "graduasi_pantau": state in WATCHED,
        "graduasi_surat": letter_of(context.unit, case.id) is not None,
        "tugas_tanya": True,
        "tugas_buka": True,
    }
    return tuple(name for name, allowed in may.items() if allowed)


WATCHED = frozenset({CaseState.BERLAKU, CaseState.DIPANTAU, CaseState.DITERUSKAN})


def decides(context: Context) -> bool:
    """Tell whether the officer's role decides cases."""
    officer = context.person.officer
    return officer is not None and desk.desk_of(officer).may(Act.DECIDE_CASES)


def visiting(context: Context, request: Graduation) -> Say | None:
    """Say why this officer may not write down a visit; None: may."""
    officer = context.person.officer
    if officer is None or not any(desk.desk_of(officer).may(act) for act in VISITS):
        return NOT_YOUR_ROLE
    if hands(request).may_visit(officer.id):
        return None
    return OWN_CODE if officer.id == request.coded_by else OWN_REQUEST


def filing(context: Context, request: Graduation) -> Say | None:
    """Say why this officer may not file; None: may."""
    officer = context.person.officer
    if officer is None or not decides(context):
        return NOT_YOUR_ROLE
    return None if hands(request).may_file(officer.id) else NOT_YOU


def hands(request: Graduation) -> Hands:
    """Tell which officers have touched the request."""
    return Hands(request.asked_by, request.visited_by, request.coded_by)


def at_work(
    context: Context, ref: str, *states: CaseState
) -> tuple[Case, Graduation, int] | Problem:
    """Find a request that this officer may work on, in one of these states."""
    case, officer = working(context, ref), officer_id(context)
    request = graduations.of_case(context.unit, case.id) if case else None
    if case is None or request is None or officer is None:
        return Problem("", NOT_HERE)
    return (case, request, officer) if case.state in states else Problem("", NOT_NOW)


# The visit


@does(NoteVisit)
def note_visit(context: Context, command: NoteVisit) -> Done | Problem:
    """Write down what a visit found: only a yes goes on, everything else ends or waits."""
    found = at_work(context, command.ref, CaseState.KUNJUNGAN)
    if isinstance(found, Problem):
        return found
    case, request, officer = found
    if refused := visiting(context, request):
        return Problem("", refused)
    state = after_visit(command.result)
    if command.result is not Visit.TIDAK_DITEMUI:
        graduations.visited(context.unit, case.id, officer)
    told = "" if command.result is Visit.TEKANAN else command.note
    note = f"Kunjungan: {WORDS[command.result]}. {told}".strip()
    cases.note(context.unit, case.id, "visited", note, officer)
    step(context, case, state, officer)
    audit.note(context.unit, f"staff:{officer}", f"visited {command.result}", f"case:{case.id}")
    if command.result is Visit.TEKANAN:
        pressed(context, case, request, command.note)
    elif state is CaseState.DIBATALKAN:
        tell(context, case, no_longer(context, request))
    elif state is CaseState.TANDA_TANGAN:
        context.notices += desk.alert(context.unit, case, command.result, author=context.person.id)
    return Done(Moved(case.ref, state))


WORDS = {
    Visit.TETAP: "tetap mau, surat bermeterai ditandatangani",
    Visit.BERUBAH: "berubah pikiran",
    Visit.TIDAK_DITEMUI: "tidak ditemui, atau surat belum lengkap",
    Visit.TEKANAN: "tidak dilanjutkan",
}
"""What stands in the request; of pressure nothing does: whoever pushes may read it."""
PRESSED = (
    "Saat kunjungan keluarga ini mengaku disuruh keluar dari bantuan. "
    "Permintaan sudah dihentikan. Siapa yang menyuruh, tolong ditanyakan dengan aman."
)


def pressed(context: Context, case: Case, request: Graduation, note: str) -> None:
    """Open an urgent case for the Dinas; the family is not written to, lest somebody reads it."""
    body: dict[str, object] = {"graduation": case.ref}
    urgent = opened(
        context, CaseKind.ANCAMAN, case.village, body,
        accused=(AccusedRole.NONE,), mode=desk.UNSAFE, family=request.family,
    )  # fmt: skip
    cases.note(context.unit, urgent.id, "opened", f"{PRESSED} {note}".strip())


LETTER_SAYS = {
    CaseState.DIBATALKAN: letters.WITHDRAWN,
    CaseState.DITOLAK: letters.WITHDRAWN,
    CaseState.BERLAKU: letters.VALID,
}


def step(
    context: Context, case: Case, state: CaseState, officer: int, *, waiting: bool = False
) -> None:
    """Move the case, with the clock of its new state."""
    over = state in {CaseState.DIBATALKAN, CaseState.DITOLAK, CaseState.SELESAI}
    if state in LETTER_SAYS:
        restate(context.unit, case.id, LETTER_SAYS[state])
    if state is not CaseState.KUNJUNGAN:
        no_more_reminder(context.unit, case.id)
    due = desk.due(context.library, CaseKind.GRADUASI, state, context.unit.now)
    cases.move(context.unit, case, state, waiting=waiting, due=due, closed=over, officer=officer)


def tell(context: Context, case: Case, reply: Reply) -> None:
    """Tell the one who asked, where the way back was kept."""
    asker = asker_of(context.unit, case.id)
    if asker is not None:
        context.notices.append(Notice(asker, "case", (reply,)))


# Filing, and what came of it


@does(FileRequest)
def file_request(context: Context, command: FileRequest) -> Done | Problem:
    """File a signed request, by somebody who neither asked nor visited."""
    found = at_work(context, command.ref, CaseState.TANDA_TANGAN)
    if isinstance(found, Problem):
        return found
    case, request, officer = found
    if refused := filing(context, request):
        return Problem("", refused)
    filed(context, case, request, officer)
    return Done(Moved(case.ref, CaseState.DIAJUKAN))


@does(NoteDecision)
def note_decision(context: Context, command: NoteDecision) -> Done | Problem:
    """Write down what the ministry decided; the family reads it."""
    found = at_work(context, command.ref, CaseState.DIAJUKAN)
    if isinstance(found, Problem):
        return found
    case, request, officer = found
    if not decides(context):
        return Problem("", NOT_YOUR_ROLE)
    command = replace(command, note=without_family_numbers(command.note))
    state = after_decision(command.decision)
    graduations.effective(context.unit, case.id, command.period)
    cases.note(context.unit, case.id, "answered", command.note or WHAT[command.decision], officer)
    step(context, case, state, officer)
    audit.note(context.unit, f"staff:{officer}", f"decided {state}", f"case:{case.id}")
    tell(context, case, decision(context, request, command))
    return Done(Moved(case.ref, state))


WHAT = {Decision.BERLAKU: "Permintaan keluar berlaku.", Decision.DITOLAK: "Tidak diterima."}


def decision(context: Context, request: Graduation, command: NoteDecision) -> Reply:
    """Tell the family what was decided, and what to do if money still comes."""
    programmes, period = named(context.library, request), read_period(command.period)
    said = say("Petugas: {text}", text=command.note) if command.note else None
    if command.decision is Decision.DITOLAK or period is None:
        head = say(
            "Permintaan keluar dari {programmes} tidak diterima. Bantuan tidak berubah.",
            programmes=programmes,
        )
        return Reply(lines(head, said), offers((Step(label("Cek status"), "status"), MENU)))
    head = say(
        "Permintaan keluar dari {programmes} tercatat berlaku mulai {period}.",
        programmes=programmes,
        period=quarter(period),
    )
    foot = say("Kami memantau dua periode. Kalau uangnya masih masuk, beri tahu kami.")
    steps = offers((Step(label("Masih cair"), "graduasi_masih_cair"), MENU))
    return Reply(lines(head, said, foot), steps)


@does(NoteWatch)
def note_watch(context: Context, command: NoteWatch) -> Done | Problem:
    """Write down what one period brought; two quiet ones in a row end the watch."""
    found = at_work(context, command.ref, *WATCHED)
    if isinstance(found, Problem):
        return found
    case, request, officer = found
    period = read_period(command.period)
    if period is None or not later(period, request):
        return Problem("periode", NOT_THAT_PERIOD, clear=("hasil",))
    state, quiet = after_watch(command.result, request.quiet)
    graduations.watched(context.unit, case.id, period.key, quiet)
    cases.note(
        context.unit, case.id, "watched", f"{period.spoken}: {SEEN[command.result]}", officer
    )
    step(context, case, state, officer)
    audit.note(context.unit, f"staff:{officer}", f"watched {command.result}", f"case:{case.id}")
    if state is CaseState.SELESAI:
        tell(context, case, finished(context, request))
    return Done(Moved(case.ref, state))


SEEN = {Watch.BERHENTI: "tidak ada pembayaran", Watch.MASIH_CAIR: "masih ada pembayaran"}
NOT_THAT_PERIOD = say("Periode itu sudah diperiksa, atau sebelum keputusan berlaku.")


def later(period: Period, request: Graduation) -> bool:
    """Tell whether a period is still to be watched."""
    since, last = read_period(request.effective), read_period(request.watched)
    return (since is None or period >= since) and (last is None or period > last)


def finished(context: Context, request: Graduation) -> Reply:
    """Tell the family that it is over, and thank them."""
    text = sentence(
        say(
            "Dua periode sudah diperiksa: {programmes} tidak lagi dibayarkan.",
            programmes=named(context.library, request),
        ),
        say("Permintaan Bapak/Ibu selesai. Terima kasih."),
    )
    return Reply(text, offers((MENU,)))
