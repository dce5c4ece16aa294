"""Typed words beside an open question: what goes before the answer, and what answers it."""

from __future__ import annotations

from conversations.changed import replace
from conversations.danger.alarms import only_known
from conversations.facts import Facts
from conversations.flow import CHANGE, FINISH, MENU, OFFICER, RESUME, Flow, Place, passing
from conversations.readers import Value, Wrong, had_enough
from conversations.report.worry import will_they_know
from conversations.said import Kind, Meant, Said
from conversations.talks import Talks, labels_of
from conversations.text import Say, say
from conversations.turn.at_desk import INSTEAD
from conversations.turn.calling import human_of
from conversations.turn.disowning import disowns, stop_of
from conversations.turn.doubting import CERTAIN, LIFE
from conversations.turn.further import asks_on
from conversations.turn.relaying import Relaying
from conversations.turn.sayings import NOT_TOLD
from conversations.turn.taken import Offer, Reply, Taken, offers
from conversations.turn.weighing import LOUD
from conversations.words import YES, bare, pick, plain, says

TELLING = frozenset({"izin", "lapor", "petugas", "mendesak", "kartu_dipegang", "graduasi"})
"""Flows in which people tell of others, and may be afraid of them."""
WORK = frozenset(
    {
        "tugas", "daftar tugas", "tugas saya", "daftar tugas saya", "lihat tugas", "cek tugas",
        "buka tugas", "ke tugas", "kembali ke tugas", "tasks", "task", "my tasks",
        "siaran", "daftar siaran", "lihat siaran", "siaran baru", "buat siaran",
        "kode keluarga", "buat kode", "daftar graduasi", "tugas graduasi",
        "hasil belajar", "usulan ajaran",
    }
)  # fmt: skip
"""Whole texts for which staff leave what they are writing; nobody's answer to a family."""


class CuttingIn(Relaying):
    """A turn that reads typed words where a question may be open."""

    __slots__ = ()

    def words(self, talks: Talks, said: Said, command: str | None, urgent: Meant | None) -> Taken:
        """Read typed words: an offered label, a word for any point, an answer, or a new wish."""
        place = self.place(talks)
        chosen = pick(said.text, labels_of(talks)) if said.kind is Kind.TEXT else None
        tap = self.stopping(talks, place, said, command) if chosen is None else ""
        if chosen is not None or tap:
            return self.go(talks, tap or talks.offers[chosen or 0][0])
        if command and not self.meant_as_option(place, said):
            return self.command(
                talks, INSTEAD.get(command, command) if self.facts.staff else command
            )
        proposed = self.proposed(talks, place) if says(said.text, YES) else ""
        if proposed:
            return self.go(talks, proposed)
        if self.afraid_it_is_told(talks, place, said, urgent):
            return self.not_told(talks, place)
        over = self.passed_by(talks, place, said) or self.mid_flow(talks, place, said)
        cut = over or self.cut_in(talks, place, said, urgent)
        if cut is not None:
            return cut
        return self.wish(talks, said) if place is None else self.answer(talks, place, said)

    def stopping(self, talks: Talks, place: Place | None, said: Said, command: str | None) -> str:
        """Name the button of a notice, where words say that what it tells of is not theirs."""
        if said.kind is not Kind.TEXT or not self.facts.person.links or not disowns(said.text):
            return ""
        warned = talks.warning(self.facts.now)
        if place is not None:
            return warned if warned and self.no_answer(place, said, command) else ""
        if command and (command != "batal" or self.undoable()):
            return ""
        self.know(("graduations", "linked"))
        return stop_of(warned, self.facts, said.text)

    def no_answer(self, place: Place, said: Said, command: str | None) -> bool:
        """Tell whether words answer nothing that is open."""
        if command or place.ask is None or self.free(place):
            return False
        return isinstance(place.ask.reader.read(said, self.facts, place.answers), Wrong)

    def passed_by(self, talks: Talks, place: Place | None, said: Said) -> Taken | None:
        """Go on where somebody has had enough of questions, and this one need not be answered."""
        top, flow = talks.top, self.flow(talks.top)
        if top is None or flow is None or place is None or not had_enough(said):
            return None
        if place.ask is None or self.is_option(place, said):
            return None
        if flow.leaf and not asks_on(said.text):
            return self.start(talks, "terima_kasih")
        read = passing(place.ask, self.facts, place.answers)
        return self.kept(talks, top, flow, place, read) if read else None

    def afraid_it_is_told(
        self, talks: Talks, place: Place | None, said: Said, urgent: Meant | None
    ) -> bool:
        """Tell whether somebody in the middle of telling asks who will hear of it."""
        told = place is None or (talks.top is not None and talks.top.flow in TELLING)
        if said.kind is not Kind.TEXT or not told or self.free(place):
            return False
        if urgent and urgent.intent in LIFE and urgent.score >= LOUD:
            return False
        if only_known(said.text):
            return True
        return will_they_know(said.text) and (place is not None or bool(human_of(talks)))

    def not_told(self, talks: Talks, place: Place | None) -> Taken:
        """Say who reads what is told, and go on where it stood."""
        if place is not None:
            return self.again(Taken(talks), before=NOT_TOLD)
        human = Offer(OFFICER.label, human_of(talks) or OFFICER.tap)
        return Taken(talks, (Reply(NOT_TOLD, (human, *offers((MENU,)))),))

    def mid_flow(self, talks: Talks, place: Place | None, said: Said) -> Taken | None:
        """Take words that answer one question of the open flow wherever it stands."""
        top, flow = talks.top, self.flow(talks.top)
        if top is None or flow is None or place is None or flow.anywhere is None:
            return None
        found = flow.anywhere(said.text) if said.kind is Kind.TEXT else None
        if found is None or found[0] == place.key:
            return None
        key, value = found
        view = "" if place.key in {RESUME, CHANGE, FINISH} else top.view
        changed = top.without(*flow.reopened(key)).answer(flow, key, value)
        noted = Reply(
            say("Baik, saya catat: {answer}.", answer=shown_as(flow, key, value, self.facts))
        )
        return self.run(Taken(talks.on_top(replace(changed, view=view)), (noted,)))

    def cut_in(
        self, talks: Talks, place: Place | None, said: Said, urgent: Meant | None
    ) -> Taken | None:
        """Let a danger go before the open question; free words are kept as the answer as well."""
        sure = next((one for one in said.meant[:1] if self.sure(said, one)), None)
        wanted = urgent or (sure if self.free(place) else None)
        flow = self.flow(talks.top)
        if wanted is None or (flow and wanted.intent in {flow.name, *flow.handles}):
            return None
        if urgent and place is not None and self.free(place):
            talks = self.noted(talks, place, said)
        elif urgent and place is not None and (top := talks.top):
            talks = talks.on_top(top.carrying(self.overheard(top, place, said)))
        started = self.start(talks, wanted.intent, wanted.arg, said.text)
        if not urgent:
            return started
        if place is not None:
            return self.keeping_help(started)
        told = self.not_again(talks, started, urgent, said.text)
        rest = tuple(one for one in said.meant if one is not urgent)
        return self.keeping_help(self.with_second(told, replace(said, meant=(urgent, *rest))))

    def sure(self, said: Said, meant: Meant) -> bool:
        """Tell whether a whole text can be nothing but a wish: no answer in free words.

        Of staff a few words for their work are; a sentence that holds them is an answer.
        """
        work = self.of_staff(meant) and bare(said.text) in WORK
        return work or meant.score >= CERTAIN

    def of_staff(self, meant: Meant) -> bool:
        """Tell whether a meaning leads an officer to their own work."""
        flow = self.book.find(meant.intent, self.facts)
        return flow is not None and flow.staff

    def meant_as_option(self, place: Place | None, said: Said) -> bool:
        """Tell whether a word for any point is, here, the name of one of the options."""
        if place is None or place.ask is None:
            return False
        options = place.ask.reader.options(self.facts, place.answers)
        return any(plain(said.text) in option.also for option in options)

    def proposed(self, talks: Talks, place: Place | None) -> str:
        """Name the one thing that was asked back ("Maksudnya Sepulu?"), so that "ya" takes it."""
        if place is None or place.ask is None or talks.top is None or len(talks.offers) != 1:
            return ""
        tap = talks.offers[0][0]
        head = f"{talks.top.number}.{place.key}."
        own = [one.key for one in place.ask.reader.options(self.facts, place.answers)]
        return tap if tap.startswith(head) and tap.removeprefix(head) not in own else ""


def shown_as(flow: Flow, key: str, value: Value, facts: Facts) -> Say:
    """Speak an answer as its reader shows it."""
    ask = flow.ask(key)
    return ask.reader.show(value, facts) if ask else say("{value}", value=str(value))
