"""What a family reads before it sends a request to leave, and after it, or why there is none.

What is said of the procedure was seen in practice (Pangandaran 2019, Lebong 2021, Garut 2019:
harapanrakyat 9 Jul 2019, gobengkulu 9 Apr 2021, kompasiana 15 Oct 2019); what is not certain is
said to be so.
"""

from __future__ import annotations

from bansos.graduation import last_day
from conversations.facts import Facts
from conversations.family.status import GONE_FROM_DATA, chosen
from conversations.flow import MENU, OFFICER, Closing, Step, Then, close
from conversations.graduation.answers import FREELY, OTHER, Possible, picked_programmes
from conversations.graduation.commands import Asked, Withdrawn
from conversations.graduation.pressure import pressed
from conversations.graduation.standing import not_possible, spoken_programmes
from conversations.papers import Paper, PaperKind
from conversations.readers import Answers
from conversations.text import Say, label, lines, paragraphs, say


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
