"""Small pictures of every kind, and pictures that are not what they seem."""

import io
import struct
import zlib

import pillow_heif
from PIL import Image

SECRET = b"CANARY-PLACE-48.1173,-1.6778"
_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def drawing(width: int = 160, height: int = 120) -> Image.Image:
    """Return a picture with something on it, so that it takes more than one block once compressed."""
    return Image.effect_noise((width, height), 80).convert("RGB")


def picture(kind: str, image: Image.Image | None = None, **options: object) -> bytes:
    """Return `image` as a file of `kind`, a format of Pillow."""
    out = io.BytesIO()
    (image or drawing()).save(out, kind, **options)
    return out.getvalue()


def heic(image: Image.Image | None = None) -> bytes:
    out = io.BytesIO()
    pillow_heif.from_pillow(image or drawing()).save(out, quality=60)
    return out.getvalue()


def photo_with_traces(orientation: int = 6) -> bytes:
    """Return a JPEG with a place, a device, a comment and a trailer that all hold `SECRET`."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = SECRET.decode()
    exif.get_ifd(0x8825).update({1: "N", 2: (48.0, 7.0, 2.28), 29: SECRET.decode()})
    return picture("JPEG", exif=exif, comment=SECRET, icc_profile=SECRET) + SECRET


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))


def png_of_size(width: int, height: int) -> bytes:
    """Return an honest white PNG of 1 bit a pixel: 900 megapixels take a few kilobytes."""
    row = b"\x00" + b"\xff" * ((width + 7) // 8)
    packer = zlib.compressobj(1)
    packed = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    header = struct.pack(">LLBBBBB", width, height, 1, 0, 0, 0, 0)
    return _PNG_SIGNATURE + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def png_with_php() -> bytes:
    """Return a PNG that shows a picture and carries a program in a comment."""
    content = picture("PNG")
    return content[:33] + chunk(b"tEXt", b"Comment\x00<?php system($_GET['c']); ?>") + content[33:]


def gif_with_html() -> bytes:
    """Return a GIF whose comment is a page with a script."""
    content = picture("GIF")
    page = b"<html><script>alert(document.domain)</script></html>"
    return content[:-1] + b"\x21\xfe" + bytes([len(page)]) + page + b"\x00;"


def jpeg_of_many_scans(scans: int) -> bytes:
    """Return a progressive JPEG whose last scan comes again and again."""
    content = picture("JPEG", progressive=True)
    last = content.rindex(b"\xff\xda")
    return content[:last] + content[last:-2] * scans + content[-2:]
