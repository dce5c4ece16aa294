"""The page in a real Chromium, as people use it: phone, keyboard, bad line, reload, restart."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from PIL import Image
from playwright.sync_api import Browser, FilePayload, Page, Request, Route, expect, sync_playwright

from handlers.channel import Reply
from handlers.written import body_of
from storage import outbox, people
from storage.unit import Unit
from tests.page_house import House, free_port, served

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 640}
SOON = 10_000
expect.set_options(timeout=SOON)


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield opened
        opened.close()


class Site:
    """A served house that can be stopped and started again on the same port."""

    def __init__(self, url: str, folder: Path) -> None:
        self.make: Callable[[], House] = lambda: House(url, folder)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.house = self.make()
        self.running: AbstractContextManager[str] | None = None

    def start(self) -> None:
        self.running = served(self.house, self.port)
        self.running.__enter__()

    def stop(self) -> None:
        if self.running is not None:
            self.running.__exit__(None, None, None)
            self.running = None

    def restart(self) -> None:
        self.house = self.make()
        self.start()


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path) -> Iterator[Site]:
    made = Site(sqlite_url, tmp_path / "evidence")
    made.start()
    yield made
    made.stop()


Open = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser, site: Site) -> Iterator[Open]:
    """Open the page in a browser of its own; afterwards nothing may have left this machine."""
    outside: list[str] = []
    faults: list[str] = []

    def heard(request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in {"blob", "data"} and parts.hostname != "127.0.0.1":
            outside.append(request.url)

    with ExitStack() as stack:

        def visit(**options: object) -> Page:
            given: dict[str, Any] = {"viewport": PHONE, "has_touch": True, **options}
            context = browser.new_context(**given)
            stack.callback(context.close)
            page = context.new_page()
            page.on("request", heard)
            page.on("pageerror", lambda fault: faults.append(str(fault)))
            page.on("console", lambda said: faults.append(said.text)
                    if "Content Security Policy" in said.text else None)  # fmt: skip
            page.goto(site.url)
            return page

        yield visit
    assert not outside
    assert not faults


@pytest.fixture
def page(opened: Open) -> Page:
    return opened()


def tap(page: Page, label: str) -> None:
    page.get_by_role("button", name=label).click()


def write(page: Page, text: str) -> None:
    page.get_by_label("Tulis pesan").fill(text)
    page.get_by_role("button", name="Kirim", exact=True).last.click()


def said(page: Page) -> list[str]:
    """Everything in the talk, in order, without the times."""
    return [
        text.replace("Peka: ", "").replace("Saya: ", "")
        for text in page.locator(
            "#log .bubble > :not(time):not(.how):not(.unseen)"
        ).all_inner_texts()
    ]


def sees(page: Page, text: str) -> None:
    expect(page.locator("#log .peka", has_text=text).last).to_be_visible()


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def picture(kind: str = "JPEG") -> bytes:
    written = BytesIO()
    Image.effect_noise((640, 480), 40).convert("RGB").save(written, kind)
    return written.getvalue()


def file(content: bytes) -> FilePayload:
    return {"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": content}


def to_the_photo(page: Page) -> None:
    tap(page, "Lapor")
    tap(page, "Kartu dipegang")
    sees(page, "Ceritakan dengan kata sendiri.")
    write(page, "Kartu dipegang ketua kelompok sudah setahun.")
    sees(page, "Ada fotonya?")


def test_a_whole_talk_on_a_narrow_screen(page: Page, tmp_path: Path) -> None:
    sees(page, "Salam, saya Peka.")
    assert fits(page)
    page.screenshot(path=tmp_path / "1-greeting.png")
    tap(page, "Lapor")
    sees(page, "Apa yang terjadi?")
    expect(page.locator("#log .me")).to_have_text(re.compile("Lapor"))
    tap(page, "Kartu dipegang")
    sees(page, "Ceritakan dengan kata sendiri.")
    write(page, "kata" * 80)
    sees(page, "Ada fotonya?")
    assert fits(page)
    write(page, "lewati")
    sees(page, "Sudah benar?")
    page.screenshot(path=tmp_path / "2-summary.png")
    expect(page.locator("#log .choices")).to_have_count(1)
    page.locator("#log").get_by_role("button", name="Kirim").click()
    sees(page, "Laporan diterima")
    expect(page.locator("#typing")).to_be_hidden()
    assert fits(page)
    end = "e => e.scrollHeight - e.scrollTop - e.clientHeight < 2"
    assert page.locator("#scroll").evaluate(end), "the newest message is in sight"


def test_a_reload_in_mid_talk_shows_the_same(page: Page) -> None:
    to_the_photo(page)
    before = said(page)
    page.reload()
    sees(page, "Ada fotonya?")
    assert said(page) == before[1:], "all but the greeting, which was no message"
    tap(page, "Lewati")
    sees(page, "Sudah benar?")


def test_a_restart_in_mid_talk_loses_and_doubles_nothing(page: Page, site: Site) -> None:
    tap(page, "Lapor")
    sees(page, "Apa yang terjadi?")
    site.stop()
    tap(page, "Lainnya")
    write(page, "Ditulis waktu server mati.")
    expect(page.get_by_role("status")).to_contain_text("Sambungan terputus")
    expect(page.locator("#log .me").nth(1)).to_contain_text("belum terkirim")
    site.restart()
    sees(page, "Ada fotonya?")
    expect(page.get_by_role("status")).to_be_empty()
    assert said(page)[2:] == [
        "Apa yang terjadi?",
        "Lainnya",
        "Ditulis waktu server mati.",
        "Ceritakan dengan kata sendiri.",
        "Ada fotonya?",
    ]


def test_an_answer_that_is_lost_is_asked_for_again_and_nothing_is_done_twice(page: Page) -> None:
    lost: list[str] = []

    def lose(route: Route) -> None:
        if len(lost) < 2:
            lost.append(route.request.post_data or "")
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/kirim", lose)
    tap(page, "Lapor")
    sees(page, "Apa yang terjadi?")
    expect(page.locator("#log .me .how")).to_be_hidden()
    assert len(lost) == 2
    assert said(page).count("Apa yang terjadi?") == 1
    expect(page.locator("#log .choices")).to_have_count(1)
    assert page.locator("#log .me").count() == 1


def test_a_photo_is_shown_sent_and_kept(page: Page, site: Site) -> None:
    to_the_photo(page)
    page.get_by_label("Kirim foto").set_input_files(file(picture()))
    expect(page.locator("#log .me img")).to_be_visible()
    sees(page, "Foto: ada")
    folder = site.house.folder
    for _ in range(50):
        if len(list(folder.glob("*-clean"))) == 1:
            break
        page.wait_for_timeout(100)
    assert len(list(folder.glob("*-original"))) == 1


def test_a_file_that_is_no_photo_gets_its_sentence_by_itself(page: Page) -> None:
    to_the_photo(page)
    page.get_by_label("Kirim foto").set_input_files(file(picture("GIF")))
    sees(page, "Berkas tadi bukan foto")


def test_a_photo_of_30_mb_never_leaves_the_phone(page: Page, tmp_path: Path) -> None:
    big = tmp_path / "besar.jpg"
    big.write_bytes(bytes(30_000_000))
    page.get_by_label("Kirim foto").set_input_files(big)
    expect(page.get_by_role("status")).to_contain_text("Paling besar 20 MB")
    assert page.locator("#log .me").count() == 0


def test_a_pin_is_not_kept_in_the_browser_and_a_nik_is_masked(page: Page) -> None:
    write(page, "pin saya 739154, tolong")
    sees(page, "Demi keamanan")
    expect(page.locator("#log .me")).not_to_contain_text("739154")
    write(page, "nik 3526084507820003")
    expect(page.locator("#log .me")).to_have_count(2)
    expect(page.locator("#typing")).to_be_hidden()
    kept = page.evaluate("JSON.stringify(sessionStorage) + JSON.stringify(localStorage)")
    assert "739154" not in kept
    assert "3526084507820003" not in kept
    assert "35••••••••••••03" in kept


def test_keyboard_only(opened: Open) -> None:
    page = opened(viewport={"width": 1000, "height": 700}, has_touch=False)
    expect(page.get_by_label("Tulis pesan")).to_be_focused()
    page.keyboard.type("menu")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Salam, saya Peka.")).to_have_count(2)  # the second brings new buttons
    page.get_by_label("Tulis pesan").focus()
    for _ in range(12):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.value") == ">lapor":
            break
    expect(page.get_by_role("button", name=re.compile("^Lapor"))).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Kartu dipegang")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    sees(page, "Ceritakan dengan kata sendiri.")
    expect(page.get_by_label("Tulis pesan")).to_be_focused()
    page.keyboard.type("satu")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("dua")
    page.keyboard.press("Enter")
    sees(page, "Ada fotonya?")
    expect(page.locator("#log .me").last).to_contain_text("satu\ndua", use_inner_text=True)


def test_what_a_screen_reader_is_told(page: Page) -> None:
    log = page.get_by_role("log")
    expect(log).to_have_attribute("aria-live", "polite")
    expect(page.locator("html")).to_have_attribute("lang", "id")
    tap(page, "Lapor")
    sees(page, "Apa yang terjadi?")
    tree = page.locator("body").aria_snapshot()
    for part in ('log "Percakapan dengan Peka"', 'textbox "Tulis pesan"', 'button "Kirim"',
                 "Peka:", "Saya:", 'link "Langsung ke kotak tulis"', "status"):  # fmt: skip
        assert part in tree, tree


def holding(held: list[Route]) -> Callable[[Route], None]:
    """Keep requests back; playwright asks a handler for its signature, and a list has none."""

    def hold(route: Route) -> None:
        held.append(route)

    return hold


def test_a_typing_sign_while_the_line_is_slow(page: Page) -> None:
    held: list[Route] = []
    page.route("**/kirim", holding(held))
    tap(page, "Lapor")
    expect(page.locator("#typing")).to_be_visible()
    held[0].continue_()
    sees(page, "Apa yang terjadi?")
    expect(page.locator("#typing")).to_be_hidden()


def test_two_messages_in_a_breath_keep_their_order(page: Page) -> None:
    tap(page, "Lapor")
    sees(page, "Apa yang terjadi?")
    held: list[Route] = []
    page.route("**/kirim", holding(held), times=1)
    write(page, "2")
    write(page, "cerita saya panjang")
    expect(page.locator("#log .me")).to_have_count(3)
    held[0].continue_()
    sees(page, "Ada fotonya?")
    assert said(page)[-4:] == ["2", "cerita saya panjang", "Ceritakan dengan kata sendiri.",
                               "Ada fotonya?"]  # fmt: skip


def test_the_screen_can_be_cleared_for_good(page: Page) -> None:
    to_the_photo(page)
    tap(page, "Hapus layar")
    sees(page, "Layar sudah bersih.")
    assert said(page) == ["Layar sudah bersih. Tulis pesan, atau pilih Menu."]
    assert page.evaluate("sessionStorage.getItem('peka')") is None
    tap(page, "Menu")
    sees(page, "Ada yang bisa dibantu?")


def test_without_a_script_the_forms_work(opened: Open) -> None:
    page = opened(java_script_enabled=False)
    tap(page, "Lapor")
    page.get_by_role("button", name="Kartu dipegang").click()
    page.get_by_label("Tulis pesan").fill("Tanpa skrip.")
    page.locator("#write").get_by_role("button", name="Kirim", exact=True).click()
    expect(page.locator("#log")).to_contain_text("Ada fotonya?")


def test_two_tabs_of_one_person_see_the_same(page: Page, site: Site) -> None:
    other = page.context.new_page()
    other.goto(site.url)
    tap(page, "Lapor")
    sees(page, "Apa yang terjadi?")
    sees(other, "Apa yang terjadi?")
    expect(other.locator("#log .choices")).to_have_count(1)


def test_the_page_follows_the_language_of_the_talk(page: Page, site: Site) -> None:
    tap(page, "Lapor")
    sees(page, "Apa yang terjadi?")
    cookie = next(one for one in page.context.cookies() if one["name"] == "peka")

    def speaks_english(unit: Unit) -> None:
        known = people.know(unit, "web", cookie["value"][:32])
        known.language = "en"
        people.save(unit, known, known.talks or b"{}")

    site.house.writer.do_now(speaks_english)
    tap(page, "Lainnya")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    sees(page, "Ceritakan dengan kata sendiri.")
    assert said(page) == [
        "Lapor",
        "Apa yang terjadi?",
        "Lainnya",
        "Ceritakan dengan kata sendiri.",
    ]


def test_a_long_answer_is_read_from_its_beginning(page: Page, site: Site) -> None:
    tap(page, "Lapor")
    sees(page, "Apa yang terjadi?")
    cookie = next(one for one in page.context.cookies() if one["name"] == "peka")
    body = body_of(Reply("Kabar panjang.\n" * 60))

    def long_news(unit: Unit) -> None:
        person = people.know(unit, "web", cookie["value"][:32])
        outbox.put(unit, person.id, "web", body, lane=outbox.NOTICE)

    site.house.writer.do_now(long_news)
    sees(page, "Kabar panjang.")
    top = page.locator("#log .peka", has_text="Kabar panjang.").bounding_box()
    frame = page.locator("#scroll").bounding_box()
    assert top is not None
    assert frame is not None
    assert 0 <= top["y"] - frame["y"] < 40
