"""``peka understand``: what is read in a text, why, and what would be answered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.data import understanding
from bot.settings import Settings
from conversations.around.around import SetEducation, SetLanguage
from conversations.book import BOOK
from conversations.facts import Facts, Learned, OwnData, Person
from conversations.flow import Done
from conversations.said import Meant, Said
from conversations.talks import Talks
from conversations.text import Source
from conversations.turn.take import settle, take
from conversations.turn.taken import Need, Taken
from conversations.understand import Understanding
from conversations.understand.entities import entities
from conversations.understand.understanding import Candidate
from conversations.words import at_any_point
from handlers.facts import Library

COMMANDS = {
    "menu": "menu", "bantuan": "menu", "petugas": "petugas", "bahasa": "bahasa",
    "data_saya": "hapus_data",
}  # fmt: skip
"""The public names of words that work at any point."""
NONE = "luar_topik"
HEADS = frozenset({"text", "teks", "utterance", "ucapan", "pesan", "kalimat", "message"})
IDS = frozenset({"id", "no", "nomor"})
LONGEST = 4096
"""Letters of one message: no channel brings more."""


@dataclass(frozen=True)
class TextReader:
    """Reads texts as Peka would hear them from somebody it does not know by name."""

    understanding: Understanding
    library: Library

    def read(self, text: str) -> dict[str, Any]:
        """Say what a text may mean; the shape is described in docs/understanding.md."""
        heard = text[:LONGEST]
        found = self.found(heard)
        words = self.understanding.knowledge.speller.words(heard)
        answer, buttons = self.reply(heard, tuple(one.meant for one in found))
        return {
            "text": text,
            "plain": " ".join(words),
            "intent": found[0].key if found else NONE,
            "decision": self.understanding.decision(found),
            "urgent": any(one.meant.urgent or one.meant.perhaps for one in found),
            "intents": [
                {"intent": one.key, "score": one.meant.score, "reasons": list(one.reasons)}
                for one in found
            ],
            "entities": [asdict(one) for one in entities(heard, words)],
            "answer": answer,
            "buttons": buttons,
        }

    def found(self, text: str) -> list[Candidate]:
        """Name what a text may mean, words that work at any point included."""
        command = at_any_point(text)
        if command in COMMANDS:
            return [Candidate(COMMANDS[command], Meant(command, 1.0), ("kata perintah",))]
        return self.understanding.candidates(text, why=True)

    def reply(self, text: str, meant: tuple[Meant, ...]) -> tuple[str, list[str]]:
        """Say what Peka would answer, and what its buttons would be."""
        taken: Taken | Need = take(BOOK, Talks(), Said(text=text, meant=meant), self.facts)
        if isinstance(taken, Taken) and taken.finish:
            if not isinstance(taken.finish.command, SetEducation | SetLanguage):
                return "", []
            taken = settle(BOOK, taken, self.facts, Done())
        if isinstance(taken, Need):
            return "", []
        source = Source()
        told = [reply.text.into(source) for reply in taken.replies]
        buttons = [one.label.into(source) for reply in taken.replies for one in reply.offers]
        return "\n\n".join(told), buttons

    @property
    def facts(self) -> Facts:
        """Somebody who has written before, and of whom nothing is known."""
        now = datetime.now(UTC)
        known = self.library
        return Facts(
            now=now,
            today=now.astimezone(known.timezone).date(),
            person=Person(known=True, consented=True),
            channel="terminal",
            regions=known.regions,
            statuses=known.statuses,
            wording=known.wording,
            area=known.area,
            office=known.office,
            families=(),
            graduations=(),
            kept=OwnData(0, 0, 0, None),
            schedules=(),
            learned=Learned(),
            waits=0,
            helped=False,
        )


def reader_of(found: Settings) -> TextReader:
    """Read the data files."""
    from bot.data import library  # noqa: PLC0415 - only where a file is read

    return TextReader(understanding(), library(found))


def utterances(file: Path) -> Iterator[tuple[str, str]]:
    """Give (id, text) of every line; docs/understanding.md lists the forms that are taken."""
    lines = file.read_text(encoding="utf-8-sig", errors="replace").splitlines()
    rows = [line.split("\t") for line in lines if line.strip()]
    if not rows:
        return
    head = [cell.strip().casefold() for cell in rows[0]]
    named = [place for place, cell in enumerate(head) if cell in HEADS]
    body = rows[1:] if named or head[0] in IDS else rows
    place = named[0] if named else text_column(body)
    for number, row in enumerate(body, start=1):
        text = row[place] if place < len(row) else ""
        yield (row[0] if place else str(number)), text


def text_column(rows: list[list[str]]) -> int:
    """Find the column that holds sentences: the one with most letters."""
    width = max(map(len, rows), default=1)
    return max(range(width), key=lambda n: sum(len(row[n]) for row in rows if n < len(row)))


def told(found: dict[str, Any]) -> str:
    """Write what was read for people's eyes."""
    head = f"{found['text']}\n  {found['decision']}{' · mendesak' if found['urgent'] else ''}"
    meant = [
        f"  {one['score']:.2f} {one['intent']}  ({', '.join(one['reasons'])})"
        for one in found["intents"]
    ]
    named = [f"  {one['kind']}: {one['text']} = {one['value']}" for one in found["entities"]]
    buttons = " ".join(f"[{one}]" for one in found["buttons"])
    return "\n".join([head, *meant, *named, "", found["answer"], buttons, ""])
