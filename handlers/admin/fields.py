"""Reads the fields of one object, and gathers every wrong one with its place."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TypeVar

from handlers.admin.answers import Json, Refusal, Wrong

K = TypeVar("K", bound=str)
LONGEST = 200


class Fields:
    """One JSON object at ``pointer``; what lies in it is asked for by key."""

    def __init__(
        self, read: object, pointer: str = "#/data", errors: list[Wrong] | None = None
    ) -> None:
        """``errors``: those of the object around it, to gather into."""
        self.pointer = pointer
        self.errors: list[Wrong] = [] if errors is None else errors
        self._asked: set[str] = set()
        self._data: dict[str, object] = read if isinstance(read, dict) else {}
        if not isinstance(read, dict):
            self.errors.append(Wrong(pointer, "harus objek: {...}"))

    def wrong(self, key: str, detail: str, example: str = "") -> None:
        """Note that something is wrong with a field."""
        self.errors.append(Wrong(f"{self.pointer}/{escaped(key)}", detail, example))

    def value(self, key: str) -> object:
        """Give a field as it is; None where it is absent."""
        self._asked.add(key)
        return self._data.get(key)

    def text(
        self, key: str, *, needed: bool = False, longest: int = LONGEST, example: str = ""
    ) -> str:
        """Read a text of one line."""
        found = self.value(key)
        if found is None or found == "":
            if needed:
                self.wrong(key, "wajib diisi", example)
            return ""
        if not isinstance(found, str):
            self.wrong(key, "harus teks dalam tanda kutip", example)
            return ""
        text = " ".join("".join(c if c.isprintable() else " " for c in found).split())
        if len(text) > longest:
            self.wrong(key, f"paling panjang {longest} huruf", example)
        return text

    def day(self, key: str, *, needed: bool = False, example: str = "2026-11-24") -> date | None:
        """Read a date, YYYY-MM-DD."""
        text = self.text(key, needed=needed, example=example)
        if not text:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.wrong(key, "bukan tanggal YYYY-MM-DD", example)
            return None

    def one_of(self, key: str, known: Collection[K], *, needed: bool = True) -> K | None:
        """Read one of a few words."""
        text = self.text(key, needed=needed, example=next(iter(known)))
        found = next((one for one in known if one == text), None)
        if text and found is None:
            self.wrong(key, f"salah satu dari: {', '.join(known)}", next(iter(known)))
        return found

    def number(self, key: str, example: str = "3") -> int:
        """Read a whole number above 0."""
        found = self.value(key)
        if isinstance(found, bool) or not isinstance(found, int) or not 0 < found < 1 << 31:
            self.wrong(key, "harus bilangan bulat di atas 0", example)
            return 0
        return found

    def yes(self, key: str) -> bool:
        """Read true or false; absent is false."""
        found = self.value(key)
        if found is not None and not isinstance(found, bool):
            self.wrong(key, "harus true atau false", "true")
        return found is True

    def inner(self, key: str) -> Fields:
        """Read an object within."""
        return Fields(self.value(key), f"{self.pointer}/{escaped(key)}", self.errors)

    def items(self, key: str, example: str = "[{...}]") -> list[object]:
        """Read a list that is not empty."""
        found = self.value(key)
        if not isinstance(found, list) or not found:
            self.wrong(key, "harus daftar yang tidak kosong", example)
            return []
        return found

    def no_more(self) -> None:
        """Note what nobody asked for: more likely a slip than a wish."""
        for key in sorted(self._data.keys() - self._asked):
            self.wrong(
                key[:40], f"kunci tidak dikenal; yang ada: {', '.join(sorted(self._asked))}"
            )

    def finish(self, example: Json) -> None:
        """Refuse the whole message where anything was wrong."""
        self.no_more()
        if self.errors:
            raise invalid(self.errors, example)


NOT_BOUND = "kunci ini tidak boleh mengusulkan atas nama petugas itu (PEKA_ADMIN_STAFF)"


def invalid(errors: list[Wrong], example: Json) -> Refusal:
    """Refuse a body whose fields are wrong."""
    return Refusal(
        422,
        "invalid",
        "Isi belum benar",
        f"{len(errors)} tempat perlu diperbaiki; tidak ada yang disimpan.",
        errors,
        example,
    )


def escaped(key: str) -> str:
    """Write a key as part of a JSON pointer."""
    return key.replace("~", "~0").replace("/", "~1")
