"""Somebody who no longer wants to live: a human is called at once, and nothing is asked first."""

from __future__ import annotations

from bansos.cases import AccusedRole, CaseKind
from conversations.facts import Facts
from conversations.flow import Closing, Flow, close
from conversations.helping.along import MOST_LETTERS, OPENLY, WHOLE, told_by
from conversations.helping.help import HelpOpened, OpenHelp
from conversations.helping.home import DISTRICT, home
from conversations.helping.relay import OFFICE_CLOSED, SEE_OR_DELETE
from conversations.helping.topics import IN_GOOD_HANDS
from conversations.text import lines, paragraphs, say


def beside(facts: Facts, result: object) -> Closing:
    """Say slowly that a human is called, and what helps until one answers.

    The village is asked once, so that somebody can come; nothing waits for it.
    """
    if not isinstance(result, HelpOpened):
        return close()
    when = None if facts.office.open_now else OFFICE_CLOSED
    until = say(
        "Sambil menunggu: {despair} (per {day}), atau telepon {phone}, 24 jam. "
        "Minta keluarga atau tetangga menemani. Bapak/Ibu boleh terus menulis di sini.",
        despair=facts.office.despair,
        day=facts.office.numbers_as_of,
        phone=facts.office.ministry,
    )
    where = None if home(facts) else WHERE_ARE_YOU
    told = paragraphs(lines(CALLED, when), lines(until, where), SEE_OR_DELETE)
    return Closing((told,), (), relay=True)


WHERE_ARE_YOU = say(
    "Boleh tahu di desa mana, supaya petugas bisa datang? Tidak dijawab pun boleh."
)


CALLED = say("Terima kasih sudah bilang. Petugas sudah saya panggil; jawabannya datang di sini.")
# Somebody who no longer wants to live is asked nothing first, not even for consent: a human is
# called at once (a vital interest, UU 27/2022 article 20).
TEMANI = Flow(
    name="temani",
    title=say("Bicara petugas"),
    facts=("families",),
    carries=("isi", "cerita", WHOLE, OPENLY),
    heard=lambda _facts, text: {"isi": text[:MOST_LETTERS]},
    handles=IN_GOOD_HANDS,
    done=lambda facts, answers: OpenHelp(
        kind=CaseKind.PUTUS_ASA,
        district=home(facts)[:DISTRICT],
        village=home(facts),
        about=told_by(answers, CaseKind.PUTUS_ASA.value),
        accused=AccusedRole.NONE,
        safe=True,
    ),
    after=beside,
)

FLOWS = (TEMANI,)
