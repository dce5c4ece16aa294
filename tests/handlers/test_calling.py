"""How often an officer may be called: an urgent matter always, and not every one rings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bansos.cases import AccusedRole, CaseKind
from conversations.flow import Done, Problem
from conversations.helping.help import HelpOpened, OpenHelp
from conversations.material import Spoken
from handlers import facts as facts_of
from handlers.commands import Context, carry_out
from storage import people, staff
from storage.sql import Sql
from storage.unit import Unit, Writer
from tests.talks.stage import SEAL, Clock, Templates, library

VILLAGE = "35.26.08.2012"


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[Writer]:
    made = Templates(tmp_path)
    with made.lite("", tmp_path / "peka.db") as base:
        opened = Writer(base.url, SEAL, Clock(), threads=1).start()
        opened.do_now(_officer)
        yield opened
        opened.stop()
    made.close()


def _officer(unit: Unit) -> None:
    rini = staff.add(unit, "Rini", "verifikator", ("35.26",))
    person = people.know(unit, "web", "rini")
    person.officer = staff.get(unit, rini)
    people.save(unit, person, b"{}")


def call(
    writer: Writer, who: str, kind: CaseKind, *, safe: bool = True, origin: str = ""
) -> tuple[Done | Problem, int]:
    """Call an officer; give what came of it, and how many officers were told."""

    def work(unit: Unit) -> tuple[Done | Problem, int]:
        person = people.know(unit, "web", who)
        known = facts_of.basics(unit, person, library(), "web")
        context = Context(unit, person, known, library(), origin)
        told = Spoken("dia datang lagi ke rumah")
        command = OpenHelp(kind, VILLAGE[:8], VILLAGE, told, AccusedRole.NONE, safe=safe)
        return carry_out(context, command), len(context.notices)

    return writer.do_now(work)


def test_a_question_is_asked_to_wait_a_danger_never(writer: Writer) -> None:
    questions = [call(writer, "budi", CaseKind.BANTUAN)[0] for _ in range(8)]
    assert [isinstance(one, Done) for one in questions] == [True] * 7 + [False]
    assert isinstance(questions[-1], Problem)
    assert "petugas sudah beberapa kali dipanggil" in questions[-1].text.msgid
    for _ in range(9):
        done, told = call(writer, "budi", CaseKind.ANCAMAN, safe=False)
        assert isinstance(done, Done)
        assert isinstance(done.result, HelpOpened)
        assert told == 1


def test_of_very_many_from_one_address_not_every_one_rings_but_each_is_there(
    writer: Writer,
) -> None:
    told = [call(writer, f"w{n}", CaseKind.PUTUS_ASA, origin="203.0.113.9")[1] for n in range(80)]
    assert told[:60] == [1] * 60
    assert sum(told[61:]) == 0
    assert call(writer, "siti", CaseKind.PUTUS_ASA, origin="198.51.100.7")[1] == 1
    count = Sql("SELECT COUNT(*) FROM peka_case WHERE kind = 'putus_asa'")
    assert writer.do_now(lambda unit: unit.run(count)) == [(81,)]
