"""Messages of lint findings, by code: what is odd, a quotation in parentheses, and what to do next."""

# ruff: noqa: E501 (a sentence stays on one line, to be found and translated whole)

from collections.abc import Mapping

from django.utils.translation import gettext_noop

FINDINGS: Mapping[str, str] = {
    # Names.
    "shows_itself": gettext_noop("This would show only once it is answered (“%(name)s”), so never: use another question in this condition."),
    "shows_in_circle": gettext_noop("These questions show only once another one of them is answered (%(path)s), so never: take one of these conditions out."),
    "inside_group": gettext_noop("“%(name)s” is asked once an item of “%(group)s”, and this does not say of which item: put it in a condition on the items (any, all, count_if, sum_of)."),
    "choice_gone": gettext_noop("“%(value)s” is no answer that %(question)s offers: choose another one, or add it to the question."),
    # Conditions.
    "contradiction": gettext_noop("Nobody can meet both of these conditions (%(first)s; %(second)s): change one of them."),
    "never_true": gettext_noop("No answer meets this condition (%(condition)s): change it, or take it out."),
    "always_true": gettext_noop("Every answer meets this condition (%(condition)s): change it, or take it out."),
    "part_never_true": gettext_noop("No answer meets this part of the condition (%(condition)s): change it, or take it out."),
    "part_always_true": gettext_noop("Every answer meets this part of the condition (%(condition)s): change it, or take it out."),
    "duplicate": gettext_noop("This condition is written twice (%(condition)s): take one out, or change it."),
    "redundant": gettext_noop("This changes nothing (%(condition)s), since another condition asks for more (%(by)s): take it out, or mend whichever is not what you meant."),
    "redundant_together": gettext_noop("This changes nothing (%(condition)s), since the other conditions together ask for it already: take it out, or mend one of them."),
    "shadowed": gettext_noop("This changes nothing (%(condition)s), since another condition lets these cases pass already (%(by)s): take it out, or mend whichever is not what you meant."),
    "shadowed_together": gettext_noop("This changes nothing (%(condition)s), since the other conditions let these cases pass already: take it out, or mend one of them."),
    "branch_never_reached": gettext_noop("This case never comes (%(condition)s), since those before take it: move it before them, or take it out."),
    "never_shows": gettext_noop("This never shows (%(condition)s), since that cannot be met together with the conditions around it or on what it reads: change one of them."),
    "never_required": gettext_noop("This is never asked for (%(condition)s), since that cannot be met when the question shows: change the condition, or take it out."),
    "always_true_here": gettext_noop("This condition is always met where it stands (%(condition)s): take it out, or change it."),
    "not_all_checked": gettext_noop("There are too many rules to look at all of them: the last ones are not checked for contradictions and the like."),
    # Tables.
    "rows_overlap": gettext_noop("Rows %(other)s and %(row)s of this table fit one same case (%(witness)s), and only one may: change the cells of one of them."),
    "row_dead": gettext_noop("Nothing fits row %(row)s of this table: mend its cells, or take it out."),
    "row_unreachable": gettext_noop("Row %(row)s of this table is never used, since row %(by)s takes all its cases before: move it up, or take it out."),
    "row_unreachable_together": gettext_noop("Row %(row)s of this table is never used, since the rows before take all its cases: move it up, or take it out."),
    "gap": gettext_noop("There are cases that no row of this table fits (for example %(witness)s): add a row for them, or say what happens otherwise."),
    # Parameters.
    "param_hole": gettext_noop("“%(param)s” has no value from %(first)s to %(last)s: mend the days of its values."),
    "param_overlap": gettext_noop("“%(param)s” has two values from %(first)s to %(last)s, and the later one counts: mend the days of its values."),
    "param_over": gettext_noop("“%(param)s” has had no value since %(last)s: add the value that is in force now."),
    "param_ending": gettext_noop("The last value of “%(param)s” ends on %(last)s: add the one that comes after."),
    "param_not_begun": gettext_noop("“%(param)s” has no value before %(first)s: add the value that is in force now, if there is one."),
    "param_unused": gettext_noop("No condition or amount reads “%(param)s”: use it, or take it out."),
    # Tests of the document.
    "no_trials": gettext_noop("Nothing tests the criteria: add tests with answers given and what should come of them."),
    "bad_trials": gettext_noop("Tests are a list: write [{\"name\": …, \"given\": {…}, \"expect\": {…}}]."),
    "too_many_trials": gettext_noop("There are more than %(limit)s tests: keep those that matter."),
    "bad_trial": gettext_noop("This is no test: write {\"name\": …, \"given\": {answers}, \"expect\": {what should come of them}}, with one expectation at least."),
    "trial_bad_day": gettext_noop("This test is not on a day of the calendar: write \"@today\": \"2026-03-01\"."),
    "trial_unknown_question": gettext_noop("“%(name)s” is no question that somebody answers: mend the name in the test, or add the question."),
    "trial_bad_answer": gettext_noop("“%(name)s” does not take this answer: mend the test, or the limits of the question."),
    "trial_unknown_aspect": gettext_noop("“%(name)s” is nothing that a test can expect here: write criteria/…, check/…, computed/…, step/…, section/…, question/…, choice/…/…, require/…, path or eligible, with an id of this document."),
    "trial_bad_value": gettext_noop("“%(name)s” never has a value like this: write one of its type, or null for what is not known."),
    "trial_failed": gettext_noop("The test “%(trial)s” fails, since %(what)s should be “%(wanted)s” and is “%(actual)s”: mend the rule, or the test."),
    "criterion_untried": gettext_noop("No test expects the answer “%(verdict)s” of the criterion “%(criterion)s”: add one."),
    "row_untried": gettext_noop("No test comes to row %(row)s of this table: add one."),
    "row_unnoticed": gettext_noop("No test would notice another result in row %(row)s of this table: add one that expects its result."),
    "bound_unnoticed": gettext_noop("No test would notice if a bound of row %(row)s of this table were a little off: add tests just below it and just on it."),
    "threshold_unnoticed": gettext_noop("No test would notice if this were a little off (%(condition)s): add tests just below it and just on it."),
}  # fmt: skip
