"""Whether two reports are very likely about the same family."""

from typing import Final

from rapidfuzz import fuzz

_SAME: Final = 88.0
_LEAST_LETTERS: Final = 12


def likely_same(one: str, other: str) -> bool:
    """Compare who and where in free words; too short to tell is never the same.

    Only called for reports of one village and one category. ``token_sort_ratio`` keeps the order
    of words out of it; a subset is not enough, as it would be for ``token_set_ratio``.
    """
    first, second = " ".join(one.casefold().split()), " ".join(other.casefold().split())
    if min(len(first), len(second)) < _LEAST_LETTERS:
        return False
    return fuzz.token_sort_ratio(first, second) >= _SAME
