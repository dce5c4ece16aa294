"""Stored states of earlier releases: each must be read, and its talk must go on from there.

The files in tests/places were recorded when their release was made.  They are never rewritten;
a flow that changes so that one no longer goes on has stranded somebody.
"""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from conversations import flow as engine
from conversations import talks as state
from conversations.book import BOOK
from conversations.changed import replace
from conversations.facts import Person
from tests.conversations.chat import Chat
from tests.conversations.desk import desk, load
from tests.conversations.samples import OFFICER, facts, task

PLACES = sorted((Path(__file__).resolve().parents[1] / "places").glob("*.json"))


def question(chat: Chat) -> str:
    top = chat.talks.top
    if top is None:
        return ""
    flow = BOOK.flows[top.flow]
    return engine.place_of(flow, top.given, chat.facts, view=top.view, sure=top.sure).key


@pytest.mark.parametrize("path", PLACES, ids=lambda path: path.stem)
def test_a_talk_of_an_earlier_release_goes_on(path: Path) -> None:
    recorded = json.loads(path.read_text(encoding="utf-8"))
    who = facts(Person(**recorded["person"]), staff=OFFICER if recorded["staff"] else None)
    who = replace(who, now=datetime.fromisoformat(recorded["at"]))
    known = load(who, ("families", "kept", "helped"))
    known = replace(known, tasks=tuple(task(n, urgent=n < 4) for n in range(60)))
    chat = Chat(BOOK, known, desk(), load, stored=json.dumps(recorded["state"]).encode())
    assert chat.talks.top is not None
    assert (chat.talks.top.flow, question(chat)) == (recorded["flow"], recorded["question"])
    chat.say(recorded["then"])
    assert question(chat) == recorded["next"], chat.lines


def test_nothing_stored_is_an_empty_state() -> None:
    assert state.read(None) == state.read(b"") == state.Talks()


def test_a_state_is_stored_as_the_release_before_stored_it() -> None:
    """Two releases run side by side for a while: each reads what the other wrote."""
    day = datetime(2026, 11, 20, 1, 2, 3, 4, UTC)
    talk = state.Talk(3, "lapor", {"masalah": (1, "mampu")}, was={"x": (2, None)}, shown=True)
    talks = state.Talks(
        stack=(talk,),
        drafts=((day, state.Talk(2, "graduasi")),),
        last_number=3,
        offers=(("3.desa.x", "Ya"),),
        tapped=state.Noted("3.a.b", day),
        at=day,
        lost=1,
        warned=state.Noted(">bukan_saya.7", day),
    )
    before = {
        "v": 1,
        "stack": [
            {"n": 3, "f": "lapor", "a": {"masalah": [1, "mampu"]}, "was": {"x": [2, None]},
             "shown": True},
        ],
        "drafts": [["2026-11-20T01:02:03.000004+00:00", {"n": 2, "f": "graduasi", "a": {}}]],
        "last": 3,
        "offers": [["3.desa.x", "Ya"]],
        "tapped": ["3.a.b", "2026-11-20T01:02:03.000004+00:00"],
        "at": "2026-11-20T01:02:03.000004+00:00",
        "relay": None,
        "lost": 1,
        "warned": [">bukan_saya.7", "2026-11-20T01:02:03.000004+00:00"],
    }  # fmt: skip
    assert state.read(json.dumps(before).encode()) == talks
    text = state.write(talks).decode().replace('04Z"', '04+00:00"')  # the same time, both read
    assert json.loads(text) == {k: v for k, v in before.items() if k not in {"v", "relay"}}


def test_keys_of_a_newer_release_are_let_go() -> None:
    assert state.read(b'{"v": 9, "stack": [], "more": 1}') == state.Talks()
