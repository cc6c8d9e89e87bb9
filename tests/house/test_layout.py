"""Files stand where their names say: size of folders and modules, one name for one thing, tests that mirror."""

import ast
from collections import defaultdict
from pathlib import PurePosixPath

import pytest

from tests.house.tree import PACKAGES, ROOT, modules, parsed, relative

MOST_MODULES = 20
MOST_LINES = 400
#: A module a type of question and a module an endpoint: longer lists are still easy to read.
WIDE_FOLDERS = {"schemas/questions/types", "runtime/api"}

#: Nouns that end as gerunds do. The list may only shrink: a module is named after a thing, not after a gesture.
NOUNS_IN_ING = {
    "cms/bench/filing", "runtime/api/filing", "runtime/api/listing", "runtime/desk/views/listing",
    "runtime/forms/rendering", "runtime/vault/streaming", "schemas/authoring/lint/finding",
    "schemas/authoring/lint/sampling", "schemas/format/reading", "schemas/publishing",
    "schemas/questions/text_cleaning", "schemas/rules/missing", "schemas/rules/naming", "builder/publishing",
}  # fmt: skip
SHAPELESS = {"names", "words", "misc", "util", "utils", "helper", "helpers", "common", "tools", "base_utils"}

#: Django asks each command for a class of this name.
CLASSES_OF_DJANGO = {"Command"}

#: Tests of the whole rather than of one module.
WHOLES = {"browser", "drills", "faults", "foreign", "house", "journeys", "node", "serving"}


def named(path):
    return relative(path).removesuffix(".py")


def own_modules():
    return [path for path in modules(*PACKAGES) if path.name != "__init__.py"]


def defined_twice(kind):
    """The public names that several modules define, with these modules."""
    found = defaultdict(list)
    for path in own_modules():
        for node in parsed(path).body:
            if isinstance(node, kind) and not node.name.startswith("_"):
                found[node.name].append(named(path))
    return {name: places for name, places in found.items() if len(places) > 1}


def test_no_folder_holds_more_modules_than_one_reads_at_a_glance():
    held = defaultdict(int)
    for path in own_modules():
        held[named(path).rpartition("/")[0]] += 1

    assert {name: count for name, count in held.items() if count > MOST_MODULES}.keys() <= WIDE_FOLDERS


@pytest.mark.parametrize("package", PACKAGES)
def test_no_module_is_too_long(package):
    lines = {named(path): len(path.read_text(encoding="utf-8").splitlines()) for path in modules(package)}

    assert {name: count for name, count in lines.items() if count > MOST_LINES} == {}


def test_no_class_is_defined_in_two_modules():
    assert defined_twice(ast.ClassDef).keys() == CLASSES_OF_DJANGO


def test_no_function_is_defined_in_two_modules():
    assert defined_twice(ast.FunctionDef | ast.AsyncFunctionDef) == {}


def test_modules_are_named_after_things():
    gestures = {named(path) for path in own_modules() if path.stem.endswith("ing")}
    shapeless = {named(path) for path in modules(*PACKAGES, "tests") if path.stem in SHAPELESS}

    assert gestures == NOUNS_IN_ING
    assert shapeless == set()


def test_tests_stand_where_the_modules_that_they_test_do():
    lost = []
    for path in modules("tests"):
        folder = PurePosixPath(relative(path)).parent.relative_to("tests")
        is_test = path.name.startswith("test_") and folder.parts[0] not in WHOLES
        if is_test and not (ROOT / folder).is_dir() and not (ROOT / folder).with_suffix(".py").exists():
            lost.append(relative(path))

    assert lost == []


def test_no_import_hides_a_circle():
    hidden = [named(path) for path in modules(*PACKAGES) if "TYPE_CHECKING" in path.read_text(encoding="utf-8")]

    assert hidden == []


def test_no_import_takes_the_name_of_what_another_module_defines():
    """Two functions called `token`, one for addresses and one for fields, made a bug that people met."""
    definers = defaultdict(set)
    for path in own_modules():
        for node in parsed(path).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                definers[node.name].add(named(path).replace("/", "."))
    taken = [
        f"{named(path)}:{node.lineno} {each.asname}"
        for path in own_modules()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ImportFrom)
        for each in node.names
        if each.asname and definers.get(each.asname, set()) - {node.module}
    ]

    assert taken == []
