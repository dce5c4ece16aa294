"""What we do next when WhatsApp refuses: every error code -> wait, give this person up, or stop.

The same codes come as the answer to a request and, later, as the reason of a ``failed`` status;
``outcome`` reads both.  Reasons carry the code and never a text of the platform, which may hold
a phone number.
"""

from __future__ import annotations

import aiohttp
import httpx
from pywa_async.errors import WhatsAppError

from handlers.channel import (
    OutsideWindow,
    Refusal,
    Rejected,
    TemplateRefused,
    TryLater,
    Unreachable,
)

PAIR_PAUSE, DAY, HOUR = 6.0, 86_400.0, 3_600.0
UNSURE = 30.0
"""Seconds in which a status may still tell that the message did leave."""
NOT_CONNECTED = 5.0
REENGAGEMENT = 131047
PAIR, MARKETING, SPAM = 131056, 131049, 131048
SLOWS: dict[int, float] = {
    130429: 5.0,  # throughput of the number
    80007: 60.0,  # calls of the business account
    4: 60.0,  # calls of the app
    133016: HOUR,  # registered too often
    131064: HOUR,  # messaging limit after misused templates
    131057: 60.0,  # account in maintenance
}
"""Throttling of the whole account: seconds; the attempt does not count."""
UNREACHABLE = {
    131026: "undeliverable",
    131050: "opted_out",
    130472: "experiment",
    131030: "not_allowed",
    131021: "ourselves",
    130497: "country",
    131062: "number_needed",
}
TEMPLATES = {
    132001: "missing",
    132015: "paused",
    132016: "disabled",
    132000: "parameters",
    132005: "parameters",
    132007: "policy",
    132012: "parameters",
    132018: "parameters",
}
"""What is the matter with a template; the message waits for the person."""
TRANSIENT = frozenset({1, 2, 131000, 131016, 131052, 131053})
ACCOUNT = frozenset({0, 3, 10, 33, 190, *range(200, 300), 368, 401, 403, 131005, 131031, 131037})
ACCOUNT_TOO = frozenset({131042, 131045, 133010})
THROTTLED, SERVER_FAULT = 429, 500


def outcome(
    code: int, status: int = 400, *, transient: bool = False, retry_after: float = 0
) -> Refusal:
    """Say what an error code means; ``status`` is that of HTTP, which decides where it is 5xx."""
    if (known := _throttled(code, retry_after) or _named(code)) is not None:
        return known
    if status == THROTTLED:
        return TryLater(max(5.0, retry_after), f"{code}", lane=True, counts=False)
    if status >= SERVER_FAULT or transient or code in TRANSIENT:
        seconds = max(UNSURE, retry_after)
        return TryLater(seconds, f"{code}", perhaps_sent=status >= SERVER_FAULT)
    return Rejected(f"{code}", account=code in ACCOUNT | ACCOUNT_TOO)


def _named(code: int) -> Refusal | None:
    """Read the codes about this person, the window and the template."""
    if code == REENGAGEMENT:
        return OutsideWindow(f"{code}")
    if code in UNREACHABLE:
        return Unreachable(UNREACHABLE[code])
    return TemplateRefused(TEMPLATES[code]) if code in TEMPLATES else None


def _throttled(code: int, retry_after: float) -> TryLater | None:
    """Read the codes that ask to wait; what waits differs: a message, a person, bulk, or all."""
    if code == PAIR:
        return TryLater(max(PAIR_PAUSE, retry_after), f"{code}", counts=False, growing=True)
    if code == MARKETING:  # this person gets enough marketing as it is
        return TryLater(max(DAY, retry_after), f"{code}", counts=False, alone=True)
    if code == SPAM:
        return TryLater(max(HOUR, retry_after), f"{code}", counts=False, bulk=True)
    if code in SLOWS:
        return TryLater(max(SLOWS[code], retry_after), f"{code}", lane=True, counts=False)
    return None


def refused(error: WhatsAppError) -> Refusal:
    """Read an error that the platform answered with."""
    response = error.raw_response
    given = response.headers.get("retry-after", "") if response is not None else ""
    return outcome(
        error.code,
        error.status_code or 400,
        transient=error.is_transient is True,
        retry_after=float(given) if given.isascii() and given.isdigit() else 0,
    )


def unanswered(error: Exception) -> TryLater:
    """Read that there was no answer to be understood: the message left unless nobody was there."""
    nobody = (aiohttp.ClientConnectorError, httpx.ConnectError, httpx.UnsupportedProtocol)
    name = type(error).__name__
    if isinstance(error, nobody) or isinstance(error.__cause__, nobody):
        return TryLater(NOT_CONNECTED, name)
    return TryLater(UNSURE, name, perhaps_sent=True)
