"""What a few words mean from an officer, and how two tasks alike are told apart."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from conversations.changed import replace
from conversations.desk.labels import labelled
from conversations.desk.listing import apart
from conversations.facts import Task
from conversations.said import Meant
from conversations.text import LABEL_LIMIT
from conversations.turn.at_desk import meant_at_desk, with_number
from tests.conversations.samples import facts


@pytest.mark.parametrize(
    ("text", "flow"),
    [
        ("tutup K3ABCD", "tugas_tutup"),
        ("Tutup tugas k3abcd.", "tugas_tutup"),
        ("tolong tutup kasus #K3ABCD", "tugas_tutup"),
        ("buka K3ABCD", "tugas_buka"),
        ("jawab nomor K3ABCD", "tugas_jawab"),
        ("tanya K3ABCD", "tugas_tanya"),
        ("siaran K3ABCD", "siaran_buka"),
        ("graduasi K3ABCD", "graduasi_buka"),
        ("tutup", None),
        ("tutup tugas", None),
        ("tutup warung 2", None),
        ("tutup tokoku", None),
        ("warung K3ABCD", None),
        ("tutup K3ABCD sekarang juga ya bu", None),
    ],
)
def test_an_act_with_a_number(text: str, flow: str | None) -> None:
    found = with_number(text)
    assert (found.intent if found else None) == flow
    assert found is None or found.arg == "K3ABCD"


@pytest.mark.parametrize(
    ("intent", "flow"),
    [
        ("graduasi", "graduasi_petugas"),
        ("kode_keluarga", "sudah_masuk"),
        ("status", "status"),
        ("graduasi_daftar", "graduasi_daftar"),
    ],
)
def test_a_citizens_way_leads_an_officer_to_the_desk(intent: str, flow: str) -> None:
    (led,) = meant_at_desk("kata", (Meant(intent, 0.8),))
    assert (led.intent, led.score) == (flow, 0.8)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("tutup", True),
        ("tutup tugas", True),
        ("cara menutup tugas", True),
        ("tutup 1", True),
        ("jawab laporan", True),
        ("laporan", True),
        ("ada laporan baru?", True),
        ("laporan saya sudah sampai mana", False),
        ("warungnya tutup", False),
        ("jawab yang jujur ya bu", False),
    ],
)
def test_an_act_without_a_number_leads_to_the_list(text: str, *, wanted: bool) -> None:
    led = meant_at_desk(text, (Meant("kode_laporan", 0.8),))
    assert (led[0].intent == "tugas") is wanted
    assert led[-1] == Meant("kode_laporan", 0.8)


def task(ref: str, day: int, village: str = "35.26.08.2001") -> Task:
    opened = datetime(2026, 11, day, 3, tzinfo=UTC)
    return Task(ref, "bantuan", "diterima", village, "", urgent=False, opened=opened, due=None)


@pytest.mark.parametrize(
    ("days", "signs"),
    [
        ((3,), ("",)),
        ((3, 4), ("3/11", "4/11")),
        ((3, 3), ("K3AAAA", "K3BBBB")),
        ((3, 3, 9), ("K3AAAA", "K3BBBB", "9/11")),
    ],
)
def test_two_tasks_of_one_name_are_told_apart(
    days: tuple[int, ...], signs: tuple[str, ...]
) -> None:
    refs = ("K3AAAA", "K3BBBB", "K3CCCC")
    known = tuple(task(ref, day) for ref, day in zip(refs, days, strict=False))
    seen = replace(facts(), tasks=known)
    assert tuple(apart(one, seen) for one in known) == signs
    names = [labelled(one, seen, apart(one, seen)) for one in known]
    assert len(set(names)) == len(names)
    assert all(len(name) <= LABEL_LIMIT for name in names)
