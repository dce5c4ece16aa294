"""Which officer sees which case, and who may act on it."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from bansos.cases import AccusedRole, CaseKind, CaseState, StaffRole, is_urgent
from bansos.numbers import without_family_numbers as hidden
from handlers.desk import Desk, covered_by
from storage.cases import Case

VILLAGE = "35.26.08.2012"
TOLD = "Bu Rahma istri Pak Carik, punya mobil dan toko emas"
NONE, PENDAMPING = AccusedRole.NONE, AccusedRole.PENDAMPING
OFFICE = AccusedRole.PEGAWAI_DINSOS


def case(
    id_: int, kind: CaseKind, accused: str = NONE, text: str = TOLD, village: str = VILLAGE
) -> Case:
    body = json.dumps({"about": {"text": text, "voice": ""}}).encode()
    area = "" if accused == NONE else village
    return Case(
        id=id_, uuid=b"", ref=f"K{id_}", kind=kind, state=CaseState.DITERIMA, category="",
        village=village, accused_role=accused, accused_area=area, mode="",
        urgent=is_urgent(kind), body=body,
        opened=datetime(2026, 11, 3, tzinfo=UTC), due=None, closed=None, waiting=True,
        officer=None, joined_to=None, family=None,
    )  # fmt: skip


def desk(role: StaffRole) -> Desk:
    near = role in {StaffRole.PENDAMPING, StaffRole.TKSK, StaffRole.OPERATOR_DESA}
    return Desk(1, role, ("35.26.08",) if near else ("35.26",))


def readers(one: Case, *others: Case) -> set[StaffRole]:
    return {role for role in StaffRole if desk(role).reads(one, (one, *others))}


@pytest.mark.parametrize(
    "kind",
    [
        CaseKind.KARTU,
        CaseKind.DANA_HILANG,
        CaseKind.ANCAMAN,
        CaseKind.PUTUS_ASA,
        CaseKind.BUKAN_SAYA,
    ],
)
@pytest.mark.parametrize("accused", sorted(set(AccusedRole) - {OFFICE}))
def test_the_field_never_sees_what_goes_straight_to_the_dinas(
    kind: CaseKind, accused: AccusedRole
) -> None:
    assert readers(case(1, kind, accused)) == {StaffRole.VERIFIKATOR, StaffRole.ADMIN}


def test_a_card_that_names_the_office_is_the_auditor_s() -> None:
    one = case(1, CaseKind.KARTU, OFFICE)
    assert readers(one) == {StaffRole.AUDITOR}
    assert desk(StaffRole.AUDITOR).works(one, [one])


@pytest.mark.parametrize(
    ("named", "seen"),
    [
        ("ketua_kelompok", {"tksk", "operator_desa", "verifikator", "admin", "auditor"}),
        ("ketua_kelompok,tksk", {"operator_desa", "verifikator", "admin", "auditor"}),
        ("pendamping,perangkat_desa", {"verifikator", "admin", "auditor"}),
        ("pendamping,pegawai_dinsos", {"operator_desa", "auditor"}),
    ],
)
def test_of_several_who_are_named_none_sees_it(named: str, seen: set[str]) -> None:
    assert readers(case(1, CaseKind.LAPOR, named)) == seen


def test_a_card_that_names_the_office_beside_others_is_the_auditor_s() -> None:
    assert readers(case(1, CaseKind.KARTU, "pendamping,pegawai_dinsos")) == {StaffRole.AUDITOR}


def test_a_case_without_a_place_is_still_seen_at_the_office() -> None:
    assert StaffRole.VERIFIKATOR in readers(case(1, CaseKind.BUKAN_SAYA, village=""))


def test_a_report_alike_does_not_tell_what_another_one_hides() -> None:
    named, plain = case(1, CaseKind.LAPOR, PENDAMPING), case(2, CaseKind.LAPOR)
    assert StaffRole.PENDAMPING in readers(plain)
    assert StaffRole.PENDAMPING not in readers(plain, named)
    assert StaffRole.VERIFIKATOR in readers(plain, named)
    other = case(1, CaseKind.LAPOR, PENDAMPING, "Pak Hasan di ujung jalan dapat dua kali")
    assert StaffRole.PENDAMPING in readers(plain, other)


def test_a_report_alike_one_about_the_office_finds_the_auditor() -> None:
    named, plain = case(1, CaseKind.LAPOR, OFFICE), case(2, CaseKind.LAPOR)
    assert not readers(plain, named) & {StaffRole.VERIFIKATOR, StaffRole.ADMIN}
    assert desk(StaffRole.AUDITOR).works(plain, [plain, named])


EVERYBODY = "pendamping,operator_desa,pegawai_dinsos"
"""Whom somebody names who wants nobody to read."""


@pytest.mark.parametrize("kind", sorted(CaseKind))
@pytest.mark.parametrize("copied", [CaseKind.LAPOR, None])
def test_whoever_copies_the_words_of_a_case_takes_it_from_nobody(
    kind: CaseKind, copied: CaseKind | None
) -> None:
    one, copy = case(1, kind), case(2, copied or kind, EVERYBODY)
    assert readers(one, copy) == readers(one)
    assert readers(one) & {StaffRole.VERIFIKATOR, StaffRole.ADMIN}


@pytest.mark.parametrize("kind", sorted(kind for kind in CaseKind if is_urgent(kind)))
def test_what_is_urgent_is_hidden_by_nothing_of_before(kind: CaseKind) -> None:
    assert readers(case(2, kind), case(1, kind, EVERYBODY)) == readers(case(2, kind))


def test_matters_of_other_kinds_or_without_a_place_are_not_one() -> None:
    named = case(1, CaseKind.LAPOR, EVERYBODY)
    assert readers(case(2, CaseKind.BANTUAN), named) == readers(case(2, CaseKind.BANTUAN))
    nowhere = case(2, CaseKind.LAPOR, village="")
    hiding = case(1, CaseKind.LAPOR, EVERYBODY, village="")
    assert readers(nowhere, hiding) == readers(nowhere)


@pytest.mark.parametrize("kind", sorted(CaseKind))
@pytest.mark.parametrize("village", ["", VILLAGE])
def test_somebody_reads_and_works_on_every_case(kind: CaseKind, village: str) -> None:
    whoever = [*AccusedRole, EVERYBODY, "tksk,perangkat_desa,ketua_kelompok,agen,pendamping"]
    for accused in whoever:
        for before in (None, *whoever):
            one = case(2, kind, accused, village=village)
            others = [case(1, kind, before, village=village)] if before else []
            reading = readers(one, *others)
            working = {who for who in reading if desk(who).works(one, [one, *others])}
            office = working & {StaffRole.VERIFIKATOR, StaffRole.ADMIN}
            assert office or StaffRole.AUDITOR in working, (accused, before)


def test_an_auditor_only_reads_what_is_not_about_the_office() -> None:
    one = case(1, CaseKind.LAPOR)
    assert desk(StaffRole.AUDITOR).reads(one, [one])
    assert not desk(StaffRole.AUDITOR).works(one, [one])


def test_words_are_joined_only_where_no_more_eyes_see_them() -> None:
    plain, named = case(1, CaseKind.LAPOR), case(2, CaseKind.LAPOR, PENDAMPING)
    assert covered_by(plain, named)
    assert not covered_by(named, plain)
    assert not covered_by(case(3, CaseKind.KARTU), plain)


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ("NIK 3526084507829003 rumahnya tingkat", "NIK 35••••••••••••03 rumahnya tingkat"),
        ("kk 3526 0812 0312 9004, RT 2", "kk 35••••••••••••04, RT 2"),
        ("hubungi 081234567890 saja", "hubungi 081234567890 saja"),
        ("12345678901234567 bukan NIK", "12345678901234567 bukan NIK"),
    ],
)
def test_a_nik_told_unasked_is_masked_for_officers_too(told: str, shown: str) -> None:
    assert hidden(told) == shown
