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
        self.lite = " ".join(text.split())
        ending = f" {lock}" if lock else ""
        self.postgres = NAMED.sub(r"%(\1)s", self.lite.replace("%", "%%") + ending)


class Insert(Sql):
    """An INSERT of one row whose number is asked for; see ``Unit.add``.

    SQLite knows the number anyway; RETURNING would cost it a quarter of a reply's insert.
    """

    __slots__ = ()

    def __init__(self, text: str) -> None:
        """``text`` has no RETURNING."""
        super().__init__(text, lock="RETURNING id")
