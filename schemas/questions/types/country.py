"""Countries and territories, from the list that ships and that an operator may replace; kept as code and name.

The code is that of the Official Geographic Code of INSEE (99100 for France, 99 and three digits for the others), not
the one of ISO 3166: it is in records of civil status, identity providers and interfaces of the State give it and ask
for it (`birthcountry`, `codeCogInseePaysNaissance`), and it has the same form as the code of a commune. The ISO code is
a name under which a country is found, as are its English and its official names.
"""

from collections.abc import Mapping
from typing import Final

from schemas.questions.base import Question, Raw
from schemas.questions.types.listed import Listed

LIST_NAME: Final = "countries"
COUNTRY_CODE: Final = "99[0-9]{3}"


class Country(Listed):
    """One country, typed by its name in French or in English; shown by its French name, which has no namesakes."""

    key = "country"
    example = "Portugal"
    code_pattern = COUNTRY_CODE
    bad_code = "unknown_country"
    unknown = "unknown_country"

    def list_name(self, question: Question) -> str:
        return LIST_NAME

    def raw(self, question: Question, answer: object) -> Raw:
        return str(answer["name"]) if isinstance(answer, Mapping) else ""
