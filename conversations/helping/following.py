"""Saying more to a case that was closed: an officer sees it again."""

from __future__ import annotations

from dataclasses import dataclass

from conversations.facts import Facts
from conversations.flow import Ask, Closing, Flow, Step
from conversations.helping.relay import GO_ON_WRITING, WRITE_ON
from conversations.helping.topics import IN_GOOD_HANDS
from conversations.material import Spoken, spoken
from conversations.readers import Ref, Words, yes_no
from conversations.text import label, paragraphs, say


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Say something more to a case that was closed: an officer sees it again.

    Result: :class:`FollowedUp`; not one's own, or a report for the second time: ``Problem("")``.
    """

    ref: str
    words: Spoken


@dataclass(frozen=True, slots=True)
class FollowedUp:
    """The case is open again."""

    talking: bool
    """What is written from now on goes to the officer."""
    urgent: bool = False


NOT_OVER = Step(label("Belum selesai"), "belum_selesai")
MORE_TO_SAY = Step(label("Kirim keterangan"), NOT_OVER.flow)
FOLLOWING = Step(label("Ya, sampaikan"), "susulan")


def followed(_facts: Facts, result: object) -> Closing:
    """Say that an officer sees it again."""
    if not isinstance(result, FollowedUp):
        return Closing(
            (say("Baik, tidak saya sampaikan. Kalau soal lain, tulis saja atau pilih Menu."),)
        )
    if result.talking:
        go_on = WRITE_ON if result.urgent else GO_ON_WRITING
        return Closing((paragraphs(OPEN_AGAIN, go_on),), (), relay=True)
    return Closing(
        (
            say(
                "Terima kasih, keterangannya sudah masuk. "
                "Petugas membuka lagi laporan itu dan membacanya."
            ),
        )
    )


OPEN_AGAIN = say("Sudah saya sampaikan. Petugas membuka lagi hal ini.")
MORE = Ask(
    "isi",
    say("Apa yang belum selesai, atau belum benar? Boleh pesan suara."),
    Words(voice=True, least=3),
)
WHICH = Ask("ref", say("Tentang nomor yang mana?"), Ref())
BELUM_SELESAI = Flow(
    name=NOT_OVER.flow,
    title=say("Belum selesai"),
    asks=(WHICH, MORE),
    arg="ref",
    handles=IN_GOOD_HANDS,
    done=lambda _facts, answers: FollowUp(str(answers["ref"]), spoken(answers["isi"])),
    after=followed,
)
SUSULAN = Flow(
    name=FOLLOWING.flow,
    title=say("Belum selesai"),
    asks=(
        WHICH,
        MORE,
        Ask(
            "yakin",
            lambda _facts, answers: say(
                "Ini tentang hal yang baru ditutup petugas (nomor {ref})?",
                ref=str(answers["ref"]),
            ),
            yes_no(FOLLOWING.label, label("Bukan")),
            depends=("isi",),
        ),
    ),
    arg="ref",
    handles=BELUM_SELESAI.handles,
    done=lambda _facts, answers: (
        FollowUp(str(answers["ref"]), spoken(answers["isi"])) if answers["yakin"] == "ya" else None
    ),
    after=followed,
)

FLOWS = (BELUM_SELESAI, SUSULAN)
