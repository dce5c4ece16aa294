"""Chats that are linked to a family and are not of it: stopped, and the family locked."""

from __future__ import annotations

from bansos.cases import CaseKind
from bansos.staff import Act
from conversations.flow import Done, Problem
from conversations.strangers import Disputed, DisputeLink, KnowLinks
from conversations.tasks import UnlockFamily
from handlers import desk, draws
from handlers.commands.help import opened
from handlers.commands.register import Context, does
from handlers.commands.stopping import stop_with_asker
from handlers.commands.tasks import NOT_HERE
from storage import audit, cases, guarding, households
from storage.guarding import Other

STOPPED = (
    "Anggota keluarga berkata: obrolan yang terhubung bukan keluarganya. "
    "Dihentikan: {stopped}. {left}"
    "Keluarga ini terkunci: hanya kode petugas yang membukanya."
)
"""What the officer reads first."""
LEFT = "Belum dihentikan: {left}, karena lebih dulu ada atau dari kode petugas. "
DOUBTED = (
    "Anggota keluarga berkata: obrolan yang terhubung bukan keluarganya. "
    "Hubungan itu lebih dulu ada, atau dibuat dengan kode petugas, jadi belum dihentikan. "
    "Tolong diperiksa."
)


@does(DisputeLink)
def dispute_link(context: Context, command: DisputeLink) -> Done | Problem:
    """Stop the links that somebody of the family disputes, and let the office look at once.

    Whoever is stopped hears nothing: it would tell that the family is there, and who stopped it.
    """
    every = guarding.others(context.unit, context.person.id)
    meant = next((one for one in every if str(one.link) == command.link), None)
    if meant is None:
        return Done(Disputed(stopped=0))
    for link in command.family:
        keep_known(context, every, link)
    spared = set(command.family)
    alike = [one for one in every if one.own == meant.own and not one.known]
    there = [one for one in {*alike, meant} if str(one.link) not in spared]
    stopped = [one for one in there if one.yields]
    for one in stopped:
        stop(context, one)
    look_at(context, meant, len(stopped), len(there) - len(stopped))
    return Done(Disputed(stopped=len(stopped), asked=len(there) - len(stopped)))


def stop(context: Context, one: Other) -> None:
    """End a link, and what was asked for through it; lock the family."""
    link = households.link_of(context.unit, one.link)
    if link is None:
        return
    households.unlink(context.unit, link.id, "disputed")
    guarding.lock(context.unit, link.family)
    stop_with_asker(context, link.person, link.family)
    audit.note(context.unit, f"person:{context.person.id}", "disputed", f"link:{link.id}")


def look_at(context: Context, meant: Other, stopped: int, left: int) -> None:
    """Open the urgent case."""
    home = households.household(context.unit, meant.family)
    body: dict[str, object] = {"link": meant.link}
    village = home.village if home else ""
    case = opened(context, CaseKind.BUKAN_SAYA, village, body, family=meant.family)
    code = draws.receipt(context.library.receipt_words)
    cases.add_reporter(context.unit, case.id, draws.alias(), code, context.person.id)
    more = LEFT.format(left=left) if left else ""
    told = STOPPED.format(stopped=stopped, left=more) if stopped else DOUBTED
    cases.note(context.unit, case.id, "opened", told)


@does(KnowLinks)
def know_links(context: Context, command: KnowLinks) -> Done:
    """Keep who is family: a later "bukan saya" does not mean them."""
    every = guarding.others(context.unit, context.person.id)
    for link in command.links:
        keep_known(context, every, link)
    return Done(command)


def keep_known(context: Context, every: list[Other], link: str) -> None:
    """Keep that one link of a family of one's own is known."""
    if any(str(one.link) == link for one in every):
        guarding.know(context.unit, context.person.id, int(link))


@does(UnlockFamily)
def unlock_family(context: Context, command: UnlockFamily) -> Done | Problem:
    """Let two numbers open a family again: whoever decides cases there, and may see this one."""
    officer = context.person.officer
    case = desk.visible(context.unit, officer, command.ref)
    decides = officer is not None and desk.desk_of(officer).may(Act.DECIDE_CASES)
    if officer is None or case is None or not decides or case.family is None:
        return Problem("", NOT_HERE)
    if guarding.unlock(context.unit, case.family):
        cases.note(context.unit, case.id, "unlocked", UNLOCKED, officer.id)
        audit.note(context.unit, f"staff:{officer.id}", "unlocked", f"family:{case.family}")
    return Done(command)


UNLOCKED = "Kunci keluarga ini dibuka lagi: NIK dan 6 angka KK cukup untuk melihat status."
