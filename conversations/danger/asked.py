"""What people ask while they wait for an officer in a danger, and what is answered."""

from __future__ import annotations

import re

from bansos.cases import CaseKind
from conversations.danger.alarms import ACUTE, PAYING, Degree
from conversations.danger.helplines import ministry
from conversations.danger.kinds import LIVES
from conversations.danger.nearness import NOT_WAITING, TAKEN, how_to_get_there
from conversations.danger.safety import SIGNED
from conversations.facts import Facts
from conversations.text import Say, say
from conversations.words import plain

WHEN_ANSWERED = re.compile(
    r"\b(?:kapan|brp lama|berapa lama|masih lama|lama (?:banget|sekali|amat)|jam brp|jam berapa)\b"
    r".*\b(?:jawab|dijawab|bales|dibales|balas|dibalas|datang|dtg|baca|dibaca|petugas\w*)\b|"
    r"\b(?:petugas|pegawai)\w*\b.*\bkapan\b|\bkapan\b.*\b(?:teko|tekane|rawuh|dateng)\b|"
    r"\b(?:kok|knp|kenapa|blm|belum|gak|ga|nggak|tidak|tdk) (?:\w+ )?"
    r"(?:dijawab|dibales|dibalas|balas|bales|jawab|direspon|dibaca)\b|^(?:masih|lama) lama$"
)
ANYBODY = re.compile(
    r"^(?:halo+|hallo+|hello|hai|hei|hoi|p+|ping|assalamualaikum|permisi|test|tes)\b|"
    r"\bada (?:orang|siapa|yang|yg|petugas)\b|\b(?:masih|msh) (?:ada|di ?situ|di ?sana|online)\b|"
    r"\bany(?:body|one)\b"
)
HOW_LETTER = re.compile(
    r"\b(?:cara|bikin|buat|urus|ngurus|minta)\w* .*\bsurat|\bsurat\w*.*\b(?:gimana|gmn|caranya)\b"
)
LETTER = re.compile(r"\bsurat(?:nya|e)?\b")
HOW_LONG = re.compile(
    r"\b(?:brp|berapa|piro) (?:hari|lama|jam|minggu|bulan)\b|"
    r"\bkapan (?:\w+ )?(?:jadi|aktif|selesai|bisa dipakai|hidup lagi)|"
    r"\b(?:lama|cepat) (?:gak|ga|tidak|nggak|kah)\b"
)
FOOD = re.compile(
    r"\b(?:beras|makan\w*|sembako|susu)\b.*"
    r"\b(?:dimana|di ?mana|ke ?mana|sama siapa|ke siapa|dmn)\b|"
    r"\b(?:dimana|di ?mana|dmn|ke ?mana)\b.*\b(?:beras|makan\w*|sembako|susu)\b|"
    r"^(?:minta|cari) (?:beras|makan\w*)"
)
WHO_HELPS = re.compile(
    r"\bsiapa (?:yang |yg )?(?:\w+ )?(?:bantu|nolong|tolong|menolong|nulung)|"
    r"\b(?:minta|cari) (?:tolong|bantuan) (?:ke|sama) (?:siapa|mana)|\bto whom\b"
)
WHAT_NOW = re.compile(
    r"^(?:\w+ )?(?:gimana|gmn|bagaimana|piye|(?:harus|terus|trs) (?:apa|gimana|gmn)|what now)"
    r"(?: (?:ini|pak|bu|ya|dong|terus|cepat|cepet|nih|dok|mbak|mas|saya|sy|lagi))*$"
)
CALM = re.compile(
    r"\b(?:sudah|sdh|udah|udh|uda|wis|wes|mpun|ampon) (?:\w+ )?"
    r"(?:aman|tenang|mendingan|baikan|lega)\b|"
    r"\balhamdulillah\b|"
    r"^(?:(?:ya|iya|oke|ok|baik|pak|bu) )*(?:terima ?kasih|makasih|mksh|suwun|matur nuwun|"
    r"sakalangkong)(?: (?:ya|banyak|pak|bu|mas|mbak|nggih))*$"
)
UNCALM = re.compile(r"\b(?:tapi|tp|gak|ga|gk|nggak|tidak|tdk|belum|blm|ora|mati)\b")
CALMED = say("Syukurlah, Bapak/Ibu. Kalau terasa berat lagi, tulis saja di sini.")


def calmed(text: str) -> bool:
    """Tell whether somebody in danger says thanks, or that it is over."""
    spoken = plain(text)[:LONGEST_QUESTION]
    return CALM.search(spoken) is not None and UNCALM.search(spoken) is None


ALONE = re.compile(r"\b(?:sendirian|sendiri|dewek\w*|dewe|alone|takut)\b")
CHILDREN = re.compile(r"\banak\b.*\b(?:gimana|gmn|bagaimana|sama siapa|piye)\b")

ABOUT_LETTER = say(
    "Namanya surat keterangan perlu berobat. Yang membuat: dokter di puskesmas atau rumah sakit. "
    'Bilang: "KIS tidak aktif, perlu surat untuk mengaktifkan lagi." '
    "Bawa ke Dinas Sosial atau desa, dengan KTP dan KK. Keluarga boleh mengantarkan."
)
HOW_TO_LETTER = say(
    "Caranya: temui dokter atau perawat yang merawat, atau bagian pendaftaran. "
    "Katakan suratnya untuk mengaktifkan KIS. Tanyakan kapan bisa diambil. "
    "Lalu KTP, KK, dan surat itu dibawa ke Dinas Sosial atau desa."
)
WITHOUT = re.compile(
    r"\b(?:gak|ga|gk|nggak|tidak|tdk|tanpa|jangan|harus|perlu|kok)\b.*\b(?:nik|ktp|kk)\b"
)
NO_NUMBER = say("NIK tidak perlu, Bapak/Ibu. Petugas bisa dipanggil tanpa itu.")
TO_LOSE = re.compile(
    r"\b(?:d(?:i| )(?:cabut|coret|hapus|putus|blokir|keluarkan|hentikan)|gak dapat lagi)\b"
)
NOT_THEIRS = say(
    "Itu ancaman, dan tidak boleh. KIS dan PKH punya aturannya sendiri; "
    "bukan orang itu yang menentukan. Jangan tanda tangan dulu. "
    "Petugas Dinas perlu tahu siapa yang bilang begitu."
)
BLANK_PAPER = say(
    "Kertas yang kosong atau belum dibaca jangan ditandatangani lagi. "
    "Ingat-ingat siapa yang memintanya, dan kapan. Boleh ditulis di sini."
)
NOT_KNOWN_HOW_LONG = say(
    "Berapa lama, saya tidak tahu. Dinas Sosial dan BPJS yang menentukan. "
    "Yang sakit tetap dibawa berobat dulu; jangan menunggu suratnya."
)
WHERE_FOOD = say(
    "Sekarang: tetangga dekat, RT, atau kantor desa. Masjid atau gereja juga sering membantu. "
    "Bilang apa adanya, dan sebut kalau ada bayi. Kalau ada yang lemas, ke puskesmas."
)
NOT_ALONE = say(
    "Wajar kalau takut, Bapak/Ibu. Jangan sendirian dulu. "
    "Ketuk rumah yang paling dekat, atau telepon satu orang. Saya tetap membaca di sini."
)
FOR_CHILDREN = say(
    "Anak-anak masih perlu Bapak/Ibu. Titipkan mereka sebentar ke keluarga, "
    "dan minta satu orang menemani Bapak/Ibu sekarang."
)
CARE_FIRST = say(
    "Pertolongannya dulu, Bapak/Ibu. Temui bagian pendaftaran rumah sakit. "
    "Katakan: KIS sedang diurus ke Dinas Sosial. Simpan semua kuitansi."
)
TO_DOCTOR = say(
    "Kalau belum di rumah sakit, bawa ke IGD sekarang. Jangan menunggu kartunya. "
    "Kalau sudah di sana, panggil perawat dan katakan keadaannya berubah."
)
HELPERS: dict[str, Say] = {
    CaseKind.PUTUS_ASA.value: say(
        "Yang paling cepat orang terdekat: keluarga, tetangga, RT. "
        "Kalau sudah terluka atau minum sesuatu: IGD atau puskesmas."
    ),
    CaseKind.ANCAMAN.value: say(
        "Yang paling cepat: tetangga, RT, atau polisi. Pergilah ke tempat yang ada orangnya."
    ),
    CaseKind.KELAPARAN.value: WHERE_FOOD,
    CaseKind.PBI_NONAKTIF.value: say(
        "Sekarang juga: IGD rumah sakit atau puskesmas; nyawa dulu. "
        "Untuk kartunya: Dinas Sosial atau desa. Minta satu keluarga ke sana membawa surat dokter."
    ),
}


ANSWERS: dict[str, tuple[tuple[re.Pattern[str], Say], ...]] = {
    CaseKind.PBI_NONAKTIF.value: (
        (ACUTE, TO_DOCTOR),
        (HOW_LETTER, HOW_TO_LETTER),
        (LETTER, ABOUT_LETTER),
        (HOW_LONG, NOT_KNOWN_HOW_LONG),
        (PAYING, CARE_FIRST),
    ),
    CaseKind.ANCAMAN.value: ((TO_LOSE, NOT_THEIRS), (SIGNED, BLANK_PAPER)),
    CaseKind.PUTUS_ASA.value: ((CHILDREN, FOR_CHILDREN), (ALONE, NOT_ALONE)),
    CaseKind.KELAPARAN.value: ((FOOD, WHERE_FOOD),),
}
"""What is asked in one kind of danger, and what is answered."""


LONGEST_QUESTION = 500
"""Letters; further on it is a story."""


def when_answered(facts: Facts) -> Say:
    """Say honestly when an answer may come."""
    if facts.office.open_now:
        return say(
            "Jam pastinya saya tidak tahu. Petugas diminta membukanya hari ini; "
            "pesan Bapak/Ibu sudah ada di sana."
        )
    return say(
        "Kantor sedang tutup; dibaca saat buka, {hours}. Jangan menunggu kalau memburuk. {more}",
        hours=facts.office.hours,
        more=ministry(facts),
    )


STILL_READING = say(
    "Saya di sini; saya program komputer. Petugas belum menjawab, tetapi pesan Bapak/Ibu sampai."
)
NOBODY_YET = say("Saya di sini; saya program komputer. Petugas bisa saya panggil sekarang.")


def answer(facts: Facts, kind: str, text: str, *, called: bool) -> Say | None:
    """Answer what is asked in a danger; None: nothing is.

    ``called``: an officer has it already.
    """
    spoken = plain(text)[:LONGEST_QUESTION]
    if called and WHEN_ANSWERED.search(spoken):
        return when_answered(facts)
    if kind in LIVES and calmed(text):
        return CALMED
    if not called and WITHOUT.search(spoken):
        return NO_NUMBER
    known = ANSWERS.get(kind, ())
    found = next((told for words, told in known if words.search(spoken)), None)
    if found is None and WHO_HELPS.search(spoken):
        found = HELPERS.get(kind)
    if found is None and ANYBODY.search(spoken):
        found = STILL_READING if called else NOBODY_YET
    return found


def asks(text: str) -> bool:
    """Tell whether somebody asks something."""
    spoken = plain(text)[:LONGEST_QUESTION]
    return "?" in text or any(
        words.search(spoken)
        for words in (WHEN_ANSWERED, ANYBODY, LETTER, PAYING, HOW_LONG, FOOD, WHO_HELPS, WHAT_NOW)
    )


def answer_near(facts: Facts, near: Degree, text: str, *, called: bool) -> Say | None:
    """Answer what is asked where poison was taken, or it is about somebody else."""
    spoken = plain(text)[:LONGEST_QUESTION]
    if near in TAKEN:
        waits = called and WHEN_ANSWERED.search(spoken)
        return NOT_WAITING if waits else how_to_get_there(near, text)
    if calmed(text):
        return CALMED
    return when_answered(facts) if called and WHEN_ANSWERED.search(spoken) else None
