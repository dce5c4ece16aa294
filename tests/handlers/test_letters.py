"""`/surat/<code>` over real HTTP: what it tells, what it never tells, and to whom it stops."""

import base64
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from handlers.web.limits import Allowance
from storage import letters
from storage.letters import Letter
from storage.unit import Unit
from tests.page_house import House, served

FIELDS = {"nama": "SITI AMINAH", "nik": "3526084507820003"}
NOBODYS = "AAAA-AAAA-AAAA-AAAA"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(f"sqlite:///{tmp_path / 'peka.db'}", tmp_path / "evidence", fetching=False)
    made.counter.pace = Allowance(10_000, 10_000)
    yield made
    made.stop()


@pytest.fixture
def site(house: House) -> Iterator[httpx.Client]:
    with served(house) as url, httpx.Client(base_url=url, timeout=20) as client:
        yield client


def issue(house: House, kind: str = "graduasi", state: str = "berlaku") -> Letter:
    def work(unit: Unit) -> Letter:
        return letters.issue(unit, kind=kind, fields=FIELDS, state=state)

    return house.writer.do_now(work)


@pytest.mark.parametrize(
    ("kind", "state", "words"),
    [
        ("graduasi", "rancangan", ("Surat pernyataan graduasi mandiri", "belum diajukan")),
        ("graduasi", "diajukan", ("Surat pernyataan graduasi mandiri", "Sudah diajukan")),
        ("graduasi", "dicabut", ("Surat pernyataan graduasi mandiri", "tidak berlaku lagi")),
        ("kartu", "berlaku", ("Laporan kartu bantuan dipegang orang lain", "Berlaku")),
        ("sertifikat", "berlaku", ("Sertifikat PEKASESAMA", "Berlaku")),
    ],
)
def test_it_tells_number_kind_date_office_and_state_but_no_name(
    house: House, site: httpx.Client, kind: str, state: str, words: tuple[str, ...]
) -> None:
    made = issue(house, kind, state)
    answer = site.get(f"/surat/{made.code}")
    assert answer.status_code == 200
    for text in (made.number, "Dinas Sosial", str(made.day.year), *words):
        assert text in answer.text, text
    assert "SITI" not in answer.text
    assert "3526084507820003" not in answer.text


def test_a_code_may_be_typed_in_any_way(house: House, site: httpx.Client) -> None:
    made = issue(house)
    for code in (made.code.lower(), made.code.replace("-", ""), made.code.replace("-", "%20")):
        assert made.number in site.get(f"/surat/{code}").text


@pytest.mark.parametrize("code", [NOBODYS, "x", "%00", "..%2f..", "😀", "A" * 3000, "<b>x</b>"])
def test_an_unknown_code_gets_the_same_page(house: House, site: httpx.Client, code: str) -> None:
    known, unknown = site.get(f"/surat/{issue(house).code}"), site.get(f"/surat/{code}")
    assert unknown.status_code == 404
    assert "tidak ditemukan" in unknown.text
    assert code not in unknown.text or len(code) == 1
    same = {
        name: known.headers[name]
        for name in known.headers
        if name not in {"date", "content-length"}
    }
    assert same.items() <= dict(unknown.headers).items()
    assert known.text.split("<body>")[0] == unknown.text.split("<body>")[0]


def test_it_needs_no_script_and_allows_none(house: House, site: httpx.Client) -> None:
    answer = site.get(f"/surat/{issue(house).code}")
    policy = answer.headers["content-security-policy"]
    (style,) = re.findall(r"<style>(.*?)</style>", answer.text)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert "<script" not in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert "set-cookie" not in answer.headers
    assert '<section lang="id"' in answer.text
    assert '<section lang="en"' in answer.text
    assert len(answer.content) < 6_000


def test_a_withdrawn_letter_whose_text_is_gone_is_still_known(
    house: House, site: httpx.Client
) -> None:
    made = issue(house)
    house.writer.do_now(lambda unit: letters.restate(unit, made.id, "dicabut"))
    words = site.get(f"/surat/{made.code}").text
    assert "Periksa surat: Dicabut" in words
    assert "terdaftar" not in words


def test_who_tries_many_wrong_codes_has_to_wait(house: House, site: httpx.Client) -> None:
    made = issue(house)
    answers = [site.get(f"/surat/{NOBODYS}").status_code for _ in range(62)]
    assert answers[:60] == [404] * 60
    assert answers[-1] == 429
    stopped = site.get(f"/surat/{made.code}")
    assert (stopped.status_code, made.number in stopped.text) == (429, False)
    assert int(stopped.headers["retry-after"]) >= 1


def test_good_looks_stop_nobody(house: House, site: httpx.Client) -> None:
    made = issue(house)
    assert {site.get(f"/surat/{made.code}").status_code for _ in range(80)} == {200}


def test_too_many_looks_at_once_are_slowed(house: House, site: httpx.Client) -> None:
    house.counter.pace = Allowance(burst=2, per_second=0.01)
    codes = [site.get(f"/surat/{issue(house).code}").status_code for _ in range(4)]
    assert codes == [200, 200, 429, 429]
