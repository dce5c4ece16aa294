"""Proving to belong to a family, and what others linked to it are told."""

from __future__ import annotations

from conversations.flow import Done, Problem, Step
from conversations.proof import Proved, ProveFamily, UseFamilyCode
from conversations.take import Reply, offers
from conversations.text import Say, label, say, say_n
from handlers.commands.register import Context, does
from handlers.notices import Notice
from storage import audit, codes, households, people, tries

LIGHT, FIRM = "light", "firm"
PROOF, CODE = "proof", "code"
NOT_MATCHED = say(
    "Maaf, NIK dan 6 angka itu tidak cocok dengan data kami. Periksa KTP dan KK, lalu coba lagi. "
    "Kalau tetap tidak bisa, petugas bisa membantu."
)
CODE_NOT_VALID = say(
    "Kode itu tidak berlaku: mungkin salah ketik, sudah dipakai, atau lewat 30 menit. "
    "Minta petugas membuat kode baru."
)
LINKED_TOO = say(
    "Kabar keamanan: ada obrolan lain yang baru terhubung dengan keluarga Bapak/Ibu. "
    'Kalau itu keluarga sendiri, tidak perlu apa-apa. Kalau bukan, pilih "Bukan saya".'
)


@does(ProveFamily)
def prove_family(context: Context, command: ProveFamily) -> Done | Problem:
    """Link lightly by NIK and the end of the No. KK; unknown and not-yours are the same."""
    if problem := too_many(context, PROOF):
        return problem
    family = households.prove(context.unit, command.nik, command.kk_tail)
    if family is None:
        tries.failed(context.unit, PROOF, *askers(context))
        return Problem("nik", NOT_MATCHED, clear=("kk_tail",))
    tries.succeeded(context.unit, PROOF, askers(context)[0])
    return link(context, family, LIGHT, None)


@does(UseFamilyCode)
def use_family_code(context: Context, command: UseFamilyCode) -> Done | Problem:
    """Link firmly by an officer's one-time code."""
    if problem := too_many(context, CODE):
        return problem
    used = codes.use(context.unit, codes.FAMILY, command.code, context.person.id)
    if used is None:
        tries.failed(context.unit, CODE, *askers(context))
        return Problem("kode", CODE_NOT_VALID)
    return link(context, used.subject, FIRM, used.issued_by)


def askers(context: Context) -> tuple[str, ...]:
    """Name whom failures slow: the chat, and the place it comes from where that is known."""
    chat = f"{context.person.account}:{context.person.address}"
    return (chat, context.origin) if context.origin else (chat,)


def too_many(context: Context, purpose: str) -> Problem | None:
    """Ask for patience where there were too many failures."""
    seconds = tries.seconds_to_wait(context.unit, purpose, *askers(context))
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
        known = people.known_by_id(unit, other)
        if known is not None:
            context.notices.append(Notice(known, "security", (not_me(new),)))
    person.links += 1
    person.firm = person.firm or grade == FIRM
    return Done(Proved(told=len(others)))


def not_me(link_id: int) -> Reply:
    """Make the notice with its "Bukan saya"."""
    return Reply(LINKED_TOO, offers((Step(label("Bukan saya"), "bukan_saya", str(link_id)),)))
