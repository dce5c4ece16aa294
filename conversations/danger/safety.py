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


# Force that is told later on

_FORCING = r"(?:di|ter|ke|e)(?:suruh|paksa|peksa|desak|ancam|kongkon|perintah|intimidasi)"
_LOST = r"(?:dicabut|dicoret|dihapus|diputus|dihentikan|diblokir|dikeluarkan|dimatikan|dipersulit)"
FORCED = re.compile(
    rf"\b{_FORCING}\w*|\bforced (?:me|to)\b|\b(?:was|am|being) forced\b|"
    rf"\b(?:kalau|kalo|klo|kl|nek|if) (?:(?:saya|sy|aku) )?{_NOT} (?:\w+ ){{1,6}}{_LOST}\b"
)
"""Words of force, or of what is lost where somebody says no."""
_PUSHES = (
    r"(?:nyuruh|menyuruh|nyuru|nyuruin|maksa|memaksa|meksa|ngongkon|mendesak|ndesak|ngancam|"
    r"mengancam|merintah|memerintah)"
)
_TO_LEAVE = (
    r"(?:saya|sy|sya|aku|kami|kmrn|kemarin|wingi|itu|tadi|dulu|bu|pak|untuk|buat|supaya|biar|agar|"
    r"keluar|mundur|graduasi|lepas|berhenti|pkh|sembako|bantuan|dari|tanda ?tangan|ttd|surat\w*)"
)
MADE_TO = re.compile(rf"\b{_WHO}(?:nya)? (?:\w+ ){{0,2}}{_PUSHES}(?: {_TO_LEAVE})*$")
"""Somebody named who pushes, and nothing else that was to be done."""
SIGNED = re.compile(
    r"\b(?:terlanjur|telanjur|kadung|udah|sudah|sdh) (?:\w+ )?"
    r"(?:tanda ?tangan|ttd|tandatangan|teken|cap jempol)\b|"
    r"\b(?:kertas|kertasnya|blangko|surat|suratnya|kolom)(?: \w+)? kosong\b|"
    r"\bkosong (?:\w+ )?(?:kertas|surat|blangko)\w*"
)
"""A signature that was given, or asked for, on paper nobody read."""


def forced(text: str) -> bool:
    """Tell whether words tell of force in so many words; what only names somebody is none."""
    return FORCED.search(DENIED.sub(" ", plain(text))) is not None


def made_to(text: str) -> bool:
    """Tell whether words name who pushed; what else they were made to do is none of it."""
    return MADE_TO.search(DENIED.sub(" ", plain(text))) is not None


def signed_away(text: str) -> bool:
    """Tell whether somebody signed under pressure, or a blank paper."""
    return SIGNED.search(plain(text)) is not None


# "Is it safe to write?"

_BY_ME = r"(?:dia|suami|istri|bojo|mertua|bapak|ibu|anak|orangnya|pelakunya|mereka|he|she)"
READS_ALONG = re.compile(
    rf"\b{_BY_ME}(?:ku|nya)?(?: saya| sy)? (?:\w+ ){{0,2}}(?:baca|bc|buka|lihat|liat|pegang|cek|"
    rf"periksa|ngecek|intip|ngintip)\b(?: \w+){{0,2}} (?:{_PHONE}|chat|pesan|obrolan|ini)\b|"
    rf"\b{_PHONE}(?:nya)? (?:\w+ )?(?:dibaca|dilihat|diperiksa|dicek|dibuka)\b|"
    rf"^(?:\w+ )?{_BY_ME}(?: saya| sy)? (?:sudah |sdh |udah |mau |lagi |baru )?"
    r"(?:pulang|datang|dateng|dtg|balik|di ?sini|di ?sebelah)(?: \w+)?$|"
    r"\b(?:he|she) (?:is )?(?:reads?|reading|coming|home|here)\b"
)
"""Somebody looks at this telephone, or is coming, now."""
_KIND = r"(?:kok|aja|saja|bu|pak|ya|iya|sekarang|skrg|di ?sini|insya ?allah|sudah|udah|ini|yes)"
SAFE_NOW = re.compile(
    rf"(?:{_KIND} )*(?:aman|safe|(?:it|i)'?s? (?:m |s |is |am )?safe|i'm safe)(?: {_KIND})*"
)
UNSAFE_NOW = re.compile(
    rf"(?:{_KIND} )*(?:{_NOT} (?:\w+ )?(?:aman|safe)|unsafe|bahaya|(?:it'?s|i'?m) not safe)"
    rf"(?: {_KIND})*"
)
LONGEST_ANSWER = 8
"""Words of an answer to whether it is safe; what is longer is a story."""


def reads_along(text: str) -> bool:
    """Tell whether somebody else looks at this telephone, or is coming."""
    spoken = plain(text)
    return len(spoken.split()) <= LONGEST_ANSWER and READS_ALONG.search(spoken) is not None


def safe_now(text: str) -> bool:
    """Tell whether words say that it is safe, and nothing else."""
    return SAFE_NOW.fullmatch(plain(text)) is not None


def unsafe_now(text: str) -> bool:
    """Tell whether words say that it is not safe, and nothing else."""
    return UNSAFE_NOW.fullmatch(plain(text)) is not None
