"""Finding the mother's maiden name in free text: a bank's secret question, none of ours."""

import re
from collections.abc import Iterator
from typing import Final

_OWNER: Final = r"(?:[ ]{1,4}(?:saya|sy|aku|kpm|beliau|nya|ku))?"
_SIGN: Final = r"[ ]{0,4}[:=][ ]{0,4}|[ ]{1,4}(?:adalah|yaitu|ialah|bernama|namanya)[ ]{1,4}"
_MOTHER: Final = re.compile(
    r"(?:nama[ ]{1,4}(?:gadis(?:[ ]{1,4}ibu)?|ibu)(?:[ ]{0,4}(?:kandung|gadis))?"
    rf"(?:nya|ku)?{_OWNER}(?:{_SIGN}|[ ]{{1,4}})"
    rf"|ibu[ ]{{0,4}}kandung(?:nya|ku)?{_OWNER}(?:{_SIGN}))"
    r"(?=[^\W\d_])",
    re.IGNORECASE,
)
_NAME: Final = re.compile(r"[^\W\d_]+(?:[ .'’]{1,2}[^\W\d_]+){0,5}")
_WORD: Final = re.compile(r"[^\W\d_]+")
_KEYWORDS: Final = ("kandung", "gadis")
_EVERYDAY: Final = (
    "ada adalah agar alamat aman anak anda apa apakah apanya atas atau bapak beda belum benar "
    "berbeda bernama bisa blm boleh bolehkah buat bukan cocok dalam dan dari data dengan dgn di "
    "diganti dihapus diminta dimintai disuruh ditanya ditanyakan dlm dulu ga gak gimana hanya "
    "harus ibu ini itu jangan jg juga kah kalau kandung karena ke kenapa kk kok kosong ktp kurang "
    "lagi lahir mana masih meninggal mohon nama nik no nomor nya oleh pada pas perlu pin rahasia "
    "rt rw sakit salah sama saya sdh sebagai sedang sesuai siapa sudah suka supaya sy tanggal "
    "tapi tdk telah tetap tgl tidak tinggal tolong tp udah untuk utk yang yg"
)
_NO_NAME: Final = frozenset(_EVERYDAY.split())


def maiden_names(text: str) -> Iterator[tuple[int, int]]:
    """Give start and end of each name that follows "nama ibu kandung" or "nama gadis".

    "Nama ibu" alone is not enough: a family may well name a mother who needs help.
    """
    for match in _MOTHER.finditer(text):
        label = match.group().lower()
        end = _end_of_name(text, match.end())
        if end > match.end() and any(word in label for word in _KEYWORDS):
            yield match.end(), end


def _end_of_name(text: str, start: int) -> int:
    """Return where the name at ``start`` ends: before the first everyday word."""
    found = _NAME.match(text, start)
    end = start
    for word in _WORD.finditer(text, start, found.end() if found else start):
        if word.group().lower() in _NO_NAME:
            break
        end = word.end()
    return end
