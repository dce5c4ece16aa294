"""Broadcasts in the store: counted, sent a little at a time, every recipient with a named end."""

from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from functools import partial
from typing import TypeVar

import pytest

from bansos.broadcasts import Audience, BroadcastState, Outcome, Purpose
from conversations.broadcast.commands import Tally
from conversations.broadcast.words import progress
from conversations.changed import replace
from conversations.text import Source
from handlers import broadcasts as acting
from handlers import spreading
from handlers.broadcast_showing import view
from handlers.broadcasts import Acted, NewBroadcast, Refused
from storage import broadcasts, ledger, lessons, outbox, people, staff, waiting
from storage.broadcasts import Broadcast
from storage.unit import Unit, Work
from tests import town as towns
from tests.house import ACCOUNT, House, living, make_house, prepare

TUESDAY = datetime(2026, 11, 3, 3, tzinfo=UTC)
NIGHT = datetime(2026, 11, 3, 15, tzinfo=UTC)


T = TypeVar("T")


class Town:
    """A house with two officers, families, and one broadcast."""

    def __init__(self, house: House) -> None:
        self.house, self.now = house, TUESDAY
        house.writer.clock = lambda: self.now
        self.ratna = self.rini = 0

    async def do(self, work: Work[T]) -> T:
        return await self.house.writer.do(work)

    async def settle(self) -> None:
        self.ratna, self.rini = await self.do(towns.settle)

    async def family(self, n: int, *chats: str, village: str = "35.26.08.2012") -> None:
        await self.do(lambda unit: towns.family(unit, n, *chats, village=village))

    async def propose(self, text: str = "Yth. {nama}", *, lesson: int = 0) -> str | Refused:
        audience = Audience(("35.26.08",), lesson=lesson)
        draft = NewBroadcast(Purpose.EDUCATION, {"id": text}, audience)

        def work(unit: Unit) -> str | Refused:
            officer = staff.get(unit, self.ratna)
            assert officer is not None
            return acting.propose(unit, self.house.turns.library, draft, officer)

        return await self.do(work)

    async def act(self, what: str, who: int, *, sure: bool = False) -> Acted | Refused:
        def work(unit: Unit) -> Acted | Refused:
            officer = staff.get(unit, who)
            assert officer is not None
            ref = broadcasts.newest(unit)[0].ref
            return acting.act(unit, self.house.turns.library, ref, what, officer, sure=sure)

        return await self.do(work)

    async def spread(self) -> None:
        await self.house.turns.fall_due()

    async def approved(self, text: str = "Yth. {nama}") -> None:
        await self.propose(text)
        await self.spread()
        assert isinstance(await self.act("ajukan", self.ratna), Acted)
        assert isinstance(await self.act("setuju", self.rini, sure=True), Acted)

    async def broadcast(self) -> Broadcast:
        return (await self.do(broadcasts.newest))[0]

    def outcomes(self) -> dict[str, int]:
        return dict(Counter(o for (o,) in self.house.rows("SELECT outcome FROM peka_recipient")))

    async def ends(self, error: str, *, most: int = 1_000) -> None:
        """The sender could not bring them."""

        def work(unit: Unit) -> None:
            for row in outbox.take_due(unit, ACCOUNT, "w0-test", 0, most):
                outbox.failed(unit, row, error)

        await self.do(work)

    async def sends(self) -> None:
        def work(unit: Unit) -> None:
            rows = outbox.take_due(unit, ACCOUNT, "w0-test", 0, 1_000)
            outbox.sent_many(unit, [(row, f"m{row.id}") for row in rows])

        await self.do(work)


@pytest.fixture
async def town(database_url: str) -> AsyncIterator[Town]:
    house = make_house(prepare(database_url))
    async with living(house):
        made = Town(house)
        await made.settle()
        yield made


async def test_counted_approved_sent_and_every_recipient_named(town: Town) -> None:
    for n in range(1, 251):
        await town.family(n, f"c{n}")
    await town.family(900, "far", village="35.26.01.1003")
    await town.approved()
    await town.spread()
    await town.sends()
    await town.spread()
    assert town.outcomes() == {"terkirim": 250}
    assert (await town.broadcast()).state is BroadcastState.SELESAI
    await town.spread()
    assert town.house.rows("SELECT COUNT(*) FROM peka_outbox WHERE lane = 2") == [(250,)]


async def test_a_piece_done_again_does_nothing_twice(town: Town) -> None:
    for n in range(1, 6):
        await town.family(n, f"c{n}")
    await town.propose()
    found = await town.broadcast()
    library = town.house.turns.library
    for _ in range(2):
        await town.do(lambda unit: spreading.families(unit, library, found))
    assert town.outcomes() == {"dipilih": 5}


async def test_who_has_passed_the_lesson_is_not_told_of_it(town: Town) -> None:
    await town.family(1, "a")
    await town.family(2, "b")

    def passes(unit: Unit) -> None:
        lessons.pass_lesson(unit, people.know(unit, ACCOUNT, "a").id, "3")

    await town.do(passes)
    await town.propose(lesson=3)
    await town.spread()
    assert town.house.rows("SELECT family_id FROM peka_recipient") == [(2,)]


async def test_who_wrote_it_does_not_approve_it(town: Town) -> None:
    await town.family(1, "c1")
    await town.propose()
    await town.spread()
    assert isinstance(await town.act("ajukan", town.ratna), Acted)
    refused = await town.act("setuju", town.ratna)
    assert isinstance(refused, Refused)
    assert refused.text == acting.OWN
    assert (await town.broadcast()).state is BroadcastState.DIAJUKAN


@pytest.mark.parametrize(("families", "hidden"), [(1, True), (9, True), (10, False)])
async def test_of_few_people_the_field_hears_no_numbers(
    town: Town, families: int, *, hidden: bool
) -> None:
    for n in range(1, families + 1):
        await town.family(n, f"w{n}")
    await town.propose()
    await town.spread()

    def seen_by(who: int) -> Tally:
        def work(unit: Unit) -> Tally:
            officer, one = staff.get(unit, who), broadcasts.newest(unit)[0]
            assert officer is not None
            return view(unit, town.house.turns.library, one, officer).tally

        return town.house.writer.do_now(work)

    field = seen_by(town.ratna)
    assert (field.few, bool(field.reachable)) == (hidden, not hidden)
    assert seen_by(town.rini).reachable == (("stub", families),)


@pytest.mark.parametrize(
    ("text", "warned"),
    [
        ("Kumpul PKH Selasa pukul 9 di balai desa.", False),
        ("PIN jangan diberikan ke siapa pun, juga petugas.", False),
        ("Yth. {nama}, ketik PIN Bapak di https://kks-cair.xyz ya.", True),
        ("Transfer 50 ribu ke 081234567890 supaya cair.", True),
    ],
)
async def test_who_approves_is_told_what_reads_like_a_swindle(
    town: Town, text: str, *, warned: bool
) -> None:
    await town.family(1, "a")
    await town.propose(text)
    await town.spread()
    assert isinstance(await town.act("ajukan", town.ratna), Acted)
    asked = await town.act("setuju", town.rini)
    assert isinstance(asked, Refused)
    told = asked.text.into(Source())
    assert "Kirim ke 1 orang?" in told
    assert ("penipuan" in told) is warned


def test_of_nobody_nothing_is_listed() -> None:
    assert progress(Tally()).into(Source()) == "Sampai: 0 dari 0."


async def test_outside_the_area_nobody_proposes(town: Town) -> None:
    def work(unit: Unit) -> str | Refused:
        officer = staff.get(unit, town.ratna)
        assert officer is not None
        draft = NewBroadcast(Purpose.SCHEDULE, {"id": "Halo"}, Audience(("35.26",)))
        return acting.propose(unit, town.house.turns.library, draft, officer)

    assert isinstance(await town.do(work), Refused)
    assert isinstance(await town.propose("Yth. {namaa}"), Refused)
    assert town.house.rows("SELECT COUNT(*) FROM peka_broadcast") == [(0,)]


async def test_nobody_to_reach_is_refused(town: Town) -> None:
    await town.propose()
    await town.spread()
    found = await town.broadcast()
    assert (found.state, found.reason) == (BroadcastState.DIBATALKAN, "kosong")


async def test_another_chat_of_the_family_then_a_task(town: Town) -> None:
    await town.family(1, "a", "b")
    await town.approved()
    await town.spread()
    await town.ends("blocked")
    await town.spread()
    assert town.outcomes() == {"antri": 1}, "the other chat is tried"
    await town.ends("undeliverable")
    await town.spread()
    assert town.outcomes() == {"tugas": 1}
    assert town.house.rows("SELECT reason FROM peka_recipient") == [("undeliverable",)]
    assert town.house.rows("SELECT kind, village FROM peka_case") == [
        ("kunjungan", "35.26.08.2012")
    ]
    assert (await town.broadcast()).state is BroadcastState.SELESAI


async def test_who_declined_education_is_named_so(town: Town) -> None:
    await town.family(1, "a")
    await town.do(
        lambda unit: people.education_of(
            unit, people.know(unit, ACCOUNT, "a").id, wanted=False, by="person"
        )
    )
    await town.approved()
    await town.spread()
    assert town.outcomes() == {"keluar": 1}
    assert town.house.rows("SELECT COUNT(*) FROM peka_outbox WHERE lane = 2") == [(0,)]


async def test_pause_takes_back_and_resume_sends_once(town: Town) -> None:
    for n in range(1, 31):
        await town.family(n, f"c{n}")
    await town.approved()
    await town.spread()
    assert town.outcomes() == {"antri": 30}
    await town.act("jeda", town.ratna)
    assert town.outcomes() == {"dipilih": 30}
    assert town.house.rows("SELECT COUNT(*) FROM peka_outbox WHERE lane = 2") == [(0,)]
    await town.spread()
    assert town.outcomes() == {"dipilih": 30}
    assert isinstance(await town.act("lanjut", town.ratna), Refused), "who approved decides"
    await town.act("lanjut", town.rini)
    await town.spread()
    await town.sends()
    await town.spread()
    assert town.outcomes() == {"terkirim": 30}


async def test_cancelled_in_the_middle_the_rest_is_left_out(town: Town) -> None:
    for n in range(1, 31):
        await town.family(n, f"c{n}")
    await town.approved()
    await town.spread()
    await town.ends("blocked", most=3)
    await town.act("batal", town.ratna)
    await town.spread()
    assert town.outcomes() == {"dilewati": 27, "gagal": 3}


async def test_at_night_it_waits_for_the_morning(town: Town) -> None:
    await town.family(1, "a")
    await town.approved()
    town.now = NIGHT
    await town.spread()
    assert town.outcomes() == {"dipilih": 1}
    town.now = datetime(2026, 11, 4, 0, 1, tzinfo=UTC)
    await town.spread()
    assert town.outcomes() == {"antri": 1}


async def test_the_same_again_within_a_week_is_asked(town: Town) -> None:
    await town.family(1, "a")
    await town.approved("Halo semua")
    await town.propose("Halo semua")
    await town.spread()
    refused = await town.act("ajukan", town.ratna)
    assert isinstance(refused, Refused)
    assert refused.question == "yakin"
    assert isinstance(await town.act("ajukan", town.ratna, sure=True), Acted)


async def test_a_late_word_of_the_platform_moves_the_ledger_forward_only(town: Town) -> None:
    await town.family(1, "a")
    await town.approved()
    await town.spread()
    await town.sends()
    ((row,),) = town.house.rows("SELECT id FROM peka_outbox WHERE lane = 2")
    said = partial(outbox.report, account=ACCOUNT, platform=f"m{row}", error="", row=None)
    for state, wanted in (("read", "dibaca"), ("delivered", "dibaca"), ("sent", "dibaca")):
        await town.do(partial(said, state=state))
        assert town.outcomes() == {wanted: 1}


async def test_what_was_taken_and_refused_later_is_tried_on_another_chat(town: Town) -> None:
    await town.family(1, "a", "b")
    await town.approved()
    await town.spread()
    await town.sends()
    await town.spread()
    assert town.outcomes() == {"terkirim": 1}
    ((row,),) = town.house.rows("SELECT id FROM peka_outbox WHERE lane = 2")
    await town.do(lambda unit: waiting.end(unit, row, f"m{row}", "undeliverable"))
    await town.spread()
    assert town.outcomes() == {"antri": 1}
    await town.sends()
    await town.spread()
    assert town.outcomes() == {"terkirim": 1}
    assert town.house.rows("SELECT COUNT(DISTINCT person_id) FROM peka_outbox WHERE lane = 2") == [
        (2,)
    ]


async def test_a_refused_template_pauses_and_keeps_the_ledger(town: Town) -> None:
    for n in range(1, 4):
        await town.family(n, f"c{n}")
    await town.approved()
    await town.spread()
    row = town.house.rows("SELECT MIN(id) FROM peka_outbox WHERE lane = 2")[0][0]
    await town.do(lambda unit: ledger.stop_of(unit, row, "template"))
    found = await town.broadcast()
    assert (found.state, found.reason) == (BroadcastState.DIJEDA, "template")
    assert town.outcomes() == {"dipilih": 3}


async def test_the_tier_is_kept_outside_the_window(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(1, 6):
        await town.family(n, f"c{n}")
    monkeypatch.setattr(acting.Means, "way", lambda *_given: ("", True))
    terms = replace(town.house.turns.library.terms, tier=2)
    monkeypatch.setattr("handlers.facts.Library.terms", terms, raising=False)
    object.__setattr__(town.house.turns.library, "terms", terms)
    try:
        await town.approved()
        await town.spread()
        assert town.outcomes() == {"antri": 2, "dipilih": 3}
        town.now = datetime(2026, 11, 4, 4, tzinfo=UTC)
        await town.spread()
        assert town.outcomes()["antri"] == 4
    finally:
        object.__setattr__(town.house.turns.library, "terms", replace(terms, tier=250))


def test_every_outcome_is_an_end_or_on_its_way() -> None:
    assert {Outcome.DIPILIH, Outcome.ANTRI} < set(Outcome)
