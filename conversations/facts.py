"""What a conversation may know: frozen, loaded by the handlers before the turn.

A flow names the facts it needs (``Flow.facts``); each is a field here that is ``None`` until it
was loaded.  Everything that is neither pure nor fixed (the clock, ids, the database) reaches a
flow only through this class.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from msgspec import Struct, field

from bansos.cases import CaseState
from bansos.household import Household
from bansos.lessons import Course
from bansos.programmes import Programme
from bansos.regions import Regions
from bansos.schedules import Schedule
from bansos.statuses import Statuses
from bansos.wording import Wording


class Grade(StrEnum):
    """How well somebody has proved to belong to a family (design: two grades of proof)."""

    LIGHT = "light"
    """NIK and the last six digits of the No. KK: read-only, masked."""
    FIRM = "firm"
    """A code given face to face by an officer, or consent from a firmly linked phone."""


class Person(Struct, frozen=True):
    """The one who is talking, as far as Peka knows them."""

    language: str = "id"
    consented: bool = False
    education: bool = True
    """Wants education messages; asking for one's status never changes it."""
    known: bool = False
    """Has written before."""
    links: int = 0
    """How many families this chat is linked to."""
    firm: bool = False
    """At least one of the links is firm."""


@dataclass(frozen=True, slots=True)
class Staff:
    """An officer who talks from a linked chat."""

    id: int
    name: str
    role: str
    regions: tuple[str, ...]
    """Kemendagri codes; an officer acts inside them only."""


@dataclass(frozen=True, slots=True)
class Family:
    """A family that this chat is linked to."""

    link: int
    grade: Grade
    household: Household


@dataclass(frozen=True, slots=True)
class Linked:
    """Somebody else's chat that sees one of this chat's families; nothing of who it is."""

    link: int
    own: int
    """This chat's own link to that family."""
    since: datetime
    known: bool
    """The one who is talking has said that it is family."""
    light: bool = False
    """This chat's own link rests on two numbers only."""


@dataclass(frozen=True, slots=True)
class Task:
    """A case as a list of tasks shows it: nothing personal in it."""

    ref: str
    kind: str
    state: str
    village: str
    category: str
    urgent: bool
    opened: datetime
    due: datetime | None
    waiting: bool = False
    """The citizen has written since an officer last did."""


@dataclass(frozen=True, slots=True)
class Helping:
    """The case in which this chat is talking with an officer, as far as a talk needs it."""

    kind: str
    urgent: bool = False
    answered: bool = True
    """An officer has written in it; before that nobody has it in hand."""

    @property
    def stays(self) -> bool:
        """The citizen's word does not close it: it is urgent, or nobody has answered yet."""
        return self.urgent or not self.answered


@dataclass(frozen=True, slots=True)
class Office:
    """The Dinas Sosial that runs this Peka: settings that the office confirms."""

    name: str = "Dinas Sosial"
    address: str = ""
    """Street and town as they stand on letters; empty: not told."""
    hours: str = "Senin–Jumat 08.00–15.00"
    open_now: bool = True
    violence: str = "SAPA 129, WhatsApp 08111-129-129"
    """Help against violence; like every number a setting that the office confirms."""
    despair: str = "healing119.id"
    """Help for somebody who no longer wants to live."""
    numbers_as_of: date = date(2025, 8, 7)
    ministry: str = "021-171"
    """The ministry's call centre."""
    ministry_as_of: date = date(2025, 11, 12)
    police: str = ""
    """The district police (Polres), as the office has set it; empty: not told."""
    prosecutor: str = ""
    """The district prosecutor (Kejaksaan Negeri), likewise."""
    privacy_officer: str = ""
    """Who protects personal data here, and how to reach them; empty: asked at the desk."""
    notice: str = ""
    """Where the privacy notice can be read; empty where nobody outside reaches this machine."""


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A way of asking that was not understood, without names; at least three people used it."""

    key: str
    text: str
    people: int


@dataclass(frozen=True, slots=True)
class Proposed:
    """What an officer proposes to understand so; another one is to agree."""

    number: int
    text: str
    intent: str


@dataclass(frozen=True, slots=True)
class OwnData:
    """What Peka keeps about the asker, counted, for "data saya"."""

    links: int
    reports: int
    drafts: int
    since: date | None
    lessons: int = 0
    """Lessons of PEKASESAMA that were passed."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """A request of one of this chat's families to leave a programme; its case is open."""

    ref: str
    link: int
    """This chat's link to the family."""
    programmes: tuple[Programme, ...]
    state: CaseState
    last_day: date
    """Of the pause in which nothing happens."""
    mine: bool
    """It was asked from this chat."""


@dataclass(frozen=True, slots=True)
class Learned:
    """How far somebody has come in PEKASESAMA."""

    passed: frozenset[str] = frozenset()
    """Numbers of the lessons passed."""
    best: int | None = None
    """The best score of the quiz; None: not tried."""
    group: bool = False
    """A group was named."""


MEANINGS = "arti_punya"
"""The flow whose button stands under a status, and nowhere else."""


class Facts(Struct, frozen=True):
    """Everything that a turn may look at."""

    now: datetime
    today: date
    person: Person
    channel: str
    """telegram, whatsapp, web or terminal."""
    regions: Regions
    statuses: Statuses
    wording: Wording = field(default_factory=lambda: Wording({}))
    """The plain words of programmes, categories, states and roles."""
    course: Course = field(default_factory=Course)
    """The lessons and the quiz of PEKASESAMA."""
    area: tuple[str, ...] = ()
    """Kabupaten codes that this office serves."""
    office: Office = field(default_factory=Office)
    staff: Staff | None = None
    families: tuple[Family, ...] | None = None
    linked: tuple[Linked, ...] | None = None
    """Whoever else sees these families."""
    graduations: tuple[Leaving, ...] | None = None
    tasks: tuple[Task, ...] | None = None
    pausing: tuple[date, ...] | None = None
    """Of each request in the officer's area that still has its seven days: the last of them."""
    kept: OwnData | None = None
    schedules: tuple[Schedule, ...] | None = None
    """What the office has announced for the places of the asker's families."""
    waits: int | None = None
    """Minutes until a proof may be tried again; 0: now."""
    learned: Learned | None = None
    quiz: tuple[str, ...] | None = None
    """Keys of the questions of the open quiz, drawn and kept by the handlers."""
    freed: int = 0
    """Messages that waited for this person to write; they go out with this turn, first."""
    helped: bool | None = None
    """The case of "Bicara petugas" is still open."""
    helping: Helping | None = None
    """That case; loaded with ``helped``."""
    read: str = ""
    """The family whose status stands right above what was typed, and that status (its button)."""

    asked: tuple[Unanswered, ...] | None = None
    """What was not understood and may be taught; for officers."""
    proposed: tuple[Proposed, ...] | None = None
    """Proposals of other officers."""

    def lack(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Name those of ``names`` that were not loaded yet."""
        return tuple([name for name in names if getattr(self, name) is None])
