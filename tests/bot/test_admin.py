"""The admin webhook from outside: what is taken, what is refused, and how that is said."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest

from handlers.admin.answers import Refusal
from handlers.admin.reading import parsed
from storage import batches, households
from storage.unit import Unit
from tests.bot.admin_house import Admin, beside, signed

KK, NIK = "3526081203129004", "3526084507829003"
SITI = {
    "kk": KK, "nik": NIK, "name": "Siti Contoh", "village_code": "35.26.08.2012",
    "programme": "PKH", "period": "TW4 2026", "status": "SPM",
}  # fmt: skip
PAID = {"nik": NIK, "programme": "PKH", "period": "TW4 2026", "status": "SI"}


@pytest.fixture
async def admin(database_url: str) -> AsyncIterator[Admin]:
    async with beside(database_url) as opened:
        yield opened


@pytest.fixture
async def lite(sqlite_url: str) -> AsyncIterator[Admin]:
    async with beside(sqlite_url) as opened:
        yield opened


def status_of(admin: Admin) -> list[str]:
    def find(unit: Unit) -> list[str]:
        place = households.by_nik(unit, NIK)
        home = households.household(unit, place.family) if place else None
        return [one.status for one in home.benefits] if home else []

    return admin.house.writer.do_now(find)


def problem(answer: httpx.Response) -> tuple[int, str]:
    assert answer.headers["content-type"] == "application/problem+json"
    read = answer.json()
    assert read["status"] == answer.status_code
    return answer.status_code, read["type"].removeprefix("urn:peka:problem:")


# Lists


async def test_recipients_and_payments_come_in_like_files(admin: Admin) -> None:
    queued = await admin.tell("recipients.upserted", {"recipients": [SITI]})
    assert queued.json()["rows"] == 1
    assert status_of(admin) == []
    assert (await admin.result(queued))["families"] == 1
    assert status_of(admin) == ["spm"]
    paid = await admin.tell("payments.recorded", {"payments": [PAID]})
    assert (await admin.result(paid))["outcome"] == "imported"
    assert status_of(admin) == ["si"]
    again = await admin.tell("payments.recorded", {"payments": [PAID]})
    assert (await admin.result(again))["outcome"] == "unchanged"


async def test_a_nik_that_is_a_number_is_refused_with_the_reason(lite: Admin) -> None:
    rows = [SITI | {"nik": int(NIK)}]
    answer = await lite.tell("recipients.upserted", {"recipients": rows})
    assert problem(answer) == (422, "invalid")
    (error,) = answer.json()["errors"]
    assert error["pointer"] == "#/data/recipients/0/nik"
    assert "tanda kutip" in error["detail"]
    assert "shown" not in error
    assert answer.json()["example"]["data"]["recipients"][0]["nik"] != ""


async def test_wrong_rows_are_named_and_the_good_ones_taken(admin: Admin) -> None:
    rows: list[object] = [
        SITI,
        SITI | {"kk": 3.5e15},
        SITI | {"village_code": "11.01.01.2001"},
        "Siti",
        SITI | {"name": ["a"]},
        SITI | {"colour": "red"},
        SITI | {"kk": "3526081203129005"},
    ]
    queued = await admin.tell("recipients.upserted", {"recipients": rows})
    assert (queued.json()["rows"], queued.json()["refused"]) == (1, 6)
    result = await admin.result(queued)
    assert (result["rows"], result["refused"]) == (1, 6)
    assert [one["pointer"].removeprefix("#/data/recipients/") for one in result["errors"]] == [
        "1/kk", "2/village_code", "3", "4/name", "5/colour", "6/nik",
    ]  # fmt: skip


async def test_a_payment_for_somebody_unknown_is_named_in_the_status(lite: Admin) -> None:
    queued = await lite.tell("payments.recorded", {"payments": [PAID]})
    result = await lite.result(queued)
    assert (result["rows"], result["refused"]) == (0, 1)
    assert result["errors"][0]["pointer"] == "#/data/payments/0/nik"
    assert NIK not in json.dumps(result)


async def test_real_and_made_up_families_are_never_mixed(lite: Admin) -> None:
    def bring(unit: Unit) -> None:
        batches.show(unit, batches.start(unit, batches.DEMO, "d", "2026-01-01"), 1, 0)

    lite.house.writer.do_now(bring)
    answer = await lite.tell("recipients.upserted", {"recipients": [SITI]})
    assert problem(answer) == (409, "mixed")
    made_up = await lite.tell("recipients.upserted", {"recipients": [SITI], "made_up": True})
    assert (await lite.result(made_up))["outcome"] == "imported"
    real = lite.house.writer.do_now(lambda u: batches.visible(u, other_than=batches.DEMO))
    assert real == 0


# Once and only once


async def test_the_same_message_gets_the_same_answer(admin: Admin) -> None:
    first = await admin.tell("recipients.upserted", {"recipients": [SITI]}, key="one")
    again = await admin.tell("recipients.upserted", {"recipients": [SITI]}, key="one")
    assert (again.status_code, again.text) == (first.status_code, first.text)
    assert admin.house.rows("SELECT COUNT(*) FROM peka_admin_message") == [(1,)]
    other = await admin.tell("recipients.upserted", {"recipients": [SITI, SITI]}, key="one")
    assert problem(other) == (409, "other_body")


async def test_what_was_refused_may_be_mended_with_the_same_id(lite: Admin) -> None:
    assert (await lite.tell("payments.recorded", {}, key="one")).status_code == 422
    assert (await lite.tell("payments.recorded", {"payments": [PAID]}, key="one")).is_success


async def test_a_queued_list_outlives_the_process(sqlite_url: str) -> None:
    async with beside(sqlite_url) as admin:
        queued = await admin.tell("recipients.upserted", {"recipients": [SITI]})
    async with beside(sqlite_url, fresh=False) as admin:
        assert (await admin.result(queued))["families"] == 1


async def test_nothing_personal_is_left_in_clear(sqlite_url: str) -> None:
    async with beside(sqlite_url) as admin:
        await admin.tell("recipients.upserted", {"recipients": [SITI]})
        await admin.lists.work_off()
        rows = admin.house.rows("SELECT * FROM peka_admin_message")
    assert b"Siti" not in repr(rows).encode()
    assert NIK not in repr(rows)
    assert rows[0][8] is None


# Who may


@pytest.mark.parametrize(
    "change",
    [
        {"webhook-signature": "v1,AAAA"},
        {"webhook-signature": "v1"},
        {"webhook-signature": "v2,AAAA"},
        {"webhook-timestamp": "soon"},
        {"webhook-timestamp": "nan"},
        {"webhook-id": "another"},
        {"webhook-id": ""},
    ],
)
async def test_what_is_not_signed_is_refused(lite: Admin, change: dict[str, str]) -> None:
    raw = json.dumps({"type": "payments.recorded", "data": {"payments": [PAID]}}).encode()
    headers = signed(raw, "m") | change
    answer = await lite.http.post("/admin/webhook", content=raw, headers=headers)
    assert problem(answer) == (401, "unsigned")
    assert lite.house.rows("SELECT COUNT(*) FROM peka_admin_message") == [(0,)]


async def test_a_stamp_out_of_time_or_another_secret_is_refused(lite: Admin) -> None:
    raw = json.dumps({"type": "payments.recorded", "data": {"payments": [PAID]}})
    assert problem(await lite.post(raw, late=timedelta(minutes=6)))[0] == 401
    assert problem(await lite.post(raw, late=timedelta(minutes=-6)))[0] == 401
    other = "whsec_" + "QUFB" * 8
    assert problem(await lite.post(raw, secret=other))[0] == 401
    assert problem(await lite.http.post("/admin/webhook", content=raw))[0] == 401
    assert (await lite.post(raw, late=timedelta(minutes=4))).status_code == 202


async def test_the_status_is_only_for_its_sender(lite: Admin) -> None:
    told = (await lite.tell("payments.recorded", {"payments": [PAID]})).json()
    url = told["status_url"]
    assert (await lite.http.get(url)).status_code == 401
    wrong = {"Authorization": "Bearer nobody"}
    assert (await lite.http.get(url, headers=wrong)).status_code == 401
    assert (await lite.http.get("/admin/status/none", headers=wrong)).status_code == 401
    seen = await lite.http.get(url, headers=signed(b"", "s"))
    assert seen.json() == {"type": "payments.recorded", "state": "queued"}
    assert (await lite.http.get("/admin/status/none", headers=signed(b"", "s"))).status_code == 404


# Bodies


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        ('{"type":' + "[" * 21 + "]" * 21 + "}", "tingkat"),
        ('{"type":' + "[" * 200_000 + "]" * 200_000 + "}", "tingkat"),
        ('{"a":' * 30 + "1" + "}" * 30, "tingkat"),
        ("{", "bukan JSON"),
        ("", "bukan JSON"),
        ("[]", "objek"),
        ('{"type":"a","type":"b"}', "dua kali"),
        ('{"type":NaN}', "NaN"),
        ('{"type":-Infinity}', "Infinity"),
        ('{"type":"\\ud800"}', "UTF-8"),
        ('{"type":1' + "0" * 5000 + "}", "angka"),
    ],
)
async def test_a_doubtful_body_is_refused(lite: Admin, raw: str, what: str) -> None:
    answer = await lite.post(raw)
    assert problem(answer) == (400, "unreadable")
    assert what in answer.json()["detail"]


@pytest.mark.parametrize(
    "raw",
    [
        '"' + '\\"' * 200_000,
        '{"a":"' + '\\"' * 200_000 + "\\",
        "{" + ",".join(f'"k{n}":1' for n in range(60_000)) + ',"k59999":2}',
    ],
    ids=["open string", "lone backslash", "last key twice"],
)
def test_a_long_doubtful_body_is_refused_at_once(raw: str) -> None:
    """Whatever is tried again from each place takes minutes, and holds up everybody."""
    began = time.process_time()
    with pytest.raises(Refusal):
        parsed(raw.encode())
    assert time.process_time() - began < 5


async def test_brackets_in_words_are_no_levels(lite: Admin) -> None:
    row = PAID | {"status": "[" * 30 + '\\"' + "{" * 30}
    assert (await lite.tell("payments.recorded", {"payments": [row]})).status_code == 202


async def test_a_body_beyond_five_megabytes_is_refused(lite: Admin) -> None:
    answer = await lite.post('{"type":"' + "x" * 5_000_000 + '"}')
    assert problem(answer) == (413, "too_big")


async def test_bytes_that_are_no_text_are_refused(lite: Admin) -> None:
    raw = b'{"type":"\xff"}'
    answer = await lite.http.post("/admin/webhook", content=raw, headers=signed(raw, "m"))
    assert problem(answer) == (401, "unsigned")


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({}, ["#/type", "#/data"]),
        ({"type": 1, "data": {}}, ["#/type"]),
        ({"type": "payments.recorded", "data": {"payments": []}}, ["#/data/payments"]),
        ({"type": "payments.recorded", "data": 1}, ["#/data", "#/data/payments"]),
        (
            {"type": "payments.recorded", "data": {"payments": [PAID], "as_of": "besok", "x": 1}},
            ["#/data/as_of", "#/data/x"],
        ),
        (
            {"type": "payments.recorded", "data": {"payments": [PAID], "as_of": "2126-01-01"}},
            ["#/data/as_of"],
        ),
        ({"type": "payments.recorded", "data": {"payments": [PAID]}, "more/~": 1},
         ["#/more~1~0"]),
    ],
)  # fmt: skip
async def test_every_wrong_field_is_named(
    lite: Admin, body: dict[str, object], pointers: list[str]
) -> None:
    answer = await lite.post(json.dumps(body))
    assert problem(answer) == (422, "invalid")
    assert [one["pointer"] for one in answer.json()["errors"]] == pointers
    assert answer.json()["example"]["type"]


async def test_an_unknown_event_is_told_the_known_ones(lite: Admin) -> None:
    answer = await lite.tell("people.deleted", {})
    assert problem(answer) == (422, "unknown_event")
    assert "recipients.upserted" in answer.json()["detail"]
