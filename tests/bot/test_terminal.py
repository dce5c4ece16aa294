"""`peka chat`: lines in, replies out; a house of its own, no screen."""

from collections.abc import AsyncIterator
from itertools import chain, repeat
from pathlib import Path

import pytest

from bot.terminal import Talk
from conversations.papers import Paper, PaperKind
from handlers.channel import Enclosed, Reply
from handlers.written import body_of
from storage import outbox, shown
from storage.unit import Unit
from tests.page_house import House


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    made = House(f"sqlite:///{tmp_path / 'peka.db'}", tmp_path / "evidence")
    yield made
    made.stop()


async def talk(house: House, *lines: str, person: str = "siti") -> str:
    typed = chain((f"{line}\n" for line in lines), repeat(""))
    heard: list[str] = []
    await Talk(house.turns, house.writer, person, typed.__next__, heard.append).run()
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


async def test_a_paper_is_written_to_a_file_of_its_own(house: House, tmp_path: Path) -> None:
    await talk(house, "menu")

    def work(unit: Unit) -> None:
        found = shown.somebody(unit, "terminal", "siti")
        assert found is not None
        paper = Paper(PaperKind.LETTER, "K7QF-3MNP-4RTX-9WAB")
        outbox.put(unit, found.id, "terminal", body_of(Reply("", enclosed=Enclosed(paper))))

    await house.writer.do(work)
    heard: list[str] = []
    folder = tmp_path / "papers"
    await Talk(
        house.turns, house.writer, "siti", lambda: "", heard.append, draw=house.draw, folder=folder
    ).show()
    (path,) = folder.iterdir()
    assert heard == [f"Berkas: {path}\n"]
    assert path.name.endswith("surat.pdf")
    assert (path.stat().st_mode & 0o777, folder.stat().st_mode & 0o777) == (0o600, 0o700)
    assert "K7QF" in path.read_text()
