"""Consent: what is kept and why, and what people ask before they agree."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from conversations.facts import Facts
from conversations.flow import Ask, Flow, Is, close
from conversations.readers import Answers, Choice, Good, Option, Wrong
from conversations.said import CLEAR, Kind, Said, grave
from conversations.text import Say, label, lines, say, sentence
from conversations.turn.asked_back import asked_back
from conversations.words import ALLOWED, ME, NO, POLITE, bare, plain


@dataclass(frozen=True, slots=True)
class GiveConsent:
    """The person agrees that something about them is kept. Result: none."""


AGREED = close(say("Baik, izinnya saya catat."))
NOT_AGREED = close(
    say(
        "Tidak apa-apa. Tidak ada yang saya simpan. "
        "Pertanyaan umum tetap bisa, misalnya soal kartu atau arti status. "
        "Kalau berubah pikiran, pilih lagi dari Menu."
    )
)
MAY = (Option("ya", label("Setuju"), ALLOWED), Option("tidak", label("Tidak"), NO))
AGREE = Choice(
    (
        *MAY,
        Option("rinci", label("Selengkapnya"), frozenset({"detail", "lengkap", "more"})),
    )
)
ASKING_WHY = re.compile(
    r"\b(?:kenapa|knp|mengapa|ngapain|buat apa|untuk apa|utk apa|apa itu|maksudnya|why|data apa)\b"
)


@dataclass(frozen=True, slots=True)
class Consent(Choice):
    """Yes, no, or more about it; what is asked about it is answered, then it is asked again."""

    def read(self, said: Said, facts: Facts, answers: Answers) -> Good | Wrong:
        """Read a choice, or a question about it or about what a NIK is."""
        danger = grave(said) and not ONLY_A_DOUBT.fullmatch(plain(said.text))
        if not danger and (slip := asked_back(said.text)):
            return slip
        if said.kind is Kind.TEXT and only_thanks(said.text):
            return Wrong(THANKED, meant=True, slip=False)
        read = Choice.read(self, said, facts, answers)
        if isinstance(read, Good) or said.kind is not Kind.TEXT:
            return read
        if not danger and YES_AND_NUMBER.match(plain(said.text)):
            return Good("ya")
        if spoken_so := agreed(said.text):
            return Good(spoken_so)
        return read if danger else doubted(said, facts, answers) or read


THANKS = frozenset(
    {"makasih", "mksh", "mkasih", "makasi", "terimakasih", "terima", "kasih", "suwun", "nuwun",
     "trims", "tks", "thanks", "matur", "sakalangkong"}
)  # fmt: skip
OKAY = frozenset({"ok", "oke", "okey", "okay", "baik", "siap", "sip", "iya", "ya", "oh", "o"})
YES_AND_NUMBER = re.compile(
    r"(?:oh |ok |oke )?(?:ya|iya|boleh|setuju|silakan|monggo|nggih|enggi)\b"
    r"(?: \w+){0,4}? (?:\d ?){6,}"
)
"""A yes with the number at once: the yes counts, the number is asked for afterwards."""
THANKED = say("Sama-sama, Bapak/Ibu. Tinggal satu pertanyaan ini:")


def only_thanks(text: str) -> bool:
    """Tell whether somebody only says thanks: that is no permission."""
    words = set(plain(text).split())
    return bool(words & THANKS) and words <= THANKS | OKAY | POLITE | ME


def agreed(text: str) -> str:
    """Read a yes or no among words that only resign or soften ("ya udah setuju"); else ""."""
    words = set(NO_MATTER.sub("gpp", plain(text)).split())
    if not words <= ALLOWED | NO | SOFT:
        return ""
    if words & NO:
        return "tidak"
    return "ya" if words & (ALLOWED | RESIGNED) else ""


SAID_YES = re.compile(
    r"^(?:(?:oh|ya|iya|ok|oke|boleh|setuju|mau) )+(?:tp|tapi|tetapi|cuma|asal|tpi|ning) "
)
"""A yes that waits for an answer ("ya boleh, tp siapa aja yg baca?")."""
NO_MATTER = re.compile(
    rf"\b(?:{'|'.join(sorted(NO))}) (?:apa apa|apa2|opo opo|papa|masalah|mslh|keberatan)\b"
)
RESIGNED = frozenset({"yaudah", "yaudh", "ywdh", "yowes", "yowis", "yawes"})
SOFT = POLITE | ME | RESIGNED | {
    "oh", "o", "ooh", "udah", "udh", "sudah", "sdh", "dah", "wes", "usah", "perlu", "terserah",
    "kalau", "gitu", "begitu",
}  # fmt: skip
"""Said around a yes or no; alone it is neither."""


def doubted(said: Said, facts: Facts, answers: Answers) -> Good | Wrong | None:
    """Answer a number that comes too early, or what is asked about the consent."""
    spoken = SAID_YES.sub("", plain(said.text))
    if A_NUMBER.search(spoken):
        return Wrong(NUMBER_FIRST, meant=True, slip=False)
    if OF_DATA.search(spoken) and not TO_SEE.search(spoken):
        return Wrong(not_sold(facts), meant=True, slip=False)
    if len(bare(spoken, POLITE | ME).split()) > LONGEST_DOUBT or wishes(said):
        return None
    if ASKING_WHY.search(spoken):
        return Wrong(WHAT_FOR, meant=True, slip=False) if "izin" in answers else Good("rinci")
    known = [told for words, told in DOUBTS if words.search(spoken)][:MOST_TOLD]
    told_so = sentence(*(told(facts) for told in known))
    return Wrong(told_so, meant=True, slip=False) if known else None


def wishes(said: Said) -> bool:
    """Tell whether words clearly ask for something else than what this consent is."""
    return any(one.score >= CLEAR and one.intent not in OF_US for one in said.meant[:1])


def who(facts: Facts) -> Say:
    """Say who is asking for consent."""
    return say(
        "Saya Peka, program komputer dari {office}; bukan orang. "
        "Petugas bisa dipanggil kapan saja.",
        office=facts.office.name,
    )


def who_is_it(text: str, facts: Facts) -> Say | None:
    """Answer who this is, and whether it is safe, to somebody new; None: not asked."""
    spoken = plain(text)
    if not WHO.search(spoken) or len(bare(text, POLITE | ME).split()) > LONGEST_DOUBT:
        return None
    helps = say("Saya bantu soal PKH, Sembako, dan KIS gratis.")
    return sentence(who(facts), safe(facts) if SAFE.search(spoken) else helps)


def safe(facts: Facts) -> Say:
    """Say what keeps the answers safe, and where to make sure that this is no swindle."""
    return say(
        "Jawaban disimpan terkunci; hanya petugas yang berwenang yang membaca. "
        "PIN dan kode SMS (OTP) tidak pernah saya minta. "
        "Masih ragu? Tanyakan dulu ke kantor {office}.",
        office=facts.office.name,
    )


def who_reads(facts: Facts) -> Say:
    """Say who reads what is kept."""
    return say(
        "Yang membaca hanya petugas {office} yang berwenang. Setiap kali dibuka, itu dicatat.",
        office=facts.office.name,
    )


def not_sold(facts: Facts) -> Say:
    """Say that answers serve nothing but what the notice names."""
    return say(
        "Tidak dijual, Bapak/Ibu. Data hanya dipakai {office} untuk menjawab, "
        "memeriksa laporan, dan memberi kabar. Hanya petugas yang berwenang yang membaca.",
        office=facts.office.name,
    )


OF_US = frozenset({"hoaks", "peka_asli", "pesan_peka", "arti_status", "data_saya"})
"""Wishes that, beside the question for consent, are about who asks and what for."""
ONLY_A_DOUBT = re.compile(
    r"(?:(?:ini|itu|apa|apakah|ada|harus|pakai|saya|sy|aku|kalau) )*"
    r"(?:(?:di)?bayar(?:an)?|biaya(?:nya)?|gratis|pulsa|"
    r"takut (?:(?:kena )?(?:di)?tipu|penipuan|(?:data(?:nya|ku)? )?"
    r"(?:bocor|disebar|disalahgunakan)))"
    r"(?: (?:gak|ga|nggak|ngga|tidak|tdk|kah|ya|kan|dong|apa|berapa|bu|pak|saya|sy))*"
)
"""Asks for the price, or fears a swindle: sounds like a danger, and is none."""
LONGEST_DOUBT = 6
"""Words of a doubt; what is longer is about something else."""
MOST_TOLD = 2
"""Doubts that are answered at once ("ini siapa? aman ga?")."""
OF_DATA = re.compile(
    r"\b(?:data|nik|nomor|nomer|identitas|ktp|foto)\w*\b.*"
    r"\b(?:(?:di|diper)?jual\w*|dibagi\w*|iklan\w*|pinjol|sold|sell)\b"
)
TO_SEE = re.compile(r"\b(?:hapus|lihat|liat|cek)\w*\b")
A_NUMBER = re.compile(r"(?:\d ?){6}")
NUMBER_FIRST = say(
    "Nomor itu belum saya simpan, karena izinnya belum ada. "
    "Pilih Setuju dulu, lalu ketik nomornya sekali lagi."
)
MAY_BE_ANONYMOUS = say(
    "Melapor bisa tanpa nama: pilihan Anonim muncul setelah izin ini. "
    "Untuk cek status, NIK tetap perlu."
)
NOT_A_DUTY = say(
    "Tidak wajib, Bapak/Ibu. Tanpa izin, pertanyaan umum tetap saya jawab. "
    "Untuk cek status atau melapor, izin diperlukan."
)
FREE = say("Gratis, Bapak/Ibu. Tidak ada biaya apa pun.")
WHAT_FOR = say(
    "Supaya data yang dibuka benar milik keluarga Bapak/Ibu, dan laporan bisa diperiksa."
)
WHO = re.compile(
    r"\b(?:(?:siapa|sapa|sopo)(?! (?:saja|aja|sj|(?:yang|yg) (?:dapat|dpt|berhak|bisa)))|"
    r"robot|bot|manusia|orang beneran|resmi|asli|dari mana|"
    r"dr mana|who)\b"
)
SAFE = re.compile(
    r"\b(?:aman\w*|bahaya|bocor|disebar\w*|disalahguna\w*|tipu\w*|penipu\w*|nipu|"
    r"hoa?x|hoaks|dipercaya|percaya|takut|safe|scam)\b"
)
DOUBTS: tuple[tuple[re.Pattern[str], Callable[[Facts], Say]], ...] = (
    (
        re.compile(
            r"\b(?:anonim|rahasia\w*|tanpa nama|(?:nama|identitas)\w* .*\b(?:jangan|jgn))\b"
        ),
        lambda _facts: MAY_BE_ANONYMOUS,
    ),
    (re.compile(r"\b(?:gratis|bayar\w*|biaya\w*|pulsa)\b"), lambda _facts: FREE),
    (
        re.compile(
            r"\b(?:wajib|harus(?! (?:gimana|gmn|bagaimana|ke ?mana|apa))|"
            r"kalau (?:tidak|gak|ga|nggak|tdk))\b"
        ),
        lambda _facts: NOT_A_DUTY,
    ),
    (
        WHO,
        who,
    ),
    (
        SAFE,
        safe,
    ),
    (
        re.compile(r"\b(?:siapa|sapa|sopo)\b.*\b(?:baca|bc|maca|lihat|liat|tau|tahu|buka)\b"),
        who_reads,
    ),
)
"""What people ask before they agree; the first two that fit are answered."""


WITHOUT_NIK = "tanpa_nik"
"""Carried where what is waiting needs no NIK: then the words do not speak of one."""
ONLY_ANSWERS = say(
    "Supaya bisa membantu, boleh saya simpan jawaban Bapak/Ibu? NIK tidak perlu.\n"
    "Jawaban disimpan terkunci; obrolan dihapus setelah 7 hari, laporan disimpan kantor.\n"
    'Lihat atau hapus kapan saja: ketik "data saya".'
)
CONSENT = say(
    "Supaya bisa membantu, boleh saya simpan jawaban Bapak/Ibu, termasuk NIK?\n"
    "Jawaban disimpan terkunci; obrolan dihapus setelah 7 hari, laporan disimpan kantor.\n"
    'Lihat atau hapus kapan saja: ketik "data saya".'
)


def ask_consent(facts: Facts, answers: Answers) -> Say:
    """Say what is kept, for what, how long and how to have it deleted, in three sentences."""
    return lines(ONLY_ANSWERS if WITHOUT_NIK in answers else CONSENT, notice(facts))


def ask_again(_facts: Facts, answers: Answers) -> Say:
    """Ask for consent in few words."""
    if WITHOUT_NIK in answers:
        return say("Boleh saya simpan jawaban Bapak/Ibu? NIK tidak perlu.")
    return say("Boleh saya simpan jawaban Bapak/Ibu, termasuk NIK?")


def notice(facts: Facts) -> Say | None:
    """Say where the whole notice can be read; nothing where this machine has no address."""
    link = facts.office.notice
    return say("Aturan lengkapnya: {link}", link=link) if link else None


IZIN = Flow(
    name="izin",
    title=say("Izin"),
    carries=(WITHOUT_NIK,),
    asks=(
        Ask(
            "izin",
            ask_consent,
            Consent(AGREE.given),
            again=ask_again,
            once=True,
            grave=True,
        ),
        Ask(
            "izin_rinci",
            say(
                "Data pribadi hanya boleh disimpan dengan izin Bapak/Ibu.\n\n"
                "Yang disimpan: yang Bapak/Ibu isi, dan keluarga mana yang terhubung. "
                "NIK, nomor, obrolan, dan isi laporan disimpan terkunci. "
                "Hanya petugas yang berwenang boleh melihat.\n"
                "Berapa lama: isi obrolan dihapus 7 hari setelah selesai. "
                "Isian yang belum selesai dihapus setelah 14 hari. "
                "Laporan menjadi arsip kantor.\n"
                'Menghapus: ketik "data saya" kapan saja.\n\n'
                "PIN dan kode SMS (OTP) tidak pernah saya minta. Setuju?"
            ),
            Consent(MAY),
            only=Is("izin", ("rinci",)),
            again=ask_again,
            once=True,
            grave=True,
        ),
    ),
    done=lambda _facts, answers: (
        GiveConsent() if "ya" in {answers["izin"], answers.get("izin_rinci")} else None
    ),
    after=lambda _facts, result: AGREED if isinstance(result, GiveConsent) else NOT_AGREED,
)

FLOWS = (IZIN,)
