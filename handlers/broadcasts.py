"""Telling many: a draft, its recipients counted, another's approval, and what may follow.

What sends is ``handlers/spreading.py``.  The webhook proposes through :func:`propose`; it never
approves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from bansos.broadcasts import (
    FEW,
    Audience,
    BroadcastState,
    Outcome,
    Purpose,
    digest,
    fault,
    may_follow,
)
from bansos.staff import Act, StaffRole, in_charge, may, separate_hands
from conversations.broadcast import (
    ACTS,
    FLOW_OF,
    BroadcastView,
    Tally,
    fault_in_words,
    headline,
    preflight,
    preview,
    progress,
)
from conversations.flow import Step
from conversations.take import Reply, offers
from conversations.text import Say, label, lines, say
from handlers import draws, reach
from handlers.facts import Library
from handlers.notices import Notice
from handlers.whatsapp.announce import approved
from storage import audit, people, staff
from storage import broadcasts as kept
from storage.broadcasts import Broadcast, Chat
from storage.unit import Unit, ms

PULLED = frozenset({"web", "terminal"})
"""Channels whose replies wait until they are read: the last choice for news."""
WEEK = timedelta(days=7)
MORNING = time(8)
S = BroadcastState


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be told, to whom, why, and from when."""

    purpose: Purpose
    texts: Mapping[str, str]
    """By language; "id" is needed."""
    audience: Audience
    due: datetime | None = None
    submit: bool = False
    """Hand it to an approver as soon as the recipients are counted (the webhook does)."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a broadcast cannot be proposed, or an act not be done."""

    text: Say
    question: str = ""


@dataclass(slots=True)
class Acted:
    """An act was done; who is told."""

    broadcast: Broadcast
    notices: list[Notice] = field(default_factory=list)


# Proposing


def propose(unit: Unit, library: Library, draft: Draft, composer: staff.Officer) -> str | Refused:
    """Keep a draft and give its reference, or say why not; its recipients are counted at once."""
    if problem := refusal(library, draft, composer):
        return Refused(problem)
    ref = draws.reference()
    texts = {language: text.strip() for language, text in draft.texts.items() if text.strip()}
    id_ = kept.add(
        unit, ref=ref, purpose=draft.purpose, texts=texts, audience=draft.audience,
        digest=digest(texts, draft.audience), composer=composer.id, due=draft.due or unit.now,
    )  # fmt: skip
    if draft.submit:
        kept.move(unit, found(unit, id_), S.DRAF, SUBMIT)
    audit.note(unit, f"staff:{composer.id}", "wrote", f"broadcast:{id_}")
    unit.enqueue(JOB, id_)
    return ref


SUBMIT = "ajukan"
"""The reason of a draft that is to be submitted as soon as it is counted."""
JOB = "broadcasts"
NO_ROLE = say("Siaran tidak dibuat dari peran ini. Tanyakan ke admin kantor.")
NO_TEXT = say("Pesan dalam Bahasa Indonesia harus ada.")
NO_PLACE = say("Wilayah siaran harus di dalam wilayah tugas Bapak/Ibu.")


def refusal(library: Library, draft: Draft, composer: staff.Officer) -> Say | None:
    """Say why this officer cannot propose this."""
    role = StaffRole(composer.role)
    if not (may(role, Act.BROADCAST) or may(role, Act.PROPOSE)):
        return NO_ROLE
    regions = draft.audience.regions
    known = regions and all(map(library.regions.known, regions))
    if not known or not covers(composer.regions, regions):
        return NO_PLACE
    if not draft.texts.get("id", "").strip():
        return NO_TEXT
    broken = [one for text in draft.texts.values() if text.strip() and (one := fault(text))]
    return fault_in_words(broken[0].what, broken[0].shown) if broken else None


def covers(areas: Iterable[str], regions: Iterable[str]) -> bool:
    """Tell whether every region lies inside the areas of an officer."""
    own = tuple(areas)
    return all(in_charge(own, region) for region in regions)


def found(unit: Unit, id_: int) -> Broadcast:
    """Read a broadcast that is surely there."""
    broadcast = kept.by_id(unit, id_)
    if broadcast is None:
        raise LookupError("the broadcast is gone")
    return broadcast


# Acting


def acts(broadcast: Broadcast, officer: staff.Officer) -> tuple[str, ...]:
    """List what an officer may do with a broadcast now."""
    own = broadcast.composer == officer.id
    approves = approver(broadcast, officer)
    can = {
        "ajukan": own and broadcast.state is S.DRAF and broadcast.cursor < 0,
        "setuju": approves and broadcast.state is S.DIAJUKAN,
        "tolak": approves and broadcast.state is S.DIAJUKAN,
        "jeda": (own or approves) and may_follow(broadcast.state, S.DIJEDA),
        "lanjut": approves and broadcast.state is S.DIJEDA,
        "batal": (own or approves) and may_follow(broadcast.state, S.DIBATALKAN)
        and not (approves and broadcast.state is S.DIAJUKAN),
    }  # fmt: skip
    return tuple(act for act in ACTS if can[act])


def approver(broadcast: Broadcast, officer: staff.Officer) -> bool:
    """Tell whether an officer may decide: by role and area, and never on their own."""
    role = may(StaffRole(officer.role), Act.APPROVE)
    apart = separate_hands(str(broadcast.composer), str(officer.id))
    return role and apart and covers(officer.regions, broadcast.audience.regions)


def sees(broadcast: Broadcast, officer: staff.Officer) -> bool:
    """Tell whether an officer may see a broadcast: who wrote it, and whose area it touches."""
    role = StaffRole(officer.role)
    works = may(role, Act.APPROVE) or may(role, Act.PROPOSE) or may(role, Act.READ_AUDIT)
    near = covers(officer.regions, broadcast.audience.regions)
    return broadcast.composer == officer.id or (works and near)


NOT_HERE = say("Siaran itu tidak ada di wilayah Bapak/Ibu.")
NOT_NOW = say("Itu tidak bisa untuk siaran ini sekarang, atau bukan dari peran Bapak/Ibu.")
OWN = say("Siaran sendiri tidak bisa disetujui sendiri. Orang lain yang memutuskan.")
MOVES = {"setuju": S.DISETUJUI, "tolak": S.DIBATALKAN, "jeda": S.DIJEDA, "lanjut": S.BERJALAN,
         "batal": S.DIBATALKAN}  # fmt: skip


def act(
    unit: Unit,
    library: Library,
    ref: str,
    what: str,
    officer: staff.Officer,
    *,
    sure: bool = False,
) -> Acted | Refused:
    """Do one act on a broadcast, by role, area and two pairs of hands; audited."""
    broadcast = kept.by_ref(unit, ref.strip().upper())
    if broadcast is None or not sees(broadcast, officer):
        return Refused(NOT_HERE)
    if what not in ACTS:
        audit.note(unit, f"staff:{officer.id}", "looked", f"broadcast:{broadcast.id}")
        return Acted(broadcast)
    if what == "setuju" and broadcast.composer == officer.id:
        return Refused(OWN)
    if what not in acts(broadcast, officer):
        return Refused(NOT_NOW)
    if what == SUBMIT:
        return submit(unit, library, broadcast, officer.id, sure=sure)
    kept.move(unit, broadcast, MOVES[what], "ditolak" if what == "tolak" else "")
    if what in {"setuju", "tolak"}:
        kept.approved(unit, broadcast.id, officer.id)
    if what in {"jeda", "batal"}:
        kept.withdraw(unit, broadcast.id, Outcome.DIPILIH)
    audit.note(unit, f"staff:{officer.id}", what, f"broadcast:{broadcast.id}")
    unit.enqueue(JOB, broadcast.id)
    after = found(unit, broadcast.id)
    near = {after.composer, after.approver or after.composer}
    return Acted(after, told(unit, library, after, near, officer.id))


def submit(
    unit: Unit, library: Library, broadcast: Broadcast, officer: int, *, sure: bool
) -> Acted | Refused:
    """Hand a counted draft to those who may approve it."""
    again = kept.same(unit, broadcast, unit.now - WEEK)
    if again and not sure:
        return Refused(
            say(
                "Pesan yang sama ke penerima yang sama sudah ada dalam 7 hari ini: {ref}. "
                "Tetap ajukan?",
                ref=again,
            ),
            "yakin",
        )
    kept.move(unit, broadcast, S.DIAJUKAN)
    audit.note(unit, f"staff:{officer}", SUBMIT, f"broadcast:{broadcast.id}")
    after = found(unit, broadcast.id)
    deciders = {one.id for one in staff.everybody(unit) if approver(after, one)}
    return Acted(after, told(unit, library, after, deciders, officer))


# Showing


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
        texts=broadcast.texts,
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
    for account, outcome, reason, n in kept.counts(unit, broadcast.id):
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


OUTSIDE = "outside"
"""The reason of those who are reached outside WhatsApp's window, by a template."""


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


# One chat of several


@dataclass(frozen=True, slots=True)
class Means:
    """What counts for everybody while one piece is done."""

    now: datetime
    templates: Mapping[str, frozenset[str]]
    """Purposes that an approved template announces, by language."""

    def way(self, chat: Chat, purpose: Purpose) -> tuple[str, bool]:
        """Name why a chat cannot be written to now (or nothing), and whether by template only."""
        channel = chat.account.partition(":")[0]
        whom = reach.Whom(channel, chat.seen_at, chat.blocked, chat.education)
        known = purpose.value in self.templates.get(chat.language, frozenset())
        found = reach.can_send(whom, purpose.value, ms(self.now), template=known)
        outside = found.way is reach.Way.TEMPLATE
        return ("" if outside or found.way is reach.Way.FREE else found.why, outside)

    def best(self, chats: Iterable[Chat], purpose: Purpose, language: str) -> list[Chat]:
        """Order the chats through which one recipient may be reached: the likeliest first."""
        meant = [one for one in chats if language in {"", one.language}]
        return sorted(meant, key=lambda one: self._rank(one, purpose))

    def _rank(self, chat: Chat, purpose: Purpose) -> tuple[bool, bool, bool, int, int]:
        why, outside = self.way(chat, purpose)
        pulled = chat.account.partition(":")[0] in PULLED
        return (why != "", pulled, outside, -chat.seen_at, chat.person)


def means(unit: Unit, library: Library) -> Means:
    """Look at what counts now."""
    return Means(unit.now, {one: approved(unit, one) for one in library.languages})


def tomorrow(library: Library, now: datetime) -> datetime:
    """Give eight o'clock of the next day at the office."""
    day = library.local(now) + timedelta(days=1)
    return datetime.combine(day.date(), MORNING, day.tzinfo)
