"""Readers: each turns what was said into one kind of answer, or says kindly what is wrong.

A reader carries a ``version``; an answer that an older version accepted stays accepted.  A wrong
answer is a value (:class:`Wrong`), never an exception.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

from msgspec import Struct

from bansos.numbers import digits, mask
from conversations.facts import Facts
from conversations.said import Kind, Said
from conversations.text import Say, label, say, sentence, word
from conversations.words import NO, YES, bare, pick, plain, says

Value: TypeAlias = "str | int | float | bool | list[Value] | dict[str, Value] | None"
"""What an answer may be: keys and numbers that JSON can hold, never words of one language."""
Answers: TypeAlias = Mapping[str, Value]
"""Answers by question key, only of questions that still apply."""

SKIP_WORDS = frozenset(
    {
        "lewati", "skip", "lewat", "tidak", "ada", "gak", "ga", "nanti", "kosong", "tidak ada",
        "gak ada", "ga ada", "nggak ada", "tdk ada", "tidak tahu", "gak tau", "ga tau", "tdk",
        "tidak punya", "gak punya", "ga punya", "lewatin", "next", "no", "none", "nothing",
    }
)  # fmt: skip
SHOWN_IN_SUMMARY = 60


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose: its key for life, its label, and words that mean the same."""

    key: str
    label: Say
    also: frozenset[str] = frozenset()
    more: Say | None = None
    """A longer explanation, shown where the channel has room."""


class Good(Struct, frozen=True):
    """An answer that is kept."""

    value: Value
    also: Mapping[str, Value] = {}
    """Answers to other questions that the same words gave."""


class Wrong(Struct, frozen=True):
    """An answer that cannot be used, and why, with an example that works."""

    text: Say
    options: tuple[Option, ...] = ()
    """What may have been meant ("Kelbung or Klabetan?"); a tap on one answers the question."""
    second: Say | None = None
    """Said instead of ``text`` where the same slip comes twice in a row: another example."""
    meant: bool = False
    """The words were surely meant as the answer: no other wish is read into them."""
    slip: bool = True
    """Nothing went wrong where a question was answered: it does not wear the patience down."""


class Reader(Protocol):
    """What every reader offers."""

    @property
    def version(self) -> int:
        """Rises when the reader becomes stricter; stored answers keep the version they had."""

    def read(self, said: Said, facts: Facts, answers: Answers) -> Good | Wrong:
        """Read one message as the answer."""

    def show(self, value: Value, facts: Facts) -> Say:
        """Speak a stored answer for the summary, masked where it is a number of a person."""

    def options(self, facts: Facts, answers: Answers) -> tuple[Option, ...]:
        """List what can be tapped."""


OptionsOf = tuple[Option, ...] | Callable[[Facts, Answers], tuple[Option, ...]]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few options; the answer is the option's key."""

    given: OptionsOf
    version: int = 1

    def options(self, facts: Facts, answers: Answers) -> tuple[Option, ...]:
        """Give the options, made from facts and answers where they depend on them."""
        return self.given if isinstance(self.given, tuple) else self.given(facts, answers)

    def read(self, said: Said, facts: Facts, answers: Answers) -> Good | Wrong:
        """Accept a key (from a tap), a number, a label, a near miss, or a word that means it."""
        options = self.options(facts, answers)
        keys = [option.key for option in options]
        if said.kind is Kind.TAP:
            return Good(said.tap) if said.tap in keys else Wrong(NOT_THERE)
        folded = plain(said.text)
        for option in options:
            if folded in option.also:
                return Good(option.key)
        labels = [option.label.msgid for option in options]
        place = pick(said.text, labels)
        if place is None:
            meant = [n for n, option in enumerate(options) if says(said.text, option.also)]
            place = meant[0] if len(meant) == 1 else pick(bare(said.text), labels)
        return Wrong(PICK_ONE) if place is None else Good(keys[place])

    def show(self, value: Value, facts: Facts) -> Say:
        """Show the label of the chosen option."""
        for option in self.options(facts, {}):
            if option.key == value:
                return option.label
        return word(str(value))


@dataclass(frozen=True, slots=True)
class ChoiceOrWords(Choice):
    """A choice that people also answer in words of their own: what those mean, `hear` tells."""

    def read(self, said: Said, facts: Facts, answers: Answers) -> Good | Wrong:
        """Read a choice; a text that is none is heard."""
        read = Choice.read(self, said, facts, answers)
        if isinstance(read, Good) or said.kind is not Kind.TEXT:
            return read
        return self.hear(said, facts, answers) or read

    def hear(self, said: Said, facts: Facts, answers: Answers) -> Good | None:
        """Tell what a text means that names no option; None where it means nothing here."""
        raise NotImplementedError


PICK_ONE = say("Maaf, saya belum mengerti. Pilih salah satu, atau ketik angkanya. Contoh: 1.")
PICK = say("Maaf, saya belum mengerti. Pilih salah satu, atau ketik angkanya.")
"""Without an example: where one answer may put somebody in danger."""
NOT_THERE = say("Pilihan itu sudah tidak ada.")


def yes_no(yes: Say | None = None, no: Say | None = None) -> Choice:
    """Make the question "ya" or "tidak", with labels that say what is meant."""
    return Choice(
        (
            Option("ya", yes or label("Ya"), YES),
            Option("tidak", no or label("Tidak"), NO),
        )
    )


SKIP = Option("lewati", label("Lewati"), SKIP_WORDS)


@dataclass(frozen=True, slots=True)
class Words:
    """Free words of at most ``most`` characters; a voice note counts where ``voice`` is set."""

    least: int = 2
    most: int = 1000
    optional: bool = False
    voice: bool = False
    example: Say = field(default_factory=lambda: say("Tulis dengan kata-kata sendiri."))
    version: int = 1

    def options(self, facts: Facts, answers: Answers) -> tuple[Option, ...]:
        """Offer "Lewati" where nothing has to be said."""
        return (SKIP,) if self.optional else ()

    def read(self, said: Said, facts: Facts, answers: Answers) -> Good | Wrong:
        """Keep the words as they were written."""
        text = clean(said.text)
        if self.optional and skipped(said):
            return Good(None)
        if said.kind is Kind.VOICE and self.voice and said.media is not None:
            return Good({"suara": said.media.ref})
        if said.kind is not Kind.TEXT:
            return self.slip(NOT_WORDS.get(said.kind, WRITE))
        if len(text) < self.least:
            return self.slip(TOO_SHORT)
        if len(text) > self.most:
            return Wrong(say(
                "Tulisannya terlalu panjang ({n} huruf). Paling banyak {most} huruf.",
                n=len(text), most=self.most,
            ))  # fmt: skip
        return Good(text)

    def slip(self, what: Say) -> Wrong:
        """Say what is wrong, with the example; the second time the example alone."""
        return Wrong(sentence(what, self.example), second=sentence(NOT_YET, self.example))

    def show(self, value: Value, facts: Facts) -> Say:
        """Show the words, or that there are none."""
        if value is None:
            return NOT_GIVEN
        return VOICE_NOTE if isinstance(value, dict) else word(short(masked(str(value))))


def masked(text: str) -> str:
    """Hide the long numbers in free words: a NIK is never read back whole."""
    return LONG_NUMBER.sub(lambda found: mask(digits(found.group())), text)


LONG_NUMBER = re.compile(r"\d(?:[ .\-]?\d){11,}")
NOT_GIVEN = say("tidak diisi")
VOICE_NOTE = say("pesan suara")
NOT_YET = say("Maaf, masih belum bisa saya baca.")
TOO_SHORT = say("Tulisannya terlalu pendek.")
WRITE = say("Tolong tulis dengan kata-kata.")
NOT_WORDS = {
    Kind.VOICE: say("Maaf, pesan suara belum bisa saya baca di sini. Tolong tulis."),
    Kind.PHOTO: say("Fotonya belum saya simpan. Sekarang tulis dulu, ya."),
    Kind.DOCUMENT: say("Berkasnya belum saya simpan. Sekarang tulis dulu, ya."),
    Kind.LOCATION: say("Lokasinya belum saya simpan. Sekarang tulis dulu, ya."),
}


def skipped(said: Said) -> bool:
    """Tell whether an optional question was passed over, by button or by word."""
    return said.tap == SKIP.key or plain(said.text) in SKIP_WORDS


ENOUGH = re.compile(
    r"(?=.*\b(?:sudah|sdh|udah|udh|cukup|sekian|segitu|saja|aja|lewati|terus|trus|selanjutnya|"
    r"makasih|mksh|trims|suwun|nuwun|sakalangkong|terima ?kasih|thanks?|usah|perlu|ada|gausah|"
    r"jangan|jgn)\b)"
    r"(?:(?:ya|iya|ok|oke|baik|siap|sudah|sdh|udah|udh|itu|saja|aja|dulu|cukup|sekian|segitu|pak|bu|"
    r"bapak|ibu|mas|mbak|nak|kak|deh|kok|lewati|terus|trus|lanjut|selanjutnya|makasih|mksh|"
    r"trims|suwun|matur|nuwun|sakalangkong|terima ?kasih|thanks|thank you|"
    r"(?:ga|gak|gk|nggak|ngga|enggak|tidak|tdk|ndak|ora) (?:usah|perlu|ada|ada lagi)|gausah|"
    r"jangan|jgn)(?: |$))+"
)
"""How people say that nothing more is to be asked."""


def had_enough(said: Said) -> bool:
    """Tell whether somebody passes over what need not be answered, in whatever words."""
    return said.kind is Kind.TEXT and ENOUGH.fullmatch(plain(said.text)) is not None


def short(text: str, most: int = SHOWN_IN_SUMMARY) -> str:
    """Shorten words on one line, with a sign that something was left out."""
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[: most - 1].rstrip() + "…"


def clean(text: str) -> str:
    """Drop what no database or person can use: NUL, lone surrogates, other control characters."""
    if text.isprintable():
        return text.strip()
    kept = (c if c.isprintable() or c == "\n" else " " if c.isspace() else "" for c in text)
    return "".join(kept).strip()


@dataclass(frozen=True, slots=True)
class Or:
    """Another reader, beside buttons that lead past its question."""

    inner: Reader
    ways: tuple[Option, ...]

    @property
    def version(self) -> int:
        """The inner reader's."""
        return self.inner.version

    def options(self, facts: Facts, answers: Answers) -> tuple[Option, ...]:
        """Offer the inner reader's options and the other ways."""
        return (*self.inner.options(facts, answers), *self.ways)

    def read(self, said: Said, facts: Facts, answers: Answers) -> Good | Wrong:
        """Take a way where one was tapped or typed; the inner reader reads the rest."""
        way = Choice(self.ways).read(said, facts, answers)
        return way if isinstance(way, Good) else self.inner.read(said, facts, answers)

    def show(self, value: Value, facts: Facts) -> Say:
        """Show the way, or what the inner reader shows."""
        labels = {option.key: option.label for option in self.ways}
        return labels.get(str(value)) or self.inner.show(value, facts)


@dataclass(frozen=True, slots=True)
class Ref:
    """A short reference that a button carries: the number of a case or of a link."""

    version: int = 1

    def options(self, facts: Facts, answers: Answers) -> tuple[Option, ...]:
        """Nothing to tap."""
        return ()

    def read(self, said: Said, facts: Facts, answers: Answers) -> Good | Wrong:
        """Accept letters, digits and dashes; whether it exists the command finds out."""
        text = (said.tap or said.text).strip().removeprefix("#").upper()
        if REFERENCE.fullmatch(text):
            return Good(text)
        return Wrong(
            say("Nomornya belum benar. Ketik seperti di daftar. Contoh: {ref}.", ref="K3ABCD")
        )

    def show(self, value: Value, facts: Facts) -> Say:
        """Show it as it is."""
        return word(str(value))


REFERENCE = re.compile(r"[A-Z0-9][A-Z0-9-]{0,23}")
