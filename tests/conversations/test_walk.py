"""Every path of every flow, walked: nothing is too long, nothing leads nowhere.

From every place all its buttons are tapped and samples of every other answer are sent; places
that cannot differ in what follows are visited once.  Conditions are data, so it is known which
answers can matter: those that a condition names.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import pytest

from conversations import flow as engine
from conversations.around.around import Tongue
from conversations.around.consent import Consent
from conversations.around.hoax import PassedOn
from conversations.book import BOOK
from conversations.broadcast.answers import Area, Broadside
from conversations.changed import replace
from conversations.codes import Code, Receipt
from conversations.danger.safety import Safe
from conversations.desk.acts import Open
from conversations.desk.listing import TaskList
from conversations.desk.teaching import Meaning
from conversations.facts import Facts, Grade, Learned, Person
from conversations.family.meanings import StatusName
from conversations.family.proof_numbers import ProofNik
from conversations.family.status import ShownFamily
from conversations.flow import Both, Condition, Filled, Flow, Is, Not
from conversations.graduation.answers import Reasons
from conversations.graduation.desk_acts import Periods
from conversations.graduation.pressure import Pressure
from conversations.helping.along import Tell
from conversations.helping.consent import MayAnOfficerRead
from conversations.helping.topics import Subject
from conversations.media import Location, Photo
from conversations.names import Called, Name
from conversations.numbers import KkTail, Nik
from conversations.places import District, Village
from conversations.readers import Choice, Or, Reader, Ref, Words
from conversations.report.accused import Roles
from conversations.report.kinds import Groups, Kinds
from conversations.report.knowing import Loose
from conversations.report.place import ToldDistrict, ToldVillage
from conversations.report.receipt import NewWords
from conversations.report.telling import Telling
from conversations.report.way import Ways
from conversations.report.who import Story
from conversations.said import Kind, Meant, Media, Said, Spot
from conversations.text import LABEL_LIMIT, REPLY_LIMIT, Source
from conversations.turn.disowning import StopIt
from conversations.turn.taken import Reply
from tests.conversations.chat import Chat
from tests.conversations.desk import OUTCOMES, Outcome, desk, load
from tests.conversations.samples import (
    NIK,
    OFFICER,
    facts,
    family,
    leaving,
    task,
    without_cash,
)
from tests.conversations.test_understand import SAID, understanding

MOST_BUTTONS = 14
LONGEST_TAP = 64
MOST_VISITS = 12_000
PLACE_LEFT = re.compile(r"[{}]")
OF_BROADCASTS = re.compile(r"\{(?:namaa?|desa|program|periode)\}")
"""Places that officers may write in a text for many."""

SAMPLES: dict[type, tuple[Said, ...]] = {
    Nik: (Said(text=NIK), Said(text="3526"), Said(text="nomor saya")),
    KkTail: (Said(text="120004"), Said(text="12")),
    Name: (
        Said(text="Siti Aminah"),
        Said(text="0812 3456 7890"),
    ),
    Called: (
        Said(text="Siti Aminah"),
        Said(text="0812 3456 7890"),
    ),
    Words: (
        Said(text="Bu Ani dekat musala"),
        Said(text="rumah cat hijau " * 30),
        Said(text="hijau" * 220),
        Said(text="x"),
        Said(Kind.VOICE, media=Media("v")),
    ),
    Meaning: (
        Said(text="kapan PKH cair", meant=(Meant("jadwal", 0.9),)),
        Said(text="zzz"),
    ),
    PassedOn: (
        Said(text="daftar di blt-kemensos.site lalu kirim kode OTP"),
        Said(text="cekbansos.kemensos.go.id"),
        Said(text="besok ada bantuan di balai desa"),
        Said(text="a"),
        Said(Kind.PHOTO),
    ),
    Tell: (
        Said(text="Tiap cair dipotong"),
        Said(text="lewati"),
        Said(text="x"),
        Said(Kind.VOICE, media=Media("v")),
    ),
    District: (Said(text="Sepulu"), Said(text="sepuluu"), Said(text="Kelbung"), Said(text="qqq")),
    Area: (Said(text="Labuhan"), Said(text="kecamatan sepulu"), Said(text="qqqqqq")),
    Broadside: (
        Said(text="Yth. {nama}, kumpul di Desa {desa}."),
        Said(text="Yth. {namaa}"),
        Said(text="kata " * 130),
    ),
    Village: (Said(text="Labuhan"), Said(text="tanagura"), Said(text="qqqqqq")),
    ToldDistrict: (
        Said(text="Sepulu"),
        Said(text="qqq"),
        Said(text="punya toko di pasar juga"),
        Said(text="tidak"),
    ),
    ToldVillage: (Said(text="Labuhan"), Said(text="qqqqqq"), Said(text="pkh")),
    Groups: (Said(text="rumahnya tingkat, punya mobil"), Said(text="zzz")),
    Telling: (Said(text="anaknya kerja di bank " * 20), Said(text="x"), Said(Kind.VOICE)),
    Roles: (Said(text="itu pak kades bu"), Said(text="zzz")),
    Kinds: (Said(text="istrinya yang pns"), Said(text="zzz")),
    Tongue: (Said(text="english please"), Said(text="zzz")),
    Loose: (Said(text="saya tetangganya bu"), Said(text="zzz")),
    Photo: (Said(Kind.PHOTO, media=Media("p", 1000)), Said(text="apa")),
    Location: (Said(Kind.LOCATION, spot=Spot(-7.0, 112.9)), Said(text="x")),
    Code: (Said(text="K7Q2-M9TD"), Said(text="?")),
    Receipt: (Said(text="batu 7 kopi 4 awan 2"), Said(text="?")),
    Ref: (Said(text="K1"), Said(text="?")),
    StatusName: (Said(text="exclude pekerjaan"), Said(text="zzz")),
    Choice: (Said(text="zzz"),),
    ShownFamily: (Said(text="zzz"),),
    Ways: (Said(text="apa bedanya"), Said(text="zzz")),
    Subject: (Said(text="kartu saya dipegang bu ketua"), Said(Kind.VOICE, media=Media("v"))),
    TaskList: (Said(text="tugas"), Said(text="zzz")),
    Consent: (Said(text="kenapa harus setuju"), Said(text="zzz")),
    MayAnOfficerRead: (Said(text="siapa yang baca"), Said(text="zzz")),
    ProofNik: (Said(text=NIK), Said(text="120004"), Said(text="nomor saya")),
    NewWords: (Said(text="tokonya baru dua"), Said(text="zzz")),
    Reasons: (Said(text="sudah mampu sendiri"), Said(text="zzz")),
    Pressure: (Said(text="disuruh bu ketua"), Said(text="tidak dipaksa"), Said(text="zzz")),
    Safe: (Said(text="ga aman"), Said(text="zzz")),
    StopIt: (Said(text="itu bukan saya pak"), Said(text="zzz")),
    Periods: (Said(text="zzz"),),
    Story: (
        Said(text="Bu Ani dekat musala"),
        Said(text="istri pak sekdes"),
        Said(text="rumah cat hijau " * 30),
        Said(text="x"),
        Said(Kind.VOICE, media=Media("v")),
    ),
}
AT_ANY_POINT = tuple(Said(text=one) for one in ("kembali", "batal", "menu", "selesai"))

LINKED = Person(known=True, consented=True, links=1)
CITIZENS = {
    "stranger": facts(Person()),
    "known": facts(Person(known=True)),
    "consented": facts(),
    "linked": facts(Person(known=True, consented=True, links=1)),
    "linked twice": facts(
        Person(known=True, consented=True, links=2, firm=True),
        families=(family(1, Grade.FIRM), family(2, head="Abdurrahman bin Abdullah Al-Bangkalani")),
    ),
    "helped": facts(helped=True),
    "leaving": facts(LINKED, families=(family(),), graduations=(leaving("K1"),)),
    "leaving twice": facts(
        LINKED,
        families=(family(1), family(2)),
        graduations=(leaving("K1"), leaving("K2", 2), leaving("K3", 2, mine=False)),
    ),
    "others leaving": facts(
        LINKED, families=(family(),), graduations=(leaving("K1", mine=False),)
    ),
    "nothing to leave": facts(LINKED, families=(without_cash(),)),
    "learning": facts(learned=Learned(frozenset(["1", "2", "3"]), 5)),
    "learned": facts(
        Person(known=True, consented=True, links=1, firm=True),
        families=(family(1, Grade.FIRM),),
        learned=Learned(frozenset(str(n) for n in range(1, 11)), 9, group=True),
    ),
    "gone from the data": facts(Person(known=True, consented=True, links=1), families=()),
}
STAFF = {
    "no tasks": facts(staff=OFFICER),
    "a few tasks": facts(staff=OFFICER, tasks=(task(1), task(2, urgent=True))),
    "requests": facts(
        staff=OFFICER, tasks=(task(1), *(replace(task(n), kind="graduasi") for n in range(2, 14)))
    ),
    "many tasks": facts(staff=OFFICER, tasks=tuple(task(n, urgent=n < 4) for n in range(60))),
}
EVERYBODY = CITIZENS | STAFF


@dataclass(frozen=True)
class Stand:
    """Where a walk stands: all that can decide what follows."""

    flows: tuple[str, ...]
    key: str
    deciding: tuple[tuple[str, str], ...]
    person: Person
    wrong: int


def keys_in(condition: Condition | None) -> Iterator[str]:
    match condition:
        case Is(key=key) | Filled(key=key):
            yield key
        case Open():
            yield "ref"
        case Not(other=other):
            yield from keys_in(other)
        case Both(conditions=conditions):
            for one in conditions:
                yield from keys_in(one)


def deciding(flow: Flow, here: str) -> set[str]:
    """Keys of the answers that this question or a later one looks at."""
    keys = [ask.key for ask in flow.asks]
    asks = flow.asks[keys.index(here) :] if here in keys else ()
    named = {key for ask in asks for key in keys_in(ask.only)}
    return named | {key for ask in asks for key in ask.depends}


def spot(chat: Chat) -> Stand:
    top = chat.talks.top
    if top is None:
        return Stand((), "", (), chat.facts.person, 0)
    flow = BOOK.flows[top.flow]
    place = engine.place_of(flow, top.given, chat.facts, view=top.view, sure=top.sure)
    names = deciding(flow, place.key)
    given = tuple((key, str(value)) for key, value in top.given.items() if key in names)
    flows = tuple(talk.flow for talk in chat.talks.stack)
    return Stand(flows, place.key, given, chat.facts.person, min(top.wrong, 3))


def samples(reader: Reader) -> tuple[Said, ...]:
    if isinstance(reader, Or):
        return samples(reader.inner)
    return SAMPLES[type(reader)]


def moves(chat: Chat) -> Iterator[Said]:
    """Everything worth trying from here."""
    top = chat.talks.top
    if top is None:
        return
    for reply in chat.replies:
        for offer in reply.offers:
            if not offer.tap.startswith(">"):
                yield Said(Kind.TAP, tap=offer.tap)
    flow = BOOK.flows[top.flow]
    place = engine.place_of(flow, top.given, chat.facts, view=top.view, sure=top.sure)
    yield from samples(place.ask.reader) if place.ask else ()
    yield from AT_ANY_POINT


def judge(reply: Reply) -> None:
    """What holds for every message there is."""
    text = reply.text.into(Source())
    assert text.strip() or reply.paper, "an empty message"
    assert len(text) <= REPLY_LIMIT, f"{len(text)} characters: {text}"
    assert not PLACE_LEFT.search(OF_BROADCASTS.sub("", text)), text
    assert "None" not in text, text
    labels = [offer.label.into(Source()) for offer in reply.offers]
    assert len(labels) <= MOST_BUTTONS, labels
    assert len(set(taps := [offer.tap for offer in reply.offers])) == len(taps)
    for label_, offer in zip(labels, reply.offers, strict=True):
        assert 0 < len(label_) <= LABEL_LIMIT, label_
        assert len(offer.tap.encode()) <= LONGEST_TAP, offer.tap
        if offer.tap.startswith(">"):
            name = offer.tap[1:].partition(".")[0]
            assert name in BOOK.flows or name in {"batal", "kembali"}, offer.tap


ARGUMENTS: dict[type, tuple[str, ...]] = {
    Receipt: ("BATU-7-KOPI-4-AWAN-2", "K1", "?"),
    Ref: ("K1", "K1-2", "12", "?"),
    Code: ("K7Q2M9TD",),
    ProofNik: (NIK,),
    StatusName: ("spm", "arti omspan apa", "zzz"),
    Choice: ("1", "kartu", "en", "zzz"),
    ShownFamily: ("1", "1~0a1b2c3d", "zzz"),
    Subject: ("kartu", "zzz"),
    Tongue: ("en", "zzz"),
}


def begin(name: str, who: Facts) -> list[Chat]:
    """Start a flow by its button, with and without an argument."""
    flow = BOOK.flows[name]
    ask = flow.ask(flow.arg)
    taps = [f">{name}"]
    if ask:
        reader = ask.reader.inner if isinstance(ask.reader, Or) else ask.reader
        taps += [f">{name}.{one}" for one in ARGUMENTS[type(reader)]]
    chat = Chat(BOOK, who, desk(), load)
    return [after for tap in taps for after in step(chat, Said(Kind.TAP, tap=tap))]


def nth(n: int, asked: list[int], all_of: tuple[Outcome, ...]) -> Outcome:
    """Pick the n-th outcome, and note of how many."""
    asked.append(len(all_of))
    return all_of[n]


def step(chat: Chat, said: Said) -> Iterator[Chat]:
    """The chats after one message: one for each outcome that its command may have."""
    n = 0
    while True:
        after = replace(chat, commands=list(chat.commands), lines=[])
        asked: list[int] = []
        after.desk = desk(partial(nth, n, asked))
        after.hear(said)
        for reply in after.replies:
            judge(reply)
        yield after
        n += 1
        if not asked or n >= asked[0]:
            return


def walk(name: str, who: Facts) -> tuple[set[str], bool]:
    """Walk one flow from its start; the questions seen, and whether an end was reached."""
    seen: set[Stand] = set()
    waiting = begin(name, who)
    keys: set[str] = set()
    ended = False
    for _ in range(MOST_VISITS):
        if not waiting:
            return keys, ended
        chat = waiting.pop()
        here = spot(chat)
        ended = ended or name not in here.flows
        keys |= {here.key} if here.flows and here.flows[-1] == name else set()
        if here in seen:
            continue
        seen.add(here)
        for said in moves(chat):
            for after in step(chat, said):
                assert after.replies, f"no answer to {said} at {here}"
                waiting.append(after)
    raise AssertionError(f"{name} has no end of places")


FOR_STAFF = [name for name, flow in BOOK.flows.items() if flow.staff]


@pytest.mark.parametrize("name", BOOK.flows)
def test_every_path_leads_to_an_end_and_every_question_is_asked(name: str) -> None:
    flow = BOOK.flows[name]
    crowd = STAFF if flow.staff else CITIZENS
    keys: set[str] = set()
    for who in crowd.values():
        found, ended = walk(name, who)
        keys |= found
        assert ended
    wanted = {ask.key for ask in flow.asks} | ({engine.SUMMARY} if flow.summary else set())
    assert wanted <= keys


def test_a_flow_for_staff_does_not_exist_for_others() -> None:
    for name in FOR_STAFF:
        chat = Chat(BOOK, facts(), desk(), load)
        assert chat.hear(Said(Kind.TAP, tap=f">{name}.K1")) == "Maaf, pilihan itu tidak ada lagi."


@pytest.mark.parametrize("name", BOOK.flows)
def test_two_commands_never_fall_into_one_turn(name: str) -> None:
    flow = BOOK.flows[name]
    if flow.consent or flow.needs:
        unasked = [ask for ask in flow.asks if ask.only is None and ask.key != flow.arg]
        # Where all of it is one answer in advance, the turn asks that once more (one_command).
        given = flow.arg and flow.asks[-1].key == flow.arg
        assert unasked or flow.done is None or flow.facts or given, (
            "would run right behind consent or proof"
        )


@pytest.mark.parametrize("name", BOOK.flows)
def test_a_summary_reads_back_every_answer(name: str) -> None:
    flow = BOOK.flows[name]
    if flow.summary:
        assert all(ask.name is not None or ask.depends for ask in flow.asks)


@pytest.mark.parametrize("name", BOOK.flows)
def test_keys_and_names_fit_into_a_button(name: str) -> None:
    flow = BOOK.flows[name]
    assert re.fullmatch(r"[a-z_0-9]{3,20}", name)
    assert flow.name == name
    assert flow.arg == "" or flow.asks[0].key == flow.arg
    keys = [ask.key for ask in flow.asks]
    assert len(set(keys)) == len(keys)
    for place, ask in enumerate(flow.asks):
        assert re.fullmatch(r"[a-z_0-9]{2,12}", ask.key)
        assert set(ask.depends) <= set(keys[:place])
        assert set(keys_in(ask.only)) <= {*keys[:place], *flow.carries}


def test_every_command_has_a_pretend_outcome() -> None:
    assert len(OUTCOMES) == len({one.__name__ for one in OUTCOMES})


def test_the_longest_summary_of_a_report_is_one_message() -> None:
    chat = Chat(BOOK, facts(), desk(), load)
    chat.hear(Said(Kind.TAP, tap=">lapor"))
    long = "sebelah warung bu hajah siti aminah " * 8
    name = "Muhammad Abdurrahman bin Abdullah Al-Bangkalani al-Maduri"
    for line in ("terbuka", name, "gaji", "petugas sosial"):
        chat.say(line)
    for line in ("Jambesari Darus Sholah", "Sumber Anyar"):
        chat.say(line)
    for line in (long, "perangkat desa", "pengurus desa", "daftar"):
        chat.say(line)
    for n in range(3):
        chat.hear(Said(Kind.PHOTO, media=Media(f"p{n}", 10)))
    chat.say(long)
    assert chat.text.startswith("Saya baca ulang, ya:"), chat.lines
    assert len(chat.text) <= REPLY_LIMIT


@pytest.mark.parametrize(("text", "_flow"), SAID)
@pytest.mark.parametrize(
    "before", [(), (">lapor",), (">lapor", "rahasia", "mampu", "sepulu", "labuhan")]
)
@pytest.mark.parametrize("who", ["stranger", "consented", "linked", "helped"])
def test_whatever_is_written_wherever_has_an_answer(
    text: str, _flow: str, before: tuple[str, ...], who: str
) -> None:
    chat = Chat(BOOK, CITIZENS[who], desk(), load, understanding().read)
    for line in before:
        chat.hear(Said(Kind.TAP, tap=line) if line.startswith(">") else Said(text=line))
    chat.say(text)
    for reply in chat.replies:
        judge(reply)
    assert chat.replies
