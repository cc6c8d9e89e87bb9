"""What a PDF could do besides being read is seen, however it is written, for little time and memory."""

import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from runtime.files.inspection.active_pdf import MAX_INFLATED_BYTES, is_active_pdf
from tests.runtime.files.inspection import documents

ROOT = Path(__file__).resolve().parents[4]
MEGABYTE = 1024 * 1024
SIZE = MEGABYTE


def packed(objects, first=4, level=9):
    """Return an object stream."""
    head = b"9 0 obj<</Type/ObjStm/N 1/First %d/Filter/FlateDecode>>stream\r\n" % first
    return head + zlib.compress(objects, level) + b"\nendstream endobj\n"


@pytest.mark.parametrize(
    "content",
    [
        b"<</S/JavaScript/JS(app.alert(1))>>",
        b"<</S /JavaScript\n/JS 5 0 R>>",
        b"<</S /J#61vaScript>>",
        b"<</S/#4A#61#76#61#53#63#72#69#70#74>>",
        b"<</S/Rendition/#4aS <61>>>",
        b"<</S/Rendition/JS\x00%c\n(a)>>",
        b"<</S/Launch/F(cmd.exe)>>",
        b"<</S/L#61unch>>",
        b"<</Names<</EmbeddedFiles 4 0 R>>>>",
        b"<</Type/EmbeddedFile>>",
        b"<</OpenAction<</S/URI/URI(http://tracker.example)>>>>",
        b"<</OpenAction<</S/SubmitForm/F(http://tracker.example)>>>>",
        b"<</OpenAction<</X<</S/GoTo>>/S/URI>>>>",
        b"<</OpenAction 95 0 R>> 95 0 obj <</S/URI/URI(x)>>",
        b"<</OpenAction 95 0 R>> 95 0 obj <</S/GoTo>> 95 0 obj <</S/URI>>",
        b"<</OpenAction 95 0 R>>",
        packed(b"1 0 <</S/JavaScript/JS(a)>>"),
        packed(b"1 0 <</S/J#61vaScript>>"),
        packed(b"1 0 <<>>") + packed(b"1 0 <</Type/EmbeddedFile>>"),
        b"<</OpenAction 91 0 R>>" + packed(b"91 0 <</S/URI/URI(x)>>"),
        packed(b"7 0 <</OpenAction 91 0 R>>") + b"91 0 obj<</S/ImportData>>",
        b"<</Type/#4fbjStm/Filter/FlateDecode>>stream\n" + zlib.compress(b"1 0 <</JS(a)>>"),
        b"<</Type/ObjStm/First 4>>stream\n1 0 <</JS(a)>>endstream",
    ],
)  # fmt: skip
def test_a_pdf_that_does_something_is_active(content):
    assert is_active_pdf(documents.pdf(trailer=content))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<</A<</S/URI/URI(https://ville.example)>>>>",
        b"<</JSON(x)/Launcher 1/JavaScripts 2/X/JS>>",
        b"<</OpenAction[3 0 R/Fit]>>",
        b"<</OpenAction [3 0 R/XYZ null null 0]>>",
        b"<</OpenAction<</Type/Action/S/GoTo/D[3 0 R/Fit]>>>>",
        b"<</OpenAction 95 0 R>> 95 0 obj\n<</S /GoTo /D (page.1)>>",
        b"<</OpenAction 95 0 R>> 195 0 obj<</S/URI>> 95 0 obj[3 0 R/Fit]",
        packed(b"1 0 <</Type/Catalog>>"),
        packed(b"7 0 <</OpenAction 91 0 R>>") + packed(b"93 0 91 9 <</A 1>> <</S/Named/N/LastPage>>", first=10),
        b"<</Type/ObjStm/First 4>>stream\n1 0 <</A(a)>>endstream",
    ],
)
def test_a_pdf_that_is_only_read_is_not(content):
    assert not is_active_pdf(documents.pdf(trailer=content))


@pytest.mark.parametrize(
    "stream",
    [
        b"garbage",
        zlib.compress(b"1 0 <<>>")[:-5],
        zlib.compress(b"\x02 1 0 predicted"),  # a predictor would hide names: the numbers no longer come first
        zlib.compress(b""),
        b"\x78\x9c" + b"\0\0\0\xff\xff" * 50,
    ],
)
def test_an_object_stream_that_cannot_be_looked_into_counts_as_active(stream):
    assert is_active_pdf(b"%PDF-1.7 <</Type/ObjStm>>stream\n" + stream)


def test_a_stream_that_inflates_without_end_counts_as_active():
    bomb = packed(b"1 0 " + bytes(MAX_INFLATED_BYTES + 1))

    assert len(bomb) < MEGABYTE
    assert is_active_pdf(bomb)


def test_many_streams_cost_no_more_than_one():
    each = packed(b"1 0 " + bytes(MAX_INFLATED_BYTES // 10))

    assert not is_active_pdf(each * 9)
    assert is_active_pdf(each * 11)


# Each would take minutes if what it repeats were read again each time.
HOSTILE = {
    "slashes": b"/" * SIZE,
    "names": b"/JavaScrip" * (SIZE // 10),
    "scripts without text": b"/JS " * (SIZE // 4),
    "comments": (b"/JS" + b"%" * 100) * (SIZE // 103),
    "streams that never come": b"/ObjStm endstream " * (SIZE // 18),
    "small streams": (b"/ObjStm stream\n" + zlib.compress(b"1 0 ")) * (SIZE // 27),
    "one stream in another": (b"/ObjStm stream\n\x78\x9c" + b"\0\0\0\xff\xff" * 20) * (SIZE // 117),
    "objects": b"/OpenAction 1 0 R" * 15 + b"1 0 obj[" * (SIZE // 8),
    "spaces": b"/OpenAction 1 0 R" * 15 + b"1" + b" " * SIZE,
    "figures": b"/OpenAction 1 0 R" * 15 + b"1" * SIZE,
    "opened often": b"/OpenAction 1 0 R" * (SIZE // 17) + b" 1 0 obj[",
    "one stream far away": b"/ObjStm " * (SIZE // 8) + b"stream\n1 0 ",
    "bomb": packed(b"1 0 " + bytes(100 * MEGABYTE), level=1),
}

# In a process of its own, whose peak nothing else has raised, and which dies rather than work for minutes.
PROBE = r"""
import pathlib, re, resource, sys
from runtime.files.inspection.active_pdf import is_active_pdf

resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
def peak():
    return int(re.search(r"VmHWM:\s+(\d+)", pathlib.Path("/proc/self/status").read_text())[1]) * 1024
before = peak()
for path in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    print(path.name, file=sys.stderr, flush=True)
    is_active_pdf(path.read_bytes())
print(peak() - before)
"""


def test_hostile_pdf_files_cost_little(tmp_path):
    for name, content in HOSTILE.items():
        (tmp_path / name).write_bytes(content)

    done = subprocess.run([sys.executable, "-c", PROBE, str(tmp_path)], cwd=ROOT, capture_output=True, check=False)

    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 3 * MAX_INFLATED_BYTES
