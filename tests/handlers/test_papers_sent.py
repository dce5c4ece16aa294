"""Papers on their way: text and file are two messages; a file that fails holds no text."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BytesIO

import pytest
from PIL import Image

from conversations.papers import Paper, PaperKind
from conversations.text import say
from conversations.turn.taken import Reply as Spoken
from handlers.channel import (
    Draw,
    Enclosed,
    Limits,
    Rejected,
    Reply,
    Sent,
    Sheet,
    TryLater,
    Unreachable,
)
from handlers.telegram.adapter import Telegram
from handlers.whatsapp.adapter import WhatsApp
from handlers.whatsapp.uploads import DAY
from handlers.written import body_of, reply_of
from storage import outbox, people
from storage.sql import Sql
from storage.unit import Unit
from tests.fakes.telegram import FakeTelegram
from tests.fakes.whatsapp import FakeWhatsApp
from tests.house import House, living, make_house, prepare, running
from tests.waiting import until

SITI = "6281234500001"
CODE = "K7QF-3MNP-4RTX-9WAB"
NOW = Sql("UPDATE peka_outbox SET due_at = 0 WHERE state = 'queued'")
LETTER = Enclosed(Paper(PaperKind.LETTER, CODE), "en")


def picture(width: int = 720, height: int = 720) -> Sheet:
    made = BytesIO()
    Image.new("RGB", (width, height), (11, 93, 82)).save(made, "PNG")
    return Sheet("pelajaran-1.png", "image/png", made.getvalue())


PDF = Sheet("surat.pdf", "application/pdf", b"%PDF-1.7 made up")


# As a reference


def test_a_paper_is_kept_as_a_reference() -> None:
    for reply in (Reply("", enclosed=LETTER), Reply("Ini suratnya.", enclosed=LETTER)):
        assert reply_of(body_of(reply)) == reply
    assert reply_of(b'{"t":"x"}') == Reply("x")


def test_text_and_paper_are_two_messages_in_this_order() -> None:
    assert Reply("Halo", enclosed=LETTER).rows() == (Reply("Halo"), Reply("", enclosed=LETTER))
    assert Reply("", enclosed=LETTER).rows() == (Reply("", enclosed=LETTER),)
    assert Reply("Halo").rows() == (Reply("Halo"),)


@pytest.fixture
async def house(sqlite_url: str) -> AsyncIterator[House]:
    made = make_house(prepare(sqlite_url))
    async with living(made):
        yield made


async def put(house: House, *spoken: Spoken) -> list[Reply]:
    def work(unit: Unit) -> list[Reply]:
        person = people.know(unit, house.channel.account, "siti")
        replies = house.turns.render(spoken, "en")
        house.turns.put(unit, house.channel, person, replies, [one.secret for one in spoken])
        return [reply_of(body) for _id, body, _at in outbox.after(unit, person.id, 0)]

    return await house.writer.do(work)


async def test_a_turn_queues_the_text_and_then_the_paper(house: House) -> None:
    paper = Paper(PaperKind.LESSON, "3")
    rows = await put(house, Spoken(say("Halo")), Spoken(say("Lihat"), paper=paper))
    said = [(row.text, row.enclosed) for row in rows]
    assert said == [("Halo", None), ("Lihat", None), ("", Enclosed(paper, "en"))]


# In the sender


@asynccontextmanager
async def sending(url: str, draw: Draw) -> AsyncIterator[House]:
    made = make_house(prepare(url))
    made.sender.draw = draw
    async with living(made):
        made.sender.open(made.channel, Limits(10_000, person_every=0.001, person_burst=1_000))
        async with running(made.sender):
            yield made


async def drawn(_enclosed: Enclosed) -> Sheet:
    return PDF


async def test_the_sender_draws_a_paper_when_it_sends_it(database_url: str) -> None:
    async with sending(database_url, drawn) as house:
        await put(house, Spoken(say("Ini suratnya."), paper=LETTER.paper))
        await until(lambda: bool(house.channel.handed))
        ((_to, reply, _row),) = house.channel.heard
        ((_to, sheet, _row),) = house.channel.handed
        assert (reply.text, sheet) == ("Ini suratnya.", PDF)


@pytest.mark.parametrize("fault", [TryLater(60, "131053"), RuntimeError("a bug")])
async def test_a_paper_that_fails_holds_up_nothing_and_comes_later(
    database_url: str, fault: Exception
) -> None:
    faults = [fault]

    async def failing(_enclosed: Enclosed) -> Sheet:
        if faults:
            raise faults.pop()
        return PDF

    async with sending(database_url, failing) as house:
        await put(house, Spoken(say("Satu"), paper=LETTER.paper), Spoken(say("Dua")))
        await until(lambda: len(house.channel.heard) == 2)
        await put(house, Spoken(say("Tiga")))
        await until(lambda: len(house.channel.heard) == 3)
        assert [reply.text for _to, reply, _row in house.channel.heard] == ["Satu", "Dua", "Tiga"]
        assert not house.channel.handed
        await house.writer.do(lambda unit: unit.run(NOW))
        await until(lambda: len(house.channel.handed) == 1)
        await until(lambda: not house.rows("SELECT 1 FROM peka_outbox WHERE state = 'queued'"))
        assert len(house.channel.heard) == 3


async def test_a_paper_that_is_gone_is_given_up_by_name(sqlite_url: str) -> None:
    async def gone(_enclosed: Enclosed) -> Sheet:
        raise Rejected("paper_gone")

    async with sending(sqlite_url, gone) as house:
        await put(house, Spoken(say("Satu"), paper=LETTER.paper))
        errors = "SELECT error FROM peka_outbox WHERE state = 'failed'"
        await until(lambda: house.rows(errors) == [("paper_gone",)])


# Telegram


@pytest.fixture
async def telegram_fake() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as made:
        yield made


@pytest.fixture
async def telegram(telegram_fake: FakeTelegram) -> AsyncIterator[Telegram]:
    channel = Telegram(telegram_fake.token, api=telegram_fake.url, timeout=2)
    yield channel
    await channel.close()


@pytest.mark.parametrize("sheet", [picture(), PDF])
async def test_telegram_shows_a_photo_or_a_document(
    telegram: Telegram, telegram_fake: FakeTelegram, sheet: Sheet
) -> None:
    siti = telegram_fake.person(7)
    sent = await telegram.hand("7", sheet, 1)
    (seen,) = siti.room.shown
    assert sent == Sent(str(seen.id))
    assert (seen.name, seen.content, seen.text) == (sheet.name, sheet.content, "")
    assert ("photo" in seen.raw) == sheet.picture


async def test_telegram_tells_later_gone_and_refused_apart(telegram_fake: FakeTelegram) -> None:
    telegram = Telegram(telegram_fake.token, api=telegram_fake.url, timeout=0.5)
    telegram_fake.person(7)
    telegram_fake.fails("sendDocument", 429, "Too Many Requests: retry after 9", retry_after=9)
    with pytest.raises(TryLater) as wait:
        await telegram.hand("7", PDF, 1)
    assert wait.value.seconds == 9
    with pytest.raises(Unreachable):
        await telegram.hand("8", PDF, 1)
    telegram_fake.fails("sendDocument", 400, "Bad Request: file is bad")
    with pytest.raises(Rejected):
        await telegram.hand("7", PDF, 1)
    telegram_fake.drops("sendDocument")
    with pytest.raises(TryLater) as unsure:
        await telegram.hand("7", PDF, 1)
    assert unsure.value.perhaps_sent
    await telegram.close()


async def test_the_fake_telegram_takes_no_odd_picture() -> None:
    async with FakeTelegram(strict=False) as fake:
        fake.person(7)
        telegram = Telegram(fake.token, api=fake.url, timeout=2)
        for sheet in (picture(2100, 100), Sheet("x.png", "image/png", b"no picture")):
            with pytest.raises(Rejected):
                await telegram.hand("7", sheet, 1)
        assert len(fake.complaints) == 2
        await telegram.close()


# WhatsApp


@pytest.fixture
async def fake() -> AsyncIterator[FakeWhatsApp]:
    async with FakeWhatsApp() as made:
        yield made


@pytest.fixture
async def whatsapp(fake: FakeWhatsApp) -> AsyncIterator[WhatsApp]:
    channel = WhatsApp(**fake.access)
    fake.person(SITI).says("halo")
    yield channel
    await channel.close()


@pytest.mark.parametrize("sheet", [picture(), PDF])
async def test_whatsapp_uploads_and_sends_by_id(
    whatsapp: WhatsApp, fake: FakeWhatsApp, sheet: Sheet
) -> None:
    siti = fake.person(SITI)
    sent = await whatsapp.hand(SITI, sheet, 41)
    assert sent == Sent(siti.last.id)
    assert siti.last.row == "41"
    assert siti.last.kind == ("image" if sheet.picture else "document")
    assert fake.file(siti.last) == (sheet.name, sheet.content)


async def test_a_picture_for_many_is_uploaded_once_and_a_letter_each_time(
    whatsapp: WhatsApp, fake: FakeWhatsApp
) -> None:
    for _ in range(3):
        await whatsapp.hand(SITI, picture(), 1)
        await whatsapp.hand(SITI, PDF, 2)
    assert sorted(fake.uploads.values()) == ["pelajaran-1.png", *["surat.pdf"] * 3]
    whatsapp._uploads.clock = lambda: DAY * 30
    await whatsapp.hand(SITI, picture(), 1)
    assert sorted(fake.uploads.values()).count("pelajaran-1.png") == 2


async def test_a_picture_that_the_platform_lost_is_uploaded_again() -> None:
    async with FakeWhatsApp(strict=False) as fake:
        fake.person(SITI).says("halo")
        whatsapp = WhatsApp(**fake.access)
        await whatsapp.hand(SITI, picture(), 1)
        fake.forget(next(iter(fake.uploads)))
        with pytest.raises(TryLater):
            await whatsapp.hand(SITI, picture(), 1)
        await whatsapp.hand(SITI, picture(), 1)
        assert len(fake.uploads) == 2
        await whatsapp.close()


@pytest.mark.parametrize("code", [131053, 131000, 1])
async def test_an_upload_that_fails_is_tried_again_and_nothing_was_sent(
    whatsapp: WhatsApp, fake: FakeWhatsApp, code: int
) -> None:
    fake.fails(code, on="uploads")
    with pytest.raises(TryLater) as wait:
        await whatsapp.hand(SITI, PDF, 1)
    assert not wait.value.perhaps_sent
    assert not fake.sent
    fake.drops(on="uploads")
    with pytest.raises(TryLater) as cut:
        await whatsapp.hand(SITI, PDF, 1)
    assert not cut.value.perhaps_sent
    fake.garbles(on="uploads")
    with pytest.raises(TryLater):
        await whatsapp.hand(SITI, PDF, 1)
    await whatsapp.hand(SITI, PDF, 1)
    assert len(fake.sent) == 1
