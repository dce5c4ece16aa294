from itertools import pairwise

import pytest

from bansos.cases import (
    CaseKind,
    CaseState,
    allowed,
    can_move,
    is_final,
    is_urgent,
    start_of,
    working_days,
)


def reachable(kind: CaseKind) -> set[CaseState]:
    seen: set[CaseState] = set()
    todo = [start_of(kind)]
    while todo:
        state = todo.pop()
        if state not in seen:
            seen.add(state)
            todo += allowed(kind, state)
    return seen


@pytest.mark.parametrize("kind", CaseKind)
def test_every_state_leads_to_an_end(kind: CaseKind) -> None:
    for state in reachable(kind):
        ends, todo = set[CaseState](), [state]
        while todo:
            here = todo.pop()
            if here not in ends:
                ends.add(here)
                todo += allowed(kind, here)
        assert any(is_final(kind, end) for end in ends), state


def test_every_state_is_used() -> None:
    assert set().union(*map(reachable, CaseKind)) == set(CaseState)


def test_the_way_of_a_report() -> None:
    way = "diterima telaah groundcheck musdes putusan diteruskan dipantau selesai"
    states = [CaseState(name) for name in way.split()]

    assert all(can_move(CaseKind.LAPOR, here, after) for here, after in pairwise(states))
    assert is_final(CaseKind.LAPOR, CaseState.SELESAI)
    assert is_final(CaseKind.LAPOR, CaseState.TIDAK_TERBUKTI)
    assert not can_move(CaseKind.LAPOR, CaseState.DITERIMA, CaseState.PUTUSAN)
    assert not can_move(CaseKind.LAPOR, CaseState.SELESAI, CaseState.TELAAH)


def test_a_graduation_can_be_stopped_until_it_is_filed() -> None:
    kind = CaseKind.GRADUASI

    assert start_of(kind) is CaseState.JEDA
    for state in (CaseState.JEDA, CaseState.KUNJUNGAN, CaseState.TANDA_TANGAN):
        assert can_move(kind, state, CaseState.DIBATALKAN)
    assert not can_move(kind, CaseState.DIAJUKAN, CaseState.DIBATALKAN)


@pytest.mark.parametrize(
    ("kind", "state", "days"),
    [
        (CaseKind.LAPOR, CaseState.DITERIMA, 3),
        (CaseKind.LAPOR, CaseState.TELAAH, 5),
        (CaseKind.LAPOR, CaseState.GROUNDCHECK, 10),
        (CaseKind.LAPOR, CaseState.MUSDES, None),
        (CaseKind.LAPOR, CaseState.SELESAI, None),
        (CaseKind.KARTU, CaseState.DITERIMA, 1),
        (CaseKind.BUKAN_SAYA, CaseState.DITERIMA, 1),
        (CaseKind.KARTU, CaseState.DITANGANI, 5),
    ],
)
def test_clocks(kind: CaseKind, state: CaseState, days: int | None) -> None:
    assert working_days(kind, state) == days


def test_what_is_urgent_comes_first() -> None:
    urgent = [is_urgent(kind) for kind in CaseKind]

    assert urgent == sorted(urgent, reverse=True)
