"""What people write instead of a number: what it is, where it stands, or that they fetch it."""

from __future__ import annotations

import re

from conversations.readers import Wrong
from conversations.text import say
from conversations.words import plain

WHAT = r"(?:apa(?:an)?|mana|dimana|maksud\w*|letak\w*|liat|lihat|gatau|what|where|which)"
ABOUT_NIK = re.compile(rf"\b{WHAT}\b.*\bnik(?:nya)?\b|\bnik(?:nya| ny)?\b.*\b{WHAT}\b")
ABOUT_KK = re.compile(
    rf"\b{WHAT}\b.*\b(?:kk|kartu keluarga)\b|\b(?:kk|kartu keluarga)\b.*\b{WHAT}\b"
)
FETCHING = re.compile(
    r"\b(?:se?bentar|bentar|se?bntr|bntr|tunggu|wait|hold on|ketinggalan|lupa|"
    r"(?:ambil|cari|lihat|liat) (?:dulu|ktp|kk)|tanya (?:\w+ )?(?:anak|suami|istri|ibu|bapak)|"
    r"(?:ktp|kk)(?:nya| ny)? (?:\w+ )?(?:di|sama|dipegang) (?:anak|suami|istri|ibu|bapak|rumah))\b"
)
A_NUMBER = re.compile(r"\d{4}")
NIK_IS = say(
    "NIK itu nomor di KTP: 16 angka, di bagian atas. Di Kartu Keluarga juga ada. "
    "Contoh: {example}.",
    example="3526 0101 0180 0001",
)
KK_IS = say(
    "KK itu Kartu Keluarga. Nomornya 16 angka, di bagian paling atas. "
    "Saya hanya perlu 6 angka terakhirnya. Contoh: {example}.",
    example="120004",
)
I_WAIT = say(
    "Tidak apa-apa, saya tunggu. Kalau sudah ada, ketik angkanya di sini. "
    'Mau lain kali saja? Ketik "batal".'
)


def asked_back(text: str) -> Wrong | None:
    """Answer what is asked about a number; None where a number was sent, or nothing was asked."""
    spoken = plain(text)
    if A_NUMBER.search(spoken):
        return None
    for words, answer in ((ABOUT_NIK, NIK_IS), (ABOUT_KK, KK_IS), (FETCHING, I_WAIT)):
        if words.search(spoken):
            return Wrong(answer, meant=True, slip=False)
    return None
