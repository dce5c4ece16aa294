"""The open cases of an officer's area, a page at a time: the order, and what stands out."""

from __future__ import annotations

from dataclasses import dataclass

from conversations.desk.commands import URGENT
from conversations.desk.labels import NO_PLACE, kind_of, labelled
from conversations.facts import Facts, Task
from conversations.flow import Ask, Both, Closing, Flow, Is, Known, Then, close
from conversations.readers import Answers, Choice, Good, Option, Wrong
from conversations.said import CLEAR, Kind, Said
from conversations.text import Say, label, lines, say, say_n, word
from conversations.words import plain

PAGE = 9
PAGES = 5


def tasks(facts: Facts) -> tuple[Task, ...]:
    """Give the open cases, the urgent ones first, then those that are due first."""
    known = facts.tasks or ()
    return tuple(sorted(known, key=lambda one: (not one.urgent, one.due or one.opened)))


def page_key(page: int) -> str:
    """Name the question of a page: tugas, tugas_2, tugas_3."""
    return "tugas" if page == 1 else f"tugas_{page}"


@dataclass(frozen=True, slots=True)
class Page:
    """The options of one page of the list; a class, so that equal pages are equal."""

    page: int

    def __call__(self, facts: Facts, _answers: Answers) -> tuple[Option, ...]:
        """Offer nine cases, and the next nine."""
        begin = (self.page - 1) * PAGE
        known = tasks(facts)
        shown = tuple(option_for(task, facts) for task in known[begin : begin + PAGE])
        more = len(known) > begin + PAGE and self.page < PAGES
        return (*shown, OTHERS) if more else shown


AGAIN = frozenset({"tugas", "daftar tugas", "daftar", "tugas saya", "tasks", "my tasks"})
"""Words for the list itself, beside all that is understood as asking for it."""


@dataclass(frozen=True, slots=True)
class TaskList(Choice):
    """One of the cases; "tugas" shows the list again."""

    def read(self, said: Said, facts: Facts, answers: Answers) -> Good | Wrong:
        """Accept what a choice accepts; the list is no wrong answer."""
        asked = any(one.intent == "tugas" and one.score >= CLEAR for one in said.meant[:1])
        if said.kind is Kind.TEXT and (asked or plain(said.text) in AGAIN):
            return Wrong(heading(facts, answers), self.options(facts, answers))
        return Choice.read(self, said, facts, answers)


OTHERS = Option("lain", label("Lainnya"), frozenset({"lagi", "lain", "berikutnya"}))


def option_for(task: Task, facts: Facts) -> Option:
    """Show a case by its kind and village; nothing personal."""
    village = facts.regions.name(task.village) if task.village else ""
    return Option(
        task.ref,
        word(labelled(task, facts, apart(task, facts))),
        frozenset({task.ref.casefold()}),
        marked(
            say(
                "{kind}, {village}, tugas {ref}",
                kind=kind_of(task, facts),
                village=village or NO_PLACE,
                ref=task.ref,
            ),
            mark(task),
        ),
    )


def apart(task: Task, facts: Facts) -> str:
    """Tell a case from others of the same name: by its day, else by its number; mostly by none."""
    name = labelled(task, facts)
    shown = tasks(facts)[: PAGE * PAGES]
    days = [one.opened.date() for one in shown if labelled(one, facts) == name]
    if len(days) <= 1:
        return ""
    day = task.opened.date()
    return f"{day.day}/{day.month}" if days.count(day) == 1 else task.ref


def marked(where: Say, sign: Say | None) -> Say:
    """Put a sign behind a place."""
    return where if sign is None else say("{where}, {sign}", where=where, sign=sign)


def mark(task: Task) -> Say | None:
    """Say what makes a case stand out."""
    if task.urgent:
        return say("mendesak")
    return say("warga menunggu jawaban") if task.waiting else None


def heading(facts: Facts, _answers: Answers) -> Say:
    """Count the cases."""
    known = tasks(facts)
    regions = facts.staff.regions if facts.staff else ()
    places = ", ".join(facts.regions.name(code) for code in regions)
    urgent = sum(task.urgent for task in known)
    return lines(
        say_n("{n} tugas di {places}.", "{n} tugas di {places}.", len(known), places=places),
        say_n("{n} mendesak, di urutan atas.", "{n} mendesak, di urutan atas.", urgent)
        if urgent
        else None,
        say("Pilih satu:"),
    )


def tasks_on(page: int) -> Known:
    """Make the condition that there are cases on a page."""
    return Known(f"tugas_halaman_{page}", lambda facts: len(tasks(facts)) > (page - 1) * PAGE)


def page_ask(page: int) -> Ask:
    """Make the question of one page."""
    if page == 1:
        return Ask("tugas", heading, TaskList(Page(1)), only=tasks_on(1))
    follows = Both((Is(page_key(page - 1), ("lain",)), tasks_on(page)))
    return Ask(page_key(page), say("Yang berikutnya:"), TaskList(Page(page)), only=follows)


def picked(_facts: Facts, answers: object) -> Closing:
    """Open what was picked."""
    chosen = answers if isinstance(answers, dict) else {}
    refs = [chosen.get(page_key(page)) for page in range(1, PAGES + 1)]
    ref = next((str(one) for one in refs if one not in {None, "lain"}), "")
    if not ref:
        return close(say("Tidak ada tugas terbuka di wilayah Bapak/Ibu. Terima kasih."))
    return Closing((), then=Then("tugas_buka", {"ref": ref}))


TUGAS = Flow(
    name="tugas",
    title=say("Tugas"),
    staff=True,
    aside=True,
    handles=URGENT,
    facts=("tasks",),
    asks=tuple(page_ask(page) for page in range(1, PAGES + 1)),
    after=picked,
)

FLOWS = (TUGAS,)
