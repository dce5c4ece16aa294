"""What a story says of its teller: what they are to the family, and how they know."""

from __future__ import annotations

import pytest

from conversations.report.knowing_told import known_from
from conversations.words import plain


@pytest.mark.parametrize(
    ("story", "relation", "source"),
    [
        ("bu ani tetangga saya pns tapi dapat pkh, saya liat sendiri sk nya", "tetangga", "lihat"),
        ("saya tetangganya, denger dari orang pasar", "tetangga", "cerita"),
        ("sodara saya pak slamet udah kaya, saya tau sendiri", "kerabat", "lihat"),
        ("sepupuku di labuhan punya mobil dua", "kerabat", ""),
        ("saya ini rt di situ, namanya ada, lihat di daftar balai desa", "pengurus", "dokumen"),
        ("saya warga sini, kata tetangga dia sudah pindah", "warga", "cerita"),
        ("istri pak lurah masih saudara pak camat dapat pkh", "", ""),
        ("dia bukan tetangga saya", "", ""),
        ("saya tidak lihat sendiri", "", ""),
        ("bapak kan tau sendiri gimana orangnya", "", ""),
    ],
)
def test_a_story_says_who_tells_it_and_how_they_know(
    story: str, relation: str, source: str
) -> None:
    known = known_from(plain(story))
    assert (known.get("hubungan", ""), known.get("tahu", "")) == (relation, source)
