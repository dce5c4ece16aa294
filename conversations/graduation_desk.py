"""Requests to leave a programme as officers work on them: visit, filing, decision, two periods."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bansos.cases import CaseKind, CaseState
from bansos.graduation import Decision, LeavingReason, Visit, Watch, periods_ahead
from bansos.programmes import Period, Programme, read_period
from conversations.facts import Facts, Task
from conversations.flow import MENU, Ask, Closing, Flow, Is, Known, Step, Then, close
from conversations.leaving import spoken_programmes
from conversations.papers import Paper, PaperKind
from conversations.phrases import name_of, packed, quarter
from conversations.readers import Answers, Choice, Option, Ref, Value, Words
from conversations.task_list import option_for, tasks
from conversations.text import Say, label, lines, say, say_n, word


@dataclass(frozen=True, slots=True)
class OpenRequest:
    """Look at a request, by an officer of its area (audited). Result: :class:`RequestView`.

    Not there and not allowed are the same ``Problem("", text)``.
    """

    ref: str


@dataclass(frozen=True, slots=True)
class NoteVisit:
    """Write down what a visit found. Result: :class:`Moved`.

    An officer from whose chat it was asked: ``Problem("", text)``.
    """

    ref: str
    result: Visit
    note: str


@dataclass(frozen=True, slots=True)
class FileRequest:
    """File a signed request. Result: :class:`Moved`; the visitor may not: ``Problem("")``."""

    ref: str


@dataclass(frozen=True, slots=True)
class NoteDecision:
    """Write down what the ministry decided. Result: :class:`Moved`."""

    ref: str
    decision: Decision
    period: str
    """Like 2026T4: from when it holds; empty where it was refused."""
    note: str


@dataclass(frozen=True, slots=True)
class NoteWatch:
    """Write down what one period brought. Result: :class:`Moved`.

    A period that was watched already, or lies before the decision: ``Problem("periode", text)``.
    """

    ref: str
    period: str
    result: Watch


@dataclass(frozen=True, slots=True)
class HandOutLetter:
    """Give the letter to an officer of the area (audited). Result: :class:`LetterFound`."""

    ref: str


@dataclass(frozen=True, slots=True)
class LetterFound:
    """The letter, as it stands now."""

    code: str
    number: str


@dataclass(frozen=True, slots=True)
class RequestView:
    """A request as an officer of its area may see it."""

    ref: str
    state: CaseState
    village: str
    head: str
    """The head of the family; empty for who may not see families."""
    kk_masked: str
    programmes: tuple[Programme, ...]
    reason: LeavingReason
    reason_words: str
    signer: str
    by_member: str
    firm: bool
    last_day: date
    confirmed: bool
    visitor: str = ""
    filer: str = ""
    effective: str = ""
    watched: str = ""
    quiet: int = 0
    acts: tuple[str, ...] = ()
    """What the one who looks may do now, by the names of the flows."""
    elsewhere: Say | None = None
    """Why another officer has to visit; None: the one who looks may, or it is not the time."""


@dataclass(frozen=True, slots=True)
class Moved:
    """Written down."""

    ref: str
    state: CaseState


# The list


def requests(facts: Facts) -> tuple[Task, ...]:
    """Give the open requests of the officer's area."""
    return tuple(one for one in tasks(facts) if one.kind == CaseKind.GRADUASI)


MOST_SHOWN = 10


def request_options(facts: Facts, _answers: Answers) -> tuple[Option, ...]:
    """Offer the requests, those that are due first."""
    return tuple(option(one, facts) for one in requests(facts)[:MOST_SHOWN])


def option(task: Task, facts: Facts) -> Option:
    """Show a request by village and number; the state where the channel has room."""
    base = option_for(task, facts)
    state = name_of(CaseState(task.state), facts)
    village = facts.regions.name(task.village)
    return Option(
        base.key,
        base.label,
        base.also,
        say("{village}, {state}, nomor {ref}", village=village, state=state, ref=task.ref),
    )


def heading(facts: Facts, _answers: Answers) -> Say:
    """Count the requests, state by state."""
    known = requests(facts)
    states = dict.fromkeys(one.state for one in known)
    return lines(
        say_n("{n} permintaan keluar.", "{n} permintaan keluar.", len(known)),
        *(
            say(
                "• {state}: {n}",
                state=name_of(CaseState(state), facts),
                n=sum(one.state == state for one in known),
            )
            for state in states
        ),
        *paused(facts),
        say("Pilih satu:"),
    )


def paused(facts: Facts) -> tuple[Say, ...]:
    """Tell how many requests are not to be worked on yet, and until when; never whose."""
    days = facts.pausing or ()
    return tuple(
        say_n(
            "{n} keinginan masih dalam masa jeda: masih bisa ditarik sampai {day}.",
            "{n} keinginan masih dalam masa jeda: masih bisa ditarik sampai {day}.",
            days.count(day),
            day=day,
        )
        for day in dict.fromkeys(days)
    )


def none_to_work_on(facts: Facts) -> Say:
    """Say that there is nothing to do, and what is still to come."""
    if not facts.pausing:
        return say("Tidak ada permintaan keluar yang perlu dikerjakan di wilayah ini.")
    return lines(
        say("Belum ada permintaan keluar yang perlu dikerjakan."), *paused(facts), AFTER_PAUSE
    )


AFTER_PAUSE = say("Keluarganya baru terlihat di sini setelah masa jeda selesai.")


def picked(facts: Facts, answers: object) -> Closing:
    """Open what was picked."""
    ref = answers.get("ref") if isinstance(answers, dict) else None
    if not ref:
        return close(none_to_work_on(facts))
    return Closing((), then=Then("graduasi_buka", {"ref": str(ref)}))


GRADUASI_DAFTAR = Flow(
    name="graduasi_daftar",
    title=say("Daftar graduasi"),
    staff=True,
    aside=True,
    facts=("tasks", "pausing"),
    asks=(
        Ask(
            "ref",
            heading,
            Choice(request_options),
            only=Known("ada_permintaan", lambda facts: bool(requests(facts))),
        ),
    ),
    after=picked,
)


# One request

TO_LIST = Step(label("Daftar graduasi"), "graduasi_daftar")
STEPS = {
    "graduasi_kunjungan": Step(label("Hasil kunjungan"), "graduasi_kunjungan"),
    "graduasi_ajukan": Step(label("Ajukan"), "graduasi_ajukan"),
    "graduasi_hasil": Step(label("Putusan Kemensos"), "graduasi_hasil"),
    "graduasi_pantau": Step(label("Pantau"), "graduasi_pantau"),
    "graduasi_surat": Step(label("Surat"), "graduasi_surat"),
    "tugas_tanya": Step(label("Tanya keluarga"), "tugas_tanya"),
    "tugas_buka": Step(label("Pesan"), "tugas_buka"),
}


def shown(facts: Facts, result: object) -> Closing:
    """Show one request, and what the one who looks may do."""
    if not isinstance(result, RequestView):
        return close(steps=(TO_LIST, MENU))
    own = (STEPS[name] for name in result.acts)
    steps = tuple(Step(one.label, one.flow, result.ref) for one in own)
    return Closing(packed(facing(facts, result), progress(result)), (*steps, TO_LIST, MENU))


def facing(facts: Facts, view: RequestView) -> Say:
    """Tell who asks for what, and why."""
    return lines(
        say(
            "{ref}: keluar dari {programmes}, {village}. {state}.",
            ref=view.ref,
            programmes=spoken_programmes(facts.wording, view.programmes),
            village=", ".join(facts.regions.path(view.village)[:2]),
            state=name_of(view.state, facts),
        ),
        say("Keluarga {head}, No. KK {kk}.", head=view.head, kk=view.kk_masked)
        if view.head
        else None,
        say("Alasan: {reason}.", reason=name_of(view.reason, facts)),
        say("Ceritanya: {words}", words=view.reason_words) if view.reason_words else None,
        say("Pengurus: {name}.", name=view.signer),
        say("Diminta anggota lain: {name}.", name=view.by_member) if view.by_member else None,
    )


def progress(view: RequestView) -> Say:
    """Tell how it is proved, and how far it is."""
    return lines(
        FIRM if view.firm else WISH,
        say("Masa jeda sampai {day}.", day=view.last_day),
        CONFIRMED if view.confirmed else SILENT,
        say("Kunjungan: {who}.", who=view.visitor) if view.visitor else None,
        say("Diajukan oleh: {who}.", who=view.filer) if view.filer else None,
        *watching(view),
        rule_of(view),
    )


FIRM = say("Bukti: kuat.")
WISH = say("Bukti: ringan. Ini baru keinginan; KTP dan KK harus dilihat saat kunjungan.")
CONFIRMED = say("Setelah jeda keluarga menjawab: lanjut.")
SILENT = say("Setelah jeda keluarga belum menjawab.")


def rule_of(view: RequestView) -> Say | None:
    """Say what may not be done, where that is easily forgotten."""
    if view.state is CaseState.TANDA_TANGAN:
        return say("Yang berkunjung tidak boleh mengajukan.")
    return view.elsewhere


def watching(view: RequestView) -> tuple[Say, ...]:
    """Tell from when it holds, and what was seen since."""
    effective, watched = read_period(view.effective), read_period(view.watched)
    return (
        *((say("Berlaku sejak {period}.", period=quarter(effective)),) if effective else ()),
        *((say("Dipantau sampai {period}.", period=quarter(watched)),) if watched else ()),
    )


REF = Ask("ref", say("Nomor permintaannya?"), Ref(), name=say("Nomor"))
GRADUASI_BUKA = Flow(
    name="graduasi_buka",
    title=say("Graduasi"),
    staff=True,
    aside=True,
    asks=(Ask("ref", say("Nomor permintaannya?"), Ref()),),
    arg="ref",
    done=lambda _facts, answers: OpenRequest(str(answers["ref"])),
    after=shown,
)


def handed_out(_facts: Facts, result: object) -> Closing:
    """Hand the letter out; what it is, stands on it."""
    if not isinstance(result, LetterFound):
        return close(steps=(TO_LIST, MENU))
    return Closing(
        (say("Surat nomor {number}. Cetak untuk kunjungan.", number=result.number),),
        (TO_LIST, MENU),
        papers=(Paper(PaperKind.LETTER, result.code),),
    )


GRADUASI_SURAT = Flow(
    name="graduasi_surat",
    title=say("Surat"),
    staff=True,
    aside=True,
    asks=(Ask("ref", say("Nomor permintaannya?"), Ref()),),
    arg="ref",
    done=lambda _facts, answers: HandOutLetter(str(answers["ref"])),
    after=handed_out,
)


def moved(facts: Facts, result: object) -> Closing:
    """Say where it stands now."""
    if not isinstance(result, Moved):
        return close(say("Baik, tidak ada yang berubah."), steps=(TO_LIST, MENU))
    return close(
        say("{ref} dicatat: {state}.", ref=result.ref, state=name_of(result.state, facts)),
        steps=(Step(label("Buka lagi"), "graduasi_buka", result.ref), TO_LIST, MENU),
    )


# The visit

RESULTS = Choice(
    (
        Option(
            Visit.TETAP,
            label("Tetap mau, sudah TTD"),
            frozenset({"tetap", "ya", "tetap mau"}),
            say("Atas kemauan sendiri; surat bermeterai sudah ditandatangani pengurus"),
        ),
        Option(Visit.BERUBAH, label("Berubah pikiran"), frozenset({"berubah", "batal", "tidak"})),
        Option(Visit.TIDAK_DITEMUI, label("Tidak ditemui")),
        Option(
            Visit.TEKANAN,
            label("Ada tekanan"),
            frozenset({"tekanan", "dipaksa", "disuruh"}),
            say("Ada yang menyuruh; permintaan dihentikan, Dinas diberi tahu"),
        ),
    )
)
STILL = Is("hasil", (Visit.TETAP.value,))
GRADUASI_KUNJUNGAN = Flow(
    name="graduasi_kunjungan",
    title=say("Hasil kunjungan"),
    staff=True,
    aside=True,
    summary=True,
    handles=("takut", "dipaksa_keluar", "dipaksa_paket"),
    asks=(
        REF,
        Ask(
            "hasil",
            say(
                "Tanyakan berdua saja, tanpa tetangga atau ketua kelompok: "
                "apakah ini kemauan sendiri? Bagaimana hasilnya?"
            ),
            RESULTS,
            name=say("Hasil"),
        ),
        Ask(
            "surat",
            say(
                "KTP dan KK sudah dilihat, dan pengurus sendiri yang tanda tangan di atas meterai?"
            ),
            Choice(
                (
                    Option("ya", label("Ya, keduanya"), frozenset({"ya", "sudah"})),
                    Option("belum", label("Belum"), frozenset({"tidak", "belum"})),
                )
            ),
            only=STILL,
            name=say("KTP, KK, tanda tangan"),
            depends=("hasil",),
        ),
        Ask(
            "catatan",
            say("Ada catatan? Tulis singkat, atau pilih Lewati."),
            Words(optional=True, most=300),
            name=say("Catatan"),
        ),
    ),
    arg="ref",
    before_sending=say("Hasil ini tercatat atas nama Bapak/Ibu. Simpan?"),
    send=label("Simpan"),
    done=lambda _facts, answers: NoteVisit(
        str(answers["ref"]), visit_of(answers), str(answers.get("catatan") or "")
    ),
    after=moved,
)


def visit_of(answers: Answers) -> Visit:
    """Read the result; without papers and a signature the family was as good as not met."""
    if answers.get("surat") == "belum":
        return Visit.TIDAK_DITEMUI
    return Visit(str(answers["hasil"]))


# Filing

GRADUASI_AJUKAN = Flow(
    name="graduasi_ajukan",
    title=say("Ajukan graduasi"),
    staff=True,
    aside=True,
    asks=(
        REF,
        Ask(
            "yakin",
            say(
                "Surat bermeterai sudah di tangan, dan dibuat tanpa paksaan? "
                "Setelah diajukan tidak bisa dibatalkan dari sini."
            ),
            Choice(
                (
                    Option("ya", label("Ajukan"), frozenset({"ya"})),
                    Option("tidak", label("Belum"), frozenset({"tidak", "belum"})),
                )
            ),
        ),
    ),
    arg="ref",
    done=lambda _facts, answers: (
        FileRequest(str(answers["ref"])) if answers["yakin"] == "ya" else None
    ),
    after=moved,
)


# What the ministry decided


@dataclass(frozen=True, slots=True)
class Periods(Choice):
    """Quarters, spoken in words."""

    def show(self, value: Value, facts: Facts) -> Say:
        """Speak the quarter."""
        period = read_period(str(value))
        return quarter(period) if period else word(str(value))


def coming(facts: Facts, _answers: Answers) -> tuple[Option, ...]:
    """Offer this quarter and the two after it."""
    return tuple(period_option(one) for one in periods_ahead(facts.today))


def past(facts: Facts, _answers: Answers) -> tuple[Option, ...]:
    """Offer this quarter and the two before it, the newest first."""
    shown_ = [Period.of(facts.today)]
    while len(shown_) < SHOWN_PERIODS:
        first = shown_[-1]
        shown_.append(
            Period(first.year - 1, 4)
            if first.quarter == 1
            else Period(first.year, first.quarter - 1)
        )
    return tuple(period_option(one) for one in shown_)


SHOWN_PERIODS = 3


def period_option(period: Period) -> Option:
    """Show a quarter on a button."""
    first, last = (MONTHS[month - 1] for month in period.months)
    return Option(period.key, word(f"{first}–{last} {period.year}"), more=quarter(period))


MONTHS = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")
HOLDS = Is("hasil", (Decision.BERLAKU.value,))
GRADUASI_HASIL = Flow(
    name="graduasi_hasil",
    title=say("Putusan Kemensos"),
    staff=True,
    aside=True,
    summary=True,
    asks=(
        REF,
        Ask(
            "hasil",
            say("Apa putusannya?"),
            Choice(
                (
                    Option(Decision.BERLAKU, label("Berlaku"), frozenset({"berlaku", "ya"})),
                    Option(Decision.DITOLAK, label("Ditolak"), frozenset({"ditolak", "tidak"})),
                )
            ),
            name=say("Putusan"),
        ),
        Ask(
            "periode",
            say("Berlaku mulai periode mana?"),
            Periods(coming),
            only=HOLDS,
            name=say("Mulai"),
            depends=("hasil",),
        ),
        Ask(
            "catatan",
            say("Catatan untuk keluarga? Tulis singkat, atau pilih Lewati."),
            Words(optional=True, most=300),
            name=say("Catatan"),
        ),
    ),
    arg="ref",
    before_sending=say("Keluarga membaca putusan ini. Simpan?"),
    send=label("Simpan"),
    done=lambda _facts, answers: NoteDecision(
        str(answers["ref"]),
        Decision(str(answers["hasil"])),
        str(answers.get("periode") or ""),
        str(answers.get("catatan") or ""),
    ),
    after=moved,
)


# Two periods

GRADUASI_PANTAU = Flow(
    name="graduasi_pantau",
    title=say("Pantau"),
    staff=True,
    aside=True,
    asks=(
        REF,
        Ask("periode", say("Periode mana yang diperiksa?"), Periods(past)),
        Ask(
            "hasil",
            say("Menurut daftar bayar periode itu?"),
            Choice(
                (
                    Option(Watch.BERHENTI, label("Berhenti"), frozenset({"berhenti", "tidak"})),
                    Option(Watch.MASIH_CAIR, label("Masih cair"), frozenset({"masih", "cair"})),
                )
            ),
            depends=("periode",),
        ),
    ),
    arg="ref",
    done=lambda _facts, answers: NoteWatch(
        str(answers["ref"]), str(answers["periode"]), Watch(str(answers["hasil"]))
    ),
    after=moved,
)

FLOWS = (
    GRADUASI_DAFTAR,
    GRADUASI_BUKA,
    GRADUASI_SURAT,
    GRADUASI_KUNJUNGAN,
    GRADUASI_AJUKAN,
    GRADUASI_HASIL,
    GRADUASI_PANTAU,
)
