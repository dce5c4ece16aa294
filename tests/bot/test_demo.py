"""The demo: made-up families through the real import, and the listing for scripts."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bansos.household import Household, Member
from bansos.programmes import Programme
from bansos.staff import StaffRole
from bot.demo import demo_listing, load_demo
from bot.house import House
from bot.made_up import NEW_STATUS, Inventor
from storage import households
from storage.unit import Unit
from tests.bansos import material
from tests.bot.office import ROW, TODAY, office


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("demo")
    with office(f"sqlite:///{folder}/peka.db", folder) as home:
        began = time.monotonic()
        load_demo(home.house)
        assert time.monotonic() - began < 60
        yield home.house


def test_a_second_start_is_quick(house: House) -> None:
    began = time.monotonic()
    load_demo(house)
    assert time.monotonic() - began < 0.5


def test_every_listed_household_is_there_as_listed(house: House) -> None:
    listing = json.loads(json.dumps(demo_listing(house)))
    assert listing["data_date"] == TODAY.isoformat()
    assert len(listing["households"]) >= 36
    for one in listing["households"]:
        found = house.writer.do_now(partial(_home, one=one))
        assert found.head == one["head"]
        assert found.village == one["village"]
        assert [member["name"] for member in one["members"]] == [
            member.name for member in sorted(found.members, key=_order(one))
        ]
        assert {
            (told["programme"], told["period"], told["status"]) for told in one["statuses"]
        } == {
            (kept.programme.value, kept.period and kept.period.key, kept.status or "unknown")
            for kept in found.benefits
        }


def _home(unit: Unit, one: dict[str, str]) -> Household:
    family = households.prove(unit, one["nik"], one["kk_tail"])
    assert family is not None
    found = households.household(unit, family)
    assert found is not None
    return found


def _order(one: dict[str, Any]) -> Callable[[Member], int]:
    names = [member["name"] for member in one["members"]]
    return lambda member: names.index(member.name)


def test_the_listing_shows_every_status_programme_and_role(house: House) -> None:
    listing: Any = demo_listing(house)
    shown = {
        (s["programme"], s["status"]) for one in listing["households"] for s in one["statuses"]
    }
    for key, status in material.statuses().by_key.items():
        programmes = {status.programme} if status.programme else {Programme.PKH, Programme.SEMBAKO}
        assert {(programme.value, key) for programme in programmes if programme} <= shown
    assert {one["desil"] for one in listing["households"]} == {1, 2, 3, 4, 5, 6}
    places = {one["place"] for one in listing["households"]}
    assert {
        "Labuhan, Sepulu, Bangkalan",
        "Kelbung, Sepulu, Bangkalan",
        "Kelbung, Galis, Bangkalan",
        "Sempol, Sempol, Bondowoso",
    } <= places
    assert {one["role"] for one in listing["staff"]} == set(StaffRole)
    assert len({one["code"] for one in listing["staff"]}) == 8


def test_families_are_the_same_every_time() -> None:
    once, again = (
        list(Inventor(material.regions(), material.statuses(), TODAY).families(50))
        for _ in range(2)
    )
    assert once == again
    assert all(int(one.nik[-4:]) >= 9_000 for made in once for one in made.members)


def test_no_status_has_the_words_of_the_new_one() -> None:
    assert material.statuses().read(NEW_STATUS) is None


def test_an_offices_own_data_and_the_demo_do_not_mix(tmp_path: Path) -> None:
    with office(f"sqlite:///{tmp_path}/peka.db", tmp_path) as home:
        home.read(home.rows(ROW))
        with pytest.raises(ValueError, match="own data"):
            load_demo(home.house)
