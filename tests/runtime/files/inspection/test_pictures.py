"""Pictures are bounded before they are decoded, and previews carry pixels only."""

import io
import zlib

import pytest
from PIL import Image
from PIL.ImageFile import ImageFile

from runtime.files.inspection import images
from runtime.files.inspection.images import check_gif, check_heic, check_jpeg, check_png, check_webp
from runtime.files.inspection.previews import MAX_SIDE_PIXELS, make_preview
from tests.runtime.files.inspection import documents, pictures


def preview(content: bytes, media_type: str) -> Image.Image:
    made = make_preview(io.BytesIO(content), media_type)
    assert made is not None
    return Image.open(io.BytesIO(made))


def test_a_picture_over_the_limit_is_refused_without_being_decoded(monkeypatch):
    content = pictures.picture("PNG")
    monkeypatch.setitem(images.MAX_PIXELS, "PNG", 100)
    monkeypatch.setattr(ImageFile, "load", lambda _image: pytest.fail("decoded"))

    assert check_png(io.BytesIO(content)).code == "file_bomb"


def test_an_honest_picture_of_900_megapixels_is_refused():
    problem = check_png(io.BytesIO(pictures.png_of_size(30_000, 30_000)))

    assert problem.code == "file_bomb"
    assert problem.params["reason"] == "pixels"


def test_a_progressive_photo_has_a_limit_of_its_own(monkeypatch):
    monkeypatch.setattr(images, "MAX_PROGRESSIVE_PIXELS", 100)

    assert check_jpeg(io.BytesIO(pictures.picture("JPEG", progressive=True))).code == "file_bomb"
    assert check_jpeg(io.BytesIO(pictures.picture("JPEG"))) is None


def test_every_decoder_has_its_limit():
    assert {kind: limit // 1_000_000 for kind, limit in images.MAX_PIXELS.items()} == {
        "JPEG": 80, "PNG": 50, "GIF": 50, "HEIC": 32, "WEBP": 16,
    }  # fmt: skip


@pytest.mark.parametrize("kept_bytes", [3, 50, 500, -2])
def test_a_photo_without_its_last_bytes_is_damaged(kept_bytes):
    content = pictures.picture("JPEG")

    assert check_jpeg(io.BytesIO(content[:kept_bytes])).code == "file_damaged"


def test_a_photo_with_an_odd_description_is_kept_without_a_warning():
    content = pictures.photo_with_traces()
    too_long = content.replace(b"\x01\x0f\x00\x02\x00\x00\x00\x1d", b"\x01\x0f\x00\x02\x00\x00\xff\x1d")
    assert too_long != content

    assert check_jpeg(io.BytesIO(too_long)) is None
    assert make_preview(io.BytesIO(too_long), "image/jpeg")


def test_what_telephones_add_after_a_photo_is_left_alone():
    assert check_jpeg(io.BytesIO(pictures.picture("JPEG") + pictures.picture("JPEG") + b"\xff\xda" * 900)) is None


def test_a_png_with_a_wrong_checksum_is_damaged():
    content = bytearray(pictures.picture("PNG"))
    content[200] ^= 1

    assert check_png(io.BytesIO(bytes(content))).code == "file_damaged"


def test_a_png_of_sound_chunks_whose_pixels_break_off_is_damaged():
    honest = pictures.png_of_size(64, 64)
    short = honest[:33] + pictures.chunk(b"IDAT", zlib.compress(bytes(9 * 64))[:6]) + pictures.chunk(b"IEND", b"")

    assert check_png(io.BytesIO(short)).code == "file_damaged"


@pytest.mark.parametrize(("check", "kind"), [(check_gif, "GIF"), (check_webp, "WEBP")])
def test_a_picture_that_lacks_its_second_half_is_damaged(check, kind):
    content = pictures.picture(kind)

    assert check(io.BytesIO(content[: len(content) // 2])).code == "file_damaged"


def test_a_photo_of_a_telephone_over_the_limit_is_refused(monkeypatch):
    content = pictures.heic()
    monkeypatch.setitem(images.MAX_PIXELS, "HEIC", 100)

    assert check_heic(io.BytesIO(content)).code == "file_bomb"


def test_a_preview_carries_no_place_no_device_no_comment_and_no_trailer():
    content = pictures.photo_with_traces()
    assert content.count(pictures.SECRET) >= 5

    made = make_preview(io.BytesIO(content), "image/jpeg")

    assert pictures.SECRET not in made
    assert b"Exif" not in made
    assert not Image.open(io.BytesIO(made)).getexif()
    assert set(Image.open(io.BytesIO(made)).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert made.endswith(b"\xff\xd9")


def test_a_preview_is_upright():
    lying = pictures.photo_with_traces(orientation=6)

    assert preview(lying, "image/jpeg").size == (120, 160)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_preview_is_a_small_jpeg_whatever_the_picture(kind):
    content = pictures.picture(kind, pictures.drawing(2_400, 600))

    made = preview(content, f"image/{kind.lower()}")

    assert (made.format, made.size) == ("JPEG", (MAX_SIDE_PIXELS, 400))


def test_a_photo_of_a_telephone_has_a_preview():
    assert preview(pictures.heic(), "image/heic").size == (160, 120)


def test_a_small_picture_is_not_made_larger():
    assert preview(pictures.picture("PNG"), "image/png").size == (160, 120)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_a_png_of_any_mode_has_a_preview(mode):
    content = pictures.picture("PNG", Image.new(mode, (40, 30)))

    assert preview(content, "image/png").mode == "RGB"


def test_a_jpeg_for_print_has_a_preview():
    content = pictures.picture("JPEG", Image.new("CMYK", (40, 30)))

    assert preview(content, "image/jpeg").mode == "RGB"


def test_what_is_transparent_becomes_white():
    content = pictures.picture("PNG", Image.new("RGBA", (40, 30), (255, 0, 0, 0)))

    assert preview(content, "image/png").getpixel((20, 15)) == (255, 255, 255)


def test_grey_of_16_bits_keeps_its_middle():
    content = pictures.picture("PNG", Image.new("I;16", (40, 30), 0x8000))

    assert abs(preview(content, "image/png").getpixel((20, 15))[0] - 128) < 4


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (documents.pdf(), "application/pdf"),
        (b"junk", "image/png"),
        (pictures.picture("PNG"), "image/jpeg"),
        (pictures.picture("PNG")[:200], "image/png"),
        (pictures.png_of_size(30_000, 30_000), "image/png"),
    ],
)
def test_what_is_no_readable_picture_has_no_preview(content, media_type):
    file = io.BytesIO(content)

    assert make_preview(file, media_type) is None
    assert file.tell() == 0
