"""What officers write down of a request to leave: visit, filing, decision, two periods."""

from __future__ import annotations

from dataclasses import dataclass

from bansos.graduation import Decision, Visit, Watch, periods_ahead
from bansos.programmes import Period, read_period
from conversations.facts import Facts
from conversations.flow import MENU, Ask, Closing, Flow, Is, Step, close
from conversations.graduation.desk import FileRequest, Moved, NoteDecision, NoteVisit, NoteWatch
from conversations.graduation.desk_view import TO_LIST
from conversations.phrases import name_of, quarter
from conversations.readers import Answers, Choice, Option, Ref, Value, Words
from conversations.text import Say, label, say, word

REF = Ask("ref", say("Nomor permintaannya?"), Ref(), name=say("Nomor"))


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

FLOWS = (GRADUASI_KUNJUNGAN, GRADUASI_AJUKAN, GRADUASI_HASIL, GRADUASI_PANTAU)
