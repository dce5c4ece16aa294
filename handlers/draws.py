"""Everything that is drawn by lot: codes and names that nobody can guess."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import timedelta

PAIRS = 4
"""Word and number, four times: with 411 words 60.7 random bits."""
LETTERS = "ABCDEFGHJKLMNPQRTUVWXY"
DIGITS = "346789"
FLOWERS = (
    "Melati", "Mawar", "Kenanga", "Cempaka", "Dahlia", "Anggrek", "Teratai", "Seroja",
    "Flamboyan", "Kamboja", "Sakura", "Tulip", "Lavender", "Aster",
    "Lili", "Bugenvil", "Soka", "Wijaya",
)  # fmt: skip


def receipt(words: Sequence[str]) -> str:
    """Draw a receipt code that is easy to read aloud: BATU-71-KOPI-45-AWAN-20-MEJA-63."""
    pairs = (f"{secrets.choice(words).upper()}-{10 + secrets.randbelow(90)}" for _ in range(PAIRS))
    return "-".join(pairs)


def one_time() -> str:
    """Draw a one-time code of eight signs that are not mistaken for each other: 35 bits."""
    half = "".join(secrets.choice(LETTERS) + secrets.choice(DIGITS) for _ in range(2))
    rest = "".join(secrets.choice(LETTERS + DIGITS) for _ in range(4))
    return half + rest


def shown(code: str) -> str:
    """Part a one-time code in the middle, as it is read out."""
    return f"{code[:4]}-{code[4:]}"


def questions(pool: Sequence[str], n: int) -> tuple[str, ...]:
    """Draw ``n`` different questions of a quiz."""
    return tuple(secrets.SystemRandom().sample(list(pool), n))


def a_while() -> timedelta:
    """Draw ten minutes to an hour: news that must not tell the moment of what caused it."""
    return timedelta(seconds=600 + secrets.randbelow(3000))


def reference() -> str:
    """Draw the short reference of a case, a digit in it; staff see it, and it opens nothing."""
    rest = "".join(secrets.choice(LETTERS + DIGITS) for _ in range(4))
    return secrets.choice(LETTERS) + secrets.choice(DIGITS) + rest


def alias() -> str:
    """Draw the name under which staff know a reporter."""
    return f"{secrets.choice(FLOWERS)} {10 + secrets.randbelow(90)}"
