"""Every talk, on both databases and on several channels in turn; all of it where asked for."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from tests.talks import script
from tests.talks.play import MIXED, Play, casts
from tests.talks.script import Talk
from tests.talks.stage import HERE, Templates, World, read_once

UPDATE = bool(os.environ.get("PEKA_UPDATE_TALKS"))
"""Write what is said now into the talks, to be read over before it is committed."""
EVERY = bool(os.environ.get("PEKA_EVERY_TALK"))
"""Play every talk on each of its channels on both databases: half an hour on two cores."""
LONGEST = 600
TALKS = [script.read(path) for path in sorted(HERE.glob("*.talk"))]
LITE, POSTGRES = "sqlite", "postgresql"


def kinds(number: int, place: int, way: str, ways: int) -> tuple[str, ...]:
    """Name the databases for one way to play a talk: all of them in turn."""
    lite = way == "telegram" or (number + place) % 2 == 0
    server = place == number % ways
    wanted = (LITE, lite or ways == 1), (POSTGRES, server)
    return tuple(kind for kind, here in wanted if here or EVERY)


def plays() -> list[ParameterSet]:
    found = []
    for number, talk in enumerate(TALKS):
        ways = casts(talk)
        for place, way in enumerate(ways):
            for kind in kinds(number, place, way, len(ways)):
                marks = [pytest.mark.postgres] if kind == POSTGRES else []
                name = f"{talk.name}-{way}-{kind}"
                found.append(pytest.param(talk, way, kind, id=name, marks=marks))
    return found


@pytest.fixture(scope="module", autouse=True)
def _read_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        read_once(patch)
        yield


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Templates]:
    made = Templates(tmp_path_factory.mktemp("talks"))
    yield made
    made.close()


@pytest.mark.parametrize(("talk", "way", "kind"), plays())
async def test_talk(talk: Talk, way: str, kind: str, templates: Templates, tmp_path: Path) -> None:
    families = next(iter(talk.given("data")), "")
    fresh = script.read(talk.path)
    opened = (
        templates.lite(families, tmp_path / "peka.db")
        if kind == LITE
        else templates.server(families)
    )
    with opened as base:
        play = Play(fresh, World(base, tmp_path), casts(talk)[way], update=UPDATE)
        try:
            await play.run()
        finally:
            if UPDATE and fresh.text() != talk.path.read_text(encoding="utf-8"):
                assert way != MIXED
                talk.path.write_text(fresh.text(), encoding="utf-8")
    assert play.longest <= LONGEST, f"a reply of {play.longest} characters"
