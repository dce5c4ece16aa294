"""Proving to belong to a family, and what others linked to it are told."""

from __future__ import annotations

from bansos.numbers import mask
from conversations.family.proof import Proved, ProveFamily, UseFamilyCode
from conversations.flow import MENU, OFFICER, Done, Problem, Step
from conversations.text import Say, label, say, say_n
from conversations.turn.taken import Reply, offers
from handlers.commands.register import Context, does
from handlers.disputes import barred
from handlers.graduations import proved_firmly
from handlers.notices import Notice
from storage import audit, batches, codes, guarding, households, people, tries, waiting

LIGHT, FIRM = "light", "firm"
PROOF, CODE, EARLY, FITTED = "proof", "code", "early", "fitted"
TOO_OFTEN = say("Sudah beberapa kali belum cocok. Demi keamanan, ada waktu tunggu.")
NOT_LOADED = say("Data kantor belum dimuat. Coba lagi sebentar lagi, atau bicara dengan petugas.")
CODE_NOT_VALID = say(
    "Kode itu tidak berlaku: mungkin salah ketik, sudah dipakai, atau lewat 30 menit. "
    'Minta petugas membuat kode baru. Kode masuk petugas? Tulis "masuk", lalu kodenya.'
)
WARNED_AT = (5, 15, 50)
"""Wrong pairs with one NIK in a day, from whatever chats, after which its family is told."""
CLOSED_AT = 15
"""So many of them, and for the day only an officer's code opens that NIK anew."""
MOST_FAMILIES = 3
"""So many families one chat opens by two numbers; helpers of several go to the officer."""
FAMILIES = "families"
ENOUGH_FAMILIES = say_n(
    "Obrolan ini sudah membuka {n} keluarga. Demi keamanan, yang lain perlu kode petugas. "
    "Bapak/Ibu membantu banyak keluarga? Terima kasih. Petugas bisa membantu.",
    "Obrolan ini sudah membuka {n} keluarga. Demi keamanan, yang lain perlu kode petugas. "
    "Bapak/Ibu membantu banyak keluarga? Terima kasih. Petugas bisa membantu.",
    MOST_FAMILIES,
)
GUESSED_AT = say(
    "Kabar keamanan: ada yang beberapa kali mencoba membuka data keluarga Bapak/Ibu dan tidak "
    "berhasil. Datanya tetap tertutup. Kalau fotokopi KTP atau KK pernah diminta orang, "
    "ceritakan ke petugas."
)
LINKED_TOO = say(
    "Kabar keamanan: ada obrolan lain yang baru terhubung dengan keluarga Bapak/Ibu. "
    'Kalau itu keluarga sendiri, tidak perlu apa-apa. Kalau bukan, pilih "Bukan saya".'
)


@does(ProveFamily)
def prove_family(context: Context, command: ProveFamily) -> Done | Problem:
    """Link lightly by NIK and the end of the No. KK; unknown and not-yours are the same."""
    if not batches.visible(context.unit):
        return Problem("", NOT_LOADED)
    again = {"nik_lalu": command.nik, "kk_lalu": command.kk_tail}
    if many_families(context):
        audit.note(context.unit, f"person:{context.person.id}", "too many families", "family")
        return Problem("", ENOUGH_FAMILIES)
    if awaited(context, command.nik):
        return prove_early(context, command)
    if too_many(context, PROOF):
        return Problem("nik", TOO_OFTEN, clear=("kk_tail",), keep=again)
    fits, family = proved_by(context, command)
    if family is None:
        tries.failed(context.unit, PROOF, *askers(context))
        audit.note(context.unit, f"person:{context.person.id}", "failed proof", "family")
        watch(context, command.nik, fits=fits)
        text = not_matched(command.nik, command.kk_tail)
        return Problem("nik", text, clear=("kk_tail",), keep=again)
    return open_lightly(context, family)


def many_families(context: Context) -> bool:
    """Tell whether a chat has opened as many families as two numbers may; no look at this one.

    Links that ended count as well, and within a day those of a chat that was forgotten.
    """
    unit, person = context.unit, context.person
    today = tries.count(unit, FAMILIES, tries.counted(f"{person.account}:{person.address}"))
    return max(today, households.opened_lightly(unit, person.id)) >= MOST_FAMILIES


def open_lightly(context: Context, family: int) -> Done:
    """Link by two numbers; a family that this chat did not see before is counted."""
    person = context.person
    if person.id not in households.linked(context.unit, family):
        who = tries.counted(f"{person.account}:{person.address}")
        tries.failed(context.unit, FAMILIES, who)
    return link(context, family, LIGHT, None)


def prove_early(context: Context, command: ProveFamily) -> Done | Problem:
    """Link where it fits all the same; else say that the data of this area is not here yet.

    The NIK alone decides whether this is said, so it tells nothing of anybody.  It counts as no
    failed try; but it is limited, apart from those, lest somebody guess at families that live
    elsewhere.
    """
    unit, person = context.unit, context.person
    who = (tries.early(person.account, person.address), *askers(context)[1:])
    sorry = Problem("", not_here_yet(context, command.nik))
    if tries.seconds_to_wait(unit, EARLY, *who):
        return sorry
    fits, family = proved_by(context, command)
    if family is not None:
        return open_lightly(context, family)
    tries.failed(unit, EARLY, *who)
    audit.note(unit, f"person:{person.id}", "failed proof", "family")
    watch(context, command.nik, fits=fits)
    return sorry


def proved_by(context: Context, command: ProveFamily) -> tuple[bool, int | None]:
    """Tell whether two numbers fit, and give the family that they open.

    One that is locked, or whose NIK was guessed at too often today, is as one that does not fit.
    """
    family = households.prove(context.unit, command.nik, command.kk_tail)
    shut = tries.count(context.unit, PROOF, tries.target(command.nik)) >= CLOSED_AT
    opens = guarding.opens(context.unit, family, context.person.id, shut=shut)
    return family is not None, family if opens else None


def awaited(context: Context, nik: str) -> bool:
    """Tell whether a NIK comes from a kabupaten of this office whose families are not loaded."""
    regency = regency_of(nik)
    return regency in context.library.regions.served and not batches.covers(context.unit, regency)


def regency_of(nik: str) -> str:
    """Give the code of the kabupaten in which a NIK was given out: "35.26"."""
    return f"{nik[:2]}.{nik[2:4]}"


def not_here_yet(context: Context, nik: str) -> Say:
    """Say that it is our fault, and that nothing was counted."""
    return say(
        "Maaf, data {place} belum dimuat di sini. Jadi NIK {nik} belum bisa dicocokkan. "
        "Ini tidak dihitung sebagai salah. Coba lagi nanti, atau bicara dengan petugas.",
        place=context.library.regions.name(regency_of(nik)),
        nik=mask(nik),
    )


@does(UseFamilyCode)
def use_family_code(context: Context, command: UseFamilyCode) -> Done | Problem:
    """Link firmly by an officer's one-time code."""
    if problem := too_many(context, CODE):
        return problem
    used = codes.use(context.unit, codes.FAMILY, command.code, context.person.id)
    if used is None or barred(context.unit, used.subject, used.issued_by):
        tries.failed(context.unit, CODE, *askers(context))
        audit.note(context.unit, f"person:{context.person.id}", "failed code", "family")
        return Problem("kode", CODE_NOT_VALID)
    return link(context, used.subject, FIRM, used.issued_by)


def not_matched(nik: str, kk_tail: str) -> Say:
    """Say which two things were compared, and nothing of which of them is known.

    True also of a family that only an officer's code opens: then nothing else is said.
    """
    return say(
        "Maaf, dengan NIK {nik} dan 6 angka KK {kk} data belum bisa dibuka. "
        "Mungkin ada angka yang keliru, atau perlu kode dari petugas. "
        "Periksa KTP dan KK. Petugas juga bisa membantu.",
        nik=mask(nik),
        kk=f"••••{kk_tail[-2:]}",
    )


def watch(context: Context, nik: str, *, fits: bool) -> None:
    """Count the guesses at one NIK, from whatever chats; tell its family when they are many.

    Numbers that fit a family that is locked are no guess: they are counted apart, so that nothing
    takes longer or shorter, and nobody is warned of them.
    """
    guesses = tries.failed(context.unit, FITTED if fits else PROOF, tries.target(nik))
    place = households.by_nik(context.unit, nik)
    if fits or guesses not in WARNED_AT or place is None:
        return
    audit.note(context.unit, "many", "guessed at", f"family:{place.family}")
    for person in households.linked(context.unit, place.family):
        known = people.known_by_id(context.unit, person)
        if known is not None and known.id != context.person.id:
            warning = Reply(GUESSED_AT, offers((OFFICER, MENU)))
            context.notices.append(Notice(known, "security", (warning,)))


def askers(context: Context) -> tuple[tries.Asker, ...]:
    """Name whom failures slow: the chat, and the place it comes from where that is known."""
    person = context.person
    own = tries.chat(person.account, person.address)
    return (own, tries.origin(context.origin)) if context.origin else (own,)


def too_many(context: Context, purpose: str, *whom: tries.Asker) -> Problem | None:
    """Ask for patience where there were too many failures."""
    seconds = tries.seconds_to_wait(context.unit, purpose, *(whom or askers(context)))
    return Problem("", wait(-(-seconds // 60))) if seconds else None


def wait(minutes: int) -> Say:
    """Ask to come back in so many minutes."""
    return say_n(
        "Sudah beberapa kali belum cocok. Demi keamanan, tunggu {n} menit dulu, "
        "atau minta bantuan petugas.",
        "Sudah beberapa kali belum cocok. Demi keamanan, tunggu {n} menit dulu, "
        "atau minta bantuan petugas.",
        minutes,
    )


def link(context: Context, family: int, grade: str, officer: int | None) -> Done:
    """Link this chat, and tell every other person linked to the family at once."""
    unit, person = context.unit, context.person
    others = [one for one in households.linked(unit, family) if one != person.id]
    new = households.link(unit, person.id, family, grade, officer)
    audit.note(unit, f"person:{person.id}", f"linked {grade}", f"family:{family}")
    for other in others:
        tell_of_others(context, family, other, new)
    person.links += 1
    person.firm = person.firm or grade == FIRM
    wish = grade == FIRM and proved_firmly(unit, person.id, family, officer)
    return Done(Proved(told=len(others), link=new, wish=wish))


def tell_of_others(context: Context, family: int, person: int, new: int) -> None:
    """Tell somebody of a family who else sees it; an older notice nobody has read yet goes."""
    known = people.known_by_id(context.unit, person)
    if known is None:
        return
    linked = guarding.others(context.unit, person)
    strangers = [one for one in linked if one.family == family and not one.known]
    waiting.let_go(context.unit, person, LINKED)
    context.notices.append(Notice(known, LINKED, (not_me(new, len(strangers)),)))


LINKED = "linked"
"""The purpose of such a notice."""


def not_me(link_id: int, linked: int = 1) -> Reply:
    """Make the notice with its "Bukan saya"; of several that are linked it says how many."""
    several = say_n(
        "Kabar keamanan: ada obrolan lain yang baru terhubung. "
        "Sekarang {n} obrolan lain bisa melihat data keluarga Bapak/Ibu. "
        'Kalau semuanya keluarga, tidak perlu apa-apa. Kalau bukan, pilih "Bukan saya".',
        "Kabar keamanan: ada obrolan lain yang baru terhubung. "
        "Sekarang {n} obrolan lain bisa melihat data keluarga Bapak/Ibu. "
        'Kalau semuanya keluarga, tidak perlu apa-apa. Kalau bukan, pilih "Bukan saya".',
        linked,
    )
    button = offers((Step(label("Bukan saya"), "bukan_saya", str(link_id)),))
    return Reply(LINKED_TOO if linked <= 1 else several, button)
