"""Letters as they are written on any telephone, folded into those that are looked up."""

from __future__ import annotations

import re
import unicodedata

LONGEST_TEXT = 1200
"""Longer texts are read at both ends: the question often stands at the end of a story."""

CUT = re.compile(r"\[[^\]]*dihapus\]")
"""What stands where a secret was cut out."""
LINK = re.compile(
    r"(?:https?://|www\.)\S+|\b[\w-]+\.(?:com|net|org|xyz|id|site|online|info|me|top|ly|link|click|live|store|web)\b\S*"
)
NUMBERS = re.compile(r"\d[\d. -]{13,22}\d")
GLUED = re.compile(r"(\d)(rb|rbu|ribu|ewu|ebu|k|jt|juta|bln|bulan|thn|tahun|hari|x|kali|org)\b")
THOUSANDS = re.compile(r"(?<=\d)[.,](?=\d)")
TWICE = re.compile(r"\b([a-z]{2,})2(?=[a-z]*\b)")
DIGIT = re.compile(r"\d")
RUN = re.compile(r"(.)\1{2,}(?<![\W\d])")
BREAK = re.compile(r"[.?!,;:\n\r…]+")
OTHER = re.compile(r"[^\w| ]+")


def both_ends(text: str) -> str:
    """Cut the middle out of a long text."""
    half = LONGEST_TEXT // 2
    return text if len(text) <= LONGEST_TEXT else f"{text[:half]} {text[-half:]}"


def even(text: str) -> str:
    """Fold letters, links, numbers and repetitions; "|" stands where a sentence breaks."""
    folded = (
        unicodedata.normalize("NFKC", both_ends(text)).casefold().replace("'", "").replace("’", "")
    )
    folded = CUT.sub(" ", folded)
    if "." in folded or "//" in folded:
        folded = LINK.sub(" tautan ", folded)
    if DIGIT.search(folded):
        folded = counted(folded)
    return OTHER.sub(" ", BREAK.sub(" | ", RUN.sub(r"\1", folded)))


def counted(folded: str) -> str:
    """Fold numbers: long ones, thousands, units behind them, and a 2 that says a word twice."""
    folded = THOUSANDS.sub("", NUMBERS.sub(" nomor_panjang ", folded))
    return TWICE.sub(r"\1 \1 ", GLUED.sub(r"\1 \2", folded))
