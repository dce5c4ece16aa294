"""How a reporter knows, and what they are to the family, as people say it in a story."""

from __future__ import annotations

import re
from typing import TypeAlias

from conversations.readers import Value
from conversations.words import NO

Told: TypeAlias = tuple[tuple[str, re.Pattern[str]], ...]
"""The key of an answer, and how a story says it; the first that fits counts."""

_KIN = (
    r"(?:saudara|sodara|sdr|kerabat|famili|family|ipar|sepupu|keponakan|ponakan|paman|pakde|bude|"
    r"bibi|mertua|besan|dulur|taretan)"
)
_MINE = r"(?:(?:jauh|dekat|kandung) )?(?:saya|sy|sya|aku|ku|kami)"
RELATIONS: Told = (
    ("tetangga", re.compile(
        r"\b(?:tetangga|ttangga|tonggo)(?:ku| (?:saya|sy|sya|aku|ku|kami|dekat|sebelah))\b"
        r"|\b(?:saya|sy|aku) (?:ini )?(?:tetangga|tonggo)\w*\b"
    )),
    ("kerabat", re.compile(
        rf"\b{_KIN}(?:ku|nya)? {_MINE}\b|\b{_KIN}ku\b"
        rf"|\b(?:saya|sy|aku) (?:ini |masih )?(?:{_KIN}|keluarga)nya\b"
    )),
    ("pengurus", re.compile(r"\b(?:saya|sy|aku) (?:ini )?(?:ketua |pak |bu )?(?:rt|rw|kader)\b")),
    ("warga", re.compile(
        r"\b(?:saya|sy|aku) (?:ini )?(?:\w+ )?(?:warga|sedesa|sekampung|satu desa)\b"
        r"|\bwarga (?:sini|situ|sedesa)\b"
    )),
)  # fmt: skip
SOURCES: Told = (
    ("lihat", re.compile(
        r"\b(?:n?ge?|me|n)?(?:lih?at|saksikan|eroh|weruh) (?:sendiri|langsung|dewe)\b"
        r"|\b(?:saya|sy|aku) (?:tau|tahu|lih?at) (?:\w+ )?(?:sendiri|langsung)\b|\bmata kepala\b"
    )),
    ("cerita", re.compile(
        r"\b(?:denger|dengar|dgr)(?:[ -]?(?:2|denger|dengar))? (?:\w+ )?(?:dari|kabar|cerita)\b"
        r"|\b(?:kata|cerita)(?:nya)? (?:orang|tetangga|warga|teman)\w*\b|\bdiceritai?n\b"
    )),
    ("dokumen", re.compile(
        r"\b(?:li[h]?at|baca|tertulis|tercantum|ada nama\w*) (?:\w+ )?(?:di )?"
        r"(?:daftar|surat|pengumuman|papan|balai desa)\w*\b"
    )),
)  # fmt: skip


def told_so(ways: Told, spoken: str) -> str:
    """Find what words say; empty where they say none of it."""
    for key, words in ways:
        found = words.search(spoken)
        if found and not NO & {*spoken[: found.start()].split()[-2:], *found.group().split()}:
            return key
    return ""


def known_from(spoken: str) -> dict[str, Value]:
    """Answer what the reporter is to the family, and how they know, where a story says so."""
    found = {
        "hubungan": told_so(RELATIONS, spoken),
        "tahu": told_so(SOURCES, spoken),
    }
    return {key: value for key, value in found.items() if value}
