"""What an operator does for officers: taken in, listed, ended, each noted in the audit log."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import main
from bot.operations.opening import house, settings
from storage.sql import Sql


def test_an_officer_is_ended_everywhere_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PEKA_HOME", str(tmp_path / "rumah"))
    run = CliRunner().invoke
    added = run(main, ["staff", "add", "Rini", "--role", "verifikator", "--region", "35.26"])
    assert added.exit_code == 0
    assert "1\tverifikator\t35.26\tRini" in run(main, ["staff", "list"]).output
    assert run(main, ["staff", "end", "1"]).exit_code == 0
    assert "Rini" not in run(main, ["staff", "list"]).output
    assert run(main, ["staff", "end", "1"]).exit_code == 1
    built = house(settings())
    rows = built.writer.do_now(
        lambda unit: unit.run(Sql("SELECT actor, action, subject FROM peka_audit ORDER BY id"))
    )
    built.writer.stop()
    assert [tuple(row) for row in rows] == [
        ("cli", "added verifikator", "staff:1"),
        ("cli", "ended", "staff:1"),
    ]
