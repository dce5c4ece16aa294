"""What a person said, free of any channel: the one input of a conversation."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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


@dataclass(frozen=True, slots=True)
class Media:
    """A reference to a file that still lies with the platform; nothing was downloaded."""

    ref: str
    """The platform's id of the file, not a link."""
    size: int | None = None
    """Bytes, as the platform says."""
    mime: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on earth in degrees (WGS 84)."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Meant:
    """What a free text may mean: a flow or answer by name, how sure, and what it carries."""

    intent: str
    score: float
    urgent: bool = False
    arg: str = ""


@dataclass(frozen=True, slots=True)
class Said:
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
