import time

import pytest

from conversations.understand.unknown import Group, Heard, groups, scrubbed

KNOWN = frozenset(
    ["bu", "kapan", "pkh", "cair", "uang", "belum", "masuk", "saya", "kartu", "ketua"]
)


def known(word: str) -> bool:
    return word in KNOWN


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("kumaha artos bu Sumiati 0812345678", "kumaha artos bu … #"),
        ("nama saya siti aminah", "nama saya siti aminah"),
        ("nama siti, kapan pkh cair", "nama … kapan pkh cair"),
        ("lihat https://a.b/c?nik=3526 ya", "lihat ya"),
        ("surel budi@contoh.id", "surel"),
        ("3526084507820003", ""),
        ("bu ketua", "bu ketua"),
        ("😀", ""),
    ],
)
def test_what_could_name_somebody_is_not_kept(text: str, kept: str) -> None:
    assert scrubbed(text, known) == kept


@pytest.mark.parametrize("text", ["a" * 100_000, "a." * 50_000, "@" * 100_000, "www" * 30_000])
def test_a_long_row_of_signs_is_read_at_once(text: str) -> None:
    """It is read where all messages wait in line."""
    began = time.process_time()
    scrubbed(text, known)
    assert time.process_time() - began < 2


def test_what_enough_people_ask_is_shown_without_rare_words() -> None:
    heard = [
        Heard(b"a", "kumaha artos pkh aminah"),
        Heard(b"b", "artos pkh kumaha"),
        Heard(b"c", "kumaha artos pkh"),
        Heard(b"c", "kumaha artos pkh"),
        Heard(b"d", "siti aminah rumahnya sebelah"),
        Heard(b"d", "siti aminah rumahnya sebelah"),
        Heard(b"d", "siti aminah rumahnya sebelah"),
    ]

    assert groups(heard, known) == [Group("kumaha artos pkh", people=3, times=4)]


def test_a_name_that_only_two_used_is_hidden_even_in_a_common_question() -> None:
    heard = [Heard(bytes([n]), f"kapan pkh {name} cair") for n, name in enumerate("xyz")]

    assert groups(heard, known)[0].text == "kapan pkh … cair"


def test_one_person_in_three_months_is_not_three_people() -> None:
    heard = [Heard(bytes([n]), "kumaha artos pak slamet", f"2026-0{n}") for n in (1, 2, 3)]

    assert groups(heard, known) == []
    more = [Heard(bytes([n]), "kumaha artos pak asep", "2026-03") for n in (4, 5)]
    assert [one.text for one in groups([*heard, *more], known)] == ["kumaha artos pak …"]
