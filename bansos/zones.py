"""The three time zones of Indonesia (Keppres 41/1987), by province."""

from enum import StrEnum
from typing import Final


class Zone(StrEnum):
    WIB = "WIB"
    WITA = "WITA"
    WIT = "WIT"

    @property
    def hours(self) -> int:
        """Hours east of UTC; no zone knows summer time."""
        return {Zone.WIB: 7, Zone.WITA: 8, Zone.WIT: 9}[self]

    @property
    def iana(self) -> str:
        """The name in the time-zone database."""
        city = {Zone.WIB: "Jakarta", Zone.WITA: "Makassar", Zone.WIT: "Jayapura"}[self]
        return f"Asia/{city}"


_WITA: Final = frozenset({"51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"})
_WIT: Final = frozenset({"81", "82", "91", "92", "93", "94", "95", "96"})


def timezone(code: str) -> Zone:
    """Return the zone of a place by the province in its code; an unknown one counts as west."""
    province = code[:2]
    if province in _WIT:
        return Zone.WIT
    return Zone.WITA if province in _WITA else Zone.WIB
