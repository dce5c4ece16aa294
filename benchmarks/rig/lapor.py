"""The same four questions as the peers', as a flow of Peka: no consent, no summary, one case.

Peka's own report asks more and better; here only equal work is compared.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass

from conversations.book import BOOK
from conversations.facts import Facts
from conversations.flow import Ask, Closing, Done, Flow, close
from conversations.readers import Answers, Choice, Option, Words
from conversations.text import label, say
from conversations.turn.taken import Book
from handlers.commands.register import Context, does
from storage import cases


@dataclass(frozen=True, slots=True)
class KeepReport:
    """Open a case with the four answers."""

    answers: Answers


@does(KeepReport)
def keep_report(context: Context, command: KeepReport) -> Done:
    """Open the case."""
    ref = secrets.token_hex(5).upper()
    body = json.dumps(dict(command.answers), ensure_ascii=False).encode()
    category = str(command.answers["masalah"])
    opening = cases.Opening(ref, "lapor", "baru", body, category=category)
    cases.open_case(context.unit, opening)
    return Done(ref)


def thanks(_facts: Facts, result: object) -> Closing:
    """Tell the number."""
    return close(
        say("Terima kasih. Laporan sudah dicatat dengan nomor {number}.", number=str(result))
    )


LAPOR = Flow(
    name="lapor",
    title=say("Lapor"),
    asks=(
        Ask(
            "masalah",
            say("Apa masalahnya?"),
            Choice(
                (
                    Option("mampu", label("Sudah mampu")),
                    Option("pegawai", label("Pegawai atau aparat")),
                    Option("meninggal", label("Sudah meninggal")),
                    Option("lain", label("Hal lain")),
                )
            ),
        ),
        Ask("tempat", say("Di desa mana?"), Words()),
        Ask("siapa", say("Siapa orangnya, dan apa yang terjadi?"), Words()),
        Ask(
            "sumber",
            say("Dari mana Bapak/Ibu tahu?"),
            Choice(
                (
                    Option("lihat", label("Lihat sendiri")),
                    Option("cerita", label("Cerita orang")),
                    Option("dokumen", label("Ada dokumen")),
                )
            ),
        ),
    ),
    done=lambda _facts, answers: KeepReport(dict(answers)),
    after=thanks,
)

BOOK_OF_ONE = Book({**BOOK.flows, "lapor": LAPOR})
"""Peka's flows, with this report in place of the real one."""
