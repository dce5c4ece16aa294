"""Who may see a broadcast, and do what with it: by role, area and two pairs of hands."""

from __future__ import annotations

from collections.abc import Iterable

from bansos.broadcasts import BroadcastState as S
from bansos.broadcasts import may_follow
from bansos.staff import Act, StaffRole, in_charge, may, separate_hands
from conversations.broadcast.words import ACTS
from storage import staff
from storage.broadcasts import Broadcast


def covers(areas: Iterable[str], regions: Iterable[str]) -> bool:
    """Tell whether every region lies inside the areas of an officer."""
    own = tuple(areas)
    return all(in_charge(own, region) for region in regions)


def acts(broadcast: Broadcast, officer: staff.Officer) -> tuple[str, ...]:
    """List what an officer may do with a broadcast now."""
    own = broadcast.composer == officer.id
    approves = approver(broadcast, officer)
    can = {
        "ajukan": own and broadcast.state is S.DRAF and broadcast.cursor < 0,
        "setuju": approves and broadcast.state is S.DIAJUKAN,
        "tolak": approves and broadcast.state is S.DIAJUKAN,
        "jeda": (own or approves) and may_follow(broadcast.state, S.DIJEDA),
        "lanjut": approves and broadcast.state is S.DIJEDA,
        "batal": (own or approves) and may_follow(broadcast.state, S.DIBATALKAN)
        and not (approves and broadcast.state is S.DIAJUKAN),
    }  # fmt: skip
    return tuple(act for act in ACTS if can[act])


def approver(broadcast: Broadcast, officer: staff.Officer) -> bool:
    """Tell whether an officer may decide: by role and area, and never on their own."""
    role = may(StaffRole(officer.role), Act.APPROVE)
    apart = separate_hands(str(broadcast.composer), str(officer.id))
    return role and apart and covers(officer.regions, broadcast.audience.regions)


def sees(broadcast: Broadcast, officer: staff.Officer) -> bool:
    """Tell whether an officer may see a broadcast: who wrote it, and whose area it touches."""
    role = StaffRole(officer.role)
    works = may(role, Act.APPROVE) or may(role, Act.PROPOSE) or may(role, Act.READ_AUDIT)
    near = covers(officer.regions, broadcast.audience.regions)
    return broadcast.composer == officer.id or (works and near)
