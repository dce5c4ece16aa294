"""Calling for help: from a danger, one word leads to a human."""

from __future__ import annotations

from collections.abc import Mapping

from bansos.cases import CaseKind
from conversations.changed import replace
from conversations.danger.alarms import (
    DESPAIR,
    FEAR,
    OTHERS,
    PUSHED_OUT,
    SICK,
    Degree,
    degree,
    gone,
    is_cry,
    no_wish_to_die,
)
from conversations.danger.asked import NOBODY_YET, answer, calmed
from conversations.danger.kinds import TOLD_AS, kind_behind
from conversations.danger.nearness import STAY, TAKEN, together
from conversations.danger.quiet import DIAM, HUSHED, SAFE_FOR_NOW, SAFE_TO_TELL
from conversations.danger.safety import (
    forced,
    made_to,
    reads_along,
    safe_now,
    signed_away,
    unsafe_now,
)
from conversations.danger.told import danger_in, nearly_there
from conversations.danger.waiting import CALL, word
from conversations.flow import MENU, OFFICER, Done, Flow, Place, Step, Then
from conversations.graduation.pressure import pressed_text, withdrawable
from conversations.graduation.request import ISIAN
from conversations.helping.along import OPENLY, WHOLE
from conversations.helping.help import HelpOpened
from conversations.helping.officer import MENDESAK
from conversations.helping.relay import DELIVERED
from conversations.helping.topics import HELD, TOPIC, URGENT, topic
from conversations.readers import PICK_ONE, Value, Wrong
from conversations.said import SURE, Kind, Meant, Said, grave
from conversations.talks import Noted, Talk, Talks
from conversations.text import Say, mark, paragraphs
from conversations.turn.answering import Answering
from conversations.turn.moving import PROOFS
from conversations.turn.sayings import (
    ALMOST,
    HEARD_DANGER,
    OLD_BUTTON,
)
from conversations.turn.story import fresh, joined
from conversations.turn.taken import Offer, Relay, Reply, Taken, offers
from conversations.words import NO, YES, plain

DEGREES = frozenset(Degree)
REPORT_SAFELY = "lapor"
"""The flow of a report."""
MATTER = "soal"
FEARING = ">mendesak.ancaman"
DANGERS = frozenset({FEARING, ">temani"})
"""Buttons under "are you safe now?": there "tidak" calls for a human."""
LIFE = frozenset({"putus_asa", "takut", "kekerasan", "darurat"})
"""Dangers to somebody's life; beside them even a question that was answered shows a human."""
ASKING_TO_LEAVE = ISIAN.name
_CALLS = (
    "tolong saya|tolong bu|tolong pak|tolong aku|minta tolong|mau|mau bu|mau pak|ya mau|iya mau|"
    "bantu saya|bantu|please|yes please|tidak aman|tdk aman|ga aman|gak aman|belum aman|not safe|"
    "ya tolong|iya tolong|tolong bantu|tolong bantu saya|help me"
)
CALLS = frozenset(_CALLS.split("|"))
"""What people write when they were asked whether they need somebody."""


class Calling(Answering):
    """A turn that leads to a human whoever calls for one."""

    __slots__ = ()

    def called_for(self, meant: tuple[Meant, ...]) -> tuple[Meant, ...]:
        """Put the call for a human before an urgent matter that is in good hands there."""
        told = max((one.score for one in meant if one.urgent), default=0.0)
        human = next((one for one in meant if one.intent == OFFICER.flow), None)
        if human is not None and human.score < min(told, SURE):  # a guess beside what was told
            return meant
        flow = self.book.find(OFFICER.flow, self.facts)
        if human is None or flow is None:
            return meant
        return (human, *(one for one in meant if one.intent not in {human.intent, *flow.handles}))

    def told_of(self, talks: Talks) -> str:
        """Name the danger that is under way, as it is understood; empty where there is none."""
        case = self.facts.helping if talks.relay_at and self.facts.helped else None
        kind = case.kind if case and case.urgent else kind_behind(talks.in_danger(self.facts.now))
        return TOLD_AS.get(kind, "")

    def cried(self, talks: Talks, said: Said) -> Taken | None:
        """Lead a cry to a human for as long as a danger was told in the last hour.

        Thanks, a question or "batal" in between change nothing.  Where an officer has the matter
        already, the cry goes there, and is answered too.
        """
        tap = human_of(talks) or talks.in_danger(self.facts.now)
        if not tap or self.facts.staff is not None or not is_cry(said.text):
            return None
        if any(talk.flow in URGENT for talk in talks.stack):
            return self.hurried(talks)
        self.know(("helped",))
        case = self.facts.helping
        if not self.facts.helped or case is None or not case.urgent:
            return self.go(talks, tap)
        taken = self.put_aside(Taken(replace(talks, relay_at=self.facts.now, offers=())))
        return replace(self.comforted(taken, case.kind, said), relay=Relay(said))

    def pressed(self, talks: Talks, said: Said) -> Taken | None:
        """Stop a request to leave where force is told at any step, or after it was asked for."""
        asking = any(talk.flow == ASKING_TO_LEAVE for talk in talks.stack)
        asked = not (talks.top or talks.relay_at) and self.facts.person.links
        if not (asking or asked):
            return None
        told = forced(said.text) or signed_away(said.text) or made_to(said.text)
        if not told or OTHERS.search(plain(said.text)):
            return None
        if asking:
            return self.not_asked(talks, said)
        self.know(("graduations",))
        return self.start(talks, PUSHED_OUT, "", said.text) if withdrawable(self.facts) else None

    def not_asked(self, talks: Talks, said: Said) -> Taken:
        """Drop a request to leave as at its first question, and lead to a human."""
        going = next(talk for talk in talks.stack if talk.flow == ASKING_TO_LEAVE)
        before = str(going.given.get("kata") or "")
        story = "\n".join(part for part in (before, said.text) if part)
        rest = tuple(one for one in talks.stack if one.flow not in {ASKING_TO_LEAVE, *PROOFS})
        then = Then(MENDESAK.name, {"perihal": CaseKind.ANCAMAN.value, "cerita": story})
        cleared = replace(talks, stack=rest).without_draft(ASKING_TO_LEAVE)
        self.know(("graduations",))
        if withdrawable(self.facts):
            return self.start(cleared, PUSHED_OUT, "", story)
        text = pressed_text(self.facts)
        return self.run(Taken(self.following(cleared, then), (Reply(text),)))

    def overlooked(self, talks: Talks, said: Said) -> Taken | None:
        """Fall silent where somebody reads along; take "it is safe" where that was asked."""
        if talks.top is not None:
            if not any(talk.flow in {*URGENT, OFFICER.flow} for talk in talks.stack):
                return None
            place = self.place(talks)
            asked = place is not None and place.key == "aman"
            seen = reads_along(said.text) or (not asked and unsafe_now(said.text))
            return self.silent(talks, said) if seen else None
        tap = human_of(talks) or talks.in_danger(self.facts.now)
        if talks.relay_at or tap not in DANGERS:
            return None
        if tap == FEARING and (unsafe_now(said.text) or reads_along(said.text)):
            return self.hushed(talks)
        left = tap == FEARING and gone(said.text)
        return self.is_safe(talks, tap) if left or safe_now(said.text) else None

    @staticmethod
    def hushed(talks: Talks) -> Taken:
        """Fall silent, and tell nobody: no human was called for, and none was to be told.

        What was told stays for a cry within the hour.
        """
        return Taken(replace(talks, offers=()), (Reply(HUSHED),))

    def is_safe(self, talks: Talks, tap: str) -> Taken:
        """Take it gladly, and leave the way to a human."""
        text = SAFE_TO_TELL if tap == FEARING else SAFE_FOR_NOW
        if tap != FEARING and self.nearness(talks) in TAKEN:
            text = self.next_word(talks, kind_behind(tap), Said(), called=False)
        return Taken(talks, (Reply(text, (Offer(OFFICER.label, tap), *offers((MENU,)))),))

    def silent(self, talks: Talks, said: Said) -> Taken:
        """Ask nothing more, and hand over what was told without a way back to this chat."""
        told = next((talk for talk in talks.stack if talk.flow in {*URGENT, OFFICER.flow}), None)
        given = told.given if told else {}
        before = (str(given.get(key) or "") for key in ("cerita", "isi") if told)
        parts = (*before, said.text)
        answers: dict[str, Value] = {"isi": "\n".join(one for one in parts if one)}
        named = given.get("terlibat") or given.get("pemegang")
        if named:
            answers["terlibat"] = named
        cleared = replace(talks, stack=(), offers=(), told="", danger=Noted())
        return self.run(Taken(self.following(cleared, Then(DIAM.name, answers))))

    def hurried(self, talks: Talks) -> Taken:
        """Go on to the human without what can be asked later."""
        later = self.place_later(talks, self.place(talks))
        return later or self.again(Taken(talks), before=ALMOST)

    def comforted(self, taken: Taken, kind: str, said: Said, *, quiet: bool = True) -> Taken:
        """Say the next word to somebody whom an officer has not answered yet.

        After a silence (``quiet``) it is said first that the message has arrived.
        """
        told = self.next_word(taken.talks, kind, said, called=True)
        counted = counting(taken.talks, told)
        whole = paragraphs(DELIVERED if quiet else None, told)
        return replace(taken, talks=counted, replies=(Reply(whole),))

    def next_word(self, talks: Talks, kind: str, said: Said, *, called: bool) -> Say:
        """Find what is to be said next; never what was said last."""
        told = (talks.waited, talks.echo)
        return word(self.facts, kind, said.text, told, called=called, near=self.nearness(talks))

    def nearness(self, talks: Talks) -> Degree:
        """Give the worst that was told of a despair in the last hour."""
        kept = talks.nearness(self.facts.now)
        return Degree(kept) if kept in DEGREES else Degree.THOUGHTS

    def nearer(self, talks: Talks, said: Said) -> Talks:
        """Keep the worst that is told of a despair, for an hour."""
        before = self.nearness(talks)
        known = before is not Degree.THOUGHTS or self.told_of(talks) == DESPAIR
        heard = degree(said.text, before=known)
        if heard is Degree.THOUGHTS:
            over = before not in TAKEN and (calmed(said.text) or no_wish_to_die(plain(said.text)))
            return replace(talks, near=Noted()) if over and talks.near.what else talks
        worst = together(before, heard)
        return replace(talks, near=Noted(worst.value, self.facts.now))

    def nearest(self, talks: Talks, meant: tuple[Meant, ...]) -> tuple[Meant, ...]:
        """Leave out of what is heard whatever would lead away from a death that is near."""
        near = self.nearness(talks)
        if near is Degree.THOUGHTS:
            return meant
        away = {FEAR, SICK} if near in TAKEN else {FEAR}
        return tuple(one for one in meant if one.intent not in away)

    def cared_for(self, taken: Taken, outcome: object) -> Taken:
        """Say once more that a doctor comes first, where a human was called after poison."""
        near = self.nearness(taken.talks)
        opened = isinstance(outcome, Done) and isinstance(outcome.result, HelpOpened)
        if not opened or near not in TAKEN:
            return taken
        return replace(taken, replies=(Reply(STAY[near][0]), *taken.replies))

    def followed_up(self, talks: Talks, said: Said, tap: str, *, only_asked: bool) -> Taken | None:
        """Answer what follows on a danger, with the way to a human below; None: nothing known."""
        kind = kind_behind(tap)
        asked = answer(self.facts, kind, said.text, called=False)
        if only_asked and (asked is None or (asked is NOBODY_YET and not human_of(talks))):
            return None
        told = self.next_word(talks, kind, said, called=False)
        human = (Offer(OFFICER.label, tap), *offers((MENU,)))
        return Taken(counting(talks, told), (Reply(paragraphs(told, CALL), human),))

    def remembering(self, taken: Taken) -> Taken:
        """Keep for an hour where the way to a human led that was just offered for a danger."""
        shown = (one.tap for reply in taken.replies for one in reply.offers)
        tap = next((one for one in shown if to_human(one)), "")
        if not tap:
            return taken
        return replace(taken, talks=replace(taken.talks, danger=Noted(tap, self.facts.now)))

    def calling(self, talks: Talks, said: Said, command: str | None) -> Taken | None:
        """Lead a call for help in, or right after, a danger to a human, not to advice."""
        called = command == "bantuan"
        if called and any(talk.flow in URGENT for talk in talks.stack):
            return self.hurried(talks)
        tap = human_of(talks)
        if not tap:
            return None
        said_so = plain(said.text)
        if talks.top is None:
            # "Apakah aman sekarang?" is the question of a danger; elsewhere "mau?" is.
            wanted = NO if tap in DANGERS else YES
            called = called or command == OFFICER.flow or said_so in CALLS or said_so in wanted
        return self.go(talks, tap) if called else None

    def misread(self, talks: Talks, top: Talk, place: Place, said: Said, wrong: Wrong) -> Taken:
        """Keep the way to a human where a danger was told instead of an answer."""
        if grave(said) and wrong.text == PICK_ONE:
            danger = danger_in(talks)
            heard = nearly_there(self.facts, danger) if danger else HEARD_DANGER
            wrong = replace(wrong, text=heard, second=PICK_ONE)
        taken = super().misread(talks, top, place, said, wrong)
        if said.meant[:1] and said.meant[0].urgent:
            return self.keeping_help(taken)
        told = any((one.urgent or one.perhaps) and one.intent in LIFE for one in said.meant)
        answered = wrong.meant and not wrong.slip and not told
        return self.with_human(taken, said) if grave(said) and not answered else taken

    def with_human(self, taken: Taken, said: Said) -> Taken:
        """Put a way to a human under a question, where its answer may have told of a danger."""
        if self.facts.staff or danger_in(taken.talks) or not (taken.replies and taken.talks.top):
            return taken
        last = taken.replies[-1]
        shown = (one.tap for reply in taken.replies for one in reply.offers)
        flows = {tap[1:].partition(".")[0] for tap in shown}
        if flows & {OFFICER.flow, *URGENT}:
            return taken
        about = topic(said.text)
        arg = "" if about == CaseKind.BANTUAN.value else about
        human = offers((Step(OFFICER.label, MENDESAK.name, arg),))
        told = replace(taken.talks, told=said.text)
        several = (*taken.replies[:-1], replace(last, offers=(*last.offers, *human)))
        return replace(taken, talks=told, replies=several)

    def start(self, talks: Talks, name: str, arg: str = "", words: str = "") -> Taken:
        """Start a flow; on the way to a human already, that way goes on with what was told."""
        if name == OFFICER.flow and any(talk.flow in URGENT for talk in talks.stack):
            return self.hurried(talks)
        if name == REPORT_SAFELY:  # what is told there leads to no chat
            talks = replace(talks, story=())
        return super().start(talks, name, arg, words)

    def brought(
        self, talks: Talks, flow: Flow, given: Mapping[str, tuple[int, Value]]
    ) -> dict[str, tuple[int, Value]]:
        """Bring along to a human all that was told since this matter began, and its topic."""
        near = self.nearness(talks)
        if flow.name == DESPAIR and near is not Degree.THOUGHTS:
            return {MATTER: (1, near.value)}
        if flow.name not in {OFFICER.flow, *URGENT}:
            return {}
        told = fresh(talks, self.facts.now)
        _version, known = given.get(TOPIC, (1, CaseKind.BANTUAN.value))
        topic_told = self.topic_told(talks, flow) if known == CaseKind.BANTUAN.value else ""
        found: dict[str, Value] = {TOPIC: topic_told} if topic_told else {}
        if told:
            found |= {WHOLE: joined(told), OPENLY: joined(one for one in told if not one.confided)}
        return {key: (1, value) for key, value in found.items()}

    def topic_told(self, talks: Talks, flow: Flow) -> str:
        """Name what the danger is about that was told within the hour: it is not asked again."""
        name, _, about = talks.in_danger(self.facts.now)[1:].partition(".")
        if flow.name != OFFICER.flow or name not in URGENT:
            return ""
        return about or (HELD if name == HELD else "")

    @staticmethod
    def keeping_help(taken: Taken) -> Taken:
        """Put the way to a human under the last message too, where a question follows."""
        several = taken.replies[:-1]
        human = next((o for one in several for o in one.offers if to_human(o.tap)), None)
        if human is None or not taken.replies:
            return taken
        last = taken.replies[-1]
        kept = replace(last, offers=(*last.offers, human))
        return replace(taken, replies=(*several, kept))

    def go(self, talks: Talks, tap: str) -> Taken:
        """Follow what a button carries: ``>flow.arg`` starts, ``talk.question.key`` answers."""
        if tap.startswith(">"):
            name, _, arg = tap[1:].partition(".")
            told = talks.told if name in URGENT else ""
            talks = replace(talks, warned=Noted()) if tap == talks.warned.what else talks
            return self.start(replace(talks, told="") if talks.told else talks, name, arg, told)
        number, _, rest = tap.partition(".")
        key, _, choice = rest.partition(".")
        for then in (talks, talks.reopened(number)):
            place, top = self.place(then), then.top
            if place and top and str(top.number) == number and place.key == key:
                return self.answer(then, place, Said(Kind.TAP, tap=choice))
        return self.again(Taken(talks, (Reply(OLD_BUTTON),)))


def counting(talks: Talks, told: Say) -> Talks:
    """Remember that a word was said, and which."""
    return replace(talks, waited=talks.waited + 1, echo=mark(told))


def to_human(tap: str) -> bool:
    """Tell whether a button leads from a danger to a human."""
    return tap.startswith(">") and tap[1:].partition(".")[0] in URGENT


def human_of(talks: Talks) -> str:
    """Give what the button to a human carries, where the last message was about a danger.

    There it stands first, or last under a question; in between it is one way among others.
    """
    taps = [tap for tap, _label in talks.offers]
    return next((tap for tap in (*taps[:1], *taps[-1:]) if to_human(tap)), "")
