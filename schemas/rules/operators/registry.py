"""The operators that only compute with the values of their operands, all families in one table.

A new one is a function, a line in the table of its family and a file of vectors. The words that compile their
operands in a way of their own are in `forms`.
"""

from collections.abc import Mapping
from typing import Final

from schemas.rules.operators import comparison, dates, logic, numbers
from schemas.rules.operators.signature import Operator

OPERATORS: Final[Mapping[str, Operator]] = {
    **logic.OPERATORS,
    **comparison.OPERATORS,
    **numbers.OPERATORS,
    **dates.OPERATORS,
}
