"""The demo: made-up families, loaded through the very import that an office uses, and officers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from bansos.programmes import Programme
from bansos.regions import Regions
from bot.demo_files import FORMS, write_files
from bot.findings import Findings
from bot.imports import Importer
from bot.made_up import PLACES, Aid, Inventor, MadeUp
from handlers import draws
from storage import batches, codes, staff
from storage.alone import alone
from storage.unit import Unit

if TYPE_CHECKING:
    from bot.house import House

KIND: Final = batches.DEMO
LISTED: Final = 36
"""At least so many households in the listing."""
CODE_SECONDS: Final = 7 * 86_400
ALL: Final = tuple(PLACES)
OFFICERS: Final = (
    ("Ratna Contoh", "pendamping", ("35.26.08",)),
    ("Hadi Misal", "operator_desa", ("35.26.08.2012",)),
    ("Wati Umpama", "tksk", ("35.26.18",)),
    ("Bambang Rekaan", "verifikator", ("35.26",)),
    ("Dewi Andai", "admin", ALL),
    ("Yusuf Teladan", "auditor", ALL),
    ("Yanti Karangan", "pendamping", ("35.11.19",)),
    ("Joko Bayangan", "verifikator", ("17.06", "17.08")),
)
"""Made-up officers: name, role, area."""


def load_demo(house: House) -> None:
    """Load the made-up families and officers where they are not there yet.

    Raises ``ValueError`` where the database holds an office's own data.
    """
    library, writer = house.turns.library, house.writer
    if writer.do_now(lambda unit: batches.visible(unit, other_than=KIND)):
        raise ValueError("This database holds an office's own data: no demo is loaded into it.")
    if writer.do_now(lambda unit: batches.visible(unit, KIND)) >= len(FORMS):
        return
    office = Importer(writer, library, house.settings.url, KIND)
    with alone(house.settings.url, wait=True):
        writer.do_now(_employ)
    with TemporaryDirectory(prefix="peka-demo-") as folder:
        for path in write_files(Path(folder), library.regions, library.statuses, office.today):
            findings = Findings()
            if office.read(path, findings, wait=True).refused:
                raise RuntimeError(f"the demo refuses its own rows: {findings.first[:3]}")


def _employ(unit: Unit) -> None:
    known = {officer.name for officer in staff.everybody(unit)}
    for name, role, regions in OFFICERS:
        if name not in known:
            staff.add(unit, name, role, regions)


# The listing for scripts


def demo_listing(house: House) -> dict[str, object]:
    """List some dozens of households (every status of every programme) and all officers.

    Each call makes new one-time codes for the officers, good for seven days.
    """
    library = house.turns.library
    day = house.writer.do_now(lambda unit: batches.newest_date(unit, KIND))
    families = Inventor(library.regions, library.statuses, date.fromisoformat(day)).families(400)
    return {
        "note": "Semua data ini karangan; tidak ada orang sungguhan.",
        "data_date": day,
        "households": [_listed(made, library.regions) for made in _varied(families)],
        "staff": house.writer.do_now(_with_codes),
    }


def readable(listing: Mapping[str, Any]) -> str:
    """Lay the listing out for somebody who wants to try things."""
    lines = [f"{listing['note']} Data per {listing['data_date']}.", "",
             "NIK              | No. KK, 6 angka terakhir | kepala keluarga"]  # fmt: skip
    lines += [
        f"{one['nik']} | {one['kk_tail']:<24} | {one['head']}, {one['place']}"
        for one in listing["households"]
    ]
    lines += ["", "Petugas: tulis masuk dan kodenya, sekali, dalam 7 hari."]
    lines += [
        f"masuk {one['code']} | {one['name']}, {one['role']}, {', '.join(one['regions'])}"
        for one in listing["staff"]
    ]
    return "\n".join(lines)


def _varied(families: Iterable[MadeUp]) -> Iterator[MadeUp]:
    """Choose the first families, and every later one that shows something new."""
    seen: set[object] = set()
    for number, made in enumerate(families):
        shows = {(aid.programme, aid.status) for aid in made.aid} | {made.village, made.desil}
        if number < LISTED or shows - seen:
            yield made
        seen |= shows


def _listed(made: MadeUp, regions: Regions) -> dict[str, object]:
    return {
        "nik": made.members[0].nik,
        "kk": made.kk,
        "kk_tail": made.kk[-6:],
        "head": made.head,
        "village": made.village,
        "place": ", ".join(regions.path(made.village)),
        "desil": made.desil,
        "members": [{"nik": one.nik, "name": one.name} for one in made.members],
        "statuses": [_status(aid) for aid in made.aid],
    }


def _status(aid: Aid) -> dict[str, str]:
    return {
        "programme": aid.programme.value,
        "period": aid.period.key,
        "status": aid.status or "unknown",
        "person": aid.person.name if aid.programme is Programme.PBI_JKN else "",
    }


def _with_codes(unit: Unit) -> list[dict[str, object]]:
    names = {name for name, _role, _regions in OFFICERS}
    return [_with_code(unit, one) for one in staff.everybody(unit) if one.name in names]


def _with_code(unit: Unit, officer: staff.Officer) -> dict[str, object]:
    code = draws.one_time()
    codes.add(unit, codes.STAFF, code, officer.id, None, CODE_SECONDS)
    return {
        "name": officer.name,
        "role": officer.role,
        "regions": list(officer.regions),
        "code": draws.shown(code),
    }
