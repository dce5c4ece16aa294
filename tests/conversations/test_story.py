"""What was told since a matter began: what counts, how much, how long, and who may read it."""

from datetime import timedelta

import pytest

from bansos.cases import CaseKind
from conversations import talks as state
from conversations.changed import replace
from conversations.helping.along import OPENLY, WHOLE, before, told_by
from conversations.helping.topics import HELD, TOPIC
from conversations.said import Kind, Meant, Said
from conversations.talks import Talks
from conversations.turn.story import MOST, fresh, joined, with_words, worth_telling
from tests.conversations.samples import facts

NOW = facts().now
FEAR = (Meant("takut", 0.9, urgent=True),)


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        (Said(text="kartu saya di pendamping dari tahun lalu"), True),
        (Said(text="apa nanti saya dicoret?"), True),
        (Said(text="gimana ini pak cepat"), True),
        (Said(text="makasih"), False),
        (Said(text="terima kasih ya", meant=(Meant("terima_kasih", 0.9),)), False),
        (Said(text="assalamualaikum bu", meant=(Meant("salam", 0.9),)), False),
        (Said(text="iya boleh bu"), False),
        (Said(text="menu"), False),
        (Said(text="Cek status"), False),
        (Said(text="batu 7 kopi 4 awan 2"), False),
        (Said(text="K7Q2-M9TD"), False),
        (Said(text="tetangga saya pns dapat pkh", meant=(Meant("lapor", 0.9),)), False),
        (Said(text="kabar dari grup sebelah", forwarded=True), False),
        (Said(Kind.VOICE), False),
        (Said(Kind.TAP, tap=">menu"), False),
    ],
)
def test_what_is_a_part_of_the_story(said: Said, *, counts: bool) -> None:
    offered = Talks(offers=((">status", "Cek status"),))
    assert worth_telling(offered, said) is counts


def test_it_is_bounded_and_the_oldest_goes_first() -> None:
    talks = Talks()
    for n in range(9):
        talks = with_words(talks, Said(text=f"{n} " + "kata " * 120), NOW)
    assert sum(len(one.text) for one in talks.story) <= MOST
    assert talks.story[-1].text.startswith("8 ")
    assert not any(one.text.startswith("0 ") for one in talks.story)


def test_after_an_hour_nothing_of_it_is_left() -> None:
    talks = replace(with_words(Talks(), Said(text="rumah saya bocor"), NOW), at=NOW)
    later = NOW + timedelta(minutes=59)
    assert joined(fresh(talks, later)) == "rumah saya bocor"
    assert talks.aged(NOW + timedelta(hours=1)).story == ()
    assert state.read(state.write(talks)) == talks


def test_said_twice_it_is_told_once() -> None:
    talks = with_words(Talks(), Said(text="rumah saya bocor"), NOW)
    assert joined(with_words(talks, Said(text="rumah saya bocor"), NOW).story).count("bocor") == 1


@pytest.mark.parametrize(
    ("topic", "reads"),
    [
        (CaseKind.BANTUAN.value, False),
        (CaseKind.KELAPARAN.value, False),
        (CaseKind.PBI_NONAKTIF.value, False),
        (CaseKind.DANA_HILANG.value, True),
        (CaseKind.ANCAMAN.value, True),
        (CaseKind.PUTUS_ASA.value, True),
        (HELD, True),
    ],
)
def test_what_was_told_in_fear_goes_to_no_officer_of_the_field(topic: str, *, reads: bool) -> None:
    talks = with_words(Talks(), Said(text="kapan ya cairnya"), NOW)
    talks = with_words(talks, Said(text="saya takut pendamping", meant=FEAR), NOW)
    told = fresh(talks, NOW)
    openly = joined(one for one in told if not one.confided)
    answers = {TOPIC: topic, WHOLE: joined(told), OPENLY: openly}
    assert ("takut" in before(answers)) is reads
    assert before(answers).startswith("kapan ya cairnya")


def test_nothing_is_told_twice_in_one_case() -> None:
    answers = {TOPIC: HELD, WHOLE: "satu hal\ndua hal", "cerita": "dua hal", "isi": "tiga hal"}
    assert told_by(answers).text == "satu hal\ndua hal\ntiga hal"
