"""An office's list, from the file to the families that a turn sees, on both databases."""

from __future__ import annotations

import csv
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from bansos.programmes import Component, Programme
from bot.findings import Findings, gathering
from bot.imports import import_list, summary
from bot.spreadsheets import Unreadable
from storage import batches
from storage.unit import Unit
from tests import house as parts
from tests.bot.office import HEADER, LABUHAN, NIK, ROW, TODAY, Office, made, many, office

OTHER_NIK = "3526080101120001"
VISIBLE = """
    SELECT COUNT(*) FROM peka_household h
    JOIN peka_batch b ON b.id = h.batch_id AND b.state = 'visible'
"""
ROOT = Path(__file__).parents[2]


@pytest.fixture
def home(database_url: str, tmp_path: Path) -> Iterator[Office]:
    with office(database_url, tmp_path) as opened:
        yield opened


@pytest.fixture
def lite(sqlite_url: str, tmp_path: Path) -> Iterator[Office]:
    with office(sqlite_url, tmp_path) as opened:
        yield opened


def changed(**cells: str) -> list[str]:
    """The usual row with other cells, by heading."""
    row = list(ROW)
    for heading, cell in cells.items():
        row[HEADER.index(heading.replace("_", " "))] = cell
    return row


def test_a_list_becomes_families(home: Office) -> None:
    child = changed(NIK=OTHER_NIK, Nama="Budi Contoh", SHDK="Anak", Program="", Status="")
    outcome, findings = home.read(home.rows(ROW, child))
    assert (outcome.rows, outcome.refused, outcome.families) == (2, 0, 1)
    assert not findings.first
    found = home.home()
    assert found is not None
    assert (found.head, found.village, found.desil, found.as_of) == (
        "Siti Contoh", LABUHAN, 2, TODAY,
    )  # fmt: skip
    assert [one.nik_masked for one in found.members] == ["35••••••••••••03", "35••••••••••••01"]
    assert [(one.programme, one.status) for one in found.benefits] == [(Programme.PKH, "spm")]


def test_a_trial_writes_nothing(home: Office) -> None:
    outcome, _ = home.read(home.rows(ROW, changed(NIK="12")), dry_run=True)
    assert (outcome.rows, outcome.refused, outcome.batch) == (1, 1, None)
    assert [home.count(f"peka_{name}") for name in ("batch", "family", "member")] == [0, 0, 0]


def test_the_same_file_again_changes_nothing(home: Office) -> None:
    path = home.rows(ROW)
    home.read(path)
    outcome, _ = home.read(path)
    assert (outcome.batch, outcome.same_as) == (None, TODAY.isoformat())
    assert home.count("peka_batch") == home.count("peka_household") == 1


def test_the_same_file_with_refused_rows_may_come_again(home: Office) -> None:
    path = home.rows(ROW, changed(NIK="12"))
    assert home.read(path)[0].refused == 1
    outcome, _ = home.read(path)
    assert (outcome.same_as, outcome.rows, outcome.families) == ("", 1, 0)
    assert home.count("peka_household") == 1


def test_what_a_list_leaves_out_stays(home: Office) -> None:
    home.read(home.rows(ROW), as_of=date(2026, 10, 1))
    sembako = changed(Program="BPNT", Status="SI", Desil="", SHDK="")
    home.read(home.rows(sembako, name="later.csv"))
    found = home.home()
    assert found is not None
    assert {(one.programme, one.status) for one in found.benefits} == {
        (Programme.PKH, "spm"),
        (Programme.SEMBAKO, "si"),
    }
    assert found.desil == 2
    assert found.as_of == date(2026, 10, 1), "the oldest of what is shown: nothing is newer"
    home.read(home.rows(changed(Status="Salur"), name="latest.csv"))
    found = home.home()
    assert found is not None
    assert found.as_of == TODAY
    assert {one.status for one in found.benefits} == {"salur", "si"}


def test_old_versions_go_when_the_next_but_one_comes(home: Office) -> None:
    for number, status in enumerate(("SPM", "SI", "Salur", "OMSPAN")):
        home.read(home.rows(changed(Status=status), name=f"{number}.csv"))
    assert home.count("peka_household") == home.count("peka_member") == 2


def test_rows_of_one_family_may_lie_apart(home: Office) -> None:
    heading = [*HEADER, "Komponen"]
    path = home.folder / "apart.csv"
    between = [[*made(number), ""] for number in range(600)]
    far = changed(NIK=OTHER_NIK, Nama="Budi Contoh", SHDK="Anak")
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([heading, [*ROW, "Lansia"], *between, [*far, "SD"]])
    outcome, _ = home.read(path)
    assert outcome.families == 151
    found = home.home()
    assert found is not None
    assert found.benefits[0].components == {Component.LANSIA, Component.SD}
    assert len(found.members) == 2
    assert home.count("peka_household") == 151


def test_somebody_who_moved_belongs_to_the_card_that_names_them_last(home: Office) -> None:
    home.read(home.rows(ROW))
    home.read(home.rows(changed(No_KK="3526081203120099", Nama="Siti Pindah"), name="moved.csv"))
    stays = changed(NIK=OTHER_NIK, Nama="Budi Contoh", SHDK="Anak")
    home.read(home.rows(stays, name="stays.csv"))
    found = home.home()
    assert found is not None
    assert found.head == "Siti Pindah"


def test_a_reader_never_sees_a_part(home: Office) -> None:
    home.read(home.rows(ROW))
    path, seen, ended = many(3_000, home.folder / "many.csv"), set[int](), threading.Event()

    def poll() -> None:
        while not ended.is_set():
            seen.add(parts.rows(home.importer.url, VISIBLE)[0][0])

    reader = threading.Thread(target=poll)
    reader.start()
    home.read(path)
    ended.set()
    reader.join()
    assert seen <= {1, 751}
    assert home.home(made(2999)[1]) is not None


def test_killed_in_the_middle_nothing_is_seen_and_the_next_import_cleans(
    home: Office, database_url: str
) -> None:
    path = many(60_000, home.folder / "many.csv")
    child = subprocess.Popen([sys.executable, "-m", "tests.bot.killed", database_url, str(path)],
                             cwd=ROOT)  # fmt: skip
    until = time.monotonic() + 60
    while home.count("peka_household") < 300:
        assert time.monotonic() < until
        assert child.poll() is None
        time.sleep(0.02)
    child.send_signal(signal.SIGKILL)
    assert child.wait() == -signal.SIGKILL
    assert home.count("peka_household") >= 300
    assert home.home(made(0)[1]) is None
    outcome, _ = home.read(home.rows(ROW))
    assert outcome.families == 1
    assert home.count("peka_household") == home.count("peka_family") == 1


def test_two_imports_at_once_are_refused(home: Office) -> None:
    from storage.alone import alone

    with alone(home.importer.url), pytest.raises(Unreadable, match="sedang berjalan"):
        home.read(home.rows(ROW))
    assert home.read(home.rows(ROW))[0].families == 1


def test_a_broken_file_leaves_nothing(home: Office) -> None:
    path = many(1_200, home.folder / "broken.csv")
    with path.open("a") as file:
        file.write('"' + "x" * 200_000)
    with pytest.raises(Unreadable, match="tanda kutip"):
        home.read(path)
    assert home.count("peka_household") == home.count("peka_family") == 0
    assert home.writer.do_now(batches.visible) == 0


def test_three_bad_rows_of_many(lite: Office) -> None:
    rows = [made(number) for number in range(2_000)]
    rows[10][1] = "35260812"
    rows[500][3] = "32.01.01.2001"
    rows[1999][4] = "Bansos Apa"
    outcome, findings = lite.read(lite.rows(*rows))
    assert (outcome.rows, outcome.refused, outcome.families) == (1_997, 3, 500)
    assert [line.split(":")[0] for line in findings.first] == [
        "Baris 12, kolom NIK “35••••12”",
        "Baris 502, kolom Kode desa “32.01.01.2001”",
        "Baris 2001, kolom Program “Bansos Apa”",
    ]


def test_one_person_in_two_families_is_refused(lite: Office) -> None:
    outcome, findings = lite.read(lite.rows(ROW, changed(No_KK="3526081203120099")))
    assert outcome.refused == 1
    assert findings.first == [
        "Baris 3, kolom NIK “35••••••••••••03”: NIK ini sudah ada dengan No KK lain (baris 2)."
    ]


def test_a_header_that_lacks_something_stops(lite: Office) -> None:
    path = lite.folder / "header.csv"
    path.write_text("Nama,Alamat\nSiti,Dusun\n")
    with pytest.raises(Unreadable, match="Tidak ada: No KK, NIK, Kode desa"):
        lite.read(path)
    assert lite.count("peka_batch") == 0


def test_windows_1252_with_semicolons_and_a_title(lite: Office) -> None:
    path = lite.folder / "lama.csv"
    lines = [
        "DAFTAR PENERIMA – 2026",
        "",
        ";".join(HEADER),
        ";".join(changed(Nama="Siti Né Contoh")),
    ]
    path.write_bytes("\r\n".join(lines).encode("cp1252"))
    outcome, _ = lite.read(path)
    assert outcome.rows == 1
    found = lite.home()
    assert found is not None
    assert found.head == "Siti Né Contoh"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_every_usual_way_to_write_a_csv(lite: Office, encoding: str, delimiter: str) -> None:
    path = lite.folder / "list.csv"
    lines = [delimiter.join(HEADER), delimiter.join(changed(Nama="Siti “Contoh”"))]
    path.write_bytes("\n".join(lines).encode(encoding))
    assert lite.read(path, dry_run=True)[0].rows == 1


def test_excel_says_its_separator(lite: Office) -> None:
    path = lite.folder / "list.csv"
    path.write_text("sep=;\n" + ";".join(HEADER) + "\n" + ";".join(changed(NIK="1")) + "\n")
    _, findings = lite.read(path, dry_run=True)
    assert findings.first[0].startswith("Baris 2, kolom NIK")


def sheet(path: Path, *rows: list[object]) -> Path:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row in rows:
        page.append(row)
    book.save(path)
    return path


def test_a_workbook_with_numbers_for_niks(lite: Office) -> None:
    number: list[object] = [ROW[0], int(NIK), *ROW[2:]]
    path = sheet(lite.folder / "list.xlsx", ["Daftar"], [], list(HEADER), list(ROW), number)
    outcome, findings = lite.read(path)
    assert (outcome.rows, outcome.refused) == (1, 1)
    assert findings.first[0].startswith("Baris 5, kolom NIK “35")
    assert "tersimpan sebagai angka" in findings.first[0]
    assert NIK[2:14] not in findings.first[0].partition("Contoh")[0]


def test_formulas_stay_text_and_leave_harmless(lite: Office) -> None:
    name = "=HYPERLINK(1)"
    page = changed(Nama=name)
    outcome, _ = lite.read(lite.rows(page, changed(NIK="=1+1"), changed(Program="@SUM(1)")))
    assert (outcome.rows, outcome.refused) == (1, 2)
    found = lite.home()
    assert found is not None
    assert found.head == name
    report = lite.folder / "report.csv"
    with gathering(report) as findings:
        lite.importer.read(lite.rows(changed(Program="@SUM(1)")), findings, dry_run=True)
    with report.open(encoding="utf-8-sig") as file:
        told = list(csv.DictReader(file, delimiter=";"))
    assert [(row["baris"], row["kolom"], row["isi"]) for row in told] == [
        ("2", "Program", "'@SUM(1)")
    ]
    assert oct(report.stat().st_mode & 0o777) == "0o600"


def test_a_place_outside_names_the_code(lite: Office) -> None:
    _, findings = lite.read(lite.rows(changed(Kode_Desa="32.01.01.2001")), dry_run=True)
    assert "“32.01.01.2001”: kode wilayah ini di luar wilayah kantor" in findings.first[0]


def test_a_new_status_is_kept_and_counted(lite: Office) -> None:
    outcome, findings = lite.read(lite.rows(changed(Status="Menunggu Bulan")))
    assert outcome.rows == findings.odd == 1
    found = lite.home()
    assert found is not None
    assert (found.benefits[0].status, found.benefits[0].status_raw) == ("", "Menunggu Bulan")


def test_no_report_shows_a_whole_number(lite: Office) -> None:
    number = "3511195203990017"
    bad = [changed(NIK=number[:-1]), changed(No_KK=number + "9"), changed(Desil=number)]
    outcome, findings = lite.read(lite.rows(*bad), dry_run=True)
    told = "\n".join((*findings.first, *summary(outcome, findings, dry_run=True)))
    assert len(findings.first) == 3
    assert number[2:13] not in told


def test_an_operator_reads_the_outcome(
    lite: Office, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gc.freeze", lambda: None)
    monkeypatch.setattr("gc.set_threshold", lambda *_values: None)
    report = lite.folder / "report.csv"
    path = lite.rows(ROW, changed(NIK="1"))
    assert not import_list(lite.house, path, report=report)
    told = capsys.readouterr().out
    assert "1 baris benar, 1 baris ditolak." in told
    assert "1 keluarga baru atau berubah; sekarang terlihat." in told
    assert import_list(lite.house, lite.rows(ROW, name="good.csv"))
    with pytest.raises(Unreadable, match="menimpa"):
        import_list(lite.house, path, report=path)
    with pytest.raises(Unreadable, match="periksa foldernya"):
        import_list(lite.house, path, report=path / "no.csv")


def test_a_date_in_the_future_is_refused(lite: Office) -> None:
    with pytest.raises(Unreadable, match="masa depan"):
        lite.read(lite.rows(ROW), as_of=date(2027, 1, 1))


@pytest.mark.slow
def test_twenty_thousand_rows_take_seconds(lite: Office) -> None:
    """benchmarks/imports.py does the same with 200,000."""
    path = many(20_000, lite.folder / "many.csv")
    began = time.monotonic()
    outcome, _ = lite.read(path)
    assert (outcome.rows, outcome.families) == (20_000, 5_000)
    assert time.monotonic() - began < 30 * (os.cpu_count() or 1)


def test_findings_stop_at_two_hundred_sentences(lite: Office) -> None:
    rows = [changed(NIK="1") for _ in range(250)]
    outcome, findings = lite.read(lite.rows(*rows))
    assert (len(findings.first), findings.refused, outcome.batch) == (200, 250, None)
    lines = list(summary(outcome, findings, dry_run=False))
    assert "… hanya 200 yang pertama; semuanya dengan --report FILE.csv." in lines
    assert any(line.strip().startswith("250 × NIK: kurang dari 16 angka") for line in lines)
    assert isinstance(findings, Findings)


def test_nothing_is_imported_beside_the_demo(lite: Office) -> None:
    def demo(unit: Unit) -> None:
        batches.show(unit, batches.start(unit, batches.DEMO, "d", "2026-01-01"), 1, 0)

    lite.writer.do_now(demo)
    with pytest.raises(Unreadable, match="PEKA_HOME"):
        lite.importer.read(lite.rows(ROW), Findings())
    assert lite.home() is None
