"""Words that point at who is writing: in a story told without a name, or in a question.

Whoever reports anonymously or in confidence is known by an alias only (design: safety rules).
Their own words may undo that ("saya anaknya"), and so may an officer's question ("siapa nama
Ibu?").  Each pattern is bounded: no part of it repeats without an end.
"""

import re
from typing import Final

_ME: Final = r"(?:saya|sy|sya|aku|kami|kita)"
_KIN: Final = (
    r"(?:istri|suami|menantu|mertua|adik|adek|kakak|mbak|mas|keponakan|ponakan|sepupu|ipar|cucu"
    r"|nenek|kakek|paman|bibi|pakde|bude|om|tante|mantan|anak|ibu|bapak|ayah|emak)"
)
_SIDE: Final = r"(?:sebelah|samping|depan|belakang|seberang|dekat|persis|berhadapan|dempet|selang)"
_ABOUT_ME: Final = re.compile(
    rf"\bnama (?:lengkap )?{_ME} (?!jangan|jgn|jng|tolong|mohon|minta|di|ra?hasia|tidak|tdk|tak"
    r"|gak|ga\b|nggak|ndak|ojo|harus|bisa|aman|gimana|bagaimana)[a-z]{2,30}"
    rf"|\b{_ME} (?:bernama|namanya) [a-z]{{2,30}}"
    rf"|\b{_ME} (?:ini |itu |adalah |sendiri |memang ){{0,2}}(?:{_KIN}(?:nya|ne| dari| kandung"
    r"| pertama| kedua| bungsu| sulung)|(?:istri|suami|menantu|keponakan|ponakan|sepupu|ipar"
    r"|mantan)|tetangga(?:nya)? (?:sebelah|samping|depan|belakang|persis)|satu[ -]satunya)\b"
    rf"|\b{_KIN} (?:kandung )?(?:saya|sy|aku|kami)\b"
    rf"|\b(?:rumah|warung|toko) {_ME}[ ,]{{1,2}}(?:\w{{1,12}} ){{0,3}}{_SIDE}"
    rf"|\b(?:rumah|warung|toko)ku\b(?: \w{{1,12}}){{0,3}} {_SIDE}"
    rf"|\b{_SIDE}(?:nya)? (?:\w{{1,12}} )?(?:rumah|warung|toko)(?:ku| {_ME})\b"
    rf"|\b(?:hp|wa|nomor|nomer|no) {_ME}\b|\b(?:\+?62|0)8\d{{2}}[ -]?\d{{3,4}}[ -]?\d{{3,5}}\b"
    r"|\bmy name is [a-z]{2,30}"
    r"|\bi am (?:his|her|their) \w{3,12}"
    r"|\b(?:next to|opposite|behind|beside) my (?:house|shop)\b"
    r"|\bmy (?:brother|sister|husband|wife|mother|father|son|daughter|cousin|uncle|aunt)\b",
)
_YOU: Final = r"(?:ibu|bu|bapak|bpk|pak|anda|kamu|saudara|sdr|mbak|mas|pelapor|kakak|kak|you)"
_NUMBER: Final = r"(?:nomor|nomer|no|nmr)"
_ASKS_WHO: Final = re.compile(
    rf"\bsiapa (?:sih |ya )?(?:nama )?{_YOU}\b(?! (?:lapor|maksud|curiga|lihat|temui|hubungi))"
    rf"|\bnama (?:lengkap |asli )?{_YOU}\b|\bnama(?:nya)? siapa\b|\b{_YOU} (?:ini )?siapa\b"
    rf"|\b{_NUMBER} (?:hp|wa|telepon|telp|tlp|whatsapp|handphone|ktp|kk|rekening)\b"
    rf"|\b(?:hp|wa) {_YOU}\b|\b{_NUMBER} yang bisa dihubungi\b|\bnik {_YOU}\b|\bfoto ktp\b"
    rf"|\b(?:alamat|rumah) {_YOU}\b|\b{_YOU} (?:tinggal|rumahnya|alamatnya)\b"
    rf"|\btinggal(?:nya)? di ?mana\b|\b{_YOU} (?:siapanya|apanya)\b|\bboleh (?:tahu|tau) nama\b"
    r"|\b(?:what is|what s) your (?:name|number|address)\b|\byour (?:name|phone|number|address)\b"
    r"|\bwho are you\b|\bwhere do you live\b",
)
_OF_OTHERS: Final = re.compile(r"\b(?:dilaporkan|terlapor|penerima(?:nya)?|reported)\b")
_MARKS: Final = re.compile(r"[^\w\s+-]|_")
_SPACES: Final = re.compile(r"\s+")


def points_at_writer(text: str) -> bool:
    """Tell whether a story says who tells it: a name, kin, a house beside, a number."""
    return _ABOUT_ME.search(_folded(text)) is not None


def asks_who(text: str) -> bool:
    """Tell whether a question asks its reader who they are, or how to find them."""
    folded = _folded(text)
    return _ASKS_WHO.search(folded) is not None and not _OF_OTHERS.search(folded)


def _folded(text: str) -> str:
    return _SPACES.sub(" ", _MARKS.sub(" ", text.casefold())).strip()
