"""What an officer does with a case: answering, asking, closing, lifting a lock."""

from __future__ import annotations

from dataclasses import dataclass

from bansos.cases import CaseKind
from conversations.desk.commands import (
    URGENT,
    AnswerCase,
    Answered,
    CloseCase,
    OpenTask,
    TaskView,
    UnlockFamily,
)
from conversations.desk.view import BACK_TO_TASKS, WHICH, shown_task
from conversations.facts import Facts
from conversations.flow import MENU, Ask, Closing, Flow, Is, Not, close
from conversations.readers import Answers, Choice, Option, Ref, Words, yes_no
from conversations.text import label, say

BEHIND_CODE = say("Tersimpan. Pelapor tidak bisa dihubungi; ia membacanya saat memasukkan kode.")
UNSAFE = say(
    "Tersimpan. Warga ini minta tidak dihubungi; jawabannya hanya terbaca lewat kode miliknya."
)
NOT_SENT = say("Tersimpan, tetapi tidak terkirim: warga ini tidak bisa dihubungi lagi.")


def answered(facts: Facts, result: object) -> Closing:
    """Say whether it goes out."""
    if isinstance(result, TaskView):
        return shown_task(facts, result)
    steps = (BACK_TO_TASKS, MENU)
    if isinstance(result, Answered) and not result.reaches:
        behind = UNSAFE if result.unsafe else BEHIND_CODE
        return close(behind if result.waits else NOT_SENT, steps=steps)
    return close(say("Terkirim. Nama Bapak/Ibu tidak ikut terkirim."), steps=steps)


def closed(facts: Facts, result: object) -> Closing:
    """Say that a case is closed, and whether somebody hears of it."""
    if isinstance(result, TaskView) or (isinstance(result, Answered) and not result.reaches):
        return answered(facts, result)
    return close(
        say("Tugas ditutup. Penjelasannya dikirim ke warga."), steps=(BACK_TO_TASKS, MENU)
    )


@dataclass(frozen=True, slots=True)
class Open:
    """The case that was named is open, and this officer sees it; its kind is not left out."""

    without: tuple[str, ...] = ()

    def holds(self, facts: Facts, answers: Answers) -> bool:
        """Look for it on the officer's own list."""
        ref = answers.get("ref")
        return any(one.ref == ref and one.kind not in self.without for one in facts.tasks or ())


TO_WRITE = Open()
TO_CLOSE = Open((CaseKind.GRADUASI.value,))
"""A request to leave ends by its own steps: it is only opened."""


def write(answers: Answers, *, asks: bool) -> AnswerCase | OpenTask:
    """Write to the citizen; a case that is not open is only looked at."""
    ref = str(answers["ref"])
    return AnswerCase(ref, str(answers["isi"]), asks=asks) if "isi" in answers else OpenTask(ref)


def end(answers: Answers) -> CloseCase | OpenTask:
    """Close a case; one that is not open, or goes its own way, is only looked at."""
    if "isi" not in answers:
        return OpenTask(str(answers["ref"]))
    return CloseCase(
        ref=str(answers["ref"]),
        reason=str(answers["alasan"]),
        text=str(answers["isi"]),
        joined_to=str(answers.get("gabung_ke", "")),
    )


TO_CITIZEN = Words(least=2, most=500, example=say("Kalimat pendek, tanpa nama orang lain."))
TUGAS_JAWAB = Flow(
    name="tugas_jawab",
    title=say("Jawab"),
    staff=True,
    aside=True,
    handles=URGENT,
    asks=(
        Ask("ref", WHICH, Ref()),
        Ask(
            "isi",
            say("Tulis jawabannya. Warga membacanya persis begitu."),
            TO_CITIZEN,
            only=TO_WRITE,
        ),
    ),
    facts=("tasks",),
    arg="ref",
    done=lambda _facts, answers: write(answers, asks=False),
    after=answered,
)
TUGAS_TANYA = Flow(
    name="tugas_tanya",
    title=say("Tanya"),
    staff=True,
    aside=True,
    handles=URGENT,
    asks=(
        Ask("ref", WHICH, Ref()),
        Ask(
            "isi",
            say("Tulis pertanyaannya. Satu hal saja, supaya mudah dijawab."),
            TO_CITIZEN,
            only=TO_WRITE,
        ),
    ),
    facts=("tasks",),
    arg="ref",
    done=lambda _facts, answers: write(answers, asks=True),
    after=answered,
)
REASONS = Choice(
    (
        Option("selesai", label("Sudah selesai"), frozenset({"selesai", "beres", "tuntas"})),
        Option("tidak_terbukti", label("Tidak terbukti")),
        Option(
            "bukan_wewenang", label("Bukan wewenang"), more=say("Diteruskan ke yang berwenang")
        ),
        Option("gabung", label("Gabung tugas lain"), frozenset({"gabung", "ganda"})),
        Option("batal", label("Dibatalkan warga")),
    )
)
TUGAS_TUTUP = Flow(
    name="tugas_tutup",
    title=say("Tutup tugas"),
    staff=True,
    aside=True,
    handles=URGENT,
    summary=True,
    facts=("tasks",),
    unsent=Not(TO_CLOSE),
    asks=(
        Ask("ref", WHICH, Ref(), name=say("Tugas")),
        Ask("alasan", say("Ditutup karena apa?"), REASONS, only=TO_CLOSE, name=say("Alasan")),
        Ask(
            "gabung_ke",
            say("Digabung ke tugas nomor berapa?"),
            Ref(),
            only=Is("alasan", ("gabung",)),
            name=say("Gabung ke"),
            depends=("alasan",),
        ),
        Ask(
            "isi",
            say("Tulis penjelasan untuk warga: apa yang diperiksa, apa hasilnya."),
            TO_CITIZEN,
            only=TO_CLOSE,
            name=say("Untuk warga"),
        ),
    ),
    arg="ref",
    before_sending=say("Setelah ditutup, warga membaca penjelasan ini. Tutup sekarang?"),
    send=label("Tutup"),
    done=lambda _facts, answers: end(answers),
    after=closed,
)
BUKA_KUNCI = Flow(
    name="buka_kunci",
    title=say("Buka kunci"),
    staff=True,
    aside=True,
    asks=(
        Ask("ref", WHICH, Ref()),
        Ask(
            "yakin",
            say(
                "Setelah dibuka, NIK dan 6 angka KK cukup lagi untuk melihat status. "
                "Pastikan dulu keluarganya aman dan setuju. Buka kuncinya?"
            ),
            yes_no(label("Buka kunci"), label("Biarkan")),
            grave=True,
        ),
    ),
    arg="ref",
    done=lambda _facts, answers: (
        UnlockFamily(str(answers["ref"])) if answers["yakin"] == "ya" else None
    ),
    after=lambda _facts, result: close(
        say("Kuncinya sudah dibuka, dan itu tercatat.")
        if isinstance(result, UnlockFamily)
        else say("Baik, tetap terkunci."),
        steps=(BACK_TO_TASKS, MENU),
    ),
)

FLOWS = (TUGAS_JAWAB, TUGAS_TANYA, TUGAS_TUTUP, BUKA_KUNCI)
