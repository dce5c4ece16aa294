"""A name as it is to stand on a paper of the office."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

from bansos.hoaxes import judge
from conversations.facts import Facts
from conversations.readers import NOT_YET, Answers, Good, Words, Wrong
from conversations.said import Said
from conversations.text import Say, say, sentence
from conversations.words import ME, NO, POLITE, YES, plain

TITLES = frozenset({"bang", "dik", "dek", "mas", "kak", "gas"})
"""Called kindly so, people are also named so."""
MARKS = frozenset(" .,'’`-")
ONLY_A_NAME = say("Tulis namanya saja, tanpa angka dan tanpa alamat situs.")


@dataclass(frozen=True, slots=True)
class Called(Words):
    """How somebody is called, written as they like; words said to Peka are no name."""

    example: Say = field(default_factory=lambda: say("Contoh: Siti Aminah."))

    def read(self, said: Said, facts: Facts, answers: Answers) -> Good | Wrong:
        """Take a name."""
        found = Words.read(self, said, facts, answers)
        if isinstance(found, Wrong) or not speaks(said.text):
            return found
        return Wrong(NO_NAME_YET, second=sentence(NOT_YET, self.example), meant=True)


@dataclass(frozen=True, slots=True)
class Name(Called):
    """One line of letters: whoever reads the paper must not be called or led anywhere by it."""

    def read(self, said: Said, facts: Facts, answers: Answers) -> Good | Wrong:
        """Take a name of any script, or say what a name is."""
        found = Called.read(self, said, facts, answers)
        if isinstance(found, Wrong):
            return found
        name = " ".join(str(found.value).split())
        return Good(name) if is_name(name) else self.slip(ONLY_A_NAME)


def speaks(text: str) -> bool:
    """Tell whether words are said to Peka ("ubah", "salah", "kok harus nama") and name nobody."""
    words = plain(text).split()
    return bool(ASKING & {*words}) or SPOKEN.issuperset(words) or len(text.split()) > LONGEST_NAME


LONGEST_NAME = 6
"""Words of a name; what is longer is a sentence."""
ASKING = frozenset(
    {
        "apa", "maksud", "maksudnya", "kenapa", "knp", "mengapa", "gimana", "gmn", "bagaimana",
        "kapan", "berapa", "siapa", "apakah", "kok", "harus", "why", "what", "how",
    }
)  # fmt: skip
SPOKEN = YES | NO | (POLITE - TITLES) | ME | {
    "ubah", "diubah", "mengubah", "salah", "keliru", "ganti", "diganti", "edit", "ralat", "batal",
    "batalkan", "stop", "berhenti", "kembali", "ulang", "ulangi", "tadi", "itu", "yang", "yg",
    "nama", "namanya", "sama", "lewati", "terus", "trus", "selesai", "tolong", "tunggu",
    "sebentar", "bentar", "bingung", "sudah", "udah", "sdh", "dulu", "rahasia",
    "anonim", "jawaban",    "change", "wrong", "cancel", "name", "the",
}  # fmt: skip
"""Words of which no name is made alone."""
NO_NAME_YET = say(
    'Itu belum nama. Tulis nama lengkapnya saja. Mau mengubah jawaban tadi? Ketik "kembali".'
)


def is_name(text: str) -> bool:
    """Tell whether a text can be a name: letters of any script, and few other signs."""
    spelt = all(sign in MARKS or unicodedata.category(sign)[0] in "LM" for sign in text)
    return spelt and not judge(text).hosts
