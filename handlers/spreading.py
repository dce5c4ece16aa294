"""Sending to many: a list that is counted, a little of it in the outbox, and every end named.

Done in small pieces, each a transaction of its own: ``bot/work.py`` runs them, and whoever comes
next goes on where a killed process stopped.  A recipient is one line of the ledger by a unique
key, so a piece that is done again does nothing twice.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bansos.broadcasts import (
    CITIZENS,
    OPTED_OUT,
    Outcome,
    filled,
    wording,
)
from bansos.cases import CaseKind, start_of
from bansos.programmes import Programme, read_period
from conversations.changed import replace
from conversations.phrases import quarter
from conversations.text import Catalogue
from handlers import broadcasts as acting
from handlers import desk, draws
from handlers.accounts import daily
from handlers.broadcast_showing import OUTSIDE, headed, told, way_out
from handlers.broadcasts import SUBMIT, Means, S, found
from handlers.channel import Reply
from handlers.deadlines import Met, falls_due
from handlers.facts import Library
from handlers.reports import bulk_held
from handlers.written import body_of
from storage import audiences, audit, cases, events, ledger, lessons, outbox, staff
from storage import broadcasts as kept
from storage.audiences import Chat, Home
from storage.broadcasts import Broadcast
from storage.cases import Opening
from storage.ledger import Recipient
from storage.unit import Unit

LOOKED_AT = 100
"""Families in one piece of counting."""
CHUNK = 100
"""Messages in one piece."""
AHEAD_SECONDS = 20
LEAST_AHEAD, MOST_AHEAD = 300, 2_000
"""Messages of one broadcast in the outbox at once; a pause takes them back."""
NAMED = 20
"""Families that a task names."""
VILLAGES = 5
UNLINKED = "unlinked"
HELD_AGAIN = timedelta(minutes=1)
TIER_AGAIN = timedelta(minutes=15)
"""How soon it is looked again whether somebody may be written to."""


@falls_due("siaran")
def spread(unit: Unit, library: Library, now: datetime) -> Met:
    """Do one piece of the first broadcast on which something can be done now."""
    for broadcast in kept.active(unit):
        met = Met()
        if one_piece(unit, library, broadcast, now, met):
            met.more = True
            return met
        if met.notices:
            return met
    return Met()


def one_piece(unit: Unit, library: Library, broadcast: Broadcast, now: datetime, met: Met) -> bool:
    """Do one piece of one broadcast; False where nothing can be done on it now."""
    if broadcast.state is S.DRAF:
        return count_some(unit, library, broadcast, met)
    if settle(unit, library, broadcast):
        return True
    if broadcast.state is S.DIBATALKAN:
        return ledger.skip(unit, broadcast.id, CHUNK * 5) > 0
    if broadcast.state not in {S.DISETUJUI, S.BERJALAN} or is_quiet(unit, library, broadcast, now):
        return False
    if broadcast.state is S.DISETUJUI:
        kept.move(unit, broadcast, S.BERJALAN)
        return True
    return feed(unit, library, broadcast) or finish(unit, library, broadcast, met)


# Counting


def count_some(unit: Unit, library: Library, broadcast: Broadcast, met: Met) -> bool:
    """Put a few more of the audience on the list; at the end tell the one who wrote it."""
    people_of = families if broadcast.audience.role == CITIZENS else officers
    last = people_of(unit, library, broadcast)
    if last:
        kept.counted(unit, broadcast.id, last)
        return True
    kept.counted(unit, broadcast.id, -1)
    counted = found(unit, broadcast.id)
    if not ledger.unfinished(unit, broadcast.id):
        kept.move(unit, counted, S.DIBATALKAN, "kosong")
    elif broadcast.reason == SUBMIT:
        acted = acting.submit(unit, library, counted, broadcast.composer, sure=False)
        met.notices += acted.notices if isinstance(acted, acting.Acted) else []
    after = found(unit, broadcast.id)
    met.notices += told(unit, library, after, {broadcast.composer}, None)
    return True


def families(unit: Unit, library: Library, broadcast: Broadcast) -> int:
    """Look at the next linked families; the last one's id, or 0."""
    now_ = acting.means(unit, library)
    homes, last = audiences.families(unit, broadcast.cursor, LOOKED_AT)
    audience = broadcast.audience
    for home in homes:
        if audience.wants_family(home.village, home.programmes.keys()):
            chats = audiences.chats_of_family(unit, home.family)
            put_down(unit, broadcast, now_, chats, home.family, home.village)
    return last


def officers(unit: Unit, library: Library, broadcast: Broadcast) -> int:
    """Look at all officers: they are few; 0: there are no more."""
    now_ = acting.means(unit, library)
    for one in staff.everybody(unit):
        if broadcast.audience.wants_officer(one.role, one.regions):
            put_down(unit, broadcast, now_, audiences.chats_of_officer(unit, one.id), None, "")
    return 0


def put_down(
    unit: Unit,
    broadcast: Broadcast,
    means: Means,
    chats: list[Chat],
    family: int | None,
    village: str,
) -> None:
    """Put one recipient on the list, with the chat that is best now."""
    lesson = str(broadcast.audience.lesson or "")
    if lesson:
        chats = [one for one in chats if lesson not in lessons.passed(unit, one.person)]
    order = means.best(chats, broadcast.purpose, broadcast.audience.language)
    if order:
        reason, outside = means.way(order[0], broadcast.purpose)
        known = OUTSIDE if outside else reason
        ledger.choose(unit, broadcast.id, order[0], family=family, village=village, reason=known)


# Sending


def is_quiet(unit: Unit, library: Library, broadcast: Broadcast, now: datetime) -> bool:
    """Wait through quiet hours and holidays; True: it is quiet now."""
    local = library.local(now)
    over = library.terms.quiet.over(local, library.calendar)
    if over > local:
        kept.wait(unit, broadcast.id, over)
    return over > local


def feed(unit: Unit, library: Library, broadcast: Broadcast) -> bool:
    """Put the next messages into the outbox; False where there is no room, or nobody is left."""
    if ledger.count(unit, broadcast.id, Outcome.ANTRI) + CHUNK > ahead(library):
        return False
    some = ledger.waiting(unit, broadcast.id, CHUNK)
    piece = Piece(unit, library, broadcast, acting.means(unit, library))
    for recipient in some:
        piece.reach(recipient)
    return bool(some)


def ahead(library: Library) -> int:
    """Tell how many messages may wait in the outbox: what leaves in twenty seconds."""
    fast = sum(library.terms.rates.values()) * AHEAD_SECONDS
    return int(min(MOST_AHEAD, max(LEAST_AHEAD, fast)))


@dataclass(slots=True)
class Piece:
    """One piece of sending, and what it has learnt so far."""

    unit: Unit
    library: Library
    broadcast: Broadcast
    means: Means
    held: dict[str, bool] = field(default_factory=dict)
    """Accounts that must not send to many now."""
    used: dict[str, int] = field(default_factory=dict)
    """People written to outside the window in 24 hours, by account."""

    def reach(self, recipient: Recipient, why: str = "") -> bool:
        """Queue one recipient's message on the best chat that was not tried, or name the end."""
        purpose, unit = self.broadcast.purpose, self.unit
        chats = untried(unit, self.broadcast, recipient)
        order = self.means.best(chats, purpose, self.broadcast.audience.language)
        if not order:
            outcome = Outcome.GAGAL if why else Outcome.KELUAR
            ledger.ended(unit, recipient, outcome, why or UNLINKED, recipient.tried)
            return False
        reason, outside = self.means.way(order[0], purpose)
        if reason:
            outcome = Outcome.KELUAR if reason == OPTED_OUT else Outcome.GAGAL
            ledger.ended(unit, recipient, outcome, why or reason, recipient.tried)
        elif wait := self.must_wait(order[0].account, outside=outside):
            ledger.postponed(unit, recipient.id, unit.now + wait)
        else:
            queue(unit, self.library, self.broadcast, recipient, order[0], outside=outside)
            return True
        return False

    def must_wait(self, account: str, *, outside: bool) -> timedelta | None:
        """Tell how long to leave somebody alone: the account rests, or its tier is used up."""
        if account not in self.held:
            self.held[account] = bool(bulk_held(self.unit, account))
        if self.held[account]:
            return HELD_AGAIN
        if outside:
            used = self.used.get(account)
            used = ledger.outside(self.unit, account) if used is None else used
            if used >= daily(self.unit, account, self.library.terms.tier):
                return TIER_AGAIN
            self.used[account] = used + 1
        return None


def queue(
    unit: Unit,
    library: Library,
    broadcast: Broadcast,
    recipient: Recipient,
    chat: Chat,
    *,
    outside: bool,
) -> None:
    """Put one message into the outbox, and its number into the ledger."""
    places = recipient.family is not None and any("{" in one for one in broadcast.texts.values())
    home = audiences.home(unit, recipient.family or 0) if places else None
    reply = message(library, broadcast, chat, home)
    id_ = outbox.put(
        unit, chat.person, chat.account, body_of(reply), lane=outbox.BULK,
        purpose=broadcast.purpose.value,
    )  # fmt: skip
    ledger.queued(unit, recipient, chat, id_, outside=outside)
    if chat.account in acting.PULLED:
        ledger.became(unit, id_, "sent")  # it lies where it will be read


def message(library: Library, broadcast: Broadcast, chat: Chat, home: Home | None) -> Reply:
    """Write the message for one recipient, in the chat's language where there is such a text."""
    channel = chat.account.partition(":")[0]
    language, text = wording(broadcast.texts, chat.language, channel)
    if "{" in text:
        known = values(library, broadcast, home, language) if home else {}
        text = filled(text, known if chat.firm else known | {"nama": ""})
    text = headed(library, text, language)
    return Reply(text, way_out(library, broadcast.purpose, chat.language))


def values(library: Library, broadcast: Broadcast, home: Home, language: str) -> dict[str, str]:
    """Give what stands in the places of the text for one family."""
    catalogue = library.languages.get(language) or library.languages["id"]
    programme = broadcast.audience.programme or next(iter(home.programmes), "")
    period = read_period(home.programmes.get(programme, ""))
    return {
        "nama": home.head,
        "desa": library.regions.name(home.village),
        "program": programme_name(library, programme, catalogue),
        "periode": quarter(period).into(catalogue) if period else "",
    }


def programme_name(library: Library, programme: str, catalogue: Catalogue) -> str:
    """Name a programme as people do."""
    if not programme:
        return ""
    return catalogue.one(library.wording.of(Programme(programme)).label)


def untried(unit: Unit, broadcast: Broadcast, recipient: Recipient) -> list[Chat]:
    """List the chats that are left; one that is another recipient's gets nothing twice."""
    return [
        one
        for one in chats_of(unit, recipient)
        if one.person not in recipient.tried
        and (
            one.person == recipient.person
            or not ledger.taken(unit, broadcast.id, one.person, recipient.id)
        )
    ]


def chats_of(unit: Unit, recipient: Recipient) -> list[Chat]:
    """List the chats of one recipient as they are now."""
    if recipient.family is not None:
        return audiences.chats_of_family(unit, recipient.family)
    officer = audiences.officer_of(unit, recipient.person)
    return audiences.chats_of_officer(unit, officer) if officer is not None else []


# Settling


def settle(unit: Unit, library: Library, broadcast: Broadcast) -> bool:
    """Look after messages that did not arrive: another chat, or a named end."""
    failed = ledger.failed(unit, broadcast.id, CHUNK)
    piece = Piece(unit, library, broadcast, acting.means(unit, library)) if failed else None
    for recipient in failed:
        tried = (*recipient.tried, recipient.person)
        why = recipient.reason or "?"
        if broadcast.state is S.DIBATALKAN or why == OPTED_OUT:
            outcome = Outcome.KELUAR if why == OPTED_OUT else Outcome.GAGAL
            ledger.ended(unit, recipient, outcome, why, tried)
        elif piece is not None:
            ledger.ended(unit, recipient, Outcome.DIPILIH, why, tried)
            again = piece.reach(replace(recipient, outcome=Outcome.DIPILIH, tried=tried), why)
            if again and recipient.outbox is not None:
                ledger.unsay(unit, recipient.outbox)
    if failed and broadcast.state is S.SELESAI:
        kept.move(unit, broadcast, S.BERJALAN)
    return bool(failed)


def finish(unit: Unit, library: Library, broadcast: Broadcast, met: Met) -> bool:
    """End a broadcast when nobody is on the way any more; who was not reached becomes a task."""
    if ledger.unfinished(unit, broadcast.id):
        return False
    for village, n in ledger.lost(unit, broadcast.id, VILLAGES):
        hand_over(unit, library, broadcast, village, n, met)
        return True
    kept.move(unit, broadcast, S.SELESAI)
    audit.note(unit, "peka", "finished", f"broadcast:{broadcast.id}")
    tell_finished(unit, broadcast)
    after = found(unit, broadcast.id)
    met.notices += told(unit, library, after, {broadcast.composer}, None)
    return True


def tell_finished(unit: Unit, broadcast: Broadcast) -> None:
    """Tell the office's own systems how many came to which end."""
    counts: Counter[str] = Counter()
    for _account, outcome, _reason, n in ledger.counts(unit, broadcast.id):
        counts[outcome.value] += n
    data = {
        "broadcast": broadcast.ref,
        "purpose": broadcast.purpose.value,
        "outcomes": dict(sorted(counts.items())),
    }
    events.tell(unit, "broadcast.finished", f"broadcast:{broadcast.ref}", data)


def hand_over(
    unit: Unit, library: Library, broadcast: Broadcast, village: str, count: int, met: Met
) -> None:
    """Open one task for the staff of a village: the families that no channel reached."""
    heads = ledger.hand_over(unit, broadcast.id, village, NAMED)
    more = f", dan {count - len(heads)} lagi" if count > len(heads) else ""
    text = (
        f"{count} keluarga tidak terjangkau siaran {broadcast.ref}: {', '.join(heads)}{more}. "
        f"Pesannya: {broadcast.texts['id']}"
    )
    kind = CaseKind.KUNJUNGAN
    case = cases.open_case(
        unit,
        Opening(
            ref=draws.reference(),
            kind=kind,
            state=start_of(kind),
            body=json.dumps({"about": {"text": text}}, ensure_ascii=False).encode(),
            village=village,
            due=desk.due(library, kind, start_of(kind), unit.now),
        ),
    )
    audit.note(unit, "peka", "opened", f"case:{case.id}")
    met.notices += desk.alert(unit, case)
