"""Posted pages and their buttons: the action, the changed raw input, the notice after it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from runtime.drafts.attachments import stored_files
from runtime.drafts.content import DraftContent
from runtime.forms.items import with_item_added, with_item_removed
from runtime.forms.positions import items_of, places
from runtime.forms.post_data import FilesBySlot, branch_to_open, read_posted
from runtime.presentation.field_names import first_token, html_id, named
from schemas.answers.journey import VisibleStep
from schemas.questions.base import ITEM_ID, Raw

#: The buttons of a page that do not go on, by their name: the action, and the message after it.
ACTIONS = {
    "_save": "save", "_add": "add", "_remove": "remove", "_remove_file": "remove_file", "_upload": "upload",
    "_open": "open",
}  # fmt: skip
NOTES = {"add": "added", "remove": "removed", "remove_file": "removed", "upload": "kept", "open": "suite"}


@dataclass(frozen=True, slots=True)
class PostedPage:
    """A page that a browser posted. `is_early`: for a step not open yet, or no longer; its input is kept, no more."""

    post: QueryDict
    files: MultiValueDict
    is_early: bool = False

    @property
    def action(self) -> tuple[str, str]:
        """Return the action of the pressed button, and its target: `("remove", "enfants.k3x")`; else `continue`."""
        if self.is_early:
            return "keep", ""
        for name, action in ACTIONS.items():
            if name in self.post:
                return action, self.post[name]
        return "continue", ""

    @property
    def rev(self) -> int | None:
        given = self.post.get("_rev", "")
        return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else None

    def raws(self, step: VisibleStep, content: DraftContent, received: FilesBySlot | None = None) -> dict[str, Raw]:
        """Return the raw input of each question, with the files that the draft holds and those just received."""
        held = stored_files(step.questions, content)
        files = {**held, **(received or {})}
        action, target = self.action
        if action == "remove_file":
            slot, _, file_id = target.rpartition(".")
            files[slot] = [each for each in files.get(slot, []) if each["id"] != file_id]
        raws = read_posted(step.questions, self.post, files, content.raws_of(step.questions))
        if action == "add":
            return with_item_added(step.questions, raws, target)
        return with_item_removed(step.questions, raws, target) if action == "remove" else raws

    def asks(self, step: VisibleStep, raws: Mapping[str, Raw]) -> tuple[str, str]:
        """Return `action`; going on with a branch that the page did not draw yet opens that branch."""
        action, target = self.action
        branch = branch_to_open(step.questions, raws, self.post) if action in {"continue", "open"} else ""
        return ("open", branch) if branch else (action, target)


@dataclass(frozen=True, slots=True)
class PageNotice:
    """Notice of a page that shows again: a message, the list and number of the item it names, the anchor to open at."""

    note: str = ""
    about: str = ""
    anchor: str = ""


NO_NOTICE = PageNotice()


def notice_after(page: PostedPage, step: VisibleStep, raws: Mapping[str, Raw]) -> PageNotice:
    """Return the notice after a button that stays on the page; `raws` are those after its action."""
    action, target = page.asks(step, raws)
    list_name, _, item_id = target.rpartition(".")
    if action == "add":
        return _told_of_adding(page, step, target, raws)
    if action == "remove":
        ids = page.post.getlist(f"{list_name}._ids")
        about = f"{list_name}.{ids.index(item_id) + 1}" if item_id in ids else ""
        return PageNotice("removed", about, _anchor(step, raws, list_name))
    name = list_name if action == "remove_file" else target
    return PageNotice(NOTES.get(action, ""), "", _anchor(step, raws, name))


def _told_of_adding(page: PostedPage, step: VisibleStep, name: str, raws: Mapping[str, Raw]) -> PageNotice:
    found = (items_of(place.raw) for place in places(step.questions, raws) if place.name == name)
    items = next(found, [])
    if len(items) <= len(set(page.post.getlist(f"{name}._ids"))):
        return PageNotice("full", "", _anchor(step, raws, name))
    return PageNotice("added", "", f"#{html_id(named(name, str(items[-1][ITEM_ID])))}")


def _anchor(step: VisibleStep, raws: Mapping[str, Raw], name: str) -> str:
    """Return the anchor of the question of this name, else of the outermost question around it."""
    if any(place.name == name for place in places(step.questions, raws)):
        return f"#{html_id(name)}"
    return f"#{html_id(first_token(name))}" if name else ""
