"""Takes the pictures of the web page for the README: `make run` first, then this with its URL."""

# ruff: noqa: INP001 - a script that stands alone
import shutil
import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright

HERE = Path(__file__).parent
SIZES = {"web-phone": (390, 760), "web-desktop": (1100, 760)}
LINE = "kartu kks sy di pegang bu ketua sdh setahun"


def talk(page: Page, name: str) -> None:
    """Say a few things and take a picture of the greeting and of the talk."""
    page.wait_for_timeout(400)
    shoot(page, f"{name}-menu")
    page.get_by_label("Tulis pesan").fill(LINE)
    page.keyboard.press("Enter")
    expect(page.locator("#log .peka")).to_have_count(2)
    page.wait_for_timeout(400)
    shoot(page, f"{name}-talk")


def shoot(page: Page, name: str) -> None:
    """Take one picture, in few colours: small enough for a repository."""
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB").quantize(64)
    picture.save(HERE / f"{name}.png", optimize=True)


def main(url: str) -> None:
    """Take every picture."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        for name, (width, height) in SIZES.items():
            context = browser.new_context(viewport={"width": width, "height": height})
            page = context.new_page()
            page.goto(url)
            talk(page, name)
            context.close()
        browser.close()


main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
