"""Who is of a family is disputed: what closes, for whom, and which officer looks."""

from __future__ import annotations

import pytest

from bansos.staff import AccusedRole
from conversations.desk.staff import FamilyCode, IssueFamilyCode
from conversations.family.proof import ProveFamily, UseFamilyCode
from conversations.family.strangers import Disputed, DisputeLink
from conversations.flow import Done, Problem
from conversations.text import Source
from handlers import desk
from handlers.commands import proof
from storage import cases, guarding, households, people
from storage.cases import Case
from storage.unit import Unit
from tests.handlers.test_graduation import NIK, Office, base, office, templates

__all__ = ["base", "office", "templates"]
KK_TAIL = "120004"


def links(office: Office, *names: str) -> list[int]:
    """Count the families of each chat."""

    def work(unit: Unit) -> list[int]:
        own = [people.know(unit, "web", name).id for name in names]
        return [len(households.of_person(unit, one)) for one in own]

    return office.writer.do_now(work)


def disputes(office: Office) -> list[Case]:
    every = office.writer.do_now(cases.undone)
    return [one for one in every if one.kind == "bukan_saya"]


def told(office: Office, case: Case) -> list[str]:
    return [one.text for one in office.writer.do_now(lambda unit: cases.events(unit, case.id))]


def dispute(office: Office, who: str, link: int) -> Disputed:
    done = office.run(who, DisputeLink(str(link)))
    assert isinstance(done, Done)
    assert isinstance(done.result, Disputed)
    return done.result


def code_of(office: Office, officer: str) -> str | None:
    """Let an officer make a code; None where it is refused."""
    done = office.run(officer, IssueFamilyCode(NIK))
    if isinstance(done, Problem):
        return None
    assert isinstance(done.result, FamilyCode)
    return done.result.code.replace("-", "")


def prove(office: Office, who: str, tail: str = KK_TAIL, nik: str = NIK) -> str:
    """Try two numbers; give how it ended."""
    done = office.run(who, ProveFamily(nik, tail))
    return "opened" if isinstance(done, Done) else done.text.into(Source())


@pytest.mark.parametrize("who", ["orang", "ibu"])
def test_between_two_photocopies_the_status_closes_for_both(office: Office, who: str) -> None:
    first, second = office.link("orang", "light"), office.link("ibu", "light")
    office.link("teman", "light")
    meant = second if who == "orang" else first
    assert dispute(office, who, meant).suspended
    assert links(office, "orang", "ibu", "teman") == [0, 0, 0]
    (case,) = disputes(office)
    assert "belum jelas siapa keluarga" in told(office, case)[0]
    code = code_of(office, "ratna")
    assert code is not None
    assert isinstance(office.run("ibu", UseFamilyCode(code)), Done)
    assert links(office, "orang", "ibu") == [0, 1]


def test_a_photocopy_closes_nothing_that_an_older_code_opened(office: Office) -> None:
    office.prove("ibu")
    office.link("orang", "light")
    firm = office.link("ibu", "firm")
    assert dispute(office, "orang", firm) == Disputed(stopped=0, asked=1)
    assert links(office, "ibu", "orang") == [1, 1]


def test_one_dispute_is_open_and_repeats_add_a_line(office: Office) -> None:
    firm = office.link("ibu", "firm")
    office.link("orang", "light")
    for _ in range(4):
        dispute(office, "orang", firm)
    (case,) = disputes(office)
    assert len(told(office, case)) == 4


ISSUERS = {
    "rini": (AccusedRole.PENDAMPING, {"ratna", "dian"}),
    "desa": (AccusedRole.OPERATOR_DESA, {"ratna", "dian"}),
    "ratna": (AccusedRole.PEGAWAI_DINSOS, {"audit"}),
}


@pytest.mark.parametrize("issuer", ISSUERS)
@pytest.mark.parametrize("days", [0, 13])
def test_a_fresh_code_that_an_older_link_doubts_waits_for_another_officer(
    office: Office, issuer: str, days: int
) -> None:
    office.link("ibu", "light")
    code = code_of(office, issuer)
    assert code is not None
    spare = code_of(office, issuer)
    assert spare is not None
    assert isinstance(office.run("orang", UseFamilyCode(code)), Done)
    firm = office.link("orang", "firm")
    office.later(days=days)
    assert dispute(office, "ibu", firm).suspended
    assert links(office, "ibu", "orang") == [0, 0]
    (case,) = disputes(office)
    role, readers = ISSUERS[issuer]
    assert case.accused_role == role
    assert f"Kode dibuat oleh {issuer.title()}" in told(office, case)[0]
    undone = office.writer.do_now(cases.undone)
    seeing = {who for who, one in office.staff.items() if desk.desk_of(one).reads(case, undone)}
    assert seeing == readers
    assert code_of(office, issuer) is None
    assert isinstance(office.run("orang", UseFamilyCode(spare)), Problem)
    other = code_of(office, "dian")
    assert other is not None
    assert isinstance(office.run("ibu", UseFamilyCode(other)), Done)


def test_a_fresh_code_against_an_older_link_names_who_gave_it(office: Office) -> None:
    older = office.link("ibu", "light")
    code = code_of(office, "rini")
    assert code is not None
    office.run("orang", UseFamilyCode(code))
    assert not dispute(office, "orang", older).suspended
    (case,) = disputes(office)
    assert case.accused_role == AccusedRole.PENDAMPING
    assert "Kode dibuat oleh Rini" in told(office, case)[0]


def test_after_two_weeks_an_older_photocopy_no_longer_closes_a_code(office: Office) -> None:
    office.link("ibu", "light")
    office.prove("orang")
    firm = office.link("orang", "firm")
    office.later(days=15)
    assert dispute(office, "ibu", firm) == Disputed(stopped=0, asked=1)
    assert links(office, "ibu", "orang") == [1, 1]


# Guessing


def warnings(office: Office) -> int:
    """Count how often the log says that a family was guessed at."""

    def work(unit: Unit) -> int:
        unit.cursor.execute("SELECT COUNT(*) FROM peka_audit WHERE action = 'guessed at'")
        return int(unit.cursor.fetchall()[0][0])

    return office.writer.do_now(work)


def test_many_wrong_ends_from_many_chats_ask_for_a_code(office: Office) -> None:
    office.prove("ibu")
    answers = {prove(office, f"tamu{n}", f"{n:06}") for n in range(14)}
    assert prove(office, "teman") == "opened"
    answers.add(prove(office, "tamu14", "999914"))
    answers |= {prove(office, f"cocok{n}") for n in range(3)}
    assert "opened" not in answers
    assert warnings(office) == 2
    for n in range(15, 50):
        prove(office, f"tamu{n}", f"{n:06}")
    assert warnings(office) == 3
    assert links(office, "ibu", "teman") == [1, 1]
    code = code_of(office, "ratna")
    assert code is not None
    assert isinstance(office.run("cocok0", UseFamilyCode(code)), Done)
    office.later(days=2)
    assert prove(office, "cocok1") == "opened"


def test_numbers_that_fit_a_locked_family_are_no_guess(office: Office) -> None:
    link = office.prove("ibu").link

    def shut(unit: Unit) -> None:
        found = households.link_of(unit, link)
        assert found is not None
        guarding.lock(unit, found.family)

    office.writer.do_now(shut)
    fitting = {prove(office, f"anak{n}") for n in range(20)}
    assert fitting == {prove(office, "tamu", "999904")}
    assert warnings(office) == 0


def test_one_chat_opens_three_families_by_two_numbers(office: Office) -> None:
    def linked_once(unit: Unit) -> None:
        person = people.know(unit, "web", "panen").id
        unit.cursor.execute("SELECT id FROM peka_family ORDER BY id DESC")
        for (family,) in unit.cursor.fetchall()[: proof.MOST_FAMILIES - 1]:
            households.unlink(unit, households.link(unit, person, family, "light"), "not mine")

    office.writer.do_now(linked_once)
    assert prove(office, "panen") == "opened"
    fitting, wrong = prove(office, "panen"), prove(office, "panen", "999999")
    assert "perlu kode petugas" in fitting
    assert fitting == wrong
    code = code_of(office, "ratna")
    assert code is not None
    assert isinstance(office.run("panen", UseFamilyCode(code)), Done)


def test_an_officer_who_looks_for_families_is_slowed_and_noted(office: Office) -> None:
    for _ in range(10):
        assert isinstance(office.run("rini", IssueFamilyCode("3526089999999999")), Problem)
    assert code_of(office, "rini") is None
    assert code_of(office, "ratna") is not None

    def noted(unit: Unit) -> int:
        unit.cursor.execute("SELECT COUNT(*) FROM peka_audit WHERE action = 'failed look-up'")
        return int(unit.cursor.fetchall()[0][0])

    assert office.writer.do_now(noted) == 10
    office.later(days=2)
    assert code_of(office, "rini") is not None
