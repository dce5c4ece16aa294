"""What the turn itself says, whatever the flow: warnings, misunderstandings, ways out."""

from __future__ import annotations

from conversations.facts import Facts
from conversations.flow import Step
from conversations.said import Kind
from conversations.text import Say, label, paragraphs, say

CANCEL = Step(label("Batal"), "batal")
SECRET = say(
    "Demi keamanan, rahasia itu saya hapus: PIN, kode SMS (OTP), nomor kartu, "
    "atau nama ibu kandung. Tidak saya simpan. "
    "Jangan kirim ke siapa pun, juga tidak ke petugas. Petugas tidak boleh memintanya."
)
NOT_TOLD = say(
    "Kami tidak memberi tahu orang yang Bapak/Ibu ceritakan. "
    "Yang membaca hanya petugas yang berwenang. "
    "Kalau sekarang tidak aman menulis, berhenti dulu; boleh dilanjutkan kapan saja."
)
EDITED = say(
    "Maaf, pesan yang diubah tidak bisa saya baca. Tolong kirim sekali lagi sebagai pesan baru."
)
OLD_BUTTON = say("Tombol itu dari pertanyaan yang sudah lewat. Jawaban Bapak/Ibu tidak berubah.")
GONE = say("Maaf, pilihan itu tidak ada lagi.")
NOT_HERE = say("Kita lanjut dari menu, ya.")
ASIDE = say("Isian tadi saya simpan dulu. Bapak/Ibu bisa melanjutkannya kapan saja.")
CANCELLED_TALK = say(
    "Baik, isian ini saya batalkan. Permintaan keluar dari bantuan masih berjalan. "
    "Mau dibatalkan juga?"
)
UNDO_TOO = Step(label("Batal keluar"), "graduasi_batal")
CANCELLED = say("Baik, saya batalkan. Isian tadi tidak saya simpan.")
SEND_OR_DROP = say("Ini belum dikirim. Kirim dulu, atau batalkan?")
FIRST_QUESTION = say("Ini sudah pertanyaan pertama.")
STUCK = say("Tidak apa-apa kalau sulit. Petugas bisa membantu, atau kita berhenti dulu.")
NEITHER = say(
    "Maaf, itu juga belum cocok. Salin pelan-pelan dari catatannya, atau minta bantuan petugas."
)
STILL_STUCK = say(
    "Saya belum bisa membacanya juga, maaf. Lebih mudah lewat petugas: mereka membaca "
    "tulisan Bapak/Ibu apa adanya."
)
HERE_STILL = say("Ya, saya di sini, Bapak/Ibu. Kita lanjut, ya.")
ENOUGH = say(
    "Pertanyaan itu kita tinggalkan dulu, Bapak/Ibu. "
    "Petugas bisa membaca tulisan apa adanya. Boleh juga menanyakan hal lain."
)
GO_ON = label("Lanjutkan")
SUMMARY_HEAD = say("Saya baca ulang, ya:")
SUMMARY_FOOT = say("Sudah benar?")
WHICH_WISH = say("Maaf, saya belum yakin. Maksud Bapak/Ibu yang mana? Atau tulis lebih lengkap.")
WHICH_ANSWER = say("Bagian mana yang mau diubah?")
LOST = (
    say(
        'Maaf, saya belum mengerti. Coba tulis satu hal saja, misalnya "kapan PKH cair" '
        'atau "kartu saya hilang". Atau pilih:'
    ),
    say("Maaf, saya masih belum paham. Pilih Menu untuk melihat yang bisa saya bantu:"),
    say("Saya belum bisa menjawab itu. Petugas bisa membantu, atau lihat Menu:"),
)
WHICH_STILL = say("Maaf, saya masih belum yakin. Pilih salah satu, atau panggil petugas:")
HEARD_AGAIN = say("Saya tetap di sini, Bapak/Ibu.")
AGAIN = {
    "terima_kasih": say("Dengan senang hati, Bapak/Ibu."),
    "salam": say("Ya, Bapak/Ibu, saya di sini. Mau tanya soal apa?"),
    "pesan_peka": say(
        "Yang menulis di obrolan ini saya, Peka, program komputer Dinas Sosial. "
        "Mau memastikan? Tanyakan ke kantornya, atau ke petugas di sini."
    ),
    "kasar": say(
        "Saya tetap di sini, Bapak/Ibu. Pelan-pelan saja. Kalau mau, petugas bisa mendengarkan."
    ),
}
"""Said instead of the same small words once more."""


def as_before(title: Say) -> Say:
    """Say honestly that the answer is still the same, and that a human can say more."""
    return say(
        'Seperti tadi: jawaban saya soal "{title}" masih sama. '
        "Kalau belum jelas, petugas bisa menjelaskan.",
        title=title,
    )


def one_more(title: Say) -> Say:
    """Name the second thing that was asked for; its button stands below."""
    return say('Satu lagi, soal "{title}": pilih tombolnya.', title=title)


def two_things(title: Say) -> Say:
    """Say before the first thing that the second one is not forgotten."""
    return say('Saya baca dua hal. Ini dulu; soal "{title}" bisa dipilih nanti.', title=title)


ALSO = say("Satu lagi.")
SORRY = say("Maaf sudah membuat Bapak/Ibu kesal; saya bantu lihat, ya.")
NOT_YET = say("Soal itu belum bisa saya jawab, Bapak/Ibu. Petugas bisa membantu.")
AGREE_FIRST = say(
    'Itu juga saya baca, Bapak/Ibu. Pilih "Setuju" dulu, supaya petugas bisa dipanggil.'
)
TOLD_TOO = say("Itu saya sertakan, Bapak/Ibu. Tempatnya bisa ditanyakan petugas nanti.")
PLACE_LATER = say("Tidak apa-apa. Tempatnya bisa ditanyakan petugas nanti.")
HEARD_DANGER = say('Itu saya baca, Bapak/Ibu. Kalau perlu bantuan orang, pilih "Bicara petugas".')
ALMOST = say("Sebentar lagi sampai ke petugas, Bapak/Ibu. Tinggal ini dulu:")
ENGLISH = Step(label("English"), "bahasa", "en")
IN_ENGLISH = say("English? Tap the button, or write: english")


NIK_WAITS = say("NIK itu baru saya pakai sesudah Bapak/Ibu setuju.")
NIK_WAITS_ALONE = say(
    "NIK itu baru saya pakai sesudah Bapak/Ibu setuju. "
    "No. KK belum saya simpan; nanti saya minta sekali lagi."
)


def to_a_stranger(facts: Facts, first: Say) -> Say:
    """Answer somebody new who was not understood, and say in a line who is speaking."""
    return paragraphs(
        first,
        say(
            "Saya Peka, program komputer dari {office}, soal PKH, Sembako, dan KIS gratis. "
            "PIN dan kode SMS (OTP) tidak pernah saya minta. "
            'Coba tulis satu hal, misalnya "pkh saya belum cair".',
            office=facts.office.name,
        ),
    )


NOT_UNDERSTOOD = {
    Kind.OTHER: say(
        "Yang seperti itu belum bisa saya baca, Bapak/Ibu. Tulis dengan kata-kata, atau pilih:"
    ),
    Kind.VOICE: say(
        "Terima kasih, pesan suaranya sampai. Maaf, saya belum bisa mendengarnya. "
        "Tolong tulis dengan singkat. "
        'Mau didengar petugas? Pilih "Bicara petugas", lalu kirim lagi.'
    ),
    Kind.PHOTO: say(
        "Fotonya saya terima. Saya belum tahu untuk apa, jadi tidak saya simpan. "
        "Kalau mau melapor, pilih Menu lalu Lapor."
    ),
    Kind.DOCUMENT: say("Berkas itu tidak saya simpan. Kalau mau melapor, pilih Menu lalu Lapor."),
    Kind.LOCATION: say("Lokasinya tidak saya simpan. Kalau mau melapor, pilih Menu lalu Lapor."),
    Kind.CONTACT: say("Nomornya tidak saya simpan. Tulis saja yang ingin ditanyakan, atau pilih:"),
}
FETCH_FAULTS = {
    "too_big": say("Fotonya terlalu besar, jadi tidak tersimpan. Paling besar 20 MB. Kirim lagi?"),
    "not_image": say("Berkas tadi bukan foto, jadi tidak tersimpan. Kirim foto JPG atau PNG, ya."),
    "too_many_pixels": say(
        "Gambarnya terlalu besar untuk dibuka. Ambil foto biasa dan kirim lagi."
    ),
    "gone": say("Fotonya sudah tidak bisa diambil. Tolong kirim sekali lagi."),
    "broken": say("Fotonya rusak dan tidak bisa dibuka. Tolong kirim sekali lagi."),
}
SEND_AGAIN = say(
    "Fotonya belum saya simpan. Kalau nanti saya minta foto, tolong kirim sekali lagi."
)
