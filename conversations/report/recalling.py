"""Taking a report back: closed where nobody has begun, else an officer reads that it is wished."""

from __future__ import annotations

import re
from dataclasses import dataclass

from conversations.codes import Receipt
from conversations.facts import Facts
from conversations.flow import MENU, OFFICER, Ask, Closing, Flow, Is, close
from conversations.readers import yes_no
from conversations.text import label, say
from conversations.words import plain


@dataclass(frozen=True, slots=True)
class RecallReport:
    """Take a report back: one's newest open one, or that of a code. Result: :class:`Recalled`.

    None of this chat is open: ``Problem("laporan", text)``, so that the code is asked for.
    """

    report: str = ""
    """A receipt code, or the reference of one's own case; empty: the newest of this chat."""


@dataclass(frozen=True, slots=True)
class Recalled:
    """What became of the wish."""

    ended: bool
    """The report is closed; else it is under way and an officer reads the wish."""


_BACK = (
    r"(?:cabut|dicabut|mencabut|nyabut|tarik|ditarik|batal\w*|dibatal\w*|hapus|dihapus|"
    r"(?:tidak|tdk|gak|ga|gk|nggak|ngga|ndak|ora) ?(?:jadi|sido)|gajadi|urung|menyesal|nyesel|"
    r"nyesal)"
)
RECALLS = re.compile(rf"\b{_BACK}\b.*\blapor\w*|\blapor\w*\b.*\b{_BACK}\b")
MOST_WORDS, LONGEST = 12, 120
"""What is longer tells of something else."""


def recalls(text: str) -> bool:
    """Tell whether somebody wants a report back ("menyesal saya, laporannya dicabut aja")."""
    spoken = plain(text)
    few = len(text) <= LONGEST and len(spoken.split()) <= MOST_WORDS
    return few and RECALLS.search(spoken) is not None


def recalled(_facts: Facts, result: object) -> Closing:
    """Say what became of it."""
    if not isinstance(result, Recalled):
        return close(say("Baik, laporannya tetap."))
    return close(ENDED if result.ended else UNDER_WAY, steps=(OFFICER, MENU))


ENDED = say(
    "Sudah dicabut. Laporan itu tidak diperiksa. Yang dilaporkan tidak diberi tahu apa pun."
)
UNDER_WAY = say(
    "Laporan itu sudah berjalan, jadi tidak bisa saya tutup sendiri. "
    "Keinginan Bapak/Ibu sudah saya sampaikan; petugas yang memutuskan. "
    "Yang dilaporkan tetap tidak diberi tahu siapa pelapornya."
)
NO_CODE = "tanpa_kode"
CABUT_LAPORAN = Flow(
    name="cabut_laporan",
    title=say("Cabut laporan"),
    asks=(
        Ask(
            "yakin",
            say(
                "Laporan bisa dicabut selama belum diperiksa. "
                "Sesudah itu petugas yang memutuskan. "
                'Ada yang menyuruh mencabut? Tulis "petugas". Cabut sekarang?'
            ),
            yes_no(label("Cabut laporan"), label("Tidak jadi")),
            grave=True,
        ),
        Ask(
            "laporan",
            say("Ketik kode laporannya. Huruf besar atau kecil sama saja."),
            Receipt(),
            only=Is(NO_CODE, (True,)),
        ),
    ),
    carries=(NO_CODE, "kode"),
    done=lambda _facts, answers: (
        RecallReport(str(answers.get("laporan") or answers.get("kode") or ""))
        if answers["yakin"] == "ya"
        else None
    ),
    after=recalled,
)

FLOWS = (CABUT_LAPORAN,)
