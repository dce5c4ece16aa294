"""Others who are linked to one's family: how many, and how to stop those that are not of it.

Who they are is not told: only how many see the family's data, and since when.
"""

from __future__ import annotations

from dataclasses import dataclass

from conversations.facts import Facts, Grade, Linked
from conversations.flow import MENU, OFFICER, Ask, Both, Closing, Condition, Flow, Is, Not, close
from conversations.readers import Answers, Choice, Option, Ref
from conversations.text import Say, label, lines, paragraphs, say, say_n
from conversations.turn.disowning import NOBODY, StopIt, stop_or
from conversations.words import NO, YES


@dataclass(frozen=True, slots=True)
class DisputeLink:
    """End links that somebody of the family disputes, and lock it. Result: :class:`Disputed`."""

    link: str
    """The link of the notice."""
    family: tuple[str, ...] = ()
    """Links of the same family that are not disputed."""


@dataclass(frozen=True, slots=True)
class KnowLinks:
    """Keep that whoever is behind these links is family. Result: none."""

    links: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Disputed:
    """What became of the links."""

    stopped: int = 1
    asked: int = 0
    """Not stopped, because they are older or an officer's code made them; the office looks."""
    suspended: bool = False
    """It is not clear who the family is: this chat's own link is closed as well."""


# Who is meant


MOST = 5
"""So many are asked about one by one; where there are more, all of them are meant."""


def strangers(facts: Facts, answers: Answers) -> tuple[Linked, ...]:
    """List those that see the family of the notice, and are not known to be of it."""
    linked = facts.linked or ()
    meant = next((one for one in linked if str(one.link) == answers.get("hubungan")), None)
    return tuple(one for one in linked if meant and one.own == meant.own and not one.known)


def several(facts: Facts, answers: Answers) -> bool:
    """Tell whether more than one is meant."""
    return len(strangers(facts, answers)) > 1


def ask_whether(facts: Facts, answers: Answers) -> Say:
    """Say how many see the family's data, and that they can be stopped."""
    also = ALSO_OWN if any(one.light for one in strangers(facts, answers)) else None
    if not several(facts, answers):
        one = say(
            "Ada yang baru menghubungkan diri dengan keluarga Bapak/Ibu. "
            "Kalau bukan anggota keluarga, saya bisa menghentikannya sekarang. "
            "Setelah itu petugas memeriksanya."
        )
        return lines(one, also)
    n = len(strangers(facts, answers))
    seen = say_n(
        "Sekarang ada {n} orang lain yang bisa melihat data keluarga ini.",
        "Sekarang ada {n} orang lain yang bisa melihat data keluarga ini.",
        n,
    )
    one_by_one = say('Ada yang keluarga, ada yang bukan? Pilih "Satu per satu".')
    return lines(
        seen,
        say('Bukan keluarga? Pilih "Hentikan semua". Setelah itu petugas memeriksanya.'),
        one_by_one if n <= MOST else None,
        also,
    )


def stop_options(facts: Facts, answers: Answers) -> tuple[Option, ...]:
    """Offer to stop the one, or all, or to go through them."""
    one = stop_or(label("Itu keluarga saya"))
    if not several(facts, answers):
        return one
    stop, keep = one
    each = Option("satu", label("Satu per satu"), frozenset({"satu satu", "sebagian", "ada yang"}))
    few = len(strangers(facts, answers)) <= MOST
    everybody = frozenset({"hentikan", "semua", "semuanya"})
    return (
        Option(stop.key, label("Hentikan semua"), stop.also | everybody),
        *((each,) if few else ()),
        Option(keep.key, label("Semua keluarga saya"), keep.also),
    )


@dataclass(frozen=True, slots=True)
class Stranger:
    """There is a stranger of this place in the list, and each is gone through."""

    place: int

    def holds(self, facts: Facts, answers: Answers) -> bool:
        """Count those who are linked and not known."""
        return len(strangers(facts, answers)) >= self.place


@dataclass(frozen=True, slots=True)
class Which:
    """The options about one stranger: the link stands in the key, whoever else comes or goes."""

    place: int

    def __call__(self, facts: Facts, answers: Answers) -> tuple[Option, ...]:
        """Offer to know them, or to stop them."""
        found = strangers(facts, answers)[self.place - 1 : self.place]
        link = found[0].link if found else 0
        ours = YES | {"keluarga", "kenal", "biarkan", "biar"}
        stop = NO | {"bukan", "tidak kenal", "gak kenal", "ga kenal", "stop", "bukan keluarga"}
        return (
            Option(f"{OURS}{link}", label("Keluarga saya"), ours),
            Option(f"stop{link}", label("Hentikan"), stop),
        )


OURS = "kel"
"""Begins the answer that somebody is family; the link follows."""


@dataclass(frozen=True, slots=True)
class AskOne:
    """The question about one stranger: since when they are linked, and nothing else of them."""

    place: int

    def __call__(self, facts: Facts, answers: Answers) -> Say:
        """Tell them apart by when they came."""
        found = strangers(facts, answers)[self.place - 1 : self.place]
        if not found:
            return say("Apakah ini keluarga Bapak/Ibu?")
        at_once = [
            one
            for one in strangers(facts, answers)
            if one.since.replace(second=0, microsecond=0)
            == found[0].since.replace(second=0, microsecond=0)
        ]
        if len(at_once) > 1:
            return say(
                "Orang ke-{n}, terhubung {since}, urutan ke-{place} pada menit itu. "
                "Apakah ini keluarga Bapak/Ibu?",
                n=self.place,
                since=found[0].since,
                place=at_once.index(found[0]) + 1,
            )
        return say(
            "Orang ke-{n}, terhubung {since}. Apakah ini keluarga Bapak/Ibu?",
            n=self.place,
            since=found[0].since,
        )


def about_one(place: int) -> Ask:
    """Make the question about one stranger."""
    applies: Condition = Both((Is("yakin", ("satu",)), Stranger(place)))
    return Ask(
        f"orang_{place}",
        AskOne(place),
        Choice(Which(place)),
        only=applies,
        depends=("hubungan", "yakin"),
        grave=True,
    )


def judged(facts: Facts, answers: Answers) -> DisputeLink | KnowLinks | None:
    """Turn the answers into the command: stop them, or know them."""
    if answers["hubungan"] == NOBODY:
        return None
    every = tuple(str(one.link) for one in strangers(facts, answers))
    link = str(answers["hubungan"])
    if answers["yakin"] == "tidak":
        return KnowLinks(every or (link,))
    if answers["yakin"] == "ya":
        return DisputeLink(link)
    said = [str(answers.get(f"orang_{n}", "")) for n in range(1, MOST + 1)]
    ours = tuple(one.removeprefix(OURS) for one in said if one.startswith(OURS))
    return KnowLinks(ours) if set(ours) >= set(every) else DisputeLink(link, ours)


# What became of it


def disputed(_facts: Facts, result: object) -> Closing:
    """Say what was stopped, how the family is opened from now on, and who looks at it."""
    if isinstance(result, dict):
        return close(NOBODY_ELSE, steps=(OFFICER, MENU))
    if not isinstance(result, Disputed):
        return close(say("Baik, tidak ada yang berubah."))
    if result.suspended:
        return close(SUSPENDED, steps=(OFFICER, MENU))
    if not result.stopped and not result.asked:
        return close(say("Hubungan itu sudah tidak ada. Tidak ada yang perlu dihentikan."))
    if not result.stopped:
        return close(ASKED_TO_LOOK, steps=(OFFICER, MENU))
    stopped = say_n(
        "Sudah saya hentikan. {n} orang tidak bisa lagi melihat data keluarga ini.",
        "Sudah saya hentikan. {n} orang tidak bisa lagi melihat data keluarga ini.",
        result.stopped,
    )
    return close(
        paragraphs(
            lines(ONE_STOPPED if result.stopped == 1 else stopped, LOCKED),
            OTHERS_LEFT if result.asked else None,
            LOOKED_AT,
        ),
        steps=(OFFICER, MENU),
    )


ALSO_OWN = say(
    "Obrolan ini juga belum memakai kode petugas. "
    "Jadi statusnya ikut ditutup, sampai jelas siapa keluarganya."
)
SUSPENDED = say(
    "Kabar keamanan: ada yang berkata bukan keluarga, dan belum jelas siapa keluarganya. "
    "Jadi status keluarga itu saya tutup dulu, juga untuk obrolan ini. "
    "Untuk membukanya, minta kode petugas di kantor. Bawa KTP dan KK. "
    "Petugas sudah saya beri tahu."
)
"""Read by both sides alike."""
NOBODY_ELSE = say(
    "Sekarang tidak ada orang lain yang terhubung dengan keluarga Bapak/Ibu. "
    "Kalau soal lain, tulis saja, atau bicara dengan petugas."
)
ONE_STOPPED = say("Sudah saya hentikan. Orang itu tidak bisa lagi melihat data keluarga ini.")
LOCKED = say(
    "Mulai sekarang fotokopi NIK dan KK tidak cukup lagi. "
    "Siapa pun yang lain perlu kode dari petugas. "
    "Obrolan Bapak/Ibu ini tetap terhubung."
)
OTHERS_LEFT = say(
    "Masih ada yang tidak bisa saya hentikan sendiri. Petugas saya minta memeriksanya."
)
LOOKED_AT = say(
    "Petugas memeriksanya, biasanya pada hari kerja berikutnya. "
    "Keluarga sendiri ikut terhenti? Minta kode di kantor, bawa KTP dan KK. "
    "Jangan berikan NIK, No. KK, atau PIN kepada siapa pun."
)
ASKED_TO_LOOK = say(
    "Hubungan itu lebih dulu ada, atau dibuat dengan kode petugas. "
    "Jadi tidak bisa saya hentikan sendiri. "
    "Petugas sudah saya beri tahu supaya memeriksanya."
)
BUKAN_SAYA = Flow(
    name="bukan_saya",
    title=say("Bukan saya"),
    needs=Grade.LIGHT,
    facts=("linked",),
    asks=(
        Ask("hubungan", say("Berapa nomor di pemberitahuannya?"), Ref()),
        Ask(
            "yakin",
            ask_whether,
            StopIt(stop_options),
            only=Not(Is("hubungan", (NOBODY,))),
            depends=("hubungan",),
            grave=True,
        ),
        *(about_one(place) for place in range(1, MOST + 1)),
    ),
    arg="hubungan",
    done=judged,
    after=disputed,
)

FLOWS = (BUKAN_SAYA,)
