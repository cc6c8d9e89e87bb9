"""The colours of the theme can be read in every mode (WCAG 2.2 1.4.3 and 1.4.11, read from the style sheet)."""

import pytest

from tests.themes.stylesheet import MODES, colours, contrast

#: Text on what it is written on.
TEXTS = [
    *(
        (text, ground)
        for text in ("text", "muted", "link", "link-hover", "visited")
        for ground in ("bg", "sheet", "tint")
    ),
    *(("brand", ground) for ground in ("bg", "sheet", "tint")),
    ("brand-hover", "tint"),
    ("on-brand", "brand"),
    ("on-brand", "brand-hover"),
    ("error", "sheet"),
    ("error", "tint"),
    ("error", "error-tint"),
    *(("text", f"{kind}-tint") for kind in ("error", "success", "warning")),
    ("success", "success-tint"),
    ("warning", "warning-tint"),
    ("link", "success-tint"),
]

#: Borders and marks that carry meaning, next to what they stand on.
MARKS = [
    *(("field-border", ground) for ground in ("sheet", "tint")),
    *(("brand", ground) for ground in ("sheet", "tint", "border")),
    ("error", "sheet"),
    ("success", "sheet"),
    ("warning", "sheet"),
    *(("focus-ink", ground) for ground in ("bg", "sheet", "tint", "focus", "error-tint")),
]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("text", "ground"), TEXTS)
def test_text_stands_out(mode, text, ground):
    found = colours(mode)

    assert contrast(found[f"--g-{text}"], found[f"--g-{ground}"]) >= 4.5


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("mark", "ground"), MARKS)
def test_marks_stand_out(mode, mark, ground):
    found = colours(mode)

    assert contrast(found[f"--g-{mark}"], found[f"--g-{ground}"]) >= 3


def test_both_ways_to_the_dark_mode_give_the_same_colours():
    assert colours("dark") == colours("dark by choice")


def test_the_dark_mode_changes_every_colour_but_the_accent():
    light, dark = colours("light"), colours("dark")

    assert {name for name in light if light[name] == dark[name]} == {"--g-accent"}


def test_contrast_is_that_of_the_standard():
    assert contrast("#000", "#ffffff") == 21
    assert round(contrast("#767676", "#fff"), 2) == 4.54
