"""Sealing of personal data, and blind indexes to find it again.

AES-256-GCM; the associated data names table, column and the row's own random uuid, so a sealed
value cannot be moved to another row or column.  Keys come from ``PEKA_SECRET_KEY`` by HKDF;
several keys separated by a comma allow rotation: the first seals, all open, and the last (the
oldest) makes the blind indexes, which therefore survive a rotation.
"""

from __future__ import annotations

import hmac
import os
from dataclasses import dataclass
from functools import cached_property

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_ID = 4
NONCE = 12
INDEX = 16
"""Bytes of a blind index; 2**64 rows before a chance meeting matters."""


class Unsealable(Exception):
    """A sealed value does not open: other key, other row, or damaged."""


@dataclass(frozen=True)
class Sealer:
    """Seals and opens values, and makes blind indexes."""

    secrets: tuple[str, ...]

    @classmethod
    def from_setting(cls, text: str) -> Sealer:
        """Read ``PEKA_SECRET_KEY``: one key, or several separated by commas, newest first."""
        return cls(tuple(part.strip() for part in text.split(",") if part.strip()))

    def seal(self, value: bytes, table: str, column: str, row: bytes) -> bytes:
        """Seal ``value`` for one cell: key id, nonce, ciphertext."""
        key_id, cipher = self._ciphers[0]
        nonce = os.urandom(NONCE)
        return key_id + nonce + cipher.encrypt(nonce, value, _place(table, column, row))

    def open(self, sealed: bytes, table: str, column: str, row: bytes) -> bytes:
        """Open what :meth:`seal` sealed for the same cell; raises :class:`Unsealable`."""
        sealed = bytes(sealed)
        cipher = self._openers.get(sealed[:KEY_ID])
        if cipher is None:
            raise Unsealable("sealed with a key that is not in PEKA_SECRET_KEY")
        nonce, body = sealed[KEY_ID : KEY_ID + NONCE], sealed[KEY_ID + NONCE :]
        try:
            return cipher.decrypt(nonce, body, _place(table, column, row))
        except Exception as fault:
            raise Unsealable(f"{table}.{column} does not open") from fault

    def index(self, kind: str, value: str) -> bytes:
        """Make the blind index of a value (a NIK, an address …): HMAC-SHA256, 16 bytes."""
        signing = self._indexing.copy()
        signing.update(f"{kind}:{value}".encode("utf-8", "replace"))
        return signing.finalize()[:INDEX]

    def mac(self, purpose: str, data: bytes) -> bytes:
        """Sign ``data`` for one purpose, with the oldest key: who lacks it cannot sign anew."""
        return hmac.digest(_derive(self.secrets[-1], purpose.encode(), 32), data, "sha256")

    @cached_property
    def _ciphers(self) -> tuple[tuple[bytes, AESGCM], ...]:
        return tuple(
            (_derive(one, b"key id", KEY_ID), AESGCM(_derive(one, b"seal", 32)))
            for one in self.secrets
        )

    @cached_property
    def _openers(self) -> dict[bytes, AESGCM]:
        return dict(self._ciphers)

    @cached_property
    def _indexing(self) -> HMAC:
        """Keyed once and copied: a quarter of the time of beginning anew."""
        return HMAC(_derive(self.secrets[-1], b"index", 32), SHA256())


def _place(table: str, column: str, row: bytes) -> bytes:
    return f"{table}.{column}.".encode() + bytes(row)


def _derive(secret: str, purpose: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=b"peka " + purpose).derive(
        secret.encode()
    )
