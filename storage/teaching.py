"""What is learnt from use: tallies, words that were not understood, examples that were taught."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

from storage.sql import Sql
from storage.unit import Unit, ms

UNKNOWN = "peka_unknown"
PROPOSED, AGREED, REFUSED = "proposed", "agreed", "refused"
MOST = 600
"""Unknown words that are looked at together: the newest."""

_ADD = Sql(
    """
    INSERT INTO peka_tally (day, name, count) VALUES (:day, :name, :count)
    ON CONFLICT (day, name) DO UPDATE SET count = peka_tally.count + :count
    """
)
_SINCE = Sql(
    """
    SELECT name, SUM(count) FROM peka_tally WHERE day >= :since AND day <= :until
     GROUP BY name ORDER BY name
    """
)
_DAYS = Sql(
    """
    SELECT day, name, count FROM peka_tally WHERE day >= :since AND name LIKE 'read:%'
     ORDER BY day, name
    """
)
_KEEP = Sql(
    """
    INSERT INTO peka_unknown (uuid, day, asker, words, at)
    VALUES (:uuid, :day, :asker, :words, :at)
    """
)
_NEWEST = Sql("SELECT uuid, day, asker, words FROM peka_unknown ORDER BY id DESC LIMIT :most")
_PROPOSE = Sql(
    """
    INSERT INTO peka_example (text, intent, state, proposed_by, made_at)
    VALUES (:text, :intent, 'proposed', :staff, :at)
    ON CONFLICT (text) DO UPDATE
       SET intent = :intent, state = 'proposed', proposed_by = :staff, made_at = :at,
           decided_by = NULL, decided_at = NULL
     WHERE peka_example.state = 'refused'
    """
)
_EXAMPLES = Sql(
    "SELECT id, text, intent, proposed_by FROM peka_example WHERE state = :state ORDER BY id"
)
_DECIDE = Sql(
    """
    UPDATE peka_example SET state = :state, decided_by = :staff, decided_at = :at
     WHERE id = :id AND state = 'proposed' AND proposed_by <> :staff
    """
)
_NEWEST_AGREED = Sql("SELECT MAX(decided_at) FROM peka_example WHERE state = 'agreed'")


@dataclass(frozen=True, slots=True)
class Unread:
    """Words that were not understood, and a sign of who asked that tells only people apart."""

    asker: bytes
    words: str
    month: str
    """YYYY-MM: the sign of the same person is another one in every month."""


@dataclass(frozen=True, slots=True)
class Example:
    """A way of asking and what it means."""

    id: int
    text: str
    intent: str
    proposed_by: int


def add(unit: Unit, day: str, counts: Mapping[str, int]) -> None:
    """Add to the day's tallies."""
    for name, count in counts.items():
        unit.run(_ADD, day=day, name=name, count=count)


def tallies(unit: Unit, since: str, until: str) -> dict[str, int]:
    """Sum the tallies of some days (ISO dates, both included)."""
    return {name: int(count) for name, count in unit.run(_SINCE, since=since, until=until)}


def understood(unit: Unit, since: str) -> dict[str, dict[str, int]]:
    """Give, day by day, how often words were answered, asked back and not understood."""
    days: dict[str, dict[str, int]] = {}
    for day, name, count in unit.run(_DAYS, since=since):
        days.setdefault(day, {})[name.removeprefix("read:")] = int(count)
    return days


def keep_unknown(unit: Unit, day: str, midnight: int, person: int, words: str) -> None:
    """Keep words that were not understood; they come scrubbed."""
    uuid = os.urandom(16)
    asker = unit.seal.index("asker", f"{person}:{day[:7]}")
    sealed = unit.seal.seal(words.encode(), UNKNOWN, "words", uuid)
    unit.run(_KEEP, uuid=uuid, day=day, asker=asker, words=sealed, at=midnight)


def unknown(unit: Unit) -> list[Unread]:
    """Give the newest words that were not understood."""
    return [
        Unread(
            bytes(asker), unit.seal.open(words, UNKNOWN, "words", bytes(uuid)).decode(), day[:7]
        )
        for uuid, day, asker, words in unit.run(_NEWEST, most=MOST)
    ]


def propose(unit: Unit, text: str, intent: str, staff: int) -> bool:
    """Propose an example; False where these words were proposed or agreed before."""
    found = unit.changed(_PROPOSE, text=text, intent=intent, staff=staff, at=ms(unit.now))
    return found == 1


def examples(unit: Unit, state: str) -> list[Example]:
    """Give the examples in one state, oldest first."""
    return [Example(*row) for row in unit.run(_EXAMPLES, state=state)]


def decide(unit: Unit, id_: int, staff: int, *, agreed: bool) -> bool:
    """Agree to an example, or refuse it; never by whoever proposed it."""
    state = AGREED if agreed else REFUSED
    return unit.changed(_DECIDE, id=id_, staff=staff, state=state, at=ms(unit.now)) == 1


def newest(unit: Unit) -> int:
    """Tell when the last example was agreed (milliseconds); 0: none yet."""
    return int(unit.run(_NEWEST_AGREED)[0][0] or 0)
