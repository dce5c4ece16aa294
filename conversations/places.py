"""Readers of places: a kecamatan inside the office's area, a desa inside one kecamatan."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bansos.addresses import Address, gazetteer
from bansos.regions import Found, One, Region, Regions, Several
from conversations.changed import replace
from conversations.facts import Facts
from conversations.numbers import a_nik
from conversations.readers import Answers, Good, Option, Value, Wrong, short
from conversations.said import Kind, Said
from conversations.text import LABEL_LIMIT, Say, say, word
from conversations.words import plain

DISTRICT_CODE = 8
QUESTION = re.compile(
    r"(?:kapan|kpn|kenapa|knp|gimana|gmn|bagaimana|apa|apakah|siapa|berapa|brp) \w"
)
"""How a question begins: no name of a place is looked for in it."""
ASKS = re.compile(
    r"\b(?:kapan|kpn|kenapa|knp|mengapa|gimana|gmn|gmna|bagaimana|apa|apakah|siapa|berapa|brp|kok|"
    r"tolong|bisa|boleh|harus|sakit|panas|cepat|how|what|when|why)\b"
)
MARKED = re.compile(r"\b(?:kec|kecamatan|desa|ds|kel|kelurahan|dusun|dsn|rt|rw)\b")
A_SENTENCE = 5


def is_speech(text: str) -> bool:
    """Tell whether words ask or tell something: they are no name that was spelt otherwise."""
    spoken = plain(text)
    words = len(spoken.split())
    if words < A_PAIR:
        return False
    if "?" in text or ASKS.search(spoken):
        return True
    return words >= A_SENTENCE and not MARKED.search(spoken)


A_PAIR = 2
_AROUND = """
bu pak bapak ibu mas mbak kak min pakde bude cepet cepat cpt cepetan cepatan lekas segera desa
desane desanya ds desaku kelurahan kelurahannya kel namanya nama namane jenenge jenengnya jg
juga ya iya nggih enggi tolong tlg sekarang skrg aja saja itu yg yang rumahnya rumahku rumah
saya sy aku di ada kecamatan kecamatannya kecamatane kec kampung dusun
"""
AROUND = frozenset(_AROUND.split())
"""Said around the name of a place in a hurry ("labuhan, cepet bu"); none of it is the name."""
MOST_AROUND = 7


def name_alone(said: Said) -> Said | None:
    """Leave out what is said around a name; None where nothing of it was there."""
    words = plain(said.text).split()
    left = [one for one in words if one not in AROUND]
    if not left or left == words or len(words) > MOST_AROUND:
        return None
    return replace(said, text=" ".join(left))


CLAUSE = re.compile(r"[.,;:!?\n]+")
MOST_OF_A_NAME = 4


def village_in(text: str, regions: Regions, area: Iterable[str]) -> str:
    """Find the village that a message begins with ("kelbung galis. istri mulai muntah"), or ""."""
    first = next((one for one in CLAUSE.split(text) if one.strip()), "")
    words = [one for one in plain(first).split() if one not in AROUND]
    if not 0 < len(words) <= MOST_OF_A_NAME:
        return ""
    found = gazetteer(regions).read(" ".join(words))
    if found.bare or not isinstance(found.found, One) or not found.found.exact:
        return ""
    code = found.found.region.code
    return code if any(code.startswith(one) for one in area) else ""


def nearer(first: Good | Wrong, second: Good | Wrong) -> Good | Wrong:
    """Take the second reading only where it found more than the first."""
    if isinstance(first, Wrong) and (
        isinstance(second, Good) or (second.options and not first.options)
    ):
        return second
    return first


@dataclass(frozen=True, slots=True)
class District:
    """A kecamatan of the office's area; the answer is its code ("35.26.08")."""

    village: str = ""
    """The key of the question for the desa: "labuhan kecamatan sepulu" answers both."""
    version: int = 1

    def options(self, facts: Facts, answers: Answers) -> tuple[Option, ...]:
        """Nothing to tap: there are too many."""
        return ()

    def read(self, said: Said, facts: Facts, answers: Answers) -> Good | Wrong:
        """Accept a name as people spell it; ask back where the spelling differs or two fit."""
        read = self.spelt(said, facts, answers)
        if said.kind is not Kind.TEXT or (alone := name_alone(said)) is None:
            return read
        return nearer(read, self.spelt(alone, facts, answers))

    def spelt(self, said: Said, facts: Facts, answers: Answers) -> Good | Wrong:
        """Read a name with all that was written."""
        if said.kind is Kind.TAP:
            return self.tapped(said.tap, facts)
        if a_nik(said.text, facts.today):
            return Wrong(NO_NIK_HERE, second=some_districts(facts), slip=False)
        if QUESTION.match(plain(said.text)):
            return Wrong(no_district(facts), second=some_districts(facts))
        address = gazetteer(facts.regions).read(said.text)
        found = facts.regions.find_district(said.text, facts.area)
        if address.district is None and isinstance(found, One) and found.exact:
            return Good(found.region.code)
        read = self.address(address, facts) or self.district(found, facts)
        guessed = isinstance(read, Wrong) and read.options
        if guessed and is_speech(said.text):
            return Wrong(no_district(facts), second=some_districts(facts))
        return read

    def tapped(self, code: str, facts: Facts) -> Good | Wrong:
        """Take a kecamatan, or a desa that was asked back, which answers both questions."""
        if not facts.regions.known(code) or not served(code, facts):
            return Wrong(WHICH_DISTRICT)
        if len(code) == DISTRICT_CODE:
            return Good(code)
        return self.whole(code) if code.count(".") == DOTS else Wrong(WHICH_DISTRICT)

    def address(self, said: Address, facts: Facts) -> Good | Wrong | None:
        """Read the desa and its kecamatan out of one answer; None where no desa is in it."""
        if said.bare:
            return None
        match said.found:
            case One(village, exact=True):
                return self.whole(village.code)
            case One(village):
                name = facts.regions.name(village.code)
                asked = say("Maksudnya Desa {name}?", name=name)
                return Wrong(asked, choices((village,), facts))
            case Several(villages):
                return Wrong(WHICH_ONE, choices(villages, facts))
        return None

    def whole(self, village: str) -> Good:
        """Answer the kecamatan, and the desa as well where it is asked."""
        return Good(village[:DISTRICT_CODE], {self.village: village} if self.village else {})

    def district(self, found: Found, facts: Facts) -> Good | Wrong:
        """Take a kecamatan whose name was spelt in some other way."""
        if isinstance(found, One):
            return taken(found, facts)
        if isinstance(found, Several):
            return Wrong(WHICH_ONE, choices(found.regions, facts))
        return Wrong(no_district(facts), second=some_districts(facts))

    def show(self, value: Value, facts: Facts) -> Say:
        """Show the name."""
        return word(facts.regions.name(str(value)))


@dataclass(frozen=True, slots=True)
class Village:
    """A desa or kelurahan inside the kecamatan answered before; the answer is its code."""

    district: str = "kecamatan"
    """The key of the question that gave the kecamatan."""
    version: int = 1

    def options(self, facts: Facts, answers: Answers) -> tuple[Option, ...]:
        """Nothing to tap: there are too many."""
        return ()

    def read(self, said: Said, facts: Facts, answers: Answers) -> Good | Wrong:
        """Accept a name as people spell it; ask back where the spelling differs or two fit."""
        read = self.spelt(said, facts, answers)
        if said.kind is not Kind.TEXT or (alone := name_alone(said)) is None:
            return read
        return nearer(read, self.spelt(alone, facts, answers))

    def spelt(self, said: Said, facts: Facts, answers: Answers) -> Good | Wrong:
        """Read a name with all that was written."""
        district = str(answers[self.district])
        if said.kind is Kind.TAP:
            return self.tapped(said.tap, district, facts)
        found = facts.regions.find_village(said.text, district)
        guessed = not (isinstance(found, One) and found.exact)
        if guessed and is_speech(said.text):
            known = facts.regions.children(district)
            name = facts.regions.name(district)
            return Wrong(no_village(name, known), second=some_villages(name, known))
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
    places = tuple(regions)
    alike = len({place.name for place in places}) < len(places)
    return tuple(
        Option(
            place.code,
            inside(place, facts) if alike else word(short(place.name, LABEL_LIMIT)),
            more=word(", ".join(facts.regions.path(place.code))),
        )
        for place in places
    )


def inside(place: Region, facts: Facts) -> Say:
    """Name a place by what it lies in."""
    above = facts.regions.path(place.code)[1:]
    return word(short(f"Kec. {above[0]}" if len(above) > 1 else above[0], LABEL_LIMIT))


def no_district(facts: Facts) -> Say:
    """Say that no kecamatan here is called so, with one that is."""
    first = next((one for code in facts.area for one in facts.regions.children(code)), None)
    return say(
        "Kecamatan itu belum saya temukan di daerah ini. Tulis namanya saja. Contoh: {example}.",
        example=first.name if first else "Sepulu",
    )


def some_districts(facts: Facts) -> Say:
    """Name a few kecamatan where the one that was written was not found twice."""
    known = [one.name for code in facts.area for one in facts.regions.children(code)]
    return say(
        "Maaf, masih belum saya temukan. Nama kecamatan di sini misalnya {names}. "
        'Tidak tahu? Ketik "petugas".',
        names=", ".join(known[:A_FEW]),
    )


def some_villages(district: str, known: Sequence[Region]) -> Say:
    """Name a few desa of a kecamatan where the one that was written was not found twice."""
    return say(
        "Maaf, masih belum saya temukan. Nama desa di Kec. {district} misalnya {names}. "
        'Kecamatannya keliru? Ketik "kembali".',
        district=district,
        names=", ".join(one.name for one in known[:A_FEW]),
    )


A_FEW = 4


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
    return Wrong(no_village(name, first), second=some_villages(name, first))


def no_village(district: str, known: Sequence[Region]) -> Say:
    """Say that no desa of a kecamatan is called so, with one that is."""
    return say(
        "Desa itu belum saya temukan di Kec. {name}. Tulis namanya saja. Contoh: {example}.",
        name=district,
        example=known[0].name if known else "Labuhan",
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


DOTS = 3
REGENCY_CODE = 5
NAME_ROOM = LABEL_LIMIT - len("Yes, Kec. ")
MOST_OFFERED = 3


NO_NIK_HERE = say("NIK belum perlu di sini. Tulis nama kecamatannya saja.")
WHICH_ONE = say("Ada beberapa yang mirip. Yang mana?")
WHICH_DISTRICT = say("Tulis nama kecamatannya. Contoh: Sepulu.")
NO_VILLAGE_TAP = say("Desa itu tidak ada di kecamatan tadi. Tulis nama desanya, ya.")
