"""Somebody whose message no reader takes is told so, once; the message is kept."""

from dataclasses import dataclass

from handlers.channel import Delivery, Odd
from tests.house import ACCOUNT, Stub, living, make_house, prepare


@dataclass
class OddStub(Stub):
    """Every body is one odd item: ``id|address``."""

    def read(self, raw: bytes) -> Delivery:
        id_, _, address = raw.decode().partition("|")
        return Delivery(odd=(Odd(id_, raw, "message.text: string_type", address),))


async def test_the_sender_of_an_odd_item_is_told_once(database_url: str) -> None:
    house = make_house(prepare(database_url), channel=OddStub())
    async with living(house):
        for body in (b"9|siti", b"9|siti", b"10|", b"11|siti"):
            await house.turns.deliver(house.channel, body)
    told = house.rows("SELECT purpose, lane FROM peka_outbox")
    assert told == [("reply", 0)] * 2
    assert house.rows("SELECT COUNT(*) FROM peka_poison") == [(3,)]
    assert house.rows("SELECT account FROM peka_person") == [(ACCOUNT,)]
