"""Papers on the web page: shown in the talk, handed only to the browser they were made for."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from conversations.papers import Paper, PaperKind
from handlers.channel import Button, Enclosed, Reply
from handlers.written import body_of
from storage import outbox, shown
from storage.unit import Unit
from tests.page_house import House, served

SCRIPT = {"HX-Request": "true", "Sec-Fetch-Site": "same-origin"}
LETTER = Enclosed(Paper(PaperKind.LETTER, "K7QF-3MNP-4RTX-9WAB"))
PICTURE = Enclosed(Paper(PaperKind.LESSON, "3"), "en")


@pytest.fixture
def house(sqlite_url: str, tmp_path: Path) -> Iterator[House]:
    made = House(sqlite_url, tmp_path / "evidence", fetching=False)
    yield made
    made.stop()


@pytest.fixture
def site(house: House) -> Iterator[str]:
    with served(house) as url:
        yield url


@contextmanager
def visitor(site: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=site, headers=SCRIPT, timeout=20) as client:
        client.get("/")
        client.post("/kirim", data={"id": "a" * 24, "after": "0", "text": "menu"})
        yield client


def person(house: House, client: httpx.Client) -> int:
    address = client.cookies["peka"][:32]
    found = house.reader.do_now(lambda unit: shown.somebody(unit, "web", address))
    assert found is not None
    return found.id


def say(house: House, to: int, *replies: Reply) -> None:
    def work(unit: Unit) -> None:
        for reply in replies:
            outbox.put(unit, to, "web", body_of(reply))

    house.writer.do_now(work)


def links(html: str) -> list[str]:
    return re.findall(r'href="(/kertas/[^"]+)"', html)


def test_a_picture_stands_in_the_talk_and_a_letter_behind_a_link(house: House, site: str) -> None:
    with visitor(site) as siti:
        ask = Reply("Siap?", (Button("Ya", "1.x.ya"),))
        say(house, person(house, siti), ask, Reply("", enclosed=PICTURE))
        say(house, person(house, siti), Reply("", enclosed=LETTER))
        html = siti.get("/").text
        picture, letter = links(html)
        assert 'value="1.x.ya"' in html, "a paper takes no buttons away"
        assert f'<img src="{picture}"' in html
        assert re.search(r'alt="[^"]*"', html)
        assert "Buka surat (PDF)" in html
        shown_now, handed = siti.get(picture), siti.get(letter)
        assert (shown_now.status_code, handed.status_code) == (200, 200)
        assert shown_now.headers["content-type"] == "image/png"
        assert handed.headers["content-type"] == "application/pdf"
        how = [one.headers["content-disposition"] for one in (shown_now, handed)]
        assert how == ['inline; filename="pelajaran-3.png"', 'attachment; filename="surat.pdf"']
        for answer in (shown_now, handed):
            assert answer.headers["cache-control"] == "no-store"
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        assert "K7QF" in handed.text
        assert "K7QF" not in html


def test_nobody_else_gets_it(house: House, site: str) -> None:
    with visitor(site) as siti, visitor(site) as budi, httpx.Client(base_url=site) as nobody:
        say(house, person(house, siti), Reply("", enclosed=LETTER))
        (link,) = links(siti.get("/").text)
        assert siti.get(link).status_code == 200
        assert budi.get(link).status_code == 404
        assert nobody.get(link).status_code == 404
        assert "K7QF" not in budi.get(link).text


def test_a_guessed_address_leads_nowhere(house: House, site: str) -> None:
    with visitor(site) as siti:
        say(house, person(house, siti), Reply("Halo"), Reply("", enclosed=LETTER))
        (link,) = links(siti.get("/").text)
        row = int(link.split("/")[2].split("-")[0])
        tag = link.split("/")[2].split("-")[1]
        for guess in (
            f"/kertas/{row}-{'0' * 32}/surat.pdf",
            f"/kertas/{row}-/surat.pdf",
            f"/kertas/{row - 1}-{tag}/surat.pdf",
            f"/kertas/x-{tag}/surat.pdf",
            f"/kertas/{row}-%F0%9F%98%80/surat.pdf",
            f"/kertas/{'9' * 18}-{tag}/surat.pdf",
        ):
            assert siti.get(guess).status_code == 404, guess


def test_a_paper_that_is_gone_says_so(house: House, site: str) -> None:
    with visitor(site) as siti:
        gone = Enclosed(Paper(PaperKind.LETTER, "gone"))
        say(house, person(house, siti), Reply("", enclosed=gone))
        (link,) = links(siti.get("/").text)
        answer = siti.get(link)
        assert answer.status_code == 404
        assert "sudah tidak ada" in answer.text


def test_a_closed_page_hands_out_nothing(house: House, site: str) -> None:
    with visitor(site) as siti:
        say(house, person(house, siti), Reply("", enclosed=LETTER))
        (link,) = links(siti.get("/").text)
        house.open = False
        assert siti.get(link).status_code == 503
