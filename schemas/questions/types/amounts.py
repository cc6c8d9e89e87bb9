"""Numbers as people type them, read exactly: never a float."""

import re
from dataclasses import dataclass
from decimal import Decimal

from schemas.questions.text_cleaning import clean_line, plain_digits

_SIGN = re.compile(r"([+-]?) ?(.*)", re.DOTALL)
_WHOLE = re.compile(r"[0-9]+|[0-9]{1,3}(?:([ '.,])[0-9]{3})(?:\1[0-9]{3})*|")
_DIGITS = re.compile(r"[0-9]*")

#: Digits before the point that any number may have: sums of such numbers still fit the numbers of rules.
MAX_WHOLE_DIGITS = 12

#: A decimal as it is kept, "-0" aside.
KEPT = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Written:
    """A number read: `whole` has no leading zeros, `decimals` are as they were typed."""

    is_negative: bool
    whole: str
    decimals: str

    def text(self, decimals: str) -> str:
        """Return it as it is kept, with these decimals; there is no minus before a zero."""
        is_zero = not (self.whole + decimals).strip("0")
        sign = "-" if self.is_negative and not is_zero else ""
        return f"{sign}{self.whole}{'.' if decimals else ''}{decimals}"


def read_number(text: str) -> Written | None:
    """Read a number with a decimal comma or point and separated thousands; None when it is not one.

    A single comma or point is decimal. Digits separated by spaces must come in threes: "12 50" may mean 12.50.

    >>> read_number("1 234,50").text("50"), read_number("1.234.567,5").whole, read_number("12 50")
    ('1234.50', '1234567', None)
    """
    found = _SIGN.fullmatch(plain_digits(clean_line(text)))
    sign, rest = found.groups() if found else ("", "")
    whole, decimals = _split(rest.strip())
    if not (_WHOLE.fullmatch(whole) and _DIGITS.fullmatch(decimals) and (whole or decimals)):
        return None
    digits = re.sub("[^0-9]", "", whole).lstrip("0")
    return Written(sign == "-", digits or "0", decimals)


def _split(text: str) -> tuple[str, str]:
    """Split at the decimal separator: the last comma or point, unless the same one comes twice (thousands)."""
    place = max(text.rfind(","), text.rfind("."))
    if place < 0 or text.count(text[place]) > 1:
        return text, ""
    return text[:place], text[place + 1 :]


def read_limit(value: object) -> Decimal | None:
    """Return the number of a `min` or `max` option, written as answers are (`"19.90"`); None when it is not one."""
    if not isinstance(value, str) or not KEPT.fullmatch(value) or len(value) > 2 * MAX_WHOLE_DIGITS:
        return None
    return Decimal(value)
