"""What Peka sends to Telegram, judged by the fake Bot API, and what it makes of the answers."""

import asyncio
import json
import traceback
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from conversations.said import Kind, Media, Said
from handlers.channel import (
    Button,
    Channel,
    Gone,
    Message,
    Rejected,
    Reply,
    Sent,
    TryLater,
    Unreachable,
)
from handlers.doors import SIGNS_A_SECOND, SIGNS_BURST
from handlers.telegram.adapter import SECRET_HEADER, SIGN_SECONDS, Telegram
from handlers.telegram.form import form
from tests.fakes.telegram import FakeTelegram, Person

HALO = Reply("Halo")
SIGNS_AT_ONCE = SIGNS_BURST + SIGNS_A_SECOND * SIGN_SECONDS


@pytest.fixture
async def fake() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as made:
        yield made


@pytest.fixture
async def telegram(fake: FakeTelegram) -> AsyncIterator[Telegram]:
    channel = Telegram(fake.token, secret=fake.secret, api=fake.url, timeout=0.5)
    yield channel
    await channel.close()


@pytest.fixture
def siti(fake: FakeTelegram) -> Person:
    return fake.person(7)


# Form


def rows(*buttons: Button) -> list[list[str]]:
    ((_text, keys),) = form(Reply("?", buttons))
    assert keys is not None
    return [[key["text"] for key in row] for row in keys["inline_keyboard"]]


def test_short_labels_stand_two_in_a_row() -> None:
    assert rows(*(Button(label, label) for label in "abc")) == [["a", "b"], ["c"]]


def test_one_long_label_puts_each_on_its_own_row() -> None:
    assert rows(Button("Ya", "y"), Button("Tidak, ubah dulu", "n")) == [
        ["Ya"],
        ["Tidak, ubah dulu"],
    ]


def test_explanations_stand_under_the_text_and_each_button_on_its_own_row() -> None:
    buttons = (Button("PKH", "p", "untuk keluarga"), Button("BPNT", "b", "untuk pangan"))
    assert rows(*buttons) == [["PKH"], ["BPNT"]]
    ((text, _keys),) = form(Reply("Pilih:", buttons))
    assert text == "Pilih:\n\nPKH: untuk keluarga\nBPNT: untuk pangan"


@pytest.mark.parametrize("tap", ["", "x" * 65, "é" * 33])
def test_a_tap_that_telegram_would_refuse_is_a_bug(tap: str) -> None:
    with pytest.raises(ValueError, match="64"):
        form(Reply("?", (Button("a", tap),)))


def test_no_text_is_a_bug() -> None:
    with pytest.raises(ValueError, match="without text"):
        form(Reply(" \n", (Button("a", "a"),)))


# Sending


def test_it_is_a_channel(telegram: Telegram) -> None:
    channel: Channel = telegram
    assert (channel.name, channel.pushes, channel.account) == (
        "telegram",
        True,
        "telegram:4839574812",
    )


async def test_a_reply_reaches_the_person(telegram: Telegram, siti: Person) -> None:
    reply = Reply("Halo <b>Siti</b> & *lain*", (Button("Ya", "1.a.ya"), Button("Tidak", "1.a.no")))
    sent = await telegram.send("7", reply, 1)
    (shown,) = await siti.hears()
    assert sent == Sent(str(shown.id))
    assert shown.text == "Halo <b>Siti</b> & *lain*"
    assert shown.buttons == [[("Ya", "1.a.ya"), ("Tidak", "1.a.no")]]
    assert "parse_mode" not in siti.fake.asked("sendMessage")[0]


async def test_a_long_reply_goes_in_pieces_with_the_buttons_on_the_last(
    telegram: Telegram, siti: Person
) -> None:
    paragraphs = "\n\n".join("kata " * 300 for _ in range(6))
    sent = await telegram.send("7", Reply(paragraphs, (Button("Ya", "y"),)), 1)
    shown = await siti.hears(3)
    assert [bool(one.buttons) for one in shown] == [False, False, True]
    assert sent == Sent(str(shown[-1].id))


async def test_a_long_reply_broken_off_is_perhaps_sent(telegram: Telegram, siti: Person) -> None:
    siti.fake.answers("sendMessage", b'{"ok":true,"result":{"message_id":5}}')
    siti.fake.fails("sendMessage", 429, retry_after=3)
    with pytest.raises(TryLater) as caught:
        await telegram.send("7", Reply("kata " * 1000), 1)
    assert (caught.value.perhaps_sent, caught.value.counts) == (True, False)


async def test_a_secret_is_deleted_and_a_failure_to_do_so_is_let_be(
    telegram: Telegram, siti: Person
) -> None:
    number = str(siti.says("PIN saya 123456")["message"]["message_id"])
    for _ in range(2):
        assert await telegram.send("7", Reply("", erase=number), 1) == Sent(number)
    assert siti.room.deleted == [int(number)]
    assert await telegram.send("7", Reply("", erase="x"), 1) == Sent("x")


async def test_an_outage_does_not_leave_a_secret_undeleted(
    telegram: Telegram, siti: Person
) -> None:
    siti.fake.fails("deleteMessage", 502)
    with pytest.raises(TryLater):
        await telegram.send("7", Reply("", erase="5"), 1)


# Errors


def outcome(error: Exception) -> tuple[Any, ...]:
    match error:
        case TryLater():
            return (TryLater, error.seconds, error.lane, error.counts, error.perhaps_sent)
        case Unreachable():
            return (Unreachable, error.reason, error.blocked)
        case Rejected():
            return (Rejected, error.account)
        case _:
            raise error


UNKNOWN = (TryLater, 5.0, False, True, True)
ANSWERS = [
    (
        429,
        "Too Many Requests: retry after 7",
        {"retry_after": 7},
        (TryLater, 7.0, True, False, False),
    ),
    (429, "Too Many Requests", {}, (TryLater, 5.0, True, False, False)),
    (403, "Forbidden: bot was blocked by the user", {}, (Unreachable, "blocked", True)),
    (403, "Forbidden: user is deactivated", {}, (Unreachable, "deactivated", True)),
    (403, "Forbidden: bot was kicked from the group chat", {}, (Unreachable, "kicked", True)),
    (
        403,
        "Forbidden: bot can't initiate conversation with a user",
        {},
        (Unreachable, "never_started", True),
    ),
    (403, "Forbidden: something new", {}, (Unreachable, "forbidden", True)),
    (401, "Unauthorized", {}, (Rejected, True)),
    (404, "Not Found", {}, (Rejected, True)),
    (400, "Bad Request: chat not found", {}, (Unreachable, "chat_not_found", False)),
    (
        400,
        "Bad Request: not enough rights to send text messages",
        {},
        (Unreachable, "no_rights", False),
    ),
    (400, "Bad Request: message is too long", {}, (Rejected, False)),
    (400, "Bad Request: can't parse entities", {}, (Rejected, False)),
    (400, "group upgraded", {"migrate_to": -1002}, (Unreachable, "migrated", True)),
    (413, "Request Entity Too Large", {}, (Rejected, False)),
    (500, "Internal Server Error", {}, UNKNOWN),
    (502, "Bad Gateway", {}, UNKNOWN),
    (409, "Conflict", {}, (TryLater, 5.0, False, True, False)),
]


@pytest.mark.parametrize(("status", "words", "more", "expected"), ANSWERS)
async def test_what_follows_from_an_answer(
    telegram: Telegram,
    siti: Person,
    status: int,
    words: str,
    more: dict[str, int],
    expected: object,
) -> None:
    siti.fake.fails("sendMessage", status, words, **more)
    assert outcome(await failure(telegram)) == expected


async def failure(telegram: Telegram, address: str = "7") -> Exception:
    with pytest.raises((TryLater, Unreachable, Rejected)) as caught:
        await telegram.send(address, HALO, 1)
    assert caught.value.__context__ is None
    return caught.value


async def test_a_group_waits_alone(telegram: Telegram, fake: FakeTelegram) -> None:
    fake.room(-1001)
    fake.fails("sendMessage", 429, retry_after=7)
    assert outcome(await failure(telegram, "-1001")) == (TryLater, 7.0, False, False, False)


async def test_blocking_and_strangers_as_telegram_says_it(
    telegram: Telegram, siti: Person
) -> None:
    siti.blocks()
    assert outcome(await failure(telegram)) == (Unreachable, "blocked", True)
    siti.unblocks()
    await telegram.send("7", HALO, 1)
    assert outcome(await failure(telegram, "99")) == (Unreachable, "chat_not_found", False)


PAGES = [
    (502, b"<html>bad gateway</html>", UNKNOWN),
    (429, b"<html>slow</html>", (TryLater, 5.0, True, False, False)),
    (403, b"", (Unreachable, "forbidden", True)),
    (404, b"not here", (Rejected, True)),
    (418, b"tea", (TryLater, 5.0, False, True, False)),
    (599, b"{", UNKNOWN),
    (200, b"<html>welcome to the hotel</html>", UNKNOWN),
    (200, b"\xff\xfe", UNKNOWN),
    (200, b"", UNKNOWN),
    (200, b'{"ok":false}', (TryLater, 5.0, False, True, False)),
]


@pytest.mark.parametrize(("status", "body", "expected"), PAGES)
async def test_a_page_instead_of_an_answer(
    telegram: Telegram, siti: Person, status: int, body: bytes, expected: object
) -> None:
    siti.fake.answers("sendMessage", body, status)
    assert outcome(await failure(telegram)) == expected


@pytest.mark.parametrize(
    ("body", "number"),
    [
        (b'{"ok":true,"result":{"message_id":77,"chat":5}}', "77"),
        (b'{"ok":true,"result":{"message_id":77,"chat":{"id":7', "77"),
        (b'{"ok":true,"result":{"message_id":77,"text":"\xff"}}', "77"),
        (b'{"ok": true, "result": {"date": 1, "message_id": 77}}', "77"),
        (b'{"ok":true,"result":5}', ""),
        (b'{"ok":true', ""),
    ],
)
async def test_a_200_that_cannot_be_read_still_means_sent(
    telegram: Telegram, siti: Person, body: bytes, number: str
) -> None:
    siti.fake.answers("sendMessage", body)
    assert await telegram.send("7", HALO, 1) == Sent(number)


async def test_silence_and_a_cut_line_are_perhaps_sent(telegram: Telegram, siti: Person) -> None:
    siti.fake.hangs("sendMessage")
    assert outcome(await failure(telegram)) == UNKNOWN
    siti.fake.drops("sendMessage")
    assert outcome(await failure(telegram)) == UNKNOWN


async def test_where_nobody_listens_nothing_was_sent(unused_tcp_port: int) -> None:
    channel = Telegram("42:abc", api=f"http://127.0.0.1:{unused_tcp_port}")
    assert outcome(await failure(channel)) == (TryLater, 5.0, False, True, False)
    await channel.close()


async def test_the_token_and_the_text_stay_out_of_every_error(
    telegram: Telegram, siti: Person
) -> None:
    secret = Reply("NIK 3526010101010001")
    troubles: list[Callable[[], None]] = [
        lambda: siti.fake.drops("sendMessage"),
        lambda: siti.fake.hangs("sendMessage"),
        lambda: siti.fake.answers("sendMessage", b"<html>"),
        lambda: siti.fake.fails("sendMessage", 401),
        lambda: siti.fake.fails("sendMessage", 400, "Bad Request: no"),
    ]
    for order in troubles:
        order()
        with pytest.raises((TryLater, Rejected)) as caught:
            await telegram.send("7", secret, 1)
        told = "".join(traceback.format_exception(caught.value)) + repr(vars(caught.value))
        assert siti.fake.token not in told
        assert "3526010101010001" not in told
    assert siti.fake.token not in repr(telegram)


# Acknowledging


def heard(kind: Kind, receipt: str = "") -> Message:
    return Message("telegram:1", "1", "7", Said(kind), receipt=receipt)


async def test_a_tap_is_answered_and_anything_else_sees_typing(
    telegram: Telegram, siti: Person
) -> None:
    await telegram.send("7", Reply("?", (Button("Ya", "y"),)), 1)
    (message,) = telegram.read(json.dumps(siti.taps("Ya")).encode()).messages
    await telegram.acknowledge(message)
    assert not siti.fake.queries
    await telegram.acknowledge(heard(Kind.TEXT))
    assert siti.fake.asked("sendChatAction") == [{"chat_id": "7", "action": "typing"}]


async def test_a_failure_to_acknowledge_is_nobodys_concern(
    telegram: Telegram, siti: Person
) -> None:
    await telegram.acknowledge(heard(Kind.TAP, "long gone"))
    siti.fake.fails("sendChatAction", 401)
    siti.fake.drops("sendChatAction")
    for _ in range(2):
        await telegram.acknowledge(heard(Kind.TEXT))


async def test_acknowledging_can_be_cancelled(telegram: Telegram, siti: Person) -> None:
    siti.fake.hangs("sendChatAction")
    task = asyncio.ensure_future(telegram.acknowledge(heard(Kind.TEXT)))
    await siti.fake.until(lambda: bool(siti.fake.calls))
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_no_message_waits_for_the_connection_of_a_sign(
    fake: FakeTelegram, siti: Person
) -> None:
    """Signs that nobody answers: a burst, and ten a second for as long as each is waited for."""
    telegram = Telegram(fake.token, secret=fake.secret, api=fake.url)
    fake.hangs("sendChatAction", times=SIGNS_AT_ONCE)
    word = Message("telegram:1", "1", "7", Said(Kind.TEXT))
    signs = [asyncio.ensure_future(telegram.acknowledge(word)) for _ in range(SIGNS_AT_ONCE)]
    try:
        await fake.until(lambda: len(fake.asked("sendChatAction")) == SIGNS_AT_ONCE)
        async with asyncio.timeout(SIGN_SECONDS / 2):
            await telegram.send("7", HALO, 1)
        assert siti.last.text == HALO.text
    finally:
        for sign in signs:
            sign.cancel()
        await telegram.close()


# Files


async def fetched(telegram: Telegram, media: Media) -> tuple[int | None, bytes]:
    file = await telegram.fetch(media)
    return file.size, b"".join([chunk async for chunk in file.chunks])


async def test_a_photo_is_fetched(telegram: Telegram, siti: Person) -> None:
    update = siti.sends_photo(b"jpeg" * 50_000)
    (message,) = telegram.read(json.dumps(update).encode()).messages
    assert message.said.media is not None
    assert await fetched(telegram, message.said.media) == (200_000, b"jpeg" * 50_000)


@pytest.mark.parametrize(
    ("status", "words", "reason"),
    [
        (400, "Bad Request: file is too big", "too_big"),
        (400, "Bad Request: wrong file_id or the file is temporarily unavailable", "gone"),
        (400, "Bad Request: invalid file_id", "gone"),
    ],
)
async def test_a_file_that_is_no_more(
    telegram: Telegram, siti: Person, status: int, words: str, reason: str
) -> None:
    siti.fake.fails("getFile", status, words)
    with pytest.raises(Gone, match=reason):
        await telegram.fetch(Media("x"))


@pytest.mark.parametrize("status", [302, 400, 404, 410])
async def test_a_link_that_leads_nowhere_or_elsewhere(
    telegram: Telegram, siti: Person, status: int
) -> None:
    ref = siti.sends_photo()["message"]["photo"][0]["file_id"]
    siti.fake.answers("file", b"", status)
    with pytest.raises(Gone) as caught:
        await telegram.fetch(Media(ref))
    assert siti.fake.token not in repr(caught.value)


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_a_host_that_is_busy(telegram: Telegram, siti: Person, status: int) -> None:
    ref = siti.sends_photo()["message"]["photo"][0]["file_id"]
    siti.fake.answers("file", b"", status)
    with pytest.raises(TryLater):
        await telegram.fetch(Media(ref))
    siti.fake.drops("file", times=2)
    with pytest.raises(TryLater):
        await telegram.fetch(Media(ref))
    siti.fake.fails("getFile", 401)
    with pytest.raises(TryLater):
        await telegram.fetch(Media(ref))


# At the door


@pytest.mark.parametrize(
    ("headers", "welcome"),
    [
        ({SECRET_HEADER: "s3cret"}, True),
        ({SECRET_HEADER.lower(): "s3cret"}, True),
        ({SECRET_HEADER: "S3cret"}, False),
        ({SECRET_HEADER: ""}, False),
        ({SECRET_HEADER: "s3crét"}, False),
        ({SECRET_HEADER: "\udcff"}, False),
        ({}, False),
    ],
)
def test_the_secret_at_the_door(*, headers: dict[str, str], welcome: bool) -> None:
    assert Telegram("42:abc", secret="s3cret").authentic(headers) is welcome


def test_without_a_secret_nobody_is_let_in() -> None:
    assert not Telegram("42:abc").authentic({})
    assert not Telegram("42:abc").authentic({SECRET_HEADER: ""})


# Setting up


async def test_with_a_public_address_telegram_posts_to_it(
    telegram: Telegram, fake: FakeTelegram
) -> None:
    await telegram.prepare("https://peka.example.go.id/")
    (hook,) = fake.asked("setWebhook")
    assert hook == {
        "url": "https://peka.example.go.id/telegram/webhook",
        "secret_token": fake.secret,
        "allowed_updates": ["message", "edited_message", "callback_query", "my_chat_member"],
    }
    assert [given.get("language_code") for given in fake.asked("setMyCommands")] == [None, "en"]


async def test_without_one_an_old_webhook_is_dropped(
    telegram: Telegram, fake: FakeTelegram
) -> None:
    fake.push_to("http://127.0.0.1:9/")
    fake.fails("setMyCommands", 500)
    await telegram.prepare(None)
    assert not fake.webhook


async def test_after_it_the_bot_knows_its_name(telegram: Telegram, fake: FakeTelegram) -> None:
    await telegram.prepare(None)
    update = fake.person(7).says("@PekaBot menu", group=-1001)
    (message,) = telegram.read(json.dumps(update).encode()).messages
    assert (message.said.text, message.group) == ("menu", True)


async def test_a_dead_token_is_said_and_a_webhook_needs_a_secret(
    telegram: Telegram, fake: FakeTelegram
) -> None:
    fake.fails("getMe", 401)
    with pytest.raises(Rejected):
        await telegram.prepare(None)
    with pytest.raises(ValueError, match="secret"):
        await Telegram("42:abc", api=fake.url).prepare("https://peka.example.go.id")
