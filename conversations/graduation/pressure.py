"""Whether somebody pushes: asked first, before any proof and before anything is kept.

Who says yes is led to a human, and there is no request.
"""

from __future__ import annotations

from dataclasses import dataclass

from bansos.cases import CaseKind
from conversations.danger.safety import pushed
from conversations.facts import Facts, Leaving
from conversations.flow import Ask, Closing, Flow, Known, Not, Then
from conversations.graduation.commands import Withdraw, Withdrawn
from conversations.graduation.standing import not_possible, stoppable, under_way
from conversations.helping.topics import story as tells_more
from conversations.readers import Answers, Choice, Good, Option, Value, Wrong, clean
from conversations.said import Kind, Said
from conversations.text import Say, label, say
from conversations.words import NO, YES, plain


@dataclass(frozen=True, slots=True)
class Pressure(Choice):
    """Whether somebody pushes; words of force, or of somebody else, count as yes."""

    def read(self, said: Said, facts: Facts, answers: Answers) -> Good | Wrong:
        """Read a choice, or words that tell of force or of who spoke first."""
        label_typed = plain(said.text) == plain(YES_PUSHED.msgid)
        found = pushed(said.text) if said.kind is Kind.TEXT and not label_typed else None
        if found is None:
            return Choice.read(self, said, facts, answers)
        return Good("ada", {STORY: clean(said.text)[:1000]}) if found else Good("tidak")


STORY = "cerita"
"""What was told of whoever pushes: it goes along to the human."""
YES_PUSHED = label("Ada yang menyuruh")
PRESSURE = Pressure(
    (
        Option(
            "tidak",
            label("Tidak ada"),
            NO
            | {
                "gak ada",
                "ga ada",
                "nggak ada",
                "tdk ada",
                "keinginan sendiri",
                "kemauan sendiri",
                "mau sendiri",
                "sendiri",
            },
        ),
        Option("ada", YES_PUSHED, YES | {"ada", "iya ada", "ya ada"}),
    )
)
PRESSED_TEXT = say(
    "Terima kasih sudah bercerita. Tidak ada yang boleh menyuruh keluar. "
    "Permintaan keluar tidak saya buat, dan tidak ada catatannya.\n\n"
    "Orang itu tidak saya beri tahu. Petugas Dinas bisa membantu; saya tanya sedikit dulu. "
    "Kalau ponsel dibaca orang lain, hapus obrolan ini. "
    'Tidak mau lanjut? Ketik "batal".'
)
PRESSED_BESIDE = say(
    "Terima kasih sudah bercerita. Tidak ada yang boleh menyuruh keluar. "
    "Permintaan baru tidak saya buat. Di keluarga ini sudah ada permintaan lain; "
    'kabarnya ada di "status".\n\n'
    "Orang itu tidak saya beri tahu. Petugas Dinas bisa membantu; saya tanya sedikit dulu. "
    "Kalau ponsel dibaca orang lain, hapus obrolan ini. "
    'Tidak mau lanjut? Ketik "batal".'
)
WITHDRAWN = say(
    "Terima kasih sudah bercerita. Permintaan keluar itu sudah saya batalkan; "
    "bantuan tetap seperti semula. Tidak ada yang boleh memaksa.\n\n"
    "Orang itu tidak saya beri tahu. Petugas Dinas perlu tahu; saya tanya sedikit dulu. "
    'Tidak aman sekarang? Tulis "tidak aman".'
)


def withdrawable(facts: Facts) -> Leaving | None:
    """Find one's own request that is not filed yet."""
    return next((one for one in facts.graduations or () if stoppable(one)), None)


def pressed_text(facts: Facts) -> Say:
    """Say that there is no request; only where none of the chat's families has one."""
    return PRESSED_BESIDE if facts.graduations else PRESSED_TEXT


def pressed_after(facts: Facts, answers: Answers) -> Withdraw | None:
    """Stop one's own request that is not filed yet: it was asked for under pressure."""
    known = withdrawable(facts)
    return Withdraw(known.ref, str(answers.get(STORY) or "")) if known else None


def pressed(facts: Facts, result: object) -> Closing:
    """Lead to a human, with what was told of whoever presses; what was asked for is stopped."""
    stopped_now = isinstance(result, Withdrawn)
    story = result.story if isinstance(result, Withdrawn) else ""
    if isinstance(result, dict):
        story = str(result.get(STORY) or "")
    told: dict[str, Value] = {"perihal": CaseKind.ANCAMAN.value}
    if tells_more(story) or (stopped_now and story):
        told[STORY] = story
    text = WITHDRAWN if stopped_now else pressed_text(facts)
    return Closing((text,), (), then=Then("mendesak", told))


ASK_PRESSURE = say("Apakah ada yang menyuruh atau memaksa?")
PRESSURE_IS = say(
    "Maksudnya: apakah ada orang yang menyuruh atau menakuti Bapak/Ibu supaya keluar? "
    "Misalnya petugas, ketua kelompok, aparat desa, atau keluarga. "
    "Kalau ada, permintaan keluar tidak saya buat."
)


def running(facts: Facts) -> bool:
    """Tell whether each of the chat's families has a request under way already."""
    known = facts.families or ()
    return bool(known) and all(under_way(facts, one) for one in known)


def stop_pressed(facts: Facts, answers: Answers) -> Withdraw | None:
    """Stop what is under way where somebody presses; else there is nothing to do."""
    return pressed_after(facts, answers) if answers.get("tekanan") == "ada" else None


def led_on(facts: Facts, answers: object) -> Closing:
    """Show what is under way; lead to a human where somebody pushes; else to the request."""
    free = isinstance(answers, dict) and answers.get("tekanan") == "tidak"
    if free:
        return Closing((), (), then=Then("graduasi_isian", {"tekanan": "tidak"}))
    if running(facts) and isinstance(answers, dict) and "tekanan" not in answers:
        return not_possible(facts, (facts.families or ())[0])
    return pressed(facts, answers)


GRADUASI = Flow(
    name="graduasi",
    title=say("Keluar dari bantuan"),
    intro=say(
        "Baik, Bapak/Ibu. Satu hal penting dulu: ini keputusan Bapak/Ibu sendiri. "
        "Menolak stiker rumah, atau tidak menjawab, bukan tanda keluar."
    ),
    facts=("families", "graduations"),
    asks=(
        Ask(
            "tekanan",
            ASK_PRESSURE,
            PRESSURE,
            only=Not(Known("sedang_jalan", running)),
            grave=True,
            explained=PRESSURE_IS,
        ),
    ),
    carries=(STORY,),
    handles=("takut", "dipaksa_keluar", "dipaksa_paket"),
    done=stop_pressed,
    after=led_on,
)

FLOWS = (GRADUASI,)
