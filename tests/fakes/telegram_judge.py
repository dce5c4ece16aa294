"""The strict reader inside the fake Bot API: is this call what Telegram would take?

Two opinions: python-telegram-bot's types and limits, and, where the machine-readable Bot API lies
beside the recorded deliveries, its names of methods and parameters.
"""

import json
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from typing import Any

import telegram
from aiohttp import web
from PIL import Image
from telegram.constants import BotCommandLimit, InlineKeyboardButtonLimit, MessageLimit

from tests.conftest import DELIVERIES

SPEC = DELIVERIES.parent / "spec"
STRUCTURED = {"reply_markup", "link_preview_options", "commands", "allowed_updates"}
ROW_MOST = 8
BUTTONS_MOST = 100
Given = Mapping[str, Any]


class Refused(Exception):
    """Something that Telegram would not take, in its own words."""


def decoded(form: Given) -> dict[str, Any]:
    """Parameters as they were meant: a form carries structures as JSON text."""
    return {
        name: json.loads(value) if name in STRUCTURED and isinstance(value, str) else value
        for name, value in form.items()
    }


def spec_complaints(method: str, given: Given) -> list[str]:
    """Names that the published Bot API does not know; nothing where it is not at hand."""
    methods = _methods()
    if not methods:
        return []
    if method not in methods:
        return [f"{method}: no such method"]
    fields = methods[method]
    given = {name: value for name, value in given.items() if not isinstance(value, web.FileField)}
    unknown = [f"{method}: no parameter {name}" for name in given if name not in fields]
    lacking = [
        f"{method}: lacks {n}" for n, f in fields.items() if f["required"] and n not in given
    ]
    wrong = [
        f"{method}: {name} is no integer"
        for name, value in given.items()
        if fields.get(name, {}).get("types") == ["Integer"]
        and not str(value).lstrip("-").isdigit()
    ]
    return [*unknown, *lacking, *wrong]


@cache
def _methods() -> dict[str, dict[str, Any]]:
    files = sorted(SPEC.glob("bot-api-*.json"))
    if not files:
        return {}
    listed = json.loads(files[-1].read_bytes())["methods"]
    return {
        name: {field["name"]: field for field in method["fields"]}
        for name, method in listed.items()
    }


def judge(method: str, given: Given) -> None:
    """Raise Refused where Telegram would answer 400."""
    rules = {
        "sendMessage": _send_message,
        "sendPhoto": _send_photo,
        "sendDocument": _send_document,
        "setMyCommands": _commands,
    }
    if method in rules:
        rules[method](given)


def _send_message(given: Given) -> None:
    text = given.get("text", "")
    if not text.strip():
        raise Refused("message text is empty")
    if len(text.encode("utf-16-le")) // 2 > MessageLimit.MAX_TEXT_LENGTH:
        raise Refused("message is too long")
    if given.get("reply_markup") is not None:
        keyboard(given["reply_markup"])
    if given.get("link_preview_options") is not None:
        preview = given["link_preview_options"]
        if telegram.LinkPreviewOptions.de_json(preview, None).to_dict() != preview:
            raise Refused("can't parse link preview options JSON object")


def _send_photo(given: Given) -> None:
    """A photo: at most 10 MB, both sides at most 10,000 together, none 20 times the other."""
    content = _file(given, "photo", 10_000_000)
    try:
        with Image.open(BytesIO(content)) as picture:
            width, height = picture.size
            picture.verify()
    except (OSError, SyntaxError):
        raise Refused("IMAGE_PROCESS_FAILED") from None
    if width + height > 10_000 or max(width, height) > 20 * min(width, height):
        raise Refused("PHOTO_INVALID_DIMENSIONS")


def _send_document(given: Given) -> None:
    _file(given, "document", 50_000_000)


def _file(given: Given, name: str, most: int) -> bytes:
    """Take an uploaded file, and judge the caption beside it."""
    attached = str(given.get(name, ""))
    file = given.get(attached.removeprefix("attach://")) if "attach://" in attached else None
    if not isinstance(file, web.FileField):
        raise Refused(f"there is no {name} in the request")
    content = file.file.read()
    file.file.seek(0)
    if not 1 <= len(content) <= most or not file.filename:
        raise Refused("file must be non-empty, have a name, and not be too big")
    if len(str(given.get("caption", "")).encode("utf-16-le")) // 2 > MessageLimit.CAPTION_LENGTH:
        raise Refused("message caption is too long")
    return content


def keyboard(markup: Any) -> telegram.InlineKeyboardMarkup:  # noqa: ANN401 - anything may come
    """Read an inline keyboard as strictly as Telegram does."""
    try:
        read = telegram.InlineKeyboardMarkup.de_json(markup, None)
    except (TypeError, KeyError, AttributeError):
        raise Refused("can't parse reply keyboard markup JSON object") from None
    if read.to_dict() != markup:
        raise Refused("can't parse inline keyboard markup JSON object")
    keys = [key for row in read.inline_keyboard for key in row]
    if not all(read.inline_keyboard) or not keys or len(keys) > BUTTONS_MOST:
        raise Refused("reply markup has an empty row, or too many buttons")
    if any(len(row) > ROW_MOST for row in read.inline_keyboard):
        raise Refused("too many buttons in a row")
    for key in keys:
        _key(key)
    return read


def _key(key: telegram.InlineKeyboardButton) -> None:
    if not key.text.strip():
        raise Refused("inline keyboard button text is empty")
    carried = key.callback_data
    if not isinstance(carried, str):
        raise Refused("inline keyboard button must carry data")
    low = InlineKeyboardButtonLimit.MIN_CALLBACK_DATA
    if not low <= len(carried.encode()) <= InlineKeyboardButtonLimit.MAX_CALLBACK_DATA:
        raise Refused("BUTTON_DATA_INVALID")


def _commands(given: Given) -> None:
    commands = given.get("commands") or []
    if len(commands) > BotCommandLimit.MAX_COMMAND_NUMBER:
        raise Refused("BOT_COMMANDS_TOO_MUCH")
    for one in commands:
        name, words = one["command"], one["description"]
        if not (name.islower() and name.isascii() and len(name) <= BotCommandLimit.MAX_COMMAND):
            raise Refused("BOT_COMMAND_INVALID")
        if not 1 <= len(words) <= BotCommandLimit.MAX_DESCRIPTION:
            raise Refused("BOT_COMMAND_DESCRIPTION_INVALID")
