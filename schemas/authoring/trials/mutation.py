"""Mutation of the rules of a document: small mistakes that none of its trials notices."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import Final

from schemas.authoring.lint.domains import domains_of, years_since
from schemas.authoring.lint.finding import Finding
from schemas.authoring.lint.readback import Readback
from schemas.authoring.lint.rule_sites import Site, sites_of
from schemas.authoring.lint.space import World
from schemas.authoring.trials.mutants import Mutant, mutants_of, put
from schemas.authoring.trials.run import run_trial
from schemas.authoring.trials.trial import Trial
from schemas.compilation.compiled import Compiled, compile_document
from schemas.compilation.rule_names import rule_names
from schemas.problems import tokens_of
from schemas.rules.compiler import compile_rule
from schemas.rules.rule import Rule, evaluate

#: More mistakes than this are not tried.
MAX_MUTANTS: Final = 400

_TRIED: Final = ("criteria", "computed", "check", "amount", "when")


def check_mutation(compiled: Compiled, trials: Sequence[Trial], *, today: date) -> Iterator[Finding]:
    """Yield what no trial would notice, each place once: a threshold one step off, another result or bound of a row."""
    told: set[tuple[str, str]] = set()
    for mutant in islice(_mutants(compiled, today), MAX_MUTANTS):
        place = (mutant.finding.code, mutant.finding.pointer)
        if place not in told and not is_noticed(compiled, mutant, trials):
            told.add(place)
            yield mutant.finding


def _mutants(compiled: Compiled, today: date) -> Iterator[Mutant]:
    world = World(domains_of(compiled, today), years_since(compiled.document, today))
    readback = Readback(compiled.document)
    for site in sites_of(compiled):
        if site.address.partition("/")[0] in _TRIED and not site.group:
            yield from mutants_of(site, world, readback)


def is_noticed(compiled: Compiled, mutant: Mutant, trials: Sequence[Trial]) -> bool:
    """Return whether a trial that passes fails with the mistake; only those where the rule's value changes are run."""
    rule = _compiled_rule(compiled, mutant)
    if rule is None:
        return True
    differing = [trial for trial in trials if _says_otherwise(mutant.site, rule, trial)]
    if not differing:
        return False
    changed = _with_rule(compiled, mutant.site, mutant.expr)
    return changed is None or any(run_trial(trial).is_green > run_trial(trial, changed).is_green for trial in differing)


def _compiled_rule(compiled: Compiled, mutant: Mutant) -> Rule | None:
    names = rule_names(compiled.document.questions) | {each.name: each.rule.type for each in compiled.computed}
    return compile_rule(mutant.expr, names, params=compiled.params, expect=None)[0]


def _says_otherwise(site: Site, rule: Rule, trial: Trial) -> bool:
    names = trial.situation.names
    return evaluate(site.rule, names) != evaluate(rule, names)


def _with_rule(compiled: Compiled, site: Site, expr: object) -> Compiled | None:
    """Return the document compiled with another rule in one place."""
    source = put(compiled.document.source, tokens_of(site.pointer), expr)
    if not isinstance(source, dict):
        return None
    return compile_document(replace(compiled.document, source=source))[0]
