"""What is said to somebody in danger until an officer answers: never nothing, never a text twice.

Every text names one thing that can be done now.  What is asked is answered where it is known;
where it is not, that is said.  Advice on conduct is the office's own; numbers are settings.
"""

from __future__ import annotations

from collections.abc import Callable

from bansos.cases import CaseKind
from conversations.danger.alarms import ACUTE, Degree, degree, is_cry
from conversations.danger.asked import answer, answer_near, asks
from conversations.danger.helplines import despair_help, ministry, violence_help
from conversations.danger.kinds import LIVES
from conversations.danger.nearness import OF_SOMEBODY, STAY, TAKEN, together
from conversations.facts import Facts, Helping
from conversations.flow import OFFICER
from conversations.text import Say, mark, say
from conversations.words import plain

Word = Say | Callable[[Facts], Say]

# What helps now, one thing each; the next word is the next of them

NOW: dict[str, tuple[Word, ...]] = {
    CaseKind.PUTUS_ASA.value: (
        say("Panggil satu orang yang paling dekat. Minta ia duduk menemani Bapak/Ibu."),
        despair_help,
        say(
            "Saya masih membaca. Kalau terasa makin kuat, keluarlah dari kamar. "
            "Temui siapa pun yang ada."
        ),
        say("Pelan-pelan saja. Ada siapa di dekat Bapak/Ibu sekarang? Boleh ditulis di sini."),
        say(
            "Jauhkan dulu yang bisa melukai. Titipkan ke tetangga. "
            "Hari ini tidak perlu memutuskan apa pun."
        ),
    ),
    CaseKind.ANCAMAN.value: (
        say("Kalau orangnya dekat, pergilah dulu ke tempat ramai atau ke tetangga."),
        violence_help,
        say("Beri tahu satu orang yang dipercaya di mana Bapak/Ibu sekarang."),
        say(
            "Kalau ponsel ini bisa dibaca orang, hapus obrolan ini dulu. Nanti boleh menulis lagi."
        ),
    ),
    CaseKind.KELAPARAN.value: (
        say(
            "Yang paling cepat: tetangga, RT, atau kantor desa. "
            "Bilang apa adanya: tidak ada yang dimakan."
        ),
        say("Ada bayi atau orang sakit? Yang lemas, bawa ke puskesmas sekarang."),
        ministry,
        say("Tulis berapa orang di rumah, dan siapa yang paling lemah. Petugas membacanya."),
    ),
    CaseKind.PBI_NONAKTIF.value: (
        say(
            "Kalau keadaannya gawat, ke IGD sekarang. Jangan menunggu kartunya. "
            "Suratnya boleh diurus keluarga lain."
        ),
        say(
            "Minta surat keterangan perlu berobat dari dokternya. "
            "Bawa ke Dinas Sosial atau desa, dengan KTP dan KK."
        ),
        ministry,
        say(
            "Di rumah sakit, temui bagian pendaftaran. "
            "Katakan: KIS tidak aktif dan sedang diurus ke Dinas Sosial."
        ),
    ),
    CaseKind.KARTU.value: (
        say("Tidak perlu meminta kartu sendiri kalau merasa tidak aman."),
        say("Simpan yang ada: buku tabungan, struk, atau pesan. Jangan berikan PIN ke siapa pun."),
        say("Ingat tanggal dan jumlah potongannya? Boleh ditulis di sini."),
    ),
    CaseKind.DANA_HILANG.value: (
        say("Telepon bank sekarang; nomornya ada di belakang kartu. Minta kartunya diblokir."),
        say("Di bank, minta cetak buku tabungan. Di situ terlihat kapan uangnya diambil."),
        say("Simpan pesan dan bukti kirimnya. Kode SMS dan PIN jangan ditulis di mana pun."),
    ),
}
OTHERWISE: tuple[Word, ...] = (
    say("Kalau ada bahaya sekarang, panggil tetangga atau RT dulu."),
    say("Tulis apa yang terjadi, sependek apa pun."),
    ministry,
)


def worse(kind: str, text: str, near: Degree = Degree.THOUGHTS) -> tuple[Say, ...]:
    """Say at once what to do where somebody in despair is nearer to it; empty where not.

    ``near``: the worst that was told before.
    """
    own = degree(text, before=True)
    if kind != CaseKind.PUTUS_ASA.value or own is Degree.THOUGHTS:
        return ()
    return WORSE.get(together(near, own), ())


WORSE = {
    Degree.MEANS: (
        say(
            "Tolong taruh dulu, Bapak/Ibu. Jauhkan sekarang: keluarkan dari rumah, "
            "atau beri ke tetangga. "
            'Lalu pergi ke orang terdekat dan bilang: "temani saya". Jangan sendirian.'
        ),
        say(
            "Tunggu dulu, Bapak/Ibu; jangan sekarang. Buka pintu, dan panggil tetangga. "
            "Minta mereka membawa barang itu pergi. Saya tetap di sini."
        ),
    ),
    Degree.TAKEN: (
        say(
            "Sekarang juga ke IGD atau puskesmas. Panggil siapa pun yang dekat untuk mengantar. "
            "Bawa bungkus atau botolnya. Jangan menunggu jawaban di sini."
        ),
        say(
            "Berteriaklah ke tetangga, atau telepon satu orang: minta diantar ke IGD. "
            "Buka pintunya, supaya orang bisa masuk. Kalau mengantuk, jangan berbaring sendirian."
        ),
    ),
    Degree.SOMEBODY: (
        say(
            "Temani dia, jangan ditinggal. Jauhkan racun, tali, dan benda tajam. "
            "Panggil satu orang lagi. Kalau memburuk, bawa ke IGD."
        ),
    ),
    Degree.SOMEBODY_TAKEN: (
        say(
            "Bawa dia ke IGD atau puskesmas sekarang. Minta tetangga mengantar. "
            "Bawa bungkus atau botolnya. Jangan menunggu jawaban di sini."
        ),
    ),
}


def word(
    facts: Facts,
    kind: str,
    text: str,
    told: tuple[int, str],
    *,
    called: bool = True,
    near: Degree = Degree.THOUGHTS,
) -> Say:
    """Give the next word: what is worse, what was asked, or the next thing that helps.

    ``told``: how many words were given already, and the mark of the last one;
    ``near``: the worst that was told of a despair.
    """
    turn, last = told
    near = near if kind == CaseKind.PUTUS_ASA.value else Degree.THOUGHTS
    ways = STAY.get(near) or NOW.get(kind, OTHERWISE)
    rest = (ways[(turn + step) % len(ways)] for step in range(len(ways)))
    apart = near in TAKEN or near in OF_SOMEBODY
    asked = (
        answer_near(facts, near, text, called=called)
        if apart
        else answer(facts, kind, text, called=called)
    )
    next_ones = (one if isinstance(one, Say) else one(facts) for one in rest)
    several = (*worse(kind, text, near), asked, *next_ones)
    return next(one for one in several if one is not None and mark(one) != last)


def due(case: Helping, text: str, *, quiet: bool) -> bool:
    """Tell whether a message in an open talk with an officer gets a word of Peka's own.

    A cry always; else where it is urgent and nobody has answered: about a life every message,
    about the rest what asks something, or follows on a silence.
    """
    if is_cry(text) or worse(case.kind, text):
        return True
    if not case.urgent or case.answered:
        return False
    if not text:  # a picture or a voice note: that it has arrived
        return True
    return case.kind in LIVES or quiet or asks(text) or ACUTE.search(plain(text)) is not None


CALL = say('Mau dibantu orang? Pilih "{label}", atau tulis "tolong".', label=OFFICER.label)
