"""Updates of Telegram, as what a person said."""

import json
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.said import Kind, Media, Said, Spot
from handlers.channel import Delivery, Message, Odd, Presence, Signal, Undecodable
from handlers.telegram.reading import UpdateReader
from handlers.telegram.said import LONGEST
from tests.fakes.telegram import FakeTelegram

OWN = Path(__file__).parent.parent / "deliveries" / "telegram"
ACCOUNT = "telegram:42"
FILE = Media("F1", 321)


def reader() -> UpdateReader:
    made = UpdateReader(ACCOUNT, 42)
    made.named("PekaBot")
    return made


def read(name: str) -> Delivery:
    return reader().read((OWN / f"{name}.json").read_bytes())


def said(kind: Kind = Kind.TEXT, text: str = "", **more: Any) -> Said:  # noqa: ANN401 - fields
    return Said(kind, text, **({"reply_to": "11"} | more))


TAP = said(Kind.TAP, tap="1.nik.ya", reply_to="")

HEARD = {
    "text": said(text="kapan PKH cair"),
    "text_html": said(text='<b>tebal</b> & "x"'),
    "text_long": said(text="a" * LONGEST),
    "text_nul": said(text="ab"),
    "command_start": said(text="menu"),
    "command_start_payload": said(text="lapor_pkh-7"),
    "command_status": said(text="cek status"),
    "command_unknown": said(text="jadwal pkh tahap 2"),
    "photo": said(Kind.PHOTO, "struk ATM", media=Media("F1", 321, "image/jpeg")),
    "document": said(Kind.DOCUMENT, media=Media("F1", 321, "application/pdf", "kk.pdf")),
    "document_bare": said(Kind.DOCUMENT, media=Media("F1")),
    "voice": said(Kind.VOICE, media=Media("F1", 321, "audio/ogg")),
    "video": said(Kind.OTHER, "lihat ini", media=Media("F1", 321, "video/mp4")),
    "animation": said(Kind.OTHER, media=FILE),
    "sticker": said(Kind.OTHER, media=FILE),
    "location": said(Kind.LOCATION, spot=Spot(-7.9, 113.8)),
    "venue": said(Kind.LOCATION, spot=Spot(-7.9, 113.8)),
    "location_off_earth": said(Kind.OTHER),
    "contact_own": said(Kind.CONTACT, phone="628123456789"),
    "contact_own_local": said(Kind.CONTACT, phone="628123456789"),
    "contact_other": said(Kind.OTHER),
    "contact_no_user": said(Kind.OTHER),
    "poll": said(Kind.OTHER),
    "edited": said(Kind.EDITED, "PIN saya 123456"),
    "tap": TAP,
    "tap_inaccessible": TAP,
    "tap_no_message": TAP,
}
IN_GROUP = {
    "group_command": said(text="menu"),
    "group_mention": said(text="cek status dong"),
    "group_reply": said(text="ya"),
    "tap_in_group": TAP,
}
IGNORED = {
    "edited_live_location": "edited_message:location",
    "edited_in_group": "edited_message:not_private",
    "tap_game": "callback_query:game",
    "group_added": "my_chat_member:supergroup",
    "group_chatter": "message:supergroup",
    "group_command_other": "message:supergroup",
    "group_mention_other": "message:supergroup",
    "group_pinned": "message:supergroup",
    "by_bot": "message:bot",
    "by_nobody": "message:nobody",
    "channel_post": "channel_post",
    "inline_query": "inline_query",
    "poll_answer": "poll_answer",
    "new_kind": "something_new",
    "service_new_kind": "message:something_new",
    "nothing": "nothing",
    "pinned": "message:pinned_message",
}
ODD = {
    "odd_text": ("message.text: string_type", "7"),
    "odd_no_chat": ("message.chat: missing", ""),
}
SIGNALS = {"blocked": Presence.BLOCKED, "back": Presence.BACK}


@pytest.mark.parametrize("name", HEARD)
def test_what_a_person_says_is_heard(name: str) -> None:
    (message,) = read(name).messages
    assert message.said == HEARD[name]
    assert (message.account, message.address, message.group) == (ACCOUNT, "7", False)


@pytest.mark.parametrize("name", IN_GROUP)
def test_in_a_group_only_what_is_meant_for_the_bot_is_heard(name: str) -> None:
    (message,) = read(name).messages
    assert message.said == IN_GROUP[name]
    assert (message.address, message.group) == ("-1001", True)


@pytest.mark.parametrize("name", IGNORED)
def test_the_rest_is_ignored_by_name(name: str) -> None:
    assert read(name) == Delivery(ignored=(IGNORED[name],))


@pytest.mark.parametrize("name", ODD)
def test_what_cannot_be_read_is_kept_with_its_id_and_no_word_of_it_in_the_reason(
    name: str,
) -> None:
    raw = (OWN / f"{name}.json").read_bytes()
    update_id = str(json.loads(raw)["update_id"])
    assert read(name) == Delivery(odd=(Odd(update_id, raw, *ODD[name]),))


def updated(**message: object) -> bytes:
    chat = {"id": 7, "type": "private", "first_name": "Siti"}
    sender = {"id": 7, "is_bot": False, "first_name": "Siti"}
    whole = {"message_id": 5, "date": 1_700_000_000, "chat": chat, "from": sender, **message}
    return json.dumps({"update_id": 9, "message": whole}).encode()


PIECE = {"file_id": "F", "file_unique_id": "U"}
WITH_AN_ODD_FIELD: dict[str, tuple[dict[str, object], Said]] = {
    "text beside a wrong entity": (
        {"text": "halo", "entities": [{"type": 7}]}, Said(text="halo", reply_to="5"),
    ),
    "photo beside a wrong markup": (
        {"photo": [{**PIECE, "width": 2, "height": 2, "file_size": 4}], "caption": "rumah",
         "reply_markup": 7},
        Said(Kind.PHOTO, text="rumah", media=Media("F", 4, "image/jpeg"), reply_to="5"),
    ),
    "voice with a wrong thing inside": (
        {"voice": {**PIECE, "duration": 3, "mime_type": "audio/ogg", "waveform": 1}, "quote": 1},
        Said(Kind.VOICE, media=Media("F", None, "audio/ogg"), reply_to="5"),
    ),
    "a place beside a wrong quote": (
        {"location": {"latitude": -6.9, "longitude": 113.0, "heading": "north"}, "quote": []},
        Said(Kind.LOCATION, spot=Spot(-6.9, 113.0), reply_to="5"),
    ),
    "a sticker that is not as promised": (
        {"sticker": {"file_id": 7}}, Said(Kind.OTHER, reply_to="5"),
    ),
    "a video that is not as promised": (
        {"video": [], "caption": "lihat"}, Said(Kind.OTHER, text="lihat", reply_to="5"),
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("message", "said"), WITH_AN_ODD_FIELD.values(), ids=list(WITH_AN_ODD_FIELD)
)
def test_a_field_that_aiogram_refuses_silences_nobody(
    message: dict[str, object], said: Said
) -> None:
    (heard,) = UpdateReader(ACCOUNT, 1).read(updated(**message)).messages
    assert (heard.id, heard.address, heard.said) == ("9", "7", said)


def test_a_tap_beside_an_odd_message_is_a_tap() -> None:
    chat = {"id": 7, "type": "private"}
    old = {"message_id": 3, "date": 1_700_000_000, "chat": chat, "text": 7}
    sender = {"id": 7, "is_bot": False, "first_name": "Siti"}
    tap = {"id": "t1", "from": sender, "chat_instance": "x", "data": "1.x.ya", "message": old}
    raw = json.dumps({"update_id": 9, "callback_query": tap}).encode()
    (heard,) = UpdateReader(ACCOUNT, 1).read(raw).messages
    assert (heard.address, heard.said.tap, heard.receipt) == ("7", "1.x.ya", "t1")


@pytest.mark.parametrize("name", SIGNALS)
def test_blocking_and_coming_back_are_signals(name: str) -> None:
    update_id = str(json.loads((OWN / f"{name}.json").read_bytes())["update_id"])
    assert read(name) == Delivery(signals=(Signal(ACCOUNT, update_id, "7", SIGNALS[name]),))


def test_every_own_delivery_is_in_a_table() -> None:
    tables = {*HEARD, *IN_GROUP, *IGNORED, *ODD, *SIGNALS}
    assert {path.stem for path in OWN.glob("*.json")} == tables


def test_the_time_is_aware_and_the_id_is_the_update_id() -> None:
    (message,) = read("text").messages
    assert message.at == datetime.fromtimestamp(1760000000, UTC)
    assert message.id == "500001"


def test_a_tap_carries_what_answers_it() -> None:
    (message,) = read("tap").messages
    assert (message.receipt, message.at) == ("881", None)


def test_without_its_name_the_bot_recognises_no_mention() -> None:
    nameless = UpdateReader(ACCOUNT, 42)
    delivery = nameless.read((OWN / "group_mention.json").read_bytes())
    assert delivery.ignored == ("message:supergroup",)


def test_people_of_the_fake_are_heard_as_they_meant_it() -> None:
    siti = FakeTelegram().person(7)
    acts = {
        Kind.TEXT: siti.says("halo"),
        Kind.PHOTO: siti.sends_photo(),
        Kind.DOCUMENT: siti.sends_document(b"%PDF"),
        Kind.VOICE: siti.sends_voice(),
        Kind.OTHER: siti.sends_sticker(),
        Kind.LOCATION: siti.shares_location(-7.9, 113.8),
        Kind.CONTACT: siti.shares_contact("628123456789"),
        Kind.EDITED: siti.edits("halo juga"),
    }
    for kind, update in acts.items():
        (message,) = reader().read(json.dumps(update).encode()).messages
        assert message.said.kind is kind
    for presence, update in {
        Presence.BLOCKED: siti.blocks(),
        Presence.BACK: siti.unblocks(),
    }.items():
        (signal,) = reader().read(json.dumps(update).encode()).signals
        assert signal.presence is presence


def nested(depth: int) -> bytes:
    envelope = '{"message_id":1,"date":1,"chat":{"id":7,"type":"private"},"text":"a"'
    letter = envelope + "}"
    for _ in range(depth):
        letter = f'{envelope},"reply_to_message":{letter}}}'
    return f'{{"update_id":5,"message":{letter}}}'.encode()


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe",
        b"null",
        b"[]",
        b'"update_id"',
        b'{"update_id":',
        b'{"update_id":null}',
        b'{"update_id":"x"}',
        b'{"update_id":true,"message":1}',
        b'{"message":{}}',
        b"[" * 100_000,
        b'{"update_id":' + b"[" * 100_000,
        b'{"update_id":' + b"9" * 5000 + b"}",
    ],
)
def test_bytes_without_an_id_are_undecodable(raw: bytes) -> None:
    with pytest.raises(Undecodable) as caught:
        reader().read(raw)
    assert caught.value.__context__ is None


@pytest.mark.parametrize("depth", [1, 50, 150, 180, 250, 2000])
def test_deep_nesting_breaks_nothing(depth: int) -> None:
    try:
        reader().read(nested(depth))
    except Undecodable:
        assert depth > 150


@pytest.mark.parametrize("half", [r"\ud800", r"\udfff x", r"a\ud83d"])
def test_half_a_sign_is_read_all_the_same(half: str) -> None:
    raw = nested(0).replace(b'"a"', f'"{half}"'.encode())
    delivery = reader().read(raw)
    assert not delivery.odd
    assert not any("\ud800" <= sign <= "\udfff" for sign in str(delivery))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)
USER = st.fixed_dictionaries(
    {"id": st.integers(), "is_bot": st.booleans(), "first_name": st.text(max_size=5)}
)
CHAT = st.fixed_dictionaries(
    {
        "id": st.integers(),
        "type": st.sampled_from(["private", "group", "supergroup", "channel", "odd"]),
    }
)
WORDS = st.text() | st.from_regex(r"/[a-z_]{0,9}(@PekaBot)?( .*)?", fullmatch=True)
SIZE = st.fixed_dictionaries(
    {"file_id": st.text(), "file_unique_id": st.text(), "width": st.integers(), "height": JSON}
)
LETTER = st.fixed_dictionaries(
    {
        "message_id": st.integers(),
        "date": st.integers() | st.datetimes().map(datetime.isoformat),
        "chat": CHAT,
    },
    optional={
        "from": USER,
        "text": WORDS | JSON,
        "caption": WORDS,
        "photo": st.lists(SIZE, max_size=2),
        "voice": JSON,
        "location": st.fixed_dictionaries({"latitude": st.floats(), "longitude": st.floats()}),
        "contact": st.fixed_dictionaries(
            {"phone_number": st.text(), "first_name": st.text(), "user_id": st.integers()}
        ),
        "something": JSON,
    },
)
UPDATE = st.fixed_dictionaries(
    {"update_id": st.integers()},
    optional={
        "message": LETTER,
        "edited_message": LETTER,
        "callback_query": st.fixed_dictionaries(
            {"id": st.text(), "from": USER, "chat_instance": st.text()},
            optional={"data": st.text(), "message": LETTER},
        ),
        "my_chat_member": JSON,
        "other": JSON,
    },
)


def sound(delivery: Delivery) -> bool:
    """Every item is one of the kinds, and every text can be stored anywhere."""
    found: list[Message] = list(delivery.messages)
    for message in found:
        assert "\0" not in message.said.text + message.said.tap
        assert len(message.said.text) <= LONGEST
        message.said.text.encode()
        assert message.at is None or message.at.tzinfo is UTC
    return (
        sum(map(len, (delivery.messages, delivery.signals, delivery.odd, delivery.ignored))) == 1
    )


@given(UPDATE)
def test_anything_shaped_like_an_update_is_one_item(update: dict[str, Any]) -> None:
    try:
        assert sound(reader().read(json.dumps(update).encode()))
    except Undecodable:
        assert json.dumps(update).count("Infinity") or abs(update["update_id"]) > 2**63


@given(JSON | st.dictionaries(st.sampled_from(["update_id", "message", "edited_message"]), JSON))
def test_any_json_is_read_or_undecodable(value: object) -> None:
    with suppress(Undecodable):
        assert sound(reader().read(json.dumps(value).encode()))


@given(st.binary())
def test_any_bytes_are_read_or_undecodable(raw: bytes) -> None:
    with suppress(Undecodable):
        assert sound(reader().read(raw))


@pytest.mark.parametrize(
    ("origin", "passed_on"),
    [
        ({"type": "hidden_user", "sender_user_name": "Grup RT"}, True),
        ({"type": "user", "sender_user": {"id": 8, "is_bot": False, "first_name": "Sri"}}, True),
        ({"type": "user", "sender_user": {"id": 7, "is_bot": False, "first_name": "Sa"}}, False),
        ({"type": "user", "sender_user": {"id": 42, "is_bot": True, "first_name": "P"}}, False),
    ],
)
def test_anothers_words_are_marked_as_passed_on(
    *, origin: dict[str, Any], passed_on: bool
) -> None:
    letter = {
        "message_id": 11, "date": 1_762_000_000, "text": "kabar",
        "chat": {"id": 7, "type": "private"},
        "from": {"id": 7, "is_bot": False, "first_name": "Sa"},
        "forward_origin": {"date": 1_761_000_000, **origin},
    }  # fmt: skip
    raw = json.dumps({"update_id": 1, "message": letter}).encode()
    assert reader().read(raw).messages[0].said.forwarded is passed_on
