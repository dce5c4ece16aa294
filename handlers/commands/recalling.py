"""Taking a report back, as far as that can still be done."""

from __future__ import annotations

from bansos.cases import CaseKind, CaseState
from conversations.flow import Done, Problem
from conversations.material import Spoken
from conversations.report.recalling import NO_CODE, Recalled, RecallReport
from conversations.text import say
from handlers.commands.proof import askers, too_many
from handlers.commands.register import Context, does
from handlers.commands.report import RECEIPT, add, held, moment_of
from storage import audit, cases, tries
from storage.cases import Case

WISHED = "(pelapor ingin laporannya dicabut)"
RECALLED = "Dicabut oleh pelapor sebelum diperiksa."
WHICH = say("Laporan yang mana? Saya perlu kodenya.")


@does(RecallReport)
def recall_report(context: Context, command: RecallReport) -> Done | Problem:
    """Close a report that nobody has begun with; of any other the office reads the wish."""
    if problem := too_many(context, RECEIPT):
        return problem
    case = held(context, command.report) if command.report else newest(context)
    if case is None or case.kind != CaseKind.LAPOR:
        if command.report:
            tries.failed(context.unit, RECEIPT, *askers(context))
        return Problem("laporan", WHICH, keep={NO_CODE: True})
    if case.closed is not None:
        return Problem("", say("Laporan itu sudah ditutup, jadi tidak perlu dicabut."))
    leading = (cases.by_id(context.unit, case.joined_to) if case.joined_to else None) or case
    ended = not begun(context, case)
    at = max(moment_of(context, case.mode), case.opened)
    audit.note(context.unit, "citizen", "recalled", f"case:{case.id}", at=at)
    if not ended:
        add(context, leading, case, Spoken(WISHED), ())
        return Done(Recalled(ended=False))
    cases.announce(context.unit, case.id, "", at)  # officers who were not told yet need not be
    cases.note(context.unit, case.id, "closed", RECALLED, at=at)
    state = CaseState.DIBATALKAN
    cases.move(context.unit, case, state, waiting=False, due=None, closed=True)
    return Done(Recalled(ended=True))


def newest(context: Context) -> Case | None:
    """Find the newest open report whose way back leads to this chat."""
    own = cases.of_person(context.unit, context.person.id)
    return next((one for one in own if one.kind == CaseKind.LAPOR and one.closed is None), None)


def begun(context: Context, case: Case) -> bool:
    """Tell whether an officer has begun with a report, or others have reported the same."""
    others = len(cases.reporters(context.unit, case.id)) > 1
    return others or case.officer is not None or case.state != CaseState.DITERIMA
