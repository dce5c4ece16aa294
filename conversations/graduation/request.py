"""The request to leave: which family, which programmes, why, and who will sign."""

from __future__ import annotations

from bansos.graduation import LeavingReason
from conversations.facts import Facts, Grade
from conversations.family.status import SEVERAL, chosen, family_options, which
from conversations.flow import Ask, Both, Flow, Is, Not
from conversations.graduation.answers import (
    FREELY,
    GOING,
    HAS_CODE,
    MOST_TOLD,
    NAME,
    OPEN,
    PICKED,
    PROOF,
    READ,
    READ_OR_NOT,
    REASONS,
    WHO,
    ProvedLightly,
    picked_programmes,
    programme_options,
)
from conversations.graduation.commands import AskToLeave, Withdraw
from conversations.graduation.pressure import (
    ASK_PRESSURE,
    GRADUASI,
    PRESSURE,
    PRESSURE_IS,
    pressed_after,
)
from conversations.graduation.words import before_sending, consequences, requested
from conversations.readers import Answers, Choice, Words
from conversations.text import say


def request(facts: Facts, answers: Answers) -> AskToLeave | Withdraw | None:
    """Turn the answers into the command; None where nothing is to be sent."""
    if answers.get("tekanan") == "ada":
        return pressed_after(facts, answers)
    family = chosen(facts, answers)
    if family is None or not READ.holds(facts, answers):
        return None
    return AskToLeave(
        link=family.link,
        programmes=picked_programmes(facts, answers),
        reason=LeavingReason(str(answers["alasan"])),
        reason_words=str(answers.get("kata") or ""),
        signer=str(answers.get("pengurus") or answers["nama"]),
        by_member=str(answers["nama"]) if answers.get("pengurus") else "",
    )


ISIAN = Flow(
    name="graduasi_isian",
    title=say("Keluar dari bantuan"),
    consent=True,
    needs=Grade.LIGHT,
    summary=True,
    facts=("families", "graduations"),
    handles=GRADUASI.handles,
    carries=GRADUASI.carries,
    asks=(
        Ask("tekanan", ASK_PRESSURE, PRESSURE, name=say("Ada yang menyuruh"), grave=True,
            explained=PRESSURE_IS),
        Ask("keluarga", which, Choice(family_options), only=Both((FREELY, SEVERAL)),
            name=say("Keluarga")),
        Ask(
            "program",
            say(
                "Yang diminta berhenti hanya bantuan yang Bapak/Ibu pilih. "
                "KIS gratis (PBI) dan PIP (KIP anak) terpisah.\n\nBantuan mana yang dilepas?"
            ),
            Choice(programme_options),
            only=OPEN,
            name=say("Bantuan"),
            depends=("keluarga",),
        ),
        Ask(
            "bukti",
            say(
                "Bapak/Ibu baru terhubung lewat dua nomor, yang juga ada di fotokopi. "
                "Jadi ini saya catat sebagai keinginan dulu. "
                "Setelah 7 hari petugas datang memeriksa; baru kemudian diajukan."
            ),
            PROOF,
            steps=(HAS_CODE,),
            only=Both((PICKED, ProvedLightly())),
            depends=("keluarga",),
        ),
        Ask("alasan", say("Apa alasannya?"), REASONS, only=GOING, name=say("Alasan")),
        Ask(
            "kata",
            say("Ceritakan singkat, atau pilih Lewati."),
            Words(optional=True, most=MOST_TOLD),
            only=Both((GOING, Is("alasan", (LeavingReason.LAIN.value,)))),
            name=say("Ceritanya"),
            depends=("alasan",),
        ),
        Ask("peminta", say("Siapa yang meminta?"), WHO, only=GOING, name=say("Diminta oleh")),
        Ask(
            "nama",
            say("Nama Bapak/Ibu, seperti di KTP?"),
            NAME,
            only=GOING,
            name=say("Nama"),
            depends=("peminta",),
        ),
        Ask(
            "pengurus",
            say("Nama pengurusnya, seperti di KTP? Hanya pengurus yang bisa tanda tangan."),
            NAME,
            only=Both((GOING, Is("peminta", ("anggota",)))),
            name=say("Pengurus"),
            depends=("peminta",),
        ),
        Ask(
            "akibat",
            consequences,
            READ_OR_NOT,
            only=GOING,
            depends=("program",),
            grave=True,
        ),
    ),
    unsent=Not(READ),
    before_sending=before_sending,
    done=request,
    after=requested,
)  # fmt: skip

FLOWS = (ISIAN,)
