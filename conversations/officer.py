"""Talking with a person: opening a case of help, and ending it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bansos.cases import AccusedRole, CaseKind
from bansos.staff import roles_in
from conversations.alarms import ONLY_WATER
from conversations.consent import DOUBTS, MAY
from conversations.facts import Facts
from conversations.flow import (
    MENU,
    Ask,
    Both,
    Closing,
    Condition,
    Filled,
    Flow,
    Is,
    Known,
    Not,
    Overheard,
    Step,
    Then,
    close,
)
from conversations.places import District, Village
from conversations.readers import (
    Answers,
    Choice,
    Good,
    Option,
    Ref,
    Value,
    Words,
    Wrong,
    yes_no,
)
from conversations.report import Spoken, accused, spoken
from conversations.safety import SAFE, SAFE_IS, SAFE_TO_WRITE
from conversations.said import Kind, Meant, Said
from conversations.talks import Talk, Talks
from conversations.telling import Roles, roles_told
from conversations.text import Say, label, lines, paragraphs, say, say_n
from conversations.words import plain


@dataclass(frozen=True, slots=True)
class OpenHelp:
    """Open a case that an officer answers in this chat. Result: :class:`HelpOpened`."""

    kind: CaseKind
    """BANTUAN, or one of the urgent ones."""
    district: str
    village: str
    about: Spoken
    accused: AccusedRole
    """Whom it is about; NONE where that was not asked."""
    safe: bool
    """It is safe to write to this chat; False: nobody may."""
    held: Held | None = None
    """Of a card in other hands."""
    also_accused: tuple[AccusedRole, ...] = ()
    """Others whom it is about, beside the first."""


@dataclass(frozen=True, slots=True)
class Held:
    """Whose hands a card is in, since when, and where its owner wants to turn."""

    holder: str
    """pendamping, ketua_kelompok, perangkat_desa, agen (several with commas), keluarga, lain."""
    since: str
    """A key of the choices, or the owner's words."""
    route: str
    """dinsos, polres, kejari or 171."""
    letter: bool = True
    """A letter is wanted in this chat."""


@dataclass(frozen=True, slots=True)
class EndHelp:
    """The citizen needs no more answers. Result: :class:`StillRead`, or none: it is closed."""


@dataclass(frozen=True, slots=True)
class StillRead:
    """Only the chat ends: a case that is urgent, or not answered yet, stays open."""


@dataclass(frozen=True, slots=True)
class AddToHelp:
    """Say more in the case that is open for this chat. Result: :class:`AddedToHelp`."""

    words: Spoken


@dataclass(frozen=True, slots=True)
class AddedToHelp:
    """An officer finds the words in the open case."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Say something more to a case that was closed: an officer sees it again.

    Result: :class:`FollowedUp`; not one's own, or a report for the second time: ``Problem("")``.
    """

    ref: str
    words: Spoken


@dataclass(frozen=True, slots=True)
class FollowedUp:
    """The case is open again."""

    talking: bool
    """What is written from now on goes to the officer."""
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class HelpOpened:
    """An officer will answer."""

    ref: str
    days: int = 1
    """Working days until an answer is usual."""
    safe: bool = True
    code: str = ""
    """The receipt code, where it is the only way to an answer."""
    held: Held | None = None
    letter: str = ""
    """The code of the letter that is handed over."""
    lesson: str = ""
    """The lesson that somebody goes on with who is in the middle of learning."""


TOPICS = {
    "ancaman": CaseKind.ANCAMAN,
    "darurat": CaseKind.ANCAMAN,
    "dipaksa_keluar": CaseKind.ANCAMAN,
    "putus_asa": CaseKind.PUTUS_ASA,
    "kartu": CaseKind.KARTU,
    "dana_hilang": CaseKind.DANA_HILANG,
    "sudah_tertipu": CaseKind.DANA_HILANG,
    "pbi_nonaktif": CaseKind.PBI_NONAKTIF,
}
"""What a text was understood as, and the topic that it makes."""
HUNGRY = re.compile(
    r"\b(?:ke)?lapar(?:an)?\b|"
    r"\b(?:belum|blm|tidak|tdk|gak|ga|nggak|ora|tak) (?:bisa |sempat |dapat )?ma(?:ka|nga)n\b|"
    r"\b(?:tidak|tdk|gak|ga|nggak) (?:ada|punya) (?:(?:yang|yg) (?:di|bisa di)?makan|makan\w*|"
    r"beras|susu)|"
    rf"{ONLY_WATER}|"
    r"\bberas (?:\w+ )?habis|\bhabis beras|\bbuat makan\b|\b(?:hungry|no food)\b"
)
"""How people write that there is nothing to eat."""
WRONG_DATA, DROPPED = "data_salah", "dicoret"
"""Topics of a question that many come with; each makes a case of kind BANTUAN."""
HINTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        CaseKind.ANCAMAN,
        re.compile(r"\b(?:di|meng|ng)?ancam|\b(?:di)?paksa|\b(?:di|me)?[pm]ukul|\btakut\b"),
    ),
    (CaseKind.KELAPARAN, HUNGRY),
    (
        CaseKind.DANA_HILANG,
        re.compile(
            r"\b(?:uang|saldo|duit|dana)\b.*\b(?:h?ilang|raib|diambil|dicuri|ludes)|"
            r"\b(?:h?ilang|raib|dicuri)\b.*\b(?:uang|saldo|duit)|"
            r"\b(?:ke|ter|di)tipu\w*|\bpenipu\w*|\bkena tipu"
        ),
    ),
    (CaseKind.KARTU, re.compile(r"\b(?:kartu|kks|atm)\b.*(?:pegang|tahan|simpan|minta)|potong")),
    (CaseKind.KARTU, re.compile(r"(?:pegang|tahan)\b.*\b(?:kartu|kks|atm)\b|pungli")),
    (CaseKind.PBI_NONAKTIF, re.compile(r"\b(?:kis|bpjs|pbi)\b")),
    (DROPPED, re.compile(r"\b(?:ke|ter|di)?(?:blokir|coret)\w*|\bdi(?:cabut|hapus|keluarkan)\w*")),
    (
        WRONG_DATA,
        re.compile(
            r"\b(?:data|nama|nik|kk|alamat|desil|tanggal lahir)\w*\b.*\b(?:salah|keliru|beda)|"
            r"\b(?:salah|keliru) (?:data|nama|nik|kk|alamat|desil)"
        ),
    ),
)
_CALLING = """
saya sy aku mau mw ingin pengen bisa boleh minta tolong bicara bicarakan ngomong berbicara dengan
dg sama ke kepada hubungi panggil tanya nanya petugas operator admin cs orang manusia pendamping
pak bu bapak ibu dong ya kak min mas mbak soal tentang langsung i want to talk an officer a human
please
"""
CALLING = frozenset(_CALLING.split())
"""Words that only call for a human; what is left beside them is the story."""
LEAST_WORDS, LEAST_LETTERS = 3, 12


def story(text: str) -> bool:
    """Tell whether a text says more than that a human is wanted."""
    left = [one for one in plain(text).split() if one not in CALLING]
    return len(left) >= LEAST_WORDS and len(" ".join(left)) >= LEAST_LETTERS


def topic(text: str, meant: tuple[Meant, ...] = ()) -> str:
    """Tell what a story is about, where that is clear; else it is a question."""
    sure = (one.intent for one in meant if not one.perhaps)
    known = next((TOPICS[one] for one in sure if one in TOPICS), None)
    folded = plain(text)
    hinted = next((kind for kind, hint in HINTS if hint.search(folded)), CaseKind.BANTUAN)
    found = known or hinted
    return HELD if found == CaseKind.KARTU else str(found)


HELD = "kartu_dipegang"
"""The topic, and the flow, of a card in other hands: it asks more than the other topics."""
URGENT = frozenset({"mendesak", HELD, "temani"})
"""The flows behind the button of a danger: they lead to a human."""
IN_GOOD_HANDS = (
    "kartu",
    "dana_hilang",
    "sudah_tertipu",
    "pbi_nonaktif",
    "takut",
    "dipaksa_keluar",
    "dipaksa_paket",
)
"""Urgent flows that do not cut in where the matter is on its way to a human."""


@dataclass(frozen=True, slots=True)
class Subject(Choice):
    """What it is about, or the story itself: then the topic is taken from it."""

    def read(self, said: Said, facts: Facts, answers: Answers) -> Good | Wrong:
        """Keep a story as the answer to what there is to tell as well."""
        if said.kind is Kind.TAP and said.tap == CaseKind.KARTU.value:
            return Good(HELD)  # a button of an earlier release
        read = Choice.read(self, said, facts, answers)
        if isinstance(read, Good) or said.kind not in {Kind.TEXT, Kind.VOICE}:
            return read
        told = Words(voice=True, least=3).read(said, facts, answers)
        if not isinstance(told, Good):
            return told
        about = topic(said.text, said.meant)
        if said.kind is Kind.TEXT and not story(said.text):
            return read if about == CaseKind.BANTUAN.value else Good(about)
        return Good(about, {"isi": told.value})


def heard(_facts: Facts, text: str) -> dict[str, Value]:
    """Take what was said along with the call for a human as the story."""
    if not story(text) or len(text) > MOST_LETTERS:
        return {}
    return {"perihal": topic(text), "isi": text}


def until_then(facts: Facts, text: str) -> Say | None:
    """Say what can be done now, before an officer reads it, where a story tells of a need."""
    told = {} if facts.helped else heard(facts, text)
    return FIRST_AID.get(str(told.get("perihal"))) if told else None


FIRST_AID = {
    CaseKind.PBI_NONAKTIF.value: say(
        "KIS yang tidak aktif bisa diminta aktif lagi kalau perlu berobat. "
        "Sekarang: minta surat keterangan perlu berobat dari rumah sakit atau puskesmas. "
        "Bawa ke Dinas Sosial atau desa, dengan KTP dan KK. "
        "(Peraturan Menteri Sosial 3/2026.)\n\n"
        "Setelah ini petugas bisa saya panggilkan. Sedikit pertanyaan dulu."
    ),
    CaseKind.KELAPARAN.value: say(
        "Jangan ditahan sendiri. Minta tolong sekarang ke tetangga, RT, atau kantor desa. "
        "Kalau ada yang lemas atau sakit, segera ke puskesmas.\n\n"
        "Setelah ini petugas bisa saya panggilkan. Sedikit pertanyaan dulu."
    ),
    CaseKind.DANA_HILANG.value: say(
        "Sekarang: jangan berikan kartu atau PIN kepada siapa pun. "
        "Minta cetak buku tabungan di bank; di situ terlihat kapan uang diambil.\n\n"
        "Setelah ini petugas bisa saya panggilkan. Sedikit pertanyaan dulu."
    ),
    CaseKind.ANCAMAN.value: say(
        "Kalau tidak aman sekarang, pergilah ke tempat ramai atau tetangga dekat.\n\n"
        "Setelah ini petugas bisa saya panggilkan. Sedikit pertanyaan dulu."
    ),
}
"""What can be done at once; the same advice as in the answers of the urgent flows."""
MOST_LETTERS = 1000
KINDS = Subject(
    (
        Option(CaseKind.BANTUAN.value, label("Pertanyaan"), frozenset({"tanya", "bertanya"})),
        Option(
            HELD,
            label("Kartu atau potongan"),
            frozenset({"kartu", "potongan", "dipotong", "pungli"}),
            say("Kartu dipegang orang lain, atau uangnya dipotong"),
        ),
        Option(
            CaseKind.DANA_HILANG.value,
            label("Uang hilang"),
            frozenset({"hilang", "saldo hilang"}),
            say("Uang bantuan hilang atau diambil orang lain"),
        ),
        Option(
            CaseKind.KELAPARAN.value,
            label("Butuh makan"),
            frozenset({"lapar", "kelaparan", "makan", "makanan"}),
            say("Tidak ada makanan di rumah"),
        ),
        Option(
            CaseKind.PBI_NONAKTIF.value,
            label("KIS tidak aktif"),
            frozenset({"kis", "bpjs", "bpjs mati"}),
            say("KIS mati, padahal perlu berobat"),
        ),
        Option(
            CaseKind.ANCAMAN.value,
            label("Merasa terancam"),
            frozenset({"takut", "diancam", "ancaman"}),
            say("Ada yang mengancam atau memaksa"),
        ),
        Option(
            WRONG_DATA,
            label("Data salah"),
            frozenset({"data", "salah data", "nama salah", "nik salah", "data keliru"}),
            say("Nama, NIK, alamat, atau desil yang keliru"),
        ),
        Option(
            DROPPED,
            label("Diblokir, dicoret"),
            frozenset({"blokir", "diblokir", "dicoret", "coret", "dicabut"}),
            say("Bantuan diblokir, atau nama tidak ada lagi"),
        ),
    )
)
ABOUT_SOMEBODY = Is(
    "perihal", (CaseKind.KARTU.value, CaseKind.DANA_HILANG.value, CaseKind.ANCAMAN.value)
)
ELSEWHERE = Is("perihal", (HELD,))
CONNECTED = Known("sedang_dibantu", lambda facts: facts.helped is True)
FREE = Not(CONNECTED)
PLACE_UNKNOWN = Known("tempat_belum_tahu", lambda facts: not home(facts))
DISTRICT = 8
"""Signs of a dotted kecamatan code."""


def home(facts: Facts) -> str:
    """Give the village of the one family this chat is linked to: then nobody need ask for it."""
    families = facts.families or ()
    return families[0].household.village if len(families) == 1 else ""


def kind_of(answers: Answers) -> CaseKind:
    """Name the kind of case that a topic makes."""
    about = str(answers[TOPIC])
    return CaseKind.BANTUAN if about in ABOUT else CaseKind(about)


def help_for(facts: Facts, answers: Answers) -> OpenHelp:
    """Turn the answers into the command."""
    accused_one, *others = roles_in(str(answers.get("terlibat", "")))
    return OpenHelp(
        kind=kind_of(answers),
        district=home(facts)[:DISTRICT] or str(answers["kecamatan"]),
        village=home(facts) or str(answers["desa"]),
        about=told_by(answers),
        accused=accused_one,
        also_accused=tuple(others),
        safe=answers.get("aman", "ya") == "ya",
    )


def connected(facts: Facts, result: object) -> Closing:
    """Say who answers, and when to expect it; a held card is asked about first."""
    if isinstance(result, dict) and result.get("perihal") == HELD:
        before = {key: result[key] for key in (WHOLE, OPENLY) if key in result}
        own = {"cerita": result["isi"]} if "isi" in result else {}
        return Closing((), then=Then(HELD, {**before, **own}))
    if isinstance(result, AddedToHelp):
        return Closing((paragraphs(PASSED_ON, WRITE_ON),), (), relay=True)
    if not isinstance(result, HelpOpened):
        return Closing((still_connected(facts),), (), relay=True)
    if not result.safe:
        told = paragraphs(NOT_WRITTEN_TO, say(
            "Jawaban bisa dibaca dengan kode ini: {code}. "
            "Ketik kodenya di sini kapan saja. Jangan simpan kalau tidak aman.",
            code=result.code,
        ))  # fmt: skip
        if not facts.office.open_now:
            told = paragraphs(told, lines(OFFICE_CLOSED, at_night(facts), for_violence(facts)))
        return Closing((told,), (MENU,), secret=True, relay=False)
    told = lines(PASSED_ON, *how_soon(facts, result.days), *closed_now(facts, result.days))
    go_on = WRITE_ON if result.days <= SOON else GO_ON_WRITING
    kept = None if facts.person.consented or result.days > SOON else SEE_OR_DELETE
    return Closing((paragraphs(told, lines(go_on, kept)),), (), relay=True)


def how_soon(facts: Facts, days: int) -> tuple[Say, ...]:
    """Say when to expect an answer; of an urgent matter only what officers are asked to do."""
    hours = facts.office.hours
    if days > SOON:
        return (say_n(
            "Biasanya dijawab dalam {n} hari kerja. Jam kantor: {hours}.",
            "Biasanya dijawab dalam {n} hari kerja. Jam kantor: {hours}.",
            days,
            hours=hours,
        ),)  # fmt: skip
    later = say("Di luar jam kantor bisa lebih lama. Jam kantor: {hours}.", hours=hours)
    return (OPENED_TODAY, later) if facts.office.open_now else (later,)


def still_connected(facts: Facts) -> Say:
    """Tell how the open case stands, and that what is written reaches it."""
    case = facts.helping
    if case is None or not case.stays:
        return STILL_CONNECTED
    return paragraphs(lines(STILL_OPEN, None if case.answered else NOT_ANSWERED), WRITE_ON)


def closed_now(facts: Facts, days: int) -> tuple[Say, ...]:
    """Say that the office is closed; where it is urgent, who answers now."""
    if facts.office.open_now:
        return ()
    return (OFFICE_CLOSED, at_night(facts)) if days <= SOON else (OFFICE_CLOSED,)


def at_night(facts: Facts) -> Say:
    """Name who answers when the office is closed."""
    return say(
        "Malam hari atau hari libur: {phone}, pusat panggilan Kementerian Sosial, "
        "24 jam (nomor per {day}).",
        phone=facts.office.ministry,
        day=facts.office.ministry_as_of,
    )


def for_violence(facts: Facts) -> Say:
    """Name who helps against violence, at any hour."""
    return say(
        "Kalau ada kekerasan: {violence} (nomor per {day}).",
        violence=facts.office.violence,
        day=facts.office.numbers_as_of,
    )


SOON = 1
"""Working days within which an urgent matter is answered."""


PASSED_ON = say("Sudah saya sampaikan ke petugas. Jawabannya datang di sini.")
OFFICE_CLOSED = say("Sekarang kantor tutup, jadi dibaca saat buka lagi.")
STILL_OPEN = say("Percakapan dengan petugas tetap terbuka.")
OPENED_TODAY = say("Petugas diminta membukanya hari ini.")
NOT_ANSWERED = say("Petugas belum menjawab. Pesan Bapak/Ibu tetap dibaca petugas.")
WRITE_ON = say('Yang Bapak/Ibu tulis berikutnya sampai ke petugas. Perlu hal lain? Ketik "menu".')
"""Of an urgent matter: nobody is led to end it."""
GO_ON_WRITING = say(
    'Yang Bapak/Ibu tulis berikutnya sampai ke petugas. Sudah cukup? Ketik "selesai". '
    'Perlu hal lain? Ketik "menu".'
)
STILL_CONNECTED = say(
    'Bapak/Ibu masih tersambung dengan petugas. Tulis saja di sini. Sudah cukup? Ketik "selesai".'
)
NOT_WRITTEN_TO = say(
    "Sudah saya sampaikan ke petugas. Kami tidak menulis ke nomor ini. "
    "Orang yang Bapak/Ibu sebut juga tidak kami beri tahu."
)


def what_about(facts: Facts, answers: Answers) -> Say:
    """Ask what it is about; with fear first say what Peka will not do."""
    if before(answers):
        said_so = ABOUT_SOMEBODY.holds(facts, answers)
        return lines(None if said_so else TOLD_ALREADY, MORE_TO_TELL)
    if answers.get("perihal") == CaseKind.BANTUAN.value:
        return say("Apa yang ingin ditanyakan? Boleh pesan suara.")
    if answers.get("perihal") in ABOUT:
        return say("Ceritakan singkat: apa yang terjadi, sejak kapan? Boleh pesan suara.")
    return say(
        "Ceritakan dengan tenang, sependek apa pun. Boleh pesan suara. "
        "Saya tidak memberi tahu orang yang Bapak/Ibu sebut."
    )


def ask_involved(_facts: Facts, answers: Answers) -> Say:
    """Ask whom it is about; what was told before the button goes along, and that is said."""
    return lines(
        TOLD_ALREADY if before(answers) else None,
        say(
            "Apakah menyangkut petugas, aparat desa, atau ketua kelompok? "
            "Kalau ya, ceritanya tidak dibuka untuk mereka di wilayah itu."
        ),
    )


TOLD_ALREADY = say("Cerita tadi saya sertakan.")
WHETHER_OFFICERS = say(
    "Apakah menyangkut petugas, aparat desa, atau ketua kelompok? "
    "Kalau ya, mereka tidak bisa membacanya."
)


def retold(_facts: Facts, text: str) -> dict[str, Value]:
    """Take along what was told before advice was given."""
    return {"cerita": text} if story(text) and len(text) <= MOST_LETTERS else {}


def told_beside(said: Said, key: str, answers: Answers, _facts: Facts) -> dict[str, Value]:
    """Keep what is told instead of an answer while help is on the way; nothing where it asks."""
    asks = "?" in said.text or plain(said.text) in CALLING
    if said.kind is not Kind.TEXT or key not in BESIDE or asks or not story(said.text):
        return {}
    before_it, spoken = str(answers.get("cerita") or ""), said.text.strip()
    told = before_it.split("\n") if before_it else []
    whole = "\n".join([*told, *([] if spoken in told else [spoken])])
    return {"cerita": whole[:MOST_LETTERS], BESIDE_TIMES: times_beside(answers) + 1}


def times_beside(answers: Answers) -> int:
    """Tell how often something was told instead of an answer."""
    times = answers.get(BESIDE_TIMES)
    return times if isinstance(times, int) else 0


def noted_beside(_facts: Facts, answers: Answers, _told: Answers) -> Say:
    """Say that it is kept, how the question is answered, and what helps now, in turn."""
    times = times_beside(answers)
    if not times:
        return NOTED_TOO
    afraid = answers.get(TOPIC) == CaseKind.ANCAMAN.value
    first = ONE_ANSWER if "terlibat" in answers else NOT_ABOUT_THEM
    words = (first, GO_WHERE_PEOPLE_ARE if afraid else NOTED_TOO)
    return words[(times - 1) % len(words)]


BESIDE_TIMES = "kali"
"""The key of how often something was told instead of an answer."""
BESIDE = frozenset({"terlibat", "aman"})
"""Questions at which a story may come instead; at the place it is taken already."""
NOTED_TOO = say("Itu saya catat untuk petugas.")
NOT_ABOUT_THEM = say(
    'Ini juga saya catat. Kalau soal keluarga atau tetangga sendiri, pilih "Tidak ada".'
)
GO_WHERE_PEOPLE_ARE = say(
    "Saya masih membaca, dan tetap saya catat. Kalau di rumah tidak aman, pergilah dulu ke tempat "
    "ramai atau tetangga dekat."
)
ONE_ANSWER = say("Saya masih membaca, dan tetap saya catat. Satu jawaban dulu:")


@dataclass(frozen=True, slots=True)
class Tell(Words):
    """What happened; may be skipped by somebody who has told it before."""

    def options(self, facts: Facts, answers: Answers) -> tuple[Option, ...]:
        """Offer "Lewati" where something was told."""
        return Words.options(self._after(answers), facts, answers)

    def read(self, said: Said, facts: Facts, answers: Answers) -> Good | Wrong:
        """Keep the words as they were written; a word that only passes on is no story."""
        if said.kind is Kind.TEXT and plain(said.text) in PASSES_ON:
            return Good(None)
        return Words.read(self._after(answers), said, facts, answers)

    def _after(self, answers: Answers) -> Words:
        optional = self.optional or bool(before(answers))
        return Words(self.least, self.most, optional, self.voice)


PASSES_ON = frozenset({"lewati", "skip", "lewat", "lewatin", "lewatkan", "next"})
NOTHING_TOLD = "(Belum bercerita.)"
"""What an officer reads where somebody asked for help and did not say why."""
TOPIC = "perihal"
"""The key of what it is about."""
WHOLE, OPENLY = "tadi", "tadi_umum"
"""All that was told since the matter began; and without what may be about an officer."""
STRAIGHT = frozenset(
    {
        HELD,
        CaseKind.KARTU.value,
        CaseKind.DANA_HILANG.value,
        CaseKind.ANCAMAN.value,
        CaseKind.PUTUS_ASA.value,
    }
)
"""Topics that no officer of the field reads: there nothing that was told is kept back."""


def before(answers: Answers, topic: str = "") -> str:
    """Give what was told before the button, as far as it may go with this topic."""
    about = str(answers.get(TOPIC) or topic or HELD)
    whole = str(answers.get(WHOLE if about in STRAIGHT else OPENLY) or "")
    own = str(answers.get("cerita") or "")
    return whole if own in whole.split("\n") else "\n".join(one for one in (whole, own) if one)


def told_by(answers: Answers, topic: str = "") -> Spoken:
    """Put what was told before the button, and what was added, together."""
    added, told = spoken(answers.get("isi")), before(answers, topic)
    more = "" if added.text in told.split("\n") else added.text
    about = ABOUT.get(str(answers.get(TOPIC)), "")
    words = "\n".join(part for part in (about, told, more) if part)
    return Spoken(words or ("" if added.voice else NOTHING_TOLD), added.voice)


ABOUT = {WRONG_DATA: "Soal: data salah.", DROPPED: "Soal: diblokir atau dicoret."}
"""What an officer reads first of a question whose kind alone does not tell what it is about."""


WHICH_DISTRICT = say("Bapak/Ibu di kecamatan apa?")
TELL = Tell(voice=True, least=3)
MORE_TO_TELL = say("Ada lagi yang perlu kami tahu? Boleh pesan suara, boleh dilewati.")


ALONE = (CaseKind.KELAPARAN.value, CaseKind.PBI_NONAKTIF.value)
"""Urgent matters that are about nobody else: one open case of them is enough."""
TOLD_IN_NEED = Both((Is("perihal", ALONE), Filled("cerita")))
"""Whoever is hungry or ill has told enough: more can be written to the officer."""


def asks(*unless: Condition) -> tuple[Ask, ...]:
    """Make the questions; ``unless`` keeps them back from somebody who is connected already."""
    here = (*unless, Not(ELSEWHERE))
    known = Both((*here, PLACE_UNKNOWN))
    about_somebody = Both((*here, ABOUT_SOMEBODY))
    return (
        Ask("perihal", say("Ini soal apa?"), KINDS, only=Both(unless)),
        Ask(
            "terlibat",
            ask_involved,
            Roles(accused),
            only=about_somebody,
            again=WHETHER_OFFICERS,
            depends=("perihal",),
        ),
        Ask(
            "aman",
            SAFE_TO_WRITE,
            SAFE,
            only=about_somebody,
            depends=("perihal",),
            grave=True,
            explained=SAFE_IS,
        ),
        Ask("kecamatan", WHICH_DISTRICT, District("desa"), only=known),
        Ask(
            "desa",
            say("Desa atau kelurahannya?"),
            Village(),
            only=known,
            depends=("kecamatan",),
        ),
        Ask("isi", what_about, TELL, only=Both((*here, Not(TOLD_IN_NEED)))),
    )


def add_more(facts: Facts, answers: Answers) -> AddToHelp | None:
    """Hand what was told to the case that is open already; nothing told, nothing to hand."""
    words = told_by(answers, facts.helping.kind if facts.helping else CaseKind.BANTUAN.value)
    return None if words.text == NOTHING_TOLD else AddToHelp(words)


@dataclass(frozen=True, slots=True)
class OpenAlready:
    """An urgent case of the very same matter is open for this chat."""

    def holds(self, facts: Facts, answers: Answers) -> bool:
        """Compare the topic with the open case."""
        topic, case = answers.get("perihal"), facts.helping
        return case is not None and topic in ALONE and case.kind == topic


OPEN_ALREADY = OpenAlready()


@dataclass(frozen=True, slots=True)
class MayAnOfficerRead(Choice):
    """Whether what is written may go to an officer; who reads it, and what it costs, is told."""

    def read(self, said: Said, facts: Facts, answers: Answers) -> Good | Wrong:
        """Read a choice, or answer what is asked about it."""
        read = Choice.read(self, said, facts, answers)
        if isinstance(read, Good) or said.kind is not Kind.TEXT:
            return read
        spoken = plain(said.text)
        if READS.search(spoken):
            return Wrong(WHO_READS, meant=True, slip=False)
        known = next((told for words, told in DOUBTS if words.search(spoken)), None)
        return Wrong(known(facts), meant=True, slip=False) if known else read


READS = re.compile(r"\b(?:siapa|sapa|sopo|who)\b.*\b(?:baca|lihat|liat|tahu|tau|reads?|sees?)\b")
WHO_READS = say(
    "Yang membaca hanya petugas yang berwenang. Orang yang Bapak/Ibu sebut tidak kami beri tahu."
)
ASK_MAY = say(
    "Yang Bapak/Ibu tulis dibaca petugas dan disimpan kantor. NIK tidak perlu. "
    'Lihat atau hapus kapan saja: ketik "data saya". Setuju?'
)
NOT_URGENT = Is("perihal", (CaseKind.BANTUAN.value, WRONG_DATA, DROPPED))
ALLOWED_BEFORE = Known("izin_ada", lambda facts: facts.person.consented)
REFUSED = Is("boleh", ("tidak",))
MAY_READ = Ask(
    "boleh",
    ASK_MAY,
    MayAnOfficerRead(MAY),
    only=Both((FREE, NOT_URGENT, Not(ALLOWED_BEFORE))),
    grave=True,
)
"""An ordinary question asks this first; a danger does not (vital interest)."""


def officer_asks() -> tuple[Ask, ...]:
    """Make the questions of an ordinary talk: consent of its own kind after what it is about."""
    about, *_ = asks(FREE)
    _, *rest = asks(FREE, Not(REFUSED))
    return (about, MAY_READ, *rest)


def without_storing(facts: Facts) -> Closing:
    """Tell how a human is reached without anything being kept here."""
    office = facts.office
    where = say("{name}, {address}", name=office.name, address=office.address)
    return close(
        say(
            "Tidak apa-apa. Tidak ada yang saya simpan. Bertemu orang tetap bisa:\n"
            "• Datang ke {where}. {hours}.\n"
            "• Telepon {phone}, pusat panggilan Kementerian Sosial, 24 jam (per {day}).\n"
            "Kalau ada bahaya, tulis saja; izin tidak ditanyakan dulu.",
            where=where if office.address else office.name,
            hours=office.hours,
            phone=office.ministry,
            day=office.ministry_as_of,
        )
    )


def to_an_officer(facts: Facts, answers: Answers) -> AddToHelp | OpenHelp | None:
    """Turn the answers into the command; None where nothing is to be kept, or more is asked."""
    if facts.helped:
        return add_more(facts, answers)
    if answers["perihal"] == HELD or REFUSED.holds(facts, answers):
        return None
    return help_for(facts, answers)


def answered_by(facts: Facts, result: object) -> Closing:
    """Say who answers; who refused is told the ways that need no storing."""
    if isinstance(result, dict) and result.get("boleh") == "tidak":
        return without_storing(facts)
    return connected(facts, result)


PETUGAS = Flow(
    name="petugas",
    title=say("Bicara petugas"),
    facts=("helped", "families"),
    asks=officer_asks(),
    handles=IN_GOOD_HANDS,
    arg="perihal",
    carries=("isi", "cerita", WHOLE, OPENLY),
    heard=heard,
    at_once=until_then,
    done=to_an_officer,
    after=answered_by,
)
# Behind the button of a danger: a case of its own, also beside a question that is still open.
# No consent comes first (vital interest, UU 27/2022 article 20); what is kept is told afterwards.
MENDESAK = Flow(
    name="mendesak",
    title=say("Bicara petugas"),
    facts=("helped", "families"),
    asks=asks(Not(OPEN_ALREADY)),
    handles=IN_GOOD_HANDS,
    arg="perihal",
    carries=("cerita", BESIDE_TIMES, WHOLE, OPENLY),
    heard=retold,
    overheard=Overheard(told_beside, noted_beside),
    done=lambda facts, answers: (
        add_more(facts, answers)
        if OPEN_ALREADY.holds(facts, answers)
        else None
        if answers["perihal"] == HELD
        else help_for(facts, answers)
    ),
    after=connected,
)


def beside(facts: Facts, result: object) -> Closing:
    """Say slowly that a human is called, and what helps until one answers.

    The village is asked once, so that somebody can come; nothing waits for it.
    """
    if not isinstance(result, HelpOpened):
        return close()
    when = None if facts.office.open_now else OFFICE_CLOSED
    until = say(
        "Sambil menunggu: {despair} (per {day}), atau telepon {phone}, 24 jam. "
        "Minta keluarga atau tetangga menemani. Bapak/Ibu boleh terus menulis di sini.",
        despair=facts.office.despair,
        day=facts.office.numbers_as_of,
        phone=facts.office.ministry,
    )
    where = None if home(facts) else WHERE_ARE_YOU
    told = paragraphs(lines(CALLED, when), lines(until, where), SEE_OR_DELETE)
    return Closing((told,), (), relay=True)


WHERE_ARE_YOU = say(
    "Boleh tahu di desa mana, supaya petugas bisa datang? Tidak dijawab pun boleh."
)
SEE_OR_DELETE = say('Tulisan ini disimpan untuk petugas. Lihat atau hapus: ketik "data saya".')


CALLED = say("Terima kasih sudah bilang. Petugas sudah saya panggil; jawabannya datang di sini.")
# Somebody who no longer wants to live is asked nothing first, not even for consent: a human is
# called at once (a vital interest, UU 27/2022 article 20).
TEMANI = Flow(
    name="temani",
    title=say("Bicara petugas"),
    facts=("families",),
    carries=("isi", "cerita", WHOLE, OPENLY),
    heard=lambda _facts, text: {"isi": text[:MOST_LETTERS]},
    handles=IN_GOOD_HANDS,
    done=lambda facts, answers: OpenHelp(
        kind=CaseKind.PUTUS_ASA,
        district=home(facts)[:DISTRICT],
        village=home(facts),
        about=told_by(answers, CaseKind.PUTUS_ASA.value),
        accused=AccusedRole.NONE,
        safe=True,
    ),
    after=beside,
)

# It is not safe to go on: nothing is asked, nothing stays on the screen


def quietly(facts: Facts, answers: Answers) -> OpenHelp:
    """Hand over what was told; where nobody is named, only the Dinas itself reads it."""
    story = str(answers.get("isi") or "")
    role, *others = accused_in(answers, story)
    village = home(facts) if role is not AccusedRole.NONE or OF_HOME.search(plain(story)) else ""
    return OpenHelp(
        kind=CaseKind.ANCAMAN,
        district=village[:DISTRICT],
        village=village,
        about=Spoken(story[:MOST_LETTERS]),
        accused=role,
        also_accused=tuple(others),
        safe=False,
    )


def accused_in(answers: Answers, story: str) -> tuple[AccusedRole, ...]:
    """List whom it is about, as far as that was said."""
    said = roles_in(str(answers.get("terlibat") or ""))
    return said if said != NOBODY else roles_told({"cerita": story}) or NOBODY


NOBODY = (AccusedRole.NONE,)


OF_HOME = re.compile(r"\b(?:suami|istri|bojo|mertua|anak|bapak|ayah|pacar|kakak|adik|ipar)")
"""Somebody of the house: no officer is meant, and the village helps to find it."""
QUIET = say(
    "Baik, saya berhenti di sini. Yang tadi sudah saya sampaikan. "
    "Hapus obrolan ini. Nanti kalau aman, tulis lagi."
)
HUSHED = say("Baik, saya diam. Hapus obrolan ini. Nanti kalau aman, tulis lagi.")
"""Where no human was called yet: nobody was told anything, and nothing is claimed."""
QUIET_HERE = say(
    "Baik, saya diam. Petugas membaca bahwa tidak aman. Hapus obrolan ini kalau perlu."
)
"""Where an officer has the matter: their answer still comes, so they are told."""
SAFE_TO_TELL = say(
    "Terima kasih. Kalau nanti tidak aman, tulis saja: tidak aman. "
    'Ceritakan pelan-pelan, atau pilih "Bicara petugas".'
)
SAFE_FOR_NOW = say(
    "Syukurlah. Jangan sendirian dulu, ya. Ada yang mau didengarkan? "
    'Tulis saja di sini, atau pilih "Bicara petugas".'
)
DIAM = Flow(
    name="diam",
    title=say("Bicara petugas"),
    facts=("families",),
    carries=("isi", "terlibat"),
    handles=IN_GOOD_HANDS,
    done=quietly,
    after=lambda _facts, _result: Closing((QUIET,), (), secret=True, relay=False),
)

# A danger that was told, on its way to a human


def danger_in(talks: Talks) -> Talk | None:
    """Find the open talk that carries a danger, or a story, to a human."""
    return next((talk for talk in talks.stack if told_in(talk)), None)


def told_in(talk: Talk) -> bool:
    """Tell whether a talk carries a danger, or a story, to a human."""
    return talk.flow in URGENT or (talk.flow == PETUGAS.name and "isi" in talk.answers)


def nearly_there(facts: Facts, danger: Talk) -> Say:
    """Say that nothing told is lost, and what is safe now, where the answers do not fit."""
    return lines(KEPT_FOR_OFFICER, for_now(facts, danger))


def for_now(facts: Facts, danger: Talk) -> Say | None:
    """Name who helps before an officer does, as it is told for this danger elsewhere too."""
    about = danger.given.get("perihal")
    if about == CaseKind.ANCAMAN.value:
        return say(
            "Kalau tidak aman sekarang, pergilah ke tempat ramai atau tetangga dekat. "
            "Kalau ada kekerasan: {violence} (nomor per {day}).",
            violence=facts.office.violence,
            day=facts.office.numbers_as_of,
        )
    return at_night(facts) if about == CaseKind.KELAPARAN.value else None


KEPT_FOR_OFFICER = say(
    "Cerita Bapak/Ibu tidak hilang. Jawab dulu pertanyaan ini, supaya bisa sampai ke petugas."
)


# After a case was closed

NOT_OVER = Step(label("Belum selesai"), "belum_selesai")
MORE_TO_SAY = Step(label("Kirim keterangan"), NOT_OVER.flow)
FOLLOWING = Step(label("Ya, sampaikan"), "susulan")
BACK_TO_OFFICER = Step(label("Kembali ke petugas"), "petugas")
END_OFFICER = Step(label("Selesai"), "selesai")
IS_IT_OVER = say(
    'Sudah saya sampaikan ke petugas. Kalau memang sudah cukup, pilih "Selesai". '
    "Kalau belum, tulis saja terus."
)
DELIVERED = say("Sudah saya sampaikan ke petugas.")
OVER = re.compile(
    r"(?:(?:ya|iya|oke|ok|baik|siap|sudah|sdh|udah|udh|sementara|untuk sekarang|kayaknya|itu|gitu|"
    r"begitu|segitu|saja|aja|dulu|jelas|paham|mengerti|banyak|sekali|atas \w+|infonya|"
    r"terima ?kasih|makasih|mksh|trims|suwun|matur|nuwun|pak|bu|bapak|ibu|mas|mbak|kak) )*"
    r"(?:cukup|sekian|(?:itu|segitu|begitu|gitu) (?:saja|aja|dulu)|thats all|that s all)"
    r"(?: (?:ya|kok|saja|aja|dulu|jelas|banyak|sekali|atas \w+|infonya|sekian|terima ?kasih|"
    r"makasih|mksh|trims|suwun|matur|nuwun|pak|bu|bapak|ibu|mas|mbak|kak))*"
)


def sounds_over(text: str) -> bool:
    """Tell whether words to an officer are a goodbye and nothing else; they reach the officer."""
    return OVER.fullmatch(plain(text)) is not None


def followed(_facts: Facts, result: object) -> Closing:
    """Say that an officer sees it again."""
    if not isinstance(result, FollowedUp):
        return Closing(
            (say("Baik, tidak saya sampaikan. Kalau soal lain, tulis saja atau pilih Menu."),)
        )
    if result.talking:
        go_on = WRITE_ON if result.urgent else GO_ON_WRITING
        return Closing((paragraphs(OPEN_AGAIN, go_on),), (), relay=True)
    return Closing(
        (
            say(
                "Terima kasih, keterangannya sudah masuk. "
                "Petugas membuka lagi laporan itu dan membacanya."
            ),
        )
    )


OPEN_AGAIN = say("Sudah saya sampaikan. Petugas membuka lagi hal ini.")
MORE = Ask(
    "isi",
    say("Apa yang belum selesai, atau belum benar? Boleh pesan suara."),
    Words(voice=True, least=3),
)
WHICH = Ask("ref", say("Tentang nomor yang mana?"), Ref())
BELUM_SELESAI = Flow(
    name=NOT_OVER.flow,
    title=say("Belum selesai"),
    asks=(WHICH, MORE),
    arg="ref",
    handles=IN_GOOD_HANDS,
    done=lambda _facts, answers: FollowUp(str(answers["ref"]), spoken(answers["isi"])),
    after=followed,
)
SUSULAN = Flow(
    name=FOLLOWING.flow,
    title=say("Belum selesai"),
    asks=(
        WHICH,
        MORE,
        Ask(
            "yakin",
            lambda _facts, answers: say(
                "Ini tentang hal yang baru ditutup petugas (nomor {ref})?",
                ref=str(answers["ref"]),
            ),
            yes_no(FOLLOWING.label, label("Bukan")),
            depends=("isi",),
        ),
    ),
    arg="ref",
    handles=BELUM_SELESAI.handles,
    done=lambda _facts, answers: (
        FollowUp(str(answers["ref"]), spoken(answers["isi"])) if answers["yakin"] == "ya" else None
    ),
    after=followed,
)

TALK_ENDED = say(
    "Baik, percakapan dengan petugas selesai. Terima kasih, Bapak/Ibu. "
    'Mau dibuka lagi? Tulis "petugas".'
)
CHAT_ENDED = say(
    "Baik, sekarang saya yang menjawab lagi. Pesan Bapak/Ibu tetap dibaca petugas. "
    'Mau menambah? Tulis "petugas".'
)
SELESAI = Flow(
    name="selesai",
    title=say("Selesai"),
    done=lambda _facts, _answers: EndHelp(),
    after=lambda _facts, result: Closing(
        (CHAT_ENDED if isinstance(result, StillRead) else TALK_ENDED,), relay=False
    ),
)

FLOWS = (PETUGAS, MENDESAK, TEMANI, DIAM, BELUM_SELESAI, SUSULAN, SELESAI)
