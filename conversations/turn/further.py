"""What comes after what was just told: "terus?" goes on with it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from conversations.text import Say, say
from conversations.words import plain

_SMALL = (
    r"ya|iya|oh|o|nah|ok|oke|baik|sudah|sdh|udah|udh|dah|jadi|bu|pak|buk|ibu|bapak|mas|mbak|kak|min|"
    r"dong|sih|nih|kan|ini|itu|lagi|apa|apalagi|gimana|gmn|gmna|bgmn|bagaimana|piye|pripun|"
    r"sekarang|dulu|ngapain|caranya|langkahnya|saya|sy|so"
)
_THEN = (
    r"terus|trus|trs|teros|truss?|lalu|lanjut(?:an)?(?:nya)?|selanjutnya|berikutnya|kemudian|"
    r"(?:s?abis|habis|bis|setelah|sesudah|stelah|sehabis|bar) (?:itu|tu|ini|iku)|njur|banjur|njut|"
    r"jadi (?:gimana|gmn|bagaimana|apa|piye)|then|(?:and )?then what|next|what(?: s)? (?:next|now)"
)
THEN = re.compile(rf"(?:(?:{_SMALL}) )*(?:{_THEN})(?: (?:{_SMALL}|{_THEN}))*")
"""Words that ask how it goes on, and say nothing else."""


def asks_on(text: str) -> bool:
    """Tell whether words only ask how it goes on."""
    return THEN.fullmatch(plain(text)) is not None


CHECK_FIRST = say(
    "Berikutnya cek statusnya dulu; di situ terlihat sudah sampai mana. "
    "Sesudah itu cek saldo sesekali di ATM atau agen."
)
TO_THE_BANK = say(
    "Kerjakan berurutan, mulai dari bank, kalau bisa hari ini. "
    "Sulit datang sendiri, atau ditolak? Petugas bisa membantu."
)
TO_THE_VILLAGE = say(
    "Berikutnya datang ke desa atau kelurahan, bawa KTP dan KK. "
    "Tanyakan kapan musyawarahnya, dan catat nama petugasnya. Hasilnya diputuskan pusat."
)
TO_REPAIR = say(
    "Berikutnya bawa bukti perbaikannya ke desa atau Dinas Sosial. "
    "Minta tanda terima. Kalau macet, bicaralah dengan petugas di sini."
)
FURTHER: Mapping[str, Say] = {
    "jadwal": CHECK_FIRST,
    "saldo_kosong": CHECK_FIRST,
    "cair_sebagian": CHECK_FIRST,
    "burekol": CHECK_FIRST,
    "status": say(
        "Berikutnya cek saldo sesekali di ATM atau agen. "
        'Kalau tertulis "Sudah salur" tetapi saldo kosong, bicaralah dengan petugas.'
    ),
    "kartu_hilang": TO_THE_BANK,
    "kks_tertelan": TO_THE_BANK,
    "pin_lupa": TO_THE_BANK,
    "usulan": TO_THE_VILLAGE,
    "syarat": TO_THE_VILLAGE,
    "kok_tetangga": TO_THE_VILLAGE,
    "sanggah": TO_REPAIR,
    "desil": TO_REPAIR,
    "exclude_meninggal": TO_REPAIR,
    "exclude_pekerjaan": TO_REPAIR,
    "pindah": TO_REPAIR,
}
"""The next step after what is asked most; advice of the office."""
GO_ON = say("Berikutnya bisa dipilih di bawah ini, Bapak/Ibu. Boleh juga tulis pertanyaan lain.")
THAT_IS_ALL = say(
    "Itu dulu yang perlu, Bapak/Ibu. Kalau ada yang lain, tulis saja. "
    "Petugas juga bisa menjelaskan."
)
ALL_I_KNOW = say("Lebih dari itu saya belum tahu, Bapak/Ibu. Petugas bisa menjelaskan.")
THIS_FIRST = say("Kita lanjut di sini, ya.")
"""Where a question is open."""
