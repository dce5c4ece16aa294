import pytest

from bansos.staff import (
    MAY,
    AccusedRole,
    Act,
    StaffRole,
    at_the_office,
    hidden_from,
    in_charge,
    may,
    separate_hands,
)

LABUHAN, MANERON, SEPULU, GALIS, BANGKALAN = (
    "35.26.08.2012",
    "35.26.08.2002",
    "35.26.08",
    "35.26.18",
    "35.26",
)


@pytest.mark.parametrize(
    ("role", "region", "accused", "area", "hidden"),
    [
        ("pendamping", LABUHAN, "pendamping", LABUHAN, True),
        ("pendamping", MANERON, "pendamping", LABUHAN, True),
        ("pendamping", SEPULU, "pendamping", LABUHAN, True),
        ("pendamping", BANGKALAN, "pendamping", LABUHAN, True),
        ("pendamping", GALIS, "pendamping", LABUHAN, False),
        ("pendamping", GALIS, "pendamping", "", True),
        ("pendamping", "", "pendamping", LABUHAN, True),
        ("pendamping", MANERON, "ketua_kelompok", LABUHAN, True),
        ("pendamping", LABUHAN, "perangkat_desa", LABUHAN, False),
        ("pendamping", LABUHAN, "none", LABUHAN, False),
        ("tksk", SEPULU, "pendamping", LABUHAN, True),
        ("tksk", SEPULU, "ketua_kelompok", LABUHAN, False),
        ("operator_desa", LABUHAN, "perangkat_desa", LABUHAN, True),
        ("operator_desa", MANERON, "perangkat_desa", LABUHAN, False),
        ("operator_desa", LABUHAN, "operator_desa", SEPULU, True),
        ("operator_desa", LABUHAN, "agen", LABUHAN, True),
        ("operator_desa", LABUHAN, "pendamping", LABUHAN, False),
        ("verifikator", BANGKALAN, "pendamping", LABUHAN, False),
        ("verifikator", BANGKALAN, "pegawai_dinsos", LABUHAN, True),
        ("admin", BANGKALAN, "pegawai_dinsos", BANGKALAN, True),
        ("auditor", BANGKALAN, "pegawai_dinsos", BANGKALAN, False),
    ],
)
def test_who_loses_sight_of_a_case(
    role: str, region: str, accused: str, area: str, *, hidden: bool
) -> None:
    assert hidden_from(StaffRole(role), region, AccusedRole(accused), area) is hidden


def test_somebody_always_sees_a_case() -> None:
    for accused in AccusedRole:
        assert any(not hidden_from(role, BANGKALAN, accused, LABUHAN) for role in StaffRole)


def test_what_goes_straight_to_the_dinas_is_not_seen_in_the_field() -> None:
    for accused in set(AccusedRole) - {AccusedRole.PEGAWAI_DINSOS}:
        seeing = {role for role in StaffRole if at_the_office(role, accused)}
        assert seeing == {StaffRole.VERIFIKATOR, StaffRole.ADMIN}
    office = AccusedRole.PEGAWAI_DINSOS
    assert [role for role in StaffRole if at_the_office(role, office)] == [StaffRole.AUDITOR]


def test_areas_end_at_whole_codes() -> None:
    assert in_charge((SEPULU,), LABUHAN)
    assert in_charge((LABUHAN, GALIS), GALIS)
    assert not in_charge(("35.2",), LABUHAN)
    assert not in_charge((LABUHAN,), SEPULU)
    assert not in_charge((), LABUHAN)


def test_what_roles_may_do() -> None:
    assert set(MAY) == set(StaffRole)
    assert not may(StaffRole.PENDAMPING, Act.APPROVE)
    assert not may(StaffRole.OPERATOR_DESA, Act.SEE_REPORTERS)
    assert may(StaffRole.VERIFIKATOR, Act.APPROVE)
    assert not may(StaffRole.ADMIN, Act.READ_AUDIT)
    assert MAY[StaffRole.AUDITOR] == {Act.SEE_CASES, Act.WORK_CASES, Act.READ_AUDIT}


def test_one_person_is_not_two() -> None:
    assert separate_hands("7", "8")
    assert not separate_hands("7", "7")
    assert not separate_hands("", "7")
