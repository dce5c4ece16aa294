"""What an officer sees of a broadcast: its message as it will be read, and its numbers."""

from __future__ import annotations

from bansos.broadcasts import FEW, LANGUAGES, Outcome, Purpose, variants
from bansos.broadcasts import BroadcastState as S
from bansos.staff import Act, StaffRole, may
from conversations.broadcast.acts import FLOW_OF, STOP_EDUCATION
from conversations.broadcast.commands import BroadcastView, Shown, Tally
from conversations.broadcast.words import (
    ACTS,
    example,
    from_office,
    headline,
    preflight,
    preview,
    progress,
)
from conversations.flow import Step
from conversations.text import Say, label, lines
from conversations.turn.taken import Reply, offers
from handlers.broadcast_rights import acts
from handlers.channel import Button
from handlers.facts import Library
from handlers.notices import Notice
from handlers.whatsapp import announce
from storage import ledger, people, staff
from storage.broadcasts import Broadcast
from storage.unit import Unit

OUTSIDE = "outside"
"""The reason of those who are reached outside WhatsApp's window, by a template."""


def view(
    unit: Unit, library: Library, broadcast: Broadcast, officer: staff.Officer
) -> BroadcastView:
    """Make what an officer sees of a broadcast."""
    composer = staff.get(unit, broadcast.composer)
    counts = tally(unit, library, broadcast)
    few = not may(StaffRole(officer.role), Act.APPROVE) and 0 < counts.total < FEW
    counts = Tally(outcomes=counts.outcomes, few=True) if few else counts
    later = broadcast.due > unit.now and broadcast.state in {S.DISETUJUI, S.BERJALAN}
    return BroadcastView(
        ref=broadcast.ref,
        state=broadcast.state,
        purpose=broadcast.purpose,
        shown=as_read(unit, library, broadcast),
        audience=broadcast.audience,
        tally=counts,
        reason="" if broadcast.state is S.DRAF else broadcast.reason,
        due=library.local(broadcast.due) if later else None,
        acts=acts(broadcast, officer),
        by=composer.name if composer else "",
    )


def tally(unit: Unit, library: Library, broadcast: Broadcast) -> Tally:
    """Count a broadcast's ledger, and say what it takes at the present limits."""
    reachable: dict[str, int] = {}
    unreachable: dict[str, int] = {}
    outcomes: dict[Outcome, int] = {}
    outside = 0
    for account, outcome, reason, n in ledger.counts(unit, broadcast.id):
        outcomes[outcome] = outcomes.get(outcome, 0) + n
        if outcome is Outcome.DIPILIH and reason in {"", OUTSIDE}:
            channel = account.partition(":")[0]
            reachable[channel] = reachable.get(channel, 0) + n
            outside += n if reason else 0
        elif outcome is Outcome.DIPILIH:
            unreachable[reason] = unreachable.get(reason, 0) + n
    terms = library.terms
    price = terms.costs.get(broadcast.purpose.value, 0.0)
    return Tally(
        reachable=tuple(sorted(reachable.items())),
        unreachable=tuple(sorted(unreachable.items())),
        outcomes=tuple((one, outcomes[one]) for one in Outcome if one in outcomes),
        seconds=terms.seconds(reachable),
        outside=outside,
        days=terms.days(outside),
        cost=f"{terms.currency}{outside * price:,.0f}".replace(",", ".")
        if price and outside
        else "",
    )


def told(
    unit: Unit, library: Library, broadcast: Broadcast, officers: set[int], author: int | None
) -> list[Notice]:
    """Tell officers in their linked chats where a broadcast stands, with what they may do."""
    notices = []
    known = {one.id: one for one in staff.everybody(unit)}
    for person, officer in staff.chats(unit):
        if officer not in officers or officer == author or officer not in known:
            continue
        if chat := people.known_by_id(unit, person):
            notices.append(Notice(chat, "task", news(unit, library, broadcast, known[officer])))
    return notices


def news(
    unit: Unit, library: Library, broadcast: Broadcast, officer: staff.Officer
) -> tuple[Reply, ...]:
    """Say where a broadcast stands, to one officer."""
    seen = view(unit, library, broadcast, officer)
    steps = [Step(ACTS[one], FLOW_OF[one], seen.ref) for one in seen.acts]
    steps.append(Step(label("Lihat siaran"), "siaran_buka", seen.ref))
    early = seen.state in {S.DRAF, S.DIAJUKAN}
    numbers = preflight(seen.tally) if early else outcome_line(seen)
    text = lines(headline(seen, library.regions), numbers)
    shown = tuple(Reply(one) for one in preview(seen)) if early else ()
    return (*shown, Reply(text, offers(tuple(steps))))


def outcome_line(seen: BroadcastView) -> Say | None:
    """Say how far it is; nothing where nothing has begun."""
    return progress(seen.tally) if seen.tally.total else None


# As its readers see it


def as_read(unit: Unit, library: Library, broadcast: Broadcast) -> tuple[Shown, ...]:
    """Make every message that somebody will read, the templates before them included."""
    purpose = broadcast.purpose
    messages = tuple(
        Shown(
            language,
            headed(library, example(text), language),
            channels,
            labels(way_out(library, purpose, language)),
        )
        for language, channels, text in variants(broadcast.texts)
    )
    return (*messages, *announcements(unit, library, broadcast))


def headed(library: Library, text: str, language: str) -> str:
    """Put the office's name above a message, in the message's own language."""
    catalogue = library.languages.get(language) or library.languages["id"]
    return from_office(text, library.office.name).into(catalogue)


def announcements(unit: Unit, library: Library, broadcast: Broadcast) -> tuple[Shown, ...]:
    """Show the templates by which WhatsApp tells of it outside the 24 hours; none: it has none."""
    wanted = [one for one in LANGUAGES if one in broadcast.texts]
    found = {
        announced.language: announced
        for language in wanted
        if (announced := announce.as_shown(
            unit, broadcast.purpose.value, language, library.office.name
        ))
    }  # fmt: skip
    return tuple(
        Shown(one.language, one.text, buttons=one.buttons, announces=True)
        for one in found.values()
    )


def labels(buttons: tuple[Button, ...]) -> tuple[str, ...]:
    """Give what stands on the buttons."""
    return tuple(one.label for one in buttons)


def way_out(library: Library, purpose: Purpose, language: str) -> tuple[Button, ...]:
    """Give the button by which somebody declines education for good."""
    if purpose is not Purpose.EDUCATION:
        return ()
    catalogue = library.languages.get(language) or library.languages["id"]
    return (Button(STOP_EDUCATION.label.into(catalogue), STOP_EDUCATION.tap),)
