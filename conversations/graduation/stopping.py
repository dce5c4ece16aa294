"""The way back from a request to leave: stopping it, saying that it is not ours, or going on."""

from __future__ import annotations

from bansos.cases import CaseState
from conversations.facts import Facts, Grade, Leaving
from conversations.flow import MENU, OFFICER, Ask, Closing, Flow, Known, Step, Then, close
from conversations.graduation.commands import (
    StillWanted,
    Stopped,
    StopRequest,
    Withdraw,
    Withdrawn,
)
from conversations.graduation.standing import spoken_programmes, stoppable
from conversations.readers import Answers, Choice, Option, Ref, yes_no
from conversations.text import label, say, word
from conversations.turn.disowning import BARE, StopIt, stop_or


def own(facts: Facts) -> tuple[Leaving, ...]:
    """List the requests of this chat; of a filed one its owner hears that it is too late."""
    known = (one for one in facts.graduations or () if one.mine)
    return tuple(one for one in known if stoppable(one) or one.state is CaseState.DIAJUKAN)


def own_options(facts: Facts, _answers: Answers) -> tuple[Option, ...]:
    """Offer the requests of several families by their programmes and their last day."""
    return tuple(
        Option(one.ref, word(f"{one.ref}, {one.last_day:%d-%m-%Y}")) for one in own(facts)
    )


def to_withdraw(facts: Facts, answers: Answers) -> Withdraw | None:
    """Stop the only request, or the one that was picked."""
    known = own(facts)
    if not known:
        return None
    return Withdraw(str(answers.get("permintaan", known[0].ref)))


def withdrawn(facts: Facts, result: object) -> Closing:
    """Say that nothing changes."""
    if not isinstance(result, Withdrawn):
        return close(say("Tidak ada permintaan keluar yang bisa dibatalkan."))
    return close(
        say(
            "Sudah saya batalkan. {programmes} tetap seperti semula; tidak ada yang diajukan.",
            programmes=spoken_programmes(facts.wording, result.programmes),
        ),
        steps=(Step(label("Cek status"), "status"), MENU),
    )


GRADUASI_BATAL = Flow(
    name="graduasi_batal",
    title=say("Batal keluar"),
    facts=("graduations",),
    asks=(
        Ask(
            "permintaan",
            say("Permintaan yang mana?"),
            Choice(own_options),
            only=Known("beberapa_permintaan", lambda facts: len(own(facts)) > 1),
        ),
    ),
    arg="permintaan",
    done=to_withdraw,
    after=withdrawn,
)
GRADUASI_RAGU = Flow(
    name="graduasi_ragu",
    title=say("Batal keluar"),
    asks=(
        Ask(
            "mau",
            say(
                "Maksudnya batal keluar dari bantuan? "
                "Kalau ya, permintaannya saya hentikan sekarang dan bantuan tidak berubah."
            ),
            yes_no(label("Ya, batal keluar"), label("Tidak, tetap")),
            grave=True,
        ),
    ),
    after=lambda _facts, answers: (
        Closing((), (), then=Then("graduasi_batal"))
        if isinstance(answers, dict) and answers.get("mau") == "ya"
        else close(say("Baik, permintaannya tetap. Masih bisa batal kapan saja."))
    ),
)
WHICH = Ask("ref", say("Nomor permintaannya?"), Ref())
GRADUASI_LANJUT = Flow(
    name="graduasi_lanjut",
    title=say("Tetap keluar"),
    asks=(WHICH,),
    arg="ref",
    done=lambda _facts, answers: StillWanted(str(answers["ref"])),
    after=lambda _facts, _result: close(
        say(
            "Baik, saya catat. Petugas akan datang untuk tanda tangan. "
            "Sebelum itu belum ada yang diajukan. "
            'Berubah pikiran? Cukup tulis "batal".'
        )
    ),
)


def stopped(_facts: Facts, result: object) -> Closing:
    """Say what was stopped, and who looks at it."""
    if not isinstance(result, Stopped):
        return close(say("Baik, tidak ada yang berubah."))
    if not result.stopped:
        return close(
            say("Permintaan itu sudah tidak berjalan, atau tidak bisa dihentikan lagi."),
            steps=(OFFICER, MENU),
        )
    return close(
        say(
            "Sudah saya hentikan. Bantuan keluarga ini tidak berubah. "
            "Petugas memeriksanya, biasanya pada hari kerja berikutnya. "
            "Siapa yang menghentikan tidak saya beri tahukan."
        ),
        steps=(OFFICER, MENU),
    )


BUKAN_MINTA = Flow(
    name="bukan_minta",
    title=say("Bukan saya"),
    needs=Grade.LIGHT,
    asks=(
        WHICH,
        Ask(
            "yakin",
            say(
                "Ada permintaan supaya keluarga Bapak/Ibu keluar dari bantuan. "
                "Kalau itu bukan keinginan keluarga, saya bisa menghentikannya sekarang."
            ),
            StopIt(stop_or(label("Biarkan"), BARE)),
            grave=True,
        ),
    ),
    arg="ref",
    done=lambda _facts, answers: (
        StopRequest(str(answers["ref"])) if answers["yakin"] == "ya" else None
    ),
    after=stopped,
)

FLOWS = (GRADUASI_BATAL, GRADUASI_RAGU, GRADUASI_LANJUT, BUKAN_MINTA)
