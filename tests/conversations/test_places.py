"""Stored states of earlier releases: each must be read, and its talk must go on from there.

The files in tests/places were recorded when their release was made.  They are never rewritten;
a flow that changes so that one no longer goes on has stranded somebody.
"""

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from conversations import flow as engine
from conversations import talks as state
from conversations.book import BOOK
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


def test_keys_of_a_newer_release_are_let_go() -> None:
    assert state.read(b'{"v": 9, "stack": [], "more": 1}') == state.Talks()
