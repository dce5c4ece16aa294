"""Two thousand ways to write where one lives, drawn by lot over the four kabupaten."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from bansos.regions import Region, Regions

KEYBOARD = {
    "a": "sq", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "g": "fh", "h": "gj", "i": "uo",
    "j": "hk", "k": "jl", "l": "k", "m": "n", "n": "mb", "o": "ip", "p": "o", "r": "et",
    "s": "ad", "t": "ry", "u": "yi", "w": "eq", "y": "tu",
}  # fmt: skip
WHOLE = (
    "ds {v} kec {d} {r}", "desa {v} kecamatan {d} kabupaten {r}", "{v} {d}", "{v}, {d}",
    "{v} kec {d}", "kec {d} desa {v}", "kecamatan {d}, ds {v}", "{d} {v}", "{v} {d} {r}",
    "rumah sy di {v} kec {d}", "desaku {v} kec. {d}", "dusun krajan desa {v} kec {d}",
    "ds.{v} kec.{d} kab.{r}", "rt 03 rw 01 {v} {d}", "{v} rt 2/5 kec {d}",
    "saya orang {v}, {d}, {r}", "kel {v} kec {d}", "alamat saya {v} {d} pak",
)  # fmt: skip
VILLAGE = (
    "{v}", "desa {v}", "ds {v}", "desaku {v}", "{v} {r}", "ds.{v}", "sy dari {v}", "k{v}",
    "desa {v} rt 01 rw 02", "warga {v} pak", "{v} rt 4",
)  # fmt: skip


@dataclass(frozen=True)
class Spelt:
    """What somebody wrote and the village that was meant."""

    text: str
    code: str


def thumb(name: str, chance: random.Random) -> str:
    """Make one error of a thumb."""
    at = chance.randrange(len(name))
    sign = name[at]
    kind = chance.choice(("drop", "double", "near", "swap", "vowel"))
    if kind == "double":
        return name[:at] + sign + name[at:]
    if kind == "near" and sign in KEYBOARD:
        return name[:at] + chance.choice(KEYBOARD[sign]) + name[at + 1 :]
    if kind == "swap" and at + 1 < len(name):
        return name[:at] + name[at + 1] + sign + name[at + 2 :]
    vowels = [place for place, one in enumerate(name) if one in "aeiou" and place]
    if kind == "vowel" and vowels:
        at = chance.choice(vowels)
    return name[:at] + name[at + 1 :]


def written(name: str, chance: random.Random) -> str:
    """Write a name as people do: mostly right, sometimes not, sometimes run together."""
    said = name.lower().removeprefix("kabupaten ")
    luck = chance.random()
    if luck < 0.45 or len(said) < 5:
        return said
    if luck < 0.85:
        return thumb(said, chance)
    if luck < 0.92:
        return said.replace(" ", "")
    if luck < 0.95 and len(said) > 7:
        return thumb(thumb(said, chance), chance)
    return said.upper()


def spellings(regions: Regions, regencies: tuple[str, ...], count: int) -> Iterator[Spelt]:
    """Draw ``count`` of them, always the same."""
    chance = random.Random(35260801)
    villages = [
        village
        for regency in regencies
        for district in regions.children(regency)
        for village in regions.children(district.code)
    ]
    for _ in range(count):
        yield spelt(chance.choice(villages), regions, chance)


def spelt(village: Region, regions: Regions, chance: random.Random) -> Spelt:
    """Write one place."""
    _, district, regency = regions.path(village.code)
    frame = chance.choice(WHOLE if chance.random() < 0.65 else VILLAGE)
    text = frame.format(
        v=written(village.name, chance), d=written(district, chance), r=regency.lower()
    )
    return Spelt(text, village.code)
