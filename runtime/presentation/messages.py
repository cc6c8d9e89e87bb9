"""Messages of the core's problems, by code: what is wrong with an answer, and always what to do next."""

from collections.abc import Callable, Mapping
from datetime import date, time
from decimal import Decimal
from math import ceil

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext, ngettext_lazy

from runtime.files.inspection.kinds import KINDS
from runtime.presentation.formats import word_date, word_month, word_time
from schemas.format.durations import duration_parts
from schemas.problems import Problem
from schemas.questions.base import Question
from schemas.questions.registry import QUESTION_TYPES
from schemas.questions.types.file import File

#: Sentences by code. `%(label)s` is the label of the question, `%(example)s` an answer that passes.
SENTENCES: Mapping[str, str] = {
    "hidden": gettext_noop("“%(label)s” is not asked here: remove this answer."),
    "unknown_question": gettext_noop("This answer belongs to no question of this form: remove it."),
    "computed_differs": gettext_noop("“%(label)s” is calculated from the other answers, and is not this value: check your answers again."),
    "check_overflow": gettext_noop("“%(label)s”: with the other answers, this makes numbers too large to be checked. Look for one digit too many, and correct it."),
    "not_eligible": gettext_noop("From these answers, this request cannot be made: see which condition is not met, and check your answers."),
    "blank_answer": gettext_noop("“%(label)s”: leave this answer out, or give one."),
    "wrong_type": gettext_noop("“%(label)s”: this answer is not of the kind expected. Give it again."),
    "bad_characters": gettext_noop("“%(label)s” contains characters that cannot be kept. Type it again, without copying it."),
    "text_too_long": gettext_noop("“%(label)s”: this text is too long to be read whole, and was cut. Shorten it, and do not pile up accents."),
    "unknown_part": gettext_noop("“%(label)s” has a part that is not asked. Remove it."),
    "not_an_email": gettext_noop("“%(label)s”: enter an e-mail address in full, for example %(example)s."),
    "not_a_phone": gettext_noop("“%(label)s”: enter a phone number with all its figures, for example %(example)s."),
    "not_a_postcode": gettext_noop("“%(label)s”: enter a postcode of five figures, for example 69001."),
    "not_a_commune_code": gettext_noop("“%(label)s”: the code of the commune has five characters, for example 69123."),
    "not_coordinates": gettext_noop("“%(label)s”: enter both a latitude and a longitude in degrees, for example 45.75 and 4.85."),
    "not_a_number": gettext_noop("“%(label)s”: enter a number in figures, for example %(example)s."),
    "not_an_integer": gettext_noop("“%(label)s”: enter a whole number, without decimals, for example %(example)s."),
    "too_many_decimals": gettext_noop("“%(label)s”: at most %(limit)s figures after the decimal point, for example %(example)s."),
    "too_small": gettext_noop("“%(label)s”: enter %(limit)s or more."),
    "too_large": gettext_noop("“%(label)s”: enter %(limit)s or less."),
    "not_a_date": gettext_noop("“%(label)s”: enter a day, a month and a year, for example %(example)s."),
    "short_year": gettext_noop("“%(label)s”: write the year with four figures, for example 1990."),
    "impossible_date": gettext_noop("“%(label)s”: this day does not exist. Check the day and the month, for example %(example)s."),
    "not_a_month": gettext_noop("“%(label)s”: enter a month and a year, for example %(example)s."),
    "not_a_time": gettext_noop("“%(label)s”: enter a time in hours and minutes, from 00:00 to 23:59, for example 14:30."),
    "not_a_moment": gettext_noop("“%(label)s”: enter a day, a month, a year and a time, for example %(example)s."),
    "too_early": gettext_noop("“%(label)s”: the date must be %(limit)s or later."),
    "too_late": gettext_noop("“%(label)s”: the date must be %(limit)s or earlier."),
    "unknown_choice": gettext_noop("“%(label)s”: choose one of the answers in the list."),
    "repeated_choice": gettext_noop("“%(label)s”: the same answer is chosen twice. Choose each one once."),
    "not_sworn": gettext_noop("“%(label)s”: tick the box to confirm."),
    "not_a_siret": gettext_noop("“%(label)s”: a SIRET number has 14 figures, for example %(example)s."),
    "siret_checksum": gettext_noop("“%(label)s”: one figure of this SIRET number is wrong. Check it, for example on an invoice; it looks like %(example)s."),
    "not_an_rna": gettext_noop("“%(label)s”: an RNA number has a W and nine characters, for example %(example)s. It is on the receipt of the declaration of the association."),
    "not_an_iban": gettext_noop("“%(label)s”: a French IBAN begins with FR and has 27 characters, for example %(example)s."),
    "iban_checksum": gettext_noop("“%(label)s”: one character of this IBAN is wrong. Check it on a bank statement; it looks like %(example)s."),
    "not_a_nir": gettext_noop("“%(label)s”: a social security number has 15 characters with its key of two figures, for example %(example)s. It is on the health insurance card."),
    "nir_checksum": gettext_noop("“%(label)s”: one figure of this social security number is wrong. Check it on the health insurance card; it looks like %(example)s."),
    "not_a_plate": gettext_noop("“%(label)s”: enter a French registration number, for example AB-123-CD or 123 AB 75. It is on the registration certificate."),
    "unknown_country": gettext_noop("“%(label)s”: this country is not known. Enter its name in French or in English, for example %(example)s."),
    "unknown_entry": gettext_noop("“%(label)s”: this is not in the list. Check how it is written, or type only the first letters."),
    "unknown_commune": gettext_noop("“%(label)s”: this commune is not known. Check how it is written, or add its department, for example %(example)s."),
    "ambiguous": gettext_noop("“%(label)s”: several communes have this name. Choose the right one below, or add its department, for example Saint-Denis (93)."),
    "bad_file": gettext_noop("“%(label)s”: this file is not known. Send it again."),
    "unknown_file": gettext_noop("“%(label)s”: this file is not known. Send it again."),
    "repeated_file": gettext_noop("“%(label)s”: the same file is listed twice. Remove one of the two."),
    "bad_pattern": gettext_noop("“%(label)s”: this is not written in the form expected. Check it, or look at the help of the question."),
    "bad_format": gettext_noop("“%(label)s”: this is not written in the form expected (%(format)s). Check it and type it again."),
    "too_precise": gettext_noop("“%(label)s”: this number has too many figures to be kept exactly. Enter a shorter one."),
    "not_above": gettext_noop("“%(label)s”: enter more than %(limit)s."),
    "not_below": gettext_noop("“%(label)s”: enter less than %(limit)s."),
    "not_a_multiple": gettext_noop("“%(label)s”: enter a number that is a whole number of times %(step)s."),
    "not_valid": gettext_noop("“%(label)s”: this answer does not follow the rules of this form (%(keyword)s %(value)s). Check it, and change it or remove it."),
    "too_complex": gettext_noop("“%(label)s”: this answer is too large to be checked. Give a shorter one."),
    "repeated_name": gettext_noop("“%(label)s”: the name “%(name)s” is given twice. Keep one of the two."),
    "blank_item": gettext_noop("“%(label)s”: one entry is empty. Fill it in or remove it."),
    "file_empty": gettext_noop("“%(name)s” is empty. Check the file on your device and choose it again."),
    "file_too_large": gettext_noop("“%(name)s” is larger than %(limit)s. Reduce it, or take the photo again with a lower quality."),
    "file_kind": gettext_noop("“%(name)s” is of a kind that is not accepted here. Choose a file of one of these kinds: %(accepted)s."),
    "file_mismatch": gettext_noop("“%(name)s” is not what its name says. Save it again from the program it comes from, or choose another file: %(accepted)s."),
    "file_damaged": gettext_noop("“%(name)s” is damaged or incomplete. Open it on your device to check it, then choose it again."),
    "file_bomb": gettext_noop("“%(name)s” would take too much room once opened. Choose a simpler file, for example a photo or a PDF."),
    "file_encrypted": gettext_noop("“%(name)s” is protected by a password. Save it without a password and choose it again."),
    "file_active": gettext_noop("“%(name)s” contains scripts or other files. Print it to a new PDF file and choose that one."),
    "file_name": gettext_noop("“%(name)s” has no ending that tells its kind, such as .pdf or .jpg. Rename it and choose it again."),
    "file_repeated": gettext_noop("“%(name)s” was already added. Choose another file if one is missing."),
    "too_much_in_all": gettext_noop("“%(name)s” was not added: a request holds %(limit)s of files at most. Remove a file or reduce them."),
}  # fmt: skip

#: Sentences that differ for some types.
SENTENCES_OF_TYPE: Mapping[tuple[str, str], str] = {
    ("too_early", "time"): gettext_noop("“%(label)s”: the time must be %(limit)s or later."),
    ("too_late", "time"): gettext_noop("“%(label)s”: the time must be %(limit)s or earlier."),
    ("too_early", "month"): gettext_noop("“%(label)s”: the month must be %(limit)s or later."),
    ("too_late", "month"): gettext_noop("“%(label)s”: the month must be %(limit)s or earlier."),
    **dict.fromkeys(
        (("ambiguous", "country"), ("ambiguous", "list_entry"), ("ambiguous", "single_choice")),
        gettext_noop("“%(label)s”: choose the right answer below, or type more of it."),
    ),
}  # fmt: skip

#: Sentences for a missing answer, by type; other types use the plain sentence.
REQUIRED: Mapping[str, str] = {
    "single_choice": gettext_noop("“%(label)s”: choose an answer."),
    "several_choices": gettext_noop("“%(label)s”: choose at least one answer."),
    "yes_no": gettext_noop("“%(label)s”: answer Yes or No."),
    "file": gettext_noop("“%(label)s”: add this document."),
    "sworn_statement": gettext_noop("“%(label)s”: tick the box to confirm."),
    "date": gettext_noop("“%(label)s”: enter a day, a month and a year, for example %(example)s."),
    "month": gettext_noop("“%(label)s”: enter a month and a year, for example %(example)s."),
    "date_time": gettext_noop("“%(label)s”: enter a day, a month, a year and a time, for example %(example)s."),
    **dict.fromkeys(("group", "list", "pairs"), gettext_noop("“%(label)s”: add at least one entry.")),
    "one_of": gettext_noop("“%(label)s”: choose an answer."),
    "plain_choice": gettext_noop("“%(label)s”: choose an answer."),
    "plain_choices": gettext_noop("“%(label)s”: choose at least one answer."),
    "reference": gettext_noop("“%(label)s”: add this part and fill it in."),
}
REQUIRED_PLAIN = gettext_noop("“%(label)s”: enter an answer, for example %(example)s.")
REQUIRED_BARE = gettext_noop("“%(label)s”: enter an answer.")

#: Sentences that count, by code; `count` chooses between one and several.
COUNTED: Mapping[str, object] = {
    "too_short": ngettext_lazy(
        "“%(label)s”: enter at least %(limit)s character; you typed %(length)s.",
        "“%(label)s”: enter at least %(limit)s characters; you typed %(length)s.",
        "count",
    ),
    "too_long": ngettext_lazy(
        "“%(label)s”: enter at most %(limit)s character; you typed %(length)s.",
        "“%(label)s”: enter at most %(limit)s characters; you typed %(length)s.",
        "count",
    ),
    "too_few": ngettext_lazy(
        "“%(label)s”: choose at least %(limit)s answer.",
        "“%(label)s”: choose at least %(limit)s answers.",
        "count",
    ),
    "too_many": ngettext_lazy(
        "“%(label)s”: choose at most %(limit)s answer.",
        "“%(label)s”: choose at most %(limit)s answers.",
        "count",
    ),
    "too_few_files": ngettext_lazy(
        "“%(label)s”: add at least %(limit)s file.",
        "“%(label)s”: add at least %(limit)s files.",
        "count",
    ),
    "too_many_files": ngettext_lazy(
        "“%(label)s”: at most %(limit)s file. Remove one before you add another.",
        "“%(label)s”: at most %(limit)s files. Remove one before you add another.",
        "count",
    ),
    "too_few_items": ngettext_lazy(
        "“%(label)s”: add at least %(limit)s entry.",
        "“%(label)s”: add at least %(limit)s entries.",
        "count",
    ),
    "too_many_items": ngettext_lazy(
        "“%(label)s”: at most %(limit)s entry. Remove what is over.",
        "“%(label)s”: at most %(limit)s entries. Remove what is over.",
        "count",
    ),
}

PART_LABELS: Mapping[str, str] = {
    "day": gettext_noop("Day"), "month": gettext_noop("Month"), "year": gettext_noop("Year"),
    "time": gettext_noop("Time"),
    "family_name": gettext_noop("Birth name"), "usual_name": gettext_noop("Name in use, if it is different"),
    "given_names": gettext_noop("First names"),
    "street": gettext_noop("Number and street"), "complement": gettext_noop("Flat, floor, building"), "postcode": gettext_noop("Postcode"),
    "city": gettext_noop("Town"), "citycode": gettext_noop("Commune code"),
    "text": gettext_noop("Address or description of the place"), "lat": gettext_noop("Latitude"), "lon": gettext_noop("Longitude"),
}  # fmt: skip

PART_HINTS: Mapping[str, str] = {
    "given_names": gettext_noop("In the order of civil status, for example Camille, Louise"),
    "text": gettext_noop("For example: opposite 12 rue des Lilas"),
}

#: Tokens of the HTML autocomplete attribute (WCAG 1.3.5), by type and part, for questions about oneself.
AUTOCOMPLETE: Mapping[tuple[str, str], str] = {
    ("date", "day"): "bday-day", ("date", "month"): "bday-month", ("date", "year"): "bday-year",
    ("person_name", "family_name"): "family-name", ("person_name", "given_names"): "given-name",
    ("address", "street"): "address-line1", ("address", "complement"): "address-line2",
    ("address", "postcode"): "postal-code", ("address", "city"): "address-level2",
}  # fmt: skip

MEGABYTE = 1_000_000

#: Types whose answers have no fixed form: an example that is not the author's would only mislead.
FREE_TYPES = frozenset(
    {"short_text", "long_text", "person_name", "address", "place", "integer", "country", "list_entry"}
)


def word_problem(question: Question, problem: Problem) -> str:
    """Return the sentence of a problem of `question`: what is wrong, what to do next, an example where one helps."""
    example = example_of_question(question) or QUESTION_TYPES[question.type].example
    # An example may be a whole sentence; its full stop serves as ours.
    params = {
        "label": question.label,
        "name": question.label,
        "example": example.rstrip("."),
        **_worded_params(question, problem),
    }
    special = _SPECIAL.get(problem.code)
    if special:
        return special(question, problem, params)
    return _(SENTENCES_OF_TYPE.get((problem.code, question.type)) or SENTENCES[problem.code]) % params


def _worded_params(question: Question, problem: Problem) -> dict[str, object]:
    return {name: _word_param(question, problem.code, name, value) for name, value in problem.params.items()}


def _word_param(question: Question, code: str, name: str, value: object) -> object:
    if name == "limit" and code in {"file_too_large", "too_much_in_all"}:
        return word_size(int(str(value)))
    if name == "accepted" and isinstance(value, list | tuple | frozenset | set):
        return word_kinds(value)
    if isinstance(value, date):
        return word_month(value) if question.type == "month" else word_date(value)
    if isinstance(value, time):
        return word_time(value)
    if isinstance(value, Decimal | int) and name in {"limit", "length"}:
        return formats.number_format(value, use_l10n=True, force_grouping=True)
    return value


def _required(question: Question, problem: Problem, params: Mapping[str, object]) -> str:
    fallback = REQUIRED_PLAIN if example_of_question(question) else REQUIRED_BARE
    return _(REQUIRED.get(question.type, fallback)) % params


def _incomplete(question: Question, problem: Problem, params: Mapping[str, object]) -> str:
    part = part_label(str(problem.params["part"]))
    return _("“%(label)s”: fill in “%(part)s”.") % {**params, "part": part}


def _check_failed(question: Question, problem: Problem, params: Mapping[str, object]) -> str:
    return str(problem.params.get("message") or _("“%(label)s”: check this answer.") % params)


def _counted(question: Question, problem: Problem, params: Mapping[str, object]) -> str:
    return COUNTED[problem.code] % {**params, "count": int(str(problem.params["limit"]))}  # type: ignore[operator]


_SPECIAL: Mapping[str, Callable[[Question, Problem, Mapping[str, object]], str]] = {
    "required": _required,
    "incomplete": _incomplete,
    "check_failed": _check_failed,
    **dict.fromkeys(COUNTED, _counted),
}


def example_of_question(question: Question) -> str:
    """Return the author's example, else that of the type where a type defines one."""
    return question.example or ("" if question.type in FREE_TYPES else QUESTION_TYPES[question.type].example)


def label_of_yes_no(value: str) -> str:
    """Return the label of a yes/no choice."""
    return _("Yes") if value == "yes" else _("No")


def part_label(part: str) -> str:
    return _(PART_LABELS[part])


def part_hint(part: str) -> str:
    return _(PART_HINTS[part]) if part in PART_HINTS else ""


def autocomplete_of_part(question: Question, part: str) -> str:
    """Return the autocomplete token of a part; none unless the question is about oneself."""
    return AUTOCOMPLETE.get((question.type, part), "") if question.autocomplete else ""


def word_size(size: int) -> str:
    """Return a number of bytes in words: 3 kB, 2.5 MB."""
    if size < MEGABYTE:
        return _("%(size)s kB") % {"size": max(1, ceil(size / 1000))}
    return _("%(size)s MB") % {
        "size": formats.number_format(Decimal(size) / MEGABYTE, 0 if size % MEGABYTE == 0 else 1)
    }


def word_kinds(kinds: object) -> str:
    """Return the usual names of kinds of files: JPEG, PDF, PNG."""
    known = [kind for kind in KINDS if kind in set(kinds)]  # type: ignore[call-overload]
    return ", ".join(
        {"jpeg": "JPEG", "webp": "WebP", "docx": "Word (DOCX)", "odt": "ODT"}.get(k, k.upper()) for k in known
    )


def limit_text(question: Question) -> str:
    """Return the files that a file question accepts, in words: kinds, size, number."""
    file_type = File()
    count = file_type.max_files(question)
    params = {
        "kinds": word_kinds(file_type.kinds(question)),
        "size": word_size(file_type.max_bytes(question)),
        "count": count,
    }
    if count == 1:
        return _("%(kinds)s, %(size)s at most.") % params
    return _("%(kinds)s. Up to %(count)s files, each of %(size)s at most.") % params


def word_wait(seconds: int) -> str:
    """Return how long to wait, in words."""
    if seconds < 90:
        return ngettext("Try again in %(count)s second.", "Try again in %(count)s seconds.", seconds) % {
            "count": seconds
        }
    minutes = ceil(seconds / 60)
    return ngettext("Try again in %(count)s minute.", "Try again in %(count)s minutes.", minutes) % {"count": minutes}


#: Sentences on how long data is kept, by the outcome in the document.
OUTCOMES: Mapping[str, str] = {
    "draft": gettext_noop("Request not sent: %(duration)s"),
    "accepted": gettext_noop("Request accepted: %(duration)s"),
    "refused": gettext_noop("Request refused: %(duration)s"),
    "closed": gettext_noop("Request closed or withdrawn: %(duration)s"),
}


def word_duration(outcome: str, duration: str) -> str:
    """Return how long something is kept, in words."""
    words = " ".join(_COUNTED[unit](amount) for unit, amount in duration_parts(duration).items())
    return _(OUTCOMES.get(outcome, gettext_noop("Otherwise: %(duration)s"))) % {"duration": words}


_COUNTED: Mapping[str, Callable[[int], str]] = {
    "Y": lambda n: ngettext("%(count)s year", "%(count)s years", n) % {"count": n},
    "M": lambda n: ngettext("%(count)s month", "%(count)s months", n) % {"count": n},
    "W": lambda n: ngettext("%(count)s week", "%(count)s weeks", n) % {"count": n},
    "D": lambda n: ngettext("%(count)s day", "%(count)s days", n) % {"count": n},
}
