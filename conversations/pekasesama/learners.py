"""Learners of PEKASESAMA by village and group: joining a group, and the office's counts."""

from __future__ import annotations

from dataclasses import dataclass

from conversations.facts import Facts
from conversations.flow import MENU, Ask, Closing, Flow, close
from conversations.helping.home import PLACE_UNKNOWN, home
from conversations.pekasesama.course import LEARN_ON, MY_GROUP, RESULTS
from conversations.phrases import packed
from conversations.places import District, Village
from conversations.readers import Words
from conversations.text import Say, say, say_n, word


@dataclass(frozen=True, slots=True)
class JoinGroup:
    """Note the group that somebody learns with. Result: none."""

    village: str
    name: str


@dataclass(frozen=True, slots=True)
class ShowResults:
    """Count who has learned, in the officer's area. Result: :class:`Results`."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How many of one village or group; never who."""

    village: str
    """Dotted code; empty where it is not known."""
    group: str
    """Empty: the whole village."""
    learners: int
    finished: int
    """Passed all ten lessons."""
    certified: int
    """Passed the quiz."""


@dataclass(frozen=True, slots=True)
class Results:
    """What an officer may see; ``None``: not this role."""

    rows: tuple[Counted, ...] | None


KELOMPOK = Flow(
    name=MY_GROUP.flow,
    title=say("Kelompok saya"),
    consent=True,
    facts=("families",),
    asks=(
        Ask("kecamatan", say("Bapak/Ibu di kecamatan apa?"), District(), only=PLACE_UNKNOWN),
        Ask(
            "desa",
            say("Desa atau kelurahannya?"),
            Village(),
            only=PLACE_UNKNOWN,
            depends=("kecamatan",),
        ),
        Ask(
            "nama",
            say("Apa nama kelompoknya? Yang dihitung hanya jumlah, bukan nama orang."),
            Words(least=2, most=40, example=say("Contoh: Melati 2.")),
        ),
    ),
    done=lambda facts, answers: JoinGroup(
        home(facts) or str(answers["desa"]), str(answers["nama"])
    ),
    after=lambda _facts, _result: close(
        say("Baik, kelompoknya saya catat."), steps=(LEARN_ON, MENU)
    ),
)


FEW = 3
"""Fewer people than this are not counted one by one: a number must not point at somebody."""


def counted(facts: Facts, row: Counted) -> Say:
    """Show one village or group."""
    place = facts.regions.name(row.village) if row.village else ""
    named = word(place) if place else say("Desa belum disebut")
    if row.group:
        named = say("{village}, kelompok {group}", village=named, group=row.group)
    if row.learners < FEW:
        return say("• {where}: kurang dari {n} orang.", where=named, n=FEW)
    return say(
        "• {where}: {n} orang, {done} tamat pelajaran, {certified} lulus kuis.",
        where=named,
        n=row.learners,
        done=row.finished,
        certified=row.certified,
    )


def results(facts: Facts, result: object) -> Closing:
    """Show the counts of the officer's area."""
    rows = result.rows if isinstance(result, Results) else None
    if rows is None:
        return close(say("Hasil belajar bukan untuk peran ini."))
    if not rows:
        return close(say("Belum ada yang belajar di wilayah Bapak/Ibu."))
    shown = [counted(facts, row) for row in rows[:MOST_ROWS]]
    left = len(rows) - len(shown)
    more = say_n("Dan {n} baris lagi.", "Dan {n} baris lagi.", left) if left else None
    return close(*packed(RESULTS_HEAD, *shown, more))


MOST_ROWS = 60
RESULTS_HEAD = say("Hasil belajar PEKASESAMA. Hanya jumlah, tanpa nama.")
HASIL_BELAJAR = Flow(
    name=RESULTS.flow,
    title=say("Hasil belajar"),
    staff=True,
    aside=True,
    done=lambda _facts, _answers: ShowResults(),
    after=results,
)

FLOWS = (KELOMPOK, HASIL_BELAJAR)
