"""Several roles named in one case: who sees it then."""

import pytest

from bansos.staff import AccusedRole, roles_in

PENDAMPING, KETUA = AccusedRole.PENDAMPING, AccusedRole.KETUA_KELOMPOK


@pytest.mark.parametrize(
    ("stored", "roles"),
    [
        ("", (AccusedRole.NONE,)),
        ("none", (AccusedRole.NONE,)),
        ("keluarga", (AccusedRole.NONE,)),
        ("pendamping", (PENDAMPING,)),
        ("ketua_kelompok,pendamping", (KETUA, PENDAMPING)),
        ("pendamping,lain,pendamping", (PENDAMPING,)),
    ],
)
def test_roles_are_read_as_they_are_kept(stored: str, roles: tuple[AccusedRole, ...]) -> None:
    assert roles_in(stored) == roles
