"""French is complete: every sentence of ours is translated, with the same placeholders, and compiled."""

import ast
import re

import polib
import pytest
from django.template.base import Lexer, TokenType
from django.utils.translation.template import templatize

from tests.house.tree import PACKAGES, ROOT, modules, parsed, relative, templates

CALLS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}
CONTEXT_CALLS = {"pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%[sd]|\{(\w*)\}")


def catalogue(package):
    return ROOT / package / "locale" / "fr" / "LC_MESSAGES" / "django.po"


def entries(package):
    path = catalogue(package)
    return list(polib.pofile(str(path))) if path.exists() else []


def placeholders(text):
    return sorted(match[0] for match in PLACEHOLDER.finditer(text))


def sentences_in(tree):
    """The msgids of a module: first argument of each call that translates, or the second after a context."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        place = 0 if name in CALLS else 1 if name in CONTEXT_CALLS else None
        if place is not None and len(node.args) > place:
            yield node.args[place], node.lineno


def sentences_of_code(package):
    """Each literal sentence of a package, with where it stands."""
    for path in modules(package):
        for argument, line in sentences_in(parsed(path)):
            if isinstance(argument, ast.Constant):
                yield argument.value, f"{relative(path)}:{line}"


def sentences_of_template(text):
    """The msgids of a template: Django itself turns its tags into calls, one at a time here."""
    block = None
    for token in Lexer(text).tokenize():
        is_tag = token.token_type == TokenType.BLOCK
        if is_tag and token.contents.split()[0] in ("blocktranslate", "blocktrans"):
            block = []
        if block is not None:
            block.append(original(token))
        elif is_tag or token.token_type == TokenType.VAR:
            yield from called(templatize(original(token)))
        if is_tag and token.contents.split()[0] in ("endblocktranslate", "endblocktrans"):
            yield from called(templatize("".join(block)))
            block = None


def original(token):
    if token.token_type == TokenType.BLOCK:
        return f"{{% {token.contents} %}}"
    if token.token_type == TokenType.VAR:
        return f"{{{{ {token.contents} }}}}"
    return "" if token.token_type == TokenType.COMMENT else token.contents


def called(code):
    """The msgids of what templatize made, which is Python but for what stands around the calls."""
    for call in re.findall(
        r"(?<!\w)n?p?gettext\((?:[^()'\"]|'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|\(.*?\))*\)|(?<!\w)_\((?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")\)",
        code,
        re.DOTALL,
    ):
        for argument, _ in sentences_in(ast.parse(re.sub(r"\bu(?=['\"])", "", call).replace("\n", "\\n"))):
            if isinstance(argument, ast.Constant):
                yield argument.value


def sentences_of_templates(package):
    for name, path in templates().items():
        if relative(path).startswith(f"{package}/"):
            yield from ((sentence, name) for sentence in sentences_of_template(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("package", PACKAGES)
def test_every_sentence_is_in_the_catalogue(package):
    known = {entry.msgid for entry in entries(package) if not entry.obsolete}

    said = [*sentences_of_code(package), *sentences_of_templates(package)]

    assert [(sentence, place) for sentence, place in said if sentence not in known] == []


@pytest.mark.parametrize("package", PACKAGES)
def test_every_sentence_has_its_french(package):
    unfinished = [
        entry.msgid
        for entry in entries(package)
        if entry.fuzzy
        or entry.obsolete
        or not all([entry.msgstr, *entry.msgstr_plural.values()][bool(entry.msgid_plural) :])
    ]

    assert unfinished == []


@pytest.mark.parametrize("package", PACKAGES)
def test_placeholders_survive_translation(package):
    wrong = [
        entry.msgid
        for entry in entries(package)
        for text in (entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr])
        if placeholders(text) not in (placeholders(entry.msgid), placeholders(entry.msgid_plural))
    ]

    assert wrong == []


@pytest.mark.parametrize("package", PACKAGES)
def test_the_compiled_catalogue_is_the_written_one(package):
    written = {(each.msgctxt, each.msgid): (each.msgstr, each.msgstr_plural) for each in entries(package)}
    compiled_file = catalogue(package).with_suffix(".mo")
    compiled = polib.mofile(str(compiled_file)) if compiled_file.exists() else []

    assert {(each.msgctxt, each.msgid): (each.msgstr, each.msgstr_plural) for each in compiled} == written


@pytest.mark.parametrize("package", PACKAGES)
def test_functions_that_translate_keep_a_name_that_makemessages_knows(package):
    renamed = [
        f"{relative(path)}: {alias.name} as {alias.asname}"
        for path in modules(package)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.name in CALLS | CONTEXT_CALLS and alias.asname not in (None, "_")
    ]

    assert renamed == []


@pytest.mark.parametrize("package", PACKAGES)
def test_no_sentence_is_put_together_before_it_is_translated(package):
    computed = [
        f"{relative(path)}:{line}"
        for path in modules(package)
        for argument, line in sentences_in(parsed(path))
        if isinstance(argument, ast.JoinedStr | ast.BinOp)
    ]

    assert computed == []


@pytest.mark.parametrize(
    ("template", "sentences"),
    [
        ('{% translate "Send" %} {% translate "It\'s" as x %}', ["Send", "It's"]),
        ("{% blocktranslate with n=1 %}Step {{ n }} of (x){% endblocktranslate %}", ["Step %(n)s of (x)"]),
        ("{% blocktranslate trimmed %}\n One\n two\n{% endblocktranslate %}", ["One two"]),
        ("{% blocktranslate count n=n %}{{ n }} file{% plural %}{{ n }} files{% endblocktranslate %}", ["%(n)s file"]),
        ("{% include 'a.html' with label=_('Back') %}", ["Back"]),
        ("{% comment %}{{ x }}{% endcomment %} plain", []),
    ],
)
def test_sentences_of_a_template_are_found(template, sentences):
    assert list(sentences_of_template(template)) == sentences
