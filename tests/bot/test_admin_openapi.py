"""docs/admin-openapi.yaml says what the program does, and every example is really sent."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from fastapi.routing import APIRoute

from bansos.sheets import Column
from bot.admin_lists import PAYMENT_COLUMNS, Lists
from bot.app import admin_kinds
from handlers.admin.door import Intake, admin_door
from handlers.admin.fields import Fields
from storage import cases, events, staff
from storage.unit import Unit
from tests.bot.admin_house import SECRET, Admin, beside
from tests.bot.test_admin_decisions import enter
from tests.house import make_house, prepare

DOCS = Path(__file__).parents[2] / "docs"
NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)
EXAMPLES = sorted((DOCS / "examples").glob("*.json"))
INCOMING = [path for path in EXAMPLES if path.name.startswith("webhook-")]
OUTGOING = [path for path in EXAMPLES if path.name.startswith("event-")]
TYPES = {
    "object": dict, "array": list, "string": str, "integer": int, "boolean": bool,
}  # fmt: skip


@cache
def spec() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((DOCS / "admin-openapi.yaml").read_text("utf-8"))
    return read


def schema(name: str) -> dict[str, Any]:
    found: dict[str, Any] = spec()["components"]["schemas"][name]
    return found


def faults(value: object, wanted: dict[str, Any], at: str = "") -> list[str]:
    """Judge a value by a schema: as much of JSON Schema as the file uses."""
    if "$ref" in wanted:
        return faults(value, schema(wanted["$ref"].rpartition("/")[2]), at)
    if "enum" in wanted and value not in wanted["enum"]:
        return [f"{at}: {value!r}"]
    kinds = wanted.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if kinds and not any(type(value) is TYPES[one] for one in kinds):
        return [f"{at}: not {kinds}"]
    if isinstance(value, dict) and "properties" in wanted:
        lacking = [f"{at}/{key} lacks" for key in wanted.get("required", ()) if key not in value]
        odd = [f"{at}/{key} unknown" for key in value if key not in wanted["properties"]]
        within = [
            fault
            for key, one in value.items()
            if key in wanted["properties"]
            for fault in faults(one, wanted["properties"][key], f"{at}/{key}")
        ]
        return lacking + odd + within
    if isinstance(value, list):
        return [
            f for n, one in enumerate(value) for f in faults(one, wanted["items"], f"{at}/{n}")
        ]
    return []


def read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


def lists(url: str) -> Lists:
    house = make_house(url, clock=lambda: NOW)
    return Lists(house.writer, house.turns.library, url)


def test_the_judge_can_say_no() -> None:
    assert faults({"type": "case.opened", "timestamp": "x"}, schema("case.opened"))
    assert faults(read(OUTGOING[0]) | {"more": 1}, schema("broadcast.finished"))
    assert faults("1", {"type": "integer"})


def test_every_event_is_described_and_has_an_example(sqlite_url: str) -> None:
    known = set(admin_kinds(lists(sqlite_url)))
    body = spec()["paths"]["/admin/webhook"]["post"]["requestBody"]["content"]["application/json"]
    assert {one["$ref"].rpartition("/")[2] for one in body["schema"]["oneOf"]} == known
    assert {path.stem.removeprefix("webhook-") for path in INCOMING} == known
    assert {path.stem.removeprefix("event-") for path in OUTGOING} == set(spec()["webhooks"])
    words = (DOCS / "admin-webhook.md").read_text("utf-8")
    assert not [name for name in (*known, *spec()["webhooks"]) if f"| `{name}` |" not in words]


def test_the_routes_are_described(sqlite_url: str) -> None:
    house = make_house(prepare(sqlite_url))
    door = admin_door(Intake(house.turns, SECRET, {}))
    found = {
        (route.path, method.lower())
        for route in door.routes
        if isinstance(route, APIRoute)
        for method in route.methods or ()
    }
    assert found == {(path, one) for path, ways in spec()["paths"].items() for one in ways}


@pytest.mark.parametrize("path", INCOMING, ids=lambda path: path.stem)
def test_the_fields_are_those_that_are_read(sqlite_url: str, path: Path) -> None:
    example = read(path)
    kind = admin_kinds(lists(sqlite_url))[example["type"]]
    fields = Fields(example["data"])
    kind.read(fields)
    described = schema(example["type"])["properties"]["data"]["properties"]
    assert fields._asked == described.keys()


def test_the_rows_are_the_columns_of_lists() -> None:
    assert list(schema("recipient")["properties"]) == [one.value for one in Column]
    assert set(schema("payment")["properties"]) == {one.value for one in PAYMENT_COLUMNS}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_examples_are_as_described(path: Path) -> None:
    example = read(path)
    assert faults(example, schema(example["type"])) == []


async def test_every_example_is_taken_by_the_running_house(sqlite_url: str) -> None:
    async with beside(sqlite_url, lambda: NOW) as admin:
        await furnish(admin)
        for name in (
            "recipients.upserted", "payments.recorded", "schedule.published",
            "case.decision_proposed", "broadcast.proposed",
        ):  # fmt: skip
            raw = (DOCS / f"examples/webhook-{name}.json").read_bytes()
            answer = await admin.post(raw)
            if answer.status_code == 202:
                assert faults(answer.json(), schema("queued")) == []
                result = await admin.result(answer)
                assert faults({"type": name, "state": "done", "result": result},
                              schema("status")) == []  # fmt: skip
                assert (result["outcome"], result["refused"]) == ("imported", 0)
            else:
                assert (name, answer.status_code, answer.text) == (name, 200, answer.text)
        refused = await admin.tell("payments.recorded", {})
        assert faults(refused.json(), schema("problem")) == []
        told = [json.loads(row[0]) for row in admin.house.rows("SELECT body FROM peka_event")]
    assert [one["type"] for one in told] == ["case.opened"]
    assert faults(told[0], schema("case.opened")) == []


async def furnish(admin: Admin) -> None:
    """Put in what the examples speak of: a case, and officers."""

    def case(unit: Unit) -> None:
        village = "35.26.08.2012"
        cases.open_case(unit, cases.Opening("K3ABCD", "lapor", "diterima", b"{}", village=village))

    await admin.house.writer.do(case)
    await admin.house.writer.do(lambda unit: staff.add(unit, "x", "pendamping", ("35.26",)))
    await enter(admin, "o2", "verifikator")
    await enter(admin, "o3", "admin")


@pytest.mark.parametrize("path", OUTGOING, ids=lambda path: path.stem)
async def test_what_is_told_has_the_form_of_its_example(sqlite_url: str, path: Path) -> None:
    example = read(path)
    async with beside(sqlite_url, lambda: NOW) as admin:
        await admin.house.writer.do(
            lambda unit: events.tell(unit, example["type"], "case:x", example["data"])
        )
        (row,) = admin.house.rows("SELECT body FROM peka_event")
    told = json.loads(row[0])
    assert told["data"] == example["data"]
    assert told.keys() == example.keys()
