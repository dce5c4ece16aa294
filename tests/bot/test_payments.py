"""A pay list: the status of families that are known, from the file to what a turn sees."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bansos.programmes import Component, Programme
from bot.findings import Findings
from bot.imports import ImportResult
from storage import batches
from tests.bot.office import HEADER, KK, NIK, ROW, Office, office

OTHER = "3526080101120001"
LATER = date(2026, 11, 20)


@pytest.fixture
def home(database_url: str, tmp_path: Path) -> Iterator[Office]:
    with office(database_url, tmp_path) as opened:
        opened.read(opened.rows(ROW), as_of=date(2026, 11, 1))
        yield opened


def paid(
    home: Office, *rows: Sequence[str], name: str = "pay.csv"
) -> tuple[ImportResult, Findings]:
    path = home.folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["NIK", "No KK", "Program", "Periode", "Status"], *rows])
    findings = Findings()
    importer = replace(home.importer, kind=batches.PAYMENTS)
    return importer.read(path, findings, as_of=LATER), findings


def statuses(home: Office) -> list[tuple[Programme, str, str]]:
    found = home.home()
    assert found is not None
    return [(b.programme, b.period.key if b.period else "", b.status) for b in found.benefits]


def test_a_pay_list_changes_the_status(home: Office) -> None:
    assert statuses(home) == [(Programme.PKH, "2026T4", "spm")]
    outcome, findings = paid(home, [NIK, KK, "PKH", "TW4 2026", "SI"])
    assert (outcome.rows, outcome.refused, outcome.families) == (1, 0, 1), findings.first
    assert statuses(home) == [(Programme.PKH, "2026T4", "si")]
    found = home.home()
    assert found is not None
    assert found.as_of == LATER


def test_the_same_pay_list_again_changes_nothing(home: Office) -> None:
    paid(home, [NIK, "", "PKH", "TW4 2026", "SI"])
    outcome, _ = paid(home, [NIK, "", "PKH", "TW4 2026", "SI"])
    assert (outcome.batch, outcome.same_as) == (None, LATER.isoformat())


def test_without_a_programme_it_is_the_only_one(home: Office) -> None:
    paid(home, [NIK, "", "", "TW4 2026", "SI"])
    assert statuses(home) == [(Programme.PKH, "2026T4", "si")]
    paid(home, [NIK, "", "Sembako", "TW4 2026", "SPM"], name="two.csv")
    _, findings = paid(home, [NIK, "", "", "TW4 2026", "SPM"], name="three.csv")
    assert "beberapa program" in findings.first[0]


def test_what_does_not_fit_is_refused_and_the_rest_taken(home: Office) -> None:
    outcome, findings = paid(
        home,
        [OTHER, "", "PKH", "TW4 2026", "SI"],
        [NIK, "3526081203120012", "PKH", "TW4 2026", "SI"],
        [NIK, KK, "PKH", "", "SI"],
        [NIK, KK, "PKH", "TW4 2026", "SI"],
    )
    assert (outcome.rows, outcome.refused) == (1, 3)
    said = " ".join(findings.first)
    assert "belum ada di daftar penerima" in said
    assert "di No KK lain" in said
    assert "kosong" in said
    assert OTHER not in said


def test_a_new_period_is_added_and_components_stay(home: Office) -> None:
    row = [*ROW, "Anak SD"]
    path = home.folder / "components.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([[*HEADER, "Komponen"], row])
    home.read(path, as_of=date(2026, 11, 2))
    paid(home, [NIK, "", "PKH", "TW1 2027", "SK"])
    found = home.home()
    assert found is not None
    assert [b.components for b in found.benefits] == [frozenset({Component.SD})] * 2


def test_the_examples_fit_together(database_url: str, tmp_path: Path) -> None:
    examples = Path(__file__).parents[2] / "docs/examples"
    with office(database_url, tmp_path) as opened:
        opened.read(examples / "penerima.csv", as_of=date(2026, 11, 3))
        importer, findings = replace(opened.importer, kind=batches.PAYMENTS), Findings()
        outcome = importer.read(examples / "pembayaran.csv", findings, as_of=LATER)
        assert (outcome.rows, outcome.refused, outcome.families) == (2, 0, 1), findings.first
        found = opened.home("3526084507829003")
        assert found is not None
        assert {one.status for one in found.latest()} == {"si"}
