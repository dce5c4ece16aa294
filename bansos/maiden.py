"""Finding the mother's maiden name in free text: a bank's secret question, none of ours."""

import re
from collections.abc import Iterator
from typing import Final

_HINT: Final = re.compile(r"k\w{0,2}n?dun?g|gadis|maiden|(?:nama|nm) ibu\s{0,4}[:=]")
_KANDUNG: Final = r"k(?:a|e)?ndung|kandug|kdung"
_PARENT: Final = r"(?:ibu|ibuk|emak|mak|mamak|mama|bunda|umi|biyung|simbok|mbok)"
_OWNER: Final = r"(?:\s{1,4}(?:saya|sy|aku|kpm|beliau|nya|ku))?(?:\s{0,3}\([^()\n]{1,20}\))?"
_SIGN: Final = r"\s{0,4}[:=]\s{0,4}|\s{1,4}(?:adalah|yaitu|ialah|bernama|namanya)\s{1,4}"
_MOTHER: Final = re.compile(
    rf"(?<![^\W_])(?:(?:nama|nm)\s{{1,4}}(?:gadis(?:\s{{1,4}}{_PARENT})?|{_PARENT})"
    rf"(?:\s{{0,4}}(?:{_KANDUNG}|gadis))?(?:nya|ku)?{_OWNER}(?:{_SIGN}|\s{{1,4}})"
    rf"|{_PARENT}\s{{0,4}}(?:{_KANDUNG})(?:nya|ku)?{_OWNER}(?:{_SIGN}|(?P<bare>\s{{1,4}}))"
    rf"|(?:mother\W?s?\s{{1,3}})?maiden(?:\s{{1,3}}name)?(?:{_SIGN}|\s{{1,4}}))"
    r"(?=[^\W\d_])",
    re.IGNORECASE,
)
_KEYWORD: Final = re.compile(rf"{_KANDUNG}|gadis|maiden|(?:nama|nm)\s{{1,4}}ibu\s{{0,4}}[:=]")
_NAME: Final = re.compile(r"[^\W\d_]+(?:[ .'’]{1,2}[^\W\d_]+){0,5}")
_WORD: Final = re.compile(r"[^\W\d_]+")
_BEFORE: Final = re.compile(
    r"(?<![^\W_])(?P<name>[^\W\d_]{3,30}(?:[ ][^\W\d_]{2,30}){0,3})\s{1,3}"
    rf"(?P<said>(?:itu|adalah|yaitu)\s{{1,3}})?(?:nama|nm)\s{{1,4}}(?:gadis\s{{1,4}})?{_PARENT}"
    rf"\s{{0,4}}(?:{_KANDUNG})(?:nya|ku)?(?:\s{{1,4}}(?:saya|sy|aku|ku))?\s{{0,3}}(?=[.,;!\n]|$)",
    re.IGNORECASE,
)
_EVERYDAY: Final = (
    "ada adalah agar alamat aman anak anda apa apakah apanya atas atau bapak beda belum benar "
    "berbeda bernama betulkan bisa blm boleh bolehkah buat bukan cek cocok dalam dan dari data "
    "dengan dgn di diganti dihapus diminta dimintai disuruh ditanya ditanyakan dlm dulu ga gak "
    "ganti gimana hanya harus ibu ini isi isian itu jangan jg juga kah kalau kandung karena ke "
    "kenapa kk kok kolom kosong koreksi ktp kurang lagi lahir lihat mana masih masuk meninggal "
    "mengganti mengubah mohon nama nik no nomor nya oleh pada pas perbaiki perlu petugas pin "
    "rahasia rt rw sakit salah sama saya sdh sebagai sedang sesuai siapa soal sudah suka supaya "
    "sy tanggal tapi tdk telah tentang tetap tgl tidak tinggal tolong tp tulis ubah udah untuk "
    "utk yang yg"
)
_NO_NAME: Final = frozenset(_EVERYDAY.split())
_LONGEST_BARE: Final = 3


def maiden_names(text: str, lowered: str) -> Iterator[tuple[int, int]]:
    """Give start and end of each name beside "nama ibu kandung", "nama gadis", "nama ibu:".

    "Nama ibu" alone is not enough: a family may well name a mother who needs help.  ``lowered``
    is the text in small letters.
    """
    if not _HINT.search(lowered):
        return
    for match in _MOTHER.finditer(text):
        label = match.group()
        end = _end_of_name(text, match.end())
        known = end > match.end() and _KEYWORD.search(label.lower())
        if known and (match["bare"] is None or _named(text, label, match.end(), end)):
            yield match.end(), end
    for match in _BEFORE.finditer(text):
        words = match["name"].split()
        everyday = any(word.lower() in _NO_NAME for word in words)
        if not everyday and (match["said"] or all(word[0].isupper() for word in words)):
            yield match.span("name")


def _named(text: str, label: str, start: int, end: int) -> bool:
    """Tell a name after a bare "ibu kandung": written large, or all that is still said."""
    name = text[start:end]
    large = name[0].isupper() and not label.isupper()
    return large or (not text[end:].strip(" .,!") and len(name.split()) < _LONGEST_BARE
                     and label.isupper())  # fmt: skip


def _end_of_name(text: str, start: int) -> int:
    """Return where the name at ``start`` ends: before the first everyday word."""
    found = _NAME.match(text, start)
    end = start
    for word in _WORD.finditer(text, start, found.end() if found else start):
        if word.group().lower() in _NO_NAME:
            break
        end = word.end()
    return end
