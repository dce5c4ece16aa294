"""What is not kept for ever: each rule takes what is old, and only that."""

from datetime import timedelta
from functools import partial

from storage import outbox, people, retention
from storage.outbox import Row
from storage.sql import Sql
from storage.unit import Unit, Writer
from tests.house import SetClock

PEOPLE = Sql("SELECT COUNT(*) FROM peka_person")
MESSAGES = Sql("SELECT COUNT(*) FROM peka_outbox")


def tidy(writer: Writer) -> None:
    for rule in retention.RULES:
        while writer.do_now(partial(retention.apply, rule=rule)):
            pass


def count(writer: Writer, sql: Sql) -> int:
    return int(writer.do_now(lambda unit: unit.run(sql))[0][0])


def a_message_was_sent(unit: Unit) -> None:
    known = people.know(unit, "telegram:1", "77")
    row = outbox.put(unit, known.id, known.account, b"{}", lease="w0")
    outbox.sent(
        unit, Row(row, known.id, known.account, "77", 0, "reply", b"{}", "w0"), "platform-1"
    )


def test_a_stranger_and_the_messages_go_after_thirty_days(writer: Writer, clock: SetClock) -> None:
    writer.do_now(a_message_was_sent)
    clock.now += timedelta(days=29)
    tidy(writer)
    assert (count(writer, PEOPLE), count(writer, MESSAGES)) == (1, 1)
    clock.now += timedelta(days=2)
    tidy(writer)
    assert (count(writer, PEOPLE), count(writer, MESSAGES)) == (0, 0)


def test_who_agreed_is_kept_and_so_is_what_still_waits(writer: Writer, clock: SetClock) -> None:
    def agree(unit: Unit) -> None:
        known = people.know(unit, "telegram:1", "78")
        known.consent_at = 1
        people.save(unit, known, b"{}")
        outbox.put(unit, known.id, known.account, b"{}")

    writer.do_now(agree)
    clock.now += timedelta(days=400)
    tidy(writer)
    assert (count(writer, PEOPLE), count(writer, MESSAGES)) == (1, 1)
