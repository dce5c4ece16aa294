"""A neutral reply -> the messages and keyboards that Telegram shows.

The text is plain, never HTML or Markdown, so that a name like ``<b>`` stays a name.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from handlers.channel import Button, Reply
from handlers.pieces import pieces, sound, units

LONGEST = 4096
TAP_BYTES = 64
SHORT = 14
"""Letters of a label that still fit twice into the width of a cheap phone."""


class Key(TypedDict):
    """One button, as the Bot API names its parts."""

    text: str
    callback_data: str


class Keyboard(TypedDict):
    """The buttons under a message, row by row."""

    inline_keyboard: list[list[Key]]


def form(reply: Reply) -> list[tuple[str, Keyboard | None]]:
    """Give the messages in order; the buttons hang on the last one.

    Raises ValueError for what only a bug of ours can hold: no text, or too long a tap.
    """
    texts = pieces(_with_explanations(reply), LONGEST)
    if not texts:
        raise ValueError("a reply without text")
    last = len(texts) - 1
    return [(text, keyboard(reply.buttons) if n == last else None) for n, text in enumerate(texts)]


def keyboard(buttons: Sequence[Button]) -> Keyboard | None:
    """Lay the buttons out: two a row where all are short, else one."""
    if not buttons:
        return None
    short = all(units(button.label) <= SHORT and not button.more for button in buttons)
    width = 2 if short else 1
    keys = [_key(button) for button in buttons]
    return {
        "inline_keyboard": [keys[start : start + width] for start in range(0, len(keys), width)]
    }


def _key(button: Button) -> Key:
    """Make one key; raises ValueError for a tap that Telegram would refuse, a bug of ours."""
    size = len(button.tap.encode())
    if not 1 <= size <= TAP_BYTES:
        raise ValueError(f"a button carries {size} bytes, Telegram takes 1 to {TAP_BYTES}")
    return {"text": sound(button.label), "callback_data": button.tap}


def _with_explanations(reply: Reply) -> str:
    """Put the explanations of the choices under the text, a line each."""
    explained = [f"{button.label}: {button.more}" for button in reply.buttons if button.more]
    return "\n\n".join([reply.text, "\n".join(explained)]) if explained else reply.text
