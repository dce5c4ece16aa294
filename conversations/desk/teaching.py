"""Teaching Peka: what people ask and Peka does not understand, shown to officers without names.

One officer says what is meant, in plain words that Peka does understand; another one agrees.  Only
then is it used.
"""

from __future__ import annotations

from dataclasses import dataclass

from conversations.facts import Facts
from conversations.flow import MENU, Ask, Closing, Flow, Known, Step, close
from conversations.readers import (
    Answers,
    Choice,
    Good,
    Option,
    Value,
    Wrong,
    yes_no,
)
from conversations.said import CLEAR, Kind, Said
from conversations.text import Say, label, lines, paragraphs, say, say_n, word
from conversations.words import NO, YES

SHOWN = 6
"""Ways of asking that fit one message."""
NOT_TAUGHT = frozenset({"menu", "petugas", "masuk", "keluar", "ajari", "ajaran", "kode", "tugas"})
"""What no way of asking should lead to by a lesson."""


@dataclass(frozen=True, slots=True)
class TeachExample:
    """Propose that a text means an intent. Result: :class:`Taught`.

    No right to it, or the same words were proposed before: ``Problem("", text)``.
    """

    text: str
    intent: str


@dataclass(frozen=True, slots=True)
class DecideExample:
    """Agree to somebody else's proposal, or refuse it. Result: :class:`ExampleDecided`.

    One's own, or decided by now: ``Problem("", text)``.
    """

    number: int
    agreed: bool


@dataclass(frozen=True, slots=True)
class Taught:
    """The proposal waits for a second officer."""


@dataclass(frozen=True, slots=True)
class ExampleDecided:
    """The proposal is decided."""

    agreed: bool


@dataclass(frozen=True, slots=True)
class Meaning:
    """Plain words that Peka understands: the answer is what they mean."""

    version: int = 1

    def options(self, facts: Facts, answers: Answers) -> tuple[Option, ...]:
        """Nothing to tap: there are too many meanings."""
        return ()

    def read(self, said: Said, facts: Facts, answers: Answers) -> Good | Wrong:
        """Take the surest meaning."""
        clear = [one for one in said.meant if one.score >= CLEAR and one.intent not in NOT_TAUGHT]
        if said.kind is not Kind.TEXT or not clear:
            return Wrong(
                say('Kalimat itu belum saya mengerti. Contoh yang saya tahu: "kapan PKH cair".')
            )
        return Good(clear[0].intent)

    def show(self, value: Value, facts: Facts) -> Say:
        """Show the key in words."""
        return spoken(str(value))


def spoken(intent: str) -> Say:
    """Say the key of an intent in words: "kks hilang"."""
    return word(intent.replace("_", " "))


# Teaching


def asked_list(facts: Facts, _answers: Answers) -> Say:
    """List the commonest ways of asking that were not understood."""
    shown = (facts.asked or ())[:SHOWN]
    listed = tuple(
        say("{n}. {text} ({people} orang)", n=n, text=one.text, people=one.people)
        for n, one in enumerate(shown, 1)
    )
    return paragraphs(
        say("Ini yang ditulis warga dan belum saya mengerti. Nama dan nomor sudah dibuang."),
        lines(*listed),
        say("Mana yang mau diajarkan?"),
    )


def numbers(facts: Facts, _answers: Answers) -> tuple[Option, ...]:
    """Offer the lines by their numbers."""
    shown = (facts.asked or ())[:SHOWN]
    return tuple(Option(one.key, word(str(n))) for n, one in enumerate(shown, 1))


def chosen(facts: Facts, answers: Answers) -> str:
    """Give the way of asking that was chosen; "" where it is gone by now."""
    asked = facts.asked or ()
    return next((one.text for one in asked if one.key == answers.get("mana")), "")


def what_means(facts: Facts, answers: Answers) -> Say:
    """Ask for the meaning in plain words."""
    return say(
        '"{text}" itu maksudnya apa? Tulis dengan kalimat yang jelas, '
        'misalnya "kapan PKH cair" atau "kartu saya hilang".',
        text=chosen(facts, answers),
    )


def sure(facts: Facts, answers: Answers) -> Say:
    """Read the lesson back."""
    return say(
        '"{text}" artinya: {intent}. Benar? Petugas lain akan memeriksa dulu.',
        text=chosen(facts, answers),
        intent=spoken(str(answers["arti"])),
    )


def taught(facts: Facts, answers: Answers) -> TeachExample | None:
    """Make the proposal."""
    text = chosen(facts, answers)
    if answers.get("benar") != "ya" or not text:
        return None
    return TeachExample(text, str(answers["arti"]))


def after_teaching(facts: Facts, result: object) -> Closing:
    """Say what follows; with nothing to teach, say so."""
    if isinstance(result, Taught):
        return close(
            say("Terima kasih. Petugas lain akan memeriksa usulan ini."), steps=(AGAIN, MENU)
        )
    if not facts.asked:
        return close(say("Belum ada yang perlu diajarkan."), steps=(DECIDE, MENU))
    return close(say("Baik, tidak ada yang berubah."), steps=(AGAIN, MENU))


AGAIN = Step(label("Ajari lagi"), "ajari")
DECIDE = Step(label("Usulan menunggu"), "ajaran")
SOME = Known("asked", lambda facts: bool(facts.asked))
AJARI = Flow(
    name="ajari",
    title=say("Ajari Peka"),
    staff=True,
    aside=True,
    facts=("asked",),
    asks=(
        Ask("mana", asked_list, Choice(numbers), only=SOME),
        Ask("arti", what_means, Meaning(), only=SOME, depends=("mana",)),
        Ask("benar", sure, yes_no(), only=SOME, depends=("arti",)),
    ),
    done=taught,
    after=after_teaching,
)

# Agreeing


def proposal(facts: Facts, _answers: Answers) -> Say:
    """Show the oldest proposal of somebody else."""
    waiting = facts.proposed or ()
    first = waiting[0]
    return paragraphs(
        say_n("{n} usulan menunggu.", "{n} usulan menunggu.", len(waiting)),
        say('"{text}" artinya: {intent}.', text=first.text, intent=spoken(first.intent)),
        say("Setuju?"),
    )


def choices(facts: Facts, _answers: Answers) -> tuple[Option, ...]:
    """Yes or no, to this very proposal and no other."""
    number = next((one.number for one in facts.proposed or ()), 0)
    return (
        Option(f"ya{number}", label("Setuju"), YES),
        Option(f"tidak{number}", label("Tidak setuju"), NO),
    )


def decided(_facts: Facts, answers: Answers) -> DecideExample | None:
    """Make the decision."""
    said = str(answers.get("setuju", ""))
    number = said.removeprefix("ya").removeprefix("tidak")
    return DecideExample(int(number), said.startswith("ya")) if number else None


def after_deciding(facts: Facts, result: object) -> Closing:
    """Say what became of it, and whether more waits."""
    if not isinstance(result, ExampleDecided):
        return close(say("Tidak ada usulan yang menunggu."), steps=(AGAIN, MENU))
    told = say("Dipakai mulai sekarang.") if result.agreed else say("Baik, tidak dipakai.")
    return close(told, steps=(*((DECIDE,) if facts.proposed else ()), MENU))


WAITING = Known("proposed", lambda facts: bool(facts.proposed))
AJARAN = Flow(
    name="ajaran",
    title=say("Usulan ajaran"),
    staff=True,
    aside=True,
    facts=("proposed",),
    asks=(Ask("setuju", proposal, Choice(choices), only=WAITING),),
    done=decided,
    after=after_deciding,
)

FLOWS = (AJARI, AJARAN)
