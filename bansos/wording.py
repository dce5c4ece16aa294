"""The plain words for the kinds and states of this package, from ``data/words.toml``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Self


@dataclass(frozen=True, slots=True)
class Phrase:
    """Bahasa Indonesia, to be looked up in the catalogues: a button and a sentence.

    ``label`` has at most 20 characters.
    """

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Wording:
    """A phrase for a member of any StrEnum that the file names by class and value."""

    phrases: Mapping[tuple[str, str], Phrase]

    @classmethod
    def from_toml_text(cls, text: str) -> Self:
        """Take the text of ``words.toml``: ``[Class.value]`` with ``label`` and ``text``."""
        return cls(
            {
                (name, value): Phrase(phrase["label"], phrase["text"])
                for name, members in tomllib.loads(text).items()
                for value, phrase in members.items()
            }
        )

    def of(self, member: StrEnum) -> Phrase:
        """Return the phrase; a member without one is a bug (KeyError), caught by a test."""
        return self.phrases[type(member).__name__, member.value]
