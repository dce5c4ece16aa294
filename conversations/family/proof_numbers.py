"""The two numbers of a proof: the NIK, and where both stand in one message."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from bansos.numbers import Fault, digits, mask, read_kk, read_nik
from conversations.facts import Facts
from conversations.numbers import (
    NIK_EXAMPLE,
    NIK_LENGTH,
    TAIL_LENGTH,
    WHERE_NIK,
    is_sheet,
    nik_and_tail,
    nik_slip,
    only_number,
)
from conversations.readers import Answers, Good, Option, Value, Wrong
from conversations.said import Said
from conversations.text import Say, say, word
from conversations.turn.asked_back import asked_back
from conversations.words import plain


@dataclass(frozen=True, slots=True)
class ProofNik:
    """The NIK of a proof, or after a mismatch only the right digits of the No. KK.

    ``nik_lalu`` and ``kk_lalu`` are what was compared before; nothing is read while waiting.
    """

    version: int = 1

    def options(self, facts: Facts, answers: Answers) -> tuple[Option, ...]:
        """Nothing to tap."""
        return ()

    def read(self, said: Said, facts: Facts, answers: Answers) -> Good | Wrong:
        """Tell a NIK from a No. KK as far as that can be told."""
        if facts.waits:
            return Wrong(NOT_CHECKED)
        if both := nik_and_tail(said.text, facts.today):
            return Good(both[0], {"kk_tail": both[1]})
        return self.one(said, facts, answers)

    @staticmethod
    def one(said: Said, facts: Facts, answers: Answers) -> Good | Wrong:
        """Read a NIK among words, or after a mismatch the right digits of the No. KK."""
        number = only_number(said.text)
        before = str(answers.get("nik_lalu", ""))
        if before and len(number) == TAIL_LENGTH:
            return Good(before, {"kk_tail": number})
        found = read_nik(said.text, facts.today)
        tail_before = str(answers.get("kk_lalu", "-"))
        if before and len(number) == NIK_LENGTH and number != before:
            kk = read_kk(said.text, facts.today)
            alike = number.endswith(tail_before) or isinstance(found, Fault) or is_sheet(found)
            if not isinstance(kk, Fault) and alike:
                return Good(before, {"kk_tail": kk.last_six})
        told = told_numbers(said.text, facts.today)
        if told:
            return Good(told["nik"], {k: v for k, v in told.items() if k != "nik"})
        if isinstance(found, Fault):
            together = found.count in {BOTH, BOTH_WHOLE}
            slip = Wrong(TWO_IN_ONE, second=WHERE_NIK) if together else nik_slip(found)
            return asked_back(said.text) or slip
        return Wrong(SEEMS_KK)

    def show(self, value: Value, facts: Facts) -> Say:
        """Show the first two and the last two digits."""
        return word(mask(str(value)))


NOT_CHECKED = say("Nomor itu belum saya periksa.")
SEEMS_KK = say(
    "Itu tampaknya No. KK. Yang saya perlukan NIK, 16 angka di KTP. "
    'Kalau memang NIK anak, tulis "NIK" di depannya. Contoh: {example}.',
    example=NIK_EXAMPLE,
)
TWO_IN_ONE = say(
    "Sepertinya dua nomor tersambung jadi satu. "
    "Kirim NIK dulu saja, 16 angka di KTP. Contoh: {example}.",
    example=NIK_EXAMPLE,
)


RUN = re.compile(r"\d(?:[ .\-]?\d)*")
TAIL = re.compile(r"(?<!\d)\d{6}(?!\d)")
OF_A_TAIL = re.compile(r"\b(?:no)?kk\b|kartu keluarga|\b6 angka|enam angka|terakhir|belakang")
BOTH, BOTH_WHOLE = NIK_LENGTH + TAIL_LENGTH, 2 * NIK_LENGTH
LONGEST = 400
"""Letters of a message in which numbers are looked for."""


def told_numbers(text: str, today: date) -> dict[str, Value]:
    """Find a NIK and the end of a No. KK: the answers of a proof; of the NIK alone, one."""
    short = text[:LONGEST]
    together = side_by_side(short, today)
    if together:
        return together
    nik = read_nik(short, today)
    if isinstance(nik, Fault) or (is_sheet(nik) and "nik" not in plain(short)):
        return {}
    rest = " ".join(one for one in without(short, nik.value))
    kk = read_kk(rest, today)
    if not isinstance(kk, Fault):
        return {"nik": nik.value, "kk_tail": kk.last_six}
    tails = TAIL.findall(rest) if OF_A_TAIL.search(plain(rest)) else []
    return {"nik": nik.value, "kk_tail": tails[0]} if len(tails) == 1 else {"nik": nik.value}


def side_by_side(text: str, today: date) -> dict[str, Value]:
    """Read a NIK with the end of a No. KK, or all of it, written on without a word between."""
    runs = [digits(run) for run in RUN.findall(text)]
    found = [run for run in runs if len(run) in {BOTH, BOTH_WHOLE}]
    if len(found) != 1:
        return {}
    first, second = found[0][:NIK_LENGTH], found[0][NIK_LENGTH:]
    nik = read_nik(first, today)
    if len(second) == NIK_LENGTH and not isinstance(nik, Fault) and is_sheet(nik):
        first, second = second, first
        nik = read_nik(first, today)
    if isinstance(nik, Fault) or is_sheet(nik):
        return {}
    whole = len(second) == NIK_LENGTH
    if whole and isinstance(read_kk(second, today), Fault):
        return {}
    return {"nik": nik.value, "kk_tail": second[-TAIL_LENGTH:]}


def without(text: str, number: str) -> list[str]:
    """Give the parts of a text beside one number."""
    at = next((run for run in RUN.finditer(text) if digits(run.group()) == number), None)
    return [text] if at is None else [text[: at.start()], text[at.end() :]]
