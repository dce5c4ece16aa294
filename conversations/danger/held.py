"""A card in other hands: who has it, since when, whether it is safe to write, where to turn.

The case goes straight to the Dinas.  Whoever holds the card is told nothing, and an officer of
that role in that area does not see it (bansos.staff).
"""

from __future__ import annotations

from bansos.cases import AccusedRole, CaseKind
from bansos.staff import roles_in
from bansos.wording import Wording
from conversations.danger.safety import SAFE, SAFE_IS, SAFE_TO_WRITE
from conversations.facts import Facts, Office
from conversations.flow import MENU, Ask, Both, Closing, Condition, Flow, Is, Not, Step, close
from conversations.helping.along import (
    MORE_TO_TELL,
    OPENLY,
    TOLD_ALREADY,
    WHOLE,
    Tell,
    before,
    retold,
    told_by,
)
from conversations.helping.help import Held, HelpOpened, OpenHelp
from conversations.helping.home import DISTRICT, PLACE_UNKNOWN, WHICH_DISTRICT, home
from conversations.helping.relay import connected
from conversations.helping.topics import HELD, IN_GOOD_HANDS
from conversations.papers import Paper, PaperKind
from conversations.phrases import name_of, option_of, with_and
from conversations.places import District, Village
from conversations.readers import Answers, Choice, Option, Or, Words, yes_no
from conversations.report.accused import Roles, all_named, role_in, roles_told
from conversations.text import Say, label, lines, paragraphs, say, sentence, told, word
from conversations.words import NO

FAMILY, OTHER = "keluarga", "lain"
HOLDERS = (
    AccusedRole.PENDAMPING,
    AccusedRole.KETUA_KELOMPOK,
    AccusedRole.PERANGKAT_DESA,
    AccusedRole.AGEN,
)
OTHER_ROLES = (AccusedRole.OPERATOR_DESA, AccusedRole.TKSK, AccusedRole.PEGAWAI_DINSOS)
KIN = Option(
    FAMILY,
    label("Keluarga"),
    frozenset(
        {"suami", "istri", "anak", "saudara", "mertua", "menantu", "adik", "kakak", "bapak"}
    ),
)
SOMEBODY = Option(OTHER, label("Orang lain"), frozenset({"lain", "lainnya", "tetangga", "teman"}))
NO_OFFICER = Option(
    AccusedRole.NONE.value, label("Bukan petugas"), frozenset({"bukan", "tidak", "tidak ada"})
)


def holders(facts: Facts, answers: Answers) -> tuple[Option, ...]:
    """Offer who may have the card; whom the story names comes first."""
    named = role_in(answers)
    ordered = sorted(HOLDERS, key=lambda one: one is not named)
    together = all_named(facts, answers)
    return (*together, *(option_of(one, facts) for one in ordered), KIN, SOMEBODY)


def other_roles(facts: Facts, _answers: Answers) -> tuple[Option, ...]:
    """Offer the roles that "somebody else" may have: they decide who does not see the case."""
    return (*(option_of(one, facts) for one in OTHER_ROLES), NO_OFFICER)


def ask_holder(facts: Facts, answers: Answers) -> Say:
    """Ask who has the card; what was told before the button goes along, and that is said."""
    several = [name_of(one, facts) for one in roles_told(answers)]
    return lines(
        TOLD_ALREADY if before(answers) else None,
        say("Yang disebut: {who}.", who=with_and(several)) if len(several) > 1 else None,
        say("Siapa yang memegang kartunya, atau memotong uangnya?"),
    )


SINCE = (
    Option("baru", label("Bulan ini"), frozenset({"baru saja", "barusan", "kemarin"})),
    Option("bulan", label("Beberapa bulan"), frozenset({"berbulan bulan"})),
    Option("tahun", label("Setahun atau lebih"), frozenset({"setahun", "bertahun tahun"})),
    Option("lupa", label("Tidak ingat"), frozenset({"lupa", "tidak tahu", "gak tau"})),
)
ROUTES = (
    Option("dinsos", label("Dinas Sosial saja"), NO | {"dinsos", "dinas", "cukup"}),
    Option(
        "polres",
        label("Juga ke polisi"),
        frozenset({"polres", "polisi"}),
        say("Kepolisian di kabupaten (Polres)"),
    ),
    Option(
        "kejari",
        label("Juga ke kejaksaan"),
        frozenset({"kejari", "jaksa", "kejaksaan"}),
        say("Kejaksaan Negeri (Kejari)"),
    ),
    Option(
        "171",
        label("Juga ke Kemensos"),
        frozenset({"kemensos", "pusat", "171", "021 171", "kementerian sosial"}),
        say("Pusat panggilan Kementerian Sosial"),
    ),
)
OWN_WISH = Is("mau", ("ya",))
NEEDS_HELP = Not(OWN_WISH)


def unless_wished(*also: Condition) -> Condition:
    """Make the condition of what is asked only where the card is not held by one's own wish."""
    return Both((NEEDS_HELP, *also))


ASKS = (
    Ask("pemegang", ask_holder, Roles(holders)),
    Ask(
        "peran",
        say("Apakah orang itu petugas? Kalau ya, ceritanya tidak dibuka untuk dia."),
        Roles(other_roles),
        only=Is("pemegang", (OTHER,)),
        depends=("pemegang",),
    ),
    Ask(
        "mau",
        say("Apakah itu kemauan Bapak/Ibu sendiri, misalnya minta dibantu?"),
        yes_no(label("Ya, saya minta"), label("Bukan kemauan saya")),
        only=Is("pemegang", (FAMILY,)),
        depends=("pemegang",),
        grave=True,
    ),
    Ask(
        "sejak",
        say("Sejak kapan?"),
        Or(Words(least=2, most=60), SINCE),
        only=unless_wished(),
    ),
    Ask(
        "aman",
        SAFE_TO_WRITE,
        SAFE,
        only=unless_wished(),
        grave=True,
        explained=SAFE_IS,
    ),
    Ask(
        "kecamatan",
        WHICH_DISTRICT,
        District("desa"),
        only=unless_wished(PLACE_UNKNOWN),
    ),
    Ask(
        "desa",
        say("Desa atau kelurahannya?"),
        Village(),
        only=unless_wished(PLACE_UNKNOWN),
        depends=("kecamatan",),
    ),
    Ask(
        "isi",
        MORE_TO_TELL,
        Tell(voice=True, least=3, optional=True),
        only=unless_wished(),
    ),
    Ask(
        "tujuan",
        say(
            "Cerita ini masuk ke Dinas Sosial. Mau melapor ke tempat lain juga? "
            "Pilihannya saya catat, dan caranya saya beri tahu."
        ),
        Choice(ROUTES),
        only=unless_wished(),
        passed="dinsos",
    ),
    Ask(
        "surat",
        say(
            "Ada surat untuk dibawa melapor. Boleh saya kirim ke obrolan ini? "
            "Kalau ponsel dibaca orang lain, sebaiknya jangan."
        ),
        yes_no(label("Kirim surat"), label("Tanpa surat")),
        only=unless_wished(Is("aman", ("tidak",))),
        depends=("aman",),
        grave=True,
        passed="tidak",
    ),
)


def roles_of(answers: Answers) -> tuple[AccusedRole, ...]:
    """Tell the roles of whoever has the card, or takes of the money."""
    holder = str(answers["pemegang"])
    return roles_in(str(answers["peran"]) if holder == OTHER else holder)


def help_with_card(facts: Facts, answers: Answers) -> OpenHelp | None:
    """Turn the answers into the command; help that was asked for needs none."""
    if OWN_WISH.holds(facts, answers):
        return None
    first, *others = roles_of(answers)
    return OpenHelp(
        kind=CaseKind.KARTU,
        district=home(facts)[:DISTRICT] or str(answers["kecamatan"]),
        village=home(facts) or str(answers["desa"]),
        about=told_by(answers),
        accused=first,
        also_accused=tuple(others),
        safe=answers["aman"] == "ya",
        held=Held(
            holder=str(answers["pemegang"]),
            since=str(answers["sejak"]),
            route=str(answers["tujuan"]),
            letter=answers.get("surat", "ya") == "ya",
        ),
    )


def helped(facts: Facts, result: object) -> Closing:
    """Hand over the ways outside the Dinas first, then say who answers."""
    if not isinstance(result, HelpOpened) or result.held is None:
        return HELPED_BY_KIN
    last = connected(facts, result)
    handed = handed_over(facts, result, result.held)
    texts = (*((handed,) if handed else ()), *last.texts)
    papers = (Paper(PaperKind.LETTER, result.letter),) if result.letter else ()
    back = (Step(label("Lanjut belajar"), "pelajaran", result.lesson),) if result.lesson else ()
    steps = (*back, *last.steps)
    return Closing(texts, steps, secret=last.secret, relay=last.relay, papers=papers)


HELPED_BY_KIN = close(
    say(
        "Baik. Keluarga boleh membantu, kalau Bapak/Ibu setuju dan semuanya terbuka. "
        "Cukup satu orang keluarga, bukan petugas.\n\n"
        "Minta struk setiap kali uang diambil, lalu hitung bersama. "
        "Kartu boleh diminta kembali kapan saja. Kalau tidak diberikan, kami bantu."
    ),
    steps=(Step(label("Bicara petugas"), HELD), MENU),
)


def handed_over(facts: Facts, opened: HelpOpened, held: Held) -> Say | None:
    """Tell only the way that was chosen, and that the others stay open."""
    if not opened.safe and not held.letter and held.route == OFFICE_ONLY:
        return None
    chosen = None if held.route == OFFICE_ONLY else sentence(NOTED, YOURSELF)
    return paragraphs(
        AMONG_KIN if held.holder == FAMILY else None,
        lines(
            chosen or ONLY_HERE,
            *ways(facts.office, (held.route,)),
            OTHERS_OPEN,
        ),
        LETTER_BELOW if opened.letter else None,
    )


LETTER_BELOW = say("Surat di bawah ini boleh dibawa. Namanya ditulis sendiri.")
AMONG_KIN = say("Ini soal keluarga, jadi pelan-pelan. Petugas bicara dengan Bapak/Ibu dulu.")
NOTED = say("Pilihan Bapak/Ibu saya catat.")
YOURSELF = say("Yang datang atau menelepon Bapak/Ibu sendiri.")
ONLY_HERE = say("Laporan ini hanya ke Dinas Sosial, sesuai pilihan Bapak/Ibu.")
OTHERS_OPEN = say('Jalan lain tetap terbuka. Kalau nanti perlu, ketik "jalan lain".')
OFFICE_ONLY = "dinsos"
OUTSIDE = ("polres", "kejari", "171")


def ways(office: Office, routes: tuple[str, ...]) -> tuple[Say, ...]:
    """Say how to go these ways; a number is told only where the office has set it."""
    told = {
        "polres": say("• Polisi (Polres): {phone}.", phone=office.police)
        if office.police
        else POLICE,
        "kejari": say("• Kejaksaan Negeri: {phone}.", phone=office.prosecutor)
        if office.prosecutor
        else PROSECUTOR,
        "171": say(
            "• Pusat panggilan Kementerian Sosial: {phone}, 24 jam.", phone=office.ministry
        ),
    }
    numbers = {"polres": office.police, "kejari": office.prosecutor, "171": office.ministry}
    dated = any(numbers.get(one) for one in routes)
    day = say("(Nomor per {day}.)", day=office.ministry_as_of) if dated else None
    found = (*(told.get(one) for one in routes), day)
    return tuple(one for one in found if one is not None)


def ways_outside(office: Office) -> Say:
    """List where else one may turn."""
    return lines(say("Melapor ke luar Dinas Sosial, kalau mau:"), *ways(office, OUTSIDE))


POLICE = say("• Polisi: datang ke kantor Polres.")
PROSECUTOR = say("• Kejaksaan: datang ke kantor Kejaksaan Negeri.")
OTHER_WAYS = Flow(
    name="jalan_lain",
    title=say("Jalan lain"),
    side=True,
    after=lambda facts, _result: close(paragraphs(ways_outside(facts.office), YOURSELF)),
)


def holder_name(held: Held, wording: Wording) -> Say:
    """Name who has the card, in a word or two."""
    if held.holder in {FAMILY, OTHER}:
        return KIN.label if held.holder == FAMILY else SOMEBODY.label
    return with_and([told(wording.of(one).label) for one in roles_in(held.holder)])


def since_when(held: Held) -> Say:
    """Say since when: a choice, or the owner's words."""
    return next((one.label for one in SINCE if one.key == held.since), word(held.since))


def route_name(held: Held) -> Say:
    """Say where the owner wants to turn."""
    return next((one.label for one in ROUTES if one.key == held.route), word(held.route))


KARTU_DIPEGANG = Flow(
    name=HELD,
    title=say("Kartu dipegang orang"),
    intro=say(
        "Kartu itu hak Bapak/Ibu. Saya tanya sedikit dulu. "
        "Ini langsung ke Dinas Sosial; yang memegang kartu tidak diberi tahu."
    ),
    side=True,
    facts=("families",),
    asks=ASKS,
    carries=("cerita", WHOLE, OPENLY),
    heard=retold,
    handles=IN_GOOD_HANDS,
    done=help_with_card,
    after=helped,
)
FLOWS = (KARTU_DIPEGANG, OTHER_WAYS)
