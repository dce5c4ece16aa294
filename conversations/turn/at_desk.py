"""What a few words mean from an officer: the work at the desk, before a citizen's own way."""

from __future__ import annotations

import re

from bansos.staff import Act, StaffRole, may
from conversations.around.around import AS_CITIZEN, LEAVE, LEAVING
from conversations.facts import Facts
from conversations.flow import MENU, Closing, Flow, Step, close
from conversations.said import Meant
from conversations.text import label, lines, say

CERTAIN = 1.0
WITH_NUMBER = re.compile(
    r"^\W*(?:tolong\W+)?(?P<word>[a-z]+)(?:\W+(?:tugas|task|kasus|perkara|siaran|nomor|no))*"
    r"\W+#?(?P<ref>(?=[a-z]{0,5}\d)[a-z0-9]{6})\W*$",
    re.IGNORECASE,
)
"""A word for an act and the number of a case: "tutup K3ABCD", "jawab tugas k3abcd"."""
ACTS = {
    "tutup": "tugas_tutup", "close": "tugas_tutup", "selesaikan": "tugas_tutup",
    "jawab": "tugas_jawab", "balas": "tugas_jawab", "answer": "tugas_jawab",
    "reply": "tugas_jawab",
    "tanya": "tugas_tanya", "tanyakan": "tugas_tanya", "ask": "tugas_tanya",
    "buka": "tugas_buka", "lihat": "tugas_buka", "cek": "tugas_buka", "open": "tugas_buka",
    "tugas": "tugas_buka", "task": "tugas_buka",
    "siaran": "siaran_buka", "broadcast": "siaran_buka",
    "graduasi": "graduasi_buka",
}  # fmt: skip
LIKELY = 0.9
"""Goes before an open choice, not before what an officer writes in free words."""
WITHOUT_NUMBER = re.compile(
    r"^\W*(?:(?:cara|mau|bagaimana|gimana|lihat|ada|cek)\W+){0,2}"
    r"(?:(?:menutup|tutup|menjawab|jawab|balas|close|answer)(?:\W+(?:tugas|laporan|kasus))?"
    r"|laporan|kasus)(?:\W+(?:baru|masuk|warga|ada)){0,2}(?:\W+\d{1,2})?\W*$",
    re.IGNORECASE,
)
"""An act, or the reports, with no number that tells which: the list shows them."""
INSTEAD = {
    "graduasi": "graduasi_petugas",
    "kode_keluarga": "sudah_masuk",
    "bantuan": "bantuan_petugas",
}
"""A citizen's way, and what an officer who types its name is shown first."""


def with_number(text: str) -> Meant | None:
    """Read an act on one case, named by its number; the number is checked by the command."""
    found = WITH_NUMBER.match(text[:60])
    flow = ACTS.get(found["word"].casefold()) if found else None
    return Meant(flow, CERTAIN, arg=found["ref"].upper()) if found and flow else None


def meant_at_desk(text: str, meant: tuple[Meant, ...]) -> tuple[Meant, ...]:
    """Read an officer's words: an act with a number goes first, then the desk's own ways."""
    if act := with_number(text):
        return (act, *(one for one in meant if one.intent != act.intent))
    if WITHOUT_NUMBER.match(text[:60]):
        return (Meant("tugas", LIKELY), *(one for one in meant if one.intent != "tugas"))
    return tuple(led(one) for one in meant)


def led(one: Meant) -> Meant:
    """Lead a citizen's way to the desk's; a code that somebody typed bare goes along."""
    flow = INSTEAD.get(one.intent)
    return one if flow is None else Meant(flow, one.score, arg=one.arg)


# What an officer is shown

FAMILY_CODE = Step(label("Kode keluarga"), "kode")
OWN_WAY = Step(LEAVE.label, LEAVE.flow)


def both_ways(facts: Facts, _result: object) -> Closing:
    """Offer the requests of the area, and one's own way second."""
    role = StaffRole(facts.staff.role) if facts.staff else None
    if role is None or not may(role, Act.SEE_FAMILIES):
        return close(OWN_ONLY, steps=(OWN_WAY, MENU))
    return close(WHICH_WAY, steps=(LEAVING, OWN_WAY, MENU))


WHICH_WAY = say(
    "Permintaan keluar di wilayah Bapak/Ibu ada di Daftar graduasi. "
    "Untuk keluarga sendiri, pilih Keluar dari bantuan."
)
OWN_ONLY = say("Untuk keluarga sendiri, pilih Keluar dari bantuan.")
GRADUASI_PETUGAS = Flow(
    name="graduasi_petugas",
    title=say("Graduasi"),
    staff=True,
    aside=True,
    after=both_ways,
)


def in_already(facts: Facts, _result: object) -> Closing:
    """Say that nothing has to be typed any more, and how an officer makes a family's code."""
    name = facts.staff.name if facts.staff else ""
    return close(
        say(
            "Bapak/Ibu sudah masuk sebagai {name}, jadi kode itu tidak perlu diketik. "
            'Berganti petugas? Tulis "masuk", lalu kodenya.',
            name=name,
        ),
        steps=(FAMILY_CODE, Step(label("Keluarga sendiri"), "kode_keluarga"), MENU),
    )


SUDAH_MASUK = Flow(
    name="sudah_masuk",
    title=say("Sudah masuk"),
    staff=True,
    side=True,
    after=in_already,
)


def helped(facts: Facts, _result: object) -> Closing:
    """List the words of the work, by role; the citizens' own stand behind their menu."""
    role = StaffRole(facts.staff.role) if facts.staff else None

    def can(act: Act) -> bool:
        return role is not None and may(role, act)

    return close(
        lines(
            say("Kata yang bisa diketik petugas:"),
            WORK_WORDS if can(Act.WORK_CASES) else SEE_WORDS,
            say("graduasi – permintaan keluar di wilayah") if can(Act.SEE_FAMILIES) else None,
            say("kode keluarga – untuk keluarga di depan Bapak/Ibu")
            if can(Act.GIVE_CODES)
            else None,
            say("siaran – pesan untuk banyak warga") if can(Act.PROPOSE) else None,
            say(
                "menu – semua pilihan\n"
                "kembali – satu pertanyaan mundur\n"
                "batal – berhenti, tidak disimpan\n"
                "keluar – berhenti bertugas di obrolan ini"
            ),
        ),
        steps=(MENU, AS_CITIZEN),
    )


SEE_WORDS = say("tugas – daftar tugas\nbuka (nomor tugas) – membuka satu tugas")
WORK_WORDS = say(
    "tugas – daftar tugas\n"
    "buka (nomor tugas) – membuka satu tugas\n"
    "jawab (nomor tugas) – menjawab warga\n"
    "tanya (nomor tugas) – bertanya ke warga\n"
    "tutup (nomor tugas) – menutup tugas"
)
BANTUAN_PETUGAS = Flow(
    name="bantuan_petugas",
    title=say("Bantuan petugas"),
    staff=True,
    after=helped,
)

FLOWS = (GRADUASI_PETUGAS, SUDAH_MASUK, BANTUAN_PETUGAS)
