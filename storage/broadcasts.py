"""Broadcasts and their ledger: what is to be told, to whom, and what became of each."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bansos.broadcasts import Audience, BroadcastState, Outcome, Purpose
from storage.sql import Sql
from storage.unit import Unit, moment, ms

TABLE = "peka_broadcast"
DAY = 86_400_000
_FIELDS = """b.id, b.uuid, b.ref, b.state, b.purpose, b.texts, b.audience, b.digest, b.composer_id,
             b.approver_id, b.reason, b.cursor, b.due_at, b.made_at, b.done_at"""
_ADD = Sql(
    """
    INSERT INTO peka_broadcast (uuid, ref, state, purpose, texts, audience, digest, composer_id,
                                reason, cursor, due_at, made_at)
    VALUES (:uuid, :ref, 'draf', :purpose, :texts, :audience, :digest, :composer, '', 0, :due, :at)
    RETURNING id
    """
)
_GET = Sql(f"SELECT {_FIELDS} FROM peka_broadcast b WHERE b.ref = :ref", lock="FOR UPDATE")
_BY_ID = Sql(f"SELECT {_FIELDS} FROM peka_broadcast b WHERE b.id = :id", lock="FOR UPDATE")
_LIST = Sql(f"SELECT {_FIELDS} FROM peka_broadcast b ORDER BY b.id DESC LIMIT :most")
_ACTIVE = Sql(
    f"""
    SELECT {_FIELDS} FROM peka_broadcast b
     WHERE (b.state = 'draf' AND b.cursor >= 0)
        OR (b.state IN ('disetujui', 'berjalan') AND b.due_at <= :now)
        OR (b.state = 'dibatalkan' AND b.made_at > :recent AND EXISTS
            (SELECT 1 FROM peka_recipient r
              WHERE r.broadcast_id = b.id AND r.outcome = 'dipilih'))
        OR (b.state IN ('dijeda', 'dibatalkan', 'selesai') AND b.made_at > :recent AND EXISTS
            (SELECT 1 FROM peka_recipient r JOIN peka_outbox o ON o.id = r.outbox_id
              WHERE r.broadcast_id = b.id AND r.outcome = 'antri'
                AND o.state IN ('failed', 'waiting')))
     ORDER BY b.id
    """,
    lock="FOR UPDATE OF b SKIP LOCKED",
)
_MOVE = Sql(
    "UPDATE peka_broadcast SET state = :state, reason = :reason, due_at = :due, done_at = :done "
    "WHERE id = :id"
)
_APPROVED = Sql(
    "UPDATE peka_broadcast SET approver_id = :approver, decided_at = :at WHERE id = :id"
)
_CURSOR = Sql("UPDATE peka_broadcast SET cursor = :cursor WHERE id = :id")
_WAIT = Sql("UPDATE peka_broadcast SET due_at = :due WHERE id = :id")
_SAME = Sql(
    """
    SELECT ref FROM peka_broadcast WHERE digest = :digest AND made_at > :since AND id <> :but
       AND state NOT IN ('draf', 'dibatalkan') ORDER BY id DESC LIMIT 1
    """
)
_FAMILIES = Sql(
    """
    SELECT f.family_id, h.village, h.head, h.benefits FROM
      (SELECT DISTINCT family_id FROM peka_link WHERE ended_at IS NULL AND family_id > :after
        ORDER BY family_id LIMIT :most) f
      JOIN peka_household h ON h.id =
        (SELECT v.id FROM peka_household v JOIN peka_batch b ON b.id = v.batch_id
          WHERE v.family_id = f.family_id AND b.state = 'visible'
          ORDER BY v.batch_id DESC LIMIT 1)
     ORDER BY f.family_id
    """
)
_LAST = Sql(
    """
    SELECT MAX(family_id) FROM (SELECT DISTINCT family_id FROM peka_link
     WHERE ended_at IS NULL AND family_id > :after ORDER BY family_id LIMIT :most) f
    """
)
_HOME = Sql(
    """
    SELECT h.village, h.head, h.benefits FROM peka_household h
      JOIN peka_batch b ON b.id = h.batch_id
     WHERE h.family_id = :family AND b.state = 'visible' ORDER BY h.batch_id DESC LIMIT 1
    """
)
_CHATS = Sql(
    """
    SELECT p.id, p.account, p.language, p.seen_at, p.blocked_at, p.education,
           MAX(CASE WHEN l.grade = 'firm' THEN 1 ELSE 0 END)
      FROM peka_link l JOIN peka_person p ON p.id = l.person_id
     WHERE l.family_id = :family AND l.ended_at IS NULL GROUP BY p.id ORDER BY p.id
    """
)
_DESKS = Sql(
    """
    SELECT p.id, p.account, p.language, p.seen_at, p.blocked_at, p.education, 0
      FROM peka_person p WHERE p.staff_id = :staff ORDER BY p.id
    """
)
_DESK_OF = Sql("SELECT staff_id FROM peka_person WHERE id = :person")
_CHOOSE = Sql(
    """
    INSERT INTO peka_recipient (broadcast_id, person_id, family_id, village, account, outcome,
                                reason, tried, due_at, at)
    VALUES (:broadcast, :person, :family, :village, :account, 'dipilih', :reason, '', 0, :at)
    ON CONFLICT DO NOTHING
    """
)
_NEXT = Sql(
    """
    SELECT id, person_id, family_id, village, account, outbox_id, outcome, reason, tried
      FROM peka_recipient WHERE broadcast_id = :broadcast AND outcome = 'dipilih'
       AND due_at <= :now ORDER BY due_at, id LIMIT :most
    """
)
_FAILED = Sql(
    """
    SELECT r.id, r.person_id, r.family_id, r.village, r.account, r.outbox_id, r.outcome, o.error,
           r.tried
      FROM peka_recipient r JOIN peka_outbox o ON o.id = r.outbox_id
     WHERE r.broadcast_id = :broadcast AND r.outcome = 'antri'
       AND (o.state = 'failed' OR (o.state = 'waiting' AND o.error <> 'announced')) LIMIT :most
    """
)
_TAKEN = Sql(
    "SELECT 1 FROM peka_recipient WHERE broadcast_id = :broadcast AND person_id = :person "
    "AND id <> :but"
)
_QUEUED = Sql(
    """
    UPDATE peka_recipient SET person_id = :person, account = :account, outbox_id = :outbox,
           outcome = 'antri', reason = '', at = :at,
           outside_at = :outside WHERE id = :id
    """
)
_END = Sql(
    "UPDATE peka_recipient SET outcome = :outcome, reason = :reason, tried = :tried, at = :at "
    "WHERE id = :id"
)
_LOST = Sql(
    """
    SELECT village, COUNT(*) FROM peka_recipient
     WHERE broadcast_id = :broadcast AND outcome = 'gagal' AND family_id IS NOT NULL
       AND village <> '' GROUP BY village ORDER BY village LIMIT :most
    """
)
_LOST_FAMILIES = Sql(
    """
    SELECT family_id FROM peka_recipient WHERE broadcast_id = :broadcast AND outcome = 'gagal'
       AND village = :village AND family_id IS NOT NULL ORDER BY id LIMIT :most
    """
)
_HANDED = Sql(
    """
    UPDATE peka_recipient SET outcome = 'tugas', at = :at WHERE broadcast_id = :broadcast
       AND outcome = 'gagal' AND village = :village AND family_id IS NOT NULL
    """
)
_LATER = Sql("UPDATE peka_recipient SET due_at = :due WHERE id = :id")
_COUNT = Sql(
    """
    SELECT account, outcome, reason, COUNT(*) FROM peka_recipient WHERE broadcast_id = :broadcast
     GROUP BY account, outcome, reason ORDER BY account, outcome, reason
    """
)
_WAITING = Sql(
    "SELECT COUNT(*) FROM peka_recipient WHERE broadcast_id = :broadcast AND outcome = :outcome"
)
_ANY = Sql(
    "SELECT 1 FROM peka_recipient WHERE broadcast_id = :broadcast "
    "AND outcome IN ('dipilih', 'antri') LIMIT 1"
)
_OUTSIDE = Sql(
    "SELECT COUNT(DISTINCT person_id) FROM peka_recipient "
    "WHERE account = :account AND outside_at > :since"
)
_ALL = Sql(
    """
    SELECT id, account, village, outcome, reason, at, family_id FROM peka_recipient
     WHERE broadcast_id = :broadcast AND id > :after ORDER BY id LIMIT :most
    """
)
_IDS_BACK = Sql(
    """
    SELECT r.id, o.id FROM peka_recipient r JOIN peka_outbox o ON o.id = r.outbox_id
     WHERE r.broadcast_id = :broadcast AND r.outcome = 'antri' AND o.state = 'queued'
       AND (o.lease IS NULL OR o.leased_until < :now)
    """,
    lock="FOR UPDATE OF o SKIP LOCKED",
)
_GIVE_UP = Sql("DELETE FROM peka_outbox WHERE id = :outbox")
_TAKE_BACK = Sql(
    "UPDATE peka_recipient SET outcome = :outcome, outbox_id = NULL, outside_at = NULL, at = :at "
    "WHERE id = :id"
)
_SKIP = Sql(
    """
    UPDATE peka_recipient SET outcome = 'dilewati', at = :at WHERE id IN
      (SELECT id FROM peka_recipient WHERE broadcast_id = :broadcast AND outcome = 'dipilih'
        LIMIT :most)
    """
)
_RECIPIENT = Sql("SELECT id FROM peka_recipient WHERE outbox_id = :outbox")
_UNSENT = Sql("DELETE FROM peka_outbox WHERE id = :outbox AND state = 'waiting'")
_OF_ROW = Sql("SELECT broadcast_id FROM peka_recipient WHERE outbox_id = :outbox")


def _onward(outcome: Outcome, *before: Outcome) -> Sql:
    known = ", ".join(f"'{one.value}'" for one in before)
    return Sql(
        f"UPDATE peka_recipient SET outcome = '{outcome.value}', at = :at "
        f"WHERE outbox_id = :outbox AND outcome IN ({known})"
    )


_HERE = (Outcome.ANTRI, Outcome.DIUMUMKAN)
_LATE = (*_HERE, Outcome.GAGAL, Outcome.TUGAS)
"""Somebody may write after all, and what waited is sent."""
_BECAME = {
    "announced": _onward(Outcome.DIUMUMKAN, Outcome.ANTRI),
    "sent": _onward(Outcome.TERKIRIM, *_LATE),
    "delivered": _onward(Outcome.TERSAMPAIKAN, *_LATE, Outcome.TERKIRIM),
    "read": _onward(Outcome.DIBACA, *_LATE, Outcome.TERKIRIM, Outcome.TERSAMPAIKAN),
    "failed": _onward(Outcome.ANTRI, Outcome.DIUMUMKAN, Outcome.TERKIRIM),
}
"""Only forward; a failure goes back to "antri", and another way is tried."""
_SEEN = Sql(
    """
    UPDATE peka_recipient SET outcome = 'dibaca', at = :at WHERE person_id = :person
       AND outbox_id <= :upto AND outcome = 'terkirim'
    """
)


@dataclass(frozen=True, slots=True)
class Broadcast:
    """A broadcast as it is kept, opened."""

    id: int
    ref: str
    state: BroadcastState
    purpose: Purpose
    texts: Mapping[str, str]
    audience: Audience
    digest: str
    composer: int
    approver: int | None
    reason: str
    cursor: int
    due: datetime
    made: datetime
    done: datetime | None


@dataclass(frozen=True, slots=True)
class Chat:
    """One chat through which somebody may be reached."""

    person: int
    account: str
    language: str
    seen_at: int
    blocked: bool
    education: bool
    firm: bool = False
    """Firmly linked: may be called by the name of the family's head."""


@dataclass(frozen=True, slots=True)
class Home:
    """What a broadcast may tell of a family."""

    family: int
    village: str
    head: str
    programmes: Mapping[str, str]
    """The newest period of each programme, by its key."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """One line of the ledger."""

    id: int
    person: int
    family: int | None
    village: str
    account: str
    outbox: int | None
    outcome: Outcome
    reason: str
    tried: tuple[int, ...]


def add(
    unit: Unit,
    *,
    ref: str,
    purpose: Purpose,
    texts: Mapping[str, str],
    audience: Audience,
    digest: str,
    composer: int,
    due: datetime,
) -> int:
    """Keep a draft; its audience is counted afterwards."""
    uuid = os.urandom(16)
    written = json.dumps(dict(texts), ensure_ascii=False).encode("utf-8", "replace")
    rows = unit.run(
        _ADD, uuid=uuid, ref=ref, purpose=purpose.value, audience=audience.to_json(),
        texts=unit.seal.seal(written, TABLE, "texts", uuid), digest=digest, composer=composer,
        due=ms(due), at=ms(unit.now),
    )  # fmt: skip
    return int(rows[0][0])


def by_ref(unit: Unit, ref: str) -> Broadcast | None:
    """Find a broadcast by its short reference."""
    return next((_broadcast(unit, row) for row in unit.run(_GET, ref=ref)), None)


def by_id(unit: Unit, id_: int) -> Broadcast | None:
    """Find a broadcast by its id."""
    return next((_broadcast(unit, row) for row in unit.run(_BY_ID, id=id_)), None)


def newest(unit: Unit, most: int = 20) -> list[Broadcast]:
    """List the newest broadcasts."""
    return [_broadcast(unit, row) for row in unit.run(_LIST, most=most)]


def active(unit: Unit) -> list[Broadcast]:
    """List those on which something is to be done now."""
    now = ms(unit.now)
    found = unit.run(_ACTIVE, now=now, recent=now - 40 * DAY)
    return [_broadcast(unit, row) for row in found]


def move(
    unit: Unit,
    broadcast: Broadcast,
    state: BroadcastState,
    reason: str = "",
    due: datetime | None = None,
) -> None:
    """Change the state; ``due`` is when it may go on."""
    final = state in {BroadcastState.SELESAI, BroadcastState.DIBATALKAN}
    unit.run(
        _MOVE, id=broadcast.id, state=state.value, reason=reason, due=ms(due or broadcast.due),
        done=ms(unit.now) if final else None,
    )  # fmt: skip


def approved(unit: Unit, broadcast: int, approver: int) -> None:
    """Note who decided."""
    unit.run(_APPROVED, id=broadcast, approver=approver, at=ms(unit.now))


def counted(unit: Unit, broadcast: int, cursor: int) -> None:
    """Note how far the audience was looked at; -1: to the end."""
    unit.run(_CURSOR, id=broadcast, cursor=cursor)


def wait(unit: Unit, broadcast: int, until: datetime) -> None:
    """Do nothing more on a broadcast before ``until``."""
    unit.run(_WAIT, id=broadcast, due=ms(until))


def same(unit: Unit, broadcast: Broadcast, since: datetime) -> str:
    """Find another one of the same text to the same audience; its reference, or nothing."""
    rows = unit.run(_SAME, digest=broadcast.digest, since=ms(since), but=broadcast.id)
    return str(rows[0][0]) if rows else ""


# Whom


def families(unit: Unit, after: int, most: int) -> tuple[list[Home], int]:
    """List linked families by id, and the last id that was looked at; 0: there are no more."""
    last = unit.run(_LAST, after=after, most=most)[0][0]
    homes = [_home(*row) for row in unit.run(_FAMILIES, after=after, most=most)]
    return homes, int(last or 0)


def home(unit: Unit, family: int) -> Home | None:
    """Find what is known of one family now."""
    return next((_home(family, *row) for row in unit.run(_HOME, family=family)), None)


def chats_of_family(unit: Unit, family: int) -> list[Chat]:
    """List the chats that belong to a family."""
    return [_chat(row) for row in unit.run(_CHATS, family=family)]


def chats_of_officer(unit: Unit, staff: int) -> list[Chat]:
    """List the chats of an officer."""
    return [_chat(row) for row in unit.run(_DESKS, staff=staff)]


def officer_of(unit: Unit, person: int) -> int | None:
    """Tell whose chat this is, where it is an officer's."""
    return next((row[0] for row in unit.run(_DESK_OF, person=person)), None)


# The ledger


def choose(
    unit: Unit, broadcast: int, chat: Chat, *, family: int | None, village: str, reason: str
) -> bool:
    """Put somebody on the list, once; ``reason``: why they could not be reached now."""
    return unit.changed(
        _CHOOSE, broadcast=broadcast, person=chat.person, family=family, village=village,
        account=chat.account, reason=reason, at=ms(unit.now),
    ) == 1  # fmt: skip


def waiting(unit: Unit, broadcast: int, most: int) -> list[Recipient]:
    """List those who are next."""
    found = unit.run(_NEXT, broadcast=broadcast, now=ms(unit.now), most=most)
    return [_recipient(row) for row in found]


def failed(unit: Unit, broadcast: int, most: int) -> list[Recipient]:
    """List those whose message did not reach them; ``reason`` names why."""
    return [_recipient(row) for row in unit.run(_FAILED, broadcast=broadcast, most=most)]


def taken(unit: Unit, broadcast: int, person: int, but: int) -> bool:
    """Tell whether a chat is already another recipient of the broadcast."""
    return bool(unit.run(_TAKEN, broadcast=broadcast, person=person, but=but))


def queued(unit: Unit, recipient: int, chat: Chat, outbox: int, *, outside: bool) -> None:
    """Note which message goes to a recipient, and through which chat."""
    unit.run(_QUEUED, id=recipient, person=chat.person, account=chat.account, outbox=outbox,
             outside=ms(unit.now) if outside else None, at=ms(unit.now))  # fmt: skip


def ended(
    unit: Unit, recipient: Recipient, outcome: Outcome, reason: str, tried: tuple[int, ...]
) -> None:
    """Name what became of a recipient."""
    unit.run(_END, id=recipient.id, outcome=outcome.value, reason=reason,
             tried=",".join(map(str, tried)), at=ms(unit.now))  # fmt: skip


def postponed(unit: Unit, recipient: int, until: datetime) -> None:
    """Leave a recipient alone until then."""
    unit.run(_LATER, id=recipient, due=ms(until))


def became(unit: Unit, outbox: int, state: str) -> None:
    """Name what became of the recipient of a message, where it is a broadcast's."""
    if state in _BECAME:
        unit.run(_BECAME[state], outbox=outbox, at=ms(unit.now))


def left(unit: Unit, outboxes: list[int]) -> None:
    """Name many recipients whose message was sent."""
    at = ms(unit.now)
    unit.many(_BECAME["sent"], [{"outbox": one, "at": at} for one in outboxes])


def seen(unit: Unit, person: int, upto: int) -> None:
    """Note that the page has shown everything up to the message ``upto``."""
    unit.run(_SEEN, person=person, upto=upto, at=ms(unit.now))


def unsay(unit: Unit, outbox: int) -> None:
    """Let a message that waits for its person go: it was said on another chat."""
    unit.run(_UNSENT, outbox=outbox)


def counts(unit: Unit, broadcast: int) -> list[tuple[str, Outcome, str, int]]:
    """Count the ledger: (account, outcome, reason, how many)."""
    found = unit.run(_COUNT, broadcast=broadcast)
    return [(account, Outcome(outcome), reason, n) for account, outcome, reason, n in found]


def count(unit: Unit, broadcast: int, outcome: Outcome) -> int:
    """Count one outcome."""
    return int(unit.run(_WAITING, broadcast=broadcast, outcome=outcome.value)[0][0])


def unfinished(unit: Unit, broadcast: int) -> bool:
    """Tell whether anybody is still on the way."""
    return bool(unit.run(_ANY, broadcast=broadcast))


def outside(unit: Unit, account: str) -> int:
    """Count the people written to outside the window in the last 24 hours."""
    rows = unit.run(_OUTSIDE, account=account, since=ms(unit.now) - DAY)
    return int(rows[0][0])


def results(unit: Unit, broadcast: int, after: int, most: int) -> list[tuple[Any, ...]]:
    """List the ledger: (id, account, village, outcome, reason, milliseconds, family)."""
    return unit.run(_ALL, broadcast=broadcast, after=after, most=most)


def lost(unit: Unit, broadcast: int, most: int) -> list[tuple[str, int]]:
    """List villages with families that no channel reached, and how many."""
    found = unit.run(_LOST, broadcast=broadcast, most=most)
    return [(str(village), int(n)) for village, n in found]


def hand_over(unit: Unit, broadcast: int, village: str, named: int) -> list[str]:
    """Make a task of what no channel reached in a village; the heads of some of the families."""
    found = unit.run(_LOST_FAMILIES, broadcast=broadcast, village=village, most=named)
    homes = [home(unit, family) for (family,) in found]
    unit.run(_HANDED, broadcast=broadcast, village=village, at=ms(unit.now))
    return [one.head for one in homes if one is not None]


def withdraw(unit: Unit, broadcast: int, outcome: Outcome) -> int:
    """Take back what waits in the outbox and no process holds; it can be queued again."""
    found = unit.run(_IDS_BACK, broadcast=broadcast, now=ms(unit.now))
    for recipient, outbox in found:
        unit.run(_TAKE_BACK, id=recipient, outcome=outcome.value, at=ms(unit.now))
        unit.run(_GIVE_UP, outbox=outbox)
    return len(found)


def skip(unit: Unit, broadcast: int, most: int) -> int:
    """Name those who are left out of a cancelled broadcast."""
    return unit.changed(_SKIP, broadcast=broadcast, most=most, at=ms(unit.now))


def stop_of(unit: Unit, outbox: int, reason: str) -> None:
    """Pause the running broadcast that a message belongs to, and say why; the ledger stays."""
    broadcast = of_row(unit, outbox)
    for (recipient,) in unit.run(_RECIPIENT, outbox=outbox):
        unit.run(_TAKE_BACK, id=recipient, outcome=Outcome.DIPILIH.value, at=ms(unit.now))
        unit.run(_GIVE_UP, outbox=outbox)
    if broadcast is not None and broadcast.state is BroadcastState.BERJALAN:
        move(unit, broadcast, BroadcastState.DIJEDA, reason)
        withdraw(unit, broadcast.id, Outcome.DIPILIH)


def of_row(unit: Unit, outbox: int) -> Broadcast | None:
    """Find the broadcast that a message belongs to."""
    rows = unit.run(_OF_ROW, outbox=outbox)
    return by_id(unit, rows[0][0]) if rows else None


def _broadcast(unit: Unit, row: tuple[Any, ...]) -> Broadcast:
    (id_, uuid, ref, state, purpose, texts, audience, digest, composer, approver, reason, cursor,
     due, made, done) = row  # fmt: skip
    return Broadcast(
        id_, ref, BroadcastState(state), Purpose(purpose),
        json.loads(unit.seal.open(texts, TABLE, "texts", bytes(uuid))),
        Audience.from_json(audience), digest, composer, approver, reason, cursor,
        moment(due), moment(made), moment(done) if done else None,
    )  # fmt: skip


def _chat(row: tuple[Any, ...]) -> Chat:
    person, account, language, seen, blocked, education, firm = row
    return Chat(person, account, language, seen, blocked is not None, bool(education), bool(firm))


def _home(family: int, village: str, head: str, benefits: str) -> Home:
    newest: dict[str, str] = {}
    for programme, period, *_rest in json.loads(benefits):
        newest[programme] = max(newest.get(programme, ""), period)
    return Home(family, village, head, newest)


def _recipient(row: tuple[Any, ...]) -> Recipient:
    id_, person, family, village, account, outbox, outcome, reason, tried = row
    chats = tuple(int(one) for one in tried.split(",") if one)
    return Recipient(
        id_, person, family, village, account, outbox, Outcome(outcome), reason or "", chats
    )
