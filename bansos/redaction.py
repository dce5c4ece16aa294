"""Finding and removing what nobody may ever send to an office: card numbers, PINs, OTPs.

Runs on every message before anything is stored, so each pattern is linear in the text: no part
of a pattern can match the same characters in two ways.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import accumulate
from typing import Final

from bansos.maiden import maiden_names
from bansos.shapes import (
    CARD_PREFIXES,
    NUMBER_LENGTH,
    digits,
    looks_like_card,
    looks_like_nik,
    luhn,
    plausible_region,
)


class SecretKind(StrEnum):
    """What was found. The mother's maiden name is a bank's secret question."""

    CARD = "card"
    PIN = "pin"
    OTP = "otp"
    CVV = "cvv"
    MOTHER = "mother"


@dataclass(frozen=True, slots=True)
class Span:
    """Where a secret stands: ``text[start:end]``."""

    start: int
    end: int
    kind: SecretKind


_REPLACEMENTS: Final = {
    SecretKind.CARD: "[nomor kartu dihapus]",
    SecretKind.PIN: "[PIN dihapus]",
    SecretKind.OTP: "[OTP dihapus]",
    SecretKind.CVV: "[CVV dihapus]",
    SecretKind.MOTHER: "[nama ibu dihapus]",
}

_FLAGS: Final = re.IGNORECASE
_DIGIT: Final = re.compile(r"\d")
_HINT: Final = re.compile(
    r"p\W?i\W?n|pim|phi|otp|cv[vc]|sandi|pass|kode\W|kode(?:nya|ne|ku)|one.time|token|rahasia|belakang"
)
_RUN: Final = re.compile(r"\d+(?:[\W_]{1,3}\d+)*")
_GROUP: Final = re.compile(r"\d+")
_LONGEST_CARD: Final = 19

_VALUES: Final = {
    "nol": "0", "kosong": "0", "satu": "1", "dua": "2", "tiga": "3", "empat": "4", "lima": "5",
    "enam": "6", "tujuh": "7", "delapan": "8", "sembilan": "9",
}  # fmt: skip
_WORD: Final = rf"(?:{'|'.join(_VALUES)})"
_ONE: Final = re.compile(rf"\d|{_WORD}", _FLAGS)
_SPELT: Final = re.compile(_WORD, _FLAGS)
_SPOKEN: Final = rf"(?:\d|{_WORD})(?:[ ,./_\-]{{0,3}}(?:\d|{_WORD})){{3,19}}"
_CODE: Final = (
    r"\d{1,2}(?:[ ,./_\-]{1,3}\d{1,2}(?!\d)){2,7}(?![ ,./_\-]{0,3}\d)"
    rf"|\d+(?:[ .\-]\d+)*(?!{_WORD})|{_SPOKEN}"
)
_BANK: Final = (
    r"(?:brimo|brilink|bri|bni|bsi|btn|mandiri|livin|wondr|byond|atm|dana|ovo|gopay|akun|aplikasi"
    r"|m\W?banking|mobile|internet)"
)
_LABEL: Final = (
    r"(?P<cvv>cv[vc]2?|(?:3|tiga)\W{1,3}(?:angka|digit)\W{1,3}(?:di\W{1,3})?belakang"
    r"\W{1,3}(?:kartu|atm|kks))"
    r"|(?P<otp>otp|one.time.password|token(?!\W{1,3}(?:listrik|pln))"
    r"|kode\W{1,3}(?:rahasia|verifikasi|keamanan|sms|wa|whatsapp|aktivasi|konfirmasi|akses"
    rf"|(?:masuk|login)\W{{1,3}}{_BANK})"
    r"|(?:jangan|jgn)[^\d\n]{1,40}?\Wkode)"
    r"|(?P<pin>p\W?i\W?n|pim|phin|(?:nomor|nomer|no|angka)\W{1,3}rahasia|kode\W{1,3}(?:atm|kks)"
    r"|(?:kata\W)?sandi|passwords?)"
)
_SUFFIX: Final = r"(?:nya|ku|mu|2|['’]?n?e)?(?![^\W\d_])"
_FILLER: Final = (
    r"(?:(?:\d{1,2}\W?)?(?:digit|angka)(?:nya)?|nomor(?:nya)?|nomer|no|kode(?:nya)?|itu|ini"
    r"|adalah|sebagai|berikut|sbb|yaitu|ialah|is|saya|sy|aku|ku|kami|ibu|bu|bapak|bpk|pak|suami"
    r"|istri|anak|anda|nya|ne|e|yg|yang|mbak|mas|atas|nama|an|merah|putih|rahasia"
    r"|atm|kks|kartu|rekening|rek|bank|bri|brilink|brimo|bni|mandiri|livin|btn|bsi|pkh|bpnt"
    r"|sembako|baru|lama|ganti|diganti|jadi|menjadi|sudah|udah|sdh|masih|tadi|sekarang|dari"
    r"|masuk|sms|wa|whatsapp|aplikasi|hp|cvv|otp|pin|untuk|utk|di|ke)"
)
_FILLERS: Final = rf"(?:[\W_]{{0,3}}{_FILLER}(?![^\W_]))"
_BIRTHDAY: Final = (
    r"(?P<birthday>[ ]{1,3}(?:pakai |pake )?(?:tanggal|tgl)[ ]{1,3}lahir(?:nya)?"
    rf"{_FILLERS}{{0,3}})?"
)
_LABELLED: Final = re.compile(
    rf"(?<![^\W\d_])(?:{_LABEL}){_SUFFIX}"
    rf"{_FILLERS}{{0,8}}{_BIRTHDAY}[\W_]{{0,12}}(?P<code>{_CODE})",
    _FLAGS,
)
_ITS_CODE: Final = re.compile(
    r"(?<![^\W\d_])kode(?:nya|ne|ku)(?:[\W_]{1,3}(?:itu|ini|adalah|yaitu|sms|masuk|tadi)){0,2}"
    r"[\W_]{1,3}(?P<code>\d{4,8}|\d{3}[ \-]\d{3})(?![\w.,/\-]?\d)",
    _FLAGS,
)
"""A code of digits alone, as banks send it: the codes that Peka gives out have letters."""
_FAR: Final = re.compile(
    rf"(?<![^\W\d_])(?:{_LABEL}){_SUFFIX}"
    r"(?P<gap>[^\d?!;\n]{1,60})(?P<code>\d{3}[ \-]?\d{3})(?![.,/\-]?\d)",
    _FLAGS,
)
"""A PIN has six digits: so many, some words after the label, are one unless a word speaks against
it."""
_OTHER_NUMBER: Final = re.compile(
    r"[.]\s|\b(?:saldo|uang\w*|dana\w*|bantuan\w*|rp|rupiah|nik|kk|ktp|rt|rw|hp|tel[pf]\w*"
    r"|telepon|nomor|tanggal|tgl|sejak|tahun|bulan|petugas|keluarga|laporan|pos|rumah|alamat"
    r"|jalan|jl|gang|desa|harga|bayar|total|sebesar|jumlah|id|pelanggan|resi|tiket|antri\w*"
    r"|dihapus|listrik|meter\w*|sisa|cair\w*|terima|dapat)\b",
    _FLAGS,
)
_AGAIN: Final = re.compile(
    r"[\W_]{1,3}(?:dan|atau|jadi|menjadi|ke|baru|lama|diganti|ganti|sekarang|sama)"
    rf"(?:[\W_]{{1,3}}{_FILLER}(?![^\W_])){{0,3}}[\W_]{{1,3}}(?P<code>{_CODE})",
    _FLAGS,
)
_TROUBLE: Final = (
    r"(?:lupa|hilang|ilang|salah|di\w{3}|ter\w{3}|ke\w{3}|blokir|tidak|tdk|gak|ga|nggak|belum|blm"
    r"|kena|rusak|mati|apa|mana|bagaimana|gimana|gmn|minta|bisa|tolong|jangan|harus|kok)"
)
_BEFORE: Final = re.compile(
    r"(?<![\d/])(?<!\d[ .,_\-])(?P<code>\d{1,8}(?:[ .\-]\d{1,8}){0,7})[\W_]{1,3}"
    r"(?P<said>(?:itu|ini|adalah|yaitu|sebagai|untuk|=)[\W_]{1,3}"
    r"(?:(?:kode|nomor|no)[\W_]{1,3})?)?"
    rf"(?:{_LABEL}){_SUFFIX}"
    rf"(?!(?:[\W_]{{1,3}}{_FILLER}(?![^\W_])){{0,4}}[\W_]{{1,3}}{_TROUBLE})"
    r"(?!\W{0,3}dihapus)",
    _FLAGS,
)
_NAMED_OTHERWISE: Final = re.compile(
    r"(?:petugas|keluarga|laporan|rp[.]?|rumah|pos|tahun|thn|th|rt|rw|nik|kk|sejak|jam)"
    r"[\W_]{0,3}$",
    _FLAGS,
)
_NAMED_REACH: Final = 14
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_PASSWORD: Final = re.compile(
    r"(?<![^\W\d_])(?:(?:kata\W)?sandi|passwords?)(?:nya|ku|mu)?(?![^\W_])"
    rf"(?:[\W_]{{1,3}}{_FILLER}(?![^\W_])){{0,6}}"
    r"(?:[ ]{0,3}[:=][ ]{0,3}(?!(?:lupa|hilang|salah|tidak|apa|pin|nomor|kode)\b)"
    r"(?P<word>[^\W_]\S{3,39})"
    r"|[\W_]{1,4}(?P<mixed>(?=[^\W\d_]{1,30}\d)[^\s\[\]]{5,40}))",
    _FLAGS,
)
_CARD_LABEL: Final = re.compile(
    r"(?:(?:no|nomor|nomer|nmr)\W{0,3}(?:kartu|kks|atm|debit)(?:nya|ku)?"
    r"|kartu(?:nya|ku)?\W{1,3}(?:atm|kks|debit|merah\W{1,3}putih)|(?<![^\W_])kks)"
    rf"(?:[\W_]{{1,3}}{_FILLER}){{0,4}}[\W_]{{0,4}}$",
    _FLAGS,
)
_CARD_LABEL_REACH: Final = 60
_ACCOUNT: Final = re.compile(
    r"(?<![^\W\d_])(?:no\W{0,3})?rek(?:ening)?(?:nya|ku)?(?![^\W\d_])"
    rf"(?:[\W_]{{1,3}}{_FILLER}(?![^\W_])){{0,5}}[\W_]{{0,4}}"
    r"(?P<code>(?!08)\d(?:[ .\-]?\d){9,15})(?!\d)",
    _FLAGS,
)
_SPOKEN_CARD: Final = re.compile(
    rf"(?:\d|{_WORD})(?:[ ,./_\-]{{0,3}}(?:\d|{_WORD})){{15,18}}", _FLAGS
)

_SHORTEST_CODE: Final = {SecretKind.PIN: 4, SecretKind.OTP: 4, SecretKind.CVV: 3}
_LONGEST_CODE: Final = {SecretKind.PIN: 8, SecretKind.OTP: 8, SecretKind.CVV: 4}
_DATE: Final = re.compile(r"\d{1,2}[ .\-/]\d{1,2}[ .\-/](?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d")
_ALIKE: Final = dict(zip("аеорсухіѕпАВЕКМНОРСТУХІЅ", "aeopcyxisnABEKMHOPCTYXIS", strict=True))
"""Cyrillic letters that look like Latin ones."""
_DROPPED: Final = frozenset({"Cf", "Mn", "Me", "Cc"})


def redact(text: str) -> tuple[str, frozenset[SecretKind]]:
    """Return the text with every secret replaced by a word, and the kinds that were removed.

    Repeated until nothing is found (a card taken away may uncover the PIN beside it), so that
    redacting twice changes nothing more; but a few times only, whatever was sent, so that the work
    grows with the length of the text and no faster.
    """
    kinds: set[SecretKind] = set()
    for _ in range(_MOST_PASSES):
        spans = find_secrets(text)
        if not spans:
            return text, frozenset(kinds)
        kinds.update(span.kind for span in spans)
        text = _without(text, spans)
    return _DIGIT.sub("•", text), frozenset(kinds)  # made to hide something: no digit is let be


_MOST_PASSES: Final = 8
"""What people write needs two; twice as many as were ever seen, of texts made to need many."""


def _without(text: str, spans: tuple[Span, ...]) -> str:
    pieces, end = [], 0
    for span in spans:
        pieces += [text[end : span.start], _REPLACEMENTS[span.kind]]
        end = span.end
    return "".join([*pieces, text[end:]])


def find_secrets(text: str) -> tuple[Span, ...]:
    """Return the secrets in the text, in order and without overlap.

    A number that reads as a NIK or No. KK is never one; nor is a code that the office itself
    gave ("kode petugas"), a date, an amount, or the mere word in "lupa pin".
    """
    if text.isascii():
        return _apart(_candidates(text))
    plain, places = _plain(text)
    return tuple(
        Span(places[one.start], max(places[one.end], places[one.end - 1] + 1), one.kind)
        for one in _apart(_candidates(plain))
    )


def _apart(candidates: Iterator[Span]) -> tuple[Span, ...]:
    spans: list[Span] = []
    for span in sorted(candidates, key=_order):
        if not spans or spans[-1].end <= span.start:
            spans.append(span)
    return tuple(spans)


def _plain(text: str) -> tuple[str, list[int]]:
    """Write the text as it looks: full-width, circled and invisible characters made plain.

    Beside it, for each character of the result (and its end) the place in ``text``.
    """
    plain: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        for one in char if char.isascii() else _folded(char):
            plain.append(one)
            places.append(place)
    places.append(len(text))
    return "".join(plain), places


@lru_cache(maxsize=4096)
def _folded(char: str) -> str:
    if unicodedata.category(char) in _DROPPED:
        return ""
    kept = (one for one in unicodedata.normalize("NFKC", char) if not unicodedata.combining(one))
    return "".join(map(_folded_one, kept))


def _folded_one(char: str) -> str:
    digit = unicodedata.digit(char, None)
    return _ALIKE.get(char, char) if digit is None else str(digit)


def _order(span: Span) -> tuple[int, bool, int]:
    return span.start, span.kind is not SecretKind.CARD, -span.end


def _candidates(text: str) -> Iterator[Span]:
    """Run only the searches whose words occur: most messages need none of them."""
    lowered = text.lower()
    if _DIGIT.search(text):
        if len(text) >= NUMBER_LENGTH:
            yield from _cards(text)
        if "rek" in lowered:
            yield from _accounts(text)
    if _HINT.search(lowered):
        if _DIGIT.search(text) or _SPELT.search(text):
            yield from _codes(text)
        yield from _passwords(text)
    if "kartu" in lowered or "kks" in lowered or "atm" in lowered:
        yield from _spoken_cards(text)
    for start, end in maiden_names(text, lowered):
        yield Span(start, end, SecretKind.MOTHER)


def _accounts(text: str) -> Iterator[Span]:
    for match in _ACCOUNT.finditer(text):
        number = digits(match["code"])
        if len(number) != NUMBER_LENGTH or not looks_like_nik(number):
            yield Span(*match.span("code"), SecretKind.CARD)


def _spoken_cards(text: str) -> Iterator[Span]:
    for match in _SPOKEN_CARD.finditer(text):
        if match.group()[:NUMBER_LENGTH].isdecimal() or not _SPELT.search(match.group()):
            continue
        number = "".join(_VALUES.get(one.lower(), one) for one in _ONE.findall(match.group()))
        if len(number) != NUMBER_LENGTH or not looks_like_nik(number):
            yield Span(*match.span(), SecretKind.CARD)


def _passwords(text: str) -> Iterator[Span]:
    for match in _PASSWORD.finditer(text):
        yield Span(*match.span("word" if match["word"] else "mixed"), SecretKind.PIN)


def _cards(text: str) -> Iterator[Span]:
    for run in _RUN.finditer(text):
        if run.end() - run.start() >= NUMBER_LENGTH:
            labelled = _CARD_LABEL.search(
                text, max(0, run.start() - _CARD_LABEL_REACH), run.start()
            )
            yield from _cards_in(text, run, labelled=labelled is not None)


def _cards_in(text: str, run: re.Match[str], *, labelled: bool) -> Iterator[Span]:
    groups = [group.span() for group in _GROUP.finditer(text, run.start(), run.end())]
    number = digits("".join(text[start:end] for start, end in groups))
    ends = list(accumulate(end - start for start, end in groups))
    first = last = begin = 0
    while first < len(groups):
        last = max(last, first)
        while last < len(groups) and ends[last] - begin < NUMBER_LENGTH:
            last += 1
        found = last
        while found < len(groups) and ends[found] - begin <= _LONGEST_CARD:
            if _is_card(number[begin : ends[found]], labelled=labelled):
                yield Span(groups[first][0], groups[found][1], SecretKind.CARD)
                first = found
                break
            found += 1
        begin = ends[first]
        first += 1


def _is_card(number: str, *, labelled: bool) -> bool:
    if len(number) > NUMBER_LENGTH:
        return labelled
    if looks_like_nik(number):
        return False
    elsewhere = not plausible_region(number)
    known = number.startswith(CARD_PREFIXES)
    return labelled or looks_like_card(number) or (elsewhere and (known or luhn(number)))


def _codes(text: str) -> Iterator[Span]:
    for match in _LABELLED.finditer(text):
        kind = _kind(match)
        yield from _code_spans(match, kind, dated=match["birthday"] is not None)
        more = _AGAIN.match(text, match.end())
        if more:
            yield from _code_spans(more, kind)
    for match in _ITS_CODE.finditer(text):
        yield Span(*match.span("code"), SecretKind.OTP)
    for match in _FAR.finditer(text):
        if not match["code"].endswith("000") and not _OTHER_NUMBER.search(match["gap"]):
            yield Span(*match.span("code"), _kind(match))
    for match in _BEFORE.finditer(text):
        if _stands_before(match):
            yield Span(*match.span("code"), _kind(match))


def _stands_before(match: re.Match[str]) -> bool:
    """Tell whether the number before a label is its code, not a year, an amount, a house."""
    code, start = match["code"], match.start()
    if code.endswith("000") or not _is_code(digits(code), _kind(match)) or _DATE.fullmatch(code):
        return False
    if match["said"]:
        return True
    before = match.string[max(0, start - _NAMED_REACH) : start]
    return not _YEAR.fullmatch(code) and not _NAMED_OTHERWISE.search(before)


def _kind(match: re.Match[str]) -> SecretKind:
    if match["cvv"]:
        return SecretKind.CVV
    return SecretKind.OTP if match["otp"] else SecretKind.PIN


def _code_spans(match: re.Match[str], kind: SecretKind, *, dated: bool = False) -> Iterator[Span]:
    """Give the whole code, or the leading parts of it that are short enough to be one."""
    start, end = match.span("code")
    code = match["code"]
    if _SPELT.search(code):
        yield Span(start, end, kind)
        return
    number = "".join(_GROUP.findall(code))
    if _is_code(number, kind) and (dated or not _DATE.fullmatch(code)):
        yield Span(start, end, kind)
    elif not (len(number) == NUMBER_LENGTH and looks_like_nik(number)):
        yield from _leading_codes(match, kind)


def _leading_codes(match: re.Match[str], kind: SecretKind) -> Iterator[Span]:
    if _DATE.fullmatch(match["code"]):
        return
    for group in _GROUP.finditer(match.string, *match.span("code")):
        if not _is_code(group.group(), kind):
            return
        yield Span(group.start(), group.end(), kind)


def _is_code(number: str, kind: SecretKind) -> bool:
    return _SHORTEST_CODE[kind] <= len(number) <= _LONGEST_CODE[kind]
