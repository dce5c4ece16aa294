"""Readers of numbers and days: NIK, the end of a No. KK, a date.

Each thing that can be wrong has its own sentence, with an example that works.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from bansos.numbers import Fault, FaultKind, Sex, digits, mask, read_kk, read_nik
from bansos.numbers import Nik as ReadNik
from conversations.facts import Facts
from conversations.readers import Answers, Good, Option, Value, Wrong
from conversations.said import Said
from conversations.text import Say, say, word
from conversations.turn.asked_back import asked_back
from conversations.words import plain

NIK_LENGTH = 16
TAIL_LENGTH = 6
NIK_EXAMPLE = "3526 0101 0180 0001"
TAIL_EXAMPLE = "120004"
FIRST_YEAR = 1900


@dataclass(frozen=True, slots=True)
class Nik:
    """A NIK; the answer is its 16 digits, shown masked."""

    version: int = 1

    def options(self, facts: Facts, answers: Answers) -> tuple[Option, ...]:
        """Nothing to tap."""
        return ()

    def read(self, said: Said, facts: Facts, answers: Answers) -> Good | Wrong:
        """Accept spaces, dots, words around it and other digits; else say what is wrong."""
        found = read_nik(said.text, facts.today)
        if isinstance(found, Fault):
            return asked_back(said.text) or nik_slip(found)
        return Good(found.value)

    def show(self, value: Value, facts: Facts) -> Say:
        """Show the first two and the last two digits."""
        return word(mask(str(value)))


def is_sheet(nik: ReadNik) -> bool:
    """Tell whether a number is rather a No. KK: whoever has a KTP was born before its date.

    The date in a No. KK is the day on which it was recorded, and is never that of a woman.
    """
    return nik.sex is Sex.MALE and nik.birth_date.year >= FIRST_SHEETS


LONG = re.compile(r"(?<!\d)(?:\d(?:[ .\-]?\d){15}|\d{6})(?!\d)")
"""A NIK, a No. KK, or the end of one, with the spaces and dots that people put in."""
MARK = re.compile(r"\b(nik|kk|kartu keluarga|ktp)\b")
_AROUND = """
nik kk ktp no nomor nomer saya sy sya aku ini dan sama nya my is and 6 angka terakhir kartu
keluarga bu pak
"""
NUMBERS = frozenset(_AROUND.split())
"""Words around numbers that say nothing else."""


def nik_and_tail(text: str, today: date) -> tuple[str, str] | None:
    """Read a NIK and a No. KK, or its end, that were sent together; None where it is not both."""
    found = list(LONG.finditer(text))
    if len(found) != BOTH_NUMBERS:
        return None
    first, second = (digits(one.group()) for one in found)
    before = MARK.findall(plain(text[: found[0].start()]))[-1:]
    turned = before in (["kk"], ["kartu keluarga"]) or len(first) == TAIL_LENGTH
    nik, kk = (second, first) if turned else (first, second)
    read = read_nik(nik, today)
    if isinstance(read, Fault) or nik == kk:
        return None
    whole = read_kk(kk, today) if len(kk) == NIK_LENGTH else None
    if isinstance(whole, Fault):
        return None
    return read.value, whole.last_six if whole else kk


BOTH_NUMBERS = 2


def a_nik(text: str, today: date) -> bool:
    """Tell whether words are nothing but a NIK, with or without a No. KK."""
    if nik_and_tail(text, today):
        return NUMBERS.issuperset(plain(LONG.sub(" ", text)).split())
    bare = NIK_BEFORE.sub("", plain(text)).replace(" ", "")
    good = len(bare) == NIK_LENGTH and bare.isdecimal()
    return good and not isinstance(read_nik(bare, today), Fault)


def only_number(text: str) -> str:
    """Give the one number in words, without spaces or dots; empty where there is none or more."""
    number = digits(text)
    if number.isdecimal():
        return number
    runs = re.findall(r"\d+", number)
    return runs[0] if len(runs) == 1 else ""


NIK_BEFORE = re.compile(r"^(?:(?:ini|nik|no|nomor|saya|sy|ku|nya|my|is)\b ?)+")
FIRST_SHEETS = 2010
"""Nobody born since has a KTP yet; the oldest of them is 16."""


def nik_slip(fault: Fault) -> Wrong:
    """Say what is wrong with a NIK; where the NIK stands, the second time."""
    return Wrong(nik_fault(fault), second=WHERE_NIK)


WHERE_NIK = say(
    "Maaf, masih belum bisa saya baca. NIK ada di bagian atas KTP, 16 angka berjajar. "
    "Ketik angkanya saja. Contoh: {example}.",
    example=NIK_EXAMPLE,
)


def nik_fault(fault: Fault) -> Say:
    """Say what is wrong with a NIK."""
    if fault.kind is FaultKind.TOO_SHORT:
        return say(
            "Nomornya baru {n} angka; NIK ada 16 angka. Contoh: {example}. Boleh pakai spasi.",
            n=fault.count,
            example=NIK_EXAMPLE,
        )
    if fault.kind is FaultKind.TOO_LONG:
        return say(
            "Nomornya {n} angka; NIK hanya 16 angka. Contoh: {example}.",
            n=fault.count,
            example=NIK_EXAMPLE,
        )
    return NIK_FAULTS.get(fault.kind, NO_NIK)


NO_NIK = say("Itu belum NIK. NIK ada 16 angka, seperti di KTP. Contoh: {example}.",
             example=NIK_EXAMPLE)  # fmt: skip
NIK_FAULTS = {
    FaultKind.BAD_DAY: say(
        "Tanggal lahir di NIK belum benar (angka ke-7 dan 8). Laki-laki 01–31, perempuan 41–71. "
        "Coba lihat KTP lagi. Contoh: {example}.",
        example=NIK_EXAMPLE,
    ),
    FaultKind.BAD_DATE: say(
        "Tanggal lahir di NIK belum benar (angka ke-7 sampai 12). Tanggal itu tidak ada. "
        "Coba lihat KTP lagi. Contoh: {example}.",
        example=NIK_EXAMPLE,
    ),
    FaultKind.SERIAL_ZERO: say(
        "Empat angka terakhir NIK tidak mungkin 0000. Coba lihat KTP lagi. Contoh: {example}.",
        example=NIK_EXAMPLE,
    ),
    FaultKind.IS_KK: say(
        "Itu No. KK. Yang saya perlukan NIK, 16 angka di KTP. Contoh: {example}.",
        example=NIK_EXAMPLE,
    ),
    FaultKind.IS_CARD: say(
        "Itu nomor kartu bank, jadi tidak saya simpan. Jangan kirim ke siapa pun. "
        "Yang saya perlukan NIK di KTP. Contoh: {example}.",
        example=NIK_EXAMPLE,
    ),
    FaultKind.IS_PIN: say(
        "PIN atau OTP jangan dikirim ke siapa pun, juga tidak ke saya. "
        "Yang saya perlukan NIK di KTP. Contoh: {example}.",
        example=NIK_EXAMPLE,
    ),
    FaultKind.IS_PKH_NUMBER: say(
        "Itu 15 angka: mungkin nomor peserta PKH, atau NIK yang kurang satu angka. "
        "NIK ada 16 angka. Contoh: {example}.",
        example=NIK_EXAMPLE,
    ),
}


@dataclass(frozen=True, slots=True)
class KkTail:
    """The last six digits of the No. KK; the whole number is taken too, and only its end kept."""

    nik_key: str = "nik"
    """The question whose answer this must not repeat."""
    version: int = 1

    def options(self, facts: Facts, answers: Answers) -> tuple[Option, ...]:
        """Nothing to tap."""
        return ()

    def read(self, said: Said, facts: Facts, answers: Answers) -> Good | Wrong:
        """Accept six digits or all sixteen."""
        number = only_number(said.text)
        if len(number) == TAIL_LENGTH:
            return Good(number)
        if len(number) != NIK_LENGTH:
            fault = Wrong(tail_fault(len(number)), second=WHERE_KK)
            return asked_back(said.text) or fault
        return self.whole(number, facts, answers)

    def whole(self, number: str, facts: Facts, answers: Answers) -> Good | Wrong:
        """Take the end of a whole No. KK, unless it is the NIK once more or a bank card."""
        found = read_kk(number, facts.today)
        if number == answers.get(self.nik_key):
            return Wrong(TAIL_IS_NIK, second=WHERE_KK)
        if not isinstance(found, Fault):
            return Good(found.last_six)
        return Wrong(TAIL_FAULTS.get(found.kind, NO_KK), second=WHERE_KK)

    def show(self, value: Value, facts: Facts) -> Say:
        """Show the last two digits."""
        return word("••••" + str(value)[-2:])


def tail_fault(n: int) -> Say:
    """Say that neither six nor sixteen digits came."""
    if not n:
        return NO_TAIL
    return say(
        "Itu {n} angka. Saya perlu 6 angka terakhir No. KK. Contoh: {example}.",
        n=n,
        example=TAIL_EXAMPLE,
    )


WHERE_KK = say(
    "Maaf, masih belum pas. No. KK ada di bagian paling atas Kartu Keluarga. "
    "Ambil 6 angka yang paling belakang. Contoh: {example}.",
    example=TAIL_EXAMPLE,
)
NO_TAIL = say("Saya perlu 6 angka terakhir No. KK. Contoh: {example}.", example=TAIL_EXAMPLE)
NO_KK = say("No. KK itu belum benar. Cukup 6 angka terakhirnya. Contoh: {example}.",
            example=TAIL_EXAMPLE)  # fmt: skip
TAIL_IS_NIK = say(
    "Itu NIK. No. KK ada di bagian atas Kartu Keluarga. Cukup 6 angka terakhirnya. "
    "Contoh: {example}.",
    example=TAIL_EXAMPLE,
)
TAIL_FAULTS = {
    FaultKind.IS_NIK: TAIL_IS_NIK,
    FaultKind.IS_CARD: say(
        "Itu nomor kartu bank, jadi tidak saya simpan. Jangan kirim ke siapa pun. "
        "Yang saya perlukan 6 angka terakhir No. KK. Contoh: {example}.",
        example=TAIL_EXAMPLE,
    ),
}


MONTHS = {
    "jan": 1, "feb": 2, "peb": 2, "mar": 3, "apr": 4, "mei": 5, "may": 5, "jun": 6, "jul": 7,
    "agu": 8, "ags": 8, "aug": 8, "sep": 9, "okt": 10, "oct": 10, "nov": 11, "nop": 11,
    "des": 12, "dec": 12,
}  # fmt: skip
DAYS_AGO = {"hari ini": 0, "today": 0, "tadi": 0, "sekarang": 0, "kemarin": 1, "kemaren": 1,
            "yesterday": 1, "kemarin lusa": 2, "dua hari lalu": 2}  # fmt: skip
WRITTEN_DATE = re.compile(r"(\d{1,2}) (\d{1,2}|[a-z]{3,9}) (\d{4}|\d{2})")


@dataclass(frozen=True, slots=True)
class Day:
    """A day that is not in the future; the answer is its ISO date."""

    version: int = 1

    def options(self, facts: Facts, answers: Answers) -> tuple[Option, ...]:
        """Nothing to tap."""
        return ()

    def read(self, said: Said, facts: Facts, answers: Answers) -> Good | Wrong:
        """Accept "17-8-1980", "17 Agustus 80", "kemarin"."""
        spoken = plain(said.text)
        if spoken in DAYS_AGO:
            return Good((facts.today - timedelta(days=DAYS_AGO[spoken])).isoformat())
        found = WRITTEN_DATE.fullmatch(spoken)
        if found is None:
            return Wrong(NO_DAY)
        day, month, year = found.groups()
        read = real_day(int(day), month_number(month), int(year), facts.today)
        if read is None:
            return Wrong(NO_SUCH_DAY)
        return Wrong(FUTURE_DAY) if read > facts.today else Good(read.isoformat())

    def show(self, value: Value, facts: Facts) -> Say:
        """Show the date as people write it."""
        return say("{day}", day=date.fromisoformat(str(value)))


def month_number(month: str) -> int:
    """Read a month, by number or by name; 0 is none."""
    return int(month) if month.isdecimal() else MONTHS.get(month[:3], 0)


def real_day(day: int, month: int, year: int, today: date) -> date | None:
    """Build the date, a year of two digits being the last such year that has begun."""
    century = 100
    if year < century:
        year += today.year // century * century
        year -= century if year > today.year else 0
    try:
        return date(year, month, day) if year >= FIRST_YEAR else None
    except ValueError:
        return None


NO_DAY = say("Tulis tanggalnya begini: 17-8-1980, atau 17 Agustus 1980.")
NO_SUCH_DAY = say("Tanggal itu tidak ada di kalender. Contoh: 17-8-1980.")
FUTURE_DAY = say("Tanggal itu belum terjadi. Contoh: 17-8-1980.")
