"""Mistakes that an evaluator in JavaScript could well make: the vectors and the cases at random notice each of them."""

import pytest

from tests.node.fuzz import cases, differences
from tests.node.scripts import EVALUATOR, module_in
from tests.node.test_loading import accepted
from tests.node.test_vectors import failures

#: What is mistaken: the text of the evaluator, and what it becomes.
MUTANTS = {
    "half towards zero": ("2n * size(number) + size(divisor)", "2n * size(number) + size(divisor) - 1n"),
    "half up, below zero too": ("number < 0n === divisor < 0n ? quotient : -quotient", "(number < 0n === divisor < 0n || 2n * size(number) % size(divisor) === 0n) ? quotient : -quotient"),
    "product cut, not rounded": ("fit(nearest(nums.reduce((product, num) => product * num), SCALE ** BigInt(nums.length - 1)))", "fit(nums.reduce((product, num) => product * num) / SCALE ** BigInt(nums.length - 1))"),
    "product rounded at each factor": ("fit(nearest(nums.reduce((product, num) => product * num), SCALE ** BigInt(nums.length - 1)))", "fit(nums.reduce((product, num) => nearest(product * num, SCALE)))"),
    "floats for quotients": ("fit(nearest(left * SCALE, right))", "fit(BigInt(Math.round(Number(left) / Number(right) * 1e6)))"),
    "floor towards zero": ("num - (((num % step) + step) % step)", "num - (num % step)"),
    "no limit to numbers": ("-LIMIT < num && num < LIMIT ? num : null", "num"),
    "limit to one side": ("-LIMIT < num && num < LIMIT", "num < LIMIT"),
    "division by zero is zero": ("(right ? fit(", "(right === 0n ? 0n : right ? fit("),
    "scaled by a thousand": ("const SCALE = 1000000n", "const SCALE = 1000n"),
    "decimals cut to five": ('decimals.padEnd(6, "0")', 'decimals.slice(0, 5).padEnd(6, "0")'),
    "every fourth year is a leap year": ("2000 + (year % 400)", "2000 + (year % 100)"),
    "no leap year at all": ("2000 + (year % 400)", "2001"),
    "months overflow into the next": ("Math.min(date, lastDay(toYear, toMonth))", "Math.min(date, 31)"),
    "months clamp to 28": ("Math.min(date, lastDay(toYear, toMonth))", "Math.min(date, 28)"),
    "birthday on the day after": ("- (toDay < day)", "- (toDay <= day)"),
    "birthday by the month": ("- (toDay < day)", "- 0"),
    "born on 29 February, older on the 28th": ("- (toDay < day)", "- (toDay < Math.min(day, lastDay(toYear, toMonth)))"),
    "time runs one way": ("if (end < start) return -monthsBetween(end, start);", ""),
    "years floored": ("Math.trunc(monthsBetween", "Math.floor(monthsBetween"),
    "parts of a day added": ("(num % SCALE ? null : num / SCALE)", "(num / SCALE)"),
    "years as 365 days": ("add_years: (day, num) => addMonths(day, num, 12)", "add_years: (day, num) => addDays(day, num * 365n)"),
    "calendar without end": ("to >= 120000", "to >= 1200000"),
    "calendar before year 1": ("to < 12 ||", "to < 0 ||"),
    "UNKNOWN counts as FALSE": ("if (found === null) verdict = null;", ""),
    "UNKNOWN beats what decides": ("if (found === null) verdict = null;", "if (found === null) return null;"),
    "blank counts as FALSE in an operator": ("unlessBlank(listed(payload).map(inner), OPERATORS[word])", "((runs) => (values) => OPERATORS[word](...runs.map((run) => run(values))))(listed(payload).map(inner))"),
    "empty list is answered": ('(typeof answer === "object" && !Object.keys(answer ?? {}).length)', "answer === null"),
    "if takes UNKNOWN as FALSE": ("verdict === false ? otherwise(values)", "!verdict ? otherwise(values)"),
    "range with its end": ("value < high)", "value <= high)"),
    "range without its beginning": ("low <= value) &&", "low < value) &&"),
    "between without its end": ("low <= value && value <= high", "low <= value && value < high"),
    "between without its beginning": ("low <= value && value <= high", "low < value && value <= high"),
    "UNKNOWN row passed over": ("if (verdict === null) return null;\n      if (verdict)", "if (verdict)"),
    "UNKNOWN cell beats a FALSE one": ("decide(false, tests.map", "decideUnknown(tests.map"),
    "unique takes the first": ('if (hit === "unique" && fitting.length > 1) return null;', ""),
    "sum forgets the default": ("(fitting.length ? fitting : [byDefault])", '(fitting.length || hit === "collect-sum" ? fitting : [byDefault])'),
    "lists equal when one holds the other": ("holds(left, right) && holds(right, left)", "holds(left, right)"),
    "lists equal in order only": ("holds(left, right) && holds(right, left)", "String(left) === String(right)"),
    "has_all the other way": ("has_all: holds", "has_all: (left, right) => holds(right, left)"),
    "has_any as has_all": ("left.some((key) => right.includes(key))", "holds(left, right)"),
    "keys counted twice": ("new Set(list).size", "list.length"),
    "start found anywhere": ("text.startsWith(start)", "text.includes(start)"),
    "whole scale at the last rate": ("total += (end - start)", "total += (amount - start)"),
    "scale below its beginning": ("if (end > start) total", "total"),
    "parameter without an end": ("period && !(period.to < on) ?", "period ?"),
    "parameter over on its last day": ("!(period.to < on)", "!(period.to <= on)"),
    "parameter from the day after": ("each.from <= on", "each.from < on"),
    "parameter by its place": ("one.from < other.from ? 1 : -1", "0"),
    "any of the items as all": ("any: quantifier((found) => decide(true, found))", "any: quantifier((found) => decide(false, found))"),
    "items counted when UNKNOWN": ("known(found, (...all) => scaled(all.filter(Boolean).length))", "scaled(found.filter(Boolean).length)"),
    "sum without the UNKNOWN": ("quantifier((found) => known(found, sum))", "quantifier((found) => sum(...found.filter((each) => each !== null)))"),
    "blank group is empty": ("return items && join", "return join"),
    "item seen as outer": ("item.get(name.slice(ITEM.length)) : values.get(name)", "item.get(name.slice(ITEM.length)) : values.get(name) ?? item.get(name)"),
    "outer names lost in items": (": values.get(name)),\n});", ": null),\n});"),
    "30 February is a day": ("dayAt(number) === text ? text", "true ? text"),
}  # fmt: skip

DECIDE_UNKNOWN = "\nfunction decideUnknown(found) { return found.includes(null) ? null : decide(false, found); }\n"


@pytest.fixture(scope="module")
def made():
    return list(cases(3000, seed=5))


@pytest.mark.parametrize("name", MUTANTS)
def test_mistake_is_noticed(name, made, tmp_path):
    before, after = MUTANTS[name]
    source = EVALUATOR.read_text(encoding="utf-8")
    assert source.count(before) == 1

    module = module_in(tmp_path, source.replace(before, after) + DECIDE_UNKNOWN)

    assert failures(module) or accepted(module) or differences(module, made)
