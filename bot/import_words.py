"""What an office reads about its spreadsheet: each reason in plain words, with what to do.

In Indonesian only: these sentences go back to whoever keeps the list.
"""

from __future__ import annotations

from typing import Final

from bansos.numbers import FaultKind
from bansos.sheets import Column, Doubt, HeaderFault, Reason, RowFault

COLUMNS: Final = {
    Column.KK: "No KK",
    Column.NIK: "NIK",
    Column.NAME: "Nama",
    Column.BIRTH_DATE: "Tanggal lahir",
    Column.SEX: "JK",
    Column.ADDRESS: "Alamat",
    Column.RT: "RT",
    Column.RW: "RW",
    Column.VILLAGE_CODE: "Kode desa",
    Column.DISTRICT: "Kecamatan",
    Column.VILLAGE: "Desa",
    Column.PROGRAMME: "Program",
    Column.PERIOD: "Periode",
    Column.STATUS: "Status",
    Column.DESIL: "Desil",
    Column.PKH_NUMBER: "No peserta PKH",
    Column.RELATION: "Hubungan",
    Column.COMPONENT: "Komponen",
}
REASONS: Final = {
    Reason.MISSING: "kosong",
    Reason.NUMERIC_CELL: "tersimpan sebagai angka, digit terakhirnya sudah hilang di Excel; "
    "format kolomnya sebagai Teks, lalu salin lagi dari sumbernya",
    Reason.SCIENTIFIC: "tersimpan seperti 3,5E+15, digitnya sudah hilang; format kolomnya "
    "sebagai Teks, lalu salin lagi dari sumbernya",
    Reason.BAD_NUMBER: "nomornya belum benar",
    Reason.TOO_LONG: "terlalu panjang",
    Reason.BAD_NAME: "bukan nama",
    Reason.BAD_DATE: "bukan tanggal yang mungkin",
    Reason.BAD_SEX: "tulis L atau P",
    Reason.BAD_CODE: "bukan kode desa (10 angka)",
    Reason.UNKNOWN_REGION: "kode ini tidak ada di daftar wilayah Kemendagri",
    Reason.OUTSIDE: "kode wilayah ini di luar wilayah kantor (PEKA_REGION)",
    Reason.UNKNOWN_DISTRICT: "kecamatan ini tidak ditemukan di wilayah kantor",
    Reason.UNKNOWN_VILLAGE: "desa ini tidak ditemukan di kecamatan itu",
    Reason.AMBIGUOUS_PLACE: "ada beberapa tempat dengan nama mirip; pakai kode desa",
    Reason.UNKNOWN_PROGRAMME: "program ini belum dikenal; tulis PKH, Sembako, atau PBI-JKN",
    Reason.BAD_PERIOD: "periode tidak terbaca; tulis triwulan dan tahun",
    Reason.BAD_DESIL: "desil 1 sampai 10",
    Reason.UNKNOWN_COMPONENT: "komponen ini belum dikenal",
    Reason.TWO_FAMILIES: "NIK ini sudah ada dengan No KK lain",
    Reason.UNKNOWN_PERSON: "NIK ini belum ada di daftar penerima; muat daftar penerima dulu",
    Reason.OTHER_FAMILY: "di daftar penerima NIK ini ada di No KK lain",
    Reason.WHICH_PROGRAMME: "keluarga ini menerima beberapa program; tulis yang mana",
}
NUMBERS: Final = {
    FaultKind.EMPTY: "kosong",
    FaultKind.NOT_DIGITS: "bukan angka",
    FaultKind.TOO_SHORT: "kurang dari 16 angka",
    FaultKind.TOO_LONG: "lebih dari 16 angka",
    FaultKind.BAD_DAY: "angka ke-7 dan ke-8 bukan hari (01–31, atau 41–71 untuk perempuan)",
    FaultKind.BAD_DATE: "angka ke-7 sampai ke-12 bukan tanggal",
    FaultKind.SERIAL_ZERO: "empat angka terakhir tidak boleh 0000",
    FaultKind.IS_KK: "ini tampaknya No KK",
    FaultKind.IS_NIK: "ini tampaknya NIK",
    FaultKind.IS_CARD: "ini tampaknya nomor kartu bank; hapus dari file",
    FaultKind.IS_PKH_NUMBER: "15 angka: No peserta PKH, atau kurang satu angka",
    FaultKind.IS_PIN: "ini tampaknya PIN; hapus dari file",
}
DOUBTS: Final = {
    Doubt.NIK_DATE_DIFFERS: "tanggal lahir berbeda dengan NIK",
    Doubt.NIK_SEX_DIFFERS: "JK berbeda dengan NIK",
    Doubt.NIK_REGION_UNKNOWN: "kode wilayah di NIK tidak dikenal",
    Doubt.KK_LOOKS_LIKE_NIK: "No KK ini tampak seperti NIK",
    Doubt.PLACE_GUESSED: "ejaan desa atau kecamatan berbeda, dianggap sama",
    Doubt.RELATION_UNKNOWN: "hubungan keluarga tidak dikenal, dikosongkan",
}
EXAMPLE_HEADER: Final = "No KK, NIK, Nama, Kode Desa, Program, Periode, Status"
EXAMPLE_PAYMENTS: Final = "NIK, Program, Periode, Status"
UNKNOWN_STATUS: Final = "status baru, disimpan apa adanya"


def why(fault: RowFault) -> str:
    """Say what is wrong with a cell."""
    if fault.number is not None:
        return NUMBERS[fault.number]
    text = REASONS[fault.reason]
    return f"{text} (baris {fault.other_row})" if fault.other_row else text


def sentence(fault: RowFault) -> str:
    """Say it in one line: where, what stands there, why, and an example."""
    seen = f" “{fault.shown}”" if fault.shown else ""
    example = f" Contoh: {fault.example}." if fault.example and not fault.other_row else ""
    return f"Baris {fault.row}, kolom {COLUMNS[fault.column]}{seen}: {why(fault)}.{example}"


def header_sentence(fault: HeaderFault, example: str = EXAMPLE_HEADER) -> str:
    """Say what the header lacks, with an example of a whole one."""
    parts = []
    if fault.missing:
        lacking = ", ".join(COLUMNS[column] for column in fault.missing)
        parts.append(f"Judul kolom belum lengkap. Tidak ada: {lacking}.")
    for column, headings in fault.duplicates:
        same = " dan ".join(f"“{heading}”" for heading in headings)
        parts.append(f"Dua judul berarti sama ({COLUMNS[column]}): {same}. Hapus salah satu.")
    parts.append(f"Contoh: {example}.")
    return " ".join(parts)
