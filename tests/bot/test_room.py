"""A reply is leased to this process only where it will leave soon; else the outbox keeps it."""

from bot.line import GIVE_BACK_AFTER
from bot.sender import Sender
from handlers.channel import Limits
from storage import outbox
from storage.outbox import Row
from tests.house import ACCOUNT, LEASE, Stub, make_writer


def row(number: int, lane: int = outbox.REPLY) -> Row:
    return Row(number, number, ACCOUNT, str(number), lane, "reply", b'{"t":"halo"}', LEASE)


async def test_no_room_once_what_is_held_takes_ten_seconds_to_send(sqlite_url: str) -> None:
    sender = Sender(make_writer(sqlite_url), LEASE)
    assert not sender.room(ACCOUNT), "an account that nobody sends for"
    sender.open(Stub(), Limits(per_second=3, person_every=1, person_burst=3))
    held = 0
    while sender.room(ACCOUNT):
        held += 1
        sender.post([row(held)])
    assert held == 3 * GIVE_BACK_AFTER
    line = sender.lines[ACCOUNT]
    line.let_go([row(1)])
    assert sender.room(ACCOUNT)


async def test_bulk_takes_no_room_from_replies(sqlite_url: str) -> None:
    sender = Sender(make_writer(sqlite_url), LEASE)
    sender.open(Stub(), Limits(per_second=3, person_every=1, person_burst=3))
    for number in range(100):
        sender.lines[ACCOUNT].add(row(number, outbox.BULK))
    assert sender.room(ACCOUNT)


async def test_no_room_while_the_account_is_refused_or_pauses_long(sqlite_url: str) -> None:
    sender = Sender(make_writer(sqlite_url), LEASE)
    sender.open(Stub(), Limits(per_second=30, person_every=1, person_burst=3))
    line = sender.lines[ACCOUNT]
    assert sender.room(ACCOUNT)
    line.paused_until = line.pace.clock() + GIVE_BACK_AFTER + 1
    assert not sender.room(ACCOUNT)
    line.paused_until = 0.0
    line.stopped = "token"
    assert not sender.room(ACCOUNT)
