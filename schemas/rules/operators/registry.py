"""The table of the operators that only compute with the values of their operands, all families together.

A new one is a function, a line in the table of its family and a file of vectors. Operators that compile
their own operands are in `special_forms`.
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
