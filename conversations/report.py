"""Reporting aid that may have gone to the wrong family."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bansos.cases import HIDDEN, AccusedRole, Category
from bansos.pointers import points_at_writer
from bansos.staff import roles_in
from conversations.changed import replace
from conversations.facts import Facts
from conversations.flow import Ask, Closing, Filled, Flow, Is, Overheard, Step, close
from conversations.kinds import KIND_WORDS
from conversations.knowing import RELATIONS, SOURCES
from conversations.media import Location, Photo
from conversations.names import Called
from conversations.phrases import name_of, option_of, with_and
from conversations.readers import (
    Answers,
    Choice,
    ChoiceOrWords,
    Good,
    Option,
    Value,
    Wrong,
)
from conversations.said import Kind, Said
from conversations.telling import (
    CARRIED,
    FIRST,
    HIDE,
    MOST,
    STORY,
    TOLD,
    Groups,
    Loose,
    Roles,
    Story,
    Telling,
    ToldDistrict,
    ToldVillage,
    all_named,
    ask_district,
    ask_who,
    both_heard,
    noted,
    overheard,
    role_in,
    roles_told,
    told_before,
)
from conversations.telling import KINDS as TOLD_KINDS
from conversations.text import Say, label, lines, paragraphs, say
from conversations.words import NO, YES, plain


@dataclass(frozen=True, slots=True)
class Spoken:
    """What was told: in writing, or as a voice note (the platform's reference)."""

    text: str = ""
    voice: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo that still lies with the platform; the fetcher brings it in."""

    ref: str
    mime: str = ""
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Where:
    """A point on the map (degrees, WGS 84), or a landmark in words."""

    latitude: float | None = None
    longitude: float | None = None
    words: str = ""


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


# What is asked

GROUPS: dict[str, tuple[Category, ...]] = {
    "meninggal": (Category.MENINGGAL,),
    "pindah": (Category.ORANG_TIDAK_ADA, Category.ALAMAT_TIDAK_ADA),
    "pegawai": (
        Category.ASN_TNI_POLRI,
        Category.KELUARGA_ASN,
        Category.PENSIUNAN,
        Category.PERANGKAT_DESA,
    ),
    "gaji": (
        Category.GURU_SERTIFIKASI,
        Category.TENAGA_KESEHATAN,
        Category.SDM_KESOS,
        Category.GAJI_NEGARA,
    ),
    "usaha": (Category.PENGURUS_PERUSAHAAN, Category.UPAH_MINIMUM),
    "mampu": (Category.MAMPU,),
    "lain": (Category.GANDA, Category.MENOLAK),
}
GROUP_CHOICE = Groups(
    (
        Option(
            "mampu",
            label("Sudah mampu"),
            frozenset({"kaya", "mampu", "sugih"}),
            say("Rumah, kendaraan, atau usahanya menunjukkan sudah mampu"),
        ),
        Option(
            "pegawai",
            label("Pegawai atau aparat"),
            frozenset({"pns", "asn", "tni", "polri", "polisi", "tentara", "pensiunan"}),
            say("ASN, TNI, Polri, pensiunannya, atau perangkat desa"),
        ),
        Option(
            "gaji",
            label("Gaji dari negara"),
            frozenset({"guru", "bidan", "perawat"}),
            say("Guru bersertifikat, tenaga kesehatan, petugas sosial, pegawai kontrak"),
        ),
        Option(
            "usaha",
            label("Usaha atau upah"),
            more=say("Pengurus perusahaan, atau upahnya di atas upah minimum"),
        ),
        Option(
            "meninggal",
            label("Sudah meninggal"),
            frozenset({"meninggal", "wafat", "mati"}),
            say("Penerimanya meninggal dan belum diganti"),
        ),
        Option(
            "pindah",
            label("Pindah atau tak ada"),
            frozenset({"pindah", "tidak ada"}),
            say("Orang atau alamatnya tidak ditemukan"),
        ),
        Option("lain", label("Hal lain"), more=say("Bantuan ganda, atau menolak bantuan")),
    )
)


def ask_group(facts: Facts, answers: Answers) -> Say:
    """Ask what is wrong; of several kinds that were told, which of them is clearest."""
    if answers.get(TOLD_KINDS):
        return both_heard(GROUP_CHOICE.options(facts, answers))
    return say("Apa yang menurut Bapak/Ibu belum tepat?")


def kinds(facts: Facts, answers: Answers) -> tuple[Option, ...]:
    """Offer the categories of the chosen group; all of them where none is chosen (a summary)."""
    group = GROUPS.get(str(answers.get("kelompok")), tuple(Category))
    return tuple(option_of(one, facts) for one in group)


@dataclass(frozen=True, slots=True)
class Kinds(ChoiceOrWords):
    """The kind, by choice or as people tell it ("istrinya yang pns")."""

    def hear(self, said: Said, facts: Facts, answers: Answers) -> Good | None:
        """Find the kind that the words tell of."""
        spoken = plain(said.text)
        found = next((kind.value for kind, words in KIND_WORDS if words.search(spoken)), "")
        offered = {one.key for one in self.options(facts, answers)}
        return Good(found) if found in offered and not NO & set(spoken.split()) else None


HAS_KINDS = Is("kelompok", tuple(name for name, group in GROUPS.items() if len(group) > 1))

ACCUSED = (
    AccusedRole.NONE,
    AccusedRole.PENDAMPING,
    AccusedRole.KETUA_KELOMPOK,
    AccusedRole.PERANGKAT_DESA,
    AccusedRole.OPERATOR_DESA,
    AccusedRole.AGEN,
    AccusedRole.PEGAWAI_DINSOS,
)
NOBODY_WORDS = frozenset(
    {
        "tidak", "gak ada", "ga ada", "tdk ada", "nggak ada", "bukan", "tidak ada bu",
        "gak ada bu", "tidak ada yang terlibat", "gak ada yang terlibat", "tidak terlibat",
    }
)  # fmt: skip
NOBODY = Option(
    AccusedRole.NONE.value,
    label("Tidak ada"),
    NOBODY_WORDS,
)


def accused(facts: Facts, answers: Answers) -> tuple[Option, ...]:
    """Offer the roles that a report may name; the one that its story names comes first."""
    roles = [option_of(one, facts) for one in ACCUSED[1:]]
    named = role_in(answers)
    if named is None:
        return (NOBODY, *roles)
    first = option_of(named, facts)
    together = all_named(facts, answers, YES)
    own = first if together else replace(first, also=YES)
    return (*together, own, NOBODY, *(one for one in roles if one.key != own.key))


def ask_accused(facts: Facts, answers: Answers) -> Say:
    """Ask who in an office is involved; of somebody whom the story names, whether it is so."""
    named = role_in(answers)
    if named is None:
        return say(
            "Apakah ada petugas, aparat desa, atau ketua kelompok yang terlibat? "
            "Keluarganya juga dihitung. "
            "Kalau ada, laporan ini tidak dibuka untuk mereka di wilayah itu."
        )
    return say(
        "Yang disebut: {role}. Benar dia atau keluarganya terlibat? "
        "Kalau ya, laporan ini tidak dibuka untuk mereka di wilayah itu.",
        role=with_and([name_of(one, facts) for one in roles_told(answers)]),
    )


# The words that led here

NOT_THAT_WAY = re.compile(
    r"\b(?:jangan|jgn|gak usah|ga usah|tidak usah|gak jadi|ga jadi|tidak jadi|bukan)"
    r"(?: yang| yg)? (?:anonim|rahasia|terbuka)\b"
)
_BESIDE = """
saya sy mau secara lapor laporan laporannya pakai pake pilih minta saja aja ae wae ya deh dong lah
sih kyknya kayaknya kayake kykny sepertinya mungkin eh oh bu pak ibu bapak mbak mas yang yg jadi
jadinya ganti diganti tolong kalau gitu lebih baik mending sekarang dulu itu
"""
BESIDE = frozenset(_BESIDE.split())
"""Said around a way of reporting; nothing of a story is in them."""
NAMES_OF_WAYS = frozenset({"anonim", "rahasia", "terbuka"})


def way_said(text: str) -> str:
    """Read a way of reporting said in one's own words ("jgn anonim deh, rahasia aja"); else ""."""
    left = set(NOT_THAT_WAY.sub(" ", plain(text)).split())
    ways = sorted(left & NAMES_OF_WAYS)
    return ways[0] if len(ways) == 1 and left <= NAMES_OF_WAYS | BESIDE else ""


def mode(text: str) -> tuple[str, Value] | None:
    """Read a way of reporting that was typed anywhere in the flow."""
    way = way_said(text)
    return ("cara", way) if way and way != "terbuka" else None


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


NO_RELATION = frozenset(
    {
        "tidak kenal", "gak kenal", "ga kenal", "nggak kenal", "tdk kenal", "tidak ada", "gak ada",
        "ga ada", "bukan siapa siapa", "tidak ada hubungan", "gak ada hubungan", "orang lain",
    }
)  # fmt: skip
RELATION = Loose(
    (
        Option("tetangga", label("Tetangga")),
        Option(
            "kerabat",
            label("Keluarga besar"),
            frozenset({"keluarga", "saudara", "sodara", "famili", "kerabat", "ipar", "sepupu"}),
        ),
        Option("warga", label("Warga sedesa"), frozenset({"warga"})),
        Option("pengurus", label("Pengurus desa"), frozenset({"rt", "rw", "kader"})),
        Option("lain", label("Lainnya"), NO_RELATION),
    ),
    told=RELATIONS,
)
SOURCE = Loose(
    (
        Option(
            "lihat",
            label("Melihat sendiri"),
            frozenset({"lihat", "liat", "melihat", "ngeliat", "lihat sendiri", "liat sendiri"}),
        ),
        Option(
            "cerita",
            label("Cerita orang"),
            frozenset({"cerita", "dengar", "denger", "kata orang", "katanya"}),
        ),
        Option(
            "dokumen", label("Daftar atau surat"), frozenset({"daftar", "surat", "pengumuman"})
        ),
        Option("lain", label("Lainnya")),
    ),
    told=SOURCES,
)


@dataclass(frozen=True, slots=True)
class Ways(Choice):
    """How to report; whoever asks what the ways mean is told once more, in other words."""

    def read(self, said: Said, facts: Facts, answers: Answers) -> Good | Wrong:
        """Read a choice, or a question about the choices."""
        read = Choice.read(self, said, facts, answers)
        asked = said.kind is Kind.TEXT and ABOUT_WAYS.search(plain(said.text))
        if isinstance(read, Good):
            return read
        if said.kind is Kind.TEXT and (way := way_said(said.text)):
            return Good(way)
        return Wrong(DIFFERENCE, meant=True, slip=False) if asked else read


ABOUT_WAYS = re.compile(
    r"\b(?:beda\w*|maksud\w*|arti\w*|(?:yang|yg) mana|mending|sebaiknya|bagus\w* mana|"
    r"apa itu|itu apa|bingung)\b"
)
DIFFERENCE = say(
    "Rahasia: petugas tidak melihat siapa Bapak/Ibu, dan kabarnya sampai ke sini. "
    "Anonim: kami pun tidak bisa menghubungi; kodenya harus disimpan. "
    "Terbuka: nama Bapak/Ibu terlihat petugas. Belum yakin? Pilih Rahasia."
)
WAY = Ways(
    (
        Option(
            "rahasia",
            label("Rahasia"),
            frozenset({"rahasiakan", "dirahasiakan", "jangan sebut nama", "nama jangan disebut"}),
            more=say("Nama dan nomor terkunci; kabar tetap sampai ke sini"),
        ),
        Option(
            "anonim",
            label("Anonim"),
            frozenset({"tanpa nama", "tidak pakai nama"}),
            more=say("Hanya kode yang bisa membuka laporan"),
        ),
        Option("terbuka", label("Terbuka"), more=say("Petugas yang memeriksa melihat nama")),
    )
)


def ways(facts: Facts, _answers: Answers) -> Say:
    """Explain the three ways before the choice, and what the messenger itself knows."""
    return lines(
        say(
            "Pilih cara melapor.\n"
            "Rahasia: nama dan nomor disimpan terkunci; kabar tetap sampai ke sini.\n"
            "Anonim: setelah selesai, kami tidak bisa menghubungi; hanya kode yang bisa membuka "
            "laporan.\n"
            "Terbuka: petugas yang memeriksa melihat nama Bapak/Ibu."
        ),
        MESSENGER_KNOWS if facts.channel in {"telegram", "whatsapp"} else None,
    )


MESSENGER_KNOWS = say("(Telegram atau WhatsApp sendiri tetap tahu nomor Bapak/Ibu.)")
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


def spoken(value: Value) -> Spoken:
    """Read an answer of :class:`Words`."""
    if isinstance(value, dict):
        return Spoken(voice=str(value["suara"]))
    return Spoken(text="" if value is None else str(value))


def pictures(answers: Answers, *keys: str) -> tuple[Picture, ...]:
    """Read the answers of :class:`Photo`; skipped ones are none."""
    found = []
    for key in keys:
        value = answers.get(key)
        if isinstance(value, dict):
            size = value.get("size")
            kept_size = size if isinstance(size, int) else None
            found.append(Picture(str(value["ref"]), str(value.get("mime", "")), kept_size))
    return tuple(found)


def place(value: Value) -> Where | None:
    """Read an answer of :class:`Location`."""
    if not isinstance(value, dict):
        return None
    if "kata" in value:
        return Where(words=str(value["kata"]))
    return Where(float(str(value["lintang"])), float(str(value["bujur"])))


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
