"""A request to leave a programme, as it is told wherever it comes up."""

from __future__ import annotations

from bansos.graduation import STOPPABLE
from bansos.programmes import Programme
from bansos.wording import Wording
from conversations.facts import Facts, Family, Leaving
from conversations.flow import MENU, OFFICER, Closing, Step, close
from conversations.phrases import name_of, sentence_of
from conversations.text import Say, label, lines, say, told


def under_way(facts: Facts, family: Family) -> Leaving | None:
    """Find the family's request that is not at its end."""
    return next((one for one in facts.graduations or () if one.link == family.link), None)


def spoken_programmes(wording: Wording, programmes: tuple[Programme, ...]) -> Say:
    """Name one programme or two."""
    names = [told(wording.of(one).label) for one in programmes]
    if len(names) > 1:
        return say("{one} dan {other}", one=names[0], other=names[1])
    return names[0] if names else say("bantuan")


def as_it_stands(facts: Facts, there: Leaving) -> Say:
    """Tell where a request stands."""
    return lines(
        say(
            "Keluar dari {programmes}: {state}. {meaning}",
            programmes=spoken_programmes(facts.wording, there.programmes),
            state=name_of(there.state, facts),
            meaning=sentence_of(there.state, facts),
        ),
        say('Berubah pikiran? Cukup tulis "batal".') if stoppable(there) else None,
        NOT_OURS if there.state in STOPPABLE and not there.mine else None,
    )


NOT_OURS = say('Bukan keinginan keluarga? Pilih "Bukan saya"; permintaannya saya hentikan.')


def stoppable(there: Leaving) -> bool:
    """Tell whether this chat may still stop a request with a word."""
    return there.mine and there.state in STOPPABLE


def way_out(there: Leaving) -> tuple[Step, ...]:
    """Offer to stop what can be stopped: by who asked, or by somebody else of the family."""
    if stoppable(there):
        return (Step(label("Batal keluar"), "graduasi_batal", there.ref),)
    if there.state in STOPPABLE:
        return (Step(label("Bukan saya"), "bukan_minta", there.ref),)
    return ()


def steps_of(there: Leaving) -> tuple[Step, ...]:
    """Offer to stop it, or to ask a human."""
    return (*way_out(there), OFFICER, MENU)


def not_possible(facts: Facts, family: Family) -> Closing:
    """Say what is under way already, or that there is nothing to leave."""
    if there := under_way(facts, family):
        return close(as_it_stands(facts, there), steps=steps_of(there))
    nothing = say(
        "Di data kantor per {day}, keluarga ini tidak menerima PKH atau Sembako. "
        "Jadi tidak ada yang perlu dilepas. Kalau keliru, petugas bisa memeriksa.",
        day=family.household.as_of,
    )
    return close(nothing, steps=(OFFICER, MENU))
