"""What is looked up beside a conversation: ``periksa: …``.

Everything is opened with the office's own key first: what no key can show must not be there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from storage.seal import Sealer, Unsealable
from tests.talks.people import Somebody
from tests.talks.stage import Base

Row = dict[str, object]
TIMES = ("at", "made_at", "opened_at", "due_at", "done_at", "seen_at", "used_at")


@dataclass(frozen=True)
class Look:
    """The database as somebody sees it who has stolen it together with its key."""

    base: Base
    seal: Sealer

    def rows(self, table: str) -> Iterator[Row]:
        names, rows = self.base.named(table)
        for row in rows:
            yield self.opened(table, dict(zip(names, row, strict=True)))

    def opened(self, table: str, row: Row) -> Row:
        """Open every sealed cell."""
        uuid = row.get("uuid")
        own = bytes(uuid) if isinstance(uuid, bytes | memoryview) else b""
        return {name: self.cell(table, name, cell, own) for name, cell in row.items()}

    def cell(self, table: str, name: str, cell: object, own: bytes) -> object:
        if not isinstance(cell, bytes | memoryview):
            return cell
        try:
            return self.seal.open(bytes(cell), table, name, own).decode()
        except Unsealable:
            return bytes(cell)

    def person(self, somebody: Somebody) -> Row:
        index = self.seal.index("address", somebody.address)
        return next(row for row in self.rows("peka_person") if row["address_index"] == index)

    def everything(self) -> str:
        return "\n".join(str(row) for table in self.base.tables for row in self.rows(table))


def consented(look: Look, who: Somebody, wanted: str) -> None:
    """``izin ibu ada`` or ``izin ibu belum ada``."""
    given = look.person(who)["consent_at"] is not None
    assert given == (wanted == "ada"), f"consent is {given}"


def education(look: Look, who: Somebody, wanted: str) -> None:
    """``edukasi ibu tidak, dari stop_education``: wanted or not, and who said so."""
    row = look.person(who)
    said = f"{'ya' if row['education'] else 'tidak'}, dari {row['education_by']}"
    assert said == wanted, said


def not_kept(look: Look, _who: Somebody | None, words: str) -> None:
    """``tidak tersimpan 123456``."""
    assert words not in look.everything(), f"{words} is kept"


def kept(look: Look, _who: Somebody | None, words: str) -> None:
    """``tersimpan 123456``: that the look above would see it."""
    assert words in look.everything(), f"{words} is not kept"


def leads_nowhere(look: Look, who: Somebody, _wanted: str) -> None:
    """``laporan tidak menunjuk ke warga``: not by number, not by address, not by the clock."""
    person = look.person(who)
    number = person["id"]
    moments = {
        row[name]
        for table in ("peka_person", "peka_outbox")
        for row in look.rows(table)
        if row.get("person_id", row["id"]) == number
        for name in TIMES
        if row.get(name) and not (name == "done_at" and row["state"] == "read")
    }
    for row in about_the_reports(look):
        assert who.address not in str(row), f"the address stands in {row}"
        assert row.get("person_id") != number, f"the person is named in {row}"
        assert row.get("person") is None, f"the person is sealed into {row}"
        assert f"person:{number}" not in str(row), f"the person is named in {row}"
        told = {row[name] for name in TIMES if row.get(name)}
        assert not told & moments, f"{row} happened when the person was there: {told & moments}"


def about_the_reports(look: Look) -> Iterator[Row]:
    """Every row that speaks of an anonymous report."""
    reports = [row for row in look.rows("peka_case") if row["mode"] == "anonim"]
    assert reports, "there is no anonymous report"
    ids = {row["id"] for row in reports}
    refs = [str(row["ref"]) for row in reports]
    yield from reports
    for table in ("peka_case_event", "peka_reporter", "peka_evidence"):
        yield from (row for row in look.rows(table) if row["case_id"] in ids)
    subjects = {f"case:{number}" for number in ids}
    yield from (row for row in look.rows("peka_audit") if row["subject"] in subjects)
    for row in look.rows("peka_outbox"):
        if any(ref in str(row["body"]) for ref in refs):
            yield {name: cell for name, cell in row.items() if name != "person_id"}


def letter_names_nobody(look: Look, who: Somebody, _wanted: str) -> None:
    """``surat kartu tidak menunjuk ke ibu``: only its case is known, and no name stands in it."""
    letters = [row for row in look.rows("peka_letter") if row["kind"] == "kartu"]
    assert letters, "there is no letter about a card"
    for row in letters:
        assert row["person_id"] is None
        assert row["family_id"] is None
        assert who.address not in str(row)
        assert set(json.loads(str(row["fields"]))) == {"kepada", "pemegang", "sejak", "wilayah"}


CHECKS: tuple[tuple[re.Pattern[str], Callable[..., None]], ...] = (
    (re.compile(r"izin (?P<who>\w+) (?P<what>ada|belum ada)"), consented),
    (re.compile(r"edukasi (?P<who>\w+) (?P<what>.+)"), education),
    (re.compile(r"laporan tidak menunjuk ke (?P<who>\w+)(?P<what>)"), leads_nowhere),
    (re.compile(r"surat kartu tidak menunjuk ke (?P<who>\w+)(?P<what>)"), letter_names_nobody),
    (re.compile(r"tidak tersimpan (?P<what>.+)(?P<who>)"), not_kept),
    (re.compile(r"tersimpan (?P<what>.+)(?P<who>)"), kept),
)


def check(what: str, base: Base, seal: Sealer, people: dict[str, Somebody]) -> None:
    """Look one thing up."""
    for pattern, looks in CHECKS:
        if found := pattern.fullmatch(what):
            looks(Look(base, seal), people.get(found["who"]), found["what"])
            return
    raise ValueError(f"nobody knows how to look up {what!r}")
