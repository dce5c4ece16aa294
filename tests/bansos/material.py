"""The data files of the package, read once for all tests."""

import gzip
from functools import cache
from pathlib import Path

from bansos.regions import Regions
from bansos.statuses import Statuses
from bansos.wording import Wording

DATA = Path(__file__).parents[2] / "bansos" / "data"
OFFICE = ("35.26", "35.11", "17.06", "17.08")


def read(name: str) -> str:
    return (DATA / name).read_text(encoding="utf-8")


@cache
def regions() -> Regions:
    text = gzip.decompress((DATA / "wilayah.csv.gz").read_bytes()).decode()
    return Regions.from_csv_text(text, read("wilayah_aliases.toml")).within(OFFICE)


@cache
def statuses() -> Statuses:
    return Statuses.from_toml_text(read("statuses.toml"))


@cache
def wording() -> Wording:
    return Wording.from_toml_text(read("words.toml"))
