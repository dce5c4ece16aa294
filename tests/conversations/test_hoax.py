"""What is taken as a message to be judged, and what asks for something else, by table."""

import pytest

from conversations.around.hoax import PassedOn
from conversations.readers import Good
from conversations.said import Meant, Said
from tests.conversations.samples import facts

LONG = "pkh cair besok di kantor desa " * 6


@pytest.mark.parametrize(
    ("text", "meant", "judged"),
    [
        ("katanya besok ada bantuan", (), True),
        ("saldo saya kosong", (Meant("saldo_kosong", 0.9),), False),
        ("saldo saya kosong", (Meant("saldo_kosong", 0.5),), True),
        ("apakah ini hoaks bu", (Meant("hoaks", 0.9),), True),
        ("cek saldo di pkh3.online", (Meant("saldo_kosong", 0.9),), True),
        ("katanya pkh cair besok", (Meant("jadwal", 0.9),), True),
        (LONG, (Meant("jadwal", 0.9),), True),
        ("iya", (), False),
    ],
)
def test_short_words_with_another_clear_meaning_are_no_message(
    text: str, meant: tuple[Meant, ...], *, judged: bool
) -> None:
    read = PassedOn().read(Said(text=text, meant=meant), facts(), {})
    assert isinstance(read, Good) is judged


def test_what_was_passed_on_is_judged_whatever_it_means() -> None:
    said = Said(text="saldo saya kosong", meant=(Meant("saldo_kosong", 0.9),), forwarded=True)
    assert isinstance(PassedOn().read(said, facts(), {}), Good)
