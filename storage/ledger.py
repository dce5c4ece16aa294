"""The ledger of broadcasts: each recipient, the message to them, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bansos.broadcasts import BroadcastState, Outcome
from storage.audiences import Chat, home
from storage.broadcasts import DAY, Broadcast, by_id, move
from storage.sql import Sql
from storage.unit import Unit, ms

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
    UPDATE peka_recipient SET outbox_id = :outbox, outcome = 'antri', reason = '', at = :at
     WHERE id = :id
    """
)
_THROUGH = Sql(
    """
    UPDATE peka_recipient SET person_id = :person, account = :account, outside_at = :outside
     WHERE id = :id
    """
)
"""Apart, because it touches three indexes more, and nearly nobody is reached another way."""
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


def queued(unit: Unit, recipient: Recipient, chat: Chat, outbox: int, *, outside: bool) -> None:
    """Note which message goes to a recipient, and through which chat."""
    at = ms(unit.now)
    unit.run(_QUEUED, id=recipient.id, outbox=outbox, at=at)
    if outside or chat.person != recipient.person or recipient.tried:
        unit.run(_THROUGH, id=recipient.id, person=chat.person, account=chat.account,
                 outside=at if outside else None)  # fmt: skip


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


def _recipient(row: tuple[Any, ...]) -> Recipient:
    id_, person, family, village, account, outbox, outcome, reason, tried = row
    chats = tuple(int(one) for one in tried.split(",") if one)
    return Recipient(
        id_, person, family, village, account, outbox, Outcome(outcome), reason or "", chats
    )
