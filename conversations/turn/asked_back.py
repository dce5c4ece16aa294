"""What people ask back: what a question means, what a number is, where it stands."""

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


_SMALL = (
    r"ya|iya|oh|itu|ini|apa|sih|dong|bu|pak|ibu|bapak|kak|mas|mbak|min|kok|saya|sy|aku|maaf|nih|"
    r"gimana|gmn|bagaimana|tadi|pertanyaan(?:nya)?|nya|to|toh|kah|yang|yg"
)
_NOT = r"(?:tidak|tdk|ga|gak|gk|nggak|ngga|ndak|ora|belum|blm|kurang|kurg)"
MEANT = re.compile(
    rf"(?:(?:{_SMALL}) )*"
    rf"(?:maksud(?:e|nya|ny|mu)?|arti(?:nya)?|{_NOT} (?:paham|faham|ngerti|mengerti|jelas|mudeng)"
    r"|what do you mean|what does (?:that|it) mean|i don t understand)"
    rf"(?: (?:{_SMALL}|maksudnya|artinya))*"
)
"""Asks what the open question means, and names nothing else."""


def asks_meaning(text: str) -> bool:
    """Tell whether words only ask what the open question means."""
    return MEANT.fullmatch(plain(text)) is not None


NOT_CLEAR = say(
    "Maaf kalau kurang jelas, Bapak/Ibu. Saya tanya lagi; petugas juga bisa menjelaskan."
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
