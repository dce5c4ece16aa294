"""What is looked up beside a conversation: ``periksa: …``."""

from __future__ import annotations

from collections.abc import Mapping

from storage.seal import Sealer
from tests.talks.people import Somebody
from tests.talks.stage import Base


def look(
    what: str,
    base: Base,
    seal: Sealer,
    holes: Mapping[str, str],
    people: Mapping[str, Somebody],
) -> None:
    raise NotImplementedError(what, base, seal, holes, people)
