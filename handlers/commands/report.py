"""Reports: filing one, opening it by its code, adding to it."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime

from bansos.cases import HIDDEN, CaseKind, CaseState, start_of
from bansos.likeness import likely_same
from bansos.staff import AccusedRole
from conversations.codes import receipt_in
from conversations.flow import Done, Problem
from conversations.material import Picture, Spoken
from conversations.report.receipt import AddedAgain, AddToReport, OpenReport, ReportView
from conversations.report.report import Filed, FileReport
from conversations.text import say
from handlers import desk, draws
from handlers.commands.proof import askers, too_many
from handlers.commands.register import Context, does
from storage import audit, cases, evidence, tries
from storage.cases import Case, CaseEvent, Opening
from storage.unit import Unit

RECEIPT = "receipt"
FILING = "filing"
ANONYMOUS = "anonim"
NEWS = frozenset({"answered", "asked", "closed"})
ADDED_BEFORE = say(
    "Keterangan tambahan untuk laporan itu sudah pernah dikirim. "
    "Kalau masih ada yang belum benar, petugas bisa membantu."
)
MANY_TODAY = say(
    "Hari ini sudah banyak laporan dari obrolan ini. Laporan berikutnya bisa dikirim nanti. "
    "Kalau mendesak, bicara dengan petugas."
)


@does(FileReport)
def file_report(context: Context, command: FileReport) -> Done | Problem:
    """Open a report, give its receipt, and tell the officers who may see it."""
    filer = tries.filing(context.person.account, context.person.address)
    if tries.seconds_to_wait(context.unit, FILING, filer):
        return Problem("", MANY_TODAY)
    case = cases.open_case(context.unit, opening(context, command))
    code = draws.receipt(context.library.receipt_words)
    person = None if command.way == ANONYMOUS else context.person.id
    cases.add_reporter(context.unit, case.id, draws.alias(), code, person)
    cases.note(context.unit, case.id, "opened", told(command.about), at=case.opened)
    leading = cases.by_id(context.unit, case.joined_to) if case.joined_to else None
    if leading is None:
        keep_evidence(context, case, command.about, command.photos)
        alert(context, case, case)
    else:
        add(context, leading, case, command.about, command.photos)
    if command.way not in HIDDEN:
        audit.note(context.unit, "citizen", "opened", f"case:{case.id}")
    tries.failed(context.unit, FILING, filer)
    return Done(Filed(code, command.way))


def opening(context: Context, command: FileReport) -> Opening:
    """Turn the answers into a case; a likely duplicate is joined without a word."""
    kind = CaseKind.LAPOR
    state = start_of(kind)
    at = moment_of(context, command.way)
    return Opening(
        ref=draws.reference(),
        kind=kind,
        state=state,
        body=json.dumps(answers(command), ensure_ascii=False).encode("utf-8", "replace"),
        category=command.category,
        village=command.village,
        accused_role=named_by(command),
        accused_area="" if command.accused is AccusedRole.NONE else command.village,
        mode=command.way,
        due=desk.due(context.library, kind, state, context.unit.now),
        joined_to=older(context.unit, command),
        at=at,
    )


def named_by(command: FileReport) -> str:
    """Give the roles that a report names, as a case keeps them."""
    return ",".join((command.accused, *command.also_accused))


def answers(command: FileReport) -> dict[str, object]:
    """Lay the answers out as the case keeps them."""
    kept = asdict(command)
    for key in ("photos", "category", "accused", "also_accused"):
        kept.pop(key)
    return kept


def moment_of(context: Context, way: str) -> datetime:
    """Give the time of a report; of an anonymous one only the day, lest it betray the chat."""
    if way != ANONYMOUS:
        return context.unit.now
    local = context.library.local(context.unit.now)
    return local.replace(hour=0, minute=0, second=0, microsecond=0)


def older(unit: Unit, command: FileReport) -> int | None:
    """Find an open report that says very likely the same, and that the same eyes may see."""
    if not command.about.text:
        return None
    for case in cases.like(unit, CaseKind.LAPOR, command.village, command.category):
        text = about_whom(desk.words(case))
        if case.accused_role == named_by(command) and likely_same(
            text, about_whom(command.about.text)
        ):
            return case.id
    return None


def about_whom(text: str) -> str:
    """Give the first part of a report's words, who and where; the rest of the story follows."""
    return text.partition("\n\n")[0]


def told(spoken: Spoken) -> str:
    """Give the words of a report; a voice note lies with the evidence."""
    return spoken.text or ("(pesan suara)" if spoken.voice else "(tanpa cerita)")


def keep_evidence(
    context: Context, case: Case, about: Spoken, photos: tuple[Picture, ...]
) -> None:
    """Put what was sent into the case; an anonymous sender is forgotten at once."""
    refs = [picture.ref for picture in photos] + ([about.voice] if about.voice else [])
    hide = case.mode == ANONYMOUS
    evidence.attach(context.unit, context.person.id, case.joined_to or case.id, refs, hide=hide)
    if hide:
        evidence.forget(context.unit, context.person.id)  # photos that were changed for others


# Opening it again


@does(OpenReport)
def open_report(context: Context, command: OpenReport) -> Done | Problem:
    """Tell whoever holds the code what may be known."""
    if problem := too_many(context, RECEIPT):
        return problem
    case = held(context, command.code)
    if case is None:
        tries.failed(context.unit, RECEIPT, *askers(context))
        audit.note(context.unit, "citizen", "failed receipt code", "case")
        return Problem(
            "kode",
            say("Kode itu belum saya temukan. Periksa lagi hurufnya, atau minta bantuan petugas."),
        )
    at = moment_of(context, case.mode)
    audit.note(context.unit, "citizen", "opened by code", f"case:{case.id}", at=at)
    return Done(view(context, case, command.code))


def held(context: Context, code: str) -> Case | None:
    """Find the report of a receipt code; or, of one's own, by its reference."""
    if receipt_in(code):
        return cases.by_receipt(context.unit, code)
    case = cases.by_ref(context.unit, code)
    own = {one.person for one in cases.reporters(context.unit, case.id)} if case else set()
    return case if context.person.id in own else None


def view(context: Context, case: Case, code: str) -> ReportView:
    """Make what the holder of a code may know.

    Of a report that was joined to an older one: its own state and its end, and nothing that was
    asked of or told to somebody else. Else joining would tell what others reported.
    """
    leading = cases.by_id(context.unit, case.joined_to) if case.joined_to else case
    leading = leading or case
    happened = [
        one
        for one in cases.events(context.unit, leading.id)
        if one.at >= case.opened and (leading is case or one.kind == "closed")
    ]
    news = next((one for one in reversed(happened) if one.kind in NEWS), None)
    local = context.library.local
    return ReportView(
        code=code,
        kind=CaseKind(case.kind),
        state=CaseState(case.state),
        filed=local(case.opened).date(),
        since=local(moved(happened, case)).date(),
        news=news.text if news and news.kind != "asked" else "",
        news_at=local(news.at).date() if news and news.kind != "asked" else None,
        question=news.text if news and news.kind == "asked" and leading.closed is None else "",
        can_add=leading.closed is None or may_reopen(context.unit, leading),
        closed=leading.closed is not None,
        once=CaseKind(leading.kind) not in desk.HELP,
        leaving=case.kind == CaseKind.GRADUASI,
    )


def moved(happened: list[CaseEvent], case: Case) -> datetime:
    """Tell when a case came into its present state."""
    return next((one.at for one in reversed(happened) if one.kind in NEWS), case.opened)


@does(AddToReport)
def add_to_report(context: Context, command: AddToReport) -> Done | Problem:
    """Add words and photos to a report; whoever holds its code may open a closed one again.

    Nothing of the chat is kept: so do the anonymous and who must not be written to contradict.
    """
    if problem := too_many(context, RECEIPT):
        return problem
    case = held(context, command.report)
    if case is None:
        tries.failed(context.unit, RECEIPT, *askers(context))
        return Problem("", say("Itu sudah selesai, jadi keterangan tidak bisa ditambah."))
    leading = (cases.by_id(context.unit, case.joined_to) if case.joined_to else None) or case
    if leading.closed is None:
        add(context, leading, case, command.words, command.photos)
        return Done()
    if not may_reopen(context.unit, leading):
        return Problem("", ADDED_BEFORE)
    opened_again = reopen(context, leading, case)
    add(context, opened_again, case, command.words, command.photos)
    return Done(AddedAgain())


def may_reopen(unit: Unit, case: Case) -> bool:
    """Tell whether a closed case may be contradicted: a report once, a call for help always.

    A request to leave a programme never: it is made anew.
    """
    if case.kind == CaseKind.GRADUASI:
        return False
    again = (one.kind == "reopened" for one in cases.events(unit, case.id))
    return CaseKind(case.kind) in desk.HELP or not any(again)


def reopen(context: Context, case: Case, own: Case) -> Case:
    """Open a closed case again; ``own`` is the one of who contradicts, perhaps joined to it."""
    kind = CaseKind(case.kind)
    helping = CaseState.DITANGANI if kind in desk.HELP else start_of(kind)
    state = REOPENED.get(kind, helping)
    clock = start_of(kind) if case.urgent else state
    due = desk.due(context.library, kind, clock, context.unit.now)
    at = moment_of(context, own.mode)
    text = "(dibuka lagi oleh warga)"
    cases.note(context.unit, case.id, "reopened", text, at=max(at, case.opened))
    cases.move(context.unit, case, state, waiting=False, due=due)
    audit.note(context.unit, "citizen", "reopened", f"case:{case.id}", at=at)
    return cases.by_id(context.unit, case.id) or case


REOPENED = {CaseKind.LAPOR: CaseState.TELAAH}


def add(
    context: Context, leading: Case, own: Case, words: Spoken, photos: tuple[Picture, ...]
) -> None:
    """Note what was added, and tell the officers once until somebody has looked."""
    at = moment_of(context, own.mode)
    cases.note(context.unit, leading.id, "added", told(words), at=max(at, leading.opened))
    keep_evidence(context, own, words, photos)
    if not leading.waiting:
        alert(context, leading, own, "added")
    cases.move(context.unit, leading, leading.state, waiting=True, due=leading.due)


def alert(context: Context, case: Case, own: Case, text: str = "") -> None:
    """Tell the officers; of a hidden report in a later transaction, and a while later.

    Rows that are written together stand together, and would lead from the report to the chat.
    """
    if own.mode in HIDDEN:
        at = context.unit.now + draws.a_while()
        cases.announce(context.unit, case.id, text or "new", at)
    else:
        context.notices += desk.alert(context.unit, case, text, author=context.person.id)
