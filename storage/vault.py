"""Sealed files beside the database: photos and documents, never in clear on the disk.

A file is a row of parts of at most 1 MB, each sealed for its own place in its own file (the last
one as the last), so that nothing can be cut off, moved or swapped unseen.  A file appears under
its name whole or not at all: it is written under another name, forced to the disk, and renamed.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from storage.seal import Sealer, Unsealable

PART = 1_000_000
LENGTH = 4
"""Bytes before each part that say how long it is."""
INCOMING = "incoming"
DAY = 24 * 3600
"""Of the moment of a kept file only the day stays: somebody was here at that moment."""
NAME = re.compile(r"[a-z0-9-]{8,80}")


@dataclass(frozen=True)
class StoredFile:
    """What a finished file holds: its size in clear, and the SHA-256 of that."""

    size: int
    sha256: str


class NewFile:
    """A sealed file that is being written; :meth:`keep` or :meth:`drop` ends it."""

    def __init__(self, path: Path, seal: Sealer) -> None:
        """Open a file of another name beside ``path``."""
        self.path = path
        self.seal = seal
        self.size = 0
        self._digest = hashlib.sha256()
        self._part = bytearray()
        self._number = 0
        self._draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
        self._file: BinaryIO = os.fdopen(
            os.open(self._draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb"
        )

    def add(self, data: bytes) -> None:
        """Write more; whole parts go to the disk."""
        self.size += len(data)
        self._digest.update(data)
        self._part += data
        while len(self._part) > PART:
            self._write(bytes(self._part[:PART]), last=False)
            del self._part[:PART]

    def keep(self) -> StoredFile:
        """Finish the file: to the disk, then under its name, then the folder to the disk."""
        self._write(bytes(self._part), last=True)
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        if self.path.parent.name != INCOMING:
            day = int(time.time()) // DAY * DAY
            os.utime(self._draft, (day, day))
        self._draft.rename(self.path)
        _settle(self.path.parent)
        return StoredFile(self.size, self._digest.hexdigest())

    def drop(self) -> None:
        """Leave nothing; does no harm after :meth:`keep`."""
        self._file.close()
        self._draft.unlink(missing_ok=True)

    def _write(self, part: bytes, *, last: bool) -> None:
        sealed = self.seal.seal(part, *_place(self._number, self.path, last=last))
        self._file.write(len(sealed).to_bytes(LENGTH, "big") + sealed)
        self._number += 1


class Vault:
    """A folder of sealed files, for its owner only; names are random and say nothing."""

    def __init__(self, folder: Path, seal: Sealer) -> None:
        """Touch nothing yet."""
        self.folder = folder
        self.seal = seal

    def prepare(self) -> None:
        """Make the folders."""
        for folder in (self.folder, self.folder / INCOMING):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            folder.chmod(0o700)

    def draft(self, name: str, *, incoming: bool = False) -> NewFile:
        """Begin to write a file."""
        return NewFile(self._path(name, incoming=incoming), self.seal)

    def holds(self, name: str, *, incoming: bool = False) -> bool:
        """Tell whether a whole file of this name is here."""
        return self._path(name, incoming=incoming).is_file()

    def read(self, name: str, *, incoming: bool = False) -> Iterator[bytes]:
        """Open a file part by part; raises FileNotFoundError or Unsealable (damaged)."""
        path = self._path(name, incoming=incoming)
        with path.open("rb") as file:
            number, sealed = 0, _next(file)
            while sealed is not None:
                following = _next(file)
                yield self.seal.open(sealed, *_place(number, path, last=following is None))
                number, sealed = number + 1, following
        if not number:
            raise Unsealable("an empty file was never written by us")

    def remove(self, name: str, *, incoming: bool = False) -> None:
        """Let a file go, if it is here."""
        self._path(name, incoming=incoming).unlink(missing_ok=True)

    def room(self) -> int:
        """Tell how many bytes are free."""
        return shutil.disk_usage(self.folder).free

    def names(self, older_than: float, *, incoming: bool = False) -> list[str]:
        """List whole files that were last written more than so many seconds ago."""
        return [one.name for one in self._old(older_than, incoming=incoming) if _ours(one.name)]

    def tidy(self, older_than: float) -> int:
        """Remove what a dead process left half-written; tells how many files that were."""
        left = [
            one
            for incoming in (False, True)
            for one in self._old(older_than, incoming=incoming)
            if one.name.startswith(".") and _ours(one.name[1:].partition(".")[0])
        ]
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)

    def marker(self, value: str = "") -> str:
        """Read the marker of this folder; where it has none, ``value`` becomes it."""
        path = self.folder / ".marker"
        if value:
            try:
                descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            except FileExistsError:
                return path.read_text().strip()
            with os.fdopen(descriptor, "w") as file:
                file.write(value + "\n")
            _settle(self.folder)
        return path.read_text().strip() if path.is_file() else ""

    def _old(self, older_than: float, *, incoming: bool) -> list[Path]:
        folder = self.folder / INCOMING if incoming else self.folder
        before = time.time() - older_than
        found = []
        for path in folder.iterdir():
            try:
                if path.is_file() and path.stat().st_mtime < before:
                    found.append(path)
            except FileNotFoundError:
                continue
        return found

    def _path(self, name: str, *, incoming: bool) -> Path:
        if not _ours(name):
            raise ValueError("not a name of ours")
        return (self.folder / INCOMING if incoming else self.folder) / name


def _ours(name: str) -> bool:
    return NAME.fullmatch(name) is not None


def _place(number: int, path: Path, *, last: bool) -> tuple[str, str, bytes]:
    return "file", f"{'last' if last else 'part'} {number}", path.name.encode()


def _next(file: BinaryIO) -> bytes | None:
    head = file.read(LENGTH)
    if not head:
        return None
    length = int.from_bytes(head, "big")
    sealed = file.read(length)
    if len(head) < LENGTH or len(sealed) < length:
        raise Unsealable("the file ends in the middle of a part")
    return sealed


def _settle(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
