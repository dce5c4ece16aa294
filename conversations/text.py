"""Texts as values: what is said is fixed here, in which language is decided when it is sent.

``say("Halo, {name}", name=...)`` makes a :class:`Say`; nothing is translated until the channel
renders the reply for one person.  The msgid *is* the Indonesian text, so Indonesian needs no
catalogue.  ``make check`` reads every call of the four functions below and fails on anything but
a literal.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from hashlib import blake2b
from typing import Protocol, TypeAlias

from babel.dates import format_date, format_datetime
from msgspec import Struct

Arg: TypeAlias = "str | int | date | datetime | Say"

LABEL_LIMIT = 20
REPLY_LIMIT = 600


class Catalogue(Protocol):
    """One language: its code and a look-up that falls back to the msgid."""

    language: str

    def one(self, msgid: str) -> str:
        """The text of ``msgid`` in this language."""

    def many(self, msgid: str, n: int) -> str:
        """The text of ``msgid`` that fits the number ``n``."""


class Source:
    """Bahasa Indonesia, the language the texts are written in."""

    language = "id"

    def one(self, msgid: str) -> str:
        """Give the msgid itself: it is the text."""
        return msgid

    def many(self, msgid: str, n: int) -> str:
        """Give the msgid itself, whatever the number."""
        return msgid


class Translated:
    """A language read from a .po file."""

    def __init__(self, language: str, texts: Mapping[str, tuple[str, ...]]) -> None:
        """Keep ``texts``: msgid to its forms (one form, or singular and plural)."""
        self.language = language
        self._texts = texts

    def one(self, msgid: str) -> str:
        """Give the first form, or the msgid where nothing is translated."""
        return self._texts.get(msgid, (msgid,))[0]

    def many(self, msgid: str, n: int) -> str:
        """Give the singular for 1 and the last form for every other number."""
        forms = self._texts.get(msgid, (msgid,))
        return forms[0] if n == 1 else forms[-1]


class Say(Struct, frozen=True):
    """One text to be said: a msgid and its named values, or several joined by ``glue``."""

    msgid: str
    args: tuple[tuple[str, Arg], ...] = ()
    count: int | None = None
    parts: tuple[Say, ...] = ()

    def into(self, catalogue: Catalogue) -> str:
        """Speak this text in one language."""
        if self.parts:
            return self.msgid.join(part.into(catalogue) for part in self.parts)
        text = catalogue.one(self.msgid)
        if self.count is not None:
            text = catalogue.many(self.msgid, self.count)
        if not self.args:
            return text.replace("{{", "{").replace("}}", "}")
        return text.format_map({key: spoken(arg, catalogue) for key, arg in self.args})


def spoken(arg: Arg, catalogue: Catalogue) -> str:
    """Speak one value: dates as people write them, numbers as they are."""
    if isinstance(arg, Say):
        return arg.into(catalogue)
    if isinstance(arg, datetime):
        return format_datetime(arg, "d MMMM y HH.mm", locale=catalogue.language)
    if isinstance(arg, date):
        return format_date(arg, "d MMMM y", locale=catalogue.language)
    return str(arg)


def say(msgid: str, /, **args: Arg) -> Say:
    """Make a text of at most 600 characters; ``args`` fill its ``{named}`` places."""
    return Say(msgid, tuple(args.items()))


def say_n(one: str, many: str, n: int, /, **args: Arg) -> Say:  # noqa: ARG001 - read by extraction
    """Make a text that depends on a number, reachable in the text as ``{n}``."""
    return Say(one, (*args.items(), ("n", n)), count=n)


def label(msgid: str, /) -> Say:
    """Make the words of a button: at most 20 characters in every language."""
    return Say(msgid)


def lesson(msgid: str, /, **args: Arg) -> Say:
    """Make a text that may be longer than a reply: a lesson or a letter."""
    return Say(msgid, tuple(args.items()))


def word(text: str) -> Say:
    """Wrap a word that is not translated: a name, a code, a number."""
    return Say("{word}", (("word", text),))


def told(msgid: str) -> Say:
    """Wrap a msgid that comes from a data file (extracted from there, not from the code)."""
    return Say(msgid)


def mark(text: Say) -> str:
    """Tell a text from another one without keeping its words."""
    return blake2b(text.into(Source()).encode(), digest_size=8).hexdigest()


def lines(*parts: Say | None) -> Say:
    """Put texts under each other; ``None`` leaves no gap."""
    return Say("\n", parts=tuple(part for part in parts if part is not None))


def paragraphs(*parts: Say | None) -> Say:
    """Put texts under each other with an empty line between."""
    return Say("\n\n", parts=tuple(part for part in parts if part is not None))


def sentence(*parts: Say | None) -> Say:
    """Put texts behind each other with a space between."""
    return Say(" ", parts=tuple(part for part in parts if part is not None))
