"""Every table of Peka, declared with SQLModel; all are named ``peka_*``.

Conventions: times are milliseconds since 1970 UTC (``*_at``); ``uuid`` is 16 random bytes that
belong to the row and go into the seal of its sealed columns; a sealed column is ``bytes`` and says
so; an ``*_index`` is a blind index (HMAC), not a database index.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, UniqueConstraint, text
from sqlmodel import Field, SQLModel

LONG = BigInteger().with_variant(Integer, "sqlite")
QUEUED = text("state = 'queued'")
WAITING = text("state = 'waiting'")
KNOWN_PHONE = text("phone_index IS NOT NULL")
NUMBERED = text("platform_id IS NOT NULL")
OUTSIDE = text("outside_at IS NOT NULL")


def _id() -> Any:  # noqa: ANN401 - SQLModel's own type of a field
    return Field(default=None, primary_key=True)


def _time(*, nullable: bool = False) -> Column[int]:
    return Column(BigInteger, nullable=nullable)


def _bytes(*, nullable: bool = False) -> Column[bytes]:
    return Column(LargeBinary, nullable=nullable)


class Claim(SQLModel, table=True):
    """A delivery that was taken; kept 8 days, as a set (platform ids may restart)."""

    __tablename__ = "peka_claim"
    account: str = Field(primary_key=True)
    message: bytes = Field(sa_column=Column(LargeBinary, primary_key=True))
    """Blind index of the platform's id, which may hold the address; so in the tables below."""
    at: int = Field(sa_column=_time())


class Person(SQLModel, table=True):
    """Somebody on one channel account, and all that is remembered of the conversation."""

    __tablename__ = "peka_person"
    __table_args__ = (
        UniqueConstraint("account", "address_index"),
        Index(
            "ix_person_phone",
            "account",
            "phone_index",
            sqlite_where=KNOWN_PHONE,
            postgresql_where=KNOWN_PHONE,
        ),
    )
    id: int | None = _id()
    uuid: bytes = Field(sa_column=_bytes())
    account: str
    address_index: bytes = Field(sa_column=_bytes())
    address: bytes = Field(sa_column=_bytes())
    """Sealed."""
    language: str = "id"
    consent_at: int | None = Field(default=None, sa_column=_time(nullable=True))
    phone_index: bytes | None = Field(default=None, sa_column=_bytes(nullable=True))
    """Blind index of the phone number, where the address is another name for the person."""
    education: bool = True
    education_by: str = ""
    """Who last changed that: person, or whatsapp and what it said."""
    education_at: int | None = Field(default=None, sa_column=_time(nullable=True))
    blocked_at: int | None = Field(default=None, sa_column=_time(nullable=True))
    staff_id: int | None = Field(default=None, foreign_key="peka_staff.id")
    talks: bytes | None = Field(default=None, sa_column=_bytes(nullable=True))
    """Sealed: conversations.talks as JSON."""
    made_at: int = Field(sa_column=_time())
    seen_at: int = Field(sa_column=_time())
    """Last message from the person: WhatsApp's 24-hour window counts from here."""


class Outbox(SQLModel, table=True):
    """A message to a person: committed with the turn, sent by the sender."""

    __tablename__ = "peka_outbox"
    __table_args__ = (
        Index(
            "ix_outbox_due",
            "account",
            "lane",
            "due_at",
            sqlite_where=QUEUED,
            postgresql_where=QUEUED,
        ),
        Index("ix_outbox_person", "person_id", "id"),
        Index("ix_outbox_queued", "person_id", "id", sqlite_where=QUEUED, postgresql_where=QUEUED),
        Index(
            "ix_outbox_platform",
            "account",
            "platform_id",
            sqlite_where=NUMBERED,
            postgresql_where=NUMBERED,
        ),
        Index("ix_outbox_waiting", "person_id", sqlite_where=WAITING, postgresql_where=WAITING),
    )
    id: int | None = Field(default=None, sa_column=Column(LONG, primary_key=True))
    uuid: bytes = Field(sa_column=_bytes())
    person_id: int = Field(foreign_key="peka_person.id")
    account: str
    lane: int
    """0 reply, 1 case notice, 2 bulk."""
    purpose: str
    """reply, case, security, education …: what ``can_send`` decides by."""
    body: bytes | None = Field(default=None, sa_column=_bytes(nullable=True))
    """Sealed: handlers.channel.Reply as JSON; wiped 7 days after it is done."""
    secret: bool = False
    """Wipe the body as soon as it has left."""
    state: str = "queued"
    """queued < sent < delivered < read; failed wins over queued and sent.

    waiting: until the person writes; error names why, and whether a template announced it.
    """
    due_at: int = Field(sa_column=_time())
    attempts: int = 0
    lease: str | None = None
    leased_until: int | None = Field(default=None, sa_column=_time(nullable=True))
    platform_id: bytes | None = Field(default=None, sa_column=_bytes(nullable=True))
    """Blind index."""
    error: str | None = None
    made_at: int = Field(sa_column=_time())
    done_at: int | None = Field(default=None, sa_column=_time(nullable=True))


class Template(SQLModel, table=True):
    """A template of the WhatsApp account, as Meta last told of it."""

    __tablename__ = "peka_template"
    name: str = Field(primary_key=True)
    language: str = Field(primary_key=True)
    category: str
    """utility, marketing or authentication."""
    state: str
    """approved, pending, rejected, paused, disabled, missing …"""
    body: str = ""
    parameters: str = "[]"
    """JSON: names of the variables in the body."""
    quality: str = "unknown"
    synced_at: int = Field(sa_column=_time())


class Pacing(SQLModel, table=True):
    """The next free instant of a channel account, shared by all processes on PostgreSQL."""

    __tablename__ = "peka_pacing"
    account: str = Field(primary_key=True)
    free_at: int = Field(sa_column=_time())
    """Microseconds since 1970 UTC."""


class EarlyReport(SQLModel, table=True):
    """A platform's word on a message whose id we do not know yet; kept 7 days."""

    __tablename__ = "peka_early_report"
    account: str = Field(primary_key=True)
    platform_id: bytes = Field(sa_column=Column(LargeBinary, primary_key=True))
    state: str = Field(primary_key=True)
    error: str = ""
    at: int = Field(sa_column=_time())


class Poison(SQLModel, table=True):
    """A delivery that could not be read or handled; kept 30 days."""

    __tablename__ = "peka_poison"
    __table_args__ = (UniqueConstraint("account", "message"),)
    id: int | None = _id()
    uuid: bytes = Field(sa_column=_bytes())
    account: str
    message: bytes = Field(sa_column=_bytes())
    raw: bytes = Field(sa_column=_bytes())
    """Sealed: the raw item, secrets replaced."""
    reason: str
    code: str
    """The code that the person was told and the log line carries."""
    at: int = Field(sa_column=_time())
    replayed_at: int | None = Field(default=None, sa_column=_time(nullable=True))


class Failure(SQLModel, table=True):
    """How often one message has failed; the third time makes it poison."""

    __tablename__ = "peka_failure"
    account: str = Field(primary_key=True)
    message: bytes = Field(sa_column=Column(LargeBinary, primary_key=True))
    times: int
    at: int = Field(sa_column=_time())


class Staff(SQLModel, table=True):
    """An officer: role and area."""

    __tablename__ = "peka_staff"
    id: int | None = _id()
    name: str
    role: str
    regions: str
    """Kemendagri codes, separated by commas."""
    made_at: int = Field(sa_column=_time())
    ended_at: int | None = Field(default=None, sa_column=_time(nullable=True))


class Code(SQLModel, table=True):
    """A one-time code: links a chat to an officer or, face to face, to a family."""

    __tablename__ = "peka_code"
    id: int | None = _id()
    code_index: bytes = Field(sa_column=Column(LargeBinary, nullable=False, unique=True))
    kind: str
    """staff or family."""
    subject_id: int
    issued_by: int | None = Field(default=None, foreign_key="peka_staff.id")
    made_at: int = Field(sa_column=_time())
    expires_at: int = Field(sa_column=_time())
    used_at: int | None = Field(default=None, sa_column=_time(nullable=True))
    used_by: int | None = Field(default=None, foreign_key="peka_person.id")


class Try(SQLModel, table=True):
    """Failed tries of one asker or origin for one purpose; slows the asker, never the family."""

    __tablename__ = "peka_try"
    asker_index: bytes = Field(sa_column=Column(LargeBinary, primary_key=True))
    failed: int
    until_at: int = Field(sa_column=_time())
    at: int = Field(sa_column=_time())


class Batch(SQLModel, table=True):
    """One import: its rows are visible whole or not at all, by the batch's state."""

    __tablename__ = "peka_batch"
    id: int | None = _id()
    kind: str
    digest: str = Field(index=True)
    """SHA-256 of the file."""
    state: str
    """staging, visible or failed."""
    rows: int = 0
    """Good rows taken in so far."""
    refused: int = 0
    """Rows that were not taken in: with any, the same file may be read again."""
    data_date: str = ""
    """ISO date: "data per tanggal …"."""
    made_at: int = Field(sa_column=_time())
    done_at: int | None = Field(default=None, sa_column=_time(nullable=True))
    regencies: str | None = None
    """Codes of the kabupaten its families live in, with commas; None in old batches."""


class Family(SQLModel, table=True):
    """A family for good, by its No. KK; what is known of it comes in versions."""

    __tablename__ = "peka_family"
    id: int | None = _id()
    uuid: bytes = Field(sa_column=_bytes())
    kk_index: bytes = Field(sa_column=Column(LargeBinary, nullable=False, unique=True))
    kk: bytes = Field(sa_column=_bytes())
    """Sealed."""


class Household(SQLModel, table=True):
    """What is known of a family since one batch; the newest visible version counts.

    A version is whole: what the batch does not speak of is taken over from the version before.
    """

    __tablename__ = "peka_household"
    __table_args__ = (UniqueConstraint("family_id", "batch_id"),)
    id: int | None = _id()
    uuid: bytes = Field(sa_column=_bytes())
    family_id: int = Field(foreign_key="peka_family.id")
    batch_id: int = Field(foreign_key="peka_batch.id", index=True)
    digest: bytes = Field(sa_column=_bytes())
    """HMAC of everything that is known by now; an equal one is not written again."""
    village: str = Field(index=True)
    head: str
    address: bytes = Field(sa_column=_bytes())
    """Sealed: JSON of address, RT, RW, PKH participant number."""
    desil: int | None = None
    benefits: str
    """JSON, see storage.versions: programme, period, status and the date of the data."""


class Member(SQLModel, table=True):
    """One person in one version of a household; ``uuid`` and ``nik`` go along to the next."""

    __tablename__ = "peka_member"
    id: int | None = _id()
    uuid: bytes = Field(sa_column=_bytes())
    household_id: int = Field(foreign_key="peka_household.id", index=True)
    batch_id: int = Field(foreign_key="peka_batch.id")
    """The last batch that named this person: tells where somebody who moved belongs now."""
    nik_index: bytes = Field(sa_column=Column(LargeBinary, nullable=False, index=True))
    nik: bytes = Field(sa_column=_bytes())
    """Sealed."""
    name: str
    born: str
    sex: str
    relation: str = ""


class Link(SQLModel, table=True):
    """A chat that has proved to belong to a family."""

    __tablename__ = "peka_link"
    __table_args__ = (Index("ix_link_person", "person_id"), Index("ix_link_family", "family_id"))
    id: int | None = _id()
    person_id: int = Field(foreign_key="peka_person.id")
    family_id: int = Field(foreign_key="peka_family.id")
    grade: str
    issued_by: int | None = Field(default=None, foreign_key="peka_staff.id")
    made_at: int = Field(sa_column=_time())
    ended_at: int | None = Field(default=None, sa_column=_time(nullable=True))
    ended_why: str = ""


class LinkKnown(SQLModel, table=True):
    """Somebody of a family has said that another chat linked to it is theirs."""

    __tablename__ = "peka_link_known"
    link_id: int = Field(foreign_key="peka_link.id", primary_key=True)
    person_id: int = Field(foreign_key="peka_person.id", primary_key=True)
    at: int = Field(sa_column=_time())


class FamilyLock(SQLModel, table=True):
    """Two numbers of a photocopy no longer open this family: only an officer's code does."""

    __tablename__ = "peka_family_lock"
    family_id: int = Field(foreign_key="peka_family.id", primary_key=True)
    at: int = Field(sa_column=_time())


class Case(SQLModel, table=True):
    """A report, a question to an officer, or an urgent matter."""

    __tablename__ = "peka_case"
    id: int | None = _id()
    uuid: bytes = Field(sa_column=_bytes())
    ref: str = Field(unique=True)
    """Short and random; staff see it, it opens nothing."""
    kind: str = Field(index=True)
    state: str
    category: str = ""
    village: str = Field(default="", index=True)
    accused_role: str = ""
    accused_area: str = ""
    mode: str = ""
    """rahasia, anonim or terbuka."""
    urgent: bool = False
    body: bytes = Field(sa_column=_bytes())
    """Sealed: the answers as JSON."""
    joined_to: int | None = Field(default=None, foreign_key="peka_case.id")
    family_id: int | None = Field(default=None, foreign_key="peka_family.id")
    officer_id: int | None = Field(default=None, foreign_key="peka_staff.id")
    waiting: bool = True
    """The citizen wrote last."""
    news: str = ""
    """new or added: officers are still to be told, by a later transaction than the citizen's."""
    news_at: int | None = Field(default=None, sa_column=_time(nullable=True))
    opened_at: int = Field(sa_column=_time())
    due_at: int | None = Field(default=None, sa_column=_time(nullable=True))
    closed_at: int | None = Field(default=None, sa_column=_time(nullable=True))


class CaseEvent(SQLModel, table=True):
    """What happened in a case; append-only."""

    __tablename__ = "peka_case_event"
    id: int | None = _id()
    uuid: bytes = Field(sa_column=_bytes())
    case_id: int = Field(foreign_key="peka_case.id", index=True)
    at: int = Field(sa_column=_time())
    kind: str
    """opened, added, answered, asked, moved, closed."""
    staff_id: int | None = Field(default=None, foreign_key="peka_staff.id")
    text: bytes = Field(sa_column=_bytes())
    """Sealed."""


class Reporter(SQLModel, table=True):
    """Who is behind a case: an alias for staff, a sealed way back, a receipt."""

    __tablename__ = "peka_reporter"
    id: int | None = _id()
    uuid: bytes = Field(sa_column=_bytes())
    case_id: int = Field(foreign_key="peka_case.id", index=True)
    alias: str
    receipt_index: bytes = Field(sa_column=Column(LargeBinary, nullable=False, unique=True))
    person: bytes | None = Field(default=None, sa_column=_bytes(nullable=True))
    """Sealed person id; none for an anonymous reporter."""
    person_index: bytes | None = Field(
        default=None, sa_column=Column(LargeBinary, nullable=True, index=True)
    )


class Evidence(SQLModel, table=True):
    """A photo or document: first a reference to fetch, then two files (sealed, clean)."""

    __tablename__ = "peka_evidence"
    __table_args__ = (
        Index("ix_evidence_waiting", "due_at", sqlite_where=WAITING, postgresql_where=WAITING),
    )
    id: int | None = _id()
    uuid: bytes = Field(sa_column=_bytes())
    case_id: int | None = Field(default=None, foreign_key="peka_case.id", index=True)
    person_id: int | None = Field(default=None, foreign_key="peka_person.id", index=True)
    """Dropped when the file is there and, for an anonymous report, at once."""
    account: str
    ref_index: bytes = Field(sa_column=_bytes())
    """Index of the platform's reference; wiped once the file is kept and belongs to a case."""
    media: bytes = Field(sa_column=_bytes())
    """Sealed: the platform's reference as JSON; wiped once the file is kept or failed."""
    state: str = "waiting"
    """waiting, kept or failed."""
    reason: str = ""
    sha256: str = ""
    size: int = 0
    attempts: int = 0
    due_at: int = Field(sa_column=_time())
    made_at: int = Field(sa_column=_time())


class Letter(SQLModel, table=True):
    """A letter or certificate that was handed out; drawn again whenever it is sent."""

    __tablename__ = "peka_letter"
    id: int | None = _id()
    uuid: bytes = Field(sa_column=_bytes())
    number: str = Field(unique=True)
    """001/PEKA-GRAD/XI/2026: running by kind and year."""
    code_index: bytes = Field(sa_column=Column(LargeBinary, nullable=False, unique=True))
    code: bytes | None = Field(default=None, sa_column=_bytes(nullable=True))
    """Sealed: stands on the paper; gone together with the contents."""
    kind: str
    """graduasi, kartu or sertifikat."""
    state: str
    """rancangan, diajukan, dicabut or berlaku."""
    day: str
    """ISO date that the paper carries."""
    fields: bytes | None = Field(default=None, sa_column=_bytes(nullable=True))
    """Sealed: what is written in it, as JSON."""
    person_id: int | None = Field(default=None, foreign_key="peka_person.id", index=True)
    family_id: int | None = Field(default=None, foreign_key="peka_family.id")
    case_id: int | None = Field(default=None, foreign_key="peka_case.id", index=True)
    made_at: int = Field(sa_column=_time())
    moved_at: int = Field(sa_column=_time())
    """When it came into its state."""


class Counter(SQLModel, table=True):
    """Running numbers: taken inside the transaction that uses them, so none is lost."""

    __tablename__ = "peka_counter"
    name: str = Field(primary_key=True)
    value: int


class Audit(SQLModel, table=True):
    """Every look at personal data and every deed; chained by hash after the commit."""

    __tablename__ = "peka_audit"
    id: int | None = _id()
    at: int = Field(sa_column=_time())
    actor: str
    """``staff:<id>``, ``person:<id>``, ``cli`` …: never a name."""
    action: str
    subject: str
    """``case:<id>``, ``family:<id>`` …"""
    seq: int | None = Field(default=None, unique=True)
    """The place in the chain, without gaps, in the order of chaining."""
    hash: bytes | None = Field(default=None, sa_column=_bytes(nullable=True))


class AdminMessage(SQLModel, table=True):
    """A webhook of the office's own systems that was taken, and its answer; kept 30 days."""

    __tablename__ = "peka_admin_message"
    id: int | None = _id()
    uuid: bytes = Field(sa_column=_bytes())
    webhook_index: bytes = Field(sa_column=Column(LargeBinary, nullable=False, unique=True))
    digest: bytes = Field(sa_column=_bytes())
    """HMAC of the body: the same id with another body is refused."""
    kind: str
    state: str
    """queued or done."""
    ref: str = Field(unique=True)
    """Stands in the status address; random."""
    token_index: bytes = Field(sa_column=_bytes())
    """Blind index of the token that opens the status."""
    body: bytes | None = Field(default=None, sa_column=_bytes(nullable=True))
    """Sealed: what is still to be done; wiped when it is."""
    first: bytes = Field(sa_column=_bytes())
    """Sealed: the answer that was given at once; a repetition gets it again."""
    answer: bytes | None = Field(default=None, sa_column=_bytes(nullable=True))
    """Sealed: what became of it, for the status address."""
    made_at: int = Field(sa_column=_time())
    done_at: int | None = Field(default=None, sa_column=_time(nullable=True))


class Event(SQLModel, table=True):
    """Something that the office's own systems are told, written with the deed; kept 30 days."""

    __tablename__ = "peka_event"
    __table_args__ = (
        Index("ix_event_due", "due_at", sqlite_where=WAITING, postgresql_where=WAITING),
        Index("ix_event_subject", "subject", "id"),
    )
    id: int | None = Field(default=None, sa_column=Column(LONG, primary_key=True))
    ref: str = Field(unique=True)
    """The webhook-id; random."""
    kind: str
    subject: str
    """Events of one subject leave in order: a reference, never a person."""
    body: str
    """JSON in clear: references, kinds, states, village codes and times, nothing personal."""
    state: str = "waiting"
    """waiting, sent or dead."""
    attempts: int = 0
    due_at: int = Field(sa_column=_time())
    error: str = ""
    made_at: int = Field(sa_column=_time())
    done_at: int | None = Field(default=None, sa_column=_time(nullable=True))


class Schedule(SQLModel, table=True):
    """Something that the office announced for an area: labelisasi, P2K2, a payment period."""

    __tablename__ = "peka_schedule"
    id: int | None = _id()
    name: str = Field(unique=True)
    """The office's own name of it: published anew, it is replaced."""
    kind: str
    """labelisasi, p2k2 or payment."""
    area: str = Field(index=True)
    """Kemendagri code of a village, kecamatan or kabupaten."""
    programme: str = ""
    """Empty: for every family."""
    day: str = ""
    """ISO date; of a payment there is only the period."""
    until: str = ""
    hours: str = ""
    place: str = ""
    period: str = ""
    """Like 2026T4."""
    ended: bool = False
    """The office called it off."""
    told_to: int | None = None
    """Family up to which the news has gone; none: nobody is left to be told."""
    made_at: int = Field(sa_column=_time())


class Proposal(SQLModel, table=True):
    """A decision that a system proposed in the name of an officer; another officer decides."""

    __tablename__ = "peka_proposal"
    id: int | None = _id()
    uuid: bytes = Field(sa_column=_bytes())
    ref: str = Field(unique=True)
    case_id: int = Field(foreign_key="peka_case.id", index=True)
    wanted: str
    """The state to move the case to."""
    text: bytes = Field(sa_column=_bytes())
    """Sealed: what the citizen will read."""
    staff_id: int = Field(foreign_key="peka_staff.id")
    """The officer in whose name it was proposed, who may not decide it."""
    state: str = "open"
    """open, approved or refused."""
    decided_by: int | None = Field(default=None, foreign_key="peka_staff.id")
    made_at: int = Field(sa_column=_time())
    decided_at: int | None = Field(default=None, sa_column=_time(nullable=True))


class LessonPassed(SQLModel, table=True):
    """A lesson of PEKASESAMA that somebody has passed."""

    __tablename__ = "peka_lesson_passed"
    person_id: int = Field(primary_key=True, foreign_key="peka_person.id")
    lesson: str = Field(primary_key=True)
    """Its number: "1" to "10"."""
    at: int = Field(sa_column=_time())


class Learner(SQLModel, table=True):
    """How far somebody has come in PEKASESAMA; no name, only inner numbers."""

    __tablename__ = "peka_learner"
    person_id: int = Field(primary_key=True, foreign_key="peka_person.id")
    uuid: bytes = Field(sa_column=_bytes())
    village: str = Field(default="", index=True)
    group_index: bytes | None = Field(default=None, sa_column=_bytes(nullable=True))
    """Blind index of village and group."""
    group_name: bytes | None = Field(default=None, sa_column=_bytes(nullable=True))
    """Sealed."""
    draw: str = ""
    """Keys of the quiz questions drawn; with a dash before them they were answered."""
    best: int | None = None
    """The best score of ten."""
    tries: int = 0
    certified_at: int | None = Field(default=None, sa_column=_time(nullable=True))
    """When the quiz was first passed."""
    made_at: int = Field(sa_column=_time())
    seen_at: int = Field(sa_column=_time())


class Mark(SQLModel, table=True):
    """Small facts about the installation: evidence marker, poller lock."""

    __tablename__ = "peka_mark"
    name: str = Field(primary_key=True)
    value: str
    at: int = Field(sa_column=_time())


class Graduation(SQLModel, table=True):
    """A family's request to leave a programme: what its case alone does not tell.

    The case (kind graduasi) holds the state, its clock, its events and, sealed, why and who asked.
    """

    __tablename__ = "peka_graduation"
    __table_args__ = (Index("ix_graduation_pause", "paused_until_at"),)
    case_id: int = Field(primary_key=True, foreign_key="peka_case.id")
    family_id: int = Field(foreign_key="peka_family.id", index=True)
    programmes: str
    """pkh, sembako, or both with a comma."""
    firm: bool
    """False: proved lightly, so only a wish until a visit."""
    asked_by: int | None = Field(default=None, foreign_key="peka_staff.id")
    """The officer from whose chat it was asked; mostly nobody."""
    coded_by: int | None = Field(default=None, foreign_key="peka_staff.id")
    """The officer whose code proved the family to the chat that asked; who does not visit."""
    last_day: str
    """ISO date: the last day of the pause, as it was said to the family."""
    paused_until_at: int | None = Field(default=None, sa_column=_time(nullable=True))
    """When the pause ends; none once it has ended, or was stopped."""
    confirmed_at: int | None = Field(default=None, sa_column=_time(nullable=True))
    """When the family said "Lanjut" after the pause; silence leaves it empty."""
    visited_by: int | None = Field(default=None, foreign_key="peka_staff.id")
    visited_at: int | None = Field(default=None, sa_column=_time(nullable=True))
    filed_by: int | None = Field(default=None, foreign_key="peka_staff.id")
    filed_at: int | None = Field(default=None, sa_column=_time(nullable=True))
    effective: str = ""
    """Like 2026T4: the period from which it holds."""
    watched: str = ""
    """The last period that was watched."""
    quiet: int = 0
    """Watched periods in a row in which nothing was paid."""


class Broadcast(SQLModel, table=True):
    """A message to many: written by one member of staff, approved by another."""

    __tablename__ = "peka_broadcast"
    id: int | None = _id()
    uuid: bytes = Field(sa_column=_bytes())
    ref: str = Field(unique=True)
    state: str = Field(index=True)
    """bansos.broadcasts.BroadcastState."""
    purpose: str
    """education, schedule or reminder."""
    texts: bytes = Field(sa_column=_bytes())
    """Sealed: JSON of language: text."""
    audience: str
    """bansos.broadcasts.Audience as JSON: codes, nothing personal."""
    digest: str = Field(index=True)
    """SHA-256 of texts and audience together."""
    composer_id: int = Field(foreign_key="peka_staff.id")
    approver_id: int | None = Field(default=None, foreign_key="peka_staff.id")
    reason: str = ""
    """Why it is paused or was cancelled."""
    cursor: int = 0
    """The last family (or officer) that was looked at while counting; -1: all were."""
    due_at: int = Field(sa_column=_time())
    """Not to begin, or to go on, before."""
    made_at: int = Field(sa_column=_time())
    decided_at: int | None = Field(default=None, sa_column=_time(nullable=True))
    done_at: int | None = Field(default=None, sa_column=_time(nullable=True))


class Recipient(SQLModel, table=True):
    """One recipient of a broadcast, and what became of it: the ledger."""

    __tablename__ = "peka_recipient"
    __table_args__ = (
        UniqueConstraint("broadcast_id", "person_id"),
        UniqueConstraint("broadcast_id", "family_id"),
        Index("ix_recipient_outcome", "broadcast_id", "outcome", "due_at"),
        Index("ix_recipient_outbox", "outbox_id"),
        Index(
            "ix_recipient_outside",
            "account",
            "outside_at",
            sqlite_where=OUTSIDE,
            postgresql_where=OUTSIDE,
        ),
    )
    id: int | None = Field(default=None, sa_column=Column(LONG, primary_key=True))
    broadcast_id: int = Field(foreign_key="peka_broadcast.id")
    person_id: int = Field(foreign_key="peka_person.id", index=True)
    """The chat it goes to."""
    family_id: int | None = Field(default=None, foreign_key="peka_family.id")
    village: str = ""
    account: str
    outbox_id: int | None = Field(default=None, sa_column=Column(LONG, nullable=True))
    """The message; it goes sooner than the ledger, so it is no foreign key."""
    outcome: str
    """bansos.broadcasts.Outcome."""
    reason: str = ""
    """Why it is not reached."""
    tried: str = ""
    """The chats on which it failed, by id, separated by commas."""
    outside_at: int | None = Field(default=None, sa_column=_time(nullable=True))
    """When it was sent outside WhatsApp's window: counts towards the tier for 24 hours."""
    due_at: int = Field(sa_column=_time())
    at: int = Field(sa_column=_time())


class Tally(SQLModel, table=True):
    """How often something happened on one day: no person, no text, only a name and a number."""

    __tablename__ = "peka_tally"
    day: str = Field(primary_key=True)
    """ISO date in the office's own time."""
    name: str = Field(primary_key=True)
    """``read:none``, ``shown:lapor.desa`` …"""
    count: int


class Unknown(SQLModel, table=True):
    """Words that were not understood, without numbers, names and addresses; kept 60 days."""

    __tablename__ = "peka_unknown"
    id: int | None = _id()
    uuid: bytes = Field(sa_column=_bytes())
    day: str
    asker: bytes = Field(sa_column=_bytes())
    """Blind index of the person and the month: tells how many asked, never who."""
    words: bytes = Field(sa_column=_bytes())
    """Sealed."""
    at: int = Field(sa_column=_time())
    """Midnight of the day: the moment would lead to the chat."""


class Example(SQLModel, table=True):
    """A way of asking that an officer teaches Peka; it counts when a second one has agreed."""

    __tablename__ = "peka_example"
    id: int | None = _id()
    text: str = Field(unique=True)
    """Words that at least three people used, or that the officer wrote: nothing personal."""
    intent: str
    state: str
    """proposed, agreed or refused."""
    proposed_by: int = Field(foreign_key="peka_staff.id")
    decided_by: int | None = Field(default=None, foreign_key="peka_staff.id")
    made_at: int = Field(sa_column=_time())
    decided_at: int | None = Field(default=None, sa_column=_time(nullable=True))
