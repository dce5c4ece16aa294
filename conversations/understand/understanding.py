"""Free text -> what it may mean: several signals, one score each, urgent matters first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import exp, log

import numpy as np
from numpy.typing import NDArray

from conversations.said import SURE, Meant
from conversations.understand.codes import code_in
from conversations.understand.examples import Intent
from conversations.understand.features import POLITE
from conversations.understand.knowledge import Knowledge
from conversations.understand.learning import Weights
from conversations.understand.rules import Rule
from conversations.understand.spelling import Word

LONGEST_ARG = 100
PIECE_LOSS, WISH_LOSS = 0.8, 0.3
"""A part of a message is believed less than the whole of it; as one wish among others, more."""
STEEP, MIDDLE = 2.0, -0.15
"""How a distance from the border becomes a score between 0 and 1."""
LEAST = 0.2
"""Below this nothing is said of an intent."""
LEAST_ALARM = 0.3
"""Below this no alarm is raised."""
MOST_SURE = 0.99
"""Only a code is certain: certainty cuts into an answer in free words."""
OUTSIDE_LEAD = -0.1
"""What lies further outside than what is none of our business, by this, is left out."""
URGENT_LEAD = 0.05
"""A danger goes first unless something harmless lies nearer by this: a false alarm is cheap."""
EVEN = 0.8
"""A danger less sure than this stands behind the surer ones."""
PIECE_ALARM = 0.1
"""A part of a message alone raises the alarm from here, whatever the rest of it is about."""
BARE_ALARM = 0.5
"""A single word raises it only from here: "dipukul" does, "beras" does not."""
PERHAPS, PIECE_PERHAPS = -0.42, 0.1
"""From here the whole or a part may be a danger, even where something else is surer."""
BY_PHRASE = ("frasa",)
MOST = 5
_JOINTS = (
    "terus sama dan sekalian tapi tetapi juga soalnya lalu kemudian and then also padahal oh "
    "trus katanya karena"
)
JOINTS = frozenset(_JOINTS.split())
FEWEST_IN_A_PIECE = FEWEST_PIECES = 2
FAR = -9.0
"""Where a piece lies that there is not."""
FIRST = ("putus_asa", "kekerasan", "takut", "darurat", "dipaksa_keluar", "kartu",
         "dipaksa_paket", "sudah_tertipu", "dana_hilang", "pbi_nonaktif", "exclude_meninggal",
         "judol", "graduasi")  # fmt: skip
"""What goes first where a message holds several, in its order (domain notes, section 11)."""
NEXT_SURE = 0.85
"""How sure one of these that is no danger must be to go before a surer wish."""
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
    weight: float = 1.0
    """How sure it is as what the whole message is about."""


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
        clauses = self.knowledge.speller.spelled(text)
        padded = f" {' '.join(word.plain for clause in clauses for word in clause)} "
        fitting = self.fitting(padded)
        phrased = sorted(map(self.by_rule, fitting), key=lambda one: -one.meant.score)
        if any(rule.exact(padded) for rule in fitting):
            return phrased
        best = ordered([*self.learnt(clauses, text), *phrased])
        return [self.explained(one, clauses) for one in best] if why else best

    @staticmethod
    def decision(found: list[Candidate]) -> str:
        """Say whether to answer, to ask back, or that nothing was understood."""
        if not found:
            return "none"
        return "answer" if found[0].meant.score >= SURE or found[0].meant.urgent else "ask"

    def by_rule(self, rule: Rule) -> Candidate:
        """Believe a phrase."""
        intents = self.by_flow.get(rule.flow)
        key = rule.key or (intents[0].key if intents else KEYS.get(rule.flow, rule.flow))
        meant = Meant(rule.flow, rule.score, rule.urgent, rule.arg)
        return Candidate(key, meant, BY_PHRASE, weight=rule.score)

    def learnt(self, clauses: list[list[Word]], text: str) -> Iterator[Candidate]:
        """Weigh the message whole and in pieces."""
        measured = self.distances(clauses)
        if measured is None:
            return
        whole, pieces = measured
        piece = pieces.max(axis=0)
        near = np.maximum(whole, piece - PIECE_LOSS)
        wish = np.maximum(whole, piece - WISH_LOSS)
        outside, calm = whole[self.outside].max(), whole[self.calm].max()
        inside = outside <= near + OUTSIDE_LEAD
        perhaps = self.urgent & ((whole >= PERHAPS) | (piece >= PIECE_PERHAPS))
        alarm = (near >= calm - URGENT_LEAD) | (piece >= PIECE_ALARM)
        alarm &= self.urgent & inside & (near >= farthest(LEAST_ALARM))
        if not weighty([word for clause in clauses for word in clause]):
            alarm &= near >= BARE_ALARM
            perhaps &= alarm
        found = self.inner & (near >= farthest(LEAST)) & (inside | perhaps)
        for place in np.flatnonzero(found).tolist():
            intent = self.knowledge.intents[place]
            sure = min(MOST_SURE, round(believed(wish[place]), 3))
            alarmed = bool(alarm[place])
            maybe = bool(perhaps[place]) and not alarmed
            arg = text[:LONGEST_ARG] if intent.flow == "arti_status" else ""
            meant = Meant(intent.flow, sure, alarmed, arg, maybe)
            yield Candidate(intent.key, meant, (), place, believed(near[place]))

    def distances(
        self, clauses: list[list[Word]]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]] | None:
        """Measure the whole message (intents) and its pieces (pieces by intents)."""
        features = self.knowledge.features.of(clauses)
        said = any(weighty_word(word.plain) for clause in clauses for word in clause)
        if not said or not self.weights.knows(features):
            return None
        parts = list(pieces_of(clauses))
        several = parts if len(parts) >= FEWEST_PIECES else []
        of = self.knowledge.features.of
        measured = self.weights.scores([features, *(of([part]) for part in several)])
        alone = np.full_like(measured[:1], FAR)
        return measured[0], measured[1:] if several else alone

    def explained(self, one: Candidate, clauses: list[list[Word]]) -> Candidate:
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
    def urgent(self) -> NDArray[np.bool_]:
        """Mark, of all intents, what is a danger."""
        return np.array([intent.urgent for intent in self.knowledge.intents])

    @cached_property
    def inner(self) -> NDArray[np.bool_]:
        """Mark what is our business."""
        return np.array([bool(intent.flow) for intent in self.knowledge.intents])

    @cached_property
    def calm(self) -> NDArray[np.bool_]:
        """Mark what is no danger."""
        return ~self.urgent

    @cached_property
    def outside(self) -> NDArray[np.bool_]:
        """Mark what is none of our business."""
        return ~self.inner


KEYS = {
    "kode_laporan": "status_laporan",
    "jaga_kartu": "pekasesama",
    "pelajaran": "pekasesama",
    "kuis": "pekasesama",
    "sertifikat": "pekasesama",
    "hasil_belajar": "pekasesama",
    "jadwal_desa": "jadwal",
    "maksud_pkh": "status",
    "data_saya": "hapus_data",
    "bukti": "status",
    "bukan_keluarga": "status",
    "kode_keluarga": "status",
}
"""The public name of flows that only phrases or codes lead to."""


def believed(distance: float) -> float:
    """Turn a distance from the border into a score between 0 and 1."""
    return 1 / (1 + exp(-STEEP * (distance - MIDDLE)))


def farthest(score: float) -> float:
    """Turn a score into the distance from which on it is reached."""
    return MIDDLE - log(1 / score - 1) / STEEP


def pieces_of(clauses: Iterable[list[Word]]) -> Iterator[list[Word]]:
    """Cut a message where sentences break and where words join two thoughts."""
    for clause in clauses:
        piece: list[Word] = []
        for word in clause:
            if word.plain in JOINTS and weighty(piece):
                yield piece
                piece = []
            piece.append(word)
        if weighty(piece):
            yield piece


def weighty(piece: list[Word]) -> bool:
    """Tell whether a piece says enough to be read alone."""
    return sum(weighty_word(word.plain) for word in piece) >= FEWEST_IN_A_PIECE


def weighty_word(word: str) -> bool:
    """Tell whether a word says something by itself."""
    return len(word) > 1 and not (word in POLITE or word in JOINTS or word.isdecimal())


def ordered(found: list[Candidate]) -> list[Candidate]:
    """Put urgent matters first, in their order, then the surest; each named once."""
    strong = any(one.weight >= SURE and one.meant.intent not in LIGHT for one in found)
    grave = any(one.meant.urgent and one.weight >= EVEN for one in found)

    def rank(one: Candidate) -> tuple[float, float]:
        meant = one.meant
        even = one.weight >= EVEN if meant.urgent else meant.score >= NEXT_SURE
        if meant.intent in FIRST and even:
            return (FIRST.index(meant.intent), -one.weight)
        if meant.urgent and not grave:
            return (len(FIRST), -one.weight)
        if meant.urgent or (meant.intent in LIGHT and strong):
            return (len(FIRST) + 3, -one.weight)
        phrase = one.place is None and one.weight >= SURE
        return (len(FIRST) + (1 if phrase else 2), -one.weight)

    best: dict[str, Candidate] = {}
    for one in sorted(found, key=rank):
        best.setdefault(one.key, one)
    first, rest = list(best.values())[:1], list(best.values())[1:]
    by_wish = sorted(rest, key=lambda one: (not one.meant.urgent, -one.meant.score))
    return [*first, *by_wish][:MOST]
