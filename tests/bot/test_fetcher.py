"""The fetcher and the care of its folder: what is kept, what is refused, and every cut between."""

import asyncio
import os
import subprocess
import sys
import threading
import zlib
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PIL import Image

from bot import clean_copy as copies
from bot import fetcher as fetching
from bot.clean_copy import Unfit, clean, kind_of
from bot.evidence_care import EvidenceCare
from bot.fetcher import CAP, LAST_ATTEMPT, Fetcher, clean_copy, original
from conversations.said import Media
from conversations.turn.sayings import FETCH_FAULTS
from handlers.channel import File, Gone, TryLater
from handlers.web.adapter import WebPage
from handlers.written import reply_of
from storage import cases, evidence, people, shown
from storage.evidence import Wanted
from storage.sql import Sql
from storage.unit import Unit
from tests.page_house import ROOT, House

STATE = Sql("SELECT state, reason FROM peka_evidence WHERE id = :id")


@dataclass
class Platform(WebPage):
    """A channel whose files are given by the test."""

    files: dict[str, bytes | Exception] = field(default_factory=dict)
    says: int | None = None

    def __post_init__(self) -> None:
        super().__init__()

    async def fetch(self, media: Media) -> File:
        found = self.files[media.ref]
        if isinstance(found, Exception):
            raise found
        return File(self.says, pieces(found))


async def pieces(whole: bytes) -> AsyncIterator[bytes]:
    for at in range(0, len(whole), 60_000):
        yield whole[at : at + 60_000]


@pytest.fixture
async def house(database_url: str, tmp_path: Path) -> AsyncIterator[House]:
    made = House(database_url, tmp_path / "evidence", fetching=False)
    yield made
    made.stop()


@pytest.fixture
def platform(house: House) -> Platform:
    made = Platform()
    house.fetcher = Fetcher(house.writer, house.turns, {"web": made}, house.vault)
    return made


def want(house: House, ref: str = "f1", mime: str = "image/jpeg") -> Wanted:
    def work(unit: Unit) -> Wanted:
        person = people.know(unit, "web", "siti")
        media = msgspec.json.encode(Media(ref, None, mime))
        evidence.want(unit, person.id, "web", media, ref)
        (taken,) = evidence.take_due(unit)
        return taken

    return house.writer.do_now(work)


def state(house: House, wanted: Wanted) -> tuple[str, str]:
    def work(unit: Unit) -> tuple[str, str]:
        ((state, reason),) = unit.run(STATE, id=wanted.id)
        return str(state), str(reason)

    return house.writer.do_now(work)


def told(house: House) -> list[str]:
    def work(unit: Unit) -> list[str]:
        somebody = shown.somebody(unit, "web", "siti")
        assert somebody is not None
        rows = shown.after(unit, somebody.id, 0)
        return [reply_of(row.body or b"").text for row in rows]

    return house.reader.do_now(work)


def photo(kind: str = "JPEG", size: tuple[int, int] = (2400, 1200), **more: object) -> bytes:
    written = BytesIO()
    image = Image.new("RGB", size, "white")
    image.paste("teal", (0, 0, size[0] // 2, size[1]))
    image.save(written, kind, **more)
    return written.getvalue()


def located() -> bytes:
    exif = Image.Exif()
    exif[0x0110] = "Kamera Bu Siti"
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[2] = (7.0, 1.0, 30.0)
    exif.get_ifd(0x8825)[1] = "S"
    return photo(exif=exif, comment=b"rumah bu siti")


def bomb() -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")
        )

    head = (60_000).to_bytes(4, "big") * 2 + bytes([8, 2, 0, 0, 0])
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(1_000_000)))
        + chunk(b"IEND", b"")
    )


async def test_place_and_device_are_gone_from_the_copy_and_it_stands_upright(
    house: House, platform: Platform, tmp_path: Path
) -> None:
    platform.files["f1"] = located()
    wanted = want(house)
    await house.fetcher.fetch(wanted)
    assert state(house, wanted) == ("kept", "")
    assert b"".join(house.vault.read(original(wanted.uuid))) == located()
    made = b"".join(house.vault.read(clean_copy(wanted.uuid)))
    copy = Image.open(BytesIO(made))
    assert copy.size == (800, 1600)
    assert not copy.getexif()
    assert b"Siti" not in made
    assert b"siti" not in made
    for path in (tmp_path / "evidence").glob("*-*"):
        assert path.stat().st_mode & 0o777 == 0o600
        assert b"Siti" not in path.read_bytes()
    assert (tmp_path / "evidence").stat().st_mode & 0o777 == 0o700
    assert told(house) == []


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
async def test_other_pictures_become_a_jpeg_copy(
    house: House, platform: Platform, kind: str
) -> None:
    platform.files["f1"] = photo(kind)
    wanted = want(house)
    await house.fetcher.fetch(wanted)
    made = b"".join(house.vault.read(clean_copy(wanted.uuid)))
    assert Image.open(BytesIO(made)).format == "JPEG"


async def test_a_document_is_kept_as_it_is_and_not_copied(
    house: House, platform: Platform
) -> None:
    platform.files["f1"] = b"%PDF-1.7\n..."
    wanted = want(house, mime="application/pdf")
    await house.fetcher.fetch(wanted)
    assert state(house, wanted) == ("kept", "")
    assert not house.vault.holds(clean_copy(wanted.uuid))


@pytest.mark.parametrize(
    ("file", "mime", "reason"),
    [
        (photo("GIF"), "image/jpeg", "not_image"),
        (b"%PDF-1.7", "image/jpeg", "not_image"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "image/heic", "not_image"),
        (b"<svg onload=alert(1)>", "", "not_image"),
        (bomb(), "image/png", "too_many_pixels"),
        (bytes(30_000_000), "image/jpeg", "too_big"),
        (photo()[:3000], "image/jpeg", "broken"),
        (b"\xff\xd8\xff" + b"\x00" * 40, "image/jpeg", "broken"),
        (b"", "image/jpeg", "broken"),
        (Gone("expired"), "image/jpeg", "gone"),
    ],
    ids=["gif", "pdf", "heic", "svg", "bomb", "30mb", "truncated", "garbage", "empty", "gone"],
)
async def test_what_is_not_kept_is_said_once_and_leaves_nothing(
    house: House,
    platform: Platform,
    tmp_path: Path,
    file: bytes | Exception,
    mime: str,
    reason: str,
) -> None:
    platform.files["f1"] = file
    wanted = want(house, mime=mime)
    await house.fetcher.fetch(wanted)
    await house.fetcher.fetch(wanted)
    assert state(house, wanted) == ("failed", reason)
    assert told(house) == [FETCH_FAULTS[reason].msgid]
    assert [one.name for one in (tmp_path / "evidence").iterdir()] == ["incoming"]


async def test_a_size_that_is_known_too_big_is_not_fetched(
    house: House, platform: Platform
) -> None:
    platform.files["f1"], platform.says = photo(), CAP + 1
    wanted = want(house)
    await house.fetcher.fetch(wanted)
    assert state(house, wanted) == ("failed", "too_big")


async def test_later_is_later_and_not_for_ever(house: House, platform: Platform) -> None:
    platform.files["f1"] = TryLater(3.0, "busy")
    wanted = want(house)
    await house.fetcher.fetch(wanted)
    assert state(house, wanted) == ("waiting", "")
    tired = Wanted(wanted.id, wanted.uuid, "web", wanted.media, LAST_ATTEMPT, "siti")
    await house.fetcher.fetch(tired)
    assert state(house, wanted) == ("failed", "gone")


@pytest.mark.parametrize("cut", ["write", "rename", "copy", "row"])
async def test_a_kill_between_any_two_steps_loses_nothing(
    house: House, platform: Platform, monkeypatch: pytest.MonkeyPatch, cut: str
) -> None:
    class Killed(BaseException):
        pass

    def killed(*_args: object, **_named: object) -> None:
        raise Killed

    platform.files["f1"] = located()
    wanted = want(house)
    with monkeypatch.context() as broken:
        target = {
            "write": (os, "fsync"),
            "rename": (Path, "rename"),
            "copy": (Fetcher, "make_copy"),
            "row": (evidence, "kept"),
        }[cut]
        broken.setattr(*target, killed)
        with suppress(Killed):  # in the writer it ends the writer instead
            await house.fetcher.fetch(wanted)
    if cut == "row":
        house.stop()
        house = House(house.url, house.folder, fetching=False)
        house.fetcher.channels = {"web": platform}
    assert state(house, wanted) == ("waiting", "")
    await house.fetcher.fetch(wanted)
    assert state(house, wanted) == ("kept", "")
    assert b"".join(house.vault.read(original(wanted.uuid))) == located()
    assert house.vault.holds(clean_copy(wanted.uuid))


async def test_a_full_disk_is_waited_out(
    house: House, platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    platform.files["f1"] = photo()
    wanted = want(house)
    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", full)
        await house.fetcher.fetch(wanted)
    assert state(house, wanted) == ("waiting", "")
    assert told(house) == []


async def test_evidence_finds_its_case_though_it_was_fetched_before(
    house: House, platform: Platform
) -> None:
    platform.files["f1"] = photo()
    wanted = want(house)
    await house.fetcher.fetch(wanted)

    def work(unit: Unit) -> list[evidence.Piece]:
        siti = people.know(unit, "web", "siti")
        case = cases.open_case(unit, cases.Opening("X1", "lapor", "masuk", b"{}")).id
        evidence.attach(unit, siti.id, case, ["f1"])
        return evidence.of_case(unit, case)

    assert [one.state for one in house.writer.do_now(work)] == ["kept"]


async def test_leftovers_are_swept_and_what_is_wanted_stays(
    house: House, platform: Platform, tmp_path: Path
) -> None:
    platform.files["f1"] = photo()
    wanted = want(house, "aa" * 16)
    folder = tmp_path / "evidence"
    for name, incoming in (("aa" * 16, True), ("bb" * 16, True), (original(b"\x01" * 16), False)):
        draft = house.vault.draft(name, incoming=incoming)
        draft.add(b"x")
        draft.keep()
    half = house.vault.draft("cc" * 16)
    half.add(b"x")
    platform.files["aa" * 16] = photo()
    await house.fetcher.fetch(want(house, "f1"))
    for path in folder.rglob("*"):
        if path.is_file():
            os.utime(path, (0, 0))
    await EvidenceCare(house.writer, house.vault).sweep()
    left = {path.name for path in folder.rglob("*") if path.is_file()}
    assert len(left) == 3, left
    assert "aa" * 16 in left
    assert sum(name.endswith(("-original", "-clean")) for name in left) == 2
    half.drop()
    await house.fetcher.fetch(wanted)
    assert state(house, wanted) == ("kept", "")


async def test_the_folder_and_the_database_know_each_other(house: House, tmp_path: Path) -> None:
    care = EvidenceCare(house.writer, house.vault)
    assert "not the one" in await care.check()
    await care.mark()
    await care.mark()
    assert await care.check() == ""
    (tmp_path / "evidence" / ".marker").unlink()
    await care.mark()
    assert "not the one" in await care.check(), "an empty folder is not taken for the lost one"


def test_every_refusal_has_a_sentence() -> None:
    assert set(FETCH_FAULTS) == {"too_big", "not_image", "too_many_pixels", "gone", "broken"}


def test_a_see_through_picture_gets_a_white_ground() -> None:
    written = BytesIO()
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(written, "PNG")
    copy = Image.open(BytesIO(clean(written.getvalue())))
    assert copy.getpixel((20, 20)) == (255, 255, 255)


def test_a_jpeg_may_be_larger_than_all_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copies, "BASELINE_PIXELS", 200 * 100)
    monkeypatch.setattr(copies, "PIXELS", 100 * 100)
    for kind, width in (("JPEG", 200), ("PNG", 100), ("WEBP", 100)):
        assert clean(photo(kind, size=(width, 100)))
        with pytest.raises(Unfit, match="too_many_pixels"):
            clean(photo(kind, size=(width + 1, 100)))
    monkeypatch.setattr(copies, "PHOTO_PIXELS", 150 * 100)
    written = BytesIO()
    Image.new("RGB", (151, 100)).save(written, "JPEG", progressive=True)
    with pytest.raises(Unfit, match="too_many_pixels"):
        clean(written.getvalue())
    written = BytesIO()
    Image.new("CMYK", (101, 100)).save(written, "JPEG")
    with pytest.raises(Unfit, match="too_many_pixels"):
        clean(written.getvalue())


PEAK = """
import sys
from pathlib import Path
from bot.clean_copy import clean
clean(Path(sys.argv[1]).read_bytes())
print(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0])
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells the peak")
@pytest.mark.parametrize(
    ("mode", "kind", "size", "more"),
    [
        ("RGB", "JPEG", (6000, 4000), {"progressive": True, "subsampling": 0}),
        ("RGB", "JPEG", (48_000, 500), {"progressive": True, "subsampling": 0}),
        ("CMYK", "JPEG", (4000, 3000), {"progressive": True}),
        ("RGBA", "PNG", (4000, 3000), {}),
        ("RGBA", "WEBP", (4000, 3000), {"lossless": True}),
    ],
    ids=["photo", "strip", "cmyk", "png", "webp"],
)
def test_the_largest_pictures_take_less_than_300_mb(
    tmp_path: Path, mode: str, kind: str, size: tuple[int, int], more: dict[str, Any]
) -> None:
    path = tmp_path / "worst"
    Image.new(mode, size).save(path, kind, **more)
    told = subprocess.run(
        [sys.executable, "-c", PEAK, path], check=True, capture_output=True, cwd=ROOT
    )
    assert int(told.stdout) * 1024 < 300_000_000


async def test_pictures_are_decoded_one_at_a_time(
    house: House, platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    under_way, most = [0], [0]

    def slow(_original: bytes) -> bytes:
        under_way[0] += 1
        most[0] = max(most[0], under_way[0])
        threading.Event().wait(0.02)
        under_way[0] -= 1
        return b"copy"

    monkeypatch.setattr(fetching, "clean", slow)
    wanted = []
    for ref in ("f1", "f2", "f3"):
        platform.files[ref] = photo()
        wanted.append(want(house, ref))
    await asyncio.gather(*(house.fetcher.fetch(one) for one in wanted))
    assert [state(house, one) for one in wanted] == [("kept", "")] * 3
    assert most == [1]


async def test_a_file_of_a_case_leads_back_to_nobody(house: House, platform: Platform) -> None:
    def traces(unit: Unit) -> list[tuple[object, ...]]:
        unit.cursor.execute("SELECT person_id, ref_index, media FROM peka_evidence ORDER BY id")
        return [(one[0], bytes(one[1]), bytes(one[2])) for one in unit.cursor.fetchall()]

    def into_a_case(unit: Unit) -> None:
        siti = people.know(unit, "web", "siti")
        case = cases.open_case(unit, cases.Opening("X1", "lapor", "masuk", b"{}")).id
        evidence.attach(unit, siti.id, case, ["f1", "f2", "f3"], hide=True)

    platform.files |= {"f1": photo(), "f2": photo(), "f3": Gone("expired")}
    before, after, gone = want(house, "f1"), want(house, "f2"), want(house, "f3")
    await house.fetcher.fetch(before)
    house.writer.do_now(into_a_case)
    assert [bool(media) for _who, _ref, media in house.writer.do_now(traces)] == [
        False,
        True,
        True,
    ]
    await house.fetcher.fetch(after)
    await house.fetcher.fetch(gone)
    assert house.writer.do_now(traces) == [(None, b"", b"")] * 3


@pytest.mark.parametrize("mode", ["1", "L", "P", "CMYK", "I;16", "LA"])
def test_every_mode_of_picture_is_copied(mode: str) -> None:
    written = BytesIO()
    Image.new(mode, (30, 30)).save(written, "JPEG" if mode == "CMYK" else "PNG")
    assert kind_of(clean(written.getvalue())) == "image/jpeg"


async def test_who_is_forgotten_leaves_no_file(
    house: House, platform: Platform, tmp_path: Path
) -> None:
    platform.files["f1"] = photo()
    wanted = want(house)
    await house.fetcher.fetch(wanted)
    kept = tmp_path / "evidence" / original(wanted.uuid)
    assert kept.stat().st_mtime % 86_400 == 0, "of the moment only the day stays"
    house.writer.do_now(lambda unit: evidence.forget(unit, people.know(unit, "web", "siti").id))
    await EvidenceCare(house.writer, house.vault).sweep()
    assert [one.name for one in (tmp_path / "evidence").iterdir()] == ["incoming"]
