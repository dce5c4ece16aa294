"""Signs of danger that are read from the words alone: a cry, how near death is, who is meant.

What is learnt from sentences tells *that* somebody is in danger; these rules tell what to say and
do about it, and which alarms are none.  In doubt the worse is heard (docs/architecture.md).
"""

from __future__ import annotations

import re
from enum import StrEnum

from conversations.danger.safety import forced, signed_away
from conversations.said import Meant
from conversations.words import POLITE, in_mind, plain

# A cry for help

_CRIES = """
tolong tulung tolongin tulungi tolongen nolong help sos bantu bantuin darurat emergency selamatkan
"""
CRIES = frozenset(_CRIES.split())
_BESIDE = """
minta mnta jaluk njaluk njaluke nyo'on nyon nyuwun butuh perlu mohon saya sy aku kami kita segera
cepat cepet cepetan buruan sekarang skrg saiki sangat sekali banget bgt lagi ada siapa siapapun
saja aja yang yg bisa orang petugas manusia me us now somebody someone anybody i need want
we aduh duh allah ya gusti wahai tuhan ini benar sungguh
"""
BESIDE = frozenset(_BESIDE.split()) | POLITE
DOUBLED = re.compile(r"([^\W\d])\1+")
"""A letter held down: "tolooong"."""
LONGEST_CRY = 7
"""Words; what is longer tells what help is needed for, and is read."""


@in_mind
def is_cry(text: str) -> bool:
    """Tell whether a text is a cry for help and nothing else, whatever the language."""
    spoken = plain(text)
    if not 0 < len(spoken.split()) <= LONGEST_CRY:
        return False
    words = DOUBLED.sub(r"\1", spoken).split()
    if not CRIES.intersection(words):
        return False
    return all(word in CRIES or word in BESIDE or DOUBLED.sub(r"\1", word) in BESIDE_ONCE
               for word in words)  # fmt: skip


BESIDE_ONCE = frozenset(DOUBLED.sub(r"\1", word) for word in BESIDE)

# How near death is


class Degree(StrEnum):
    """What somebody in despair tells; each has a text of its own."""

    THOUGHTS = "pikiran"
    MEANS = "alat"
    """The means are at hand, there is a plan, or a goodbye."""
    TAKEN = "sudah"
    """Poison was taken, or a wound was made: a doctor now."""
    SOMEBODY = "orang"
    """It is about somebody else."""
    SOMEBODY_TAKEN = "orang_sudah"


_DONE = r"(?:sudah|sdh|udah|udh|dah|wis|uwis|tadi|barusan|baru saja|terlanjur|telanjur|habis|abis)"
_SWALLOW = r"(?:di|ter|ke|ng|me)?(?:minum|telan|nelan|ombe|tenggak|teguk|cekok)\w*"
_POISON = (
    r"(?:racun\w*|baygon|bayclin|pestisida|potas\w*|portas|sianida|herbisida|gramo\w+|wipol|"
    r"obat (?:nyamuk|tikus|serangga|rumput|hama)|(?:obat|pil) (?:\w+ )?(?:banyak|sekaligus|"
    r"satu strip|segenggam)|poison)"
)
_NOT_YET = r"\b(?:belum|blm|tidak|tdk|gak|ga|nggak|jangan|jgn|hampir|mau|ingin|pengen|pingin|arep)"
_CUT = r"(?:meng|ng|di|ter)?(?:iris|gores|sayat|silet)\w*"
_VEIN = r"(?:tangan|nadi|pergelangan|lengan|leher)\w*"
SWALLOWED = re.compile(
    rf"(?:\b{_SWALLOW} {_POISON})|\b(?:took|taken|swallowed) (?:\w+ ){{0,3}}(?:pills?|poison)|"
    rf"\b{_CUT} (?:\w+ )?{_VEIN}|\bcut my wrists?\b"
)
DONE, SWALLOW, POISON, CUT, VEIN = (
    re.compile(one)
    for one in (rf"\b{_DONE}\b", rf"\b{_SWALLOW}", rf"\b{_POISON}", rf"\b{_CUT}", rf"\b{_VEIN}")
)
TOLD_IN_ORDER = ((DONE, SWALLOW, POISON), (POISON, DONE, SWALLOW), (DONE, CUT, VEIN))
"""That poison was taken, or a wound made, with other words in between."""
SWALLOWED_IT = re.compile(
    rf"\b{_DONE}\b (?:\w+ ){{0,2}}{_SWALLOW}|\b{_SWALLOW} {_DONE}\b|"
    r"\bi (?:took|drank) (?:it|them)\b"
)
"""Said where despair was told before; elsewhere it is about medicine."""
UNDONE = re.compile(rf"{_NOT_YET} (?:\w+ ){{0,2}}(?:{_SWALLOW}|{_CUT})")
_READY = (
    r"(?:siap\w*|nyiap\w*|sedia\w*|cepak\w*|nyepak\w*|beli|udah ada|sudah ada|sdh ada|"
    r"pegang|di tangan|di depan)"
)
READY, MEANS = (
    re.compile(rf"\b{_READY}\b"),
    re.compile(rf"\b(?:{_POISON}|tali|pisau|silet|cutter)"),
)
AT_HAND = re.compile(
    rf"\b(?:{_POISON}|tali|pisau|silet)(?:nya)? (?:\w+ ){{0,5}}{_READY}\b|"
    rf"\b(?:campur|nyampur)\w* (?:\w+ )?{_POISON}|"
    r"\btali(?:nya)? (?:sudah|sdh|udah|udh|wis)\b|"
    r"\b(?:di|pinggir|atas|tepi) (?:\w+ )?(?:jembatan|atap|rel|tebing)\b|"
    rf"\b(?:mau|mo|tak|saya|sy|aku) {_SWALLOW} (?:sekarang|skrg|skrang|saiki|ya)\b|"
    r"\b(?:tulis|nulis|bikin) surat (?:\w+ )?(?:perpisahan|terakhir|anak)|"
    r"\bpills? (?:are |is )?ready\b"
)
GOODBYE = re.compile(
    r"\bselamat tinggal\b|\bpamit\b|\btitip (?:\w+ )?anak|\bgoodbye\b|"
    r"\bmaafkan (?:saya|ibu|bapak)|\bterima ?kasih (?:untuk|atas|buat) semua|"
    rf"\b{_SWALLOW} (?:\w+ )?(?:sekarang|skrg|skrang|saiki|ya)\b|\bini (?:pesan )?terakhir\b"
)
"""Said where despair was told before; elsewhere people leave a talk so."""
FETCHING = re.compile(
    r"\b(?:mau|mo|arep|tak|pengen|saya|sy|aku) (?:\w+ )?(?:ambil|ngambil|jupuk|njupuk|cari|nyari|"
    rf"golek) (?:\w+ )?(?:{_POISON}|tali|pisau|silet|cutter)"
)
"""Said where despair was told before; elsewhere it is housework."""
_KIN = (
    r"(?:suami|istri|bojo|anak|bapak|ibu|ayah|emak|mertua|menantu|adik|kakak|saudara|ipar|nenek|"
    r"kakek|mbah|tetangga|tonggo|teman|temen|konco|kanca|kawan|keponakan|ponakan|cucu|orang)"
)
KIN_OF_MINE = re.compile(rf"\b{_KIN}(?:ku|nya)?(?: ?(?:saya|sy|sya|aku|ku|kami))?\b")
NOT_ME = re.compile(r"\b(?:bukan|dudu|benne) (?:saya|sy|sya|aku|ku|kula|kulo|engko)\b")
"""It is about somebody else: said so."""
_DYING = (
    rf"(?:bunuh diri|gantung diri|mau mati|pengen mati|ingin mati|minta mati|mati saja|"
    rf"loncat(?! kelas)|(?:meng|ng)?akhiri hidup\w*|nyawanya|{_SWALLOW} {_POISON}|{_CUT} {_VEIN}|"
    r"suicid\w*|kill (?:him|her)self)"
)
ANOTHER = re.compile(rf"\b(?:dia|beliau|he|she|my \w+) (?:\w+ ){{0,4}}{_DYING}")
MYSELF = re.compile(
    r"\b(?:saya|sy|sya|aku|ku|kula|ambo|engko) (?:\w+ ){0,2}"
    r"(?:mau|ingin|pengen|pingin|capek|mati|bunuh|minum|tidak kuat|gak kuat|juga)\b"
)


def in_order(spoken: str, steps: tuple[re.Pattern[str], ...]) -> bool:
    """Tell whether these come one behind the other; one pass, however it is written."""
    at = 0
    for step in steps:
        found = step.search(spoken, at)
        if found is None:
            return False
        at = found.end()
    return True


@in_mind
def degree(text: str, *, before: bool = False) -> Degree:
    """Tell how near it is; ``before``: despair was told in the last hour already."""
    spoken = plain(text)
    others, named = KIN_OF_MINE.subn("dia", NOT_ME.sub(" ", spoken))
    myself = MYSELF.search(others)
    about = (ANOTHER.search(others) and not myself) or (
        before and NOT_ME.search(spoken) and (named or "dia" in spoken.split())
    )
    told = any(in_order(spoken, one) for one in TOLD_IN_ORDER)
    done = told or SWALLOWED.search(spoken) or (before and SWALLOWED_IT.search(spoken))
    taken = done and not UNDONE.search(spoken)
    if about:
        return Degree.SOMEBODY_TAKEN if taken else Degree.SOMEBODY
    if taken:
        return Degree.TAKEN
    at_hand = AT_HAND.search(spoken) or in_order(spoken, (READY, MEANS))
    if at_hand or (before and (GOODBYE.search(spoken) or FETCHING.search(spoken))):
        return Degree.MEANS
    return Degree.THOUGHTS


# What is heard beside what was learnt

_OFFICIAL = (
    r"(?:petugas\w*|pendamping\w*|ketua\w*|rt|rw|kades|lurah|kadus|agen|operator|aparat|perangkat|"
    r"pak|bapak|dia|orangnya|oknum)"
)
_BODY = (
    r"(?:di)?(?:cium\w*|sun|ngesun|ciuman|tidur\w*|peluk\w*|raba\w*|grepe|telanjang|bugil|hotel|"
    r"layani|melayani|hubungan badan)"
)
BODY_FOR_AID = re.compile(
    rf"\b{_OFFICIAL} (?:\w+ ){{0,2}}(?:minta|mnta|njaluk|ngajak|ajak|suruh|nyuruh|maksa|paksa) "
    rf"(?:\w+ ){{0,3}}{_BODY}\b|"
    rf"\b{_BODY} (?:\w+ ){{0,3}}(?:biar|supaya|agar|baru|asal|ben) (?:\w+ ){{0,2}}"
    r"(?:cair\w*|dapat|dpt|lolos|masuk|dibantu|dikasih)\b"
)
"""Somebody of the aid wants a body for it."""
_ACUTE = (
    r"(?:pe[nr]darahan|berdarah|kritis|kejang\w*|sesak|pingsan|gak sadar|tidak sadar|tdk sadar|"
    r"koma|(?:kena|serangan) (?:stroke|jantung)|sekarat)"
)
_CARE = r"(?:igd|ugd|icu|operasi|opname|rawat inap|cuci darah|rs|rumah sakit|puskesmas|ambulan\w*)"
ACUTE = re.compile(rf"\b{_ACUTE}\b")
IN_CARE = re.compile(rf"\b(?:{_ACUTE}|{_CARE})\b")
INSURANCE = re.compile(
    r"\b(?:kis|bpjs|pbi|jkn)(?:nya| nya|e)? (?:\w+ ){0,3}"
    r"(?:mati|nonaktif|non aktif|aktif|dicabut|diblokir|ditolak|gak bisa|ga bisa|tidak bisa)\b"
)
PAYING = re.compile(
    r"\b(?:rs|rumah sakit)\b.*\b(?:uang|bayar|biaya|deposit|umum)\b|"
    r"\b(?:disuruh|diminta|suruh|harus) (?:bayar|uang muka|deposit)\b"
)
BEATEN = re.compile(
    r"\b(?:di|ke|me)?[pm]ukul\w*|\b(?:di)?(?:aniaya|tampar|tendang|siksa|bacok)\w*"
)
OTHERS = re.compile(
    r"\b(?:tetangga(?:ku)?|te(?:man|men)(?:ku)?|kawan|keponakan|warga)"
    r"(?: (?:saya|sy|sya|aku|ku))?\b"
)
"""Somebody else than the writer and the writer's house."""
_ELDER = (
    r"(?:nenek|kakek|mbah|simbah|lansia|jompo|orang tua|ibu tua|bapak tua|embah|eppa|tetangga)"
)
_SICK = r"(?:sakit|skit|lumpuh|stroke|gak bisa jalan|tidak bisa jalan|terbaring|pikun|buta|lara)"
_LONELY = (
    r"(?:sendiri|sendirian|sebatang kara|dewe\w*|"
    r"(?:gak|ga|tidak|tdk|nggak) ada (?:yang|yg) (?:rawat|urus|jaga|ngurus|merawat|nemenin))"
)
ELDER, ILL, LONELY = (re.compile(rf"\b{one}\b") for one in (_ELDER, _SICK, _LONELY))
SAID_OF_ONESELF = re.compile(r"\bsaya (?:sakit|sendirian)\b")


def alone_and_ill(spoken: str) -> bool:
    """Tell whether it is about somebody old who is ill, with nobody there."""
    found = in_order(spoken, (ELDER, ILL)) and in_order(spoken, (ELDER, LONELY))
    return found and SAID_OF_ONESELF.search(spoken) is None


_TIRED = """
udah sudah sdh udh ah ahh aduh duh capek cape capeek lelah pusing males malas deh banget bgt saya
aku sy ya nih nunggu nungguin ngisi ngetik isi jawab tanya lama terus jawabnya
ngetiknya kok sih bu pak
"""
TIRED = frozenset(_TIRED.split())
"""Words of somebody who is tired of writing; nothing else is said with them."""
MALU, BEFORE_WHOM = (
    re.compile(r"\bmalu\b"),
    re.compile(r"\b(?:ketahuan|miskin|tetangga|dilihat|orang)"),
)
ASHAMED = re.compile(r"\bketahuan miskin\b")
WHO_TOLD = re.compile(
    r"\b(?:tanya|tau|tahu|nanya|cari|nyari|curiga) (?:\w+ ){0,2}(?:siapa|sapa|sopo) (?:yang |yg )?"
    r"(?:\w+ )?(?:lapor|melapor|ngelapor|laporin|cerita|ngadu)"
)
"""Afraid of being known, not of a blow: who reads it is the answer."""
_NO = r"(?:gak|ga|gk|nggak|enggak|tidak|tdk|ora|bukan|dudu)"
NOT_DYING = re.compile(
    rf"\b{_NO} (?:\w+ )?(?:mau|mo|ingin|pengen|pingin|arep|niat) "
    r"(?:mati|bunuh diri|gantung diri)\b|"
    r"\b(?:bukan|dudu) (?:loncat )?(?:bunuh diri|gantung diri)\b"
)
"""That somebody does not want to die, in so many words."""
DYING = re.compile(
    r"\b(?:mati|bunuh diri|gantung diri|bundir|akhiri hidup\w*|gak kuat hidup|suicid\w*|die)\b"
)
NO_BLOW = re.compile(r"\bbukan (?:(?:di)?pukul\w*|kdrt|kekerasan|(?:di)?aniaya)\b")
AT_SCHOOL = re.compile(
    r"\b(?:teman|temen|temannya|temennya|kawan|kakak kelas) (?:\w+ )?(?:sekolah\w*|kelas\w*)|"
    r"\btem[ae]n sekelas"
)
ONLY_WATER = (
    r"\b(?:cuma|cuman|hanya|mung|mek|namung) (?:bisa )?(?:minum|ngombe) (?:air|banyu|aeng)\b"
)
"""Nothing to eat, told by what is left."""
HUNGER = re.compile(rf"{ONLY_WATER}|\b(?:ke)?lapar(?:an)?\b")
AFRAID_TO_LOSE = re.compile(
    r"\btakut (?:\w+ ){0,2}(?:di ?coret|di ?cabut|di ?hapus|di ?keluarkan|di ?putus)"
)
SKIPS_A_CLASS = re.compile(r"\bloncat kelas\b")
GONE = re.compile(
    r"(?:(?:iya|ya|bu|pak|alhamdulillah|dia|suami|bojo|orangnya|saya|sy|ku) )*"
    r"(?:sudah|sdh|udah|udh|uda|wis|wes|la) (?:pergi|lunga|lungo|keluar|berangkat|minggat|mangkat)"
    r"(?: (?:dia|suami|bojo|orangnya|saya|sy|bu|pak|dari rumah|kerja|tadi|lagi))*"
)
"""That whoever was feared has left the house."""
DESPAIR, FEAR, SICK, NEED = "putus_asa", "takut", "pbi_nonaktif", "darurat"
PUSHED_OUT = "dipaksa_keluar"
DOUBTED = frozenset({DESPAIR, FEAR, PUSHED_OUT, "kekerasan"})
"""Dangers that words may sound like, and be about something else."""
GUESSED = 0.8
"""A weaker danger takes the place of a told one only from here on."""
ORDER = ("putus_asa", "kekerasan", "takut", "dipaksa_keluar", "darurat", "pbi_nonaktif",
         "sudah_tertipu", "kartu", "dipaksa_paket", "dana_hilang")  # fmt: skip
"""Dangers, the strongest first."""


@in_mind
def only_known(text: str) -> bool:
    """Tell whether somebody is ashamed or afraid of being known, and tells of no threat."""
    spoken = plain(text)
    ashamed = ASHAMED.search(spoken) or in_order(spoken, (MALU, BEFORE_WHOM))
    found = (ashamed or WHO_TOLD.search(spoken)) and not HUNGER.search(spoken)
    return bool(found) and not BEATEN.search(spoken) and "ancam" not in spoken


def judged(text: str, meant: tuple[Meant, ...], told: str = "") -> tuple[Meant, ...]:
    """Put right what was heard of danger; ``told`` is the danger of the last hour, or empty."""
    spoken = plain(text)
    if told == SICK and PAYING.search(spoken) and not ACUTE.search(spoken):
        return tuple(one for one in meant if not one.urgent)
    calm = without_alarms(spoken, text, meant, told)
    sign = sign_of(spoken, text, told)
    hurt = any(one.urgent and one.intent == "kekerasan" for one in calm)
    if sign and not (hurt and sign == SICK):
        rest = (one for one in calm if one.intent != sign and not weaker(one, sign))
        return (Meant(sign, SURELY, urgent=True), *rest)
    return tuple(one for one in calm if not (told and guessed(one, told)))


SURELY = 0.99


def sign_of(spoken: str, text: str, told: str) -> str:
    """Name the danger that the words alone tell of."""
    near = degree(text, before=told == DESPAIR)
    if near is not Degree.THOUGHTS:
        return DESPAIR
    if BODY_FOR_AID.search(spoken) or (no_wish_to_die(spoken) and AFRAID_TO_LOSE.search(spoken)):
        return FEAR
    if told in {FEAR, DESPAIR} and (forced(text) or signed_away(text)):
        return PUSHED_OUT
    if ill_now(spoken, told) and not BEATEN.search(spoken):
        return SICK
    hungry = HUNGER.search(spoken) and (ONLY_WATER_SAID.search(spoken) or NO_BLOW.search(spoken))
    return NEED if hungry or alone_and_ill(spoken) else ""


ONLY_WATER_SAID = re.compile(ONLY_WATER)


def ill_now(spoken: str, told: str) -> bool:
    """Tell whether somebody needs care today: acute, or in care where the insurance fails."""
    if not IN_CARE.search(spoken):
        return False
    return bool(told == SICK or ACUTE.search(spoken) or INSURANCE.search(spoken))


def no_wish_to_die(spoken: str) -> bool:
    """Tell whether dying is denied, and not told of beside that."""
    return NOT_DYING.search(spoken) is not None and not DYING.search(NOT_DYING.sub(" ", spoken))


def gone(text: str) -> bool:
    """Tell whether words say that somebody has left, and nothing else."""
    return GONE.fullmatch(plain(text)) is not None


def no_despair(spoken: str, told: str) -> bool:
    """Tell whether words that sound like despair are about something else in plain words."""
    if no_wish_to_die(spoken):
        return True
    if DYING.search(spoken):
        return False
    left = told == FEAR and GONE.fullmatch(spoken)
    lost = forced(spoken) or AFRAID_TO_LOSE.search(spoken)
    return bool(left or lost or SKIPS_A_CLASS.search(spoken) or ONLY_WATER_SAID.search(spoken))


def no_blow_at_home(spoken: str) -> bool:
    """Tell whether nobody of the house was hit: denied, or it was at school."""
    school = BEATEN.search(spoken) and AT_SCHOOL.search(spoken)
    return bool(school or NO_BLOW.search(spoken) or ONLY_WATER_SAID.search(spoken))


def without_alarms(
    spoken: str, text: str, meant: tuple[Meant, ...], told: str
) -> tuple[Meant, ...]:
    """Leave out dangers that are none: tired of writing, or afraid of being known."""
    if DOUBTED.isdisjoint([one.intent for one in meant]):
        return meant
    none: set[str] = set()
    if no_blow_at_home(spoken):
        none = {"kekerasan", FEAR}
        if NO_BLOW.search(spoken) or ONLY_WATER_SAID.search(spoken):
            none |= {DESPAIR}
    elif no_despair(spoken, told) or (told != DESPAIR and TIRED.issuperset(spoken.split())):
        none = {DESPAIR}
    elif only_known(text):
        none = {FEAR, DESPAIR, "dipaksa_keluar", "kekerasan"}
    return tuple(one for one in meant if one.intent not in none) if none else meant


def weaker(one: Meant, than: str) -> bool:
    """Tell whether a danger gives way to one that was told in plain words."""
    known = one.intent in ORDER and than in ORDER
    return one.urgent and known and ORDER.index(one.intent) > ORDER.index(than)


def guessed(one: Meant, told: str) -> bool:
    """Tell whether a weaker danger is only guessed beside one that was told."""
    return weaker(one, told) and one.score < GUESSED
