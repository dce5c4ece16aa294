"""One request to leave, as an officer may see it, and its letter."""

from __future__ import annotations

from bansos.cases import CaseState
from bansos.programmes import read_period
from conversations.facts import Facts
from conversations.flow import MENU, Ask, Closing, Flow, Step, close
from conversations.graduation.desk import HandOutLetter, LetterFound, OpenRequest, RequestView
from conversations.graduation.standing import spoken_programmes
from conversations.papers import Paper, PaperKind
from conversations.phrases import name_of, packed, quarter
from conversations.readers import Ref
from conversations.text import Say, label, lines, say

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

FLOWS = (GRADUASI_BUKA, GRADUASI_SURAT)
