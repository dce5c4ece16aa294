"""``peka understand``: a text, and files in every form that is taken."""

import json
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import main
from bot.settings import Settings
from bot.understood import reader_of
from conversations.understand.entities import Entity, entities

HELD = "kartu sy dibawa bu ketua trs katanya nanti diambilin"
DUE = "kapan pkh cair bulan ini"


def said(*args: str) -> str:
    done = CliRunner().invoke(main, ["understand", *args])
    assert done.exit_code == 0, done.output
    return done.output


def test_a_text_is_told_for_people() -> None:
    shown = said(HELD)
    assert "mendesak" in shown
    assert "kartu_dipegang" in shown


def test_a_text_is_one_object() -> None:
    found = json.loads(said(HELD, "--json"))
    assert (found["intent"], found["urgent"], found["decision"]) == (
        "kartu_dipegang",
        True,
        "answer",
    )
    assert found["answer"]
    assert found["intents"][0]["reasons"]
    assert "id" not in found


@pytest.mark.parametrize(
    ("lines", "ids"),
    [
        ([HELD, DUE], ["1", "2"]),
        ([f"a7\t{HELD}", f"b8\t{DUE}"], ["a7", "b8"]),
        (["id\ttext", f"a7\t{HELD}", f"b8\t{DUE}"], ["a7", "b8"]),
        (["text\tid", f"{HELD}\ta7", f"{DUE}\tb8"], ["1", "2"]),
    ],
    ids=["texts only", "with an id", "with a heading", "texts first"],
)
def test_a_file_is_one_list(lines: list[str], ids: list[str], tmp_path: Path) -> None:
    file = tmp_path / "said.tsv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    found = json.loads(said("--file", str(file), "--json"))
    assert [one["id"] for one in found] == ids
    assert [one["text"] for one in found] == [HELD, DUE]
    assert [one["intent"] for one in found] == ["kartu_dipegang", "jadwal"]


def test_an_empty_file_is_an_empty_list(tmp_path: Path) -> None:
    file = tmp_path / "nothing.tsv"
    file.touch()
    assert json.loads(said("--file", str(file), "--json")) == []


def test_a_file_that_is_not_there_is_said() -> None:
    done = CliRunner().invoke(main, ["understand", "--file", "nowhere.tsv", "--json"])
    assert done.exit_code == 2
    assert "nowhere.tsv" in done.output


@pytest.mark.parametrize(
    "text", ["beras", "rumah", "motor", "padi", "telur", "uang saya tinggal sedikit"]
)
def test_a_neutral_word_raises_no_alarm(text: str) -> None:
    assert not json.loads(said(text, "--json"))["urgent"]


@pytest.mark.parametrize(
    "text", ["saya takut pulang", "anak saya dipukul bapaknya", "aku wedi mulih bu"]
)
def test_a_cry_is_heard(text: str) -> None:
    found = json.loads(said(text, "--json"))
    assert (found["intent"], found["urgent"]) == ("darurat", True)


@pytest.mark.parametrize(
    "text",
    ["1." * 50_000, "a" * 100_000, "1" + ",000" * 5_000, "pkh\ud800\x00", "a.a" * 30_000 + ".com"],
    ids=["dots", "letters", "money", "no text", "an address"],
)
def test_a_hostile_text_is_read_at_once(text: str) -> None:
    """Not longer than it is heard by Peka, and nothing is tried from each of its letters."""
    reader = reader_of(Settings())
    began = time.process_time()
    assert reader.read(text)["decision"]
    assert time.process_time() - began < 20


def test_an_address_is_named_whole_and_a_row_of_figures_is_no_money() -> None:
    said = entities("lihat (-bansos.cek-id.com/a), 1,000" + ",000" * 2_000, ["lihat"])
    assert said == [Entity("tautan", "bansos.cek-id.com/a),", "bansos.cek-id.com/a),")]
