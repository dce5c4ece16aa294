"""Readers of places: a kecamatan inside the office's area, a desa inside one kecamatan."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bansos.regions import Nothing, One, Region, Several
from conversations.facts import Facts
from conversations.readers import Answers, Good, Option, Value, Wrong, short
from conversations.said import Kind, Said
from conversations.text import LABEL_LIMIT, Say, say, word

DISTRICT_CODE = 8


@dataclass(frozen=True, slots=True)
class District:
    """A kecamatan of the office's area; the answer is its code ("35.26.08")."""

    village: str = ""
    """The key of the question for the desa: "labuhan kecamatan sepulu" answers both."""
    version: int = 1

    def options(self, facts: Facts, answers: Answers) -> tuple[Option, ...]:  # noqa: ARG002
        """Nothing to tap: there are too many."""
        return ()

    def read(self, said: Said, facts: Facts, answers: Answers) -> Good | Wrong:  # noqa: ARG002
        """Accept a name as people spell it; ask back where the spelling differs or two fit."""
        if said.kind is Kind.TAP:
            good = len(said.tap) == DISTRICT_CODE and facts.regions.known(said.tap)
            return Good(said.tap) if good and served(said.tap, facts) else Wrong(WHICH_DISTRICT)
        if both := self.both(said.text, facts):
            return both
        found = facts.regions.find_district(said.text, facts.area)
        if isinstance(found, One):
            return taken(found, facts)
        if isinstance(found, Several):
            return Wrong(WHICH_ONE, choices(found.regions, facts))
        return self.by_village(said.text, facts)

    def both(self, text: str, facts: Facts) -> Good | None:
        """Read the desa and its kecamatan out of one answer."""
        for village, district in split(text):
            found = facts.regions.find_district(district, facts.area)
            if not isinstance(found, One):
                continue
            code = found.region.code
            inside = facts.regions.find_village(village, code)
            if isinstance(inside, One):
                return Good(code, {self.village: inside.region.code} if self.village else {})
        return None

    def by_village(self, text: str, facts: Facts) -> Wrong:
        """Help somebody who named the desa first."""
        found = facts.regions.find_village_anywhere(text, facts.area)
        if isinstance(found, Nothing):
            return Wrong(no_district(facts))
        villages = (found.region,) if isinstance(found, One) else found.regions
        codes = dict.fromkeys(village.code[:DISTRICT_CODE] for village in villages)
        regions = [region for code in codes if (region := facts.regions.get(code))]
        return Wrong(VILLAGE_FIRST, choices(regions, facts))

    def show(self, value: Value, facts: Facts) -> Say:
        """Show the name."""
        return word(facts.regions.name(str(value)))


@dataclass(frozen=True, slots=True)
class Village:
    """A desa or kelurahan inside the kecamatan answered before; the answer is its code."""

    district: str = "kecamatan"
    """The key of the question that gave the kecamatan."""
    version: int = 1

    def options(self, facts: Facts, answers: Answers) -> tuple[Option, ...]:  # noqa: ARG002
        """Nothing to tap: there are too many."""
        return ()

    def read(self, said: Said, facts: Facts, answers: Answers) -> Good | Wrong:
        """Accept a name as people spell it; ask back where the spelling differs or two fit."""
        district = str(answers[self.district])
        if said.kind is Kind.TAP:
            return self.tapped(said.tap, district, facts)
        found = facts.regions.find_village(said.text, district)
        if isinstance(found, One):
            return taken(found, facts)
        if isinstance(found, Several):
            return Wrong(WHICH_ONE, choices(found.regions, facts))
        return elsewhere(said.text, district, facts)

    def tapped(self, code: str, district: str, facts: Facts) -> Good | Wrong:
        """Take a desa that was asked back; one of another kecamatan changes that as well."""
        if not facts.regions.known(code) or code.count(".") != DOTS:
            return Wrong(NO_VILLAGE_TAP)
        if code.startswith(f"{district}."):
            return Good(code)
        beside = code.startswith(f"{district[:REGENCY_CODE]}.") and served(code, facts)
        return (
            Good(code, {self.district: code[:DISTRICT_CODE]}) if beside else Wrong(NO_VILLAGE_TAP)
        )

    def show(self, value: Value, facts: Facts) -> Say:
        """Show the name."""
        return word(facts.regions.name(str(value)))


def served(code: str, facts: Facts) -> bool:
    """Tell whether a place lies in the office's area."""
    return any(code.startswith(one) for one in facts.area)


def taken(found: One, facts: Facts) -> Good | Wrong:
    """Take an exact name; have any other spelling confirmed."""
    if found.exact:
        return Good(found.region.code)
    name = facts.regions.name(found.region.code)
    return Wrong(say("Maksudnya {name}?", name=name), choices((found.region,), facts))


def choices(regions: Iterable[Region], facts: Facts) -> tuple[Option, ...]:
    """Make buttons of places, told apart by what they lie in."""
    return tuple(
        Option(
            region.code,
            word(short(region.name, LABEL_LIMIT)),
            more=word(", ".join(facts.regions.path(region.code))),
        )
        for region in regions
    )


def no_district(facts: Facts) -> Say:
    """Say that no kecamatan here is called so, with one that is."""
    first = next((one for code in facts.area for one in facts.regions.children(code)), None)
    return say(
        "Kecamatan itu belum saya temukan di daerah ini. Tulis namanya saja. Contoh: {example}.",
        example=first.name if first else "Sepulu",
    )


def elsewhere(text: str, district: str, facts: Facts) -> Wrong:
    """Say that no desa here is called so, and where else there is one."""
    name = facts.regions.name(district)
    found = facts.regions.find_village_anywhere(text, facts.area)
    regions = [found.region] if isinstance(found, One) else []
    if isinstance(found, Several):
        regions = list(found.regions)
    near = [one for one in regions if one.code.startswith(f"{district[:REGENCY_CODE]}.")]
    if near:
        return in_another(near, name, facts)
    if isinstance(found, One):
        village, other = facts.regions.path(found.region.code)[:2]
        return Wrong(
            say(
                "Di Kec. {name} tidak ada desa itu. {village} ada di Kec. {other}. "
                'Kalau itu maksudnya, ketik "kembali".',
                name=name,
                village=village,
                other=other,
            )
        )
    first = facts.regions.children(district)
    return Wrong(
        say(
            "Desa itu belum saya temukan di Kec. {name}. Tulis namanya saja. Contoh: {example}.",
            name=name,
            example=first[0].name if first else "Labuhan",
        )
    )


def in_another(found: list[Region], name: str, facts: Facts) -> Wrong:
    """Offer the desa of that name in other kecamatan of the same kabupaten."""
    options = tuple(
        Option(
            one.code,
            say("Ya, Kec. {name}", name=short(facts.regions.path(one.code)[1], NAME_ROOM)),
            more=word(", ".join(facts.regions.path(one.code))),
        )
        for one in found[:MOST_OFFERED]
    )
    return Wrong(
        say(
            "Di Kec. {name} tidak ada desa itu. {village} ada di Kec. {other}. Itu maksudnya? "
            "Kalau bukan, tulis nama desa lain.",
            name=name,
            village=found[0].name,
            other=facts.regions.path(found[0].code)[1],
        ),
        options,
    )


def split(text: str) -> list[tuple[str, str]]:
    """Give the ways to read words as (desa, kecamatan): "labuhan kec sepulu"."""
    spoken = " ".join(text.casefold().split())
    if found := VILLAGE_DISTRICT.fullmatch(spoken):
        return [(found[1], found[2])]
    if found := DISTRICT_VILLAGE.fullmatch(spoken):
        return [(found[2], found[1])]
    if found := TWO_NAMES.fullmatch(spoken):
        return [(found[1], found[2]), (found[2], found[1])]
    return []


VILLAGE_DISTRICT = re.compile(r"(.{3,60}?)[\s,;/-]+(?:di )?(?:kecamatan|kec\.?)\s*(.{3,40})")
DISTRICT_VILLAGE = re.compile(
    r"(?:kecamatan|kec\.?)\s*(.{3,40}?)[\s,;/-]+(?:desa|ds\.?|kelurahan|kel\.?)\s*(.{3,60})"
)
TWO_NAMES = re.compile(r"([^,;/]{3,60}?)\s*[,;/]\s*([^,;/]{3,40})")
DOTS = 3
REGENCY_CODE = 5
NAME_ROOM = LABEL_LIMIT - len("Yes, Kec. ")
MOST_OFFERED = 3


WHICH_ONE = say("Ada beberapa yang mirip. Yang mana?")
WHICH_DISTRICT = say("Tulis nama kecamatannya. Contoh: Sepulu.")
VILLAGE_FIRST = say("Sepertinya itu nama desa. Kecamatannya yang ini?")
NO_VILLAGE_TAP = say("Desa itu tidak ada di kecamatan tadi. Tulis nama desanya, ya.")
