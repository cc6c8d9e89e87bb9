"""The style sheet as tests read it: its tokens in each mode, its rules without comments."""

import re

from tests.house.tree import ROOT

STATIC = ROOT / "themes" / "static" / "themes"
CSS = STATIC / "guichet.css"

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
TOKEN = re.compile(r"(--g-[\w-]+):\s*(#[0-9a-f]{3,6})\b")

#: The selector that opens each set of colours.
MODES = {
    "light": ":root {",
    "dark": ':root:not([data-theme="light"]) {',
    "dark by choice": ':root[data-theme="dark"] {',
}


def rules():
    """Return the whole style sheet without its comments."""
    return COMMENT.sub("", CSS.read_text(encoding="utf-8"))


def colours(mode):
    """Return the colour tokens of a mode, by name; those that dark modes leave alone are the light ones."""
    light = _block(MODES["light"])
    return light | _block(MODES[mode])


def _block(selector):
    body = rules().split(selector, 1)[1].split("}", 1)[0]
    return dict(TOKEN.findall(body))


def contrast(one, other):
    """Return the contrast ratio of two colours (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    red, green, blue = (_linear(int(digits[place : place + 2], 16) / 255) for place in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value):
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
