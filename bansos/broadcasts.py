"""Broadcasts: their states, whom they are for, what may stand in them, and when they may leave."""

import hashlib
import json
import math
import re
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Self

from bansos.staff import StaffRole, in_charge
from bansos.workdays import Calendar


class BroadcastState(StrEnum):
    """Where a broadcast stands; the last two are final."""

    DRAF = "draf"
    DIAJUKAN = "diajukan"
    DISETUJUI = "disetujui"
    BERJALAN = "berjalan"
    DIJEDA = "dijeda"
    SELESAI = "selesai"
    DIBATALKAN = "dibatalkan"


_S = BroadcastState
_MOVES: Final[Mapping[BroadcastState, frozenset[BroadcastState]]] = MappingProxyType(
    {
        _S.DRAF: frozenset({_S.DIAJUKAN, _S.DIBATALKAN}),
        _S.DIAJUKAN: frozenset({_S.DISETUJUI, _S.DIBATALKAN}),
        _S.DISETUJUI: frozenset({_S.BERJALAN, _S.DIJEDA, _S.DIBATALKAN}),
        _S.BERJALAN: frozenset({_S.DIJEDA, _S.SELESAI, _S.DIBATALKAN}),
        _S.DIJEDA: frozenset({_S.BERJALAN, _S.DIBATALKAN}),
        _S.SELESAI: frozenset(),
        _S.DIBATALKAN: frozenset(),
    }
)


def may_follow(state: BroadcastState, after: BroadcastState) -> bool:
    """Tell whether a broadcast may go from ``state`` to ``after``."""
    return after in _MOVES[state]


class Purpose(StrEnum):
    """Why something is told to many; education may be declined, the others are service."""

    EDUCATION = "education"
    SCHEDULE = "schedule"
    REMINDER = "reminder"


class Outcome(StrEnum):
    """What became of one recipient; the first two are on their way, all others are an end."""

    DIPILIH = "dipilih"
    """Counted, not begun."""
    ANTRI = "antri"
    """In the outbox."""
    DIUMUMKAN = "diumumkan"
    """A WhatsApp template told that there is something; it follows when the person answers."""
    TERKIRIM = "terkirim"
    TERSAMPAIKAN = "tersampaikan"
    DIBACA = "dibaca"
    KELUAR = "keluar"
    """Wants no such messages, or the chat no longer belongs to the family."""
    TUGAS = "tugas"
    """Reached on no channel: a task for the staff of the area; the reason stands beside it."""
    GAGAL = "gagal"
    """Reached on no channel, and there is no area whose staff could go; with the reason."""
    DILEWATI = "dilewati"
    """The broadcast was cancelled before."""


REACHED: Final = frozenset(
    {Outcome.DIUMUMKAN, Outcome.TERKIRIM, Outcome.TERSAMPAIKAN, Outcome.DIBACA}
)
FEW: Final = 10
"""Of fewer recipients the field staff hear no numbers: who was reached, who has just written and
who has blocked us would point at a family, and a report at whoever wrote that day."""
OPTED_OUT: Final = "opted_out"
"""The reason that no other channel may get round."""

CITIZENS: Final = "warga"
STAFF: Final = "petugas"
ROLES: Final = (CITIZENS, STAFF, *(role.value for role in StaffRole))
LANGUAGES: Final = ("id", "en")
"""In which a broadcast is written; the first one is needed."""
CHANNELS: Final = ("telegram", "whatsapp", "web")
"""Which may have a text of their own, by the key ``id.whatsapp``."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom a broadcast is for, as data: every condition that is set must hold."""

    regions: tuple[str, ...]
    """Kemendagri codes, dotted; a family or an officer inside one of them."""
    programme: str = ""
    """One of bansos.programmes.Programme: the family has a benefit of it."""
    role: str = CITIZENS
    """warga: linked families; petugas: all officers; or one role of the staff."""
    language: str = ""
    """Chats that speak this language."""
    lesson: int = 0
    """Who has not yet passed this lesson; 0: whoever."""

    def to_json(self) -> str:
        """Write it in one fixed form, which the digest counts on."""
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what :meth:`to_json` wrote."""
        found = json.loads(text)
        return cls(**(found | {"regions": tuple(found["regions"])}))

    def wants_family(self, village: str, programmes: Collection[str]) -> bool:
        """Tell whether a family of this village, with these programmes, is meant."""
        programme = not self.programme or self.programme in programmes
        return programme and in_charge(self.regions, village)

    def wants_officer(self, role: str, areas: Collection[str]) -> bool:
        """Tell whether an officer is meant: by role, and an area that touches the audience's."""
        if self.role not in {STAFF, role}:
            return False
        return any(in_charge(self.regions, area) or in_charge((area,), region)
                   for area in areas for region in self.regions)  # fmt: skip


def wording(texts: Mapping[str, str], language: str, channel: str) -> tuple[str, str]:
    """Choose the text for a chat: (language, text); Indonesian where hers has none."""
    spoken = language if language in texts else LANGUAGES[0]
    return spoken, texts.get(f"{spoken}.{channel}", texts[spoken])


def variants(texts: Mapping[str, str]) -> list[tuple[str, tuple[str, ...], str]]:
    """List what is really read: (language, channels, text); no channels: on all of them."""
    found = []
    for language in (one for one in LANGUAGES if one in texts):
        by_text: dict[str, tuple[str, ...]] = {}
        for channel in CHANNELS:
            text = wording(texts, language, channel)[1]
            by_text[text] = (*by_text.get(text, ()), channel)
        alike = len(by_text) == 1
        found += [(language, () if alike else on, text) for text, on in by_text.items()]
    return found


def stray(texts: Collection[str]) -> list[str]:
    """Name texts that nobody would read: of unknown channels, or without one in general."""
    known = {*LANGUAGES, *(f"{one}.{two}" for one in LANGUAGES for two in CHANNELS)}
    return [key for key in texts if key not in known or key.partition(".")[0] not in texts]


def digest(texts: Mapping[str, str], audience: Audience) -> str:
    """Name text and audience together: who sends the same to the same is asked again."""
    same = json.dumps([sorted(texts.items()), audience.to_json()], ensure_ascii=False)
    return hashlib.sha256(same.encode()).hexdigest()


# What stands in it

LIMIT: Final = 600
"""Letters of one message with everything filled in."""
PLACEHOLDERS: Final = ("nama", "desa", "program", "periode")
_ROOM: Final = 25
"""Letters counted for what fills one place."""
_BRACES: Final = re.compile(r"\{([^{}]*)\}|[{}]")


@dataclass(frozen=True, slots=True)
class Broken:
    """Why a text cannot be sent."""

    what: str
    """place: an unknown or open place, given in ``shown``; long; empty."""
    shown: str = ""


def fault(text: str, most: int = LIMIT) -> Broken | None:
    """Judge a text before anybody approves it; ``most`` letters are left beside the sender."""
    for found in _BRACES.finditer(text):
        if found[1] not in PLACEHOLDERS:
            return Broken("place", found[0])
    if not text.strip():
        return Broken("empty")
    return Broken("long", str(length(text))) if length(text) > most else None


def length(text: str) -> int:
    """Count a text as it will be, with every place filled."""
    places = [found[0] for found in _BRACES.finditer(text)]
    return len(text) - sum(map(len, places)) + _ROOM * len(places)


def filled(text: str, values: Mapping[str, str]) -> str:
    """Fill the places; what is not known of somebody is told in a neutral word."""
    return _BRACES.sub(lambda found: values.get(found[1]) or _UNKNOWN[found[1]], text)


_UNKNOWN: Final = MappingProxyType(
    {"nama": "Bapak/Ibu", "desa": "desa setempat", "program": "bansos", "periode": "periode ini"}
)
EXAMPLE: Final = MappingProxyType(
    {"nama": "Siti Aminah", "desa": "Labuhan", "program": "PKH", "periode": "Oktober–Desember"}
)
"""What a preview is filled with."""


# When, how long, how much


@dataclass(frozen=True, slots=True)
class Quiet:
    """The hours in which nothing goes to many, and the days on which nothing does."""

    begins: time = time(20)
    ends: time = time(7)

    def over(self, now: datetime, calendar: Calendar) -> datetime:
        """Give the moment (local) from which bulk may leave: ``now`` itself where it may."""
        while True:
            if now.date() in calendar.holidays:
                now = _morning(now + timedelta(days=1), self.ends)
            elif not self.holds(now.time()):
                return now
            else:
                later = now.time() >= self.ends
                now = _morning(now + timedelta(days=later), self.ends)

    def holds(self, at: time) -> bool:
        """Tell whether a time of day is quiet; the hours may lie over midnight."""
        if self.begins == self.ends:
            return False
        if self.begins < self.ends:
            return self.begins <= at < self.ends
        return at >= self.begins or at < self.ends


def _morning(day: datetime, ends: time) -> datetime:
    return datetime.combine(day.date(), ends, day.tzinfo)


@dataclass(frozen=True, slots=True)
class Terms:
    """What sending to many is bound to; settings of the office."""

    quiet: Quiet = field(default_factory=Quiet)
    rates: Mapping[str, float] = field(
        default_factory=lambda: {"telegram": 30.0, "whatsapp": 80.0}
    )
    """Messages a second, by channel."""
    tier: int = 250
    """WhatsApp: people outside the window in any 24 hours."""
    costs: Mapping[str, float] = field(default_factory=dict)
    """Of one WhatsApp message outside the window, by purpose."""
    currency: str = "Rp"

    def seconds(self, counts: Mapping[str, int]) -> int:
        """Tell how long so many messages by channel take at least; channels go side by side."""
        return max((math.ceil(n / self.rates.get(channel, math.inf))
                    for channel, n in counts.items()), default=0)  # fmt: skip

    def days(self, outside: int, used: int = 0) -> int:
        """Tell on how many days so many people outside the window are reached."""
        return math.ceil((outside + min(used, self.tier)) / self.tier) if outside else 0
