"""A notice of something done in one's family's name: how people say that it was not theirs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bansos.graduation import STOPPABLE
from conversations.facts import Facts
from conversations.readers import Answers, ChoiceOrWords, Good, Option
from conversations.said import Said
from conversations.text import Say, label
from conversations.words import YES, plain

STOPPING = (">bukan_minta.", ">bukan_saya.")
"""What the buttons of such notices carry."""
_NOT = r"(?:tidak|tdk|tak|gak|ga|gk|nggak|ngga|enggak|ndak|nda|belum|blm|mboten|ora|never|not)"
_US = r"(?:saya|sy|sya|aku|kami|kita|keluarga|ibu|bapak|sini|me|us|mine)"
_NOT_US = rf"\bbukan (?:dari |sama |yang |yg |karena )?{_US}\b|\bnot (?:me|us|mine)\b"
NOT_US = re.compile(_NOT_US)
"""Said without a notice: it may be about those who are still linked."""
DISOWNED = re.compile(
    rf"{_NOT_US}|"
    rf"\b{_NOT} (?:pernah |merasa |prnh |ikut |ada )*(?:minta|mintak|meminta|nyuruh|menyuruh|"
    r"mengajukan|ngajukan|ngajuin|mau keluar|ingin keluar|pengen keluar|asked)\b|"
    r"\b(?:siapa|sapa|sopo) (?:yang |yg |sing )?(?:minta|mintak|meminta|mengajukan|ngajukan|"
    r"ngajuin|nyuruh|keluarin)\b|"
    r"\b(?:hentikan|hentiin|batalin|batalkan|stop)\b(?! (?:pesan|edukasi|kirim))"
)
OF_LEAVING = re.compile(r"\b(?:keluar|mundur|graduasi|minta|mintak|meminta|ngajuin|mengajukan)\b")
BARE = frozenset({"batal", "batalkan", "stop", "hentikan", "gak jadi", "ga jadi", "tidak jadi"})


NOBODY = "0"
"""Stands for the link of a notice where nobody else is linked."""
A_FEW = 3
"""Words that only say "not me"; longer ones may be about something else."""
MOST_WORDS = 6
"""Longer words tell of something else, unless they speak of leaving."""


def disowns(text: str) -> bool:
    """Tell whether words say that what was announced is not one's own wish."""
    folded = plain(text)
    if len(folded.split()) > MOST_WORDS and not OF_LEAVING.search(folded):
        return False
    return folded in BARE or DISOWNED.search(folded) is not None


def stop_of(warned: str, facts: Facts, text: str) -> str:
    """Name the button that stops what is meant: a request to leave, or whoever else is linked."""
    there = (one for one in facts.graduations or () if not one.mine and one.state in STOPPABLE)
    request = next(there, None)
    if request and (not warned or OF_LEAVING.search(plain(text))):
        return f"{STOPPING[0]}{request.ref}"
    # "Bukan keluarga saya" without a notice: whoever writes may be linked to the wrong family.
    if warned or "keluarga" in plain(text) or not NOT_US.search(plain(text)):
        return warned
    left = [str(one.link) for one in facts.linked or () if not one.known]
    nobody = () if facts.linked or len(plain(text).split()) > A_FEW else (NOBODY,)
    return next((f"{STOPPING[1]}{one}" for one in (*left[-1:], *nobody)), "")


@dataclass(frozen=True, slots=True)
class StopIt(ChoiceOrWords):
    """Whether to stop it; whoever says that it was not theirs wants it stopped."""

    def hear(self, said: Said, facts: Facts, answers: Answers) -> Good | None:
        """Hear that it was not theirs."""
        return Good("ya") if disowns(said.text) else None


def stop_or(leave: Say, also: frozenset[str] = frozenset()) -> tuple[Option, ...]:
    """Offer to stop it or not; a bare "no" may mean either, so it is asked again."""
    stop = (YES - UNSURE) | also | {"bukan", "bukan saya", "bukan kami", "batalin", "stop"}
    keep = frozenset({"biar", "biarkan", "biarin", "tetap", "lanjut saja"})
    return (Option("ya", label("Hentikan"), stop), Option("tidak", leave, keep))


UNSURE = frozenset({"benar", "betul", "bener", "lanjut", "jadi", "leres", "gpp", "gapapa"})
"""Yes to what: that it is so, or that it be stopped?"""
