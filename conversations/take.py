"""One turn, pure: what a person said, what is remembered and known -> what is said back.

``take`` answers with :class:`Taken`, or with :class:`Need` when a flow wants facts that were not
loaded; the caller loads them and calls again with the same arguments.  A finished flow is handed
over as ``Taken.finish``; the caller carries out its command and calls ``settle`` with the result.
"""

from __future__ import annotations

import re
from datetime import timedelta

from bansos.cases import CaseKind
from bansos.hoaxes import judge, only_addresses
from conversations.alarms import Degree, degree, is_cry, judged, only_known
from conversations.at_desk import INSTEAD, meant_at_desk
from conversations.calling import CALLS, human_of
from conversations.changed import replace
from conversations.danger_kinds import ABOUT
from conversations.disowning import disowns, stop_of
from conversations.facts import MEANINGS, Facts
from conversations.flow import (
    CHANGE,
    FINISH,
    MENU,
    OFFICER,
    RESUME,
    Done,
    Flow,
    Place,
    Problem,
    Then,
    passing,
)
from conversations.following import FOLLOWING, NOT_OVER
from conversations.further import asks_on
from conversations.hesitating import Hesitating
from conversations.numbers import a_nik
from conversations.quiet import QUIET_HERE
from conversations.readers import Good, Value, Wrong, had_enough
from conversations.relay import DELIVERED, END_OFFICER, IS_IT_OVER, sounds_over
from conversations.safety import reads_along, unsafe_now
from conversations.said import CLEAR, SURE, Kind, Meant, Said, grave
from conversations.sayings import (
    EDITED,
    ENGLISH,
    FETCH_FAULTS,
    IN_ENGLISH,
    NOT_TOLD,
    SECRET,
)
from conversations.showing import Missing
from conversations.story import with_words, worth_telling
from conversations.taken import Book, Finish, Need, Offer, Relay, Reply, Taken, offers
from conversations.talks import Noted, Talk, Talks
from conversations.text import Say, say
from conversations.topics import TOPICS, URGENT
from conversations.understand.english import is_english
from conversations.waiting import due
from conversations.waiting_asked import WHEN_ANSWERED
from conversations.wishes import COURTESIES, FAINT, HOAX
from conversations.words import (
    ALLOWED,
    COMMANDS,
    YES,
    at_any_point,
    bare,
    number_in,
    pick,
    plain,
    says,
)
from conversations.worry import will_they_know

SAME_TAP = timedelta(seconds=10)
LOOK = re.compile(r"\b(?:n?ge)?(?:cek|check|lihat|liat)|\bstatus(?: saya| sy)?$")
"""How somebody asks to see the status itself, also a second time."""
STILL_READ = timedelta(minutes=30)
"""For so long a status that was shown need not be told whole once more."""
SILENCE = timedelta(minutes=10)
"""After so long without a word to the officer the next one is said to have arrived."""
REMEMBERED = timedelta(hours=1)
"""For so long an answer was "just" given."""
LOUD = 0.75
"""How sure a danger must be to cut into an open question."""
CERTAIN = 1.0
"""A whole text that is nothing but a receipt code; it interrupts even free words."""
HALF = 0.5
"""How sure a danger must be in words that were passed on, to count as the sender's own."""
LIFE = frozenset({"putus_asa", "takut", "kekerasan"})
CONFIDED = LIFE | {"kartu", "dipaksa_paket"}
"""Dangers whose story is told to nobody before the person said whom it concerns."""
KEPT_BACK = say("Yang ini belum saya sampaikan ke petugas tadi. Bapak/Ibu yang memilih.")
"""Dangers that no swindler's message is taken for."""
TELLING = frozenset({"izin", "lapor", "petugas", "mendesak", "kartu_dipegang", "graduasi"})
"""Flows in which people tell of others, and may be afraid of them."""
OF_REPORTS = frozenset({"lapor", "keterangan", "lanjut_laporan", "kode_laporan"})
"""Flows whose words are a report's."""
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
UNSUBSCRIBED = "berhenti"
WRITE_NO_MORE = re.compile(r"berhenti|stop|edukasi|langgan|pesan|kirim|unsub")
"""Without such a word "jangan" beside an open question is about the question."""
CUT_OUT = re.compile(r"\[[^\]]*dihapus\]")
FEW = 3
WORTH_HEARING = 12
"""Letters left beside a secret that make it worth reading the rest."""


def take(book: Book, talks: Talks, said: Said, facts: Facts) -> Taken | Need:
    """Take one message of one person."""
    try:
        read = just_read(talks, said, facts)
        turn = _Turn(book, replace(facts, read=read) if read else facts)
        taken = turn.take(book.tidy(talks.aged(facts.now)), said)
        return book.tidied(turn.remembering(taken))
    except Missing as missing:
        return Need(missing.names)


def settle(book: Book, taken: Taken, facts: Facts, outcome: Done | Problem) -> Taken | Need:
    """Go on after the command: close the flow and show the talk below, or ask again.

    ``facts`` are to be read anew after the command, because it may have changed them.
    """
    try:
        turn = _Turn(book, facts)
        settled = turn.cared_for(turn.settle(taken, outcome), outcome)
        return book.tidied(turn.remembering(settled))
    except Missing as missing:
        return Need(missing.names)


class _Turn(Hesitating):
    """A turn that hears: it tells what somebody means from where the talk stands."""

    __slots__ = ()

    def take(self, talks: Talks, said: Said) -> Taken:
        """Take a message, remembering for a while what was answered last."""
        tapped = talks.tapped if said.kind is Kind.TAP else Noted()
        just = talks.at is not None and self.facts.now - talks.at < REMEMBERED
        echo = talks.echo if just and said.kind is not Kind.TAP else ""
        now = replace(talks, at=self.facts.now, tapped=tapped, echo=echo)
        said = self.judged(now, said)
        taken = self.heard(now, said)
        # What was not varied is another answer, so the one before it is no longer the last.
        taken = self.telling(talks, said, taken)
        same = echo and taken.talks.echo == echo
        return replace(taken, talks=replace(taken.talks, echo="")) if same else taken

    def telling(self, talks: Talks, said: Said, taken: Taken) -> Taken:
        """Keep what is told where nothing is asked, or instead of an answer where it is grave."""
        at = talks.top.flow if talks.top else ""
        asked = at and (at in {*OF_REPORTS, OFFICER.flow, *URGENT} or not grave(said))
        theirs = self.facts.staff is None and taken.relay is None and not talks.relay_at
        starts = taken.talks.top.flow if taken.talks.top else ""
        if asked or not theirs or starts in OF_REPORTS or not worth_telling(talks, said):
            return taken
        return replace(taken, talks=with_words(taken.talks, said, self.facts.now))

    def heard(self, now: Talks, said: Said) -> Taken:
        """Cut in with a warning where a secret was sent, then hear the rest."""
        if not said.secrets:
            return self.hear(now, said)
        left = CUT_OUT.sub("", said.text).strip(" .")
        relaying = bool(now.relay_at and now.top is None and left)
        free = self.free(self.place(now)) and len(left) >= WORTH_HEARING
        heard = (said.meant and not only_a_code(said, left)) or relaying or free
        if heard:
            rest = self.hear(now, said)
            return replace(rest, replies=(Reply(SECRET), *rest.replies), erase=True)
        return replace(self.again(Taken(now, (Reply(SECRET),))), erase=True)

    def hear(self, talks: Talks, said: Said) -> Taken:
        """Tell taps from words, and words to an officer from words to Peka."""
        if said.kind is Kind.TAP:
            return self.tapped(talks, said)
        if said.kind is Kind.EDITED:
            return self.again(Taken(talks, (Reply(EDITED),)))
        if said.kind is Kind.FETCHED:
            return self.fetched(talks, said)
        if talks.relay_at and talks.top is None:
            self.know(("helped",))
        said = self.weighed(talks, said)
        if said.kind is not Kind.TEXT or said.forwarded or self.facts.staff is not None:
            return self.told(talks, said)
        talks = self.nearer(talks, said)
        return self.alarmed(talks, said) or self.told(talks, said)

    def alarmed(self, talks: Talks, said: Said) -> Taken | None:
        """Hear what stops everything else: force, a reader over the shoulder, a cry."""
        stopped = self.pressed(talks, said) or self.overlooked(talks, said)
        return stopped or self.cried(talks, said)

    def weighed(self, talks: Talks, said: Said) -> Said:
        """Leave out of what may be meant what leads nowhere here, or is too faint to cut in."""
        if self.facts.staff is not None and said.kind is Kind.TEXT:
            said = replace(said, meant=meant_at_desk(said.text, said.meant))
        if said.meant:
            small = talks.top is not None and says(said.text, ALLOWED)
            here = tuple(one for one in said.meant if not small and self.here(one))
            if talks.top and not WRITE_NO_MORE.search(plain(said.text)):
                here = tuple(one for one in here if one.intent != UNSUBSCRIBED)
            meant = self.called_for(self.loud(talks, here))
            return said if meant == said.meant else replace(said, meant=meant)
        return said

    def told(self, talks: Talks, said: Said) -> Taken:
        """Tell a danger from a wish, and words to an officer from words to Peka."""
        about = self.passed_on(talks, said)
        urgent = None if about else next((meant for meant in said.meant if meant.urgent), None)
        if urgent is not None and said.kind is Kind.TEXT and plain(said.text) not in CALLS:
            # A guess does not take the place of what was clear.
            clear = urgent.score >= CLEAR or not talks.told
            talks = replace(talks, told=said.text) if clear else talks
        command = command_in(said) or (None if urgent else cry_in(said))
        relaying = talks.relay_at and talks.top is None
        if relaying and not self.for_peka(talks, said, command):
            return self.relayed(talks, said, urgent)
        if urgent is None and (about := about or self.about_closed(talks, said, command)):
            return self.run(Taken(self.following(talks, about)))
        helped = self.calling(talks, said, command) if said.kind is Kind.TEXT else None
        second = None if helped or urgent else self.second_thoughts(talks, said, command)
        taken = helped or second or self.words(talks, said, command, urgent)
        return self.in_english(taken) if self.strange(talks, said) else taken

    def judged(self, talks: Talks, said: Said) -> Said:
        """Put right what was heard of danger in somebody's own words."""
        if said.kind is not Kind.TEXT or said.forwarded or self.facts.staff is not None:
            return said
        if talks.relay_at and talks.top is None:
            self.know(("helped",))
        meant = judged(said.text, said.meant, self.told_of(talks))
        meant = self.nearest(talks, meant)
        return said if meant == said.meant else replace(said, meant=meant)

    def loud(self, talks: Talks, meant: tuple[Meant, ...]) -> tuple[Meant, ...]:
        """Let only a sure danger cut into what is under way; an officer's words are none.

        Of the others it stays known that they may be one.
        """
        if talks.top is None and not talks.relay_at and self.facts.staff is None:
            return meant
        heard = tuple(one for one in meant if not one.urgent or one.score >= LOUD)
        if talks.top is None or self.facts.staff is not None:
            return heard
        quiet = (one for one in meant if one.urgent and one.score < LOUD)
        return (*heard, *(replace(one, urgent=False, perhaps=True) for one in quiet))

    def for_peka(self, talks: Talks, said: Said, command: str | None) -> bool:
        """Tell whether words in an open talk with an officer are for Peka all the same.

        What was just offered may be typed, and a whole text that is nothing but a command.
        """
        if said.kind is not Kind.TEXT:
            return False
        if command in {"menu", "selesai"} or self.picked_beside(talks, said):
            return True
        if command == "batal" and self.undoable():
            return True
        called = command == "bantuan" or plain(said.text) in CALLS
        if called and human_of(talks):
            return True
        return plain(said.text) in COMMANDS and bool(command or said.meant)

    @staticmethod
    def picked_beside(talks: Talks, said: Said) -> bool:
        """Tell whether an offer was typed; under "cukup?" a bare number is no choice."""
        only_end = [tap for tap, _spoken in talks.offers] == [END_OFFICER.tap]
        if only_end and number_in(said.text) is not None:
            return False
        return pick(said.text, labels_of(talks)) is not None

    def passed_on(self, talks: Talks, said: Said) -> Then | None:
        """Take what somebody passes on, or a bare link, as asking whether it is true.

        Only where nothing else is open, and not where it tells of the person's own trouble.
        """
        return None if talks.top or talks.relay_at else self.doubted(said)

    def doubted(self, said: Said) -> Then | None:
        """Take somebody else's words, or a bare link, to be judged, where they are no cry."""
        passed = said.text and (said.forwarded or only_addresses(said.text))
        if not passed or in_trouble(said):
            return None
        flow = self.book.find(HOAX, self.facts)
        ask = flow.ask("pesan") if flow else None
        known = any(one.arg and one.score >= CERTAIN for one in said.meant[:1])
        if ask is None or known or a_nik(said.text, self.facts.today):
            return None
        read = ask.reader.read(said, self.facts, {})
        return Then(HOAX, {"pesan": read.value}) if isinstance(read, Good) else None

    def misread(self, talks: Talks, top: Talk, place: Place, said: Said, wrong: Wrong) -> Taken:
        """Judge what was passed on instead of an answer, and ask again; say what is wrong else."""
        about = None if wrong.meant else self.doubted(said)
        if about is None:
            return super().misread(talks, top, place, said, wrong)
        return self.run(Taken(self.following(talks, about)))

    def about_closed(self, talks: Talks, said: Said, command: str | None) -> Then | None:
        """Take words right behind the news that a case was closed as being about it."""
        if talks.top or command or said.kind is not Kind.TEXT:
            return None
        taps = (tap for tap, _spoken in talks.offers if tap.startswith(f">{NOT_OVER.flow}."))
        tap = next(taps, "")
        flow = self.book.find(FOLLOWING.flow, self.facts) if tap else None
        ask = flow.ask("isi") if flow else None
        if ask is None:
            return None
        clear = any(one.score >= CLEAR for one in said.meant)
        read = ask.reader.read(said, self.facts, {})
        if clear or pick(said.text, labels_of(talks)) is not None or not isinstance(read, Good):
            return None
        return Then(FOLLOWING.flow, {"ref": tap.partition(".")[2], "isi": read.value})

    def strange(self, talks: Talks, said: Said) -> bool:
        """Tell whether English was written where Peka speaks Indonesian."""
        told = talks.top is None and self.facts.person.language != "en"
        asked = any(one.intent == "bahasa" and one.arg for one in said.meant)
        return told and not asked and said.kind is Kind.TEXT and is_english(said.text)

    @staticmethod
    def in_english(taken: Taken) -> Taken:
        """Offer English before the rest."""
        return replace(taken, replies=(Reply(IN_ENGLISH, offers((ENGLISH,))), *taken.replies))

    def here(self, meant: Meant) -> bool:
        """Tell whether a meaning leads anywhere for this person."""
        return self.book.find(meant.intent, self.facts) is not None

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

    def tapped(self, talks: Talks, said: Said) -> Taken:
        """Drop a second tap within ten seconds silently; go where the tap points."""
        if said.tap and said.tap == talks.tapped.within(SAME_TAP, self.facts.now):
            return Taken(talks)
        return self.go(replace(talks, tapped=Noted(said.tap, self.facts.now)), said.tap)

    def fetched(self, talks: Talks, said: Said) -> Taken:
        """Tell how a file turned out, if it turned out badly; say nothing otherwise."""
        sentence = FETCH_FAULTS.get(said.text)
        if sentence is None:
            return Taken(talks)
        kept = talks.without_file(said.media.ref) if said.media else talks
        return self.again(Taken(kept, (Reply(sentence),)))

    def relayed(self, talks: Talks, said: Said, urgent: Meant | None) -> Taken:
        """Hand the message to the officer, as long as the case is open; help comes beside it."""
        self.know(("helped",))
        if not self.facts.helped:
            alone = replace(talks, relay_at=None)
            return self.hear(alone, self.judged(alone, said))
        now = self.facts.now
        passing = replace(talks, relay_at=now, passed=now, offers=())
        if self.facts.helping and self.facts.helping.urgent and overlooked(said.text):
            return Taken(passing, (Reply(QUIET_HERE),), relay=Relay(said))
        too = self.alongside(talks, said, urgent)
        if too is not None and self.in_confidence(too):
            begun = self.start(talks, too.intent, too.arg, said.text)
            told = self.not_again(talks, begun, too, said.text)
            return replace(told, replies=(Reply(KEPT_BACK), *told.replies))
        more = Taken(passing)
        if too is not None:
            more = self.not_again(
                passing, self.start(passing, too.intent, too.arg, said.text), too, said.text
            )
        case = self.facts.helping
        if too is None and case is not None and self.waits(talks, said, urgent):
            more = self.comforted(more, case.kind, said, quiet=self.quiet(talks) or not said.text)
        else:
            signs = self.sign(talks, said, alone=too is None)
            more = replace(more, replies=(*signs, *more.replies))
        return replace(more, relay=Relay(said), fetch=said.media)

    def waits(self, talks: Talks, said: Said, urgent: Meant | None) -> bool:
        """Tell whether a message to an officer gets a word of Peka's own as well."""
        case = self.facts.helping
        if case is None or sounds_over(said.text):
            return False
        return urgent is not None or due(case, said.text, quiet=self.quiet(talks))

    def quiet(self, talks: Talks) -> bool:
        """Tell whether nothing was said of the words to an officer for a while."""
        return talks.passed is None or self.facts.now - talks.passed >= SILENCE

    def alongside(self, talks: Talks, said: Said, urgent: Meant | None) -> Meant | None:
        """Name what is answered beside an officer: a danger, or what the menu has just shown.

        A danger that the open case is about is in good hands there: it gets a word instead.
        """
        case = self.facts.helping
        if urgent is not None:
            return None if case is not None and in_hand(case.kind, urgent) else urgent
        if case is not None and case.urgent and (wished := self.ordinary(talks, said)):
            return wished
        shown = {tap[1:].partition(".")[0] for tap, _spoken in talks.offers} - {OFFICER.flow}
        first = said.meant[:1]
        return next((one for one in first if one.score >= CLEAR and one.intent in shown), None)

    def ordinary(self, talks: Talks, said: Said) -> Meant | None:
        """Name a clear wish of every day inside a danger, which is answered as such.

        Only what needs no question, and never where a death is near.
        """
        near = {self.nearness(talks), degree(said.text, before=True)} != {Degree.THOUGHTS}
        if near or said.kind is not Kind.TEXT or WHEN_ANSWERED.search(plain(said.text)):
            return None
        wishes = (one for one in said.meant if one.intent not in {*COURTESIES, *FAINT, MENU.flow})
        first = next(wishes, None)
        flow = self.book.find(first.intent, self.facts) if first else None
        if first is None or flow is None or first.score < SURE or flow.name == OFFICER.flow:
            return None
        return first if not flow.asks and not first.urgent else None

    def in_confidence(self, meant: Meant) -> bool:
        """Tell whether a story may be about the very officer who would read it.

        An ordinary case did not ask "menyangkut petugas?"; the danger's own way asks, and leaves
        out whoever is meant (design, section 8).
        """
        case = self.facts.helping
        ordinary = case is not None and case.kind == CaseKind.BANTUAN
        return ordinary and meant.urgent and meant.intent in CONFIDED

    def sign(self, talks: Talks, said: Said, *, alone: bool) -> tuple[Reply, ...]:
        """Say that words have reached the officer: the first ones, after a silence, at a goodbye.

        Beside another answer always, lest it look as if only Peka had read them.
        """
        if said.kind is Kind.TEXT and sounds_over(said.text):
            case = self.facts.helping
            ends = case is None or not case.stays
            return (Reply(IS_IT_OVER, offers((END_OFFICER,))) if ends else Reply(DELIVERED),)
        return (Reply(DELIVERED),) if self.quiet(talks) or not alone else ()


def only_a_code(said: Said, left: str) -> bool:
    """Tell whether nothing but a code was sent, with a word or two around it."""
    return "otp" in said.secrets and len(left.split()) < FEW


def overlooked(text: str) -> bool:
    """Tell whether somebody reads along, or it is not safe to go on."""
    return reads_along(text) or unsafe_now(text)


def command_in(said: Said) -> str | None:
    """Name the word for any point that a text is."""
    return at_any_point(said.text) if said.kind is Kind.TEXT else None


def cry_in(said: Said) -> str | None:
    """Take a cry, where no danger was told, as asking what can be done here."""
    return "bantuan" if said.kind is Kind.TEXT and is_cry(said.text) else None


def in_hand(kind: str, meant: Meant) -> bool:
    """Tell whether a danger is what an open case of this kind is about."""
    topic = TOPICS.get(meant.intent)
    return meant.intent in ABOUT.get(kind, ()) or (topic == kind and meant.intent not in LIFE)


def in_trouble(said: Said) -> bool:
    """Tell whether words, passed on or not, are about a danger to whoever sent them.

    A swindler's message speaks of money and cards as a victim does; it is judged as his.
    """
    grave = [one for one in said.meant if one.urgent and (not said.forwarded or one.score >= HALF)]
    swindle = said.forwarded and judge(said.text).swindle
    return any(not swindle or one.intent in LIFE for one in grave)


def shown_as(flow: Flow, key: str, value: Value, facts: Facts) -> Say:
    """Speak an answer as its reader shows it."""
    ask = flow.ask(key)
    return ask.reader.show(value, facts) if ask else say("{value}", value=str(value))


def just_read(talks: Talks, said: Said, facts: Facts) -> str:
    """Name the family whose status was shown last, unless it is to be looked up once more."""
    under = (tap.partition(".") for tap, _spoken in talks.offers)
    link = next((link for name, _dot, link in under if name == f">{MEANINGS}"), "")
    if not link or said.kind is not Kind.TEXT or LOOK.search(plain(said.text)):
        return ""
    return link if talks.at is not None and facts.now - talks.at < STILL_READ else ""


def labels_of(talks: Talks) -> list[str]:
    """List the words on the buttons that were shown last."""
    return [spoken for _tap, spoken in talks.offers]


__all__ = [
    "Book",
    "Finish",
    "Need",
    "Offer",
    "Relay",
    "Reply",
    "Taken",
    "offers",
    "settle",
    "take",
]
