"""From a foreign schema to an answer and back: what must hold of every form that is imported."""

import json
from decimal import Decimal

from jsonschema import Draft202012Validator

from schemas.answers.data_schema import data_schema
from schemas.answers.journey import final_answers, plan_journey
from schemas.answers.validation import check_answers
from schemas.compilation.compiled import compile_document
from schemas.exchange.dialects import lift
from schemas.exchange.import_schema import VALUE
from schemas.format.reading import parse_document
from schemas.questions.registry import QUESTION_TYPES
from tests.schemas.exchange.filling import TODAY, answer_to


def compiled_of(document):
    parsed, problems = parse_document(document)
    assert problems == (), problems
    compiled, problems = compile_document(parsed)
    assert problems == (), problems
    return compiled


def filled(compiled):
    """Return answers to every question, read back from what the inputs show for them."""
    answers = {}
    for question in compiled.document.questions:
        kind = QUESTION_TYPES[question.type]
        answer = None if kind.is_silent else answer_to(question)
        if answer is None:
            continue
        parsed = kind.read(question, kind.raw(question, answer), today=TODAY)
        if {problem.code for problem in parsed.problems} == {"not_valid"}:
            continue  # more is asked of it than filling by itself finds
        assert parsed.problems == (), (question.key, answer, parsed.problems)
        assert question.type == "constant" or parsed.answer == answer, (question.key, answer, parsed.answer)
        answers[question.key] = answer
    return answers


def sent(compiled, answers):
    """Return answers as they are sent, hidden ones dropped, and what is wrong with them."""
    final = final_answers(compiled, plan_journey(compiled, answers, today=TODAY))
    return final, check_answers(compiled, final, today=TODAY)


def _without(answers, pointer):
    """Take out the answer that a schema refuses, as a person would; tell whether there was one to take out."""
    *above, last = pointer.split("/")[1:] or [next(reversed(answers), "")]
    holder = answers
    for token in above:
        holder = holder[int(token) if isinstance(holder, list) else token]
    if isinstance(holder, list):
        return bool(above) and _without(answers, "/" + "/".join(above))
    return holder.pop(last, None) is not None


def is_valid(schema, instance):
    """Judge as any other program does, but with exact numbers."""
    exact = json.loads(json.dumps(schema), parse_float=Decimal)
    return Draft202012Validator(exact).is_valid(json.loads(json.dumps(instance), parse_float=Decimal))


def told_of(schema, imported):
    """Return why a form does not hold what it promises; empty when it does."""
    compiled = compiled_of(imported.document)
    answers = filled(compiled)
    final, problems = sent(compiled, answers)
    while problems and problems[0].code == "not_valid" and _without(answers, problems[0].pointer):
        final, problems = sent(compiled, answers)
    if problems:
        return [(problem.code, problem.pointer, dict(problem.params)) for problem in problems]
    lifted, _ = lift(schema)
    found = [] if is_valid(lifted, final[VALUE] if imported.is_wrapped else final) else ["not valid for its schema"]
    return found + ([] if is_valid(data_schema(compiled), final) else ["not valid for our schema"])
