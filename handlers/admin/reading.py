"""The body of an admin webhook: genuine first, then JSON without its traps."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from typing import NoReturn

from standardwebhooks import Webhook

from handlers.admin.answers import Refusal

DEPTH = 20
"""Levels of lists and objects within each other."""
STRING = re.compile(rb'"(?:[^"\\]|\\.)*+"?', re.DOTALL)
"""A string, or one that is never closed, to the end: no byte is looked at twice."""
BRACKET = re.compile(rb"[\[\]{}]")
HEADERS = ("webhook-id", "webhook-timestamp", "webhook-signature")
LONGEST_ID = 200


def genuine(secret: str, raw: bytes, headers: Mapping[str, str]) -> str:
    """Check signature and time stamp (five minutes) and give the webhook-id.

    Whatever goes wrong is the same 401: whoever cannot sign learns nothing.
    """
    given = {name: headers.get(name, "") for name in HEADERS}
    try:
        Webhook(secret).verify(raw, given, json_parse=False)
    except Exception:  # noqa: BLE001 - design.md section 6: every exception of verify
        raise unsigned() from None
    if len(given["webhook-id"]) > LONGEST_ID:
        raise unsigned()
    return given["webhook-id"]


def unsigned() -> Refusal:
    """Refuse what is not signed, not in time, or signed with another secret."""
    return Refusal(
        401,
        "unsigned",
        "Tanda tangan tidak sah",
        "Periksa PEKA_ADMIN_SECRET, jam server (paling jauh 5 menit), dan tajuk webhook-id, "
        "webhook-timestamp, webhook-signature (Standard Webhooks).",
    )


def parsed(raw: bytes) -> dict[str, object]:
    """Read a body; raises :class:`Refusal` for what two programs could read differently."""
    if depth(raw) > DEPTH:
        raise unreadable(f"lebih dari {DEPTH} tingkat")
    try:
        read = json.loads(raw, object_pairs_hook=_pairs, parse_constant=_no_number)
        json.dumps(read, ensure_ascii=False).encode()
    except _OddError as odd:
        raise unreadable(str(odd)) from None
    except json.JSONDecodeError as fault:
        raise unreadable(f"bukan JSON (baris {fault.lineno}, kolom {fault.colno})") from None
    except UnicodeError:
        raise unreadable("bukan UTF-8 yang utuh") from None
    except (ValueError, RecursionError, OverflowError):
        raise unreadable("ada angka yang terlalu panjang") from None
    if not isinstance(read, dict):
        raise unreadable("isinya harus objek: {...}")
    return read


def depth(raw: bytes) -> int:
    """Count the levels without parsing: a parser would go down with them."""
    level = deepest = 0
    for bracket in BRACKET.finditer(STRING.sub(b"", raw)):
        level += 1 if bracket.group() in b"[{" else -1
        deepest = max(deepest, level)
    return deepest


def unreadable(detail: str) -> Refusal:
    """Refuse a body that is no JSON, or a doubtful one."""
    return Refusal(400, "unreadable", "Isi tidak bisa dibaca", detail)


class _OddError(ValueError):
    pass


def _pairs(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        times = Counter(name for name, _value in pairs)
        twice = next(name for name, n in times.items() if n > 1)
        raise _OddError(f"kunci “{twice[:40]}” ada dua kali")
    return found


def _no_number(name: str) -> NoReturn:
    raise _OddError(f"{name} bukan angka JSON")
