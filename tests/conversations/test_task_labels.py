"""How a case is named on a button."""

import pytest

from bansos.cases import CaseKind, Category
from conversations.desk.labels import short_in


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_kind_and_category_has_a_short_word(language: str) -> None:
    short = short_in(language)
    assert {*CaseKind, *Category} == set(short)
    assert all(0 < len(word) <= 12 for word in short.values())
