"""The statuses of the payment pipeline, as pay lists write them, and what each means.

There is no official list: the meanings are those that desa sites publish, each with its source
and date in ``data/statuses.toml``.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Self

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bansos.place_names import allowed_errors
from bansos.programmes import Programme

_WORD: Final = re.compile(r"[^\W_]+")
_DASHES: Final = frozenset("-–—−")
_DASH_KEY: Final = "-"
_LONGEST_TEXT: Final = 200
_JARGON: Final = (
    "omspan", "spm", "sp2d", "exclu", "exlud", "ekslud", "burekol", "gis", "sdmkesos", "standing",
    "transaksi", "tanpaketerangan",
)  # fmt: skip
_ASKING: Final = frozenset(
    {"status", "arti", "artinya", "keterangan", "ket", "tulisan", "tulisannya"}
)
_SO_ASKED: Final = re.compile(
    r"(?:itu|tu|ini|iku|iko|tuh) (?:apa|apaan|opo|apo)\b|(?:itu |ini |iku )?(?:arti|maksu)\w*"
)
_BESIDE: Final = (
    "status keterangan ket tahap thp tw triwulan periode pkh sembako bpnt bansos bantuan tahun "
    "thn i ii iii iv tw1 tw2 tw3 tw4 t1 t2 t3 t4 januari februari maret april mei juni juli "
    "agustus september oktober november desember jan feb mar apr jun jul agu sep okt nov des"
)
_NO_PART: Final = frozenset(_BESIDE.split())


class Stage(StrEnum):
    """What a status amounts to for the family."""

    WAIT = "wait"
    PAID = "paid"
    REPAIR = "repair"
    STOPPED = "stopped"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Status:
    """One status: ``meaning`` and ``action`` are plain Indonesian, to be looked up in catalogues.

    Neither holds a date or an amount. ``source`` and ``as_of`` ("2025" or "2025-07-02") say who
    explains it so, and since when. ``programme``: the only one that knows this status, or None.
    """

    key: str
    name: str
    stage: Stage
    meaning: str
    action: str
    source: str
    as_of: str
    spellings: tuple[str, ...] = ()
    programme: Programme | None = None


@dataclass(frozen=True, slots=True)
class Statuses:
    """The dictionary. ``unknown`` explains a status that is not in it: show its raw text too."""

    by_key: Mapping[str, Status]
    by_spelling: Mapping[str, Status]
    unknown: Status

    @classmethod
    def from_toml_text(cls, text: str) -> Self:
        """Take the text of ``statuses.toml``; two statuses with one spelling are a ValueError."""
        known = [_status(key, entry) for key, entry in tomllib.loads(text).items()]
        spelled: dict[str, Status] = {}
        for status in known:
            for spelling in {_key(word) for word in (status.name, *status.spellings)}:
                if spelled.setdefault(spelling, status) is not status:
                    raise ValueError(f"{spelling!r} stands for two statuses")
        by_key = {status.key: status for status in known}
        return cls(by_key, spelled, by_key[Stage.UNKNOWN])

    def get(self, key: str) -> Status:
        """Return the status of a stored key; for anything else ``unknown``."""
        return self.by_key.get(key, self.unknown)

    def read(self, text: str, programme: Programme | None = None) -> Status | None:
        """Read a status as an office writes it, a near miss too; None where it is a new one.

        With a programme, a status that only another one knows is as good as new.
        """
        key = _key(text[:_LONGEST_TEXT])
        status = self.by_spelling.get(key) or self._near(key)
        alien = status and programme and status.programme not in (None, programme)
        return None if alien else status

    def _near(self, key: str) -> Status | None:
        near = process.extract(
            key,
            self.by_spelling.keys(),
            scorer=OSA.distance,
            score_cutoff=allowed_errors(key),
            limit=3,
        )
        found = {self.by_spelling[name].key for name, far, _ in near if far == near[0][1]}
        return self.by_key[found.pop()] if len(found) == 1 else None

    def mentioned(self, text: str) -> Status | None:
        """Return the status that a sentence speaks of ("arti spm apa bu"): the longest name.

            "si", "cair", "aktif" are everyday words: they count only after "status" or "arti", or
        before "itu apa" or "maksudnya".
        """
        words = _WORD.findall(text[:_LONGEST_TEXT].casefold())
        found = [
            (end - start, self.by_spelling["".join(words[start:end])])
            for start in range(len(words))
            for end in range(start + 1, min(start + 5, len(words)) + 1)
            if self._is_named(words, start, end)
        ]
        return max(found, key=lambda pair: pair[0])[1] if found else None

    def _is_named(self, words: list[str], start: int, end: int) -> bool:
        name = "".join(words[start:end])
        before = start > 0 and words[start - 1] in _ASKING
        asked = before or _SO_ASKED.match(" ".join(words[end : end + 3]))
        known = name in self.by_spelling
        return known and (bool(asked) or any(map(name.__contains__, _JARGON)))


def _status(key: str, entry: Mapping[str, object]) -> Status:
    spellings = entry.get("spellings", ())
    if not isinstance(spellings, list | tuple):
        raise TypeError(f"{key}: spellings must be a list")
    stage = Stage(str(entry["stage"]))
    name, meaning, action, source, as_of = (
        str(entry[field]) for field in ("name", "meaning", "action", "source", "as_of")
    )
    named = entry.get("programme")
    programme = Programme(str(named)) if named else None
    spelled = tuple(map(str, spellings))
    return Status(key, name, stage, meaning, action, source, as_of, spelled, programme)


def _key(text: str) -> str:
    """Return the letters and digits that count; "-" alone is a status of its own."""
    stripped = text.strip()
    if stripped in _DASHES:
        return _DASH_KEY
    said = _WORD.findall(stripped.casefold())
    left = [word for word in said if word not in _NO_PART and not word.isdecimal()]
    return "".join(left)
