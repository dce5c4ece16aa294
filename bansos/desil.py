"""Reading a desil. The ranking is made by BPS and never guessed here.

There is on purpose no function from a family to a desil, nor from a desil to "you will receive".
"""

import re
from typing import Final

LOWEST: Final = 1
HIGHEST: Final = 10
_DESIL: Final = re.compile(r"(?:des[iy]l|peringkat)?[ :\-]{0,3}(\d{1,2})(?:\.0)?", re.IGNORECASE)


def read_desil(text: str) -> int | None:
    """Return 1-10 from "4", "Desil 4" or "desil-04"; None for anything else."""
    found = _DESIL.fullmatch(text.strip()[:20])
    number = int(found[1]) if found else 0
    return number if LOWEST <= number <= HIGHEST else None
