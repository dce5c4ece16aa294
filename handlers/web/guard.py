"""Who is asking, and whether they may: cookie, origin, headers, pace."""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from fastapi import Request, Response

from handlers.web.limits import Allowance, origin_of
from storage.seal import Sealer

SESSION = re.compile(r"([0-9a-f]{32})\.([0-9a-f]{32})")
"""A random id, and the tag by which we know it as one of ours."""
SMALL = 64_000
"""Bytes; what is larger, or does not say its size, is an upload."""
HALF_A_YEAR = 180 * 24 * 3600
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' blob:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
FRESH = HEADERS | {"Cache-Control": "no-store"}


@dataclass
class Guard:
    """The rules of one page; ``secure``: it is reached by https only."""

    secure: bool
    sign: Callable[[str], str]
    """Tags an id: 32 hexadecimal digits that only this office can make."""
    public_host: str = ""
    posts: Allowance = field(default_factory=lambda: Allowance(burst=20, per_second=1))
    posts_of_origin: Allowance = field(default_factory=lambda: Allowance(300, per_second=20))
    uploads: Allowance = field(default_factory=lambda: Allowance(burst=8, per_second=0.05))
    uploads_of_origin: Allowance = field(default_factory=lambda: Allowance(60, per_second=0.5))
    looks: Allowance = field(default_factory=lambda: Allowance(burst=60, per_second=4))

    @property
    def cookie(self) -> str:
        """The name of the cookie; by https no other site of the domain can set it."""
        return "__Host-peka" if self.secure else "peka"

    @property
    def cleared(self) -> str:
        """The name of the cookie that says from where on the screen shows messages."""
        return self.cookie + "-dari"

    def person(self, request: Request) -> str:
        """Tell whose browser this is; empty where it has no cookie of ours: none is made up."""
        found = SESSION.fullmatch(request.cookies.get(self.cookie, ""))
        good = found and hmac.compare_digest(self.sign(found[1]), found[2])
        return found[1] if found and good else ""

    def since(self, request: Request) -> int:
        """Tell after which message the screen begins."""
        return number(request.cookies.get(self.cleared, ""))

    def greet(self, response: Response, person: str) -> str:
        """Set the cookie anew, for a known browser or for a new one; gives the person."""
        person = person or fresh()
        self.remember(response, self.cookie, f"{person}.{self.sign(person)}")
        return person

    def remember(self, response: Response, name: str, value: str) -> None:
        """Set one cookie."""
        response.set_cookie(
            name, value, max_age=HALF_A_YEAR, httponly=True, samesite="lax", secure=self.secure
        )

    def from_our_page(self, request: Request) -> bool:
        """Refuse what another site's page posts; no browser sends a cookie with nothing said."""
        headers = request.headers
        if (site := headers.get("sec-fetch-site")) is not None:
            return site == "same-origin"
        if (origin := headers.get("origin")) is None:
            return True
        host = urlsplit(origin).netloc
        return bool(host) and host in {headers.get("host", ""), self.public_host}

    def may_look(self, request: Request) -> bool:
        """Let only the page's script look: what it has shown is told as seen, and wiped.

        No other site can send the script's header without being asked first whether it may.
        """
        site = request.headers.get("sec-fetch-site", "none")
        return from_script(request) and site in {"same-origin", "none"}

    def seconds_to_wait(self, request: Request, person: str) -> float:
        """Count a post against browser and origin; a large one counts as an upload too."""
        whence = origin(request)
        seconds = max(self.posts.wait(person), self.posts_of_origin.wait(whence))
        if seconds or number(request.headers.get("content-length", "")) in range(1, SMALL):
            return seconds
        return max(self.uploads.wait(person), self.uploads_of_origin.wait(whence))


def fresh() -> str:
    """Draw the id of a new session."""
    return secrets.token_hex(16)


def signing(seal: Sealer) -> Callable[[str], str]:
    """Tag ids with a key of the office's own."""
    return lambda person: seal.mac("web session", person.encode()).hex()[:32]


def origin(request: Request) -> str:
    """Name the network a request comes from."""
    return origin_of(request.client.host) if request.client else ""


def from_script(request: Request) -> bool:
    """Asked by the page's own script, not by a form without one."""
    return "hx-request" in request.headers


def number(text: str) -> int:
    """Read a cursor; anything odd is the beginning."""
    return int(text) if re.fullmatch(r"[0-9]{1,18}", text) else 0


def headers(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """Give the headers of everything that is not to be kept."""
    return {**FRESH, **(more or {})}
