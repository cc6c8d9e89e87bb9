"""What the consistency tests read of the source tree."""

import ast
import functools
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES = ("builder", "cms", "runtime", "schemas", "themes")
LEFT_OUT = {".git", ".hypothesis", ".venv", ".venv-ci", "__pycache__", "node_modules", "var"}

#: How high a package stands: it may name what is strictly lower, and itself.
HEIGHT = {"themes": 0, "schemas": 0, "builder": 1, "runtime": 1, "cms": 2}


def may_name(package, other):
    return package == other or HEIGHT[package] > HEIGHT[other]


def walk(folder):
    """Every file of ours below a folder of the tree; none of what tools and runs leave behind."""
    for parent, folders, names in os.walk(ROOT / folder):
        folders[:] = sorted(name for name in folders if name not in LEFT_OUT and not name.endswith("_cache"))
        yield from (Path(parent, name) for name in sorted(names) if name not in LEFT_OUT)


def relative(path):
    return path.relative_to(ROOT).as_posix()


def modules(*folders):
    """The Python files of these folders, migrations left out: they are written by a tool."""
    return [
        path for folder in folders for path in walk(folder) if path.suffix == ".py" and "migrations" not in path.parts
    ]


@functools.cache
def parsed(path):
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def strings(path):
    """Every string constant of a module, the fixed parts of its f-strings included."""
    return [
        node.value for node in ast.walk(parsed(path)) if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]


def templates():
    """Path by name (`runtime/filing/step.html`) of each template of ours."""
    found = {}
    for package in PACKAGES:
        for path in walk(package):
            if "templates" in path.parts and path.suffix in (".html", ".txt"):
                folder = path.parts.index("templates", len(ROOT.parts))
                found["/".join(path.parts[folder + 1 :])] = path
    return found
