"""Cases: kinds, what may be reported, the states a case goes through, and their clocks."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from bansos.staff import AccusedRole, Act, StaffRole, hidden_from, in_charge, may, separate_hands

__all__ = [
    "HIDDEN",
    "AccusedRole",
    "Act",
    "CaseKind",
    "CaseState",
    "Category",
    "StaffRole",
    "allowed",
    "can_move",
    "hidden_from",
    "in_charge",
    "is_final",
    "is_urgent",
    "may",
    "separate_hands",
    "start_of",
    "told_area",
    "working_days",
]


class CaseKind(StrEnum):
    """Why a case exists. Order is urgency: of several intents the first wins."""

    PUTUS_ASA = "putus_asa"
    ANCAMAN = "ancaman"
    KARTU = "kartu"
    KELAPARAN = "kelaparan"
    DANA_HILANG = "dana_hilang"
    BUKAN_SAYA = "bukan_saya"
    PBI_NONAKTIF = "pbi_nonaktif"
    SALAH_MENINGGAL = "salah_meninggal"
    JUDOL = "judol"
    GRADUASI = "graduasi"
    MASIH_CAIR = "masih_cair"
    LAPOR = "lapor"
    SANGGAH = "sanggah"
    USULAN = "usulan"
    MODAL_USAHA = "modal_usaha"
    BANTUAN = "bantuan"
    KUNJUNGAN = "kunjungan"


_URGENT: Final = frozenset(
    {
        CaseKind.PUTUS_ASA,
        CaseKind.ANCAMAN,
        CaseKind.KARTU,
        CaseKind.KELAPARAN,
        CaseKind.DANA_HILANG,
        CaseKind.BUKAN_SAYA,
        CaseKind.PBI_NONAKTIF,
        CaseKind.SALAH_MENINGGAL,
    },
)


class Category(StrEnum):
    """Why a family may be unfit: Kepmensos 73/HUK/2024 as reported by the press in 2025.

    Most apply to any member of the family card, so a report asks for the relation.
    """

    ALAMAT_TIDAK_ADA = "alamat_tidak_ada"
    ORANG_TIDAK_ADA = "orang_tidak_ada"
    MENINGGAL = "meninggal"
    ASN_TNI_POLRI = "asn_tni_polri"
    KELUARGA_ASN = "keluarga_asn"
    PENSIUNAN = "pensiunan"
    GAJI_NEGARA = "gaji_negara"
    PERANGKAT_DESA = "perangkat_desa"
    GURU_SERTIFIKASI = "guru_sertifikasi"
    TENAGA_KESEHATAN = "tenaga_kesehatan"
    PENGURUS_PERUSAHAAN = "pengurus_perusahaan"
    UPAH_MINIMUM = "upah_minimum"
    MAMPU = "mampu"
    MENOLAK = "menolak"
    GANDA = "ganda"
    SDM_KESOS = "sdm_kesos"


class CaseState(StrEnum):
    """Where a case stands. Which states a kind has is told by ``allowed``."""

    DITERIMA = "diterima"
    TELAAH = "telaah"
    GROUNDCHECK = "groundcheck"
    MUSDES = "musdes"
    PUTUSAN = "putusan"
    DITERUSKAN = "diteruskan"
    DIPANTAU = "dipantau"
    SELESAI = "selesai"
    TIDAK_TERBUKTI = "tidak_terbukti"
    DITOLAK = "ditolak"
    DIBATALKAN = "dibatalkan"
    DITANGANI = "ditangani"
    JEDA = "jeda"
    KUNJUNGAN = "kunjungan"
    TANDA_TANGAN = "tanda_tangan"
    DIAJUKAN = "diajukan"
    BERLAKU = "berlaku"
    ASESMEN = "asesmen"
    DISETUJUI = "disetujui"
    MENUNGGU_ANGGARAN = "menunggu_anggaran"
    KLARIFIKASI = "klarifikasi"


_S = CaseState
_Path = Mapping[CaseState, frozenset[CaseState]]


def _path(*steps: tuple[CaseState, set[CaseState]]) -> _Path:
    """Return the transitions; what is only ever reached is final."""
    ways = {state: frozenset(after) for state, after in steps}
    ends = frozenset().union(*ways.values()) - ways.keys()
    return MappingProxyType(ways | dict.fromkeys(ends, frozenset()))


# Domain notes 4.2 and 11: "tidak terbukti" is a normal end, and every step back to the field is
# possible until the decision.
_REPORT: Final = _path(
    (_S.DITERIMA, {_S.TELAAH, _S.DIBATALKAN}),
    (_S.TELAAH, {_S.GROUNDCHECK, _S.DITERUSKAN, _S.DITOLAK, _S.TIDAK_TERBUKTI}),
    (_S.GROUNDCHECK, {_S.MUSDES, _S.PUTUSAN, _S.TIDAK_TERBUKTI}),
    (_S.MUSDES, {_S.GROUNDCHECK, _S.PUTUSAN}),
    (_S.PUTUSAN, {_S.DITERUSKAN, _S.TIDAK_TERBUKTI, _S.DITOLAK}),
    (_S.DITERUSKAN, {_S.DIPANTAU, _S.SELESAI, _S.DITOLAK}),
    (_S.DIPANTAU, {_S.DITERUSKAN, _S.SELESAI}),
)
_HELP: Final = _path(
    (_S.DITERIMA, {_S.DITANGANI, _S.SELESAI, _S.DIBATALKAN}),
    (_S.DITANGANI, {_S.DITERUSKAN, _S.SELESAI, _S.TIDAK_TERBUKTI}),
    (_S.DITERUSKAN, {_S.DITANGANI, _S.DIPANTAU, _S.SELESAI}),
    (_S.DIPANTAU, {_S.DITANGANI, _S.SELESAI}),
)
# Seven days in which nothing changes, then a visit and a signature on paper; revocable until it
# is filed. Nothing but the visit leads to the signature: neither silence nor a refused label.
_GRADUATION: Final = _path(
    (_S.JEDA, {_S.KUNJUNGAN, _S.DIBATALKAN}),
    (_S.KUNJUNGAN, {_S.TANDA_TANGAN, _S.DIBATALKAN}),
    (_S.TANDA_TANGAN, {_S.DIAJUKAN, _S.DIBATALKAN}),
    (_S.DIAJUKAN, {_S.BERLAKU, _S.DITOLAK}),
    (_S.BERLAKU, {_S.DIPANTAU, _S.DITERUSKAN}),
    (_S.DIPANTAU, {_S.DITERUSKAN, _S.SELESAI}),
    (_S.DITERUSKAN, {_S.DIPANTAU}),
)
_PROPOSAL: Final = _path(
    (_S.DITERIMA, {_S.TELAAH, _S.DIBATALKAN}),
    (_S.TELAAH, {_S.GROUNDCHECK, _S.MUSDES, _S.DITERUSKAN, _S.DITOLAK, _S.DIBATALKAN}),
    (_S.GROUNDCHECK, {_S.MUSDES, _S.DITOLAK}),
    (_S.MUSDES, {_S.DITERUSKAN, _S.DITOLAK}),
    (_S.DITERUSKAN, {_S.DISETUJUI, _S.DITOLAK, _S.SELESAI}),
)
_CAPITAL: Final = _path(
    (_S.DITERIMA, {_S.TELAAH, _S.DIBATALKAN}),
    (_S.TELAAH, {_S.DITERUSKAN, _S.DITOLAK, _S.DIBATALKAN}),
    (_S.DITERUSKAN, {_S.ASESMEN, _S.DITOLAK}),
    (_S.ASESMEN, {_S.DISETUJUI, _S.DITOLAK, _S.MENUNGGU_ANGGARAN}),
    (_S.MENUNGGU_ANGGARAN, {_S.ASESMEN, _S.DISETUJUI, _S.DITOLAK}),
)
_GAMBLING: Final = _path(
    (_S.DITERIMA, {_S.KLARIFIKASI, _S.DIBATALKAN}),
    (_S.KLARIFIKASI, {_S.MUSDES, _S.DITERUSKAN, _S.DITOLAK}),
    (_S.MUSDES, {_S.DITERUSKAN, _S.DITOLAK}),
    (_S.DITERUSKAN, {_S.DISETUJUI, _S.DITOLAK, _S.SELESAI}),
)
_PATHS: Final[Mapping[CaseKind, _Path]] = MappingProxyType(
    dict.fromkeys(CaseKind, _HELP)
    | {
        CaseKind.LAPOR: _REPORT,
        CaseKind.GRADUASI: _GRADUATION,
        CaseKind.SANGGAH: _PROPOSAL,
        CaseKind.USULAN: _PROPOSAL,
        CaseKind.MODAL_USAHA: _CAPITAL,
        CaseKind.JUDOL: _GAMBLING,
    }
)

# Working days until somebody must have moved the case: LAPOR! (3 to verify and forward, 5 to
# form a follow-up, 10 without reply), as published by kompas and idntimes; urgent ones 1 day
# (domain notes 11).
_URGENT_DAYS: Final = 1
_DAYS: Final = MappingProxyType(
    {_S.DITERIMA: 3, _S.TELAAH: 5, _S.DITANGANI: 5, _S.KLARIFIKASI: 5, _S.GROUNDCHECK: 10}
    | {_S.KUNJUNGAN: 10, _S.TANDA_TANGAN: 5},
)


def start_of(kind: CaseKind) -> CaseState:
    """Return the first state: a graduation waits its seven days before an officer sees it."""
    return CaseState.JEDA if kind is CaseKind.GRADUASI else CaseState.DITERIMA


def allowed(kind: CaseKind, state: CaseState) -> frozenset[CaseState]:
    """Return the states that may follow; none for a final state or one this kind never has."""
    return _PATHS[kind].get(state, frozenset())


def can_move(kind: CaseKind, state: CaseState, after: CaseState) -> bool:
    return after in allowed(kind, state)


def is_final(kind: CaseKind, state: CaseState) -> bool:
    return not allowed(kind, state)


def is_urgent(kind: CaseKind) -> bool:
    return kind in _URGENT


def working_days(kind: CaseKind, state: CaseState) -> int | None:
    """Return the clock of a state in working days, or None where others set the pace."""
    if is_final(kind, state):
        return None
    if kind is CaseKind.PUTUS_ASA and state is CaseState.DITERIMA:
        return 0  # the same day, or the day on which the office opens again
    if is_urgent(kind) and state is CaseState.DITERIMA:
        return _URGENT_DAYS
    return _DAYS.get(state)


HIDDEN: Final = frozenset({"anonim", "rahasia"})
"""Ways to report in which nothing may stand beside the reporter's own rows."""
_REGENCY_LENGTH: Final = 5


def told_area(kind: CaseKind, accused: AccusedRole, village: str) -> str:
    """Return the place that other systems are told: of what hides from the field, the regency."""
    quiet = is_urgent(kind) or accused is not AccusedRole.NONE
    return village[:_REGENCY_LENGTH] if quiet else village
