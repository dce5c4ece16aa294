"""A new wish in free words: answered, asked back, or honestly not understood; none is lost."""

from __future__ import annotations

import re

from conversations.around.around import MENU_FLOW
from conversations.around.consent import who_is_it
from conversations.changed import replace
from conversations.danger.alarms import Degree
from conversations.danger.kinds import kind_behind
from conversations.danger.urgent import MONEY_GONE
from conversations.danger.waiting import CALL
from conversations.family.proof_numbers import told_numbers
from conversations.flow import MENU, OFFICER, Flow, Step
from conversations.numbers import a_nik
from conversations.phrases import ROOM
from conversations.said import SURE, Kind, Meant, Said
from conversations.talks import Talks
from conversations.text import (
    LABEL_LIMIT,
    Say,
    Source,
    lines,
    mark,
    paragraphs,
    say,
    sentence,
    word,
)
from conversations.turn.calling import LIFE, Calling, human_of, to_human
from conversations.turn.further import ALL_I_KNOW, FURTHER, GO_ON, THAT_IS_ALL, asks_on
from conversations.turn.moving import KK, NIK, PROOF
from conversations.turn.odd import fitting
from conversations.turn.sayings import (
    AGAIN,
    ALSO,
    HEARD_AGAIN,
    LOST,
    NIK_WAITS,
    NIK_WAITS_ALONE,
    NOT_UNDERSTOOD,
    NOT_YET,
    SEND_AGAIN,
    SORRY,
    WHICH_STILL,
    WHICH_WISH,
    as_before,
    one_more,
    to_a_stranger,
    two_things,
)
from conversations.turn.showing import CONSENT
from conversations.turn.taken import Offer, Reply, Taken, offers
from conversations.words import plain

MOST_ASKED = 2
COURTESIES = frozenset({"salam", "terima_kasih", "kasar"})
"""What nobody has to be asked about: no wish is meant by it."""
LEAST_ASKED = 0.3
SECOND = 0.6
"""How sure a second wish in one message must be to be offered beside the first."""
AT_ONCE = 0.75
"""How sure it must be to be answered right after the first."""
HOAX = "hoaks"
FAINT = frozenset({"ke_mana", "tidak_ada"})
"""What says nothing new right after a danger: there the way to a human stays."""
ANGER, LEAST_ANGER = "kasar", 0.5
COMES_BACK = re.compile(
    r"\b(?:balik|mbalik|kembali|dikembalikan|dikembaliin|diganti|refund|utuh|selamat)\b"
)
NO_PROMISE = say(
    "Itu belum bisa saya janjikan, Bapak/Ibu. Yang menentukan bank dan polisi. "
    "Makin cepat bank diberi tahu, makin baik. Bawa bukti kirim dan buku tabungan. "
    "Minta nomor laporan di bank dan di polisi, lalu simpan."
)
SMALL_TALK = frozenset({MENU_FLOW.name, *COURTESIES})
"""Said beside a real wish; no wish of its own there."""


class Wishing(Calling):
    """A turn that starts what free words ask for."""

    __slots__ = ()

    def wish(self, talks: Talks, said: Said) -> Taken:
        """Start what a free text asks for, or say honestly that it was not understood."""
        if known := self.asked_in_danger(talks, said) or self.money_back(talks, said):
            return known
        if on := self.going_on(talks, said) or self.which_again(talks, said):
            return on
        return self.sure_wish(talks, said) or self.unsure(talks, said)

    def asked_in_danger(self, talks: Talks, said: Said) -> Taken | None:
        """Answer a question that follows on a danger told in the last hour, where it is known."""
        danger = human_of(talks) or talks.in_danger(self.facts.now)
        if not danger or (said.meant and said.meant[0].urgent):
            return None
        sure = said.meant[:1] and said.meant[0].score >= SURE
        near = self.nearness(talks) is not Degree.THOUGHTS and not sure
        return self.followed_up(talks, said, danger, only_asked=not near)

    def money_back(self, talks: Talks, said: Said) -> Taken | None:
        """Answer honestly, after a swindle or a loss, whether the money comes back."""
        tap = human_of(talks) or talks.in_danger(self.facts.now)
        if tap != MONEY_GONE.tap or not COMES_BACK.search(plain(said.text)):
            return None
        human = (Offer(OFFICER.label, tap), *offers((MENU,)))
        return Taken(talks, (Reply(NO_PROMISE, human),))

    def sure_wish(self, talks: Talks, said: Said) -> Taken | None:
        """Start what is clearly asked for, a NIK included."""
        faint = said.meant[:1] and said.meant[0].intent in FAINT and human_of(talks)
        if not faint and said.meant and (said.meant[0].urgent or said.meant[0].score >= SURE):
            return self.wished(talks, said)
        return self.proving(talks, said)

    def unsure(self, talks: Talks, said: Said) -> Taken:
        """Say that it was not understood; right after a danger something else."""
        if tap := human_of(talks):
            told = self.followed_up(talks, said, tap, only_asked=False)
            return told or Taken(talks)
        if not self.facts.person.known:
            return self.stranger(talks, said)
        lost = LOST[talks.lost % len(LOST)]
        known = replace(talks, lost=talks.lost + 1)
        taken = Taken(known, (Reply(fitting(said) or lost, offers((MENU, OFFICER))),))
        return self.reworded(talks, taken, lost)

    def which_again(self, talks: Talks, said: Said) -> Taken | None:
        """Ask which of several things was meant, the second time in other words."""
        asked = self.which(talks, said)
        return self.reworded(talks, asked, WHICH_STILL) if asked else None

    def going_on(self, talks: Talks, said: Said) -> Taken | None:
        """Tell what comes after what was told, with its buttons; once, then there is a human."""
        if said.kind is not Kind.TEXT or not asks_on(said.text) or human_of(talks):
            return None
        taps = tuple(Offer(word(spoken), tap) for tap, spoken in talks.offers)
        real = [one for one in taps if one.tap not in {MENU.tap, OFFICER.tap}]
        if not taps and not talks.last:
            return self.start(talks, MENU_FLOW.name)
        text = FURTHER.get(talks.last) or (GO_ON if real else THAT_IS_ALL)
        human = () if any(one.tap == OFFICER.tap for one in taps) else offers((OFFICER,))
        ways = (*real, *human, *offers((MENU,))) if not real else (*taps[:-1], *human, taps[-1])
        told = replace(talks, lost=0, last=talks.last or MENU_FLOW.name)
        more = Taken(told, (Reply(text, ways),))
        return self.reworded(talks, more, ALL_I_KNOW)

    def proving(self, talks: Talks, said: Said) -> Taken | None:
        """Take numbers without a wish as the proof that opens one's own status."""
        if said.kind is Kind.TEXT and told_numbers(said.text, self.facts.today):
            return self.start(talks, PROOF, words=said.text)
        if said.kind is Kind.TEXT and a_nik(said.text, self.facts.today):
            return self.start(talks, PROOF, said.text)
        return None

    def wished(self, talks: Talks, said: Said) -> Taken:
        """Start the first wish, and see to the second."""
        first = said.meant[0]
        found = replace(talks, lost=0) if talks.lost else talks
        started = self.start(found, first.intent, first.arg, said.text)
        fresh = self.not_again(talks, started, first, said.text)
        both = angered(self.with_second(fresh, said), said)
        return with_note(both, SEND_AGAIN) if said.media else both

    def which(self, talks: Talks, said: Said) -> Taken | None:
        """Ask which of two or three things was meant, where none of them is sure."""
        if not said.meant or said.meant[0].urgent:
            return None
        if not LEAST_ASKED <= said.meant[0].score < SURE:
            return None
        wishes = [one for one in said.meant if one.intent not in COURTESIES][:MOST_ASKED]
        flows = [self.flow_named(one.intent) for one in wishes]
        short = [
            one
            for one in flows
            if one and one.name != OFFICER.flow and len(one.title.msgid) <= LABEL_LIMIT
        ]
        if not wishes:
            return None
        named = {one.title.msgid: one for one in short if one.title != OFFICER.label}
        steps = [*(Step(one.title, one.name) for one in named.values()), OFFICER]
        return Taken(talks, (Reply(WHICH_WISH, offers(tuple(steps))),))

    def flow_named(self, name: str) -> Flow | None:
        """Find a flow that this person may start."""
        return self.book.find(name, self.facts)

    def stranger(self, talks: Talks, said: Said) -> Taken:
        """Answer honestly first, then say who is speaking; nothing said is greeted."""
        if not plain(said.text) and said.kind not in NOT_UNDERSTOOD:
            return self.start(talks, "menu")
        if doubt := who_is_it(said.text, self.facts):
            steps = offers((MENU, OFFICER))
            return Taken(replace(talks, lost=talks.lost + 1), (Reply(doubt, steps),))
        text = to_a_stranger(self.facts, fitting(said) or NOT_YET)
        steps = offers((OFFICER, MENU))
        return Taken(replace(talks, lost=talks.lost + 1), (Reply(text, steps),))

    def start(self, talks: Talks, name: str, arg: str = "", words: str = "") -> Taken:
        """Start a flow; what can be answered at once goes before its questions."""
        started = super().start(talks, name, arg, words)
        flow = self.flow_named(name)
        said = flow.at_once(self.facts, words) if words and flow and flow.at_once else None
        noted = said or self.number_waits(started, words)
        return with_note(started, noted) if noted else started

    def number_waits(self, started: Taken, words: str) -> Say | None:
        """Say that a number that came with the wish is not used, nor kept, before consent."""
        top = started.talks.top
        waits = top is not None and top.flow == CONSENT and len(started.replies) == 1
        if not words or not waits or not any(NIK in talk.answers for talk in started.talks.stack):
            return None
        both = KK in told_numbers(words, self.facts.today)
        return NIK_WAITS_ALONE if both else NIK_WAITS

    # Two wishes in one message

    def with_second(self, taken: Taken, said: Said) -> Taken:
        """Answer or offer the second thing that was asked for, so that it is not lost."""
        found = self.second(said, taken)
        if found is None:
            return taken
        meant, flow = found
        at_once = meant.score >= AT_ONCE and is_short(flow) and not meant.urgent
        if busy(taken):
            beside = Reply(two_things(flow.title), offers((Step(flow.title, flow.name),)))
            return replace(taken, replies=(beside, *taken.replies))
        if at_once and not said.meant[0].urgent:
            return self.answered_too(taken, meant)
        return offering(taken, flow)

    def second(self, said: Said, taken: Taken) -> tuple[Meant, Flow] | None:
        """Find the second wish: sure enough, something else, and not offered already.

        Beside "is this true?" there is none: the rest are the words of the message in doubt.
        Nor beside a danger to life: what was told goes along to the human.
        Nor for an officer, who commands in single words, nor what the first one asks itself.
        """
        first = said.meant[0]
        if first.intent in {HOAX, *LIFE} or self.facts.staff is not None:
            return None
        shown = {one.tap[1:].partition(".")[0] for r in taken.replies for one in r.offers}
        asked = self.flow_named(first.intent)
        gone = {first.intent, *SMALL_TALK, *shown, *(asked.handles if asked else ())}
        for meant in said.meant[1 : 1 + MOST_ASKED]:
            flow = self.flow_named(meant.intent)
            if (
                flow is None
                or flow.staff
                or flow.name in gone
                or not (meant.score >= SECOND or meant.perhaps)
            ):
                continue
            if first.urgent and meant.urgent:  # one story, and it goes along to the human
                continue
            if len(flow.title.msgid) <= LABEL_LIMIT:
                return meant, flow
        return None

    def answered_too(self, taken: Taken, meant: Meant) -> Taken:
        """Say the second short answer right after the first, with the buttons of both."""
        more = self.start(replace(taken, replies=()).talks, meant.intent, meant.arg)
        if busy(more) or not more.replies:
            return taken
        head, *rest = more.replies
        told = (*taken.replies, replace(head, text=sentence(ALSO, head.text)), *rest)
        own = {one.tap for one in told[-1].offers}
        others = [o for one in taken.replies for o in one.offers if o.tap not in own]
        bare = [replace(one, offers=()) for one in told[:-1]]
        last = replace(told[-1], offers=(*others, *told[-1].offers))
        return replace(taken, talks=more.talks, replies=(*bare, last))

    # Not the same sentence twice in a row

    def not_again(self, talks: Talks, taken: Taken, first: Meant, text: str = "") -> Taken:
        """Vary a short answer that was just given; what is looked up anew is told anew."""
        flow = self.flow_named(first.intent)
        if flow is None or flow.aside or busy(taken) or not taken.replies:
            return taken
        if flow.needs and not self.facts.read:
            return taken
        if first.urgent:
            return self.reworded(talks, taken, self.next_of(talks, taken, text))
        instead = AGAIN.get(flow.name) or as_before(flow.title)
        again = self.reworded(talks, taken, instead)
        if again.talks.echo or any(one.tap == OFFICER.tap for one in again.replies[-1].offers):
            return again
        last = again.replies[-1]
        human = replace(last, offers=(*offers((OFFICER,)), *last.offers))
        return replace(again, replies=(*again.replies[:-1], human))

    def next_of(self, talks: Talks, taken: Taken, text: str) -> Say:
        """Say the next thing that helps in a danger that was just told already."""
        shown = (one.tap for one in taken.replies[-1].offers)
        tap = next((one for one in shown if to_human(one)), "")
        if not tap:
            return sentence(HEARD_AGAIN, taken.replies[0].text)
        told = self.next_word(talks, kind_behind(tap), Said(text=text), called=False)
        return paragraphs(sentence(HEARD_AGAIN, told), CALL)

    @staticmethod
    def reworded(talks: Talks, taken: Taken, instead: Say) -> Taken:
        """Say something else where the very same was just said; the buttons stay."""
        mark = digest(taken.replies)
        if mark != talks.echo:
            return replace(taken, talks=replace(taken.talks, echo=mark))
        varied = Reply(instead, taken.replies[-1].offers)
        on = replace(taken.talks, echo="", waited=taken.talks.waited + 1)
        return replace(taken, talks=on, replies=(varied,))


def digest(replies: tuple[Reply, ...]) -> str:
    """Tell two answers apart without keeping their words."""
    return mark(lines(*(one.text for one in replies)))


def busy(taken: Taken) -> bool:
    """Tell whether a question is open, or a command is still to be carried out."""
    return bool(taken.talks.top or taken.finish or taken.relay)


def is_short(flow: Flow) -> bool:
    """Tell whether a flow is an answer and nothing else."""
    return not (flow.asks or flow.done or flow.needs or flow.aside or flow.consent)


def offering(taken: Taken, flow: Flow) -> Taken:
    """Put the button of the second wish under the first answer, before the menu."""
    if not taken.replies:
        return taken
    last = taken.replies[-1]
    step = offers((Step(flow.title, flow.name),))
    told = paragraphs(last.text, one_more(flow.title))
    text = last.text if len(told.into(Source())) > ROOM else told
    menu = tuple(one for one in last.offers if one.tap == MENU.tap)
    others = tuple(one for one in last.offers if one.tap != MENU.tap)
    full = replace(last, text=text, offers=(*others, *step, *menu))
    return replace(taken, replies=(*taken.replies[:-1], full))


def angered(taken: Taken, said: Said) -> Taken:
    """Say sorry first where somebody is angry about what they ask for."""
    first = said.meant[0]
    angry = any(one.intent == ANGER and one.score >= LEAST_ANGER for one in said.meant[1:])
    return with_note(taken, SORRY) if angry and not first.urgent else taken


def with_note(taken: Taken, note: Say) -> Taken:
    """Say something before the rest."""
    return replace(taken, replies=(Reply(note), *taken.replies))
