"""Requests to leave, judged on the server: whatever button was shown, whoever pressed it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from bansos.cases import CaseState
from bansos.graduation import Decision, LeavingReason, Visit, Watch
from bansos.programmes import Programme
from conversations.around.around import EraseMe
from conversations.desk.commands import CloseCase
from conversations.family.proof import Proved, UseFamilyCode
from conversations.family.strangers import DisputeLink
from conversations.flow import Command, Done, Problem
from conversations.graduation.commands import (
    Asked,
    AskToLeave,
    StillWanted,
    Stopped,
    StopRequest,
    Withdraw,
)
from conversations.graduation.desk import (
    FileRequest,
    NoteDecision,
    NoteVisit,
    NoteWatch,
    OpenRequest,
)
from conversations.helping.following import FollowUp
from conversations.material import Spoken
from handlers import deadlines, desk, draws
from handlers import facts as facts_of
from handlers.commands import Context, carry_out
from storage import cases, codes, graduations, households, letters, people, staff
from storage.cases import Case
from storage.graduations import Graduation
from storage.staff import Officer
from storage.unit import Unit, Writer
from tests.talks.stage import SEAL, Base, Clock, Templates, library

NIK = "3526084507820003"
PKH = (Programme.PKH,)
ROLES = {
    "rini": ("pendamping", ("35.26.08",)),
    "ratna": ("verifikator", ("35.26",)),
    "dian": ("admin", ("35.26",)),
    "desa": ("operator_desa", ("35.26.08.2012",)),
    "jauh": ("verifikator", ("35.11",)),
    "luar": ("pendamping", ("35.26.09",)),
    "audit": ("auditor", ("35.26",)),
}


@dataclass
class Office:
    """A family of the list, its chats, and the officers of the office."""

    writer: Writer
    clock: Clock
    staff: dict[str, Officer] = field(default_factory=dict)

    def run(self, who: str, command: Command) -> Done | Problem:
        def work(unit: Unit) -> Done | Problem:
            person = people.know(unit, "web", who)
            person.officer = self.staff.get(who)
            known = facts_of.basics(unit, person, library(), "web")
            return carry_out(Context(unit, person, known, library()), command)

        return self.writer.do_now(work)

    def link(self, who: str, grade: str) -> int:
        def work(unit: Unit) -> int:
            place = households.by_nik(unit, NIK)
            assert place is not None
            return households.link(unit, people.know(unit, "web", who).id, place.family, grade)

        return self.writer.do_now(work)

    def prove(self, who: str) -> Proved:
        def code(unit: Unit) -> str:
            place = households.by_nik(unit, NIK)
            assert place is not None
            made = draws.one_time()
            codes.add(unit, codes.FAMILY, made, place.family, self.staff["rini"].id, 1800)
            return made

        done = self.run(who, UseFamilyCode(self.writer.do_now(code)))
        assert isinstance(done, Done), done
        assert isinstance(done.result, Proved)
        return done.result

    def request(self) -> Graduation:
        case = self.case()
        found = self.writer.do_now(lambda unit: graduations.of_case(unit, case.id))
        assert found is not None
        return found

    def ask(
        self, who: str = "ibu", grade: str = "firm", programmes: tuple[Programme, ...] = PKH
    ) -> str:
        link = self.link(who, grade)
        asked = self.run(
            who, AskToLeave(link, programmes, LeavingReason.USAHA, "", "Siti Aminah", "")
        )
        assert isinstance(asked, Done), asked
        assert isinstance(asked.result, Asked)
        return self.case().ref

    def case(self) -> Case:
        return self.writer.do_now(
            lambda unit: next(
                case
                for n in range(1, 9)
                if (case := cases.by_id(unit, n)) and case.kind == "graduasi"
            )
        )

    def later(self, **time: int) -> None:
        self.clock.now += timedelta(**time)
        name = "graduation pauses"
        self.writer.do_now(lambda unit: deadlines.meet(unit, library(), name))

    def letter(self) -> str:
        case = self.case()
        return self.writer.do_now(lambda unit: letters.of_case(unit, case.id)[-1].state)

    @property
    def state(self) -> str:
        return self.case().state


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Templates]:
    made = Templates(tmp_path_factory.mktemp("families"))
    yield made
    made.close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def base(request: pytest.FixtureRequest, templates: Templates, tmp_path: Path) -> Iterator[Base]:
    lite = request.param == "sqlite"
    families = "sepulu.csv"
    opened = templates.lite(families, tmp_path / "p.db") if lite else templates.server(families)
    with opened as made:
        yield made


@pytest.fixture
def office(base: Base) -> Iterator[Office]:
    clock = Clock()
    made = Office(Writer(base.url, SEAL, clock, threads=1).start(), clock)

    def hire(unit: Unit) -> None:
        for name, (role, areas) in ROLES.items():
            id_ = staff.add(unit, name.title(), role, areas)
            made.staff[name] = Officer(id_, name.title(), role, areas)

    made.writer.do_now(hire)
    yield made
    made.writer.stop()


def refused(outcome: Done | Problem) -> bool:
    return isinstance(outcome, Problem)


def visit(ref: str, result: Visit = Visit.TETAP) -> NoteVisit:
    return NoteVisit(ref, result, "")


def test_nobody_sees_or_moves_it_before_the_pause_is_over(office: Office) -> None:
    ref = office.ask()
    commands: list[Command] = [OpenRequest(ref), visit(ref), FileRequest(ref)]
    for who in ROLES:
        assert all(refused(office.run(who, one)) for one in commands), who
    office.later(days=7)
    assert office.state == CaseState.JEDA
    assert refused(office.run("ratna", OpenRequest(ref)))


def test_silence_files_nothing(office: Office) -> None:
    office.ask()
    for _ in range(10):
        office.later(days=40)
    assert office.state == CaseState.KUNJUNGAN
    assert office.letter() == letters.DRAFT


VISITORS = {
    "rini": 1,
    "ratna": 1,
    "dian": 1,
    "desa": 0,
    "jauh": 0,
    "luar": 0,
    "audit": 0,
    "ibu": 0,
}


@pytest.mark.parametrize(("who", "may"), VISITORS.items())
def test_who_may_note_a_visit(office: Office, who: str, may: int) -> None:
    ref = office.ask()
    office.later(days=8)
    assert refused(office.run(who, visit(ref))) == (not may)


@pytest.mark.parametrize("grade", ["light", "firm"])
@pytest.mark.parametrize(
    ("visitor", "filer", "may"),
    [
        ("rini", "ratna", 1),
        ("rini", "dian", 1),
        ("ratna", "dian", 1),
        ("ratna", "ratna", 0),
        ("dian", "dian", 0),
        ("rini", "rini", 0),
        ("rini", "desa", 0),
        ("rini", "jauh", 0),
        ("rini", "ibu", 0),
    ],
)
def test_who_visited_does_not_file(
    office: Office, grade: str, visitor: str, filer: str, may: int
) -> None:
    ref = office.ask(grade=grade)
    office.later(days=8)
    assert refused(office.run(filer, FileRequest(ref))), "before any visit"
    assert not refused(office.run(visitor, visit(ref)))
    assert refused(office.run(filer, FileRequest(ref))) == (not may)
    assert office.state == (CaseState.DIAJUKAN if may else CaseState.TANDA_TANGAN)
    assert office.letter() == (letters.FILED if may else letters.DRAFT)


def test_an_officer_s_own_request_is_visited_and_filed_by_others(office: Office) -> None:
    ref = office.ask("ratna", "light")
    office.later(days=8)
    assert refused(office.run("ratna", visit(ref)))
    assert not refused(office.run("rini", visit(ref)))
    assert refused(office.run("ratna", FileRequest(ref)))
    assert not refused(office.run("dian", FileRequest(ref)))


@pytest.mark.parametrize("days", [0, 3, 8])
def test_a_wish_goes_on_as_a_request_once_the_asker_has_proved_firmly(
    office: Office, days: int
) -> None:
    office.ask(grade="light")
    office.later(days=days)
    before = office.state
    assert not office.request().firm
    assert not office.prove("lain").wish, "somebody else's code proves nothing of this wish"
    assert not office.request().firm
    assert office.prove("ibu").wish
    assert not office.prove("ibu").wish, "once is enough"
    assert office.request().firm
    assert office.state == before


def test_a_wish_that_was_stopped_is_not_woken_by_a_code(office: Office) -> None:
    ref = office.ask(grade="light")
    office.run("ibu", Withdraw(ref))
    assert not office.prove("ibu").wish
    assert office.state == CaseState.DIBATALKAN


@pytest.mark.parametrize("days", [0, 6, 8])
def test_the_asker_stops_it_with_a_word_until_it_is_filed(office: Office, days: int) -> None:
    ref = office.ask()
    office.later(days=days)
    assert refused(office.run("lain", Withdraw(ref)))
    assert not refused(office.run("ibu", Withdraw(ref)))
    assert office.state == CaseState.DIBATALKAN
    assert office.letter() == letters.WITHDRAWN
    assert refused(office.run("ibu", Withdraw(ref)))
    assert refused(office.run("ibu", StillWanted(ref)))
    office.later(days=30)
    assert office.state == CaseState.DIBATALKAN


def test_after_filing_a_word_no_longer_stops_it(office: Office) -> None:
    ref = office.ask()
    office.later(days=8)
    office.run("rini", visit(ref))
    office.run("ratna", FileRequest(ref))
    assert refused(office.run("ibu", Withdraw(ref)))
    assert office.state == CaseState.DIAJUKAN


def test_only_the_family_can_say_that_it_is_not_theirs(office: Office) -> None:
    ref = office.ask()
    office.link("bapak", "light")
    for who in ("orang", "ibu", "ratna"):
        assert office.run(who, StopRequest(ref)) == Done(Stopped(stopped=False))
    assert office.run("bapak", StopRequest(ref)) == Done(Stopped())
    assert office.state == CaseState.DIBATALKAN


def test_a_disputed_link_takes_its_request_along(office: Office) -> None:
    office.link("ibu", "light")
    office.ask("orang", "light")
    link = office.link("orang", "light")
    assert isinstance(office.run("ibu", DisputeLink(str(link))), Done)
    assert office.state == CaseState.DIBATALKAN


def test_whoever_is_forgotten_leaves_no_request_behind(office: Office) -> None:
    office.ask()
    office.run("ibu", EraseMe())
    assert office.state == CaseState.DIBATALKAN
    assert office.letter() == letters.WITHDRAWN


def test_one_request_of_a_family_at_a_time(office: Office) -> None:
    office.ask()
    link = office.link("bapak", "firm")
    again = AskToLeave(link, PKH, LeavingReason.LAIN, "", "Ahmad", "")
    assert refused(office.run("bapak", again))


def test_what_a_family_does_not_have_cannot_be_left(office: Office) -> None:
    link = office.link("ibu", "firm")
    wanted = AskToLeave(link, (Programme.PBI_JKN,), LeavingReason.LAIN, "", "Siti", "")
    assert refused(office.run("ibu", wanted))
    assert refused(office.run("orang", AskToLeave(link, PKH, LeavingReason.LAIN, "", "S", "")))


def test_a_light_proof_puts_nothing_of_the_list_into_the_letter(office: Office) -> None:
    office.ask(grade="light")
    case = office.case()
    fields = office.writer.do_now(lambda unit: letters.of_case(unit, case.id)[0].fields)
    assert set(fields or {}) == {"nama", "bantuan", "alasan", "wilayah"}


def test_numbers_in_the_letter_are_masked(office: Office) -> None:
    office.ask()
    case = office.case()
    fields = office.writer.do_now(lambda unit: letters.of_case(unit, case.id)[0].fields) or {}
    assert fields["nik"] == "35••••••••••••03"
    assert NIK not in str(fields)


@pytest.mark.parametrize("reason", ["selesai", "bukan_wewenang", "batal"])
def test_it_is_not_closed_like_a_report(office: Office, reason: str) -> None:
    ref = office.ask()
    office.later(days=8)
    assert refused(office.run("ratna", CloseCase(ref, reason, "Selesai.")))
    assert office.state == CaseState.KUNJUNGAN


def test_an_ended_request_is_not_opened_again_by_words(office: Office) -> None:
    ref = office.ask()
    office.run("ibu", Withdraw(ref))
    assert refused(office.run("ibu", FollowUp(ref, Spoken("saya mau lagi"))))
    assert office.state == CaseState.DIBATALKAN


def test_the_decision_and_two_periods(office: Office) -> None:
    ref = office.ask()
    office.later(days=8)
    office.run("rini", visit(ref))
    office.run("ratna", FileRequest(ref))
    holds = NoteDecision(ref, Decision.BERLAKU, "2027T1", "")
    assert refused(office.run("rini", holds)), "not for the field"
    assert not refused(office.run("dian", holds))
    assert office.letter() == letters.VALID
    seen: list[tuple[str, Watch, Callable[[Done | Problem], bool]]] = [
        ("2026T4", Watch.BERHENTI, refused),
        ("2027T1", Watch.BERHENTI, lambda one: not refused(one)),
        ("2027T1", Watch.BERHENTI, refused),
        ("2027T2", Watch.MASIH_CAIR, lambda one: not refused(one)),
        ("2027T3", Watch.BERHENTI, lambda one: not refused(one)),
        ("2027T4", Watch.BERHENTI, lambda one: not refused(one)),
    ]
    for period, result, holds_ in seen:
        assert holds_(office.run("rini", NoteWatch(ref, period, result))), period
    assert office.state == CaseState.SELESAI


def test_pressure_at_the_visit_ends_it_and_goes_to_the_dinas_alone(office: Office) -> None:
    ref = office.ask()
    office.later(days=8)
    office.run("rini", NoteVisit(ref, Visit.TEKANAN, "disuruh ketua kelompok"))
    assert office.state == CaseState.DIBATALKAN

    def look(unit: Unit) -> tuple[list[str], list[str]]:
        told = [one.text for one in cases.events(unit, office_case.id)]
        urgent = next(one for one in cases.undone(unit) if one.kind == "ancaman")
        undone = cases.undone(unit)
        seeing = [
            who for who, one in office.staff.items() if desk.desk_of(one).reads(urgent, undone)
        ]
        return told, seeing

    office_case = office.case()
    told, seeing = office.writer.do_now(look)
    assert not [one for one in told if "tekan" in one or "suruh" in one]
    assert seeing == ["ratna", "dian"]


def test_nothing_personal_lies_beside_the_case(office: Office) -> None:
    office.ask()
    case = office.case()
    request = office.writer.do_now(lambda unit: graduations.of_case(unit, case.id))
    assert request is not None
    assert "Siti" not in str(request)
