"""Requests to leave a programme: what a chat may know of them, and the end of the seven days."""

from __future__ import annotations

from datetime import datetime

from bansos.cases import CaseKind, CaseState
from bansos.graduation import STOPPABLE, LeavingReason
from bansos.programmes import Programme
from bansos.staff import Act, in_charge
from conversations.changed import replace
from conversations.facts import Facts, Leaving
from conversations.flow import OFFICER, Step
from conversations.graduation.commands import AskToLeave
from conversations.graduation.standing import spoken_programmes
from conversations.text import Say, label, paragraphs, say
from conversations.turn.taken import Reply, offers
from handlers import desk
from handlers.deadlines import PIECE, Met, falls_due
from handlers.facts import Library
from handlers.notices import Notice
from storage import audit, cases, graduations, households, letters, people, waiting
from storage.graduations import Graduation
from storage.households import Linked
from storage.letters import Letter
from storage.people import Known
from storage.unit import Unit


def load_graduations(unit: Unit, person: Known, _library: Library, facts: Facts) -> Facts:
    """List the open requests of the families that this chat is linked to."""
    found = tuple(
        leaving(unit, person, one.link, request)
        for one in households.of_person(unit, person.id)
        for request in graduations.open_of(unit, one.family)
    )
    return replace(facts, graduations=found)


def load_pausing(unit: Unit, person: Known, _library: Library, facts: Facts) -> Facts:
    """Tell an officer until when requests of the area can be withdrawn; of whom they are, nobody.

    In the seven days no officer sees a request, lest somebody pushes the family either way.
    """
    own = desk.desk_of(person.officer) if person.officer else None
    if own is None or not own.may(Act.SEE_FAMILIES):
        return replace(facts, pausing=())
    days = (day for village, day in graduations.pausing(unit) if in_charge(own.regions, village))
    return replace(facts, pausing=tuple(sorted(days)))


def leaving(unit: Unit, person: Known, link: int, request: Graduation) -> Leaving:
    """Tell one request as its own family may know it."""
    return Leaving(
        ref=request.ref,
        link=link,
        programmes=programmes_of(request),
        state=CaseState(request.state),
        last_day=request.last_day,
        mine=asked_it(unit, person, request.case),
    )


def programmes_of(request: Graduation) -> tuple[Programme, ...]:
    """Read which programmes are to be left."""
    return tuple(Programme(one) for one in request.programmes)


def asked_it(unit: Unit, person: Known, case: int) -> bool:
    """Tell whether a request came from this chat."""
    return person.id in {one.person for one in cases.reporters(unit, case)}


def asker_of(unit: Unit, case: int) -> Known | None:
    """Find the chat that asked, where the way back was kept."""
    ids = (one.person for one in cases.reporters(unit, case) if one.person is not None)
    return next((known for id_ in ids if (known := people.known_by_id(unit, id_))), None)


def others_of(unit: Unit, family: int, person: int) -> list[Known]:
    """List everybody else who is linked to a family."""
    ids = [one for one in households.linked(unit, family) if one != person]
    return [known for id_ in ids if (known := people.known_by_id(unit, id_))]


def named(library: Library, request: Graduation) -> Say:
    """Name the programmes, in and outside a turn."""
    return spoken_programmes(library.wording, programmes_of(request))


def proved_firmly(unit: Unit, person: int, family: int, officer: int | None) -> bool:
    """Let a wish of this chat go on from where it was, as a request with a firm proof.

    The seven days, the visit and the two officers stay as they are.
    """
    wishes = [
        one
        for one in graduations.open_of(unit, family)
        if not one.firm and one.state in STOPPABLE
        if person in {known.person for known in cases.reporters(unit, one.case)}
    ]
    for one in wishes:
        graduations.proved(unit, one.case, officer)
        cases.note(unit, one.case, "added", "Bukti sekarang kuat: kode dari petugas.")
        audit.note(unit, f"person:{person}", "proved firmly", f"case:{one.case}")
    return bool(wishes)


# The letter


def draw_up(
    unit: Unit,
    library: Library,
    family: Linked,
    asked: AskToLeave,
    *,
    person: int,
    case: int,
) -> Letter:
    """Make the draft of the statement, with its number.

    Under a light proof it holds nothing of the office's list: what is missing is filled in by hand
    at the visit.
    """
    words = library.wording
    fields = {
        "nama": asked.signer,
        "bantuan": " dan ".join(words.of(one).label for one in asked.programmes),
        "alasan": asked.reason_words or reason(library, asked.reason),
        "wilayah": ", Kec. ".join(library.regions.path(family.household.village)[:2]),
    }
    if family.grade == households.FIRM:
        fields |= of_the_list(family, asked.signer)
    return letters.issue(
        unit,
        kind=letters.GRADUATION,
        fields=fields,
        state=letters.DRAFT,
        person=person,
        family=family.family,
        case=case,
        day=library.local(unit.now).date(),
    )


def reason(library: Library, reason_: LeavingReason) -> str:
    """Give the reason in words; another one is left to a pen."""
    return "" if reason_ is LeavingReason.LAIN else library.wording.of(reason_).text.rstrip(".")


def of_the_list(family: Linked, signer: str) -> dict[str, str]:
    """Take what the list says of the family and of the one who signs, numbers masked."""
    home = family.household
    wanted = signer.casefold().split()
    same = next((one for one in home.members if one.name.casefold().split() == wanted), None)
    where = (home.address, home.rt and f"RT {home.rt}", home.rw and f"RW {home.rw}")
    return {
        "nik": same.nik_masked if same else "",
        "kk": home.kk_masked,
        "alamat": ", ".join(one for one in where if one),
    }


def letter_of(unit: Unit, case: int) -> Letter | None:
    """Find the letter of a request."""
    return next(iter(reversed(letters.of_case(unit, case))), None)


def restate(unit: Unit, case: int, state: str) -> Letter | None:
    """Let the letter say what has become of the request."""
    letter = letter_of(unit, case)
    if letter is not None:
        letters.restate(unit, letter.id, state)
    return letter


# The end of the pause


@falls_due("graduation pauses")
def pauses_end(unit: Unit, library: Library, now: datetime) -> Met:
    """Remind those whose seven days are over, and give their requests to the office.

    Nothing is filed by it: only a visit and a signature go on from here, whatever is answered.
    """
    due = graduations.pauses_over(unit, now, PIECE)
    notices = [notice for one in due for notice in pause_ended(unit, library, one)]
    return Met(notices, more=len(due) == PIECE)


def no_more_reminder(unit: Unit, case: int) -> None:
    """Let go of a reminder that still waits, once its request has moved on.

    Whoever asked for two families keeps the other one's.
    """
    asker = asker_of(unit, case)
    if asker is None:
        return
    others = (one for one in cases.of_person(unit, asker.id) if one.id != case)
    if not any(one.state == CaseState.KUNJUNGAN for one in others):
        waiting.let_go(unit, asker.id, "reminder")


def pause_ended(unit: Unit, library: Library, request: Graduation) -> list[Notice]:
    """End one pause: the asker is asked once more, the officers see a task."""
    graduations.end_pause(unit, request.case)
    case = cases.by_id(unit, request.case)
    if case is None or case.state != CaseState.JEDA:
        return []
    state = CaseState.KUNJUNGAN
    due = desk.due(library, CaseKind.GRADUASI, state, unit.now)
    cases.move(unit, case, state, waiting=True, due=due)
    audit.note(unit, "clock", "ended the pause", f"case:{case.id}")
    asker = asker_of(unit, case.id)
    reminded = [Notice(asker, "reminder", (reminder(library, request),))] if asker else []
    moved = cases.by_id(unit, case.id) or case
    return [*reminded, *desk.alert(unit, moved)]


def reminder(library: Library, request: Graduation) -> Reply:
    """Ask once more, and say that silence changes nothing."""
    text = paragraphs(
        say(
            "Masa 7 hari sudah selesai. Apakah tetap ingin keluar dari {programmes}?",
            programmes=named(library, request),
        ),
        say(
            "Kalau tidak dijawab, tidak ada yang berubah. "
            "Petugas datang dulu, dan hanya pengurus yang bisa tanda tangan."
        ),
    )
    steps = (
        Step(label("Lanjut"), "graduasi_lanjut", request.ref),
        Step(label("Batal"), "graduasi_batal", request.ref),
        OFFICER,
    )
    return Reply(text, offers(steps))
