"""The office's own system in a talk: ``kantor> (webhook berkas.json)``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from tests.bot.admin_house import signed
from tests.talks.script import Message, spoken
from tests.talks.stage import HERE, House, World

LINE = re.compile(r"\(webhook ([\w.-]+)\)")


@dataclass(frozen=True)
class Webhook:
    """One message, with the same id whenever it is sent."""

    raw: bytes
    key: str

    @classmethod
    def read(cls, what: str, holes: Mapping[str, str], number: int) -> Webhook:
        """Read the file that a line names; ``{tugas}`` in it is what a talk has met."""
        found = LINE.fullmatch(what)
        assert found, f"kantor can only (webhook berkas.json): {what}"
        text = (HERE / "data" / found[1]).read_text(encoding="utf-8")
        return cls(spoken(text, holes).encode(), f"{found[1]}-{number}")

    async def sent(self, house: House, world: World) -> Message:
        """Send it, let what is queued be done, and read the answer as one line."""
        headers = signed(self.raw, self.key)
        answer = await house.http.post("/admin/webhook", content=self.raw, headers=headers)
        await world.settled(house)
        told = answer.json()
        if answer.status_code == 202:
            told = await _result(house.http, told)
        return Message(f"{answer.status_code}: {_line(told)}")


async def _result(http: httpx.AsyncClient, told: dict[str, Any]) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {told['status_token']}"}
    status = await http.get(told["status_url"], headers=headers)
    result: dict[str, Any] = status.json()["result"]
    return result


def _line(told: dict[str, Any]) -> str:
    errors = "".join(f"\n{one['pointer']}: {one['detail']}" for one in told.get("errors", ()))
    if "title" in told:
        return f"{told['title']}. {told.get('detail', '')}".rstrip() + errors
    counts = [f"{told[key]} {key}" for key in ("rows", "refused") if key in told]
    return ", ".join([told.get("outcome") or told["state"], *counts]) + errors
