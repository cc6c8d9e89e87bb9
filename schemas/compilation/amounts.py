"""The compiled amounts of a simulator: the rule of each, and the condition under which it is shown."""

from dataclasses import dataclass

from schemas.compilation.context import Work
from schemas.format.simulation import NOT_SIMULATED, Amount
from schemas.problems import pointer_to
from schemas.rules.rule import Rule


@dataclass(frozen=True, slots=True)
class CompiledAmount:
    """An amount with its rules: `value` is a number or a day, `when` is None for one that is always shown."""

    amount: Amount
    value: Rule
    when: Rule | None


def compile_amounts(work: Work) -> tuple[CompiledAmount, ...]:
    """Compile the amounts of a simulation, in order, and report the questions that a simulator cannot ask."""
    simulation = work.document.simulation
    if simulation is None:
        return ()
    for question in work.document.questions:
        if question.type in NOT_SIMULATED:
            work.say("not_in_simulator", pointer_to("data", "properties", question.key), type=question.type)
    found = [_compile_amount(work, amount, place) for place, amount in enumerate(simulation.amounts)]
    return tuple(amount for amount in found if amount is not None)


def _compile_amount(work: Work, amount: Amount, place: int) -> CompiledAmount | None:
    pointer = pointer_to("simulation", "amounts", place)
    value = work.rule(amount.value, work.all_names, pointer=f"{pointer}/value", expect=None)
    when = None
    if amount.when is not None:
        when = work.rule(amount.when, work.all_names, pointer=f"{pointer}/when")
        if when is None:
            return None
    if value is not None and value.type not in {"num", "date"}:
        work.say("type_mismatch", f"{pointer}/value", operator="", expected=[["num"], ["date"]], found=[value.type])
        return None
    return None if value is None else CompiledAmount(amount, value, when)
