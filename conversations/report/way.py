"""How to report: secretly, anonymously or openly."""

from __future__ import annotations

import re
from dataclasses import dataclass

from conversations.facts import Facts
from conversations.readers import Answers, Choice, Good, Option, Value, Wrong
from conversations.said import Kind, Said
from conversations.text import Say, label, lines, say
from conversations.words import plain

HIDE = re.compile(
    r"\b(?:anonim|rahasia(?:kan|in)?|(?:nama|nm|identitas)\b.{0,20}\b(?:jangan|jgn|tidak usah)|"
    r"(?:jangan|jgn) (?:disebut|di sebut|sebut|kasih tau)\b)"
)


NOT_THAT_WAY = re.compile(
    r"\b(?:jangan|jgn|gak usah|ga usah|tidak usah|gak jadi|ga jadi|tidak jadi|bukan)"
    r"(?: yang| yg)? (?:anonim|rahasia|terbuka)\b"
)
_BESIDE = """
saya sy mau secara lapor laporan laporannya pakai pake pilih minta saja aja ae wae ya deh dong lah
sih kyknya kayaknya kayake kykny sepertinya mungkin eh oh bu pak ibu bapak mbak mas yang yg jadi
jadinya ganti diganti tolong kalau gitu lebih baik mending sekarang dulu itu
"""
BESIDE = frozenset(_BESIDE.split())
"""Said around a way of reporting; nothing of a story is in them."""
NAMES_OF_WAYS = frozenset({"anonim", "rahasia", "terbuka"})


def way_said(text: str) -> str:
    """Read a way of reporting said in one's own words ("jgn anonim deh, rahasia aja"); else ""."""
    left = set(NOT_THAT_WAY.sub(" ", plain(text)).split())
    ways = sorted(left & NAMES_OF_WAYS)
    return ways[0] if len(ways) == 1 and left <= NAMES_OF_WAYS | BESIDE else ""


def mode(text: str) -> tuple[str, Value] | None:
    """Read a way of reporting that was typed anywhere in the flow."""
    way = way_said(text)
    return ("cara", way) if way and way != "terbuka" else None


@dataclass(frozen=True, slots=True)
class Ways(Choice):
    """How to report; whoever asks what the ways mean is told once more, in other words."""

    def read(self, said: Said, facts: Facts, answers: Answers) -> Good | Wrong:
        """Read a choice, or a question about the choices."""
        read = Choice.read(self, said, facts, answers)
        asked = said.kind is Kind.TEXT and ABOUT_WAYS.search(plain(said.text))
        if isinstance(read, Good):
            return read
        if said.kind is Kind.TEXT and (way := way_said(said.text)):
            return Good(way)
        return Wrong(DIFFERENCE, meant=True, slip=False) if asked else read


ABOUT_WAYS = re.compile(
    r"\b(?:beda\w*|maksud\w*|arti\w*|(?:yang|yg) mana|mending|sebaiknya|bagus\w* mana|"
    r"apa itu|itu apa|bingung)\b"
)
DIFFERENCE = say(
    "Rahasia: petugas tidak melihat siapa Bapak/Ibu, dan kabarnya sampai ke sini. "
    "Anonim: kami pun tidak bisa menghubungi; kodenya harus disimpan. "
    "Terbuka: nama Bapak/Ibu terlihat petugas. Belum yakin? Pilih Rahasia."
)
WAY = Ways(
    (
        Option(
            "rahasia",
            label("Rahasia"),
            frozenset({"rahasiakan", "dirahasiakan", "jangan sebut nama", "nama jangan disebut"}),
            more=say("Nama dan nomor terkunci; kabar tetap sampai ke sini"),
        ),
        Option(
            "anonim",
            label("Anonim"),
            frozenset({"tanpa nama", "tidak pakai nama"}),
            more=say("Hanya kode yang bisa membuka laporan"),
        ),
        Option("terbuka", label("Terbuka"), more=say("Petugas yang memeriksa melihat nama")),
    )
)


def ways(facts: Facts, _answers: Answers) -> Say:
    """Explain the three ways before the choice, and what the messenger itself knows."""
    return lines(
        say(
            "Pilih cara melapor.\n"
            "Rahasia: nama dan nomor disimpan terkunci; kabar tetap sampai ke sini.\n"
            "Anonim: setelah selesai, kami tidak bisa menghubungi; hanya kode yang bisa membuka "
            "laporan.\n"
            "Terbuka: petugas yang memeriksa melihat nama Bapak/Ibu."
        ),
        MESSENGER_KNOWS if facts.channel in {"telegram", "whatsapp"} else None,
    )


MESSENGER_KNOWS = say("(Telegram atau WhatsApp sendiri tetap tahu nomor Bapak/Ibu.)")
