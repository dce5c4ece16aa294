"""What is kept of a family in one version of its household: to JSON and back.

The benefits stand in clear, the address sealed.  Names of fields are short and for good.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bansos.household import Benefit
from bansos.programmes import Component, Programme, read_period


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """What is sealed of a household beside the number of its card."""

    address: str = ""
    rt: str = ""
    rw: str = ""
    pkh_number: str = ""

    def over(self, before: Whereabouts) -> Whereabouts:
        """Take over from ``before`` what is not said here."""
        return Whereabouts(
            self.address or before.address,
            self.rt or before.rt,
            self.rw or before.rw,
            self.pkh_number or before.pkh_number,
        )

    def to_json(self) -> bytes:
        """For sealing."""
        return json.dumps([self.address, self.rt, self.rw, self.pkh_number]).encode()

    @classmethod
    def from_json(cls, text: bytes) -> Whereabouts:
        """Read what :meth:`to_json` wrote."""
        return cls(*json.loads(text))


@dataclass(frozen=True, slots=True)
class Entry:
    """A benefit, and the day up to which the office's data says so."""

    benefit: Benefit
    as_of: date
    batch: int

    @property
    def key(self) -> tuple[str, str, str]:
        """One programme in one quarter for one person: the newer entry replaces the older."""
        period = self.benefit.period
        return (
            self.benefit.programme.value,
            period.key if period else "",
            (self.benefit.person or "").casefold(),
        )

    def with_components(self, others: frozenset[Component]) -> Entry:
        """Count more components: a list may have a row for each."""
        return replace(
            self, benefit=replace(self.benefit, components=self.benefit.components | others)
        )


def entries_to_json(entries: list[Entry], *, plain: bool = False) -> str:
    """Write benefits in a fixed order; ``plain`` leaves out the batch that said so."""
    ordered = sorted(entries, key=lambda entry: entry.key)
    written = [_written(entry) + ([] if plain else [entry.batch]) for entry in ordered]
    return json.dumps(written, ensure_ascii=False)


def entries_from_json(text: str) -> list[Entry]:
    """Read what :func:`entries_to_json` wrote."""
    return [_read(one) for one in json.loads(text)]


def _written(entry: Entry) -> list[object]:
    said = entry.benefit
    return [
        said.programme.value,
        said.period.key if said.period else "",
        said.status,
        said.status_raw,
        sorted(component.value for component in said.components),
        said.person,
        entry.as_of.isoformat(),
    ]


def _read(one: list[Any]) -> Entry:
    programme, period, status, raw, components, person, as_of, batch = one
    benefit = Benefit(
        programme=Programme(str(programme)),
        period=read_period(str(period)) if period else None,
        status=str(status),
        status_raw=str(raw),
        components=frozenset(map(Component, components)),
        person=None if person is None else str(person),
    )
    return Entry(benefit, date.fromisoformat(str(as_of)), int(str(batch)))
