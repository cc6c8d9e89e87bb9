"""Postal addresses in France, typed in the fields of an envelope."""

from collections.abc import Mapping

from schemas.questions.schema_parts import fits
from schemas.questions.text_cleaning import compact
from schemas.questions.types.parts import InputPart, Parted

#: Five digits, overseas and Monaco included (La Poste).
POSTCODE = r"[0-9]{5}"
#: Official Geographic Code of INSEE: the two departments of Corsica have a letter.
COMMUNE_CODE = r"(?:[0-9]{2}|2[AB])[0-9]{3}"


def postcode(text: str) -> str:
    """Return a postcode without spaces nor the country before it."""
    return compact(text).upper().removeprefix("F").removeprefix("R")


def citycode(text: str) -> str:
    """Return an INSEE code, or nothing: the input is hidden, so a person could not correct it."""
    code = compact(text).upper()
    return code if fits(COMMUNE_CODE, code) else ""


class Address(Parted):
    """`citycode` is the INSEE code of the commune, which a look-up fills when there is one."""

    key = "address"
    example = "12 rue des Lilas, 69001 Lyon"
    fields = (
        InputPart("street", is_required=True, most=200),
        InputPart("complement", most=200),
        InputPart("postcode", is_required=True, pattern=POSTCODE, code="not_a_postcode", strip=postcode),
        InputPart("city", is_required=True),
        InputPart(
            "citycode",
            pattern=COMMUNE_CODE,
            code="not_a_commune_code",
            strip=citycode,
            is_filled_for=True,
        ),
    )

    def lines(self, answer: Mapping[str, object]) -> tuple[str, ...]:
        above = tuple(str(answer[name]) for name in ("street", "complement") if name in answer)
        return (*above, f"{answer['postcode']} {answer['city']}")
