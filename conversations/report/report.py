"""Reporting aid that may have gone to the wrong family."""

from __future__ import annotations

from dataclasses import dataclass

from bansos.cases import HIDDEN, AccusedRole, Category
from bansos.pointers import points_at_writer
from bansos.staff import roles_in
from conversations.changed import replace
from conversations.facts import Facts
from conversations.flow import Ask, Closing, Filled, Flow, Is, Overheard, Step, close
from conversations.material import Picture, Spoken, Where, pictures, place, spoken
from conversations.media import Location, Photo
from conversations.names import Called
from conversations.readers import Answers
from conversations.report.accused import Roles, accused, ask_accused
from conversations.report.kinds import GROUP_CHOICE, GROUPS, HAS_KINDS, Kinds, ask_group, kinds
from conversations.report.knowing import RELATION, SOURCE
from conversations.report.place import ToldDistrict, ToldVillage, ask_district
from conversations.report.telling import (
    CARRIED,
    FIRST,
    MOST,
    STORY,
    TOLD,
    Telling,
    noted,
    overheard,
    told_before,
)
from conversations.report.way import HIDE, WAY, mode, ways
from conversations.report.who import Story, ask_who
from conversations.text import Say, label, lines, paragraphs, say
from conversations.words import plain


@dataclass(frozen=True, slots=True)
class FileReport:
    """Open a case of kind LAPOR, or join a likely duplicate silently. Result: :class:`Filed`."""

    category: Category
    district: str
    """Dotted codes, both."""
    village: str
    about: Spoken
    accused: AccusedRole
    """Whom it names; NONE: nobody."""
    relation: str
    """The reporter to the family: tetangga, kerabat, warga, pengurus or lain."""
    source: str
    """How one knows: lihat, cerita, dokumen or lain."""
    photos: tuple[Picture, ...]
    place: Where | None
    way: str
    """rahasia, anonim or terbuka."""
    name: str
    """Only where the way is terbuka."""
    also_accused: tuple[AccusedRole, ...] = ()
    """Others who are named beside the first."""


@dataclass(frozen=True, slots=True)
class Filed:
    """The report was taken."""

    code: str
    """The receipt code, as it is read aloud: BATU-7-KOPI-4-AWAN-2."""
    way: str
    days: int = 3
    """Working days until an officer has looked at it."""


def introduction(_facts: Facts, answers: Answers) -> Say:
    """Thank; whoever does not want to be named hears at once that this is possible."""
    if HIDE.search(plain(str(answers.get(FIRST, "")))):
        return say(
            'Bisa. Nama Bapak/Ibu tidak disebut. Bisa berhenti kapan saja dengan kata "batal".'
        )
    return say(
        "Terima kasih sudah peduli. Keluarga yang dilaporkan tidak diberi tahu siapa pelapornya. "
        'Bisa berhenti kapan saja dengan kata "batal".'
    )


PHOTO = say(
    "Ada foto? Kirim satu, atau pilih Lewati. "
    "Petugas melihat salinannya, tanpa data lokasi di dalam foto."
)
ANOTHER = say("Fotonya saya terima. Ada satu lagi? Atau pilih Lewati.")

ASKS = (
    Ask(
        "cara",
        ways,
        WAY,
        name=say("Cara melapor"),
        again=say("Pilih cara melapor: Rahasia, Anonim, atau Terbuka."),
        once=True,
    ),
    Ask(
        "nama",
        say("Siapa nama Bapak/Ibu?"),
        Called(least=2, most=80),
        only=Is("cara", ("terbuka",)),
        name=say("Nama pelapor"),
        depends=("cara",),
    ),
    Ask(
        "kelompok",
        ask_group,
        GROUP_CHOICE,
        name=say("Soal"),
    ),
    Ask(
        "jenis",
        say("Yang mana?"),
        Kinds(kinds),
        only=HAS_KINDS,
        name=say("Tepatnya"),
        depends=("kelompok",),
    ),
    Ask("kecamatan", ask_district, ToldDistrict("desa"), name=say("Kecamatan")),
    Ask(
        "desa",
        say("Desa atau kelurahannya?"),
        ToldVillage(),
        name=say("Desa"),
        depends=("kecamatan",),
    ),
    Ask(
        "siapa",
        ask_who,
        Story(),
        name=say("Siapa"),
    ),
    Ask(
        STORY,
        say("Ceritanya bagaimana? Tulis ulang, atau pilih Lewati."),
        Telling(optional=True, most=MOST),
        only=Is(TOLD, (True,)),
        name=say("Ceritanya"),
        heard=True,
    ),
    Ask(
        "terlibat",
        ask_accused,
        Roles(accused),
        name=say("Yang terlibat"),
    ),
    Ask("hubungan", say("Bapak/Ibu siapanya keluarga itu?"), RELATION, name=say("Hubungan")),
    Ask("tahu", say("Tahunya dari mana?"), SOURCE, name=say("Tahu dari")),
    Ask("foto", PHOTO, Photo(), name=say("Foto")),
    Ask("foto_2", ANOTHER, Photo(), only=Filled("foto"), depends=("foto",)),
    Ask("foto_3", ANOTHER, Photo(), only=Filled("foto_2"), depends=("foto_2",)),
    Ask(
        "lokasi",
        say("Bisa kirim lokasi rumahnya, atau tulis patokan? Kalau tidak, pilih Lewati."),
        Location(),
        name=say("Lokasi"),
    ),
)


# What becomes of it


def report(_facts: Facts, answers: Answers) -> FileReport:
    """Turn the answers into the command."""
    group = GROUPS[str(answers["kelompok"])]
    accused_one, *others = roles_in(str(answers["terlibat"]))
    return FileReport(
        category=Category(str(answers.get("jenis", group[0].value))),
        district=str(answers["kecamatan"]),
        village=str(answers["desa"]),
        about=whole(answers),
        accused=accused_one,
        also_accused=tuple(others),
        relation=str(answers["hubungan"]),
        source=str(answers["tahu"]),
        photos=pictures(answers, "foto", "foto_2", "foto_3"),
        place=place(answers["lokasi"]),
        way=str(answers["cara"]),
        name=str(answers.get("nama", "")),
    )


def whole(answers: Answers) -> Spoken:
    """Put what else was told under who it is about, with an empty line between."""
    who = spoken(answers["siapa"])
    told = str(answers.get(STORY) or "")
    return replace(who, text=f"{who.text}\n\n{told}".strip()) if told else who


def filed(_facts: Facts, result: object) -> Closing:
    """Give the receipt, and say what happens next."""
    if not isinstance(result, Filed):
        return close()
    receipt = say(
        "Laporan diterima. Kodenya: {code}. Catat atau foto. "
        "Ketik kode itu kapan saja untuk tahu kabarnya.",
        code=result.code,
    )
    following = say("Berikutnya: petugas memeriksa dalam {days} hari kerja.", days=result.days)
    steps = (Step(label("Menu"), "menu"),)
    return Closing((paragraphs(receipt, following, REACH.get(result.way)),), steps, secret=True)


REACH: dict[str, Say] = {
    "rahasia": say("Kabarnya juga saya kirim ke sini. Petugas tidak melihat siapa Bapak/Ibu."),
    "anonim": say(
        "Kami tidak bisa menghubungi Bapak/Ibu. Kalau kodenya hilang, laporan tetap diperiksa, "
        "tetapi kabarnya tidak bisa dibuka."
    ),
    "terbuka": say("Kabarnya juga saya kirim ke sini."),
}


def before_sending(_facts: Facts, answers: Answers) -> Say:
    """Ask whether it is right; whoever wants no name hears where their own words give it away."""
    hides = answers.get("cara") in HIDDEN and points_at_writer(whole(answers).text)
    return lines(POINTS_AT_YOU if hides else None, NO_WAY_BACK)


POINTS_AT_YOU = say(
    "Hati-hati: ceritanya bisa menunjukkan siapa Bapak/Ibu. "
    "Petugas membacanya persis begitu. Mau diganti? Pilih Ubah."
)
NO_WAY_BACK = say("Nanti masih bisa ditambah, atau dicabut sebelum diperiksa. Sudah benar?")
LAPOR = Flow(
    name="lapor",
    title=say("Lapor"),
    intro=introduction,
    carries=CARRIED,
    heard=told_before,
    overheard=Overheard(overheard, noted),
    anywhere=mode,
    asks=ASKS,
    done=report,
    after=filed,
    summary=True,
    consent=True,
    before_sending=before_sending,
)

FLOWS = (LAPOR,)
