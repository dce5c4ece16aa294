"""The course: what stands in its data file, and how a quiz is judged."""

import re
from datetime import date
from pathlib import Path

import pytest

from bansos.lessons import PASSING, QUESTIONS, Course, Lesson, QuizQuestion

DATA = Path(__file__).resolve().parents[2] / "bansos" / "data" / "lessons.toml"
COURSE = Course.from_toml_text(DATA.read_text(encoding="utf-8"))
LONGEST_LESSON = 600
LONGEST_SENTENCE = 12
UNSPOKEN = re.compile(r"[*_#/%&+=<>\[\]{}()•→@]")
PROMISES = re.compile(r"\b(?:pasti cair|dijamin|akan cair|tanggal \d)", re.IGNORECASE)


def test_there_are_ten_lessons_and_forty_questions_four_about_each() -> None:
    assert [one.key for one in COURSE.lessons] == [str(n) for n in range(1, 11)]
    assert len({one.key for one in COURSE.quiz}) == 40
    about = [one.about for one in COURSE.quiz]
    assert {about.count(one.key) for one in COURSE.lessons} == {4}
    assert (QUESTIONS, PASSING) == (10, 8)
    assert date(2021, 9, 13) < COURSE.as_of < date(2026, 11, 3)


@pytest.mark.parametrize("lesson", COURSE.lessons, ids=lambda one: one.key)
def test_a_lesson_is_short_sourced_and_can_be_read_aloud(lesson: Lesson) -> None:
    assert len(f"{lesson.text}\n\n{lesson.question}") <= LONGEST_LESSON
    assert lesson.source
    for text in (lesson.text, lesson.question, lesson.good, lesson.bad):
        assert not UNSPOKEN.search(text), text
        assert not PROMISES.search(text), text
        for sentence in re.split(r"(?<=[.?:])\s+", text):
            assert len(sentence.split()) <= LONGEST_SENTENCE, sentence


@pytest.mark.parametrize("one", [*COURSE.lessons, *COURSE.quiz], ids=lambda one: one.key)
def test_every_question_has_two_or_three_choices_and_one_is_right(
    one: Lesson | QuizQuestion,
) -> None:
    keys = [choice.key for choice in one.choices]
    assert 2 <= len(keys) <= 3
    assert len(set(keys)) == len(keys)
    assert keys.count(one.right) == 1
    assert len({choice.label for choice in one.choices}) == len(keys)


def test_the_right_choice_does_not_always_stand_in_the_same_place() -> None:
    places = [[pick.key for pick in one.choices].index(one.right) for one in COURSE.quiz]
    assert all(places.count(n) >= 5 for n in range(3))


def test_a_quiz_is_counted_and_tells_what_to_read_again() -> None:
    drawn = COURSE.quiz[:QUESTIONS]
    answers = {one.key: one.right for one in drawn}
    assert COURSE.right(answers) == QUESTIONS
    assert COURSE.again(answers) == ()
    missed = answers | {drawn[0].key: "x", drawn[4].key: "x", drawn[5].key: "x"}
    assert COURSE.right(missed) == QUESTIONS - 3
    assert [one.key for one in COURSE.again(missed)] == ["2", "1"]


@pytest.mark.parametrize(
    ("passed", "expected"),
    [((), "1"), (("1", "2", "3"), "4"), (("1", "3"), "2"), ([str(n) for n in range(1, 11)], None)],
)
def test_one_goes_on_with_the_first_lesson_not_passed(
    passed: tuple[str, ...], expected: str | None
) -> None:
    found = COURSE.next(passed)
    assert (found.key if found else None) == expected


@pytest.mark.parametrize(("key", "expected"), [("1", "2"), ("9", "10"), ("10", None), ("x", None)])
def test_behind_a_lesson_comes_the_next(key: str, expected: str | None) -> None:
    found = COURSE.after(key)
    assert (found.key if found else None) == expected


def test_the_questions_of_the_last_quiz_are_not_drawn_again() -> None:
    used = [one.key for one in COURSE.quiz[:QUESTIONS]]
    assert not set(COURSE.pool(used)) & set(used)
    assert len(COURSE.pool(used)) == 30
