"""What a text names: programmes, money, times, a status, people; long numbers are masked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

PROGRAMMES = {
    "pkh": "PKH", "bpnt": "SEMBAKO", "sembako": "SEMBAKO", "bpjs": "PBI-JK", "kis": "PBI-JK",
    "pbi": "PBI-JK", "jkn": "PBI-JK", "blt": "BLT", "pip": "PIP", "kip": "PIP", "pena": "PENA",
    "kube": "KUBE", "bansos": "BANSOS", "atensi": "ATENSI",
}  # fmt: skip
PEOPLE = {
    "ketua": "ketua kelompok", "pendamping": "pendamping", "agen": "agen", "warung": "warung",
    "kades": "perangkat desa", "lurah": "perangkat desa", "klebun": "perangkat desa",
    "kadus": "perangkat desa", "rt": "perangkat desa", "rw": "perangkat desa",
    "perangkat": "perangkat desa", "suami": "keluarga", "istri": "keluarga", "anak": "keluarga",
    "ibu": "keluarga", "bapak": "keluarga", "mertua": "keluarga", "nenek": "keluarga",
    "tetangga": "tetangga",
}  # fmt: skip
BANKS = frozenset({"bri", "bni", "mandiri", "btn", "bsi", "brilink", "pos", "himbara"})
STATUSES = frozenset({"spm", "sp2d", "omspan", "exclude", "burekol", "gis", "overlap", "sk"})
_TIMES = (
    "besok lusa kemarin sekarang nanti tadi januari februari maret april mei juni juli agustus "
    "september oktober november desember lebaran"
)
TIMES = frozenset(_TIMES.split())
THINGS = {"kartu": "KKS", "pin": "PIN", "tabungan": "buku tabungan", "stiker": "stiker"}
MONEY = re.compile(
    r"\b(?:rp\.? ?)?(\d{1,3}(?:[.,]\d{3})+|\d+) ?(rb|ribu|ewu|ebu|k|jt|juta)?\b", re.IGNORECASE
)
UNITS = {
    **dict.fromkeys(("rb", "ribu", "ewu", "ebu", "k"), 1_000),
    **dict.fromkeys(("jt", "juta"), 1_000_000),
}
STAGE = re.compile(r"\b(?:tahap|triwulan|tw|termin)\s*([1-4])\b", re.IGNORECASE)
SPAN = re.compile(
    r"\b(\d{1,2}|dua|tiga|empat|lima|enam|tujuh)\s*(hari|minggu|bulan|bln|tahun|thn|tahap)\b",
    re.IGNORECASE,
)
LONG_NUMBER = re.compile(r"\d(?:[ .\-]?\d){9,17}")
LINK = re.compile(
    r"(?:https?://|www\.)\S+"
    r"|(?<![\w.-])[\w.-]+\.(?:com|net|org|xyz|id|site|online|info|me|ly|link|click)\b\S*",
    re.IGNORECASE,
)
"""An address begins where its signs begin: tried from each of them, a long row takes minutes."""
NIK_LENGTH = 16
MOST_DIGITS = 15
"""Of an amount of money; whatever is longer is none."""
LEAST_MONEY = 1_000


@dataclass(frozen=True, slots=True)
class Entity:
    """Something that a text names: its kind, how it was written, and what it stands for."""

    kind: str
    text: str
    value: str


def entities(text: str, words: Iterable[str]) -> list[Entity]:
    """Find what a text names; long numbers come back masked."""
    found = [*_written(text), *_spoken(words)]
    return list(dict.fromkeys(found))


def _written(text: str) -> Iterator[Entity]:
    for link in (one.lstrip(".-") for one in LINK.findall(text)):
        yield Entity("tautan", link, link)
    rest = LINK.sub(" ", text)
    for number in LONG_NUMBER.findall(rest):
        digits = re.sub(r"\D", "", number)
        kind = "nik_atau_kk" if len(digits) == NIK_LENGTH else "nomor"
        masked = f"{digits[:2]}{'•' * (len(digits) - 4)}{digits[-2:]}"
        yield Entity(kind, masked, masked)
    rest = LONG_NUMBER.sub(" ", rest)
    for stage in STAGE.findall(rest):
        yield Entity("tahap", f"tahap {stage}", stage)
    for many, unit in SPAN.findall(rest):
        yield Entity("waktu", f"{many} {unit}", f"{many} {unit}".lower())
    for amount, unit in MONEY.findall(STAGE.sub(" ", SPAN.sub(" ", rest))):
        digits = re.sub(r"\D", "", amount)
        rupiah = int(digits[:MOST_DIGITS]) * UNITS.get(unit.lower(), 1)
        if rupiah >= LEAST_MONEY and len(digits) <= MOST_DIGITS:
            yield Entity("uang", f"{amount} {unit}".strip(), str(rupiah))


def _spoken(words: Iterable[str]) -> Iterator[Entity]:
    for word in words:
        if word in PROGRAMMES:
            yield Entity("program", word, PROGRAMMES[word])
        elif word in PEOPLE:
            yield Entity("orang", word, PEOPLE[word])
        elif word in THINGS:
            yield Entity("barang", word, THINGS[word])
        elif word in BANKS:
            yield Entity("bank", word, word.upper())
        elif word in STATUSES:
            yield Entity("status", word, word.upper())
        elif word in TIMES:
            yield Entity("waktu", word, word)
