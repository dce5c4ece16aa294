"""Recorded deliveries of other projects: our reading beside two libraries' own.

Where aiogram (in production) and python-telegram-bot (the second opinion) both decode a body,
they and the neutral message agree; the bodies that one of them refuses are listed here.
"""

import json
from pathlib import Path
from typing import Any

import pytest
import telegram
from aiogram.types import Message as Letter
from aiogram.types import Update

from conversations.said import Kind
from handlers.channel import Delivery, Message
from handlers.telegram.reading import UpdateReader
from handlers.telegram.said import LONGEST, spoken
from tests.conftest import DELIVERIES, Replayed

RECORDED = sorted((DELIVERIES / "telegram").glob("*.json"))
REFUSED_BY_AIOGRAM = {
    "aiogram__paid_media",
    "aiogram__rich_message",
    "teloxide__unique_gift_info",
    "tgbot-net__should_return_messageoriginchat_info_fro",
}
REFUSED_BY_PTB = {
    "aiogram__paid_media",
    "teloxide__unique_gift_info",
    "tgbot-net__should_return_messageoriginchat_info_fro",
}
HEARD = {
    "aiogram__animation": Kind.OTHER,
    "aiogram__audio": Kind.OTHER,
    "aiogram__contact": Kind.OTHER,
    "aiogram__document": Kind.DOCUMENT,
    "aiogram__location": Kind.LOCATION,
    "aiogram__photo": Kind.PHOTO,
    "aiogram__text": Kind.TEXT,
    "aiogram__venue": Kind.LOCATION,
    "aiogram__voice": Kind.VOICE,
    "telegram-rs__regression_test_208": Kind.TAP,
    "teloxide__de_image": Kind.PHOTO,
    "teloxide__message": Kind.TEXT,
    "tgbot-net__should_deserialize_photomessage": Kind.PHOTO,
}
"""Some whose kind is beyond doubt, so that "all ignored" would not pass for agreement."""
CONTENT = ("voice", "animation", "document", "sticker", "video", "video_note", "audio")


pytestmark = pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")


def names(paths: list[Path]) -> list[str]:
    return [path.stem for path in paths]


def raw_of(name: str) -> bytes:
    return (DELIVERIES / "telegram" / f"{name}.json").read_bytes()


def read(name: str) -> Delivery:
    return UpdateReader("telegram:42", 42).read(raw_of(name))


def by_aiogram(name: str) -> Update | None:
    try:
        return Update.model_validate_json(raw_of(name))
    except ValueError:
        return None


def by_ptb(name: str) -> telegram.Update | None:
    try:
        return telegram.Update.de_json(json.loads(raw_of(name)), None)
    except (TypeError, KeyError, ValueError):
        return None


@pytest.mark.parametrize("name", names(RECORDED))
def test_every_recorded_update_is_read_or_kept_with_its_id(name: str, replayed: Replayed) -> None:
    delivery = read(name)
    items = (delivery.messages, delivery.signals, delivery.odd, delivery.ignored)
    assert sum(map(len, items)) == 1
    update_id = str(json.loads(raw_of(name))["update_id"])
    assert all(message.id == update_id for message in delivery.messages)
    assert not delivery.odd, "what aiogram refuses is read by its core"
    replayed.one()


@pytest.mark.parametrize("name", names(RECORDED))
def test_each_library_refuses_only_what_is_listed(name: str) -> None:
    assert (by_aiogram(name) is None) == (name in REFUSED_BY_AIOGRAM)
    assert (by_ptb(name) is None) == (name in REFUSED_BY_PTB)


@pytest.mark.parametrize("name", [name for name in names(RECORDED) if name in HEARD])
def test_kinds_beyond_doubt(name: str) -> None:
    (message,) = read(name).messages
    assert message.said.kind is HEARD[name]


@pytest.mark.parametrize("name", names(RECORDED))
def test_both_libraries_and_our_reading_agree(name: str) -> None:
    aiogram, ptb = by_aiogram(name), by_ptb(name)
    delivery = read(name)
    if aiogram is None or ptb is None or not delivery.messages:
        return
    (message,) = delivery.messages
    assert message.id == str(aiogram.update_id) == str(ptb.update_id)
    if message.said.kind is Kind.TAP:
        agrees_on_a_tap(message, aiogram, ptb)
    else:
        letter, other = aiogram.message or aiogram.edited_message, ptb.effective_message
        assert letter is not None
        assert other is not None
        agrees_on_a_letter(message, letter, other)


def agrees_on_a_tap(message: Message, aiogram: Update, ptb: telegram.Update) -> None:
    one, other = aiogram.callback_query, ptb.callback_query
    assert one is not None
    assert other is not None
    assert message.said.tap == one.data == other.data
    assert message.receipt == one.id == other.id
    assert one.from_user.id == other.from_user.id
    assert ptb.effective_chat is not None
    assert message.address == str(ptb.effective_chat.id)


def agrees_on_a_letter(message: Message, one: Letter, other: telegram.Message) -> None:
    assert message.address == str(one.chat.id) == str(other.chat.id)
    assert one.from_user is not None
    assert other.from_user is not None
    assert one.from_user.id == other.from_user.id
    assert message.at == one.date == other.date
    written = (one.text or one.caption or "", other.text or other.caption or "")
    assert message.said.text == spoken(written[0][:LONGEST]) == spoken(written[1][:LONGEST])
    assert media_of(message) == file_of(one) == file_of(other)
    agrees_on_a_place(message, one, other)


def test_the_recorded_kinds_are_not_all_ignored() -> None:
    if RECORDED:
        assert sum(bool(read(name).messages) for name in names(RECORDED)) > 20


def media_of(message: Message) -> tuple[str, int | None] | None:
    media = message.said.media
    return (media.ref, media.size) if media else None


def file_of(letter: Any) -> tuple[str, int | None] | None:  # noqa: ANN401 - of either library
    """The file that a message holds, read from the library's own fields."""
    if letter.photo:
        largest = letter.photo[-1]
        return (largest.file_id, largest.file_size)
    for name in CONTENT:
        if file := getattr(letter, name, None):
            return (file.file_id, file.file_size)
    extra = (getattr(letter, "api_kwargs", None) or {}).get("live_photo")
    live = getattr(letter, "live_photo", None)
    if extra:
        return (extra["file_id"], extra.get("file_size"))
    return (live.file_id, live.file_size) if live else None


def agrees_on_a_place(message: Message, one: Letter, other: telegram.Message) -> None:
    spot = message.said.spot
    if spot is None:
        return
    assert (spot.latitude, spot.longitude) == place_of(one) == place_of(other)


def place_of(letter: Any) -> tuple[float, float]:  # noqa: ANN401 - of either library
    place = letter.location or letter.venue.location
    return (place.latitude, place.longitude)
