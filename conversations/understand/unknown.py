"""Words that were not understood: without what could name anybody, and brought together.

Three nets lie behind each other.  Before anything is kept, numbers, addresses and whatever
follows "pak", "bu" or "nama" are taken out.  What is kept is sealed.  And an officer sees a word
that Peka does not know only where at least three people used it; any other is shown as "…".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from conversations.words import plain

ENOUGH = 3
"""People who must have used a word or asked alike before anybody sees it."""
ALIKE = 72.0
MOST_WORDS = 30
HIDDEN = "…"
_TITLES = """
pak bu bapak ibu bpk ibuk mbak mba mas kak bang mbah haji hj h ustad ustadz kyai gus ning lek lik
nama namanya bernama atas an almarhum alm almh saudara sdr sdri kepada dari anak istri suami
"""
TITLES = frozenset(_TITLES.split())
PIECE = re.compile(r"\S+")
ADDRESS = re.compile(r"://|www\.|@|\.[a-z]{2,}/", re.IGNORECASE)
"""What makes a piece between two spaces an address."""
NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Heard:
    """What somebody wrote, scrubbed, and a sign that only tells people apart."""

    asker: bytes
    words: str
    month: str = ""
    """Signs tell people apart within one month only."""


@dataclass(frozen=True, slots=True)
class Group:
    """People who asked alike."""

    text: str
    """The most usual of their ways to ask, with rare unknown words hidden."""
    people: int
    times: int


def scrubbed(text: str, known: Callable[[str], bool]) -> str:
    """Take out of a text what could name anybody; "" where nothing worth keeping is left."""
    spoken = plain(" ".join(filter(no_address, PIECE.findall(text)))).split()[:MOST_WORDS]
    kept: list[str] = []
    for at, word in enumerate(spoken):
        named = at > 0 and spoken[at - 1] in TITLES and not known(word)
        kept.append(HIDDEN if named else NUMBER.sub("#", word))
    return " ".join(kept) if any(known(word) or len(word) > 1 for word in kept) else ""


def no_address(piece: str) -> bool:
    """Tell whether a piece of text is no address: of a page or of a letter."""
    return ADDRESS.search(piece) is None


def groups(heard: Iterable[Heard], known: Callable[[str], bool]) -> list[Group]:
    """Bring together who asked alike; only what enough people asked, the commonest first."""
    gathered: list[list[Heard]] = []
    for one in heard:
        near = next((all_ for all_ in gathered if alike(one.words, all_[0].words)), None)
        if near is None:
            gathered.append([one])
        else:
            near.append(one)
    common = [all_ for all_ in gathered if people(all_) >= ENOUGH]
    usual = frozenset(_usual([one for all_ in gathered for one in all_]))
    found = [_group(all_, usual, known) for all_ in common]
    return sorted(found, key=lambda one: (-one.people, one.text))


def people(heard: Iterable[Heard]) -> int:
    """Count the people who surely were that many: somebody has another sign every month."""
    months: dict[str, set[bytes]] = {}
    for one in heard:
        months.setdefault(one.month, set()).add(one.asker)
    return max(map(len, months.values()), default=0)


def alike(one: str, other: str) -> bool:
    """Tell whether two texts very likely ask the same."""
    return fuzz.token_sort_ratio(one, other) >= ALIKE


def _group(all_: list[Heard], usual: Collection[str], known: Callable[[str], bool]) -> Group:
    shown = Counter(
        " ".join(word if word in usual or known(word) else HIDDEN for word in one.words.split())
        for one in all_
    )
    text = max(shown, key=lambda words: (shown[words], -words.count(HIDDEN), -len(words)))
    return Group(text, people(all_), len(all_))


def _usual(heard: list[Heard]) -> Iterable[str]:
    """Give the words that enough people used."""
    users: dict[str, list[Heard]] = {}
    for one in heard:
        for word in one.words.split():
            users.setdefault(word, []).append(one)
    return (word for word, used in users.items() if people(used) >= ENOUGH)
