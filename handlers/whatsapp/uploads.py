"""Files that the platform has from us: a picture for many is uploaded once a day.

Only pictures are remembered (lessons, with nothing of anybody); a letter is uploaded each time.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from handlers.channel import Sheet, TryLater
from handlers.whatsapp.errors import UNSURE

DAY = 24 * 3600.0
"""The platform keeps an upload for 30 days; a day is well within that."""
REMEMBERED = 200


@dataclass
class Uploads:
    """Ids by content, each good for a day."""

    clock: Callable[[], float] = time.monotonic
    known: dict[str, tuple[str, float]] = field(default_factory=dict)

    def find(self, sheet: Sheet) -> str:
        """Give the id under which the platform has a picture; empty where it has none."""
        media, at = self.known.get(_digest(sheet), ("", 0.0))
        return media if media and self.clock() - at < DAY else ""

    def keep(self, sheet: Sheet, media: str) -> str:
        """Remember a picture's id, and give it."""
        if sheet.picture:
            if len(self.known) >= REMEMBERED:
                self.known.clear()
            self.known[_digest(sheet)] = (media, self.clock())
        return media

    def forget(self, sheet: Sheet) -> None:
        """Upload again next time."""
        self.known.pop(_digest(sheet), None)


def media_id(answer: object) -> str:
    """Read the id of an upload; raises TryLater where the answer has none."""
    found = answer.get("id") if isinstance(answer, dict) else None
    if not isinstance(found, str) or not found:
        raise TryLater(UNSURE, "unreadable answer to an upload")
    return found


def _digest(sheet: Sheet) -> str:
    return hashlib.sha256(sheet.content).hexdigest()
