"""PEKASESAMA as a whole: ten short lessons, a quiz, a certificate; how far one has come.

What was passed is kept apart from the talk (storage.lessons), so one goes on after months where
one stopped.
"""

from __future__ import annotations

from bansos.lessons import PASSING, QUESTIONS, Lesson
from conversations.facts import Facts, Learned
from conversations.flow import MENU, Closing, Flow, Step, close
from conversations.helping.topics import HELD
from conversations.text import Say, label, lines, paragraphs, say, told

CARD_HELD = Step(label("Kartu dipegang orang"), HELD)
START = "pekasesama"
LEARN = Step(label("Belajar PEKASESAMA"), START)
LEARN_ON = Step(label("Lanjut belajar"), START)
QUIZ = Step(label("Kuis"), "kuis")
CERTIFICATE = Step(label("Buat sertifikat"), "sertifikat")
MY_GROUP = Step(label("Kelompok saya"), "kelompok")
RESULTS = Step(label("Hasil belajar"), "hasil_belajar")
KEEP = Step(label("Simpan kemajuan"), "izin")


def lesson_step(text: Say, lesson: Lesson) -> Step:
    """Make the button of one lesson."""
    return Step(text, "pelajaran", lesson.key)


def overview(facts: Facts, _result: object) -> Closing:
    """Say how far one has come, and offer to go on from there."""
    learned = facts.learned or Learned()
    following = facts.course.next(learned.passed)
    begin = label("Lanjut belajar") if learned.passed else label("Mulai belajar")
    on = (lesson_step(begin, following),) if following else ()
    certificate = (CERTIFICATE,) if passed_quiz(learned) else ()
    group = (MY_GROUP,) if facts.person.consented and not learned.group else ()
    staff = (RESULTS,) if facts.staff else ()
    more = (QUIZ, *certificate, EVERY_LESSON, *group, *staff, CARD_HELD, MENU)
    return close(paragraphs(*standing(facts, learned, following)), steps=(*on, *more))


EVERY_LESSON = Step(label("Semua pelajaran"), "pelajaran")


def passed_quiz(learned: Learned) -> bool:
    """Tell whether the quiz was passed once."""
    return (learned.best or 0) >= PASSING


def standing(facts: Facts, learned: Learned, following: Lesson | None) -> tuple[Say, ...]:
    """Say what it is about the first time, and later how far one is."""
    done = len(learned.passed)
    if following is None:
        far = say("Semua pelajaran sudah selesai. Bagus. Sekarang kuis: sepuluh pertanyaan.")
    elif done:
        far = say(
            "Sudah {n} dari {all} pelajaran. Berikutnya: {title}.",
            n=done,
            all=len(facts.course.lessons),
            title=told(following.label),
        )
    else:
        far = say(
            "Ada {all} pelajaran pendek, satu pertanyaan setiap pelajaran. "
            "Boleh berhenti kapan saja; nanti lanjut dari situ.",
            all=len(facts.course.lessons),
        )
    best = (
        say("Nilai kuis terbaik: {n} dari {all}.", n=learned.best, all=QUESTIONS)
        if learned.best is not None
        else None
    )
    return WHAT_IT_IS, lines(far, best), say("(Bahan per {day}.)", day=facts.course.as_of)


WHAT_IT_IS = say("PEKASESAMA: Pegang Kartu Sendiri Supaya Aman.")


PEKASESAMA = Flow(
    name=START,
    title=say("Belajar PEKASESAMA"),
    facts=("learned",),
    after=overview,
)

FLOWS = (PEKASESAMA,)
