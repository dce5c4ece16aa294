"""People: somebody on one channel account, with the state of their conversations."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any

from storage.sql import Insert, Sql
from storage.staff import Officer
from storage.unit import Unit, ms

TABLE = "peka_person"

_CLAIM = Sql(
    "INSERT INTO peka_claim (account, message, at) VALUES (:account, :message, :at) "
    "ON CONFLICT DO NOTHING"
)
_FIND = Sql(
    """
    SELECT p.id, p.uuid, p.address, p.language, p.consent_at, p.education, p.blocked_at, p.talks,
           p.made_at, p.staff_id, s.name, s.role, s.regions,
           (SELECT COUNT(*) FROM peka_link l WHERE l.person_id = p.id AND l.ended_at IS NULL),
           (SELECT COUNT(*) FROM peka_link l
             WHERE l.person_id = p.id AND l.ended_at IS NULL AND l.grade = 'firm'),
           p.phone_index
      FROM peka_person p LEFT JOIN peka_staff s ON s.id = p.staff_id AND s.ended_at IS NULL
     WHERE p.account = :account AND p.address_index = :address
    """,
    lock="FOR UPDATE OF p",
)
_FIND_ID = Sql("SELECT account, address_index FROM peka_person WHERE id = :id")
_ADD = Insert(
    """
    INSERT INTO peka_person (uuid, account, address_index, address, language, education,
                             made_at, seen_at)
    VALUES (:uuid, :account, :index, :address, :language, :education, :at, :seen)
    """
)
_SAVE = Sql(
    """
    UPDATE peka_person SET talks = :talks, language = :language, consent_at = :consent,
           education = :education, staff_id = :staff,
           blocked_at = CASE WHEN :wrote THEN NULL ELSE blocked_at END,
           seen_at = CASE WHEN seen_at > :seen THEN seen_at ELSE :seen END
     WHERE id = :id
    """
)
_PHONE = Sql("UPDATE peka_person SET phone_index = :phone WHERE id = :id")
_SAME_PHONE = Sql(
    "SELECT id FROM peka_person WHERE account = :account AND phone_index = :phone AND id <> :id"
)
_TALKS = Sql("UPDATE peka_person SET talks = :talks WHERE id = :id")
_MOVE = Sql("UPDATE peka_person SET address_index = :index, address = :address WHERE id = :id")
_BLOCK = Sql(
    "UPDATE peka_person SET blocked_at = :at WHERE account = :account AND address_index = :address"
)
_BACK = Sql(
    """
    UPDATE peka_person SET blocked_at = NULL,
           seen_at = CASE WHEN seen_at > :at THEN seen_at ELSE :at END
     WHERE account = :account AND address_index = :address
    """
)
_EDUCATION = Sql(
    "UPDATE peka_person SET education = :wanted, education_by = :by, education_at = :at "
    "WHERE id = :person"
)
_FORGET_PROOFS = Sql(
    """
    UPDATE peka_link SET ended_at = :at, ended_why = 'number changed'
     WHERE ended_at IS NULL AND person_id = :person
    """
)
_WIPE = Sql("UPDATE peka_outbox SET body = NULL WHERE person_id = :person AND state <> 'queued'")
_ID = Sql(
    "SELECT id FROM peka_person WHERE account = :account AND address_index = :address "
    "UNION SELECT id FROM peka_person WHERE account = :account AND phone_index = :address"
)
_SILENT = Sql(
    """
    SELECT id FROM peka_person WHERE id > :after AND talks IS NOT NULL
       AND seen_at BETWEEN :long_ago AND :yesterday ORDER BY id LIMIT :most
    """
)
SILENT_DAYS = 21
"""Drafts go after 14 days; who has been silent for longer than this has nothing left to age."""
_FORGET_STAFF = Sql(
    "UPDATE peka_person SET staff_id = NULL, talks = NULL, phone_index = NULL WHERE id = :person"
)


@dataclass(slots=True)
class Known:
    """One person as a turn sees and changes them; :func:`save` writes it back."""

    id: int
    uuid: bytes
    account: str
    address: str
    language: str
    consent_at: int | None
    education: bool
    blocked: bool
    talks: bytes | None
    """Opened: the JSON of conversations.talks."""
    made_at: int
    links: int
    firm: bool
    new: bool = False
    officer: Officer | None = None
    seen: int = 0
    """Milliseconds since 1970 UTC when they wrote what is answered now; 0: in this moment."""
    wrote: bool = True
    """What is answered now is their own word, not news of a file."""


def claimed_as(unit: Unit, message: str) -> bytes:
    """Name a delivery where it is kept: ids of the web and of WhatsApp hold the address."""
    return unit.seal.index("claim", message)


def claim(unit: Unit, account: str, message: str) -> bool:
    """Take a delivery; False if it was taken before."""
    index = claimed_as(unit, message)
    return unit.changed(_CLAIM, account=account, message=index, at=ms(unit.now)) == 1


def know(
    unit: Unit,
    account: str,
    address: str,
    aliases: tuple[str, ...] = (),
    language: str = "id",
    seen: int = 0,
) -> Known:
    """Find the person behind an address, or make one; a known alias moves to the address.

    ``seen``: when they wrote, see :class:`Known`.
    """
    index = unit.seal.index("address", address)
    for place, candidate in enumerate((address, *aliases)):
        its = unit.seal.index("address", candidate) if place else index
        rows = unit.run(_FIND, account=account, address=its)
        if rows:
            known = _read(unit, account, rows[0], "" if place else address)
            known.seen = seen
            if place:
                _move(unit, known, address, index)
            _phone(unit, known, rows[0][-1], aliases)
            return known
    added = _add(unit, account, address, index, language, seen)
    _phone(unit, added, None, aliases)
    return added


def known_by_id(unit: Unit, person: int) -> Known | None:
    """Load somebody else than the one who writes: the other end of a case."""
    for account, index in unit.run(_FIND_ID, id=person):
        rows = unit.run(_FIND, account=account, address=index)
        return _read(unit, account, rows[0]) if rows else None
    return None


def save(unit: Unit, known: Known, talks: bytes) -> None:
    """Write back what a turn changed."""
    unit.run(
        _SAVE,
        id=known.id,
        talks=unit.seal.seal(talks, TABLE, "talks", known.uuid),
        language=known.language,
        consent=known.consent_at,
        education=known.education,
        wrote=known.wrote,
        seen=(known.seen or ms(unit.now)) if known.wrote else 0,
        staff=known.officer.id if known.officer else None,
    )


def save_talks(unit: Unit, known: Known, talks: bytes) -> None:
    """Change the conversation of somebody who did not write just now."""
    unit.run(_TALKS, id=known.id, talks=unit.seal.seal(talks, TABLE, "talks", known.uuid))


def readdress(unit: Unit, account: str, old: str, new: str) -> bool:
    """Move somebody to another address of the same account; False where nobody was there."""
    index = unit.seal.index("address", old)
    for row in unit.run(_FIND, account=account, address=index):
        _move(unit, _read(unit, account, row), new, unit.seal.index("address", new))
        return True
    return False


def block(unit: Unit, account: str, address: str, *, blocked: bool) -> None:
    """Note that somebody blocked us, or came back (which revives service, not education).

    Who comes back was seen: a message that failed just before is tried again.
    """
    index = unit.seal.index("address", address)
    unit.run(_BLOCK if blocked else _BACK, account=account, address=index, at=ms(unit.now))


def education_of(unit: Unit, person: int, *, wanted: bool, by: str) -> None:
    """Note that somebody wants education messages or not, and who says so."""
    unit.run(_EDUCATION, person=person, wanted=wanted, by=by, at=ms(unit.now))


def ids(unit: Unit, account: str, address: str) -> list[int]:
    """Find who is behind an address, or behind the phone number that is known for theirs."""
    rows = unit.run(_ID, account=account, address=unit.seal.index("address", address))
    return [int(row[0]) for row in rows]


def forget(unit: Unit, known: Known) -> None:
    """Drop what the chat itself left: consent, conversations, messages still kept."""
    known.consent_at, known.talks = None, None
    known.links, known.firm = 0, False
    unit.run(_WIPE, person=known.id)


def forget_proofs(unit: Unit, person: int) -> None:
    """End every link of somebody whose number is another's now, and any staff role."""
    unit.run(_FORGET_PROOFS, person=person, at=ms(unit.now))
    unit.run(_FORGET_STAFF, person=person)


def _add(unit: Unit, account: str, address: str, index: bytes, language: str, seen: int) -> Known:
    uuid, at = os.urandom(16), ms(unit.now)
    sealed = unit.seal.seal(address.encode("utf-8", "replace"), TABLE, "address", uuid)
    number = unit.add(
        _ADD, uuid=uuid, account=account, index=index, address=sealed, language=language,
        education=True, at=at, seen=seen or at,
    )  # fmt: skip
    return Known(
        id=number,
        uuid=uuid,
        account=account,
        address=address,
        language=language,
        consent_at=None,
        education=True,
        blocked=False,
        talks=None,
        made_at=at,
        links=0,
        firm=False,
        new=True,
        seen=seen,
    )


def _phone(unit: Unit, known: Known, before: object, aliases: tuple[str, ...]) -> None:
    """Keep the blind index of the number behind an address that is another name.

    Whoever wrote from this number before under another name has lost it: their proofs end.
    """
    if not aliases:
        return
    index = unit.seal.index("address", aliases[0])
    if isinstance(before, bytes | memoryview) and bytes(before) == index:
        return
    for (other,) in unit.run(_SAME_PHONE, account=known.account, phone=index, id=known.id):
        forget_proofs(unit, other)
    unit.run(_PHONE, id=known.id, phone=index)


def _move(unit: Unit, known: Known, address: str, index: bytes) -> None:
    sealed = unit.seal.seal(address.encode("utf-8", "replace"), TABLE, "address", known.uuid)
    unit.run(_MOVE, id=known.id, index=index, address=sealed)
    known.address = address


def _read(unit: Unit, account: str, row: tuple[Any, ...], known_as: str = "") -> Known:
    """Open a row; ``known_as``: the address by which it was found, which is not opened again."""
    (id_, uuid, sealed, language, consent, education, blocked, talks, made,
     staff, name, role, regions, links, firm, _phone_index) = row  # fmt: skip
    own = bytes(uuid)
    return Known(
        id=id_,
        uuid=own,
        account=account,
        address=known_as or unit.seal.open(sealed, TABLE, "address", own).decode(),
        language=str(language),
        consent_at=consent,
        education=bool(education),
        blocked=blocked is not None,
        talks=unit.seal.open(talks, TABLE, "talks", own) if talks else None,
        made_at=made,
        links=links,
        firm=bool(firm),
        officer=Officer(staff, str(name), str(role), tuple(str(regions).split(",")))
        if name
        else None,
    )


def silent(unit: Unit, after: int, most: int) -> list[int]:
    """List people who last wrote between one and 21 days ago, by id."""
    now, day = ms(unit.now), 86_400_000
    rows = unit.run(
        _SILENT, after=after, most=most, yesterday=now - day, long_ago=now - SILENT_DAYS * day
    )
    return [int(row[0]) for row in rows]
