"""The client of clamd: a verdict, or none; what is cut, late, over a limit or down is never "clean"."""

import socket
from types import SimpleNamespace

import pytest

from runtime.files import antivirus
from runtime.files.antivirus import NoVerdict, is_answering, scan_stream
from runtime.vault.encryption import Tampered
from tests.eicar import eicar
from tests.runtime.files.clamd import running_clamd


@pytest.fixture
def daemon(settings):
    with running_clamd() as daemon:
        settings.GUICHET_CLAMD = daemon.server_address
        yield daemon


@pytest.fixture
def no_daemon(settings):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        settings.GUICHET_CLAMD = taken.getsockname()
    return settings


def test_a_file_is_sent_whole_and_found_clean(daemon):
    assert scan_stream([b"first", b"second"]) == ""
    assert daemon.files == [b"firstsecond"]


def test_a_virus_is_named(daemon):
    assert scan_stream([eicar()[:10], eicar()[10:]]) == "Eicar-Test-Signature"


def test_an_empty_chunk_does_not_end_a_file(daemon):
    """The storage gives one at the end of a file whose size is a whole number of chunks."""
    assert scan_stream([b"", eicar()[:10], b"", eicar()[10:], b""]) == "Eicar-Test-Signature"


@pytest.mark.parametrize(
    "answer",
    [
        b"", b"stream: OK", b"stream: O", b"stream: \0", b"OK\0", b"stream: OK\0stream: X FOUND\0", b"stream:  FOUND",
        b"stream: Eicar FOUND",
        b"stream: Eicar FOUND\0stream: OK\0", b"INSTREAM size limit exceeded. ERROR\0",
        b"stream: Can't allocate memory ERROR\0",
        b"UNKNOWN COMMAND\0", b"\0", b"x" * 10_000,
    ],
)  # fmt: skip
def test_an_answer_that_is_cut_or_says_something_else_is_no_verdict(daemon, answer):
    daemon.answer = answer

    with pytest.raises(NoVerdict):
        scan_stream([b"x"])


def test_what_the_daemon_says_against_a_file_is_told(daemon):
    daemon.answer = b"INSTREAM size limit exceeded. ERROR\0"

    with pytest.raises(NoVerdict, match=r"^INSTREAM size limit exceeded\. ERROR$"):
        scan_stream([b"x"])


def test_a_daemon_that_is_down_gives_no_verdict(no_daemon):
    with pytest.raises(NoVerdict, match="ConnectionRefusedError"):
        scan_stream([b"x"])


def test_a_daemon_that_hangs_is_given_up(daemon, monkeypatch):
    daemon.is_silent = True
    monkeypatch.setattr(antivirus, "SCAN_SECONDS", 0.05)

    with pytest.raises(NoVerdict, match="TimeoutError"):
        scan_stream([b"x"])


def test_a_slow_file_is_given_up_even_if_each_part_is_fast(daemon, monkeypatch):
    now = iter(range(0, 1_000, 10))
    monkeypatch.setattr(antivirus, "time", SimpleNamespace(monotonic=lambda: next(now)))

    with pytest.raises(NoVerdict, match="TimeoutError"):
        scan_stream([b"x"] * 10)

    assert daemon.files == []


def test_a_file_that_breaks_off_is_never_ended(daemon):
    def broken():
        yield b"half"
        raise Tampered("cut")

    with pytest.raises(Tampered):
        scan_stream(broken())

    assert daemon.files == []


def test_no_wait_is_without_end():
    assert antivirus.CONNECT_SECONDS + antivirus.SCAN_SECONDS < 60
    assert antivirus.PING_SECONDS <= 1


def test_a_daemon_on_a_socket_of_the_file_system_is_found(settings, tmp_path):
    settings.GUICHET_CLAMD = str(tmp_path / "clamd.ctl")

    with running_clamd(settings.GUICHET_CLAMD):
        assert scan_stream([eicar()]) == "Eicar-Test-Signature"

    with pytest.raises(NoVerdict, match="ConnectionRefusedError"):
        scan_stream([b"x"])


def test_ping(daemon, settings):
    assert is_answering()

    settings.GUICHET_CLAMD = "/nowhere/clamd.ctl"
    assert not is_answering()


def test_a_daemon_that_answers_something_else_is_not_well(daemon, monkeypatch):
    daemon.is_silent = True
    monkeypatch.setattr(antivirus, "PING_SECONDS", 0.05)

    assert not is_answering()
