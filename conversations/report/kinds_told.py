"""Which kind of report a story tells of, by the words that people use for it."""

from __future__ import annotations

import re

from bansos.cases import Category

CLEARLY = (
    ("meninggal", re.compile(r"\b(?:meninggal|wafat|almarhum|almarhumah)\b")),
    ("pegawai", re.compile(r"\b(?:pns|asn|tni|polri|polisi|tentara|pensiunan)\b")),
    (
        "mampu",
        re.compile(
            r"\b(?:sudah mampu|orang mampu|kaya|sugih|punya mobil|mobilnya|juragan|"
            r"rumah(?:nya)? (?:tingkat|mewah|gedong|bagus|besar))\b"
        ),
    ),
)
KIND_WORDS = (
    (Category.PENSIUNAN, re.compile(r"\bpensiun\w*\b")),
    (
        Category.KELUARGA_ASN,
        re.compile(
            r"\b(?:istri|suami|anak|bapak|ibu|mertua|menantu)\w* "
            r"(?:\w+ ){0,3}(?:pns|asn|tni|polri|polisi|tentara)\b"
        ),
    ),
    (Category.PERANGKAT_DESA, re.compile(r"\b(?:kades|kadus|sekdes|lurah|carik|perangkat)\b")),
    (Category.ASN_TNI_POLRI, re.compile(r"\b(?:pns|asn|tni|polri|polisi|tentara)\b")),
)
"""How people tell which kind it is; the first that fits counts."""


NEGATED = re.compile(
    r"\b(?:bukan|dudu|belum|blm|tidak|tdk|tak|gak|ga|gk|nggak|ngga|enggak|ndak|ora|mboten|bunten)"
    r" (?:(?:orang|yang|yg|anggota|seorang|lagi) )?$"
)


def groups_in(spoken: str) -> tuple[str, ...]:
    """Name the kinds of report that a story tells of, in plain words; "bukan pns" tells none."""
    return tuple(name for name, words in CLEARLY if told(words, spoken))


def told(words: re.Pattern[str], spoken: str) -> bool:
    """Tell whether one of the words stands somewhere without a negation right before it."""
    return any(not NEGATED.search(spoken[: one.start()]) for one in words.finditer(spoken))


def kind_in(spoken: str) -> str:
    """Name the one kind of report that a story clearly tells of; empty where none or several."""
    groups = groups_in(spoken)
    return groups[0] if len(groups) == 1 else ""


def exactly(spoken: str) -> str:
    """Name which kind of employee it is, where the story leaves no doubt; else empty."""
    fits = [kind for kind, words in KIND_WORDS if words.search(spoken)]
    own = Category.ASN_TNI_POLRI  # its words stand in those of the family and the pensioner too
    sure = [kind for kind in fits if kind is not own] or fits
    return sure[0].value if len(sure) == 1 else ""
