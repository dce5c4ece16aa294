"""Proving to belong to a family: lightly by two numbers, firmly by an officer's code."""

from __future__ import annotations

from dataclasses import dataclass

from bansos.numbers import mask
from conversations.codes import Code
from conversations.facts import Facts
from conversations.flow import Ask, Closing, Flow, Is, Not, Step, Then, close
from conversations.numbers import KkTail, Nik
from conversations.readers import Answers, Option, Or
from conversations.text import Say, label, say


@dataclass(frozen=True, slots=True)
class ProveFamily:
    """Link this chat lightly to the family of ``nik``. Result: :class:`Proved`.

    Unknown and not-yours are the same ``Problem("nik", text, clear=("kk_tail",))``, after the
    same time; too many tries are a ``Problem("", text)``, which ends the talk.
    """

    nik: str
    kk_tail: str
    """The last six digits of the No. KK."""


@dataclass(frozen=True, slots=True)
class UseFamilyCode:
    """Link this chat firmly by an officer's one-time code. Result: :class:`Proved`.

    Unknown, used and stale codes are the same ``Problem("kode", text)``.
    """

    code: str
    """Letters and digits in capitals, without dashes."""


@dataclass(frozen=True, slots=True)
class Proved:
    """This chat is linked now."""

    told: int = 0
    """How many other persons linked to the family are being told."""


def ask_tail(_facts: Facts, answers: Answers) -> Say:
    """Read the NIK back, masked, and ask for the second thing."""
    return say(
        "Terima kasih (NIK {masked}). "
        "Kedua: 6 angka terakhir No. KK, di bagian atas Kartu Keluarga.",
        masked=mask(str(answers["nik"])),
    )


def proved(_facts: Facts, result: object) -> Closing:
    """Say that it fits, and who else hears of it."""
    if not isinstance(result, Proved):
        return Closing((), then=Then("kode_keluarga"))
    steps = (Step(label("Cek status"), "status"), Step(label("Menu"), "menu"))
    if result.told:
        return close(FITS_AND_TOLD, steps=steps)
    return close(say("Cocok."), steps=steps)


FITS_AND_TOLD = say(
    "Cocok. Demi keamanan, anggota lain yang terhubung dengan keluarga ini saya beri tahu."
)

BUKTI = Flow(
    name="bukti",
    title=say("Bukti keluarga"),
    consent=True,
    intro=say("Untuk menjaga data keluarga, saya perlu dua hal dulu."),
    asks=(
        Ask(
            "nik",
            say("Pertama: NIK (16 angka di KTP)?"),
            Or(Nik(), (Option("kode", label("Punya kode petugas")),)),
        ),
        Ask("kk_tail", ask_tail, KkTail(), only=Not(Is("nik", ("kode",))), depends=("nik",)),
    ),
    done=lambda _facts, answers: (
        None
        if answers["nik"] == "kode"
        else ProveFamily(str(answers["nik"]), str(answers["kk_tail"]))
    ),
    after=proved,
)

KODE_KELUARGA = Flow(
    name="kode_keluarga",
    title=say("Kode dari petugas"),
    consent=True,
    intro=say(
        "Kode ini diberikan petugas langsung, saat bertemu. "
        "Kode hanya bisa dipakai satu kali, dalam 30 menit."
    ),
    asks=(Ask("kode", say("Ketik kode dari petugas:"), Code()),),
    arg="kode",
    done=lambda _facts, answers: UseFamilyCode(str(answers["kode"])),
    after=proved,
)

FLOWS = (BUKTI, KODE_KELUARGA)
