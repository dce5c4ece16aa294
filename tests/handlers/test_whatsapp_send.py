"""Sending, reading marks and files, against a Cloud API of our own that judges every request."""

import logging
from collections.abc import AsyncIterator
from itertools import count

import httpx
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from conversations.changed import replace
from conversations.said import Kind, Media, Said
from handlers.channel import (
    Button,
    Gone,
    Message,
    OutsideWindow,
    Rejected,
    Reply,
    Sent,
    Template,
    TemplateRefused,
    TryLater,
    Unreachable,
)
from handlers.whatsapp.adapter import WhatsApp
from handlers.whatsapp.errors import outcome
from tests.fakes.whatsapp import FakeWhatsApp

SITI, USER_ID = "6281234500001", "ID.13491208655302741918"
YES_NO = (Button("Ya", "1.x.ya"), Button("Tidak", "1.x.tidak"))


@pytest.fixture
async def fake() -> AsyncIterator[FakeWhatsApp]:
    async with FakeWhatsApp() as fake:
        yield fake


@pytest.fixture
async def whatsapp(fake: FakeWhatsApp) -> AsyncIterator[WhatsApp]:
    whatsapp = WhatsApp(**fake.access)
    yield whatsapp
    await whatsapp.close()


async def test_a_reply_arrives_with_its_buttons_and_the_row_comes_back_in_the_status(
    fake: FakeWhatsApp, whatsapp: WhatsApp
) -> None:
    siti = fake.person(SITI)
    siti.says("halo")
    sent = await whatsapp.send(SITI, Reply("Benar?", YES_NO), 41)
    assert siti.last.labels == ("Ya", "Tidak")
    assert sent == Sent(siti.last.id)
    (message,) = whatsapp.read(siti.taps("Ya").raw).messages
    assert (message.said.kind, message.said.tap) == (Kind.TAP, "1.x.ya")
    reports = whatsapp.read(fake.reports(siti.last, "read", "delivered", "sent").raw).reports
    assert [(one.state, one.outbox) for one in reports] == [
        ("read", 41),
        ("delivered", 41),
        ("sent", 41),
    ]


async def test_a_person_without_a_phone_number_is_written_to_by_user_id(
    fake: FakeWhatsApp, whatsapp: WhatsApp
) -> None:
    ani = fake.person("6281234500002", name="Ani", user_id=USER_ID, hides_phone=True)
    (message,) = whatsapp.read(ani.says("halo").raw).messages
    assert (message.address, message.phone, message.aliases) == (USER_ID, "", ())
    await whatsapp.send(message.address, Reply("Halo"), 1)
    assert ani.last.payload["recipient"] == USER_ID
    assert "to" not in ani.last.payload


async def test_a_list_row_can_be_tapped(fake: FakeWhatsApp, whatsapp: WhatsApp) -> None:
    siti = fake.person(SITI)
    siti.says("menu")
    rows = tuple(Button(f"Pilihan {n}", f">{n}", "Penjelasan") for n in range(10))
    await whatsapp.send(SITI, Reply("Silakan pilih", rows), 1)
    assert siti.last.choices[3].more == "Penjelasan"
    (message,) = whatsapp.read(siti.taps("Pilihan 3").raw).messages
    assert message.said.tap == ">3"


async def test_numbered_choices_are_answered_by_number(
    fake: FakeWhatsApp, whatsapp: WhatsApp
) -> None:
    siti = fake.person(SITI)
    siti.says("menu")
    rows = tuple(Button(f"Pilihan {n}", f">{n}") for n in range(11))
    await whatsapp.send(SITI, Reply("Silakan pilih", rows), 1)
    (message,) = whatsapp.read(siti.chooses("Pilihan 10").raw).messages
    assert message.said.text == "11"


async def test_a_long_reply_comes_in_pieces_with_the_buttons_under_the_last(
    fake: FakeWhatsApp, whatsapp: WhatsApp
) -> None:
    siti = fake.person(SITI)
    siti.says("surat")
    sent = await whatsapp.send(SITI, Reply("Kalimat yang cukup panjang. " * 300, YES_NO), 7)
    assert len(siti.chat) > 2
    assert [said.kind for said in siti.chat[:-1]] == ["text"] * (len(siti.chat) - 1)
    assert siti.last.labels == ("Ya", "Tidak")
    assert sent.platform_id == siti.last.id
    assert {said.row for said in siti.chat} == {"7"}


async def test_a_retry_after_half_of_a_long_reply_may_say_it_twice(
    fake: FakeWhatsApp, whatsapp: WhatsApp
) -> None:
    fake.person(SITI).says("surat")
    long = Reply("Kalimat yang cukup panjang. " * 300)
    fake.works()
    fake.fails(131056)
    with pytest.raises(TryLater) as later:
        await whatsapp.send(SITI, long, 7)
    assert later.value.perhaps_sent


async def test_what_cannot_be_said_is_done_at_once(fake: FakeWhatsApp, whatsapp: WhatsApp) -> None:
    assert await whatsapp.send(SITI, Reply("", erase="wamid.x"), 1) == Sent("")
    assert await whatsapp.send(SITI, Reply("  "), 1) == Sent("")
    assert fake.sent == []


# Errors


LATER = {
    131056: (6, "person waits, longer each time"),
    130429: (5, "account waits"),
    80007: (60, "account waits"),
    4: (60, "account waits"),
    133016: (3600, "account waits"),
    131048: (3600, "bulk waits"),
    131049: (86400, "message waits"),
    131053: (30, "counts"),
    131052: (30, "counts"),
    131000: (30, "counts"),
    2: (30, "counts"),
}


def meant(later: TryLater) -> str:
    kinds = {
        "counts": later.counts,
        "account waits": later.lane,
        "bulk waits": later.bulk,
        "message waits": later.alone,
        "person waits, longer each time": later.growing,
    }
    (kind,) = [name for name, holds in kinds.items() if holds]
    return kind


@pytest.mark.parametrize(("code", "wanted"), LATER.items())
async def test_codes_that_pass(
    fake: FakeWhatsApp, whatsapp: WhatsApp, code: int, wanted: tuple[float, str]
) -> None:
    fake.person(SITI).says("halo")
    fake.fails(code)
    with pytest.raises(TryLater) as later:
        await whatsapp.send(SITI, Reply("Halo"), 1)
    seen = later.value
    assert (seen.seconds, meant(seen)) == wanted
    assert not seen.perhaps_sent
    assert SITI not in str(seen)


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (131026, "undeliverable"),
        (131050, "opted_out"),
        (130472, "experiment"),
    ],
)
async def test_codes_that_give_a_person_up(
    fake: FakeWhatsApp, whatsapp: WhatsApp, code: int, reason: str
) -> None:
    fake.person(SITI).says("halo")
    fake.fails(code)
    with pytest.raises(Unreachable) as gone:
        await whatsapp.send(SITI, Reply("Halo"), 1)
    assert gone.value.reason == reason


async def test_outside_the_window_only_a_template_may_go(
    fake: FakeWhatsApp, whatsapp: WhatsApp
) -> None:
    fake.person(SITI).says("halo")
    fake.fails(131047)
    with pytest.raises(OutsideWindow):
        await whatsapp.send(SITI, Reply("Halo"), 1)


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (132001, "missing"),
        (132015, "paused"),
        (132016, "disabled"),
        (132000, "parameters"),
        (132012, "parameters"),
    ],
)
async def test_codes_of_a_template(
    fake: FakeWhatsApp, whatsapp: WhatsApp, code: int, reason: str
) -> None:
    fake.person(SITI)
    fake.fails(code)
    with pytest.raises(TemplateRefused) as refused:
        await whatsapp.send(SITI, Reply("", template=Template("peka_kabar", "id", ("Dinas",))), 1)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("code", "status", "who"),
    [
        (190, 401, "account"),
        (0, 401, "account"),
        (10, 403, "account"),
        (200, 403, "account"),
        (131031, 403, "account"),
        (100, 400, "message"),
        (131008, 400, "message"),
        (131009, 400, "message"),
        (132068, 400, "message"),
        (999_999, 400, "message"),
    ],
)
async def test_codes_that_stop(
    fake: FakeWhatsApp, whatsapp: WhatsApp, code: int, status: int, who: str
) -> None:
    fake.person(SITI).says("halo")
    fake.fails(code, status)
    with pytest.raises(Rejected) as rejected:
        await whatsapp.send(SITI, Reply("Halo"), 1)
    assert rejected.value.account is (who == "account")
    assert rejected.value.reason == str(code)


async def test_the_platform_may_name_a_longer_wait(fake: FakeWhatsApp, whatsapp: WhatsApp) -> None:
    fake.person(SITI).says("halo")
    fake.fails(130429, 429, retry_after=77)
    with pytest.raises(TryLater) as later:
        await whatsapp.send(SITI, Reply("Halo"), 1)
    assert later.value.seconds == 77


@pytest.mark.parametrize("wrong", ["breaks", "drops", "garbles"])
async def test_without_a_clear_answer_the_message_is_perhaps_sent(
    fake: FakeWhatsApp, whatsapp: WhatsApp, wrong: str
) -> None:
    fake.person(SITI).says("halo")
    getattr(fake, wrong)()
    with pytest.raises(TryLater) as later:
        await whatsapp.send(SITI, Reply("Halo"), 1)
    assert later.value.perhaps_sent
    assert later.value.counts


async def test_silence_is_given_up(
    fake: FakeWhatsApp, whatsapp: WhatsApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handlers.whatsapp.adapter.PATIENCE", 0.05)
    siti = fake.person(SITI)
    siti.says("halo")
    fake.hangs(taken=True)
    with pytest.raises(TryLater) as later:
        await whatsapp.send(SITI, Reply("Halo"), 1)
    assert later.value.perhaps_sent
    assert siti.texts == ["Halo"]


async def test_where_nobody_listens_nothing_was_sent() -> None:
    async with FakeWhatsApp() as fake:
        access = fake.access
    whatsapp = WhatsApp(**access)
    with pytest.raises(TryLater) as later:
        await whatsapp.send(SITI, Reply("Halo"), 1)
    assert not later.value.perhaps_sent
    await whatsapp.close()


async def test_half_a_sign_is_sent_as_a_mark(fake: FakeWhatsApp, whatsapp: WhatsApp) -> None:
    siti = fake.person(SITI)
    siti.says("halo")
    await whatsapp.send(SITI, Reply("a\ud83db", (Button("x\ud83d", "1"),)), 1)
    assert "\ud83d" not in siti.last.text


def test_a_failed_status_is_read_by_the_same_table() -> None:
    assert isinstance(outcome(131047), OutsideWindow)
    assert isinstance(outcome(131026), Unreachable)
    assert isinstance(outcome(131056), TryLater)
    assert isinstance(outcome(132016), TemplateRefused)
    assert isinstance(outcome(190), Rejected)
    assert isinstance(outcome(0, 503), TryLater)


# The window and the pace, as the fake judges them


async def test_a_day_after_the_last_word_nothing_goes_out(whatsapp: WhatsApp) -> None:
    now = [1_700_000_000.0]
    async with FakeWhatsApp(clock=lambda: now[0]) as fake:
        whatsapp = WhatsApp(**fake.access)
        fake.person(SITI).says("halo")
        now[0] += 24 * 3600
        await whatsapp.send(SITI, Reply("Masih sempat"), 1)
        now[0] += 1
        with pytest.raises(OutsideWindow):
            await whatsapp.send(SITI, Reply("Terlambat"), 2)
        await whatsapp.close()


async def test_too_many_to_one_person_have_to_wait() -> None:
    now = count(1_700_000_000)
    async with FakeWhatsApp(clock=lambda: float(next(now)), pair_every=600, pair_burst=2) as fake:
        whatsapp = WhatsApp(**fake.access)
        fake.person(SITI).says("halo")
        await whatsapp.send(SITI, Reply("satu"), 1)
        await whatsapp.send(SITI, Reply("dua"), 2)
        with pytest.raises(TryLater) as later:
            await whatsapp.send(SITI, Reply("tiga"), 3)
        assert later.value.seconds >= 6
        await whatsapp.close()


# Manners


async def test_a_message_is_marked_as_read_with_a_typing_sign(
    fake: FakeWhatsApp, whatsapp: WhatsApp
) -> None:
    (message,) = whatsapp.read(fake.person(SITI).says("halo").raw).messages
    await whatsapp.acknowledge(message)
    assert fake.read_marks == fake.typing_signs == [message.id]


async def test_manners_never_fail_aloud(whatsapp: WhatsApp) -> None:
    message = Message(whatsapp.account, "wamid.unknown", SITI, Said())
    async with FakeWhatsApp(strict=False) as strange:
        stranger = WhatsApp(**{**strange.access, "token": "wrong"})
        await stranger.acknowledge(message)
        await stranger.acknowledge(replace(message, id="digest:1"))
        assert len(strange.refused) == 1
        await stranger.close()
    await whatsapp.acknowledge(replace(message, id="digest:1"))


# Files


async def read_all(whatsapp: WhatsApp, media: Media) -> bytes:
    file = await whatsapp.fetch(media)
    return b"".join([chunk async for chunk in file.chunks])


async def test_a_photo_is_fetched(fake: FakeWhatsApp, whatsapp: WhatsApp) -> None:
    content = bytes(range(256)) * 1000
    (message,) = whatsapp.read(fake.person(SITI).sends_photo(content, "KTP").raw).messages
    assert message.said.media
    assert (message.said.kind, message.said.text) == (Kind.PHOTO, "KTP")
    file = await whatsapp.fetch(message.said.media)
    assert file.size == len(content)
    assert b"".join([chunk async for chunk in file.chunks]) == content


async def test_a_file_that_is_no_more_is_gone(fake: FakeWhatsApp, whatsapp: WhatsApp) -> None:
    kept = fake.keep(b"x", "image/jpeg")
    fake.forget(kept)
    for ref in (kept, "123456", "../me", "", "a/b"):
        with pytest.raises(Gone):
            await whatsapp.fetch(Media(ref))


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/x",
        "http://10.0.0.1/x",
        "https://lookaside.fbsbx.com/x",
        "https://127.0.0.1.example.org/x",
        "file:///etc/passwd",
        "nonsense",
    ],
)
async def test_at_home_files_come_from_this_machine_only(
    fake: FakeWhatsApp, whatsapp: WhatsApp, url: str
) -> None:
    fake.media_url = url
    with pytest.raises(Gone):
        await whatsapp.fetch(Media(fake.keep(b"x", "image/jpeg")))


async def test_a_file_that_was_moved_is_followed_but_only_to_our_hosts(
    fake: FakeWhatsApp, whatsapp: WhatsApp
) -> None:
    kept = fake.keep(b"x", "image/jpeg")
    places = {"near": f"{fake.url}/files/{kept}", "far": "https://example.org/x", "round": "round"}

    async def moved(request: web.Request) -> web.Response:
        return web.Response(status=302, headers={"Location": places[request.match_info["to"]]})

    app = web.Application()
    app.router.add_get("/{to}", moved)
    async with TestServer(app) as server:
        fake.media_url = str(server.make_url("/near"))
        assert await read_all(whatsapp, Media(kept)) == b"x"
        fake.media_url = str(server.make_url("/far"))
        with pytest.raises(Gone):
            await whatsapp.fetch(Media(kept))
        fake.media_url = str(server.make_url("/round"))
        with pytest.raises(TryLater):
            await whatsapp.fetch(Media(kept))


META = (
    "https://graph.facebook.com/v26.0/x",
    "https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1",
    "https://mmg.whatsapp.net/d/x",
    "https://media-sin6-1.cdn.whatsapp.net/x",
)
STRANGERS = (
    "http://lookaside.fbsbx.com/x",
    "https://lookaside.fbsbx.com:8443/x",
    "https://lookaside.fbsbx.com.example.org/x",
    "https://evilwhatsapp.net/x",
    "https://whatsapp.net.example.org/x",
    "https://lookaside.fbsbx.com@example.org/x",
    "https://127.0.0.1/x",
    "https://localhost/x",
)


@pytest.mark.parametrize("url", [*META, *STRANGERS])
async def test_the_token_is_shown_to_meta_only(url: str) -> None:
    whatsapp = WhatsApp(phone_id="1", token="t", app_secret="s", verify_token="v")
    assert whatsapp._ours(httpx.URL(url)) is (url in META)
    await whatsapp.close()


@pytest.mark.parametrize("wrong", ["breaks", "drops", "garbles"])
async def test_a_file_that_does_not_come_is_asked_for_later(
    fake: FakeWhatsApp, whatsapp: WhatsApp, wrong: str
) -> None:
    media = Media(fake.keep(b"x", "image/jpeg"))
    getattr(fake, wrong)(on="media", times=2)  # a cut GET is asked again by aiohttp itself
    with pytest.raises(TryLater):
        await whatsapp.fetch(media)


async def test_a_dead_token_makes_files_wait(fake: FakeWhatsApp, whatsapp: WhatsApp) -> None:
    fake.fails(190, 401, on="media")
    with pytest.raises(TryLater) as later:
        await whatsapp.fetch(Media(fake.keep(b"x", "image/jpeg")))
    assert later.value.lane


async def test_nothing_said_and_no_token_stands_in_the_log(
    fake: FakeWhatsApp, whatsapp: WhatsApp, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    fake.person(SITI).says("halo")
    fake.fails(131026)
    with pytest.raises(Unreachable):
        await whatsapp.send(SITI, Reply("rahasia besar"), 1)
    await whatsapp.send(SITI, Reply("rahasia besar"), 1)
    await read_all(whatsapp, Media(fake.keep(b"x", "image/jpeg")))
    for word in ("rahasia", fake.token, SITI, "hash=made-up"):
        assert word not in caplog.text
