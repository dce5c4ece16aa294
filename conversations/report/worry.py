"""Whether those of whom is told will hear of it, as people ask or beg."""

from __future__ import annotations

import re

from conversations.words import plain

THEY = r"(?:ketua\w*|pendamping\w*|kades\w*|lurah|dia|mereka|orang\w*|pelaku\w*|tetangga\w*|siapa)"
KNOW = r"(?:tau|tahu|dengar|denger)"
WILL_KNOW = re.compile(
    rf"\b{THEY}(?: \w+)? (?:bisa|bakal|akan|jadi|ikut|nanti) {KNOW}\b"
    rf"|\b(?:bisa|bakal|akan|nanti|takut(?:nya)?|apakah?)(?: \w+)? {THEY} (?:\w+ )?{KNOW}\b"
    r"|\b(?:jgn|jangan)(?: sampai| sampe)? (?:bilang|kasih ta\w+|beri tahu|bocor|cerita)\w*\b"
    r"|\bketa(?:h)?uan\b|\b(?:emang |apa |apakah )?aman (?:cerita|lapor|nulis|ngomong|bicara)\w*"
    r"|\b(?:cerita|lapor|nulis) di ?sini aman\b|\bwill (?:they|he|she|anyone) (?:find out|know)\b"
)
LONGEST_WORRY = 10
"""Words of a question about who will know; what is longer is a story."""


def will_they_know(text: str) -> bool:
    """Tell whether somebody asks, or begs, that those of whom is told hear nothing."""
    spoken = plain(text)
    return len(spoken.split()) <= LONGEST_WORRY and bool(WILL_KNOW.search(spoken))
