"""Telling many: a draft, its recipients counted, another's approval, and what may follow.

What sends is ``handlers/spreading.py``.  The webhook proposes through :func:`propose`; it never
approves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from bansos.broadcasts import (
    Audience,
    BroadcastState,
    Outcome,
    Purpose,
    digest,
    fault,
    stray,
)
from bansos.hoaxes import judge
from bansos.numbers import without_family_numbers
from bansos.redaction import redact
from bansos.staff import Act, StaffRole, may
from conversations.broadcast.answers import fault_in_words
from conversations.broadcast.words import ACTS, LIKE_A_SWINDLE, most_letters
from conversations.text import Say, lines, say, say_n
from handlers import draws, reach
from handlers.broadcast_rights import acts, approver, covers, sees
from handlers.broadcast_showing import tally, told
from handlers.facts import Library
from handlers.notices import Notice
from handlers.whatsapp.announce import approved
from storage import audit, ledger, staff
from storage import broadcasts as kept
from storage.audiences import Chat
from storage.broadcasts import Broadcast
from storage.unit import Unit, ms

PULLED = frozenset({"web", "terminal"})
"""Channels whose replies wait until they are read: the last choice for news."""
WEEK = timedelta(days=7)
YEAR = timedelta(days=366)
MORNING = time(8)
S = BroadcastState


@dataclass(frozen=True, slots=True)
class NewBroadcast:
    """What is to be told, to whom, why, and from when."""

    purpose: Purpose
    texts: Mapping[str, str]
    """By language, and by "language.channel" where a channel has its own; "id" is needed."""
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


def propose(
    unit: Unit, library: Library, draft: NewBroadcast, composer: staff.Officer
) -> str | Refused:
    """Keep a draft and give its reference, or say why not; its recipients are counted at once."""
    problem = too_late(draft.due, unit.now) or refusal(library, draft, composer)
    if problem is not None:
        return Refused(problem)
    ref = draws.reference()
    texts = {language: text.strip() for language, text in draft.texts.items() if text.strip()}
    id_ = kept.add(
        unit, ref=ref, purpose=draft.purpose, texts=texts, audience=draft.audience,
        digest=digest(texts, draft.audience), composer=composer.id,
        due=max(draft.due or unit.now, unit.now),
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
NO_BASE = say("Pesan khusus kanal perlu pesan umum dalam bahasa yang sama.")
NO_LESSON = say("Pelajaran itu tidak ada.")
NO_PLACE = say("Wilayah siaran harus di dalam wilayah tugas Bapak/Ibu.")
TOO_LATE = say("Siaran dimulai paling lama satu tahun dari sekarang.")


def too_late(due: datetime | None, now: datetime) -> Say | None:
    """Say that a beginning is too far away: perhaps no calendar holds it at the office."""
    return TOO_LATE if due is not None and due - now > YEAR else None


def refusal(library: Library, draft: NewBroadcast, composer: staff.Officer) -> Say | None:
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
    if stray([key for key, text in draft.texts.items() if text.strip()]):
        return NO_BASE
    lesson = draft.audience.lesson
    if lesson and library.course.lesson(str(lesson)) is None:
        return NO_LESSON
    return unfit(library, [text for text in draft.texts.values() if text.strip()])


def unfit(library: Library, texts: list[str]) -> Say | None:
    """Say what must not stand in a message to many."""
    most = most_letters(library.office.name)
    broken = [one for text in texts if (one := fault(text, most))]
    if broken:
        return fault_in_words(broken[0].what, broken[0].shown, most)
    return NOT_FOR_MANY if any(map(tells_a_number, texts)) else None


NOT_FOR_MANY = say("Pesan berisi NIK, nomor kartu, PIN, atau OTP yang utuh. Hapus dulu angkanya.")


def tells_a_number(text: str) -> bool:
    """Tell whether a text holds a secret or a whole NIK, which nobody sends to many."""
    return bool(redact(text)[1]) or without_family_numbers(text) != text


def found(unit: Unit, id_: int) -> Broadcast:
    """Read a broadcast that is surely there."""
    broadcast = kept.by_id(unit, id_)
    if broadcast is None:
        raise LookupError("the broadcast is gone")
    return broadcast


# Acting


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
    if what not in acts(broadcast, officer):
        own = what == "setuju" and broadcast.composer == officer.id
        return Refused(OWN if own else NOT_NOW)
    if what == SUBMIT:
        return submit(unit, library, broadcast, officer.id, sure=sure)
    if what == "setuju" and not sure:
        return Refused(how_many(unit, library, broadcast), "yakin")
    return decide(unit, library, broadcast, what, officer.id)


def decide(unit: Unit, library: Library, broadcast: Broadcast, what: str, officer: int) -> Acted:
    """Do an act that is allowed, and tell the other one who has to do with it."""
    kept.move(unit, broadcast, MOVES[what], "ditolak" if what == "tolak" else "")
    if what in {"setuju", "tolak"}:
        kept.approved(unit, broadcast.id, officer)
    if what in {"jeda", "batal"}:
        ledger.withdraw(unit, broadcast.id, Outcome.DIPILIH)
    audit.note(unit, f"staff:{officer}", what, f"broadcast:{broadcast.id}")
    unit.enqueue(JOB, broadcast.id)
    after = found(unit, broadcast.id)
    near = {after.composer, after.approver or after.composer}
    return Acted(after, told(unit, library, after, near, officer))


def how_many(unit: Unit, library: Library, broadcast: Broadcast) -> Say:
    """Ask once more with the number of people: the tap before it may have been a slip.

    What a swindler would write is pointed out: whoever approves has seen many, and read few.
    """
    people = sum(n for _channel, n in tally(unit, library, broadcast).reachable)
    grouped = f"{people:,}".replace(",", ".")
    asked = say_n("Kirim ke {people} orang?", "Kirim ke {people} orang?", people, people=grouped)
    doubtful = any(judge(text).swindle for text in broadcast.texts.values())
    return lines(LIKE_A_SWINDLE, asked) if doubtful else asked


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
        if len(meant) <= 1:  # nearly every family has one chat: nothing to weigh
            return meant
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
