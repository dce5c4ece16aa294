"""The words of the web page itself; what is said in the chat comes from the conversations."""

from __future__ import annotations

from collections.abc import Mapping

from conversations.text import Catalogue, Say, label, say

CHROME: Mapping[str, Say] = {
    "tagline": say("Tanya bantuan sosial, gratis"),
    "skip": say("Langsung ke kotak tulis"),
    "clean": label("Hapus layar"),
    "clean_help": say("Menghapus obrolan dari layar ini"),
    "made_up": say("Data contoh: nama dan nomor hanya karangan."),
    "log": say("Percakapan dengan Peka"),
    "choices": say("Pilihan jawaban"),
    "write": say("Tulis pesan"),
    "send": label("Kirim"),
    "photo": label("Kirim foto"),
    "notice": label("Data pribadi"),
    "look": say("Lihat pesan baru"),
    "no_script": say("Jawaban muncul setelah Bapak/Ibu menekan Kirim."),
    "peka": say("Peka"),
    "me": say("Saya"),
    "typing": say("Peka sedang menulis"),
    "wiped": say("Pesan ini sudah dihapus dari layar demi keamanan."),
    "empty": say("Layar sudah bersih. Tulis pesan, atau pilih Menu."),
    "menu": label("Menu"),
    "today": say("Hari ini"),
    "yesterday": say("Kemarin"),
    "picture": say("Foto"),
    "surat": say("Buka surat (PDF)"),
    "sertifikat": say("Buka sertifikat (PDF)"),
    "sending": say("mengirim"),
    "again": say("belum terkirim, saya coba lagi"),
    "refused": say("tidak terkirim"),
    "offline": say("Sambungan terputus. Pesan dikirim sendiri begitu tersambung."),
    "slow": say("Masih menunggu jawaban. Sambungan sedang lambat."),
}
PHOTO_TOO_BIG = say(
    "Fotonya terlalu besar. Paling besar 20 MB. Coba foto lain, atau perkecil dulu."
)
UNREADABLE = say("Maaf, pesan itu tidak terbaca. Coba muat ulang halaman ini.")
NOTHING = say("Pesannya masih kosong. Tulis dulu, lalu tekan Kirim.")
TOO_FAST = say("Pelan-pelan saja, ya. Tunggu sebentar, pesan Bapak/Ibu tidak hilang.")
BUSY = say("Maaf, saya sedang sibuk. Tunggu sebentar, lalu kirim lagi.")
NO_COOKIE = say(
    "Supaya obrolan tidak tertukar, halaman ini perlu cookie. "
    "Izinkan cookie untuk alamat ini, lalu kirim lagi."
)
FOREIGN = say("Pesan itu datang dari halaman lain, jadi tidak saya terima.")
CLOSED_TITLE = say("Obrolan web belum dibuka")
CLOSED_FOR_OPERATORS = say("Untuk pengelola: atur PEKA_WEB=on.")
PAPER_GONE = say("Berkas itu sudah tidak ada di sini. Silakan minta lagi lewat obrolan.")
SORRY = say("Maaf")
BACK = label("Kembali")


def chrome(catalogue: Catalogue) -> dict[str, str]:
    """Speak all of the page's own words in one language."""
    return {name: text.into(catalogue) for name, text in CHROME.items()}


def closed(office: str) -> Say:
    """Say why the page is not open."""
    return say(
        "Di sini sudah ada data warga. Karena itu obrolan lewat halaman ini baru jalan "
        "kalau {office} membukanya. Sementara itu, silakan lewat Telegram atau WhatsApp.",
        office=office,
    )
