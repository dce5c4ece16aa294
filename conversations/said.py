"""What a person said, free of any channel: the one input of a conversation."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from msgspec import Struct


class Kind(StrEnum):
    """The kind of thing that came in."""

    TEXT = "text"
    TAP = "tap"
    PHOTO = "photo"
    DOCUMENT = "document"
    VOICE = "voice"
    LOCATION = "location"
    CONTACT = "contact"
    EDITED = "edited"
    """An earlier message was changed; the rule is: an edit is never read as an answer."""
    FETCHED = "fetched"
    """From our own fetcher, never from outside: how a photo or document turned out."""
    OTHER = "other"


class Media(Struct, frozen=True):
    """A reference to a file that still lies with the platform; nothing was downloaded."""

    ref: str
    """The platform's id of the file, not a link."""
    size: int | None = None
    """Bytes, as the platform says."""
    mime: str = ""
    name: str = ""


POLE = 90
"""Degrees from the equator, and no further."""
DATE_LINE = 180
"""Degrees from Greenwich, either way."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on earth in degrees (WGS 84)."""

    latitude: float
    longitude: float

    @property
    def exists(self) -> bool:
        """Tell whether the earth has such a place; no number is none."""
        return abs(self.latitude) <= POLE and abs(self.longitude) <= DATE_LINE


SURE = 0.67
"""How sure a meaning must be to be answered; below it is asked which was meant."""
CLEAR = 0.7
"""How sure it must be to go before what is under way."""


class Meant(Struct, frozen=True):
    """What a free text may mean: a flow or answer by name, how sure, and what it carries."""

    intent: str
    score: float
    urgent: bool = False
    """A danger that goes before everything else."""
    arg: str = ""
    perhaps: bool = False
    """Something else is surer, yet it may be a danger: the way to help is offered beside it."""


class Said(Struct, frozen=True):
    """One message of one person; ``text`` is also the caption of a photo."""

    kind: Kind = Kind.TEXT
    text: str = ""
    tap: str = ""
    media: Media | None = None
    spot: Spot | None = None
    phone: str = ""
    """The sender's own number, shared as a contact; another's contact comes as OTHER."""
    secrets: frozenset[str] = frozenset()
    """Kinds of secret (pin, card …) that were cut out of ``text`` before anybody saw it."""
    meant: tuple[Meant, ...] = ()
    """Best first; filled before the turn, because understanding may be slow."""
    forwarded: bool = False
    """Somebody else's words, passed on; false also where the channel does not tell."""
    reply_to: str = ""
    """The channel's id of this very message, so that it can be deleted."""


def grave(said: Said) -> bool:
    """Tell whether words are, or may be, about a danger."""
    return any(one.urgent or one.perhaps for one in said.meant)
