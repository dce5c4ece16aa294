"""Open disputes about who is of a family, and the officers whose codes they are about."""

from __future__ import annotations

from bansos.cases import CaseKind
from handlers import desk
from storage import cases
from storage.unit import Unit

ISSUERS = "issuers"
"""Where the body of a dispute keeps the ids of these officers."""


def barred(unit: Unit, family: int, officer: int | None) -> bool:
    """Tell whether another officer has to decide first whether a family gets a code."""
    disputes = cases.of_family(unit, CaseKind.BUKAN_SAYA, family)
    kept = (desk.body(one).get(ISSUERS) for one in disputes)
    return any(isinstance(ids, list) and officer in ids for ids in kept)
