"""A pretend store: what each command may come back with, and the facts that follow from it."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from bansos.broadcasts import Audience, BroadcastState, Purpose
from bansos.broadcasts import Outcome as Reached
from bansos.cases import AccusedRole, CaseKind, CaseState, Category
from bansos.graduation import LeavingReason
from bansos.programmes import Period, Programme
from bansos.schedules import Schedule, ScheduleKind
from bansos.staff import StaffRole
from conversations.around.around import EraseMe, SetEducation, SetLanguage
from conversations.around.consent import GiveConsent
from conversations.broadcast.commands import (
    ActOnBroadcast,
    BroadcastList,
    BroadcastView,
    ComposeBroadcast,
    Composed,
    OpenBroadcasts,
    Shown,
    Tally,
)
from conversations.changed import replace
from conversations.desk.commands import (
    AnswerCase,
    Answered,
    CloseCase,
    Line,
    OpenTask,
    TaskView,
    UnlockFamily,
)
from conversations.desk.decisions import Decided, DecideProposal, OpenProposal, ProposalView
from conversations.desk.staff import (
    FamilyCode,
    IssueFamilyCode,
    LinkStaff,
    StaffLinked,
    UnlinkStaff,
)
from conversations.desk.teaching import DecideExample, ExampleDecided, Taught, TeachExample
from conversations.facts import Facts, Learned, Linked, OwnData, Person, Proposed, Unanswered
from conversations.family.proof import Proved, ProveFamily, UseFamilyCode
from conversations.family.status import Unlink
from conversations.family.strangers import Disputed, DisputeLink, KnowLinks
from conversations.flow import Command, Done, Problem
from conversations.graduation.commands import (
    Asked,
    AskToLeave,
    StillWanted,
    Stopped,
    StopRequest,
    Withdraw,
    Withdrawn,
)
from conversations.graduation.desk import (
    FileRequest,
    HandOutLetter,
    LetterFound,
    Moved,
    NoteDecision,
    NoteVisit,
    NoteWatch,
    OpenRequest,
    RequestView,
)
from conversations.graduation.still_paid import Followed, FollowMoney
from conversations.helping.following import FollowedUp, FollowUp
from conversations.helping.help import AddedToHelp, AddToHelp, Held, HelpOpened, OpenHelp
from conversations.helping.relay import EndHelp, StillRead
from conversations.pekasesama.certificate import CertificateMade, MakeCertificate
from conversations.pekasesama.learners import Counted, JoinGroup, Results, ShowResults
from conversations.pekasesama.lessons import LessonDone, PassLesson
from conversations.pekasesama.quiz import FinishQuiz, QuizDone
from conversations.report.recalling import NO_CODE, Recalled, RecallReport
from conversations.report.receipt import AddToReport, OpenReport, ReportView
from conversations.report.report import Filed, FileReport
from conversations.text import say
from tests.conversations.chat import Chat
from tests.conversations.samples import OFFICER, family

CODE = "BATU-7-KOPI-4-AWAN-2"
AT = datetime(2026, 11, 2, 4, 0, tzinfo=UTC)
LONG = "kata " * 190
WRONG = say("Belum cocok.")
Outcome = Done | Problem

VIEW = ReportView(CODE, CaseState.TELAAH, date(2026, 11, 1), date(2026, 11, 2))
TASK = TaskView(
    ref="K1",
    kind=CaseKind.LAPOR,
    state=CaseState.DITERIMA,
    opened=AT,
    due=AT,
    urgent=True,
    village="35.26.08.2012",
    about=LONG,
    category=Category.MAMPU,
    accused=(AccusedRole.PENDAMPING, AccusedRole.KETUA_KELOMPOK),
    reporter="BATU-7",
    photos=2,
    lines=tuple(Line(n % 2 == 0, LONG, AT) for n in range(4)),
)

BOTH = (Programme.PKH, Programme.SEMBAKO)
REQUEST = RequestView(
    ref="K1",
    state=CaseState.TANDA_TANGAN,
    village="35.26.08.2012",
    head="Muhammad Abdurrahman bin Abdullah Al-Bangkalani",
    kk_masked="35••••••••••••04",
    programmes=BOTH,
    reason=LeavingReason.LAIN,
    reason_words="usaha warung " * 15,
    signer="Siti Aminah binti Abdullah",
    by_member="Ahmad Fauzi bin Abdurrahman",
    firm=False,
    last_day=date(2026, 11, 10),
    confirmed=True,
    visitor="Rina Astuti",
    acts=("graduasi_ajukan", "tugas_tanya"),
)
WATCHED = replace(
    REQUEST,
    state=CaseState.DIPANTAU,
    filer="Bu Ratna",
    effective="2026T4",
    watched="2027T1",
    quiet=1,
    acts=("graduasi_pantau",),
)
BROADCAST = BroadcastView(
    "K1",
    BroadcastState.DIAJUKAN,
    Purpose.EDUCATION,
    (
        Shown(
            "id", "Yth. Siti Aminah, " + "kata " * 90, ("telegram", "web"), ("Berhenti edukasi",)
        ),
        Shown("id", "Yth. Siti Aminah, " + "kata " * 90, ("whatsapp",), ("Berhenti edukasi",)),
        Shown("en", "Dear Siti Aminah, " + "word " * 90, (), ("Stop education",)),
        Shown("id", "kabar " * 30, buttons=("Baca", "Berhenti"), announces=True),
    ),
    Audience(("35.26.08",), programme="pkh"),
    Tally(
        (("telegram", 800), ("web", 2), ("whatsapp", 404)),
        (("blocked", 12), ("window_closed", 8)),
        tuple((one, 100_000) for one in Reached),
        seconds=4_000,
        outside=300,
        days=2,
        cost="Rp120.000",
    ),
    acts=("setuju", "tolak"),
    by="Rina Astuti",
)

ASKED = tuple(Unanswered(f"k{n}", f"kumaha pencairan sasih {n}", 4) for n in range(9))
PROPOSED = (
    Proposed(7, "kumaha pencairan", "jadwal"),
    Proposed(8, "artos acan lebet", "jadwal"),
)
OUTCOMES: dict[type, tuple[Outcome, ...]] = {
    GiveConsent: (Done(),),
    SetLanguage: (Done(),),
    SetEducation: (Done(),),
    EraseMe: (Done(),),
    ProveFamily: (
        Done(Proved()),
        Done(Proved(told=2)),
        Problem("nik", WRONG, clear=("kk_tail",)),
        Problem("", WRONG),
    ),
    UseFamilyCode: (Done(Proved(told=1)), Problem("kode", WRONG), Problem("", WRONG)),
    Unlink: (Done(),),
    DisputeLink: (
        Done(Disputed()),
        Done(Disputed(stopped=3, asked=1)),
        Done(Disputed(stopped=0)),
        Done(Disputed(stopped=0, asked=2)),
        Done(Disputed(stopped=2, suspended=True)),
    ),
    KnowLinks: (Done(),),
    UnlockFamily: (Done(), Problem("", WRONG)),
    FileReport: (
        *(Done(Filed(CODE, way)) for way in ("rahasia", "anonim", "terbuka")),
        Problem("", WRONG),
        Problem("desa", WRONG),
    ),
    OpenReport: (
        Done(VIEW),
        Done(replace(VIEW, news=LONG, news_at=date(2026, 11, 3), question=LONG)),
        Done(replace(VIEW, state=CaseState.TIDAK_TERBUKTI, can_add=False)),
        Problem("kode", WRONG),
        Problem("", WRONG),
    ),
    AddToReport: (Done(), Problem("", WRONG)),
    RecallReport: (
        Done(Recalled(ended=True)),
        Done(Recalled(ended=False)),
        Problem("laporan", WRONG, keep={NO_CODE: True}),
        Problem("", WRONG),
    ),
    OpenHelp: (
        Done(HelpOpened("K1")),
        Done(HelpOpened("K1", safe=False, code=CODE)),
        Done(HelpOpened("K1", held=Held("keluarga", "lupa", "polres"), lesson="4")),
        Done(HelpOpened("K1", safe=False, code=CODE, held=Held("agen", "baru", "dinsos"))),
        Done(
            HelpOpened(
                "K1", safe=False, code=CODE, held=Held("lain", "baru", "dinsos", letter=False)
            )
        ),
    ),
    FollowUp: (
        Done(FollowedUp(talking=True)),
        Done(FollowedUp(talking=False)),
        Problem("", WRONG),
    ),
    PassLesson: (
        Done(LessonDone("4", right=True, kept=True, passed=4)),
        Done(LessonDone("4", right=False, kept=True, passed=3)),
        Done(LessonDone("10", right=True, kept=False, passed=0)),
    ),
    FinishQuiz: (
        Done(QuizDone(10, ())),
        Done(QuizDone(8, ("5", "2"))),
        Done(QuizDone(0, tuple(str(n) for n in range(1, 11)))),
    ),
    MakeCertificate: (
        Done(CertificateMade("K7QF-3MNP-4RTX-9WAB", "001/PEKA-SERT/XI/2026")),
        Problem("", WRONG),
    ),
    JoinGroup: (Done(),),
    ShowResults: (
        Done(Results(None)),
        Done(Results(())),
        Done(Results(tuple(Counted("35.26.08.2012", "Melati " * 5, n, 1, 1) for n in range(70)))),
        Done(Results((Counted("", "", 5, 1, 1),))),
    ),
    EndHelp: (Done(), Done(StillRead())),
    AddToHelp: (Done(AddedToHelp()), Problem("", say("Sudah ditutup."))),
    LinkStaff: (
        Done(StaffLinked("Rina", StaffRole.PENDAMPING, ("35.26.08", "35.26.18"))),
        Problem("kode", WRONG),
    ),
    OpenTask: (
        Done(TASK),
        Done(replace(TASK, final=True, about="")),
        Done(replace(TASK, lines=TASK.lines * 6, safe=False, holder="Bu Ratna")),
        Done(replace(TASK, lines=(), workable=False, page=2, locked=True, decides=True)),
        Problem("", WRONG),
    ),
    AnswerCase: (Done(Answered("K1")), Done(Answered("K1", reaches=False)), Problem("", WRONG)),
    CloseCase: (
        Done(Answered("K1")),
        Problem("alasan", WRONG),
        Problem("gabung_ke", WRONG),
    ),
    AskToLeave: (
        Done(Asked(CODE, BOTH, date(2026, 11, 10), firm=True, letter="ABCD", number="7", told=2)),
        Done(Asked(CODE, BOTH[:1], date(2026, 11, 10), firm=False)),
        Problem("", WRONG),
    ),
    Withdraw: (Done(Withdrawn(BOTH)), Problem("", WRONG)),
    StillWanted: (Done(), Problem("", WRONG)),
    StopRequest: (Done(Stopped()), Done(Stopped(stopped=False))),
    FollowMoney: (Done(Followed(CODE, 3)), Problem("", WRONG)),
    OpenRequest: (
        Done(REQUEST),
        Done(WATCHED),
        Done(replace(REQUEST, head="", firm=True, confirmed=False, reason_words="", acts=())),
        Problem("", WRONG),
    ),
    HandOutLetter: (Done(LetterFound("ABCD-EFGH", "001/PEKA-GRAD/XI/2026")), Problem("", WRONG)),
    NoteVisit: (Done(Moved("K1", CaseState.TANDA_TANGAN)), Problem("", WRONG)),
    FileRequest: (Done(Moved("K1", CaseState.DIAJUKAN)), Problem("", WRONG)),
    NoteDecision: (Done(Moved("K1", CaseState.BERLAKU)), Problem("", WRONG)),
    NoteWatch: (
        Done(Moved("K1", CaseState.SELESAI)),
        Problem("periode", WRONG, clear=("hasil",)),
    ),
    OpenProposal: tuple(
        Done(
            ProposalView(
                "K9",
                "K1",
                CaseKind.LAPOR,
                CaseState.TELAAH,
                CaseState.GROUNDCHECK,
                "Kami lihat ke lapangan.",
                "Rina",
                own=own,
            )
        )
        for own in (False, True)
    ),
    DecideProposal: (
        Done(Decided("K1", yes=True)),
        Done(Decided("K1", yes=False)),
        Done(Decided("K1", yes=True, reaches=False)),
        Problem("", WRONG),
    ),
    TeachExample: (Done(Taught()), Problem("", WRONG)),
    DecideExample: (
        Done(ExampleDecided(agreed=True)),
        Done(ExampleDecided(agreed=False)),
        Problem("", WRONG),
    ),
    UnlinkStaff: (Done(),),
    ComposeBroadcast: (Done(Composed("K1")), Problem("", WRONG)),
    OpenBroadcasts: (
        Done(BroadcastList((("K1", BroadcastState.BERJALAN),))),
        Done(BroadcastList()),
        Problem("", WRONG),
    ),
    ActOnBroadcast: (
        Done(BROADCAST),
        Done(replace(BROADCAST, state=BroadcastState.DIJEDA, reason="template", due=AT)),
        Problem("yakin", WRONG, keep={"diulang": True, "dihitung": True}),
        Problem("", WRONG),
    ),
    IssueFamilyCode: (Done(FamilyCode("K7Q2-M9TD")), Problem("nik", WRONG)),
}


def person_after(person: Person, command: Command) -> Person:
    """The person as the command leaves them."""
    if isinstance(command, GiveConsent):
        return replace(person, consented=True)
    if isinstance(command, SetLanguage):
        return replace(person, language=command.language)
    if isinstance(command, ProveFamily):
        return replace(person, links=person.links + 1)
    if isinstance(command, UseFamilyCode):
        return replace(person, links=person.links + 1, firm=True)
    return Person(known=True) if isinstance(command, EraseMe) else person


def desk(
    choose: Callable[[tuple[Outcome, ...]], Outcome] = lambda all_of: all_of[0],
) -> Callable[[Chat, Command], Outcome]:
    """Carry out commands, with the outcome that ``choose`` picks."""

    def carry_out(chat: Chat, command: Command) -> Outcome:
        outcome = choose(OUTCOMES[type(command)])
        person = chat.facts.person
        if isinstance(outcome, Done):
            person = person_after(person, command)
        staff = OFFICER if isinstance(command, LinkStaff) else chat.facts.staff
        staff = None if isinstance(command, UnlinkStaff) else staff
        chat.facts = replace(
            chat.facts,
            person=person,
            staff=staff,
            families=None,
            graduations=None,
            linked=None,
            tasks=None,
            kept=None,
            learned=None,
            helped=None,
            schedules=None,
        )
        return outcome

    return carry_out


DAY = date(2026, 11, 24)
PUBLISHED = (
    Schedule(ScheduleKind.LABELISASI, "35.26.08.2012", None, DAY, DAY, as_of=DAY),
    Schedule(
        ScheduleKind.P2K2, "35.26.08", Programme.PKH, DAY, date(2026, 11, 25), "08.00–10.00",
        "balai desa", as_of=DAY,
    ),
    Schedule(ScheduleKind.PAYMENT, "35.26", Programme.PKH, period=Period(2026, 4), as_of=DAY),
)  # fmt: skip


def load(facts: Facts, names: tuple[str, ...]) -> Facts:
    """Load facts as far as the person goes."""
    families = tuple(family(n + 1) for n in range(facts.person.links))
    loaded: dict[str, Any] = {
        "families": families,
        "graduations": (),
        "tasks": (),
        "kept": OwnData(facts.person.links, 2, 1, date(2026, 1, 5)),
        "helped": False,
        "learned": Learned(),
        "quiz": tuple(one.key for one in facts.course.quiz[:10]),
        "waits": 0,
        "linked": tuple(Linked(n, 1, AT, known=False) for n in range(12, 17))
        if facts.person.links
        else (),
        "schedules": PUBLISHED if facts.person.links else (),
        "asked": ASKED,
        "proposed": PROPOSED,
        "pausing": (DAY, DAY, date(2026, 11, 26)),
    }
    return replace(facts, **{name: loaded[name] for name in names})
