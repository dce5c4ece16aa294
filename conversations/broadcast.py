"""Telling many: an officer writes and chooses, another approves, and both see how it goes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bansos.broadcasts import (
    EXAMPLE,
    FEW,
    PLACEHOLDERS,
    REACHED,
    STAFF,
    Audience,
    BroadcastState,
    Outcome,
    Purpose,
    fault,
    filled,
)
from bansos.programmes import Programme
from bansos.regions import One, Regions
from bansos.staff import in_charge
from conversations.facts import Facts
from conversations.flow import MENU, Ask, Closing, Flow, Is, Step, close
from conversations.places import District
from conversations.readers import Answers, Choice, Good, Option, Ref, Value, Words, Wrong, short
from conversations.said import Kind, Said
from conversations.text import (
    LABEL_LIMIT,
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
    same people within a week: ``Problem("yakin", text)`` unless ``sure``.
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
class BroadcastView:
    """One broadcast, for those who may see it."""

    ref: str
    state: BroadcastState
    purpose: Purpose
    texts: Mapping[str, str]
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
        say("{list}.", list=enumerated([pair(OUTCOMES[one], n) for one, n in tally.outcomes])),
    )


def example(text: str) -> str:
    """Fill a text as somebody might read it."""
    return filled(text, EXAMPLE)


def preview(view: BroadcastView) -> tuple[Say, ...]:
    """Show the message as it will be read, one for each language."""
    return tuple(
        paragraphs(
            say("Contoh tampilan ({language}):", language=LANGUAGES.get(language, language)),
            word(example(text)),
        )
        for language, text in sorted(view.texts.items(), reverse=True)
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
        say("Keadaan: {state}.", state=STATES[view.state]),
        say("Alasan: {reason}.", reason=reason_of(view.reason)) if view.reason else None,
        say("Ditulis oleh {name}.", name=view.by) if view.by else None,
        say("Tidak sebelum {due}.", due=view.due) if view.due else None,
    )


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


# Writing one


@dataclass(frozen=True, slots=True)
class Broadside:
    """A text for many: only known places, not too long."""

    optional: bool = False
    version: int = 1

    def options(self, facts: Facts, answers: Answers) -> tuple[Option, ...]:
        """Offer "Lewati" where nothing has to be said."""
        return Words(optional=self.optional).options(facts, answers)

    def read(self, said: Said, facts: Facts, answers: Answers) -> Good | Wrong:
        """Keep the words as they were written, or say what is wrong with them."""
        most = 2_000
        found = Words(optional=self.optional, most=most, example=EXAMPLE_TEXT).read(
            said, facts, answers
        )
        if isinstance(found, Wrong) or found.value is None:
            return found
        broken = fault(str(found.value))
        return (
            found
            if broken is None
            else Wrong(fault_in_words(broken.what, broken.shown), meant=True)
        )

    def show(self, value: Value, facts: Facts) -> Say:
        """Show the words, filled with an example."""
        return word(example(str(value))) if value else say("sama dengan Bahasa Indonesia")


EXAMPLE_TEXT = say('Contoh: "Yth. {{nama}}, P2K2 Desa {{desa}} Selasa pukul 9 di balai desa."')


def fault_in_words(what: str, shown_: str) -> Say:
    """Say what is wrong with a text, with an example that works."""
    if what == "place":
        return paragraphs(
            say("Bagian {shown} tidak dikenal.", shown=shown_),
            say(
                "Yang bisa dipakai: {places}.", places=", ".join(f"{{{p}}}" for p in PLACEHOLDERS)
            ),
            EXAMPLE_TEXT,
        )
    if what == "long":
        return say("Terlalu panjang: {n} huruf. Paling banyak 600 huruf.", n=shown_)
    return say("Tulisannya masih kosong.")


def own_regions(facts: Facts, _answers: Answers) -> tuple[Option, ...]:
    """Offer the officer's own area, and a smaller part of it."""
    codes = facts.staff.regions if facts.staff else ()
    own = tuple(
        Option(code, word(short(facts.regions.name(code), LABEL_LIMIT))) for code in codes[:6]
    )
    return (*own, Option("lain", label("Kecamatan atau desa")))


@dataclass(frozen=True, slots=True)
class Area:
    """One's whole area by button, or a kecamatan or desa by its name."""

    version: int = 1

    def options(self, facts: Facts, answers: Answers) -> tuple[Option, ...]:
        """Offer what the officer serves."""
        return own_regions(facts, answers)[:-1]

    def read(self, said: Said, facts: Facts, answers: Answers) -> Good | Wrong:
        """Take a button, or find the place that was written."""
        chosen = Choice(self.options(facts, answers)).read(said, facts, answers)
        if isinstance(chosen, Good):
            return chosen
        if said.kind is Kind.TAP and in_area(said.tap, facts):
            return Good(said.tap)
        if said.kind is not Kind.TEXT:
            return Wrong(WHERE)
        return self.place(said, facts, answers)

    def place(self, said: Said, facts: Facts, answers: Answers) -> Good | Wrong:
        """Find a kecamatan, or a desa with its kecamatan, inside one's own area."""
        village = facts.regions.find_village_anywhere(said.text, facts.area)
        if isinstance(village, One) and village.exact and not DISTRICT_WORD.match(said.text):
            found: Good | Wrong = Good(village.region.code)
        else:
            found = District(village="desa").read(said, facts, answers)
        if not isinstance(found, Good):
            return found
        code = str(found.also.get("desa") or found.value)
        return Good(code) if in_area(code, facts) else Wrong(NOT_YOURS)

    def show(self, value: Value, facts: Facts) -> Say:
        """Show the name."""
        return word(facts.regions.name(str(value)))


def in_area(code: str, facts: Facts) -> bool:
    """Tell whether a place lies in the officer's area."""
    return (
        facts.staff is not None
        and facts.regions.known(code)
        and in_charge(facts.staff.regions, code)
    )


DISTRICT_WORD = re.compile(r"\s*(?:kec\b|kecamatan\b)", re.IGNORECASE)
WHERE = say("Untuk wilayah mana? Pilih, atau tulis nama kecamatan atau desa.")
NOT_YOURS = say("Tempat itu di luar wilayah Bapak/Ibu. Pilih tempat lain.")
EVERYBODY = "semua"
PROGRAMMES = (
    Option(EVERYBODY, label("Semua program")),
    Option(Programme.PKH.value, label("PKH")),
    Option(Programme.SEMBAKO.value, label("Sembako")),
    Option(Programme.PBI_JKN.value, label("KIS (BPJS gratis)")),
)
FOR_FAMILIES = Is("siapa", ("warga",))


def composed(answers: Answers) -> ComposeBroadcast:
    """Turn the answers into the command."""
    texts = {"id": str(answers["isi"])}
    if answers.get("isi_en"):
        texts["en"] = str(answers["isi_en"])
    programme = str(answers.get("program") or EVERYBODY)
    return ComposeBroadcast(
        Purpose(str(answers["tujuan"])),
        tuple(sorted(texts.items())),
        Audience(
            (str(answers["wilayah"]),),
            programme="" if programme == EVERYBODY else programme,
            role=str(answers["siapa"]),
        ),
        tomorrow=answers["kapan"] == "besok",
    )


def kept(_facts: Facts, result: object) -> Closing:
    """Say that the recipients are being counted."""
    if not isinstance(result, Composed):
        return close(steps=(ALL_BROADCASTS, MENU))
    return close(
        say(
            "Rancangan {ref} tersimpan. Belum ada yang dikirim. "
            "Saya hitung penerimanya, lalu saya kabari di sini.",
            ref=result.ref,
        ),
        steps=(Step(label("Lihat lagi"), "siaran_buka", result.ref), MENU),
    )


SIARAN_BARU = Flow(
    name="siaran_baru",
    title=say("Siaran baru"),
    staff=True,
    aside=True,
    summary=True,
    asks=(
        Ask(
            "tujuan",
            say("Untuk apa siarannya?"),
            Choice(tuple(Option(one.value, name) for one, name in PURPOSES.items())),
            name=say("Tujuan"),
        ),
        Ask(
            "isi",
            say(
                "Tulis pesannya, paling banyak 600 huruf. "
                "Boleh memakai {{nama}}, {{desa}}, {{program}}, {{periode}}."
            ),
            Broadside(),
            name=say("Pesan"),
        ),
        Ask(
            "isi_en",
            say("Pesan untuk yang memakai bahasa Inggris? Boleh dilewati."),
            Broadside(optional=True),
            name=say("Bahasa Inggris"),
        ),
        Ask(
            "siapa",
            say("Untuk siapa?"),
            Choice((Option("warga", label("Warga")), Option(STAFF, label("Petugas")))),
            name=say("Untuk"),
        ),
        Ask("wilayah", WHERE, Area(), name=say("Wilayah")),
        Ask(
            "program",
            say("Program yang mana?"),
            Choice(PROGRAMMES),
            only=FOR_FAMILIES,
            name=say("Program"),
        ),
        Ask(
            "kapan",
            say("Kapan dikirim, setelah disetujui?"),
            Choice(
                (
                    Option("segera", label("Segera")),
                    Option("besok", label("Besok pukul 08.00")),
                )
            ),
            name=say("Waktu"),
        ),
    ),
    done=lambda _facts, answers: composed(answers),
    after=kept,
    send=label("Simpan"),
    before_sending=say("Setelah disimpan, belum ada yang dikirim. Sudah benar?"),
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
FLOWS = (
    SIARAN,
    SIARAN_BARU,
    SIARAN_AJUKAN,
    acting("buka"),
    *(acting(act) for act in ACTS if act != "ajukan"),
)
