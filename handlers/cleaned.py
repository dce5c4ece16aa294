"""A raw body without secrets, as it may be kept where it could not be read."""

from __future__ import annotations

import json

from bansos.redaction import redact


def without_secrets(raw: bytes) -> bytes:
    """Cut PINs, card numbers and the like out of a raw body before it is kept."""
    try:
        return json.dumps(_cut(json.loads(raw)), ensure_ascii=False).encode("utf-8", "replace")
    except (ValueError, RecursionError):
        return redact(raw.decode("utf-8", "replace"))[0].encode("utf-8", "replace")


def _cut(value: object) -> object:
    if isinstance(value, str):
        return redact(value)[0]
    if isinstance(value, list):
        return [_cut(one) for one in value]
    return {key: _cut(one) for key, one in value.items()} if isinstance(value, dict) else value
