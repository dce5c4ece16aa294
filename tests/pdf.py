"""The words of a PDF that typst made: glyphs back to letters by each font's own table."""

import re
import zlib
from collections.abc import Iterator

OBJECT = re.compile(rb"(\d+) 0 obj\s(.*?)\sendobj", re.DOTALL)
STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
ONE = re.compile(rb"^<([0-9A-Fa-f]+)> *<([0-9A-Fa-f]+)>$", re.MULTILINE)
TOKEN = re.compile(
    rb"/(\w+) [\d.]+ Tf|<([0-9A-Fa-f]+)>|\((.*?)(?<!\\)\)|(ET|T\*|Td|TD|Tm)", re.DOTALL
)
ESCAPED = re.compile(rb"\\([nrtbf()\\]|[0-7]{1,3})")


def text_of(pdf: bytes) -> str:
    """Give all text of all pages, every line as typst set it."""
    objects = {int(number): body for number, body in OBJECT.findall(pdf)}
    tables = {
        number: _table(_stream(objects[int(found[1])]))
        for number, body in objects.items()
        if (found := re.search(rb"/ToUnicode (\d+) 0 R", body))
    }
    fonts = {
        name: tables[int(number)]
        for body in objects.values()
        for name, number in re.findall(rb"/(f\d+) (\d+) 0 R", body)
        if int(number) in tables
    }
    pages = [_stream(body) for body in objects.values() if STREAM.search(body)]
    return "\n".join("".join(_said(one, fonts)) for one in pages if b" Tf" in one)


def _stream(body: bytes) -> bytes:
    found = STREAM.search(body)
    raw = found[1] if found else b""
    return zlib.decompress(raw) if b"FlateDecode" in body else raw


def _table(cmap: bytes) -> dict[int, str]:
    found = {
        int(glyph, 16): bytes.fromhex(letters.decode()).decode("utf-16-be")
        for glyph, letters in ONE.findall(cmap)
    }
    for low, high, start in re.findall(rb"^<(\w+)> *<(\w+)> *<(\w+)>$", cmap, re.MULTILINE):
        for place in range(int(high, 16) - int(low, 16) + 1):
            found[int(low, 16) + place] = chr(int(start, 16) + place)
    return found


def _said(page: bytes, fonts: dict[bytes, dict[int, str]]) -> Iterator[str]:
    table: dict[int, str] = {}
    for font, hexed, plain, moved in TOKEN.findall(page):
        if font:
            table = fonts.get(font, {})
        elif moved:
            yield " " if moved == b"ET" else ""
        else:
            glyphs = bytes.fromhex(hexed.decode()) if hexed else _unescaped(plain)
            for place in range(0, len(glyphs), 2):
                yield table.get(int.from_bytes(glyphs[place : place + 2]), "")


def _unescaped(text: bytes) -> bytes:
    named = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}

    def one(found: re.Match[bytes]) -> bytes:
        sign = found[1]
        return bytes([int(sign, 8)]) if sign.isdigit() else named.get(sign, sign)

    return ESCAPED.sub(one, text)
