"""It is not safe to go on: nothing is asked, nothing stays on the screen."""

from __future__ import annotations

import re

from bansos.cases import AccusedRole, CaseKind
from bansos.staff import roles_in
from conversations.facts import Facts
from conversations.flow import Closing, Flow
from conversations.helping.along import MOST_LETTERS
from conversations.helping.help import OpenHelp
from conversations.helping.home import DISTRICT, home
from conversations.helping.topics import IN_GOOD_HANDS
from conversations.material import Spoken
from conversations.readers import Answers
from conversations.report.accused import roles_told
from conversations.text import say
from conversations.words import plain


def quietly(facts: Facts, answers: Answers) -> OpenHelp:
    """Hand over what was told; where nobody is named, only the Dinas itself reads it."""
    story = str(answers.get("isi") or "")
    role, *others = accused_in(answers, story)
    village = home(facts) if role is not AccusedRole.NONE or OF_HOME.search(plain(story)) else ""
    return OpenHelp(
        kind=CaseKind.ANCAMAN,
        district=village[:DISTRICT],
        village=village,
        about=Spoken(story[:MOST_LETTERS]),
        accused=role,
        also_accused=tuple(others),
        safe=False,
    )


def accused_in(answers: Answers, story: str) -> tuple[AccusedRole, ...]:
    """List whom it is about, as far as that was said."""
    said = roles_in(str(answers.get("terlibat") or ""))
    return said if said != NOBODY else roles_told({"cerita": story}) or NOBODY


NOBODY = (AccusedRole.NONE,)


OF_HOME = re.compile(r"\b(?:suami|istri|bojo|mertua|anak|bapak|ayah|pacar|kakak|adik|ipar)")
"""Somebody of the house: no officer is meant, and the village helps to find it."""
QUIET = say(
    "Baik, saya berhenti di sini. Yang tadi sudah saya sampaikan. "
    "Hapus obrolan ini. Nanti kalau aman, tulis lagi."
)
HUSHED = say("Baik, saya diam. Hapus obrolan ini. Nanti kalau aman, tulis lagi.")
"""Where no human was called yet: nobody was told anything, and nothing is claimed."""
QUIET_HERE = say(
    "Baik, saya diam. Petugas membaca bahwa tidak aman. Hapus obrolan ini kalau perlu."
)
"""Where an officer has the matter: their answer still comes, so they are told."""
SAFE_TO_TELL = say(
    "Terima kasih. Kalau nanti tidak aman, tulis saja: tidak aman. "
    'Ceritakan pelan-pelan, atau pilih "Bicara petugas".'
)
SAFE_FOR_NOW = say(
    "Syukurlah. Jangan sendirian dulu, ya. Ada yang mau didengarkan? "
    'Tulis saja di sini, atau pilih "Bicara petugas".'
)
DIAM = Flow(
    name="diam",
    title=say("Bicara petugas"),
    facts=("families",),
    carries=("isi", "terlibat"),
    handles=IN_GOOD_HANDS,
    done=quietly,
    after=lambda _facts, _result: Closing((QUIET,), (), secret=True, relay=False),
)

FLOWS = (DIAM,)
