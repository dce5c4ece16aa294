"""A decision that a system proposed in an officer's name: shown, approved or refused."""

from __future__ import annotations

from dataclasses import dataclass

from bansos.cases import CaseKind, CaseState
from conversations.desk.view import BACK_TO_TASKS, WHICH
from conversations.facts import Facts
from conversations.flow import MENU, Ask, Closing, Flow, Step, close
from conversations.phrases import name_of, packed, pieces
from conversations.readers import Ref
from conversations.text import Say, label, say


@dataclass(frozen=True, slots=True)
class OpenProposal:
    """Look a proposal up (audited). Result: :class:`ProposalView`."""

    ref: str


@dataclass(frozen=True, slots=True)
class DecideProposal:
    """Approve or refuse. Result: :class:`Decided`; whoever is named may only refuse."""

    ref: str
    yes: bool


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A proposal as an officer may see it."""

    ref: str
    task: str
    kind: CaseKind
    state: CaseState
    wanted: CaseState
    text: str
    by: str
    """The officer in whose name it is."""
    own: bool
    """It is in the name of the one who looks."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What came of it, and whether the citizen hears of it."""

    task: str
    yes: bool
    reaches: bool = True


def shown(facts: Facts, result: object) -> Closing:
    """Show what is proposed, and what the citizen would read."""
    if not isinstance(result, ProposalView):
        return close(steps=(BACK_TO_TASKS, MENU))
    head = say(
        "Usulan untuk tugas {task} ({kind}): dari {state} menjadi {wanted}.",
        task=result.task,
        kind=name_of(result.kind, facts),
        state=name_of(result.state, facts),
        wanted=name_of(result.wanted, facts),
    )
    texts = packed(head, BY_OTHER if not result.own else BY_YOU, *quoted(result))
    return Closing(texts, acts(result))


BY_OTHER = say("Diusulkan lewat sistem kantor. Petugas lain yang memutuskan, misalnya Bapak/Ibu.")
BY_YOU = say("Ini diusulkan atas nama Bapak/Ibu, jadi petugas lain yang memutuskan.")


def quoted(view: ProposalView) -> tuple[Say, ...]:
    """Read out in whose name it is, and the words for the citizen."""
    return (say("Atas nama: {by}.", by=view.by), say("Warga akan membaca:"), *pieces(view.text))


def acts(view: ProposalView) -> tuple[Step, ...]:
    """Offer what the one who looks may do; whoever is named may only take it back."""
    approve = Step(label("Setujui"), "keputusan_setuju", view.ref)
    refuse = Step(label("Tolak"), "keputusan_tolak", view.ref)
    see = Step(label("Buka tugas"), "tugas_buka", view.task)
    return (refuse, see) if view.own else (approve, refuse, see)


def decided(_facts: Facts, result: object) -> Closing:
    """Say what came of it."""
    steps = (BACK_TO_TASKS, MENU)
    if not isinstance(result, Decided):
        return close(steps=steps)
    if not result.yes:
        return close(say("Usulan ditolak. Tugas {task} tetap.", task=result.task), steps=steps)
    if not result.reaches:
        return close(
            say(
                "Disetujui. Tugas {task} sudah berpindah. "
                "Warga membacanya dengan kode laporannya.",
                task=result.task,
            ),
            steps=steps,
        )
    return close(
        say("Disetujui. Tugas {task} sudah berpindah, dan warga diberi tahu.", task=result.task),
        steps=steps,
    )


KEPUTUSAN = Flow(
    name="keputusan",
    title=say("Usulan keputusan"),
    staff=True,
    aside=True,
    asks=(Ask("ref", WHICH, Ref()),),
    arg="ref",
    done=lambda _facts, answers: OpenProposal(str(answers["ref"])),
    after=shown,
)
SETUJU = Flow(
    name="keputusan_setuju",
    title=say("Setujui usulan"),
    staff=True,
    aside=True,
    asks=(Ask("ref", WHICH, Ref()),),
    arg="ref",
    done=lambda _facts, answers: DecideProposal(str(answers["ref"]), yes=True),
    after=decided,
)
TOLAK = Flow(
    name="keputusan_tolak",
    title=say("Tolak usulan"),
    staff=True,
    aside=True,
    asks=(Ask("ref", WHICH, Ref()),),
    arg="ref",
    done=lambda _facts, answers: DecideProposal(str(answers["ref"]), yes=False),
    after=decided,
)
FLOWS = (KEPUTUSAN, SETUJU, TOLAK)
