"""PEKASESAMA: which lessons somebody has passed, the quiz, and counts by village and group.

``peka_lesson_passed`` has a row for each lesson that a person has passed: "not yet passed" is
``NOT EXISTS (SELECT 1 FROM peka_lesson_passed p WHERE p.person_id = … AND p.lesson = …)``.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass

from storage.sql import Sql
from storage.unit import Unit, ms

TABLE = "peka_learner"

_PASSED = Sql("SELECT lesson FROM peka_lesson_passed WHERE person_id = :person")
_PASS = Sql(
    """
    INSERT INTO peka_lesson_passed (person_id, lesson, at) VALUES (:person, :lesson, :at)
    ON CONFLICT (person_id, lesson) DO NOTHING
    """
)
_LEARNER = Sql(
    """
    SELECT village, group_index, draw, best FROM peka_learner WHERE person_id = :person
    """
)
_BEGIN = Sql(
    """
    INSERT INTO peka_learner (person_id, uuid, village, draw, tries, made_at, seen_at)
    VALUES (:person, :uuid, :village, '', 0, :at, :at) ON CONFLICT (person_id) DO NOTHING
    """
)
_SEEN = Sql("UPDATE peka_learner SET seen_at = :at WHERE person_id = :person")
_DRAW = Sql("UPDATE peka_learner SET draw = :draw, seen_at = :at WHERE person_id = :person")
_FINISH = Sql(
    """
    UPDATE peka_learner
       SET draw = :used, tries = tries + 1, seen_at = :at,
           best = CASE WHEN best IS NULL OR best < :score THEN :score ELSE best END,
           certified_at = CASE WHEN certified_at IS NULL AND :enough THEN :at
                               ELSE certified_at END
     WHERE person_id = :person
    """
)
_UUID = Sql("SELECT uuid FROM peka_learner WHERE person_id = :person")
_JOIN = Sql(
    """
    UPDATE peka_learner SET village = :village, group_index = :index, group_name = :name,
           seen_at = :at WHERE person_id = :person
    """
)
_FORGET = (
    Sql("DELETE FROM peka_lesson_passed WHERE person_id = :person"),
    Sql("DELETE FROM peka_learner WHERE person_id = :person"),
)
_COUNT = Sql(
    """
    SELECT l.village, l.group_index, MIN(l.person_id), COUNT(*),
           SUM(CASE WHEN p.passed >= :all THEN 1 ELSE 0 END),
           SUM(CASE WHEN l.certified_at IS NULL THEN 0 ELSE 1 END)
      FROM peka_learner l
      LEFT JOIN (SELECT person_id, COUNT(*) AS passed FROM peka_lesson_passed
                  GROUP BY person_id) p ON p.person_id = l.person_id
     GROUP BY l.village, l.group_index
    """
)
_GROUP = Sql("SELECT uuid, group_name FROM peka_learner WHERE person_id = :person")
USED = "-"
"""Stands before a draw that was answered: the next one leaves its questions out."""


@dataclass(frozen=True, slots=True)
class Learner:
    """How far somebody has come."""

    village: str
    group: bool
    """A group was named."""
    draw: tuple[str, ...]
    """The open quiz: keys of its questions; empty where none is open."""
    used: tuple[str, ...]
    """The questions of the quiz before."""
    best: int | None
    """The best score so far; None: no quiz yet."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many people of one village and group."""

    village: str
    group: str
    learners: int
    finished: int
    certified: int


def passed(unit: Unit, person: int) -> set[str]:
    """Give the numbers of the lessons that somebody has passed."""
    return {str(lesson) for (lesson,) in unit.run(_PASSED, person=person)}


def pass_lesson(unit: Unit, person: int, lesson: str) -> None:
    """Note that a lesson was passed; a second time changes nothing."""
    unit.run(_PASS, person=person, lesson=lesson, at=ms(unit.now))
    unit.run(_SEEN, person=person, at=ms(unit.now))


def begin(unit: Unit, person: int, village: str) -> None:
    """Begin to keep somebody's progress; ``village`` may be empty."""
    unit.run(_BEGIN, person=person, uuid=os.urandom(16), village=village, at=ms(unit.now))


def learner(unit: Unit, person: int) -> Learner | None:
    """Tell how far somebody has come; None where nothing is kept."""
    for village, group, draw, best in unit.run(_LEARNER, person=person):
        keys = tuple(draw.removeprefix(USED).split(",")) if draw else ()
        used = draw.startswith(USED)
        return Learner(
            village, group is not None, () if used else keys, keys if used else (), best
        )
    return None


def draw(unit: Unit, person: int, keys: Sequence[str]) -> None:
    """Keep the questions of a quiz that begins."""
    unit.run(_DRAW, person=person, draw=",".join(keys), at=ms(unit.now))


def finish(unit: Unit, person: int, keys: Sequence[str], score: int, *, enough: bool) -> None:
    """Note how a quiz ended: its score of ten, and whether it is enough for a certificate."""
    used = USED + ",".join(keys)
    unit.run(_FINISH, person=person, used=used, score=score, enough=enough, at=ms(unit.now))


def join(unit: Unit, person: int, village: str, name: str) -> None:
    """Note the group that somebody learns with; its name is sealed."""
    for (uuid,) in unit.run(_UUID, person=person):
        sealed = unit.seal.seal(name.encode("utf-8", "replace"), TABLE, "group_name", bytes(uuid))
        index = unit.seal.index("group", f"{village} {' '.join(name.casefold().split())}")
        unit.run(_JOIN, person=person, village=village, index=index, name=sealed, at=ms(unit.now))


def forget(unit: Unit, person: int) -> None:
    """Let go of somebody's progress."""
    for statement in _FORGET:
        unit.run(statement, person=person)


def count(unit: Unit, lessons: int) -> list[Count]:
    """Count the learners of every village and group; ``lessons`` is how many make all of them."""
    found = [
        Count(
            village, _group(unit, person) if index is not None else "", learners, done, certified
        )
        for village, index, person, learners, done, certified in unit.run(_COUNT, all=lessons)
    ]
    return sorted(found, key=lambda one: (one.village, one.group))


def _group(unit: Unit, person: int) -> str:
    for uuid, name in unit.run(_GROUP, person=person):
        return unit.seal.open(name, TABLE, "group_name", bytes(uuid)).decode()
    return ""
