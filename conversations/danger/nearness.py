"""The worst that was told of a despair stays for an hour: every word after it stays on that.

Poison that was drunk needs a doctor whatever is written next; means at hand have to be put away;
who tells of somebody else is the helper.  Advice on conduct is the office's own.
"""

from __future__ import annotations

import re

from conversations.danger.alarms import Degree
from conversations.text import Say, say
from conversations.words import plain

TAKEN = frozenset({Degree.TAKEN, Degree.SOMEBODY_TAKEN})
OF_SOMEBODY = frozenset({Degree.SOMEBODY, Degree.SOMEBODY_TAKEN})


def together(before: Degree, now: Degree) -> Degree:
    """Put two degrees together: the worse of the two, and somebody else stays somebody else."""
    both = {before, now}
    if both & OF_SOMEBODY:
        return Degree.SOMEBODY_TAKEN if both & TAKEN else Degree.SOMEBODY
    return next((one for one in (Degree.TAKEN, Degree.MEANS) if one in both), Degree.THOUGHTS)


FAR = re.compile(
    r"\b(?:jauh|adoh|jeu|motor\w*|mobil\w*|kendaraan\w*|ambulan\w*|antar|anter|ngantar|nganter|"
    r"sendirian|dewean|dewekan|(?:gak|ga|gk|tidak|tdk|nggak|ora) (?:ada|punya|onok|enek) "
    r"(?:orang|siapa\w*|uang|duit|biaya))\b"
)
DRIVEN = say(
    "Jauh, atau tidak ada kendaraan? Minta tetangga, kepala desa, atau ambulans desa "
    "mengantar ke IGD atau puskesmas. Jangan berangkat sendiri. Bawa bungkus atau botolnya."
)
DRIVEN_THERE = say(
    "Jauh, atau tidak ada kendaraan? Minta tetangga, kepala desa, atau ambulans desa "
    "mengantar dia ke IGD atau puskesmas. Temani dia di jalan. Bawa bungkus atau botolnya."
)
STAY: dict[Degree, tuple[Say, ...]] = {
    Degree.MEANS: (
        say(
            "Barangnya sudah jauh? Kalau belum, keluarkan sekarang, atau beri ke tetangga. "
            "Lalu duduklah di tempat yang ada orangnya."
        ),
        say(
            'Ketuk rumah yang paling dekat, dan bilang: "temani saya". '
            "Barang itu jangan disimpan di rumah hari ini."
        ),
        say(
            "Saya masih membaca. Siapa yang paling dekat sekarang? Panggil dia dulu. "
            "Minta dia membawa barang itu pergi."
        ),
    ),
    Degree.TAKEN: (
        DRIVEN,
        say(
            "Sudah ada yang mengantar? Kalau belum, telepon satu orang sekarang. "
            'Bilang: "saya harus ke IGD". Jangan menunggu petugas.'
        ),
        say(
            "Keluarlah ke tempat yang ada orangnya, dan minta diantar ke IGD atau puskesmas. "
            "Bawa bungkus atau botolnya. Merasa baik pun tetap diperiksa."
        ),
    ),
    Degree.SOMEBODY: (
        say(
            "Jangan biarkan dia sendirian. Kalau jauh, telepon orang di dekatnya: "
            "keluarga, tetangga, atau RT. Minta ditemani sekarang."
        ),
        say(
            "Minta yang menemani menjauhkan racun, tali, dan benda tajam. "
            "Dengarkan dia; jangan dimarahi."
        ),
        say(
            "Saya masih membaca. Siapa yang sekarang bersama dia? "
            "Kalau belum ada, panggil satu orang dulu."
        ),
    ),
    Degree.SOMEBODY_TAKEN: (
        DRIVEN_THERE,
        say(
            "Sudah ada yang mengantar dia? Kalau belum, panggil tetangga sekarang. "
            'Bilang: "harus ke IGD". Jangan menunggu petugas.'
        ),
        say(
            "Bawa dia ke IGD atau puskesmas, juga kalau tampak membaik. "
            "Jangan ditinggal sendirian. Bawa bungkus atau botolnya."
        ),
    ),
}
"""What is said next in each degree; in the mildest there is more to say (``waiting.NOW``)."""
NOT_WAITING = say(
    "Jam pastinya saya tidak tahu. Petugas jangan ditunggu: ke IGD atau puskesmas sekarang. "
    "Minta tetangga, kepala desa, atau ambulans desa mengantar."
)


def how_to_get_there(near: Degree, text: str) -> Say | None:
    """Say whose vehicle may bring somebody to a doctor, where that is asked."""
    if near not in TAKEN or not FAR.search(plain(text)):
        return None
    return STAY[near][0]
