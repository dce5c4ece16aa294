"""Webhook bodies: made, signed, put together, and posted until they are taken."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import Any

import aiohttp

Json = dict[str, Any]
AGAIN = 0.02
"""Seconds until a body that was not taken is posted again; WhatsApp waits longer."""
PATIENCE = 10.0
LISTS = ("contacts", "messages", "statuses", "user_preferences")


@dataclass(frozen=True, slots=True)
class Hook:
    """One webhook request as WhatsApp would make it: POST ``raw`` with ``headers``."""

    raw: bytes
    headers: dict[str, str]

    @property
    def body(self) -> Json:
        body: Json = json.loads(self.raw)
        return body


class Webhooks:
    """The half of the fake that talks to Peka."""

    def __init__(self, phone_id: str, app_secret: str) -> None:
        self.phone_id, self.app_secret = phone_id, app_secret
        self.webhook = ""
        self.pushed: list[int] = []
        """The status of every post to the webhook."""
        self.news = asyncio.Condition()
        self._pending: list[tuple[str, Hook]] = []
        self._posting: dict[str, asyncio.Task[None]] = {}
        self._http: aiohttp.ClientSession | None = None

    # Making them

    def hook(self, field: str, value: Json) -> Hook:
        """Make a signed body of one change."""
        number = {"display_phone_number": "628110000000", "phone_number_id": self.phone_id}
        whole = {"messaging_product": "whatsapp", "metadata": number, **value}
        entry = {"id": "102290129340398", "changes": [{"field": field, "value": whole}]}
        return self.signed({"object": "whatsapp_business_account", "entry": [entry]})

    def signed(self, body: object) -> Hook:
        """Sign any body, written like Meta writes it: other letters and slashes escaped."""
        raw = json.dumps(body, separators=(",", ":")).replace("/", "\\/").encode()
        mac = hmac.new(self.app_secret.encode(), raw, hashlib.sha256).hexdigest()
        headers = {"Content-Type": "application/json", "X-Hub-Signature-256": f"sha256={mac}"}
        return Hook(raw, headers)

    def together(self, *hooks: Hook) -> Hook:
        """Put several hooks of one field into one change, as WhatsApp does under load."""
        entries = [entry for hook in hooks for entry in hook.body["entry"]]
        values = [change["value"] for entry in entries for change in entry["changes"]]
        merged = dict(values[0])
        for key in LISTS:
            listed = [item for value in values for item in value.get(key, ())]
            if listed:
                unique = {json.dumps(item): item for item in listed}
                merged[key] = list(unique.values()) if key == "contacts" else listed
        change = {**entries[0]["changes"][0], "value": merged}
        return self.signed({**hooks[0].body, "entry": [{**entries[0], "changes": [change]}]})

    def in_entries(self, *hooks: Hook) -> Hook:
        """Put several hooks into one body, each as an entry of its own."""
        entries = [entry for hook in hooks for entry in hook.body["entry"]]
        return self.signed({**hooks[0].body, "entry": entries})

    # Posting them

    def push_to(self, url: str) -> None:
        """Post there, from now on, all that people do and all reports."""
        self.webhook = url

    def delivers(self, hook: Hook, key: str = "") -> Hook:
        """Post a hook until it is taken, also one posted before; those of one key in order."""
        if self.webhook:
            self._pending.append((key, hook))
            if key not in self._posting or self._posting[key].done():
                self._posting[key] = asyncio.ensure_future(self._post_all(key))
        return hook

    async def settled(self, within: float = PATIENCE) -> None:
        """Wait until everything was taken."""
        async with asyncio.timeout(within), self.news:
            await self.news.wait_for(lambda: not self._pending)

    async def post(self, hook: Hook, url: str = "") -> int:
        """Post one hook once; the status, or 0 where nobody answered."""
        self._http = self._http or aiohttp.ClientSession()
        try:
            async with self._http.post(
                url or self.webhook, data=hook.raw, headers=hook.headers
            ) as answer:
                status = answer.status
        except aiohttp.ClientError:
            status = 0
        self.pushed.append(status)
        return status

    async def _post_all(self, key: str) -> None:
        while found := next((one for one in self._pending if one[0] == key), None):
            if 200 <= await self.post(found[1]) < 300:
                self._pending.remove(found)
                await self._tell()
            else:
                await asyncio.sleep(AGAIN)

    async def _tell(self) -> None:
        async with self.news:
            self.news.notify_all()

    async def _stop_posting(self) -> None:
        for task in self._posting.values():
            task.cancel()
        await asyncio.gather(*self._posting.values(), return_exceptions=True)
        if self._http:
            await self._http.close()
