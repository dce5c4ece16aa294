"""What is drawn: the words of every letter, odd and long names, the same bytes, pictures."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from PIL import Image

from bot.papers import Papers, qr
from bot.signs import BREAK, MISSING, printable
from conversations.papers import Paper, PaperKind
from handlers.channel import Enclosed, Rejected
from storage import letters, schema
from storage.letters import Letter
from storage.reading import Lookups
from storage.seal import Sealer
from storage.unit import Unit, Writer
from tests.house import languages, library
from tests.pdf import text_of

CODE = "K7QF-3MNP-4RTX-9WAB"
GRADUATION = {
    "nama": "SITI AMINAH",
    "nik": "3526084507820003",
    "kk": "3526080101120004",
    "peserta": "352608000123456",
    "alamat": "Dusun Krajan RT 002 RW 001",
    "wilayah": "Desa Labuhan, Kecamatan Sepulu",
    "bantuan": "PKH dan Sembako",
    "alasan": "Usaha warung sudah berjalan",
}
CARD = {"nama": "SITI AMINAH", "pemegang": "ketua kelompok", "sejak": "setahun"}
CERTIFICATE = {"nama": "SITI AMINAH", "wilayah": "Desa Labuhan", "nilai": "9 dari 10"}
ODD = [
    "محمد بن عبد الله",
    "ꦱꦶꦠꦶ",
    "王小明",
    "Siti 😀👩‍👩‍👧",
    '<b>Siti</b> & *tebal* #strong[x] $x$ \\ "@nama" `x` = //',
    "N\u0303ike\u0301 O'Neil–D’Arc Åsa Ђорђе",
    "Siti\x00\x07\u202e\u200fterbalik",
    "",
]
MOST = "A" * 80


def letter(kind: str, fields: dict[str, str], state: str = "berlaku") -> Letter:
    made = datetime(2026, 11, 22, tzinfo=UTC)
    number = "001/PEKA-GRAD/XI/2026"
    return Letter(1, CODE, number, kind, state, date(2026, 11, 22), made, fields)


@pytest.fixture
async def papers(sqlite_url: str) -> AsyncIterator[Papers]:
    schema.upgrade(sqlite_url)
    made = Papers(
        Lookups(sqlite_url, Sealer(("kunci",))), library(), languages(), "https://peka.example"
    )
    yield made
    await made.close()


def plain(pdf: bytes) -> str:
    return " ".join(text_of(pdf).replace(BREAK, "").split())


async def test_a_letter_says_all_that_is_in_it(papers: Papers) -> None:
    words = plain(await papers.letter(letter("graduasi", GRADUATION, "rancangan")))
    for text in GRADUATION.values():
        assert text in words
    assert "001/PEKA-GRAD/XI/2026" in words
    assert "22 November 2026" in words
    assert f"https://peka.example/surat/{CODE}" in words
    for text in ("kemauan saya sendiri", "Pendamping sosial", "Kepala Desa", "meterai"):
        assert text in words
    assert "Rp" not in words  # no amount of the stamp


@pytest.mark.parametrize(
    ("state", "mark"),
    [
        ("rancangan", "RANCANGAN"),
        ("diajukan", "SALINAN PENGAJUAN"),
        ("dicabut", "DICABUT"),
        ("berlaku", ""),
    ],
)
async def test_a_paper_says_which_state_it_is_in(papers: Papers, state: str, mark: str) -> None:
    marks = {"RANCANGAN", "SALINAN PENGAJUAN", "DICABUT"}
    for kind, fields in (("graduasi", GRADUATION), ("kartu", CARD), ("sertifikat", CERTIFICATE)):
        words = plain(await papers.letter(letter(kind, fields, state)))
        assert {one for one in marks if one in words} == ({mark} if mark else set())


async def test_a_letter_about_a_card_accuses_nobody(papers: Papers) -> None:
    words = plain(await papers.letter(letter("kartu", CARD)))
    assert "ketua kelompok" in words
    assert "belum diperiksa" in words
    assert "belum tentu bersalah" in words


async def test_the_same_letter_gives_the_same_bytes(papers: Papers) -> None:
    for kind, fields in (("graduasi", GRADUATION), ("kartu", CARD), ("sertifikat", CERTIFICATE)):
        first = await papers.letter(letter(kind, fields))
        papers._compiler = None
        assert await papers.letter(letter(kind, fields)) == first
        assert await papers.letter(letter(kind, {**fields, "nama": "BU RINA"})) != first


async def test_a_masked_number_leaves_a_line_for_a_pen(papers: Papers) -> None:
    fields = GRADUATION | {"nik": "35••••••••••••03"}
    assert plain(await papers.letter(letter("graduasi", fields))).count("ditulis lengkap") == 1
    assert "ditulis lengkap" not in plain(await papers.letter(letter("graduasi", GRADUATION)))


@pytest.mark.parametrize("name", ODD)
async def test_an_odd_name_breaks_nothing(papers: Papers, name: str) -> None:
    for kind in ("graduasi", "kartu", "sertifikat"):
        pdf = await papers.letter(letter(kind, {"nama": name}))
        assert pdf.count(b"/Type/Page/") == 1
        shown = printable(name).replace(BREAK, "")
        if MISSING not in shown:
            assert shown in plain(pdf), plain(pdf)
        assert ("Tanda □" in plain(pdf)) == (MISSING in shown)


@pytest.mark.parametrize("name", [MOST, " ".join(["SITI AMINAH"] * 7), "W" * 80, "□" * 80])
async def test_a_long_name_stays_on_the_paper(papers: Papers, name: str) -> None:
    fields = GRADUATION | {"nama": name, "alamat": name, "pemegang": name, "kades": name}
    for kind in ("graduasi", "kartu", "sertifikat"):
        pdf = await papers.letter(letter(kind, fields))
        assert pdf.count(b"/Type/Page/") == 1
        ink = ink_of(await papers.picture(letter(kind, fields)))
        assert ink[0] > 0.03, (kind, ink)
        assert ink[1] < 0.97, (kind, ink)


def ink_of(png: bytes) -> tuple[float, float]:
    """Where, from left to right, the first and the last dark point stand."""
    with Image.open(BytesIO(png)) as picture:
        dark = picture.convert("L").point(lambda one: 255 if one < 200 else 0)
        box = dark.getbbox()
        assert box is not None
        return box[0] / dark.width, box[2] / dark.width


def test_what_cannot_be_set_becomes_a_square() -> None:
    assert printable("Siti\n  Aminah\t") == "Siti Aminah"
    assert printable("王 Siti 😀") == "□ Siti □"
    assert printable("a\u202eb\x00c") == "abc"
    assert printable("Nin\u0303o") == "Niño"
    assert printable("x" * 50).replace(BREAK, "") == "x" * 50
    assert max(map(len, printable("x" * 80).split(BREAK))) <= 24


async def test_a_code_leads_to_the_letter_and_a_wiped_one_to_nothing(sqlite_url: str) -> None:
    schema.upgrade(sqlite_url)
    seal = Sealer(("kunci",))
    writer = Writer(sqlite_url, seal).start()
    papers = Papers(Lookups(sqlite_url, seal), library(), languages(), "https://peka.example")

    def issue(unit: Unit) -> Letter:
        return letters.issue(unit, kind="sertifikat", fields=CERTIFICATE, state="berlaku")

    try:
        made = await writer.do(issue)
        sheet = await papers.draw(Enclosed(Paper(PaperKind.CERTIFICATE, made.code)))
        assert (sheet.name, sheet.mime) == ("sertifikat.pdf", "application/pdf")
        assert "SITI AMINAH" in plain(sheet.content)
        assert "SITI" not in repr(sheet)
        with pytest.raises(Rejected, match="paper_gone"):
            await papers.draw(Enclosed(Paper(PaperKind.LETTER, "AAAA-AAAA-AAAA-AAAA")))
    finally:
        writer.stop()
        await papers.close()


# Pictures


async def test_every_lesson_has_a_picture_in_every_language(papers: Papers) -> None:
    seen = set()
    for key in map(str, range(1, 11)):
        for language in ("id", "en"):
            sheet = await papers.draw(Enclosed(Paper(PaperKind.LESSON, key), language))
            assert (sheet.name, sheet.mime) == (f"pelajaran-{key}.png", "image/png")
            with Image.open(BytesIO(sheet.content)) as picture:
                assert picture.size == (720, 720)
            assert len(sheet.content) < 100_000
            seen.add(sheet.content)
    assert len(seen) == 20


async def test_a_picture_is_drawn_once(papers: Papers) -> None:
    first = await papers.draw(Enclosed(Paper(PaperKind.LESSON, "1")))
    assert await papers.draw(Enclosed(Paper(PaperKind.LESSON, "1"))) is first


async def test_no_picture_of_a_lesson_that_is_none(papers: Papers) -> None:
    with pytest.raises(Rejected):
        await papers.draw(Enclosed(Paper(PaperKind.LESSON, "11")))


def test_few_words_stand_under_a_drawing() -> None:
    for lesson in library().course.lessons:
        assert 3 <= len(lesson.picture.split()) <= 5, lesson.picture


def test_a_link_becomes_a_code() -> None:
    assert qr("https://peka.example/surat/x").startswith("<?xml")
