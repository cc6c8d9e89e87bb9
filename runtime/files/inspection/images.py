"""Inspection of pictures: their size from the header, then the whole of them through the decoder."""

import struct
import threading
import warnings
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import BinaryIO

import pillow_heif
from PIL import Image

from runtime.files.inspection.gif import check_blocks
from runtime.files.inspection.jpeg import check_markers
from runtime.files.inspection.png import check_chunks
from runtime.files.inspection.refusals import bomb, damaged
from schemas.problems import Problem

#: The largest picture of each kind, by the memory of its decoder. JPEG is decoded at an eighth of its size and
#: costs little; WebP takes 16 bytes a pixel, HEIC 8, the others 4: none takes over 300 MiB. 50 megapixels are the
#: largest photo telephones make unasked, 24 the largest HEIC.
MAX_PIXELS: Mapping[str, int] = {
    "JPEG": 80_000_000,
    "PNG": 50_000_000,
    "GIF": 50_000_000,
    "HEIC": 32_000_000,
    "WEBP": 16_000_000,
}
#: A progressive JPEG keeps all its coefficients in memory, whatever the size that it is decoded at.
MAX_PROGRESSIVE_PIXELS = 50_000_000

#: The errors by which decoders report a bad picture.
UNREADABLE = (
    OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError, OverflowError, RuntimeError,
    struct.error, zlib.error,
)  # fmt: skip
TOO_LARGE = (Image.DecompressionBombError, MemoryError)

# Decoding is what costs memory: one picture at a time in a process.
_ONE_AT_A_TIME = threading.Lock()


def check_jpeg(file: BinaryIO) -> Problem | None:
    """Refuse a JPEG that is cut, broken, or too large to be a document."""
    problem = check_markers(file)
    return problem or _check_picture(file, "JPEG")


def check_png(file: BinaryIO) -> Problem | None:
    """Refuse a PNG that is cut, broken, followed by something else, or too large."""
    problem = check_chunks(file)
    return problem or _check_picture(file, "PNG")


def check_webp(file: BinaryIO) -> Problem | None:
    """Refuse a WebP that is cut, broken or too large; of an animation the first picture is decoded."""
    return _check_picture(file, "WEBP")


def check_gif(file: BinaryIO) -> Problem | None:
    """Refuse a GIF that is cut in its first picture, broken or too large."""
    problem = check_blocks(file)
    return problem or _check_picture(file, "GIF")


def check_heic(file: BinaryIO) -> Problem | None:
    """Refuse an HEIC that is cut, broken or too large."""
    return _check_picture(file, "HEIC")


@contextmanager
def opened_picture(file: BinaryIO, decoder: str) -> Iterator[Image.Image]:
    """Give the picture in `file`, its header read and nothing decoded, while no other is open.

    Only `decoder` (a format of Pillow, or `HEIC`) is tried. Raises one of `UNREADABLE` or `TOO_LARGE`.
    """
    file.seek(0)
    with _ONE_AT_A_TIME, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # odd descriptions (EXIF) are common; sizes are checked below
        if decoder == "HEIC":
            yield _opened_heic(file)
        else:
            with Image.open(file, formats=[decoder]) as image:
                _refuse_over(_max_pixels(image, decoder), image.size)
                yield image


def _check_picture(file: BinaryIO, decoder: str) -> Problem | None:
    try:
        with opened_picture(file, decoder) as image:
            image.draft(image.mode, (1, 1))  # a JPEG is then read to its end, but at an eighth of its size
            image.load()
    except TOO_LARGE:
        return bomb("pixels", limit=MAX_PIXELS[decoder])
    except UNREADABLE:
        return damaged("picture")
    return None


def _max_pixels(image: Image.Image, decoder: str) -> int:
    return MAX_PROGRESSIVE_PIXELS if "progressive" in image.info else MAX_PIXELS[decoder]


def _refuse_over(limit: int, size: tuple[int, int]) -> None:
    if size[0] * size[1] > limit:
        raise Image.DecompressionBombError


def _opened_heic(file: BinaryIO) -> Image.Image:
    # Opened by hand: registering the plug-in would change what Pillow opens in the whole process.
    heif = pillow_heif.open_heif(file, convert_hdr_to_8bit=True)
    _refuse_over(MAX_PIXELS["HEIC"], heif.size)
    image: Image.Image = heif.to_pillow()
    return image
