"""The requests to leave of an officer's area; of those in their pause only how many."""

from __future__ import annotations

from bansos.cases import CaseKind, CaseState
from conversations.desk.listing import option_for, tasks
from conversations.facts import Facts, Task
from conversations.flow import Ask, Closing, Flow, Known, Then, close
from conversations.phrases import name_of
from conversations.readers import Answers, Choice, Option
from conversations.text import Say, lines, say, say_n


def requests(facts: Facts) -> tuple[Task, ...]:
    """Give the open requests of the officer's area."""
    return tuple(one for one in tasks(facts) if one.kind == CaseKind.GRADUASI)


MOST_SHOWN = 10


def request_options(facts: Facts, _answers: Answers) -> tuple[Option, ...]:
    """Offer the requests, those that are due first."""
    return tuple(option(one, facts) for one in requests(facts)[:MOST_SHOWN])


def option(task: Task, facts: Facts) -> Option:
    """Show a request by village and number; the state where the channel has room."""
    base = option_for(task, facts)
    state = name_of(CaseState(task.state), facts)
    village = facts.regions.name(task.village)
    return Option(
        base.key,
        base.label,
        base.also,
        say("{village}, {state}, nomor {ref}", village=village, state=state, ref=task.ref),
    )


def heading(facts: Facts, _answers: Answers) -> Say:
    """Count the requests, state by state."""
    known = requests(facts)
    states = dict.fromkeys(one.state for one in known)
    return lines(
        say_n("{n} permintaan keluar.", "{n} permintaan keluar.", len(known)),
        *(
            say(
                "• {state}: {n}",
                state=name_of(CaseState(state), facts),
                n=sum(one.state == state for one in known),
            )
            for state in states
        ),
        *paused(facts),
        say("Pilih satu:"),
    )


def paused(facts: Facts) -> tuple[Say, ...]:
    """Tell how many requests are not to be worked on yet, and until when; never whose."""
    days = facts.pausing or ()
    return tuple(
        say_n(
            "{n} keinginan masih dalam masa jeda: masih bisa ditarik sampai {day}.",
            "{n} keinginan masih dalam masa jeda: masih bisa ditarik sampai {day}.",
            days.count(day),
            day=day,
        )
        for day in dict.fromkeys(days)
    )


def none_to_work_on(facts: Facts) -> Say:
    """Say that there is nothing to do, and what is still to come."""
    if not facts.pausing:
        return say("Tidak ada permintaan keluar yang perlu dikerjakan di wilayah ini.")
    return lines(
        say("Belum ada permintaan keluar yang perlu dikerjakan."), *paused(facts), AFTER_PAUSE
    )


AFTER_PAUSE = say("Keluarganya baru terlihat di sini setelah masa jeda selesai.")


def picked(facts: Facts, answers: object) -> Closing:
    """Open what was picked."""
    ref = answers.get("ref") if isinstance(answers, dict) else None
    if not ref:
        return close(none_to_work_on(facts))
    return Closing((), then=Then("graduasi_buka", {"ref": str(ref)}))


GRADUASI_DAFTAR = Flow(
    name="graduasi_daftar",
    title=say("Daftar graduasi"),
    staff=True,
    aside=True,
    facts=("tasks", "pausing"),
    asks=(
        Ask(
            "ref",
            heading,
            Choice(request_options),
            only=Known("ada_permintaan", lambda facts: bool(requests(facts))),
        ),
    ),
    after=picked,
)

FLOWS = (GRADUASI_DAFTAR,)
