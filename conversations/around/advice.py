"""Short advice that needs nobody's data: keeping the card, losing it."""

from __future__ import annotations

from conversations.flow import MENU, OFFICER, Flow, Step, close
from conversations.helping.topics import HELD
from conversations.pekasesama.course import LEARN
from conversations.text import label, say

JAGA_KARTU = Flow(
    name="jaga_kartu",
    title=say("Jaga kartu"),
    after=lambda _facts, _result: close(
        say(
            "Pegang kartu sendiri supaya aman:\n"
            "1. Kartu (KKS) dan buku tabungan disimpan sendiri. Jangan dititipkan.\n"
            "2. PIN hanya Bapak/Ibu yang tahu. Jangan ditulis di kartu.\n"
            "3. Ambil uang sendiri. Minta struk, hitung di tempat.\n"
            "4. Tidak boleh ada potongan. Belanja boleh di mana saja.\n"
            "5. Rekening jangan dipinjamkan.\n"
            "6. Kartu hilang? Lapor bank dan pendamping hari itu juga."
        ),
        steps=(LEARN, Step(label("Kartu dipegang orang"), HELD), MENU),
    ),
)
KARTU_HILANG = Flow(
    name="kartu_hilang",
    title=say("Kartu hilang"),
    after=lambda _facts, _result: close(
        say(
            "Kartu hilang, rusak, atau tertelan: saldonya tidak ikut hilang.\n"
            "1. Telepon bank supaya kartunya diblokir.\n"
            "2. Kalau hilang, minta surat keterangan hilang di kantor polisi (Polsek).\n"
            "3. Datang ke bank membawa KTP, KK, dan buku tabungan.\n"
            "4. Beri tahu pendamping.\n\n"
            "Lupa PIN? Datang sendiri ke bank dan tanyakan di sana. "
            "PIN jangan dikirim ke siapa pun, juga tidak ke saya."
        ),
        steps=(OFFICER, Step(label("Kartu dipegang orang"), HELD), MENU),
    ),
)
FLOWS = (JAGA_KARTU, KARTU_HILANG)
