"""What is said: put into a language, written as rows of the outbox, handed to the sender."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from conversations import talks as state
from conversations.changed import replace
from conversations.text import Catalogue
from conversations.turn.disowning import STOPPING
from conversations.turn.taken import Offer
from conversations.turn.taken import Reply as Spoken
from handlers.channel import Button, Channel, Enclosed, Reply
from handlers.notices import Notice
from handlers.written import body_of
from storage import outbox, people
from storage.outbox import Row
from storage.people import Known
from storage.unit import Unit, ms


@dataclass(frozen=True, kw_only=True)
class Outgoing:
    """Everything that leaves a transaction towards somebody."""

    languages: Mapping[str, Catalogue]
    post: Callable[[list[Row]], None]
    """Hands committed replies to the sender; must not block."""
    lease: str
    """The name under which this process holds what it is about to send."""
    room: Callable[[str], bool] = lambda _account: True
    """Tells whether a reply would leave soon through an account; if not, the outbox keeps it."""

    def notify(self, unit: Unit, notice: Notice) -> None:
        """Tell somebody else something, in their language, on their channel."""
        # Read anew: the turn itself may have just changed this very person.
        person = people.known_by_id(unit, notice.person.id) or notice.person
        replies = self.render(notice.replies, person.language)
        for reply in (row for one in replies for row in one.rows()):
            outbox.put(
                unit, person.id, person.account, body_of(replace(reply, fill=notice.fill)),
                lane=outbox.NOTICE, purpose=notice.purpose,
                made=ms(notice.made) if notice.made else None,
                due=ms(notice.due) if notice.due else None,
            )  # fmt: skip
        talks = state.read(person.talks)
        if replies and talks.top is None:
            talks = replace(talks, offers=last_offers(replies, ()))
        if warned := stopping(notice.replies):
            talks = replace(talks, warned=state.Noted(warned, unit.now))
        if notice.relay is not None:
            talks = replace(talks, relay_at=unit.now if notice.relay else None)
        people.save_talks(unit, person, state.write(talks))

    def queue(
        self, unit: Unit, channel: Channel, person: Known, spoken: tuple[Spoken, ...]
    ) -> None:
        """Queue replies to somebody's words that change no conversation."""
        if person.blocked:
            outbox.revive(unit, person.account, person.address)
            people.block(unit, person.account, person.address, blocked=False)
        self.put(
            unit, channel, person, self.render(spoken, person.language), [False] * len(spoken)
        )

    def put(
        self,
        unit: Unit,
        channel: Channel,
        person: Known,
        replies: tuple[Reply, ...],
        secret: list[bool],
    ) -> None:
        """Write the outbox rows; those of a pushing channel go to the sender after the commit."""
        soon = channel.pushes and person.wrote and self.room(person.account)
        pushes = soon and not outbox.behind(unit, person.id, self.lease)
        lease = self.lease if pushes else None
        wiped = [False] * (len(replies) - len(secret)) + secret
        rows = []
        parted = [
            (row, wipe) for one, wipe in zip(replies, wiped, strict=True) for row in one.rows()
        ]
        for reply, wipe in parted:
            body = body_of(reply)
            id_ = outbox.put(unit, person.id, person.account, body, secret=wipe, lease=lease)
            if lease:
                rows.append(
                    Row(id_, person.id, person.account, person.address, outbox.REPLY, "reply",
                        body, lease, seen_at=person.seen or ms(unit.now))
                )  # fmt: skip
        if rows:
            unit.after.append(lambda: self.post(rows))

    def render(self, spoken: tuple[Spoken, ...], language: str) -> tuple[Reply, ...]:
        """Put what is to be said into one person's language."""
        catalogue = self.languages.get(language) or self.languages["id"]
        return tuple(
            Reply(
                one.text.into(catalogue),
                tuple(button(offer, catalogue) for offer in one.offers),
                enclosed=Enclosed(one.paper, catalogue.language) if one.paper else None,
                language=language,
            )
            for one in spoken
        )


def stopping(replies: tuple[Spoken, ...]) -> str:
    """Give what the button carries that stops what a notice tells of; none: empty."""
    taps = (offer.tap for reply in replies for offer in reply.offers)
    return next((tap for tap in taps if tap.startswith(STOPPING)), "")


def button(offer: Offer, catalogue: Catalogue) -> Button:
    """Put a button into a language."""
    more = offer.more.into(catalogue) if offer.more else ""
    return Button(offer.label.into(catalogue), offer.tap, more)


def last_offers(
    replies: tuple[Reply, ...], before: tuple[tuple[str, str], ...]
) -> tuple[tuple[str, str], ...]:
    """Give what the last message offers, as it was spoken; ``before`` where none has words."""
    for reply in reversed(replies):
        if reply.text:
            return tuple((button.tap, button.label) for button in reply.buttons)
    return before
