"""What people have learned: kept for each person, counted by village and group, let go in time."""

from datetime import timedelta
from functools import partial

import pytest

from storage import lessons, people, retention
from storage.lessons import Count
from storage.sql import Sql
from storage.unit import Unit, Writer
from tests.house import SetClock

VILLAGE = "35.26.08.2012"
STORED = Sql("SELECT group_name, group_index, draw FROM peka_learner")
LEFT = Sql(
    """
    SELECT (SELECT COUNT(*) FROM peka_learner), (SELECT COUNT(*) FROM peka_lesson_passed)
    """
)
NOT_YET = Sql(
    """
    SELECT p.id FROM peka_person p
     WHERE NOT EXISTS (SELECT 1 FROM peka_lesson_passed l
                        WHERE l.person_id = p.id AND l.lesson = :lesson) ORDER BY p.id
    """
)


def somebody(unit: Unit, n: int, village: str = VILLAGE) -> int:
    person = people.know(unit, "telegram:1", str(n)).id
    lessons.begin(unit, person, village)
    return person


def test_a_lesson_is_passed_once_and_stays_passed(writer: Writer, clock: SetClock) -> None:
    def learn(unit: Unit) -> int:
        person = somebody(unit, 1)
        for lesson in ("1", "4", "1"):
            lessons.pass_lesson(unit, person, lesson)
        return person

    person = writer.do_now(learn)
    clock.now += timedelta(days=400)
    assert writer.do_now(lambda unit: lessons.passed(unit, person)) == {"1", "4"}


def test_who_has_not_passed_a_lesson_can_be_asked_for(writer: Writer) -> None:
    def learn(unit: Unit) -> tuple[int, int]:
        one, other = somebody(unit, 1), people.know(unit, "telegram:1", "2").id
        lessons.pass_lesson(unit, one, "4")
        return one, other

    one, other = writer.do_now(learn)
    assert writer.do_now(lambda unit: unit.run(NOT_YET, lesson="4")) == [(other,)]
    assert writer.do_now(lambda unit: unit.run(NOT_YET, lesson="5")) == [(one,), (other,)]


def test_a_draw_is_kept_until_it_is_answered_and_left_out_the_next_time(writer: Writer) -> None:
    def draw(unit: Unit) -> int:
        person = somebody(unit, 1)
        lessons.draw(unit, person, ("q01", "q02"))
        return person

    person = writer.do_now(draw)

    def known(unit: Unit) -> lessons.Learner:
        found = lessons.learner(unit, person)
        assert found is not None
        return found

    assert writer.do_now(known).draw == ("q01", "q02")
    writer.do_now(lambda unit: lessons.finish(unit, person, ("q01", "q02"), 7, enough=False))
    after = writer.do_now(known)
    assert (after.draw, after.used, after.best) == ((), ("q01", "q02"), 7)


@pytest.mark.parametrize(
    ("scores", "best", "certified"), [((7,), 7, 0), ((7, 9), 9, 1), ((9, 3), 9, 1), ((0,), 0, 0)]
)
def test_the_best_score_stays(
    writer: Writer, scores: tuple[int, ...], best: int, certified: int
) -> None:
    def play(unit: Unit) -> int:
        person = somebody(unit, 1)
        for score in scores:
            lessons.finish(unit, person, ("q01",), score, enough=score >= 8)
        return person

    person = writer.do_now(play)
    found = writer.do_now(lambda unit: lessons.learner(unit, person))
    assert found is not None
    assert found.best == best
    assert [one.certified for one in writer.do_now(lambda unit: lessons.count(unit, 2))] == [
        certified
    ]


def test_people_are_counted_by_village_and_group(writer: Writer) -> None:
    def learn(unit: Unit) -> None:
        for n, name in enumerate(("Melati 2", " melati  2", "Mawar", "")):
            person = somebody(unit, n)
            lessons.pass_lesson(unit, person, "1")
            if n < 2:
                lessons.pass_lesson(unit, person, "2")
            if name:
                lessons.join(unit, person, VILLAGE, name)
        somebody(unit, 9, "35.26.18.2001")

    writer.do_now(learn)
    assert writer.do_now(lambda unit: lessons.count(unit, 2)) == [
        Count(VILLAGE, "", 1, 0, 0),
        Count(VILLAGE, "Mawar", 1, 0, 0),
        Count(VILLAGE, "Melati 2", 2, 2, 0),
        Count("35.26.18.2001", "", 1, 0, 0),
    ]


def test_the_name_of_a_group_is_sealed(writer: Writer) -> None:
    def learn(unit: Unit) -> None:
        lessons.join(unit, somebody(unit, 1), VILLAGE, "Kelompok Bu Siti")

    writer.do_now(learn)
    stored = repr(writer.do_now(lambda unit: unit.run(STORED)))
    assert "Siti" not in stored


def test_what_somebody_learned_goes_when_they_ask_and_after_two_years(
    writer: Writer, clock: SetClock
) -> None:
    def learn(unit: Unit) -> int:
        person = somebody(unit, 1)
        lessons.pass_lesson(unit, person, "1")
        return person

    person = writer.do_now(learn)
    writer.do_now(lambda unit: lessons.forget(unit, person))
    assert writer.do_now(lambda unit: unit.run(LEFT)) == [(0, 0)]
    writer.do_now(learn)
    rules = [one for one in retention.RULES if one.name in {"lessons", "learners"}]
    for days, left in ((700, (1, 1)), (40, (0, 0))):
        clock.now += timedelta(days=days)
        for rule in rules:
            writer.do_now(partial(retention.apply, rule=rule))
        assert [tuple(row) for row in writer.do_now(lambda unit: unit.run(LEFT))] == [left]
