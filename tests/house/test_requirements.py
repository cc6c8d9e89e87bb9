"""What is installed is what pyproject.toml asks for: pinned, with hashes, and without the address of an index."""

import re
import tomllib

import pytest

from tests.house.tree import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PIN = re.compile(r"^([\w.-]+)==(\S+)(?: ;.*)? \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.MULTILINE)
LINE_OF_A_PIN = re.compile(r"[\w.-]+(\[[\w,-]+\])?==\S+.*|    --hash=sha256:[0-9a-f]{64}( \\)?|    #.*|#.*|")


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(file):
    """Versions by package name, of those that have at least one hash."""
    text = (ROOT / file).read_text(encoding="utf-8")
    return {normal(name): version for name, version, _ in PIN.findall(re.sub(r"(?m)^([\w.-]+)\[[^\]]*\]", r"\1", text))}


def asked(requirements):
    return {normal(re.match(r"[\w.-]+", requirement)[0]) for requirement in requirements}


@pytest.mark.parametrize(
    ("file", "requirements"),
    [
        ("requirements.txt", PROJECT["dependencies"]),
        ("requirements-s3.txt", PROJECT["dependencies"] + PROJECT["optional-dependencies"]["s3"]),
        ("requirements-dev.txt", PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"]),
    ],
)
def test_every_dependency_is_pinned_with_its_hashes(file, requirements):
    assert asked(requirements) - set(pins(file)) == set()


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-s3.txt", "requirements-dev.txt"])
def test_requirements_hold_pins_and_nothing_else(file):
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()

    assert [line for line in lines if not LINE_OF_A_PIN.fullmatch(line)] == []
    assert "://" not in "\n".join(lines)


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-s3.txt"])
def test_developers_run_the_versions_that_are_deployed(file):
    deployed, developed = pins(file), pins("requirements-dev.txt")

    assert {name: version for name, version in deployed.items() if developed.get(name) != version} == {}


def test_the_licence_is_declared():
    assert PROJECT["license"] == "EUPL-1.2"
    assert "EUPL-1.2" in (ROOT / "README.md").read_text(encoding="utf-8")
