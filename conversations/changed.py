"""Copies of values with something changed, whether structs or dataclasses.

What is copied several times a turn is a struct of msgspec (docs/decisions/0012); the rest are
dataclasses.  Whoever changes a copy need not know which.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from msgspec import Struct, structs

if TYPE_CHECKING:
    from dataclasses import replace  # knows both, and checks the names of the fields
else:

    def replace(one: Any, /, **changes: Any) -> Any:  # noqa: ANN401 - any struct or dataclass
        """Give a copy in which some fields are others."""
        known = isinstance(one, Struct)
        return (structs if known else dataclasses).replace(one, **changes)


__all__ = ["replace"]
