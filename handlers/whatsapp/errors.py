"""What we do next when WhatsApp refuses: every error code -> wait, give this person up, or stop.

The same codes come as the answer to a request and, later, as the reason of a ``failed`` status;
``outcome`` reads both.  Reasons carry the code and never a text of the platform, which may hold
a phone number.
"""

from __future__ import annotations

import aiohttp
import httpx
from pywa_async.errors import WhatsAppError

from handlers.channel import Rejected, TryLater, Unreachable

Outcome = TryLater | Unreachable | Rejected
PAIR_PAUSE, DAY, HOUR = 6.0, 86_400.0, 3_600.0
UNSURE = 30.0
"""Seconds in which a status may still tell that the message did leave."""
NOT_CONNECTED = 5.0
WAITS: dict[int, tuple[float, bool]] = {
    131056: (PAIR_PAUSE, False),  # too many messages to this person
    131049: (DAY, False),  # this person gets enough marketing as it is
    130429: (5.0, True),  # throughput of the number
    80007: (60.0, True),  # calls of the business account
    4: (60.0, True),  # calls of the app
    133016: (HOUR, True),  # registered too often
    131048: (900.0, True),  # flagged as spam
    131064: (HOUR, True),  # messaging limit after misused templates
    131057: (60.0, True),  # account in maintenance
}
"""Throttling: seconds, and whether the whole account waits; the attempt does not count."""
UNREACHABLE = {
    131047: "window_closed",
    131026: "undeliverable",
    131050: "opted_out",
    130472: "experiment",
    131030: "not_allowed",
    131021: "ourselves",
    130497: "country",
    131062: "number_needed",
}
TRANSIENT = frozenset({1, 2, 131000, 131016, 131052, 131053})
ACCOUNT = frozenset({0, 3, 10, 33, 190, *range(200, 300), 368, 401, 403, 131005, 131031, 131037})
ACCOUNT_TOO = frozenset({131042, 131045, 133010})
THROTTLED, SERVER_FAULT = 429, 500


def outcome(
    code: int, status: int = 400, *, transient: bool = False, retry_after: float = 0
) -> Outcome:
    """Say what an error code means; ``status`` is that of HTTP, which decides where it is 5xx."""
    if code in WAITS:
        seconds, lane = WAITS[code]
        return TryLater(max(seconds, retry_after), f"{code}", lane=lane, counts=False)
    if code in UNREACHABLE:
        return Unreachable(UNREACHABLE[code])
    if status == THROTTLED:
        return TryLater(max(5.0, retry_after), f"{code}", lane=True, counts=False)
    if status >= SERVER_FAULT or transient or code in TRANSIENT:
        seconds = max(UNSURE, retry_after)
        return TryLater(seconds, f"{code}", perhaps_sent=status >= SERVER_FAULT)
    return Rejected(f"{code}", account=code in ACCOUNT | ACCOUNT_TOO)


def refused(error: WhatsAppError) -> Outcome:
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
