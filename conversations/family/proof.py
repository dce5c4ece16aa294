"""Proving to belong to a family: lightly by two numbers, firmly by an officer's code."""

from __future__ import annotations

from dataclasses import dataclass

from bansos.numbers import mask
from conversations.codes import Code, code_of
from conversations.facts import Facts
from conversations.family.proof_numbers import ProofNik, told_numbers
from conversations.flow import Ask, Closing, Flow, Is, Not, Step, Then, close
from conversations.numbers import KkTail
from conversations.readers import Answers, Option, Or
from conversations.text import Say, label, say, say_n, sentence


@dataclass(frozen=True, slots=True)
class ProveFamily:
    """Link this chat lightly to the family of ``nik``. Result: :class:`Proved`.

    Unknown and not-yours are the same ``Problem("nik", text, clear=("kk_tail",))``, after the
    same time; so are too many tries. No list loaded, at all or for the kabupaten in the NIK, is a
    ``Problem("", text)``.
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
    link: int = 0
    """The link; 0 where nothing is to be shown of the family."""
    wish: bool = False
    """A wish to leave, asked with a light proof, goes on as a request with a firm one."""


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
    fits = FITS_AND_TOLD if result.told else say("Cocok, terima kasih.")
    text = sentence(fits, WISH_GOES_ON) if result.wish else fits
    if result.link:
        return Closing((text,), (), then=Then("status", {"keluarga": str(result.link)}, idle=True))
    return close(text, steps=(Step(label("Cek status"), "status"), Step(label("Menu"), "menu")))


def ask_nik(facts: Facts, answers: Answers) -> Say:
    """Ask for the NIK; during the waiting time say how long; after a mismatch, what is wrong."""
    if facts.waits:
        return say_n(
            "Tunggu sebentar lagi, kira-kira {n} menit. "
            "Setelah itu ketik NIK lagi (16 angka di KTP).",
            "Tunggu sebentar lagi, kira-kira {n} menit. "
            "Setelah itu ketik NIK lagi (16 angka di KTP).",
            facts.waits,
        )
    if "nik_lalu" in answers:
        return say(
            "Kalau 6 angka KK yang keliru, ketik 6 angka yang benar saja. "
            "Kalau NIK yang keliru, ketik NIK (16 angka di KTP)."
        )
    return say("Pertama: NIK (16 angka di KTP)?")


WISH_GOES_ON = say(
    "Keinginan keluar tadi tetap berjalan, sekarang sebagai permintaan. "
    'Berubah pikiran? Cukup tulis "batal".'
)
FITS_AND_TOLD = say(
    "Cocok. Demi keamanan, anggota lain yang terhubung dengan keluarga ini saya beri tahu."
)


def before_proof(facts: Facts, answers: Answers) -> Say:
    """Say why numbers are asked for; of somebody who sent one already, or has to wait, less."""
    if facts.waits:
        return say("Tadi beberapa kali belum cocok, jadi demi keamanan ada jeda.")
    if "nik" in answers:
        return say("Saya bantu cek, Bapak/Ibu. Tinggal satu hal lagi.")
    return say("Untuk menjaga data keluarga, saya perlu dua hal dulu.")


BUKTI = Flow(
    name="bukti",
    title=say("Bukti keluarga"),
    consent=True,
    intro=before_proof,
    asks=(
        Ask(
            "nik",
            ask_nik,
            Or(ProofNik(), (Option("kode", label("Punya kode petugas")),)),
        ),
        Ask(
            "kk_tail",
            ask_tail,
            KkTail(),
            only=Not(Is("nik", ("kode",))),
            depends=("nik",),
            again=say("6 angka terakhir No. KK?"),
        ),
    ),
    facts=("waits",),
    arg="nik",
    heard=lambda facts, text: told_numbers(text, facts.today),
    carries=("nik_lalu", "kk_lalu"),
    done=lambda _facts, answers: (
        None
        if answers["nik"] == "kode"
        else ProveFamily(str(answers["nik"]), str(answers["kk_tail"]))
    ),
    after=proved,
)


def may_be_an_officer(facts: Facts, text: str) -> Say | None:
    """Say how an officer comes in; the same of any code. A family goes on with the consent."""
    code = code_of(text)
    if not code or facts.person.consented:
        return None
    half = len(code) // 2
    return say(
        "Bapak/Ibu petugas kantor? Cukup tulis: masuk {code}",
        code=f"{code[:half]}-{code[half:]}",
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
    brief=True,
    at_once=may_be_an_officer,
    done=lambda _facts, answers: UseFamilyCode(str(answers["kode"])),
    after=proved,
)

FLOWS = (BUKTI, KODE_KELUARGA)
