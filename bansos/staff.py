"""The office's people: what each role may do, and which cases it must not see."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

_DISTRICT_LENGTH: Final = 8


class StaffRole(StrEnum):
    PENDAMPING = "pendamping"
    OPERATOR_DESA = "operator_desa"
    TKSK = "tksk"
    VERIFIKATOR = "verifikator"
    ADMIN = "admin"
    AUDITOR = "auditor"


class Act(StrEnum):
    """What can be done with personal data, cases and the service."""

    SEE_CASES = "see_cases"
    WORK_CASES = "work_cases"
    DECIDE_CASES = "decide_cases"
    SEE_FAMILIES = "see_families"
    GIVE_CODES = "give_codes"
    PROPOSE = "propose"
    APPROVE = "approve"
    SCHEDULE_VISITS = "schedule_visits"
    FILE_CAPITAL = "file_capital"
    BROADCAST = "broadcast"
    MANAGE_STAFF = "manage_staff"
    SEE_REPORTERS = "see_reporters"
    READ_AUDIT = "read_audit"


_FIELD: Final = frozenset(
    {Act.SEE_CASES, Act.WORK_CASES, Act.SEE_FAMILIES, Act.GIVE_CODES, Act.PROPOSE},
)
# Domain notes, section 11 (roles): the verifikator never approves an own entry, the auditor only
# reads; who sends a broadcast or an import is not who approves it (``separate_hands``).
MAY: Final[Mapping[StaffRole, frozenset[Act]]] = MappingProxyType(
    {
        StaffRole.PENDAMPING: _FIELD | {Act.SCHEDULE_VISITS, Act.FILE_CAPITAL},
        StaffRole.OPERATOR_DESA: _FIELD,
        StaffRole.TKSK: _FIELD | {Act.SCHEDULE_VISITS},
        StaffRole.VERIFIKATOR: _FIELD | {Act.DECIDE_CASES, Act.APPROVE, Act.SEE_REPORTERS},
        StaffRole.ADMIN: frozenset(Act) - {Act.READ_AUDIT},
        # The auditor (inspektorat) works on what is said of the office itself, and reads the log.
        StaffRole.AUDITOR: frozenset({Act.SEE_CASES, Act.WORK_CASES, Act.READ_AUDIT}),
    }
)


def may(role: StaffRole, act: Act) -> bool:
    return act in MAY[role]


def separate_hands(proposed_by: str, approved_by: str) -> bool:
    """Whoever enters does not approve: tell whether two staff ids are two people."""
    return bool(proposed_by) and bool(approved_by) and proposed_by != approved_by


def in_charge(areas: Collection[str], code: str) -> bool:
    """Tell whether a place lies in one of the areas of a member of staff (dotted codes)."""
    return any(code == area or code.startswith(f"{area}.") for area in areas)


class AccusedRole(StrEnum):
    """Whom a report names, by role. Names are never compared."""

    NONE = "none"
    PENDAMPING = "pendamping"
    KETUA_KELOMPOK = "ketua_kelompok"
    PERANGKAT_DESA = "perangkat_desa"
    OPERATOR_DESA = "operator_desa"
    AGEN = "agen"
    TKSK = "tksk"
    PEGAWAI_DINSOS = "pegawai_dinsos"


def roles_in(stored: str) -> tuple[AccusedRole, ...]:
    """Read the roles that are named together ("pendamping,ketua_kelompok"); unknown ones go.

    Without any the answer is ``(NONE,)``.
    """
    known = {role.value: role for role in AccusedRole if role is not AccusedRole.NONE}
    named = dict.fromkeys(known[one] for one in stored.split(",") if one in known)
    return tuple(named) or (AccusedRole.NONE,)


# What goes straight to the Dinas: nobody of the field sees it, whoever is named in it.
_OFFICE: Final = frozenset({StaffRole.VERIFIKATOR, StaffRole.ADMIN})


def at_the_office(role: StaffRole, accused_role: AccusedRole) -> bool:
    """Tell whether a role may see what goes straight to the Dinas.

    The office itself; what is said of the office is the auditor's.
    """
    if accused_role is AccusedRole.PEGAWAI_DINSOS:
        return role is StaffRole.AUDITOR
    return role in _OFFICE


# A pendamping leads the group's chair and knows the agent, so these reports pass by both; the
# operator belongs to the village officials. The Kelbung case (Bangkalan 2017-2021) joined a
# pendamping and a village head's family.
_FIELD_CIRCLE: Final = frozenset({StaffRole.PENDAMPING, StaffRole.TKSK})
_BLIND: Final[Mapping[AccusedRole, frozenset[StaffRole]]] = MappingProxyType(
    {
        AccusedRole.NONE: frozenset(),
        AccusedRole.PENDAMPING: _FIELD_CIRCLE,
        AccusedRole.KETUA_KELOMPOK: frozenset({StaffRole.PENDAMPING}),
        AccusedRole.PERANGKAT_DESA: frozenset({StaffRole.OPERATOR_DESA}),
        AccusedRole.OPERATOR_DESA: frozenset({StaffRole.OPERATOR_DESA}),
        AccusedRole.AGEN: frozenset({StaffRole.PENDAMPING, StaffRole.OPERATOR_DESA}),
        AccusedRole.TKSK: _FIELD_CIRCLE,
        AccusedRole.PEGAWAI_DINSOS: frozenset({StaffRole.ADMIN, StaffRole.VERIFIKATOR}),
    }
)
# These work beyond one village: what is said of them is hidden in the whole kecamatan.
_VILLAGE_BOUND: Final = frozenset({AccusedRole.PERANGKAT_DESA, AccusedRole.OPERATOR_DESA})


def hidden_from(
    role: StaffRole, region: str, accused_role: AccusedRole, accused_area: str
) -> bool:
    """Tell whether staff of this role and region must not see the case.

    By role and area only. Both areas are dotted codes; an unknown one ("") hides the case from
    everybody of that role. A pendamping, chair, agent or TKSK counts in the whole kecamatan.
    """
    if role not in _BLIND[accused_role]:
        return False
    area = accused_area if accused_role in _VILLAGE_BOUND else accused_area[:_DISTRICT_LENGTH]
    return not area or not region or _overlap(region, area)


def _overlap(one: str, two: str) -> bool:
    return one == two or one.startswith(f"{two}.") or two.startswith(f"{one}.")
