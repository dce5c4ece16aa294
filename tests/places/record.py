"""Records one stored state for every question of every flow, once a release.

``python -m tests.places.record 0.1`` writes ``tests/places/0.1``; with names of flows behind it,
only those.  A file that is there is never written again.  What is recorded stands for people who
were in the middle of a talk when the next release came.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from conversations.book import BOOK
from conversations.facts import Facts
from tests.conversations import test_walk as walk
from tests.conversations.chat import Chat

HERE = Path(__file__).parent
MOST = 4000


@dataclass(frozen=True)
class Stop:
    """Somebody in the middle of a flow: who, at which question, and what is stored of them."""

    who: str
    flow: str
    question: str
    at: str
    state: dict[str, object]

    @property
    def name(self) -> str:
        return f"{self.flow}-{self.question}"


def stops(names: Iterable[str]) -> Iterator[Stop]:
    """Walk flows; the first time that a question is open, it is one stop."""
    seen: set[str] = set()
    for name in names:
        flow = BOOK.flows[name]
        for who, facts in (walk.STAFF if flow.staff else walk.CITIZENS).items():
            for stop in along(name, who, facts):
                if stop.name not in seen:
                    seen.add(stop.name)
                    yield stop


def along(name: str, who: str, facts: Facts) -> Iterator[Stop]:
    """Walk one flow from its start."""
    seen: set[walk.Stand] = set()
    waiting = walk.begin(name, facts)
    for _ in range(MOST):
        if not waiting:
            return
        chat = waiting.pop(0)
        here = walk.spot(chat)
        if here in seen:
            continue
        seen.add(here)
        if here.flows and here.flows[-1] == name:
            yield stop_at(chat, who, name, here.key)
        waiting += [after for said in walk.moves(chat) for after in walk.step(chat, said)]


def stop_at(chat: Chat, who: str, flow: str, question: str) -> Stop:
    return Stop(who, flow, question, chat.facts.now.isoformat(), json.loads(chat.stored))


def record(release: str, *names: str) -> int:
    folder = HERE / release
    folder.mkdir(exist_ok=True)
    found = [
        one for one in stops(names or BOOK.flows) if not (folder / f"{one.name}.json").exists()
    ]
    for stop in found:
        text = json.dumps(stop.__dict__, ensure_ascii=False, indent=1, sort_keys=True)
        (folder / f"{stop.name}.json").write_text(text + "\n", encoding="utf-8")
    return len(found)


if __name__ == "__main__":
    sys.stdout.write(f"{record(*sys.argv[1:])} places\n")
