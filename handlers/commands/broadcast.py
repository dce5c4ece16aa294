"""Broadcasts as an officer handles them in chat."""

from __future__ import annotations

from conversations.broadcast.commands import (
    ActOnBroadcast,
    BroadcastList,
    ComposeBroadcast,
    Composed,
    OpenBroadcasts,
)
from conversations.flow import Done, Problem
from handlers import broadcasts as acting
from handlers.broadcast_rights import sees
from handlers.broadcast_showing import view
from handlers.broadcasts import NewBroadcast, Refused
from handlers.commands.register import Context, does
from storage import broadcasts as kept
from storage import staff

SHOWN = 5
KEEPS = {"ajukan": "diulang", "setuju": "dihitung"}
"""What an act that is asked again carries along."""


@does(ComposeBroadcast)
def compose(context: Context, command: ComposeBroadcast) -> Done | Problem:
    """Keep a draft; its recipients are counted right after."""
    officer = officer_of(context)
    if officer is None:
        return Problem("", acting.NO_ROLE)
    due = acting.tomorrow(context.library, context.unit.now) if command.tomorrow else None
    draft = NewBroadcast(command.purpose, dict(command.texts), command.audience, due)
    ref = acting.propose(context.unit, context.library, draft, officer)
    return Problem("", ref.text) if isinstance(ref, Refused) else Done(Composed(ref))


@does(OpenBroadcasts)
def open_broadcasts(context: Context, _command: OpenBroadcasts) -> Done | Problem:
    """List the newest broadcasts that this officer may see."""
    officer = officer_of(context)
    if officer is None:
        return Problem("", acting.NO_ROLE)
    seen = [one for one in kept.newest(context.unit) if sees(one, officer)]
    return Done(BroadcastList(tuple((one.ref, one.state) for one in seen[:SHOWN])))


@does(ActOnBroadcast)
def act_on(context: Context, command: ActOnBroadcast) -> Done | Problem:
    """Show a broadcast, or do something with it."""
    officer = officer_of(context)
    if officer is None:
        return Problem("", acting.NO_ROLE)
    done = acting.act(
        context.unit, context.library, command.ref, command.act, officer, sure=command.sure
    )
    if isinstance(done, Refused):
        keep = {KEEPS[command.act]: True} if done.question else {}
        return Problem(done.question, done.text, keep=keep)
    context.notices += done.notices
    return Done(view(context.unit, context.library, done.broadcast, officer))


def officer_of(context: Context) -> staff.Officer | None:
    """Find the officer who talks, as the office has them now."""
    own = context.person.officer
    return staff.get(context.unit, own.id) if own else None
