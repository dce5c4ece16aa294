"""Leaving a programme: every step by table, and that nothing but a family's own will leads out."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from bansos.cases import CaseKind, CaseState, allowed, can_move, is_final, start_of
from bansos.graduation import (
    STOPPABLE,
    Decision,
    Hands,
    Visit,
    Watch,
    after_decision,
    after_visit,
    after_watch,
    can_leave,
    last_day,
    pause_ends,
    periods_ahead,
)
from bansos.household import Benefit, Household
from bansos.programmes import Period, Programme

S = CaseState
STATES = (
    S.JEDA,
    S.KUNJUNGAN,
    S.TANDA_TANGAN,
    S.DIAJUKAN,
    S.BERLAKU,
    S.DIPANTAU,
    S.DITERUSKAN,
    S.SELESAI,
    S.DITOLAK,
    S.DIBATALKAN,
)
WAYS = {
    (S.JEDA, S.KUNJUNGAN),
    (S.JEDA, S.DIBATALKAN),
    (S.KUNJUNGAN, S.TANDA_TANGAN),
    (S.KUNJUNGAN, S.DIBATALKAN),
    (S.TANDA_TANGAN, S.DIAJUKAN),
    (S.TANDA_TANGAN, S.DIBATALKAN),
    (S.DIAJUKAN, S.BERLAKU),
    (S.DIAJUKAN, S.DITOLAK),
    (S.BERLAKU, S.DIPANTAU),
    (S.BERLAKU, S.DITERUSKAN),
    (S.DIPANTAU, S.DITERUSKAN),
    (S.DIPANTAU, S.SELESAI),
    (S.DITERUSKAN, S.DIPANTAU),
}


@pytest.mark.parametrize("after", STATES)
@pytest.mark.parametrize("before", STATES)
def test_every_pair_of_states(before: CaseState, after: CaseState) -> None:
    assert can_move(CaseKind.GRADUASI, before, after) == ((before, after) in WAYS)


def test_it_begins_with_the_pause() -> None:
    assert start_of(CaseKind.GRADUASI) is S.JEDA


@pytest.mark.parametrize("state", STATES)
def test_it_can_be_stopped_until_it_is_filed_and_not_after(state: CaseState) -> None:
    stoppable = can_move(CaseKind.GRADUASI, state, S.DIBATALKAN)
    assert stoppable == (state in STOPPABLE)


def test_only_a_family_that_was_met_and_still_wants_it_comes_to_be_filed() -> None:
    """Neither silence nor a refused label has a way there: both are no visit that says yes."""
    before = [one for one in STATES if can_move(CaseKind.GRADUASI, one, S.DIAJUKAN)]
    assert before == [S.TANDA_TANGAN]
    leading = [one for one in STATES if can_move(CaseKind.GRADUASI, one, S.TANDA_TANGAN)]
    assert leading == [S.KUNJUNGAN]
    assert [one for one in Visit if after_visit(one) is S.TANDA_TANGAN] == [Visit.TETAP]


@pytest.mark.parametrize("result", Visit)
def test_a_visit_leads_where_it_may(result: Visit) -> None:
    after = after_visit(result)
    assert after is S.KUNJUNGAN or after in allowed(CaseKind.GRADUASI, S.KUNJUNGAN)
    if result is Visit.TEKANAN:
        assert is_final(CaseKind.GRADUASI, after)


@pytest.mark.parametrize("decision", Decision)
def test_a_decision_leads_where_it_may(decision: Decision) -> None:
    assert after_decision(decision) in allowed(CaseKind.GRADUASI, S.DIAJUKAN)


@pytest.mark.parametrize(
    ("results", "state"),
    [
        ("b", S.DIPANTAU),
        ("bb", S.SELESAI),
        ("m", S.DITERUSKAN),
        ("mb", S.DIPANTAU),
        ("bmb", S.DIPANTAU),
        ("bmbb", S.SELESAI),
        ("mm", S.DITERUSKAN),
    ],
)
def test_two_quiet_periods_in_a_row_end_the_watch(results: str, state: CaseState) -> None:
    here, quiet = S.BERLAKU, 0
    for one in results:
        result = Watch.BERHENTI if one == "b" else Watch.MASIH_CAIR
        after, quiet = after_watch(result, quiet)
        assert after is here or can_move(CaseKind.GRADUASI, here, after)
        here = after
    assert here is state


@pytest.mark.parametrize(
    ("asker", "visitor", "coder", "officer", "may"),
    [
        (None, None, None, 1, "visit"),
        (None, 1, None, 1, "visit"),
        (None, 1, None, 2, "visit file"),
        (1, None, None, 1, ""),
        (1, 2, None, 1, ""),
        (1, 2, None, 2, "visit"),
        (1, 2, None, 3, "visit file"),
        (None, None, 1, 1, ""),
        (None, None, 1, 2, "visit"),
        (None, 2, 1, 1, "file"),
        (None, 2, 1, 2, "visit"),
    ],
)
def test_whoever_asks_or_gave_the_code_does_not_visit_and_whoever_visits_does_not_file(
    asker: int | None, visitor: int | None, coder: int | None, officer: int, may: str
) -> None:
    hands = Hands(asker, visitor, coder)
    assert hands.may_visit(officer) is ("visit" in may)
    assert hands.may_file(officer) is ("file" in may)


def test_the_pause_is_seven_whole_days() -> None:
    zone = ZoneInfo("Asia/Jakarta")
    asked = datetime(2026, 11, 3, 16, 59, tzinfo=UTC).astimezone(zone)
    assert last_day(asked.date()) == date(2026, 11, 10)
    ends = pause_ends(asked.date(), zone)
    assert ends - asked >= timedelta(days=7)
    assert (ends.date(), ends.hour) == (date(2026, 11, 11), 8)


def test_only_what_is_paid_to_the_family_can_be_left() -> None:
    period = Period(2026, 4)
    every = tuple(Benefit(one, period, "spm") for one in reversed(Programme))
    home = Household(UUID(int=1), "35••", "Siti", "35.26.08.2012", date(2026, 11, 1))
    assert can_leave(home) == ()
    whole = Household(
        UUID(int=1), "35••", "Siti", "35.26.08.2012", date(2026, 11, 1), benefits=every
    )
    assert can_leave(whole) == (Programme.PKH, Programme.SEMBAKO)


def test_the_periods_that_can_be_named() -> None:
    assert [one.key for one in periods_ahead(date(2026, 11, 3))] == ["2026T4", "2027T1", "2027T2"]
