"""What writing a broadcast takes for an answer: a text for many, and a place of one's own area."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bansos.broadcasts import PLACEHOLDERS, fault
from bansos.regions import One
from bansos.staff import in_charge
from conversations.broadcast.words import example, most_letters
from conversations.facts import Facts
from conversations.places import District
from conversations.readers import (
    Answers,
    Choice,
    Good,
    Option,
    Value,
    Words,
    Wrong,
    short,
    skipped,
)
from conversations.said import CLEAR, Kind, Said
from conversations.text import LABEL_LIMIT, Say, label, paragraphs, say, word
from conversations.words import plain


@dataclass(frozen=True, slots=True)
class Broadside:
    """A text for many: only known places, not too long, and no word that is for Peka."""

    optional: bool = False
    otherwise: Say = field(default_factory=lambda: say("sama dengan Bahasa Indonesia"))
    """What is read where nothing was written."""
    brief: bool = False
    """In the summary only its first words; the preview shows it whole."""
    version: int = 1

    def options(self, facts: Facts, answers: Answers) -> tuple[Option, ...]:
        """Offer "Lewati" where nothing has to be said."""
        return Words(optional=self.optional).options(facts, answers)

    def read(self, said: Said, facts: Facts, answers: Answers) -> Good | Wrong:
        """Keep the words as they were written, or say what is wrong with them."""
        most = 2_000
        confirmed = said.kind is Kind.TAP and not skipped(said)
        heard = Said(Kind.TEXT, said.tap) if confirmed else said
        found = Words(optional=self.optional, most=most, example=EXAMPLE_TEXT).read(
            heard, facts, answers
        )
        if isinstance(found, Wrong) or found.value is None:
            return found
        if not confirmed and (doubt := doubted(said)):
            return doubt
        left = most_letters(facts.office.name)
        broken = fault(str(found.value), left)
        if broken is None:
            return found
        return Wrong(fault_in_words(broken.what, broken.shown, left), meant=True)

    def show(self, value: Value, facts: Facts) -> Say:
        """Show the words, filled with an example."""
        if not value:
            return self.otherwise
        read = example(str(value))
        return word(short(read, BRIEF) if self.brief else read)


def doubted(said: Said) -> Wrong | None:
    """Ask back where a word or three may be a wish: nobody's news to many is "tugas"."""
    wish = any(one.score >= CLEAR for one in said.meant[:1])
    if not wish or len(said.text.split()) > FEW_WORDS or len(said.text.encode()) > FITS:
        return None
    if plain(said.text) in FOR_PEKA:
        return Wrong(NOT_A_TEXT)
    return Wrong(NOT_A_TEXT, (Option(said.text.strip(), label("Tulis saja ini")),), meant=True)


FEW_WORDS = 3
BRIEF = 30
FITS = 32
"""Bytes that a button can carry back."""
FOR_PEKA = frozenset({
    "tugas", "tugas saya", "tasks", "my tasks", "siaran", "keluar petugas",
    "cek status", "data saya", "bahasa", "ganti bahasa", "petugas", "bicara petugas",
})  # fmt: skip
"""Whole texts by which an officer leaves what is being written."""
NOT_A_TEXT = say("Ini untuk saya, atau isi siarannya? Kalau isi siaran, ketuk tombolnya.")

EXAMPLE_TEXT = say('Contoh: "Yth. {{nama}}, P2K2 Desa {{desa}} Selasa pukul 9 di balai desa."')


def fault_in_words(what: str, shown_: str, most: int) -> Say:
    """Say what is wrong with a text, with an example that works."""
    if what == "place":
        return paragraphs(
            say("Bagian {shown} tidak dikenal.", shown=shown_),
            say(
                "Yang bisa dipakai: {places}.", places=", ".join(f"{{{p}}}" for p in PLACEHOLDERS)
            ),
            EXAMPLE_TEXT,
        )
    if what == "long":
        return say(
            "Terlalu panjang: {n} huruf. Paling banyak {most}, karena nama kantor ikut tampil.",
            n=shown_,
            most=most,
        )
    return say("Tulisannya masih kosong.")


def own_regions(facts: Facts, _answers: Answers) -> tuple[Option, ...]:
    """Offer the officer's own area, and a smaller part of it."""
    codes = facts.staff.regions if facts.staff else ()
    own = tuple(
        Option(code, word(short(facts.regions.name(code), LABEL_LIMIT))) for code in codes[:6]
    )
    return (*own, Option("lain", label("Kecamatan atau desa")))


@dataclass(frozen=True, slots=True)
class Area:
    """One's whole area by button, or a kecamatan or desa by its name."""

    version: int = 1

    def options(self, facts: Facts, answers: Answers) -> tuple[Option, ...]:
        """Offer what the officer serves."""
        return own_regions(facts, answers)[:-1]

    def read(self, said: Said, facts: Facts, answers: Answers) -> Good | Wrong:
        """Take a button, or find the place that was written."""
        chosen = Choice(self.options(facts, answers)).read(said, facts, answers)
        if isinstance(chosen, Good):
            return chosen
        if said.kind is Kind.TAP and in_area(said.tap, facts):
            return Good(said.tap)
        if said.kind is not Kind.TEXT:
            return Wrong(WHERE)
        return self.place(said, facts, answers)

    def place(self, said: Said, facts: Facts, answers: Answers) -> Good | Wrong:
        """Find a kecamatan, or a desa with its kecamatan, inside one's own area."""
        village = facts.regions.find_village_anywhere(said.text, facts.area)
        if isinstance(village, One) and village.exact and not DISTRICT_WORD.match(said.text):
            found: Good | Wrong = Good(village.region.code)
        else:
            found = District(village="desa").read(said, facts, answers)
        if not isinstance(found, Good):
            return found
        code = str(found.also.get("desa") or found.value)
        return Good(code) if in_area(code, facts) else Wrong(NOT_YOURS)

    def show(self, value: Value, facts: Facts) -> Say:
        """Show the name."""
        return word(facts.regions.name(str(value)))


def in_area(code: str, facts: Facts) -> bool:
    """Tell whether a place lies in the officer's area."""
    return (
        facts.staff is not None
        and facts.regions.known(code)
        and in_charge(facts.staff.regions, code)
    )


DISTRICT_WORD = re.compile(r"\s*(?:kec\b|kecamatan\b)", re.IGNORECASE)
WHERE = say("Untuk wilayah mana? Pilih, atau tulis nama kecamatan atau desa.")
NOT_YOURS = say("Tempat itu di luar wilayah Bapak/Ibu. Pilih tempat lain.")
