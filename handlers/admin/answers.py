"""What the admin webhook answers: an effect, or a problem as RFC 9457 has it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fastapi import Response
from fastapi.responses import JSONResponse

Json = Mapping[str, object]
SHOWN = 100
"""So many wrong places are named in one answer; the others are counted."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """One wrong place in a body."""

    pointer: str
    """JSON pointer as a URI fragment: ``#/data/recipients/0/nik``."""
    detail: str
    example: str = ""

    def told(self) -> dict[str, str]:
        """Say it as part of an answer."""
        told = {"pointer": self.pointer, "detail": self.detail}
        return told | {"example": self.example} if self.example else told


@dataclass(frozen=True, slots=True)
class Accepted:
    """What was done, with its HTTP status: 200 done, 202 queued."""

    status: int
    body: Json
    queued: bytes | None = None
    """What is still to be done: kept sealed until it is."""


class Refusal(Exception):
    """The message is not taken: why, where, and an example that works."""

    def __init__(
        self,
        status: int,
        name: str,
        title: str,
        detail: str = "",
        errors: Iterable[Wrong] = (),
        example: Json | None = None,
    ) -> None:
        """``name``: a word for programs, for life."""
        super().__init__(name)
        self.status, self.name, self.title, self.detail = status, name, title, detail
        self.errors, self.example = list(errors), example

    def response(self) -> Response:
        """Write it as ``application/problem+json``."""
        body: dict[str, object] = {
            "type": f"urn:peka:problem:{self.name}",
            "title": self.title,
            "status": self.status,
        }
        if self.detail:
            body["detail"] = self.detail
        if self.errors:
            body["errors"] = [one.told() for one in self.errors[:SHOWN]]
            body["errors_total"] = len(self.errors)
        if self.example is not None:
            body["example"] = self.example
        return JSONResponse(body, self.status, media_type="application/problem+json")
