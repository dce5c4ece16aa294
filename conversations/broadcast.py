"""Telling many: an officer writes and chooses, another approves, and both see how it goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bansos.broadcasts import (
    EXAMPLE,
    FEW,
    REACHED,
    STAFF,
    Audience,
    BroadcastState,
    Outcome,
    Purpose,
    filled,
)
from bansos.programmes import Programme
from bansos.regions import Regions
from conversations.facts import Facts
from conversations.flow import MENU, Ask, Closing, Flow, Is, Step, close
from conversations.readers import Choice, Option, Ref
from conversations.text import (
    Say,
    label,
    lines,
    paragraphs,
    say,
    say_n,
    sentence,
    word,
)


@dataclass(frozen=True, slots=True)
class ComposeBroadcast:
    """Keep a draft and have its recipients counted. Result: :class:`Composed`.

    Outside one's area or role: ``Problem("", text)``.
    """

    purpose: Purpose
    texts: tuple[tuple[str, str], ...]
    """(language, text)."""
    audience: Audience
    tomorrow: bool = False


@dataclass(frozen=True, slots=True)
class OpenBroadcasts:
    """List the newest broadcasts of one's area. Result: :class:`BroadcastList`."""


@dataclass(frozen=True, slots=True)
class ActOnBroadcast:
    """See a broadcast, or do something with it. Result: :class:`BroadcastView`.

    Not there, not allowed and not possible any more: ``Problem("", text)``; the same text to the
    same people within a week, and how many an approval sends it to: ``Problem("yakin", text)``
    unless ``sure``.
    """

    ref: str
    act: str = "buka"
    """buka, ajukan, setuju, tolak, jeda, lanjut or batal."""
    sure: bool = False


@dataclass(frozen=True, slots=True)
class Composed:
    """Kept; the count comes as a notice."""

    ref: str


@dataclass(frozen=True, slots=True)
class Tally:
    """A broadcast in numbers."""

    reachable: tuple[tuple[str, int], ...] = ()
    """(channel, how many): on the list and not yet begun."""
    unreachable: tuple[tuple[str, int], ...] = ()
    """(reason, how many): on the list, and cannot be reached as it stands."""
    outcomes: tuple[tuple[Outcome, int], ...] = ()
    seconds: int = 0
    """At least so long, at the present limits."""
    outside: int = 0
    """On WhatsApp, outside the 24 hours."""
    days: int = 0
    """On so many days, by WhatsApp's own limit."""
    cost: str = ""
    """Of what is outside, with its currency; empty where the office has set no price."""
    few: bool = False
    """So few that the numbers would point at somebody: they are not for who looks."""

    @property
    def total(self) -> int:
        """Everybody on the list."""
        return sum(n for _outcome, n in self.outcomes)


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as a channel shows it."""

    language: str
    text: str
    channels: tuple[str, ...] = ()
    """Where it stands so; empty: everywhere."""
    buttons: tuple[str, ...] = ()
    announces: bool = False
    """The template that WhatsApp shows first, outside the 24 hours."""


@dataclass(frozen=True, slots=True)
class BroadcastView:
    """One broadcast, for those who may see it."""

    ref: str
    state: BroadcastState
    purpose: Purpose
    shown: tuple[Shown, ...]
    """What its readers see, filled with an example."""
    audience: Audience
    tally: Tally
    reason: str = ""
    due: datetime | None = None
    """Not before; None: it goes on at once."""
    acts: tuple[str, ...] = ()
    """What the one who looks may do now."""
    by: str = ""
    """Who wrote it."""


@dataclass(frozen=True, slots=True)
class BroadcastList:
    """The newest ones: (reference, state)."""

    known: tuple[tuple[str, BroadcastState], ...] = ()


# Saying it

STATES: Mapping[BroadcastState, Say] = {
    BroadcastState.DRAF: say("rancangan"),
    BroadcastState.DIAJUKAN: say("menunggu persetujuan"),
    BroadcastState.DISETUJUI: say("disetujui, menunggu waktunya"),
    BroadcastState.BERJALAN: say("sedang dikirim"),
    BroadcastState.DIJEDA: say("dijeda"),
    BroadcastState.SELESAI: say("selesai"),
    BroadcastState.DIBATALKAN: say("dibatalkan"),
}
OUTCOMES: Mapping[Outcome, Say] = {
    Outcome.DIPILIH: say("menunggu"),
    Outcome.ANTRI: say("dalam antrean"),
    Outcome.DIUMUMKAN: say("diberitahu, belum dibuka"),
    Outcome.TERKIRIM: say("terkirim"),
    Outcome.TERSAMPAIKAN: say("tersampaikan"),
    Outcome.DIBACA: say("dibaca"),
    Outcome.KELUAR: say("tidak mau pesan edukasi"),
    Outcome.TUGAS: say("jadi tugas petugas"),
    Outcome.GAGAL: say("gagal"),
    Outcome.DILEWATI: say("dilewati"),
}
REASONS: Mapping[str, Say] = {
    "blocked": say("memblokir Peka"),
    "window_closed": say("WhatsApp di luar 24 jam"),
    "opted_out": say("tidak mau pesan edukasi"),
    "undeliverable": say("nomor tidak aktif"),
    "unlinked": say("hubungan keluarga berakhir"),
    "gave_up": say("berkali-kali gagal"),
    "kosong": say("tidak ada penerima"),
    "ditolak": say("ditolak"),
    "template": say("template WhatsApp ditolak"),
    "spam": say("WhatsApp menandai sebagai spam"),
    "token": say("akun kanal ditolak"),
}
CHANNELS: Mapping[str, Say] = {
    "telegram": say("Telegram"),
    "whatsapp": say("WhatsApp"),
    "web": say("halaman web"),
    "terminal": say("terminal"),
}
PURPOSES: Mapping[Purpose, Say] = {
    Purpose.EDUCATION: label("Edukasi"),
    Purpose.SCHEDULE: label("Jadwal"),
    Purpose.REMINDER: label("Pengingat"),
}
ACTS: Mapping[str, Say] = {
    "ajukan": label("Ajukan"),
    "setuju": label("Setujui"),
    "tolak": label("Tolak"),
    "jeda": label("Jeda"),
    "lanjut": label("Lanjut"),
    "batal": label("Batalkan siaran"),
}
EVERYBODY = "semua"
PROGRAMMES = (
    Option(EVERYBODY, label("Semua program")),
    Option(Programme.PKH.value, label("PKH")),
    Option(Programme.SEMBAKO.value, label("Sembako")),
    Option(Programme.PBI_JKN.value, label("KIS (BPJS gratis)")),
)
ROLES: Mapping[str, Say] = {
    STAFF: say("semua petugas"),
    "pendamping": say("pendamping"),
    "operator_desa": say("operator desa"),
    "tksk": say("TKSK"),
    "verifikator": say("verifikator"),
    "admin": say("admin"),
    "auditor": say("auditor"),
}
SPEAKERS: Mapping[str, Say] = {
    "id": say("yang memakai Bahasa Indonesia"),
    "en": say("yang memakai bahasa Inggris"),
}
FLOW_OF = {act: f"siaran_{act}" for act in ACTS}
STOP_EDUCATION = Step(label("Berhenti edukasi"), "berhenti")
"""Below every message of education."""
HOUR, MINUTE = 3600, 60


LANGUAGES = {"id": "Bahasa Indonesia", "en": "English"}


def reason_of(reason: str) -> Say:
    """Put a reason into words; a platform's own code stays as it is."""
    return REASONS.get(reason) or word(reason or "?")


def enumerated(parts: list[Say]) -> Say:
    """Put parts behind each other with commas."""
    return replace(sentence(*parts), msgid=", ")


def pair(name: Say, n: int) -> Say:
    """Say how many of what."""
    return say("{name} {n}", name=name, n=n)


def lasting(seconds: int) -> Say:
    """Say how long something takes, in the unit that fits."""
    if seconds >= HOUR:
        return say_n("{n} jam", "{n} jam", -(-seconds // HOUR))
    return say_n("{n} menit", "{n} menit", max(1, -(-seconds // MINUTE)))


FEW_PEOPLE = say(
    "Penerima: kurang dari {n}. Rinciannya tidak ditampilkan, supaya tidak menunjuk orang.", n=FEW
)


def preflight(tally: Tally) -> Say:
    """Say before anything leaves whom it reaches, whom not, how long it takes, what it costs."""
    if tally.few:
        return FEW_PEOPLE
    lost = sum(n for _reason, n in tally.unreachable)
    reached = [pair(CHANNELS.get(name) or word(name), n) for name, n in tally.reachable]
    return lines(
        say_n("Penerima: {n}.", "Penerima: {n}.", tally.total),
        say("Lewat {channels}.", channels=enumerated(reached)) if reached else None,
        say(
            "Belum terjangkau: {n} ({why}).",
            n=lost,
            why=enumerated([pair(reason_of(name), n) for name, n in tally.unreachable]),
        )
        if lost
        else None,
        say("Paling cepat selesai dalam {time}.", time=lasting(tally.seconds))
        if reached
        else None,
        outside(tally),
    )


def outside(tally: Tally) -> Say | None:
    """Say what WhatsApp's own limit and price mean for those outside the 24 hours."""
    if not tally.outside:
        return None
    return lines(
        say(
            "WhatsApp di luar 24 jam: {n} orang, dalam {days} hari.",
            n=tally.outside,
            days=tally.days,
        ),
        say("Perkiraan biaya: {cost}.", cost=tally.cost) if tally.cost else None,
    )


def progress(tally: Tally) -> Say:
    """Say how far it is."""
    if tally.few:
        return FEW_PEOPLE
    done = sum(n for outcome, n in tally.outcomes if outcome in REACHED)
    return lines(
        say("Sampai: {n} dari {total}.", n=done, total=tally.total),
        say("{list}.", list=enumerated([pair(OUTCOMES[one], n) for one, n in tally.outcomes]))
        if tally.outcomes
        else None,
    )


def example(text: str) -> str:
    """Fill a text as somebody might read it."""
    return filled(text, EXAMPLE)


def preview(view: BroadcastView) -> tuple[Say, ...]:
    """Show the message as it will be read: by language, and by channel where that differs."""
    return tuple(
        paragraphs(
            above(one),
            word(one.text),
            say("Tombol: {buttons}.", buttons=", ".join(one.buttons)) if one.buttons else None,
        )
        for one in view.shown
    )


def above(one: Shown) -> Say:
    """Say where a message is read so."""
    language = LANGUAGES.get(one.language, one.language)
    if one.announces:
        return say("WhatsApp di luar 24 jam, lebih dulu ({language}):", language=language)
    if not one.channels:
        return say("Contoh tampilan ({language}):", language=language)
    return say(
        "Contoh tampilan di {channels} ({language}):",
        channels=enumerated([CHANNELS.get(name) or word(name) for name in one.channels]),
        language=language,
    )


def headline(view: BroadcastView, regions: Regions) -> Say:
    """Say which broadcast, for whom, and where it stands."""
    places = ", ".join(map(regions.name, view.audience.regions))
    return lines(
        say(
            "Siaran {ref}: {purpose}, {places}.",
            ref=view.ref,
            purpose=PURPOSES[view.purpose],
            places=places,
        ),
        whom(view.audience),
        say("Keadaan: {state}.", state=STATES[view.state]),
        say("Alasan: {reason}.", reason=reason_of(view.reason)) if view.reason else None,
        say("Ditulis oleh {name}.", name=view.by) if view.by else None,
        say("Tidak sebelum {due}.", due=view.due) if view.due else None,
    )


def whom(audience: Audience) -> Say | None:
    """Say whom it is for, where that is fewer than all families of the place."""
    programme = next((one.label for one in PROGRAMMES if one.key == audience.programme), None)
    parts = [
        ROLES.get(audience.role),
        programme,
        SPEAKERS.get(audience.language),
        say("belum lulus pelajaran {n}", n=audience.lesson) if audience.lesson else None,
    ]
    known = [one for one in parts if one is not None]
    return say("Untuk: {whom}.", whom=enumerated(known)) if known else None


def shown(facts: Facts, result: object) -> Closing:
    """Show one broadcast and what can be done with it now."""
    if not isinstance(result, BroadcastView):
        return close(steps=(ALL_BROADCASTS, MENU))
    begun = result.state not in {BroadcastState.DRAF, BroadcastState.DIAJUKAN}
    numbers = progress(result.tally) if begun else preflight(result.tally)
    head = lines(headline(result, facts.regions), numbers)
    texts = () if begun else preview(result)
    return Closing((*texts, head), steps_of(result))


def steps_of(view: BroadcastView) -> tuple[Step, ...]:
    """List what may be done."""
    own = tuple(Step(ACTS[act], FLOW_OF[act], view.ref) for act in view.acts)
    look = Step(label("Lihat lagi"), "siaran_buka", view.ref)
    return (*own, look, ALL_BROADCASTS)


ALL_BROADCASTS = Step(label("Siaran"), "siaran")
NEW = Step(label("Siaran baru"), "siaran_baru")
SHOWN = 5


def listed(_facts: Facts, result: object) -> Closing:
    """List the newest ones."""
    known = result.known if isinstance(result, BroadcastList) else ()
    rows = [say("{ref}: {state}", ref=ref, state=STATES[state]) for ref, state in known]
    opened = tuple(Step(word(f"Siaran {ref}"), "siaran_buka", ref) for ref, _state in known)
    if not rows:
        return close(say("Belum ada siaran di wilayah Bapak/Ibu."), steps=(NEW, MENU))
    return close(lines(say("Siaran terakhir:"), *rows), steps=(*opened, NEW, MENU))


SIARAN = Flow(
    name="siaran",
    title=say("Siaran"),
    staff=True,
    aside=True,
    done=lambda _facts, _answers: OpenBroadcasts(),
    after=listed,
)


# Doing something with one

WHICH = say("Nomor siarannya?")


def acting(act: str) -> Flow:
    """Make the flow of one act."""
    return Flow(
        name=FLOW_OF.get(act, f"siaran_{act}"),
        title=ACTS.get(act) or say("Lihat siaran"),
        staff=True,
        aside=True,
        asks=(Ask("ref", WHICH, Ref()),),
        arg="ref",
        done=lambda _facts, answers: ActOnBroadcast(str(answers["ref"]), act),
        after=shown,
    )


SIARAN_AJUKAN = Flow(
    name=FLOW_OF["ajukan"],
    title=ACTS["ajukan"],
    staff=True,
    aside=True,
    asks=(
        Ask("ref", WHICH, Ref()),
        Ask(
            "yakin",
            say("Ajukan siaran ini untuk disetujui orang lain?"),
            Choice((Option("ya", label("Ajukan")), Option("tidak", label("Tidak jadi")))),
        ),
    ),
    arg="ref",
    carries=("diulang",),
    done=lambda _facts, answers: (
        ActOnBroadcast(str(answers["ref"]), "ajukan", sure=bool(answers.get("diulang")))
        if answers["yakin"] == "ya"
        else None
    ),
    after=lambda facts, result: (
        shown(facts, result)
        if isinstance(result, BroadcastView)
        else close(say("Baik, belum diajukan."), steps=(ALL_BROADCASTS, MENU))
    ),
)
SIARAN_SETUJU = Flow(
    name=FLOW_OF["setuju"],
    title=ACTS["setuju"],
    staff=True,
    aside=True,
    asks=(
        Ask("ref", WHICH, Ref()),
        Ask(
            "yakin",
            say("Setelah ini masih bisa dijeda. Yang sudah sampai tidak bisa ditarik."),
            Choice((Option("ya", label("Ya, kirim")), Option("tidak", label("Tidak jadi")))),
            only=Is("dihitung", (True,)),
        ),
    ),
    arg="ref",
    carries=("dihitung",),
    done=lambda _facts, answers: (
        ActOnBroadcast(str(answers["ref"]), "setuju", sure=answers.get("yakin") == "ya")
        if answers.get("yakin") != "tidak"
        else None
    ),
    after=lambda facts, result: (
        shown(facts, result)
        if isinstance(result, BroadcastView)
        else close(say("Baik, belum disetujui."), steps=(ALL_BROADCASTS, MENU))
    ),
)
"""The first tap counts, the second one sends: it stands under the number of people."""
FLOWS = (
    SIARAN,
    SIARAN_AJUKAN,
    SIARAN_SETUJU,
    acting("buka"),
    *(acting(act) for act in ACTS if act not in {"ajukan", "setuju"}),
)
