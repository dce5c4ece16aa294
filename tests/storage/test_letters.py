"""Letters: numbers run by kind and year, codes find them, contents go in time."""

import asyncio
import re
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest

from storage import letters, people, retention
from storage.letters import Letter
from storage.sql import Sql
from storage.unit import Unit, Writer
from tests.house import START, SetClock, make_writer, prepare

FIELDS = {"nama": "SITI AMINAH", "nik": "3526084507820003"}
STORED = Sql("SELECT code, fields, person_id, state FROM peka_letter ORDER BY id")


def issue(
    unit: Unit, kind: str = "graduasi", state: str = "rancangan", day: date | None = None
) -> Letter:
    person = people.know(unit, "telegram:1", "77")
    return letters.issue(unit, kind=kind, fields=FIELDS, state=state, person=person.id, day=day)


def test_numbers_run_for_each_kind_and_each_year(writer: Writer) -> None:
    asked = [
        ("graduasi", date(2026, 11, 3)), ("graduasi", date(2026, 12, 31)),
        ("sertifikat", date(2026, 12, 31)), ("graduasi", date(2027, 1, 1)),
        ("kartu", date(2027, 1, 1)),
    ]  # fmt: skip
    made = [writer.do_now(partial(issue, kind=kind, day=day)).number for kind, day in asked]
    assert made == [
        "001/PEKA-GRAD/XI/2026", "002/PEKA-GRAD/XII/2026", "001/PEKA-SERT/XII/2026",
        "001/PEKA-GRAD/I/2027", "001/PEKA-KARTU/I/2027",
    ]  # fmt: skip


def test_a_turn_that_fails_takes_no_number(writer: Writer) -> None:
    def failing(unit: Unit) -> None:
        issue(unit)
        raise LookupError

    assert writer.do_now(issue).number.startswith("001/")
    with pytest.raises(LookupError):
        writer.do_now(failing)
    assert writer.do_now(issue).number.startswith("002/")


async def test_many_at_once_get_numbers_without_gaps(database_url: str) -> None:
    prepare(database_url)
    writer = make_writer(database_url).start()
    try:
        made = await asyncio.gather(
            *(
                writer.do(
                    lambda unit: letters.issue(unit, kind="kartu", fields={}, state="berlaku"),
                    str(place),
                )
                for place in range(40)
            )
        )
    finally:
        writer.stop()
    assert sorted(int(one.number[:3]) for one in made) == list(range(1, 41))


def test_the_date_is_the_one_of_western_indonesia(writer: Writer, clock: SetClock) -> None:
    clock.now = datetime(2026, 12, 31, 20, 0, tzinfo=UTC)
    made = writer.do_now(issue)
    assert (made.day, made.number) == (date(2027, 1, 1), "001/PEKA-GRAD/I/2027")


def test_a_code_finds_its_letter_however_it_is_typed(writer: Writer) -> None:
    made = writer.do_now(issue)
    assert re.fullmatch(r"([A-Z0-9]{4}-){3}[A-Z0-9]{4}", made.code)
    spellings = (made.code, made.code.lower(), made.code.replace("-", " "), f" {made.code} ")
    for typed in spellings:
        found = writer.do_now(partial(letters.by_code, code=typed))
        assert found == made, typed
    for wrong in ("", "AAAA-AAAA-AAAA-AAAA", made.code[:-1], made.code + "A", "😀" * 5000):
        assert writer.do_now(partial(letters.by_code, code=wrong)) is None


def test_codes_have_enough_chance_in_them() -> None:
    assert len(letters.SIGNS) ** letters.LONG > 2**60
    assert len({letters.draw_code() for _ in range(1000)}) == 1000


def test_a_letter_moves_to_another_state(writer: Writer) -> None:
    made = writer.do_now(issue)
    writer.do_now(lambda unit: letters.restate(unit, made.id, "diajukan"))
    found = writer.do_now(lambda unit: letters.by_id(unit, made.id))
    assert found is not None
    assert (found.state, found.number, found.fields) == ("diajukan", made.number, FIELDS)


def test_nothing_in_it_can_be_read_in_the_database(writer: Writer) -> None:
    made = writer.do_now(issue)
    ((code, fields, _person, _state),) = writer.do_now(lambda unit: unit.run(STORED))
    assert made.code.encode() not in bytes(code)
    assert b"SITI" not in bytes(fields)


@pytest.mark.parametrize(
    ("state", "days"), [("dicabut", 30), ("rancangan", 90), ("diajukan", 730), ("berlaku", 730)]
)
def test_contents_go_in_time_and_the_proof_stays(
    writer: Writer, clock: SetClock, state: str, days: int
) -> None:
    made = writer.do_now(lambda unit: issue(unit, state=state))

    def later(by: timedelta) -> Letter | None:
        clock.now = START + by
        for rule in retention.RULES:
            writer.do_now(partial(retention.apply, rule=rule))
        return writer.do_now(lambda unit: letters.by_code(unit, made.code))

    kept = later(timedelta(days=days, hours=-1))
    assert kept is not None
    assert kept.fields == FIELDS
    gone = later(timedelta(days=days, hours=1))
    assert gone is not None
    assert (gone.fields, gone.code) == (None, "")
    assert (gone.number, gone.state, gone.day) == (made.number, state, made.day)


@pytest.mark.parametrize(
    ("state", "after", "kept"),
    [
        ("rancangan", "dicabut", False),
        ("berlaku", "berlaku", False),
        ("diajukan", "diajukan", True),
    ],
)
def test_who_has_everything_deleted_leaves_only_what_was_filed(
    writer: Writer, *, state: str, after: str, kept: bool
) -> None:
    def work(unit: Unit) -> Letter | None:
        made = issue(unit, state=state)
        letters.forget(unit, people.know(unit, "telegram:1", "77").id)
        return letters.by_code(unit, made.code)

    found = writer.do_now(work)
    assert found is not None
    assert (found.state, found.fields == FIELDS) == (after, kept)
    ((_code, _fields, person, _state),) = writer.do_now(lambda unit: unit.run(STORED))
    assert person is None
