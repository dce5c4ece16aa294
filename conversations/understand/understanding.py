"""Free text -> what it may mean: several signals, one score each, urgent matters first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import exp

from conversations.said import Meant
from conversations.understand.codes import code_in
from conversations.understand.examples import Intent
from conversations.understand.features import POLITE
from conversations.understand.knowledge import Knowledge
from conversations.understand.learning import Weights
from conversations.understand.rules import Rule

LONGEST_ARG = 100
PIECE_LOSS = 0.4
"""A part of a message is believed a little less than the whole of it."""
PHRASE_GAIN = 0.25
STEEP, MIDDLE = 4.0, -0.25
"""How a distance from the border becomes a score between 0 and 1."""
LEAST = 0.15
"""Below this nothing is said of an intent."""
MOST_SURE = 0.99
"""Only a code is certain: certainty cuts into an answer in free words."""
LEAST_AT_HOME = 0.12
HOME_LEAD = 0.0
"""Where a word of ours is used, a text must lie this much further outside to be none of ours."""
AWAY = 0.75
"""How much is believed where no word of ours is used and no phrase fits."""
SURE = 0.66
"""From here a message is answered; below it is asked back."""
CLEAR = 0.7
URGENT_LEAD = 0.1
"""A danger goes first unless something harmless lies nearer by this: a false alarm is cheap."""
EVEN = 0.5
"""A danger less sure than this stands behind the surer ones."""
PIECE_ALARM = -0.2
"""A part of a message alone raises the alarm from here, whatever the rest of it is about."""
LIFTED, FARTHEST = 0.3, -0.9
"""A phrase of danger counts where what was learnt lies no further behind, and no further out."""
ALWAYS = frozenset({"putus_asa", "kekerasan", "darurat"})
"""Flows whose phrases count whatever else was learnt."""
BY_PHRASE = ("frasa",)
MOST = 5
_JOINTS = (
    "terus sama dan sekalian tapi tetapi juga soalnya lalu kemudian and then also padahal oh "
    "trus katanya karena"
)
JOINTS = frozenset(_JOINTS.split())
FEWEST_IN_A_PIECE = 2
FIRST = ("putus_asa", "kekerasan", "takut", "darurat", "kartu", "dipaksa_paket", "dana_hilang",
         "pbi_nonaktif")  # fmt: skip
"""Urgent flows in their order where a message holds several (domain notes, section 11)."""
_HOME = (
    "kartu bantuan uang potong jkn desil judol stiker dicoret sanggah lapor laporan keluar_pkh "
    "pertemuan pin tertelan spm pukul ancam mati_diri atasan pegang daftar"
)
HOME = frozenset(_HOME.split())
"""Ideas that belong to our business."""
LIGHT = frozenset({"salam", "terima_kasih", "kasar", "menu"})
"""What is said beside a real wish and gives way to it."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One thing that a text may mean, and why."""

    key: str
    """The public name of the intent."""
    meant: Meant
    reasons: tuple[str, ...] = ()
    place: int | None = None
    """Of the intent among those that were learnt."""


@dataclass(frozen=True)
class Understanding:
    """What words may mean; well under a millisecond a message."""

    knowledge: Knowledge
    weights: Weights = field(repr=False)

    def read(self, text: str) -> tuple[Meant, ...]:
        """Name the flows that a text may ask for: urgent ones first, then the surest."""
        meant: dict[str, Meant] = {}
        for one in self.candidates(text):
            meant.setdefault(one.meant.intent, one.meant)
        return tuple(meant.values())

    def knows(self, word: str) -> bool:
        """Tell whether a plain word means something here; names in examples do not."""
        return word in self.listed

    @cached_property
    def listed(self) -> frozenset[str]:
        """Every word of the spellings, ideas and phrases; none that only an example has."""
        known = self.knowledge
        spoken = {word for rule in known.rules for word in rule.spoken()}
        return frozenset({*known.same, *known.same.values(), *known.ideas, *spoken, *POLITE})

    def candidates(self, text: str, *, why: bool = False) -> list[Candidate]:
        """Name what a text may mean, best first; empty where it is none of our business.

        The words that speak for each are looked up only where somebody asks ``why``.
        """
        code = code_in(text)
        if code is not None:
            return [Candidate(KEYS.get(code.intent, code.intent), code, ("kode",))]
        clauses = self.knowledge.speller.clauses(text)
        padded = f" {' '.join(word for clause in clauses for word in clause)} "
        fitting = {rule.flow: rule for rule in self.fitting(padded)}
        exact = [self.by_rule(one, text) for one in fitting.values() if one.exact(padded)]
        if exact:
            said = {one.meant.intent for one in exact}
            more = [one for one in self.others(fitting, text) if one.meant.intent not in said]
            return [*sorted(exact, key=lambda one: -one.meant.score), *more]
        found = [*self.learnt(clauses, fitting, text), *self.others(fitting, text)]
        best = ordered(found)
        return [self.explained(one, clauses) for one in best] if why else best

    @staticmethod
    def decision(found: list[Candidate]) -> str:
        """Say whether to answer, to ask back, or that nothing was understood."""
        if not found:
            return "none"
        return "answer" if found[0].meant.score >= SURE or found[0].meant.urgent else "ask"

    def others(self, fitting: Mapping[str, Rule], text: str) -> Iterator[Candidate]:
        """Give what only phrases tell: words for staff, codes, misspelt programmes."""
        for flow, rule in fitting.items():
            if flow not in self.by_flow:
                yield self.by_rule(rule, text)

    def by_rule(self, rule: Rule, text: str) -> Candidate:
        """Believe a phrase."""
        arg = text[:LONGEST_ARG] if rule.arg_text else rule.arg
        intents = self.by_flow.get(rule.flow)
        key = intents[0].key if intents else KEYS.get(rule.flow, rule.flow)
        if rule.flow == "jadwal_desa" and ABOUT_LABELS.search(text.casefold()):
            key = "label"
        return Candidate(key, Meant(rule.flow, rule.score, rule.urgent, arg), BY_PHRASE)

    def learnt(
        self, clauses: list[list[str]], fitting: Mapping[str, Rule], text: str
    ) -> Iterator[Candidate]:
        """Weigh the message whole and in pieces, with what its phrases tell."""
        whole, pieces = self.distances(clauses)
        if not whole:
            return
        outside = max(whole[place] for place in self.outside)
        calm = max(whole[place] for place in self.calm)
        ideas = self.knowledge.ideas
        at_home = any(ideas.get(word) in HOME for clause in clauses for word in clause)
        for place, intent in enumerate(self.knowledge.intents):
            if not intent.flow:
                continue
            best = max((piece[place] for piece in pieces), default=-9.0) - PIECE_LOSS
            rule = fitting.get(intent.flow)
            gain = PHRASE_GAIN * rule.score if rule else 0.0
            near = max(whole[place], best) + gain
            score = believed(near)
            if not at_home and rule is None:
                score *= AWAY
            alarm = intent.urgent and (near >= calm - URGENT_LEAD or best >= PIECE_ALARM)
            alarm = alarm and score >= LEAST
            if rule and rule.urgent and self.lifts(rule, whole, near - gain):
                score, alarm = max(score, rule.score), True
            elif outside > max(near, best) + (HOME_LEAD if at_home else 0.0):
                continue
            if score < (LEAST_AT_HOME if at_home else LEAST):
                continue
            arg = text[:LONGEST_ARG] if intent.flow == "arti_status" else rule.arg if rule else ""
            meant = Meant(intent.flow, min(MOST_SURE, round(score, 3)), alarm, arg)
            yield Candidate(intent.key, meant, ("frasa",) if rule else (), place)

    def lifts(self, rule: Rule, whole: list[float], near: float) -> bool:
        """Tell whether a phrase of danger is believed against what was learnt."""
        if rule.flow in ALWAYS:
            return True
        return near >= max(max(whole) - LIFTED, FARTHEST)

    def distances(self, clauses: list[list[str]]) -> tuple[list[float], list[list[float]]]:
        """Measure the whole message and each of its pieces against every intent."""
        features = self.knowledge.features.of(clauses)
        said = sum(weighty_word(word) for clause in clauses for word in clause)
        if not said or not any(feature in self.weights.rows for feature in features):
            return [], []
        parts = list(pieces_of(clauses))
        of = self.knowledge.features.of
        measured = [self.weights.scores(of([part])) for part in parts] if len(parts) > 1 else []
        return self.weights.scores(features), measured

    def explained(self, one: Candidate, clauses: list[list[str]]) -> Candidate:
        """Say which words, ideas and phrases speak for an intent."""
        if one.place is None:
            return one
        features = self.knowledge.features.of(clauses)
        told = self.weights.reasons(features, one.place)
        return replace(one, reasons=(*one.reasons, *told))

    def fitting(self, padded: str) -> list[Rule]:
        """Give the rules that a text fulfils, the surest of each flow."""
        places = {place for word in padded.split() for place in self.by_first_word.get(word, ())}
        found: dict[str, Rule] = {}
        for place in sorted(places):
            rule = self.knowledge.rules[place]
            known = found.get(rule.flow)
            if (known is None or known.score < rule.score) and rule.fits(padded):
                found[rule.flow] = rule
        return list(found.values())

    @cached_property
    def by_first_word(self) -> Mapping[str, frozenset[int]]:
        """Every word with which a rule can begin to fit, and the places of those rules."""
        places: dict[str, set[int]] = {}
        for place, rule in enumerate(self.knowledge.rules):
            for phrase in (*rule.whole, *rule.only, *(rule.words[0] if rule.words else ())):
                places.setdefault(phrase.split()[0], set()).add(place)
        return {word: frozenset(found) for word, found in places.items()}

    @cached_property
    def by_flow(self) -> Mapping[str, list[Intent]]:
        """Every flow and the intents that lead to it."""
        found: dict[str, list[Intent]] = {}
        for intent in self.knowledge.intents:
            found.setdefault(intent.flow, []).append(intent)
        return found

    @cached_property
    def calm(self) -> tuple[int, ...]:
        """The places of what is no danger."""
        return tuple(n for n, intent in enumerate(self.knowledge.intents) if not intent.urgent)

    @cached_property
    def outside(self) -> tuple[int, ...]:
        """The places of what is none of our business."""
        return tuple(n for n, intent in enumerate(self.knowledge.intents) if not intent.flow)


KEYS = {
    "kode_laporan": "status_laporan",
    "jaga_kartu": "pekasesama",
    "pelajaran": "pekasesama",
    "kuis": "pekasesama",
    "sertifikat": "pekasesama",
    "hasil_belajar": "pekasesama",
    "jadwal_desa": "jadwal",
    "graduasi_daftar": "graduasi",
    "maksud_pkh": "status",
    "data_saya": "hapus_data",
    "bukti": "status",
    "bukan_keluarga": "status",
    "kode_keluarga": "status",
}
"""The public name of flows that only phrases or codes lead to."""


ABOUT_LABELS = re.compile(r"stiker|tempel|label")


def believed(distance: float) -> float:
    """Turn a distance from the border into a score between 0 and 1."""
    return 1 / (1 + exp(-STEEP * (distance - MIDDLE)))


def pieces_of(clauses: Iterable[list[str]]) -> Iterator[list[str]]:
    """Cut a message where sentences break and where words join two thoughts."""
    for clause in clauses:
        piece: list[str] = []
        for word in clause:
            if word in JOINTS and weighty(piece):
                yield piece
                piece = []
            piece.append(word)
        if weighty(piece):
            yield piece


def weighty(piece: list[str]) -> bool:
    """Tell whether a piece says enough to be read alone."""
    return sum(map(weighty_word, piece)) >= FEWEST_IN_A_PIECE


def weighty_word(word: str) -> bool:
    """Tell whether a word says something by itself."""
    return word not in POLITE and word not in JOINTS and not word.isdecimal()


def ordered(found: list[Candidate]) -> list[Candidate]:
    """Put urgent matters first, in their order, then the surest; each named once."""
    strong = any(one.meant.score >= SURE and one.meant.intent not in LIGHT for one in found)
    grave = any(one.meant.urgent and one.meant.score >= EVEN for one in found)

    def rank(one: Candidate) -> tuple[float, float]:
        meant = one.meant
        if meant.urgent:
            place = next((n for n, name in enumerate(FIRST) if meant.intent == name), len(FIRST))
            weak = len(FIRST) + 3 if grave else len(FIRST)
            return (place if meant.score >= EVEN else weak, -meant.score)
        if meant.intent in LIGHT and strong:
            return (len(FIRST) + 4, -meant.score)
        if meant.score < SURE:
            return (len(FIRST) + 3, -meant.score)
        if one.place is None:
            return (len(FIRST) + 1, -meant.score)
        return (len(FIRST) + 2, -meant.score)

    best: dict[str, Candidate] = {}
    for one in sorted(found, key=rank):
        best.setdefault(one.key, one)
    return list(best.values())[:MOST]
