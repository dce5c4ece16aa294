"""What another officer does with a decision that a system proposed."""

from __future__ import annotations

from bansos.cases import CaseKind, CaseState, can_move, is_final
from bansos.staff import Act, separate_hands
from conversations.desk.commands import CloseCase
from conversations.desk.decisions import Decided, DecideProposal, OpenProposal, ProposalView
from conversations.flow import MENU, Done, Problem
from conversations.text import say
from conversations.turn.taken import Reply, offers
from handlers import desk
from handlers.commands.register import Context, does
from handlers.commands.tasks import ending, news, not_over, tell
from handlers.notices import Notice
from storage import audit, cases, people, proposals, staff
from storage.cases import Case
from storage.proposals import Proposal

NOT_HERE = say("Usulan itu tidak ada di wilayah Bapak/Ibu, atau sudah diputuskan.")
SAME_HANDS = say("Usulan atas nama sendiri tidak bisa disetujui sendiri. Petugas lain memutuskan.")
NOT_YOURS = say("Peran Bapak/Ibu tidak memutuskan tugas. Verifikator atau admin yang memutuskan.")
TOO_LATE = say("Tugas itu sudah berpindah, jadi usulan ini tidak berlaku lagi.")
WHY = {CaseState.TIDAK_TERBUKTI: "tidak_terbukti", CaseState.DIBATALKAN: "batal"}


@does(OpenProposal)
def open_proposal(context: Context, command: OpenProposal) -> Done | Problem:
    """Show a proposal to an officer who may work on its case."""
    found = seen(context, command.ref)
    if found is None or context.person.officer is None:
        return Problem("", NOT_HERE)
    proposal, case = found
    audit.note(context.unit, f"staff:{context.person.officer.id}", "looked", f"case:{case.id}")
    named = staff.get(context.unit, proposal.staff)
    view = ProposalView(
        ref=proposal.ref,
        task=case.ref,
        kind=CaseKind(case.kind),
        state=CaseState(case.state),
        wanted=CaseState(proposal.wanted),
        text=proposal.text,
        by=named.name if named else "–",
        own=proposal.staff == context.person.officer.id,
    )
    return Done(view)


def seen(context: Context, ref: str) -> tuple[Proposal, Case] | None:
    """Find an open proposal whose case this officer may work on."""
    officer, proposal = context.person.officer, proposals.get(context.unit, ref)
    case = cases.by_id(context.unit, proposal.case) if proposal else None
    if officer is None or proposal is None or case is None or case.closed is not None:
        return None
    works = desk.desk_of(officer).works(case, desk.before(context.unit, case))
    return (proposal, case) if works else None


@does(DecideProposal)
def decide_proposal(context: Context, command: DecideProposal) -> Done | Problem:
    """Move the case, or leave it; the role is checked here, whatever button was shown."""
    found = seen(context, command.ref)
    officer = context.person.officer
    if found is None or officer is None:
        return Problem("", NOT_HERE)
    proposal, case = found
    own = not separate_hands(str(proposal.staff), str(officer.id))
    if command.yes and own:
        audit.note(context.unit, f"staff:{officer.id}", "own approval refused", f"case:{case.id}")
        return Problem("", SAME_HANDS)
    if not own and not desk.desk_of(officer).may(Act.APPROVE):
        return Problem("", NOT_YOURS)
    wanted = CaseState(proposal.wanted)
    fits = can_move(CaseKind(case.kind), CaseState(case.state), wanted)
    yes = command.yes and fits
    state = proposals.APPROVED if yes else proposals.REFUSED
    proposals.decide(context.unit, proposal, state, officer.id)
    audit.note(context.unit, f"staff:{officer.id}", f"{state} {wanted}", f"case:{case.id}")
    hear(context, proposal, case, yes=yes)
    if command.yes and not fits:
        return Problem("", TOO_LATE)
    return Done(Decided(case.ref, yes, reaches=move(context, proposal, case) if yes else True))


def move(context: Context, proposal: Proposal, case: Case) -> bool:
    """Carry a decision out, and tell those behind the case; False where nobody is reached."""
    officer = context.person.officer.id if context.person.officer else None
    kind, wanted = CaseKind(case.kind), CaseState(proposal.wanted)
    final = is_final(kind, wanted)
    cases.note(context.unit, case.id, "closed" if final else "answered", proposal.text, officer)
    due = None if final else desk.due(context.library, kind, wanted, context.unit.now)
    cases.move(context.unit, case, wanted, waiting=False, due=due, closed=final, officer=officer)
    if not final:
        return tell(context, case, news(case, proposal.text, asks=False), relay=True)
    words = CloseCase(case.ref, WHY.get(wanted, "selesai"), proposal.text)
    reply = Reply(ending(case, words), offers((not_over(case), MENU)))
    return tell(context, case, reply, relay=False, end=True)


def hear(context: Context, proposal: Proposal, case: Case, *, yes: bool) -> None:
    """Tell the officer who was named what became of it."""
    officer = context.person.officer
    text = (
        say("Usulan atas nama Bapak/Ibu untuk tugas {task} disetujui.", task=case.ref)
        if yes
        else say("Usulan atas nama Bapak/Ibu untuk tugas {task} tidak disetujui.", task=case.ref)
    )
    for person, id_ in staff.chats(context.unit):
        known = people.known_by_id(context.unit, person) if id_ == proposal.staff else None
        if known is not None and officer is not None and id_ != officer.id:
            context.notices.append(Notice(known, "case", (Reply(text, offers((MENU,))),)))
