"""The table of special forms: operators that compile their own operands."""

from collections.abc import Mapping
from typing import Final

from schemas.rules.compiler_parts import Form
from schemas.rules.operators import branch, param, quantifiers, scales, tables

FORMS: Final[Mapping[str, Form]] = {
    **branch.FORMS,
    **quantifiers.FORMS,
    **tables.FORMS,
    **scales.FORMS,
    **param.FORMS,
}
