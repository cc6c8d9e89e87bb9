"""The import contracts hold, and each of them is seen to fail when it is broken."""

import os
import shutil
import subprocess
import sys
import tomllib

import pytest

from tests.house.tree import PACKAGES, ROOT

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONTRACTS = {contract["id"]: contract for contract in PYPROJECT["tool"]["importlinter"]["contracts"]}

#: Contract, module, and the import that the contract forbids there.
BROKEN = [
    ("packages", "themes/apps.py", "import schemas.problems"),
    ("packages", "schemas/problems.py", "import themes.apps"),
    ("packages", "builder/models.py", "import runtime.models"),
    ("packages", "runtime/models.py", "import builder.models"),
    ("packages", "runtime/models.py", "import cms.urls"),
    ("core", "schemas/canonical.py", "import django.db"),
    ("core", "schemas/format/document.py", "import wagtail.models"),
    ("schemas", "schemas/problems.py", "import schemas.format.document"),
    ("schemas", "schemas/permissions.py", "import schemas.versions"),
    ("schemas", "schemas/stranger.py", "import json"),
    ("site", "cms/settings/base.py", "import cms.urls"),
    ("site", "cms/stranger.py", "import json"),
    ("runtime", "runtime/links/access.py", "import runtime.filing.submit"),
    ("runtime", "runtime/stranger.py", "import json"),
    ("authors", "runtime/filing/submit.py", "import schemas.publishing"),
    ("builder", "builder/checks.py", "import builder.json_report"),
    ("builder", "builder/stranger.py", "import json"),
    ("accounts", "cms/accounts/models.py", "import schemas.problems"),
]


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    return tmp_path_factory.mktemp("imports")


def copy_of_the_packages(folder):
    shutil.copy(ROOT / "pyproject.toml", folder)
    for package in PACKAGES:
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("*.json", "static", "locale"))
    return folder


def lint(folder, cache, *options):
    command = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    return subprocess.run(
        [sys.executable, "-c", command, "--cache-dir", str(cache), *options],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_contract_holds(cache):
    result = lint(ROOT, cache)

    assert result.returncode == 0, result.stdout
    assert f"{len(CONTRACTS)} kept, 0 broken" in result.stdout


@pytest.mark.parametrize(("contract", "module", "line"), BROKEN)
def test_a_forbidden_import_breaks_its_contract(tmp_path, cache, contract, module, line):
    folder = copy_of_the_packages(tmp_path)
    with (folder / module).open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")

    result = lint(folder, cache, "--contract", contract)

    assert result.returncode == 1, result.stdout + result.stderr
    assert "0 kept, 1 broken" in result.stdout


def test_every_contract_is_broken_by_some_case():
    assert {contract for contract, _, _ in BROKEN} == set(CONTRACTS)


def test_the_core_is_all_that_stands_below_the_models():
    layers = CONTRACTS["schemas"]["layers"]
    below = [name.strip(" ()") for layer in layers[layers.index("models") + 1 :] for name in layer.split("|")]

    assert sorted(CONTRACTS["core"]["source_modules"]) == sorted(f"schemas.{name}" for name in below)
