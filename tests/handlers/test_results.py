"""What officers hear of learners: neither a group of few, nor sums that give one away."""

import pytest

from handlers.commands.lessons import by_village
from storage.lessons import Count

VILLAGE = "35.26.08.2012"


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [
        ({"Melati": 3, "": 1}, []),
        ({"Melati": 3, "": 3}, ["Melati"]),
        ({"Melati": 3}, ["Melati"]),
        ({"Melati": 3, "Mawar": 2}, []),
        ({"Melati": 5, "Mawar": 4, "": 1}, ["Melati"]),
        ({"Melati": 5, "Mawar": 4, "Anggrek": 2, "": 1}, ["Mawar", "Melati"]),
    ],
)
def test_no_rest_of_few_is_left_over(sizes: dict[str, int], shown: list[str]) -> None:
    rows = by_village([Count(VILLAGE, group, n, 1, 0) for group, n in sizes.items()])
    assert [row.group for row in rows if row.group] == shown
    assert rows[0].learners == sum(sizes.values())
