"""Views of questions for the theme's templates: plain values, worded, with names and ids for the page."""

from dataclasses import dataclass, field

from schemas.questions.base import Raw


@dataclass(slots=True)
class PartView:
    """One input of a question that has several; one that `is_spare` may always be left blank."""

    key: str
    id: str
    name: str
    label: str
    hint: str
    value: str
    autocomplete: str
    inputmode: str
    size: int | None
    required: bool
    invalid: bool
    errors: list[str]
    described_by: str
    is_spare: bool = False


@dataclass(slots=True)
class ItemView:
    """One item of a list. One that `is_single` is one question, whose label is that of the item itself."""

    id: str
    number: int
    label: str
    fields: list["FieldView"]
    ids_name: str
    remove_name: str
    remove_value: str
    is_single: bool = False
    path: str = ""


@dataclass(slots=True)
class BranchView:
    """One branch of a choice: its radio, and the field to fill in when it is chosen, None while that is not drawn.

    `opened_name` names the hidden field that marks it as drawn, where that depends on the choice.
    """

    value: str
    id: str
    title: str
    checked: bool
    field: "FieldView | None" = None
    opened_name: str = ""


@dataclass(slots=True)
class FieldView:
    """One question on a page, as the templates of `themes/questions` draw it.

    `path` are the labels around it. `is_needed_inside` means that, inside an optional question, it is required once
    that one is answered.

    Where the browser follows rules (`runtime.live_rules`), `place` is its name there, `names` that of its answer; it
    `is_awaited` while it does not show, `is_ruled` when they decide whether it is required, `is_live` when they compute
    it; `written` is the format of a calculated value. The script of such a page leaves no bytes for the script of
    suggestions: a question with suggestions `is_typed_only`, and the entries found for it are offered on the next page.
    """

    id: str
    name: str
    address: str
    type: str
    label: str
    hint: str
    example: str
    required: bool
    value: Raw
    errors: list[str]
    first_faulty_id: str
    is_alone: bool = False
    path: str = ""
    place: str = ""
    names: str = ""
    is_awaited: bool = False
    is_ruled: bool = False
    is_live: bool = False
    written: dict[str, str] = field(default_factory=dict)
    is_read_only: bool = False
    read_rows: list[dict[str, object]] = field(default_factory=list)
    html: str = field(default="", repr=False)
    autocomplete: str = ""
    inputmode: str = ""
    rows: int = 5
    choices: list[dict[str, object]] = field(default_factory=list)
    parts: list[PartView] = field(default_factory=list)
    fields: list["FieldView"] = field(default_factory=list)
    items: list[ItemView] = field(default_factory=list)
    branches: list[BranchView] = field(default_factory=list)
    files: list[dict[str, object]] = field(default_factory=list)
    options: list[dict[str, str]] = field(default_factory=list)
    is_suggested: bool = False
    is_typed_only: bool = False
    suggest_url: str = ""
    datalist: list[str] = field(default_factory=list)
    limit_text: str = ""
    accept: str = ""
    is_multiple: bool = False
    can_add: bool = False
    item_label: str = ""
    add_label: str = ""
    branch_name: str = ""
    can_open: bool = False
    is_needed_inside: bool = False
    is_legend_hidden: bool = False
    shown: str = ""
    upload_name: str = "_upload"
    add_name: str = "_add"
    open_name: str = "_open"

    @property
    def inner_fields(self) -> list["FieldView"]:
        """Return the questions drawn just inside this one, in order."""
        of_items = (inner for item in self.items for inner in item.fields)
        return [*self.fields, *of_items, *(branch.field for branch in self.branches if branch.field)]

    @property
    def has_errors(self) -> bool:
        """Return whether this question or one inside it has a problem."""
        return bool(self.errors) or any(field.has_errors for field in self.inner_fields)

    @property
    def hint_id(self) -> str:
        return f"{self.id}-hint"

    @property
    def error_id(self) -> str:
        return f"{self.id}-error"

    @property
    def described_by(self) -> str:
        has_hint = self.hint or self.example or self.limit_text
        return " ".join(filter(None, (self.hint_id if has_hint else "", self.error_id if self.errors else "")))
