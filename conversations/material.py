"""What somebody hands over, as a command carries it: words or a voice note, photos, a place."""

from __future__ import annotations

from dataclasses import dataclass

from conversations.readers import Answers, Value


@dataclass(frozen=True, slots=True)
class Spoken:
    """What was told: in writing, or as a voice note (the platform's reference)."""

    text: str = ""
    voice: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo that still lies with the platform; the fetcher brings it in."""

    ref: str
    mime: str = ""
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Where:
    """A point on the map (degrees, WGS 84), or a landmark in words."""

    latitude: float | None = None
    longitude: float | None = None
    words: str = ""


def spoken(value: Value) -> Spoken:
    """Read an answer of :class:`Words`."""
    if isinstance(value, dict):
        return Spoken(voice=str(value["suara"]))
    return Spoken(text="" if value is None else str(value))


def pictures(answers: Answers, *keys: str) -> tuple[Picture, ...]:
    """Read the answers of :class:`Photo`; skipped ones are none."""
    found = []
    for key in keys:
        value = answers.get(key)
        if isinstance(value, dict):
            size = value.get("size")
            kept_size = size if isinstance(size, int) else None
            found.append(Picture(str(value["ref"]), str(value.get("mime", "")), kept_size))
    return tuple(found)


def place(value: Value) -> Where | None:
    """Read an answer of :class:`Location`."""
    if not isinstance(value, dict):
        return None
    if "kata" in value:
        return Where(words=str(value["kata"]))
    return Where(float(str(value["lintang"])), float(str(value["bujur"])))
