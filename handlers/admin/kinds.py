"""The events that come in: for each one function that reads and one that does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from handlers.admin.answers import Accepted, Json
from handlers.admin.fields import Fields
from handlers.facts import Library
from handlers.notices import Notice
from storage.unit import Unit


@dataclass(frozen=True, slots=True)
class Office:
    """What an event may touch, inside the writer's transaction."""

    unit: Unit
    library: Library
    notify: Callable[[Notice], None]
    names: frozenset[int] = frozenset()
    """The officers in whose names the key may propose; none: in anybody's."""

    def may_name(self, number: int) -> bool:
        """Tell whether a proposal in this officer's name may come by the key.

        Bound to whoever holds the key, it never proposes in a colleague's name what its holder
        then approves.
        """
        return not self.names or number in self.names


@dataclass(frozen=True, slots=True)
class Kind:
    """One event: its name, an example of its data, how it is read, and what it does.

    ``read`` is pure, runs beside the writer and raises :class:`handlers.admin.answers.Refusal`
    for what is wrong with the fields.  ``do`` runs in the transaction that keeps the answer; a
    Refusal of it undoes everything.
    """

    name: str
    example: Json
    read: Callable[[Fields], Any]
    do: Callable[[Office, Any], Accepted]


Kinds = Mapping[str, Kind]


def by_name(*kinds: Kind) -> Kinds:
    """Make the registry."""
    return {kind.name: kind for kind in kinds}
