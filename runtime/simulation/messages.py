"""Messages of a result: amounts with unit and period, and the day or bound from which a person becomes eligible."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext

from runtime.presentation.formats import word_date
from schemas.compilation.compiled import Compiled
from schemas.compilation.rules_shape import message
from schemas.rules.naming import outer_key
from schemas.rules.turning_point import Turning
from schemas.rules.values import SCALE, TODAY, Value

#: After an amount, by period; an amount given once says nothing more.
PERIODS: Mapping[str, str] = {
    "hour": gettext_noop("per hour"),
    "day": gettext_noop("per day"),
    "month": gettext_noop("per month"),
    "year": gettext_noop("per year"),
}

#: Sentences on how a value must compare to a bound for a condition to be met.
RELATIONS: Mapping[str, str] = {
    "from": gettext_noop("It would be met with “%(name)s” from %(value)s on."),
    "above": gettext_noop("It would be met with “%(name)s” above %(value)s."),
    "until": gettext_noop("It would be met with “%(name)s” up to %(value)s."),
    "below": gettext_noop("It would be met with “%(name)s” below %(value)s."),
}


def word_amount(value: Value | None, *, unit: str, period: str) -> str:
    """Return an amount for a reader: 250,00 € par mois."""
    written = word_rule_value(value, is_money=unit == "€")
    with_unit = _("%(number)s %(unit)s") % {"number": written, "unit": unit} if unit else written
    if period not in PERIODS:
        return with_unit
    return _("%(amount)s %(period)s") % {"amount": with_unit, "period": _(PERIODS[period])}


def word_rule_value(value: object, *, is_money: bool = False) -> str:
    """Return a rule value for a reader; a dash for one that is not known."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, int):
        return _word_number(Decimal(value) / SCALE, is_money=is_money)
    if isinstance(value, date):
        return word_date(value)
    if isinstance(value, tuple):
        return ", ".join(word_rule_value(each) for each in value)
    return str(value)


def _word_number(number: Decimal, *, is_money: bool) -> str:
    if is_money:
        return formats.number_format(number, 2, use_l10n=True, force_grouping=True)
    plain = number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()
    return formats.number_format(plain, use_l10n=True, force_grouping=True)


def word_turning(turning: Turning | None, compiled: Compiled) -> str:
    """Return when one more condition would be met, or nothing when that is unknown."""
    if turning is None:
        return ""
    if turning.name == TODAY:
        day = word_rule_value(turning.value)
        return _("It will be met from %(day)s on.") % {"day": day}
    name = name_in_words(compiled, turning.name) if turning.name else ""
    if not name or turning.relation not in RELATIONS:
        return ""
    return _(RELATIONS[turning.relation]) % {"name": name, "value": word_rule_value(turning.value)}


def name_in_words(compiled: Compiled, name: str) -> str:
    """Return the label of a name in a rule: that of a question, or of a calculated value."""
    question = compiled.questions.get(outer_key(name))
    return question.label if question else message(compiled.document.rules, f"computed/{name}", "label")


def word_verdict(verdict: bool | None) -> str:  # noqa: FBT001 (the verdict is what is worded)
    words = {
        True: pgettext("condition", "met"), False: pgettext("condition", "not met"),
        None: pgettext("condition", "not known yet"),
    }  # fmt: skip
    return words[verdict]
