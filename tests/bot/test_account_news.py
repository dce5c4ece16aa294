"""What WhatsApp says about the office's account, and about who is behind a number."""

import math
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import main
from bot.settings import Settings
from bot.templates import listing, standing, sync_by_hand
from handlers import accounts
from handlers.channel import Reply
from handlers.written import body_of
from storage import outbox, people, staff, templates
from storage.sql import Sql
from storage.unit import Unit
from tests.bot.test_window import World, peka
from tests.fakes.whatsapp import FakePerson, FakeTemplate, FakeWhatsApp
from tests.fakes.whatsapp_templates import ours
from tests.house import Log, listen

RINI = "6281234500009"
NAMED = {
    "message_template_id": 1,
    "message_template_name": "peka_kabar",
    "message_template_language": "id",
}
LINK_STAFF = Sql("UPDATE peka_person SET staff_id = :officer WHERE id = :id")
FAMILY = Sql("INSERT INTO peka_family (id, uuid, kk_index, kk) VALUES (1, :empty, :empty, :empty)")
LINK = Sql(
    """
    INSERT INTO peka_link (person_id, family_id, grade, made_at, ended_why)
    VALUES (:person, 1, 'firm', 1, '')
    """
)


@pytest.fixture
async def world(database_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    monkeypatch.setattr("bot.sender.SWEEP_SECONDS", 600)
    async with peka(database_url) as found:
        yield found


async def with_admin(world: World) -> FakePerson:
    rini = world.fake.person(RINI, name="Rini")
    await world.hears(rini.says("halo"))

    def link(unit: Unit) -> None:
        officer = staff.add(unit, "Rini", "admin", ("35.26",))
        person = people.know(unit, world.channel.account, RINI)
        unit.run(LINK_STAFF, officer=officer, id=person.id)

    await world.house.writer.do(link)
    rini.chat.clear()
    return rini


async def state(world: World, name: str = "peka_kabar") -> tuple[str, str, str]:
    kept = await world.house.writer.do(templates.everything)
    (one,) = [one for one in kept if (one.name, one.language) == (name, "id")]
    return one.state, one.category, one.quality


async def test_a_paused_template_is_known_at_once_and_told_to_the_admin_once(
    world: World,
) -> None:
    rini = await with_admin(world)
    await world.approve("id")
    said = {"event": "PAUSED", **NAMED, "reason": "NONE"}
    for _ in range(2):
        await world.hears(world.fake.hook("message_template_status_update", said))
    assert (await state(world))[0] == "paused"
    assert len(rini.chat) == 1
    assert "peka_kabar" in rini.texts[0]
    assert len(world.log.named("template.state")) == 1
    assert world.siti.chat == [], "nobody else is told"
    world.clock.later(hours=30)
    number = await world.put("Kabar.")
    assert world.row(number)[:2] == ("waiting", "window_closed")


async def test_an_approved_template_is_used_again(world: World) -> None:
    await world.approve("id", state="pending")
    said = {"event": "APPROVED", **NAMED, "reason": "NONE"}
    await world.hears(world.fake.hook("message_template_status_update", said))
    world.clock.later(hours=30)
    await world.put("Kabar.")
    assert world.siti.last.kind == "template"
    account = world.channel.account
    assert await world.house.writer.do(lambda unit: accounts.stale(unit, account))
    assert not await world.house.writer.do(lambda unit: accounts.stale(unit, account))


async def test_quality_and_category_are_kept(world: World) -> None:
    rini = await with_admin(world)
    await world.approve("id")
    said = {"previous_quality_score": "YELLOW", "new_quality_score": "RED", **NAMED}
    await world.hears(world.fake.hook("message_template_quality_update", said))
    moved = {**NAMED, "previous_category": "UTILITY", "new_category": "MARKETING"}
    await world.hears(world.fake.hook("template_category_update", moved))
    assert await state(world) == ("approved", "marketing", "red")
    assert len(rini.chat) == 2
    world.clock.later(hours=20)
    await world.hears(rini.says("halo"))
    world.clock.later(hours=10)
    number = await world.put("Kabar.")
    assert world.row(number)[:2] == ("waiting", "window_closed"), "marketing is not used for news"


async def test_a_restriction_stops_bulk_and_nothing_else(world: World) -> None:
    rini = await with_admin(world)
    until = int(world.clock().timestamp()) + 3600
    restricted = {"restriction_type": "RESTRICTED_BIZ_INITIATED_MESSAGING", "expiration": until}
    said = {"event": "ACCOUNT_RESTRICTION", "restriction_info": [restricted]}
    await world.hears(world.fake.hook("account_update", said))
    assert "WhatsApp Manager" in rini.texts[0]
    number = await world.put("Pelajaran.", purpose="education", lane=outbox.BULK)
    await world.put("Kabar.")
    assert world.siti.texts == ["Kabar."]
    assert world.row(number)[0] == "queued"
    world.clock.later(hours=1, minutes=1)
    await world.rest()
    assert world.row(number) == ("sent", None, 0)


LIMITS = {"TIER_250": 250, "TIER_2K": 2000, "TIER_100K": 100_000, "TIER_UNLIMITED": 0, "-1": 0}


@pytest.mark.parametrize(
    ("said", "wanted"), [*LIMITS.items(), ("TIER_NEW", None), ("strange", None)]
)
def test_limits_are_read(said: str, wanted: int | None) -> None:
    assert accounts.as_number(said) == wanted


async def test_the_limit_is_kept(world: World) -> None:
    account = world.channel.account
    assert await world.house.writer.do(lambda unit: accounts.limit_of(unit, account)) is None
    assert await world.house.writer.do(lambda unit: accounts.daily(unit, account, 250)) == 250
    said = {"display_phone_number": "628", "event": "UPGRADE", "current_limit": "TIER_10K"}
    await world.hears(world.fake.hook("phone_number_quality_update", said))
    assert await world.house.writer.do(lambda unit: accounts.limit_of(unit, account)) == 10_000
    assert await world.house.writer.do(lambda unit: accounts.daily(unit, account, 250)) == 10_000
    more = {"max_daily_conversations_per_business": "TIER_UNLIMITED"}
    await world.hears(world.fake.hook("business_capability_update", more))
    assert await world.house.writer.do(lambda unit: accounts.limit_of(unit, account)) == 0
    assert await world.house.writer.do(lambda unit: accounts.daily(unit, account, 250)) == math.inf


async def test_stop_and_resume_in_whatsapp_are_kept_with_their_source(world: World) -> None:
    await world.hears(world.siti.stops_education())
    wanted, source = world.education()
    assert (bool(wanted), source) == (False, "stop_education")
    await world.put("Kabar.")
    assert world.siti.texts == ["Kabar."]
    await world.hears(world.siti.resumes_education())
    wanted, source = world.education()
    assert (bool(wanted), source) == (True, "resume_education")


# Who is behind a number


async def linked(world: World, who: FakePerson) -> int:
    """Give somebody a proof, and the number of their row."""
    await world.hears(who.says("halo"))

    def link(unit: Unit) -> int:
        person = people.know(unit, world.channel.account, who.key)
        unit.run(FAMILY, empty=b"\0")
        unit.run(LINK, person=person.id)
        return person.id

    return await world.house.writer.do(link)


def open_links(world: World, person: int) -> int:
    sql = "SELECT COUNT(*) FROM peka_link WHERE person_id = :person AND ended_at IS NULL"
    return int(world.house.rows(sql, person=person)[0][0])


async def test_a_changed_number_that_names_phones_only_ends_the_proofs(world: World) -> None:
    ani = world.fake.person("6281234500002", name="Ani", user_id="ID.222")
    person = await linked(world, ani)
    assert open_links(world, person) == 1
    await world.hears(ani.changes_number("6281234599999"))
    assert open_links(world, person) == 0


async def test_anothers_changed_number_ends_nothing(world: World) -> None:
    ani = world.fake.person("6281234500002", name="Ani", user_id="ID.222")
    person = await linked(world, ani)
    await world.hears(world.siti.changes_number("6281234588888"))
    assert open_links(world, person) == 1


async def test_a_number_that_turns_up_under_another_id_is_somebody_elses(world: World) -> None:
    ani = world.fake.person("6281234500002", name="Ani", user_id="ID.222")
    person = await linked(world, ani)
    await world.hears(ani.says("menu"))
    assert open_links(world, person) == 1
    ani.user_id = "ID.333"
    await world.hears(ani.says("halo"))
    assert open_links(world, person) == 0


# Syncing


async def test_templates_are_listed_page_by_page_and_what_is_gone_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with FakeWhatsApp() as fake:
        fake.approves(
            *ours(), FakeTemplate("lain", "en_US", "UTILITY", "Hi {{name}}", quality="RED")
        )
        found = whatsapp_settings(tmp_path, fake)
        assert await sync_by_hand(found) == 13
        for name, value in environment(tmp_path, fake).items():
            monkeypatch.setenv(name, value)
    shown = CliRunner().invoke(main, ["templates", "list"]).output
    assert "case\tpeka_kabar id\tapproved" in shown
    assert "-\tlain en_US\tapproved, utility, red" in shown


async def test_what_the_account_no_longer_has_is_missing(tmp_path: Path) -> None:
    async with FakeWhatsApp() as fake:
        fake.approves(*ours("id"))
        found = whatsapp_settings(tmp_path, fake)
        await sync_by_hand(found)
        fake.templates.pop(("peka_kabar", "id"))
        fake.templates["peka_tugas", "id"].category = "MARKETING"
        fake.templates["peka_jadwal", "id"].body = "Ada jadwal dari {{1}}. Ketuk Baca."
        await sync_by_hand(found)
        kept = await kept_in(found)
    how = {name: state for name, _purpose, state in standing(kept)}
    assert how["peka_kabar id"] == "missing"
    assert how["peka_kabar en"] == "not submitted"
    assert how["peka_tugas id"] == "not as ours (marketing)"
    assert how["peka_jadwal id"] == "not as ours (utility)"
    assert how["peka_edukasi id"] == "approved"
    assert len(listing(kept)) == 14


async def kept_in(found: Settings) -> list[templates.AccountTemplate]:
    from bot.house import build_house

    house = build_house(found)
    house.writer.start()
    try:
        return await house.writer.do(templates.everything)
    finally:
        house.writer.stop()


@pytest.mark.parametrize("wrong", ["token", "nobody", "waba"])
async def test_a_sync_that_fails_says_why_and_keeps_what_was_known(
    tmp_path: Path, wrong: str
) -> None:
    async with FakeWhatsApp(strict=False) as fake:
        fake.approves(*ours("id"))
        found = whatsapp_settings(tmp_path, fake)
        await sync_by_hand(found)
        if wrong == "token":
            fake.token = "another"
        elif wrong == "nobody":
            fake.breaks(503, on="templates")
        else:
            found = found.model_copy(update={"whatsapp_waba_id": ""})
        with pytest.raises(ValueError, match=r"WhatsApp did not|WABA_ID"):
            await sync_by_hand(found)
        assert {one.state for one in await kept_in(found)} == {"approved"}


def environment(home: Path, fake: FakeWhatsApp) -> dict[str, str]:
    return {
        "PEKA_HOME": str(home),
        "PEKA_WHATSAPP_TOKEN": fake.token,
        "PEKA_WHATSAPP_PHONE_ID": fake.phone_id,
        "PEKA_WHATSAPP_WABA_ID": fake.access["waba_id"],
        "PEKA_WHATSAPP_APP_SECRET": fake.app_secret,
        "PEKA_WHATSAPP_VERIFY_TOKEN": fake.verify_token,
        "PEKA_WHATSAPP_API": fake.url,
    }


def whatsapp_settings(home: Path, fake: FakeWhatsApp) -> Settings:
    given = environment(home, fake).items()
    return Settings.model_validate({k.removeprefix("PEKA_").lower(): v for k, v in given})


@pytest.fixture(autouse=True)
def _quiet() -> Log:
    return listen()


def test_a_reply_keeps_its_words_for_a_template_and_its_language() -> None:
    from handlers.written import reply_of

    reply = Reply("Halo", fill=("P2K2",), language="en")
    assert reply_of(body_of(reply)) == reply
