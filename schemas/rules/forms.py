"""The words that compile their operands in a way of their own, all in one table."""

from collections.abc import Mapping
from typing import Final

from schemas.rules import branches, groups, parameters, scales, tables
from schemas.rules.compiling import Form

FORMS: Final[Mapping[str, Form]] = {
    **branches.FORMS,
    **groups.FORMS,
    **tables.FORMS,
    **scales.FORMS,
    **parameters.FORMS,
}
