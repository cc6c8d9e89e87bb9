"""Messages of document problems, by code: what is wrong, and what the author does next."""

# ruff: noqa: E501 (a sentence stays on one line, to be found and translated whole)

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from django.utils import formats
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from builder.messages.findings import FINDINGS
from schemas.format.elements import PROPERTY, RULE_NAME
from schemas.format.header import KEY, LANGUAGE, PREFIX
from schemas.problems import Problem

#: Sentences by code.
SENTENCES: Mapping[str, str] = {
    # The file.
    "too_large": gettext_noop("This takes more than %(limit)s bytes: take out what is not needed, or make two of it."),
    "not_utf8": gettext_noop("This is not text in UTF-8: save it as JSON in UTF-8, then check it again."),
    "not_json": gettext_noop("This is not JSON from line %(line)s, column %(column)s on: mend it there, often a comma, a quotation mark or a bracket."),
    "repeated_key": gettext_noop("“%(key)s” is written twice in the same object: keep one of the two."),
    "too_deep": gettext_noop("This is nested more than %(limit)s levels deep: make it flatter."),
    "bad_characters": gettext_noop("This holds invisible control characters or half of a character: type it again."),
    "unsafe_number": gettext_noop("Not every program reads this number as it is: write at most 15 figures, or a text in quotation marks."),
    # Shapes.
    "not_an_object": gettext_noop("An object is expected here: write {…}, with names and values."),
    "not_a_list": gettext_noop("A list is expected here: write […]."),
    "not_a_text": gettext_noop("A text is expected here: write it in quotation marks."),
    "missing_text": gettext_noop("There is no text here: write what people are to read."),
    "missing_id": gettext_noop("This has no good id: give it one, a lower-case letter first, then letters without accents and figures, joined by - or _."),
    "repeated_id": gettext_noop("The id “%(id)s” is taken already: give this one another id."),
    "reserved_id": gettext_noop("“%(id)s” already stands in addresses of the site: choose another word."),
    "bad_name": gettext_noop("This name is not written as it must be: use %(pattern)s."),
    "too_long": gettext_noop("This name is too long: use at most %(limit)s characters."),
    # The head of the document.
    "unknown_format": gettext_noop("This format is not known: write \"format\": %(known)s, and the document as that format asks."),
    "not_a_procedure": gettext_noop("This kind of document is not known: write one of %(known)s."),
    "unknown_department": gettext_noop("The site has no department “%(key)s”: write one of %(known)s, or have it created."),
    "bad_duration": gettext_noop("“%(duration)s” is not how long to keep: write for example P90D, P6M or P1Y; a draft is kept a day at least."),
    "bad_minutes": gettext_noop("This is not a number of minutes: write a whole number from 1 to %(limit)s, without quotation marks."),
    "too_many_languages": gettext_noop("There are more than %(limit)s languages: take some out."),
    "own_language": gettext_noop("The document is written in “%(language)s”: take out this translation, and mend the texts themselves."),
    # Steps, sections, questions.
    "no_steps": gettext_noop("There is no step: write a Categorization whose elements are Category."),
    "empty_step": gettext_noop("The step “%(id)s” asks and says nothing: put a question in it, or take it out."),
    "unknown_element": gettext_noop("This element is not known here: write one of %(known)s."),
    "unknown_question": gettext_noop("“%(key)s” is no question of this form: mend the name, or add the question to data.properties."),
    "question_not_placed": gettext_noop("The question “%(key)s” is on no step: add a Control for it to ui, or take it out of data."),
    "repeated_question": gettext_noop("The question “%(key)s” is asked already at %(first)s: keep one of the two."),
    "unknown_type": gettext_noop("“%(type)s” is no type of question: write one of %(known)s as options.widget."),
    "too_many_questions": gettext_noop("There are more than %(limit)s questions: take some out, or make two procedures of it."),
    "empty_group": gettext_noop("This repeated group asks nothing: give its questions in items.properties and place them in options.detail.elements."),
    "remote_reference": gettext_noop("“%(reference)s” is somewhere else, and documents never reach out: copy what it says here."),
    # Schema fragments of questions.
    "wrong_fragment_type": gettext_noop("This type of question needs \"type\": \"%(expected)s\": write it, or change options.widget."),
    "keyword_not_supported": gettext_noop("“%(keyword)s” is not read here, or not with this value: take it out. Known here: %(known)s."),
    "pattern_not_supported": gettext_noop("The pattern “%(pattern)s” is not read (%(reason)s): write it without look-around and back-references."),
    "pattern_too_long": gettext_noop("This pattern has more than %(limit)s characters: make it simpler."),
    "unknown_reference": gettext_noop("“%(reference)s” is no definition of this document: mend the name, or add it to data.$defs."),
    "bad_limit": gettext_noop("The limit “%(name)s” is not one that this type of question can keep: mend its value."),
    "limits_crossed": gettext_noop("“%(least)s” is above “%(most)s”, so that no answer is good: swap or mend them."),
    "no_choices": gettext_noop("There is nothing to choose from, or far too much: list from 1 to 1000 choices in oneOf."),
    "bad_choice": gettext_noop("This choice is not well made: write {\"const\": \"value\", \"title\": \"What people read\"}."),
    "choice_twice": gettext_noop("The value “%(value)s” is given to two choices: change one of them."),
    "unknown_value_type": gettext_noop("“%(type)s” is not what a computed value can be: write one of %(known)s as options.value."),
    "computed_in_group": gettext_noop("A computed value stands inside a repeated group: calculate it outside, for example with sum_of."),
    "unknown_kind": gettext_noop("“%(kind)s” is no kind of file: write one of %(known)s."),
    "no_list": gettext_noop("It is not said where answers come from: write in options.list the name of a list that was loaded, for example ecoles."),
    "no_legal_basis": gettext_noop("A social security number may be asked only where a text allows it: write in options.legal_basis which one, or take this question out."),
    "index_of_sensitive": gettext_noop("Answers to this question may stand in no index: take options.index out."),
    # Imported schemas: what is refused.
    "not_a_schema": gettext_noop("A schema is expected here: write {…}, true or false."),
    "bad_keyword": gettext_noop("“%(keyword)s” does not hold what JSON Schema says it holds: mend its value."),
    "unknown_schema_dialect": gettext_noop("The dialect “%(dialect)s” is not read: write $schema as one of %(known)s, and the schema as it asks."),
    "dangling_reference": gettext_noop("“%(reference)s” leads nowhere in this schema: mend it, or add what it names."),
    "endless_reference": gettext_noop("This refers to itself before anything is asked, without end: take the circle out."),
    "too_complex": gettext_noop("More than %(limit)s schemas would have to be looked at here: make it simpler."),
    "too_many_values": gettext_noop("This holds more than %(limit)s values: make it shorter."),
    "takes_nothing": gettext_noop("No answer would be good here: mend what is asked, which goes against itself."),
    "not_renderable": gettext_noop("A form cannot ask for this (%(what)s): describe it another way, or take it out."),
    "too_many_choices": gettext_noop("There are more than %(limit)s choices: list fewer."),
    "too_many_items_asked": gettext_noop("This asks for a number of entries that no form can give: ask for %(limit)s at most, and 1 at least where some are needed."),
    "text_too_long": gettext_noop("This asks for a text of more than %(limit)s characters: ask for less."),
    "required_unknown": gettext_noop("“%(key)s” is required, and nothing says what it is: add it to properties."),
    "bad_name_found": gettext_noop("The property “%(key)s” has no name that can be kept: give it 1 to 60 visible characters."),
    "reserved_name": gettext_noop("The property “%(key)s” has a name that drafts use inside lists: give it another name."),
    "unknown_element_found": gettext_noop("“%(type)s” is no element of a layout that is read: use Control, Group, the layouts, Categorization, Label or ListWithDetail."),
    "dangling_scope": gettext_noop("The scope “%(scope)s” leads to no question of the schema: mend it."),
    # Imported schemas: what changed in the import.
    "branch_left_out": gettext_noop("This alternative goes against what stands around it: it is not offered."),
    "any_value": gettext_noop("Any value is taken here: people choose between a text, a number, and yes or no."),
    "more_not_asked": gettext_noop("What may be given besides is not asked: add questions for it if you need it."),
    "items_capped": gettext_noop("More entries were allowed than a form takes: at most %(limit)s can be given."),
    "text_capped": gettext_noop("A longer text was allowed than a form takes: at most %(limit)s characters can be typed."),
    "format_not_checked": gettext_noop("The format “%(format)s” is not known: the text is taken as it is typed."),
    "never_asked": gettext_noop("“%(key)s” may never be given: it is not asked."),
    "judged_on_sending": gettext_noop("No condition of a form says this: it is judged when the answers are sent."),
    "option_not_read": gettext_noop("The option “%(name)s” is not read: the form looks as ours do."),
    "rule_not_read": gettext_noop("This rule (%(effect)s) cannot be said as a condition of a form: what it is about always shows."),
    "hidden_not_disabled": gettext_noop("%(effect)s shows and hides here: a form of ours asks a question, or does not."),
    "repeated_control": gettext_noop("This is asked already: it is asked once."),
    "asked_last": gettext_noop("“%(key)s” must be answered and stands on no page: it is asked last."),
    "not_asked": gettext_noop("“%(key)s” stands on no page: it is not asked."),
    "gathered": gettext_noop("The parts of “%(key)s” stand in several places: they are asked together, where the first one stands."),
    "condition_given_up": gettext_noop("The condition on %(key)s reads what is asked later: it always shows."),
    "wrapped": gettext_noop("The answers are no object of their own: they are kept under “%(key)s”."),
    "condition_not_exported": gettext_noop("JSON Forms cannot say the condition on %(key)s: in the layout given away, it always shows."),
    "kept_in_schema": gettext_noop("JSON Forms has no words for when “%(key)s” is required: the schema says it."),
    "hidden_but_asked": gettext_noop("This is hidden in the layout it comes from: it is asked here."),
    # The circuit.
    "unknown_state": gettext_noop("“%(state)s” is no state of this circuit: mend the name, or add the state."),
    "unknown_category": gettext_noop("This state is of no known category: write one of %(known)s."),
    "bad_transition": gettext_noop("This action leads nowhere: give a list of states in from, and a state in to."),
    "unknown_actor": gettext_noop("Nobody can do this action: list some of %(known)s in by."),
    "unknown_reason": gettext_noop("It is not said whether a reason is asked: write one of %(known)s."),
    # Simulators.
    "not_of_this_kind": gettext_noop("“%(name)s” has no place in a document of kind “%(kind)s”: take it out, or change the kind."),
    "unknown_part_of_simulation": gettext_noop("“%(name)s” is not read in a simulation: write one of %(known)s, or take it out."),
    "unknown_period": gettext_noop("It is not said how often this amount is given: write one of %(known)s as period."),
    "unknown_verdict": gettext_noop("No result is called so: write one of %(known)s."),
    "missing_outcome": gettext_noop("The texts of the result “%(name)s” are missing: give it a title, and a text that says what to do next."),
    "not_origins": gettext_noop("A list of at most %(limit)s sites is expected here: write them as https://example.org."),
    "not_an_origin": gettext_noop("This is not the address of a site: write https://example.org, without a path nor a final slash."),
    "not_in_simulator": gettext_noop("A simulator keeps nothing, so it cannot ask a question of type “%(type)s”: ask for it in the procedure."),
    "unknown_procedure": gettext_noop("No procedure “%(key)s” is published on this site: publish it first, or mend its key."),
    "prefill_differs": gettext_noop("“%(name)s” (%(found)s) does not fit the question it fills in (%(expected)s), or offers choices that the question lacks: give both the same type and the same choices."),
    # Rules.
    "unknown_dialect": gettext_noop("This language of rules is not known: write \"dialect\": %(known)s."),
    "not_supported": gettext_noop("“%(name)s” is not read in rules: mend the name, or take it out."),
    "unknown_place": gettext_noop("This names nothing in the form: mend it (step/…, section/…, question/…, or the key of a question to require)."),
    "uncertain_beginning": gettext_noop("It is not certain that the first step, “%(id)s”, asks anything: let one of its questions always show."),
    "not_computed": gettext_noop("Nothing says how “%(key)s” is calculated: add it to rules.computed, or take the question out."),
    "too_many_computed": gettext_noop("There are more than %(limit)s computed values: take some out."),
    "name_taken": gettext_noop("“%(name)s” is the name of a question: give the computed value another name, or make the question a computed one."),
    "circle": gettext_noop("These values hang on one another in a circle: %(path)s. Calculate one of them without the others."),
    "not_a_link": gettext_noop("This is no address of a page: write one that begins with https://."),
    "asked_later": gettext_noop("“%(name)s” is asked here or later: move the question before, or use another one in this condition."),
    "too_many_nodes": gettext_noop("This condition has more than %(limit)s parts: make it simpler, or several of it."),
    "bad_node": gettext_noop("An operation has one name, not %(keys)s: write {\"operator\": [operands]}."),
    "unknown_operator": gettext_noop("“%(operator)s” is no operator: mend its name."),
    "unknown_param": gettext_noop("No parameter is called “%(name)s”: declare it under params, or mend its name."),
    "too_much_work": gettext_noop("This condition would take too long to compute, once for each item of its groups: make it simpler, or several of it."),
    "nested_quantifiers": gettext_noop("Questions to the items of a group stand in more than %(limit)s levels of one another: make it flatter."),
    "bad_step": gettext_noop("One rounds to a step above zero that is written here: write {\"num\": \"0.01\"}, for example."),
    "bad_table": gettext_noop("This is no table: write {\"inputs\": […], \"hit\": \"first\", \"rows\": […], \"default\": …}, where only default may be left out."),
    "bad_hit": gettext_noop("A table does not choose its rows like this: write one of %(known)s."),
    "bad_table_size": gettext_noop("A table has at least one row and one column, and at most %(limit)s of these: add some, or make several tables of it."),
    "bad_row": gettext_noop("This is no row of this table: write {\"when\": […], \"then\": …}, with %(cells)s cells under when."),
    "bad_cell": gettext_noop("This is no cell of a table: write null, {\"=\": …}, {\"in\": […]} or {\"range\": [from, up to]}."),
    "bad_scale": gettext_noop("This is no scale: write {\"of\": …, \"brackets\": […]}, with one to %(limit)s brackets."),
    "bad_bracket": gettext_noop("This is no bracket: write {\"from\": …, \"rate\": …}, each a number or a parameter."),
    "brackets_not_ascending": gettext_noop("This bracket does not begin above the one before: put the brackets in ascending order."),
    "bad_param": gettext_noop("This is no parameter: write {\"type\": \"num\", \"values\": [{\"from\": \"2026-01-01\", \"num\": \"12.50\"}]}, with one value at least."),
    "bad_period": gettext_noop("This period holds no value of the type of its parameter: write it under \"%(type)s\", and nothing under another type."),
    "period_reversed": gettext_noop("This period ends before it begins: mend from or to."),
    "period_repeated": gettext_noop("Another period begins on the same day: keep one of the two."),
    "bad_arity": gettext_noop("“%(operator)s” does not take %(found)s operands: give it %(least)s at least, %(most)s at most."),
    "unknown_name": gettext_noop("“%(name)s” is no question that this condition can read: mend the name, or add the question."),
    "type_mismatch": gettext_noop("“%(operator)s” does not take this (%(found)s): give it %(expected)s."),
    "bad_number": gettext_noop("This number cannot be kept exactly: write {\"num\": \"12.50\"}, with at most %(digits)s figures before the point and %(decimals)s after."),
    "bad_date": gettext_noop("This is no day of the calendar: write {\"date\": \"2026-03-01\"}."),
    "bad_literal": gettext_noop("This is no value that a condition can hold: write true, false, a whole number, a text or a list of texts."),
    "blank_literal": gettext_noop("No answer is ever equal to a blank: write a value, or use \"answered\"."),
    # Translations: reported as warnings.
    "translation_missing": gettext_noop("Not translated, so shown as it is: translate “%(text)s”."),
    "translation_stale": gettext_noop("The text has changed since it was translated: look over the translation of “%(text)s”, and the hash in of."),
    "translation_unused": gettext_noop("Translates no text of the document: mend its address, or take it out."),
    **FINDINGS,
}  # fmt: skip

#: Sentences for problems that cannot fill the placeholders above.
BARE_SENTENCES: Mapping[str, str] = {
    "bad_name": gettext_noop("This is no name: write the key of a question in quotation marks."),
    "unknown_department": gettext_noop("The site has no department “%(key)s”, nor any other: have it created first."),
}

#: For a condition as a whole, which is no operand.
NOT_A_CONDITION = gettext_noop("A condition is true or false, and this is not (%(found)s): compare it with something.")

#: For a code without a sentence.
OTHERWISE = gettext_noop("Something is wrong here (%(code)s): mend it, or ask whoever looks after this software.")

#: How names must be written, by their pattern.
FORMS: Mapping[str, str] = {
    KEY.pattern: gettext_noop("lower-case letters without accents and figures, joined by - or _, for example acte-naissance"),
    LANGUAGE.pattern: gettext_noop("the two or three lower-case letters of a language, for example fr"),
    PREFIX.pattern: gettext_noop("two to five capital letters, for example NAI"),
    PROPERTY.pattern: gettext_noop("1 to 60 visible characters"),
    RULE_NAME.pattern: gettext_noop("lower-case letters without accents, figures and _, for example date_naissance"),
}  # fmt: skip

#: The types of rules, in words.
TYPES: Mapping[str, str] = {
    "bool": gettext_noop("yes or no"),
    "num": gettext_noop("number"),
    "str": gettext_noop("text"),
    "date": gettext_noop("date"),
    "list": gettext_noop("list of choices"),
    "group": gettext_noop("repeated group"),
}

PLACEHOLDER = re.compile(r"%\((\w+)\)s")

#: Quotations from a document are cut after so many characters.
MOST_QUOTED = 120

#: Conditions read back are cut after so many characters.
MOST_SAID = 400


def word_document_problem(problem: Problem) -> str:
    """Return the sentence of a problem of a document; its quotations are short and safe for a terminal."""
    params = {name: _word_param(name, value) for name, value in problem.params.items()}
    if problem.code == "type_mismatch" and not params.get("operator"):
        return _(NOT_A_CONDITION) % params
    for sentences in (SENTENCES, BARE_SENTENCES):
        sentence = sentences.get(problem.code)
        if sentence and set(PLACEHOLDER.findall(sentence)) <= params.keys():
            return _(sentence) % params
    return _(OTHERWISE) % {"code": problem.code}


def word_place(problem: Problem) -> str:
    """Return the place of a problem: its JSON pointer."""
    return quoted(problem.pointer, 2 * MOST_QUOTED) or _("(whole document)")


def quoted(text: str, most: int = MOST_QUOTED) -> str:
    """Return a text of a document, cut when it is long, with characters that could upset a terminal escaped.

    >>> quoted("a\\x1b[31m\\ud800"), quoted("abcdef", 3)
    ('a\\\\x1b[31m\\\\ud800', 'abc…')
    """
    cut = text if len(text) <= most else text[:most] + "…"
    return "".join(each if each.isprintable() or each in "\u00a0\u202f" else ascii(each)[1:-1] for each in cut)


def _word_param(name: str, value: object) -> str:
    word = _WORDS.get(name)
    return word(value) if word else _word(value)


def _word(value: object) -> str:
    if isinstance(value, Mapping):
        return quoted(_in_language(value), MOST_SAID)
    if isinstance(value, date):
        return str(formats.date_format(value, "DATE_FORMAT"))
    if isinstance(value, list | tuple | set | frozenset):
        return quoted(", ".join(str(each) for each in value), 4 * MOST_QUOTED)
    return quoted(str(value))


def _in_language(said: Mapping[str, str]) -> str:
    """Return the text in the language of the reader, from a text in each language."""
    language = (get_language() or "").partition("-")[0]
    return said.get(language) or next(iter(said.values()), "")


def _word_pattern(pattern: object) -> str:
    form = FORMS.get(rf"{pattern}\Z")
    return _(form) if form else str(pattern)


def _word_number(number: object) -> str:
    return formats.number_format(number, use_l10n=True, force_grouping=True) if isinstance(number, int) else str(number)


def _word_types(types: object) -> str:
    """Return rule types in words: `["num", "num"]` reads “number + number”; None is an operand that is wrong itself."""
    listed = types if isinstance(types, Iterable) else ()
    return " + ".join(_(TYPES[each]) if each in TYPES else "?" for each in listed)


def _word_expected(expected: object) -> str:
    """Return the type of a fragment as it is, and the lists of types that an operator takes in words."""
    if isinstance(expected, str):
        return expected
    return "; ".join(_word_types(types) for types in expected) if isinstance(expected, Iterable) else str(expected)


def _word_most(most: object) -> str:
    return "∞" if most is None else str(most)


def _word_found(found: object) -> str:
    return _word_types(found) if isinstance(found, list) else str(found)


_WORDS: Mapping[str, Callable[[object], str]] = {
    "pattern": _word_pattern,
    "limit": _word_number,
    "expected": _word_expected,
    "found": _word_found,
    "most": _word_most,
}
