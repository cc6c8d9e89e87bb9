"""JSON Forms UI schemas read as pages of questions, with their labels, options and conditions."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from schemas.exchange.conditions import Subject, all_of, any_of, condition_of, negated
from schemas.exchange.report import Report
from schemas.problems import pointer_to

Element = Mapping[str, Any]

_TOKENS: Final = re.compile(r"(?:/properties/([^/]+))")
#: Layouts that only arrange what is inside: all become one column.
_LAYOUTS: Final = frozenset({"VerticalLayout", "HorizontalLayout"})
#: Options of appearance alone, ignored: our pages have their own.
LOOKS: Final = frozenset(
    [
        "showSortButtons",
        "elementLabelProp",
        "labelRef",
        "restrict",
        "clearable",
        "trim",
        "autocomplete",
        "showUnfocusedDescription",
        "toggle",
        "variant",
        "slider",
        "ampm",
        "showNavButtons",
        "hideRequiredAsterisk",
        "clearLabel",
        "cancelLabel",
        "okLabel",
        "views",
        "dateFormat",
        "dateSaveFormat",
        "dateTimeFormat",
        "dateTimeSaveFormat",
        "timeFormat",
        "timeSaveFormat",
        "step",
        "orientation",
        "initCollapsed",
        "focus",
        "collapsed",
        "maskMode",
        "vertical",
        "isPassword",
        "displayName",
        "placeholder",
        "suggestion",
    ]
)


@dataclass(slots=True)
class Placed:
    """A question (its path) or a text, placed on a page; it shows when `rules` are all TRUE."""

    path: tuple[str, ...] = ()
    text: str = ""
    label: str = ""
    options: dict[str, Any] = field(default_factory=dict)
    rules: tuple[Any, ...] = ()
    place: str = ""


@dataclass(slots=True)
class UiBlock:
    """Questions and texts under one heading (blank: none)."""

    label: str = ""
    placed: list[Placed] = field(default_factory=list)


@dataclass(slots=True)
class UiPage:
    """One step."""

    label: str = ""
    blocks: list[UiBlock] = field(default_factory=list)

    def block(self, label: str = "") -> UiBlock:
        if not self.blocks or self.blocks[-1].label != label:
            self.blocks.append(UiBlock(label))
        return self.blocks[-1]


@dataclass(frozen=True, slots=True)
class _Around:
    """The context of an element: conditions, the heading, the label of the categories."""

    rules: tuple[Any, ...] = ()
    heading: str = ""
    category: str = ""


class UiSchemaReader:
    """One reading of a UI schema over the questions of `subject`."""

    def __init__(self, subject: Subject, report: Report, *, is_wrapped: bool = False) -> None:
        self.subject = subject
        self.report = report
        self.is_wrapped = is_wrapped
        self.pages: list[UiPage] = []

    def read(self, ui: object) -> list[UiPage]:
        """Return the pages of a UI schema; what cannot be read is reported."""
        self._element(ui, "", _Around(), UiPage())
        return [page for page in self.pages if any(block.placed for block in page.blocks)]

    def _element(self, element: object, place: str, around: _Around, page: UiPage) -> UiPage:
        if not isinstance(element, Mapping):
            self.report.refuse("unknown_element_found", place, type=str(element)[:40])
            return page
        kind = str(element.get("type"))
        rules = (*around.rules, *self._rules(element, place))
        inside = _Around(rules, around.heading, around.category)
        if kind in _LAYOUTS:
            return self._all(element, place, inside, page)
        if kind == "Group":
            label = self._label(element) or around.heading
            return self._all(element, place, _Around(rules, label, around.category), page)
        if kind == "Categorization":
            return self._categories(element, place, inside)
        if kind == "Category":
            return self._category(element, place, inside)
        return self._leaf(element, place, inside, self._listed(page))

    def _leaf(self, element: Element, place: str, around: _Around, page: UiPage) -> UiPage:
        kind = str(element.get("type"))
        if kind in ("Control", "ListWithDetail"):
            self._control(element, place, around, page)
        elif kind == "Label":
            text = self._label(element) or str(element.get("text", ""))
            if text.strip():
                page.block(around.heading).placed.append(Placed(text=text, rules=around.rules, place=place))
        else:
            self.report.refuse("unknown_element_found", place, type=kind[:40])
        return page

    def _listed(self, page: UiPage) -> UiPage:
        if not any(page is each for each in self.pages):
            self.pages.append(page)
        return page

    def _all(self, element: Element, place: str, around: _Around, page: UiPage) -> UiPage:
        elements = element.get("elements", [])
        for number, inner in enumerate(elements if isinstance(elements, list) else []):
            page = self._element(inner, f"{place}/elements/{number}", around, page)
        return page

    def _categories(self, element: Element, place: str, around: _Around) -> UiPage:
        self._all(element, place, around, UiPage())
        return UiPage()

    def _category(self, element: Element, place: str, around: _Around) -> UiPage:
        label = " – ".join(each for each in (around.category, self._label(element)) if each)
        self._all(element, place, _Around(around.rules, "", label), UiPage(label))
        return UiPage()

    def _label(self, element: Element) -> str:
        label = element.get("label", element.get("text", element.get("i18n", "")))
        if isinstance(label, Mapping):
            label = label.get("text", "") if label.get("show", True) else ""
        return label.strip() if isinstance(label, str) else ""

    def _control(self, element: Element, place: str, around: _Around, page: UiPage) -> None:
        path = self._path(element.get("scope"), f"{place}/scope")
        if path is None:
            return
        label = element.get("label")
        text = self._label({"label": label}) if label is not None else ""
        found = Placed(path, "", text, self._options(element, place), around.rules, place)
        page.block(around.heading).placed += [found] if path else self._root(found)

    def _root(self, found: Placed) -> Iterator[Placed]:
        """Yield every question, for a control of the whole."""
        for key in self.subject.inner:
            yield Placed((key,), rules=found.rules, place=found.place)

    def _path(self, scope: object, place: str) -> tuple[str, ...] | None:
        """Return the keys that a scope goes through; () is the whole. None, and reported, when it points nowhere."""
        tokens = _TOKENS.findall(scope) if isinstance(scope, str) else []
        is_whole = isinstance(scope, str) and scope in ("#", "#/", "")
        rest = _TOKENS.sub("", scope) if isinstance(scope, str) else ""
        if not is_whole and (not tokens or rest not in ("#", "")):
            self.report.refuse("dangling_scope", place, scope=str(scope)[:80])
            return None
        path = tuple(token.replace("~1", "/").replace("~0", "~").replace("%20", " ") for token in tokens)
        if self.is_wrapped and path:
            path = (*tuple(self.subject.inner), *path)
        if path and self._of(path) is None:
            self.report.refuse("dangling_scope", place, scope=str(scope)[:80])
            return None
        return path

    def _of(self, path: tuple[str, ...]) -> Subject | None:
        subject: Subject | None = self.subject
        for key in path:
            subject = subject.of(key) if subject is not None else None
        return subject

    def _options(self, element: Element, place: str) -> dict[str, Any]:
        options = element.get("options", {})
        options = options if isinstance(options, Mapping) else {}
        for name in options:
            if name not in LOOKS and name not in (
                "multi",
                "format",
                "detail",
                "readonly",
                "readOnly",
                "hint",
                "readonly",
            ):
                self.report.note("option_not_read", f"{place}/options{pointer_to(name)}", name=name)
        return dict(options)

    # Conditions.

    def _rules(self, element: Element, place: str) -> tuple[Any, ...]:
        rule = element.get("rule")
        if rule is None:
            return ()
        here = f"{place}/rule"
        effect = str(rule.get("effect", "")).upper() if isinstance(rule, Mapping) else ""
        expr = self._condition(rule.get("condition"), f"{here}/condition") if effect in _EFFECTS else None
        if expr is None:
            self.report.note("rule_not_read", here, effect=effect)
            return ()
        if effect in ("ENABLE", "DISABLE"):
            self.report.note("hidden_not_disabled", here, effect=effect)
        return (expr if _EFFECTS[effect] else negated(expr),)

    def _condition(self, condition: object, place: str) -> Any:
        if not isinstance(condition, Mapping):
            return None
        kind = condition.get("type")
        if kind in ("AND", "OR"):
            listed = condition.get("conditions", [])
            found = [self._condition(each, f"{place}/conditions/{n}") for n, each in enumerate(listed)]
            join = all_of if kind == "AND" else any_of
            return None if any(each is None for each in found) else join(found)
        return self._about(condition, place)

    def _about(self, condition: Element, place: str) -> Any:
        """Return a condition on one scope: that it is the value expected, or valid under a schema."""
        scope = condition.get("scope")
        path = self._path(scope if not str(scope).startswith("/") else f"#{scope}", f"{place}/scope")
        subject = self._of(path) if path is not None else None
        if subject is None:
            return None
        if "expectedValue" in condition:
            schema: Any = {"const": condition["expectedValue"]}
        else:
            schema = condition.get("schema", True)
        strict = Subject(subject.name, subject.question, subject.inner, is_strict=True)
        found = condition_of(schema, strict)
        if found is None or not condition.get("failWhenUndefined") or not subject.rule_type:
            return found
        return all_of([{"answered": subject.name}, found])


_EFFECTS: Final = {"SHOW": True, "ENABLE": True, "HIDE": False, "DISABLE": False}
