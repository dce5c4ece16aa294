"""Texts that are nothing but a code of ours: a receipt, a family code, an officer's way in."""

from __future__ import annotations

import re

from conversations.codes import CODE, NOT_CODE, receipt_in
from conversations.said import Meant

STAFF_CODE = re.compile(r"^\s*masuk\s+(\S[\S \-]{4,20})\s*$", re.IGNORECASE)
TASK = re.compile(r"^\W*(?:tugas|buka|task|open)\W+#?([A-Za-z0-9]{6})\W*$", re.IGNORECASE)
BARE_CODE = re.compile(r"^\s*[A-Za-z0-9]{4}[\s\-]?[A-Za-z0-9]{4}\s*$")


def code_in(text: str) -> Meant | None:
    """Recognise a text that is nothing but a code of ours."""
    receipt = receipt_in(text)
    if receipt is not None:
        return Meant("kode_laporan", 1.0, arg=receipt)
    staff = STAFF_CODE.match(text)
    if staff and CODE.fullmatch(NOT_CODE.sub("", staff[1]).upper()):
        return Meant("masuk", 1.0, arg=staff[1])
    if (task := TASK.match(text[:40])) and any(map(str.isdigit, task[1])):
        return Meant("tugas_buka", 1.0, arg=task[1].upper())
    bare = NOT_CODE.sub("", text[:20]).upper()
    if BARE_CODE.match(text) and CODE.fullmatch(bare) and not bare.isdecimal():
        return Meant("kode_keluarga", 0.8, arg=bare)
    return None
