"""A file made to exhaust the machine is refused for little."""

import json
import subprocess
import sys
from pathlib import Path
from zlib import crc32

import pytest
from PIL import Image

from tests.runtime.files.inspection import pictures
from tests.runtime.files.inspection.corpus import corpus
from tests.runtime.files.inspection.zips import zeros, zip_of

ROOT = Path(__file__).resolve().parents[4]
MEGABYTE = 1024 * 1024

# Measured in a process of its own: memory that the tests used before would hide what the inspection takes.
PROBE = """
import io, json, re, resource, sys
from runtime.files.inspection.kinds import KINDS
from runtime.files.inspection.verdict import inspect_file

name, content = sys.argv[1], io.BytesIO(open(sys.argv[2], "rb").read())
def peak():
    return int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) * 1024
before, started = peak(), resource.getrusage(resource.RUSAGE_SELF).ru_utime
result = inspect_file(content, name, kinds=frozenset(KINDS), max_bytes=20_000_000)
seconds = resource.getrusage(resource.RUSAGE_SELF).ru_utime - started
print(json.dumps({"params": dict(getattr(result, "params", {})), "peak": peak(), "grown": peak() - before,
                  "seconds": seconds}))
"""


def inspected_apart(tmp_path: Path, name: str, content: bytes) -> dict:
    path = tmp_path / "content"
    path.write_bytes(content)
    done = subprocess.run([sys.executable, "-c", PROBE, name, str(path)], cwd=ROOT, capture_output=True, check=True)
    return json.loads(done.stdout)


def content_of(name: str) -> bytes:
    return next(each.content for each in corpus() if each.name == name)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("600-mo.zip", "member_size"),
        ("taille-fausse.zip", "lying_size"),
        ("bombe.docx", "lying_size"),
        ("nombre-faux.zip", "members"),
        ("chevauchant.zip", "overlap"),
        ("géant.png", "pixels"),
        ("passages.jpg", "scans"),
    ],
)
def test_a_bomb_is_refused_in_little_memory_and_time(tmp_path, name, reason):
    result = inspected_apart(tmp_path, name, content_of(name))

    assert result["params"]["reason"] == reason
    assert result["peak"] < 100 * MEGABYTE
    assert result["grown"] < 10 * MEGABYTE
    assert result["seconds"] < 1


def test_a_large_photo_is_read_to_its_end_in_little_memory(tmp_path):
    content = pictures.picture("JPEG", Image.new("L", (8_000, 8_000)))

    result = inspected_apart(tmp_path, "a.jpg", content)

    assert result["params"] == {}
    assert result["grown"] < 30 * MEGABYTE


def test_a_member_that_lies_about_its_size_with_the_right_checksum_is_refused(tmp_path):
    content = zip_of([zeros("a", 600, size=4096, crc=crc32(bytes(4096)))])

    result = inspected_apart(tmp_path, "a.zip", content)

    assert result["params"]["reason"] == "lying_size"
    assert result["grown"] < 10 * MEGABYTE
