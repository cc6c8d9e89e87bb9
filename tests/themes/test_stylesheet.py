"""What a page loads stays small, follows the direction of the language and lets a theme win."""

import gzip
import re

import pytest

from tests.themes.stylesheet import STATIC, rules

MAX_CSS_BYTES = 8_000
MAX_JS_BYTES = 6_000

PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:min-|max-)?(?:width|height)|left|right|top|bottom|(?:margin|padding|border)-(?:left|right|top|bottom)"
    r"(?:-\w+)?|border-(?:top|bottom)-(?:left|right)-radius|float)\s*:|text-align:\s*(?:left|right)"
)
MEDIA = re.compile(r"@media[^{]*")
COLOUR = re.compile(r":[^;{}]*(#[0-9a-f]{3,8}\b|rgba?\(|hsla?\()")


def weight(*names):
    return sum(len(gzip.compress((STATIC / name).read_bytes(), 9)) for name in names)


def scripts():
    return [path.name for path in STATIC.glob("*.js")]


def test_the_style_sheet_is_light():
    assert weight("guichet.css") <= MAX_CSS_BYTES


def test_all_scripts_together_are_light():
    assert weight(*scripts()) <= MAX_JS_BYTES


def test_layers_end_with_that_of_themes():
    assert rules().strip().startswith("@layer reset, base, components, utilities, theme;")


def test_every_property_follows_the_direction_of_the_language():
    assert PHYSICAL.findall(MEDIA.sub("", rules())) == []


@pytest.mark.parametrize(
    "physical", ["margin-left: 1px", "width: 2em", "text-align: right", "border-top-left-radius: 0"]
)
def test_a_physical_property_would_be_seen(physical):
    assert PHYSICAL.search(f"a {{ {physical}; }}")


def test_colours_come_from_tokens_only():
    outside = [
        line.strip() for line in rules().splitlines() if COLOUR.search(line) and "--g-" not in line.split("#")[0]
    ]

    # A QR code is black on white in every mode.
    assert [line for line in outside if not line.startswith(".g-plate")] == []


def test_the_style_sheet_loads_nothing_else():
    assert "url(" not in rules()
    assert "@import" not in rules()


def test_focus_is_never_taken_away():
    assert not re.search(r"outline(?:-style)?:\s*(?:none|0\s*[;}])", rules())


@pytest.mark.parametrize(
    "mode", ["(prefers-color-scheme: dark)", "(forced-colors: active)", "(prefers-reduced-motion", "print"]
)
def test_each_way_of_seeing_is_provided_for(mode):
    assert any(mode in media for media in MEDIA.findall(rules()))


@pytest.mark.parametrize("name", scripts())
def test_scripts_run_under_the_policy_of_the_page(name):
    source = (STATIC / name).read_text(encoding="utf-8")

    assert not re.search(
        r"\beval\(|new Function|\.innerHTML\s*=|\.style\b|insertAdjacentHTML|document\.write|https?://", source
    )
