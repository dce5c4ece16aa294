"""Papers that Peka hands out: which one is meant, never its bytes.

A reply names a paper; the channel shows the text first and then the file.  The file is drawn when
it is sent, outside every transaction (bot/papers.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class PaperKind(StrEnum):
    """What is handed out."""

    LETTER = "surat"
    CERTIFICATE = "sertifikat"
    LESSON = "pelajaran"


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper, in the language of whom it is for."""

    kind: PaperKind
    key: str
    """Of a letter or a certificate its code; of a lesson its number, from 1."""

    @property
    def file(self) -> str:
        """What the file is called: nothing personal is in the name."""
        return f"pelajaran-{self.key}.png" if self.picture else f"{self.kind}.pdf"

    @property
    def picture(self) -> bool:
        """Shown as a picture; anything else is a PDF."""
        return self.kind is PaperKind.LESSON
