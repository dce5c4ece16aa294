"""One lesson of PEKASESAMA: its text, its question, and what follows.

In every lesson a button leads from "somebody has my card" straight to help.
"""

from __future__ import annotations

from dataclasses import dataclass

from bansos.lessons import Lesson, Pick
from conversations.facts import Facts
from conversations.flow import MENU, Ask, Closing, Flow, Step, close
from conversations.papers import Paper, PaperKind
from conversations.pekasesama.course import CARD_HELD, KEEP, LEARN_ON, QUIZ, lesson_step
from conversations.readers import Answers, Choice, Option
from conversations.text import Say, label, paragraphs, say, told


@dataclass(frozen=True, slots=True)
class PassLesson:
    """Judge the answer to a lesson, and keep that it was passed. Result: :class:`LessonDone`."""

    lesson: str
    choice: str


@dataclass(frozen=True, slots=True)
class LessonDone:
    """How a lesson ended."""

    lesson: str
    right: bool
    kept: bool
    """The progress is kept; without consent it is not."""
    passed: int
    """Lessons passed by now."""


def lesson_options(facts: Facts, _answers: Answers) -> tuple[Option, ...]:
    """Offer all lessons by their titles."""
    return tuple(Option(one.key, told(one.label)) for one in facts.course.lessons)


def lesson_of(facts: Facts, answers: Answers) -> Lesson:
    """Give the lesson that is open."""
    found = facts.course.lesson(str(answers.get("nomor")))
    return found or facts.course.lessons[0]


def lesson_text(facts: Facts, answers: Answers) -> Say:
    """Tell the lesson, then ask its question."""
    lesson = lesson_of(facts, answers)
    head = say(
        "Pelajaran {n} dari {all}: {title}",
        n=lesson.key,
        all=len(facts.course.lessons),
        title=told(lesson.label),
    )
    return paragraphs(head, told(lesson.text), told(lesson.question))


def lesson_question(facts: Facts, answers: Answers) -> Say:
    """Ask the question of the lesson alone."""
    return told(lesson_of(facts, answers).question)


def choices(picks: tuple[Pick, ...]) -> tuple[Option, ...]:
    """Make buttons of what can be chosen."""
    return tuple(Option(one.key, told(one.label)) for one in picks)


def lesson_choices(facts: Facts, answers: Answers) -> tuple[Option, ...]:
    """Offer the answers to the lesson's question."""
    return choices(lesson_of(facts, answers).choices)


def answered(facts: Facts, result: object) -> Closing:
    """Say why it is right, or not quite, and lead on."""
    lesson = facts.course.lesson(result.lesson) if isinstance(result, LessonDone) else None
    if lesson is None or not isinstance(result, LessonDone):
        return close(steps=(LEARN_ON, MENU))
    text = paragraphs(told(lesson.good if result.right else lesson.bad), progress(facts, result))
    keep = () if result.kept else (KEEP,)
    return close(text, steps=(*onward(facts, lesson, result), *keep, CARD_HELD, MENU))


def progress(facts: Facts, result: LessonDone) -> Say:
    """Say how many are done; without consent, that nothing was kept."""
    if not result.kept:
        return say("Kemajuan belum saya simpan; untuk itu perlu izin Bapak/Ibu.")
    return say("Selesai {n} dari {all} pelajaran.", n=result.passed, all=len(facts.course.lessons))


def onward(facts: Facts, lesson: Lesson, result: LessonDone) -> tuple[Step, ...]:
    """Offer the same lesson again where the answer was not right, and what follows."""
    again = () if result.right else (lesson_step(label("Coba lagi"), lesson),)
    following = facts.course.after(lesson.key)
    on = lesson_step(label("Pelajaran berikut"), following) if following else QUIZ
    return (*again, on)


PELAJARAN = Flow(
    name="pelajaran",
    title=say("Pelajaran"),
    asks=(
        Ask("nomor", say("Pelajaran yang mana?"), Choice(lesson_options)),
        Ask(
            "jawab",
            lesson_text,
            Choice(lesson_choices),
            again=lesson_question,
            depends=("nomor",),
            steps=(CARD_HELD,),
            paper=lambda _facts, answers: Paper(PaperKind.LESSON, str(answers["nomor"])),
        ),
    ),
    arg="nomor",
    done=lambda _facts, answers: PassLesson(str(answers["nomor"]), str(answers["jawab"])),
    after=answered,
)

FLOWS = (PELAJARAN,)
