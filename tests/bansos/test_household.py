from datetime import date
from uuid import UUID

import pytest

from bansos.household import Benefit, Household, Member, mask_name
from bansos.numbers import Sex
from bansos.programmes import Period, Programme

OLD, NEW = Period(2026, 3), Period(2026, 4)


def household(*benefits: Benefit) -> Household:
    return Household(
        uuid=UUID(int=1),
        kk_masked="35••••••••••••04",
        head="Siti Aminah",
        village="35.26.08.2012",
        as_of=date(2026, 11, 3),
        benefits=benefits,
    )


def test_the_latest_benefit_of_each_programme() -> None:
    sembako = Benefit(Programme.SEMBAKO, NEW, "si")
    old, new = Benefit(Programme.PKH, OLD, "salur"), Benefit(Programme.PKH, NEW, "spm")
    one = Benefit(Programme.PBI_JKN, None, "aktif", person="Siti")
    two = Benefit(Programme.PBI_JKN, None, "nonaktif", person="Ali")

    assert household(sembako, new, old, one, two).latest() == (new, sembako, one, two)


def test_receiving() -> None:
    assert household(Benefit(Programme.PKH, NEW, "exclude")).receives(Programme.PKH)
    assert not household().receives(Programme.PKH)


@pytest.mark.parametrize(
    ("born", "age"),
    [
        (date(1982, 7, 5), 44),
        (date(1982, 11, 21), 44),
        (date(1982, 11, 22), 43),
        (date(2026, 11, 21), 0),
        (None, None),
    ],
)
def test_age(born: date | None, age: int | None) -> None:
    assert Member("Siti", born, Sex.FEMALE).age(date(2026, 11, 21)) == age


@pytest.mark.parametrize(
    ("name", "shown"), [("Siti Aminah", "S••• A•••••"), ("B", "B"), ("", ""), (" a  b", "a b")]
)
def test_a_masked_name(name: str, shown: str) -> None:
    assert mask_name(name) == shown
