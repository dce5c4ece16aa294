import pytest

from bansos.desil import read_desil


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
