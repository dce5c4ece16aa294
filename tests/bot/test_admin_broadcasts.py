"""Broadcasts by webhook: what may be proposed, and what is named as wrong."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from storage import broadcasts, staff
from tests.bot.admin_house import Admin, beside

WANTED: dict[str, Any] = {
    "purpose": "education",
    "texts": {"id": "Kartu dipegang sendiri, ya.", "en": "Keep your own card."},
    "audience": {"regions": ["35.26.08"]},
    "staff": 1,
}


@pytest.fixture
async def admin(sqlite_url: str) -> AsyncIterator[Admin]:
    async with beside(sqlite_url) as opened:
        await opened.house.writer.do(
            lambda unit: staff.add(unit, "Rini", "verifikator", ("35.26",))
        )
        yield opened


async def test_words_of_a_channel_and_a_lesson_are_kept(admin: Admin) -> None:
    channels = {"whatsapp": {"id": "Kartu sendiri. Balas di sini."}, "web": {"en": "Hello."}}
    audience = {"regions": ["35.26.08"], "lesson": 3}
    answer = await admin.tell(
        "broadcast.proposed", WANTED | {"channels": channels, "audience": audience}
    )
    assert answer.status_code == 200, answer.text
    (kept,) = await admin.house.writer.do(broadcasts.newest)
    assert dict(kept.texts) == WANTED["texts"] | {
        "id.whatsapp": "Kartu sendiri. Balas di sini.", "en.web": "Hello.",
    }  # fmt: skip
    assert kept.audience.lesson == 3


@pytest.mark.parametrize(
    ("changed", "pointer", "why"),
    [
        ({"channels": {"fax": {"id": "Halo"}}}, "#/data/channels/fax", "tidak dikenal"),
        ({"channels": {"web": {"jv": "Halo"}}}, "#/data/channels/web/jv", "tidak dikenal"),
        ({"channels": {"web": {"id": 1}}}, "#/data/channels/web/id", "harus teks"),
        ({"channels": []}, "#/data/channels", "harus objek"),
        ({"channels": {"web": {"id": "Yth. {namaa}"}}}, "#/data", "Bagian {namaa} tidak dikenal"),
        (
            {"texts": {"id": "Halo"}, "channels": {"web": {"en": "Hello"}}},
            "#/data",
            "perlu pesan umum dalam bahasa yang sama",
        ),
        ({"audience": {"regions": ["35.26.08"], "lesson": 11}}, "#/data", "Pelajaran itu tidak"),
        (
            {"audience": {"regions": ["35.26.08"], "lesson": "3"}},
            "#/data/audience/lesson",
            "bilangan bulat",
        ),
        (
            {"audience": {"regions": ["35.26.08"], "lesson": 0}},
            "#/data/audience/lesson",
            "di atas",
        ),
        ({"not_before": "9999-12-31T23:59:59-23:59"}, "#/data", "paling lama satu tahun"),
        ({"not_before": "2026-11-24T09:00:00"}, "#/data/not_before", "zona"),
    ],
)
async def test_what_is_wrong_is_named_and_nothing_is_kept(
    admin: Admin, changed: dict[str, Any], pointer: str, why: str
) -> None:
    answer = await admin.tell("broadcast.proposed", WANTED | changed)
    assert answer.status_code == 422
    named = {one["pointer"]: one["detail"] for one in json.loads(answer.text)["errors"]}
    assert why in named[pointer]
    assert await admin.house.writer.do(broadcasts.newest) == []


async def test_a_beginning_long_ago_is_now(admin: Admin) -> None:
    """Before the year 1 of the office's calendar no list of broadcasts could be read any more."""
    wanted = WANTED | {"not_before": "0001-01-01T00:00:00+23:59"}
    answer = await admin.tell("broadcast.proposed", wanted)
    assert answer.status_code == 200, answer.text
    (kept,) = await admin.house.writer.do(broadcasts.newest)
    assert kept.due == kept.made
