"""While the families of a kabupaten are not loaded yet: nobody is told that they do not fit."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from conversations.changed import replace
from storage import batches
from storage.unit import Unit
from tests.handlers.test_flood import said_to
from tests.house import House, library, living, make_house, prepare

NOON = datetime(2026, 11, 3, 3, tzinfo=UTC)
SEPULU, BONDOWOSO, ELSEWHERE = "3526084507820003", "3511194507820003", "1706014507820003"
NEXT = [0]
NOT_YET, NO_MATCH = "belum dimuat di sini", "data belum bisa dibuka"


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    made = make_house(prepare(database_url), clock=lambda: NOON)
    known = library()
    both = replace(known, regions=known.regions.within(("35.26", "35.11")))
    made.turns = replace(made.turns, library=both)
    async with living(made) as opened:
        await loaded(opened, "35.11")
        yield opened


async def loaded(house: House, *regencies: str) -> None:
    def work(unit: Unit) -> None:
        batch = batches.start(unit, batches.RECIPIENTS, "".join(regencies), "2026-11-01")
        batches.show(unit, batch, 1, 0, regencies)

    await house.writer.do(work)


async def tries(house: House, who: str, nik: str, times: int = 1) -> list[str]:
    """Try to prove a family; give what was answered to each try."""
    answers = []
    for n in range(times):
        for word in ("cek status", "setuju", nik, "120004"):
            if word != "setuju" or "boleh saya simpan" in said_to(house, who)[-1]:
                await house.hear(who, f"{who} {nik} {n} {word} {NEXT[0]}", word)
        NEXT[0] += 1
        answers.append(" ".join(said_to(house, who)[-2:]))
    return answers


async def test_it_is_said_and_not_counted_until_the_data_is_there(house: House) -> None:
    early = await tries(house, "siti", SEPULU, 5)
    assert all(NOT_YET in one and NO_MATCH not in one for one in early)
    assert "Bangkalan" in early[0]
    await loaded(house, "35.26")
    late = await tries(house, "siti", SEPULU, 2)
    assert all(NO_MATCH in one for one in late)


async def test_areas_that_are_loaded_or_not_ours_answer_as_ever(house: House) -> None:
    assert NO_MATCH in (await tries(house, "budi", BONDOWOSO))[0]
    assert NO_MATCH in (await tries(house, "ani", ELSEWHERE))[0]


async def test_a_batch_of_old_covers_everything_and_a_pay_list_nothing(house: House) -> None:
    def work(unit: Unit) -> tuple[bool, bool]:
        paid = batches.start(unit, batches.PAYMENTS, "p", "2026-11-01")
        batches.show(unit, paid, 1, 0)
        before = batches.covers(unit, "35.26")
        old = batches.start(unit, batches.RECIPIENTS, "o", "2026-11-01")
        batches.show(unit, old, 1, 0)
        return before, batches.covers(unit, "35.26")

    assert await house.writer.do(work) == (False, True)


async def test_many_early_guesses_get_the_same_answer(house: House) -> None:
    answers = await tries(house, "ramai", SEPULU, 12)
    assert len(set(answers)) == 1
