"""Readers of codes that Peka itself gave out: receipts, family codes, staff codes."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from conversations.facts import Facts
from conversations.readers import REFERENCE, Answers, Good, Option, Value, Wrong
from conversations.said import Kind, Said
from conversations.text import Say, say, word

RECEIPT_EXAMPLE = "BATU-71-KOPI-45-AWAN-20-MEJA-63"
CODE_EXAMPLE = "K7Q2-M9TD"
PAIR = re.compile(r"([a-z]{2,12})[^a-z0-9]*(\d{1,3})[^a-z0-9]*")
BEFORE_RECEIPT = re.compile(
    r"^\W*(?:(?:ini|kode|code|no|nomor|laporan|saya|nya|my|the|report|is)\b\W*)+"
)
LEAST_PAIRS, MOST_PAIRS = 3, 8
NOT_CODE = re.compile(r"[\s.\-–—_:;,'\"*`]+")
CODE = re.compile(r"(?=.*[A-Z])(?=.*\d)[A-Z0-9]{6,12}|\d{6,12}")
BEFORE_CODE = re.compile(
    r"^\W*(?:(?:ini|kode|kodenya|code|is|my|the|saya|sy|dari|petugas|keluarga|bu|pak)\b\W*)+",
    re.IGNORECASE,
)
"""What people write before a code that an officer gave them."""


def receipt_in(text: str) -> str | None:
    """Find a receipt code that is the whole text: "batu 7 kopi 4 awan 2"; None otherwise."""
    folded = unicodedata.normalize("NFKC", text[:200]).casefold().strip()
    bare = BEFORE_RECEIPT.sub("", folded)
    pairs = PAIR.findall(bare)
    if not LEAST_PAIRS <= len(pairs) <= MOST_PAIRS or PAIR.sub("", bare).strip(" .!?'\"*`"):
        return None
    return "-".join(f"{name.upper()}-{number}" for name, number in pairs)


def code_of(text: str) -> str:
    """Take a code out of what was typed: its letters and digits in capitals; empty for none."""
    folded = unicodedata.normalize("NFKC", text[:80])
    bare = NOT_CODE.sub("", BEFORE_CODE.sub("", folded)).upper()
    return bare if CODE.fullmatch(bare) else ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt code; or, from a button, the reference of one's own case."""

    version: int = 1

    def options(self, facts: Facts, answers: Answers) -> tuple[Option, ...]:
        """Nothing to tap."""
        return ()

    def read(self, said: Said, facts: Facts, answers: Answers) -> Good | Wrong:
        """Accept any case, spaces or dashes."""
        found = receipt_in(said.text or said.tap)
        if found is not None:
            return Good(found)
        if said.kind is Kind.TAP and REFERENCE.fullmatch(said.tap):
            return Good(said.tap)
        return Wrong(
            say(
                "Itu belum kode laporan. Kodenya kata dan angka bergantian. Contoh: {example}.",
                example=RECEIPT_EXAMPLE,
            ),
            second=WHERE_RECEIPT,
        )

    def show(self, value: Value, facts: Facts) -> Say:
        """Show it as it was given."""
        return word(str(value))


@dataclass(frozen=True, slots=True)
class Code:
    """A one-time code from an officer; the answer is its letters and digits, in capitals."""

    version: int = 1

    def options(self, facts: Facts, answers: Answers) -> tuple[Option, ...]:
        """Nothing to tap."""
        return ()

    def read(self, said: Said, facts: Facts, answers: Answers) -> Good | Wrong:
        """Accept any case, spaces or dashes; whether it is valid the command finds out."""
        if code := code_of(said.text):
            return Good(code)
        return Wrong(
            say(
                "Kodenya belum benar. Ketik persis seperti yang diberikan petugas. "
                "Contoh: {example}.",
                example=CODE_EXAMPLE,
            ),
            second=NO_CODE_YET,
        )

    def show(self, value: Value, facts: Facts) -> Say:
        """Never show it again."""
        return word("••••" + str(value)[-2:])


NO_CODE_YET = say(
    "Maaf, masih belum bisa saya baca. Kodenya huruf dan angka, seperti {example}. "
    'Belum punya kode? Ketik "batal".',
    example=CODE_EXAMPLE,
)
WHERE_RECEIPT = say(
    "Maaf, masih belum bisa saya baca. Kodenya ada di pesan waktu laporan diterima. "
    'Salin semuanya. Kodenya hilang? Ketik "petugas".'
)
