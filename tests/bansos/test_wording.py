from enum import StrEnum

import pytest

from bansos.cases import CaseKind, CaseState, Category
from bansos.graduation import LeavingReason
from bansos.household import Relation
from bansos.numbers import FaultKind
from bansos.programmes import Component, Programme
from bansos.sheets import Doubt, Reason
from bansos.staff import AccusedRole, StaffRole
from bansos.statuses import Stage
from tests.bansos.material import wording

SPOKEN: tuple[type[StrEnum], ...] = (
    Programme,
    Component,
    Stage,
    Relation,
    Category,
    CaseKind,
    CaseState,
    LeavingReason,
    AccusedRole,
    StaffRole,
    Reason,
    Doubt,
    FaultKind,
)
MEMBERS = [member for kind in SPOKEN for member in kind]


@pytest.mark.parametrize("member", MEMBERS, ids=lambda member: f"{type(member).__name__}.{member}")
def test_every_member_has_a_button_and_a_sentence(member: StrEnum) -> None:
    phrase = wording().of(member)

    assert 0 < len(phrase.label) <= 20
    assert phrase.text.endswith(".")
    assert all(len(part.split()) <= 12 for part in phrase.text.split("."))


def test_the_file_names_nothing_else() -> None:
    assert set(wording().phrases) == {(type(member).__name__, member.value) for member in MEMBERS}
