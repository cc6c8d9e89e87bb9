"""The codes of the problems of questions, with the names of their parameters; each has a message at the edge.

Limits are values of the type asked (`int`, `Decimal`, `datetime.date`, `datetime.time`); `candidates` are mappings
with a `value` to post and a `label` to read; `part` is the name of a part; `limit` of a size is in bytes.
"""

from collections.abc import Mapping
from types import MappingProxyType

#: Problems of an answer, shown to applicants.
ANSWER_CODES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        # Problems of the whole answers (schemas.answers.journey, schemas.answers.validation).
        "required": (),
        "hidden": (),
        "unknown_question": (),
        "blank_answer": (),
        "check_failed": ("id",),
        "check_overflow": ("id",),
        "computed_differs": (),
        "not_eligible": ("id",),
        # Any type.
        "wrong_type": ("expected",),
        "bad_characters": (),
        "text_too_long": (),
        "incomplete": ("part",),
        "unknown_part": ("part",),
        # Texts.
        "too_short": ("limit", "length"),
        "too_long": ("limit", "length"),
        "not_an_email": (),
        "not_a_phone": (),
        "not_a_postcode": (),
        "not_a_commune_code": (),
        "not_coordinates": (),
        "bad_pattern": ("pattern",),
        "bad_format": ("format",),
        # Numbers.
        "too_precise": (),
        "not_above": ("limit",),
        "not_below": ("limit",),
        "not_a_multiple": ("step",),
        "not_a_number": (),
        "not_an_integer": (),
        "too_many_decimals": ("limit",),
        "too_small": ("limit",),
        "too_large": ("limit",),
        # Dates.
        "not_a_date": (),
        "short_year": (),
        "impossible_date": (),
        "not_a_month": (),
        "not_a_time": (),
        "not_a_moment": (),
        "too_early": ("limit",),
        "too_late": ("limit",),
        # Choices.
        "unknown_choice": (),
        "repeated_choice": (),
        "too_few": ("limit",),
        "too_many": ("limit",),
        "not_sworn": (),
        # Identifiers and lists.
        "not_a_siret": (),
        "siret_checksum": (),
        "not_an_rna": (),
        "not_an_iban": (),
        "iban_checksum": (),
        "not_a_nir": (),
        "nir_checksum": (),
        "not_a_plate": (),
        "unknown_commune": (),
        "unknown_country": (),
        "unknown_entry": (),
        "ambiguous": ("candidates",),
        # Files that are already stored; the runtime has the codes for a file being sent.
        "file_kind": ("accepted", "found"),
        "file_too_large": ("limit",),
        "bad_file": (),
        "unknown_file": (),
        "repeated_file": (),
        "too_few_files": ("limit",),
        "too_many_files": ("limit",),
        # Violations of foreign schemas.
        "not_valid": ("keyword", "value"),
        "too_complex": (),
        # Repeated groups, lists, pairs.
        "repeated_name": ("name",),
        "blank_item": (),
        "too_few_items": ("limit",),
        "too_many_items": ("limit",),
    }
)

#: Problems of a question, shown to authors (`QuestionType.check`).
AUTHOR_CODES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "wrong_fragment_type": ("expected",),
        "keyword_not_supported": ("keyword", "known"),
        "pattern_not_supported": ("pattern", "reason"),
        "pattern_too_long": ("limit",),
        "unknown_reference": ("reference",),
        "unknown_type": ("type", "known"),
        "not_a_text": (),
        "bad_limit": ("name",),
        "limits_crossed": ("least", "most"),
        "no_choices": (),
        "bad_choice": (),
        "choice_twice": ("value",),
        "unknown_kind": ("kind", "known"),
        "no_list": (),
        "no_legal_basis": (),
        "index_of_sensitive": (),
        "unknown_value_type": ("type", "known"),
    }
)
