"""Broadcasts in an officer's chat: the list, one of them, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable

from bansos.broadcasts import BroadcastState
from conversations.broadcast.commands import (
    ActOnBroadcast,
    BroadcastList,
    BroadcastView,
    OpenBroadcasts,
)
from conversations.broadcast.words import ACTS, STATES, headline, preflight, preview, progress
from conversations.changed import replace
from conversations.facts import Facts
from conversations.flow import MENU, Ask, Closing, Flow, Is, Step, close
from conversations.readers import Answers, Choice, Option, Ref
from conversations.text import Say, label, lines, say, word

FLOW_OF = {act: f"siaran_{act}" for act in ACTS}
STOP_EDUCATION = Step(label("Berhenti edukasi"), "berhenti")
"""Below every message of education."""


def shown(facts: Facts, result: object) -> Closing:
    """Show one broadcast and what can be done with it now."""
    if not isinstance(result, BroadcastView):
        return close(steps=(ALL_BROADCASTS, MENU))
    begun = result.state not in {BroadcastState.DRAF, BroadcastState.DIAJUKAN}
    numbers = progress(result.tally) if begun else preflight(result.tally)
    head = lines(headline(result, facts.regions), numbers)
    texts = () if begun else preview(result)
    return Closing((*texts, head), steps_of(result))


def steps_of(view: BroadcastView) -> tuple[Step, ...]:
    """List what may be done."""
    own = tuple(Step(ACTS[act], FLOW_OF[act], view.ref) for act in view.acts)
    look = Step(label("Lihat lagi"), "siaran_buka", view.ref)
    return (*own, look, ALL_BROADCASTS)


ALL_BROADCASTS = Step(label("Siaran"), "siaran")
NEW = Step(label("Siaran baru"), "siaran_baru")
SHOWN = 5


def listed(_facts: Facts, result: object) -> Closing:
    """List the newest ones."""
    known = result.known if isinstance(result, BroadcastList) else ()
    rows = [say("{ref}: {state}", ref=ref, state=STATES[state]) for ref, state in known]
    opened = tuple(Step(word(f"Siaran {ref}"), "siaran_buka", ref) for ref, _state in known)
    if not rows:
        return close(say("Belum ada siaran di wilayah Bapak/Ibu."), steps=(NEW, MENU))
    return close(lines(say("Siaran terakhir:"), *rows), steps=(*opened, NEW, MENU))


SIARAN = Flow(
    name="siaran",
    title=say("Siaran"),
    staff=True,
    aside=True,
    done=lambda _facts, _answers: OpenBroadcasts(),
    after=listed,
)


# Doing something with one

WHICH = Ask("ref", say("Nomor siarannya?"), Ref())


def acting(act: str) -> Flow:
    """Make the flow of one act."""
    return Flow(
        name=FLOW_OF.get(act, f"siaran_{act}"),
        title=ACTS.get(act) or say("Lihat siaran"),
        staff=True,
        aside=True,
        asks=(WHICH,),
        arg="ref",
        done=lambda _facts, answers: ActOnBroadcast(str(answers["ref"]), act),
        after=shown,
    )


def confirmed(
    act: str, question: Ask, carried: str, sure: Callable[[Answers], bool], otherwise: Say
) -> Flow:
    """Make the flow of an act that is asked about first.

    ``carried``: what comes along where the act is asked for again; ``otherwise`` is said to a no.
    """

    def done(_facts: Facts, answers: Answers) -> ActOnBroadcast | None:
        if answers.get(question.key) == "tidak":
            return None
        return ActOnBroadcast(str(answers["ref"]), act, sure=sure(answers))

    def after(facts: Facts, result: object) -> Closing:
        if isinstance(result, BroadcastView):
            return shown(facts, result)
        return close(otherwise, steps=(ALL_BROADCASTS, MENU))

    return replace(acting(act), asks=(WHICH, question), carries=(carried,), done=done, after=after)


SIARAN_AJUKAN = confirmed(
    "ajukan",
    Ask(
        "yakin",
        say("Ajukan siaran ini untuk disetujui orang lain?"),
        Choice((Option("ya", label("Ajukan")), Option("tidak", label("Tidak jadi")))),
    ),
    carried="diulang",
    sure=lambda answers: bool(answers.get("diulang")),
    otherwise=say("Baik, belum diajukan."),
)
SIARAN_SETUJU = confirmed(
    "setuju",
    Ask(
        "yakin",
        say("Setelah ini masih bisa dijeda. Yang sudah sampai tidak bisa ditarik."),
        Choice((Option("ya", label("Ya, kirim")), Option("tidak", label("Tidak jadi")))),
        only=Is("dihitung", (True,)),
    ),
    carried="dihitung",
    sure=lambda answers: answers.get("yakin") == "ya",
    otherwise=say("Baik, belum disetujui."),
)
"""The first tap counts, the second one sends: it stands under the number of people."""
FLOWS = (
    SIARAN,
    SIARAN_AJUKAN,
    SIARAN_SETUJU,
    acting("buka"),
    *(acting(act) for act in ACTS if act not in {"ajukan", "setuju"}),
)
