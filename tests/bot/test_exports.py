"""Figures written to a file: no names of people, no small numbers, no formulas."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import main
from bot.operations.opening import house, settings
from storage import lessons, people
from storage.unit import Unit

VILLAGE, OTHER = "35.26.08.2012", "35.26.08.2006"


def learn(unit: Unit) -> None:
    for n in range(6):
        person = people.know(unit, "telegram:1", str(n)).id
        lessons.begin(unit, person, VILLAGE)
        lessons.pass_lesson(unit, person, "1")
        if n > 2:
            lessons.join(unit, person, VILLAGE, "=Melati")
    for n in (7, 8):
        person = people.know(unit, "telegram:1", str(n)).id
        lessons.begin(unit, person, "" if n == 8 else OTHER)
        lessons.join(unit, person, "" if n == 8 else OTHER, "Bu Siti")


def test_lessons_are_written_as_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEKA_HOME", str(tmp_path / "rumah"))
    built = house(settings())
    built.writer.do_now(learn)
    built.writer.stop()
    file = tmp_path / "belajar.csv"
    done = CliRunner().invoke(main, ["export", "lessons", str(file)])
    assert done.exit_code == 0, done.output
    assert file.read_text(encoding="utf-8-sig").splitlines() == [
        "kode_desa;desa;kecamatan;kelompok;orang;tamat_pelajaran;lulus_kuis",
        ";;;;kurang dari 3;;",
        f"{OTHER};Kelbung;Sepulu;;kurang dari 3;;",
        f"{VILLAGE};Labuhan;Sepulu;;6;0;0",
        f"{VILLAGE};Labuhan;Sepulu;'=Melati;3;0;0",
    ]
