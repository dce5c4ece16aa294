"""Which kind of case a danger makes, and which dangers a kind of case is about."""

from __future__ import annotations

from bansos.cases import CaseKind

LIVES = frozenset({CaseKind.PUTUS_ASA.value, CaseKind.ANCAMAN.value, CaseKind.KELAPARAN.value})
"""Kinds in which every message gets a word until an officer has answered."""
KIND_OF = {
    "temani": CaseKind.PUTUS_ASA.value,
    "kartu_dipegang": CaseKind.KARTU.value,
}
"""The kind of case behind a button that names none."""
TOLD_AS = {
    CaseKind.PUTUS_ASA.value: "putus_asa",
    CaseKind.ANCAMAN.value: "takut",
    CaseKind.KELAPARAN.value: "darurat",
    CaseKind.PBI_NONAKTIF.value: "pbi_nonaktif",
    CaseKind.DANA_HILANG.value: "dana_hilang",
    CaseKind.KARTU.value: "kartu",
}
"""The danger, as it is understood, that a kind of case comes from."""


ABOUT = {
    CaseKind.PUTUS_ASA.value: ("putus_asa", "takut"),
    CaseKind.ANCAMAN.value: ("takut", "kekerasan", "darurat", "dipaksa_keluar", "dipaksa_paket"),
    CaseKind.KELAPARAN.value: ("darurat",),
    CaseKind.PBI_NONAKTIF.value: ("pbi_nonaktif",),
}
"""Dangers that an open case of this kind is about: a word is enough there."""


def kind_behind(tap: str) -> str:
    """Give the kind of case that a button to a human opens; empty where it is none."""
    flow, _dot, about = tap.removeprefix(">").partition(".")
    return KIND_OF.get(flow) or about
