"""A name as it is to stand on a paper of the office."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

from bansos.hoaxes import judge
from conversations.facts import Facts
from conversations.readers import Answers, Good, Words, Wrong
from conversations.said import Said
from conversations.text import Say, say

MARKS = frozenset(" .,'’`-")
ONLY_A_NAME = say("Tulis namanya saja, tanpa angka dan tanpa alamat situs.")


@dataclass(frozen=True, slots=True)
class Name(Words):
    """One line of letters: whoever reads the paper must not be called or led anywhere by it."""

    example: Say = field(default_factory=lambda: say("Contoh: Siti Aminah."))

    def read(self, said: Said, facts: Facts, answers: Answers) -> Good | Wrong:
        """Take a name of any script, or say what a name is."""
        found = Words.read(self, said, facts, answers)
        if isinstance(found, Wrong):
            return found
        name = " ".join(str(found.value).split())
        return Good(name) if is_name(name) else self.slip(ONLY_A_NAME)


def is_name(text: str) -> bool:
    """Tell whether a text can be a name: letters of any script, and few other signs."""
    spelt = all(sign in MARKS or unicodedata.category(sign)[0] in "LM" for sign in text)
    return spelt and not judge(text).hosts
