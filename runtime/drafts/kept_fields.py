"""Raw input of a page that could not be taken, restored into its draft."""

from dataclasses import replace

from django.http import QueryDict

from runtime.drafts.attachments import stored_files
from runtime.drafts.content import DraftContent
from runtime.forms.post_data import read_posted
from runtime.presentation.field_names import field_token, first_token
from schemas.compilation.compiled import Compiled

PREFIX = "kept:"


def apply_kept(compiled: Compiled, content: DraftContent, *, step_id: str, post: QueryDict) -> DraftContent:
    """Return `content` with the kept fields of a step as raw input; its page shows them, and sending it validates them.

    Only the questions that the kept fields name are touched.
    """
    step = compiled.document.step(step_id)
    kept = kept_post(post)
    if step is None or not kept:
        return content
    given = {first_token(name) for name in kept}
    questions = [
        question for question in step.questions if field_token(question.key) in given and question.type != "file"
    ]
    raws = read_posted(questions, kept, stored_files(questions, content))
    changed = replace(content, typed={**content.typed, **raws})
    return changed.with_seen(step_id, is_seen=False) if raws else content


def kept_post(post: QueryDict) -> QueryDict:
    """Return the kept fields of a POST under the names they had on their own page."""
    kept = QueryDict(mutable=True)
    for name, values in post.lists():
        if name.startswith(PREFIX):
            kept.setlist(name.removeprefix(PREFIX), values)
    return kept
