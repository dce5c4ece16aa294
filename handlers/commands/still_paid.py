"""Money still comes although the family has left: a follow-up that the office works on."""

from __future__ import annotations

from bansos.cases import CaseKind, CaseState, start_of, working_days
from conversations.flow import Done, Problem
from conversations.graduation.still_paid import Followed, FollowMoney
from conversations.text import say
from handlers import draws
from handlers.commands.graduation_desk import WATCHED
from handlers.commands.help import opened
from handlers.commands.register import Context, does
from storage import cases, graduations, households, tries
from storage.graduations import Graduation

NAMES = {"pkh": "PKH", "sembako": "Sembako"}
MANY_TODAY = say("Hari ini sudah dicatat. Kalau ada yang baru, bicara dengan petugas.")


@does(FollowMoney)
def follow_money(context: Context, command: FollowMoney) -> Done | Problem:
    """Open the follow-up; a request that is being watched hears of it too."""
    own = tries.Asker(f"money:{context.person.account}:{context.person.address}", 3, (86_400,))
    if tries.seconds_to_wait(context.unit, "money", own):
        return Problem("", MANY_TODAY)
    tries.failed(context.unit, "money", own)
    which = " dan ".join(NAMES[one.value] for one in command.programmes)
    text = f"Sudah mundur, {which} masih masuk. {command.when}"
    watched_ = watched(context)
    body: dict[str, object] = {"about": {"text": text}}
    if watched_ is not None:
        body["graduation"] = watched_.ref
        cases.note(context.unit, watched_.case, "added", text)
    family = watched_.family if watched_ else None
    case = opened(context, CaseKind.MASIH_CAIR, command.village, body, family=family)
    code = draws.receipt(context.library.receipt_words)
    cases.add_reporter(context.unit, case.id, draws.alias(), code, context.person.id)
    cases.note(context.unit, case.id, "opened", text)
    days = working_days(CaseKind.MASIH_CAIR, start_of(CaseKind.MASIH_CAIR)) or 1
    return Done(Followed(code, days))


def watched(context: Context) -> Graduation | None:
    """Find a request of this chat's families that was filed and is being watched."""
    states = {*WATCHED, CaseState.DIAJUKAN}
    for one in households.of_person(context.unit, context.person.id):
        for request in graduations.open_of(context.unit, one.family):
            if request.state in states:
                return request
    return None
