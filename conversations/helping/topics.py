"""What a talk with an officer is about: the topics, offered or read out of a story."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bansos.cases import CaseKind
from conversations.danger.alarms import ONLY_WATER
from conversations.facts import Facts
from conversations.flow import Is
from conversations.readers import Answers, Choice, Good, Option, Words, Wrong
from conversations.said import Kind, Meant, Said
from conversations.text import label, say
from conversations.words import plain

TOPICS = {
    "ancaman": CaseKind.ANCAMAN,
    "darurat": CaseKind.ANCAMAN,
    "dipaksa_keluar": CaseKind.ANCAMAN,
    "putus_asa": CaseKind.PUTUS_ASA,
    "kartu": CaseKind.KARTU,
    "dana_hilang": CaseKind.DANA_HILANG,
    "sudah_tertipu": CaseKind.DANA_HILANG,
    "pbi_nonaktif": CaseKind.PBI_NONAKTIF,
}
"""What a text was understood as, and the topic that it makes."""
HUNGRY = re.compile(
    r"\b(?:ke)?lapar(?:an)?\b|"
    r"\b(?:belum|blm|tidak|tdk|gak|ga|nggak|ora|tak) (?:bisa |sempat |dapat )?ma(?:ka|nga)n\b|"
    r"\b(?:tidak|tdk|gak|ga|nggak) (?:ada|punya) (?:(?:yang|yg) (?:di|bisa di)?makan|makan\w*|"
    r"beras|susu)|"
    rf"{ONLY_WATER}|"
    r"\bberas (?:\w+ )?habis|\bhabis beras|\bbuat makan\b|\b(?:hungry|no food)\b"
)
"""How people write that there is nothing to eat."""
WRONG_DATA, DROPPED = "data_salah", "dicoret"
"""Topics of a question that many come with; each makes a case of kind BANTUAN."""
HINTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        CaseKind.ANCAMAN,
        re.compile(r"\b(?:di|meng|ng)?ancam|\b(?:di)?paksa|\b(?:di|me)?[pm]ukul|\btakut\b"),
    ),
    (CaseKind.KELAPARAN, HUNGRY),
    (
        CaseKind.DANA_HILANG,
        re.compile(
            r"\b(?:uang|saldo|duit|dana)\b.*\b(?:h?ilang|raib|diambil|dicuri|ludes)|"
            r"\b(?:h?ilang|raib|dicuri)\b.*\b(?:uang|saldo|duit)|"
            r"\b(?:ke|ter|di)tipu\w*|\bpenipu\w*|\bkena tipu"
        ),
    ),
    (CaseKind.KARTU, re.compile(r"\b(?:kartu|kks|atm)\b.*(?:pegang|tahan|simpan|minta)|potong")),
    (CaseKind.KARTU, re.compile(r"(?:pegang|tahan)\b.*\b(?:kartu|kks|atm)\b|pungli")),
    (CaseKind.PBI_NONAKTIF, re.compile(r"\b(?:kis|bpjs|pbi)\b")),
    (DROPPED, re.compile(r"\b(?:ke|ter|di)?(?:blokir|coret)\w*|\bdi(?:cabut|hapus|keluarkan)\w*")),
    (
        WRONG_DATA,
        re.compile(
            r"\b(?:data|nama|nik|kk|alamat|desil|tanggal lahir)\w*\b.*\b(?:salah|keliru|beda)|"
            r"\b(?:salah|keliru) (?:data|nama|nik|kk|alamat|desil)"
        ),
    ),
)
_CALLING = """
saya sy aku mau mw ingin pengen bisa boleh minta tolong bicara bicarakan ngomong berbicara dengan
dg sama ke kepada hubungi panggil tanya nanya petugas operator admin cs orang manusia pendamping
pak bu bapak ibu dong ya kak min mas mbak soal tentang langsung i want to talk an officer a human
please
"""
CALLING = frozenset(_CALLING.split())
"""Words that only call for a human; what is left beside them is the story."""
LEAST_WORDS, LEAST_LETTERS = 3, 12


def story(text: str) -> bool:
    """Tell whether a text says more than that a human is wanted."""
    left = [one for one in plain(text).split() if one not in CALLING]
    return len(left) >= LEAST_WORDS and len(" ".join(left)) >= LEAST_LETTERS


def topic(text: str, meant: tuple[Meant, ...] = ()) -> str:
    """Tell what a story is about, where that is clear; else it is a question."""
    sure = (one.intent for one in meant if not one.perhaps)
    known = next((TOPICS[one] for one in sure if one in TOPICS), None)
    folded = plain(text)
    hinted = next((kind for kind, hint in HINTS if hint.search(folded)), CaseKind.BANTUAN)
    found = known or hinted
    return HELD if found == CaseKind.KARTU else str(found)


HELD = "kartu_dipegang"
"""The topic, and the flow, of a card in other hands: it asks more than the other topics."""
URGENT = frozenset({"mendesak", HELD, "temani"})
"""The flows behind the button of a danger: they lead to a human."""
IN_GOOD_HANDS = (
    "kartu",
    "dana_hilang",
    "sudah_tertipu",
    "pbi_nonaktif",
    "takut",
    "dipaksa_keluar",
    "dipaksa_paket",
)
"""Urgent flows that do not cut in where the matter is on its way to a human."""


@dataclass(frozen=True, slots=True)
class Subject(Choice):
    """What it is about, or the story itself: then the topic is taken from it."""

    def read(self, said: Said, facts: Facts, answers: Answers) -> Good | Wrong:
        """Keep a story as the answer to what there is to tell as well."""
        if said.kind is Kind.TAP and said.tap == CaseKind.KARTU.value:
            return Good(HELD)  # a button of an earlier release
        read = Choice.read(self, said, facts, answers)
        if isinstance(read, Good) or said.kind not in {Kind.TEXT, Kind.VOICE}:
            return read
        told = Words(voice=True, least=3).read(said, facts, answers)
        if not isinstance(told, Good):
            return told
        about = topic(said.text, said.meant)
        if said.kind is Kind.TEXT and not story(said.text):
            return read if about == CaseKind.BANTUAN.value else Good(about)
        return Good(about, {"isi": told.value})


KINDS = Subject(
    (
        Option(CaseKind.BANTUAN.value, label("Pertanyaan"), frozenset({"tanya", "bertanya"})),
        Option(
            HELD,
            label("Kartu atau potongan"),
            frozenset({"kartu", "potongan", "dipotong", "pungli"}),
            say("Kartu dipegang orang lain, atau uangnya dipotong"),
        ),
        Option(
            CaseKind.DANA_HILANG.value,
            label("Uang hilang"),
            frozenset({"hilang", "saldo hilang"}),
            say("Uang bantuan hilang atau diambil orang lain"),
        ),
        Option(
            CaseKind.KELAPARAN.value,
            label("Butuh makan"),
            frozenset({"lapar", "kelaparan", "makan", "makanan"}),
            say("Tidak ada makanan di rumah"),
        ),
        Option(
            CaseKind.PBI_NONAKTIF.value,
            label("KIS tidak aktif"),
            frozenset({"kis", "bpjs", "bpjs mati"}),
            say("KIS mati, padahal perlu berobat"),
        ),
        Option(
            CaseKind.ANCAMAN.value,
            label("Merasa terancam"),
            frozenset({"takut", "diancam", "ancaman"}),
            say("Ada yang mengancam atau memaksa"),
        ),
        Option(
            WRONG_DATA,
            label("Data salah"),
            frozenset({"data", "salah data", "nama salah", "nik salah", "data keliru"}),
            say("Nama, NIK, alamat, atau desil yang keliru"),
        ),
        Option(
            DROPPED,
            label("Diblokir, dicoret"),
            frozenset({"blokir", "diblokir", "dicoret", "coret", "dicabut"}),
            say("Bantuan diblokir, atau nama tidak ada lagi"),
        ),
    )
)
ABOUT_SOMEBODY = Is(
    "perihal", (CaseKind.KARTU.value, CaseKind.DANA_HILANG.value, CaseKind.ANCAMAN.value)
)
ELSEWHERE = Is("perihal", (HELD,))


def kind_of(answers: Answers) -> CaseKind:
    """Name the kind of case that a topic makes."""
    about = str(answers[TOPIC])
    return CaseKind.BANTUAN if about in ABOUT else CaseKind(about)


TOPIC = "perihal"
"""The key of what it is about."""
STRAIGHT = frozenset(
    {
        HELD,
        CaseKind.KARTU.value,
        CaseKind.DANA_HILANG.value,
        CaseKind.ANCAMAN.value,
        CaseKind.PUTUS_ASA.value,
    }
)
"""Topics that no officer of the field reads: there nothing that was told is kept back."""


ABOUT = {WRONG_DATA: "Soal: data salah.", DROPPED: "Soal: diblokir atau dicoret."}
"""What an officer reads first of a question whose kind alone does not tell what it is about."""


ALONE = (CaseKind.KELAPARAN.value, CaseKind.PBI_NONAKTIF.value)
"""Urgent matters that are about nobody else: one open case of them is enough."""
NOT_URGENT = Is("perihal", (CaseKind.BANTUAN.value, WRONG_DATA, DROPPED))
