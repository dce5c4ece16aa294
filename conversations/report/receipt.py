"""What became of a report: by its code from anywhere, and adding to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bansos.cases import CaseKind, CaseState
from conversations.codes import Receipt
from conversations.facts import Facts
from conversations.flow import MENU, OFFICER, Ask, Closing, Flow, Step, Then, close
from conversations.material import Picture, Spoken, pictures, spoken
from conversations.media import Photo
from conversations.phrases import name_of, packed, sentence_of
from conversations.readers import (
    Answers,
    ChoiceOrWords,
    Good,
    Option,
    Value,
    Words,
    Wrong,
    short,
)
from conversations.said import Said
from conversations.text import Say, label, lines, paragraphs, say

NEWS_SHOWN = 350


@dataclass(frozen=True, slots=True)
class OpenReport:
    """Look a report up by its receipt code. Result: :class:`ReportView`.

    An unknown code is a ``Problem("kode", text)``; too many tries a ``Problem("", text)``.
    """

    code: str
    """In capitals with dashes; or, from a button of a notice, the reference of one's own case."""


@dataclass(frozen=True, slots=True)
class AddToReport:
    """Add words and photos to a report. Result: none; of a closed one :class:`AddedAgain`.

    Unknown code, or contradicted before: ``Problem("", text)``.
    """

    report: str
    """A receipt code, or the reference of one's own case."""
    words: Spoken
    photos: tuple[Picture, ...]


@dataclass(frozen=True, slots=True)
class AddedAgain:
    """A closed one was opened again by what was added."""


@dataclass(frozen=True, slots=True)
class ReportView:
    """What whoever holds the code may know of a report."""

    code: str
    """What opened it, to go on with."""
    state: CaseState
    filed: date
    since: date
    """When it came into this state."""
    news: str = ""
    """The last thing an officer wrote for the reporter."""
    news_at: date | None = None
    question: str = ""
    """What an officer asks and nobody answered yet."""
    can_add: bool = True
    closed: bool = False
    once: bool = True
    """Where it is closed: that it may be contradicted one time only."""
    leaving: bool = False
    """It is no report, but a request to leave a programme."""
    kind: CaseKind = CaseKind.LAPOR


def opened(facts: Facts, result: object) -> Closing:
    """Tell the state, the last news and what is asked; then ask whether something is added."""
    if not isinstance(result, ReportView):
        return close()
    texts = packed(state_of(facts, result), news_of(result), question_of(result))
    if result.can_add:
        known: dict[str, Value] = {"laporan": result.code}
        if result.closed:
            known["tutup"] = "sekali" if result.once else "boleh"
        then = Then("lanjut_laporan", known)
        return Closing(texts, (), secret=True, then=then)
    return Closing(texts, (OFFICER, MENU), secret=True)


def state_of(facts: Facts, view: ReportView) -> Say:
    """Say where the report stands."""
    state, meaning = name_of(view.state, facts), sentence_of(view.state, facts)
    if view.leaving:
        return lines(
            say("Permintaan keluar {code}, dibuat {filed}.", code=view.code, filed=view.filed),
            say("Sekarang: {state}.", state=state)
            if view.state is CaseState.DIBATALKAN
            else say("Sekarang: {state}. {meaning}", state=state, meaning=meaning),
        )
    if view.kind is not CaseKind.LAPOR:
        return say(
            "Permintaan bantuan {code}, diterima {filed}.\nSejak {since}: {state}. {meaning}",
            code=view.code,
            filed=view.filed,
            since=view.since,
            state=state,
            meaning=meaning,
        )
    return say(
        "Laporan {code}, diterima {filed}.\nSejak {since}: {state}. {meaning}",
        code=view.code,
        filed=view.filed,
        since=view.since,
        state=state,
        meaning=meaning,
    )


def news_of(view: ReportView) -> Say | None:
    """Give the last words of an officer."""
    if not view.news:
        return None
    text = short(view.news, NEWS_SHOWN)
    if view.news_at is None:
        return say("Kabar petugas: {text}", text=text)
    return say("Kabar petugas ({day}): {text}", day=view.news_at, text=text)


def question_of(view: ReportView) -> Say | None:
    """Give the open question of an officer."""
    if not view.question:
        return None
    return say("Petugas bertanya: {text}", text=short(view.question, NEWS_SHOWN))


KODE_LAPORAN = Flow(
    name="kode_laporan",
    title=say("Kode laporan"),
    asks=(
        Ask(
            "kode",
            say("Ketik kode laporannya. Huruf besar atau kecil sama saja."),
            Receipt(),
        ),
    ),
    arg="kode",
    done=lambda _facts, answers: OpenReport(str(answers["kode"])),
    after=opened,
)


WANTED = frozenset({"ya", "ada", "iya", "belum", "belum benar", "belum selesai"})


@dataclass(frozen=True, slots=True)
class NewWords(ChoiceOrWords):
    """Whether something is added; whoever writes it at once has said yes."""

    def hear(self, said: Said, facts: Facts, answers: Answers) -> Good | None:
        """Take the words themselves, unless they are surely another wish."""
        words = Words(least=A_FEW_LETTERS).read(said, facts, answers)
        wished = any(one.score >= A_WISH for one in said.meant[:1])
        if wished or isinstance(words, Wrong) or " " not in str(words.value):
            return None
        return Good("kirim", also={"isi": words.value})


A_FEW_LETTERS = 8
"""Letters from which on words are something to tell."""
A_WISH = 0.7
"""How sure another wish must be to be heard instead."""


def go_on(_facts: Facts, answers: object) -> Closing:
    """Hand on to the words that are to be added, with the code that opened the report."""
    if isinstance(answers, dict) and answers.get("mau") == "kirim":
        known = {key: answers[key] for key in ("laporan", "isi") if key in answers}
        return Closing((), then=Then("keterangan", known))
    return close(say("Baik. Kodenya tetap berlaku."))


def anything_new(_facts: Facts, answers: Answers) -> Say:
    """Ask for more; of a closed one, whether it is right."""
    match answers.get("tutup"):
        case "sekali":
            return say(
                "Ini sudah ditutup. Belum benar, atau ada keterangan baru? "
                "Bisa dikirim satu kali lagi."
            )
        case "boleh":
            return say("Ini sudah ditutup. Belum benar, atau belum selesai? Boleh ditulis lagi.")
    return say("Ada keterangan baru?")


LANJUT_LAPORAN = Flow(
    name="lanjut_laporan",
    title=say("Kode laporan"),
    asks=(
        Ask("laporan", say("Ketik kode laporannya."), Receipt()),
        Ask(
            "mau",
            anything_new,
            NewWords(
                (
                    Option("kirim", label("Kirim keterangan"), WANTED),
                    Option("selesai", label("Selesai"), frozenset({"tidak", "cukup", "sudah"})),
                )
            ),
        ),
    ),
    arg="laporan",
    carries=("tutup", "isi"),
    after=go_on,
)
ADDED = Closing(
    (
        paragraphs(
            say("Terima kasih. Keterangannya sudah masuk."),
            say("Petugas membacanya bersama cerita yang pertama."),
        ),
    ),
    (Step(label("Kode laporan"), "kode_laporan"), MENU),
)
ADDED_AGAIN = Closing(
    (
        paragraphs(
            say("Terima kasih. Keterangannya sudah masuk."),
            say("Petugas membukanya lagi. Kabarnya bisa dibaca dengan kode yang sama."),
        ),
    ),
    ADDED.steps,
)
KETERANGAN = Flow(
    name="keterangan",
    title=say("Keterangan"),
    asks=(
        Ask("laporan", say("Untuk laporan yang mana? Ketik kodenya."), Receipt()),
        Ask(
            "isi",
            say("Tulis keterangannya. Boleh pesan suara."),
            Words(voice=True, least=3),
            name=say("Keterangan"),
        ),
        Ask("foto", say("Ada foto? Kirim satu, atau pilih Lewati."), Photo(), name=say("Foto")),
    ),
    arg="laporan",
    done=lambda _facts, answers: AddToReport(
        str(answers["laporan"]), spoken(answers["isi"]), pictures(answers, "foto")
    ),
    after=lambda _facts, result: ADDED_AGAIN if isinstance(result, AddedAgain) else ADDED,
)
FLOWS = (KODE_LAPORAN, LANJUT_LAPORAN, KETERANGAN)
