"""What is wrong, in a report: the kinds, by choice or as people tell them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bansos.cases import Category
from conversations.facts import Facts
from conversations.flow import Is
from conversations.phrases import option_of, with_and
from conversations.readers import Answers, Choice, ChoiceOrWords, Good, Option, Wrong
from conversations.report.kinds_told import KIND_WORDS, groups_in, kind_in
from conversations.report.telling import (
    ASKS,
    FEW_WORDS,
    KINDS,
    MANY,
    added,
    answered,
    begins_one,
    both,
    whole_story,
)
from conversations.said import Kind, Said
from conversations.text import Say, label, say
from conversations.words import NO, number_in, plain


@dataclass(frozen=True, slots=True)
class Groups(Choice):
    """What is wrong, by choice or as people tell it ("rumahnya tingkat, punya mobil")."""

    def options(self, facts: Facts, answers: Answers) -> tuple[Option, ...]:
        """Offer the kinds; of those that a story told of only these."""
        every = Choice.options(self, facts, answers)
        told = answers.get(KINDS)
        return tuple(one for one in every if one.key in told) if isinstance(told, list) else every

    def read(self, said: Said, facts: Facts, answers: Answers) -> Good | Wrong:
        """Read a choice, or the kinds that a story clearly tells of; the story is kept."""
        read = self.chosen(said, facts, answers)
        if isinstance(read, Good):
            spoken = f"{whole_story(answers)} {plain(said.text)}"
            more = answered(str(read.value), spoken)
            return Good(more.pop("kelompok"), {**more, **read.also})
        spoken = plain(said.text)
        several = groups_in(spoken) if said.kind is Kind.TEXT and not ASKS.search(spoken) else ()
        if len(several) < MANY:
            return read
        fits = tuple(one for one in Choice.options(self, facts, answers) if one.key in several)
        return Wrong(both_heard(fits), fits, slip=False)

    def chosen(self, said: Said, facts: Facts, answers: Answers) -> Good | Wrong:
        """Read one kind: offered, named though it was not offered, or clearly told of."""
        read = Choice.read(self, said, facts, answers)
        if isinstance(read, Good):
            return read
        told = answers.get(KINDS)
        if isinstance(told, list) and said.kind is Kind.TEXT and both(plain(said.text)):
            return Good(told[0])
        if (
            isinstance(told, list)
            and said.kind is Kind.TEXT
            and NEITHER.fullmatch(plain(said.text))
        ):
            others = tuple(
                one for one in Choice(self.given).options(facts, answers) if one.key not in told
            )
            return Wrong(OTHER_KIND, others, meant=True, slip=False)
        if told and number_in(said.text) is None:
            read = Choice(self.given).read(said, facts, answers)
        spoken = plain(said.text)
        if isinstance(read, Good) or said.kind is not Kind.TEXT or ASKS.search(spoken):
            return read
        if group := kind_in(spoken):
            return Good(group, added(answers, said.text))
        words = spoken.split()
        fits = [
            one for one in Choice(self.given).options(facts, answers) if begins_one(one, words)
        ]
        clear = len(fits) == 1 and len(words) <= FEW_WORDS and not NO & set(words)
        return Good(fits[0].key) if clear else read


NEITHER = re.compile(
    r"(?:(?:bukan|tidak|tdk|gak|ga|nggak|ndak|salah|neither)(?: |$))+"
    r"(?:(?:itu|ini|yang itu|(?:ke)?dua ?(?:dua)?nya|semua(?:nya)?|kabeh|"
    r"salah|bu|pak|kak)(?: |$))*"
)
OTHER_KIND = say("Baik, bukan itu. Yang mana, kalau begitu?")


def both_heard(fits: tuple[Option, ...]) -> Say:
    """Say which kinds were heard, and ask for the one that counts."""
    return say(
        "Saya baca dari ceritanya: {kinds}. Mana yang paling jelas? "
        "Semuanya tetap saya catat. Kalau bukan itu, tulis saja soalnya.",
        kinds=with_and([one.label for one in fits]),
    )


GROUPS: dict[str, tuple[Category, ...]] = {
    "meninggal": (Category.MENINGGAL,),
    "pindah": (Category.ORANG_TIDAK_ADA, Category.ALAMAT_TIDAK_ADA),
    "pegawai": (
        Category.ASN_TNI_POLRI,
        Category.KELUARGA_ASN,
        Category.PENSIUNAN,
        Category.PERANGKAT_DESA,
    ),
    "gaji": (
        Category.GURU_SERTIFIKASI,
        Category.TENAGA_KESEHATAN,
        Category.SDM_KESOS,
        Category.GAJI_NEGARA,
    ),
    "usaha": (Category.PENGURUS_PERUSAHAAN, Category.UPAH_MINIMUM),
    "mampu": (Category.MAMPU,),
    "lain": (Category.GANDA, Category.MENOLAK),
}
GROUP_CHOICE = Groups(
    (
        Option(
            "mampu",
            label("Sudah mampu"),
            frozenset({"kaya", "mampu", "sugih"}),
            say("Rumah, kendaraan, atau usahanya menunjukkan sudah mampu"),
        ),
        Option(
            "pegawai",
            label("Pegawai atau aparat"),
            frozenset({"pns", "asn", "tni", "polri", "polisi", "tentara", "pensiunan"}),
            say("ASN, TNI, Polri, pensiunannya, atau perangkat desa"),
        ),
        Option(
            "gaji",
            label("Gaji dari negara"),
            frozenset({"guru", "bidan", "perawat"}),
            say("Guru bersertifikat, tenaga kesehatan, petugas sosial, pegawai kontrak"),
        ),
        Option(
            "usaha",
            label("Usaha atau upah"),
            more=say("Pengurus perusahaan, atau upahnya di atas upah minimum"),
        ),
        Option(
            "meninggal",
            label("Sudah meninggal"),
            frozenset({"meninggal", "wafat", "mati"}),
            say("Penerimanya meninggal dan belum diganti"),
        ),
        Option(
            "pindah",
            label("Pindah atau tak ada"),
            frozenset({"pindah", "tidak ada"}),
            say("Orang atau alamatnya tidak ditemukan"),
        ),
        Option("lain", label("Hal lain"), more=say("Bantuan ganda, atau menolak bantuan")),
    )
)


def ask_group(facts: Facts, answers: Answers) -> Say:
    """Ask what is wrong; of several kinds that were told, which of them is clearest."""
    if answers.get(KINDS):
        return both_heard(GROUP_CHOICE.options(facts, answers))
    return say("Apa yang menurut Bapak/Ibu belum tepat?")


def kinds(facts: Facts, answers: Answers) -> tuple[Option, ...]:
    """Offer the categories of the chosen group; all of them where none is chosen (a summary)."""
    group = GROUPS.get(str(answers.get("kelompok")), tuple(Category))
    return tuple(option_of(one, facts) for one in group)


@dataclass(frozen=True, slots=True)
class Kinds(ChoiceOrWords):
    """The kind, by choice or as people tell it ("istrinya yang pns")."""

    def hear(self, said: Said, facts: Facts, answers: Answers) -> Good | None:
        """Find the kind that the words tell of."""
        spoken = plain(said.text)
        found = next((kind.value for kind, words in KIND_WORDS if words.search(spoken)), "")
        offered = {one.key for one in self.options(facts, answers)}
        return Good(found) if found in offered and not NO & set(spoken.split()) else None


HAS_KINDS = Is("kelompok", tuple(name for name, group in GROUPS.items() if len(group) > 1))
