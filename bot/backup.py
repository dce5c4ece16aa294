"""Backup and restore: one file with every table and all evidence, never the keys.

The file is a tar: ``tables/<name>.jsonl``, ``evidence/…`` as sealed as on the disk, and at its end
``manifest.json``, which names the digest and length of everything and is signed with the office's
key.  Whoever restores needs that key.  What is sealed stays so; names, birth dates and villages
are in clear, as in the database (docs/dpia.md).
"""

from __future__ import annotations

import hashlib
import hmac
import io
import json
import os
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any, BinaryIO, Final

from storage import dump
from storage.audit import HEAD
from storage.seal import Sealer, Unsealable

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
MARKER: Final = ".marker"
"""By it a process knows that folder and database belong together."""
TABLES, EVIDENCE = "tables/", "evidence/"
BLOCK: Final = 1_000_000
LARGEST_MANIFEST: Final = 200_000_000
PROBE: Final = b"peka"


class Unusable(Exception):
    """A backup cannot be made or restored so; the words are for an operator."""


@dataclass(frozen=True, slots=True)
class Premises:
    """Where an office keeps what is backed up, and the key that seals it."""

    url: str
    evidence: Path
    seal: Sealer


@dataclass(slots=True)
class Manifest:
    """What a backup holds."""

    revision: str
    at: str
    audit_head: str
    probe: str
    files: dict[str, list[Any]] = field(default_factory=dict)
    """By name in the tar: [SHA-256, bytes]."""
    rows: dict[str, int] = field(default_factory=dict)

    def unsigned(self) -> bytes:
        """Write it in one fixed form, for signing."""
        told = {name: getattr(self, name) for name in self.__slots__}
        return json.dumps({"format": FORMAT, **told}, sort_keys=True).encode()

    def signed(self, seal: Sealer) -> bytes:
        """Write it with its signature."""
        signature = seal.mac("backup manifest", self.unsigned()).hex()
        return json.dumps(json.loads(self.unsigned()) | {"signature": signature}).encode()


# Making one


def back_up(place: Premises, target: Path, now: datetime) -> Manifest:
    """Write a backup under a name that nothing has yet; Peka may be at work meanwhile."""
    if target.exists():
        raise Unusable(f"{target} is there already: take another name.")
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with _own(draft) as file, tarfile.open(fileobj=file, mode="w") as tar:
            manifest = _write(place, tar, now)
        os.link(draft, target)  # fails where somebody was quicker
    finally:
        draft.unlink(missing_ok=True)
    return manifest


@contextmanager
def _own(path: Path) -> Iterator[BinaryIO]:
    """Open a new file for its owner only, and see it to the disk."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


def _write(place: Premises, tar: tarfile.TarFile, now: datetime) -> Manifest:
    """First the database, then the files: what a row speaks of was there before it."""
    with dump.one_moment(place.url) as reading:
        if reading.revision is None:
            raise Unusable("The database has no tables yet: peka db upgrade.")
        manifest = Manifest(
            reading.revision,
            now.isoformat(timespec="seconds"),
            reading.mark(HEAD),
            _probe(place.seal),
        )
        for name in reading.tables():
            count = _add_table(tar, manifest, name, reading.lines(name))
            manifest.rows[name] = count
    for path in _files(place.evidence):
        _add_file(tar, manifest, place.evidence, path)
    raw = manifest.signed(place.seal)
    _add(tar, MANIFEST, io.BytesIO(raw), len(raw))
    return manifest


def _probe(seal: Sealer) -> str:
    """Seal a word with the newest key: who cannot open it has another key."""
    return seal.seal(PROBE, "backup", "probe", b"").hex()


def _add_table(tar: tarfile.TarFile, manifest: Manifest, name: str, lines: Iterator[bytes]) -> int:
    with tempfile.TemporaryFile() as draft:
        digest, count = hashlib.sha256(), 0
        for line in lines:
            draft.write(line)
            digest.update(line)
            count += 1
        size = draft.tell()
        draft.seek(0)
        inside = f"{TABLES}{name}.jsonl"
        _add(tar, inside, draft, size)
        manifest.files[inside] = [digest.hexdigest(), size]
    return count


def _files(folder: Path) -> list[Path]:
    """List whole files: what is still being written has a name with a dot."""
    if not folder.is_dir():
        return []
    found = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return sorted(path for path in found if path.name == MARKER or path.name[0] != ".")


def _add_file(tar: tarfile.TarFile, manifest: Manifest, folder: Path, path: Path) -> None:
    try:
        file = path.open("rb")
    except FileNotFoundError:  # its time was over just now
        return
    with file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        size = file.tell()
        file.seek(0)
        inside = f"{EVIDENCE}{path.relative_to(folder).as_posix()}"
        _add(tar, inside, file, size)
        manifest.files[inside] = [digest, size]


def _add(tar: tarfile.TarFile, name: str, file: IO[bytes], size: int) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    tar.addfile(info, file)


# Restoring one


def restore(place: Premises, source: Path) -> Manifest:
    """Put a backup into an empty house; nothing is changed where anything does not fit."""
    try:
        with tarfile.open(source, "r:") as tar:
            return _restore(place, tar)
    except FileNotFoundError:
        raise Unusable(f"There is no file {source}.") from None
    except (tarfile.TarError, EOFError) as fault:
        raise Unusable(f"The file is damaged or no backup of Peka: {fault}.") from None


def _restore(place: Premises, tar: tarfile.TarFile) -> Manifest:
    members = {one.name: one for one in tar.getmembers()}
    manifest = _read_manifest(tar, members, place.seal)
    _whole(tar, members, manifest)
    _fits(place, manifest)
    with ExitStack() as undo:
        for name in sorted(manifest.files):
            if name.startswith(EVIDENCE):
                _put(tar, members[name], place.evidence, undo)
        with dump.loading(place.url, manifest.revision) as loading:
            for name in dump.in_order(manifest.rows):
                lines = _member(tar, members[f"{TABLES}{name}.jsonl"])
                if loading.fill(name, lines) != manifest.rows[name]:
                    raise Unusable(f"{name} has not as many rows as the manifest says.")
        undo.pop_all()
    return manifest


def _read_manifest(
    tar: tarfile.TarFile, members: dict[str, tarfile.TarInfo], seal: Sealer
) -> Manifest:
    """Read the manifest; its probe tells a wrong key from a damaged or changed file."""
    inside = members.get(MANIFEST)
    if inside is None or not inside.isreg() or inside.size > LARGEST_MANIFEST:
        raise Unusable("The file is damaged or no backup of Peka: it has no manifest.")
    try:
        told = json.loads(_member(tar, inside).read())
        signature, version = told.pop("signature"), told.pop("format")
        manifest = Manifest(**told)
        probe = bytes.fromhex(manifest.probe)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Unusable("The file is damaged: its manifest cannot be read.") from None
    if version != FORMAT or not dump.known_revision(manifest.revision):
        raise Unusable("The backup comes from a newer release of Peka: restore it with that one.")
    try:
        seal.open(probe, "backup", "probe", b"")
    except Unsealable:
        raise Unusable("The secret key is not the one of this backup.") from None
    if not hmac.compare_digest(seal.mac("backup manifest", manifest.unsigned()).hex(), signature):
        raise Unusable("The manifest was changed, or the oldest secret key is another one.")
    return manifest


def _whole(tar: tarfile.TarFile, members: dict[str, tarfile.TarInfo], manifest: Manifest) -> None:
    """Compare every byte with the manifest before anything is written."""
    if members.keys() - {MANIFEST} != manifest.files.keys():
        raise Unusable("The file is damaged: it does not hold what its manifest says.")
    for name, (digest, size) in manifest.files.items():
        inside = members[name]
        if not inside.isreg() or inside.size != size or not _is_safe(name):
            raise Unusable(f"The file is damaged at {name}.")
        if hashlib.file_digest(_member(tar, inside), "sha256").hexdigest() != digest:
            raise Unusable(f"The file is damaged at {name}.")


def _is_safe(name: str) -> bool:
    """Tell whether a name stays inside its folder: ``evidence//etc`` would not."""
    path = PurePosixPath(name)
    plain = path.as_posix() == name and ".." not in path.parts and "\\" not in name
    return plain and name.startswith((TABLES, EVIDENCE))


def _fits(place: Premises, manifest: Manifest) -> None:
    if _files(place.evidence):
        raise Unusable(f"{place.evidence} is not empty: restore into an empty house only.")
    if not dump.is_empty(place.url):
        raise Unusable("The database is not empty: restore into an empty one only.")
    tables = {name.removeprefix(TABLES) for name in manifest.files if name.startswith(TABLES)}
    if tables != {f"{name}.jsonl" for name in manifest.rows}:
        raise Unusable("The file is damaged: it does not hold what its manifest says.")


def _put(tar: tarfile.TarFile, inside: tarfile.TarInfo, folder: Path, undo: ExitStack) -> None:
    path = folder / inside.name.removeprefix(EVIDENCE)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    undo.callback(path.unlink, missing_ok=True)
    with _own(path) as file:
        source = _member(tar, inside)
        while block := source.read(BLOCK):
            file.write(block)


def _member(tar: tarfile.TarFile, inside: tarfile.TarInfo) -> io.BufferedReader:
    found = tar.extractfile(inside)
    if not isinstance(found, io.BufferedReader):
        raise Unusable(f"The file is damaged at {inside.name}.")
    return found
