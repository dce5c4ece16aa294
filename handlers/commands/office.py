"""Officers: coming in by a code, and a code for a family at the desk."""

from __future__ import annotations

from bansos.staff import Act, StaffRole, in_charge
from conversations.desk.staff import (
    FamilyCode,
    IssueFamilyCode,
    LinkStaff,
    StaffLinked,
    UnlinkStaff,
)
from conversations.flow import Done, Problem
from conversations.text import say
from handlers import draws
from handlers.commands.proof import askers, too_many
from handlers.commands.register import Context, does
from handlers.desk import desk_of
from handlers.disputes import barred
from storage import audit, codes, households, staff, tries

ENTRY = "entry"
LOOK_UP = "look-up"
FAMILY_CODE_MINUTES = 30
LATER = say(
    "Sudah banyak NIK yang tidak ditemukan. Demi keamanan, coba lagi nanti, atau tanyakan ke "
    "admin kantor."
)
ANOTHER_OFFICER = say(
    "Kode untuk NIK itu tidak bisa dibuat dari sini. Arahkan keluarganya ke kantor, bawa KTP "
    "dan KK."
)


@does(LinkStaff)
def link_staff(context: Context, command: LinkStaff) -> Done | Problem:
    """Make this chat an officer's."""
    if problem := too_many(context, ENTRY):
        return problem
    used = codes.use(context.unit, codes.STAFF, command.code, context.person.id)
    officer = staff.get(context.unit, used.subject) if used else None
    if officer is None:
        tries.failed(context.unit, ENTRY, *askers(context))
        audit.note(context.unit, f"person:{context.person.id}", "failed to come in", "staff")
        return Problem(
            "kode", say("Kode masuk itu tidak berlaku. Minta kode baru ke admin kantor.")
        )
    context.person.officer = officer
    audit.note(context.unit, f"staff:{officer.id}", "came in", f"person:{context.person.id}")
    return Done(StaffLinked(officer.name, StaffRole(officer.role), officer.regions))


@does(UnlinkStaff)
def unlink_staff(context: Context, command: UnlinkStaff) -> Done:
    """Make this chat a citizen's again."""
    officer = context.person.officer
    if officer is not None:
        context.person.officer = None
        audit.note(context.unit, f"staff:{officer.id}", "went out", f"person:{context.person.id}")
    return Done(command)


@does(IssueFamilyCode)
def issue_family_code(context: Context, command: IssueFamilyCode) -> Done | Problem:
    """Make a code for a family in front of the officer, and note who gave it to whom."""
    officer = context.person.officer
    if officer is None or not desk_of(officer).may(Act.GIVE_CODES):
        return Problem(
            "", say("Kode keluarga tidak dibuat dari peran ini. Tanyakan ke admin kantor.")
        )
    asker = tries.officer(officer.id)
    if tries.seconds_to_wait(context.unit, LOOK_UP, asker):
        audit.note(context.unit, f"staff:{officer.id}", "too many look-ups", "family")
        return Problem("", LATER)
    place = households.by_nik(context.unit, command.nik)
    if place is None or not in_charge(officer.regions, place.village):
        tries.failed(context.unit, LOOK_UP, asker)
        audit.note(context.unit, f"staff:{officer.id}", "failed look-up", "family")
        return Problem(
            "nik", say("NIK itu tidak ada di data wilayah Bapak/Ibu. Periksa KTP, lalu coba lagi.")
        )
    if barred(context.unit, place.family, officer.id):
        audit.note(context.unit, f"staff:{officer.id}", "refused code", f"family:{place.family}")
        return Problem("nik", ANOTHER_OFFICER)
    code = draws.one_time()
    seconds = FAMILY_CODE_MINUTES * 60
    codes.add(context.unit, codes.FAMILY, code, place.family, officer.id, seconds)
    audit.note(context.unit, f"staff:{officer.id}", "gave a code", f"family:{place.family}")
    return Done(FamilyCode(draws.shown(code), FAMILY_CODE_MINUTES))
