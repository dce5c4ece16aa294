"""What a reporter tells in free words, at whichever question: none of it is lost.

The words that led to the report, and those written where another answer was asked for, go into
the report.  What is surely in them (where, who, which kind) is not asked again, only confirmed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bansos.addresses import gazetteer
from bansos.cases import AccusedRole
from bansos.regions import One
from conversations.changed import replace
from conversations.facts import Facts
from conversations.kinds import exactly, groups_in, kind_in
from conversations.knowing import Told, known_from, told_so
from conversations.phrases import name_of, with_and
from conversations.places import DISTRICT_CODE, District, Village, served
from conversations.readers import (
    Answers,
    Choice,
    ChoiceOrWords,
    Good,
    Option,
    Value,
    Words,
    Wrong,
    clean,
    masked,
    short,
)
from conversations.said import CLEAR, Kind, Said
from conversations.text import Say, label, lines, say, word
from conversations.words import NO, YES, number_in, plain, says

FIRST, STORY, TOLD, SPOT, KINDS = "awal", "cerita", "dengar", "tempat", "soal"
"""The words that led here; all else that was told; that there is some; the place that was told;
the kinds that were told, where they are several."""
CARRIED = (FIRST, TOLD, SPOT, KINDS)
WHERE = frozenset({"kecamatan", "desa"})
"""Questions for a place: there a few words are rather a name that was not found."""

HIDE = re.compile(
    r"\b(?:anonim|rahasia(?:kan|in)?|(?:nama|nm|identitas)\b.{0,20}\b(?:jangan|jgn|tidak usah)|"
    r"(?:jangan|jgn) (?:disebut|di sebut|sebut|kasih tau)\b)"
)
STORY_WORDS = 5
FEW_WORDS = 3
LONG_FOR_A_PLACE = 7
MOST = 3000
"""Letters of all that is told beside the answers."""
SHOWN = 150
PROGRAMME = re.compile(r"(?:pkh|bpnt|sembako|pbi|kis|pip|kip|bansos|blt|dapat|dpt|terima|dan)+")
MARKS = re.compile(r"\b(?:desa|ds|kel|kelurahan|kec|kecamatan|dusun|dsn|kampung|rt|rw)\b(?= \w)")
LIVES = re.compile(r"(?:\w+ )?(?:(?:rumah|tinggal|orang|alamat|lokasi)\w* )?di \w")
ASKS = re.compile(
    r"\b(?:gimana|gmn|bagaimana|kapan|kenapa|knp|mengapa|dimana|di mana|apakah|tanya|bingung|lupa|"
    r"(?:gak|ga|nggak|tidak|tdk) (?:tau|tahu)|apa (?:sih )?(?:itu|beda\w*|maksud\w*|arti\w*)|"
    r"beda\w*|maksudnya)\b"
)
"""Words of a question, or of somebody who does not know."""
WANTS = re.compile(
    r"\b(?:mau|ingin|pengen|minta|tolong|cek|bisa|cara)\b"
    r"|\b(?:pkh|bpnt|sembako|bantuan|bansos|kartu|kks|saldo|kis|desil) (?:saya|sy|sya|aku|ku)\b"
)
"""Words of a wish, or about the reporter's own aid; where a wish is clear they are no story."""
NAMED = re.compile(
    r"\b(?:bu|ibu|pak|pa|bpk|bapak|mbak|mas|cak|haji|hj|alm|almarhum|almarhumah) "
    r"(?!r[tw]\b|kades|lurah|kadus|sekdes|saya|sy|itu|ini|yang|yg|di|dan)[a-z']{2,}"
)
A_HOUSE = re.compile(r"\b(?:rumah\w*|dekat|depan|sebelah|belakang|samping|timur|barat|rt \d+)\b")


def told_before(facts: Facts, text: str) -> dict[str, Value]:
    """Keep the words that led here as a draft of the story, and what is clear from them."""
    spoken = plain(text)
    if len(spoken.split()) < STORY_WORDS:
        return {}
    found: dict[str, Value] = {FIRST: clean(text)[:1000]}
    found |= kinds_told(spoken)
    ways = [way for way in ("anonim", "rahasia") if re.search(rf"\b{way}", spoken)]
    if len(ways) == 1:
        found["cara"] = ways[0]
    if spot := place_in(spoken, facts):
        found[SPOT] = spot
    return found | known_from(spoken)


def kinds_told(spoken: str) -> dict[str, Value]:
    """Keep the kind that a story clearly tells of; where several fit, which they are."""
    groups = groups_in(spoken)
    if len(groups) > 1:
        return {KINDS: list(groups)}
    return answered(groups[0], spoken) if groups else {}


def answered(group: str, spoken: str) -> dict[str, Value]:
    """Answer with a kind, and which employee it is where that was told as well."""
    exact = exactly(spoken) if group == "pegawai" else ""
    return {"kelompok": group, "jenis": exact} if exact else {"kelompok": group}


def place_in(spoken: str, facts: Facts) -> str:
    """Find the place that a story marks as such ("desa labuhan kec sepulu"): its code, or ""."""
    said = spoken.split()
    marks = [at for at, one in enumerate(said) if A_MARK.fullmatch(one)]
    if not marks:
        return ""
    near = " ".join(said[marks[0] : min(marks[-1] + 3, marks[0] + 8)])
    found = gazetteer(facts.regions).read(near)
    if isinstance(found.found, One):
        code = found.found.region.code[:DISTRICT_CODE] if found.bare else found.found.region.code
    else:
        code = found.district.code if found.district else ""
    return code if code and served(code, facts) else ""


A_MARK = re.compile(r"desa|ds|kel|kelurahan|kec|kecamatan")


# What is told where something else was asked


def overheard(said: Said, key: str, answers: Answers, facts: Facts) -> dict[str, Value]:
    """Keep what was told at the question ``key`` instead of an answer; nothing where it asks."""
    spot = "" if key in WHERE or WHERE & set(answers) else place_named(said, facts)
    if spot:
        return {SPOT: spot}
    told = added(answers, said.text) if tells(said, key) else {}
    several: list[Value] = [*groups_in(plain(said.text))] if key == "kelompok" else []
    return {**told, KINDS: several} if told and len(several) >= MANY else told


def place_named(said: Said, facts: Facts) -> str:
    """Name the served place that a few words are, and nothing else; its code, or ""."""
    spoken = plain(said.text)
    if said.kind is not Kind.TEXT or not 0 < len(spoken.split()) <= FEW_WORDS:
        return ""
    read = gazetteer(facts.regions).read(spoken)
    if not isinstance(read.found, One) or not read.found.exact:
        return ""
    code = read.found.region.code
    code = code[:DISTRICT_CODE] if read.bare else code
    return code if served(code, facts) else ""


def tells(said: Said, key: str = "") -> bool:
    """Tell whether words that are no answer tell of the family, and ask nothing."""
    spoken = plain(said.text)
    if said.kind is not Kind.TEXT or "?" in said.text or doubtful(said):
        return False
    if PROGRAMME.fullmatch(spoken.replace(" ", "")):
        return True
    wished = any(one.score >= CLEAR for one in said.meant[:1])
    if ASKS.search(spoken) or (wished and WANTS.search(spoken)):
        return False
    words = len(spoken.split())
    if key in WHERE and (MARKS.search(spoken) or LIVES.match(spoken)):
        return words >= LONG_FOR_A_PLACE
    return words >= FEW_WORDS or (words > 1 and bool(kind_in(spoken)))


def doubtful(said: Said) -> bool:
    """Tell whether somebody else's words are passed on, to be judged rather than believed."""
    return said.forwarded or any(
        one.intent in IN_DOUBT and one.score >= CLEAR for one in said.meant
    )


IN_DOUBT = frozenset({"hoaks", "peka_asli", "pesan_peka"})
"""Wishes to know whether something is true."""


def added(answers: Answers, text: str) -> dict[str, Value]:
    """Put words under what was told before."""
    before = str(answers.get(STORY) or "")
    told = clean(text)
    whole = f"{before}\n{told}" if before else told
    return {STORY: whole[:MOST], TOLD: True}


def keeping(read: Good | Wrong, said: Said, answers: Answers) -> Good | Wrong:
    """Keep a whole story that held the answer as well."""
    if isinstance(read, Wrong) or said.kind is not Kind.TEXT:
        return read
    if len(plain(said.text).split()) < LONG_FOR_A_PLACE or not tells(said, "desa"):
        return read
    return replace(read, also={**read.also, **added(answers, said.text)})


KEPT = say("Baik, itu saya catat untuk laporan.")
KEPT_TOO = (say("Itu juga saya catat, Bapak/Ibu."), say("Saya tambahkan ke laporan."))


def noted(facts: Facts, answers: Answers, told: Answers) -> Say:
    """Say that what was just told goes into the report; not twice in the same words."""
    if spot := str(told.get(SPOT) or ""):
        place = ", ".join(facts.regions.path(spot)[:2])
        return say("Tempatnya saya catat: {place}.", place=place)
    before = str(answers.get(STORY) or "")
    return KEPT_TOO[before.count("\n") % len(KEPT_TOO)] if before else KEPT


@dataclass(frozen=True, slots=True)
class Telling(Words):
    """All else that was told; the summary shows how it begins and how it ends."""

    def show(self, value: Value, facts: Facts) -> Say:
        """Show the words on one line."""
        if not isinstance(value, str):
            return Words.show(self, value, facts)
        flat = "; ".join(masked(value).split("\n"))
        if len(flat) <= READ_BACK:
            return word(flat)
        half = READ_BACK // 2 - 1
        begins, ends = flat[:half].rpartition(" ")[0], flat[-half:].partition(" ")[2]
        return word(f"{begins or flat[:half]} … {ends or flat[-half:]}")


READ_BACK = 120


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


MANY = 2
MOST_OF_BOTH = 4
BOTH = re.compile(r"\b(?:(?:ke)?dua ?(?:dua)?nya|semua(?:nya)?|kabeh|kabbhi|both|all)\b")
"""Said of several kinds: the one that is easiest to check counts, the story tells the rest."""


NEITHER = re.compile(
    r"(?:(?:bukan|tidak|tdk|gak|ga|nggak|ndak|salah|neither)(?: |$))+"
    r"(?:(?:itu|ini|yang itu|(?:ke)?dua ?(?:dua)?nya|semua(?:nya)?|kabeh|"
    r"salah|bu|pak|kak)(?: |$))*"
)
OTHER_KIND = say("Baik, bukan itu. Yang mana, kalau begitu?")


def both(spoken: str) -> bool:
    """Tell whether a few words say that every kind is meant; "bukan semuanya" does not."""
    said = spoken.split()
    return len(said) <= MOST_OF_BOTH and not NO & {*said} and bool(BOTH.search(spoken))


def both_heard(fits: tuple[Option, ...]) -> Say:
    """Say which kinds were heard, and ask for the one that counts."""
    return say(
        "Saya baca dari ceritanya: {kinds}. Mana yang paling jelas? "
        "Semuanya tetap saya catat. Kalau bukan itu, tulis saja soalnya.",
        kinds=with_and([one.label for one in fits]),
    )


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


def begins_one(option: Option, spoken: Iterable[str]) -> bool:
    """Tell whether one of the words begins like a single word that means the option."""
    meant = {plain(option.label.msgid), *option.also}
    single = tuple(one for one in meant if " " not in one and len(one) > FEW_WORDS)
    return any(one.startswith(single) for one in spoken)


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


# Where


@dataclass(frozen=True, slots=True)
class ToldDistrict(District):
    """A kecamatan; one that was told already is only confirmed, and a story around it is kept."""

    def options(self, facts: Facts, answers: Answers) -> tuple[Option, ...]:
        """Offer the place that was told already."""
        spot = str(answers.get(SPOT) or "")
        return (Option(spot, label("Ya, di sana"), YES),) if spot else ()

    def read(self, said: Said, facts: Facts, answers: Answers) -> Good | Wrong:
        """Take the place told already, or a name."""
        spot = str(answers.get(SPOT) or "")
        spoken = plain(said.text)
        if spot and said.kind is Kind.TEXT:
            if says(said.text, YES) or spoken in {"ya di sana", "1"}:
                return District.tapped(self, spot, facts)
            if says(said.text, NO):
                return Wrong(ELSEWHERE, (Option(spot, label("Tetap di sana")),))
        return keeping(District.read(self, said, facts, answers), said, answers)


@dataclass(frozen=True, slots=True)
class ToldVillage(Village):
    """A desa; a story around its name is kept."""

    def read(self, said: Said, facts: Facts, answers: Answers) -> Good | Wrong:
        """Take a name."""
        return keeping(Village.read(self, said, facts, answers), said, answers)


ELSEWHERE = say("Baik, bukan di sana. Di kecamatan apa? Tulis namanya saja.")
WHICH_DISTRICT = say("Di kecamatan apa?")


def ask_district(facts: Facts, answers: Answers) -> Say:
    """Ask for the kecamatan, or whether the place that was told already is meant."""
    spot = str(answers.get(SPOT) or "")
    if not spot:
        return WHICH_DISTRICT
    names = facts.regions.path(spot)
    if len(spot) == DISTRICT_CODE:
        return say(
            "Rumahnya di Kec. {district}? Kalau bukan, tulis nama kecamatannya.",
            district=names[0],
        )
    return say(
        "Rumahnya di {village}, Kec. {district}? Kalau bukan, tulis nama kecamatannya.",
        village=names[0],
        district=names[1],
    )


# Who

USE = Option(
    "pakai",
    label("Sudah cukup"),
    YES | {"cukup", "sudah", "pakai", "pakai saja", "pakai itu", "itu saja", "use it"},
)
WHO = Words(voice=True, least=5, example=say('Contoh: "Bu Ani, istri Pak RT 2, dekat musala".'))


@dataclass(frozen=True, slots=True)
class Story:
    """Who it is about: the words that led to the report, or others; then both are kept."""

    version: int = 1

    def options(self, facts: Facts, answers: Answers) -> tuple[Option, ...]:
        """Offer the words that were said already."""
        return (USE,) if answers.get(FIRST) else ()

    def read(self, said: Said, facts: Facts, answers: Answers) -> Good | Wrong:
        """Take the earlier words, or new ones."""
        options = self.options(facts, answers)
        if options and isinstance(Choice(options).read(said, facts, answers), Good):
            return Good(answers[FIRST])
        read = WHO.read(said, facts, answers)
        first = str(answers.get(FIRST) or "")
        if isinstance(read, Wrong):
            return read
        known = known_from(plain(said.text))
        told = {} if not first or first in str(answers.get(STORY) or "") else added(answers, first)
        return replace(read, also={**known, **told})

    def show(self, value: Value, facts: Facts) -> Say:
        """Show the words."""
        return WHO.show(value, facts)


def ask_who(_facts: Facts, answers: Answers) -> Say:
    """Ask who it is about; where that was told already, only whether it is enough."""
    first = str(answers.get(FIRST) or "")
    if not first:
        return ASK_WHO
    said = say("Cerita tadi saya catat: “{words}”.", words=word(short(masked(first), SHOWN)))
    spoken = plain(first)
    if NAMED.search(spoken) and (answers.get(SPOT) or A_HOUSE.search(spoken)):
        return lines(said, say("Sudah cukup? Boleh ditambah, misalnya patokan rumahnya."))
    return lines(said, ASK_WHO)


ASK_WHO = say(
    "Siapa, dan di mana rumahnya? Nama panggilan atau patokan cukup; NIK tidak perlu. "
    "Boleh pesan suara."
)

# Who in an office is involved

ROLE_WORDS = (
    (AccusedRole.PENDAMPING, re.compile(r"\bpendamping\b")),
    (
        AccusedRole.KETUA_KELOMPOK,
        re.compile(r"\bketua (?:kelompok|pkh)\b|\b(?:bu|ibu|buk) ketua\b(?! r[tw]\b)"),
    ),
    (AccusedRole.OPERATOR_DESA, re.compile(r"\boperator\b")),
    (
        AccusedRole.PERANGKAT_DESA,
        re.compile(
            r"\b(?:sekdes|kades|kadus|klebun|lurah|carik|perangkat|aparat desa|kepala desa|"
            r"kepala dusun|sekretaris desa|(?:pak|bu|pa|bpk|ibu|ketua|istri|suami|anak) r[tw])\b"
        ),
    ),
)
"""How a story names somebody in an office; their families count as they do."""


_IN_ANSWERS = (
    (AccusedRole.KETUA_KELOMPOK, re.compile(r"\bketua\b(?! r[tw]\b)")),
    (AccusedRole.AGEN, re.compile(r"\b(?:agen\w*|brilink|e ?warong)\b")),
    (AccusedRole.TKSK, re.compile(r"\btksk\b")),
    (AccusedRole.PEGAWAI_DINSOS, re.compile(r"\b(?:pegawai|orang|petugas) (?:dinas|dinsos)\b")),
)
"""What names a role where exactly that is asked, and would say too little in a story."""


@dataclass(frozen=True, slots=True)
class Roles(ChoiceOrWords):
    """Who in an office it is, by choice or as people name them ("itu pak kades, bu").

    Several that are named together are one answer: their keys with commas between.
    """

    def read(self, said: Said, facts: Facts, answers: Answers) -> Good | Wrong:
        """Read several at once, else one by choice or by its words."""
        together = role_keys(answers)
        spoken = plain(said.text) if said.kind is Kind.TEXT else ""
        if together and both(spoken):
            return Good(together)
        named = self.named(spoken, facts, answers)
        if len(named) > 1:
            return Good(",".join(named))
        read = ChoiceOrWords.read(self, said, facts, answers)
        return Good(together) if isinstance(read, Good) and read.value == ALL_NAMED else read

    def named(self, spoken: str, facts: Facts, answers: Answers) -> tuple[str, ...]:
        """List what the words name of what is offered."""
        if NOT_THEM.search(spoken):
            return ()
        offered = {one.key for one in self.options(facts, answers)}
        words = (*ROLE_WORDS, *_IN_ANSWERS)
        found = (role.value for role, named in words if named.search(spoken))
        return tuple(dict.fromkeys(one for one in found if one in offered))

    def hear(self, said: Said, facts: Facts, answers: Answers) -> Good | None:
        """Find the one role that the words name."""
        named = self.named(plain(said.text), facts, answers)
        return Good(named[0]) if len(named) == 1 else None

    def show(self, value: Value, facts: Facts) -> Say:
        """Show the label of each that was named."""
        shown = [ChoiceOrWords.show(self, one, facts) for one in str(value).split(",")]
        return with_and(shown)


ALL_NAMED = "semua"
"""The key of the button for all whom a story names."""


def all_named(
    facts: Facts, answers: Answers, also: frozenset[str] = frozenset()
) -> tuple[Option, ...]:
    """Offer all whom a story names, where they are several."""
    if not role_keys(answers):
        return ()
    more = with_and([name_of(role, facts) for role in roles_told(answers)])
    return (Option(ALL_NAMED, label("Semua yang disebut"), also, more),)


def role_keys(answers: Answers) -> str:
    """Give the keys of the several roles that a story names; empty where they are not several."""
    told = roles_told(answers)
    return ",".join(told) if len(told) > 1 else ""


NOT_THEM = re.compile(r"\b(?:bukan|selain|kecuali)\b")


def whole_story(answers: Answers) -> str:
    """Put all that was told together, in plain words."""
    told = (answers.get("siapa"), answers.get(FIRST), answers.get(STORY))
    return plain(" ".join(str(one or "") for one in told))


def role_in(answers: Answers) -> AccusedRole | None:
    """Find the role that a story names; the first of several."""
    return next(iter(roles_told(answers)), None)


def roles_told(answers: Answers) -> tuple[AccusedRole, ...]:
    """List the roles that a story names."""
    story = whole_story(answers)
    return tuple(role for role, words in ROLE_WORDS if words.search(story))
