"""The files of the demo: four kabupaten send a list each, in their own way.

Other headings in another order, another encoding and delimiter, places by code or by name, and a
status in all its spellings.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from bansos.household import Relation
from bansos.programmes import Component, Programme
from bansos.regions import Regions
from bansos.sheets import Column
from bansos.statuses import Statuses
from bot.made_up import NEW_STATUS, Aid, Inventor, MadeUp, Somebody


@dataclass(frozen=True, slots=True)
class Form:
    """How one office writes its lists."""

    encoding: str
    delimiter: str
    headings: tuple[tuple[str, Column], ...]
    day: str = "%d/%m/%Y"
    title: str = ""
    """A line above the header."""


C = Column
FORMS: Final = {
    "35.26": Form("utf-8", ",", (
        ("NO KK", C.KK), ("NIK", C.NIK), ("NAMA PENERIMA", C.NAME), ("TGL LAHIR", C.BIRTH_DATE),
        ("JK", C.SEX), ("ALAMAT", C.ADDRESS), ("RT", C.RT), ("RW", C.RW),
        ("KODE DESA", C.VILLAGE_CODE), ("PROGRAM", C.PROGRAMME), ("PERIODE", C.PERIOD),
        ("STATUS", C.STATUS), ("DESIL", C.DESIL), ("NO PESERTA PKH", C.PKH_NUMBER),
        ("HUB KELUARGA", C.RELATION), ("KOMPONEN", C.COMPONENT),
    )),
    "35.11": Form("cp1252", ";", (
        ("Kecamatan", C.DISTRICT), ("Desa/Kelurahan", C.VILLAGE), ("No. KK", C.KK),
        ("No. NIK", C.NIK), ("Nama Lengkap", C.NAME), ("Jenis Kelamin", C.SEX),
        ("Tanggal Lahir", C.BIRTH_DATE), ("SHDK", C.RELATION), ("Alamat", C.ADDRESS),
        ("RT", C.RT), ("RW", C.RW), ("Jenis Bansos", C.PROGRAMME), ("Tahap", C.PERIOD),
        ("Komponen PKH", C.COMPONENT), ("Ket.", C.STATUS), ("Peringkat Desil", C.DESIL),
    ), day="%d-%m-%Y", title="DAFTAR PENERIMA BANTUAN – DATA CONTOH"),
    "17.06": Form("utf-16", "\t", (
        ("nik", C.NIK), ("nama_kpm", C.NAME), ("nomor_kk", C.KK), ("tgl_lahir", C.BIRTH_DATE),
        ("kode_wilayah", C.VILLAGE_CODE), ("program_bansos", C.PROGRAMME),
        ("status_salur", C.STATUS), ("periode_salur", C.PERIOD), ("desil_dtsen", C.DESIL),
        ("alamat", C.ADDRESS), ("komponen", C.COMPONENT), ("hubungan_keluarga", C.RELATION),
        ("id_pkh", C.PKH_NUMBER), ("gender", C.SEX),
    ), day="%Y-%m-%d"),
    "17.08": Form("utf-8-sig", ",", (
        ("No KK", C.KK), ("NIK", C.NIK), ("Nama", C.NAME), ("Tgl Lahir", C.BIRTH_DATE),
        ("L/P", C.SEX), ("Kec", C.DISTRICT), ("Desa", C.VILLAGE), ("Dusun", C.ADDRESS),
        ("Bantuan", C.PROGRAMME), ("Triwulan", C.PERIOD), ("Keterangan", C.STATUS),
        ("Desil", C.DESIL), ("Hubungan", C.RELATION), ("Komponen", C.COMPONENT),
    )),
}  # fmt: skip
"""The offices of the four kabupaten."""


def write_files(folder: Path, regions: Regions, statuses: Statuses, today: date) -> list[Path]:
    """Write a list of recipients for each kabupaten, as its office would send it."""
    families = list(Inventor(regions, statuses, today).families())
    paths = []
    for regency, form in FORMS.items():
        path = folder / f"penerima-{regency}.csv"
        own = (made for made in families if made.village.startswith(regency))
        _write(path, form, own, Speller(regions, statuses, form))
        paths.append(path)
    return paths


def _write(path: Path, form: Form, families: Iterable[MadeUp], speller: Speller) -> None:
    with path.open("w", encoding=form.encoding, newline="") as file:
        writer = csv.writer(file, delimiter=form.delimiter)
        if form.title:
            writer.writerow([form.title])
        writer.writerow([heading for heading, _column in form.headings])
        for made in families:
            for line in lines(made):
                cells = speller.cells(made, *line)
                writer.writerow([cells[column] for _heading, column in form.headings])


Line = tuple[Somebody, Aid | None, Component | None]


def lines(made: MadeUp) -> Iterator[Line]:
    """Give the rows of a family: one for each benefit, each component, and everybody else."""
    pkh = next((aid for aid in reversed(made.aid) if aid.programme is Programme.PKH), None)
    named = {aid.person.nik for aid in made.aid}
    yield from ((aid.person, aid, None) for aid in made.aid)
    for person in made.members:
        if pkh is not None and person.component is not None:
            yield person, pkh, person.component
        elif person.nik not in named:
            yield person, None, None


class Speller:
    """Spells rows in the way of one office: a status is written in all its spellings by turns."""

    def __init__(self, regions: Regions, statuses: Statuses, form: Form) -> None:
        """Keep what there is to spell."""
        self._regions = regions
        self._statuses = statuses
        self._form = form
        self._turn = 0

    def cells(
        self, made: MadeUp, person: Somebody, aid: Aid | None, component: Component | None
    ) -> dict[Column, str]:
        """Fill a row."""
        village, district = self._regions.path(made.village)[:2]
        return {
            C.KK: made.kk,
            C.NIK: person.nik,
            C.NAME: person.name,
            C.BIRTH_DATE: person.born.strftime(self._form.day),
            C.SEX: person.sex.value,
            C.ADDRESS: f"Dusun Contoh {made.rw}",
            C.RT: f"{made.rt:03}",
            C.RW: f"{made.rw:03}",
            C.VILLAGE_CODE: made.village,
            C.DISTRICT: district,
            C.VILLAGE: village,
            C.PROGRAMME: _PROGRAMMES[aid.programme] if aid else "",
            C.PERIOD: aid.period.spoken if aid else "",
            C.STATUS: self._status(aid.status) if aid else "",
            C.DESIL: str(made.desil),
            C.PKH_NUMBER: made.pkh_number,
            C.RELATION: "Kepala Keluarga"
            if person.relation is Relation.KEPALA
            else person.relation,
            C.COMPONENT: component.replace("_", " ") if component else "",
        }

    def _status(self, key: str) -> str:
        if not key:
            return NEW_STATUS
        status = self._statuses.get(key)
        spelled = (status.name, *status.spellings)
        self._turn += 1
        return spelled[self._turn % len(spelled)]


_PROGRAMMES: Final = {
    Programme.PKH: "PKH",
    Programme.SEMBAKO: "BPNT",
    Programme.PBI_JKN: "PBI JK",
}
