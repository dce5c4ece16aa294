"""`peka chat`: lines in, replies out; a house of its own, no screen."""

from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest

from bot.terminal import Talk
from tests.page_house import House


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    made = House(f"sqlite:///{tmp_path / 'peka.db'}", tmp_path / "evidence")
    yield made
    made.stop()


async def talk(house: House, *lines: str, person: str = "siti") -> str:
    typed: Iterator[str] = iter([f"{line}\n" for line in lines])
    read: Callable[[], str] = lambda: next(typed, "")  # noqa: E731
    heard: list[str] = []
    await Talk(house.turns, house.writer, person, read, heard.append).run()
    return "\n".join(heard)


async def test_a_talk_with_numbers(house: House) -> None:
    heard = await talk(house, "menu", "1", "2", "/keluar", "menu")
    assert "Salam, saya Peka." in heard
    assert "  1. Lapor (Bantuan yang salah sasaran)" in heard
    assert heard.index("Apa yang terjadi?") < heard.index("Ceritakan dengan kata sendiri.")
    assert "Ada yang bisa dibantu?" not in heard


async def test_the_end_of_a_pipe_ends_the_talk_and_it_goes_on_later(house: House) -> None:
    await talk(house, "menu", "1")
    heard = await talk(house, "2")
    assert "Ceritakan dengan kata sendiri." in heard
    assert "Salam" not in heard, "what was shown before is not shown again"


async def test_two_people_do_not_meet(house: House) -> None:
    await talk(house, "menu", "1", person="siti")
    assert "Salam, saya Peka." in await talk(house, "menu", person="budi")


async def test_a_pin_in_a_line_is_answered_not_kept(house: House, tmp_path: Path) -> None:
    await talk(house, "menu", "pin saya 739154")
    assert b"739154" not in (tmp_path / "peka.db").read_bytes()
