"""What officers may teach: facts for their conversations, and the list that is made beforehand."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence

from bansos.staff import Act
from conversations.changed import replace
from conversations.facts import Facts, Proposed, Unanswered
from conversations.understand.unknown import Group, Heard, groups
from handlers.desk import desk_of
from handlers.facts import Library
from storage import marks, teaching
from storage.people import Known
from storage.unit import Unit

LIST = "asked"
"""The mark that holds the list: making it takes longer than the writer may be held."""
MOST = 50
KEY_LETTERS = 8


def gathered(heard: Sequence[teaching.Unread], known: Callable[[str], bool]) -> list[Group]:
    """Bring together what was not understood; some 100 ms for 600 texts, so not in the writer."""
    return groups((Heard(one.asker, one.words, one.month) for one in heard), known)[:MOST]


def keep(unit: Unit, found: Sequence[Group]) -> None:
    """Keep the list for the conversations."""
    rows = json.dumps([[one.text, one.people] for one in found], ensure_ascii=False)
    if rows != (marks.read(unit, LIST) or "[]"):
        marks.put(unit, LIST, rows)


def load_asked(unit: Unit, person: Known, _library: Library, facts: Facts) -> Facts:
    """List what may be taught, to who may propose; what was proposed or agreed is left out."""
    if not _may(person, Act.PROPOSE):
        return replace(facts, asked=())
    done = {
        one.text
        for state in (teaching.PROPOSED, teaching.AGREED)
        for one in teaching.examples(unit, state)
    }
    rows = json.loads(marks.read(unit, LIST) or "[]")
    asked = (Unanswered(_key(text), text, people) for text, people in rows if text not in done)
    return replace(facts, asked=tuple(asked))


def load_proposed(unit: Unit, person: Known, _library: Library, facts: Facts) -> Facts:
    """List what other officers propose, to who may agree."""
    if person.officer is None or not _may(person, Act.APPROVE):
        return replace(facts, proposed=())
    waiting = teaching.examples(unit, teaching.PROPOSED)
    others = [one for one in waiting if one.proposed_by != person.officer.id]
    return replace(facts, proposed=tuple(Proposed(one.id, one.text, one.intent) for one in others))


def _may(person: Known, act: Act) -> bool:
    return person.officer is not None and desk_of(person.officer).may(act)


def _key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:KEY_LETTERS]
