"""Previews of pictures, made again from their pixels alone, small enough to look at."""

import io
from collections.abc import Mapping
from types import MappingProxyType
from typing import BinaryIO

from PIL import Image, ImageOps

from runtime.files.inspection.images import TOO_LARGE, UNREADABLE, opened_picture

MAX_SIDE_PIXELS = 1_600
_QUALITY = 80
_DECODERS: Mapping[str, str] = MappingProxyType(
    {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/gif": "GIF", "image/heic": "HEIC"}
)


def make_preview(file: BinaryIO, media_type: str) -> bytes | None:
    """Return a JPEG of at most 1,600 pixels a side, upright, on white; None for a file that is no readable picture.

    Only pixels pass: no EXIF (place, time, device), comment, colour profile, thumbnail or trailing bytes. `file` is
    left at its start.
    """
    decoder = _DECODERS.get(media_type)
    if decoder is None:
        return None
    try:
        with opened_picture(file, decoder) as image:
            return _printed(_upright(image))
    except (*TOO_LARGE, *UNREADABLE):
        return None
    finally:
        file.seek(0)


def _upright(image: Image.Image) -> Image.Image:
    side = (MAX_SIDE_PIXELS, MAX_SIDE_PIXELS)
    image.draft(image.mode, side)
    image = _nearer(image)
    image.thumbnail(side)
    return ImageOps.exif_transpose(image)


def _nearer(image: Image.Image) -> Image.Image:
    """Return a picture of at most twice the size wanted: `thumbnail` would copy the whole of one with transparency."""
    excess = max(image.size) / (2 * MAX_SIDE_PIXELS)
    if excess <= 1:
        return image
    smaller = image.resize([round(side / excess) or 1 for side in image.size], Image.Resampling.NEAREST)
    smaller.info = image.info
    return smaller


def _printed(image: Image.Image) -> bytes:
    # Pasted on a new picture: `save` would otherwise copy comments that came with the old one.
    page = Image.new("RGB", image.size, "white")
    page.paste(_in_colour(image), mask=_mask(image))
    out = io.BytesIO()
    page.save(out, "JPEG", quality=_QUALITY, optimize=True)
    return out.getvalue()


def _in_colour(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I"):  # 16 bits of grey, that `convert` would clip to white
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _mask(image: Image.Image) -> Image.Image | None:
    return image.convert("RGBA").getchannel("A") if image.has_transparency_data else None
