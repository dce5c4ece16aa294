"""Words that people use for the same thing, and the matching of typed text to what was offered."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import ParamSpec, TypeVar, cast

from rapidfuzz.distance import DamerauLevenshtein

P = ParamSpec("P")
T = TypeVar("T")

_YES = """
ya iya y iyo yo yoi yup nggih inggih enggi ok oke okay oks siap boleh setuju benar betul
lanjut yes yess iyaa yaa jadi mau bener leres iyes nggeh inggeh
iyeh
"""
_NO = """
tidak tdk tak gak ga g gk nggak ngga enggak engga ndak nda idak dak mboten ora bunten enten
bukan no nope jangan belum
"""
YES = frozenset(_YES.split())
ALLOWED = YES | {
    "gpp", "gapapa", "wis", "oleh", "olle", "monggo", "mangga", "silakan", "silahkan",
}  # fmt: skip
"""Yes to "may I?" only; asked whether something is so, "gpp" says neither yes nor no."""
NO = frozenset(_NO.split())
_POLITE = """
nak bu ibu buk pak pa bapak bpk mbak mba mas kak kakak min mimin bang bro sis dek dik
dong deh sih aja saja lah kok ya yaa dulu nih kan eh ah gas silakan silahkan monggo
please pls makasih
"""
POLITE = frozenset(_POLITE.split())
"""Words that are only kind: they change nothing of what is said beside them."""
ME = frozenset({"saya", "sy", "sya", "aku", "ku"})
ORDINALS = {
    "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8,
    "sembilan": 9, "sepuluh": 10, "pertama": 1, "kedua": 2, "ketiga": 3, "keempat": 4,
    "kelima": 5, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "first": 1, "second": 2,
    "siji": 1, "loro": 2, "telu": 3, "settong": 1, "dua'": 2,
}  # fmt: skip
NUMBERED = re.compile(r"^(?:no\.?|nomor|nomer|pilih|pilihan|yang|yg|ke|number)?\s*-?(\d{1,2})$")
WORDS = re.compile(r"[\w']+")
SHORTEST_NEAR_MISS = 4
LONGEST_LABEL_TYPED = 60


def in_mind(find: Callable[P, T]) -> Callable[P, T]:
    """Have a function of words remember what it found, until the turn ends (:func:`forget`).

    A turn asks the same of the same words from many sides.
    """
    remembering = lru_cache(maxsize=256)(find)
    MINDS.append(remembering.cache_clear)
    return cast("Callable[P, T]", remembering)


MINDS: list[Callable[[], None]] = []


def forget() -> None:
    """Let go of all that was in mind: no story and no number stays in memory."""
    for clear in MINDS:
        clear()


@in_mind
def plain(text: str) -> str:
    """Fold to what a thumb meant: NFKC, lower case, no punctuation, single spaces."""
    folded = unicodedata.normalize("NFKC", text[:4096]).casefold()
    return " ".join(WORDS.findall(folded))


def bare(text: str, kind: frozenset[str] = POLITE) -> str:
    """Give the words that say something: "iya boleh nak" without "nak"; never nothing."""
    words = plain(text).split()
    return " ".join([one for one in words if one not in kind] or words)


def says(text: str, words: frozenset[str]) -> bool:
    """Tell whether a text says one of these and nothing else, whatever is kind around it."""
    left = bare(text, POLITE | ME)
    return plain(text) in words or left in words or words.issuperset(left.split() or ("",))


@in_mind
def number_in(text: str) -> int | None:
    """Read "2", "2.", "no 2", "yang kedua" or "dua" as a number; anything longer is not one."""
    folded = plain(text)
    found = NUMBERED.match(folded)
    if found:
        return int(found.group(1))
    last = folded.removeprefix("yang ").removeprefix("yg ").removeprefix("nomor ")
    return ORDINALS.get(last)


def near(text: str, wanted: str) -> bool:
    """Tell whether ``text`` is ``wanted`` but for one slip (two from eight letters on)."""
    if text == wanted:
        return True
    if min(len(text), len(wanted)) < SHORTEST_NEAR_MISS:
        return False
    slips = 1 if len(wanted) < 2 * SHORTEST_NEAR_MISS else 2
    if abs(len(text) - len(wanted)) > slips:
        return False
    return DamerauLevenshtein.distance(text, wanted, score_cutoff=slips) <= slips


def pick(text: str, labels: Sequence[str]) -> int | None:
    """Find the one label that was typed: its number, itself, a near miss, or a word of it."""
    if len(text) > LONGEST_LABEL_TYPED:
        return None
    n = number_in(text)
    if n is not None:
        return n - 1 if 1 <= n <= len(labels) else None
    folded = plain(text)
    spoken = [plain(one) for one in labels]
    if folded in spoken:
        return spoken.index(folded)
    close = [place for place, one in enumerate(spoken) if near(folded, one)]
    if len(folded) >= SHORTEST_NEAR_MISS and not close:
        close = [place for place, one in enumerate(spoken) if f" {folded} " in f" {one} "]
    return close[0] if len(close) == 1 else None


# The words that work at any point, in every language at once: nobody has to know which is set.
AT_ANY_POINT = {
    "batal": "batal", "batalkan": "batal", "cancel": "batal", "gak jadi": "batal",
    "tidak jadi": "batal", "ga jadi": "batal", "nggak jadi": "batal", "gajadi": "batal",
    "nvm": "batal", "nevermind": "batal",
    "batal keluar": "batal", "batalkan keluar": "batal", "batal graduasi": "batal",
    "tidak jadi keluar": "batal", "gak jadi keluar": "batal", "ga jadi keluar": "batal",
    "nggak jadi keluar": "batal", "berubah pikiran": "batal", "saya berubah pikiran": "batal",
    "kembali": "kembali", "balik": "kembali", "mundur satu": "kembali", "back": "kembali",
    "sebelumnya": "kembali",
    "menu": "menu", "start": "menu", "mulai lagi": "menu", "menu utama": "menu", "awal": "menu",
    "bantuan": "bantuan", "help": "bantuan", "tolong": "bantuan", "bingung": "bantuan",
    "petugas": "petugas", "bicara petugas": "petugas", "operator": "petugas", "admin": "petugas",
    "officer": "petugas", "talk to officer": "petugas", "cs": "petugas",
    "selesai": "selesai", "done": "selesai", "sudah selesai": "selesai",
    "never mind": "batal", "go back": "kembali", "main menu": "menu", "finished": "selesai",
    "bahasa": "bahasa", "ganti bahasa": "bahasa", "language": "bahasa",
    "change language": "bahasa", "jalan lain": "jalan_lain", "other ways": "jalan_lain",
    "data saya": "data_saya", "my data": "data_saya",
}  # fmt: skip
NEAR_AT_ANY_POINT = (
    "batal", "kembali", "menu", "bantuan", "petugas", "selesai", "cancel", "officer",
)  # fmt: skip
LONGEST_NEAR_MISS = max(map(len, NEAR_AT_ANY_POINT)) + 2


COMMANDS = frozenset(
    {
        "cek status", "check status", "lapor", "report", "kode laporan", "report code",
        "jaga kartu", "data saya", "my data", "bahasa", "ganti bahasa", "language",
        "jalan lain", "other ways",
        "bantuan", "help", "petugas", "bicara petugas", "tugas", "tasks", "keluar petugas",
    }
)  # fmt: skip
"""Whole texts that are nothing but a command, also in an open talk with an officer."""


@in_mind
def at_any_point(text: str) -> str | None:
    """Name the command that this text is, whole; a near miss counts where it is the whole text."""
    folded = plain(text.removeprefix("/").partition("@")[0] if text.startswith("/") else text)
    for one in (folded, bare(folded)):
        if one in AT_ANY_POINT:
            return AT_ANY_POINT[one]
    if not SHORTEST_NEAR_MISS < len(folded) <= LONGEST_NEAR_MISS:
        return None
    close = [one for one in NEAR_AT_ANY_POINT if near(folded, one)]
    return AT_ANY_POINT[close[0]] if len(close) == 1 else None
