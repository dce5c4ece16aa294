"""One case, as its officer may see it: what it is, what was written, what can be done."""

from __future__ import annotations

from bansos.cases import AccusedRole, CaseKind
from conversations.danger.held import holder_name, route_name, since_when
from conversations.desk.commands import URGENT, Line, OpenTask, TaskView
from conversations.desk.labels import NO_PLACE
from conversations.facts import Facts
from conversations.flow import MENU, Ask, Closing, Flow, Step, close
from conversations.helping.help import Held
from conversations.phrases import name_of, packed, pieces, with_and
from conversations.readers import Ref
from conversations.text import Say, label, lines, say, say_n, word

BACK_TO_TASKS = Step(label("Kembali ke tugas"), "tugas")
WHICH = say("Nomor tugasnya?")
MESSAGES_SHOWN = 10
PIECE = 400
"""Characters of what somebody wrote in one message, beside who wrote it and when."""


def shown_task(facts: Facts, result: object) -> Closing:
    """Show one case, masked, and what can be done with it."""
    if not isinstance(result, TaskView):
        return close(steps=(BACK_TO_TASKS, MENU))
    told = pieces(result.about) or (say("(pesan suara atau foto)"),)
    written = packed(*(piece for one in result.lines for piece in line(one)))
    end = max(len(written) - (result.page - 1) * MESSAGES_SHOWN, 0)
    begin = max(end - MESSAGES_SHOWN, 0)
    head = packed(facing(facts, result), *told) if result.page == 1 else ()
    earlier = Step(label("… lihat sebelumnya"), "tugas_lalu", f"{result.ref}-{result.page + 1}")
    return Closing(
        (*head, *written[begin:end]) or (NOTHING_BEFORE,),
        ((earlier,) if begin else ()) + acts(result),
    )


NOTHING_BEFORE = say("Tidak ada pesan sebelum itu.")


def acts(view: TaskView) -> tuple[Step, ...]:
    """List what can be done with a case by the one who looks at it."""
    if view.kind is CaseKind.GRADUASI:
        return (Step(label("Buka permintaan"), "graduasi_buka", view.ref), BACK_TO_TASKS)
    lift = (Step(label("Buka kunci"), "buka_kunci", view.ref),)
    unlock = lift if view.locked and view.decides else ()
    if view.final or not view.workable:
        return (*unlock, BACK_TO_TASKS)
    return (
        Step(label("Jawab"), "tugas_jawab", view.ref),
        Step(label("Tanya"), "tugas_tanya", view.ref),
        Step(label("Tutup"), "tugas_tutup", view.ref),
        *unlock,
        BACK_TO_TASKS,
    )


def where(facts: Facts, village: str) -> Say:
    """Name a village and its kecamatan; a cry for help may come from nowhere known."""
    return word(", ".join(facts.regions.path(village)[:2])) if village else NO_PLACE


def facing(facts: Facts, view: TaskView) -> Say:
    """Tell what a case is, where, since when."""
    kind = view.category or view.kind
    return lines(
        say(
            "{ref}: {kind}, {village}. {state}.",
            ref=view.ref,
            kind=name_of(kind, facts),
            village=where(facts, view.village),
            state=name_of(view.state, facts),
        ),
        say("Mendesak.") if view.urgent else None,
        say("Masuk {opened}.", opened=view.opened),
        say("Batas {due}.", due=view.due) if view.due else None,
        say("Dipegang: {who}.", who=view.holder) if view.holder else None,
        say("Pelapor: {who}.", who=view.reporter) if view.reporter else None,
        None if view.safe else NOT_SAFE,
        FAMILY_LOCKED if view.locked else None,
        say("Menyangkut: {role}.", role=with_and([name_of(one, facts) for one in view.accused]))
        if view.accused != (AccusedRole.NONE,)
        else None,
        *(held_lines(view.held, facts) if view.held else ()),
        say_n("{n} foto atau suara.", "{n} foto atau suara.", view.photos)
        if view.photos
        else None,
    )


def held_lines(held: Held, facts: Facts) -> tuple[Say, ...]:
    """Tell of a card in other hands."""
    return (
        say("Pemegang kartu: {who}, sejak: {since}.",
            who=holder_name(held, facts.wording), since=since_when(held)),
        say("Pilihan warga: {route}.", route=route_name(held)),
    )  # fmt: skip


FAMILY_LOCKED = say("Keluarga terkunci: hanya kode petugas yang membukanya.")
NOT_SAFE = say("Aman dihubungi: tidak. Jawaban hanya terbaca lewat kode.")


def line(one: Line) -> tuple[Say, ...]:
    """Show one thing that was written, whole; who wrote it stands before its first words."""
    first, *rest = pieces(one.text, PIECE) or (say("(tanpa tulisan)"),)
    if one.officer:
        return (say("Petugas, {at}: {text}", at=one.at, text=first), *rest)
    return (say("Warga, {at}: {text}", at=one.at, text=first), *rest)


TUGAS_BUKA = Flow(
    name="tugas_buka",
    title=say("Buka tugas"),
    staff=True,
    aside=True,
    handles=URGENT,
    asks=(Ask("ref", WHICH, Ref()),),
    arg="ref",
    done=lambda _facts, answers: OpenTask(str(answers["ref"])),
    after=shown_task,
)
TUGAS_LALU = Flow(
    name="tugas_lalu",
    title=say("Pesan sebelumnya"),
    staff=True,
    aside=True,
    asks=(Ask("ref", WHICH, Ref()),),
    arg="ref",
    done=lambda _facts, answers: earlier_of(str(answers["ref"])),
    after=shown_task,
)


def earlier_of(ref: str) -> OpenTask:
    """Read which messages of which case are wanted: K3ABCD-2."""
    case, _, page = ref.rpartition("-")
    asked = case and page.isdecimal() and len(page) < SHORT_NUMBER
    return OpenTask(case, max(int(page), 1)) if asked else OpenTask(ref)


SHORT_NUMBER = 4

FLOWS = (TUGAS_BUKA, TUGAS_LALU)
