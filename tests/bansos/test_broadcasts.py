"""States, audiences, texts and hours of broadcasts."""

from datetime import UTC, date, datetime, time
from itertools import pairwise

import pytest

from bansos.broadcasts import (
    CHANNELS,
    LIMIT,
    Audience,
    Broken,
    Outcome,
    Quiet,
    Terms,
    digest,
    fault,
    filled,
    length,
    may_follow,
    stray,
    variants,
    wording,
)
from bansos.broadcasts import BroadcastState as S
from bansos.workdays import Calendar

WHOLE = (S.DRAF, S.DIAJUKAN, S.DISETUJUI, S.BERJALAN, S.DIJEDA, S.BERJALAN, S.SELESAI)


def test_the_usual_way() -> None:
    assert all(may_follow(one, after) for one, after in pairwise(WHOLE))


@pytest.mark.parametrize(
    ("state", "after"),
    [
        (S.DRAF, S.DISETUJUI),
        (S.DRAF, S.BERJALAN),
        (S.DIAJUKAN, S.BERJALAN),
        (S.DIJEDA, S.SELESAI),
        (S.SELESAI, S.BERJALAN),
        (S.DIBATALKAN, S.DRAF),
    ],
)
def test_no_state_is_jumped_over(state: S, after: S) -> None:
    assert not may_follow(state, after)


@pytest.mark.parametrize("state", [one for one in S if one not in {S.SELESAI, S.DIBATALKAN}])
def test_everything_that_is_not_over_can_be_cancelled(state: S) -> None:
    assert may_follow(state, S.DIBATALKAN)


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("Yth. {nama}, Desa {desa}: {program} {periode}.", None),
        ("Yth. {namaa}", Broken("place", "{namaa}")),
        ("Yth. {nama", Broken("place", "{")),
        ("Yth. nama}", Broken("place", "}")),
        ("Yth. {nama!r}", Broken("place", "{nama!r}")),
        ("Yth. {nama.__class__}", Broken("place", "{nama.__class__}")),
        ("Yth. {}", Broken("place", "{}")),
        ("{{nama}}", Broken("place", "{")),
        ("  ", Broken("empty")),
        ("x" * LIMIT, None),
        ("x" * (LIMIT + 1), Broken("long", str(LIMIT + 1))),
    ],
)
def test_a_broken_text_is_told_before_anybody_approves(text: str, broken: Broken | None) -> None:
    assert fault(text) == broken


def test_places_are_filled_and_what_is_not_known_is_said_neutrally() -> None:
    assert filled("Yth. {nama} di {desa}", {"nama": "Siti", "desa": ""}) == (
        "Yth. Siti di desa setempat"
    )
    assert filled("{nama}", {"nama": "{desa}"}) == "{desa}", "what fills a place fills no other"
    assert length("{nama}{desa}") > len("{nama}{desa}")


@pytest.mark.parametrize(
    ("audience", "wanted"),
    [
        (Audience(("35.26",)), True),
        (Audience(("35.26.08", "35.11")), True),
        (Audience(("35.2",)), False),
        (Audience(("35.26",), programme="pkh"), True),
        (Audience(("35.26",), programme="sembako"), False),
    ],
)
def test_families_are_chosen_by_place_and_programme(*, audience: Audience, wanted: bool) -> None:
    assert audience.wants_family("35.26.08.2012", {"pkh", "pbi_jkn"}) is wanted
    assert Audience.from_json(audience.to_json()) == audience


def test_officers_are_chosen_by_role_and_area() -> None:
    field = Audience(("35.26.08",), role="pendamping")
    assert field.wants_officer("pendamping", ("35.26.08",))
    assert field.wants_officer("pendamping", ("35.26",))
    assert not field.wants_officer("tksk", ("35.26.08",))
    assert not field.wants_officer("pendamping", ("35.26.09",))
    assert Audience(("35.26",), role="petugas").wants_officer("tksk", ("35.26.08",))


def test_the_same_text_to_the_same_people_has_one_name() -> None:
    everybody = Audience(("35.26",))
    assert digest({"id": "a", "en": "b"}, everybody) == digest({"en": "b", "id": "a"}, everybody)
    assert digest({"id": "a"}, everybody) != digest({"id": "a"}, Audience(("35.26.08",)))


@pytest.mark.parametrize(
    ("now", "over"),
    [
        ("2026-11-03 10:00", "2026-11-03 10:00"),
        ("2026-11-03 19:59", "2026-11-03 19:59"),
        ("2026-11-03 20:00", "2026-11-04 07:00"),
        ("2026-11-04 03:00", "2026-11-04 07:00"),
        ("2026-12-24 21:00", "2026-12-26 07:00"),
        ("2026-12-25 12:00", "2026-12-26 07:00"),
    ],
)
def test_nothing_leaves_at_night_or_on_a_holiday(now: str, over: str) -> None:
    calendar = Calendar(frozenset({date(2026, 12, 25)}))
    found = Quiet().over(datetime.fromisoformat(now).replace(tzinfo=UTC), calendar)
    assert found == datetime.fromisoformat(over).replace(tzinfo=UTC)


def test_no_quiet_hours_at_all() -> None:
    midnight = datetime(2026, 11, 3, tzinfo=UTC)
    assert Quiet(time(), time()).over(midnight, Calendar()) == midnight
    assert Quiet(time(12), time(13)).holds(time(12, 30))


def test_how_long_and_on_how_many_days() -> None:
    terms = Terms(tier=250)
    assert terms.seconds({"telegram": 3_000, "whatsapp": 800, "web": 1_000_000}) == 100
    assert [terms.days(n) for n in (0, 1, 250, 251)] == [0, 1, 1, 2]
    assert terms.days(250, used=250) == 2


def test_every_outcome_has_a_word_of_its_own() -> None:
    assert len({one.value for one in Outcome}) == len(Outcome)


TEXTS = {"id": "a", "en": "b", "id.whatsapp": "c"}


@pytest.mark.parametrize(
    ("language", "channel", "read"),
    [
        ("id", "telegram", ("id", "a")),
        ("id", "whatsapp", ("id", "c")),
        ("en", "whatsapp", ("en", "b")),
        ("jv", "whatsapp", ("id", "c")),
        ("id", "terminal", ("id", "a")),
    ],
)
def test_a_chat_reads_the_words_of_its_language_then_of_its_channel(
    language: str, channel: str, read: tuple[str, str]
) -> None:
    assert wording(TEXTS, language, channel) == read


def test_every_text_that_is_really_read_is_shown_once() -> None:
    assert variants({"id": "a"}) == [("id", (), "a")]
    assert variants(TEXTS) == [
        ("id", ("telegram", "web"), "a"), ("id", ("whatsapp",), "c"), ("en", (), "b"),
    ]  # fmt: skip
    everywhere = {"id": "a"} | {f"id.{one}": "b" for one in CHANNELS}
    assert variants(everywhere) == [("id", (), "b")]


def test_a_text_that_nobody_would_read_is_named() -> None:
    assert stray(TEXTS) == []
    assert stray({"id": "a", "en.whatsapp": "b"}) == ["en.whatsapp"]
    assert stray({"id": "a", "id.fax": "b", "jv": "c"}) == ["id.fax", "jv"]
