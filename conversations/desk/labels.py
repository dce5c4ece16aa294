"""How a case is named to officers: short on a button, whole beside it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from bansos.cases import CaseKind, Category
from conversations.facts import Facts, Task
from conversations.phrases import name_of
from conversations.text import LABEL_LIMIT, Say, say, word

SHORT: Mapping[str, str] = {
    CaseKind.PUTUS_ASA: "Putus asa",
    CaseKind.ANCAMAN: "Ancaman",
    CaseKind.KARTU: "Kartu",
    CaseKind.KELAPARAN: "Butuh makan",
    CaseKind.DANA_HILANG: "Uang hilang",
    CaseKind.BUKAN_SAYA: "Bukan saya",
    CaseKind.PBI_NONAKTIF: "KIS mati",
    CaseKind.SALAH_MENINGGAL: "Masih hidup",
    CaseKind.JUDOL: "Rekening",
    CaseKind.GRADUASI: "Keluar",
    CaseKind.MASIH_CAIR: "Masih cair",
    CaseKind.LAPOR: "Laporan",
    CaseKind.SANGGAH: "Sanggah",
    CaseKind.USULAN: "Usulan",
    CaseKind.MODAL_USAHA: "Modal",
    CaseKind.BANTUAN: "Tanya",
    CaseKind.KUNJUNGAN: "Kunjungi",
    Category.ALAMAT_TIDAK_ADA: "Alamat",
    Category.ORANG_TIDAK_ADA: "Pindah",
    Category.MENINGGAL: "Meninggal",
    Category.ASN_TNI_POLRI: "ASN",
    Category.KELUARGA_ASN: "Kel. ASN",
    Category.PENSIUNAN: "Pensiun",
    Category.GAJI_NEGARA: "Gaji",
    Category.PERANGKAT_DESA: "Aparat",
    Category.GURU_SERTIFIKASI: "Guru",
    Category.TENAGA_KESEHATAN: "Nakes",
    Category.PENGURUS_PERUSAHAAN: "Usaha",
    Category.UPAH_MINIMUM: "Upah",
    Category.MAMPU: "Mampu",
    Category.MENOLAK: "Menolak",
    Category.GANDA: "Ganda",
    Category.SDM_KESOS: "Pendamping",
}
"""A word for each kind, so that the village has room beside it."""
SHORT_ENGLISH: Mapping[str, str] = {
    CaseKind.PUTUS_ASA: "Despair",
    CaseKind.ANCAMAN: "Threat",
    CaseKind.KARTU: "Card",
    CaseKind.DANA_HILANG: "Money gone",
    CaseKind.BUKAN_SAYA: "Not me",
    CaseKind.KELAPARAN: "No food",
    CaseKind.PBI_NONAKTIF: "KIS off",
    CaseKind.SALAH_MENINGGAL: "Alive",
    CaseKind.JUDOL: "Account",
    CaseKind.GRADUASI: "Leaving",
    CaseKind.MASIH_CAIR: "Still paid",
    CaseKind.LAPOR: "Report",
    CaseKind.SANGGAH: "Objection",
    CaseKind.USULAN: "Proposal",
    CaseKind.MODAL_USAHA: "Capital",
    CaseKind.BANTUAN: "Question",
    CaseKind.KUNJUNGAN: "Visit",
    Category.ALAMAT_TIDAK_ADA: "Address",
    Category.ORANG_TIDAK_ADA: "Moved",
    Category.MENINGGAL: "Deceased",
    Category.ASN_TNI_POLRI: "Civil serv.",
    Category.KELUARGA_ASN: "CS family",
    Category.PENSIUNAN: "Pension",
    Category.GAJI_NEGARA: "State pay",
    Category.PERANGKAT_DESA: "Village off.",
    Category.GURU_SERTIFIKASI: "Teacher",
    Category.TENAGA_KESEHATAN: "Health",
    Category.PENGURUS_PERUSAHAAN: "Business",
    Category.UPAH_MINIMUM: "Wage",
    Category.MAMPU: "Well-off",
    Category.MENOLAK: "Refused",
    Category.GANDA: "Twice",
    Category.SDM_KESOS: "Companion",
}


def short_in(language: str) -> Mapping[str, str]:
    """Give the short words of a language: made to fit a button, so no catalogue has them."""
    return SHORT_ENGLISH if language == "en" else SHORT


def labelled(task: Task, facts: Facts, sign: str = "") -> str:
    """Name a case on a button: its kind, its village, and what tells it from one alike."""
    village = facts.regions.name(task.village) if task.village else ""
    kind = short_in(facts.person.language).get(task.category or task.kind, "")
    room = LABEL_LIMIT - len(sign) - 1 if sign else LABEL_LIMIT
    return f"{fitted(kind, village, room)} {sign}".strip()


def fitted(kind: str, village: str, room: int = LABEL_LIMIT) -> str:
    """Put kind and village on a button; where it is too long, whole words go."""
    text = ", ".join(part for part in (kind, village) if part)
    if len(text) <= room:
        return text
    cut = text[: room - 1]
    whole = cut[: cut.rfind(" ")].rstrip(" ,")
    return f"{whole}…" if len(whole) > len(kind) else f"{cut.rstrip()}…"


def kind_of(task: Task, facts: Facts) -> Say:
    """Name what a case is about: its category, or its kind."""
    for kinds, value in ((Category, task.category), (CaseKind, task.kind)):
        member = member_of(kinds, value)
        if member is not None:
            return name_of(member, facts)
    return word(task.category or task.kind)


def member_of(kinds: type[StrEnum], value: str) -> StrEnum | None:
    """Find a member by its value."""
    return next((one for one in kinds if one.value == value), None)


NO_PLACE = say("tempat belum diketahui")
