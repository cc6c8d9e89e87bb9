"""Comments before the picture of a GIF, which a decoder joins in the square of their length, are bounded."""

import io

import pytest
from PIL import Image

from runtime.files.inspection.gif import MAX_BLOCKS, MAX_COMMENT_BYTES, check_blocks

HEADER = b"GIF89a\x01\x00\x01\x00\x00\x00\x00"
COMMENT = b"\x21\xfe\xff" + b"a" * 255 + b"\x00"


def picture(**options):
    out = io.BytesIO()
    Image.new("P", (4, 4)).save(out, "GIF", **options)
    return out.getvalue()


@pytest.mark.parametrize("options", [{}, {"comment": b"a" * 5_000}, {"save_all": True, "loop": 0}])
def test_a_picture_of_a_tool_passes(options):
    assert check_blocks(io.BytesIO(picture(**options))) is None


@pytest.mark.parametrize(
    ("content", "code", "reason"),
    [
        (HEADER + COMMENT * (MAX_COMMENT_BYTES // 255 + 1), "file_bomb", "comments"),
        (HEADER + b"\x21\xfe" + (b"\xff" + b"a" * 255) * 300 + b"\x00", "file_bomb", "comments"),
        (HEADER + b"\x21\xfe\x00" * (MAX_BLOCKS + 1), "file_bomb", "blocks"),
        (HEADER + b"\x00" * (MAX_BLOCKS + 1), "file_bomb", "blocks"),
        (HEADER + b"\x3b", "file_damaged", "no_picture"),
        (HEADER, "file_damaged", "no_picture"),
        (b"GIF89a", "file_damaged", "header"),
    ],
)
def test_more_than_any_tool_writes_is_refused(content, code, reason):
    problem = check_blocks(io.BytesIO(content))

    assert (problem.code, problem.params["reason"]) == (code, reason)
