"""The flows around everything else: consent, menu, help, language, education, one's own data."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bansos.staff import Act, StaffRole, may
from conversations.around.consent import notice
from conversations.facts import Facts
from conversations.flow import MENU, OFFICER, Ask, Closing, Flow, Is, Step, close
from conversations.readers import (
    Answers,
    Choice,
    ChoiceOrWords,
    Good,
    Option,
    Value,
    yes_no,
)
from conversations.said import Said
from conversations.text import Say, label, lines, paragraphs, say, say_n, sentence
from conversations.understand.english import is_english
from conversations.words import plain


@dataclass(frozen=True, slots=True)
class SetLanguage:
    """Speak ``language`` (id or en) with this person from now on. Result: none."""

    language: str


@dataclass(frozen=True, slots=True)
class SetEducation:
    """Send education messages, or no longer. Result: none."""

    wanted: bool


@dataclass(frozen=True, slots=True)
class EraseMe:
    """Forget this person; official records stay, without the way to this chat. Result: none."""


def greeting(facts: Facts) -> Say:
    """Greet: at length the first time, short afterwards."""
    if facts.person.known:
        return say("Ada yang bisa saya bantu, Bapak/Ibu? Pilih, atau tulis saja.")
    return say(
        "Salam, Bapak/Ibu. Saya Peka dari {office}. "
        "Saya bantu soal PKH, Sembako, dan KIS gratis.\n\n"
        "Saya program komputer; petugas bisa dipanggil kapan saja. "
        "Semua gratis. PIN dan kode SMS (OTP) tidak pernah saya minta.\n\n"
        'Pilih, atau tulis saja, misalnya "pkh saya belum cair".',
        office=facts.office.name,
    )


CHECK = Step(label("Cek status"), "status", more=say("PKH, Sembako, KIS: sudah sampai mana"))
REPORT = Step(label("Lapor"), "lapor", more=say("Bantuan yang salah sasaran"))
LEAVE = Step(
    label("Keluar dari bantuan"), "graduasi", more=say("Graduasi mandiri, kalau sudah mampu")
)
RECEIPT = Step(label("Kode laporan"), "kode_laporan", more=say("Kabar laporan Bapak/Ibu"))
CARD = Step(label("Jaga kartu"), "pekasesama", more=say("Pelajaran singkat, kuis, sertifikat"))
ASK_OFFICER = Step(OFFICER.label, OFFICER.flow, more=say("Dijawab oleh orang, bukan mesin"))
MY_DATA = Step(label("Data saya"), "data_saya", more=say("Melihat atau menghapus"))
LANGUAGE = Step(label("Bahasa / Language"), "bahasa")
TASKS = Step(label("Tugas"), "tugas", more=say("Laporan dan pertanyaan di wilayah Bapak/Ibu"))
LEAVING = Step(
    label("Daftar graduasi"), "graduasi_daftar", more=say("Permintaan keluar di wilayah")
)
FAMILY_CODE = Step(label("Kode keluarga"), "kode", more=say("Untuk keluarga di depan Bapak/Ibu"))


BROADCASTS = Step(label("Siaran"), "siaran", more=say("Pesan untuk banyak warga"))
RESULTS = Step(label("Hasil belajar"), "hasil_belajar", more=say("Pelajaran kartu per desa"))
TEACH = Step(label("Ajari Peka"), "ajari", more=say("Tulisan warga yang belum dimengerti"))
AS_CITIZEN = Step(
    label("Menu warga"), "menu_warga", more=say("Pilihan seperti yang dilihat warga")
)
FOR_CITIZENS = (CHECK, REPORT, RECEIPT, CARD, LEAVE, ASK_OFFICER, MY_DATA, LANGUAGE)
FOR_OFFICERS = (
    (TASKS, Act.SEE_CASES),
    (LEAVING, Act.SEE_FAMILIES),
    (FAMILY_CODE, Act.GIVE_CODES),
    (BROADCASTS, Act.PROPOSE),
    (RESULTS, Act.SEE_FAMILIES),
    (TEACH, Act.PROPOSE),
)
"""What an officer finds in the menu, and the right that goes with it; WhatsApp lists ten."""


def menu(facts: Facts, _result: object) -> Closing:
    """Show what can be done; officers see their work, and the citizens' menu behind a button."""
    if facts.staff is None:
        return close(greeting(facts), steps=FOR_CITIZENS)
    own = (step for step, act in FOR_OFFICERS if may(StaffRole(facts.staff.role), act))
    return close(greeting(facts), steps=(*own, AS_CITIZEN, LANGUAGE))


MENU_FLOW = Flow(name="menu", title=say("Menu"), aside=True, after=menu)
MENU_OF_CITIZENS = Flow(
    name="menu_warga",
    title=say("Menu warga"),
    after=lambda facts, _result: close(greeting(facts), steps=FOR_CITIZENS),
)

BANTUAN = Flow(
    name="bantuan",
    title=say("Bantuan"),
    after=lambda _facts, _result: close(
        say(
            "Tulis seperti biasa, atau pilih tombol. Angkanya juga bisa diketik.\n\n"
            "Kata yang bisa diketik:\n"
            "menu – semua pilihan\n"
            "kembali – satu pertanyaan mundur\n"
            "batal – berhenti, tidak dikirim\n"
            "petugas – bicara dengan orang\n"
            "data saya – melihat atau menghapus data\n"
            "berhenti – pesan edukasi tidak dikirim lagi\n"
            "mulai – pesan edukasi dikirim lagi\n"
            "bahasa – ganti bahasa"
        ),
        steps=(OFFICER, MENU),
    ),
)

TONGUES = (
    ("en", re.compile(r"\b(?:english|inggris|inggeris)\b")),
    ("id", re.compile(r"\b(?:bahasa indonesia|indonesian)\b")),
)


def tongue(_facts: Facts, text: str) -> dict[str, Value]:
    """Hear which language is wanted: it is not asked again."""
    named = [key for key, words in TONGUES if words.search(plain(text))]
    return {"bahasa": named[0]} if len(named) == 1 else {}


@dataclass(frozen=True, slots=True)
class Tongue(ChoiceOrWords):
    """A language, by choice or by being written in."""

    def hear(self, said: Said, facts: Facts, answers: Answers) -> Good | None:
        """Find the language that is named; whoever goes on in English wants English."""
        named = tongue(facts, said.text)
        if named or is_english(said.text):
            return Good(named.get("bahasa", "en"))
        return None


BAHASA = Flow(
    name="bahasa",
    title=say("Bahasa"),
    asks=(
        Ask(
            "bahasa",
            say("Pilih bahasa. / Choose a language."),
            Tongue(
                (
                    Option(
                        "id", label("Bahasa Indonesia"), frozenset({"indonesia", "indo", "id"})
                    ),
                    Option("en", label("English"), frozenset({"inggris", "en", "bahasa inggris"})),
                )
            ),
        ),
    ),
    heard=tongue,
    arg="bahasa",
    done=lambda _facts, answers: SetLanguage(str(answers["bahasa"])),
    side=True,
    after=lambda _facts, _result: close(say("Baik, kita pakai bahasa ini.")),
    leaf=True,
)

BERHENTI = Flow(
    name="berhenti",
    title=say("Berhenti pesan edukasi"),
    done=lambda _facts, _answers: SetEducation(wanted=False),
    after=lambda _facts, _result: close(
        say(
            "Baik. Pesan edukasi tidak dikirim lagi. "
            "Kabar tentang laporan Bapak/Ibu tetap datang. "
            'Mau menerima lagi? Ketik "mulai".'
        )
    ),
)
MULAI = Flow(
    name="mulai",
    title=say("Mulai pesan edukasi"),
    done=lambda _facts, _answers: SetEducation(wanted=True),
    after=lambda _facts, _result: close(
        say('Baik. Pesan edukasi dikirim lagi. Mau berhenti? Ketik "berhenti".')
    ),
)


def kept(facts: Facts, _answers: Answers) -> Say:
    """Say what is kept about the asker."""
    if facts.kept is None or facts.kept.since is None:
        return lines(say("Belum ada data Bapak/Ibu yang saya simpan."), ERASE_OR_NOT)
    known = facts.kept
    return paragraphs(
        lines(
            say("Yang saya simpan sejak {since}:", since=facts.kept.since),
            say("• alamat obrolan ini, bahasa, dan izin")
            if facts.person.consented
            else say("• alamat obrolan ini dan bahasa"),
            say_n("• {n} keluarga terhubung", "• {n} keluarga terhubung", known.links)
            if known.links
            else None,
            say_n("• {n} laporan atau pertanyaan", "• {n} laporan atau pertanyaan", known.reports)
            if known.reports
            else None,
            say_n("• {n} pelajaran PEKASESAMA", "• {n} pelajaran PEKASESAMA", known.lessons)
            if known.lessons
            else None,
            say_n("• {n} isian belum selesai", "• {n} isian belum selesai", known.drafts)
            if known.drafts
            else None,
        ),
        lines(say("Isi obrolan dihapus 7 hari setelah selesai."), notice(facts) or AT_THE_DESK),
        ERASE_OR_NOT,
    )


ERASED = Closing(
    (
        say(
            "Sudah dihapus. Catatan resmi di kantor tetap ada. "
            "Bapak/Ibu boleh menulis lagi kapan saja."
        ),
    ),
    forget=True,
)
LEFT = close(say("Baik, tidak ada yang berubah."))
AT_THE_DESK = say("Aturan menjaga data bisa dibaca di kantor, atau tanya petugas.")
ERASE_OR_NOT = say("Mau dihapus, atau dibiarkan?")
DATA_SAYA = Flow(
    name="data_saya",
    title=say("Data saya"),
    leaf=True,
    facts=("kept",),
    asks=(
        Ask(
            "mau",
            kept,
            Choice(
                (
                    Option("hapus", label("Hapus data saya"), frozenset({"hapus", "delete"})),
                    Option("biar", label("Biarkan"), frozenset({"tidak", "jangan", "biar"})),
                )
            ),
            grave=True,
        ),
        Ask(
            "yakin",
            say(
                "Kalau dihapus: hubungan keluarga, isian, dan obrolan hilang, "
                "dan tidak bisa dikembalikan. "
                "Catatan resmi tetap ada di kantor, misalnya laporan yang sedang diperiksa. "
                "Kabarnya tidak lagi sampai ke sini; hanya kode laporan yang bisa membukanya.\n\n"
                'Masih bisa berhenti sekarang. Setelah "Ya, hapus" tidak bisa lagi.'
            ),
            yes_no(label("Ya, hapus"), label("Tidak jadi")),
            only=Is("mau", ("hapus",)),
            grave=True,
        ),
    ),
    done=lambda _facts, answers: EraseMe() if answers.get("yakin") == "ya" else None,
    after=lambda _facts, result: ERASED if isinstance(result, EraseMe) else LEFT,
)
KABAR_BACA = Flow(
    name="kabar_baca",
    title=say("Kabar"),
    side=True,
    after=lambda facts, _result: (
        close() if facts.freed else close(say("Belum ada kabar baru, Bapak/Ibu."), steps=(MENU,))
    ),
)
"""The button of a template: the news that waited goes before the answer, and is the answer."""
TERIMA_KASIH = Flow(
    name="terima_kasih",
    title=say("Terima kasih"),
    after=lambda _facts, _result: close(
        sentence(say("Sama-sama, Bapak/Ibu."), say("Kalau ada yang lain, tulis saja."))
    ),
)


def greeted(facts: Facts, result: object) -> Closing:
    """Greet back; somebody new is shown everything."""
    if not facts.person.known:
        return menu(facts, result)
    return close(say("Salam, Bapak/Ibu. Apa yang bisa saya bantu? Tulis saja, atau buka Menu."))


SALAM = Flow(name="salam", title=say("Salam"), after=greeted)

FLOWS = (
    MENU_OF_CITIZENS,
    MENU_FLOW,
    BANTUAN,
    BAHASA,
    BERHENTI,
    MULAI,
    DATA_SAYA,
    KABAR_BACA,
    TERIMA_KASIH,
    SALAM,
)
