"""Chats that are linked to a family and are not of it: stopped, and the family locked."""

from __future__ import annotations

from bansos.cases import CaseKind
from bansos.staff import AccusedRole, Act, StaffRole
from conversations.desk.commands import UnlockFamily
from conversations.family.strangers import SUSPENDED, Disputed, DisputeLink, KnowLinks
from conversations.flow import MENU, OFFICER, Done, Problem
from conversations.turn.taken import Reply, offers
from handlers import desk, draws
from handlers.commands.help import opened
from handlers.commands.register import Context, does
from handlers.commands.stopping import stop_with_asker
from handlers.commands.tasks import NOT_HERE
from handlers.disputes import ISSUERS
from handlers.notices import Notice
from storage import audit, cases, guarding, households, people, staff
from storage.cases import Case
from storage.guarding import Other, Verdict

SAID = "Anggota keluarga berkata: obrolan yang terhubung bukan keluarganya. "
STOPPED = "Dihentikan: {stopped}. {left}Keluarga ini terkunci: hanya kode petugas yang membukanya."
"""What the officer reads first, after what was said."""
LEFT = "Belum dihentikan: {left}, karena lebih dulu ada atau dari kode petugas. "
DOUBTED = (
    "Hubungan itu lebih dulu ada, atau dibuat dengan kode petugas, jadi belum dihentikan. "
    "Tolong diperiksa."
)
UNCLEAR = (
    "Sama-sama bukti ringan, belum jelas siapa keluarga. Status ditutup untuk semua yang memakai "
    "bukti ringan: {stopped}. {left}Beri kode hanya setelah melihat KTP dan KK asli."
)
CODED = (
    "Hubungan lama melawan kode petugas yang baru, belum jelas siapa keluarga. "
    "Status ditutup untuk keduanya: {stopped}. {left}"
    "Beri kode hanya setelah melihat KTP dan KK asli."
)
BY = " Kode dibuat oleh {names}; harus diputuskan petugas lain."


@does(DisputeLink)
def dispute_link(context: Context, command: DisputeLink) -> Done | Problem:
    """Stop the links that somebody of the family disputes, and let the office look at once.

    Where it is not clear who the family is, the status closes for all who have no officer's code,
    and all of them read the same.  Else whoever is stopped hears nothing, unless they were there
    first: it would tell that the family is there, and who stopped it.
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
    gone = [one for one in there if one.verdict is not Verdict.STAYS]
    unclear = any(one.verdict is Verdict.BOTH for one in gone)
    if unclear:
        light = (one for one in every if one.own == meant.own and one.grade == households.LIGHT)
        gone = sorted({*gone, *light}, key=lambda one: one.link)
    for one in gone:
        stop(context, one.link, told=unclear or one.link < one.own)
    if unclear:
        part(context, meant.own)
    look_at(context, there, len(gone) + unclear, unclear=unclear)
    left = sum(one.verdict is Verdict.STAYS for one in there)
    return Done(Disputed(stopped=len(gone), asked=left, suspended=unclear))


def stop(context: Context, link_id: int, *, told: bool) -> None:
    """End a link, and what was asked for through it; lock the family."""
    link = households.link_of(context.unit, link_id)
    if link is None:
        return
    households.unlink(context.unit, link.id, "disputed")
    guarding.lock(context.unit, link.family)
    stop_with_asker(context, link.person, link.family)
    audit.note(context.unit, f"person:{context.person.id}", "disputed", f"link:{link.id}")
    known = people.known_by_id(context.unit, link.person) if told else None
    if known is not None and known.id != context.person.id:
        closed = Reply(SUSPENDED, offers((OFFICER, MENU)))
        context.notices.append(Notice(known, "security", (closed,)))


def part(context: Context, own: int) -> None:
    """End the light link of the one who disputes: two numbers are on both sides."""
    stop(context, own, told=False)
    context.person.links -= 1


def look_at(context: Context, there: list[Other], stopped: int, *, unclear: bool) -> None:
    """Open the urgent case; while one is open, it gets a line more and nobody is told again."""
    left = sum(one.verdict is Verdict.STAYS for one in there)
    issuers = sorted({one.doubtful for one in there if one.doubtful is not None})
    named = [one for by in issuers if (one := staff.get(context.unit, by))]
    told = SAID + words_of(there, stopped, left, unclear=unclear)
    if named:
        told += BY.format(names=", ".join(one.name for one in named))
    accused = tuple(dict.fromkeys(ROLES[StaffRole(one.role)] for one in named))
    family = there[0].family
    case = open_dispute(context, family, accused)
    if case is None:
        case = open_case(context, there, issuers, accused or (AccusedRole.NONE,))
        cases.note(context.unit, case.id, "opened", told)
    else:
        cases.note(context.unit, case.id, "added", told)


def words_of(there: list[Other], stopped: int, left: int, *, unclear: bool) -> str:
    """Say what was done about the links, and what was not."""
    more = LEFT.format(left=left) if left else ""
    if not unclear:
        return STOPPED.format(stopped=stopped, left=more) if stopped else DOUBTED
    coded = any(one.grade == households.FIRM and one.verdict is Verdict.BOTH for one in there)
    return (CODED if coded else UNCLEAR).format(stopped=stopped, left=more)


def open_dispute(context: Context, family: int, accused: tuple[AccusedRole, ...]) -> Case | None:
    """Find the open case of a family that nobody reads who must not read the new one."""
    role = ",".join(accused or (AccusedRole.NONE,))
    every = cases.of_family(context.unit, CaseKind.BUKAN_SAYA, family)
    return next((one for one in every if one.accused_role == role), None)


def open_case(
    context: Context, there: list[Other], issuers: list[int], accused: tuple[AccusedRole, ...]
) -> Case:
    """Open the case of a family; who gave a code in doubt is out of its sight."""
    family = there[0].family
    home = households.household(context.unit, family)
    body: dict[str, object] = {"link": there[0].link, ISSUERS: issuers}
    village = home.village if home else ""
    case = opened(context, CaseKind.BUKAN_SAYA, village, body, accused=accused, family=family)
    code = draws.receipt(context.library.receipt_words)
    cases.add_reporter(context.unit, case.id, draws.alias(), code, context.person.id)
    return case


ROLES = {
    StaffRole.PENDAMPING: AccusedRole.PENDAMPING,
    StaffRole.OPERATOR_DESA: AccusedRole.OPERATOR_DESA,
    StaffRole.TKSK: AccusedRole.TKSK,
    StaffRole.VERIFIKATOR: AccusedRole.PEGAWAI_DINSOS,
    StaffRole.ADMIN: AccusedRole.PEGAWAI_DINSOS,
    StaffRole.AUDITOR: AccusedRole.PEGAWAI_DINSOS,
}
"""As what an officer counts of whom something is said."""


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
