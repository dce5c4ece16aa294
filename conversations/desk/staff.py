"""The office's own people: coming in with a code, and a code for a family at the desk."""

from __future__ import annotations

from dataclasses import dataclass

from bansos.numbers import mask
from bansos.staff import StaffRole
from conversations.codes import Code
from conversations.facts import Facts
from conversations.flow import MENU, Ask, Closing, Flow, Step, close
from conversations.numbers import Nik
from conversations.phrases import name_of
from conversations.readers import Answers, yes_no
from conversations.text import Say, label, say


@dataclass(frozen=True, slots=True)
class LinkStaff:
    """Link this chat to an officer by the one-time code of ``peka staff add``.

    Result: :class:`StaffLinked`. Unknown, used and stale are the same ``Problem("kode", text)``.
    """

    code: str


@dataclass(frozen=True, slots=True)
class IssueFamilyCode:
    """Make a one-time code for the family of ``nik``, here in front of the officer.

    Result: :class:`FamilyCode`. Unknown or outside the area: ``Problem("nik", text)``.
    """

    nik: str


@dataclass(frozen=True, slots=True)
class UnlinkStaff:
    """End the role in this chat (audited). Result: none."""


@dataclass(frozen=True, slots=True)
class StaffLinked:
    """This chat belongs to an officer now."""

    name: str
    role: StaffRole
    regions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FamilyCode:
    """To be told to the family, by word of mouth."""

    code: str
    """As it is read aloud: K7Q2-M9TD."""
    minutes: int = 30


# Coming in


def welcome(facts: Facts, result: object) -> Closing:
    """Say who one is here, and for where."""
    if not isinstance(result, StaffLinked):
        return close()
    places = ", ".join(facts.regions.name(code) for code in result.regions)
    return close(
        say(
            "Selamat datang, {name}. Peran: {role}. Wilayah: {places}. "
            'Setiap data yang dibuka dicatat. Berhenti bertugas di sini? Ketik "keluar".',
            name=result.name,
            role=name_of(result.role, facts),
            places=places,
        ),
        steps=(Step(label("Tugas"), "tugas"), Step(label("Kode keluarga"), "kode"), MENU),
    )


MASUK = Flow(
    name="masuk",
    title=say("Masuk petugas"),
    asks=(Ask("kode", say("Ketik kode masuk dari admin kantor:"), Code()),),
    arg="kode",
    done=lambda _facts, answers: LinkStaff(str(answers["kode"])),
    after=welcome,
)


# A code for a family


def in_front(_facts: Facts, answers: Answers) -> Say:
    """Make sure that the family is there, and the papers were seen."""
    return say(
        "NIK {masked}. Apakah orangnya ada di depan Bapak/Ibu, dan KTP serta KK sudah dilihat?",
        masked=mask(str(answers["nik"])),
    )


def issued(_facts: Facts, result: object) -> Closing:
    """Give the code, or say why there is none."""
    if not isinstance(result, FamilyCode):
        return close(NOT_IN_FRONT)
    return Closing(
        (
            say(
                "Kodenya: {code}. Sebutkan langsung kepada keluarga itu. "
                "Berlaku {minutes} menit, satu kali pakai. "
                "Mereka mengetik kode ini di obrolan mereka. "
                "Pembuatan kode ini dicatat.",
                code=result.code,
                minutes=result.minutes,
            ),
        ),
        (Step(label("Kode lagi"), "kode"), MENU),
        secret=True,
    )


NOT_IN_FRONT = say(
    "Kalau begitu kodenya belum saya buat. Kode hanya diberikan saat bertemu langsung."
)
KODE = Flow(
    name="kode",
    title=say("Kode keluarga"),
    staff=True,
    aside=True,
    asks=(
        Ask("nik", say("NIK salah satu anggota keluarga (16 angka)?"), Nik()),
        Ask("hadir", in_front, yes_no(), depends=("nik",)),
    ),
    done=lambda _facts, answers: (
        IssueFamilyCode(str(answers["nik"])) if answers["hadir"] == "ya" else None
    ),
    after=issued,
)

# Going out

LEFT = Closing(
    (
        say(
            "Peran petugas di obrolan ini sudah berakhir, dan itu dicatat. "
            "Untuk masuk lagi, minta kode baru ke admin kantor."
        ),
    ),
    forget=True,
)
KELUAR = Flow(
    name="keluar",
    title=say("Keluar petugas"),
    staff=True,
    aside=True,
    asks=(
        Ask(
            "yakin",
            say(
                "Kalau keluar, tugas tidak lagi datang ke obrolan ini. "
                "Masuk lagi perlu kode baru dari admin kantor. Keluar sekarang?"
            ),
            yes_no(label("Ya, keluar"), label("Tidak jadi")),
        ),
    ),
    done=lambda _facts, answers: UnlinkStaff() if answers["yakin"] == "ya" else None,
    after=lambda _facts, result: (
        LEFT if isinstance(result, UnlinkStaff) else close(say("Baik, tidak ada yang berubah."))
    ),
)

FLOWS = (MASUK, KODE, KELUAR)
