"""Cases as an officer works on them: opening, answering, asking, closing."""

from __future__ import annotations

from datetime import time

from bansos.cases import HIDDEN, CaseKind, CaseState, Category, allowed, can_move
from bansos.numbers import without_family_numbers
from bansos.pointers import asks_who
from bansos.staff import Act
from conversations.changed import replace
from conversations.desk.commands import AnswerCase, Answered, CloseCase, Line, OpenTask, TaskView
from conversations.flow import MENU, Done, Problem, Step
from conversations.helping.following import MORE_TO_SAY, NOT_OVER
from conversations.helping.help import Held
from conversations.text import Say, label, lines, paragraphs, say, sentence
from conversations.turn.taken import Offer, Reply, offers
from handlers import desk
from handlers.commands.register import Context, does
from handlers.notices import Notice
from storage import audit, cases, evidence, guarding, people, staff
from storage.cases import Case, CaseEvent, Reporter

MIDNIGHT = time()
"""At the office: the time of day of what an anonymous reporter did."""
NOT_HERE = say("Tugas itu tidak ada di wilayah Bapak/Ibu, atau sudah ditutup.")
CLOSED_OTHERWISE = say(
    "Permintaan keluar tidak ditutup dari sini. Catat hasil kunjungan di Daftar graduasi."
)
FIRST_MOVE = {CaseKind.LAPOR: CaseState.TELAAH}
"""The state that a first answer brings; of every other kind it is DITANGANI."""
REASONS = {
    "selesai": CaseState.SELESAI,
    "bukan_wewenang": CaseState.SELESAI,
    "gabung": CaseState.SELESAI,
    "tidak_terbukti": CaseState.TIDAK_TERBUKTI,
    "batal": CaseState.DIBATALKAN,
}


@does(OpenTask)
def open_task(context: Context, command: OpenTask) -> Done | Problem:
    """Show a case to an officer who may see it; the look is noted."""
    case = desk.visible(context.unit, context.person.officer, command.ref)
    if case is None or context.person.officer is None:
        return Problem("", NOT_HERE)
    audit.note(context.unit, f"staff:{context.person.officer.id}", "looked", f"case:{case.id}")
    return Done(view(context, case, command.page))


def view(context: Context, case: Case, page: int) -> TaskView:
    """Make what an officer may see: nothing of the person behind the alias."""
    local, officer = context.library.local, context.person.officer
    opened_at = local(case.opened)
    happened = cases.events(context.unit, case.id)
    pieces = evidence.of_case(context.unit, case.id)
    holder = staff.get(context.unit, case.officer) if case.officer is not None else None
    opened = next((one.text for one in happened if one.kind == "opened"), "")
    return TaskView(
        ref=case.ref,
        kind=CaseKind(case.kind),
        state=CaseState(case.state),
        opened=opened_at if opened_at.time() != MIDNIGHT else opened_at.date(),
        due=local(case.due) if case.due else None,
        urgent=case.urgent,
        village=case.village,
        about=without_family_numbers(desk.words(case) or opened),
        category=Category(case.category) if case.category else None,
        accused=desk.accused(case),
        reporter=reporter(context, case, str(desk.body(case).get("name", ""))),
        photos=len([piece for piece in pieces if piece.state != "failed"]),
        lines=tuple(line(context, one) for one in happened if one.kind != "opened"),
        final=case.closed is not None,
        safe=case.mode != desk.UNSAFE,
        holder=holder.name if holder else "",
        workable=working(context, case.ref) is not None,
        page=page,
        held=held_card(case),
        locked=case.family is not None and guarding.locked(context.unit, case.family),
        decides=officer is not None and desk.desk_of(officer).may(Act.DECIDE_CASES),
    )


def held_card(case: Case) -> Held | None:
    """Give what was told of a card in other hands."""
    told = desk.body(case).get("held")
    return Held(**told) if isinstance(told, dict) else None


def reporter(context: Context, case: Case, name: str) -> str:
    """Name the reporter: openly only to those who review, else by the alias."""
    officer = context.person.officer
    reviews = officer is not None and desk.desk_of(officer).may(Act.SEE_REPORTERS)
    if case.mode == "terbuka" and name and reviews:
        return name
    return next((one.alias for one in cases.reporters(context.unit, case.id)), "")


def line(context: Context, event: CaseEvent) -> Line:
    """Show one event; where only its day was kept, no hour is made up."""
    at = context.library.local(event.at)
    exact = event.staff is not None or at.time() != MIDNIGHT
    return Line(
        event.staff is not None, without_family_numbers(event.text), at if exact else at.date()
    )


@does(AnswerCase)
def answer_case(context: Context, command: AnswerCase) -> Done | Problem:
    """Write to the citizen, under the alias."""
    case = working(context, command.ref)
    if case is None:
        return Problem("", NOT_HERE)
    if asks_a_hidden_one(case, command.text):
        return Problem("isi", STAYS_UNKNOWN)
    command = replace(command, text=without_family_numbers(command.text))
    kind = "asked" if command.asks else "answered"
    cases.note(context.unit, case.id, kind, command.text, officer_id(context))
    state = first_move(case)
    due = case.due
    if not case.urgent:  # of an urgent one only the citizen's next message sets a new clock
        due = desk.due(context.library, CaseKind(case.kind), state, context.unit.now)
    cases.move(context.unit, case, state, waiting=False, due=due, officer=officer_id(context))
    reaches = tell(context, case, news(case, command.text, asks=command.asks), relay=True)
    audit.note(context.unit, f"staff:{officer_id(context)}", kind, f"case:{case.id}")
    return Done(outcome(case, reaches=reaches))


def asks_a_hidden_one(case: Case, text: str) -> bool:
    """Tell whether a reporter who is to stay unknown is asked who they are."""
    return case.mode in HIDDEN and asks_who(text)


STAYS_UNKNOWN = say(
    "Pelapor ini memilih tidak dikenal, supaya aman. "
    "Jangan tanyakan nama, nomor, atau tempat tinggalnya. Tulis pertanyaan lain."
)


def outcome(case: Case, *, reaches: bool) -> Answered:
    """Say how what was written gets to the citizen."""
    unsafe = case.mode == desk.UNSAFE
    waits = unsafe or case.kind == CaseKind.LAPOR
    return Answered(case.ref, reaches=reaches, waits=waits, unsafe=unsafe)


def working(context: Context, ref: str) -> Case | None:
    """Find an open case that this officer may work on."""
    officer = context.person.officer
    case = desk.visible(context.unit, officer, ref)
    if case is None or officer is None or case.closed is not None:
        return None
    return case if desk.desk_of(officer).works(case, desk.before(context.unit, case)) else None


def officer_id(context: Context) -> int | None:
    """Give the id of the officer who writes."""
    return context.person.officer.id if context.person.officer else None


def first_move(case: Case) -> CaseState:
    """A case that was only received is now being looked at."""
    kind, state = CaseKind(case.kind), CaseState(case.state)
    wanted = FIRST_MOVE.get(kind, CaseState.DITANGANI)
    return wanted if can_move(kind, state, wanted) else state


def news(case: Case, text: str, *, asks: bool) -> Reply:
    """Make what the citizen reads."""
    if CaseKind(case.kind) in desk.HELP:
        return Reply(say("Petugas: {text}", text=text))
    about = say("Ada kabar tentang {matter}.", matter=matter(case))
    head = say("Petugas bertanya:") if asks else about
    return Reply(lines(head, say("{text}", text=text)), reply_steps(case))


def matter(case: Case) -> Say:
    """Name what a case is about, as its citizen would: not everything is a report."""
    return MATTERS.get(CaseKind(case.kind), OTHER_MATTER)


MATTERS = {
    CaseKind.LAPOR: say("laporan Bapak/Ibu"),
    CaseKind.GRADUASI: say("permintaan keluar dari bantuan"),
    CaseKind.BUKAN_SAYA: say('yang Bapak/Ibu hentikan ("Bukan saya")'),
    CaseKind.MASIH_CAIR: say("uang yang masih masuk"),
    CaseKind.SALAH_MENINGGAL: say("data yang mencatat meninggal"),
    CaseKind.JUDOL: say("rekening yang diblokir"),
    CaseKind.SANGGAH: say("keberatan Bapak/Ibu"),
    CaseKind.USULAN: say("usulan bantuan"),
    CaseKind.MODAL_USAHA: say("permintaan modal usaha"),
}
OTHER_MATTER = say("urusan Bapak/Ibu")


def reply_steps(case: Case) -> tuple[Offer, ...]:
    """Offer to answer, where that is possible."""
    return offers((Step(label("Kirim keterangan"), "keterangan", case.ref), MENU))


def tell(context: Context, case: Case, reply: Reply, *, relay: bool, end: bool = False) -> bool:
    """Send something to those behind a case who can be reached; False where nobody can.

    What is asked or answered goes to whoever opened it; of the end everybody joined hears too.
    """
    helped = CaseKind(case.kind) in desk.HELP
    reached = False
    for one in cases.reporters(context.unit, case.id):
        known = way_back(context, one) if end or one.case == case.id else None
        if known is not None:
            context.notices.append(Notice(known, "case", (reply,), relay if helped else None))
            reached = True
    return reached


def way_back(context: Context, one: Reporter) -> people.Known | None:
    """Find the person behind an alias, if a way back is kept."""
    return people.known_by_id(context.unit, one.person) if one.person is not None else None


@does(CloseCase)
def close_case(context: Context, command: CloseCase) -> Done | Problem:
    """Close a case with words that the citizen reads."""
    case = working(context, command.ref)
    if case is None:
        return Problem("", NOT_HERE)
    if case.kind == CaseKind.GRADUASI:
        return Problem("", CLOSED_OTHERWISE)
    if asks_a_hidden_one(case, command.text):
        return Problem("isi", STAYS_UNKNOWN)
    command = replace(command, text=without_family_numbers(command.text))
    state = REASONS[command.reason]
    if state not in ends(CaseKind(case.kind), CaseState(case.state)):
        return Problem(
            "alasan", say("Tugas ini belum bisa ditutup dengan alasan itu. Pilih lagi.")
        )
    if problem := joined(context, case, command):
        return problem
    cases.note(context.unit, case.id, "closed", command.text, officer_id(context))
    cases.move(
        context.unit,
        case,
        state,
        waiting=False,
        due=None,
        closed=True,
        officer=officer_id(context),
    )
    audit.note(context.unit, f"staff:{officer_id(context)}", command.reason, f"case:{case.id}")
    reply = Reply(ending(case, command), offers((not_over(case), MENU)))
    reaches = tell(context, case, reply, relay=False, end=True)
    return Done(outcome(case, reaches=reaches))


def ends(kind: CaseKind, state: CaseState) -> frozenset[CaseState]:
    """List the final states that can still be reached from here, step by step."""
    seen, todo = {state}, [state]
    while todo:
        for after in allowed(kind, todo.pop()) - seen:
            seen.add(after)
            todo.append(after)
    return frozenset(one for one in seen if not allowed(kind, one))


def joined(context: Context, case: Case, command: CloseCase) -> Problem | None:
    """Check the case that this one is to be joined to."""
    if command.reason != "gabung":
        return None
    other = desk.visible(context.unit, context.person.officer, command.joined_to)
    if other is None or other.id == case.id or other.closed is not None:
        return Problem("gabung_ke", say("Nomor tugas itu tidak ada atau sudah ditutup."))
    if not desk.covered_by(case, other):
        return Problem(
            "gabung_ke",
            say("Tugas itu dilihat orang yang tidak boleh melihat tugas ini. Pilih yang lain."),
        )
    text = desk.words(case) or "(pesan suara)"
    cases.note(context.unit, other.id, "added", text, officer_id(context))
    return None


def not_over(case: Case) -> Step:
    """Offer to contradict."""
    step = NOT_OVER if CaseKind(case.kind) in desk.HELP else MORE_TO_SAY
    return replace(step, arg=case.ref)


WHY = {
    "tidak_terbukti": say("Hasilnya: sudah diperiksa, dan belum terbukti."),
    "bukan_wewenang": say("Ini bukan wewenang kantor kami, jadi diteruskan ke yang berwenang."),
    "gabung": say("Ini digabung dengan perkara lain yang sama, jadi dikerjakan bersama."),
    "batal": say("Ini dihentikan karena dibatalkan."),
}


CARED = say("Terima kasih sudah peduli.")
TOLD_US = say("Terima kasih sudah memberi tahu.")


def ending(case: Case, command: CloseCase) -> Say:
    """Make the last message of a case: why, the officer's words, what can still be done."""
    if CaseKind(case.kind) in desk.HELP:
        head = say("Petugas menutup percakapan ini.")
        foot = say("Terima kasih sudah menulis. Kalau belum selesai, tulis saja di sini.")
    else:
        head = say("Ada kabar tentang {matter}: sudah ditutup.", matter=matter(case))
        foot = sentence(
            CARED if CaseKind(case.kind) is CaseKind.LAPOR else TOLD_US,
            say("Kalau ada keterangan baru, Bapak/Ibu bisa kirim satu kali lagi."),
        )
    why = WHY.get(command.reason)
    return paragraphs(lines(head, why), say("{text}", text=command.text), foot)
