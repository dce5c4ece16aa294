"""A case of help: what a flow wants done with it, and what comes back."""

from __future__ import annotations

from dataclasses import dataclass

from bansos.cases import AccusedRole, CaseKind
from conversations.material import Spoken


@dataclass(frozen=True, slots=True)
class OpenHelp:
    """Open a case that an officer answers in this chat. Result: :class:`HelpOpened`."""

    kind: CaseKind
    """BANTUAN, or one of the urgent ones."""
    district: str
    village: str
    about: Spoken
    accused: AccusedRole
    """Whom it is about; NONE where that was not asked."""
    safe: bool
    """It is safe to write to this chat; False: nobody may."""
    held: Held | None = None
    """Of a card in other hands."""
    also_accused: tuple[AccusedRole, ...] = ()
    """Others whom it is about, beside the first."""


@dataclass(frozen=True, slots=True)
class Held:
    """Whose hands a card is in, since when, and where its owner wants to turn."""

    holder: str
    """pendamping, ketua_kelompok, perangkat_desa, agen (several with commas), keluarga, lain."""
    since: str
    """A key of the choices, or the owner's words."""
    route: str
    """dinsos, polres, kejari or 171."""
    letter: bool = True
    """A letter is wanted in this chat."""


@dataclass(frozen=True, slots=True)
class AddToHelp:
    """Say more in the case that is open for this chat. Result: :class:`AddedToHelp`."""

    words: Spoken


@dataclass(frozen=True, slots=True)
class AddedToHelp:
    """An officer finds the words in the open case."""


@dataclass(frozen=True, slots=True)
class HelpOpened:
    """An officer will answer."""

    ref: str
    days: int = 1
    """Working days until an answer is usual."""
    safe: bool = True
    code: str = ""
    """The receipt code, where it is the only way to an answer."""
    held: Held | None = None
    letter: str = ""
    """The code of the letter that is handed over."""
    lesson: str = ""
    """The lesson that somebody goes on with who is in the middle of learning."""
