"""Whoever was in the middle of a talk when a release came goes on from there."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from conversations.book import BOOK
from conversations.changed import replace
from conversations.said import Kind, Said
from tests.conversations import test_walk as walk
from tests.conversations.chat import Chat
from tests.conversations.desk import desk, load
from tests.places.record import HERE

RECORDED = sorted(HERE.glob("*/*.json"))


AT_WORK, ON_A_TASK = "a few tasks", {"tugas_jawab", "tugas_tanya", "tugas_tutup"}
"""Whoever writes about a task has one that is open."""
ASKED_FIRST = {"boleh": "ya"}
"""A consent that this release asks before it goes on where somebody was."""


def chat_at(path: Path) -> tuple[Chat, dict[str, str]]:
    kept = json.loads(path.read_text(encoding="utf-8"))
    who = AT_WORK if kept["flow"] in ON_A_TASK else kept["who"]
    facts = replace(walk.EVERYBODY[who], now=datetime.fromisoformat(kept["at"]))
    flow = BOOK.find(kept["flow"], facts)
    wanted = ("families", "kept", "helped", "tasks", *(flow.facts if flow else ()))
    known = load(facts, facts.lack(wanted))
    return Chat(BOOK, known, desk(), load, stored=json.dumps(kept["state"]).encode()), kept


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_stored_place_is_found_and_left_again(path: Path) -> None:
    chat, kept = chat_at(path)
    here = walk.spot(chat)
    if here.key in ASKED_FIRST and here.key != kept["question"]:
        chat.hear(Said(text=ASKED_FIRST[here.key]))
        here = walk.spot(chat)
    assert (here.flows[-1], here.key) == (kept["flow"], kept["question"])
    after = [walk.spot(one) for said in walk.moves(chat) for one in walk.step(chat, said)]
    assert [one for one in after if (one.flows, one.key) != (here.flows, here.key)]
    for tap, label in chat.talks.offers:
        assert tapped(path, tap), f"the button {label} says nothing any more"


def tapped(path: Path, tap: str) -> str:
    chat, _kept = chat_at(path)
    return chat.hear(Said(Kind.TAP, tap=tap))


def test_every_question_of_this_release_was_once_recorded() -> None:
    recorded = {path.stem for path in RECORDED}
    asked = {
        f"{flow.name}-{ask.key}"
        for flow in BOOK.flows.values()
        for ask in flow.asks
        if ask.key != flow.arg or flow.name in {"kode_laporan", "kode_keluarga", "masuk"}
    }
    assert len(asked & recorded) >= 0.9 * len(asked), asked - recorded
