"""A writer on a fresh database of either kind, whose clock a test moves."""

from collections.abc import Iterator

import pytest

from storage import schema
from storage.seal import Sealer
from storage.unit import Writer
from tests.house import SetClock


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def writer(database_url: str, clock: SetClock) -> Iterator[Writer]:
    schema.upgrade(database_url)
    made = Writer(database_url, Sealer(("kunci",)), clock).start()
    yield made
    made.stop()
