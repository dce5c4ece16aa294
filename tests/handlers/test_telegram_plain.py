"""The short reading of plain updates beside aiogram's: wherever both read, they read the same."""

import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from handlers.channel import Delivery, Undecodable
from handlers.telegram.plain import plain
from handlers.telegram.reading import UpdateReader
from tests.conftest import DELIVERIES

OWN = Path(__file__).parent.parent / "deliveries" / "telegram"
RECORDED = [*sorted(OWN.glob("*.json")), *sorted((DELIVERIES / "telegram").glob("*.json"))]
ODD: tuple[object, ...] = (
    None, "", "7", "/menu@PekaBot x", "a\0b", "\ud800", 7, -7, 0, 7.5, True, False, [], {}, [7],
    {"id": 7}, 20_000_000_000, 10**30, "a" * 5000,
)  # fmt: skip
MORE = {"forward_date": 7, "photo": [], "via_bot": 7, "is_premium": "x", "inline_message_id": "7"}


def reader() -> UpdateReader:
    made = UpdateReader("telegram:42", 42)
    made.named("PekaBot")
    return made


def both(raw: bytes) -> tuple[Delivery | None, Delivery | None]:
    """Read by whatever comes first, and by aiogram alone."""
    found: list[Delivery | None] = []
    for read in (reader().read, reader().thoroughly):
        try:
            found.append(read(raw))
        except Undecodable:
            found.append(None)
    return found[0], found[1]


@pytest.mark.parametrize("path", RECORDED, ids=[path.stem for path in RECORDED])
def test_on_everything_recorded_the_two_agree(path: Path) -> None:
    mine, thorough = both(path.read_bytes())
    assert mine == thorough


@pytest.mark.parametrize("name", ["text", "command_status", "tap", "tap_inaccessible"])
def test_the_commonest_are_plain(name: str) -> None:
    assert plain((OWN / f"{name}.json").read_bytes()) is not None


def changed(item: Any) -> Iterator[Any]:  # noqa: ANN401 - any JSON
    """Give an update with one field, at any depth, gone, other, or more."""
    if not isinstance(item, dict):
        return
    for key, value in item.items():
        yield {name: kept for name, kept in item.items() if name != key}
        yield from ({**item, key: odd} for odd in ODD)
        yield from ({**item, key: other} for other in changed(value))
    yield from ({**item, key: value} for key, value in MORE.items())


@pytest.mark.parametrize("name", ["text", "tap"])
def test_with_anything_else_in_any_field_the_two_agree(name: str) -> None:
    whole = json.loads((OWN / f"{name}.json").read_bytes())
    read_plainly = 0
    for update in changed(deepcopy(whole)):
        raw = json.dumps(update).encode()
        mine, thorough = both(raw)
        assert mine == thorough, update
        read_plainly += plain(raw) is not None
    assert read_plainly > 10
