"""Writing a broadcast: what is to be told, on which channel how, to whom, and when."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bansos.broadcasts import CHANNELS as APART
from bansos.broadcasts import LANGUAGES, PLACEHOLDERS, STAFF, Audience, Purpose, fault
from bansos.regions import One
from bansos.staff import in_charge
from conversations.broadcast import (
    ALL_BROADCASTS,
    EVERYBODY,
    PROGRAMMES,
    PURPOSES,
    ComposeBroadcast,
    Composed,
    example,
)
from conversations.facts import Facts
from conversations.flow import MENU, Ask, Both, Closing, Filled, Flow, Is, Step, close
from conversations.places import District
from conversations.readers import (
    Answers,
    Choice,
    Good,
    Option,
    Value,
    Words,
    Wrong,
    short,
    skipped,
)
from conversations.said import CLEAR, Kind, Said
from conversations.text import LABEL_LIMIT, Say, label, paragraphs, say, told, word
from conversations.words import NO, YES, plain

# Writing one


@dataclass(frozen=True, slots=True)
class Broadside:
    """A text for many: only known places, not too long, and no word that is for Peka."""

    optional: bool = False
    otherwise: Say = field(default_factory=lambda: say("sama dengan Bahasa Indonesia"))
    """What is read where nothing was written."""
    brief: bool = False
    """In the summary only its first words; the preview shows it whole."""
    version: int = 1

    def options(self, facts: Facts, answers: Answers) -> tuple[Option, ...]:
        """Offer "Lewati" where nothing has to be said."""
        return Words(optional=self.optional).options(facts, answers)

    def read(self, said: Said, facts: Facts, answers: Answers) -> Good | Wrong:
        """Keep the words as they were written, or say what is wrong with them."""
        most = 2_000
        confirmed = said.kind is Kind.TAP and not skipped(said)
        heard = Said(Kind.TEXT, said.tap) if confirmed else said
        found = Words(optional=self.optional, most=most, example=EXAMPLE_TEXT).read(
            heard, facts, answers
        )
        if isinstance(found, Wrong) or found.value is None:
            return found
        if not confirmed and (doubt := doubted(said)):
            return doubt
        broken = fault(str(found.value))
        return (
            found
            if broken is None
            else Wrong(fault_in_words(broken.what, broken.shown), meant=True)
        )

    def show(self, value: Value, facts: Facts) -> Say:
        """Show the words, filled with an example."""
        if not value:
            return self.otherwise
        read = example(str(value))
        return word(short(read, BRIEF) if self.brief else read)


def doubted(said: Said) -> Wrong | None:
    """Ask back where a word or three may be a wish: nobody's news to many is "tugas"."""
    wish = any(one.score >= CLEAR for one in said.meant[:1])
    if not wish or len(said.text.split()) > FEW_WORDS or len(said.text.encode()) > FITS:
        return None
    if plain(said.text) in FOR_PEKA:
        return Wrong(NOT_A_TEXT)
    return Wrong(NOT_A_TEXT, (Option(said.text.strip(), label("Tulis saja ini")),), meant=True)


FEW_WORDS = 3
BRIEF = 30
FITS = 32
"""Bytes that a button can carry back."""
FOR_PEKA = frozenset({
    "tugas", "tugas saya", "tasks", "my tasks", "siaran", "keluar petugas",
    "cek status", "data saya", "bahasa", "ganti bahasa", "petugas", "bicara petugas",
})  # fmt: skip
"""Whole texts by which an officer leaves what is being written."""
NOT_A_TEXT = say("Ini untuk saya, atau isi siarannya? Kalau isi siaran, ketuk tombolnya.")

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
FOR_FAMILIES = Is("siapa", ("warga",))


def texts_of(answers: Answers) -> dict[str, str]:
    """Gather the texts by language, and by channel where one has its own."""
    keys = {"id": "isi", "en": "isi_en"}
    keys |= {f"id.{one}": f"isi_{one}" for one in APART}
    keys |= {f"en.{one}": f"en_{one}" for one in APART}
    return {key: str(answers[ask]) for key, ask in keys.items() if answers.get(ask)}


def audience_of(answers: Answers) -> Audience:
    """Read whom it is for."""
    programme = str(answers.get("program") or EVERYBODY)
    narrowed = str(answers["saring"])
    return Audience(
        (str(answers["wilayah"]),),
        programme="" if programme == EVERYBODY else programme,
        role=str(answers["siapa"]),
        language=narrowed if narrowed in LANGUAGES else "",
        lesson=int(str(answers.get("pelajaran") or 0)),
    )


def composed(answers: Answers) -> ComposeBroadcast:
    """Turn the answers into the command."""
    return ComposeBroadcast(
        Purpose(str(answers["tujuan"])),
        tuple(sorted(texts_of(answers).items())),
        audience_of(answers),
        tomorrow=answers["kapan"] == "besok",
    )


LESSON = "pelajaran"
NARROWER = (
    Option("tidak", label("Tidak"), NO),
    Option("id", label("Pakai Indonesia")),
    Option("en", label("Pakai Inggris")),
    Option(LESSON, label("Belum lulus belajar")),
)


def narrower(_facts: Facts, answers: Answers) -> tuple[Option, ...]:
    """Offer what narrows an audience; lessons are for families."""
    return NARROWER[:-1] if answers.get("siapa") == STAFF else NARROWER


def all_lessons(facts: Facts, _answers: Answers) -> tuple[Option, ...]:
    """Offer the lessons by their titles."""
    return tuple(Option(one.key, told(one.label)) for one in facts.course.lessons)


def on_channels() -> tuple[Ask, ...]:
    """Ask for the text of each channel, in each language in which there is one."""
    other = Is("kanal", ("lain",))
    own = tuple(
        Ask(f"isi_{one}", asked, Broadside(optional=True, otherwise=SAME, brief=True), other, name)
        for one, (asked, name, _english) in PER_CHANNEL.items()
    )
    english = tuple(
        Ask(
            f"en_{one}",
            asked,
            Broadside(optional=True),
            Both((Filled("isi_en"), Filled(f"isi_{one}"))),
            depends=("isi_en", f"isi_{one}"),
        )
        for one, (_own, _name, asked) in PER_CHANNEL.items()
    )
    return (*own, *english)


SAME = say("sama dengan yang lain")
PER_CHANNEL = {
    "whatsapp": (
        say("Pesan khusus WhatsApp? Boleh dilewati."),
        say("Di WhatsApp"),
        say("Pesan WhatsApp dalam bahasa Inggris? Boleh dilewati."),
    ),
    "telegram": (
        say("Pesan khusus Telegram? Boleh dilewati."),
        say("Di Telegram"),
        say("Pesan Telegram dalam bahasa Inggris? Boleh dilewati."),
    ),
    "web": (
        say("Pesan khusus halaman web? Boleh dilewati."),
        say("Di halaman web"),
        say("Pesan halaman web dalam bahasa Inggris? Boleh dilewati."),
    ),
}


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
            "kanal",
            say("Pesannya sama di semua kanal?"),
            Choice(
                (
                    Option("sama", label("Sama semua"), YES),
                    Option("lain", label("Lain per kanal"), NO),
                )
            ),
            name=say("Kanal"),
        ),
        *on_channels(),
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
            "saring",
            say("Dipersempit lagi?"),
            Choice(narrower),
            name=say("Dipersempit"),
            depends=("siapa",),
        ),
        Ask(
            LESSON,
            say("Hanya untuk yang belum lulus pelajaran mana?"),
            Choice(all_lessons),
            only=Is("saring", (LESSON,)),
            name=say("Belum lulus"),
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


FLOWS = (SIARAN_BARU,)
