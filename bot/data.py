"""The data files that come with Peka: read here, once, and nowhere else."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from dataclasses import replace
from importlib import resources
from importlib.resources.abc import Traversable
from io import BytesIO
from zoneinfo import ZoneInfo

import structlog
from babel.messages.pofile import read_po

from bansos.lessons import Course
from bansos.regions import Regions
from bansos.statuses import Statuses
from bansos.wording import Wording
from bansos.workdays import Calendar
from bansos.zones import timezone
from bot.settings import Settings
from conversations.facts import Office
from conversations.text import Catalogue, Source, Translated
from conversations.understand import Understanding
from conversations.understand.knowledge import Knowledge
from conversations.understand.learning import Weights
from handlers.facts import Library

LANGUAGES = ("en",)
log = structlog.get_logger()


def library(settings: Settings) -> Library:
    """Read regions and statuses, and what the office has set."""
    return Library(
        regions=regions().within(settings.area),
        statuses=Statuses.from_toml_text(data_text("bansos", "data/statuses.toml")),
        wording=Wording.from_toml_text(data_text("bansos", "data/words.toml")),
        calendar=Calendar.from_toml_text(data_text("bansos", "data/holidays.toml")),
        course=Course.from_toml_text(data_text("bansos", "data/lessons.toml")),
        receipt_words=tuple(data_text("bansos", "data/receipt_words.txt").split()),
        area=settings.area,
        timezone=ZoneInfo(timezone(settings.area[0]).iana),
        terms=settings.terms,
        languages=languages(),
        office=office(settings),
    )


def office(settings: Settings) -> Office:
    """Take what the office has set; the day on which it confirmed the numbers dates them all."""
    known = Office(
        name=settings.office_name,
        address=settings.office_address,
        hours=settings.office_hours,
        violence=settings.violence_help,
        despair=settings.despair_help,
        ministry=settings.kemensos_phone,
        police=settings.polres_phone,
        prosecutor=settings.kejari_phone,
        privacy_officer=settings.privacy_officer,
        notice=f"{settings.public_url.rstrip('/')}/privasi" if settings.public_url else "",
    )
    day = settings.numbers_date
    return replace(known, numbers_as_of=day, ministry_as_of=day) if day else known


def regions() -> Regions:
    """Read the whole region table."""
    packed = resources.files("bansos").joinpath("data/wilayah.csv.gz").read_bytes()
    with gzip.open(BytesIO(packed), "rt", encoding="utf-8") as file:
        return Regions.from_csv_text(file.read(), data_text("bansos", "data/wilayah_aliases.toml"))


def understanding() -> Understanding:
    """Read what people's words may mean, and what was learnt from it.

    Spellings and phrases that were added since count at once, sentences after `make learn`.
    """
    weights = Weights.unpacked(_learnt().read_bytes())
    known = knowledge(weights.used)
    if weights.digest != known.digest:
        log.warning("knowledge.changed", reason="new sentences count after `make learn`")
    return Understanding(known, weights)


def knowledge(used: Mapping[str, int] | None = None) -> Knowledge:
    """Read spellings, ideas, phrases and example sentences; ``used``: their words, counted."""
    folder = resources.files("conversations").joinpath("knowledge/intents")
    files = sorted(one.name for one in folder.iterdir() if one.name.endswith(".toml"))
    return Knowledge.of(
        data_text("conversations", "knowledge/words.toml"),
        data_text("conversations", "knowledge/concepts.toml"),
        [folder.joinpath(name).read_text(encoding="utf-8") for name in files],
        data_text("conversations", "knowledge/sentences.tsv"),
        used,
    )


def _learnt() -> Traversable:
    return resources.files("conversations").joinpath("knowledge/learnt.gz")


def languages() -> Mapping[str, Catalogue]:
    """Read every catalogue; Indonesian is the source and has none."""
    found: dict[str, Catalogue] = {"id": Source()}
    for language in LANGUAGES:
        path = resources.files("locales").joinpath(f"{language}/LC_MESSAGES/peka.po")
        if path.is_file():
            found[language] = _catalogue(language, path.read_bytes())
    return found


def _catalogue(language: str, po: bytes) -> Translated:
    texts: dict[str, tuple[str, ...]] = {}
    for message in read_po(BytesIO(po), locale=language):
        if message.id and message.string and not message.fuzzy:
            key = message.id[0] if isinstance(message.id, (list, tuple)) else message.id
            forms = (
                message.string if isinstance(message.string, (list, tuple)) else (message.string,)
            )
            texts[key] = tuple(forms)
    return Translated(language, texts)


def data_text(package: str, name: str) -> str:
    """Read a data file of one of our packages."""
    return resources.files(package).joinpath(name).read_text(encoding="utf-8")
