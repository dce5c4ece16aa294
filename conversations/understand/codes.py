"""Texts that are nothing but a code of ours: a receipt, a family code, an officer's way in."""

from __future__ import annotations

import re
import unicodedata

from conversations.codes import BEFORE_CODE, receipt_in
from conversations.said import Meant

STAFF_CODE = re.compile(
    r"^\W*(?:(?:saya|sy|mau|kode|petugas)\W+)*(?:masuk|login)\b(?:\W+(?:petugas|dengan|pakai|kode))*"
    r"\W+(\S[\S \-]{4,20})\s*$",
    re.IGNORECASE,
)
TASK = re.compile(r"^\W*(?:tugas|buka|task|open)\W+#?([A-Za-z0-9]{6})\W*$", re.IGNORECASE)
REFERENCE = re.compile(r"^\W*#?([A-HJ-NP-RT-Y][346789][A-HJ-NP-RT-Y346789]{4})\W*$", re.IGNORECASE)
"""The number of a case as it is drawn: a letter, a digit, and no sign that is mistaken."""
GROUP = r"[A-HJ-NP-RT-Y346789]{4}"
LETTER = re.compile(rf"^\W*(?:kode surat\W+)?({GROUP}(?:[\s\-–]?{GROUP}){{3}})\W*$", re.IGNORECASE)
"""The code of a paper as it is drawn: no sign that is mistaken, so no year of this century."""
MIXED = re.compile(r"(?=[^\W\d]*\d)(?=\d*[^\W\d])\w{4}")
LETTERS_LEAST = 4
"""So many letters tell the code of a paper from a card number with a slip."""
ONE_TIME = re.compile(
    r"\W*((?:[A-HJ-NP-RT-Y][2-9]){2})(?:\s?[\-–—.]\s?|\s)?([A-HJ-NP-RT-Y2-9]{4})\W*",
    re.IGNORECASE | re.ASCII,
)
"""A one-time code as it is drawn, parted in the middle at most; "desil 3 bu" is none."""
_COUNTED = """
rt rw no nomor dusun dsn ds blok jl jln km gang gg umur usia anak orang kelas kls sd sdn smp
sma pukul cair kali hari minggu sekitar tgl tanggal tahap desil bln tahun th thn rp ke dan
sampai sama pkh bpnt nik kk
"""
COUNTED = frozenset(_COUNTED.split())
"""Words that are counted in ordinary sentences; no receipt has one: "rt 3 rw 5 no 12"."""
WORD = re.compile(r"[a-z]+")
DIGIT = re.compile(r"\d")


def code_in(text: str) -> Meant | None:
    """Recognise a text that is nothing but a code of ours: none is without a digit."""
    if not DIGIT.search(unicodedata.normalize("NFKC", text)):
        return None
    receipt = receipt_in(text)
    if receipt is not None and COUNTED.isdisjoint(WORD.findall(receipt.casefold())):
        return Meant("kode_laporan", 1.0, arg=receipt)
    staff = STAFF_CODE.match(text[:80])
    if staff and drawn(staff[1]):
        return Meant("masuk", 1.0, arg=drawn(staff[1]))
    if (task := TASK.match(text[:40])) and any(map(str.isdigit, task[1])):
        return Meant("tugas_buka", 1.0, arg=task[1].upper())
    if bare := REFERENCE.match(text[:20]):
        return Meant("tugas_buka", 0.8, arg=bare[1].upper())
    return given_by_hand(text) or on_paper(text)


def given_by_hand(text: str) -> Meant | None:
    """Recognise a code that an officer gave: for a family, or (it looks the same) to come in."""
    code = drawn(BEFORE_CODE.sub("", text[:80]))
    return Meant("kode_keluarga", 0.8, arg=code) if code else None


def drawn(text: str) -> str:
    """Take a one-time code that is the whole text, in capitals; empty for none."""
    found = ONE_TIME.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return (found[1] + found[2]).upper() if found else ""


def on_paper(text: str) -> Meant | None:
    """Recognise the code of a letter or certificate."""
    found = LETTER.match(text[:60])
    if found is None or sum(map(str.isalpha, found[1])) < LETTERS_LEAST:
        return None
    groups = re.split(r"[\s\-–]", found[1])  # words and numbers side by side are no code
    drawn_so = len(groups) == 1 or any(MIXED.fullmatch(one) for one in groups)
    return Meant("kode_surat", 0.8) if drawn_so and re.search(r"\d", found[1]) else None
