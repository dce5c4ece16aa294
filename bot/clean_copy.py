"""The clean copy of a photo: what officers look at, without place, time or device in it."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageOps

BASELINE_PIXELS = 64_000_000
"""An ordinary JPEG, as cameras make it, is made smaller row by row: 50 megapixels take little."""
PHOTO_PIXELS = 24_000_000
"""A progressive JPEG lies in memory whole before it is made smaller: 24 megapixels take 200 MB."""
PIXELS = 12_000_000
"""Everything else is decoded whole, WebP five times over."""
SIDE = 1600
QUALITY = 82
Image.MAX_IMAGE_PIXELS = BASELINE_PIXELS
FORMATS = ("JPEG", "PNG", "WEBP")
IMAGES = frozenset({"image/jpeg", "image/png", "image/webp"})
KINDS: tuple[tuple[bytes, int, str], ...] = (
    (b"\xff\xd8\xff", 0, "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", 0, "image/png"),
    (b"WEBP", 8, "image/webp"),
    (b"%PDF-", 0, "application/pdf"),
    (b"OggS", 0, "audio/ogg"),
    (b"#!AMR", 0, "audio/amr"),
)
"""What the first bytes say: (bytes, where, type). HEIC, GIF and all else are not kept."""


class Unfit(Exception):
    """A file that is not kept; ``reason`` is a key of conversations.turn.sayings.FETCH_FAULTS."""

    def __init__(self, reason: str) -> None:
        """Keep the reason."""
        super().__init__(reason)
        self.reason = reason


def kind_of(head: bytes) -> str:
    """Tell a file's type by its first bytes, whatever its name says; empty where we keep none."""
    for magic, place, kind in KINDS:
        if head[place : place + len(magic)] == magic:
            return kind
    return ""


def clean(original: bytes) -> bytes:
    """Make the copy: upright, at most 1600 pixels a side, JPEG, and nothing but the picture.

    Raises :class:`Unfit` with ``too_many_pixels`` or ``broken``.
    """
    try:
        image = Image.open(BytesIO(original), formats=FORMATS)
        if image.width * image.height <= _most(image):
            return _drawn_again(image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as fault:
        raise Unfit("too_many_pixels") from fault
    except MemoryError:
        raise
    except Exception as fault:  # a decoder can fail in any way: the file is at fault
        raise Unfit("broken") from fault
    raise Unfit("too_many_pixels")


def _most(image: Image.Image) -> int:
    if image.format != "JPEG" or image.mode not in {"L", "RGB"}:
        return PIXELS
    return PHOTO_PIXELS if "progressive" in image.info else BASELINE_PIXELS


def _drawn_again(image: Image.Image) -> bytes:
    """Decode small, make smaller, and only then turn and convert: memory is what it costs."""
    longest = max(image.size)
    if longest > SIDE:
        width, height = (max(1, side * SIDE // longest) for side in image.size)
        image.draft("RGB", (width, height))
    image.load()
    image.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    upright = ImageOps.exif_transpose(image)
    plain = Image.new("RGB", upright.size, "white")
    shape = upright.convert("RGBA") if _see_through(upright) else None
    plain.paste(shape or upright.convert("RGB"), mask=shape)
    written = BytesIO()
    plain.save(written, "JPEG", quality=QUALITY, optimize=True)
    return written.getvalue()


def _see_through(image: Image.Image) -> bool:
    return image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info
