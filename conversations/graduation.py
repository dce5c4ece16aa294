"""Graduasi mandiri: leaving PKH or Sembako of one's own will, with a way back for seven days.

Whether somebody pushes is asked first, before any proof and before anything is kept: who says yes
is led to a human, and there is no request.  What is said of the procedure was seen in practice
(Pangandaran 2019, Lebong 2021, Garut 2019: harapanrakyat 9 Jul 2019, gobengkulu 9 Apr 2021,
kompasiana 15 Oct 2019); what is not certain is said to be so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bansos.cases import CaseKind, CaseState
from bansos.graduation import CAN_BE_LEFT, LeavingReason, can_leave, last_day
from bansos.programmes import Programme
from conversations.disowning import BARE, StopIt, stop_or
from conversations.facts import Facts, Family, Grade, Leaving
from conversations.flow import (
    MENU,
    OFFICER,
    Ask,
    Both,
    Closing,
    Flow,
    Is,
    Known,
    Not,
    Step,
    Then,
    close,
)
from conversations.leaving import as_it_stands, spoken_programmes, steps_of, stoppable, under_way
from conversations.names import Name
from conversations.papers import Paper, PaperKind
from conversations.phrases import name_of
from conversations.readers import (
    Answers,
    Choice,
    ChoiceOrWords,
    Good,
    Option,
    Ref,
    Value,
    Words,
    Wrong,
    clean,
    yes_no,
)
from conversations.safety import pushed
from conversations.said import Kind, Said
from conversations.status import GONE_FROM_DATA, SEVERAL, chosen, family_options, which
from conversations.text import Say, label, lines, paragraphs, say, word
from conversations.topics import story as tells_more
from conversations.words import NO, YES, plain


@dataclass(frozen=True, slots=True)
class AskToLeave:
    """Open a request; nothing changes for seven days. Result: :class:`Asked`.

    A family that has one already, or is no longer in the data, is a ``Problem("", text)``.
    """

    link: int
    """Which of the chat's families."""
    programmes: tuple[Programme, ...]
    reason: LeavingReason
    reason_words: str
    signer: str
    """The name of the one who receives the aid and will sign."""
    by_member: str
    """The name of who asks, where it is somebody else of the family; else empty."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The request is there."""

    code: str
    """The receipt code."""
    programmes: tuple[Programme, ...]
    last_day: date
    firm: bool
    letter: str = ""
    """The code of the draft of the statement."""
    number: str = ""
    told: int = 0
    """How many other persons linked to the family are being told."""


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Stop one's own request. Result: :class:`Withdrawn`; too late: ``Problem("", text)``."""

    ref: str
    story: str = ""
    """What was told of whoever pressed for it; it goes along to the human."""


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """Nothing changes for the family."""

    programmes: tuple[Programme, ...]
    story: str = ""


@dataclass(frozen=True, slots=True)
class StillWanted:
    """After the pause: the family still wants it. Result: none; not theirs: ``Problem("")``."""

    ref: str


@dataclass(frozen=True, slots=True)
class StopRequest:
    """Somebody else of the family says that it is not theirs: stops it, opens an urgent case.

    Result: :class:`Stopped`.
    """

    ref: str


@dataclass(frozen=True, slots=True)
class Stopped:
    """The request is stopped, or there was nothing left to stop."""

    stopped: bool = True


# Is anybody pushing?


@dataclass(frozen=True, slots=True)
class Pressure(Choice):
    """Whether somebody pushes; words of force, or of somebody else, count as yes."""

    def read(self, said: Said, facts: Facts, answers: Answers) -> Good | Wrong:
        """Read a choice, or words that tell of force or of who spoke first."""
        label_typed = plain(said.text) == plain(YES_PUSHED.msgid)
        found = pushed(said.text) if said.kind is Kind.TEXT and not label_typed else None
        if found is None:
            return Choice.read(self, said, facts, answers)
        return Good("ada", {STORY: clean(said.text)[:1000]}) if found else Good("tidak")


STORY = "cerita"
"""What was told of whoever pushes: it goes along to the human."""
YES_PUSHED = label("Ada yang menyuruh")
PRESSURE = Pressure(
    (
        Option(
            "tidak",
            label("Tidak ada"),
            NO
            | {
                "gak ada",
                "ga ada",
                "nggak ada",
                "tdk ada",
                "keinginan sendiri",
                "kemauan sendiri",
                "mau sendiri",
                "sendiri",
            },
        ),
        Option("ada", YES_PUSHED, YES | {"ada", "iya ada", "ya ada"}),
    )
)
PRESSED_TEXT = say(
    "Terima kasih sudah bercerita. Tidak ada yang boleh menyuruh keluar. "
    "Permintaan keluar tidak saya buat, dan tidak ada catatannya.\n\n"
    "Orang itu tidak saya beri tahu. Petugas Dinas bisa membantu; saya tanya sedikit dulu. "
    "Kalau ponsel dibaca orang lain, hapus obrolan ini. "
    'Tidak mau lanjut? Ketik "batal".'
)
PRESSED_BESIDE = say(
    "Terima kasih sudah bercerita. Tidak ada yang boleh menyuruh keluar. "
    "Permintaan baru tidak saya buat. Di keluarga ini sudah ada permintaan lain; "
    'kabarnya ada di "status".\n\n'
    "Orang itu tidak saya beri tahu. Petugas Dinas bisa membantu; saya tanya sedikit dulu. "
    "Kalau ponsel dibaca orang lain, hapus obrolan ini. "
    'Tidak mau lanjut? Ketik "batal".'
)
WITHDRAWN = say(
    "Terima kasih sudah bercerita. Permintaan keluar itu sudah saya batalkan; "
    "bantuan tetap seperti semula. Tidak ada yang boleh memaksa.\n\n"
    "Orang itu tidak saya beri tahu. Petugas Dinas perlu tahu; saya tanya sedikit dulu. "
    'Tidak aman sekarang? Tulis "tidak aman".'
)


def withdrawable(facts: Facts) -> Leaving | None:
    """Find one's own request that is not filed yet."""
    return next((one for one in facts.graduations or () if stoppable(one)), None)


def pressed_text(facts: Facts) -> Say:
    """Say that there is no request; only where none of the chat's families has one."""
    return PRESSED_BESIDE if facts.graduations else PRESSED_TEXT


def pressed_after(facts: Facts, answers: Answers) -> Withdraw | None:
    """Stop one's own request that is not filed yet: it was asked for under pressure."""
    known = withdrawable(facts)
    return Withdraw(known.ref, str(answers.get(STORY) or "")) if known else None


def pressed(facts: Facts, result: object) -> Closing:
    """Lead to a human, with what was told of whoever presses; what was asked for is stopped."""
    stopped_now = isinstance(result, Withdrawn)
    story = result.story if isinstance(result, Withdrawn) else ""
    if isinstance(result, dict):
        story = str(result.get(STORY) or "")
    told: dict[str, Value] = {"perihal": CaseKind.ANCAMAN.value}
    if tells_more(story) or (stopped_now and story):
        told[STORY] = story
    text = WITHDRAWN if stopped_now else pressed_text(facts)
    return Closing((text,), (), then=Then("mendesak", told))


ASK_PRESSURE = say("Apakah ada yang menyuruh atau memaksa?")
PRESSURE_IS = say(
    "Maksudnya: apakah ada orang yang menyuruh atau menakuti Bapak/Ibu supaya keluar? "
    "Misalnya petugas, ketua kelompok, aparat desa, atau keluarga. "
    "Kalau ada, permintaan keluar tidak saya buat."
)


def running(facts: Facts) -> bool:
    """Tell whether each of the chat's families has a request under way already."""
    known = facts.families or ()
    return bool(known) and all(under_way(facts, one) for one in known)


def stop_pressed(facts: Facts, answers: Answers) -> Withdraw | None:
    """Stop what is under way where somebody presses; else there is nothing to do."""
    return pressed_after(facts, answers) if answers.get("tekanan") == "ada" else None


def led_on(facts: Facts, answers: object) -> Closing:
    """Show what is under way; lead to a human where somebody pushes; else to the request."""
    free = isinstance(answers, dict) and answers.get("tekanan") == "tidak"
    if free:
        return Closing((), (), then=Then("graduasi_isian", {"tekanan": "tidak"}))
    if running(facts) and isinstance(answers, dict) and "tekanan" not in answers:
        return not_possible(facts, (facts.families or ())[0])
    return pressed(facts, answers)


GRADUASI = Flow(
    name="graduasi",
    title=say("Keluar dari bantuan"),
    intro=say(
        "Baik, Bapak/Ibu. Satu hal penting dulu: ini keputusan Bapak/Ibu sendiri. "
        "Menolak stiker rumah, atau tidak menjawab, bukan tanda keluar."
    ),
    facts=("families", "graduations"),
    asks=(
        Ask(
            "tekanan",
            ASK_PRESSURE,
            PRESSURE,
            only=Not(Known("sedang_jalan", running)),
            grave=True,
            explained=PRESSURE_IS,
        ),
    ),
    carries=(STORY,),
    handles=("takut", "dipaksa_keluar", "dipaksa_paket"),
    done=stop_pressed,
    after=led_on,
)


# The request: which family, which programmes


@dataclass(frozen=True, slots=True)
class Possible:
    """The family has something to leave, and no request is under way."""

    def holds(self, facts: Facts, answers: Answers) -> bool:
        """Look at the family that it is about."""
        family = chosen(facts, answers)
        if family is None or under_way(facts, family):
            return False
        return bool(can_leave(family.household))


@dataclass(frozen=True, slots=True)
class ProvedLightly:
    """The chat is linked to the family only by two numbers that stand on every photocopy."""

    def holds(self, facts: Facts, answers: Answers) -> bool:
        """Look at the family that it is about."""
        family = chosen(facts, answers)
        return family is not None and family.grade is Grade.LIGHT


FREELY = Is("tekanan", ("tidak",))
OPEN = Both((FREELY, Possible()))
BOTH, OTHER = "keduanya", "lain"
PICKED = Both((OPEN, Is("program", (*(one.value for one in CAN_BE_LEFT), BOTH))))
GOING = Both((PICKED, Not(Is("bukti", ("kode",)))))
READ = Both((GOING, Is("akibat", ("sudah",))))


def programme_options(facts: Facts, answers: Answers) -> tuple[Option, ...]:
    """Offer what the family has, both together, and a word on what is not asked here."""
    family = chosen(facts, answers)
    have = can_leave(family.household) if family else CAN_BE_LEFT
    own = tuple(Option(one.value, name_of(one, facts)) for one in have)
    both = (Option(BOTH, label("PKH dan Sembako"), frozenset({"keduanya", "dua duanya", "both"})),)
    kis = frozenset({"kis", "kip", "pip", "pbi", "bpjs"})
    return (*own, *(both if len(own) > 1 else ()), Option(OTHER, label("KIS atau PIP"), kis))


PROOF = Choice(
    (
        Option(
            "keinginan",
            label("Catat keinginan"),
            YES | {"catat", "keinginan", "tidak punya", "belum punya", "gak punya"},
        ),
    )
)
HAS_CODE = Step(label("Punya kode petugas"), "kode_keluarga")
"""With a code the proof is firm, and the request goes on at the next question by itself."""


@dataclass(frozen=True, slots=True)
class Reasons(ChoiceOrWords):
    """Why somebody leaves; in their own words it is another reason, told at once."""

    def hear(self, said: Said, facts: Facts, answers: Answers) -> Good | None:
        """Take a reason of its own, unless it is surely another wish."""
        words = clean(said.text)
        wished = any(one.score >= A_WISH for one in said.meant[:1])
        if len(plain(words).split()) < A_SENTENCE or wished or len(words) > MOST_TOLD:
            return None
        return Good(LeavingReason.LAIN.value, also={"kata": words})


A_SENTENCE = 2
"""Words from which on a text is a reason of its own, not a slip."""
A_WISH = 0.7
"""How sure another wish must be to be heard instead."""
MOST_TOLD = 200
"""Letters of a reason."""
REASONS = Reasons(
    (
        Option(LeavingReason.USAHA, label("Usaha sudah jalan"), frozenset({"usaha", "warung"})),
        Option(
            LeavingReason.KERJA, label("Anak sudah bekerja"), frozenset({"anak", "anak kerja"})
        ),
        Option(
            LeavingReason.BERGANTIAN,
            label("Beri kesempatan"),
            frozenset({"gantian", "kesempatan"}),
            say("Memberi kesempatan keluarga lain"),
        ),
        Option(LeavingReason.LAIN, label("Alasan lain"), frozenset({"lain", "lainnya"})),
    )
)
WHO = Choice(
    (
        Option(
            "pengurus",
            label("Saya pengurusnya"),
            frozenset({"saya", "pengurus", "saya sendiri"}),
            say("Nama saya yang tercatat sebagai penerima"),
        ),
        Option(
            "anggota",
            label("Anggota lain"),
            frozenset({"anggota", "anak", "suami", "istri"}),
            say("Saya anggota lain di keluarga ini"),
        ),
    )
)
READ_OR_NOT = Choice(
    (
        Option("sudah", label("Sudah, lanjut"), YES | {"sudah", "paham", "lanjut"}),
        Option("ragu", label("Masih ragu"), NO | {"ragu", "bingung", "pikir dulu"}),
    )
)


NAME = Name(least=2, most=60)


def consequences(facts: Facts, answers: Answers) -> Say:
    """Say what follows, and what does not, before anything is sent."""
    return say(
        "Baca dulu, ya.\n"
        "• Yang diminta berhenti hanya {programmes}.\n"
        "• KIS gratis dan PIP tidak ikut diminta berhenti. Aturannya sendiri-sendiri.\n"
        "• Bantuan berhenti pada penetapan data berikutnya. (Per 2021.)\n"
        "• Kelak susah lagi? Boleh minta diusulkan lewat desa; hasilnya belum tentu.\n"
        "• Tidak ada janji modal atau hadiah.\n"
        "• Petugas datang. Pengurus tanda tangan di atas meterai. (Per 2021.)\n"
        "Masih mau lanjut?",
        programmes=spoken_programmes(facts.wording, picked_programmes(facts, answers)),
    )


def picked_programmes(facts: Facts, answers: Answers) -> tuple[Programme, ...]:
    """Read the choice of programmes."""
    family = chosen(facts, answers)
    have = can_leave(family.household) if family else ()
    if answers.get("program") == BOTH:
        return have
    return tuple(one for one in have if one.value == answers.get("program"))


def before_sending(facts: Facts, answers: Answers) -> Say:
    """Say in few words what happens, until when it can be stopped, and what follows."""
    pause = say(
        "Kalau dikirim, tidak ada yang berubah selama 7 hari. "
        'Sampai {day}, Bapak/Ibu bisa membatalkan cukup dengan kata "batal".',
        day=last_day(facts.today),
    )
    if answers.get("bukti") == "keinginan":
        visit = say(
            "Setelah itu petugas lain datang dan melihat KTP serta KK. "
            "Tanpa kunjungan itu tidak ada yang diajukan. Kirim sekarang?"
        )
    else:
        visit = say("Setelah itu petugas datang untuk tanda tangan. Kirim sekarang?")
    return lines(pause, visit)


def request(facts: Facts, answers: Answers) -> AskToLeave | Withdraw | None:
    """Turn the answers into the command; None where nothing is to be sent."""
    if answers.get("tekanan") == "ada":
        return pressed_after(facts, answers)
    family = chosen(facts, answers)
    if family is None or not READ.holds(facts, answers):
        return None
    return AskToLeave(
        link=family.link,
        programmes=picked_programmes(facts, answers),
        reason=LeavingReason(str(answers["alasan"])),
        reason_words=str(answers.get("kata") or ""),
        signer=str(answers.get("pengurus") or answers["nama"]),
        by_member=str(answers["nama"]) if answers.get("pengurus") else "",
    )


def requested(facts: Facts, result: object) -> Closing:
    """Close: with the receipt, or with why nothing was sent."""
    if isinstance(result, Withdrawn):
        return pressed(facts, result)
    if not isinstance(result, Asked):
        return not_sent(facts, result if isinstance(result, dict) else {})
    return Closing(
        (
            paragraphs(
                WISH_NOTED if not result.firm else REQUEST_NOTED,
                say(
                    'Berubah pikiran? Sampai {day} cukup tulis "batal". Setelah itu pun masih '
                    "bisa, sampai petugas mengajukan.",
                    day=result.last_day,
                ),
                say(
                    "Kodenya: {code}. Catat atau foto. Ketik kapan saja untuk tahu kabarnya.",
                    code=result.code,
                ),
                drafted(result),
                OTHERS_TOLD if result.told else None,
            ),
        ),
        secret=True,
        papers=(Paper(PaperKind.LETTER, result.letter),) if result.letter else (),
    )


def drafted(result: Asked) -> Say | None:
    """Say that the letter is a draft, and whose hand is still missing."""
    if not result.letter:
        return None
    return say(
        "Rancangan suratnya menyusul, nomor {number}. Ini belum diajukan. "
        "Simpan sampai petugas datang; jangan tanda tangan di tempat lain.",
        number=result.number,
    )


REQUEST_NOTED = say("Permintaan keluar sudah tercatat. Selama 7 hari tidak ada yang berubah.")
WISH_NOTED = say(
    "Keinginan keluar sudah tercatat. Belum ada yang diajukan, dan tidak ada yang berubah."
)
OTHERS_TOLD = say("Anggota lain yang terhubung dengan keluarga ini saya beri tahu.")


def not_sent(facts: Facts, answers: Answers) -> Closing:
    """Say why nothing was sent, and what can be done instead."""
    family = chosen(facts, answers)
    if not FREELY.holds(facts, answers):
        return pressed(facts, dict(answers))
    if family is None:
        return close(GONE_FROM_DATA, steps=(OFFICER, MENU))
    if not Possible().holds(facts, answers):
        return not_possible(facts, family)
    if answers.get("program") == OTHER:
        return KIS_AND_PIP
    if answers.get("bukti") == "kode":
        return Closing((USE_CODE,), (), then=Then("kode_keluarga"))
    return NOT_SURE


def not_possible(facts: Facts, family: Family) -> Closing:
    """Say what is under way already, or that there is nothing to leave."""
    if there := under_way(facts, family):
        return close(as_it_stands(facts, there), steps=steps_of(there))
    nothing = say(
        "Di data kantor per {day}, keluarga ini tidak menerima PKH atau Sembako. "
        "Jadi tidak ada yang perlu dilepas. Kalau keliru, petugas bisa memeriksa.",
        day=family.household.as_of,
    )
    return close(nothing, steps=(OFFICER, MENU))


KIS_AND_PIP = close(
    say(
        "KIS gratis (PBI) dan PIP (KIP anak) terpisah dari PKH dan Sembako. "
        "PBI dihitung per orang; PIP untuk anak sekolah. "
        "Keduanya tidak bisa dilepas lewat saya.\n\n"
        "Kalau ada yang ingin diubah, petugas bisa menjelaskan caranya."
    ),
    steps=(Step(label("Pilih lagi"), "graduasi"), OFFICER, MENU),
)
USE_CODE = say('Baik. Setelah kodenya cocok, tulis "graduasi" sekali lagi.')
NOT_SURE = close(
    say(
        "Tidak apa-apa. Tidak ada yang saya kirim, dan tidak ada yang berubah. "
        "Tanyakan dulu ke petugas kalau masih ada yang mengganjal."
    ),
    steps=(OFFICER, Step(label("Cek status"), "status"), MENU),
)


ISIAN = Flow(
    name="graduasi_isian",
    title=say("Keluar dari bantuan"),
    consent=True,
    needs=Grade.LIGHT,
    summary=True,
    facts=("families", "graduations"),
    handles=GRADUASI.handles,
    asks=(
        Ask("tekanan", ASK_PRESSURE, PRESSURE, name=say("Ada yang menyuruh"), grave=True,
            explained=PRESSURE_IS),
        Ask("keluarga", which, Choice(family_options), only=Both((FREELY, SEVERAL)),
            name=say("Keluarga")),
        Ask(
            "program",
            say(
                "Yang diminta berhenti hanya bantuan yang Bapak/Ibu pilih. "
                "KIS gratis (PBI) dan PIP (KIP anak) terpisah.\n\nBantuan mana yang dilepas?"
            ),
            Choice(programme_options),
            only=OPEN,
            name=say("Bantuan"),
            depends=("keluarga",),
        ),
        Ask(
            "bukti",
            say(
                "Bapak/Ibu baru terhubung lewat dua nomor, yang juga ada di fotokopi. "
                "Jadi ini saya catat sebagai keinginan dulu. "
                "Setelah 7 hari petugas datang memeriksa; baru kemudian diajukan."
            ),
            PROOF,
            steps=(HAS_CODE,),
            only=Both((PICKED, ProvedLightly())),
            depends=("keluarga",),
        ),
        Ask("alasan", say("Apa alasannya?"), REASONS, only=GOING, name=say("Alasan")),
        Ask(
            "kata",
            say("Ceritakan singkat, atau pilih Lewati."),
            Words(optional=True, most=MOST_TOLD),
            only=Both((GOING, Is("alasan", (LeavingReason.LAIN.value,)))),
            name=say("Ceritanya"),
            depends=("alasan",),
        ),
        Ask("peminta", say("Siapa yang meminta?"), WHO, only=GOING, name=say("Diminta oleh")),
        Ask(
            "nama",
            say("Nama Bapak/Ibu, seperti di KTP?"),
            NAME,
            only=GOING,
            name=say("Nama"),
            depends=("peminta",),
        ),
        Ask(
            "pengurus",
            say("Nama pengurusnya, seperti di KTP? Hanya pengurus yang bisa tanda tangan."),
            NAME,
            only=Both((GOING, Is("peminta", ("anggota",)))),
            name=say("Pengurus"),
            depends=("peminta",),
        ),
        Ask(
            "akibat",
            consequences,
            READ_OR_NOT,
            only=GOING,
            depends=("program",),
            grave=True,
        ),
    ),
    unsent=Not(READ),
    before_sending=before_sending,
    done=request,
    after=requested,
)  # fmt: skip


# Stopping it


def own(facts: Facts) -> tuple[Leaving, ...]:
    """List the requests of this chat; of a filed one its owner hears that it is too late."""
    known = (one for one in facts.graduations or () if one.mine)
    return tuple(one for one in known if stoppable(one) or one.state is CaseState.DIAJUKAN)


def own_options(facts: Facts, _answers: Answers) -> tuple[Option, ...]:
    """Offer the requests of several families by their programmes and their last day."""
    return tuple(
        Option(one.ref, word(f"{one.ref}, {one.last_day:%d-%m-%Y}")) for one in own(facts)
    )


def to_withdraw(facts: Facts, answers: Answers) -> Withdraw | None:
    """Stop the only request, or the one that was picked."""
    known = own(facts)
    if not known:
        return None
    return Withdraw(str(answers.get("permintaan", known[0].ref)))


def withdrawn(facts: Facts, result: object) -> Closing:
    """Say that nothing changes."""
    if not isinstance(result, Withdrawn):
        return close(say("Tidak ada permintaan keluar yang bisa dibatalkan."))
    return close(
        say(
            "Sudah saya batalkan. {programmes} tetap seperti semula; tidak ada yang diajukan.",
            programmes=spoken_programmes(facts.wording, result.programmes),
        ),
        steps=(Step(label("Cek status"), "status"), MENU),
    )


GRADUASI_BATAL = Flow(
    name="graduasi_batal",
    title=say("Batal keluar"),
    facts=("graduations",),
    asks=(
        Ask(
            "permintaan",
            say("Permintaan yang mana?"),
            Choice(own_options),
            only=Known("beberapa_permintaan", lambda facts: len(own(facts)) > 1),
        ),
    ),
    arg="permintaan",
    done=to_withdraw,
    after=withdrawn,
)
GRADUASI_RAGU = Flow(
    name="graduasi_ragu",
    title=say("Batal keluar"),
    asks=(
        Ask(
            "mau",
            say(
                "Maksudnya batal keluar dari bantuan? "
                "Kalau ya, permintaannya saya hentikan sekarang dan bantuan tidak berubah."
            ),
            yes_no(label("Ya, batal keluar"), label("Tidak, tetap")),
            grave=True,
        ),
    ),
    after=lambda _facts, answers: (
        Closing((), (), then=Then("graduasi_batal"))
        if isinstance(answers, dict) and answers.get("mau") == "ya"
        else close(say("Baik, permintaannya tetap. Masih bisa batal kapan saja."))
    ),
)
WHICH = Ask("ref", say("Nomor permintaannya?"), Ref())
GRADUASI_LANJUT = Flow(
    name="graduasi_lanjut",
    title=say("Tetap keluar"),
    asks=(WHICH,),
    arg="ref",
    done=lambda _facts, answers: StillWanted(str(answers["ref"])),
    after=lambda _facts, _result: close(
        say(
            "Baik, saya catat. Petugas akan datang untuk tanda tangan. "
            "Sebelum itu belum ada yang diajukan. "
            'Berubah pikiran? Cukup tulis "batal".'
        )
    ),
)


def stopped(_facts: Facts, result: object) -> Closing:
    """Say what was stopped, and who looks at it."""
    if not isinstance(result, Stopped):
        return close(say("Baik, tidak ada yang berubah."))
    if not result.stopped:
        return close(
            say("Permintaan itu sudah tidak berjalan, atau tidak bisa dihentikan lagi."),
            steps=(OFFICER, MENU),
        )
    return close(
        say(
            "Sudah saya hentikan. Bantuan keluarga ini tidak berubah. "
            "Petugas memeriksanya, biasanya pada hari kerja berikutnya. "
            "Siapa yang menghentikan tidak saya beri tahukan."
        ),
        steps=(OFFICER, MENU),
    )


BUKAN_MINTA = Flow(
    name="bukan_minta",
    title=say("Bukan saya"),
    needs=Grade.LIGHT,
    asks=(
        WHICH,
        Ask(
            "yakin",
            say(
                "Ada permintaan supaya keluarga Bapak/Ibu keluar dari bantuan. "
                "Kalau itu bukan keinginan keluarga, saya bisa menghentikannya sekarang."
            ),
            StopIt(stop_or(label("Biarkan"), BARE)),
            grave=True,
        ),
    ),
    arg="ref",
    done=lambda _facts, answers: (
        StopRequest(str(answers["ref"])) if answers["yakin"] == "ya" else None
    ),
    after=stopped,
)

FLOWS = (GRADUASI, ISIAN, GRADUASI_BATAL, GRADUASI_RAGU, GRADUASI_LANJUT, BUKAN_MINTA)
