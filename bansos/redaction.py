"""Finding and removing what nobody may ever send to an office: card numbers, PINs, OTPs.

Runs on every message before anything is stored, so each pattern is linear in the text: no part
of a pattern can match the same characters in two ways.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bansos.maiden import maiden_names
from bansos.shapes import NUMBER_LENGTH, digits, looks_like_card, looks_like_nik


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
_CODE_HINT: Final = re.compile(r"p\W?i\W?n|otp|cv[vc]|sandi|passw|kode\W|one.time")
_RUN: Final = re.compile(r"\d+(?:[\W_]{1,3}\d+)*")
_GROUP: Final = re.compile(r"\d+")
_LONGEST_CARD: Final = 19

_CODE_WORDS: Final = (
    "(?:nol|kosong|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan)"
    "(?:[ ,.-]{1,2}(?:nol|kosong|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan)){3,7}"
)
_CODE: Final = rf"\d+(?:[ .\-]\d+)*|{_CODE_WORDS}"
_LABEL: Final = (
    r"(?P<cvv>cv[vc]2?)|(?P<otp>otp|one.time.password|kode\W{1,2}(?:rahasia|verifikasi|keamanan))"
    r"|(?P<pin>p\W?i\W?n|(?:kata\W)?sandi|passwords?)"
)
_FILLER: Final = (
    r"(?:(?:\d{1,2}\W?)?(?:digit|angka)(?:nya)?|nomor(?:nya)?|no|kode(?:nya)?|itu|ini|adalah"
    r"|yaitu|ialah|is|saya|sy|aku|ku|kami|ibu|bu|bapak|bpk|pak|suami|istri|anak|anda|nya|mbak|mas"
    r"|atm|kks|kartu|rekening|rek|bank|bri|brilink|bni|mandiri|btn|bsi|pkh|bpnt|sembako"
    r"|baru|lama|ganti|diganti|jadi|menjadi|sudah|udah|sdh|masih|tadi|sekarang|dari|masuk|sms|wa"
    r"|whatsapp|cvv|otp|pin)"
)
_LABELLED: Final = re.compile(
    rf"(?<![^\W\d_])(?:{_LABEL})(?:nya|ku|mu|2)?(?![^\W\d_])"
    rf"(?:[\W_]{{0,3}}{_FILLER}(?![^\W_])){{0,6}}[\W_]{{0,4}}(?P<code>{_CODE})",
    _FLAGS,
)
_AGAIN: Final = re.compile(
    r"[\W_]{1,3}(?:dan|atau|jadi|menjadi|ke|baru|lama|diganti|ganti|sekarang|sama)"
    rf"(?:[\W_]{{1,3}}{_FILLER}(?![^\W_])){{0,3}}[\W_]{{1,3}}(?P<code>{_CODE})",
    _FLAGS,
)
_BEFORE: Final = re.compile(
    r"(?<![\d/])(?P<code>\d{1,8}(?:[ .\-]\d{1,8}){0,7})[\W_]{1,3}"
    r"(?:(?:itu|ini|adalah|yaitu|sebagai|untuk|=)[\W_]{1,3}(?:(?:kode|nomor|no)[\W_]{1,3})?"
    rf"(?:{_LABEL})|(?P<own>(?:pin|otp|cvv)(?:nya|ku)))(?![^\W\d_])",
    _FLAGS,
)
_CARD_LABEL: Final = re.compile(
    r"(?:no|nomor|nomer|nmr)\W{0,3}(?:kartu|kks|atm|debit)(?:nya|ku)?"
    rf"(?:[\W_]{{1,3}}{_FILLER}){{0,4}}[\W_]{{0,4}}$",
    _FLAGS,
)
_CARD_LABEL_REACH: Final = 60

_SHORTEST_CODE: Final = {SecretKind.PIN: 4, SecretKind.OTP: 4, SecretKind.CVV: 3}
_LONGEST_CODE: Final = {SecretKind.PIN: 8, SecretKind.OTP: 8, SecretKind.CVV: 4}
_DATE: Final = re.compile(r"\d{1,2}[ .\-]\d{1,2}[ .\-](?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d")


def redact(text: str) -> tuple[str, frozenset[SecretKind]]:
    """Return the text with every secret replaced by a word, and the kinds that were removed.

    Repeated until nothing is found (a card taken away may uncover the PIN beside it), so that
    redacting twice changes nothing more.
    """
    kinds: set[SecretKind] = set()
    while spans := find_secrets(text):
        kinds.update(span.kind for span in spans)
        text = _without(text, spans)
    return text, frozenset(kinds)


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
    spans: list[Span] = []
    for span in sorted(_candidates(text), key=_order):
        if not spans or spans[-1].end <= span.start:
            spans.append(span)
    return tuple(spans)


def _order(span: Span) -> tuple[int, bool]:
    return span.start, span.kind is not SecretKind.CARD


def _candidates(text: str) -> Iterator[Span]:
    """Run only the searches whose words occur: most messages need none of them."""
    if len(text) >= NUMBER_LENGTH and _DIGIT.search(text):
        yield from _cards(text)
    lowered = text.lower()
    if _CODE_HINT.search(lowered):
        yield from _codes(text)
    if "kandung" in lowered or "gadis" in lowered:
        for start, end in maiden_names(text):
            yield Span(start, end, SecretKind.MOTHER)


def _cards(text: str) -> Iterator[Span]:
    for run in _RUN.finditer(text):
        if run.end() - run.start() >= NUMBER_LENGTH:
            labelled = _CARD_LABEL.search(
                text, max(0, run.start() - _CARD_LABEL_REACH), run.start()
            )
            yield from _cards_in(text, run, labelled=labelled is not None)


def _cards_in(text: str, run: re.Match[str], *, labelled: bool) -> Iterator[Span]:
    groups = list(_GROUP.finditer(text, run.start(), run.end()))
    first = 0
    while first < len(groups):
        last = _card_from(groups, first, labelled=labelled)
        if last is None:
            first += 1
            continue
        yield Span(groups[first].start(), groups[last].end(), SecretKind.CARD)
        first = last + 1


def _card_from(groups: list[re.Match[str]], first: int, *, labelled: bool) -> int | None:
    """Return the last group of a card number that starts at group ``first``, or None."""
    number = ""
    for last in range(first, len(groups)):
        number += digits(groups[last].group())[: _LONGEST_CARD + 1]
        if len(number) > _LONGEST_CARD:
            return None
        if _is_card(number, labelled=labelled):
            return last
    return None


def _is_card(number: str, *, labelled: bool) -> bool:
    if len(number) < NUMBER_LENGTH:
        return False
    if len(number) > NUMBER_LENGTH:
        return labelled
    return looks_like_card(number) or (labelled and not looks_like_nik(number))


def _codes(text: str) -> Iterator[Span]:
    for match in _LABELLED.finditer(text):
        kind = _kind(match)
        yield from _code_spans(match, kind)
        more = _AGAIN.match(text, match.end())
        if more:
            yield from _code_spans(more, kind)
    for match in _BEFORE.finditer(text):
        if not match["code"].endswith("000"):
            yield from _code_spans(match, _kind(match))


def _kind(match: re.Match[str]) -> SecretKind:
    named = match.groupdict()
    own = (named.get("own") or "").lower()
    if named["cvv"] or own.startswith("cvv"):
        return SecretKind.CVV
    if named["otp"] or own.startswith("otp"):
        return SecretKind.OTP
    return SecretKind.PIN


def _code_spans(match: re.Match[str], kind: SecretKind) -> Iterator[Span]:
    """Give the whole code, or the leading parts of it that are short enough to be one."""
    start, end = match.span("code")
    code = match["code"]
    if not code[0].isdecimal():
        yield Span(start, end, kind)
        return
    number = digits(code)
    if _is_code(number, kind) and not _DATE.fullmatch(code):
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
