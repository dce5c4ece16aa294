"""What can be set in type: a name from anywhere becomes signs that every paper can show.

The rule: letters of the Latin, Greek and Cyrillic scripts, digits and common marks are set as they
are; any other sign becomes □, and the paper says that it is to be filled in by hand.  (Names on
Indonesian papers are in Latin letters; a name in Arabic, Javanese or Chinese is somebody's wish.)
"""

from __future__ import annotations

import re
import unicodedata

MISSING = "□"
LONGEST_RUN = 24
"""Letters without a space after which a line may break."""
BREAK = "\u200b"
SET = re.compile(
    "[ -~\u00a1-\u00ac\u00ae-\u024f\u0300-\u0304\u0306-\u030c\u0370-\u0377\u037a-\u037f"
    "\u0384-\u0386\u0388-\u03ff\u0400-\u045f\u1e00-\u1eff\u2010-\u2015\u2018-\u2022\u2026\u20ac]"
)
_RUN = re.compile(rf"(\S{{{LONGEST_RUN}}})(?=\S)")


def printable(text: str) -> str:
    """Give a text as it can be set: one line, no hidden signs, □ for what no font of ours has."""
    line = " ".join(unicodedata.normalize("NFC", text).split())
    found = "".join(_sign(one) for one in line)
    return _RUN.sub(rf"\1{BREAK}", found)


def _sign(sign: str) -> str:
    """Set one sign; what only changes or joins others is left out where it cannot be set."""
    if SET.fullmatch(sign):
        return sign
    return "" if unicodedata.category(sign)[0] in "CM" else MISSING
