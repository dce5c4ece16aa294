"""Statements for the hot path: one text for both databases, run on the driver's own cursor.

SQLAlchemy Core costs more per statement than SQLite itself; a turn's few statements therefore go
to the driver as text (docs/decisions/0003).  Core serves lists of values and bulk rows only.
"""

from __future__ import annotations

import re

NAMED = re.compile(r"(?<!:):(\w+)")


class Sql:
    """A statement with ``:named`` values, rewritten once for each driver."""

    __slots__ = ("lite", "postgres")

    def __init__(self, text: str, *, lock: str = "") -> None:
        """``lock`` (``FOR UPDATE …``) goes to PostgreSQL only: SQLite has a single writer."""
        one_line = " ".join(text.split())
        self.lite = one_line
        self.postgres = NAMED.sub(
            r"%(\1)s", one_line.replace("%", "%%") + (f" {lock}" if lock else "")
        )
