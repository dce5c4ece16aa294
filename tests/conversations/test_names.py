"""What may stand as a name on a paper of the office."""

import pytest

from conversations.names import is_name


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Siti Aminah", True),
        ("H. M. Yusuf, S.Ag.", True),
        ("Nur'aini Az-Zahra", True),
        ("ꦱꦶꦠꦶ ꦄꦩꦶꦤꦃ", True),
        ("สิริมา", True),
        ("Hubungi 0812 3456 7890", False),
        ("cair di pkh3.online", False),
        ("kunjungi bit.ly", False),
        ("=HYPERLINK(x)", False),
        ("{nama.__class__}", False),
        ("<b>Siti</b>", False),
        ("#show: x", False),
    ],
)
def test_a_name_calls_nobody_anywhere(text: str, *, wanted: bool) -> None:
    assert is_name(text) is wanted
