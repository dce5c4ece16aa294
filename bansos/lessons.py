"""The course PEKASESAMA (Pegang Kartu Sendiri Supaya Aman): ten lessons and the pool of its quiz.

The facts and their sources stand in ``data/lessons.toml``.  The quiz: ten questions out of forty,
eight right ones pass (domain notes, section 5: "quiz >= 8/10").
"""

import tomllib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Self

QUESTIONS: Final = 10
PASSING: Final = 8


@dataclass(frozen=True, slots=True)
class Pick:
    """One thing to choose: its key for life, and its label (at most 20 characters)."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Lesson:
    """One lesson with its question; all texts are Indonesian and looked up in the catalogues."""

    key: str
    """Its number: "1" to "10"."""
    label: str
    """A title of at most 20 characters."""
    text: str
    """At most 600 characters together with the question."""
    question: str
    choices: tuple[Pick, ...]
    right: str
    """Key of the right choice."""
    good: str
    """Why the right choice is right."""
    bad: str
    """The same, to somebody who chose another."""
    picture: str
    """Three to five words under the drawing."""
    source: str


@dataclass(frozen=True, slots=True)
class QuizQuestion:
    """One question of the pool."""

    key: str
    about: str
    """Key of the lesson that teaches it."""
    question: str
    choices: tuple[Pick, ...]
    right: str


@dataclass(frozen=True, slots=True)
class Course:
    """All lessons in order, all questions of the pool, and the date of what they tell."""

    lessons: tuple[Lesson, ...] = ()
    quiz: tuple[QuizQuestion, ...] = ()
    as_of: date = date.min

    @classmethod
    def from_toml_text(cls, text: str) -> Self:
        """Take the text of ``lessons.toml``."""
        data = tomllib.loads(text)
        lessons = tuple(_lesson(one) for one in data["lessons"])
        return cls(lessons, tuple(_question(one) for one in data["quiz"]), data["as_of"])

    def lesson(self, key: str) -> Lesson | None:
        """Find a lesson by its number."""
        return next((one for one in self.lessons if one.key == key), None)

    def question(self, key: str) -> QuizQuestion | None:
        """Find a question of the pool."""
        return next((one for one in self.quiz if one.key == key), None)

    def next(self, passed: Collection[str]) -> Lesson | None:
        """Give the first lesson that was not passed yet; None when all were."""
        return next((one for one in self.lessons if one.key not in passed), None)

    def after(self, key: str) -> Lesson | None:
        """Give the lesson behind another one; None behind the last."""
        keys = [one.key for one in self.lessons]
        place = keys.index(key) + 1 if key in keys else len(keys)
        return self.lessons[place] if place < len(keys) else None

    def right(self, answers: Mapping[str, str]) -> int:
        """Count the right answers (key of the question to key of the choice)."""
        return sum(found.right == answers.get(found.key) for found in self.quiz)

    def again(self, answers: Mapping[str, str]) -> tuple[Lesson, ...]:
        """List the lessons to read again, the one with most wrong answers first."""
        wrong = Counter(
            one.about for one in self.quiz if answers.get(one.key, one.right) != one.right
        )
        missed = [one for one in self.lessons if wrong[one.key]]
        return tuple(sorted(missed, key=lambda one: -wrong[one.key]))

    def pool(self, used: Collection[str]) -> Sequence[str]:
        """List the questions to draw from: those of the last time are left out."""
        return [one.key for one in self.quiz if one.key not in used]


def _lesson(data: Mapping[str, Any]) -> Lesson:
    return Lesson(
        key=str(data["number"]),
        label=data["label"],
        text=data["lesson"],
        question=data["question"],
        choices=_choices(data),
        right=data["right"],
        good=data["good"]["text"],
        bad=data["bad"]["text"],
        picture=data["picture"]["text"],
        source=data["source"],
    )


def _question(data: Mapping[str, Any]) -> QuizQuestion:
    about, question = str(data["about"]), data["question"]
    return QuizQuestion(data["id"], about, question, _choices(data), data["right"])


def _choices(data: Mapping[str, Any]) -> tuple[Pick, ...]:
    return tuple(Pick(one["key"], one["label"]) for one in data["choices"])
