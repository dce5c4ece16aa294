"""Guessing at a family: slowed for good, told to the family, and nobody linked is shut out."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from storage import schema, tries
from storage.seal import Sealer
from storage.unit import Unit, Writer

NOW = datetime(2026, 11, 2, 3, 20, tzinfo=UTC)
CHAT = tries.chat("telegram:1", "7")


@pytest.fixture
def writer(database_url: str) -> Iterator[Writer]:
    schema.upgrade(database_url)
    made = Writer(database_url, Sealer(("kunci",)), lambda: NOW).start()
    yield made
    made.stop()


@pytest.mark.parametrize(("times", "wait"), [(3, 0), (4, 60), (5, 300), (8, 86_400), (30, 86_400)])
def test_a_chat_waits_longer_each_time(writer: Writer, times: int, wait: int) -> None:
    def work(unit: Unit) -> int:
        for _ in range(times):
            tries.failed(unit, "proof", CHAT)
        return tries.seconds_to_wait(unit, "proof", CHAT)

    assert writer.do_now(work) == wait


def test_a_shared_address_has_much_to_spare_and_short_waits(writer: Writer) -> None:
    village = tries.origin("203.0.113.7")

    def work(unit: Unit) -> tuple[int, int]:
        for _ in range(60):
            tries.failed(unit, "proof", village)
        free = tries.seconds_to_wait(unit, "proof", village)
        for _ in range(20):
            tries.failed(unit, "proof", village)
        return free, tries.seconds_to_wait(unit, "proof", village)

    assert writer.do_now(work) == (0, 600)


def test_what_is_guessed_at_is_counted_and_never_waits(writer: Writer) -> None:
    family = tries.target("3526084507829003")

    def work(unit: Unit) -> tuple[int, int]:
        counts = [tries.failed(unit, "proof", family) for _ in range(50)]
        return counts[-1], tries.seconds_to_wait(unit, "proof", family)

    assert writer.do_now(work) == (50, 0)
