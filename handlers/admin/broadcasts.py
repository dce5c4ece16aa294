"""``broadcast.proposed``: in an officer's name, for another officer to approve in chat."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bansos.broadcasts import CHANNELS, LANGUAGES, ROLES, Audience, Purpose
from bansos.programmes import Programme
from conversations.text import Source
from handlers.admin.answers import Accepted, Refusal, Wrong
from handlers.admin.fields import NOT_BOUND, Fields, invalid
from handlers.admin.kinds import Kind, Office
from handlers.broadcasts import NewBroadcast, Refused
from handlers.broadcasts import propose as put_forward
from storage import staff

NAME: Final = "broadcast.proposed"
EXAMPLE: Final[dict[str, object]] = {
    "type": NAME,
    "data": {
        "purpose": "education",
        "texts": {"id": "Kartu KKS dipegang sendiri, ya. PIN jangan diberikan ke siapa pun."},
        "channels": {"whatsapp": {"id": "Kartu KKS dipegang sendiri, ya. PIN itu rahasia."}},
        "audience": {"regions": ["35.26.08"], "programme": "pkh"},
        "staff": 3,
    },
}
LONGEST: Final = 600
MOST_REGIONS: Final = 100


@dataclass(frozen=True, slots=True)
class Proposed:
    """A broadcast as it was sent."""

    draft: NewBroadcast
    staff: int


def broadcast_kind() -> Kind:
    """Give the event."""
    return Kind(NAME, EXAMPLE, read, propose)


def read(fields: Fields) -> Proposed:
    """Read one; what may stand in it and where it may go is judged with the officer."""
    audience = fields.inner("audience")
    said = _texts(fields)
    whom = Audience(
        tuple(_regions(audience)),
        audience.one_of("programme", tuple(Programme), needed=False) or "",
        audience.one_of("role", ROLES, needed=False) or "warga",
        audience.one_of("language", LANGUAGES, needed=False) or "",
        0 if audience.value("lesson") is None else audience.number("lesson"),
    )
    purpose = fields.one_of("purpose", tuple(Purpose)) or Purpose.EDUCATION
    draft = NewBroadcast(purpose, said, whom, _due(fields), submit=True)
    number = fields.number("staff")
    audience.no_more()
    fields.finish(EXAMPLE)
    return Proposed(draft, number)


def _texts(fields: Fields) -> dict[str, str]:
    """Read what is told in each language, and where a channel has words of its own."""
    texts = fields.inner("texts")
    said = {one: texts.text(one, needed=one == "id", longest=LONGEST) for one in LANGUAGES}
    texts.no_more()
    if fields.value("channels") is None:
        return said
    channels = fields.inner("channels")
    for channel in (one for one in CHANNELS if channels.value(one) is not None):
        own = channels.inner(channel)
        said |= {f"{one}.{channel}": own.text(one, longest=LONGEST) for one in LANGUAGES}
        own.no_more()
    channels.no_more()
    return said


def _regions(audience: Fields) -> list[str]:
    found = audience.items("regions", '["35.26.08"]')
    if len(found) > MOST_REGIONS or not all(isinstance(one, str) for one in found):
        audience.wrong("regions", f"harus daftar teks, paling banyak {MOST_REGIONS}", '["35.26"]')
        return []
    return [str(one) for one in found]


def _due(fields: Fields) -> datetime | None:
    example = "2026-11-24T09:00:00+07:00"
    text = fields.text("not_before", example=example)
    if not text:
        return None
    try:
        due = datetime.fromisoformat(text)
    except ValueError:
        due = None
    if due is None or due.tzinfo is None:
        fields.wrong("not_before", "harus waktu dengan zona", example)
        return None
    return due


def propose(office: Office, proposed: Proposed) -> Accepted:
    """Keep the draft; once it is counted, those who may approve it are asked in chat."""
    if not office.may_name(proposed.staff):
        raise _not_by("other_staff", NOT_BOUND)
    officer = staff.get(office.unit, proposed.staff)
    if officer is None:
        raise _not_by("unknown_staff", "tidak ada petugas aktif dengan nomor ini")
    kept = put_forward(office.unit, office.library, proposed.draft, officer)
    if isinstance(kept, Refused):
        raise invalid([Wrong("#/data", kept.text.into(Source()))], EXAMPLE)
    return Accepted(200, {"broadcast": kept, "state": "proposed"})


def _not_by(name: str, detail: str) -> Refusal:
    refusal = invalid([Wrong("#/data/staff", detail)], EXAMPLE)
    refusal.name = name
    return refusal
