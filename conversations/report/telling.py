"""What a reporter tells in free words, at whichever question: none of it is lost.

The words that led to the report, and those written where another answer was asked for, go into
the report.  What is surely in them (where, who, which kind) is not asked again, only confirmed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bansos.addresses import gazetteer
from bansos.regions import One
from conversations.changed import replace
from conversations.facts import Facts
from conversations.places import DISTRICT_CODE, served
from conversations.readers import Answers, Good, Option, Value, Words, Wrong, clean, masked
from conversations.report.kinds_told import exactly, groups_in, kind_in
from conversations.report.knowing_told import known_from
from conversations.said import CLEAR, Kind, Said
from conversations.text import Say, say, word
from conversations.words import NO, plain

FIRST, STORY, TOLD, SPOT, KINDS = "awal", "cerita", "dengar", "tempat", "soal"
"""The words that led here; all else that was told; that there is some; the place that was told;
the kinds that were told, where they are several."""
CARRIED = (FIRST, TOLD, SPOT, KINDS)
WHERE = frozenset({"kecamatan", "desa"})
"""Questions for a place: there a few words are rather a name that was not found."""
STORY_WORDS = 5
FEW_WORDS = 3
LONG_FOR_A_PLACE = 7
MOST = 3000
"""Letters of all that is told beside the answers."""
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


MANY = 2
MOST_OF_BOTH = 4
BOTH = re.compile(r"\b(?:(?:ke)?dua ?(?:dua)?nya|semua(?:nya)?|kabeh|kabbhi|both|all)\b")
"""Said of several kinds: the one that is easiest to check counts, the story tells the rest."""


def both(spoken: str) -> bool:
    """Tell whether a few words say that every kind is meant; "bukan semuanya" does not."""
    said = spoken.split()
    return len(said) <= MOST_OF_BOTH and not NO & {*said} and bool(BOTH.search(spoken))


def begins_one(option: Option, spoken: Iterable[str]) -> bool:
    """Tell whether one of the words begins like a single word that means the option."""
    meant = {plain(option.label.msgid), *option.also}
    single = tuple(one for one in meant if " " not in one and len(one) > FEW_WORDS)
    return any(one.startswith(single) for one in spoken)


def whole_story(answers: Answers) -> str:
    """Put all that was told together, in plain words."""
    told = (answers.get("siapa"), answers.get(FIRST), answers.get(STORY))
    return plain(" ".join(str(one or "") for one in told))
