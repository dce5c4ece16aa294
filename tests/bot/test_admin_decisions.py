"""Decisions by webhook: a system proposes in somebody's name, another person approves."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest

from storage import cases, codes, staff
from storage.unit import Unit
from tests.bot.admin_house import Admin, beside

REF = "K3ABCD"
LABUHAN = "35.26.08.2012"
WANTED = {"case": REF, "state": "telaah", "text": "Sedang dipelajari.", "staff": 1}


@pytest.fixture
async def admin(sqlite_url: str) -> AsyncIterator[Admin]:
    async with beside(sqlite_url) as opened:
        await opened.house.writer.do(_case)
        for number, role in enumerate(("verifikator", "admin", "pendamping"), start=1):
            await enter(opened, f"o{number}", role)
        yield opened


def _case(unit: Unit) -> None:
    cases.open_case(unit, cases.Opening(REF, "lapor", "diterima", b"{}", village=LABUHAN))


async def enter(admin: Admin, address: str, role: str) -> None:
    """Let an officer into a chat."""
    code = f"K7Q2-M9T{'ABCD'[int(address[-1])]}"

    def add(unit: Unit) -> None:
        officer = staff.add(unit, address, role, ("35.26",))
        codes.add(unit, codes.STAFF, code.replace("-", ""), officer, None, 600)

    await admin.house.writer.do(add)
    await admin.house.hear(address, f"in-{address}", f"masuk {code}")


def state(admin: Admin) -> str:
    return str(admin.house.rows("SELECT state FROM peka_case")[0][0])


def proposal(admin: Admin) -> tuple[str, str]:
    rows = admin.house.rows("SELECT ref, state FROM peka_proposal ORDER BY id DESC LIMIT 1")
    return str(rows[0][0]), str(rows[0][1])


async def proposed(admin: Admin, **changed: object) -> httpx.Response:
    return await admin.tell("case.decision_proposed", WANTED | changed)


async def test_whoever_is_named_cannot_approve_but_another_can(admin: Admin) -> None:
    assert (await proposed(admin)).json()["approvers"] == 1
    ref, _ = proposal(admin)
    await admin.house.hear("o1", "1", f"tap:>keputusan_setuju.{ref}")
    assert (state(admin), proposal(admin)[1]) == ("diterima", "open")
    await admin.house.hear("o3", "2", f"tap:>keputusan_setuju.{ref}")
    assert (state(admin), proposal(admin)[1]) == ("diterima", "open")
    await admin.house.hear("o2", "3", f"tap:>keputusan_setuju.{ref}")
    assert (state(admin), proposal(admin)[1]) == ("telaah", "approved")
    actions = [row[0] for row in admin.house.rows("SELECT action FROM peka_audit")]
    assert "own approval refused" in actions
    assert "approved telaah" in actions
    kinds = [row[0] for row in admin.house.rows("SELECT kind FROM peka_event ORDER BY id")]
    assert kinds == ["case.opened", "case.moved"]


async def test_it_is_decided_once(admin: Admin) -> None:
    await proposed(admin)
    ref, _ = proposal(admin)
    await admin.house.hear("o2", "1", f"tap:>keputusan_tolak.{ref}")
    await admin.house.hear("o2", "2", f"tap:>keputusan_setuju.{ref}")
    assert (state(admin), proposal(admin)[1]) == ("diterima", "refused")


async def test_a_case_that_moved_meanwhile_is_let_be(admin: Admin) -> None:
    await proposed(admin)
    ref, _ = proposal(admin)

    def move(unit: Unit) -> None:
        case = cases.by_ref(unit, REF)
        assert case is not None
        cases.move(unit, case, "telaah", waiting=False, due=None, officer=2)

    await admin.house.writer.do(move)
    await admin.house.hear("o2", "1", f"tap:>keputusan_setuju.{ref}")
    assert (state(admin), proposal(admin)[1]) == ("telaah", "refused")


@pytest.mark.parametrize(
    ("changed", "status", "name"),
    [
        ({"staff": 9}, 422, "unknown_staff"),
        ({"staff": "1"}, 422, "invalid"),
        ({"staff": True}, 422, "invalid"),
        ({"case": "K9ZZZZ"}, 422, "unknown_case"),
        ({"state": "selesai"}, 409, "cannot_move"),
        ({"state": "terbang"}, 422, "invalid"),
        ({"text": ""}, 422, "invalid"),
        ({"text": "PIN saya 482913"}, 422, "invalid"),
    ],
)
async def test_what_cannot_be_proposed(
    admin: Admin, changed: dict[str, object], status: int, name: str
) -> None:
    answer = await proposed(admin, **changed)
    assert answer.status_code == status
    assert answer.json()["type"] == f"urn:peka:problem:{name}"
    assert admin.house.rows("SELECT COUNT(*) FROM peka_proposal") == [(0,)]


async def test_one_proposal_at_a_time_and_somebody_must_be_there_to_decide(admin: Admin) -> None:
    await proposed(admin)
    assert (await proposed(admin)).json()["type"].endswith("open_proposal")
    ref, _ = proposal(admin)
    await admin.house.hear("o2", "1", f"tap:>keputusan_tolak.{ref}")
    await admin.house.writer.do(lambda unit: staff.end(unit, 2))
    assert (await proposed(admin)).json()["type"].endswith("nobody")


@pytest.mark.parametrize(
    ("type_", "data"),
    [
        ("case.decision_proposed", WANTED),
        (
            "broadcast.proposed",
            {
                "purpose": "education",
                "texts": {"id": "Kartu KKS dipegang sendiri, ya."},
                "audience": {"regions": ["35.26.08"]},
                "staff": 1,
            },
        ),
    ],
)
async def test_a_key_bound_to_its_holder_names_nobody_else(
    sqlite_url: str, type_: str, data: dict[str, object]
) -> None:
    async with beside(sqlite_url, names=frozenset({1})) as opened:
        await opened.house.writer.do(_case)
        for number, role in enumerate(("verifikator", "admin"), start=1):
            await enter(opened, f"o{number}", role)
        other = await opened.tell(type_, data | {"staff": 2})
        assert (other.status_code, other.json()["type"].rpartition(":")[2]) == (422, "other_staff")
        assert (await opened.tell(type_, data)).status_code == 200
