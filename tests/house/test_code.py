"""The code keeps the house rules that no tool of ours knows."""

import ast
import re

import pytest

from tests.house.tree import PACKAGES, ROOT, modules, parsed, relative, walk

MOST_LINES = 500
SKIPS = {"skip", "skipif", "xfail", "importorskip"}
CHECKS = re.compile(r"(assert|check|expect)")

# Written so that these lines do not match themselves.
REGISTRIES = re.compile(r"pypi[.]org|python[h]osted|npmjs[.](?:org|com)|deb[.]debian")
MACHINE_PATHS = re.compile(r"(?<![\w./])/(?:work|root|home/[a-z]+)/[\w.]")
UNFINISHED = re.compile(r"\b(?:T[O]DO|F[I]XME|X[X]X)\b(?! \(issue \d+\))")

TEXTS = {".cfg", ".css", ".html", ".js", ".json", ".md", ".po", ".py", ".sh", ".svg", ".toml", ".txt", ".yml", ""}


def written_files():
    """Every text file of the repository, the CI's own included."""
    return [path for path in walk(".") if path.suffix in TEXTS]


def files_with(pattern):
    return [relative(path) for path in written_files() if pattern.search(path.read_text(encoding="utf-8"))]


def each_test():
    for path in modules("tests"):
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and path.name.startswith("test_"):
                yield path, node


def name_of(call):
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def checks_something(function):
    """Tell whether a test can fail otherwise than by an accident on its way."""
    return any(
        isinstance(node, ast.Assert)
        or (isinstance(node, ast.Call) and (name_of(node) in ("raises", "warns") or CHECKS.search(name_of(node))))
        for node in ast.walk(function)
    )


def test_every_test_checks_something():
    assert [f"{relative(path)}: {node.name}" for path, node in each_test() if not checks_something(node)] == []


def test_no_test_is_skipped():
    skipped = [
        f"{relative(path)}:{node.lineno}"
        for path in modules("tests")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute) and node.attr in SKIPS and ast.unparse(node.value).startswith("pytest")
    ]

    assert skipped == []


def test_no_test_module_is_too_long():
    lines = {relative(path): len(path.read_text(encoding="utf-8").splitlines()) for path in modules("tests")}

    assert {name: count for name, count in lines.items() if count > MOST_LINES} == {}


def test_package_files_are_empty():
    assert [relative(path) for path in walk(".") if path.name == "__init__.py" and path.stat().st_size] == []


@pytest.mark.parametrize("folder", [*PACKAGES, "tests"])
def test_folders_with_modules_are_packages(folder):
    assert [relative(path) for path in modules(folder) if not (path.parent / "__init__.py").exists()] == []


def test_modules_open_with_a_docstring():
    silent = [path for path in modules(*PACKAGES) if path.name != "__init__.py" and not ast.get_docstring(parsed(path))]

    assert [relative(path) for path in silent] == []


def test_imports_are_absolute():
    relatives = [
        f"{relative(path)}:{node.lineno}"
        for path in modules(*PACKAGES, "tests")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ImportFrom) and node.level
    ]

    assert relatives == []


def test_no_file_names_a_package_registry():
    assert files_with(REGISTRIES) == []


def test_no_file_names_a_path_of_somebodys_machine():
    assert files_with(MACHINE_PATHS) == []


def test_todo_notes_name_their_issue():
    assert files_with(UNFINISHED) == []


def test_the_top_of_the_tree_holds_only_what_is_announced():
    announced = {*PACKAGES, "tests", "manage.py", "README.md", "CHANGELOG.md", "pyproject.toml", "requirements.txt"}
    announced |= {"requirements-dev.txt", "requirements-s3.txt", "var"}

    assert {path.name for path in ROOT.iterdir() if not path.name.startswith(".")} - announced <= {"__pycache__"}
