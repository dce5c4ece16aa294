"""What points at a writer, and which questions ask who somebody is."""

from __future__ import annotations

import pytest

from bansos.pointers import asks_who, points_at_writer


@pytest.mark.parametrize(
    "text",
    [
        "Nama saya Budi, dia dapat PKH padahal PNS",
        "nama sy budi santoso",
        "Saya anaknya, jadi tahu betul",
        "sy ini menantunya bu ani",
        "saya adik dari yang dapat",
        "Kakak saya sendiri yang dapat, padahal pns",
        "rumah saya sebelah rumahnya",
        "Rumah saya, persis di depan rumah beliau",
        "dia tinggal di samping rumah saya",
        "rumahku pas depannya, sebelah musala",
        "wa saya 081234567890",
        "hubungi 0812-3456-7890",
        "saya bernama Siti",
        "My name is Budi",
        "he lives next to my house",
    ],
)
def test_a_story_that_points_at_its_writer(text: str) -> None:
    assert points_at_writer(text)


@pytest.mark.parametrize(
    "text",
    [
        "Istri pak RT PNS tapi dapat PKH",
        "nama saya jangan disebut",
        "tolong nama saya dirahasiakan",
        "tetangga saya pns dapat sembako",
        "saya lihat sendiri dia punya mobil dua",
        "rumahnya besar di sebelah musala",
        "saya tidak kenal orangnya",
        "anaknya pak lurah dapat pkh",
        "saya dengar dari orang pasar",
        "",
    ],
)
def test_a_story_that_does_not(text: str) -> None:
    assert not points_at_writer(text)


@pytest.mark.parametrize(
    "text",
    [
        "Siapa nama Ibu?",
        "Maaf, ini dengan bapak siapa?",
        "boleh tahu nama pelapor?",
        "Nama lengkap Ibu?",
        "Nomor HP yang bisa dihubungi?",
        "no wa nya berapa bu",
        "Ibu tinggal di mana?",
        "alamat bapak di mana",
        "Ibu siapanya keluarga itu?",
        "kirim foto KTP ya",
        "NIK Ibu berapa?",
        "What is your name?",
    ],
)
def test_a_question_that_asks_who_somebody_is(text: str) -> None:
    assert asks_who(text)


@pytest.mark.parametrize(
    "text",
    [
        "Siapa nama yang dilaporkan?",
        "Warung yang mana, Bu? Tulis desanya saja.",
        "Sejak kapan rumahnya kosong?",
        "Siapa yang memegang kartunya?",
        "Apakah Ibu punya foto rumahnya?",
        "Mobilnya warna apa?",
    ],
)
def test_a_question_about_the_matter(text: str) -> None:
    assert not asks_who(text)


def test_hostile_words_stay_within_bounds() -> None:
    """Longer words only make it longer: what is found does not depend on what repeats."""
    for unit in ("rumah saya a ", "nama saya ", "saya ini ", "sebelah ", "no ", "ibu "):
        assert points_at_writer(unit * 300) == points_at_writer(unit * 3000)
        assert asks_who(unit * 300) == asks_who(unit * 3000)
