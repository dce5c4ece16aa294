"""``peka place``: what a place in free words is read as, for people and for scripts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field

from bansos.addresses import Address, Gazetteer, gazetteer
from bansos.regions import One, Region, Regions, Several


@dataclass(frozen=True, slots=True)
class VillageRead:
    """A village, or where only that was said a kecamatan or kabupaten; empty: not said."""

    code: str
    """Kemendagri, dotted: "35.26.08.2012"."""
    name: str
    district: str = ""
    regency: str = ""


@dataclass(frozen=True, slots=True)
class PlaceRead:
    """One text and what it says; as JSON its fields are the keys."""

    text: str
    decision: str
    """found; confirm (one, spelt otherwise: ask); ask (several: ask which); district or regency
    (nothing smaller was said); none."""
    code: str = ""
    """Of the place where the decision is found, district or regency."""
    place: VillageRead | None = None
    options: tuple[VillageRead, ...] = field(default_factory=tuple)
    """What is asked back, the likeliest first."""
    rt: str = ""
    rw: str = ""


def answers(texts: Iterable[str], regions: Regions) -> Iterator[dict[str, object]]:
    """Read texts, each for itself."""
    places = gazetteer(regions)
    for text in texts:
        yield asdict(answer(text, places))


def answer(text: str, places: Gazetteer) -> PlaceRead:
    """Read one text."""
    said = places.read(text)
    decision, found = decided(said)
    names = tuple(named(region, places.regions) for region in found)
    sure = decision in {"found", "district", "regency"}
    return PlaceRead(
        text,
        decision,
        code=names[0].code if sure else "",
        place=names[0] if sure else None,
        options=() if sure else names,
        rt=said.rt,
        rw=said.rw,
    )


def decided(said: Address) -> tuple[str, tuple[Region, ...]]:
    """Name the outcome and the places in it."""
    match said.found:
        case One(village, exact=True):
            return "found", (village,)
        case One(village):
            return "confirm", (village,)
        case Several(villages):
            return "ask", villages
    if said.district:
        return "district", (said.district,)
    return ("regency", (said.regency,)) if said.regency else ("none", ())


def named(region: Region, regions: Regions) -> VillageRead:
    """Give a place with what it lies in."""
    above = regions.path(region.code)[1:]
    district = above[0] if len(above) > 1 else ""
    return VillageRead(region.code, region.name, district, above[-1] if above else "")


def readable(found: dict[str, object]) -> str:
    """Say an answer in one line."""
    places = [found["place"]] if found["place"] else found["options"]
    names = [_line(place) for place in places] if isinstance(places, (list, tuple)) else []
    marks = "".join(f", {key.upper()} {found[key]}" for key in ("rt", "rw") if found[key])
    return f"{found['decision']}: {' | '.join(names) or '-'}{marks}"


def _line(place: object) -> str:
    if not isinstance(place, dict):
        return ""
    names = [place["name"], place["district"], place["regency"]]
    return f"{place['code']} {', '.join(filter(None, names))}"
