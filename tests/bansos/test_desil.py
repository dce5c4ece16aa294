from datetime import date

import pytest

from bansos.desil import DesilLimits, read_desil
from bansos.programmes import Programme
from tests.bansos.material import read

LIMITS = DesilLimits.from_toml_text(read("desil.toml"))


@pytest.mark.parametrize(
    ("programme", "day", "expected"),
    [
        (Programme.PKH, date(2025, 5, 25), None),
        (Programme.PKH, date(2025, 5, 26), (1, 4)),
        (Programme.PKH, date(2026, 11, 21), (1, 4)),
        (Programme.SEMBAKO, date(2025, 12, 31), (1, 5)),
        (Programme.SEMBAKO, date(2026, 11, 21), None),
        (Programme.PBI_JKN, date(2026, 11, 21), (1, 5)),
    ],
)
def test_a_limit_holds_from_its_day(
    programme: Programme, day: date, expected: tuple[int, int] | None
) -> None:
    limit = LIMITS.on(programme, day)

    assert (limit and (limit.lowest, limit.highest)) == expected


def test_every_limit_has_a_source() -> None:
    assert all(limit.source and limit.lowest <= limit.highest for limit in LIMITS.limits)


@pytest.mark.parametrize(
    ("text", "desil"),
    [
        ("4", 4),
        ("Desil 4", 4),
        ("desil-04", 4),
        ("4.0", 4),
        ("10", 10),
        ("0", None),
        ("11", None),
        ("", None),
        ("empat", None),
        ("9" * 1000, None),
    ],
)
def test_reading_a_desil(text: str, desil: int | None) -> None:
    assert read_desil(text) == desil
