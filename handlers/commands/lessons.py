"""PEKASESAMA: lessons passed, the quiz, the certificate, the group, and the office's counts."""

from __future__ import annotations

from bansos.lessons import PASSING, QUESTIONS
from bansos.staff import Act, in_charge
from conversations.changed import replace
from conversations.facts import Facts, Learned
from conversations.flow import Done, Problem
from conversations.pekasesama.certificate import AFTER_THE_QUIZ, CertificateMade, MakeCertificate
from conversations.pekasesama.learners import FEW, Counted, JoinGroup, Results, ShowResults
from conversations.pekasesama.lessons import LessonDone, PassLesson
from conversations.pekasesama.quiz import FinishQuiz, QuizDone
from handlers import desk, draws
from handlers.commands.register import Context, does
from handlers.facts import Library
from storage import households, lessons, letters
from storage.lessons import Count
from storage.people import Known
from storage.unit import Unit


def load_learned(unit: Unit, person: Known, _library: Library, facts: Facts) -> Facts:
    """Tell how far somebody has come."""
    known = lessons.learner(unit, person.id)
    passed = frozenset(lessons.passed(unit, person.id))
    learned = Learned(passed, known.best, group=known.group) if known else Learned(passed)
    return replace(facts, learned=learned)


def load_quiz(unit: Unit, person: Known, library: Library, facts: Facts) -> Facts:
    """Give the questions of the open quiz; where none is open, draw them and keep the draw."""
    known = begun(unit, person)
    if known.draw:
        return replace(facts, quiz=known.draw)
    drawn = draws.questions(library.course.pool(known.used), QUESTIONS)
    lessons.draw(unit, person.id, drawn)
    return replace(facts, quiz=drawn)


def begun(unit: Unit, person: Known) -> lessons.Learner:
    """Give somebody's progress; it begins here, in the village of the one family of the chat."""
    known = lessons.learner(unit, person.id)
    if known is None:
        homes = households.of_person(unit, person.id)
        village = homes[0].household.village if len(homes) == 1 else ""
        lessons.begin(unit, person.id, village)
        known = lessons.learner(unit, person.id)
    return known or lessons.Learner("", group=False, draw=(), used=(), best=None)


@does(PassLesson)
def pass_lesson(context: Context, command: PassLesson) -> Done:
    """Judge an answer; the progress is kept only of somebody who agreed to that."""
    lesson = context.library.course.lesson(command.lesson)
    right = lesson is not None and lesson.right == command.choice
    kept = context.person.consent_at is not None
    if right and kept:
        begun(context.unit, context.person)
        lessons.pass_lesson(context.unit, context.person.id, command.lesson)
    passed = len(lessons.passed(context.unit, context.person.id))
    return Done(LessonDone(command.lesson, right, kept, passed))


@does(FinishQuiz)
def finish_quiz(context: Context, command: FinishQuiz) -> Done:
    """Judge a quiz and note its score; the next one asks other questions."""
    course, answers = context.library.course, dict(command.answers)
    begun(context.unit, context.person)
    score = course.right(answers)
    enough = score >= PASSING
    lessons.finish(context.unit, context.person.id, list(answers), score, enough=enough)
    return Done(QuizDone(score, tuple(one.key for one in course.again(answers))))


@does(MakeCertificate)
def make_certificate(context: Context, command: MakeCertificate) -> Done | Problem:
    """Issue a certificate: name and score are sealed, number and code prove it."""
    known = lessons.learner(context.unit, context.person.id)
    if known is None or (known.best or 0) < PASSING:
        return Problem("", AFTER_THE_QUIZ)
    letter = letters.issue(
        context.unit,
        kind=letters.CERTIFICATE,
        fields={
            "nama": command.name,
            "nilai": f"{known.best} dari {QUESTIONS}",
        },
        state=letters.VALID,
        person=context.person.id,
        day=context.library.local(context.unit.now).date(),
    )
    return Done(CertificateMade(letter.code, letter.number))


@does(JoinGroup)
def join_group(context: Context, command: JoinGroup) -> Done:
    """Note the group that somebody learns with."""
    begun(context.unit, context.person)
    lessons.join(context.unit, context.person.id, command.village, command.name)
    return Done(command)


@does(ShowResults)
def show_results(context: Context, _command: ShowResults) -> Done:
    """Count the learners of an officer's area, by village and group; never a name of a person."""
    officer = context.person.officer
    if officer is None or not desk.desk_of(officer).may(Act.SEE_FAMILIES):
        return Done(Results(None))
    found = lessons.count(context.unit, len(context.library.course.lessons))
    own = [one for one in found if in_charge(officer.regions, one.village)]
    return Done(Results(tuple(by_village(own))))


def by_village(counts: list[Count]) -> list[Counted]:
    """Add the groups of each village up, and name those that are not too small."""
    rows = []
    for village in sorted({one.village for one in counts}):
        here = [one for one in counts if one.village == village]
        rows.append(
            Counted(
                village,
                "",
                sum(one.learners for one in here),
                sum(one.finished for one in here),
                sum(one.certified for one in here),
            )
        )
        rows += [
            Counted(village, one.group, one.learners, one.finished, one.certified)
            for one in shown_groups(here)
        ]
    return rows


def shown_groups(here: list[Count]) -> list[Count]:
    """Choose the groups of a village to name: neither one of few, nor so that a rest of few stays.

    The village's own sum stands above them, so what is left out could be worked out.
    """
    shown = [one for one in here if one.group and one.learners >= FEW]
    shown.sort(key=lambda one: one.learners, reverse=True)
    rest = sum(one.learners for one in here if one not in shown)
    while shown and 0 < rest < FEW:
        rest += shown.pop().learners
    return sorted(shown, key=lambda one: one.group)
