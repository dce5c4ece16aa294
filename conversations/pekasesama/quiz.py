"""The quiz of PEKASESAMA: ten questions of a draw, the score, and what to read again."""

from __future__ import annotations

from dataclasses import dataclass

from bansos.lessons import PASSING, QUESTIONS, Lesson, QuizQuestion
from conversations.facts import Facts
from conversations.flow import MENU, Ask, Closing, Flow, Step, close
from conversations.pekasesama.course import CERTIFICATE, LEARN_ON, QUIZ, lesson_step
from conversations.pekasesama.lessons import choices
from conversations.readers import Answers, Choice, Option
from conversations.text import Say, label, lines, paragraphs, say, told


@dataclass(frozen=True, slots=True)
class FinishQuiz:
    """Judge a quiz. Result: :class:`QuizDone`."""

    answers: tuple[tuple[str, str], ...]
    """Key of the question, key of the choice."""


@dataclass(frozen=True, slots=True)
class QuizDone:
    """How a quiz ended."""

    score: int
    again: tuple[str, ...]
    """Keys of the lessons to read again."""


def drawn(facts: Facts, place: int) -> QuizQuestion:
    """Give a question of the draw; one that a release took out is replaced."""
    draw = facts.quiz or ()
    found = facts.course.question(draw[place]) if place < len(draw) else None
    return found or facts.course.quiz[place]


@dataclass(frozen=True, slots=True)
class QuizText:
    """The words of one question of the quiz; a class, so that equal places are equal."""

    place: int

    def __call__(self, facts: Facts, _answers: Answers) -> Say:
        """Number the question and ask it."""
        head = say("Pertanyaan {n} dari {all}.", n=self.place + 1, all=QUESTIONS)
        return lines(head, told(drawn(facts, self.place).question))


@dataclass(frozen=True, slots=True)
class QuizChoices:
    """The choices of one question of the quiz."""

    place: int

    def __call__(self, facts: Facts, _answers: Answers) -> tuple[Option, ...]:
        """Offer them in their order."""
        return choices(drawn(facts, self.place).choices)


def quiz_key(place: int) -> str:
    """Name the question at a place of the quiz: s1 to s10."""
    return f"s{place + 1}"


def finish(facts: Facts, answers: Answers) -> FinishQuiz:
    """Turn the answers into the command."""
    return FinishQuiz(
        tuple(
            (drawn(facts, place).key, str(answers[quiz_key(place)])) for place in range(QUESTIONS)
        )
    )


def judged(facts: Facts, result: object) -> Closing:
    """Tell the score, kindly, and what to read again."""
    if not isinstance(result, QuizDone):
        return close(steps=(LEARN_ON, MENU))
    again = [one for key in result.again if (one := facts.course.lesson(key))]
    score = say("Benar {n} dari {all}.", n=result.score, all=QUESTIONS)
    if result.score >= PASSING:
        well = say("Selamat, Bapak/Ibu lulus kuis PEKASESAMA.")
        return close(paragraphs(lines(well, score), to_read(again)), steps=(CERTIFICATE, MENU))
    not_yet = say(
        "Belum lulus, tidak apa-apa. Lulus kalau {n} benar. "
        "Baca lagi sebentar, lalu coba kuis dengan soal lain.",
        n=PASSING,
    )
    steps = (*(lesson_step(told(one.label), one) for one in again[:MOST_AGAIN]), QUIZ_AGAIN, MENU)
    return close(paragraphs(lines(score, not_yet), to_read(again)), steps=steps)


MOST_AGAIN = 3
QUIZ_AGAIN = Step(label("Kuis lagi"), QUIZ.flow)


def to_read(again: list[Lesson]) -> Say | None:
    """List what to read again, a line each."""
    if not again:
        return None
    titles = (say("{n}. {title}", n=one.key, title=told(one.label)) for one in again[:MOST_AGAIN])
    return lines(say("Yang baik dibaca lagi:"), *titles)


KUIS = Flow(
    name=QUIZ.flow,
    title=say("Kuis"),
    intro=say(
        "Kuis PEKASESAMA: {all} pertanyaan. Lulus kalau {n} benar. "
        "Tidak ada batas waktu, dan boleh diulang.",
        all=QUESTIONS,
        n=PASSING,
    ),
    consent=True,
    lasting=True,
    facts=("quiz",),
    asks=tuple(
        Ask(quiz_key(place), QuizText(place), Choice(QuizChoices(place)))
        for place in range(QUESTIONS)
    ),
    done=finish,
    after=judged,
)

FLOWS = (KUIS,)
