"""How much one browser and one origin may ask of the page: a burst, then a steady pace."""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Callable
from dataclasses import dataclass, field

REMEMBERED = 20_000
HOME_NETWORK = 64
"""Bits of an IPv6 address that name one household's network."""


@dataclass
class Allowance:
    """Buckets of one size by key; kept in memory, so every process counts for itself."""

    burst: float
    per_second: float
    clock: Callable[[], float] = time.monotonic
    levels: dict[str, tuple[float, float]] = field(default_factory=dict)

    def wait(self, key: str) -> float:
        """Take one; the seconds to wait where there is none left."""
        now = self.clock()
        if key not in self.levels and len(self.levels) >= REMEMBERED:
            self._forget_full(now)
        level, at = self.levels.get(key, (self.burst, now))
        level = min(self.burst, level + (now - at) * self.per_second)
        if level >= 1:
            self.levels[key] = (level - 1, now)
            return 0.0
        self.levels[key] = (level, now)
        return (1 - level) / self.per_second

    def _forget_full(self, now: float) -> None:
        self.levels = {
            key: (level, at)
            for key, (level, at) in self.levels.items()
            if level + (now - at) * self.per_second < self.burst
        }
        if len(self.levels) >= REMEMBERED:
            self.levels.clear()


def origin_of(host: str) -> str:
    """Name where a request comes from: the address, or an IPv6 network of 64 bits."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    mapped = address.ipv4_mapped
    if mapped is not None:
        return str(mapped)
    return str(ipaddress.ip_network((address, HOME_NETWORK), strict=False))
