"""How a reporter knows, and what they are to the family, as it is asked."""

from __future__ import annotations

from dataclasses import dataclass

from conversations.facts import Facts
from conversations.readers import Answers, ChoiceOrWords, Good, Option
from conversations.report.knowing_told import RELATIONS, SOURCES, Told, told_so
from conversations.report.telling import begins_one
from conversations.said import Said
from conversations.text import label
from conversations.words import NO, plain


@dataclass(frozen=True, slots=True)
class Loose(ChoiceOrWords):
    """A choice that also hears its words inside a few others ("saya tetangganya, bu")."""

    told: Told = ()
    """How stories say it."""

    def hear(self, said: Said, facts: Facts, answers: Answers) -> Good | None:
        """Find what the words tell, or the only one whose words begin one of those said."""
        if told := told_so(self.told, plain(said.text)):
            return Good(told)
        spoken = plain(said.text).split()
        if NO & set(spoken):
            return None
        fits = [one for one in self.options(facts, answers) if begins_one(one, spoken)]
        return Good(fits[0].key) if len(fits) == 1 else None


NO_RELATION = frozenset(
    {
        "tidak kenal", "gak kenal", "ga kenal", "nggak kenal", "tdk kenal", "tidak ada", "gak ada",
        "ga ada", "bukan siapa siapa", "tidak ada hubungan", "gak ada hubungan", "orang lain",
    }
)  # fmt: skip
RELATION = Loose(
    (
        Option("tetangga", label("Tetangga")),
        Option(
            "kerabat",
            label("Keluarga besar"),
            frozenset({"keluarga", "saudara", "sodara", "famili", "kerabat", "ipar", "sepupu"}),
        ),
        Option("warga", label("Warga sedesa"), frozenset({"warga"})),
        Option("pengurus", label("Pengurus desa"), frozenset({"rt", "rw", "kader"})),
        Option("lain", label("Lainnya"), NO_RELATION),
    ),
    told=RELATIONS,
)
SOURCE = Loose(
    (
        Option(
            "lihat",
            label("Melihat sendiri"),
            frozenset({"lihat", "liat", "melihat", "ngeliat", "lihat sendiri", "liat sendiri"}),
        ),
        Option(
            "cerita",
            label("Cerita orang"),
            frozenset({"cerita", "dengar", "denger", "kata orang", "katanya"}),
        ),
        Option(
            "dokumen", label("Daftar atau surat"), frozenset({"daftar", "surat", "pengumuman"})
        ),
        Option("lain", label("Lainnya")),
    ),
    told=SOURCES,
)
