"""Sessions of the page: made by the server only, and new for whoever becomes an officer."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from conversations.book import BOOK
from storage import codes, shown, staff
from storage.sql import Sql
from storage.unit import Unit
from tests.page_house import House, served

SCRIPT = {"HX-Request": "true", "Sec-Fetch-Site": "same-origin"}
PEOPLE = Sql("SELECT COUNT(*) FROM peka_person")
CODE = "A4B6C7D8"


@pytest.fixture
def house(sqlite_url: str, tmp_path: Path) -> Iterator[House]:
    made = House(sqlite_url, tmp_path / "evidence", book=BOOK, fetching=False)
    yield made
    made.stop()


@pytest.fixture
def site(house: House) -> Iterator[str]:
    with served(house) as url:
        yield url


def post(site: str, cookie: str, id_: str, **fields: str) -> httpx.Response:
    headers = {**SCRIPT, "cookie": f"peka={cookie}"} if cookie else SCRIPT
    data = {"id": id_, "after": "0", **fields}
    return httpx.post(f"{site}/kirim", data=data, headers=headers, timeout=20)


def session(site: str) -> str:
    return str(httpx.get(site, timeout=20).cookies["peka"])


@pytest.mark.parametrize(
    "made_up",
    [
        "0" * 32, f"{'0' * 32}.{'0' * 32}", "0" * 65, f"{'0' * 32}.", f".{'0' * 32}", "x",
    ],
)  # fmt: skip
def test_a_made_up_session_is_refused_and_nobody_is_made(
    house: House, site: str, made_up: str
) -> None:
    answer = post(site, made_up, "a", text="menu")
    assert answer.status_code == 401
    assert answer.cookies["peka"] != made_up
    assert house.writer.do_now(lambda unit: unit.run(PEOPLE)) == [(0,)]


def test_a_session_of_ours_is_good_and_one_sign_off_is_not(site: str) -> None:
    good = session(site)
    assert post(site, good, "a", text="menu").status_code == 200
    other = "1" if good[5] == "0" else "0"
    assert post(site, good[:5] + other + good[6:], "b", text="menu").status_code == 401
    assert post(site, good[:-1] + ("1" if good[-1] == "0" else "0"), "c").status_code == 401


def test_another_office_s_session_is_nobody_here(tmp_path: Path, site: str, house: House) -> None:
    assert house.room.guard.sign("0" * 32) != house.room.guard.sign("1" * 32)
    from storage.seal import Sealer

    other = House(
        f"sqlite:///{tmp_path / 'other.db'}", tmp_path / "other", seal=Sealer(("9" * 64,))
    )
    try:
        theirs = f"{'0' * 32}.{other.room.guard.sign('0' * 32)}"
        assert post(site, theirs, "a", text="menu").status_code == 401
    finally:
        other.stop()


def test_who_becomes_an_officer_gets_a_new_session(house: House, site: str) -> None:
    def add(unit: Unit) -> int:
        rini = staff.add(unit, "Rini Astuti", "verifikator", ("35.26",))
        codes.add(unit, codes.STAFF, CODE, rini, None, 3600)
        return rini

    rini = house.writer.do_now(add)
    planted = session(site)  # known to somebody else too
    assert "peka" not in post(site, planted, "a", tap=">masuk").cookies
    entered = post(site, planted, "b", text=CODE)
    assert "Rini Astuti" in entered.text
    fresh = entered.cookies["peka"]
    assert fresh[:32] != planted[:32]

    def officer(cookie: str) -> int | None:
        found = house.reader.do_now(lambda unit: shown.somebody(unit, "web", cookie[:32]))
        return found.staff if found else None

    assert (officer(fresh), officer(planted)) == (rini, None)
    assert "Rini" not in httpx.get(site, headers={"cookie": f"peka={planted}"}, timeout=20).text
    assert "Rini" in httpx.get(site, headers={"cookie": f"peka={fresh}"}, timeout=20).text
    again = post(site, planted, "b", text=CODE)  # the answer was lost on the way
    assert again.cookies["peka"] == fresh
    assert "Rini Astuti" in again.text
    assert "peka" not in post(site, planted, "c", text="menu").cookies
    assert "peka" not in post(site, fresh, "d", text="menu").cookies
