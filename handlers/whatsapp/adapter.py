"""WhatsApp Cloud API: the door for what people send, and the way for what Peka says.

pywa sends, fetches and names the errors; the webhook is read by ourselves (reading.py),
because pywa reads one item of a batch and loses the rest.
"""

from __future__ import annotations

import asyncio
import hmac
import ipaddress
import logging
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from typing import Any

import httpx
from httpx_aiohttp import HttpxAiohttpClient
from pywa_async.client import WhatsApp as Pywa
from pywa_async.errors import WhatsAppError

from conversations.said import Media
from handlers.channel import (
    Delivery,
    File,
    Gone,
    Limits,
    Message,
    Rejected,
    Reply,
    Sent,
    Sheet,
    TryLater,
)
from handlers.whatsapp.errors import UNSURE, refused, unanswered
from handlers.whatsapp.form import Form, forms
from handlers.whatsapp.items import ABOUT_TEMPLATE, DIGEST
from handlers.whatsapp.listing import listed
from handlers.whatsapp.reading import decode
from handlers.whatsapp.uploads import Uploads, media_id
from storage.templates import AccountTemplate

META = "https://graph.facebook.com"
API_VERSION = "26.0"
LIMITS = Limits(per_second=80, person_every=6, person_burst=30)
SIGNATURE = "x-hub-signature-256"
PATIENCE = 25.0
"""Seconds until a request that the platform does not answer is given up."""
MEDIA_HOSTS = re.compile(r"lookaside\.fbsbx\.com|(?:[a-z0-9-]+\.)+whatsapp\.net")
MEDIA_ID = re.compile(r"[A-Za-z0-9_-]{1,128}")
NO_SUCH_OBJECT = 100
NOT_FOUND, GONE = 404, 410
HOPS = 3
PAGES = 50
TEMPLATE_FIELDS = ("name", "language", "status", "category", "components", "quality_score")
TALKATIVE = {"pywa": logging.ERROR, "httpx": logging.WARNING}
"""Libraries that would log bodies and addresses of files."""


class NoAccount(Exception):
    """PEKA_WHATSAPP_WABA_ID is not set: nobody knows whose templates to ask for."""


class WhatsApp:
    """One phone number of the office as a channel."""

    name = "whatsapp"
    pushes = True

    def __init__(
        self,
        *,
        phone_id: str,
        token: str,
        app_secret: str,
        verify_token: str,
        api: str = META,
        waba_id: str = "",
    ) -> None:
        """``api``: base URL with no version; a plain http one only on this machine."""
        self.account = f"whatsapp:{phone_id}"
        self._phone_id, self._waba_id = phone_id, waba_id
        self._app_secret = app_secret.encode()
        self._verify_token = verify_token.encode()
        self._api_host = httpx.URL(api).host
        self._at_home = _is_loopback(self._api_host)
        self._session = HttpxAiohttpClient(
            timeout=httpx.Timeout(PATIENCE, connect=10.0), trust_env=not self._at_home
        )
        self._uploads = Uploads()
        for library, level in TALKATIVE.items():
            logging.getLogger(library).setLevel(level)
        self._pywa = Pywa(
            phone_id,
            token,
            session=self._session,
            waba_id=waba_id or None,
            api_version=API_VERSION,
        )
        # pywa sets Meta's address itself, so ours comes after it.
        self._session.base_url = httpx.URL(f"{api.rstrip('/')}/v{API_VERSION}")

    # What comes in

    def authentic(self, headers: Mapping[str, str], raw: bytes) -> bool:
        """Judge Meta's signature over the raw bytes; anything unreadable is not authentic."""
        given = next((value for key, value in headers.items() if key.lower() == SIGNATURE), "")
        wanted = "sha256=" + hmac.new(self._app_secret, raw, "sha256").hexdigest()
        same = hmac.compare_digest(wanted.encode(), given.encode("utf-8", "replace"))
        return same and bool(self._app_secret)

    def handshake(self, query: Mapping[str, str]) -> str | None:
        """Answer Meta's question at set-up: the challenge, or none for a stranger."""
        given = query.get("hub.verify_token", "").encode("utf-8", "replace")
        known = hmac.compare_digest(given, self._verify_token) and bool(self._verify_token)
        return (
            query.get("hub.challenge") if known and query.get("hub.mode") == "subscribe" else None
        )

    def read(self, raw: bytes) -> Delivery:
        return decode(raw, self._phone_id, self._waba_id)

    async def acknowledge(self, message: Message) -> None:
        """Mark as read and show the typing sign; both are only manners."""
        if message.id.startswith(DIGEST):
            return
        with suppress(Exception):  # nothing depends on it, whatever it was
            async with asyncio.timeout(PATIENCE):
                await self._pywa.indicate_typing(message.id)

    # What goes out

    async def send(self, address: str, reply: Reply, row: int) -> Sent:
        """Send one reply, in several messages where it is long; the last one's id is kept.

        WhatsApp cannot erase what a person wrote: such a wish is done at once.  A long reply that
        stops half-way is sent again from its start.
        """
        wamid = ""
        ours = f"{ABOUT_TEMPLATE}{row}" if reply.template else f"{row}"
        for place, form in enumerate(() if reply.erase else forms(reply)):
            try:
                wamid = await self._post(address, form, ours)
            except TryLater as later:
                later.perhaps_sent = later.perhaps_sent or place > 0
                raise
        return Sent(wamid)

    async def hand(self, address: str, sheet: Sheet, row: int) -> Sent:
        """Upload a paper, then send it by its id; raises as :meth:`send`.

        A picture that many get is uploaded once a day; where the platform no longer has it, it
        is forgotten and the next try uploads it again.
        """
        media = await self._uploaded(sheet)
        named = {} if sheet.picture else {"filename": sheet.name}
        form = Form("image" if sheet.picture else "document", {"id": media, **named})
        try:
            return Sent(await self._post(address, form, str(row)))
        except (TryLater, Rejected):
            self._uploads.forget(sheet)
            raise

    async def _uploaded(self, sheet: Sheet) -> str:
        """Give the platform a file, and get its id; until then nothing has been sent."""
        if known := self._uploads.find(sheet):
            return known
        try:
            async with asyncio.timeout(PATIENCE):
                answer = await self._pywa.api.upload_media(
                    self._phone_id, sheet.content, sheet.mime, sheet.name
                )
        except WhatsAppError as error:
            raise refused(error) from None
        except Exception as error:  # noqa: BLE001 - no answer, or none that can be read
            raise TryLater(UNSURE, f"upload: {type(error).__name__}") from None
        return self._uploads.keep(sheet, media_id(answer))

    async def _post(self, address: str, form: Form, ours: str) -> str:
        number = address.removeprefix("+")
        is_number = number.isascii() and number.isdigit()
        try:
            async with asyncio.timeout(PATIENCE):
                answer = await self._pywa.api.send_message(
                    sender=self._phone_id,
                    to=number if is_number else None,
                    recipient=None if is_number else address,
                    recipient_type="individual",
                    typ=form.type,
                    msg=form.content,
                    biz_opaque_callback_data=ours,
                )
        except WhatsAppError as error:  # caught here: pywa's errors cannot pass a `with`
            raise refused(error) from None
        except Exception as error:  # noqa: BLE001 - no answer, or none that can be read
            raise unanswered(error) from None
        return _wamid(answer)

    # Templates

    async def templates(self) -> list[AccountTemplate]:
        """List the account's templates; raises what sending raises, or :class:`NoAccount`."""
        if not self._waba_id:
            raise NoAccount
        found: list[AccountTemplate] = []
        page: dict[str, str] = {"limit": "100"}
        for _ in range(PAGES):
            answer = await self._page_of_templates(page)
            found += [listed(one) for one in answer.get("data", ()) if isinstance(one, dict)]
            paging = answer.get("paging") or {}
            if "next" not in paging:
                return found
            page = {**page, "after": str(paging["cursors"]["after"])}
        return found

    async def _page_of_templates(self, page: dict[str, str]) -> dict[str, Any]:
        try:
            async with asyncio.timeout(PATIENCE):
                answer: dict[str, Any] = await self._pywa.api.get_templates(
                    self._waba_id, fields=TEMPLATE_FIELDS, pagination=page
                )
        except WhatsAppError as error:
            raise refused(error) from None
        except Exception as error:  # noqa: BLE001 - no answer, or none that can be read
            raise unanswered(error) from None
        return answer

    # Files

    async def fetch(self, media: Media) -> File:
        """Open a file; the caller reads ``chunks`` or closes them.  Only Meta's own hosts."""
        url, size = await self._address_of(media)
        response = await self._open(url, HOPS)
        if response.status_code != httpx.codes.OK:
            await response.aclose()
            if response.status_code in (NOT_FOUND, GONE):
                raise Gone("media")
            raise TryLater(UNSURE, f"media {response.status_code}")
        length = response.headers.get("content-length", "")
        return File(int(length) if length.isdigit() else size, _chunks(response))

    async def _open(self, url: httpx.URL, hops: int) -> httpx.Response:
        """Ask for a file, and follow where it was moved: every step only to Meta's own hosts."""
        if not self._ours(url):
            raise Gone("media host")
        try:
            request = self._session.build_request("GET", url)
            response = await self._session.send(request, stream=True)
        except Exception as error:  # noqa: BLE001 - whatever stands between us and the file
            raise unanswered(error) from None
        if response.next_request is None or not hops:
            return response
        await response.aclose()
        return await self._open(response.next_request.url, hops - 1)

    async def _address_of(self, media: Media) -> tuple[httpx.URL, int | None]:
        """Ask where a file lies now; the address lives for minutes and is never kept."""
        if not MEDIA_ID.fullmatch(media.ref):
            raise Gone("media id")
        try:
            async with asyncio.timeout(PATIENCE):
                answer = await self._pywa.api.get_media_url(media.ref)
            url, size = httpx.URL(answer["url"]), answer.get("file_size")
        except WhatsAppError as error:
            raise _no_media(error) from None
        except Exception as error:  # noqa: BLE001 - no answer, or none that can be read
            raise unanswered(error) from None
        return url, int(size) if isinstance(size, int | str) and str(size).isdigit() else None

    def _ours(self, url: httpx.URL) -> bool:
        """Tell whether the token may be shown to this host."""
        if self._at_home:
            return _is_loopback(url.host)
        known = url.host == self._api_host or MEDIA_HOSTS.fullmatch(url.host) is not None
        return url.scheme == "https" and url.port in (None, 443) and known

    async def close(self) -> None:
        await self._session.aclose()


def _wamid(answer: object) -> str:
    """Read the id; an answer of 200 without one means: perhaps sent, a status will tell."""
    match answer:
        case {"messages": [{"id": str(wamid)}, *_]} if wamid:
            return wamid
        case _:
            raise TryLater(UNSURE, "unreadable answer", perhaps_sent=True)


def _no_media(error: WhatsAppError) -> Gone | TryLater:
    """A file that the platform does not know is gone; everything else may pass."""
    if error.code in (NO_SUCH_OBJECT, NOT_FOUND):
        return Gone("media")
    outcome = refused(error)
    if isinstance(outcome, TryLater):
        return outcome
    lane = isinstance(outcome, Rejected) and outcome.account
    return TryLater(UNSURE, f"media {error.code}", lane=lane)


async def _chunks(response: httpx.Response) -> AsyncIterator[bytes]:
    try:
        async for chunk in response.aiter_bytes(65_536):
            yield chunk
    except Exception as error:  # noqa: BLE001 - a stream that breaks is fetched anew
        raise unanswered(error) from None
    finally:
        await response.aclose()


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
