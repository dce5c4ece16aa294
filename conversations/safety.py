"""Whether it is safe to write to somebody, and whether somebody pushes: in doubt the worse.

What is read too gently here may get a person hurt, so words that speak of somebody else, or that
only half deny, count as danger.  Whoever was read too darkly is asked by a human.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from conversations.facts import Facts
from conversations.readers import Answers, Choice, ChoiceOrWords, Good, Option
from conversations.said import Said
from conversations.text import label, say
from conversations.words import NO, YES, plain

_NOT = (
    r"(?:tidak|tdk|tida|tak|gak|ga|gk|g|nggak|ngga|enggak|engga|ndak|nda|dak|kagak|mboten|bunten|"
    r"ora|belum|blm|kurang|not|no|nobody)"
)
_KIN = (
    r"(?:suami|istri|bojo|anak|bapak|ibu|ayah|mertua|menantu|adik|kakak|saudara|ipar|tetangga|"
    r"teman|temen|orang|orng|bersama|berdua|keluarga)"
)
_PHONE = r"(?:hp|hape|handphone|ponsel|telepon|telpon|nomor|nomer|nomernya|nomornya|no|wa)"
UNSAFE = re.compile(
    rf"\b{_NOT} (?:\w+ )?(?:aman|safe|usah|boleh|perlu)\b|\b(?:gausah|gaboleh|unsafe)\b|"
    r"\b(?:jangan|jangn|jngan|jgn|jngn|jgan|ojo|ojok|don t|dont)\b|"
    rf"\bbukan (?:\w+ )?{_PHONE}\b|"
    rf"\b{_PHONE} ?(?:ini )?(?:punya |milik |nya )?{_KIN}(?:ku|nya)?\b|"
    r"\b(?:bahaya|ketahuan|dibaca|dilihat|diperiksa|dipegang|dipinjam|pinjam\w*|minjam|"
    r"numpang|diancam|dimarah\w*|rawan|dangerous)\b"
)
"""That nobody is to write here, or that this telephone is also in other hands."""


@dataclass(frozen=True, slots=True)
class Safe(ChoiceOrWords):
    """Whether it is safe to write to this number; any sign against it means no."""

    def hear(self, said: Said, facts: Facts, answers: Answers) -> Good | None:
        """Hear what speaks against writing."""
        return Good("tidak") if UNSAFE.search(plain(said.text)) else None


SAFE_TO_WRITE = say("Apakah aman kalau kami menulis ke nomor ini?")
SAFE_IS = say(
    "Maksudnya: kalau kami membalas di sini, mungkinkah orang lain membacanya? "
    'Misalnya ponsel dipakai bersama. Kalau ragu, pilih "Jangan hubungi".'
)
SAFE: Choice = Safe(
    (
        Option("ya", label("Aman"), YES | {"aman", "safe", "insyaallah aman", "insya allah aman"}),
        Option("tidak", label("Jangan hubungi"), NO | {"jgn", "ga usah", "gak usah"}),
    )
)


# Is anybody pushing?

_PUSHING = (
    r"(?:di|men?|mem|meng|meny|ter|ny|ng)?"
    r"(?:suruh|uruh|paksa|paksaan|maksa|desak|ancam|perintah)|takut|forced"
)
_WHO = (
    r"(?:rt|rw|ketua|kades|klebun|lurah|camat|kadus|kasun|kampung|pendamping|pendampingnya|agen|"
    r"kader|perangkat|operator|petugas|aparat|dinas|dinsos|balai|bos|tokoh|kyai|tetangga|"
    r"kelompok)"
)
_SAYING = (
    r"kata|katanya|katae|kate|dibilang\w*|bilang|disaran\w*|diminta|dimintai|dibujuk|diajak|"
    r"diarahkan|ditakut\w*|dimarah\w*|dipanggil|diharus\w*|harus|hrs|kudu|wajib|mesti|told|"
    r"sebaiknya|terpaksa"
)
_ANYBODY = r"(?:siapa siapa|siapapun|siapa pun|orang|orang lain|apa apa)"
_DENYING = rf"(?:{_NOT}|bukan|tanpa)"
DENIED = re.compile(
    rf"\b{_DENYING}\s+(?:karena\s+)?(?:ada\s+)?(?:yang\s+|yg\s+)?"
    rf"(?:{_PUSHING})(?:\s+(?:atau|dan|maupun)\s+(?:{_PUSHING}))?"
    rf"(?:\s+(?:oleh |sama |dari )?(?:{_ANYBODY}|(?:(?:pak|bu) )?{_WHO}))?\b"
)
"""Nothing but this very word denied: "tidak, saya dipaksa" tells of force."""
NONE = re.compile(rf"\b{_NOT} (?:ada|onok|wonten|bede)\b")
"""Denied as a whole; what follows it may still name somebody."""
PUSHED = re.compile(rf"\b(?:{_PUSHING})\b")
NAMED = re.compile(rf"\b(?:{_SAYING}|{_WHO})\b")
_YES_INDEED = r"(?:(?:ya|iya|iyo|nggih|enggi|sebenarnya|sbnrnya|memang|emang|ada) )*"
SOME = re.compile(
    rf"{_YES_INDEED}(?:(?:ada|onok)(?: .*)?|"
    rf"(?:suami|istri|bojo|mertua|anak|menantu|saudara)(?: saya| sy)?)"
)
"""That there is somebody, whoever it be."""


def pushed(text: str) -> bool | None:
    """Tell whether words tell of somebody who pushes; None: they say nothing of it."""
    folded = plain(text)
    left = NONE.sub(" ", DENIED.sub(" ", folded))
    if PUSHED.search(left) or NAMED.search(left) or SOME.fullmatch(folded):
        return True
    return False if left != folded else None
