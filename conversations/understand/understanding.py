"""Free text -> what it may mean: several signals, one score each, urgent matters first."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import chain
from math import exp, log
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from conversations.said import SURE, Meant
from conversations.understand.codes import code_in
from conversations.understand.examples import Intent
from conversations.understand.features import POLITE, Features, Seen
from conversations.understand.knowledge import Knowledge
from conversations.understand.learning import PLACES, Floats, Weights
from conversations.understand.rules import Rule, Rules

Heard: TypeAlias = Seen[int]
"""A word and the places of what it shows."""
LONGEST_ARG = 100
LONGEST_CHOICE = 2
"""Digits of a number that answers what was asked."""
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


class Candidate(NamedTuple):
    """One thing that a text may mean, and why."""

    key: str
    """The public name of the intent."""
    meant: Meant
    reasons: tuple[str, ...] = ()
    place: int | None = None
    """Of the intent among those that were learnt."""
    weight: float = 1.0
    """How sure it is as what the whole message is about."""


class Lying(NamedTuple):
    """How far a message lies on the side of one intent; above 0 is inside."""

    near: float
    whole: float
    piece: float
    """The nearest of its parts."""

    @property
    def sure(self) -> float:
        """How sure it is as one wish among others."""
        wish = max(self.whole, self.piece - WISH_LOSS)
        return min(MOST_SURE, round(believed(wish), 3))

    def alarming(self, calm: float, *, bare: bool) -> bool:
        """Tell whether a danger is near enough, beside what is calm, to raise the alarm."""
        ahead = self.near >= calm - URGENT_LEAD or self.piece >= PIECE_ALARM
        return ahead and self.near >= (BARE_ALARM if bare else ALARM)

    @property
    def perhaps(self) -> bool:
        """Tell whether a danger is possible, even where something else is surer."""
        return self.whole >= PERHAPS or self.piece >= PIECE_PERHAPS


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
        if len(text) <= LONGEST_CHOICE and text.isdecimal():
            return []  # it says which one is meant, and nothing by itself
        code = code_in(text)
        if code is not None:
            return [Candidate(KEYS.get(code.intent, code.intent), code, ("kode",))]
        clauses = self.features.spelled(text)
        padded = f" {' '.join([word.plain for clause in clauses for word in clause])} "
        fitting = self.rules.fitting(padded)
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

    def learnt(self, clauses: list[list[Heard]], text: str) -> Iterator[Candidate]:
        """Weigh the message whole and in pieces."""
        measured = self.distances(clauses)
        if measured is None:
            return
        whole, piece = measured
        near = np.maximum(whole, piece - PIECE_LOSS)
        outside, calm = (max(whole.take(some).tolist()) for some in (self.outside, self.calm))
        bare = not weighty(chain(*clauses))
        for place in (near >= FOUND).nonzero()[0].tolist():
            intent = self.knowledge.intents[place]
            one = Lying(near.item(place), whole.item(place), piece.item(place))
            inside = outside <= one.near + OUTSIDE_LEAD
            alarm = intent.urgent and inside and one.alarming(calm, bare=bare)
            perhaps = intent.urgent and one.perhaps and (alarm or not bare)
            if intent.flow and (inside or perhaps):
                arg = text[:LONGEST_ARG] if intent.flow == "arti_status" else ""
                meant = Meant(intent.flow, one.sure, alarm, arg, perhaps and not alarm)
                yield Candidate(intent.key, meant, (), place, believed(one.near))

    def distances(self, clauses: list[list[Heard]]) -> tuple[Floats, Floats] | None:
        """Measure to each intent how far the whole message lies, and the nearest of its pieces."""
        words = [*chain(*clauses)]
        if not (any(word.known for word in words) and any(word.weighty for word in words)):
            return None
        parts = list(pieces_of(clauses))
        several = parts if len(parts) >= FEWEST_PIECES else []
        of = self.features.of
        measured = self.weights.scores([of(clauses), *(of([part]) for part in several)])
        return measured[0], np.maximum.reduce(measured[1:], initial=FAR)

    @cached_property
    def features(self) -> Features[int]:
        """What sees in words the features that were learnt, by their places."""
        known, places = self.knowledge, self.weights.places
        return Features(known.speller, known.ideas, places.get, partial(array, PLACES))

    def explained(self, one: Candidate, clauses: list[list[Heard]]) -> Candidate:
        """Say which words, ideas and phrases speak for an intent."""
        if one.place is None:
            return one
        told = self.weights.reasons(self.features.of(clauses), one.place)
        return one._replace(reasons=(*one.reasons, *told))

    @cached_property
    def rules(self) -> Rules:
        """The phrases, by the words that they need."""
        return Rules(self.knowledge.rules)

    @cached_property
    def by_flow(self) -> Mapping[str, list[Intent]]:
        """Every flow and the intents that lead to it."""
        found: dict[str, list[Intent]] = {}
        for intent in self.knowledge.intents:
            found.setdefault(intent.flow, []).append(intent)
        return found

    @cached_property
    def calm(self) -> NDArray[np.intp]:
        """Name the places of what is no danger."""
        return np.array([n for n, one in enumerate(self.knowledge.intents) if not one.urgent])

    @cached_property
    def outside(self) -> NDArray[np.intp]:
        """Name the places of what is none of our business."""
        return np.array([n for n, one in enumerate(self.knowledge.intents) if not one.flow])


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


FOUND, ALARM = farthest(LEAST), farthest(LEAST_ALARM)


def pieces_of(clauses: Iterable[list[Heard]]) -> Iterator[list[Heard]]:
    """Cut a message where sentences break and where words join two thoughts."""
    for clause in clauses:
        piece: list[Heard] = []
        for word in clause:
            if word.joins and weighty(piece):
                yield piece
                piece = []
            piece.append(word)
        if weighty(piece):
            yield piece


def weighty(piece: Iterable[Heard]) -> bool:
    """Tell whether a piece says enough to be read alone."""
    return sum([word.weighty for word in piece]) >= FEWEST_IN_A_PIECE


def ordered(found: list[Candidate]) -> list[Candidate]:
    """Put urgent matters first, in their order, then the surest; each named once."""
    if len(found) <= 1:
        return found
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
