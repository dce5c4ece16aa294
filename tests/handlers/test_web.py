"""The web page over real HTTP, without a browser: what is taken, refused, repeated and shown."""

import re
import socket
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import httpx
import pytest
from PIL import Image

from handlers import doors
from handlers.channel import Reply
from handlers.web.limits import Allowance
from handlers.written import body_of
from storage import outbox, poison, shown
from storage.vault import Vault
from tests.page_house import House, served

SMALL = "application/x-www-form-urlencoded"
SCRIPT = {"HX-Request": "true", "Sec-Fetch-Site": "same-origin"}
MakeHouse = Callable[..., House]


@pytest.fixture
def make_house(sqlite_url: str, tmp_path: Path) -> MakeHouse:
    return lambda **more: House(sqlite_url, tmp_path / "evidence", fetching=False, **more)


@pytest.fixture
def house(make_house: MakeHouse) -> House:
    return make_house()


@pytest.fixture
def page(house: House) -> Iterator[httpx.Client]:
    with served(house) as url, httpx.Client(base_url=url, headers=SCRIPT) as client:
        client.get("/")
        yield client


def send(page: httpx.Client, id_: str = "a" * 24, after: int = 0, **fields: str) -> httpx.Response:
    return page.post("/kirim", data={"id": id_, "after": str(after), **fields})


def texts(html: str) -> list[str]:
    return re.findall(r'<span class="text">(.*?)</span>', html, re.DOTALL)


def taps(html: str) -> list[str]:
    return [tap.replace("&gt;", ">") for tap in re.findall(r'name="tap" value="(.*?)"', html)]


def last(answer: httpx.Response) -> int:
    return int(answer.headers["X-Peka-Last"])


def jpeg() -> bytes:
    written = BytesIO()
    Image.new("RGB", (64, 48), "teal").save(written, "JPEG")
    return written.getvalue()


def person_of(page: httpx.Client) -> str:
    return str(page.cookies["peka"])[:32]


def test_a_stranger_is_greeted_and_nothing_is_kept_of_them(
    page: httpx.Client, house: House
) -> None:
    html = page.get("/").text
    assert "Salam, saya Peka." in html
    assert taps(html) == [">lapor", ">kartu"]
    assert 'lang="id"' in html
    found = house.reader.do_now(lambda unit: shown.somebody(unit, "web", person_of(page)))
    assert found is None


def test_the_answer_comes_with_the_post_and_again_after_a_reload(page: httpx.Client) -> None:
    answer = send(page, text="menu")
    assert answer.status_code == 200
    assert texts(answer.text) == ["Salam, saya Peka.\n\nPilih, atau tulis saja."]
    reloaded = page.get("/").text
    assert texts(reloaded) == texts(answer.text)
    assert taps(reloaded) == [">lapor", ">kartu"]


def test_a_talk_on_both_databases(database_url: str, tmp_path: Path) -> None:
    house = House(database_url, tmp_path / "evidence", fetching=False)
    with served(house) as url, httpx.Client(base_url=url, headers=SCRIPT) as page:
        page.get("/")
        first = send(page, "a" * 24, tap=">lapor")
        assert last(send(page, "a" * 24, tap=">lapor")) == last(first)
        send(page, "b" * 24, last(first), tap="1.jenis.lain")
        assert texts(page.get("/").text) == ["Apa yang terjadi?", "Ceritakan dengan kata sendiri."]
        assert texts(page.get("/pesan", params={"after": last(first)}).text) == [
            "Ceritakan dengan kata sendiri."
        ]


def test_the_same_id_again_changes_nothing_and_answers_the_same(page: httpx.Client) -> None:
    first = send(page, tap=">lapor")
    again = send(page, tap=">lapor")
    assert texts(first.text) == texts(again.text) == ["Apa yang terjadi?"]
    assert last(first) == last(again)


def test_news_are_told_once_by_cursor(page: httpx.Client, house: House) -> None:
    answer = send(page, text="menu")
    assert page.get("/pesan", params={"after": last(answer)}).status_code == 204
    person = house.reader.do_now(lambda unit: shown.somebody(unit, "web", person_of(page)))
    assert person is not None
    body = body_of(Reply("Ada kabar."))
    house.writer.do_now(lambda unit: outbox.put(unit, person.id, "web", body, lane=outbox.NOTICE))
    news = page.get("/pesan", params={"after": last(answer)})
    assert texts(news.text) == ["Ada kabar."]
    assert taps(page.get("/").text) == [">lapor", ">kartu"], "news do not close a question"


def test_only_the_last_question_has_buttons(page: httpx.Client) -> None:
    send(page, "a" * 24, text="menu")
    send(page, "b" * 24, tap=">lapor")
    assert taps(page.get("/").text) == ["2.jenis.kartu", "2.jenis.lain"]


def test_an_old_button_is_explained(page: httpx.Client) -> None:
    send(page, "a" * 24, tap=">lapor")
    send(page, "b" * 24, tap="1.jenis.kartu")
    answer = send(page, "c" * 24, tap="1.jenis.lain")
    assert "Tombol itu dari pertanyaan yang sudah lewat" in answer.text


def test_a_secret_reply_is_wiped_once_the_page_has_shown_it(
    page: httpx.Client, house: House
) -> None:
    send(page, text="menu")
    person = house.reader.do_now(lambda unit: shown.somebody(unit, "web", person_of(page)))
    assert person is not None
    body = body_of(Reply("Kode: BATU-7"))
    row = house.writer.do_now(lambda unit: outbox.put(unit, person.id, "web", body, secret=True))
    assert "BATU-7" in page.get("/").text
    assert "BATU-7" in page.get("/").text, "not seen yet: the page did not say that it has it"
    page.get("/pesan", params={"after": row})
    assert "BATU-7" not in page.get("/").text
    assert "demi keamanan" in page.get("/").text


def test_a_pin_is_cut_out_and_the_page_is_told(page: httpx.Client, tmp_path: Path) -> None:
    answer = send(page, text="pin saya 739154")
    cut = re.search(r'data-cut="a{24}" hidden>(.*?)<', answer.text)
    assert cut is not None
    assert "739154" not in answer.text
    assert "dihapus" in cut.group(1)
    kept = b"".join(one.read_bytes() for one in tmp_path.glob("peka.db*"))
    assert b"739154" not in kept


def test_names_that_are_markup_are_shown_as_they_are(page: httpx.Client) -> None:
    send(page, "a" * 24, tap=">lapor")
    send(page, "b" * 24, tap="1.jenis.lain")
    send(page, "c" * 24, text="<script>alert(1)</script> & teman")
    answer = send(page, "d" * 24, text="lewati")
    assert "<script>" not in answer.text
    assert "&lt;script&gt;" in answer.text


def test_web_addresses_can_be_followed(page: httpx.Client) -> None:
    answer = send(page, tap=">kartu")
    assert '<a href="https://cekbansos.kemensos.go.id" target="_blank"' in answer.text


@pytest.mark.parametrize(
    "text", ["\x00", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"), "🌾" * 4096]
)
def test_odd_characters_are_answered(page: httpx.Client, text: str) -> None:
    assert send(page, text=text).status_code in {200, 400}


def test_a_photo_is_sealed_at_once_and_asked_for(
    page: httpx.Client, house: House, tmp_path: Path
) -> None:
    send(page, "a" * 24, tap=">lapor")
    send(page, "b" * 24, tap="1.jenis.lain")
    send(page, "c" * 24, text="kartu dipegang ketua")
    for _repeat in range(2):
        answer = page.post(
            "/kirim", data={"id": "d" * 24, "after": "3"}, files={"photo": ("a.jpg", jpeg())}
        )
        assert "Foto: ada" in answer.text
    (kept,) = (tmp_path / "evidence" / "incoming").iterdir()
    assert b"JFIF" not in kept.read_bytes()
    assert kept.stat().st_mode & 0o777 == 0o600
    assert b"".join(house.vault.read(kept.name, incoming=True)) == jpeg()


def test_a_photo_beyond_the_cap_is_refused_kindly_and_leaves_nothing(
    page: httpx.Client, tmp_path: Path
) -> None:
    answer = page.post(
        "/kirim", data={"id": "d" * 24}, files={"photo": ("a.jpg", bytes(30_000_000))}
    )
    assert answer.status_code == 413
    assert "Paling besar 20 MB" in answer.text
    assert not list((tmp_path / "evidence" / "incoming").iterdir())


def test_an_upload_that_breaks_off_leaves_nothing(page: httpx.Client, tmp_path: Path) -> None:
    body = (
        b'--x\r\nContent-Disposition: form-data; name="id"\r\n\r\nabcdef\r\n'
        b'--x\r\nContent-Disposition: form-data; name="photo"; filename="a"\r\n\r\n' + jpeg()
    )
    answer = page.post(
        "/kirim", content=body, headers={"Content-Type": "multipart/form-data; boundary=x"}
    )
    assert answer.status_code == 400
    assert not list((tmp_path / "evidence" / "incoming").iterdir())


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("application/json", b"{}", 400),
        ("multipart/form-data", b"", 400),
        ("multipart/form-data; boundary=x", b"nonsense", 400),
        ("application/x-www-form-urlencoded", b"text=hai", 400),
        ("application/x-www-form-urlencoded", b"id=abcdefgh&text=%20", 400),
        ("application/x-www-form-urlencoded", b"id=a&" + b"x=1&" * 40, 400),
        ("application/x-www-form-urlencoded", b"a" * 100_000, 413),
        ("text/plain; charset=\xff".encode("latin-1").decode("latin-1"), b"\xff", 400),
    ],
)
def test_bodies_that_no_page_sends(
    page: httpx.Client, kind: str, body: bytes, status: int
) -> None:
    headers = [(b"Content-Type", kind.encode("latin-1"))]
    answer = page.post("/kirim", content=body, headers=headers)
    assert answer.status_code == status


def test_another_site_cannot_speak_for_a_person(page: httpx.Client) -> None:
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ):
        request = page.build_request("POST", "/kirim", data={"id": "a" * 24, "text": "menu"})
        del request.headers["Sec-Fetch-Site"]
        request.headers.update(headers)
        assert page.send(request).status_code == 403, headers
    assert "Salam" in page.get("/").text


def test_a_browser_without_cookie_is_told_and_given_one(house: House) -> None:
    with served(house) as url, httpx.Client(base_url=url, headers=SCRIPT) as page:
        answer = send(page, text="menu")
        assert answer.status_code == 401
        assert "cookie" in answer.text
        assert send(page, text="menu").status_code == 200


def test_two_browsers_do_not_meet(house: House) -> None:
    with served(house) as url:
        one, other = (httpx.Client(base_url=url, headers=SCRIPT) for _ in range(2))
        with one, other:
            for page in (one, other):
                page.get("/")
            send(one, tap=">lapor")
            assert "Apa yang terjadi?" in one.get("/").text
            assert "Apa yang terjadi?" not in other.get("/").text
            assert person_of(one) != person_of(other)


def test_too_many_at_once_are_asked_to_wait(make_house: MakeHouse) -> None:
    house = make_house(limited=True)
    with served(house) as url, httpx.Client(base_url=url, headers=SCRIPT) as page:
        page.get("/")
        answers = [send(page, f"{n:024}", text="menu") for n in range(25)]
    assert [one.status_code for one in answers[:20]] == [200] * 20
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["Retry-After"]) >= 1
    assert "Tunggu sebentar" in answers[-1].text


def test_many_photos_at_once_are_asked_to_wait_longer(make_house: MakeHouse) -> None:
    house = make_house(limited=True)
    with served(house) as url, httpx.Client(base_url=url, headers=SCRIPT) as page:
        page.get("/")
        statuses = [
            page.post(
                "/kirim", data={"id": f"{n:024}"}, files={"photo": bytes(70_000)}
            ).status_code
            for n in range(9)
        ]
    assert statuses == [200] * 8 + [429]


def test_a_nearly_full_disk_is_left_to_the_database(
    page: httpx.Client, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(house.vault, "room", lambda: 1000)
    answer = page.post("/kirim", data={"id": "d" * 24}, files={"photo": jpeg()})
    assert answer.status_code == 503
    assert send(page, text="menu").status_code == 200


def test_a_closed_page_says_why(make_house: MakeHouse) -> None:
    with served(make_house(open=False)) as url, httpx.Client(base_url=url) as page:
        answer = page.get("/")
        assert answer.status_code == 503
        assert "data warga" in answer.text
        assert page.post("/kirim", data={"id": "a", "text": "menu"}).status_code == 503


def test_the_screen_can_be_cleared(page: httpx.Client) -> None:
    answer = send(page, text="menu")
    cleared = page.post("/bersih", data={"after": str(last(answer))}, follow_redirects=True)
    assert "Layar sudah bersih" in cleared.text
    assert "Salam" not in cleared.text
    send(page, "b" * 24, tap=">kartu")
    assert "Simpan kartu sendiri" in page.get("/").text


def test_a_form_without_a_script_works_and_words_after_going_back_count(house: House) -> None:
    with served(house) as url, httpx.Client(base_url=url, follow_redirects=True) as page:
        page.get("/")
        first = page.post("/kirim", data={"id": "same", "tap": ">lapor"})
        assert first.status_code == 200
        assert "Apa yang terjadi?" in first.text
        page.post("/kirim", data={"id": "same", "tap": "1.jenis.lain"})
        assert "Ceritakan dengan kata sendiri." in page.get("/").text
        page.post("/kirim", data={"id": "same", "tap": "1.jenis.lain"})
        assert page.get("/").text.count("Ceritakan dengan kata sendiri.") == 1


def test_everything_together_weighs_under_100_kb(page: httpx.Client) -> None:
    html = page.get("/").text
    found = re.findall(r'(?:src|href)="(/berkas/[^"]+)"', html)
    assert len(set(found)) == 4
    plain = {one: page.get(one, headers={"Accept-Encoding": "identity"}) for one in set(found)}
    assert all("immutable" in one.headers["cache-control"] for one in plain.values())
    assert len(html.encode()) + sum(len(one.content) for one in plain.values()) < 100_000
    assert page.get(found[0]).headers["content-encoding"] == "gzip"
    assert page.get("/berkas/x/../web.py").status_code == 404


def test_the_rules_for_the_browser_are_strict(page: httpx.Client) -> None:
    headers = page.get("/").headers
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-frame-options"] == "DENY"
    assert headers["cache-control"] == "no-store"
    html = page.get("/").text
    assert not re.search(r"<script(?![^>]*src=)|style=|<style|\son\w+=", html)


def test_the_vault_notices_damage(house: House, tmp_path: Path) -> None:
    draft = house.vault.draft("a" * 32)
    draft.add(b"x" * 2_500_000)
    draft.keep()
    path = tmp_path / "evidence" / ("a" * 32)
    whole = path.read_bytes()
    damaged = Vault(tmp_path / "evidence", house.seal)
    for wrong in (whole[:-40], whole[:1_000_033], whole[:-1] + b"!", b""):
        path.write_bytes(wrong)
        with pytest.raises(Exception, match=r"open|end|never"):
            list(damaged.read("a" * 32))
    house.stop()


def test_clearing_the_screen_takes_no_upload_and_no_stranger(
    page: httpx.Client, house: House, tmp_path: Path
) -> None:
    photo = {"photo": ("a.jpg", jpeg())}
    assert page.post("/bersih", data={"id": "a"}, files=photo).status_code == 400
    assert page.post("/bersih", data={"after": "9" * 70_000}).status_code == 413
    bare = {"Cookie": ""}
    assert page.post("/bersih", data={"after": "1"}, headers=bare).status_code == 401
    house.room.guard.posts = Allowance(burst=1, per_second=0.01)
    assert page.post("/bersih", data={"after": "1"}).status_code == 303
    assert page.post("/bersih", data={"after": "1"}).status_code == 429
    assert not list((tmp_path / "evidence" / "incoming").iterdir())


def test_neither_cookie_nor_post_stand_in_clear_and_an_upload_leads_to_nobody(
    page: httpx.Client, house: House, tmp_path: Path
) -> None:
    send(page, "a" * 24, tap=">lapor")
    send(page, "b" * 24, tap="1.jenis.lain")
    send(page, "c" * 24, text="kartu dipegang ketua")
    files = {"photo": ("a.jpg", jpeg())}
    page.post("/kirim", data={"id": "d" * 24, "after": "3"}, files=files)
    kept = b"".join(one.read_bytes() for one in tmp_path.glob("peka.db*"))
    assert person_of(page).encode() not in kept
    (upload,) = (tmp_path / "evidence" / "incoming").iterdir()
    assert upload.name != house.seal.index("upload", f"{person_of(page)}:{'d' * 24}").hex()
    assert upload.name in house.room.uploads.names.values()


def test_a_page_closes_when_real_data_comes_in(house: House) -> None:
    with served(house) as url, httpx.Client(base_url=url, headers=SCRIPT) as page:
        assert page.get("/").status_code == 200
        house.open = False
        assert page.get("/").status_code == 503
        assert send(page, text="menu").status_code == 503
        assert page.post("/bersih", data={"after": "1"}).status_code == 503
        assert page.get("/pesan").status_code == 204


def test_what_was_never_shown_is_not_wiped_by_a_cursor_ahead_of_it(
    page: httpx.Client, house: House
) -> None:
    send(page, text="menu")
    person = house.reader.do_now(lambda unit: shown.somebody(unit, "web", person_of(page)))
    assert person is not None
    body = body_of(Reply("Kode: BATU-7"))
    row = house.writer.do_now(lambda unit: outbox.put(unit, person.id, "web", body, secret=True))
    page.get("/pesan", params={"after": 10**17})
    page.get("/pesan", params={"after": row})
    house.room.served.clear()
    page.get("/pesan", params={"after": 10**17})
    assert "BATU-7" in page.get("/").text
    page.get("/pesan", params={"after": row})
    assert "BATU-7" not in page.get("/").text


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_cannot_look(page: httpx.Client, site: str) -> None:
    assert page.get("/pesan", headers={"Sec-Fetch-Site": site}).status_code == 403
    request = page.build_request("GET", "/pesan")
    del request.headers["HX-Request"]
    assert page.send(request).status_code == 403


@pytest.mark.parametrize(
    "fields",
    [
        {"spot": "5"},
        {"spot": "x,y"},
        {"spot": "1,2,3"},
        {"spot": "nan,1"},
        {"spot": "91,0"},
        {"spot": "inf,0"},
        {"id": "a b", "text": "hai"},
        {"id": "a" * 65, "text": "hai"},
        {"id": "é", "text": "hai"},
        {"id": "a\x00", "text": "hai"},
    ],
)
def test_a_post_that_no_page_sends_is_refused_and_is_no_poison(
    page: httpx.Client, house: House, fields: dict[str, str]
) -> None:
    assert page.post("/kirim", data={"id": "a" * 24, **fields}).status_code == 400
    assert house.writer.do_now(poison.newest) == []
    assert send(page, spot="-7.1,113.5").status_code == 200


@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", SMALL])
def test_a_body_that_stops_arriving_is_dropped(
    page: httpx.Client, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(doors, "SILENCE_SECONDS", 0.05)
    cookie = f"peka={page.cookies['peka']}"
    head = (
        f"POST /kirim HTTP/1.1\r\nHost: x\r\nCookie: {cookie}\r\nContent-Type: {kind}\r\n"
        "Content-Length: 5000\r\n\r\n--x\r\n"
    )
    with socket.create_connection((page.base_url.host, page.base_url.port or 80), 10) as raw:
        raw.sendall(head.encode())
        assert raw.recv(100).startswith(b"HTTP/1.1 408")
