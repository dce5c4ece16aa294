"""Cutting a long text where a reader would pause, never inside one visible sign.

The last net of the channels: no reply is that long but a lesson or a letter.
"""

from __future__ import annotations

import re
import unicodedata

JOINER = "\u200d"
PAUSES = ("\n\n", "\n", " ")
"""Best first: between paragraphs, between lines, between words."""
_WHOLE_PARAGRAPH = 2
"""A pause counts where it leaves at least one part in this many of the room used."""
_CLINGING = frozenset({"Mn", "Me", "Mc"})
_SKIN = re.compile("[\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f\u200c\u200d]")
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]")
_JAMO = re.compile("[\u1160-\u11ff]")


def units(text: str) -> int:
    """Length in UTF-16 units, the strictest way in which platforms count."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def pieces(text: str, most: int) -> list[str]:
    """Cut ``text`` into pieces of at most ``most`` UTF-16 units, none of them blank."""
    found: list[str] = []
    rest = sound(text).strip()
    while units(rest) > most:
        cut = _cut(rest, _fitting(rest, most))
        found.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [piece for piece in (*found, rest) if piece]


def sound(text: str) -> str:
    """Replace what no platform takes: lone halves of a sign, and NUL."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def _fitting(text: str, most: int) -> int:
    """Count the characters at the head of ``text`` that fit into ``most`` units."""
    return len(text[:most].encode("utf-16-le")[: 2 * most].decode("utf-16-le", "ignore"))


def _cut(text: str, most: int) -> int:
    """Find the best place to cut within the first ``most`` characters."""
    for pause in PAUSES:
        place = text.rfind(pause, 0, most + 1)
        if place >= max(1, most // _WHOLE_PARAGRAPH):
            return place
    place = most
    while place > 0 and _clings(text, place):
        place -= 1
    return place or most


def _clings(text: str, place: int) -> bool:
    """Tell whether the sign at ``place`` belongs to the one before it."""
    sign, before = text[place], text[place - 1]
    if before == JOINER or unicodedata.category(sign) in _CLINGING:
        return True
    if _SKIN.match(sign) or (before == "\r" and sign == "\n"):
        return True
    if _FLAG.match(sign):
        return _flags_before(text, place) % 2 == 1
    return bool(_JAMO.match(sign))


def _flags_before(text: str, place: int) -> int:
    """Count the regional letters right before ``place``; two of them are one flag."""
    first = place
    while first > 0 and _FLAG.match(text[first - 1]):
        first -= 1
    return place - first
