"""The units of systemd: it reads them without a word, and they say what gunicorn and the site expect."""

import configparser
import subprocess

import pytest

from cms import gunicorn as shipped
from tests.serving.site import EXAMPLES

UNITS = sorted(path.name for path in EXAMPLES.glob("guichet*"))


@pytest.fixture
def installed(tmp_path):
    """The units beside each other, with programs where they say that there are."""
    root = tmp_path / "srv"
    (root / ".venv" / "bin").mkdir(parents=True)
    for name in ("gunicorn", "python"):
        (root / ".venv" / "bin" / name).symlink_to("/bin/true")
    for name in UNITS:
        text = (EXAMPLES / name).read_text(encoding="utf-8").replace("/srv/guichet", str(root))
        (tmp_path / name).write_text(text, encoding="utf-8")
    return [tmp_path / name for name in UNITS]


def test_systemd_reads_every_line(installed):
    read = verified(*installed)

    ours = [line for line in read.stderr.splitlines() if "guichet" in line]
    assert (read.returncode, ours) == (0, [])
    assert len(installed) == 4


def test_a_line_that_systemd_does_not_know_would_be_seen(installed):
    unit = next(path for path in installed if path.name == "guichet.service")
    unit.write_text(unit.read_text(encoding="utf-8").replace("ProtectSystem=", "ProtectSystems="), encoding="utf-8")

    assert "ProtectSystems" in verified(unit).stderr


def verified(*units):
    return subprocess.run(
        ("systemd-analyze", "verify", "--man=no", *units), check=False, capture_output=True, text=True
    )


def test_systemd_waits_longer_than_requests_may_take_and_nginx_longer_than_a_worker():
    service = lines("guichet.service")

    assert int(service["TimeoutStopSec"]) > shipped.graceful_timeout
    assert f"proxy_read_timeout {shipped.timeout + 15}s;" in (EXAMPLES / "nginx.conf").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [name for name in UNITS if name.endswith(".service")])
def test_every_service_is_shut_in(name):
    service = lines(name)

    assert service["ProtectSystem"] == "strict"
    assert service["ReadWritePaths"] == "/srv/guichet/var"
    assert service["NoNewPrivileges"] == service["PrivateTmp"] == "yes"


def lines(name):
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str
    unit.read(EXAMPLES / name, encoding="utf-8")
    return unit["Service"]
