"""Signs of a false message about bansos: what it links to and what it asks for.

Told apart are what only a swindler asks for (a code, money, spreading it further) and what merely
calls for care (an address that is not the government's, a private number).  Nothing is looked up:
an address is judged by its letters alone.

Sources (news of 2021 to January 2026, domain notes 9.4): Kemensos never opens a registration by
personal WhatsApp, never asks for OTP, PIN or a fee; "share it with 5-20 groups" is a swindle; the
government's addresses end in .go.id.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

__all__ = ["Sign", "Verdict", "judge", "only_addresses"]


class Sign(StrEnum):
    """One thing that was seen; the keys are kept in talks and are for life."""

    FAKE_ADDRESS = "alamat_tiruan"
    """It looks like the government's address and is not."""
    CODE = "minta_rahasia"
    MONEY = "minta_uang"
    SPREAD = "minta_disebar"
    PROGRAM = "minta_pasang"
    """A program file is to be installed."""
    PAPERS = "minta_data"
    """Photos or numbers of KTP, KK, card or account are to be sent."""
    PRIVATE_NUMBER = "nomor_pribadi"
    SHORT_ADDRESS = "alamat_pendek"
    OTHER_ADDRESS = "alamat_lain"
    OFFICIAL = "alamat_resmi"


CERTAIN: Final = frozenset({Sign.FAKE_ADDRESS, Sign.CODE, Sign.MONEY, Sign.SPREAD, Sign.PROGRAM})
"""What no office ever does."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The signs in a message, most serious first, and the addresses it names."""

    signs: tuple[Sign, ...]
    hosts: tuple[str, ...] = ()

    @property
    def swindle(self) -> bool:
        """Something that no office ever does."""
        return bool(CERTAIN & set(self.signs))

    @property
    def official(self) -> bool:
        """Only the government's addresses, and nothing that calls for care."""
        return self.signs == (Sign.OFFICIAL,)


_ENDINGS: Final = (
    "com net org info id co biz online site xyz link club top shop store live me ly gl gd cc vip "
    "click icu win bid pro app page dev io tk ml ga cf gq us in ru cn my sg web space website fun "
    "life world today asia mobi tv to fyi lol work press news cloud tech"
)
_ADDRESS: Final = re.compile(
    r"https?\s?:\s?/\s?/\s?(?P<url>[^\s<>\"']+)"
    r"|(?<![\w@.-])(?P<bare>(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:"
    + "|".join(_ENDINGS.split())
    + r"))(?![\w.-]*@)(?=[/\s?#:,;!)\]]|\.?\s|\.?$)",
    re.IGNORECASE,
)
_SHORT_HOSTS: Final = """
bit.ly s.id tinyurl.com t.ly cutt.ly is.gd ow.ly goo.gl shorturl.at rb.gy linktr.ee lynk.id
rebrand.ly tiny.cc t.co wa.link gg.gg v.ht
"""
_SHORT: Final = frozenset(_SHORT_HOSTS.split())
_PRIVATE: Final = frozenset({"wa.me", "api.whatsapp.com", "chat.whatsapp.com", "t.me"})
_OFFICIAL_ENDING: Final = ".go.id"
_ALSO_OFFICIAL: Final = frozenset({"go.id", "healing119.id", "www.healing119.id"})
_LOOKS_OFFICIAL: Final = re.compile(
    r"go[.-]?id|kem[e3]ns[o0]s|k[e3]mensos|b[a4]ns[o0]s|pkh|bpnt|sembak[o0]|dtks|dtsen|bpjs|blt"
)
_PHONE: Final = re.compile(r"(?<![\d.])(?:\+?62|0)[\s.-]?8\d(?:[\s.-]?\d){7,11}(?!\d)")
_OFFICE_NUMBERS: Final = frozenset({"8877171171"})
"""WhatsApp of the Command Center of Kemensos (terasjabar, February 2026)."""
_ASK: Final = (
    r"(?:kirim\w*|isi\w*|masuk\w*|berik?an|sebut\w*|minta|diminta|balas|ketik|sms\w*|konfirmasi|"
    r"input|serah\w*|setor\w*|upload|unggah|foto\w*)"
)
_NEVER: Final = r"(?:jangan|tidak pernah|tdk pernah|bukan|hindari|rahasiakan|tidak boleh)"
_PATTERNS: Final = (
    (
        Sign.CODE,
        re.compile(
            rf"{_ASK}[^.!?\n]{{0,40}}\b(?:otp|pin|cvv|password|kata sandi|kode verifikasi|"
            r"kode sms|nama ibu kandung)\b"
            r"|\b(?:otp|pin|cvv|kode verifikasi|kode sms)\b[^.!?\n]{0,25}"
            r"\b(?:dikirim|kirimkan|diminta|dikasih|disebut\w*|ke nomor|ke admin)"
        ),
    ),
    (
        Sign.MONEY,
        re.compile(
            r"biaya (?:admin\w*|pendaftaran|daftar|pencairan|proses|materai|transfer|pajak)"
            r"|(?:bayar|transfer|tf|setor|kirim)\w*[^.!?\n]{0,25}"
            r"(?:rp\.?\s?\d|\d+\s?(?:rb|ribu|jt|juta|k)\b|pulsa|uang|dana)"
            r"|uang (?:muka|jaminan|administrasi|pelicin)|pulsa \d+"
        ),
    ),
    (
        Sign.SPREAD,
        re.compile(
            r"(?:bagikan|sebar\w*|share|kirim\w*|forward|teruskan)[^.!?\n]{0,30}"
            r"(?:\d+|semua|banyak|setiap|tiap|beberapa|minimal|para)?\s*"
            r"(?:grup|group|grop|grub|teman|kontak|orang lain|wa lain)"
            r"|sebarkan|viralkan"
        ),
    ),
    (
        Sign.PROGRAM,
        re.compile(r"\.apk\b|\b(?:instal\w*|pasang|unduh|download)\b[^.!?\n]{0,30}apk"),
    ),
    (
        Sign.PAPERS,
        re.compile(
            rf"{_ASK}[^.!?\n]{{0,30}}"
            r"(?:ktp|kk\b|no(?:mor|mer)?\.?\s?(?:rek\w*|kartu|atm)|rekening|kartu atm|kks|selfie|"
            r"nik\b|buku tabungan)"
        ),
    ),
)  # fmt: skip
_ORDER: Final = tuple(Sign)
_LONGEST: Final = 4_000


def judge(text: str) -> Verdict:
    """Judge a message that somebody passes on, or the address in it."""
    folded = " ".join(text[:_LONGEST].casefold().split())
    hosts = tuple(dict.fromkeys(_hosts(folded)))
    signs = {_of_host(host) for host in hosts}
    warned = re.sub(rf"{_NEVER}[^.!?\n]*", " ", folded)
    signs |= {sign for sign, pattern in _PATTERNS if pattern.search(warned)}
    if _private_number(folded):
        signs.add(Sign.PRIVATE_NUMBER)
    return Verdict(tuple(sign for sign in _ORDER if sign in signs), hosts)


def only_addresses(text: str) -> bool:
    """Tell whether a text is nothing but one or more addresses."""
    pieces = text[:_LONGEST].split()
    return bool(pieces) and all(_ADDRESS.match(one) for one in pieces)


def _hosts(text: str) -> list[str]:
    return [
        _host(found["url"]) if found["url"] else found["bare"].rstrip(".")
        for found in _ADDRESS.finditer(text)
    ]


def _host(url: str) -> str:
    """Give the host of an address: what stands before an @ is only decoration."""
    authority = re.split(r"[/?#\\]", url, maxsplit=1)[0]
    return authority.rpartition("@")[2].partition(":")[0].strip(".,;!)]")


def _of_host(host: str) -> Sign:
    if (host.endswith(_OFFICIAL_ENDING) and host.isascii()) or host in _ALSO_OFFICIAL:
        return Sign.OFFICIAL
    if host.removeprefix("www.") in _PRIVATE:
        return Sign.PRIVATE_NUMBER
    if host.removeprefix("www.") in _SHORT:
        return Sign.SHORT_ADDRESS
    odd = not host.isascii() or host.startswith("xn--") or ".xn--" in host
    return Sign.FAKE_ADDRESS if odd or _LOOKS_OFFICIAL.search(host) else Sign.OTHER_ADDRESS


def _private_number(text: str) -> bool:
    numbers = ("".join(filter(str.isdecimal, one)) for one in _PHONE.findall(text))
    return any(number.removeprefix("62").removeprefix("0") not in _OFFICE_NUMBERS
               for number in numbers)  # fmt: skip
