"""`peka place`: for people a line, for scripts JSON."""

import json
from pathlib import Path

from typer.testing import CliRunner

from bot.cli import main
from bot.columns import texts


def test_a_text_as_a_line_and_as_json() -> None:
    run = CliRunner()

    line = run.invoke(main, ["place", "desaku kelbung rt 2/5"]).stdout
    found = json.loads(run.invoke(main, ["place", "ds labuhan kec sepuluh", "--json"]).stdout)

    assert line.startswith("ask: 35.26.08.2006 Kelbung, Sepulu, Bangkalan | 35.26.18.2018 ")
    assert line.endswith(", RT 2, RW 5\n")
    assert (found["decision"], found["code"]) == ("found", "35.26.08.2012")
    assert found["place"]["regency"] == "Bangkalan"


def test_a_file_as_a_list(tmp_path: Path) -> None:
    file = tmp_path / "tempat.tsv"
    file.write_text("id\ttext\n1\tkec sepulu\n2\tkab mukomuko\n3\thalo\n", encoding="utf-8")

    run = CliRunner().invoke(main, ["place", "--file", str(file), "--json"])

    found = json.loads(run.stdout)
    assert [(one["decision"], one["code"]) for one in found] == [
        ("district", "35.26.08"),
        ("regency", "17.06"),
        ("none", ""),
    ]
    assert found[0]["place"] == {
        "code": "35.26.08", "name": "Sepulu", "district": "", "regency": "Bangkalan"
    }  # fmt: skip


def test_a_file_that_is_not_there_is_said() -> None:
    run = CliRunner().invoke(main, ["place", "--file", "/tidak/ada.tsv"])

    assert run.exit_code == 2
    assert "cannot be read" in run.output


def test_the_longest_column_is_the_text() -> None:
    assert texts([["1", "ds labuhan", "35.26"], ["2", "desa kelbung galis", "35"]]) == [
        "ds labuhan",
        "desa kelbung galis",
    ]
    assert texts([]) == []
