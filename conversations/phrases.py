"""The programmes' own words (programmes, categories, states, roles) as texts to be said."""

from __future__ import annotations

from enum import StrEnum

from bansos.programmes import Period
from conversations.facts import Facts
from conversations.readers import Option
from conversations.text import Say, Source, paragraphs, say, told, word

ROOM = 480
"""Characters of Indonesian in one message: other languages may need a fifth more."""


def name_of(member: StrEnum, facts: Facts) -> Say:
    """Name a kind or state in a word or two."""
    known = facts.wording.phrases.get((type(member).__name__, member.value))
    return told(known.label) if known else word(member.value)


def sentence_of(member: StrEnum, facts: Facts) -> Say:
    """Explain a kind or state in a sentence."""
    known = facts.wording.phrases.get((type(member).__name__, member.value))
    return told(known.text) if known else word(member.value)


def option_of(member: StrEnum, facts: Facts) -> Option:
    """Make a button of a kind: its name, and the sentence as its explanation."""
    return Option(member.value, name_of(member, facts), more=sentence_of(member, facts))


def quarter(period: Period) -> Say:
    """Speak a quarter by its months."""
    match period.quarter:
        case 1:
            return say("Januari–Maret {year}", year=period.year)
        case 2:
            return say("April–Juni {year}", year=period.year)
        case 3:
            return say("Juli–September {year}", year=period.year)
        case _:
            return say("Oktober–Desember {year}", year=period.year)


def packed(*parts: Say | None) -> tuple[Say, ...]:
    """Put paragraphs into as few messages as their length allows."""
    messages: list[list[Say]] = []
    room = 0
    for part in parts:
        if part is None:
            continue
        length = len(part.into(Source())) + 2
        if not messages or length > room:
            messages.append([])
            room = ROOM
        messages[-1].append(part)
        room -= length
    return tuple(paragraphs(*message) for message in messages)


def pieces(text: str, most: int = ROOM) -> tuple[Say, ...]:
    """Cut somebody's own long words into messages, at spaces where there are any."""
    cut: list[Say] = []
    rest = text.strip()
    while rest:
        space = rest.rfind(" ", most // 2, most)
        end = len(rest) if len(rest) <= most else space if space > 0 else most
        cut.append(word(rest[:end].strip()))
        rest = rest[end:].strip()
    return tuple(cut)


def with_and(names: list[Say]) -> Say:
    """Put names behind each other, "dan" before the last."""
    first, *rest = names
    spoken = first
    for at, name in enumerate(rest, start=1):
        if at == len(rest):
            spoken = say("{before} dan {name}", before=spoken, name=name)
        else:
            spoken = say("{before}, {name}", before=spoken, name=name)
    return spoken
