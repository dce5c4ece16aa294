"""Where a report is about: asked for, or confirmed where it was told already."""

from __future__ import annotations

from dataclasses import dataclass

from conversations.facts import Facts
from conversations.places import DISTRICT_CODE, District, Village
from conversations.readers import Answers, Good, Option, Wrong
from conversations.report.telling import SPOT, keeping
from conversations.said import Kind, Said
from conversations.text import Say, label, say
from conversations.words import NO, YES, plain, says


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
