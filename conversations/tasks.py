"""Cases as an officer works on them: the list, one case, answering, asking, closing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bansos.cases import AccusedRole, CaseKind, CaseState, Category
from conversations.facts import Facts, Task
from conversations.flow import MENU, Ask, Both, Closing, Flow, Is, Known, Not, Step, Then, close
from conversations.held import holder_name, route_name, since_when
from conversations.help import Held
from conversations.phrases import name_of, packed, pieces, with_and
from conversations.readers import Answers, Choice, Good, Option, Ref, Words, Wrong, yes_no
from conversations.said import CLEAR, Kind, Said
from conversations.text import LABEL_LIMIT, Say, label, lines, say, say_n, word
from conversations.topics import IN_GOOD_HANDS
from conversations.words import plain

PAGE = 9
PAGES = 5
URGENT = (*IN_GOOD_HANDS, "darurat")
"""What an officer writes of these is work, not a cry for help."""


@dataclass(frozen=True, slots=True)
class OpenTask:
    """Look a case up, by an officer who may see it (audited). Result: :class:`TaskView`.

    Not there and not allowed are the same ``Problem("", text)``.
    """

    ref: str
    page: int = 1
    """1: the latest messages; 2: those before them …"""


@dataclass(frozen=True, slots=True)
class AnswerCase:
    """Write to the citizen under the case's alias. Result: :class:`Answered`."""

    ref: str
    text: str
    asks: bool
    """It is a question: the case waits for the citizen."""


@dataclass(frozen=True, slots=True)
class CloseCase:
    """Close a case; the citizen reads ``text``. Result: :class:`Answered`.

    A state that may not follow is a ``Problem("alasan", text)``; an unknown case to join
    a ``Problem("gabung_ke", text)``.
    """

    ref: str
    reason: str
    """selesai, tidak_terbukti, bukan_wewenang, gabung or batal."""
    text: str
    joined_to: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was written in a case."""

    officer: bool
    text: str
    at: datetime | date
    """Of an anonymous reporter only the day is known."""


@dataclass(frozen=True, slots=True)
class TaskView:
    """A case as its officer may see it: nothing of the person behind the alias."""

    ref: str
    kind: CaseKind
    state: CaseState
    opened: datetime | date
    due: datetime | None
    urgent: bool
    village: str
    """The dotted code."""
    about: str
    """What was told, secrets cut out; empty for a voice note."""
    category: Category | None = None
    accused: tuple[AccusedRole, ...] = (AccusedRole.NONE,)
    reporter: str = ""
    """The name, only where the report is terbuka; else the alias."""
    photos: int = 0
    lines: tuple[Line, ...] = ()
    """All of them, the latest last."""
    final: bool = False
    safe: bool = True
    """False: nobody may write to the citizen; answers wait behind the receipt code."""
    holder: str = ""
    """The officer who wrote last."""
    workable: bool = True
    """The one who looks may act on it."""
    held: Held | None = None
    """What was told of a card in other hands."""
    page: int = 1
    locked: bool = False
    """Only an officer's code opens the family that it is about."""
    decides: bool = False
    """The one who looks decides cases: may lift such a lock."""


@dataclass(frozen=True, slots=True)
class UnlockFamily:
    """Let two numbers open the family of a case again. Result: none; not allowed: ``Problem``."""

    ref: str


@dataclass(frozen=True, slots=True)
class Answered:
    """Written down; and whether it goes out, or waits behind the receipt code."""

    ref: str
    reaches: bool = True
    waits: bool = True
    """Where it does not reach: somebody may still read it with the receipt code."""
    unsafe: bool = False
    """Nobody may write to the citizen."""


# The list


def tasks(facts: Facts) -> tuple[Task, ...]:
    """Give the open cases, the urgent ones first, then those that are due first."""
    known = facts.tasks or ()
    return tuple(sorted(known, key=lambda one: (not one.urgent, one.due or one.opened)))


def page_key(page: int) -> str:
    """Name the question of a page: tugas, tugas_2, tugas_3."""
    return "tugas" if page == 1 else f"tugas_{page}"


@dataclass(frozen=True, slots=True)
class Page:
    """The options of one page of the list; a class, so that equal pages are equal."""

    page: int

    def __call__(self, facts: Facts, _answers: Answers) -> tuple[Option, ...]:
        """Offer nine cases, and the next nine."""
        begin = (self.page - 1) * PAGE
        known = tasks(facts)
        shown = tuple(option_for(task, facts) for task in known[begin : begin + PAGE])
        more = len(known) > begin + PAGE and self.page < PAGES
        return (*shown, OTHERS) if more else shown


AGAIN = frozenset({"tugas", "daftar tugas", "daftar", "tugas saya", "tasks", "my tasks"})
"""Words for the list itself, beside all that is understood as asking for it."""


@dataclass(frozen=True, slots=True)
class TaskList(Choice):
    """One of the cases; "tugas" shows the list again."""

    def read(self, said: Said, facts: Facts, answers: Answers) -> Good | Wrong:
        """Accept what a choice accepts; the list is no wrong answer."""
        asked = any(one.intent == "tugas" and one.score >= CLEAR for one in said.meant[:1])
        if said.kind is Kind.TEXT and (asked or plain(said.text) in AGAIN):
            return Wrong(heading(facts, answers), self.options(facts, answers))
        return Choice.read(self, said, facts, answers)


OTHERS = Option("lain", label("Lainnya"), frozenset({"lagi", "lain", "berikutnya"}))


def option_for(task: Task, facts: Facts) -> Option:
    """Show a case by its kind and village; nothing personal."""
    village = facts.regions.name(task.village) if task.village else ""
    return Option(
        task.ref,
        word(labelled(task, facts, apart(task, facts))),
        frozenset({task.ref.casefold()}),
        marked(
            say(
                "{kind}, {village}, tugas {ref}",
                kind=kind_of(task, facts),
                village=village or NO_PLACE,
                ref=task.ref,
            ),
            mark(task),
        ),
    )


SHORT: Mapping[str, str] = {
    CaseKind.PUTUS_ASA: "Putus asa",
    CaseKind.ANCAMAN: "Ancaman",
    CaseKind.KARTU: "Kartu",
    CaseKind.KELAPARAN: "Butuh makan",
    CaseKind.DANA_HILANG: "Uang hilang",
    CaseKind.BUKAN_SAYA: "Bukan saya",
    CaseKind.PBI_NONAKTIF: "KIS mati",
    CaseKind.SALAH_MENINGGAL: "Masih hidup",
    CaseKind.JUDOL: "Rekening",
    CaseKind.GRADUASI: "Keluar",
    CaseKind.MASIH_CAIR: "Masih cair",
    CaseKind.LAPOR: "Laporan",
    CaseKind.SANGGAH: "Sanggah",
    CaseKind.USULAN: "Usulan",
    CaseKind.MODAL_USAHA: "Modal",
    CaseKind.BANTUAN: "Tanya",
    CaseKind.KUNJUNGAN: "Kunjungi",
    Category.ALAMAT_TIDAK_ADA: "Alamat",
    Category.ORANG_TIDAK_ADA: "Pindah",
    Category.MENINGGAL: "Meninggal",
    Category.ASN_TNI_POLRI: "ASN",
    Category.KELUARGA_ASN: "Kel. ASN",
    Category.PENSIUNAN: "Pensiun",
    Category.GAJI_NEGARA: "Gaji",
    Category.PERANGKAT_DESA: "Aparat",
    Category.GURU_SERTIFIKASI: "Guru",
    Category.TENAGA_KESEHATAN: "Nakes",
    Category.PENGURUS_PERUSAHAAN: "Usaha",
    Category.UPAH_MINIMUM: "Upah",
    Category.MAMPU: "Mampu",
    Category.MENOLAK: "Menolak",
    Category.GANDA: "Ganda",
    Category.SDM_KESOS: "Pendamping",
}
"""A word for each kind, so that the village has room beside it."""
SHORT_ENGLISH: Mapping[str, str] = {
    CaseKind.ANCAMAN: "Threat",
    CaseKind.KARTU: "Card",
    CaseKind.DANA_HILANG: "Money gone",
    CaseKind.BUKAN_SAYA: "Not me",
    CaseKind.KELAPARAN: "No food",
    CaseKind.PBI_NONAKTIF: "KIS off",
    CaseKind.SALAH_MENINGGAL: "Alive",
    CaseKind.JUDOL: "Account",
    CaseKind.GRADUASI: "Leaving",
    CaseKind.LAPOR: "Report",
    CaseKind.SANGGAH: "Objection",
    CaseKind.USULAN: "Proposal",
    CaseKind.MODAL_USAHA: "Capital",
    CaseKind.BANTUAN: "Question",
    Category.ALAMAT_TIDAK_ADA: "Address",
    Category.ORANG_TIDAK_ADA: "Moved",
    Category.MENINGGAL: "Deceased",
    Category.ASN_TNI_POLRI: "Civil serv.",
    Category.KELUARGA_ASN: "CS family",
    Category.PENSIUNAN: "Pension",
    Category.GAJI_NEGARA: "State pay",
    Category.PERANGKAT_DESA: "Village off.",
    Category.GURU_SERTIFIKASI: "Teacher",
    Category.TENAGA_KESEHATAN: "Health",
    Category.PENGURUS_PERUSAHAAN: "Business",
    Category.UPAH_MINIMUM: "Wage",
    Category.MAMPU: "Well-off",
    Category.MENOLAK: "Refused",
    Category.GANDA: "Twice",
    Category.SDM_KESOS: "Companion",
}


def short_in(language: str) -> Mapping[str, str]:
    """Give the short words of a language: made to fit a button, so no catalogue has them."""
    return SHORT_ENGLISH if language == "en" else SHORT


def labelled(task: Task, facts: Facts, sign: str = "") -> str:
    """Name a case on a button: its kind, its village, and what tells it from one alike."""
    village = facts.regions.name(task.village) if task.village else ""
    kind = short_in(facts.person.language).get(task.category or task.kind, "")
    room = LABEL_LIMIT - len(sign) - 1 if sign else LABEL_LIMIT
    return f"{fitted(kind, village, room)} {sign}".strip()


def apart(task: Task, facts: Facts) -> str:
    """Tell a case from others of the same name: by its day, else by its number; mostly by none."""
    name = labelled(task, facts)
    shown = tasks(facts)[: PAGE * PAGES]
    days = [one.opened.date() for one in shown if labelled(one, facts) == name]
    if len(days) <= 1:
        return ""
    day = task.opened.date()
    return f"{day.day}/{day.month}" if days.count(day) == 1 else task.ref


def fitted(kind: str, village: str, room: int = LABEL_LIMIT) -> str:
    """Put kind and village on a button; where it is too long, whole words go."""
    text = ", ".join(part for part in (kind, village) if part)
    if len(text) <= room:
        return text
    cut = text[: room - 1]
    whole = cut[: cut.rfind(" ")].rstrip(" ,")
    return f"{whole}…" if len(whole) > len(kind) else f"{cut.rstrip()}…"


def kind_of(task: Task, facts: Facts) -> Say:
    """Name what a case is about: its category, or its kind."""
    for kinds, value in ((Category, task.category), (CaseKind, task.kind)):
        member = member_of(kinds, value)
        if member is not None:
            return name_of(member, facts)
    return word(task.category or task.kind)


def member_of(kinds: type[StrEnum], value: str) -> StrEnum | None:
    """Find a member by its value."""
    return next((one for one in kinds if one.value == value), None)


def marked(where: Say, sign: Say | None) -> Say:
    """Put a sign behind a place."""
    return where if sign is None else say("{where}, {sign}", where=where, sign=sign)


def mark(task: Task) -> Say | None:
    """Say what makes a case stand out."""
    if task.urgent:
        return say("mendesak")
    return say("warga menunggu jawaban") if task.waiting else None


def heading(facts: Facts, _answers: Answers) -> Say:
    """Count the cases."""
    known = tasks(facts)
    regions = facts.staff.regions if facts.staff else ()
    places = ", ".join(facts.regions.name(code) for code in regions)
    urgent = sum(task.urgent for task in known)
    return lines(
        say_n("{n} tugas di {places}.", "{n} tugas di {places}.", len(known), places=places),
        say_n("{n} mendesak, di urutan atas.", "{n} mendesak, di urutan atas.", urgent)
        if urgent
        else None,
        say("Pilih satu:"),
    )


def tasks_on(page: int) -> Known:
    """Make the condition that there are cases on a page."""
    return Known(f"tugas_halaman_{page}", lambda facts: len(tasks(facts)) > (page - 1) * PAGE)


def page_ask(page: int) -> Ask:
    """Make the question of one page."""
    if page == 1:
        return Ask("tugas", heading, TaskList(Page(1)), only=tasks_on(1))
    follows = Both((Is(page_key(page - 1), ("lain",)), tasks_on(page)))
    return Ask(page_key(page), say("Yang berikutnya:"), TaskList(Page(page)), only=follows)


def picked(_facts: Facts, answers: object) -> Closing:
    """Open what was picked."""
    chosen = answers if isinstance(answers, dict) else {}
    refs = [chosen.get(page_key(page)) for page in range(1, PAGES + 1)]
    ref = next((str(one) for one in refs if one not in {None, "lain"}), "")
    if not ref:
        return close(say("Tidak ada tugas terbuka di wilayah Bapak/Ibu. Terima kasih."))
    return Closing((), then=Then("tugas_buka", {"ref": ref}))


TUGAS = Flow(
    name="tugas",
    title=say("Tugas"),
    staff=True,
    aside=True,
    handles=URGENT,
    facts=("tasks",),
    asks=tuple(page_ask(page) for page in range(1, PAGES + 1)),
    after=picked,
)


# One case

BACK_TO_TASKS = Step(label("Kembali ke tugas"), "tugas")
WHICH = say("Nomor tugasnya?")
MESSAGES_SHOWN = 10
PIECE = 400
"""Characters of what somebody wrote in one message, beside who wrote it and when."""


def shown_task(facts: Facts, result: object) -> Closing:
    """Show one case, masked, and what can be done with it."""
    if not isinstance(result, TaskView):
        return close(steps=(BACK_TO_TASKS, MENU))
    told = pieces(result.about) or (say("(pesan suara atau foto)"),)
    written = packed(*(piece for one in result.lines for piece in line(one)))
    end = max(len(written) - (result.page - 1) * MESSAGES_SHOWN, 0)
    begin = max(end - MESSAGES_SHOWN, 0)
    head = packed(facing(facts, result), *told) if result.page == 1 else ()
    earlier = Step(label("… lihat sebelumnya"), "tugas_lalu", f"{result.ref}-{result.page + 1}")
    return Closing(
        (*head, *written[begin:end]) or (NOTHING_BEFORE,),
        ((earlier,) if begin else ()) + acts(result),
    )


NOTHING_BEFORE = say("Tidak ada pesan sebelum itu.")


def acts(view: TaskView) -> tuple[Step, ...]:
    """List what can be done with a case by the one who looks at it."""
    if view.kind is CaseKind.GRADUASI:
        return (Step(label("Buka permintaan"), "graduasi_buka", view.ref), BACK_TO_TASKS)
    lift = (Step(label("Buka kunci"), "buka_kunci", view.ref),)
    unlock = lift if view.locked and view.decides else ()
    if view.final or not view.workable:
        return (*unlock, BACK_TO_TASKS)
    return (
        Step(label("Jawab"), "tugas_jawab", view.ref),
        Step(label("Tanya"), "tugas_tanya", view.ref),
        Step(label("Tutup"), "tugas_tutup", view.ref),
        *unlock,
        BACK_TO_TASKS,
    )


NO_PLACE = say("tempat belum diketahui")


def where(facts: Facts, village: str) -> Say:
    """Name a village and its kecamatan; a cry for help may come from nowhere known."""
    return word(", ".join(facts.regions.path(village)[:2])) if village else NO_PLACE


def facing(facts: Facts, view: TaskView) -> Say:
    """Tell what a case is, where, since when."""
    kind = view.category or view.kind
    return lines(
        say(
            "{ref}: {kind}, {village}. {state}.",
            ref=view.ref,
            kind=name_of(kind, facts),
            village=where(facts, view.village),
            state=name_of(view.state, facts),
        ),
        say("Mendesak.") if view.urgent else None,
        say("Masuk {opened}.", opened=view.opened),
        say("Batas {due}.", due=view.due) if view.due else None,
        say("Dipegang: {who}.", who=view.holder) if view.holder else None,
        say("Pelapor: {who}.", who=view.reporter) if view.reporter else None,
        None if view.safe else NOT_SAFE,
        FAMILY_LOCKED if view.locked else None,
        say("Menyangkut: {role}.", role=with_and([name_of(one, facts) for one in view.accused]))
        if view.accused != (AccusedRole.NONE,)
        else None,
        *(held_lines(view.held, facts) if view.held else ()),
        say_n("{n} foto atau suara.", "{n} foto atau suara.", view.photos)
        if view.photos
        else None,
    )


def held_lines(held: Held, facts: Facts) -> tuple[Say, ...]:
    """Tell of a card in other hands."""
    return (
        say("Pemegang kartu: {who}, sejak: {since}.",
            who=holder_name(held, facts.wording), since=since_when(held)),
        say("Pilihan warga: {route}.", route=route_name(held)),
    )  # fmt: skip


FAMILY_LOCKED = say("Keluarga terkunci: hanya kode petugas yang membukanya.")
NOT_SAFE = say("Aman dihubungi: tidak. Jawaban hanya terbaca lewat kode.")


def line(one: Line) -> tuple[Say, ...]:
    """Show one thing that was written, whole; who wrote it stands before its first words."""
    first, *rest = pieces(one.text, PIECE) or (say("(tanpa tulisan)"),)
    if one.officer:
        return (say("Petugas, {at}: {text}", at=one.at, text=first), *rest)
    return (say("Warga, {at}: {text}", at=one.at, text=first), *rest)


BEHIND_CODE = say("Tersimpan. Pelapor tidak bisa dihubungi; ia membacanya saat memasukkan kode.")
UNSAFE = say(
    "Tersimpan. Warga ini minta tidak dihubungi; jawabannya hanya terbaca lewat kode miliknya."
)
NOT_SENT = say("Tersimpan, tetapi tidak terkirim: warga ini tidak bisa dihubungi lagi.")


def answered(facts: Facts, result: object) -> Closing:
    """Say whether it goes out."""
    if isinstance(result, TaskView):
        return shown_task(facts, result)
    steps = (BACK_TO_TASKS, MENU)
    if isinstance(result, Answered) and not result.reaches:
        behind = UNSAFE if result.unsafe else BEHIND_CODE
        return close(behind if result.waits else NOT_SENT, steps=steps)
    return close(say("Terkirim. Nama Bapak/Ibu tidak ikut terkirim."), steps=steps)


def closed(facts: Facts, result: object) -> Closing:
    """Say that a case is closed, and whether somebody hears of it."""
    if isinstance(result, TaskView) or (isinstance(result, Answered) and not result.reaches):
        return answered(facts, result)
    return close(
        say("Tugas ditutup. Penjelasannya dikirim ke warga."), steps=(BACK_TO_TASKS, MENU)
    )


TUGAS_BUKA = Flow(
    name="tugas_buka",
    title=say("Buka tugas"),
    staff=True,
    aside=True,
    handles=URGENT,
    asks=(Ask("ref", WHICH, Ref()),),
    arg="ref",
    done=lambda _facts, answers: OpenTask(str(answers["ref"])),
    after=shown_task,
)
TUGAS_LALU = Flow(
    name="tugas_lalu",
    title=say("Pesan sebelumnya"),
    staff=True,
    aside=True,
    asks=(Ask("ref", WHICH, Ref()),),
    arg="ref",
    done=lambda _facts, answers: earlier_of(str(answers["ref"])),
    after=shown_task,
)


def earlier_of(ref: str) -> OpenTask:
    """Read which messages of which case are wanted: K3ABCD-2."""
    case, _, page = ref.rpartition("-")
    asked = case and page.isdecimal() and len(page) < SHORT_NUMBER
    return OpenTask(case, max(int(page), 1)) if asked else OpenTask(ref)


SHORT_NUMBER = 4


@dataclass(frozen=True, slots=True)
class Open:
    """The case that was named is open, and this officer sees it; its kind is not left out."""

    without: tuple[str, ...] = ()

    def holds(self, facts: Facts, answers: Answers) -> bool:
        """Look for it on the officer's own list."""
        ref = answers.get("ref")
        return any(one.ref == ref and one.kind not in self.without for one in facts.tasks or ())


TO_WRITE = Open()
TO_CLOSE = Open((CaseKind.GRADUASI.value,))
"""A request to leave ends by its own steps: it is only opened."""


def write(answers: Answers, *, asks: bool) -> AnswerCase | OpenTask:
    """Write to the citizen; a case that is not open is only looked at."""
    ref = str(answers["ref"])
    return AnswerCase(ref, str(answers["isi"]), asks=asks) if "isi" in answers else OpenTask(ref)


def end(answers: Answers) -> CloseCase | OpenTask:
    """Close a case; one that is not open, or goes its own way, is only looked at."""
    if "isi" not in answers:
        return OpenTask(str(answers["ref"]))
    return CloseCase(
        ref=str(answers["ref"]),
        reason=str(answers["alasan"]),
        text=str(answers["isi"]),
        joined_to=str(answers.get("gabung_ke", "")),
    )


TO_CITIZEN = Words(least=2, most=500, example=say("Kalimat pendek, tanpa nama orang lain."))
TUGAS_JAWAB = Flow(
    name="tugas_jawab",
    title=say("Jawab"),
    staff=True,
    aside=True,
    handles=URGENT,
    asks=(
        Ask("ref", WHICH, Ref()),
        Ask(
            "isi",
            say("Tulis jawabannya. Warga membacanya persis begitu."),
            TO_CITIZEN,
            only=TO_WRITE,
        ),
    ),
    facts=("tasks",),
    arg="ref",
    done=lambda _facts, answers: write(answers, asks=False),
    after=answered,
)
TUGAS_TANYA = Flow(
    name="tugas_tanya",
    title=say("Tanya"),
    staff=True,
    aside=True,
    handles=URGENT,
    asks=(
        Ask("ref", WHICH, Ref()),
        Ask(
            "isi",
            say("Tulis pertanyaannya. Satu hal saja, supaya mudah dijawab."),
            TO_CITIZEN,
            only=TO_WRITE,
        ),
    ),
    facts=("tasks",),
    arg="ref",
    done=lambda _facts, answers: write(answers, asks=True),
    after=answered,
)
REASONS = Choice(
    (
        Option("selesai", label("Sudah selesai"), frozenset({"selesai", "beres", "tuntas"})),
        Option("tidak_terbukti", label("Tidak terbukti")),
        Option(
            "bukan_wewenang", label("Bukan wewenang"), more=say("Diteruskan ke yang berwenang")
        ),
        Option("gabung", label("Gabung tugas lain"), frozenset({"gabung", "ganda"})),
        Option("batal", label("Dibatalkan warga")),
    )
)
TUGAS_TUTUP = Flow(
    name="tugas_tutup",
    title=say("Tutup tugas"),
    staff=True,
    aside=True,
    handles=URGENT,
    summary=True,
    facts=("tasks",),
    unsent=Not(TO_CLOSE),
    asks=(
        Ask("ref", WHICH, Ref(), name=say("Tugas")),
        Ask("alasan", say("Ditutup karena apa?"), REASONS, only=TO_CLOSE, name=say("Alasan")),
        Ask(
            "gabung_ke",
            say("Digabung ke tugas nomor berapa?"),
            Ref(),
            only=Is("alasan", ("gabung",)),
            name=say("Gabung ke"),
            depends=("alasan",),
        ),
        Ask(
            "isi",
            say("Tulis penjelasan untuk warga: apa yang diperiksa, apa hasilnya."),
            TO_CITIZEN,
            only=TO_CLOSE,
            name=say("Untuk warga"),
        ),
    ),
    arg="ref",
    before_sending=say("Setelah ditutup, warga membaca penjelasan ini. Tutup sekarang?"),
    send=label("Tutup"),
    done=lambda _facts, answers: end(answers),
    after=closed,
)
BUKA_KUNCI = Flow(
    name="buka_kunci",
    title=say("Buka kunci"),
    staff=True,
    aside=True,
    asks=(
        Ask("ref", WHICH, Ref()),
        Ask(
            "yakin",
            say(
                "Setelah dibuka, NIK dan 6 angka KK cukup lagi untuk melihat status. "
                "Pastikan dulu keluarganya aman dan setuju. Buka kuncinya?"
            ),
            yes_no(label("Buka kunci"), label("Biarkan")),
            grave=True,
        ),
    ),
    arg="ref",
    done=lambda _facts, answers: (
        UnlockFamily(str(answers["ref"])) if answers["yakin"] == "ya" else None
    ),
    after=lambda _facts, result: close(
        say("Kuncinya sudah dibuka, dan itu tercatat.")
        if isinstance(result, UnlockFamily)
        else say("Baik, tetap terkunci."),
        steps=(BACK_TO_TASKS, MENU),
    ),
)

FLOWS = (TUGAS, TUGAS_BUKA, TUGAS_LALU, TUGAS_JAWAB, TUGAS_TANYA, TUGAS_TUTUP, BUKA_KUNCI)
