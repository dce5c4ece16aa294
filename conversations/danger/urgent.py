"""When it is urgent: a card in other hands, violence, despair. Short words, and a human."""

from __future__ import annotations

import re

from bansos.cases import CaseKind
from conversations.danger.alarms import (
    ACUTE,
    BODY_FOR_AID,
    NO_BLOW,
    OTHERS,
    Degree,
    alone_and_ill,
    degree,
)
from conversations.danger.helplines import at_night
from conversations.danger.safety import signed_away
from conversations.facts import Facts
from conversations.flow import MENU, Closing, Flow, Step, close
from conversations.graduation.commands import Withdrawn
from conversations.graduation.pressure import STORY, pressed, pressed_after
from conversations.helping.along import MOST_LETTERS
from conversations.helping.topics import HUNGRY
from conversations.readers import Value
from conversations.text import Say, label, paragraphs, say
from conversations.words import plain

CARD_HELD = Step(label("Bicara petugas"), "kartu_dipegang")
IN_DESPAIR = Step(label("Bicara petugas"), "temani")
MONEY_GONE = Step(label("Bicara petugas"), "mendesak", "dana_hilang")
THREATENED = Step(label("Bicara petugas"), "mendesak", "ancaman")
REPORT_SAFELY = Step(label("Lapor tanpa nama"), "lapor")
MATTER, HUNGER, SOMEBODY = "soal", "lapar", "orang"
"""What was heard in the words that led here, and what it may be."""
BODY, NEIGHBOUR, ACUTELY = "tubuh", "tetangga", "gawat"
NO_FOOD = Step(label("Bicara petugas"), "mendesak", CaseKind.KELAPARAN.value)
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
# Conduct advice of the Dinas: the bank first, because only the bank can stop the card.
SUDAH_TERTIPU = Flow(
    name="sudah_tertipu",
    title=say("Sudah tertipu"),
    after=lambda _facts, _result: close(
        say(
            "Bapak/Ibu tidak sendirian; penipu memang pintar. Lakukan sekarang juga:\n"
            "1. Telepon bank; nomornya ada di belakang kartu. Minta kartunya diblokir.\n"
            "2. Datangi bank dengan KTP dan buku tabungan. Ganti PIN di sana.\n"
            "3. Sudah mengirim uang? Katakan juga ke bank.\n"
            "4. Jangan dibalas lagi. Simpan pesan dan bukti kirimnya.\n\n"
            "Sesudah itu ceritakan ke petugas di sini, dan lapor ke polisi. "
            "PIN dan kodenya jangan ditulis di sini."
        ),
        steps=(MONEY_GONE, MENU),
    ),
)


def acutely(_facts: Facts, text: str) -> dict[str, Value]:
    """Hear whether somebody is in danger of life: then care comes before any card."""
    return {MATTER: ACUTELY} if ACUTE.search(plain(text)) else {}


CARE_NOW = say(
    "Nyawa dulu, Bapak/Ibu. Kalau belum di rumah sakit, bawa ke IGD sekarang. "
    "Jangan menunggu kartunya. Kalau sudah di sana, panggil perawat: keadaannya berubah.\n\n"
    "Kartunya diurus keluarga lain: minta surat keterangan perlu berobat dari dokter, "
    "lalu bawa ke Dinas Sosial atau desa, dengan KTP dan KK. "
    "(Peraturan Menteri Sosial 3/2026.) Petugas bisa membantu sekarang."
)


PBI_NONAKTIF = Flow(
    name="pbi_nonaktif",
    title=say("KIS tidak aktif"),
    carries=(MATTER,),
    heard=acutely,
    after=lambda _facts, result: (
        close(CARE_NOW, steps=(INSURANCE_OFF, MENU))
        if about(result) == ACUTELY
        else close(
            say(
                "KIS yang tidak aktif bisa diminta aktif lagi kalau perlu berobat. "
                "Melahirkan juga termasuk. "
                "Minta surat keterangan perlu berobat dari puskesmas atau rumah sakit. "
                "Lalu bawa ke Dinas Sosial atau desa, dengan KTP dan KK.\n\n"
                "Hasilnya ditentukan Dinas Sosial dan BPJS. Kalau sedang sakit, bicaralah dengan "
                "petugas sekarang. (Dasarnya: Peraturan Menteri Sosial 3/2026.)"
            ),
            steps=(INSURANCE_OFF, MENU),
        )
    ),
)


HURT = re.compile(r"\b(?:di)?(?:pukul|sekap|ikat|siksa|tampar|tendang|bunuh|ancam)\w*\b")
MYSELF = re.compile(r"\b(?:saya|sy|aku|ku|kami) (?:juga )?(?:di\w|takut|dianiaya|babak)")


def hungry(_facts: Facts, text: str) -> dict[str, Value]:
    """Hear whether it is hunger; who is hurt as well needs other help first."""
    spoken = plain(text)
    if alone_and_ill(spoken):
        return {MATTER: NEIGHBOUR}
    lacks = HUNGRY.search(spoken) and not HURT.search(NO_BLOW.sub(" ", spoken))
    return {MATTER: HUNGER} if lacks else {}


def whose(_facts: Facts, text: str) -> dict[str, Value]:
    """Hear whether somebody else is hurt."""
    spoken = plain(text)
    rest, others = OTHERS.subn("dia", spoken)
    return {MATTER: SOMEBODY} if others and not MYSELF.search(rest) else {}


def about(result: object) -> str:
    """Name what was heard in the words that led here."""
    return str(result.get(MATTER, "")) if isinstance(result, dict) else ""


def hunger(facts: Facts) -> Closing:
    """Answer somebody who has nothing to eat: who is near first, then a human; no promise."""
    return close(
        paragraphs(
            say(
                "Saya ikut prihatin, Bapak/Ibu. Jangan ditahan sendiri. "
                "Minta tolong sekarang ke tetangga, RT, atau kantor desa. "
                "Kalau ada yang lemas atau sakit, segera ke puskesmas."
            ),
            say(
                'Petugas Dinas Sosial bisa membantu. Pilih "Bicara petugas". '
                "Tulis berapa orang, dan apakah ada bayi. Semua gratis."
            ),
            at_night(facts),
        ),
        steps=(NO_FOOD, MENU),
    )


NEAR_NEIGHBOUR = say(
    "Terima kasih sudah peduli. Orang tua yang sakit sendirian perlu ditengok hari ini. "
    "Tanyakan: sudah makan, sudah minum obat? Ajak RT atau kader menengok juga.\n\n"
    "Kalau lemas atau sesak, antar ke puskesmas atau panggil bidan desa. "
    "Petugas Dinas bisa menengok; tulis nama panggilan dan rumahnya di mana."
)


def danger(facts: Facts, result: object) -> Closing:
    """Name those who help at once, and offer a human; promise nothing."""
    if about(result) == HUNGER:
        return hunger(facts)
    if about(result) == NEIGHBOUR:
        return close(paragraphs(NEAR_NEIGHBOUR, TO_A_HUMAN), steps=(NO_FOOD, MENU))
    office = facts.office
    return close(
        paragraphs(
            say(
                "Saya di sini, Bapak/Ibu. Apakah Bapak/Ibu aman sekarang? "
                "Kalau tidak, pergilah ke tempat ramai atau tetangga dekat."
            ),
            say(
                "Kekerasan pada perempuan dan anak: {violence}.\n"
                "Kalau hidup terasa terlalu berat: {despair}.",
                violence=office.violence,
                despair=office.despair,
            ),
            as_of(facts),
            TO_A_HUMAN,
        ),
        steps=(THREATENED, MENU),
    )


def how_near(_facts: Facts, text: str) -> dict[str, Value]:
    """Hear how near it is, and whether it is about somebody else."""
    return {MATTER: degree(text, before=True).value}


def despair(facts: Facts, result: object) -> Closing:
    """Answer somebody who no longer wants to live, each degree with what is to be done now."""
    heard = about(result)
    now = NEAR.get(Degree(heard)) if heard in set(Degree) else None
    if now is None:
        told = (BESIDE_YOU, paragraphs(NOT_ALONE_NOW, at_any_hour(facts)))
    else:
        told = (now, at_any_hour(facts))
    return close(paragraphs(*told, TO_A_HUMAN), steps=(IN_DESPAIR, MENU))


def at_any_hour(facts: Facts) -> Say:
    """Name one place to turn to, and who answers day and night."""
    return say(
        "Untuk saat hidup terasa terlalu berat: {despair} (per {day}). "
        "Telepon 24 jam: {phone}, Kementerian Sosial.",
        despair=facts.office.despair,
        day=facts.office.numbers_as_of,
        phone=facts.office.ministry,
    )


BESIDE_YOU = say(
    "Terima kasih sudah menulis, Bapak/Ibu. Bapak/Ibu tidak sendiri. "
    "Apakah Bapak/Ibu aman sekarang?"
)
NOT_ALONE_NOW = say("Jangan sendirian dulu. Panggil keluarga atau tetangga yang dipercaya.")
NEAR = {
    Degree.MEANS: say(
        "Saya di sini, Bapak/Ibu. Tolong taruh dulu, dan jauhkan sekarang. "
        "Keluarkan dari rumah, atau berikan ke tetangga.\n\n"
        "Jangan sendirian. Panggil orang yang paling dekat sekarang juga. "
        'Cukup bilang: "temani saya". Kalau rumah sepi, pergilah ke tetangga.'
    ),
    Degree.TAKEN: say(
        "Bapak/Ibu perlu dokter sekarang juga. Pergilah ke IGD rumah sakit atau puskesmas. "
        "Panggil siapa pun yang dekat untuk mengantar; jangan berangkat sendiri.\n\n"
        "Bawa bungkus atau botolnya, supaya dokter tahu. Ada luka? Tekan dengan kain bersih. "
        "Jangan menunggu jawaban di sini."
    ),
    Degree.SOMEBODY: say(
        "Terima kasih sudah menulis. Temani dia sekarang; jangan ditinggal sendirian. "
        "Jauhkan racun, tali, dan benda tajam.\n\n"
        "Dengarkan saja, jangan dimarahi. Panggil satu orang lagi untuk membantu. "
        "Kalau ia sudah terluka atau minum sesuatu: bawa ke IGD."
    ),
    Degree.SOMEBODY_TAKEN: say(
        "Bawa dia ke IGD rumah sakit atau puskesmas sekarang juga. "
        "Minta tetangga membantu mengantar.\n\n"
        "Bawa bungkus atau botolnya, supaya dokter tahu. Ada luka? Tekan dengan kain bersih. "
        "Jangan menunggu jawaban di sini."
    ),
}


def violence(facts: Facts, result: object) -> Closing:
    """Answer somebody who is hurt, or knows somebody who is: safety first, then who helps."""
    return close(
        paragraphs(
            FOR_SOMEBODY if about(result) == SOMEBODY else FOR_YOU,
            say(
                "Bantuan untuk perempuan dan anak: {violence}.\n"
                "Kalau ponsel dibaca orang lain, hapus obrolan ini.",
                violence=facts.office.violence,
            ),
            as_of(facts),
            TO_A_HUMAN,
        ),
        steps=(THREATENED, MENU),
    )


FOR_YOU = say(
    "Ini bukan salah Bapak/Ibu. Apakah Bapak/Ibu aman sekarang? "
    "Kalau tidak, pergilah ke tempat ramai atau tetangga dekat."
)
FOR_SOMEBODY = say(
    "Terima kasih sudah peduli. Jangan menghadapi pelakunya sendirian. "
    "Kalau orangnya dalam bahaya sekarang, minta tolong tetangga, RT, atau polisi."
)


def body_asked(_facts: Facts, text: str) -> dict[str, Value]:
    """Hear whether somebody of the aid wants a body for it."""
    return {MATTER: BODY} if BODY_FOR_AID.search(plain(text)) else {}


BODY_IS_YOURS = say(
    "Terima kasih sudah berani bercerita. Ini bukan salah Bapak/Ibu. "
    "Bantuan tidak pernah boleh ditukar dengan tubuh. Apakah aman menulis di sini sekarang?\n\n"
    "Jangan menemui orang itu sendirian. Simpan pesannya kalau ada."
)


def fear(facts: Facts, result: object) -> Closing:
    """Answer somebody who is afraid or threatened: first, whether it is safe to write."""
    if about(result) == BODY:
        told = paragraphs(
            BODY_IS_YOURS,
            say(
                "Bantuan untuk perempuan dan anak: {violence} (nomor per {day}).",
                violence=facts.office.violence,
                day=facts.office.numbers_as_of,
            ),
            TO_A_HUMAN,
        )
        return close(told, steps=(THREATENED, MENU))
    return close(
        paragraphs(
            say(
                "Terima kasih sudah bercerita. Apakah aman menulis di sini sekarang? "
                "Kalau tidak, berhenti dulu. Bapak/Ibu boleh menulis lagi kapan saja."
            ),
            say(
                "Tidak boleh ada yang mengancam karena bantuan. "
                "Kartu dan uangnya hak Bapak/Ibu. "
                "Kalau ada kekerasan: {violence} (nomor per {day}).",
                violence=facts.office.violence,
                day=facts.office.numbers_as_of,
            ),
            TO_A_HUMAN,
        ),
        steps=(THREATENED, REPORT_SAFELY, MENU),
    )


ALREADY_SIGNED = say(
    "Tidak apa-apa, Bapak/Ibu; ini bukan salah Bapak/Ibu. Jangan tanda tangan apa pun lagi. "
    "KTP, KKS, dan buku tabungan simpan sendiri.\n\n"
    "Ingat-ingat: siapa yang menyuruh, kapan, dan kertas apa. Petugas Dinas bisa memeriksanya. "
    "Apakah aman menulis di sini sekarang?"
)


def pushed_out(facts: Facts, result: object) -> Closing:
    """Answer somebody who is pushed to leave the aid, or threatened with it: nothing is filed."""
    if isinstance(result, Withdrawn):
        return pressed(facts, result)
    if isinstance(result, dict) and signed_away(str(result.get(STORY) or "")):
        return close(paragraphs(ALREADY_SIGNED, TO_A_HUMAN), steps=(THREATENED, MENU))
    return close(
        paragraphs(
            say(
                "Terima kasih sudah bercerita. Apakah aman menulis di sini sekarang? "
                "Tidak boleh ada yang menyuruh keluar, atau mengancam mencoret. "
                "Keluar atau tidak, Bapak/Ibu sendiri yang memutuskan."
            ),
            say(
                "Jangan tanda tangan kalau tidak mau. Sudah terlanjur? Ceritakan ke petugas. "
                "Merasa tidak aman? Jangan menolak sendirian.\n"
                "Permintaan keluar tidak saya buat."
            ),
            TO_A_HUMAN,
        ),
        steps=(THREATENED, REPORT_SAFELY, MENU),
    )


def as_of(facts: Facts) -> Say:
    """Date the numbers."""
    return say("(Nomor per {day}.)", day=facts.office.numbers_as_of)


TO_A_HUMAN = say(
    "Saya program komputer; petugas bisa menulis di sini. "
    'Pilih "Bicara petugas", atau tulis "tolong". '
    "Saya tidak memberi tahu siapa pun tanpa izin Bapak/Ibu."
)
DARURAT = Flow(name="darurat", title=say("Darurat"), carries=(MATTER,), heard=hungry, after=danger)
PUTUS_ASA = Flow(
    name="putus_asa",
    title=say("Hidup terasa berat"),
    carries=(MATTER,),
    heard=how_near,
    after=despair,
)
KEKERASAN = Flow(
    name="kekerasan", title=say("Kekerasan"), carries=(MATTER,), heard=whose, after=violence
)
TAKUT = Flow(
    name="takut",
    title=say("Takut atau diancam"),
    carries=(MATTER,),
    heard=body_asked,
    after=fear,
)
DIPAKSA_KELUAR = Flow(
    name="dipaksa_keluar",
    title=say("Disuruh keluar"),
    facts=("graduations",),
    carries=(STORY,),
    heard=lambda _facts, text: {STORY: text[:MOST_LETTERS]},
    done=pressed_after,
    after=pushed_out,
)

FLOWS = (
    KARTU,
    DANA_HILANG,
    SUDAH_TERTIPU,
    PBI_NONAKTIF,
    DARURAT,
    PUTUS_ASA,
    KEKERASAN,
    TAKUT,
    DIPAKSA_KELUAR,
)
