"""The two commonest updates, private words and a tap, read without a model of all of Telegram.

aiogram's model makes every object of an update; here only what Peka needs is looked at, in a
fifteenth of the time (docs/decisions/0010).  What does not fit to the letter is left to aiogram.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

LATEST = 20_000_000_000
"""From here on pydantic, and so aiogram, takes a time for milliseconds."""
ALONE = ConfigDict(extra="forbid", strict=True)
"""A field more may change what an update means: a forward, a photo, a message of a business."""
AMONG = ConfigDict(extra="ignore", strict=True)

Time = Annotated[int, Field(ge=0, lt=LATEST)]


@dataclass(slots=True)
class Person:
    """Who wrote; the fields that are never read must be sound all the same."""

    __pydantic_config__ = AMONG
    id: int
    is_bot: Literal[False]
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = ""


@dataclass(slots=True)
class Chat:
    """A private chat."""

    __pydantic_config__ = AMONG
    id: int
    type: Literal["private"]
    title: str = ""
    username: str = ""
    first_name: str = ""
    last_name: str = ""


@dataclass(slots=True)
class Words:
    """A message that is nothing but words."""

    __pydantic_config__ = ALONE
    message_id: int
    date: Time
    chat: Chat
    sender: Annotated[Person, Field(alias="from")]
    text: Annotated[str, Field(min_length=1)]
    entities: Any = None
    link_preview_options: Any = None


@dataclass(slots=True)
class Shown:
    """The message under which a button was tapped."""

    __pydantic_config__ = AMONG
    message_id: int
    date: Time
    chat: Chat


@dataclass(slots=True)
class Tap:
    """A tap on a button."""

    __pydantic_config__ = ALONE
    id: str
    sender: Annotated[Person, Field(alias="from")]
    message: Shown
    chat_instance: str
    data: str


@dataclass(slots=True)
class Plain:
    """One of both."""

    __pydantic_config__ = ALONE
    update_id: int
    message: Words | None = None
    callback_query: Tap | None = None


_PLAIN = TypeAdapter(Plain)


def plain(raw: bytes) -> Plain | None:
    """Read an update that is one of the two; None for every other one."""
    try:
        return _PLAIN.validate_json(raw)
    except ValidationError:
        return None
