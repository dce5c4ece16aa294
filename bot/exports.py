"""Figures of the office as CSV files that a spreadsheet opens safely."""

from __future__ import annotations

import csv
from pathlib import Path

from bot.findings import harmless
from bot.house import House
from conversations.pekasesama.learners import FEW, Counted
from handlers.commands.lessons import by_village
from storage import lessons

HEADINGS = ("kode_desa", "desa", "kecamatan", "kelompok", "orang", "tamat_pelajaran", "lulus_kuis")


def write_lessons(house: House, file: Path) -> int:
    """Write the counts of PEKASESAMA by village and group; gives the number of rows."""
    library = house.turns.library
    every = len(library.course.lessons)
    rows = by_village(house.writer.do_now(lambda unit: lessons.count(unit, every)))
    with file.open("w", newline="", encoding="utf-8-sig") as out:
        sheet = csv.writer(out, delimiter=";")
        sheet.writerow(HEADINGS)
        for row in rows:
            path = library.regions.path(row.village)[:2] if row.village else ("", "")
            sheet.writerow(
                [harmless(cell) for cell in (row.village, *path, row.group, *_figures(row))]
            )
    return len(rows)


def _figures(row: Counted) -> tuple[str, str, str]:
    """Give the numbers; of few people only that they are few."""
    if row.learners < FEW:
        return (f"kurang dari {FEW}", "", "")
    return (str(row.learners), str(row.finished), str(row.certified))
