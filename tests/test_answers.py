"""The reviewer's page holds what is said, with its source and age."""

from datetime import date

from tests.answers import PAGE, due, page, review_of


def test_the_page_is_what_is_said() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run python -m tests.answers"


def test_what_is_due_is_older_than_a_year() -> None:
    assert due(date(2040, 1, 1))
    assert not due(date(2015, 1, 1))
    for one in due(date(2026, 11, 1)):
        assert review_of(one) <= "2026-11"
