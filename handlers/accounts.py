"""What a platform says about the office's own account: acted on, written down, told to admins."""

from __future__ import annotations

import math

import structlog

from bansos.staff import StaffRole
from conversations.flow import MENU
from conversations.text import Say, say
from conversations.turn.taken import Reply, offers
from handlers.channel import Note
from handlers.notices import Notice
from handlers.reports import BULK
from storage import marks, people, staff, templates
from storage.unit import Unit

log = structlog.get_logger()

STALE = "templates stale "
"""A mark with this and an account's name: its templates are to be listed anew."""
LIMIT = "limit "
"""A mark with this and an account's name: people a day outside the window; 0 is without end."""
UNLIMITED = "TIER_UNLIMITED"
THOUSANDS = "K"
BUSINESS_INITIATED = "RESTRICTED_BIZ_INITIATED_MESSAGING"


def heed_note(unit: Unit, note: Note) -> list[Notice]:
    """Act on one word about the account, once; what the office's administrators are told."""
    if not people.claim(unit, note.account, note.id):
        return []
    said = dict(note.said)
    if note.kind.startswith("template."):
        _of_template(unit, note, said)
    elif "limit" in said:
        _limit(unit, note.account, said["limit"])
    elif BUSINESS_INITIATED in said.get("restriction", ""):
        marks.put_until(unit, BULK + note.account, "restricted", int(said["until"]) * 1000)
    _write_down(note, said)
    return [one for one in _notices(unit, note, said) if note.alert]


def _write_down(note: Note, said: dict[str, str]) -> None:
    write = log.error if note.alert else log.info
    write(
        note.kind, **{"what" if name == "event" else name: value for name, value in said.items()}
    )


def _of_template(unit: Unit, note: Note, said: dict[str, str]) -> None:
    name, language = said["name"], said["language"]
    if note.kind == "template.state":
        templates.set_state(unit, name, language, said["state"])
        marks.put(unit, STALE + note.account, said["state"])
    elif note.kind == "template.quality":
        templates.set_quality(unit, name, language, said["quality"])
    else:
        templates.set_category(unit, name, language, said["category"])


def _limit(unit: Unit, account: str, limit: str) -> None:
    people_a_day = as_number(limit)
    if people_a_day is not None:
        marks.put(unit, LIMIT + account, str(people_a_day))


def as_number(limit: str) -> int | None:
    """Read a messaging limit: TIER_250, TIER_2K, TIER_UNLIMITED (0), 2000; None for others."""
    if limit in {UNLIMITED, "-1"}:
        return 0
    digits = limit.removeprefix("TIER_")
    thousands = digits.endswith(THOUSANDS)
    digits = digits.removesuffix(THOUSANDS)
    if not (digits.isascii() and digits.isdigit()):
        return None
    return int(digits) * (1000 if thousands else 1)


def limit_of(unit: Unit, account: str) -> int | None:
    """Tell how many people a day may be reached outside the window; 0: any; None: not told yet."""
    kept = marks.read(unit, LIMIT + account)
    return int(kept) if kept is not None else None


def daily(unit: Unit, account: str, setting: int) -> float:
    """Tell how many a day may be reached outside the window: as told last, else the setting."""
    told = limit_of(unit, account)
    return setting if told is None else told or math.inf


def stale(unit: Unit, account: str) -> bool:
    """Tell whether the account's templates are to be listed anew, and take that mark away."""
    return marks.take(unit, STALE + account)


def _notices(unit: Unit, note: Note, said: dict[str, str]) -> list[Notice]:
    """Tell every administrator with a linked chat."""
    admins = {one.id for one in staff.everybody(unit) if one.role == StaffRole.ADMIN}
    found = [person for person, officer in staff.chats(unit) if officer in admins]
    known = [people.known_by_id(unit, person) for person in found]
    reply = Reply(words(note.kind, said), offers((MENU,)))
    return [Notice(one, "task", (reply,)) for one in known if one is not None]


def words(kind: str, said: dict[str, str]) -> Say:
    """Say what happened to the account, and what helps."""
    if kind == "template.state" and said["state"] == "approved":
        return say(
            "WhatsApp menandai template {name}: banyak warga tidak menyukainya. "
            "Kalau tidak membaik, template itu dimatikan. Kurangi pesan dulu.",
            name=said["name"],
        )
    if kind.startswith("template."):
        return say(
            "WhatsApp mengubah template {name}. Keterangannya: {what}. "
            "Kabar yang memakainya menunggu warga menulis. Tolong lihat WhatsApp Manager.",
            name=said["name"],
            what=said.get("state") or said.get("quality") or said.get("category", ""),
        )
    if kind == "account.quality":
        return say(
            "Mutu nomor WhatsApp kantor turun. "
            "Tolong jangan kirim edukasi ke banyak orang dulu, dan lihat WhatsApp Manager."
        )
    return say(
        "WhatsApp memberi peringatan untuk akun kantor: {what}. "
        "Tolong buka WhatsApp Manager hari ini.",
        what=said.get("event") or said.get("decision", ""),
    )
