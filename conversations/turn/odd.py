"""What is no question to Peka: signs, other scripts, orders to a machine, other offices' matters.

Looked at only where nothing was understood; each kind gets its own short, friendly answer.
"""

from __future__ import annotations

import re
import unicodedata

from conversations.said import Kind, Said
from conversations.text import Say, say
from conversations.turn.sayings import NOT_UNDERSTOOD
from conversations.words import plain

LONG = 600
"""Characters from which a message is asked for in one sentence."""
FEWEST_REPEATED = 8
SAME_SHARE = 4
"""A message of which every word comes so often, on average, is nothing but repetition."""
FEWEST_DIGITS = 5
ARABIC = re.compile(r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")
SALAM = "السلام"
ONE_SIGN = re.compile(r"(.)\1{9,}")
ORDERS = re.compile(
    r"\b(?:ignore|disregard|forget) (?:all|any|the|your|previous)\b|\bsystem prompt\b|"
    r"\byou are (?:now |chatgpt|an ai|dan\b)|\bpretend (?:to be|you)|\bact as\b|\bjailbreak\b|"
    r"\b(?:abaikan|lupakan) (?:semua )?(?:instruksi|perintah|aturan)|"
    r"\b(?:instruksi|prompt) sistem\b|\bberpura pura(?:lah)? (?:jadi|menjadi)\b"
)
LOANS = re.compile(
    r"\b(?:pinjaman|pinjol|pinjem|kredit|kta|paylater)\b|"
    r"\b(?:pinjam|minjam|ngutang|hutang|utang) (?:uang|duit|modal)\b|\b(?:borrow|loan|loans)\b"
)
PAPERS = re.compile(r"\b(?:ktp|kk|akta|akte|surat nikah|buku nikah|kartu keluarga)\b")
SCHOOL = re.compile(r"\b(?:pip|kip)\b")
OFFICES = re.compile(
    r"\b(?:sim|paspor|npwp|skck|stnk|bpkb|pajak|listrik|pln|pdam|cpns|sertifikat tanah|passport|"
    r"haji|umroh|driving licen[cs]e)\b"
)
ELSEWHERE = re.compile(
    r"\b(?:resep|masak|memasak|cuaca|hujan|lagu|film|bola|liga|skor|puisi|pantun|cerpen|lelucon|"
    r"dongeng|lowongan|loker|presiden|gubernur|artis|obat|promo|diskon|pulsa|kuota|jual|dijual|"
    r"recipe|cook|weather|joke|song|movie|president|football)\b"
)
WHO = re.compile(
    r"\b(?:siapa (?:kamu|anda|ini)|(?:kamu|anda|ini) (?:siapa|manusia|orang|robot|bot)|"
    r"who are you|are you (?:human|a human|a bot|a robot))\b"
)

EMPTY = say("Pesannya kosong, Bapak/Ibu. Tulis saja yang ingin ditanyakan, atau pilih:")
SIGNS = say(
    "Tandanya sampai, Bapak/Ibu, tetapi maksudnya belum saya tahu. "
    "Tulis dengan kata-kata, atau pilih:"
)
OTHER_SCRIPT = say(
    "Maaf, huruf Arab belum bisa saya baca. Tolong tulis dengan huruf Latin, atau pilih:"
)
SALAM_BACK = say(
    "Salam kembali, Bapak/Ibu. Huruf Arab belum bisa saya baca semuanya. "
    "Tolong tulis dengan huruf Latin, atau pilih:"
)
NO_ORDERS = say(
    "Perintah seperti itu tidak saya jalankan, Bapak/Ibu. "
    "Saya hanya membantu soal bantuan sosial, dan cara kerja saya tetap. "
    "Ada yang bisa saya bantu?"
)
NUMBER = say(
    "Angka itu belum saya kenal, Bapak/Ibu. NIK ada 16 angka, tertulis di KTP. "
    'Mau cek status? Tulis "cek status". Atau pilih:'
)
TOO_LONG = say(
    "Maaf, pesannya panjang, jadi maksudnya belum saya tangkap. "
    "Tulis satu hal saja, dalam satu kalimat. Petugas juga bisa membacanya."
)
REPEATED = say(
    "Pesan yang berulang belum saya pahami, Bapak/Ibu. "
    "Cukup tulis sekali, dalam satu kalimat pendek. Atau pilih:"
)
NO_LOANS = say(
    "Peka tidak memberi pinjaman, Bapak/Ibu, dan tidak menyalurkannya. "
    "Hati-hati dengan tawaran pinjaman: jangan kirim foto KTP, PIN, atau uang muka.\n\n"
    "Saya bisa membantu soal PKH, Sembako, KIS gratis, kartu, dan laporan."
)
OTHER_PAPERS = say(
    "KTP, KK, dan akta diurus di Dukcapil (kantor KTP dan KK), tidak di sini.\n\n"
    "Saya bisa membantu soal PKH, Sembako, KIS gratis, kartu, dan laporan."
)
AT_SCHOOL = say(
    "PIP dan KIP (bantuan sekolah) belum bisa saya periksa, Bapak/Ibu. "
    "Tanyakan ke sekolah atau kampus anak.\n\n"
    "Saya bisa membantu soal PKH, Sembako, KIS gratis, kartu, dan laporan."
)
OTHER_OFFICE = say(
    "Itu diurus kantor lain, Bapak/Ibu, jadi belum bisa saya bantu.\n\n"
    "Saya bisa membantu soal PKH, Sembako, KIS gratis, kartu, dan laporan."
)
NOT_OURS = say(
    "Maaf, soal itu di luar yang saya tahu, Bapak/Ibu.\n\n"
    "Saya bisa membantu soal PKH, Sembako, KIS gratis, kartu, dan laporan. "
    'Contoh: "kapan PKH cair".'
)
MYSELF = say(
    "Saya Peka, program komputer dari Dinas Sosial; bukan orang. "
    "Petugas bisa dipanggil kapan saja.\n\n"
    "Saya bisa membantu soal PKH, Sembako, KIS gratis, kartu, dan laporan."
)
NO_ORDERS_HERE = say("Perintah seperti itu tidak saya jalankan. Kita lanjut di sini, ya.")
I_AM = say("Saya Peka, program komputer dari Dinas Sosial; bukan orang. Kita lanjut, ya.")
SHORT_OF_SHAPE = {
    OTHER_SCRIPT.msgid: say("Maaf, huruf Arab belum bisa saya baca. Tolong pakai huruf Latin."),
    SALAM_BACK.msgid: say("Salam kembali. Huruf Arab belum bisa saya baca semuanya."),
    REPEATED.msgid: say("Pesan yang berulang belum saya pahami. Cukup tulis sekali."),
}
KINDS = (
    (ORDERS, NO_ORDERS),
    (WHO, MYSELF),
    (LOANS, NO_LOANS),
    (SCHOOL, AT_SCHOOL),
    (OFFICES, OTHER_OFFICE),
    (PAPERS, OTHER_PAPERS),
    (ELSEWHERE, NOT_OURS),
)
"""In this order: the first that fits is answered."""


def fitting(said: Said) -> Say | None:
    """Give the answer to something odd; None where it is words that were merely not understood."""
    if said.kind is not Kind.TEXT:
        return NOT_UNDERSTOOD.get(said.kind)
    text = said.text.strip()
    if not text:
        return EMPTY
    if not any(sign.isalnum() for sign in text):
        return SIGNS
    return by_shape(text, plain(text)) or by_words(plain(text))


def aside(said: Said) -> Say | None:
    """Give the answer to what is odd beside a choice as well; numbers and papers are not."""
    if said.kind is not Kind.TEXT or not any(sign.isalnum() for sign in said.text):
        return None
    folded = plain(said.text)
    for words, answer in ((ORDERS, NO_ORDERS_HERE), (WHO, I_AM)):
        if words.search(folded):
            return answer
    shape = by_shape(said.text.strip(), folded)
    return SHORT_OF_SHAPE.get(shape.msgid) if shape else None


def by_shape(text: str, folded: str) -> Say | None:
    """Tell by the signs that a text is made of."""
    letters = [sign for sign in text if unicodedata.category(sign).startswith("L")]
    arabic = sum(1 for sign in letters if ARABIC.match(sign))
    if letters and arabic * 2 > len(letters):
        return SALAM_BACK if SALAM in text else OTHER_SCRIPT
    if not letters:
        return NUMBER if sum(sign.isdigit() for sign in text) >= FEWEST_DIGITS else None
    words = folded.split()
    worn = len(words) >= FEWEST_REPEATED and len(set(words)) * SAME_SHARE <= len(words)
    return REPEATED if worn or ONE_SIGN.fullmatch(folded.replace(" ", "")) else None


def by_words(folded: str) -> Say | None:
    """Tell by what is spoken of; what is long says too many things to tell."""
    known = next((answer for words, answer in KINDS if words.search(folded)), None)
    if len(folded) >= LONG and known is not NO_ORDERS:
        return TOO_LONG
    return known
