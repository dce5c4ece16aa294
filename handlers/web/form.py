"""What the page posts, read piece by piece: small fields, and a photo that goes sealed to disk.

Nothing of an upload is ever in clear on the disk, and never more than a part of it in memory.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from fastapi import Request
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from handlers.doors import TooBig, body_of, pieces_of
from storage.vault import NewFile, StoredFile

FIELD_CAP = 20_000
"""Bytes of one field: 4,096 letters of four bytes each, and room."""
FIELDS_CAP = 64_000
PHOTO_CAP = 20 * 1024 * 1024
DRAIN = 60 * 1024 * 1024
"""An upload beyond the cap is read on to here unkept, so that the browser hears the answer."""
if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

SMALL_FORM = b"application/x-www-form-urlencoded"
NAMES = frozenset({"id", "after", "text", "tap", "spot"})


class Unreadable(Exception):
    """A body that no page of ours sends."""


@dataclass
class Form:
    """The fields that came, and the upload where there was one."""

    fields: dict[str, str] = field(default_factory=dict)
    mime: str = ""
    kept: StoredFile | None = None

    def __getitem__(self, name: str) -> str:
        """Give a field; an absent one is empty."""
        return self.fields.get(name, "")


Open = Callable[[Form], NewFile]


async def read_form(request: Request, open_draft: Open) -> Form:
    """Read a posted form; raises TooBig, Stalled or Unreadable, and then leaves no file."""
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    if kind == SMALL_FORM:
        return _small(await body_of(request, FIELDS_CAP))
    boundary = options.get(b"boundary", b"")
    if kind != b"multipart/form-data" or not boundary:
        raise Unreadable("neither kind of form")
    parts = _Parts(open_draft)
    try:
        await _feed(request, boundary, parts)
        return await asyncio.to_thread(parts.finish)
    except (FormParserError, ValueError) as fault:
        raise Unreadable(type(fault).__name__) from fault
    finally:
        parts.drop()


async def read_small(request: Request) -> Form:
    """Read a form that has no room for a photo; raises as :func:`read_form` does."""
    kind, _options = parse_options_header(request.headers.get("content-type", ""))
    if kind != SMALL_FORM:
        raise Unreadable("not the small kind of form")
    return _small(await body_of(request, FIELDS_CAP))


def _small(raw: bytes) -> Form:
    try:
        pairs = parse_qsl(raw.decode("utf-8", "replace"), max_num_fields=20)
    except ValueError as fault:
        raise Unreadable("too many fields") from fault
    return Form({name: value for name, value in pairs if name in NAMES})


async def _feed(request: Request, boundary: bytes, parts: _Parts) -> None:
    parser = MultipartParser(boundary, parts.callbacks())
    size, too_big = 0, False
    async for piece in pieces_of(request):
        size += len(piece)
        if size > DRAIN:
            raise TooBig
        if too_big:
            continue
        try:
            parser.write(piece)
        except TooBig:
            too_big = True
            parts.drop()
    if too_big:
        raise TooBig
    parser.finalize()


class _Parts:
    """Takes the parser's calls: one part after the other."""

    def __init__(self, open_draft: Open) -> None:
        self.open_draft = open_draft
        self.form = Form()
        self.draft: NewFile | None = None
        self.ended = False
        self._header = [bytearray(), bytearray()]
        self._headers: dict[bytes, bytes] = {}
        self._name = ""
        self._value = bytearray()
        self._is_photo = False
        self._fields_size = 0

    def callbacks(self) -> MultipartCallbacks:
        """Name every call as the parser wants it."""
        return {
            "on_part_begin": self.begin,
            "on_header_field": lambda data, start, end: self._header[0].extend(data[start:end]),
            "on_header_value": lambda data, start, end: self._header[1].extend(data[start:end]),
            "on_header_end": self.header,
            "on_headers_finished": self.headers,
            "on_part_data": self.data,
            "on_part_end": self.end,
            "on_end": self.all,
        }

    def begin(self) -> None:
        self._headers, self._header = {}, [bytearray(), bytearray()]
        self._name, self._value, self._is_photo = "", bytearray(), False

    def header(self) -> None:
        self._headers[bytes(self._header[0]).lower()] = bytes(self._header[1])
        self._header = [bytearray(), bytearray()]

    def headers(self) -> None:
        _kind, options = parse_options_header(self._headers.get(b"content-disposition", b""))
        self._name = options.get(b"name", b"").decode("ascii", "replace")
        self._is_photo = self._name == "photo"
        if self._is_photo:
            mime, _options = parse_options_header(self._headers.get(b"content-type", b""))
            self.form.mime = mime.decode("ascii", "replace")[:100]

    def data(self, data: bytes, start: int, end: int) -> None:
        if self._is_photo:
            self.photo(data[start:end])
            return
        self._fields_size += end - start
        self._value += data[start:end]
        if len(self._value) > FIELD_CAP or self._fields_size > FIELDS_CAP:
            raise TooBig

    def photo(self, data: bytes) -> None:
        if self.draft is None:
            self.draft = self.open_draft(self.form)
        self.draft.add(data)
        if self.draft.size > PHOTO_CAP:
            raise TooBig

    def end(self) -> None:
        if self._name in NAMES:
            self.form.fields[self._name] = self._value.decode("utf-8", "replace")

    def all(self) -> None:
        self.ended = True

    def finish(self) -> Form:
        """Keep the upload; a body that ends early is none."""
        if not self.ended:
            raise Unreadable("the form ends in the middle")
        if self.draft is not None:
            self.form.kept = self.draft.keep()
            self.draft = None
        return self.form

    def drop(self) -> None:
        """Leave nothing of an upload that was not kept."""
        if self.draft is not None:
            self.draft.drop()
            self.draft = None
