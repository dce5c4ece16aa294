"""When it is urgent: a card in other hands, violence, despair. Short words, and a human."""

from __future__ import annotations

from conversations.facts import Facts
from conversations.flow import MENU, Closing, Flow, Step, close
from conversations.text import label, paragraphs, say

CARD_HELD = Step(label("Bicara petugas"), "mendesak", "kartu")
MONEY_GONE = Step(label("Bicara petugas"), "mendesak", "dana_hilang")
THREATENED = Step(label("Bicara petugas"), "mendesak", "ancaman")
INSURANCE_OFF = Step(label("Bicara petugas"), "mendesak", "pbi_nonaktif")

KARTU = Flow(
    name="kartu",
    title=say("Kartu dipegang orang"),
    after=lambda _facts, _result: close(
        say(
            "Terima kasih sudah bercerita. Kartu, buku tabungan, dan uangnya hak Bapak/Ibu. "
            "Orang lain tidak boleh menyimpan kartu, memotong uang, atau mengancam.\n\n"
            "Kalau mau, petugas bisa membantu. Saya tanya dulu siapa yang terlibat; "
            "ceritanya tidak dibuka untuk mereka. "
            "Tidak perlu meminta kartu sendiri kalau merasa tidak aman."
        ),
        steps=(CARD_HELD, MENU),
    ),
)
DANA_HILANG = Flow(
    name="dana_hilang",
    title=say("Uang hilang"),
    after=lambda _facts, _result: close(
        say(
            "Saya ikut prihatin. Pertama, jangan berikan kartu atau PIN kepada siapa pun. "
            "Kedua, minta cetak buku tabungan di bank; di situ terlihat kapan uang diambil.\n\n"
            "Saldo kosong juga bisa berarti uangnya belum masuk. Petugas bisa membantu memeriksa."
        ),
        steps=(MONEY_GONE, Step(label("Cek status"), "status"), MENU),
    ),
)
PBI_NONAKTIF = Flow(
    name="pbi_nonaktif",
    title=say("KIS tidak aktif"),
    after=lambda _facts, _result: close(
        say(
            "KIS yang tidak aktif bisa diminta aktif lagi kalau perlu berobat. "
            "Minta surat keterangan perlu berobat dari puskesmas atau rumah sakit. "
            "Lalu bawa ke Dinas Sosial atau desa, dengan KTP dan KK.\n\n"
            "Hasilnya ditentukan Dinas Sosial dan BPJS. Kalau sedang sakit, bicaralah dengan "
            "petugas sekarang. (Dasarnya: Peraturan Menteri Sosial 3/2026.)"
        ),
        steps=(INSURANCE_OFF, MENU),
    ),
)


def danger(facts: Facts, _result: object) -> Closing:
    """Name those who help at once, and offer a human; promise nothing."""
    office = facts.office
    return close(
        paragraphs(
            say(
                "Bapak/Ibu tidak sendiri, dan tidak salah. "
                "Kalau sekarang tidak aman, pergilah ke tempat yang ramai atau tetangga dekat."
            ),
            say(
                "Kekerasan pada perempuan dan anak: {violence}.\n"
                "Kalau hidup terasa terlalu berat: {despair}.",
                violence=office.violence,
                despair=office.despair,
            ),
            say(
                "(Nomor per {day}.) Saya tidak memberi tahu siapa pun tanpa izin Bapak/Ibu. "
                "Mau bicara dengan petugas?",
                day=office.numbers_as_of,
            ),
        ),
        steps=(THREATENED, MENU),
    )


DARURAT = Flow(name="darurat", title=say("Darurat"), after=danger)

FLOWS = (KARTU, DANA_HILANG, PBI_NONAKTIF, DARURAT)
